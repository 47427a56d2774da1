//! The review file: links that a person should look at, and what people decided.
//!
//! It names children, so it is for staff alone. A row of it is known again by what the exports say and by the child's
//! own number, never by where anything stands: decisions outlive new exports.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::super::definition::heading_key;
use super::super::roll::{Pupil, Roll};
use super::super::values::shown;
use super::index::MatchedBy;
use super::key::short;
use super::links::{Outcome, Proposal};
use crate::dates;
use crate::diagnostic::{Diagnostics, quoted};
use crate::error::Error;
use crate::place::Place;
use crate::sources::RawTable;

/// The file below the project folder, with forward slashes.
pub const REVIEW_FILE: &str = "review/matches.csv";

/// Its columns. The first is the one a person fills in.
const COLUMNS: [&str; 19] = [
    "Decision (write confirm or reject)",
    "Your note",
    "Used now",
    "Sure (%)",
    "Export: UPN",
    "Export: number",
    "Export: surname",
    "Export: forename",
    "Export: date of birth",
    "Child: UPN",
    "Child: number",
    "Child: surname",
    "Child: forename",
    "Child: date of birth",
    "Child: class",
    "Why",
    "Where",
    "Row key",
    "Child key",
];

/// The heading of its column with the children's stable names.
pub const REVIEW_CHILD: &str = COLUMNS[CHILD_KEY];

/// Positions among [`COLUMNS`].
const DECISION: usize = 0;
const NOTE: usize = 1;
const USED: usize = 2;
const ROW_KEY: usize = 17;
const CHILD_KEY: usize = 18;

/// One row of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    cells: [String; COLUMNS.len()],
    decision: Option<bool>,
}

/// What people decided.
#[derive(Clone, Debug, Default)]
pub struct Decisions {
    /// Rows of the file by row key and child key.
    entries: BTreeMap<(String, String), Entry>,
    /// Decisions that could not be understood.
    pub diagnostics: Diagnostics,
}

impl Decisions {
    /// Reads the decisions from the file as it stands, saved by whatever program. Columns are found by their headings.
    pub fn read(table: &RawTable) -> Self {
        let mut decisions = Decisions::default();
        let mut rows = table.rows().iter();
        let Some(head) = rows.next() else { return decisions };
        let mut at: [Option<u32>; COLUMNS.len()] = [None; COLUMNS.len()];
        for (column, cell) in table.cells(head) {
            let heading = heading_key(&shown(cell));
            if let Some(known) = COLUMNS.iter().position(|name| heading_key(name) == heading) {
                at[known] = Some(column);
            }
        }
        for row in rows {
            let cell = |column: usize| at[column].map(|at| shown(table.cell(row, at)).into_owned()).unwrap_or_default();
            let mut cells: [String; COLUMNS.len()] = std::array::from_fn(|column| plain(&cell(column)).to_owned());
            let place = at[DECISION].map(|at| Place::file(REVIEW_FILE).at_cell(row.number, at, "Decision"));
            let mut say = |message: &str| decisions.diagnostics.add("P013", message, place.clone().unwrap_or_default());
            let mut decision = match word(&cells[DECISION]) {
                Word::Blank => None,
                Word::Decision(decision) => {
                    cells[DECISION] = if decision { "confirm" } else { "reject" }.to_owned();
                    Some(decision)
                }
                Word::Other => {
                    say(&format!("{} is neither confirm nor reject", quoted(&cells[DECISION], false)));
                    None
                }
            };
            // What a person wrote stays, whatever it is.
            if cells[DECISION].is_empty() && cells[NOTE].is_empty() {
                continue;
            }
            let key = (cells[ROW_KEY].clone(), cells[CHILD_KEY].clone());
            if key.0.is_empty() || key.1.is_empty() {
                say("the row key or the child key is gone, so that nobody can tell what was decided");
                decision = None;
            }
            let before = decisions.entries.get(&key).and_then(|before| before.decision);
            if before.zip(decision).is_some_and(|(before, now)| before != now) {
                say("the same link is confirmed and rejected: the lower row counts");
            }
            decisions.entries.insert(key, Entry { cells, decision });
        }
        decisions
    }

    /// What was decided about a row: child keys, and whether it was confirmed.
    pub fn about(&self, row_key: &str) -> Vec<(&str, bool)> {
        let from = (row_key.to_owned(), String::new());
        let of_row = self.entries.range(from..).take_while(|((row, _), _)| row == row_key);
        of_row.filter_map(|((_, child), entry)| Some((child.as_str(), entry.decision?))).collect()
    }

    /// How many were confirmed and how many rejected.
    pub fn counts(&self) -> (u64, u64) {
        let count = |wanted: bool| self.entries.values().filter(|entry| entry.decision == Some(wanted)).count() as u64;
        (count(true), count(false))
    }

    /// A fingerprint of what was decided, for the manifest: it names nobody.
    pub fn fingerprint(&self) -> Option<String> {
        let decided: Vec<_> = self.entries.iter().filter_map(|(key, entry)| Some((key, entry.decision?))).collect();
        let mut hash = Sha256::new();
        for ((row, child), decision) in &decided {
            hash.update(format!("{row}\u{1f}{child}\u{1f}{decision}\n"));
        }
        (!decided.is_empty()).then(|| short(&hash.finalize()))
    }
}

enum Word {
    Blank,
    Decision(bool),
    Other,
}

fn word(text: &str) -> Word {
    match heading_key(text).as_str() {
        "" if text.trim().is_empty() => Word::Blank,
        "confirm" | "confirmed" | "yes" | "y" | "accept" | "accepted" => Word::Decision(true),
        "reject" | "rejected" | "no" | "n" => Word::Decision(false),
        _ => Word::Other,
    }
}

/// One link that a person should look at, with where it was met.
pub struct Met<'m> {
    /// The link.
    pub proposal: &'m Proposal,
    /// What became of it.
    pub outcome: Outcome,
    /// File, sheet and rows.
    pub places: Vec<String>,
}

/// What there is to look at.
#[derive(Clone, Debug, Default)]
pub struct Review {
    /// Links that are not used until a person confirms them.
    pub waiting: u64,
    /// Links that are used in spite of a difference.
    pub used: u64,
    /// Decisions on file.
    pub confirmed: u64,
    /// Decisions on file.
    pub rejected: u64,
    /// Fingerprint of the decisions.
    pub fingerprint: Option<String>,
    /// The file as it should stand now; none where there is nothing to say.
    pub file: Option<Vec<u8>>,
}

/// The file to write: decided rows stay, whether or not what they are about is still in the inbox.
///
/// # Errors
/// Only for faults of the program.
pub fn review(decisions: &Decisions, met: &[Met<'_>], roll: &Roll) -> Result<Review, Error> {
    let mut entries = decisions.entries.clone();
    let (mut waiting, mut used) = (0, 0);
    for met in met {
        let Some(pupil) = roll.pupil(met.proposal.pupil_id) else { continue };
        let entry = entry(met, pupil, roll);
        let key = (met.proposal.row_key.clone(), pupil.identity());
        let known = entries.entry(key).or_insert_with(|| entry.clone());
        if known.decision.is_none() {
            let written = [DECISION, NOTE].map(|column| std::mem::take(&mut known.cells[column]));
            known.cells = entry.cells;
            (known.cells[DECISION], known.cells[NOTE]) = written.into();
            match met.outcome {
                Outcome::Child(_, MatchedBy::Likeness) => used += 1,
                _ => waiting += 1,
            }
        }
    }
    let (confirmed, rejected) = decisions.counts();
    let fingerprint = decisions.fingerprint();
    let file = (!entries.is_empty()).then(|| write(entries.into_values().collect())).transpose()?;
    Ok(Review { waiting, used, confirmed, rejected, fingerprint, file })
}

fn entry(met: &Met<'_>, pupil: &Pupil, roll: &Roll) -> Entry {
    let Proposal { row_key, key, confidence, why, .. } = met.proposal;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let day = |day: Option<jiff::civil::Date>| day.map(dates::in_figures).unwrap_or_default();
    let class = roll.enrolments.iter().rev().find(|spell| spell.pupil_id == pupil.id);
    let is_used = matches!(met.outcome, Outcome::Child(..));
    let cells = [
        String::new(),
        String::new(),
        if is_used { "yes" } else { "no" }.to_owned(),
        // Rounded down: 100 would say that there is no doubt.
        format!("{:.1}", (confidence * 1000.0).floor() / 10.0),
        text(&key.upn),
        key.codes.join(" "),
        text(&key.surname),
        text(&key.forename),
        day(key.date_of_birth),
        text(&pupil.upn),
        text(&pupil.local_id),
        pupil.surname.clone(),
        pupil.forename.clone(),
        day(pupil.date_of_birth),
        class.and_then(|spell| spell.class_name.clone()).unwrap_or_default(),
        why.clone(),
        met.places.join("; "),
        row_key.clone(),
        pupil.identity(),
    ];
    Entry { cells, decision: None }
}

/// As Excel opens it: UTF-8 with its mark, and nothing that could be taken for a formula. What waits comes first.
fn write(mut entries: Vec<Entry>) -> Result<Vec<u8>, Error> {
    entries.sort_by(|a, b| {
        let order = |entry: &Entry| (entry.decision.is_some(), entry.cells[USED] == "yes");
        order(a).cmp(&order(b)).then_with(|| a.cells[USED + 2..].cmp(&b.cells[USED + 2..]))
    });
    let fault =
        |error: &dyn std::fmt::Display| Error::BadReference { what: REVIEW_FILE.into(), why: error.to_string() };
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(b"\xEF\xBB\xBF".to_vec());
    writer.write_record(COLUMNS).map_err(|error| fault(&error))?;
    for entry in entries {
        writer.write_record(entry.cells.iter().map(|cell| harmless(cell))).map_err(|error| fault(&error))?;
    }
    writer.into_inner().map_err(|error| fault(&error))
}

/// Characters that make a spreadsheet take a cell for a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

fn harmless(text: &str) -> String {
    if text.starts_with(FORMULA) { format!("'{text}") } else { text.to_owned() }
}

/// The text before [`harmless`].
fn plain(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(bytes: Vec<u8>) -> RawTable {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("matches.csv");
        std::fs::write(&path, bytes).unwrap();
        let files = crate::sources::list(&path).unwrap();
        let readings = crate::sources::read_all(&files, &crate::sources::Isolation::None, |_| ()).unwrap();
        readings.into_iter().flat_map(|reading| reading.tables).next().unwrap()
    }

    fn entry(decision: &str, row: &str, child: &str) -> Entry {
        let mut cells: [String; COLUMNS.len()] = std::array::from_fn(|_| String::new());
        cells[DECISION] = decision.into();
        cells[6] = "=cmd".into();
        cells[ROW_KEY] = row.into();
        cells[CHILD_KEY] = child.into();
        Entry { cells, decision: None }
    }

    #[test]
    fn decisions_are_read_back_however_they_are_written() {
        let entries = vec![
            entry(" Confirm ", "row-1", "A"),
            entry("NO", "row-1", "B"),
            entry("", "row-2", "A"),
            entry("perhaps", "row-3", "A"),
            entry("reject", "", "A"),
        ];
        let decisions = Decisions::read(&table(write(entries).unwrap()));
        assert_eq!(decisions.about("row-1"), [("A", true), ("B", false)]);
        assert!(decisions.about("row-2").is_empty() && decisions.about("row-3").is_empty());
        assert_eq!(decisions.counts(), (1, 1));
        let said: Vec<u64> = decisions.diagnostics.iter().map(|found| found.count).collect();
        assert_eq!(said, [1, 1], "neither word nor key: {:?}", decisions.diagnostics);
    }

    #[test]
    fn a_file_that_a_spreadsheet_saved_is_the_same_file() {
        let text = "Child key;Row key;Decision (write confirm or reject);Why\nA;row-9;confirm;\n";
        let utf16: Vec<u8> = std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        for bytes in [text.as_bytes().to_vec(), utf16] {
            assert_eq!(Decisions::read(&table(bytes)).about("row-9"), [("A", true)]);
        }
    }

    #[test]
    fn nothing_in_it_becomes_a_formula_and_nothing_is_changed_by_it() {
        let bytes = write(vec![entry("confirm", "row-1", "A")]).unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(text.starts_with('\u{feff}') && text.contains(",'=cmd,") && text.ends_with("\r\n"), "{text}");
        let decisions = Decisions::read(&table(bytes.clone()));
        let again = review(&decisions, &[], &Roll::default()).unwrap();
        assert_eq!(again.file.unwrap(), bytes, "decided rows stay as they are");
    }
}
