//! What personal data each file of a project holds, for the school's record of
//! processing activities. What lies where is data: `reference/personal-data.toml`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::erasure::files_below;
use super::inbox::Inbox;
use crate::changes::Cohort;
use crate::error::Error;
use crate::project::{Project, Retention};
use crate::sources::{self, Cell, Isolation, RawTable};
use crate::tables::{REVIEW_CHILD, Reference, Source};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    inbox: Vec<KnownTable>,
    file: Vec<KnownFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KnownTable {
    table: String,
    subjects: String,
    holds: Vec<String>,
    special: Vec<String>,
    keep: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KnownFile {
    path: String,
    subjects: String,
    holds: Vec<String>,
    special: Vec<String>,
    children: Option<Counted>,
    readers: String,
    keep: String,
}

/// How the children of a file are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Counted {
    Cohort,
    Tokens,
    Review,
    Unknown,
}

fn known() -> Result<Known, Error> {
    let what = "reference/personal-data.toml";
    toml::from_str(include_str!("../../reference/personal-data.toml"))
        .map_err(|error| Error::BadReference { what: what.into(), why: error.to_string() })
}

/// The kind of retention of an inbox table.
pub(super) fn keep_of(table: &str) -> Result<Option<String>, Error> {
    Ok(known()?.inbox.into_iter().find(|known| known.table == table).map(|known| known.keep))
}

/// A file, or a sheet of a file. The order of the fields is part of the contract of `inventory --json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Path below the project, with forward slashes; names of children in it are left out.
    pub file: String,
    /// Sheet, in a workbook of the inbox.
    pub sheet: Option<String>,
    /// Whose data it is.
    pub subjects: String,
    /// Categories of data.
    pub holds: Vec<String>,
    /// Those that belong to the special categories, or are to be treated like them.
    pub special: Vec<String>,
    /// How many different children are in it; none where that is not known.
    pub children: Option<u64>,
    /// Who is meant to read it.
    pub readers: String,
    /// How long it is kept.
    pub kept: String,
}

/// Every file of a project.
#[derive(Clone, Debug, Serialize)]
pub struct Inventory {
    /// Version of the contract.
    pub version: u32,
    /// Name of the school.
    pub school: String,
    /// The files, those of the inbox first.
    pub files: Vec<Entry>,
}

impl Inventory {
    /// Looks at every file of a project.
    ///
    /// # Errors
    /// When a file or folder cannot be read.
    pub fn of(project: &Project, reference: &Reference, isolation: &Isolation) -> Result<Inventory, Error> {
        let known = known()?;
        let retention = &project.policy.retention;
        let inbox = Inbox::read(project, reference, isolation)?;
        let mut files = in_inbox(&inbox, &known, retention);
        let shown: BTreeSet<String> = files.iter().map(|entry| entry.file.clone()).collect();
        for reading in inbox.readings.iter().filter(|reading| reading.tables.is_empty()) {
            let file = format!("inbox/{}", inbox.canonical.shown.file_and_sheet(&reading.file, None).0);
            if !shown.contains(&file) {
                files.push(unknown(file));
            }
        }
        for path in files_below(&project.folder)? {
            // A lock of the program, and what an office program or the system leaves, hold nothing.
            if path.starts_with("inbox/") || path.rsplit('/').next().is_some_and(|name| name.starts_with('.')) {
                continue;
            }
            let about = known.file.iter().find(|known| fits(&path, &known.path));
            let children = about.and_then(|about| children_of(project, &path, about.children));
            let shown = inbox.canonical.roll.names.without_names(&path).into_owned();
            files.push(match about {
                Some(about) => Entry {
                    file: shown,
                    sheet: None,
                    subjects: about.subjects.clone(),
                    holds: about.holds.clone(),
                    special: about.special.clone(),
                    children,
                    readers: about.readers.clone(),
                    kept: kept(&about.keep, retention),
                },
                None => unknown(shown),
            });
        }
        Ok(Inventory { version: 1, school: project.school.name.clone(), files })
    }
}

fn unknown(file: String) -> Entry {
    Entry {
        file,
        sheet: None,
        subjects: "not known".into(),
        holds: vec!["a file that the program could not read".into()],
        special: Vec::new(),
        children: None,
        readers: "not known".into(),
        kept: "not known".into(),
    }
}

/// The sheets of the inbox, by what they were read as.
fn in_inbox(inbox: &Inbox, known: &Known, retention: &Retention) -> Vec<Entry> {
    let mut entries = Vec::new();
    for account in inbox.canonical.accounts.iter().filter(|account| account.sheet.is_some() || account.table.is_some())
    {
        let file = format!("inbox/{}", account.file);
        let Some(about) = known.inbox.iter().find(|known| account.table.as_ref() == Some(&known.table)) else {
            entries.push(Entry { sheet: account.sheet.clone(), ..unknown(file) });
            continue;
        };
        let children = inbox.readings.iter().flat_map(|reading| &reading.tables).find_map(|table| {
            let place = inbox.canonical.shown.file_and_sheet(&table.file, table.sheet.as_deref());
            let source = inbox
                .canonical
                .sources
                .iter()
                .find(|source| (&source.place.file, &source.place.sheet) == (&account.file, &account.sheet))?;
            (place == (account.file.clone(), account.sheet.clone()))
                .then(|| different_children(table, source, account.header_row.unwrap_or_default()))
        });
        entries.push(Entry {
            file,
            sheet: account.sheet.clone(),
            subjects: about.subjects.clone(),
            holds: about.holds.clone(),
            special: about.special.clone(),
            children,
            readers: "staff".into(),
            kept: kept(&about.keep, retention),
        });
    }
    entries
}

/// Different keys in the columns that say which child a row is about: the surest that the sheet has.
fn different_children(table: &RawTable, source: &Source, header_row: u32) -> u64 {
    let used = source.used("child", None);
    let columns: Vec<u32> = used.iter().filter_map(|at| source.columns.get(*at)).map(|column| column.at).collect();
    let rows = table.rows().iter().filter(|row| row.number > header_row);
    let key = |row| -> Vec<String> {
        let cell = |at: &u32| match table.cell(row, *at) {
            Cell::Text(text) => text.to_uppercase(),
            Cell::Number(number) => number.to_string(),
            Cell::Date(day) => day.to_string(),
            _ => String::new(),
        };
        columns.iter().map(cell).collect()
    };
    let keys: BTreeSet<Vec<String>> = rows.map(key).filter(|key| key.iter().any(|cell| !cell.is_empty())).collect();
    keys.len() as u64
}

/// Whether a path begins as an entry says, with `*` for one folder.
fn fits(path: &str, pattern: &str) -> bool {
    match pattern.split_once('*') {
        None => path.starts_with(pattern),
        Some((before, after)) => path
            .strip_prefix(before)
            .and_then(|rest| rest.split_once('/'))
            .is_some_and(|(_, rest)| rest.starts_with(after.trim_start_matches('/'))),
    }
}

fn children_of(project: &Project, path: &str, counted: Option<Counted>) -> Option<u64> {
    match counted {
        None => Some(0),
        Some(Counted::Unknown) => None,
        Some(Counted::Tokens) => {
            let text = fs::read_to_string(project.folder.join(path)).ok()?;
            Some(text.lines().filter(|line| !line.starts_with('#')).count().saturating_sub(1) as u64)
        }
        Some(Counted::Review) => {
            let text = sources::decoded(&fs::read(project.folder.join(path)).ok()?);
            let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
            let at = reader.headers().ok()?.iter().position(|heading| heading == REVIEW_CHILD)?;
            let keys = reader.records().flatten().filter_map(|row| row.get(at).map(str::to_owned));
            Some(keys.filter(|key| !key.is_empty()).collect::<BTreeSet<_>>().len() as u64)
        }
        Some(Counted::Cohort) => {
            let term = path.split('/').nth(1)?;
            let pack = Path::new("packs").join(term).join(crate::changes::COHORT);
            let bytes = fs::read(project.folder.join(pack)).ok()?;
            serde_json::from_slice::<Cohort>(&bytes).ok().map(|cohort| cohort.pupils.len() as u64)
        }
    }
}

fn kept(kind: &str, retention: &Retention) -> String {
    retention.years(kind).map_or_else(|| kind.to_owned(), |years| format!("{years} years ({kind})"))
}

/// The list as comma-separated values with a heading, for a spreadsheet. No cell can be taken for a formula.
///
/// # Errors
/// When it cannot be written, which is a fault of the program.
pub fn csv(inventory: &Inventory) -> Result<Vec<u8>, Error> {
    let fault = |error: String| Error::CannotRender { what: "the inventory".into(), why: error };
    let mut writer = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
    let headings = ["File", "Sheet", "Whose data", "Holds", "Special categories", "Children", "Readers", "Kept"];
    writer.write_record(headings).map_err(|error| fault(error.to_string()))?;
    for entry in &inventory.files {
        let cells = [
            entry.file.clone(),
            entry.sheet.clone().unwrap_or_default(),
            entry.subjects.clone(),
            entry.holds.join("; "),
            entry.special.join("; "),
            entry.children.map_or_else(|| "not known".to_owned(), |count| count.to_string()),
            entry.readers.clone(),
            entry.kept.clone(),
        ];
        writer.write_record(cells.map(as_text)).map_err(|error| fault(error.to_string()))?;
    }
    writer.into_inner().map_err(|error| fault(error.to_string()))
}

/// A text that a spreadsheet would run begins with an apostrophe, which shows it as text.
fn as_text(text: String) -> String {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        true => format!("'{text}"),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_is_known_and_every_file_finds_its_entry() {
        let known = known().unwrap();
        for table in Reference::load().unwrap().tables {
            assert!(known.inbox.iter().any(|known| known.table == table.id), "{}", table.id);
        }
        let path_of = |path: &str| known.file.iter().find(|known| fits(path, &known.path)).unwrap().path.as_str();
        for (path, entry) in [
            ("packs/2025-26-summer/staff/pupil-lists.html", "packs/*/staff/pupil-lists"),
            ("packs/2025-26-summer/staff/charts/a.svg", "packs/*/staff/"),
            ("packs/2025-26-summer/staff.zip", "packs/*/staff.zip"),
            ("packs/2025-26-summer/governors/results.json", "packs/*/governors/"),
            ("packs/.unfinished-x/notes.txt", "packs/"),
            ("review/matches.csv", "review/matches.csv"),
            ("review/notes.txt", "review/"),
            ("ledger/pupils.csv", "ledger/pupils.csv"),
            ("ledger/releases.jsonl", "ledger/"),
            ("letters to parents.docx", ""),
        ] {
            assert_eq!(path_of(path), entry, "{path}");
        }
    }

    #[test]
    fn every_kind_of_retention_is_in_the_policy_or_in_words() {
        let retention = Retention::default();
        for keep in known().unwrap().inbox.iter().map(|known| known.keep.as_str()) {
            assert!(retention.years(keep).is_some(), "{keep}");
        }
        assert_eq!(kept("registers", &retention), "6 years (registers)");
    }

    #[test]
    fn a_file_named_like_a_formula_stays_a_text() {
        let entry = Entry { file: "inbox/x.csv".into(), sheet: Some("=1+1".into()), ..unknown("=cmd".into()) };
        let inventory = Inventory { version: 1, school: String::new(), files: vec![entry] };
        let text = String::from_utf8(csv(&inventory).unwrap()).unwrap();
        assert!(text.contains(",'=1+1,") && !text.contains(",=1+1"), "{text}");
    }
}
