//! Attendance before and after one-to-one support, against the child's own year group on the same days, in three windows
//! that are declared in advance and all printed.
//!
//! School exports hold no date of referral, so the window before ends two school weeks before support starts.

use std::collections::BTreeMap;

use super::columns::{Row, Table};
use super::rules::AttendanceChangeRules;
use crate::measures::compute::MeasureError;
use crate::statistics::difference_in_differences::{
    Agreement, AttendanceChange, PupilAttendance, Sessions, ThreeWindows, attendance_change as change_of,
};
use crate::statistics::placebo::{Placebo, PlaceboRank, matched_placebo_rank};
use crate::statistics::tier::{Design, Tier, grade};
use crate::store::{ResultSet, Value};

/// The two derived results.
pub(super) struct Change {
    /// One row per period, programme and window.
    pub windows: ResultSet,
    /// One row per period and programme: what the windows say together.
    pub agreement: ResultSet,
}

/// A child in a window, and what tells which others are alike.
struct Child {
    attendance: PupilAttendance,
    before: f64,
    start: String,
}

/// The children of one programme in one window.
struct Group<'a> {
    first: Row<'a>,
    supported: u64,
    children: Vec<Child>,
    /// Sessions attended and possible of all of them, before and after.
    sums: [u64; 4],
}

const WINDOW_COLUMNS: [&str; 16] = [
    "period",
    "intervention",
    "support_window",
    "children",
    "supported",
    "before",
    "after",
    "pooled_change",
    "group_change",
    "excess",
    "low",
    "high",
    "tier",
    "matched",
    "as_good",
    "p",
];

/// One row per period, programme and window: `children` with marks on both sides of all `supported`; `before` and
/// `after`, their sessions taken together, in percent, and `pooled_change`; `group_change` of the year groups and
/// `excess`, the mean of the children's changes beyond it, with its interval `low` to `high`, in points; `matched`
/// children for whom there are similar pupils without support; `p`, in percent, how often these did `as_good`.
pub(super) fn attendance_change(
    results: &BTreeMap<String, crate::store::ResultSet>,
    rules: &AttendanceChangeRules,
) -> Result<Change, MeasureError> {
    let unsupported = unsupported(results)?;
    let mut windows = Vec::new();
    let mut agreement: Vec<(Vec<Value>, Vec<u64>, ThreeWindows)> = Vec::new();
    for group in groups(results)? {
        let pupils: Vec<PupilAttendance> = group.children.iter().map(|child| child.attendance).collect();
        let tier = tier(pupils.len(), group.supported);
        // Nothing may be said of a group on the lowest tier.
        let change = change_of(&pupils).filter(|_| tier > 0);
        let order = group.first.count("window_order")?;
        let pools = unsupported.get(&order);
        let (matched, rank) = rank(&group.children, pools, rules);
        let n = group.children.len() as u64;
        let keys = [group.first.value("period")?.clone(), group.first.value("intervention")?.clone()];
        let mut row = keys.to_vec();
        row.push(group.first.value("window_name")?.clone());
        row.extend(window_row(&group, change.as_ref(), tier, matched, rank.filter(|_| tier > 0)));
        windows.push(row);
        let known = agreement.last_mut().filter(|(known, _, _)| known[..] == keys);
        let (_, sizes, three) = match known {
            Some(known) => known,
            None => {
                agreement.push((keys.to_vec(), Vec::new(), ThreeWindows::default()));
                let Some(added) = agreement.last_mut() else { continue };
                added
            }
        };
        sizes.push(n);
        match order {
            1 => three.six_weeks = change,
            2 => three.twelve_weeks = change,
            _ => three.same_half_term_last_year = change,
        }
    }
    let agreement = agreement.into_iter().map(|(mut row, sizes, three)| {
        row.push(count(sizes.iter().copied().max().unwrap_or(0)));
        // What the windows say together gives away something of each of them, the smallest too.
        row.push(count(sizes.iter().copied().min().unwrap_or(0)));
        row.push(three.agreement().map_or(Value::Null, |agreement| Value::Int(word(agreement))));
        row
    });
    let columns = ["period", "intervention", "children", "fewest", "agreement"];
    Ok(Change {
        windows: ResultSet { columns: WINDOW_COLUMNS.map(str::to_owned).to_vec(), rows: windows },
        agreement: ResultSet { columns: columns.map(str::to_owned).to_vec(), rows: agreement.collect() },
    })
}

/// The position of an agreement among the words of the measure.
fn word(agreement: Agreement) -> i64 {
    match agreement {
        Agreement::NoConsistentChange => 0,
        Agreement::Higher => 1,
        Agreement::Lower => 2,
    }
}

fn count(number: u64) -> Value {
    Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
}

/// The children of each period, programme and window, in the query's order.
fn groups(results: &BTreeMap<String, ResultSet>) -> Result<Vec<Group<'_>>, MeasureError> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for row in Table::of(results, "attendance_supported")?.rows() {
        let same = |known: &Group<'_>| -> Result<bool, MeasureError> {
            Ok(known.first.value("period")? == row.value("period")?
                && known.first.value("intervention")? == row.value("intervention")?
                && known.first.value("window_name")? == row.value("window_name")?)
        };
        if !groups.last().map(same).transpose()?.unwrap_or(false) {
            let supported = row.count("supported")?;
            groups.push(Group { first: row, supported, children: Vec::new(), sums: [0; 4] });
        }
        if let (Some(group), Some(child)) = (groups.last_mut(), child(&row)?) {
            let columns = ["attended_before", "possible_before", "attended_after", "possible_after"];
            for (sum, column) in group.sums.iter_mut().zip(columns) {
                *sum += row.count(column)?;
            }
            group.children.push(child);
        }
    }
    Ok(groups)
}

/// A child of either query; none where the sessions cannot be.
fn child(row: &Row<'_>) -> Result<Option<Child>, MeasureError> {
    let sessions = |attended: &str, possible: &str| -> Result<Option<(Sessions, f64)>, MeasureError> {
        let (attended, possible) = (row.count(attended)?, row.count(possible)?);
        Ok(Sessions::new(attended, possible).map(|sessions| (sessions, attended as f64 / possible as f64)))
    };
    let before = sessions("attended_before", "possible_before")?;
    let after = sessions("attended_after", "possible_after")?;
    let group_before = sessions("group_attended_before", "group_possible_before")?;
    let group_after = sessions("group_attended_after", "group_possible_after")?;
    let start = match row.value("start_date")? {
        Value::Date(day) => day.to_string(),
        other => other.to_string(),
    };
    let (Some(before), Some(after), Some(group_before), Some(group_after)) = (before, after, group_before, group_after)
    else {
        return Ok(None);
    };
    let attendance = PupilAttendance::new(before.0, after.0, group_before.1, group_after.1);
    Ok(attendance.map(|attendance| Child { attendance, before: before.1, start }))
}

/// Attendance before and the placebo, by start date.
type Pools = BTreeMap<String, Vec<(f64, Placebo)>>;

/// Children who never had support, by window and start date.
fn unsupported(results: &BTreeMap<String, ResultSet>) -> Result<BTreeMap<u64, Pools>, MeasureError> {
    let mut windows: BTreeMap<u64, Pools> = BTreeMap::new();
    for row in Table::of(results, "attendance_unsupported")?.rows() {
        if let Some(child) = child(&row)? {
            let placebo = Placebo { pupil: row.count("pupil_id")?, excess: child.attendance.excess() };
            let window = windows.entry(row.count("window_order")?).or_default();
            window.entry(child.start).or_default().push((child.before, placebo));
        }
    }
    Ok(windows)
}

/// The children who have their like without support, and how often sets of those did as well as they did. A child
/// without any like is left out on both sides.
fn rank(children: &[Child], pools: Option<&Pools>, rules: &AttendanceChangeRules) -> (u64, Option<PlaceboRank>) {
    // Exactly three points apart is alike; the shares are floats.
    let within = rules.similar_points / 100.0 + 1e-9;
    let mut excess = 0.0;
    let mut alike: Vec<Vec<Placebo>> = Vec::new();
    for child in children {
        let pool = pools.and_then(|pools| pools.get(&child.start)).map(Vec::as_slice).unwrap_or_default();
        let like = pool.iter().filter(|(before, _)| (before - child.before).abs() <= within);
        let like: Vec<Placebo> = like.map(|(_, placebo)| *placebo).collect();
        if !like.is_empty() {
            excess += child.attendance.excess();
            alike.push(like);
        }
    }
    let matched = alike.len();
    if matched < 2 {
        return (matched as u64, None);
    }
    let rank = matched_placebo_rank(excess / matched as f64, &alike, rules.placebo_sets, u64::from(rules.seed));
    (matched as u64, rank)
}

/// The columns after the keys.
fn window_row(
    group: &Group<'_>,
    change: Option<&AttendanceChange>,
    tier: i64,
    matched: u64,
    rank: Option<PlaceboRank>,
) -> Vec<Value> {
    let real = |value: Option<f64>| value.map_or(Value::Null, Value::Real);
    let percent = |attended: u64, possible: u64| {
        real(change.is_some().then(|| 100.0 * attended as f64 / possible as f64).filter(|share| share.is_finite()))
    };
    let [attended_before, possible_before, attended_after, possible_after] = group.sums;
    let n = group.children.len();
    vec![
        count(n as u64),
        count(group.supported),
        percent(attended_before, possible_before),
        percent(attended_after, possible_after),
        real(change.map(|change| change.pooled_change)),
        real(change.map(|change| change.mean_change - change.mean_excess.mean)),
        real(change.map(|change| change.mean_excess.mean)),
        real(change.map(|change| change.mean_excess.interval.low)),
        real(change.map(|change| change.mean_excess.interval.high)),
        Value::Int(tier),
        count(matched),
        rank.map_or(Value::Null, |rank| count(u64::from(rank.as_large))),
        real(rank.map(|rank| 100.0 * rank.p)),
    ]
}

/// The year group shows what was to be expected; it is not a group of similar children, which would be needed for more.
fn tier(n: usize, supported: u64) -> i64 {
    let all = usize::try_from(supported).unwrap_or(usize::MAX).max(n);
    let design = Design {
        n_paired: n,
        n_baseline: all,
        has_expected: true,
        comparison: None,
        by_lot: false,
        attrition: if all == 0 { 1.0 } else { 1.0 - n as f64 / all as f64 },
        scored_by_deliverer: false,
        ceiling_share: 0.0,
    };
    match grade(&design).tier {
        Tier::T0 => 0,
        Tier::T1 => 1,
        Tier::T2 => 2,
        Tier::T3 => 3,
        Tier::T4 => 4,
    }
}
