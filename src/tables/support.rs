//! Support and what surrounds it: blocks, sessions, plans, suspensions,
//! incidents and visits to the Thrive room.

use super::Reference;
use super::adults::Adults;
use super::frame::{Frame, FrameBuilder};
use super::roll::Roll;
use super::sheet::{Rejection, Row, Sheet};
use crate::diagnostic::Diagnostics;
use crate::error::Error;

/// The strand a row targets, by its printed name where it is known.
fn target_strand<'r>(row: &'r Row<'_>, reference: &'r Reference) -> Option<&'r str> {
    let text = row.text("target_strand")?;
    let known = reference.instruments.strands_named(text).next();
    Some(known.map_or(text, |(_, strand)| strand.name.as_str()))
}

fn whole(row: &Row<'_>, id: &str) -> Option<i32> {
    row.int(id).map(|value| value as i32)
}

/// The blocks of support.
///
/// # Errors
/// Only for faults of the program.
pub fn interventions(
    sheets: Vec<&mut Sheet<'_>>,
    reference: &Reference,
    roll: &Roll,
    adults: &Adults,
    diagnostics: &mut Diagnostics,
) -> Result<Frame, Error> {
    let mut builder = FrameBuilder::new(
        "intervention",
        &[
            "pupil_id",
            "intervention",
            "kind",
            "target_strand",
            "start_date",
            "end_date",
            "planned_sessions",
            "sessions_attended",
            "practitioner",
            "cost_pence",
            "source_id",
            "source_row",
        ],
    );
    for sheet in sheets {
        sheet.read(reference, diagnostics, |sheet, row, diagnostics| {
            let pupil_id = roll.match_row(sheet, row, diagnostics)?;
            let name = roll
                .free(row, "intervention")
                .ok_or_else(|| Rejection::at("T001", "intervention", "the name of the support is missing"))?;
            let start = row.required_date("start_date")?;
            let end = row.date("end_date");
            if end.is_some_and(|end| end < start) {
                return Err(Rejection::at("T019", "end_date", "the support ends before it starts"));
            }
            builder.push([
                pupil_id.into(),
                (*name).into(),
                row.text("type").unwrap_or("one_to_one").into(),
                target_strand(row, reference).into(),
                start.into(),
                end.into(),
                whole(row, "planned_sessions").into(),
                whole(row, "sessions_attended").into(),
                adults.staff(row.text("practitioner")).into(),
                row.int("cost").into(),
                sheet.source_id.into(),
                (row.number as i32).into(),
            ]);
            Ok(1)
        });
    }
    let key = ["pupil_id", "intervention", "start_date"];
    builder.finish(&key, &["source_id", "source_row"])
}

/// The sessions of support.
///
/// # Errors
/// Only for faults of the program.
pub fn sessions(
    sheets: Vec<&mut Sheet<'_>>,
    reference: &Reference,
    roll: &Roll,
    diagnostics: &mut Diagnostics,
) -> Result<Frame, Error> {
    let names = &["pupil_id", "intervention", "held_on", "minutes", "attended", "source_id", "source_row"];
    let mut builder = FrameBuilder::new("intervention_session", names);
    for sheet in sheets {
        sheet.read(reference, diagnostics, |sheet, row, diagnostics| {
            let pupil_id = roll.match_row(sheet, row, diagnostics)?;
            let name = roll
                .free(row, "intervention")
                .ok_or_else(|| Rejection::at("T001", "intervention", "the name of the support is missing"))?;
            builder.push([
                pupil_id.into(),
                (*name).into(),
                row.required_date("date")?.into(),
                whole(row, "minutes").into(),
                // A session that is logged without a word was given.
                row.boolean("attended").unwrap_or(true).into(),
                sheet.source_id.into(),
                (row.number as i32).into(),
            ]);
            Ok(1)
        });
    }
    let key = ["pupil_id", "intervention", "held_on"];
    builder.finish(&key, &["source_id", "source_row"])
}

/// Plans for children and classes.
///
/// # Errors
/// Only for faults of the program.
pub fn plans(
    sheets: Vec<&mut Sheet<'_>>,
    reference: &Reference,
    roll: &Roll,
    diagnostics: &mut Diagnostics,
) -> Result<Frame, Error> {
    let mut builder = FrameBuilder::new(
        "plan",
        &[
            "pupil_id",
            "class_name",
            "plan_type",
            "target_strand",
            "opened_on",
            "review_on",
            "closed_on",
            "outcome",
            "source_id",
            "source_row",
        ],
    );
    for sheet in sheets {
        sheet.read(reference, diagnostics, |sheet, row, diagnostics| {
            let kind = row
                .text("plan_type")
                .ok_or_else(|| Rejection::at("T001", "plan_type", "the type of plan is missing"))?;
            let pupil_id = match kind {
                "class" => None,
                _ => Some(roll.match_row(sheet, row, diagnostics)?),
            };
            if pupil_id.is_none() && row.text("class").is_none() {
                return Err(Rejection::at("T001", "class", "a class plan needs its class"));
            }
            builder.push([
                pupil_id.into(),
                row.text("class").into(),
                kind.into(),
                target_strand(row, reference).into(),
                row.required_date("opened")?.into(),
                row.date("review").into(),
                row.date("closed").into(),
                roll.free(row, "outcome").as_deref().into(),
                sheet.source_id.into(),
                (row.number as i32).into(),
            ]);
            Ok(1)
        });
    }
    let key = ["pupil_id", "class_name", "plan_type", "target_strand", "opened_on"];
    builder.finish(&key, &["source_id", "source_row"])
}

/// Suspensions and exclusions.
///
/// # Errors
/// Only for faults of the program.
pub fn suspensions(
    sheets: Vec<&mut Sheet<'_>>,
    reference: &Reference,
    roll: &Roll,
    diagnostics: &mut Diagnostics,
) -> Result<Frame, Error> {
    let names = &["pupil_id", "start_date", "sessions", "kind", "reason", "source_id", "source_row"];
    let mut builder = FrameBuilder::new("suspension", names);
    for sheet in sheets {
        sheet.read(reference, diagnostics, |sheet, row, diagnostics| {
            builder.push([
                roll.match_row(sheet, row, diagnostics)?.into(),
                row.required_date("start_date")?.into(),
                whole(row, "sessions").into(),
                row.text("type").unwrap_or("suspension").into(),
                roll.free(row, "reason").as_deref().into(),
                sheet.source_id.into(),
                (row.number as i32).into(),
            ]);
            Ok(1)
        });
    }
    builder.finish(&["pupil_id", "start_date", "kind"], &["source_id", "source_row"])
}

/// Behaviour incidents. Two of a kind on one day are two incidents.
///
/// # Errors
/// Only for faults of the program.
pub fn incidents(
    sheets: Vec<&mut Sheet<'_>>,
    reference: &Reference,
    roll: &Roll,
    file_of: &dyn Fn(i32) -> usize,
    diagnostics: &mut Diagnostics,
) -> Result<Frame, Error> {
    let names = &["pupil_id", "occurred_on", "kind", "place", "session", "source_id", "source_row"];
    let mut builder = FrameBuilder::new("incident", names);
    for sheet in sheets {
        sheet.read(reference, diagnostics, |sheet, row, diagnostics| {
            builder.push([
                roll.match_row(sheet, row, diagnostics)?.into(),
                row.required_date("date")?.into(),
                roll.free(row, "kind").as_deref().into(),
                roll.free(row, "place").as_deref().into(),
                row.text("session").into(),
                sheet.source_id.into(),
                (row.number as i32).into(),
            ]);
            Ok(1)
        });
    }
    builder.finish_events(&["pupil_id", "occurred_on", "source_id", "source_row"], file_of)
}

/// Visits to the Thrive room or calm space; the child need not be named.
///
/// # Errors
/// Only for faults of the program.
pub fn room_use(
    sheets: Vec<&mut Sheet<'_>>,
    reference: &Reference,
    roll: &Roll,
    file_of: &dyn Fn(i32) -> usize,
    diagnostics: &mut Diagnostics,
) -> Result<Frame, Error> {
    let names = &["used_on", "pupil_id", "minutes", "reason", "source_id", "source_row"];
    let mut builder = FrameBuilder::new("room_use", names);
    for sheet in sheets {
        sheet.read(reference, diagnostics, |sheet, row, diagnostics| {
            let named = row.text("upn").is_some()
                || row.text("pupil_id").is_some()
                || row.text("surname").is_some()
                || row.text("pupil_name").is_some();
            let pupil_id = if named { Some(roll.match_row(sheet, row, diagnostics)?) } else { None };
            builder.push([
                row.required_date("date")?.into(),
                pupil_id.into(),
                whole(row, "minutes").into(),
                roll.free(row, "reason").as_deref().into(),
                sheet.source_id.into(),
                (row.number as i32).into(),
            ]);
            Ok(1)
        });
    }
    builder.finish_events(&["used_on", "source_id", "source_row"], file_of)
}
