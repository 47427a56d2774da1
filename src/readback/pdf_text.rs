//! The text of a PDF against the texts of the page in a browser, which are accounted for one by one: every number must
//! stand in one of them. A PDF does not say where a text begins, so its words are laid over the known ones.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::numbers::{has_number, tidy};

/// Known texts, by their first letter.
#[derive(Debug, Default)]
pub(super) struct Units {
    by_first: BTreeMap<char, Vec<Unit>>,
}

#[derive(Debug)]
struct Unit {
    /// The text without blanks: letters of a drawing stand apart.
    text: String,
    /// How often it may still stand; texts of a few words could be taken for others.
    left: RefCell<Option<usize>>,
}

/// Texts of so many words say for themselves what they are about.
const LONG: usize = 4;

impl Units {
    /// Adds a known text; `drawn` ones stand as often as the page has them.
    pub(super) fn add(&mut self, text: &str, drawn: bool) {
        if !has_number(text) {
            return;
        }
        let words = tidy(text).split(' ').count();
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let Some(first) = text.chars().next() else { return };
        let known = self.by_first.entry(first).or_default();
        let counted = drawn || words < LONG;
        match known.iter().find(|unit| unit.text == text) {
            Some(unit) => {
                let mut left = unit.left.borrow_mut();
                *left = if counted { left.map(|left| left + 1) } else { None };
            }
            None => known.push(Unit { text, left: RefCell::new(counted.then_some(1)) }),
        }
    }

    /// How many of the words from here are a known text, the longest; with `lost`, one whose percent sign is lost.
    fn at(&self, words: &[(usize, &str)], lost: bool) -> usize {
        let Some(first) = words.first().and_then(|(_, word)| word.chars().next()) else { return 0 };
        let known = self.by_first.get(&first).into_iter().flatten();
        let fitting = known.filter(|unit| unit.left.borrow().is_none_or(|left| left > 0));
        let taken = fitting.filter_map(|unit| Some((taken(&unit.text, words, lost)?, unit)));
        let Some((length, unit)) = taken.max_by_key(|(length, _)| *length) else { return 0 };
        let mut left = unit.left.borrow_mut();
        *left = left.map(|left| left - 1);
        length
    }
}

/// How many words make up a text without blanks, if they do; a percent sign at its end may be `lost`.
fn taken(text: &str, words: &[(usize, &str)], lost: bool) -> Option<usize> {
    let mut rest = text;
    let mut taken = 0;
    for (_, word) in words {
        let Some(more) = rest.strip_prefix(*word) else { break };
        rest = more;
        taken += 1;
        if rest.is_empty() {
            return Some(taken);
        }
    }
    // A drawing's letters stand apart, and the last sign of a label can be lost among them.
    let letters = words[..taken].iter().all(|(_, word)| word.chars().count() == 1);
    let goes_on = words.get(taken).is_some_and(|(_, word)| word.starts_with(|c: char| c.is_ascii_digit() || c == '.'));
    (lost && taken > 0 && letters && !goes_on && rest == "%").then_some(taken)
}

/// The numbers of the pages that stand in no known text: page from 1, what stands around it, the word.
pub(super) fn uncovered(pages: &[String], units: &Units) -> Vec<(usize, String, String)> {
    let pages_words = bodies(pages);
    let words: Vec<(usize, &str)> = pages_words
        .iter()
        .enumerate()
        .flat_map(|(page, words)| words.iter().map(move |word| (page + 1, *word)))
        .collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let known = units.at(&words[at..], false);
        if known > 0 {
            at += known;
            continue;
        }
        let (page, word) = words[at];
        // "one-to-" at the end of a line goes on in the next.
        let before = at.checked_sub(1).map_or("", |before| words[before].1);
        let whole = if before.ends_with('-') { format!("{before}{word}") } else { word.to_owned() };
        if has_number(&whole) && !is_page_number(&words[..at], word, pages.len()) {
            let drawn = units.at(&words[at..], true);
            if drawn > 0 {
                at += drawn;
                continue;
            }
            found.push((page, "printed text".to_owned(), word.to_owned()));
        }
        at += 1;
    }
    found
}

/// The words of each page without the margins that it shares with the page before or behind it, so that a text can go on
/// over a page's end. What is in a margin is judged on the one page of a row that keeps it.
fn bodies(pages: &[String]) -> Vec<Vec<&str>> {
    let numbered: Vec<Vec<&str>> =
        pages.iter().enumerate().map(|(at, text)| without_page_number(text, at + 1, pages.len())).collect();
    let shared = |one: &[&str], other: &[&str]| one.iter().zip(other).take_while(|(one, other)| one == other).count();
    let shared_end = |one: &[&str], other: &[&str]| {
        one.iter().rev().zip(other.iter().rev()).take_while(|(one, other)| one == other).count()
    };
    // Two pages can end with the same row of a table: a margin is what most neighbours share.
    let margin = |of: &dyn Fn(&[&str], &[&str]) -> usize| {
        let mut lengths: BTreeMap<usize, usize> = BTreeMap::new();
        numbered.windows(2).for_each(|pair| *lengths.entry(of(&pair[0], &pair[1])).or_default() += 1);
        lengths.into_iter().max_by_key(|(length, pages)| (*pages, usize::MAX - length)).map_or(0, |(length, _)| length)
    };
    let (margin_top, margin_foot) = (margin(&shared), margin(&shared_end));
    let mut bodies = Vec::new();
    for (at, words) in numbered.iter().enumerate() {
        let top = at.checked_sub(1).map_or(0, |before| shared(words, &numbered[before])).min(margin_top);
        let foot = numbered.get(at + 1).map_or(0, |next| shared_end(words, next)).min(margin_foot);
        // Two pages that are alike as a whole share no margin.
        let end = words.len().saturating_sub(foot);
        bodies.push(if top < end { words[top..end].to_vec() } else { words.clone() });
    }
    bodies
}

/// The words of a page without "Page 3 of 22" in its margin; the numbers must be its own.
fn without_page_number(text: &str, page: usize, pages: usize) -> Vec<&str> {
    let words: Vec<&str> = text.split(' ').collect();
    let (page, pages) = (page.to_string(), pages.to_string());
    let is_margin = |at: usize| {
        words[at] == "Page"
            && words.get(at + 1) == Some(&page.as_str())
            && words.get(at + 2) == Some(&"of")
            && words.get(at + 3) == Some(&pages.as_str())
    };
    match (0..words.len()).rev().find(|at| is_margin(*at)) {
        Some(at) => words[..at].iter().chain(&words[at + 4..]).copied().collect(),
        None => words,
    }
}

/// Whether a number leads to a page: behind the dots of the list of contents, or in "See the evidence, page 3".
fn is_page_number(before: &[(usize, &str)], word: &str, pages: usize) -> bool {
    let last = |back: usize| before.len().checked_sub(back).and_then(|at| before.get(at)).map_or("", |(_, word)| *word);
    let dots = |word: &str| !word.is_empty() && word.chars().all(|c| c == '.');
    let leads = (dots(last(1)) && (last(1).len() > 3 || (dots(last(2)) && dots(last(3)))))
        || (last(1) == "page" && (last(2) == "evidence," || last(2) == "question:"));
    leads && word.parse::<usize>().is_ok_and(|number| (1..=pages).contains(&number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(pages: &[&str]) -> Vec<String> {
        let mut units = Units::default();
        units.add("Year 1 30 28 93 c", false);
        units.add("17 of 28 pupils (61%) are below.", false);
        units.add("30%", true);
        let pages: Vec<String> = pages.iter().map(|page| (*page).to_owned()).collect();
        uncovered(&pages, &units).into_iter().map(|(page, _, word)| format!("{page}: {word}")).collect()
    }

    #[test]
    fn a_number_stands_in_a_known_text_or_is_found() {
        assert_eq!(
            left(&["Year 1 30 28 93 c and 17 of 28 pupils (61%) are below. 30% Page 1 of 1"]),
            Vec::<String>::new()
        );
        assert_eq!(left(&["Year 1 30 28 93 3"]), ["1: 1", "1: 30", "1: 28", "1: 93", "1: 3"]);
        // A percent sign lost among the letters of a drawing; its text is used up too.
        assert_eq!(left(&["3 0"]), Vec::<String>::new());
        assert_eq!(left(&["3 0 then 30%"]), ["1: 30%"]);
        assert_eq!(left(&["a", "30% 30% three"]), ["2: 30%", "2: three"]);
        assert_eq!(left(&["A question . . . . 2 Page 1 of 2", "Page 2 of 2"]), Vec::<String>::new());
        // A text goes on over the end of a page; a margin is judged once.
        let pages = ["For 7 17 of 28 School Page 1 of 2", "For 7 pupils (61%) are below. School Page 2 of 2"];
        assert_eq!(left(&pages), ["1: 7"]);
        // The same row at the end of two pages is no margin.
        let pages = ["a School Page 1 of 4", "b School Page 2 of 4", "c Year 1 30 28 93 c School Page 3 of 4"];
        let last = "d Year 1 30 28 93 c School Page 4 of 4";
        assert_eq!(left(&[pages[0], pages[1], pages[2], last]), Vec::<String>::new());
        assert_eq!(left(&["some one-to- one support one"]), ["1: one"]);
        assert_eq!(left(&["A question . . . . 9 Page 3 of 2", "page 1"]), ["1: 9", "1: 3", "1: 2", "2: 1"]);
    }
}
