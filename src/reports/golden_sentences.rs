//! Every sentence of the governors' report in every variant and at every tier,
//! as a governor would read it, against `tests/golden/sentences.txt`. To renew
//! that file after a change of wording, run this test with `GOLDEN=write` and
//! read the difference.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use super::definition::{Definition, Pick, When};
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

/// Figures that a school could have, each as it goes with the others: what is printed, how many, out of how many.
fn numbers(pick: &Pick, label: &str) -> (&'static str, u64, u64) {
    match (pick.measure.as_str(), pick.period) {
        (_, When::Previous) => ("38", 11, 29),
        ("attendance.rate", When::ToDate) if label == "Group B" => ("92.7", 0, 30),
        ("attendance.rate", When::ToDate) => ("93.9", 0, 30),
        ("attendance.rate", _) => ("93.4", 0, 30),
        ("attendance.authorised_rate", _) => ("4.2", 0, 30),
        ("attendance.unauthorised_rate", _) => ("1.9", 0, 30),
        ("attendance.late_rate", _) => ("1.6", 0, 30),
        ("attendance.persistent_share", _) => ("20", 6, 30),
        ("attendance.severe_share" | "suspensions.pupils_share", _) => ("17", 5, 30),
        ("national_daily.school", _) if label.starts_with("Pupils") => ("20.0", 6, 30),
        ("national_daily.school", _) => ("6.1", 0, 30),
        ("national_daily.england", _) if label.starts_with("Pupils") => ("14.9", 0, 30),
        ("national_daily.england", _) => ("5.2", 0, 30),
        ("screening.at_share" | "movement.stayed_share", _) => ("33", 10, 30),
        ("screening.above_share" | "movement.down_share", _) => ("27", 8, 30),
        ("plans.class_closed", _) => ("30", 30, 30),
        ("plans.class_overdue", _) => ("4", 4, 30),
        ("support.children", _) => ("12", 12, 12),
        ("support.family_places", _) => ("7", 7, 12),
        ("support.planned", _) => ("240", 240, 12),
        ("support.given", _) => ("216", 216, 12),
        ("support.cost", _) => ("4800", 4800, 12),
        ("support.cost_to_date", _) => ("4320", 4320, 12),
        ("support.cost_per_child", _) => ("400", 400, 12),
        ("support.practitioners", _) => ("4", 4, 12),
        ("support.blocks_per_practitioner", _) => ("3.0", 12, 12),
        ("support.most_children", _) => ("5", 5, 12),
        ("support.unchanged" | "staff.licences_lapsing", _) => ("3", 3, 12),
        ("support.fell" | "staff.cpd_lapsing", _) => ("2", 2, 12),
        ("suspensions.count", _) => ("9", 9, 30),
        ("staff.senior_leaders_trained_share", _) => ("75", 3, 4),
        ("staff.licences_held", _) => ("14", 14, 30),
        ("staff.cpd_met" | "family.completers", _) => ("9", 9, 12),
        _ if label == "Group B" => ("30", 9, 30),
        _ => ("40", 12, 30),
    }
}

/// A change and its range. What was to be expected and what came on top of it make the change.
fn changed(measure: &str, case: Case) -> [Option<Bound>; 3] {
    match (measure, case) {
        ("impact.expected_change", _) => [bound("2.0", 1), None, None],
        ("impact.change", Case::Rise | Case::OptionalMissing) => [bound("8.0", 1), bound("4.0", 1), bound("12.0", 1)],
        ("impact.change", Case::Unsure) => [bound("3.0", 1), bound("0.0", 0), bound("6.0", 1)],
        ("impact.change", Case::Fall) => [bound("4.0", -1), bound("8.0", -1), bound("0.0", 0)],
        // Of a share.
        ("whole_class.verdict", _) => [None, bound("24", 1), bound("58", 1)],
        (_, Case::Rise | Case::OptionalMissing) => [bound("6.0", 1), bound("2.0", 1), bound("10.0", 1)],
        (_, Case::Unsure) => [bound("1.0", 1), bound("2.0", -1), bound("4.0", 1)],
        (_, Case::Fall) => [bound("6.0", -1), bound("10.0", -1), bound("2.0", -1)],
    }
}

/// The word that goes with a case: recommendations go from the weakest to the strongest.
fn word(words: &[String], case: Case) -> usize {
    let named = |start: &str| words.iter().position(|word| word.starts_with(start));
    match case {
        Case::Rise | Case::OptionalMissing => named("Higher").unwrap_or(words.len() - 1),
        Case::Unsure => named("No consistent").unwrap_or(words.len() - 2),
        Case::Fall => named("Lower").unwrap_or(0),
    }
}

fn seen(label: &str, pick: &Pick, catalogue: &Catalogue, case: Case) -> Seen {
    let [value, low, high] = changed(&pick.measure, case);
    let measure = catalogue.get(&pick.measure).filter(|measure| measure.unit == Unit::Word);
    let code = measure.map(|measure| word(&measure.words, case));
    let (number, x, n) = numbers(pick, label);
    Seen {
        ok: !(pick.optional && case == Case::OptionalMissing),
        label: label.to_owned(),
        value: measure.zip(code).map_or(number.to_owned(), |(measure, code)| measure.words[code].clone()),
        code: code.and_then(|code| i64::try_from(code).ok()),
        x: Some(x),
        n: Some(n),
        change: value,
        low,
        high,
        unsure: case == Case::Unsure,
        tier: None,
    }
}

/// Groups as the figures of a list are labelled: sentences pick some of them by name.
fn labels(over: &str) -> Vec<&'static str> {
    match over {
        "intervention+support_window" => vec![
            "Group A, 6 school weeks",
            "Group A, 12 school weeks",
            "Group A, Same half-term last year",
            "Group B, 6 school weeks",
        ],
        "absence+england_period" => {
            vec!["Absence, 2025/26 to July", "Pupils who missed a tenth or more, 2025/26 to July"]
        }
        "week" => vec!["2 March 2026", "9 March 2026"],
        "year_group+strand" => vec!["Year 1, Being", "Year 4, Thinking"],
        _ => vec!["Group A", "Group B"],
    }
}

fn given(picks: &BTreeMap<String, Pick>, keys: &[&str], catalogue: &Catalogue, case: Case) -> BTreeMap<String, Given> {
    let words = COMMON.iter().chain(keys).map(|name| ((*name).to_owned(), Given::Word(format!("({name})"))));
    let mut context: BTreeMap<String, Given> = words.collect();
    for (name, pick) in picks {
        let one = |label: &str| seen(label, pick, catalogue, case);
        let figure = match &pick.over {
            None => Given::One(Box::new(one(""))),
            Some(over) => Given::Many(Box::new(SeenList {
                ok: true,
                phrase: "group".to_owned(),
                items: labels(over).into_iter().map(one).collect(),
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
