//! Which year groups and classes need whole-class work, strand by strand.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::{Row, Table};
use super::rules::WholeClassRules;
use crate::measures::compute::MeasureError;
use crate::statistics::whole_class::{Group, Judgement, Verdict, judge_strand, recommended_strands};
use crate::store::{ResultSet, Value};

/// Ways to group pupils in which a whole class or year group can be taught together.
const TAUGHT_TOGETHER: [&str; 3] = ["year_group", "phase", "class"];

/// One row per period, year group or class, and strand on which it is judged:
/// `judged`, `below` and `on_roll` as counted; `verdict` from 0 (not enough
/// screened) over 1 (targeted support) and 2 (watch) to 3 (whole-class
/// priority); `probability` that the true share exceeds the policy's
/// threshold and `order_value`, the empirical-Bayes share, in percent; `place`
/// in the order of groups, NULL where they differ by no more than chance;
/// `recommended`, 1 for the strands to take up first.
pub(super) fn whole_class(
    results: &BTreeMap<String, ResultSet>,
    rules: &WholeClassRules,
) -> Result<ResultSet, MeasureError> {
    let mut on_roll: BTreeMap<[&str; 3], u64> = BTreeMap::new();
    for row in Table::of(results, "coverage")?.rows() {
        on_roll.insert(group_of(&row)?, row.count("on_roll")?);
    }
    // Groups are compared within a period, a dimension and a strand.
    let mut compared: BTreeMap<[&str; 3], Vec<Row<'_>>> = BTreeMap::new();
    for row in Table::of(results, "strand_profile")?.rows() {
        let [period, dimension, _] = group_of(&row)?;
        if TAUGHT_TOGETHER.contains(&dimension) && row.count("judged")? > 0 {
            compared.entry([period, dimension, row.text("strand")?]).or_default().push(row);
        }
    }
    let rule = rules.rule();
    let mut judged: Vec<(Row<'_>, u64, Judgement)> = Vec::new();
    for rows in compared.into_values() {
        let mut groups = Vec::new();
        for row in rows {
            let all = on_roll.get(&group_of(&row)?).copied().unwrap_or_default();
            if let Some(group) = Group::new(row.count("below")?, row.count("judged")?, all) {
                groups.push((row, all, group));
            }
        }
        let counts: Vec<Group> = groups.iter().map(|(_, _, group)| *group).collect();
        let judgements = judge_strand(&counts, &rule).map(|strand| strand.groups).unwrap_or_default();
        judged.extend(groups.into_iter().zip(judgements).map(|((row, all, _), judgement)| (row, all, judgement)));
    }
    let mut strands: BTreeMap<[&str; 3], Vec<(u64, Judgement)>> = BTreeMap::new();
    for (row, _, judgement) in &judged {
        strands.entry(group_of(row)?).or_default().push((row.count("strand_order")?, *judgement));
    }
    let first: BTreeMap<[&str; 3], Vec<u64>> =
        strands.into_iter().map(|(group, strands)| (group, recommended_strands(&strands, &rule))).collect();
    let mut rows = Vec::new();
    for (row, all, judgement) in &judged {
        let recommended = first
            .get(&group_of(row)?)
            .is_some_and(|first| row.count("strand_order").is_ok_and(|strand| first.contains(&strand)));
        let evidence = judgement.evidence.as_ref();
        let real = |value: Option<f64>| value.map_or(Value::Null, Value::Real);
        rows.push(vec![
            row.value("period")?.clone(),
            row.value("dimension")?.clone(),
            row.value("grp")?.clone(),
            row.value("grp_order")?.clone(),
            row.value("strand")?.clone(),
            row.value("strand_order")?.clone(),
            row.value("judged")?.clone(),
            row.value("below")?.clone(),
            Value::Int(i64::try_from(*all).unwrap_or(i64::MAX)),
            Value::Int(number(judgement.verdict)),
            real(evidence.map(|evidence| 100.0 * evidence.probability)),
            real(evidence.map(|evidence| 100.0 * evidence.order_value)),
            evidence.and_then(|evidence| evidence.rank).map_or(Value::Null, |rank| Value::Int(rank as i64)),
            Value::Int(i64::from(recommended)),
        ]);
    }
    let columns = [
        "period",
        "dimension",
        "grp",
        "grp_order",
        "strand",
        "strand_order",
        "judged",
        "below",
        "on_roll",
        "verdict",
        "probability",
        "order_value",
        "place",
        "recommended",
    ];
    Ok(ResultSet { columns: columns.map(str::to_owned).to_vec(), rows })
}

/// Period, dimension and group of a row.
fn group_of<'a>(row: &Row<'a>) -> Result<[&'a str; 3], MeasureError> {
    Ok([row.text("period")?, row.text("dimension")?, row.text("grp")?])
}

/// The number of the verdict that a group needs whole-class work.
const WHOLE_CLASS_PRIORITY: i64 = 3;

/// The position of a verdict among the words of the measure.
fn number(verdict: Verdict) -> i64 {
    match verdict {
        Verdict::NotEnoughScreened => 0,
        Verdict::TargetedSupport => 1,
        Verdict::Watch => 2,
        Verdict::WholeClassPriority => WHOLE_CLASS_PRIORITY,
    }
}

/// STAFF ONLY. The rows of `pupils_below`, each with `helped_by`: `whole_class` where the child's working strand is a
/// whole-class priority of the year group in that term, `other` where that work would pass the child by.
pub(super) fn children_below(below: &ResultSet, whole_class: &ResultSet) -> Result<ResultSet, MeasureError> {
    let mut priorities: BTreeSet<[&str; 3]> = BTreeSet::new();
    for row in Table::new("whole_class", whole_class).rows() {
        let [period, dimension, group] = group_of(&row)?;
        if dimension == "year_group" && row.int("verdict")? == WHOLE_CLASS_PRIORITY {
            priorities.insert([period, group, row.text("strand")?]);
        }
    }
    let mut rows = Vec::with_capacity(below.rows.len());
    for (row, values) in Table::new("pupils_below", below).rows().zip(&below.rows) {
        let words = |column: &str| row.value(column).map(|value| value.text().unwrap_or_default());
        let together = priorities.contains(&[row.text("period")?, words("year_group")?, words("working_strand")?]);
        let helped_by = Value::Text(if together { "whole_class" } else { "other" }.into());
        rows.push(values.iter().cloned().chain([helped_by]).collect());
    }
    let columns = below.columns.iter().cloned().chain(["helped_by".to_owned()]).collect();
    Ok(ResultSet { columns, rows })
}
