//! Blocks of one-to-one support and the screenings around them, as the
//! methods need them: scores in points, turned so that higher is better.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::measures::compute::MeasureError;
use crate::measures::derived::columns::{Row, Table};
use crate::statistics::bounds::Bounds;
use crate::statistics::dosage::Sessions;
use crate::statistics::reliable_change::Scale;
use crate::store::{ResultSet, Value};

/// The rows that one row of the result is about, in the order of the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Group<'a> {
    pub period: &'a str,
    /// Whether it is all the support of the period together.
    pub is_all: bool,
    pub intervention: &'a str,
    pub target_strand: &'a str,
}

impl<'a> Group<'a> {
    fn of(row: &Row<'a>) -> Result<Self, MeasureError> {
        Ok(Group {
            period: row.text("period")?,
            is_all: false,
            intervention: row.text("intervention")?,
            target_strand: row.text("target_strand")?,
        })
    }

    /// All the support of the same period.
    pub fn all(self) -> Self {
        Group { is_all: true, intervention: "All one-to-one support", target_strand: "All strands", ..self }
    }
}

/// One block of support.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block<'a> {
    pub intervention: &'a str,
    pub pupil: i64,
    /// Sessions, of a block that has ended and had some planned.
    pub sessions: Option<Sessions>,
    /// Score before and after.
    pub pair: Option<(f64, f64)>,
    /// Score before a block that has ended without one after it.
    pub lost_before: Option<f64>,
    pub scored_by_deliverer: Option<bool>,
    pub rater_changed: Option<bool>,
    /// Ends of the scale, where they are known.
    pub scale: Option<Bounds>,
    /// Spread and reliability of the scale, where they are known.
    pub reliability: Option<Scale>,
}

impl Block<'_> {
    /// Sessions attended, and change in score, where both are known.
    pub fn sessions_and_change(&self) -> Option<(f64, f64)> {
        let (before, after) = self.pair?;
        Some((f64::from(self.sessions?.attended), after - before))
    }
}

/// Class screenings of a child before and after a block, on one strand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair<'a> {
    pub pupil: i64,
    pub strand: &'a str,
    pub strand_order: i64,
    pub is_target: bool,
    pub window: Window<'a>,
    pub scores: (f64, f64),
    pub scored_by_deliverer: Option<bool>,
}

/// The two terms and the strand in which scores can be set side by side.
pub(super) type Window<'a> = (&'a str, &'a str, &'a str);

/// Children without support: pupil, and score before and after, by window.
pub(super) type Comparison<'a> = BTreeMap<Window<'a>, Vec<(i64, (f64, f64))>>;

/// Two parents' (or others') questionnaires around a block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Questionnaires<'a> {
    pub pupil: i64,
    pub respondent: &'a str,
    pub dates: (Date, Date),
    pub total: i64,
    pub impact: i64,
    pub emotional: i64,
    pub total_after: i64,
}

/// Everything that the queries know, by row of the result.
#[derive(Debug, Default)]
pub(super) struct Records<'a> {
    pub blocks: BTreeMap<Group<'a>, Vec<Block<'a>>>,
    pub pairs: BTreeMap<Group<'a>, Vec<Pair<'a>>>,
    pub comparison: Comparison<'a>,
    pub questionnaires: BTreeMap<Group<'a>, Vec<Questionnaires<'a>>>,
    /// Score from which a strand is secure, on a scale where high is good.
    pub secure_min: Option<f64>,
}

/// Reads the rows of the analysis queries.
pub(super) fn records(results: &BTreeMap<String, ResultSet>) -> Result<Records<'_>, MeasureError> {
    let mut records = Records::default();
    for row in Table::of(results, "impact_block")?.rows() {
        let group = Group::of(&row)?;
        let high_is_good = row.maybe_int("high_is_good")?;
        let block = block(&row, group.intervention, high_is_good != Some(0))?;
        records.secure_min = row.maybe_real("secure_min")?.filter(|_| high_is_good == Some(1)).or(records.secure_min);
        for group in [group, group.all()] {
            records.blocks.entry(group).or_default().push(block);
        }
    }
    for row in Table::of(results, "impact_pair")?.rows() {
        let group = Group::of(&row)?;
        let strand = row.text("strand")?;
        let pair = Pair {
            pupil: row.int("pupil_id")?,
            strand,
            strand_order: row.int("strand_order")?,
            is_target: row.int("is_target")? == 1,
            window: (row.text("before_period")?, row.text("after_period")?, strand),
            scores: scores(&row)?,
            scored_by_deliverer: yes_or_no(&row, "scored_by_deliverer")?,
        };
        for group in [group, group.all()] {
            records.pairs.entry(group).or_default().push(pair);
        }
    }
    for row in Table::of(results, "impact_comparison")?.rows() {
        let window = (row.text("before_period")?, row.text("after_period")?, row.text("strand")?);
        records.comparison.entry(window).or_default().push((row.int("pupil_id")?, scores(&row)?));
    }
    for row in Table::of(results, "impact_sdq")?.rows() {
        let group = Group::of(&row)?;
        let found = Questionnaires {
            pupil: row.int("pupil_id")?,
            respondent: row.text("respondent")?,
            dates: (row.date("before_on")?, row.date("after_on")?),
            total: row.int("total_before")?,
            impact: row.int("impact_before")?,
            emotional: row.int("emotional_before")?,
            total_after: row.int("total_after")?,
        };
        for group in [group, group.all()] {
            records.questionnaires.entry(group).or_default().push(found);
        }
    }
    Ok(records)
}

fn block<'a>(row: &Row<'a>, intervention: &'a str, high_is_good: bool) -> Result<Block<'a>, MeasureError> {
    let ended = row.int("ended")? == 1;
    let planned = row.maybe_int("planned_sessions")?.and_then(|planned| u32::try_from(planned).ok());
    let attended = u32::try_from(row.count("given_sessions")?).unwrap_or(u32::MAX);
    let sessions = planned.filter(|planned| ended && *planned > 0).map(|planned| Sessions { planned, attended });
    let score = |column: &str| Ok(row.maybe_int(column)?.map(|score| points(score, high_is_good)));
    let ends = row.maybe_real("min_score")?.zip(row.maybe_real("max_score")?);
    let scale = ends.map(|(low, high)| match high_is_good {
        true => Bounds { low, high },
        false => Bounds { low: -high, high: -low },
    });
    let reliability = row.maybe_real("spread")?.zip(row.maybe_real("reliability")?);
    Ok(Block {
        intervention,
        pupil: row.int("pupil_id")?,
        sessions,
        pair: score("score_before")?.zip(score("score_after")?),
        lost_before: score("lost_before")?,
        scored_by_deliverer: yes_or_no(row, "scored_by_deliverer")?,
        rater_changed: yes_or_no(row, "rater_changed")?,
        scale,
        reliability: reliability.and_then(|(spread, reliability)| Scale::new(spread, reliability)),
    })
}

fn scores(row: &Row<'_>) -> Result<(f64, f64), MeasureError> {
    let high_is_good = row.int("high_is_good")? == 1;
    Ok((points(row.int("score_before")?, high_is_good), points(row.int("score_after")?, high_is_good)))
}

/// Thousandths to points, higher being better. Never −0, which would sort apart from 0.
fn points(thousandths: i64, high_is_good: bool) -> f64 {
    (if high_is_good { thousandths } else { -thousandths }) as f64 / 1000.0
}

fn yes_or_no(row: &Row<'_>, column: &str) -> Result<Option<bool>, MeasureError> {
    Ok(row.maybe_int(column)?.map(|flag| flag == 1))
}

/// How many different children.
pub(super) fn children(pupils: impl Iterator<Item = i64>) -> usize {
    pupils.collect::<std::collections::BTreeSet<i64>>().len()
}

/// A number of people or blocks as a value.
pub(super) fn count(number: usize) -> Value {
    Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
}
