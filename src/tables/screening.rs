//! Screening scores: one row per child, date and strand, from long and wide sheets.

use super::Reference;
use super::adults::Adults;
use super::definition::ColumnType;
use super::frame::{Frame, FrameBuilder};
use super::instruments::{Instrument, Instruments, Strand};
use super::items;
use super::recognise::WideKey;
use super::roll::Roll;
use super::sheet::{Rejection, Row, Sheet};
use super::values::{self, Trouble, Typed};
use crate::dates::DateReader;
use crate::diagnostic::{Diagnostics, quoted};
use crate::error::Error;
use crate::place::Place;
use crate::project::ScoreRange;
use crate::sources::Cell;

/// How the scores of a sheet are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ScoreScale {
    /// As the instrument has them.
    AsIs,
    /// Shares from 0 to 1 of an instrument in per cent.
    Share,
    /// Only 0 and 1: it cannot be told.
    Unknown,
}

/// The screening table of the store, and the norms that rows name.
///
/// # Errors
/// Only for faults of the program.
pub fn screening(
    sheets: Vec<&mut Sheet<'_>>,
    reference: &Reference,
    roll: &Roll,
    adults: &Adults,
    diagnostics: &mut Diagnostics,
) -> Result<[Frame; 2], Error> {
    let mut norms = FrameBuilder::new("screening_norm", &["source_id", "source_row", "norm_version"]);
    let mut builder = FrameBuilder::new(
        "screening",
        &[
            "pupil_id",
            "screened_on",
            "instrument",
            "profile_type",
            "strand",
            "score",
            "respondent",
            "assessor",
            "source_id",
            "source_row",
        ],
    );
    for sheet in sheets {
        let scale = scale_of(sheet, reference);
        let several = tools_that_fit(sheet, reference);
        match scale {
            ScoreScale::AsIs => {}
            ScoreScale::Share => {
                diagnostics.add("T009", "scores between 0 and 1 were read as shares of 100", sheet.place.clone())
            }
            ScoreScale::Unknown => {
                let message = format!(
                    "every score is 0 or 1; which scale it is, school.toml can say: [[mapping]] with the two lines \
                     file = {:?} and scores = \"0-1\" (or \"0-100\")",
                    sheet.raw.file
                );
                diagnostics.add("T008", message, sheet.place.clone());
            }
        }
        sheet.read(reference, diagnostics, |sheet, row, diagnostics| {
            let pupil_id = roll.match_row(sheet, row, diagnostics)?;
            let day = row.required_date("date")?;
            sheet.account.saw(day);
            if let [one, other, ..] = several.as_slice()
                && row.text("tool").is_none()
            {
                return Err(Rejection::row("T020", format!("the strands fit {one} and {other}")));
            }
            let scores = scores(sheet, row, reference, scale, diagnostics)?;
            if let Some(norm_version) = row.text("norm_version") {
                norms.push([sheet.source_id.into(), (row.number as i32).into(), norm_version.into()]);
            }
            let records = scores.len() as u64;
            for Score { instrument, strand, score, respondent } in scores {
                let on = roll.on_roll(pupil_id, day);
                if !on {
                    diagnostics.add(
                        "T015",
                        "a screening from a time when the child was not on roll",
                        sheet.cell_place(row.number, Some("date")),
                    );
                }
                let respondent = respondent.as_deref().or(row.text("respondent"));
                // A blank in a column of informants is the usual one; no column at all, or a word that nobody knows, says nothing.
                let untold = !sheet.has("respondent") || sheet.is_filled(row, "respondent");
                if instrument.needs_respondent && respondent.is_none() && untold {
                    let message = format!("nothing says who answered the {}", instrument.name);
                    return Err(Rejection::row("T023", message));
                }
                builder.push([
                    pupil_id.into(),
                    day.into(),
                    instrument.id.as_str().into(),
                    row.text("profile_type").unwrap_or("class").into(),
                    strand.name.as_str().into(),
                    score.into(),
                    respondent.into(),
                    adults.staff(row.text("assessor")).into(),
                    sheet.source_id.into(),
                    (row.number as i32).into(),
                ]);
            }
            Ok(records)
        });
    }
    // What a parent says does not contradict what the teacher says.
    let key = ["pupil_id", "screened_on", "instrument", "profile_type", "respondent", "strand"];
    let screening = builder.finish(&key, &["source_id", "source_row"])?;
    Ok([screening, norms.finish(&["source_id", "source_row"], &[])?])
}

/// Names of the tools that have every strand of a wide sheet's headings.
fn tools_that_fit<'r>(sheet: &Sheet<'_>, reference: &'r Reference) -> Vec<&'r str> {
    let has = |instrument: &Instrument, key: &WideKey| match key {
        WideKey::Strand(_, strand) => reference.instruments.strand(&strand.what, Some(&instrument.id)).is_some(),
        WideKey::Item(tool, _) => instrument.id == *tool,
        _ => false,
    };
    let has_all = |instrument: &&Instrument| {
        !sheet.found.wide.is_empty() && sheet.found.wide.iter().all(|column| has(instrument, &column.key))
    };
    reference.instruments.all.iter().filter(has_all).map(|instrument| instrument.name.as_str()).collect()
}

/// One score of a row.
struct Score<'r> {
    instrument: &'r Instrument,
    strand: &'r Strand,
    score: Option<f64>,
    /// Informant that the heading names.
    respondent: Option<String>,
}

/// The scores of a row: one in the long shape, one a strand in the wide one, those of a questionnaire from its items.
fn scores<'r, 'a>(
    sheet: &Sheet<'a>,
    row: &Row<'_>,
    reference: &'r Reference,
    scale: ScoreScale,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<Score<'r>>, Rejection<'a>> {
    let made = items::scores(sheet, row, reference, diagnostics)?.into_iter().map(|made| Score {
        instrument: made.instrument,
        strand: made.strand,
        score: made.score,
        respondent: made.respondent,
    });
    let mut scores: Vec<Score<'r>> = made.collect();
    let informants = sheet.found.wide.iter().any(|column| column.informant().is_some());
    for column in &sheet.found.wide {
        let WideKey::Strand(likely, named) = &column.key else { continue };
        // What the row says of its tool goes before what the headings look like.
        let tool = row.text("tool").unwrap_or(likely);
        let Some((instrument, strand)) = reference.instruments.strand(&named.what, Some(tool)) else { continue };
        let place = sheet.wide_place(row.number, column);
        let cell = sheet.raw.cell(row.raw, column.at);
        // Where parent and teacher have columns of their own, a blank is an informant who was not asked.
        if informants && cell == Cell::Empty {
            continue;
        }
        say_uncertain(
            strand,
            &column.header,
            sheet.place.at_cell(sheet.found.header_row, column.at, &column.header),
            diagnostics,
        );
        let score = match values::read(cell, ColumnType::Score, reference, &mut DateReader::default()) {
            Ok(Some(Typed::Real(score))) => Some(score),
            Ok(_) => {
                diagnostics.add("T011", "a score is blank", place.clone());
                None
            }
            Err(trouble) => {
                let (code, message) = match trouble {
                    Trouble::ErrorCell => ("T005", "the cell holds an error, not a value".to_owned()),
                    Trouble::MonthFirst(text) | Trouble::NotA(_, text) => {
                        ("T003", format!("{} is not a score", quoted(&text, false)))
                    }
                };
                diagnostics.add(code, message, place.clone());
                None
            }
        };
        let score =
            on_scale(score, scale, instrument, strand, |message| diagnostics.add("T010", message, place.clone()));
        scores.push(Score { instrument, strand, score, respondent: named.respondent.clone() });
    }
    if !sheet.found.wide.is_empty() {
        let strands = sheet.found.wide.iter().any(|column| matches!(column.key, WideKey::Strand(..)));
        if scores.is_empty() && strands && !informants {
            return Err(Rejection::at("T018", "tool", "the tool has none of these strands"));
        }
        if scores.is_empty() {
            return Err(Rejection::row("T001", "nothing was answered"));
        }
        return Ok(scores);
    }
    let name = row.text("strand").ok_or_else(|| Rejection::at("T001", "strand", "there is no strand"))?;
    let found = reference.instruments.strand(name, row.text("tool"));
    if row.text("tool").is_none() && reference.instruments.strands_named(name).nth(1).is_some() {
        return Err(Rejection::at("T020", "strand", format!("{} is a strand of several tools", quoted(name, false))));
    }
    let (instrument, strand) = found.ok_or_else(|| {
        Rejection::at("T018", "strand", format!("{} is not a strand of a known screening tool", quoted(name, false)))
    })?;
    say_uncertain(strand, name, sheet.cell_place(row.number, Some("strand")), diagnostics);
    let place = sheet.cell_place(row.number, Some("score"));
    let score = row.real("score");
    if score.is_none() {
        diagnostics.add("T011", "a score is blank", place.clone());
    }
    let score = on_scale(score, scale, instrument, strand, |message| diagnostics.add("T010", message, place));
    Ok(vec![Score { instrument, strand, score, respondent: None }])
}

/// Says that a strand goes by a name that is only inferred to mean it.
fn say_uncertain(strand: &Strand, text: &str, place: Place, diagnostics: &mut Diagnostics) {
    if Instruments::is_uncertain(strand, text) {
        diagnostics.add("T025", format!("\"{text}\" was taken for {}", strand.name), place);
    }
}

/// The score on the instrument's own scale; none when it lies outside.
fn on_scale(
    score: Option<f64>,
    scale: ScoreScale,
    instrument: &Instrument,
    strand: &Strand,
    outside: impl FnOnce(String),
) -> Option<f64> {
    let score = match scale {
        ScoreScale::AsIs => score?,
        ScoreScale::Share => (score? * 1e6).round() / 1e4,
        ScoreScale::Unknown => return None,
    };
    let min = strand.min.or(instrument.scale.min).unwrap_or(f64::NEG_INFINITY);
    let max = strand.max.or(instrument.scale.max).unwrap_or(f64::INFINITY);
    if (min..=max).contains(&score) {
        return Some(score);
    }
    outside(format!("{score} is not on the scale from {min} to {max}"));
    None
}

/// Looks at every score of a sheet before the first is used: 0.72 and 72 are
/// told apart by the sheet as a whole, never cell by cell.
fn scale_of(sheet: &Sheet<'_>, reference: &Reference) -> ScoreScale {
    let layout = sheet.found.layout.map(|at| &reference.layouts[at]);
    if let Some(range) = reference.settled(layout, sheet.raw).find_map(|mapping| mapping.scores) {
        return match range {
            ScoreRange::ZeroToOne => ScoreScale::Share,
            ScoreRange::AsTheyAre => ScoreScale::AsIs,
        };
    }
    let percent = match sheet.found.wide.first().map(|column| &column.key) {
        Some(WideKey::Strand(instrument, _)) => {
            reference.instruments.instrument(instrument).is_some_and(|found| found.scale.percent)
        }
        Some(_) => false,
        None => true,
    };
    let long = sheet
        .definition
        .column("score")
        .and_then(|position| sheet.found.mapped.iter().find(|mapped| mapped.column == position));
    let columns: Vec<u32> =
        sheet.found.wide.iter().map(|column| column.at).chain(long.map(|mapped| mapped.at)).collect();
    let (mut any, mut above_one, mut between) = (false, false, false);
    for row in sheet.raw.rows().iter().filter(|row| row.number > sheet.found.header_row) {
        for &at in &columns {
            let number = match sheet.raw.cell(row, at) {
                Cell::Number(number) => Some(number),
                // "72%" says its scale itself.
                Cell::Text(text) if text.ends_with('%') => return ScoreScale::AsIs,
                Cell::Text(text) => text.parse().ok(),
                _ => None,
            };
            if let Some(number) = number {
                any = true;
                above_one |= number > 1.0;
                between |= number > 0.0 && number < 1.0;
            }
        }
    }
    match (percent && any && !above_one, between) {
        (true, true) => ScoreScale::Share,
        (true, false) => ScoreScale::Unknown,
        (false, _) => ScoreScale::AsIs,
    }
}
