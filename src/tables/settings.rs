//! The school's policy and calendar, and the reference data, as tables for the
//! store: what a query needs to know beside the records.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::frame::{Frame, FrameBuilder};
use super::instruments::Polarity;
use super::staff_settings::{all_staff_courses, staff_policy};
use super::{Reference, Source, calendar, expectations, national, tools};
use crate::error::Error;
use crate::project::{Project, Term};

/// What a run is about.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'p> {
    /// The reporting date.
    pub as_of: Date,
    /// The term the packs are about.
    pub term: &'p Term,
}

/// Every settings table.
///
/// # Errors
/// When the policy names a strand or year group that does not exist.
pub fn settings(
    project: &Project,
    scope: Scope<'_>,
    reference: &Reference,
    sources: &[Source],
) -> Result<Vec<Frame>, Error> {
    let mut frames = vec![
        run_params(project, scope)?,
        terms(project)?,
        strands(reference)?,
        strand_scales(project, reference)?,
        year_groups(reference)?,
        year_phases(project, reference)?,
        codes(reference)?,
        calendar::days(&project.terms)?,
        attendance_params(project)?,
        national::frame(project.school.phase)?,
        source_list(sources)?,
        staff_policy(&project.policy.staff)?,
        all_staff_courses(&project.policy.staff)?,
    ];
    frames.extend(expectations::frames(project, reference)?);
    frames.extend(tools::frames(project, reference)?);
    Ok(frames)
}

/// The populations whose records are asked for: a row each, from the values of its keys.
///
/// # Errors
/// Only for faults of the program.
pub fn traced(populations: &[BTreeMap<String, String>]) -> Result<Frame, Error> {
    let names = &[
        "period",
        "point",
        "dimension",
        "grp",
        "strand",
        "band",
        "intervention",
        "target_strand",
        "course",
        "half_term",
        "weekday",
        "week",
        "support_window",
        "kind",
        "absence",
        "england_period",
    ];
    let mut builder = FrameBuilder::new("traced", names);
    for population in populations {
        builder.push(names.map(|name| population.get(name).map(String::as_str).into()));
    }
    builder.finish(&[], &[])
}

fn run_params(project: &Project, scope: Scope<'_>) -> Result<Frame, Error> {
    let names = &["as_of", "term_id", "instrument", "secure_min", "family_min_sessions", "pair_window_days"];
    let mut builder = FrameBuilder::new("run_params", names);
    let policy = &project.policy;
    builder.push([
        scope.as_of.into(),
        scope.term.id.as_str().into(),
        policy.instrument.as_str().into(),
        policy.secure_min.into(),
        policy.family_min_sessions.into(),
        policy.pair_window_days.into(),
    ]);
    builder.finish(&[], &[])
}

fn attendance_params(project: &Project) -> Result<Frame, Error> {
    let names =
        &["short_weeks", "long_weeks", "gap_before_weeks", "gap_after_weeks", "min_sessions", "half_term_gap_days"];
    let mut builder = FrameBuilder::new("attendance_params", names);
    let rules = &project.policy.attendance_change;
    builder.push([
        i32::from(rules.short_weeks).into(),
        i32::from(rules.long_weeks).into(),
        i32::from(rules.gap_before_weeks).into(),
        i32::from(rules.gap_after_weeks).into(),
        i32::from(rules.min_sessions).into(),
        i32::from(rules.half_term_gap_days).into(),
    ]);
    builder.finish(&[], &[])
}

fn terms(project: &Project) -> Result<Frame, Error> {
    let names = &["term_id", "academic_year", "term_no", "ordinal", "name", "start_date", "end_date"];
    let mut builder = FrameBuilder::new("term", names);
    for (index, term) in project.terms.iter().enumerate() {
        builder.push([
            term.id.as_str().into(),
            i32::from(term.academic_year).into(),
            term.number.into(),
            (index as i32 + 1).into(),
            term.name.as_str().into(),
            term.start.into(),
            term.end.into(),
        ]);
    }
    builder.finish(&[], &[])
}

fn strands(reference: &Reference) -> Result<Frame, Error> {
    let mut builder = FrameBuilder::new("strand", &["instrument", "strand", "strand_order", "high_is_good"]);
    for instrument in &reference.instruments.all {
        for strand in &instrument.strands {
            builder.push([
                instrument.id.as_str().into(),
                strand.name.as_str().into(),
                strand.order.into(),
                (strand.polarity != Polarity::HighBad).into(),
            ]);
        }
    }
    builder.finish(&[], &[])
}

/// The school's own spread and reliability stand before those of the instrument's file.
fn strand_scales(project: &Project, reference: &Reference) -> Result<Frame, Error> {
    let names = &["instrument", "strand", "min_score", "max_score", "spread", "reliability"];
    let mut builder = FrameBuilder::new("strand_scale", names);
    let policy = &project.policy;
    for instrument in &reference.instruments.all {
        let school = Some(&policy.impact).filter(|_| instrument.id == policy.instrument);
        for strand in &instrument.strands {
            builder.push([
                instrument.id.as_str().into(),
                strand.name.as_str().into(),
                strand.min.or(instrument.scale.min).into(),
                strand.max.or(instrument.scale.max).into(),
                school.and_then(|rules| rules.score_spread).or(strand.spread).into(),
                school.and_then(|rules| rules.score_reliability).or(strand.reliability).into(),
            ]);
        }
    }
    builder.finish(&[], &[])
}

fn year_groups(reference: &Reference) -> Result<Frame, Error> {
    let mut builder = FrameBuilder::new("year_group", &["year_order", "name"]);
    for year in &reference.vocabulary.year_groups {
        builder.push([year.order.into(), year.name.as_str().into()]);
    }
    builder.finish(&[], &[])
}

fn year_phases(project: &Project, reference: &Reference) -> Result<Frame, Error> {
    let mut builder = FrameBuilder::new("year_phase", &["year_order", "phase", "phase_order", "phases_below"]);
    let years = &reference.vocabulary.year_groups;
    for year in years {
        let first = years.iter().filter(|other| other.phase == year.phase).map(|other| other.order).min();
        builder.push([
            year.order.into(),
            year.phase.as_str().into(),
            first.unwrap_or(year.order).into(),
            i32::from(project.policy.phases_below).into(),
        ]);
    }
    builder.finish(&[], &[])
}

fn codes(reference: &Reference) -> Result<Frame, Error> {
    let names = &["code", "valid_from", "valid_to", "category", "attended", "possible", "late"];
    let mut builder = FrameBuilder::new("attendance_code", names);
    for code in &reference.codes.all {
        builder.push([
            code.code.as_str().into(),
            code.valid_from.into(),
            code.valid_to.into(),
            code.category.as_str().into(),
            code.attended.into(),
            code.possible.into(),
            code.late.into(),
        ]);
    }
    builder.finish(&[], &[])
}

fn source_list(sources: &[Source]) -> Result<Frame, Error> {
    let mut builder = FrameBuilder::new("source", &["source_id", "sha256", "sheet"]);
    for source in sources {
        builder.push([source.id.into(), source.sha256.as_str().into(), source.place.sheet.as_deref().into()]);
    }
    builder.finish(&[], &[])
}
