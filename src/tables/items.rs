//! Scores of a questionnaire from its coded items, where a sheet holds those.

use std::collections::BTreeMap;

use super::Reference;
use super::definition::ColumnType;
use super::instruments::{Instrument, ItemScoring, Strand};
use super::recognise::WideKey;
use super::sheet::{Rejection, Row, Sheet};
use super::values::{self, Typed};
use crate::dates::DateReader;
use crate::diagnostic::Diagnostics;
use crate::sources::Cell;
use crate::statistics::sdq::{self, Miscoded};

/// One score made from items.
pub(super) struct ItemScore<'r> {
    pub instrument: &'r Instrument,
    pub strand: &'r Strand,
    pub score: Option<f64>,
    /// Informant that the items' headings name.
    pub respondent: Option<String>,
}

/// The scores of a row whose sheet has the items of a questionnaire, one questionnaire for each informant that the headings
/// name. A scale with too few answers has none.
pub(super) fn scores<'r, 'a>(
    sheet: &Sheet<'a>,
    row: &Row<'_>,
    reference: &'r Reference,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<ItemScore<'r>>, Rejection<'a>> {
    let mut questionnaires: BTreeMap<(&str, Option<&str>), [Option<u8>; sdq::ITEMS]> = BTreeMap::new();
    for column in &sheet.found.wide {
        let WideKey::Item(instrument, item) = &column.key else { continue };
        let cell = sheet.raw.cell(row.raw, column.at);
        let answers = questionnaires.entry((instrument, item.respondent.as_deref())).or_insert([None; sdq::ITEMS]);
        let Some(answer) = answers.get_mut(item.what - 1) else { continue };
        match values::read(cell, ColumnType::Integer, reference, &mut DateReader::default()) {
            Ok(value) => {
                *answer = value.map(|value| match value {
                    // What is no code is named by the scoring, with the item's number.
                    Typed::Int(code) => u8::try_from(code).unwrap_or(u8::MAX),
                    _ => u8::MAX,
                });
            }
            Err(_) if matches!(cell, Cell::Error(_)) => {
                let place = sheet.wide_place(row.number, column);
                diagnostics.add("T005", "the cell holds an error, not a value", place);
            }
            Err(_) => *answer = Some(u8::MAX),
        }
    }
    let mut scores = Vec::new();
    for ((instrument, respondent), answers) in questionnaires {
        // The other informant's questionnaire of this row may have been filled in.
        if answers.iter().all(Option::is_none) {
            continue;
        }
        let Some(instrument) = reference.instruments.instrument(instrument) else { continue };
        let made = match instrument.item_scoring {
            Some(ItemScoring::Sdq) => sdq_scores(&answers).map_err(|miscoded| {
                let number = match miscoded {
                    Miscoded::Item { number, .. } | Miscoded::Impact { number, .. } => number,
                    Miscoded::ImpactCount { .. } => 0,
                };
                Rejection::row("T002", format!("item {number} holds no code: it must be 0, 1 or 2"))
            })?,
            None => continue,
        };
        for (name, score) in made {
            let Some((instrument, strand)) = reference.instruments.strand(name, Some(&instrument.id)) else { continue };
            if score.is_none() {
                let message = format!("too few items were answered for {name}");
                diagnostics.add("T024", message, sheet.place.at_row(row.number));
            }
            let respondent = respondent.map(str::to_owned);
            scores.push(ItemScore { instrument, strand, score: score.map(f64::from), respondent });
        }
    }
    Ok(scores)
}

/// The scales by the names that the instrument's file gives them.
fn sdq_scores(answers: &[Option<u8>; sdq::ITEMS]) -> Result<[(&'static str, Option<u8>); 8], Miscoded> {
    let scores = sdq::score(answers)?;
    Ok([
        ("Emotional symptoms", scores.emotional),
        ("Conduct problems", scores.conduct),
        ("Hyperactivity", scores.hyperactivity),
        ("Peer problems", scores.peer),
        ("Prosocial", scores.prosocial),
        ("Total difficulties", scores.total()),
        ("Internalising", scores.internalising()),
        ("Externalising", scores.externalising()),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::OwnReference;
    use crate::tables::Instruments;

    #[test]
    fn every_scale_that_is_made_is_a_strand_of_the_tool() {
        let instruments = Instruments::load(&OwnReference::default()).unwrap();
        for (name, score) in sdq_scores(&[Some(1); sdq::ITEMS]).unwrap() {
            let (tool, strand) = instruments.strand(name, Some("sdq")).unwrap();
            let score = f64::from(score.unwrap());
            assert!(strand.min.or(tool.scale.min) <= Some(score) && Some(score) <= strand.max.or(tool.scale.max));
        }
    }
}
