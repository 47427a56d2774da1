//! Raw tables to typed canonical tables: headings, units, dates, codes, row
//! rules, and which child a record belongs to.

mod adults;
mod attendance;
mod calendar;
mod child_names;
mod codes;
pub mod definition;
pub mod expectations;
mod frame;
mod instruments;
mod matching;
mod national;
mod people;
mod quality;
mod recognise;
mod roll;
mod screening;
pub mod settings;
mod sheet;
mod shown;
mod source;
mod staff_settings;
mod support;
mod tools;
mod values;
mod vocabulary;

pub use adults::Adults;
pub use child_names::ChildNames;
pub use codes::{AttendanceCode, AttendanceCodes};
pub use frame::{Frame, FrameBuilder};
pub use instruments::{Instrument, Instruments, Polarity};
pub use matching::name_key;
pub use national::{National, NationalFigure, load as national_figures};
pub use quality::SheetAccount;
pub use roll::{Enrolment, Pupil, Roll};
pub use shown::{Shown, unread};
pub use source::{Source, SourceColumn};
pub use vocabulary::Vocabulary;

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::dates;
use crate::diagnostic::Diagnostics;
use crate::error::Error;
use crate::place::Place;
use crate::sources::Reading;
use definition::TableDefinition;
use recognise::recognise;
use roll::RollBuilder;
use sheet::Sheet;

/// The data files that say what a school's spreadsheets mean.
pub struct Reference {
    /// Canonical tables.
    pub tables: Vec<TableDefinition>,
    /// Closed sets of words.
    pub vocabulary: Vocabulary,
    /// Screening instruments.
    pub instruments: Instruments,
    /// Attendance codes by date.
    pub codes: AttendanceCodes,
}

impl Reference {
    /// Reads the embedded data files.
    ///
    /// # Errors
    /// When one of them is wrong.
    pub fn load() -> Result<Self, Error> {
        Ok(Reference {
            tables: definition::load()?,
            vocabulary: Vocabulary::load()?,
            instruments: Instruments::load()?,
            codes: AttendanceCodes::load()?,
        })
    }
}

/// Every canonical table of a set of files.
#[derive(Debug, Default)]
pub struct Canonical {
    /// Tables for the store.
    pub frames: Vec<Frame>,
    /// The children.
    pub roll: Roll,
    /// Names of staff by staff number, for staff documents only.
    pub staff_names: BTreeMap<String, String>,
    /// The adults whom records name, who are numbers in the store.
    pub adults: Adults,
    /// What files and sheets are called in messages and accounts.
    pub shown: Shown,
    /// The account of every sheet, in order of file and sheet.
    pub accounts: Vec<SheetAccount>,
    /// Every sheet that was used, in order of its number.
    pub sources: Vec<Source>,
    /// What was wrong.
    pub diagnostics: Diagnostics,
    /// Latest date of any screening or mark.
    pub last_date: Option<Date>,
}

impl Canonical {
    /// Takes over what was found elsewhere, without children's names.
    pub fn report(&mut self, found: Diagnostics) {
        self.diagnostics.extend(self.shown.diagnostics(&self.roll.names, found));
    }

    /// A sheet by its number.
    pub fn source(&self, source_id: i32) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == source_id)
    }

    /// The place of a sheet by its number.
    pub fn place(&self, source_id: i32) -> Place {
        self.source(source_id).map_or_else(Place::default, |source| source.place.clone())
    }
}

impl Canonical {
    /// Takes children's names out of everything that is said about files, sheets and headings.
    fn without_names(&mut self, names: &ChildNames) {
        let shown = &self.shown;
        for account in &mut self.accounts {
            (account.file, account.sheet) = shown.file_and_sheet(&account.file, account.sheet.as_deref());
            for heading in account.mapped.iter_mut().map(|(heading, _)| heading).chain(&mut account.ignored) {
                *heading = shown::heading(names, heading);
            }
        }
        for source in &mut self.sources {
            source.place = shown.place(&source.place);
            for column in &mut source.columns {
                column.header = shown::heading(names, &column.header);
            }
        }
        self.diagnostics = shown.diagnostics(names, std::mem::take(&mut self.diagnostics));
    }
}

/// Builds the canonical tables. `years` are the academic years of the school's
/// calendar and `as_of_year` the one a pupil list without a year is about;
/// both may be unknown when single files are checked.
///
/// # Errors
/// Only for faults of the program; what is wrong in the files is in
/// [`Canonical::diagnostics`].
pub fn build(
    readings: &[Reading],
    reference: &Reference,
    years: &[i16],
    as_of_year: Option<i16>,
) -> Result<Canonical, Error> {
    let mut canonical = Canonical::default();
    let mut sheets = find_sheets(readings, reference, &mut canonical);
    let as_of_year = as_of_year.or_else(|| sheets.iter().filter_map(|sheet| sheet.found.academic_year).max());
    let as_of_year = as_of_year.or_else(|| years.last().copied()).unwrap_or(2025);
    let years = if years.is_empty() { vec![as_of_year - 1, as_of_year] } else { years.to_vec() };

    let mut builder = RollBuilder::default();
    for sheet in of_table(&mut sheets, "pupils") {
        sheet.read(reference, &mut canonical.diagnostics, |sheet, row, diagnostics| {
            builder.take(sheet, row, as_of_year, diagnostics)
        });
    }
    let mut roll = builder.build(&years, &mut canonical.diagnostics);
    roll.names = ChildNames::of(&roll, reference);
    let adults = Adults::of(&sheets);
    let diagnostics = &mut canonical.diagnostics;
    let mut frames = vec![people::pupils(&roll)?, people::enrolments(&roll)?];
    frames.extend(screening::screening(of_table(&mut sheets, "screening"), reference, &roll, &adults, diagnostics)?);
    frames.push(attendance::marks(of_table(&mut sheets, "attendance_marks"), reference, &roll, diagnostics)?);
    frames.push(attendance::summaries(of_table(&mut sheets, "attendance_summary"), reference, &roll, diagnostics)?);
    frames.push(support::interventions(
        of_table(&mut sheets, "interventions"),
        reference,
        &roll,
        &adults,
        diagnostics,
    )?);
    frames.push(support::sessions(of_table(&mut sheets, "intervention_sessions"), reference, &roll, diagnostics)?);
    frames.push(support::plans(of_table(&mut sheets, "plans"), reference, &roll, diagnostics)?);
    frames.push(support::suspensions(of_table(&mut sheets, "suspensions"), reference, &roll, diagnostics)?);
    frames.push(support::incidents(of_table(&mut sheets, "incidents"), reference, &roll, diagnostics)?);
    frames.push(support::room_use(of_table(&mut sheets, "room_use"), reference, &roll, diagnostics)?);
    let (staff, known) = people::staff(of_table(&mut sheets, "staff"), reference, diagnostics)?;
    frames.push(staff);
    frames.push(people::training(of_table(&mut sheets, "training"), reference, &known, diagnostics)?);
    frames.push(people::families(of_table(&mut sheets, "family_thrive"), reference, &roll, &adults, diagnostics)?);
    frames.push(people::surveys(of_table(&mut sheets, "surveys"), reference, &roll, diagnostics)?);
    frames.push(people::ambassador(of_table(&mut sheets, "ambassador"), reference, &roll, diagnostics)?);

    for frame in &frames {
        let repeated = frame.repeated.iter().map(|place| (place, "T016", "the same record stands there again"));
        let contradicted = frame.contradicted.iter().map(|place| (place, "T017", "a later record says something else"));
        for (&(source_id, row), code, message) in repeated.chain(contradicted) {
            if let Some(sheet) = sheets.iter_mut().find(|sheet| sheet.source_id == source_id) {
                sheet.account.records_repeated += 1;
                canonical.diagnostics.add(code, message, sheet.place.at_row(row as u32));
            }
        }
    }
    for sheet in &sheets {
        if sheet.account.rows_read == 0 {
            canonical.diagnostics.add("R003", "there are headings and no rows", sheet.place.clone());
        }
        let dated = matches!(sheet.definition.id.as_str(), "screening" | "attendance_marks");
        if dated {
            canonical.last_date = canonical.last_date.max(sheet.account.last_date);
        }
    }
    canonical.frames = frames;
    canonical.staff_names = known;
    canonical.adults = adults;
    canonical.accounts.extend(sheets.into_iter().map(|sheet| sheet.account));
    canonical.shown = Shown::of(&roll.names, readings);
    canonical.without_names(&roll.names);
    canonical.roll = roll;
    canonical.accounts.sort_by(|a, b| (&a.file, &a.sheet).cmp(&(&b.file, &b.sheet)));
    Ok(canonical)
}

/// Recognises every sheet. Sheets are numbered by the latest date they can be
/// about and then by content, never by name, so that renaming or reordering
/// files changes nothing and a later export comes after an earlier one.
fn find_sheets<'a>(readings: &'a [Reading], reference: &'a Reference, canonical: &mut Canonical) -> Vec<Sheet<'a>> {
    let mut sheets = Vec::new();
    for reading in readings {
        if reading.tables.is_empty() {
            // A refused file has its line in the account too.
            let (file, sha256) = (reading.file.clone(), reading.sha256.clone());
            canonical.accounts.push(SheetAccount { file, sha256, ..SheetAccount::default() });
        }
        for raw in &reading.tables {
            let place = Place { sheet: raw.sheet.clone(), ..Place::file(&raw.file) };
            let mut account = SheetAccount {
                file: raw.file.clone(),
                sha256: reading.sha256.clone(),
                sheet: raw.sheet.clone(),
                ..SheetAccount::default()
            };
            if raw.rows().is_empty() {
                canonical.accounts.push(account);
                continue;
            }
            let Some(found) = recognise(raw, reference) else {
                canonical.diagnostics.add("R001", "no row has the headings of a known table", place);
                account.rows_read = raw.rows().len() as u64;
                account.rows_rejected.insert("R001", account.rows_read);
                canonical.accounts.push(account);
                continue;
            };
            let definition = &reference.tables[found.table];
            account.table = Some(definition.id.clone());
            account.header_row = Some(found.header_row);
            account.mapped = found
                .mapped
                .iter()
                .map(|mapped| (mapped.header.clone(), definition.columns[mapped.column].name.clone()))
                .collect();
            account.wide_columns = found.wide.len();
            account.ignored = found.ignored.iter().map(|(_, header)| header.clone()).collect();
            if !found.ignored.is_empty() {
                let list: Vec<String> = found.ignored.iter().map(|(_, header)| format!("\"{header}\"")).collect();
                canonical.diagnostics.add(
                    "R002",
                    format!("not used: {}", list.join(", ")),
                    place.at_row(found.header_row),
                );
            }
            for (at, header) in &found.doubled {
                let message = format!("\"{header}\" means the same as an earlier column");
                canonical.diagnostics.add("R004", message, place.at_cell(found.header_row, *at, header));
            }
            sheets.push(Sheet { raw, found, definition, source_id: 0, account, place });
        }
    }
    sheets.sort_by_cached_key(|sheet| (latest_date(sheet), sheet.account.sha256.clone(), sheet.raw.sheet.clone()));
    for (index, sheet) in sheets.iter_mut().enumerate() {
        sheet.source_id = index as i32 + 1;
        canonical.sources.push(Source::of(sheet, reference));
    }
    sheets
}

/// The latest date in a sheet's headings or date columns: how late the export is.
fn latest_date(sheet: &Sheet<'_>) -> Option<Date> {
    let headings = sheet.found.wide.iter().filter_map(|column| match column.key {
        recognise::WideKey::Session(day, _) => Some(day),
        recognise::WideKey::Strand(..) => None,
    });
    let mut reader = dates::DateReader::default();
    let mut latest = headings.max();
    for mapped in &sheet.found.mapped {
        let column = &sheet.definition.columns[mapped.column];
        if column.kind != definition::ColumnType::Date || column.id == "date_of_birth" || column.id == "expires" {
            continue;
        }
        for row in sheet.raw.rows() {
            let day = match sheet.raw.cell(row, mapped.at) {
                crate::sources::Cell::Date(day) => Some(day),
                crate::sources::Cell::Text(text) => match reader.read(text) {
                    dates::DateReading::Date(day) => Some(day),
                    _ => None,
                },
                _ => None,
            };
            latest = latest.max(day);
        }
    }
    latest
}

fn of_table<'s, 'a>(sheets: &'s mut [Sheet<'a>], table: &str) -> Vec<&'s mut Sheet<'a>> {
    sheets.iter_mut().filter(|sheet| sheet.definition.id == table).collect()
}
