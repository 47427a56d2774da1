//! The children's names as something to keep out of texts: of the names of
//! files, sheets and headings, which messages and accounts quote, and of what
//! a school writes in free words.
//!
//! Only names of the roll can be known. A name that is also a word of the
//! school's own vocabulary (a class called Hazel, a month, a strand) is hidden
//! where it stands beside the child's other name, and left otherwise.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization as _;

use super::Reference;
use super::roll::Roll;

/// What stands in place of a name.
pub const HIDDEN: &str = "…";

/// Words of a calendar and of every school's file names.
const ORDINARY: &str = "january february march april may june july august september october november december \
    jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday \
    mon tue wed thu fri sat sun spring summer autumn winter term half year years class group groups week weeks \
    export exports report reports data school thrive list lists copy final new old sheet primary infant junior \
    the and of for from with in on at to by a an csv xlsx xls ods xlsb txt tsv";

/// The names of the children of a roll.
#[derive(Debug, Default)]
pub struct ChildNames {
    /// Words that are a name or part of one.
    words: HashSet<String>,
    /// Names written together, such as `smithjohn` and `jsmith`.
    joined: HashSet<String>,
    /// Full names in either order, by their first word.
    full: HashMap<String, Vec<Vec<String>>>,
    /// UPNs and pupil numbers.
    numbers: HashSet<String>,
    births: BTreeSet<Date>,
    ordinary: HashSet<String>,
}

impl ChildNames {
    /// Of a roll. The words of the program's headings and of the school's classes are no names by themselves.
    pub fn of(roll: &Roll, reference: &Reference) -> ChildNames {
        let mut names = ChildNames { ordinary: ordinary(roll, reference), ..ChildNames::default() };
        for pupil in &roll.pupils {
            let own = [(&pupil.surname, &pupil.forename)];
            let other = pupil.other_names.iter().map(|(surname, forename)| (surname, forename));
            for (surname, forename) in own.into_iter().chain(other) {
                let (surname, forename) = (words_of(surname), words_of(forename));
                names.words.extend(surname.iter().chain(&forename).filter(|word| word.chars().count() > 1).cloned());
                let (last, first) = (surname.concat(), forename.concat());
                if last.chars().count() > 1 {
                    names.joined.insert(last.clone());
                }
                if first.chars().count() > 1 {
                    names.joined.insert(first.clone());
                }
                if let (Some(initial), false) = (first.chars().next(), last.is_empty()) {
                    names.joined.extend([
                        format!("{last}{first}"),
                        format!("{first}{last}"),
                        format!("{initial}{last}"),
                        format!("{last}{initial}"),
                    ]);
                    for (one, other) in [(&forename, &surname), (&surname, &forename)] {
                        let full: Vec<String> = one.iter().chain(other).cloned().collect();
                        names.full.entry(full[0].clone()).or_default().push(full);
                    }
                }
            }
            // A pupil number of three digits may be anything.
            let numbers = [&pupil.upn, &pupil.local_id].into_iter().flatten();
            let further = pupil.former_upns.iter().chain(&pupil.codes).chain(&pupil.tool_codes);
            // A code that a school chose may be a word.
            let further = further.filter(|number| number.contains(|c: char| c.is_ascii_digit()));
            let numbers = numbers.chain(further).map(|number| fold(number));
            names.numbers.extend(numbers.filter(|number| number.chars().count() > 3 && !like_a_year(number)));
            names.births.extend(pupil.date_of_birth);
        }
        names
    }

    /// Whether a text has a child's full name, in either order, or a UPN.
    pub fn name_a_child(&self, text: &str) -> bool {
        !self.full_names(&parts(text)).is_empty() || !self.numbered(text).is_empty()
    }

    /// A text without full names and numbers of children.
    pub fn without_full_names<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.full.is_empty() {
            return text.into();
        }
        let mut hidden = self.full_names(&parts(text));
        hidden.extend(self.numbered(text));
        replaced(text, hidden)
    }

    /// The name of a file, sheet or heading without anything that names a child: single names, names written
    /// together, numbers and dates of birth too.
    pub fn without_names<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.words.is_empty() && self.numbers.is_empty() {
            return text.into();
        }
        let parts = parts(text);
        let mut hidden = self.full_names(&parts);
        hidden.extend(self.numbered(text));
        hidden.extend(self.birthdays(&parts));
        let alone = |word: &String| self.words.contains(word) && !self.ordinary.contains(word);
        hidden.extend(parts.iter().filter(|(_, word)| alone(word)).map(|(range, _)| range.clone()));
        let together = |word: &String| self.joined.contains(word) && !self.ordinary.contains(word);
        hidden.extend(runs(text).into_iter().filter(|(_, word)| together(word)).map(|(range, _)| range));
        replaced(text, hidden)
    }

    fn full_names(&self, parts: &[(Range<usize>, String)]) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for (at, (range, word)) in parts.iter().enumerate() {
            for name in self.full.get(word).into_iter().flatten() {
                let here = parts.get(at..at + name.len());
                if let Some(here) = here.filter(|here| here.iter().map(|(_, word)| word).eq(name)) {
                    found.push(range.start..here[here.len() - 1].0.end);
                }
            }
        }
        found
    }

    fn numbered(&self, text: &str) -> Vec<Range<usize>> {
        runs(text).into_iter().filter(|(_, word)| self.numbers.contains(word)).map(|(range, _)| range).collect()
    }

    /// Dates of birth: three numbers in the order of day or of year, or written together.
    fn birthdays(&self, parts: &[(Range<usize>, String)]) -> Vec<Range<usize>> {
        let is_birth = |year: &str, month: &str, day: &str| {
            let year: Option<i16> = match year.len() {
                4 => year.parse().ok(),
                2 => year.parse::<i16>().ok().map(|year| 2000 + year),
                _ => None,
            };
            let date = year.zip(month.parse().ok()).zip(day.parse().ok());
            date.and_then(|((year, month), day)| Date::new(year, month, day).ok())
                .is_some_and(|date| self.births.contains(&date))
        };
        let mut found = Vec::new();
        for three in parts.windows(3) {
            let [(start, a), (_, b), (end, c)] = three else { continue };
            if is_birth(a, b, c) || is_birth(c, b, a) {
                found.push(start.start..end.end);
            }
        }
        for (range, digits) in parts.iter().filter(|(_, word)| word.len() == 8 && word.is_ascii()) {
            if is_birth(&digits[..4], &digits[4..6], &digits[6..])
                || is_birth(&digits[4..], &digits[2..4], &digits[..2])
            {
                found.push(range.clone());
            }
        }
        found
    }
}

fn ordinary(roll: &Roll, reference: &Reference) -> HashSet<String> {
    let tables = reference.tables.iter().flat_map(|table| {
        let columns = table.columns.iter().flat_map(|column| std::iter::once(&column.name).chain(&column.aliases));
        std::iter::once(&table.sheet).chain(columns)
    });
    let tools = reference.instruments.all.iter().flat_map(|tool| tool.words());
    let years = reference.vocabulary.year_groups.iter().map(|year| &year.name);
    let classes = roll.enrolments.iter().filter_map(|spell| spell.class_name.as_ref());
    let texts = tables.chain(years).chain(classes).map(String::as_str).chain(tools);
    texts.chain([ORDINARY]).flat_map(words_of).collect()
}

fn like_a_year(number: &str) -> bool {
    number.len() == 4 && number.parse::<u16>().is_ok_and(|year| (1990..2100).contains(&year))
}

/// A word without case and accents.
fn fold(word: &str) -> String {
    word.nfd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The words of a name.
fn words_of(text: &str) -> Vec<String> {
    parts(text).into_iter().map(|(_, word)| word).collect()
}

/// Letters, digits, and accents that stand as characters of their own (file names of a Mac).
fn belongs(c: char) -> bool {
    c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c)
}

/// Unbroken letters and digits, and where they stand.
fn runs(text: &str) -> Vec<(Range<usize>, String)> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| belongs(*c)) {
        match runs.last_mut() {
            Some(last) if last.end == at => last.end = at + c.len_utf8(),
            _ => runs.push(at..at + c.len_utf8()),
        }
    }
    runs.into_iter().map(|range| (range.clone(), fold(&text[range]))).collect()
}

/// The words of a text, and where they stand: `SmithJohn2` is three.
fn parts(text: &str) -> Vec<(Range<usize>, String)> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if belongs(c) {
            let hump = before.is_lowercase() && c.is_uppercase();
            let kind = before.is_numeric() != c.is_numeric() && before.is_alphanumeric() && c.is_alphanumeric();
            match parts.last_mut() {
                Some(last) if last.end == at && !hump && !kind => last.end = at + c.len_utf8(),
                _ => parts.push(at..at + c.len_utf8()),
            }
        }
        before = c;
    }
    parts.into_iter().map(|range| (range.clone(), fold(&text[range]))).collect()
}

/// The text with each hidden part, or parts with nothing but punctuation between, as one sign.
fn replaced(text: &str, mut hidden: Vec<Range<usize>>) -> Cow<'_, str> {
    if hidden.is_empty() {
        return text.into();
    }
    hidden.sort_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in hidden {
        match joined.last_mut() {
            Some(last) if range.start <= last.end || close(&text[last.end..range.start]) => {
                last.end = last.end.max(range.end);
            }
            _ => joined.push(range),
        }
    }
    let mut shown = String::new();
    let mut at = 0;
    for range in joined {
        shown.push_str(&text[at..range.start]);
        shown.push_str(HIDDEN);
        at = range.end;
    }
    shown.push_str(&text[at..]);
    shown.into()
}

/// Nothing between two names but what joins them.
fn close(between: &str) -> bool {
    between.chars().all(|c| matches!(c, ' ' | '-' | '_' | '\'' | '’' | ',' | '.'))
}

#[cfg(test)]
mod tests {
    use super::super::roll::{Enrolment, Pupil};
    use super::*;

    fn names() -> ChildNames {
        let pupil = |surname: &str, forename: &str, upn: &str, number: &str| Pupil {
            upn: Some(upn.into()),
            local_id: Some(number.into()),
            surname: surname.into(),
            forename: forename.into(),
            date_of_birth: Some(jiff::civil::date(2018, 3, 9)),
            ..Pupil::default()
        };
        let pupils = vec![
            pupil("O'Neill", "Zoë", "A123456789012", "004217"),
            pupil("Ashdown", "Hazel", "B123456789012", "2025"),
            pupil("Day", "May", "C123456789012", "7"),
        ];
        let spell = Enrolment {
            pupil_id: 1,
            year_order: None,
            class_name: Some("Hazel".into()),
            from: jiff::civil::date(2025, 9, 1),
            to: jiff::civil::date(2026, 7, 31),
            source_id: 1,
            source_row: 2,
        };
        let roll = Roll { pupils, enrolments: vec![spell], ..Roll::default() };
        ChildNames::of(&roll, &Reference::load().unwrap())
    }

    #[test]
    fn a_file_name_keeps_everything_but_the_child() {
        let names = names();
        for (text, shown) in [
            ("Thrive/Ashdown profile.xlsx", "Thrive/… profile.xlsx"),
            ("Thrive/Zoe O'Neill, Year 2.xlsx", "Thrive/…, Year 2.xlsx"),
            ("Zoe\u{308} ONeill.csv", "….csv"),
            ("ONEILL-ZOË-2025-26.csv", "…-2025-26.csv"),
            ("AshdownHazel2.csv", "…2.csv"),
            ("hashdown notes.csv", "… notes.csv"),
            ("notes A123456789012.csv", "notes ….csv"),
            ("notes 004217 week 7.csv", "notes … week 7.csv"),
            ("born 09.03.2018.csv", "born ….csv"),
            ("2018-03-09 and 20180309.csv", "… and ….csv"),
        ] {
            assert_eq!(names.without_names(text), shown, "{text}");
        }
    }

    #[test]
    fn a_word_of_the_schools_own_is_hidden_only_beside_the_other_name() {
        let names = names();
        for same in ["screening 2025-26 summer.xlsx", "Hazel", "May half term, Monday", "Attendance marks 2024-25.csv"]
        {
            assert_eq!(names.without_names(same), same);
        }
        for (text, shown) in
            [("Hazel Ashdown", "…"), ("Day, May.csv", "….csv"), ("Class Hazel: May Day", "Class Hazel: …")]
        {
            assert_eq!(names.without_names(text), shown);
        }
    }

    #[test]
    fn free_words_lose_full_names_and_numbers_only() {
        let names = names();
        assert_eq!(names.without_full_names("One to one with Hazel Ashdown"), "One to one with …");
        assert_eq!(names.without_full_names("O’NEILL Zoë"), "…");
        for same in ["Hazel group", "Ashdown room", "Day by day in May"] {
            assert_eq!(names.without_full_names(same), same);
        }
        assert!(names.name_a_child("we saw hazel ashdown smile") && names.name_a_child("see b123456789012"));
        assert!(!names.name_a_child("a hazel day in may"));
    }
}
