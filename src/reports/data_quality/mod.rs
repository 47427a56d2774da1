//! The data-quality report: what became of every file, sheet and row, whose the rows are, and what is missing.

mod records;
mod sheets;

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::store::ResultSet;
use crate::tables::{Canonical, Review, SheetAccount};

use super::plain::{PlainCell, PlainTable, StaffDocument};
use super::staff_lists::StaffHeading;

pub use sheets::dates_in_words;

/// The report of a run. `results` holds the answers of `queries/quality`, `terms` the printed names of the terms.
pub fn data_quality(
    canonical: &Canonical,
    results: &BTreeMap<String, ResultSet>,
    terms: &BTreeMap<&str, &str>,
    heading: &StaffHeading,
) -> StaffDocument {
    let Canonical { accounts, diagnostics, review, .. } = canonical;
    let read: u64 = accounts.iter().map(|account| account.rows_read).sum();
    let kept: u64 = accounts.iter().map(|account| account.rows_kept).sum();
    let rejected: u64 = accounts.iter().map(SheetAccount::rejected).sum();
    let left_out: u64 = accounts.iter().map(|account| account.rows_left_out).sum();
    let count = |severity| diagnostics.count(severity);
    let mut summary = vec![
        format!(
            "{} {} read: {} kept, {} rejected, {} left out as totals or repeated headings.",
            grouped(read),
            if read == 1 { "row was" } else { "rows were" },
            grouped(kept),
            grouped(rejected),
            grouped(left_out)
        ),
        format!(
            "To correct: {}. To look at: {}. For information: {}.",
            count(Severity::Error),
            count(Severity::Warning),
            count(Severity::Note)
        ),
    ];
    summary.extend(sheets::repeats_in_words(accounts));
    summary.extend(review_in_words(review));
    let records = records::Records { results, terms };
    summary.extend(records.in_words());
    StaffDocument {
        id: "data-quality".into(),
        title: "Data quality: what became of every row".into(),
        school: heading.school.clone(),
        period: heading.period.clone(),
        as_of: heading.as_of.clone(),
        classification: heading.classification.clone(),
        summary,
        tables: vec![
            problems(diagnostics),
            sheets::rejected_rows(accounts),
            sheets::sheets(accounts),
            sheets::records(accounts),
            sheets::children(accounts),
            records.coverage(),
            records.gaps(),
            records.raters(),
            sheets::columns(accounts),
        ],
        notes: [
            ("Error", "A row, a value or a file was not used."),
            ("Warning", "It was used, but a person should look."),
            ("Note", "For information."),
            ("Records", "What the rows hold: a row of a wide register holds a mark for every session."),
            ("Repeats", "Records that stand in more than one place. Each counts once; where they differ, the later export counts."),
            ("Superseded", "Those of the repeats that a later export tells otherwise."),
            ("Goes up to", "The latest date in the records of a sheet, birthdays and plans for the future aside. Of two exports of one thing the one that goes up to the later day counts; where that is the same day, the one with the later date in its title."),
            ("To confirm", "Children named in the sheet who are likely one of the pupil list, but not surely enough. Their rows are not used; review/matches.csv in the project folder asks a person."),
            ("Marks that should be there", "Two for each school day and child on roll. A school day is one on which at least a tenth of the children have a mark."),
        ]
        .map(|(term, meaning)| (term.into(), meaning.into()))
        .into(),
    }
}

/// A count with commas between thousands: 83,158.
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// How many addresses are written out before the rest is counted.
const FEW: usize = 12;

/// The first few of a list, and how many more there are.
pub fn few(list: &[String]) -> String {
    let more = list.len().saturating_sub(FEW);
    let shown = list[..list.len() - more].join(", ");
    if more > 0 { format!("{shown} and {} more", grouped(more as u64)) } else { shown }
}

/// What the review file asks and what it answered; nothing where there is nothing to say.
pub fn review_in_words(review: &Review) -> Option<String> {
    let Review { waiting, used, confirmed, rejected, .. } = review;
    let parts = [
        (*waiting, "wait for a person to confirm them and are not used"),
        (*used, "are used in spite of a difference"),
        (*confirmed, "were confirmed"),
        (*rejected, "were rejected"),
    ];
    let said: Vec<String> = parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| {
            // One link waits, two wait.
            let what = match count {
                1 => what
                    .replace("wait for", "waits for")
                    .replace("confirm them", "confirm it")
                    .replace("are ", "is ")
                    .replace("were ", "was "),
                _ => what.to_owned(),
            };
            format!("{} {what}", grouped(count))
        })
        .collect();
    (!said.is_empty()).then(|| format!("Links to children in review/matches.csv: {}.", said.join("; ")))
}

fn problems(diagnostics: &Diagnostics) -> PlainTable {
    let mut all: Vec<&Diagnostic> = diagnostics.iter().collect();
    all.sort_by(|a, b| (a.severity, a.code, &a.place).cmp(&(b.severity, b.code, &b.place)));
    let rows = all.into_iter().map(|diagnostic| {
        let place = &diagnostic.place;
        let mut cells: Vec<String> = place.address().into_iter().collect();
        cells.extend(diagnostic.also.iter().filter_map(|place| place.address()));
        let more = diagnostic.count.saturating_sub(cells.len() as u64);
        let mut shown = cells.join(", ");
        if more > 0 && !cells.is_empty() {
            shown.push_str(&format!(" and {more} more"));
        }
        vec![
            text(diagnostic.severity.word()),
            text(diagnostic.code),
            text(&diagnostic.message),
            number(diagnostic.count),
            text(&place.file),
            text(place.sheet.as_deref().unwrap_or_default()),
            text(&shown),
            text(place.header.as_deref().unwrap_or_default()),
            text(&diagnostic.remedy),
        ]
    });
    PlainTable {
        sheet: "Problems".into(),
        title: "What was found, and what to do about it".into(),
        about: "One row per problem; what must be corrected comes first.".into(),
        columns: heads(&["Severity", "Code", "What", "Times", "File", "Sheet", "Where", "Column", "What to do"]),
        rows: rows.collect(),
        when_empty: "Nothing at all.".into(),
    }
}

fn heads(heads: &[&str]) -> Vec<String> {
    heads.iter().map(|head| (*head).to_owned()).collect()
}

fn text(text: &str) -> PlainCell {
    if text.is_empty() { PlainCell::Empty } else { PlainCell::Text(text.to_owned()) }
}

fn number(count: u64) -> PlainCell {
    PlainCell::Number(count as f64, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        for (count, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(count), text);
        }
    }

    #[test]
    fn a_long_list_of_cells_is_counted() {
        let cells: Vec<String> = (1..=14).map(|row| format!("B{row}")).collect();
        assert_eq!(few(&cells[..2]), "B1, B2");
        assert!(few(&cells).ends_with("B12 and 2 more"), "{}", few(&cells));
        assert_eq!(few(&[]), "");
    }

    #[test]
    fn the_review_in_words() {
        let review = Review { waiting: 1, confirmed: 2, ..Review::default() };
        assert_eq!(
            review_in_words(&review).unwrap(),
            "Links to children in review/matches.csv: 1 waits for a person to confirm it and is not used; 2 were confirmed."
        );
        assert_eq!(review_in_words(&Review::default()), None);
    }
}
