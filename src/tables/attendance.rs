//! Attendance: marks (long, a column a session, or a string a week) and summaries.

use jiff::civil::{Date, Weekday};

use super::Reference;
use super::codes::{AttendanceCode, AttendanceCodes};
use super::frame::{Frame, FrameBuilder};
use super::recognise::{WideColumn, WideKey};
use super::roll::Roll;
use super::sheet::{Rejection, Row, Sheet};
use super::values::shown;
use crate::diagnostic::{Diagnostics, quoted};
use crate::error::Error;
use crate::place::Place;

/// The marks table of the store.
///
/// # Errors
/// Only for faults of the program.
pub fn marks(
    sheets: Vec<&mut Sheet<'_>>,
    reference: &Reference,
    roll: &Roll,
    diagnostics: &mut Diagnostics,
) -> Result<Frame, Error> {
    // A year of registers is most of what a school sends: each sheet is read on a thread of its own.
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut builders = Vec::new();
    let mut sheets = sheets.into_iter().peekable();
    while sheets.peek().is_some() {
        let batch: Vec<&mut Sheet<'_>> = sheets.by_ref().take(threads).collect();
        let read = std::thread::scope(|scope| {
            let read = |sheet| scope.spawn(|| marks_of(sheet, reference, roll));
            let reading: Vec<_> = batch.into_iter().map(read).collect();
            reading.into_iter().map(|thread| thread.join()).collect::<Vec<_>>()
        });
        for outcome in read {
            let fault = |_| Error::BadReference { what: "attendance".into(), why: "a fault of the program".into() };
            let (marks, found) = outcome.map_err(fault)?;
            builders.push(marks);
            diagnostics.extend(found);
        }
    }
    builders.push(marks_builder());
    FrameBuilder::finish_all(builders, &["pupil_id", "mark_date", "session"], &["source_id", "source_row"])
}

fn marks_builder() -> FrameBuilder {
    let names = &["pupil_id", "mark_date", "session", "code", "source_id", "source_row"];
    FrameBuilder::new("attendance_mark", names)
}

/// The marks of one sheet, and what was wrong with them.
fn marks_of(sheet: &mut Sheet<'_>, reference: &Reference, roll: &Roll) -> (FrameBuilder, Diagnostics) {
    let mut builder = marks_builder();
    let mut diagnostics = Diagnostics::default();
    sheet.read(reference, &mut diagnostics, |sheet, row, diagnostics| {
        let pupil_id = roll.match_row(sheet, row, diagnostics)?;
        let mut records = 0;
        let mut keep = |sheet: &mut Sheet<'_>, mark: Mark<'_>, diagnostics: &mut Diagnostics| {
            let place = || match mark.at {
                At::Wide(column) => sheet.wide_place(row.number, column),
                At::Column(id) => sheet.cell_place(row.number, Some(id)),
            };
            let Some(code) = checked(&mark, place, pupil_id, reference, roll, diagnostics) else { return };
            sheet.account.saw(mark.day);
            builder.push([
                pupil_id.into(),
                mark.day.into(),
                mark.session.into(),
                code.into(),
                sheet.source_id.into(),
                (row.number as i32).into(),
            ]);
            records += 1;
        };
        if !sheet.found.wide.is_empty() {
            let by_weekday = sheet.found.wide.iter().any(|column| matches!(column.key, WideKey::WeekSession(..)));
            let monday = if by_weekday { Some(monday(row)?) } else { None };
            let columns = std::mem::take(&mut sheet.found.wide);
            for column in &columns {
                let (day, session) = match (&column.key, monday) {
                    (WideKey::Session(day, session), _) => (Some(*day), session),
                    (WideKey::WeekSession(after, session), Some(monday)) => {
                        (monday.checked_add(jiff::Span::new().days(*after)).ok(), session)
                    }
                    _ => continue,
                };
                let Some(day) = day else { continue };
                let text = shown(sheet.raw.cell(row.raw, column.at));
                keep(sheet, Mark { day, session, text: &text, at: At::Wide(column) }, diagnostics);
            }
            sheet.found.wide = columns;
        } else if let Some(marks) = row.text("marks") {
            for (day, session, text) in week(monday(row)?, marks)? {
                keep(sheet, Mark { day, session, text: &text, at: At::Column("marks") }, diagnostics);
            }
        } else {
            let day = row.required_date("date")?;
            let session = row.text("session").ok_or_else(|| Rejection::at("T001", "session", "there is no session"))?;
            let text = row.text("mark").unwrap_or_default();
            if !is_blank(text) && in_force(text, day, reference).is_none() {
                return Err(Rejection::at(
                    "T012",
                    "mark",
                    format!("{} is not an attendance code", quoted(text, false)),
                ));
            }
            keep(sheet, Mark { day, session, text, at: At::Column("mark") }, diagnostics);
        }
        Ok(records)
    });
    (builder, diagnostics)
}

struct Mark<'m> {
    day: Date,
    session: &'m str,
    text: &'m str,
    at: At<'m>,
}

/// Where a mark stands; made into a place only where something is wrong with it.
enum At<'m> {
    Wide(&'m WideColumn),
    Column(&'static str),
}

/// The code of a mark in force on its date; none for a blank or unknown one,
/// and for one from a time when the child was not on roll.
fn checked<'r>(
    mark: &Mark<'_>,
    place: impl Fn() -> Place,
    pupil_id: i64,
    reference: &'r Reference,
    roll: &Roll,
    diagnostics: &mut Diagnostics,
) -> Option<&'r str> {
    let on_roll = roll.on_roll(pupil_id, mark.day);
    if is_blank(mark.text) {
        if on_roll {
            diagnostics.add("T014", "no mark", place());
        }
        return None;
    }
    let Some(code) = in_force(mark.text, mark.day, reference) else {
        diagnostics.add("T012", format!("{} is not an attendance code", quoted(mark.text, false)), place());
        return None;
    };
    if code.withdrawn == "yes" {
        diagnostics.add("T013", format!("\"{}\" had been withdrawn by then", code.code), place());
    }
    if !on_roll {
        diagnostics.add("T015", "a mark from a time when the child was not on roll", place());
    }
    Some(&code.code)
}

/// No mark was taken: a blank, or the dash of some registers.
fn is_blank(text: &str) -> bool {
    text.is_empty() || text == "-"
}

fn in_force<'r>(text: &str, day: Date, reference: &'r Reference) -> Option<&'r AttendanceCode> {
    code_on(&reference.codes, text, day)
}

fn code_on<'r>(codes: &'r AttendanceCodes, text: &str, day: Date) -> Option<&'r AttendanceCode> {
    codes.on(text, day).or_else(|| codes.on(&text.to_uppercase(), day))
}

/// The Monday of a row that stands for a week.
fn monday<'a>(row: &Row<'_>) -> Result<Date, Rejection<'a>> {
    let start = row
        .date("week_commencing")
        .ok_or_else(|| Rejection::at("T001", "week_commencing", "there is no first day of the week"))?;
    match start.weekday() {
        Weekday::Monday => Ok(start),
        _ => Err(Rejection::at("T002", "week_commencing", "the week does not begin on a Monday")),
    }
}

/// From Monday to Friday, AM and PM, a string of ten marks such as `/\/\LN/\/\`.
fn week<'a>(monday: Date, marks: &str) -> Result<Vec<(Date, &'static str, String)>, Rejection<'a>> {
    let marks: Vec<char> = marks.chars().filter(|mark| !mark.is_whitespace()).collect();
    if marks.len() != 10 {
        return Err(Rejection::at("T002", "marks", "a week has ten marks, two for each day from Monday to Friday"));
    }
    // AM and PM swapped would turn every present mark round.
    if marks
        .iter()
        .enumerate()
        .any(|(index, mark)| (index % 2 == 0 && *mark == '\\') || (index % 2 == 1 && *mark == '/'))
    {
        return Err(Rejection::at("T002", "marks", "morning and afternoon marks do not alternate"));
    }
    let mut day = monday;
    let mut week = Vec::new();
    for pair in marks.chunks(2) {
        week.push((day, "AM", pair[0].to_string()));
        week.push((day, "PM", pair[1].to_string()));
        day = day.tomorrow().unwrap_or(day);
    }
    Ok(week)
}

/// The summaries table of the store.
///
/// # Errors
/// Only for faults of the program.
pub fn summaries(
    sheets: Vec<&mut Sheet<'_>>,
    reference: &Reference,
    roll: &Roll,
    diagnostics: &mut Diagnostics,
) -> Result<Frame, Error> {
    let mut builder = FrameBuilder::new(
        "attendance_summary",
        &[
            "pupil_id",
            "from_date",
            "to_date",
            "possible",
            "attended",
            "authorised",
            "unauthorised",
            "late",
            "source_id",
            "source_row",
        ],
    );
    for sheet in sheets {
        sheet.read(reference, diagnostics, |sheet, row, diagnostics| {
            let pupil_id = roll.match_row(sheet, row, diagnostics)?;
            let (from, to) = (row.required_date("from")?, row.required_date("to")?);
            if to < from {
                return Err(Rejection::at("T019", "to", "the period ends before it begins"));
            }
            let count = |id: &str| row.int(id).map(|value| value as i32);
            let possible = count("possible_sessions")
                .ok_or_else(|| Rejection::at("T001", "possible_sessions", "possible sessions are missing"))?;
            let attended =
                attended(row).ok_or_else(|| Rejection::at("T001", "attended", "attended sessions are missing"))?;
            let absent = count("authorised").zip(count("unauthorised")).map(|(a, u)| a + u);
            if attended > possible || attended < 0 || absent.is_some_and(|absent| attended + absent != possible) {
                return Err(Rejection::at(
                    "T002",
                    "possible_sessions",
                    "attended and absent sessions do not add up to the possible ones",
                ));
            }
            builder.push([
                pupil_id.into(),
                from.into(),
                to.into(),
                possible.into(),
                attended.into(),
                count("authorised").into(),
                count("unauthorised").into(),
                count("late").into(),
                sheet.source_id.into(),
                (row.number as i32).into(),
            ]);
            Ok(1)
        });
    }
    builder.finish(&["pupil_id", "from_date", "to_date"], &["source_id", "source_row"])
}

/// Attended sessions, or present ones and those of approved educational activity.
fn attended(row: &Row<'_>) -> Option<i32> {
    let whole = row.int("attended").map(|value| value as i32);
    let parts =
        row.int("present").map(|present| (present + row.int("approved_educational_activity").unwrap_or(0)) as i32);
    whole.or(parts)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_week_of_marks() {
        let marks = week(date(2025, 9, 8), r"/\/\LN/\/\").ok().unwrap();
        assert_eq!(marks.len(), 10);
        assert_eq!(marks[4], (date(2025, 9, 10), "AM", "L".to_owned()));
        assert_eq!(marks[9], (date(2025, 9, 12), "PM", "\\".to_owned()));
        assert!(week(date(2025, 9, 8), r"\/\/\/\/\").is_err(), "swapped");
        assert!(week(date(2025, 9, 8), r"/\/\C1/\/\/").is_err(), "a code of two characters shifts what follows");
    }

    proptest! {
        #[test]
        fn a_string_of_marks_is_ten_marks_or_refused(marks in r"([/\\LINO#C1 -]|\PC){0,16}") {
            if let Ok(read) = week(date(2025, 9, 8), &marks) {
                prop_assert_eq!(read.len(), 10);
                let together: String = read.iter().map(|(_, _, mark)| mark.as_str()).collect();
                prop_assert_eq!(together, marks.chars().filter(|c| !c.is_whitespace()).collect::<String>());
                prop_assert!(read.iter().all(|(_, session, mark)| (*session, mark.as_str()) != ("AM", "\\")));
            }
        }

        #[test]
        fn a_mark_is_a_code_of_its_day_or_none(text in r"\PC{0,4}", known in r"[/\\A-Za-z#][0-9]?", days in 0..9000_i64) {
            let codes = AttendanceCodes::load().unwrap();
            let day = date(2006, 9, 1).checked_add(jiff::Span::new().days(days)).unwrap();
            for text in [text, known] {
                if let Some(code) = code_on(&codes, &text, day) {
                    prop_assert!(code.valid_from <= day && day <= code.valid_to);
                    prop_assert_eq!(&code.code, &text.to_uppercase());
                }
            }
        }
    }
}
