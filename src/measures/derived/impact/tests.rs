//! The derived result over small groups made by hand.

use super::*;
use crate::measures::derived::rules::ImpactRules;

/// One block on Being between autumn and spring: support, scores before and after, and who scored.
struct Given {
    support: &'static str,
    scores: (i64, i64),
    by_deliverer: Value,
    spread: Value,
}

fn given(support: &'static str, scores: (i64, i64)) -> Given {
    Given { support, scores, by_deliverer: Value::Int(0), spread: Value::Null }
}

fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

fn set(columns: &str, rows: Vec<Vec<Value>>) -> ResultSet {
    ResultSet { columns: columns.split_whitespace().map(str::to_owned).collect(), rows }
}

/// Answers of the queries: each block's profile and class screenings say the same.
fn answers(blocks: &[Given], others: &[(i64, i64)]) -> BTreeMap<String, ResultSet> {
    let int = Value::Int;
    let (mut own, mut pairs) = (Vec::new(), Vec::new());
    for (at, block) in (1..).zip(blocks) {
        let (before, after) = block.scores;
        let head = || vec![text("2025-26"), text(block.support), text("Being")];
        let reliability = if block.spread == Value::Null { Value::Null } else { Value::Real(0.8) };
        let mut row = head();
        row.extend([int(1), int(at), int(at), int(1), int(20), int(15), int(before), int(after), Value::Null]);
        row.extend([block.by_deliverer.clone(), int(0), int(1), Value::Real(0.0), Value::Real(100.0)]);
        row.extend([block.spread.clone(), reliability, Value::Real(60.0)]);
        own.push(row);
        let mut row = head();
        row.extend([text("Being"), int(1), int(1), int(at), int(at), int(1), text("autumn"), text("spring")]);
        row.extend([int(before), int(after), int(1), block.by_deliverer.clone()]);
        pairs.push(row);
    }
    let compared = (100..).zip(others).map(|(at, (before, after))| {
        vec![text("autumn"), text("spring"), text("Being"), int(at), int(*before), int(*after), int(1)]
    });
    let block = "period intervention target_strand source_id source_row pupil_id ended planned_sessions given_sessions \
                 score_before score_after lost_before scored_by_deliverer rater_changed high_is_good min_score max_score \
                 spread reliability secure_min";
    let pair = "period intervention target_strand strand strand_order source_id source_row pupil_id is_target \
                before_period after_period score_before score_after high_is_good scored_by_deliverer";
    let comparison = "before_period after_period strand pupil_id score_before score_after high_is_good";
    [
        ("impact_block", set(block, own)),
        ("impact_pair", set(pair, pairs)),
        ("impact_comparison", set(comparison, compared.collect())),
        ("impact_sdq", ResultSet::default()),
    ]
    .map(|(name, result)| (name.to_owned(), result))
    .into()
}

fn found(blocks: &[Given], others: &[(i64, i64)], rules: &ImpactRules) -> ResultSet {
    impact(&answers(blocks, others), rules).expect("the columns are there").0
}

fn cell<'r>(result: &'r ResultSet, support: &str, column: &str) -> &'r Value {
    let row = result.rows.iter().find(|row| row[1] == text(support)).expect("a row");
    &row[result.column(column).expect("a column")]
}

fn number(result: &ResultSet, support: &str, column: &str) -> f64 {
    cell(result, support, column).real().unwrap_or_else(|| panic!("{support} has no {column}"))
}

/// The ten pairs of the reference's example of expected progress (A7).
fn ten() -> Vec<Given> {
    let before = [40, 44, 38, 47, 42, 35, 45, 41, 39, 43];
    let after = [52, 50, 49, 58, 47, 51, 55, 46, 50, 53];
    before.into_iter().zip(after).map(|(before, after)| given("Nurture", (before * 1000, after * 1000))).collect()
}

/// Pupils on the line of that example: mean 62, usual gain 3, of a distance from the mean 0.6 lasts.
fn on_the_line(n: i64) -> Vec<(i64, i64)> {
    let pairs = (1..=n / 2).flat_map(|step| [62_000 - 1000 * step, 62_000 + 1000 * step]);
    pairs.map(|before| (before, 65_000 + (before - 62_000) * 6 / 10)).collect()
}

#[test]
fn the_reference_example_comes_out_with_expected_progress_learned_from_pupils() {
    let result = found(&ten(), &on_the_line(20), &ImpactRules::default());
    let near = |column, expected: f64| {
        let value = number(&result, "Nurture", column);
        assert!((value - expected).abs() < 1e-6, "{column}: {value}");
    };
    near("change", 9.7);
    near("compared_change", 9.7);
    near("expected_change", 11.24);
    near("excess", -1.54);
    near("excess_low", -3.727_584);
    near("excess_high", 0.647_584);
    assert_eq!(cell(&result, "Nurture", "tier"), &Value::Int(2));
    assert_eq!(cell(&result, "Nurture", "assumed"), &Value::Null);
    assert_eq!(cell(&result, "Nurture", "beyond_luck"), &Value::Int(0));
}

#[test]
fn with_fewer_pupils_the_policys_share_stands_and_the_range_is_given() {
    let result = found(&ten(), &on_the_line(10), &ImpactRules::default());
    // The ten began 20.6 below the mean, so each 0.2 of the share moves the excess by 4.12.
    let near =
        |column, expected: f64| assert!((number(&result, "Nurture", column) - expected).abs() < 1e-9, "{column}");
    near("excess", -1.54);
    near("assumed_low", -5.66);
    near("assumed_high", 2.58);
    let other = found(&ten(), &on_the_line(10), &ImpactRules { usual_rho: 0.8, ..ImpactRules::default() });
    assert!((number(&other, "Nurture", "excess") - 2.58).abs() < 1e-9);
    let nobody = found(&ten(), &[], &ImpactRules::default());
    assert_eq!((cell(&nobody, "Nurture", "tier"), cell(&nobody, "Nurture", "excess")), (&Value::Int(1), &Value::Null));
}

/// Twelve with support and twelve without who began alike: after = 10 + 0.5·before, 3 more with support, and
/// residuals that cancel.
fn alike() -> (Vec<Given>, Vec<(i64, i64)>) {
    let starts: Vec<i64> = (0..12).map(|at| 40_000 + 1000 * (at / 2)).collect();
    let after =
        |at: usize, start: i64, gain: i64| 10_000 + start / 2 + gain + if at.is_multiple_of(2) { 1000 } else { -1000 };
    let others = starts.iter().enumerate().map(|(at, start)| (*start, after(at, *start, 0))).collect();
    let own = starts.iter().enumerate().map(|(at, start)| given("Nurture", (*start, after(at, *start, 3000))));
    (own.collect(), others)
}

#[test]
fn similar_children_carry_the_result_a_tier_higher_and_a_lot_one_more() {
    let (own, others) = alike();
    let result = found(&own, &others, &ImpactRules::default());
    assert_eq!(cell(&result, "Nurture", "tier"), &Value::Int(3));
    assert!((number(&result, "Nurture", "adjusted") - 3.0).abs() < 1e-9);
    assert_eq!(cell(&result, "All one-to-one support", "tier"), &Value::Int(2), "strands have no common scale");
    let lot = ImpactRules { drawn_by_lot: vec!["Nurture".into()], ..ImpactRules::default() };
    assert_eq!(cell(&found(&own, &others, &lot), "Nurture", "tier"), &Value::Int(4));
}

#[test]
fn scores_by_the_adult_who_gave_the_support_take_the_comparison_away() {
    let (own, others) = alike();
    let own: Vec<Given> = own.into_iter().map(|block| Given { by_deliverer: Value::Int(1), ..block }).collect();
    let result = found(&own, &others, &ImpactRules::default());
    assert_eq!((cell(&result, "Nurture", "tier"), cell(&result, "Nurture", "limit")), (&Value::Int(2), &Value::Int(9)));
    assert_eq!(cell(&result, "Nurture", "adjusted"), &Value::Null);
    assert!((number(&result, "Nurture", "change") - number(&result, "Nurture", "compared_change")).abs() < 1e-12);
}

#[test]
fn four_children_are_too_few_for_anything() {
    let result = found(&ten()[..4], &on_the_line(20), &ImpactRules::default());
    assert_eq!((cell(&result, "Nurture", "tier"), cell(&result, "Nurture", "limit")), (&Value::Int(0), &Value::Int(1)));
    for column in ["compared_change", "excess", "adjusted", "reached", "beyond_luck"] {
        assert_eq!(cell(&result, "Nurture", column), &Value::Null, "{column}");
    }
}

#[test]
fn a_reliability_gives_reliable_change() {
    // S_diff = 10·√0.4 = 6.325, so a change beyond 12.4 is reliable: that of 35 to 51.
    let blocks: Vec<Given> = ten().into_iter().map(|block| Given { spread: Value::Real(10.0), ..block }).collect();
    let result = found(&blocks, &on_the_line(20), &ImpactRules::default());
    assert_eq!(cell(&result, "Nurture", "reliably_rose"), &Value::Int(1));
    let none = found(&ten(), &on_the_line(20), &ImpactRules::default());
    assert_eq!(cell(&none, "Nurture", "reliably_rose"), &Value::Null);
}

#[test]
fn the_order_of_rows_changes_no_bit_and_the_whole_is_its_weighted_parts() {
    let mut blocks = ten();
    blocks.extend(
        [(51, 53), (47, 60), (44, 44), (49, 58), (52, 71)].map(|(one, two)| given("Talk", (one * 1000, two * 1000))),
    );
    let mut answers = answers(&blocks, &on_the_line(24));
    let first = impact(&answers, &ImpactRules::default()).expect("computed");
    let all = number(&first.0, "All one-to-one support", "excess");
    let parts = 10.0 * number(&first.0, "Nurture", "excess") + 5.0 * number(&first.0, "Talk", "excess");
    assert!((all - parts / 15.0).abs() < 1e-9, "{all} {parts}");
    for result in answers.values_mut() {
        result.rows.reverse();
        let middle = result.rows.len() / 3;
        result.rows.rotate_left(middle);
    }
    assert_eq!(first, impact(&answers, &ImpactRules::default()).expect("computed"));
}
