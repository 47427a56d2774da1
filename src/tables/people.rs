//! Children and times on roll for the store (without names), staff, training,
//! families, surveys and the Ambassador form.

use std::collections::BTreeMap;

use super::Reference;
use super::adults::Adults;
use super::frame::{Frame, FrameBuilder};
use super::roll::Roll;
use super::sheet::{Rejection, Sheet};
use crate::diagnostic::Diagnostics;
use crate::error::Error;

/// The children, without names or numbers.
///
/// # Errors
/// Only for faults of the program.
pub fn pupils(roll: &Roll) -> Result<Frame, Error> {
    let names = &["pupil_id", "date_of_birth", "sex", "pupil_premium", "fsm", "sen_status", "eal", "looked_after"];
    let mut builder = FrameBuilder::new("pupil", names);
    for pupil in &roll.pupils {
        builder.push([
            pupil.id.into(),
            pupil.date_of_birth.into(),
            pupil.sex.as_deref().into(),
            pupil.pupil_premium.into(),
            pupil.fsm.into(),
            pupil.sen_status.as_deref().into(),
            pupil.eal.into(),
            pupil.looked_after.into(),
        ]);
    }
    builder.finish(&[], &[])
}

/// Times on roll.
///
/// # Errors
/// Only for faults of the program.
pub fn enrolments(roll: &Roll) -> Result<Frame, Error> {
    let names = &["pupil_id", "year_order", "class_name", "from_date", "to_date", "source_id", "source_row"];
    let mut builder = FrameBuilder::new("enrolment", names);
    for spell in &roll.enrolments {
        builder.push([
            spell.pupil_id.into(),
            spell.year_order.into(),
            spell.class_name.as_deref().into(),
            spell.from.into(),
            spell.to.into(),
            spell.source_id.into(),
            (spell.source_row as i32).into(),
        ]);
    }
    builder.finish(&[], &[])
}

/// Staff, and the staff numbers that are known, each with its name (empty where
/// the list has none): names stay out of the store.
///
/// # Errors
/// Only for faults of the program.
pub fn staff(
    sheets: Vec<&mut Sheet<'_>>,
    reference: &Reference,
    diagnostics: &mut Diagnostics,
) -> Result<(Frame, BTreeMap<String, String>), Error> {
    let names = &["staff_id", "role", "senior_leader", "start_date", "leaving_date", "source_id", "source_row"];
    let mut builder = FrameBuilder::new("staff", names);
    let mut known = BTreeMap::new();
    for sheet in sheets {
        sheet.read(reference, diagnostics, |sheet, row, _| {
            let staff_id =
                row.text("staff_id").ok_or_else(|| Rejection::at("T001", "staff_id", "the staff number is missing"))?;
            let name = row.text("name").unwrap_or_default();
            known.insert(staff_id.to_owned(), name.to_owned());
            builder.push([
                staff_id.into(),
                row.text("role").into(),
                row.boolean("senior_leader").into(),
                row.date("start_date").into(),
                row.date("leaving_date").into(),
                sheet.source_id.into(),
                (row.number as i32).into(),
            ]);
            Ok(1)
        });
    }
    Ok((builder.finish(&["staff_id"], &["source_id", "source_row"])?, known))
}

/// Training completed by staff.
///
/// # Errors
/// Only for faults of the program.
pub fn training(
    sheets: Vec<&mut Sheet<'_>>,
    reference: &Reference,
    known: &BTreeMap<String, String>,
    diagnostics: &mut Diagnostics,
) -> Result<Frame, Error> {
    let mut builder = FrameBuilder::new(
        "training",
        &[
            "staff_id",
            "course",
            "provider",
            "completed_on",
            "hours",
            "cpd_points",
            "licence_level",
            "expires_on",
            "source_id",
            "source_row",
        ],
    );
    for sheet in sheets {
        sheet.read(reference, diagnostics, |sheet, row, diagnostics| {
            let staff_id =
                row.text("staff_id").ok_or_else(|| Rejection::at("T001", "staff_id", "the staff number is missing"))?;
            let course = row.text("course").ok_or_else(|| Rejection::at("T001", "course", "the course is missing"))?;
            if !known.is_empty() && !known.contains_key(staff_id) {
                let message = "the staff number is not on the staff list";
                diagnostics.add("P009", message, sheet.cell_place(row.number, Some("staff_id")));
            }
            builder.push([
                staff_id.into(),
                course.into(),
                row.text("provider").into(),
                row.required_date("date")?.into(),
                row.real("hours").into(),
                row.real("cpd_points").into(),
                row.text("licence_level").into(),
                row.date("expires").into(),
                sheet.source_id.into(),
                (row.number as i32).into(),
            ]);
            Ok(1)
        });
    }
    let key = ["staff_id", "course", "completed_on"];
    builder.finish(&key, &["source_id", "source_row"])
}

/// Family Thrive registers.
///
/// # Errors
/// Only for faults of the program.
pub fn families(
    sheets: Vec<&mut Sheet<'_>>,
    reference: &Reference,
    roll: &Roll,
    adults: &Adults,
    diagnostics: &mut Diagnostics,
) -> Result<Frame, Error> {
    let mut builder = FrameBuilder::new(
        "family_participant",
        &[
            "course",
            "leader",
            "participant_id",
            "pupil_id",
            "sessions_recorded",
            "sessions_attended",
            "survey_before",
            "survey_after",
            "source_id",
            "source_row",
        ],
    );
    for sheet in sheets {
        sheet.read(reference, diagnostics, |sheet, row, diagnostics| {
            let course =
                roll.free(row, "course").ok_or_else(|| Rejection::at("T001", "course", "the course is missing"))?;
            let participant = row
                .text("participant_id")
                .and_then(|code| adults.parent(code))
                .ok_or_else(|| Rejection::at("T001", "participant_id", "the participant is missing"))?;
            let named = row.text("upn").is_some()
                || row.text("pupil_id").is_some()
                || row.text("surname").is_some()
                || row.text("pupil_name").is_some();
            let pupil_id = if named { Some(roll.match_row(sheet, row, diagnostics)?) } else { None };
            let sessions = ["session_1", "session_2", "session_3", "session_4", "session_5", "session_6"];
            let sessions = sessions.map(|session| row.boolean(session));
            builder.push([
                (*course).into(),
                adults.staff(row.text("leader")).into(),
                participant.into(),
                pupil_id.into(),
                (sessions.iter().flatten().count() as i32).into(),
                (sessions.iter().flatten().filter(|present| **present).count() as i32).into(),
                row.real("survey_before").into(),
                row.real("survey_after").into(),
                sheet.source_id.into(),
                (row.number as i32).into(),
            ]);
            Ok(1)
        });
    }
    builder.finish(&["course", "participant_id"], &["source_id", "source_row"])
}

/// Survey answers.
///
/// # Errors
/// Only for faults of the program.
pub fn surveys(
    sheets: Vec<&mut Sheet<'_>>,
    reference: &Reference,
    roll: &Roll,
    diagnostics: &mut Diagnostics,
) -> Result<Frame, Error> {
    let names = &["surveyed_on", "respondent", "question", "response", "people", "source_id", "source_row"];
    let mut builder = FrameBuilder::new("survey", names);
    for sheet in sheets {
        sheet.read(reference, diagnostics, |sheet, row, _| {
            let text =
                |id: &'static str| roll.free(row, id).ok_or_else(|| Rejection::at("T001", id, "a value is missing"));
            let count = row.int("count").ok_or_else(|| Rejection::at("T001", "count", "the count is missing"))?;
            builder.push([
                row.required_date("date")?.into(),
                (*text("respondent")?).into(),
                (*text("question")?).into(),
                (*text("response")?).into(),
                (count as i32).into(),
                sheet.source_id.into(),
                (row.number as i32).into(),
            ]);
            Ok(1)
        });
    }
    let key = ["surveyed_on", "respondent", "question", "response"];
    builder.finish(&key, &["source_id", "source_row"])
}

/// Said in place of an answer that names a child.
const NAMES_A_CHILD: &str = "The answer on the sheet is not shown here: it names a child.";

/// The questions of the Ambassador form as the school pasted them in. An answer in which a child on roll is named is
/// left out and reported: the pack goes to people outside the school.
///
/// # Errors
/// Only for faults of the program.
pub fn ambassador(
    sheets: Vec<&mut Sheet<'_>>,
    reference: &Reference,
    roll: &Roll,
    diagnostics: &mut Diagnostics,
) -> Result<Frame, Error> {
    let names = &[
        "form_year",
        "area",
        "reference",
        "question",
        "measure",
        "narrative",
        "evidence_file",
        "source_id",
        "source_row",
    ];
    let mut builder = FrameBuilder::new("ambassador_question", names);
    for sheet in sheets {
        sheet.read(reference, diagnostics, |sheet, row, diagnostics| {
            let text = |id: &'static str| row.text(id).ok_or_else(|| Rejection::at("T001", id, "a value is missing"));
            let question =
                roll.free(row, "question").ok_or_else(|| Rejection::at("T001", "question", "a value is missing"))?;
            let mut narrative = row.text("narrative");
            if narrative.is_some_and(|told| roll.names.name_a_child(told)) {
                narrative = Some(NAMES_A_CHILD);
                diagnostics.add("Q012", "the narrative has a child's full name", sheet.place.at_row(row.number));
            }
            builder.push([
                row.text("form_year").into(),
                text("area")?.into(),
                text("reference")?.into(),
                (*question).into(),
                roll.free(row, "measure").as_deref().into(),
                narrative.into(),
                // A file is often named after the child it is about.
                row.text("evidence_file").map(|file| roll.names.without_names(file)).as_deref().into(),
                sheet.source_id.into(),
                (row.number as i32).into(),
            ]);
            Ok(1)
        });
    }
    builder.finish(&["form_year", "area", "reference"], &["source_id", "source_row"])
}
