//! Every sentence of the governors' report in every variant and at every tier,
//! as a governor would read it, against `tests/golden/sentences.txt`. To renew
//! that file after a change of wording, run this test with `GOLDEN=write` and
//! read the difference.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use super::definition::{Definition, Pick};
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
    let definition = Definition::governors(&catalogue).expect("valid");
    let (report, wording) = (&definition.report, &definition.wording);
    let mut entries: Vec<(&str, &BTreeMap<String, Pick>, Vec<&str>)> =
        report.headline.iter().map(|entry| (entry.sentence.as_str(), &entry.figures, Vec::new())).collect();
    for finding in report.section.iter().flat_map(|section| &section.finding) {
        let keys = finding.each.iter().flat_map(|axis| axis.split('+')).collect();
        entries.push((finding.sentence.as_str(), &finding.figures, keys));
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
