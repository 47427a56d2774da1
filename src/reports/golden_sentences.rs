//! Every sentence of the governors' report in every variant and at every tier,
//! as a governor would read it, against `tests/golden/sentences.txt`. To renew
//! that file after a change of wording, run this test with `GOLDEN=write` and
//! read the difference.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use super::definition::{Definition, Pick};
use super::library::library;
use super::sentences::{Bound, COMMON, Given, Seen, SeenList};
use super::wording::Claims;
use crate::measures::{Catalogue, Status, Tier, Unit};

/// What the figures of a sentence are like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    Rise,
    Unsure,
    Fall,
    OptionalMissing,
}

fn bound(abs: &str, sign: i8) -> Option<Bound> {
    Some(Bound { abs: abs.to_owned(), sign })
}

fn seen(label: &str, pick: &Pick, catalogue: &Catalogue, case: Case) -> Seen {
    let (value, low, high) = match case {
        Case::Rise | Case::OptionalMissing => (bound("6.0", 1), bound("2.0", 1), bound("10.0", 1)),
        Case::Unsure => (bound("1.0", 1), bound("2.0", -1), bound("4.0", 1)),
        Case::Fall => (bound("6.0", -1), bound("10.0", -1), bound("2.0", -1)),
    };
    let word = catalogue.get(&pick.measure).filter(|measure| measure.unit == Unit::Word);
    Seen {
        ok: !(pick.optional && case == Case::OptionalMissing),
        label: label.to_owned(),
        value: word.map_or("40".to_owned(), |measure| measure.words[0].clone()),
        // The words of a recommendation go from the weakest to the strongest.
        code: word.map(|measure| match case {
            Case::Rise | Case::OptionalMissing => measure.words.len() as i64 - 1,
            Case::Unsure => measure.words.len() as i64 - 2,
            Case::Fall => 0,
        }),
        x: Some(12),
        n: Some(30),
        change: value,
        low,
        high,
        unsure: case == Case::Unsure,
        tier: None,
    }
}

fn given(picks: &BTreeMap<String, Pick>, keys: &[&str], catalogue: &Catalogue, case: Case) -> BTreeMap<String, Given> {
    let words = COMMON.iter().chain(keys).map(|name| ((*name).to_owned(), Given::Word(format!("({name})"))));
    let mut context: BTreeMap<String, Given> = words.collect();
    for (name, pick) in picks {
        let one = |label: &str| seen(label, pick, catalogue, case);
        let figure = match &pick.over {
            None => Given::One(Box::new(one(""))),
            Some(_) => Given::Many(Box::new(SeenList {
                ok: true,
                phrase: "group".to_owned(),
                items: vec![one("Group A"), one("Group B")],
                hidden: 1,
                highest: Some(one("Group A")),
                lowest: Some(one("Group B")),
                level: false,
            })),
        };
        context.insert(name.clone(), figure);
    }
    context
}

/// Every sentence, variant and case on a line of its own.
fn all_sentences() -> String {
    let catalogue = Catalogue::embedded().expect("valid");
    let definitions = library(&BTreeMap::new(), &catalogue).expect("valid");
    let wording = &definitions[0].wording;
    let mut entries: Vec<(&str, &BTreeMap<String, Pick>, Vec<&str>)> = Vec::new();
    for report in definitions.iter().map(|definition| &definition.report) {
        entries.extend(report.headline.iter().map(|entry| (entry.sentence.as_str(), &entry.figures, Vec::new())));
        for finding in report.section.iter().flat_map(|section| &section.finding) {
            let keys = finding.each.iter().flat_map(|axis| axis.split('+')).collect();
            entries.push((finding.sentence.as_str(), &finding.figures, keys));
        }
        for criterion in report.section.iter().flat_map(|section| &section.criterion) {
            let sentence = criterion.sentence.as_deref().map(|name| (name, &criterion.figures, Vec::new()));
            entries.extend(sentence);
        }
    }
    let mut text = String::new();
    let mut done = BTreeSet::new();
    for (name, picks, keys) in entries {
        if !done.insert(name) {
            continue;
        }
        let variants = wording.sentence(name).expect("checked");
        let mut say = |variant: &str, case: Case, status: Status, tier: Option<Tier>| {
            let context = given(picks, &keys, &catalogue, case);
            let words = wording.render(name, variants.of(status, tier), &context).expect("filled in");
            let broken = Claims::embedded().expect("valid").beyond(tier.unwrap_or(Tier::T1), &words).map(str::to_owned);
            assert_eq!(broken, None, "{name} {variant}: {words}");
            writeln!(text, "{name} | {variant} | {case:?} | {words}").expect("written");
        };
        let cases = [Case::Rise, Case::Unsure, Case::Fall, Case::OptionalMissing];
        if variants.has_tiers() {
            say("t0", Case::Rise, Status::NotEnoughData, Some(Tier::T0));
            for tier in [Tier::T1, Tier::T2, Tier::T3, Tier::T4] {
                for case in cases {
                    say(&format!("{tier:?}").to_lowercase(), case, Status::Ok, Some(tier));
                }
            }
        } else {
            for case in cases {
                say("ok", case, Status::Ok, None);
            }
            say("not_enough_data", Case::Rise, Status::NotEnoughData, None);
        }
        say("suppressed", Case::Rise, Status::Suppressed, None);
        say("not_available", Case::Rise, Status::NotAvailable, None);
    }
    text
}

#[test]
fn every_sentence_reads_as_it_was_read_through() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/sentences.txt");
    let text = all_sentences();
    if std::env::var("GOLDEN").is_ok_and(|word| word == "write") {
        std::fs::write(&path, &text).expect("written");
    }
    let golden = std::fs::read_to_string(&path).expect("tests/golden/sentences.txt");
    for (line, (now, before)) in (1..).zip(text.lines().zip(golden.lines())) {
        assert_eq!(now, before, "line {line}");
    }
    assert_eq!(text.lines().count(), golden.lines().count());
}

#[test]
fn a_weaker_tier_cannot_borrow_the_words_of_a_stronger_one() {
    let claims = Claims::embedded().expect("valid");
    for (tier, words) in [
        (Tier::T1, "6 points {{ more }} than  expected"),
        (Tier::T2, "more than similar {% if a %}children{% endif %}"),
        (Tier::T3, "It helped, or made a {{ x }} difference: it Made a difference."),
    ] {
        assert!(claims.beyond(tier, words).is_some(), "{tier:?}: {words}");
        assert!(claims.beyond(Tier::T4, words).is_none());
    }
    assert!(claims.beyond(Tier::T1, "We cannot tell how much would have happened anyway.").is_none());
}

#[test]
fn a_sentence_about_a_change_without_tiers_is_refused() {
    let catalogue = Catalogue::embedded().expect("valid");
    let report = include_str!("../../reports/governors.toml");
    let untiered = report.replace(
        "sentence = \"support.each\"\neach = \"intervention+target_strand\"",
        "sentence = \"support.outcome\"",
    );
    assert_ne!(report, untiered);
    let wording = super::wording::Wording::embedded().expect("valid");
    let error = Definition::parse(&untiered, wording.clone(), &catalogue).expect_err("refused").to_string();
    assert!(error.contains("needs `t0` to `t4`"), "{error}");
    let tiered = report.replace("sentence = \"support.given\"", "sentence = \"headline.support\"");
    let error = Definition::parse(&tiered, wording, &catalogue).expect_err("refused").to_string();
    assert!(error.contains("has tiers and no evidence"), "{error}");
}

#[test]
fn a_wording_that_says_more_than_its_tier_is_refused() {
    let wording = include_str!("../../reports/wording.toml");
    let all_together = "t1 = \"All support together: {{ before_after(change) }}\"";
    assert!(wording.contains(all_together));
    for stronger in ["More than expected.", "Than similar children.", "It made a difference."] {
        let text = wording.replace(all_together, &format!("t1 = \"{stronger}\""));
        let error = super::wording::Wording::parse(&text).expect_err("refused").to_string();
        assert!(error.contains("says more than T1 allows"), "{error}");
    }
    let without = wording.replace(all_together, "");
    assert!(super::wording::Wording::parse(&without).is_err(), "all of t0 to t4, or none");
}

/// Syllables of an English word, by its groups of vowels: near enough for an average over many words.
fn syllables(word: &str) -> usize {
    let word: String = word.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
    let vowel = |c: char| "aeiouy".contains(c);
    let mut groups = 0;
    let mut before = false;
    for c in word.chars() {
        groups += usize::from(vowel(c) && !before);
        before = vowel(c);
    }
    let silent = word.ends_with('e') && !word.ends_with("le") && groups > 1;
    let past = word.ends_with("ed") && !word.ends_with("ted") && !word.ends_with("ded") && groups > 1;
    (groups - usize::from(silent || past)).max(1)
}

/// The school grade (US) that a text asks for: 0.39 words a sentence + 11.8 syllables a word − 15.59 (Kincaid, Fishburne,
/// Rogers and Chissom 1975). Reading age is about five years more. What stands in brackets is read as figures, a
/// semicolon ends a thought, and a number or a name counts as one syllable.
fn grade(text: &str) -> f64 {
    let mut plain = String::new();
    let mut depth = 0_u32;
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            // The point of a decimal ends nothing.
            '.' if depth == 0 && letters.peek().is_some_and(|next| next.is_numeric()) => {}
            c if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    let thoughts = plain.split(['.', ';', ':']).filter(|part| part.chars().any(char::is_alphabetic)).count().max(1);
    let words: Vec<&str> = plain.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).collect();
    let name = |word: &&str| word.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric());
    let counted: usize = words.iter().map(|word| if name(word) { 1 } else { syllables(word) }).sum();
    let words = words.len().max(1) as f64;
    0.39 * words / thoughts as f64 + 11.8 * counted as f64 / words - 15.59
}

#[test]
fn a_reader_of_twelve_can_read_the_sentences() {
    // Published: "The cat sat on the mat." has grade −1.45: six words, six syllables.
    assert!((grade("The cat sat on the mat.") + 1.45).abs() < 0.005);
    let text = all_sentences();
    let mut grades: Vec<(f64, &str)> = text
        .lines()
        .filter_map(|line| line.rsplit_once(" | ").map(|(_, words)| words))
        .filter(|words| !words.is_empty())
        .map(|words| (grade(words), words))
        .collect();
    grades.sort_by(|left, right| left.0.total_cmp(&right.0));
    let median = grades[grades.len() / 2];
    assert!(median.0 <= 7.5, "the sentence in the middle asks for grade {:.1}: {}", median.0, median.1);
    let hard: Vec<_> = grades.iter().filter(|(grade, _)| *grade > 12.0).collect();
    assert!(hard.is_empty(), "too hard: {hard:#?}");
}
