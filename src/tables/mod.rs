//! Raw tables to typed canonical tables: headings, units, dates, codes, row
//! rules, and which child a record belongs to.

mod attendance;
mod calendar;
mod children;
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
mod source;
mod spells;
mod staff_settings;
mod support;
mod tools;
mod values;
mod vocabulary;
mod written_dates;

pub use codes::{AttendanceCode, AttendanceCodes};
pub use frame::{Frame, FrameBuilder};
pub use instruments::{Instrument, Instruments, Polarity};
pub use matching::{Decisions, MatchedBy, Outcome, REVIEW_FILE, Review, name_key};
pub use national::{National, NationalFigure, load as national_figures};
pub use quality::{Cells, SheetAccount};
pub use roll::{Enrolment, Pupil, Roll};
pub use source::{Source, SourceColumn};
pub use vocabulary::Vocabulary;

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::dates;
use crate::diagnostic::Diagnostics;
use crate::error::Error;
use crate::place::Place;
use crate::project::MatchingPolicy;
use crate::sources::Reading;
use definition::TableDefinition;
use matching::{KeyColumns, Linker, Met, Nicknames};
use recognise::recognise;
use roll::RollBuilder;
use sheet::Sheet;
use written_dates::WrittenDates;

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
    /// Everyday forms of forenames.
    pub nicknames: Nicknames,
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
            nicknames: Nicknames::load()?,
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
    /// The account of every sheet, in order of file and sheet.
    pub accounts: Vec<SheetAccount>,
    /// Every sheet that was used, in order of its number.
    pub sources: Vec<Source>,
    /// What was wrong.
    pub diagnostics: Diagnostics,
    /// Latest date of any screening or mark.
    pub last_date: Option<Date>,
    /// Links to children that a person should look at, and what was decided.
    pub review: Review,
}

/// How sure a link to a child must be, and what people decided about single links.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// The school's thresholds.
    pub policy: MatchingPolicy,
    /// Decisions of the review file.
    pub decisions: Decisions,
}

impl Canonical {
    /// A sheet by its number.
    pub fn source(&self, source_id: i32) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == source_id)
    }

    /// The place of a sheet by its number.
    pub fn place(&self, source_id: i32) -> Place {
        self.source(source_id).map_or_else(Place::default, |source| source.place.clone())
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
    links: &Links,
) -> Result<Canonical, Error> {
    let mut canonical = Canonical::default();
    let mut sheets = find_sheets(readings, reference, &mut canonical);
    let as_of_year = as_of_year.or_else(|| sheets.iter().filter_map(|sheet| sheet.found.academic_year).max());
    let as_of_year = as_of_year.or_else(|| years.last().copied()).unwrap_or(2025);
    let years = if years.is_empty() { vec![as_of_year - 1, as_of_year] } else { years.to_vec() };

    let mut roll = read_roll(&mut sheets, reference, &years, as_of_year, &mut canonical.diagnostics);
    canonical.diagnostics.extend(links.decisions.diagnostics.clone());
    let identities = roll.pupils.iter().map(|pupil| (pupil.identity(), pupil.id)).collect();
    let linker =
        Linker { index: &roll.index, policy: &links.policy, decisions: &links.decisions, identities: &identities };
    roll.links = linker.link(&sheets, reference);
    // Sheets of one file are one export.
    let files: BTreeMap<i32, usize> = {
        let names: BTreeMap<&str, usize> = sheets.iter().map(|sheet| sheet.account.file.as_str()).zip(0..).collect();
        sheets.iter().map(|sheet| (sheet.source_id, names[sheet.account.file.as_str()])).collect()
    };
    let file_of = |source_id: i32| files.get(&source_id).copied().unwrap_or_default();
    let diagnostics = &mut canonical.diagnostics;
    let mut frames = vec![people::pupils(&roll)?, people::enrolments(&roll)?];
    frames.extend(screening::screening(of_table(&mut sheets, "screening"), reference, &roll, diagnostics)?);
    frames.push(attendance::marks(of_table(&mut sheets, "attendance_marks"), reference, &roll, diagnostics)?);
    frames.push(attendance::summaries(of_table(&mut sheets, "attendance_summary"), reference, &roll, diagnostics)?);
    frames.push(support::interventions(of_table(&mut sheets, "interventions"), reference, &roll, diagnostics)?);
    frames.push(support::sessions(of_table(&mut sheets, "intervention_sessions"), reference, &roll, diagnostics)?);
    frames.push(support::plans(of_table(&mut sheets, "plans"), reference, &roll, diagnostics)?);
    frames.push(support::suspensions(of_table(&mut sheets, "suspensions"), reference, &roll, diagnostics)?);
    frames.push(support::incidents(of_table(&mut sheets, "incidents"), reference, &roll, &file_of, diagnostics)?);
    frames.push(support::room_use(of_table(&mut sheets, "room_use"), reference, &roll, &file_of, diagnostics)?);
    let (staff, known) = people::staff(of_table(&mut sheets, "staff"), reference, diagnostics)?;
    frames.push(staff);
    frames.push(people::training(of_table(&mut sheets, "training"), reference, &known, diagnostics)?);
    frames.push(people::families(of_table(&mut sheets, "family_thrive"), reference, &roll, diagnostics)?);
    frames.push(people::surveys(of_table(&mut sheets, "surveys"), reference, diagnostics)?);
    frames.push(people::ambassador(of_table(&mut sheets, "ambassador"), reference, diagnostics)?);

    left_out(&frames, &roll, &mut sheets, &mut canonical.diagnostics);
    canonical.review = to_look_at(&sheets, &roll, &links.decisions)?;
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
    canonical.roll = roll;
    canonical.staff_names = known;
    canonical.accounts.extend(sheets.into_iter().map(|sheet| sheet.account));
    canonical.accounts.sort_by(|a, b| (&a.file, &a.sheet).cmp(&(&b.file, &b.sheet)));
    Ok(canonical)
}

/// The children of the pupil lists, and the codes that key files give them.
fn read_roll(
    sheets: &mut [Sheet<'_>],
    reference: &Reference,
    years: &[i16],
    as_of_year: i16,
    diagnostics: &mut Diagnostics,
) -> Roll {
    let mut builder = RollBuilder::default();
    for sheet in of_table(sheets, "pupils").into_iter().filter(|sheet| !roll::is_key_file(sheet)) {
        sheet.read(reference, diagnostics, |sheet, row, diagnostics| {
            builder.take(sheet, row, reference, as_of_year, diagnostics)
        });
    }
    let mut roll = builder.build(years, reference.nicknames.clone(), diagnostics);
    for sheet in of_table(sheets, "pupils").into_iter().filter(|sheet| roll::is_key_file(sheet)) {
        sheet.read(reference, diagnostics, |sheet, row, _| roll.take_codes(sheet, row, reference));
    }
    roll
}

/// Counts and names the records that were left out because another one counts in their place.
fn left_out(frames: &[Frame], roll: &Roll, sheets: &mut [Sheet<'_>], diagnostics: &mut Diagnostics) {
    let known: BTreeMap<i32, SheetAccount> = sheets
        .iter()
        .map(|sheet| {
            let SheetAccount { file, up_to, titled, .. } = &sheet.account;
            (sheet.source_id, SheetAccount { file: file.clone(), up_to: *up_to, titled: *titled, ..Default::default() })
        })
        .collect();
    let repeats = frames.iter().flat_map(|frame| &frame.repeated).map(|(id, row)| (*id, *row as u32, None));
    let contradictions = frames.iter().flat_map(|frame| &frame.contradicted);
    let contradictions = contradictions.map(|out| (out.source_id, out.source_row as u32, Some(out.by)));
    let of_lists = roll.superseded.iter().map(|out| (out.source_id, out.source_row, (!out.same).then_some(out.by)));
    for (source_id, row, by) in repeats.chain(contradictions).chain(of_lists) {
        let Some(sheet) = sheets.iter_mut().find(|sheet| sheet.source_id == source_id) else { continue };
        sheet.account.records_repeated += 1;
        let place = sheet.place.at_row(row);
        let Some(other) = by.and_then(|by| known.get(&by)) else {
            diagnostics.add("T016", "the same record stands there again", place);
            continue;
        };
        let mine = &mut sheet.account;
        if other.file == mine.file {
            diagnostics.add("T017", "a record further down says something else", place);
            continue;
        }
        mine.records_superseded += 1;
        let until = |day: Option<Date>| day.map_or("no date".to_owned(), dates::in_figures);
        let (file, theirs, own) = (&other.file, until(other.up_to), until(mine.up_to));
        if other.up_to > mine.up_to {
            let message = format!("{file} counts instead: it goes up to {theirs}, this one up to {own}");
            diagnostics.add("T021", message, place);
        } else if other.titled > mine.titled {
            let (theirs, own) = (until(other.titled), until(mine.titled));
            let message = format!("{file} counts instead: its title has the date {theirs}, this one's {own}");
            diagnostics.add("T021", message, place);
        } else {
            let message = format!("{file} says something else and was used, though both go up to {own}");
            diagnostics.add("T017", message, place);
        }
    }
}

/// Links to children that a person should look at, with the places where they were met.
fn to_look_at(sheets: &[Sheet<'_>], roll: &Roll, decisions: &Decisions) -> Result<Review, Error> {
    let mut met: BTreeMap<(&str, i64), Met<'_>> = BTreeMap::new();
    let mut in_order: Vec<&Sheet<'_>> = sheets.iter().collect();
    in_order.sort_by(|a, b| a.place.cmp(&b.place));
    for sheet in in_order {
        let Some(links) = roll.links.get(&sheet.source_id) else { continue };
        for (at, rows) in &sheet.account.children.to_look_at {
            let Some((link, proposal)) = links.links.get(*at).and_then(|link| Some((link, link.proposal.as_ref()?)))
            else {
                continue;
            };
            let place = format!("{}: {}", sheet.place, rows.addresses().join(", "));
            met.entry((&proposal.row_key, proposal.pupil_id))
                .or_insert_with(|| Met { proposal, outcome: link.outcome, places: Vec::new() })
                .places
                .push(place);
        }
    }
    matching::review(decisions, &met.into_values().collect::<Vec<_>>(), roll)
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
            account.why = why(&found, definition);
            let second = |header: &str| {
                let column = definition.headings.get(&definition::heading_key(header));
                column.is_some_and(|at| KeyColumns::uses_a_second(&definition.id, &definition.columns[*at].id))
            };
            for (at, header) in found.doubled.iter().filter(|(_, header)| !second(header)) {
                let message = format!("\"{header}\" means the same as an earlier column");
                canonical.diagnostics.add("R004", message, place.at_cell(found.header_row, *at, header));
            }
            sheets.push(Sheet { raw, found, definition, source_id: 0, account, place });
        }
    }
    let mut dated: Vec<(WrittenDates, Sheet<'_>)> =
        sheets.into_iter().map(|sheet| (WrittenDates::of(&sheet), sheet)).collect();
    dated.sort_by_cached_key(|(written, sheet)| {
        (written.latest, written.titled, sheet.account.sha256.clone(), sheet.raw.sheet.clone())
    });
    let mut sheets = Vec::with_capacity(dated.len());
    for (index, (written, mut sheet)) in dated.into_iter().enumerate() {
        sheet.source_id = index as i32 + 1;
        (sheet.account.up_to, sheet.account.titled) = (written.latest, written.titled);
        sheet.account.dates_written = written.forms;
        canonical.sources.push(Source::of(&sheet, reference));
        sheets.push(sheet);
    }
    sheets
}

/// Why a sheet was read as a table, in words.
fn why(found: &recognise::Recognised, definition: &TableDefinition) -> String {
    let named: Vec<String> = found.mapped.iter().take(4).map(|mapped| format!("\"{}\"", mapped.header)).collect();
    let more = found.mapped.len().saturating_sub(named.len());
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    let wide = match (found.wide.len(), definition.id.as_str()) {
        (0, _) => String::new(),
        (columns, "screening") => format!(", and {columns} that are strands"),
        (columns, _) => format!(", and {columns} that are sessions"),
    };
    format!(
        "row {} has {} known headings of {}: {}{rest}{wide}",
        found.header_row,
        found.mapped.len(),
        definition.sheet.to_lowercase(),
        named.join(", ")
    )
}

fn of_table<'s, 'a>(sheets: &'s mut [Sheet<'a>], table: &str) -> Vec<&'s mut Sheet<'a>> {
    sheets.iter_mut().filter(|sheet| sheet.definition.id == table).collect()
}
