//! Schools beside one another, and where help is needed first: derived results of a roll-up.

use std::collections::BTreeMap;

use super::columns::{Row, Table};
use super::rules::WholeClassRules;
use crate::measures::compute::MeasureError;
use crate::statistics::between_groups::{Standing, compare};
use crate::statistics::proportion::Share;
use crate::statistics::whole_class::{Group, Judgement, Verdict, judge_strand};
use crate::store::{ResultSet, Value};

/// Derived results of a roll-up by name, from those of `queries/trust/results`.
///
/// # Errors
/// When a query lacks a column that a method needs: a fault of the query.
pub fn derive_between_schools(
    results: &BTreeMap<String, ResultSet>,
    rules: &WholeClassRules,
) -> Result<BTreeMap<String, ResultSet>, MeasureError> {
    Ok(BTreeMap::from([
        ("development_order".to_owned(), order(Table::of(results, "development")?, "below", "assessed")?),
        ("absence_order".to_owned(), order(Table::of(results, "absence")?, "persistent", "pupils")?),
        ("help_first".to_owned(), help_first(Table::of(results, "strand_cells")?, rules)?),
    ]))
}

/// One row per period and school that shows its share: `n`, the pupils it is out of; `drawn`, the share drawn towards that
/// of all schools, in percent; `standing` in the funnel about all schools, from 0 (below its outer limit) over 2 (within) to
/// 4; `place`, NULL where the schools differ by no more than chance. Highest share first.
fn order(table: Table<'_>, part: &str, whole: &str) -> Result<ResultSet, MeasureError> {
    let mut periods: BTreeMap<&str, Vec<(Row<'_>, Share)>> = BTreeMap::new();
    for row in table.rows() {
        if row.text("dimension")? != "member_school" {
            continue;
        }
        let (Some(part), Some(whole)) = (row.maybe_int(part)?, row.maybe_int(whole)?) else { continue };
        let share = u64::try_from(part).ok().zip(u64::try_from(whole).ok());
        if let Some(share) = share.and_then(|(part, whole)| Share::of(part, whole)) {
            periods.entry(row.text("period")?).or_default().push((row, share));
        }
    }
    let mut rows = Vec::new();
    for schools in periods.into_values() {
        let shares: Vec<Share> = schools.iter().map(|(_, share)| *share).collect();
        let Some(found) = compare(&shares) else { continue };
        for (position, at) in found.order.iter().enumerate() {
            let ((row, share), compared) = (&schools[*at], &found.groups[*at]);
            rows.push(vec![
                row.value("period")?.clone(),
                row.value("dimension")?.clone(),
                row.value("grp")?.clone(),
                whole_number(position as u64),
                whole_number(share.whole()),
                Value::Real(100.0 * compared.shrunken),
                Value::Int(number(compared.standing)),
                compared.place.map_or(Value::Null, |place| whole_number(place as u64)),
            ]);
        }
    }
    let columns = ["period", "dimension", "grp", "grp_order", "n", "drawn", "standing", "place"];
    Ok(ResultSet { columns: columns.map(str::to_owned).to_vec(), rows })
}

/// The position of a standing among the words of the measure.
fn number(standing: Standing) -> i64 {
    match standing {
        Standing::FarBelow => 0,
        Standing::Below => 1,
        Standing::Within => 2,
        Standing::Above => 3,
        Standing::FarAbove => 4,
    }
}

/// One row per term, school, year group and strand on which whole-class work should be planned (`verdict` 3) or watched (2),
/// by the rule that a school's own pack follows, the most pressing first: `judged` and `below` as counted, `drawn`, the
/// share drawn towards that of all schools' year groups on the strand, in percent, which decides the order.
fn help_first(table: Table<'_>, rules: &WholeClassRules) -> Result<ResultSet, MeasureError> {
    let mut compared: BTreeMap<[&str; 2], Vec<(Row<'_>, Group)>> = BTreeMap::new();
    for row in table.rows() {
        // Without the roll nobody can say whether enough were screened.
        let Some(on_roll) = row.maybe_int("on_roll")?.and_then(|all| u64::try_from(all).ok()) else { continue };
        if let Some(group) = Group::new(row.count("below")?, row.count("judged")?, on_roll) {
            compared.entry([row.text("period")?, row.text("strand")?]).or_default().push((row, group));
        }
    }
    let rule = rules.rule();
    let mut found: Vec<(Row<'_>, Judgement)> = Vec::new();
    for groups in compared.into_values() {
        let counts: Vec<Group> = groups.iter().map(|(_, group)| *group).collect();
        let judged = judge_strand(&counts, &rule).map(|strand| strand.groups).unwrap_or_default();
        found.extend(groups.into_iter().zip(judged).map(|((row, _), judgement)| (row, judgement)));
    }
    let pressing = |judgement: &Judgement| matches!(judgement.verdict, Verdict::WholeClassPriority | Verdict::Watch);
    found.retain(|(_, judgement)| pressing(judgement));
    let drawn = |judgement: &Judgement| judgement.evidence.map_or(0.0, |evidence| evidence.order_value);
    // Ties keep the order of strands, schools and year groups.
    found.sort_by(|(_, left), (_, right)| {
        left.verdict.cmp(&right.verdict).then_with(|| drawn(right).total_cmp(&drawn(left)))
    });
    let mut rows = Vec::new();
    for (position, (row, judgement)) in found.iter().enumerate() {
        rows.push(vec![
            row.value("period")?.clone(),
            row.value("school")?.clone(),
            row.value("year_group")?.clone(),
            row.value("strand")?.clone(),
            whole_number(position as u64),
            row.value("judged")?.clone(),
            row.value("below")?.clone(),
            Value::Int(if judgement.verdict == Verdict::WholeClassPriority { 3 } else { 2 }),
            Value::Real(100.0 * drawn(judgement)),
        ]);
    }
    let columns =
        ["period", "member_school", "year_group", "strand", "grp_order", "judged", "below", "verdict", "drawn"];
    Ok(ResultSet { columns: columns.map(str::to_owned).to_vec(), rows })
}

fn whole_number(number: u64) -> Value {
    Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
}
