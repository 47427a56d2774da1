//! Raw tables to typed canonical tables: headings, units, dates, codes, row
//! rules, and which child a record belongs to.

mod above;
mod adults;
mod attendance;
mod calendar;
mod child_names;
mod children;
mod codes;
mod date_order;
pub mod definition;
pub mod expectations;
mod extent;
mod find;
mod frame;
mod headings;
mod instruments;
mod items;
mod layout;
mod likeness;
mod matching;
mod national;
mod people;
pub mod propose;
mod pupil_keys;
mod quality;
mod recognise;
#[cfg(test)]
mod recognise_tests;
mod roll;
mod screening;
pub mod settings;
mod sheet;
mod shown;
mod source;
mod spells;
mod staff_settings;
mod superseded;
mod support;
mod tools;
mod values;
mod vocabulary;
mod wide;
mod written_dates;

pub use adults::Adults;
pub use child_names::ChildNames;
pub use codes::{AttendanceCode, AttendanceCodes};
pub use frame::{Frame, FrameBuilder, Put};
pub use instruments::{Instrument, Instruments, Polarity};
pub use layout::LayoutFile;
pub use matching::{Decisions, MatchedBy, Outcome, REVIEW_CHILD, REVIEW_FILE, Review, name_key};
pub use national::{National, NationalFigure, load as national_figures};
pub use quality::{Cells, SheetAccount};
pub use roll::{Enrolment, Pupil, Roll};
pub use shown::Shown;
pub use source::{Source, SourceColumn};
pub use vocabulary::Vocabulary;

use std::collections::{BTreeMap, HashSet};

use jiff::civil::Date;

use crate::diagnostic::Diagnostics;
use crate::error::Error;
use crate::place::Place;
use crate::project::{Mapping, MatchingPolicy, OwnReference};
use crate::sources::{RawTable, Reading};
use definition::TableDefinition;
use headings::Heading;
use layout::Layout;
use matching::{Met, Nicknames};
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
    /// Everyday forms of forenames.
    pub nicknames: Nicknames,
    layouts: Vec<Layout>,
    mappings: Vec<Mapping>,
    /// Every heading that means something somewhere, by key.
    headings: HashSet<String>,
}

impl Reference {
    /// Reads the embedded data files.
    ///
    /// # Errors
    /// When one of them is wrong.
    pub fn load() -> Result<Self, Error> {
        Self::with(&OwnReference::default())
    }

    /// Reads the embedded data files and a school's own layouts, tools and confirmed mappings.
    ///
    /// # Errors
    /// When one of them is wrong.
    pub fn with(own: &OwnReference) -> Result<Self, Error> {
        let tables = definition::load()?;
        let instruments = Instruments::load(own)?;
        let layouts = layout::load(&tables, &instruments, own)?;
        let headings = tables.iter().flat_map(|table| table.headings.keys());
        let headings = headings.chain(layouts.iter().flat_map(Layout::keys)).cloned().collect();
        Ok(Reference {
            vocabulary: Vocabulary::load()?,
            codes: AttendanceCodes::load()?,
            nicknames: Nicknames::load()?,
            mappings: own.mappings.clone(),
            tables,
            instruments,
            layouts,
            headings,
        })
    }

    /// Whether a heading means something in any table, by its key.
    fn is_heading(&self, key: &str) -> bool {
        self.headings.contains(key)
    }

    /// Whether any of some headings means something: most rows of a sheet are told apart by that alone.
    fn knows(&self, headings: &[Heading<'_>]) -> bool {
        headings.iter().flat_map(|heading| &heading.keys).any(|key| self.is_heading(key))
    }

    /// What the school has settled for a sheet read in a layout: with the layout itself, or for its file alone.
    fn settled<'r>(&'r self, layout: Option<&'r Layout>, raw: &'r RawTable) -> impl Iterator<Item = &'r Mapping> {
        let without_headings = self.mappings.iter().filter(|mapping| mapping.table.is_none());
        let of_file = without_headings.filter(|mapping| mapping.names(&raw.file, raw.sheet.as_deref()));
        layout.and_then(Layout::mapping).into_iter().chain(of_file)
    }

    /// Whether the school has named a sheet: then it is read even where it is hidden.
    fn is_named(&self, raw: &RawTable) -> bool {
        let names = |mapping: &Mapping| mapping.sheet.is_some() && mapping.names(&raw.file, raw.sheet.as_deref());
        self.mappings.iter().any(names)
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
    fn without_names(&mut self, names: &ChildNames, reference: &Reference) {
        let shown = &self.shown;
        for account in &mut self.accounts {
            (account.file, account.sheet) = shown.file_and_sheet(&account.file, account.sheet.as_deref());
            for heading in account.mapped.iter_mut().map(|(heading, _)| heading).chain(&mut account.ignored) {
                *heading = shown::heading(names, heading);
            }
            account.say_why(&reference.tables);
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
    links: &Links,
) -> Result<Canonical, Error> {
    let mut canonical = Canonical::default();
    let mut sheets = find::sheets(readings, reference, &mut canonical);
    let as_of_year = as_of_year.or_else(|| sheets.iter().filter_map(|sheet| sheet.found.academic_year).max());
    let as_of_year = as_of_year.or_else(|| years.last().copied()).unwrap_or(2025);
    let years = if years.is_empty() { vec![as_of_year - 1, as_of_year] } else { years.to_vec() };

    let mut roll = read_roll(&mut sheets, reference, &years, as_of_year, &mut canonical.diagnostics);
    canonical.diagnostics.extend(links.decisions.diagnostics.clone());
    // The key files first: the codes they give are ways to a child for the other sheets.
    roll.link(&sheets, reference, links, |table| table == "pupil_keys");
    pupil_keys::read(of_table(&mut sheets, "pupil_keys"), reference, &mut roll, &mut canonical.diagnostics);
    roll.link(&sheets, reference, links, |table| !matches!(table, "pupils" | "pupil_keys"));
    roll.names = ChildNames::of(&roll, reference);
    canonical.shown = Shown::of(&roll.names, readings);
    // Sheets of one file are one export.
    let files: BTreeMap<i32, usize> = {
        let names: BTreeMap<&str, usize> = sheets.iter().map(|sheet| sheet.account.file.as_str()).zip(0..).collect();
        sheets.iter().map(|sheet| (sheet.source_id, names[sheet.account.file.as_str()])).collect()
    };
    let file_of = |source_id: i32| files.get(&source_id).copied().unwrap_or_default();
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
    frames.push(support::incidents(of_table(&mut sheets, "incidents"), reference, &roll, &file_of, diagnostics)?);
    frames.push(support::room_use(of_table(&mut sheets, "room_use"), reference, &roll, &file_of, diagnostics)?);
    let (staff, known) = people::staff(of_table(&mut sheets, "staff"), reference, diagnostics)?;
    frames.push(staff);
    frames.push(people::training(of_table(&mut sheets, "training"), reference, &known, diagnostics)?);
    frames.push(people::families(of_table(&mut sheets, "family_thrive"), reference, &roll, &adults, diagnostics)?);
    frames.push(people::surveys(of_table(&mut sheets, "surveys"), reference, &roll, diagnostics)?);
    frames.push(people::ambassador(of_table(&mut sheets, "ambassador"), reference, &roll, diagnostics)?);

    superseded::leave_out(&frames, &roll, &canonical.shown, &mut sheets, &mut canonical.diagnostics);
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
    canonical.staff_names = known;
    canonical.adults = adults;
    canonical.accounts.extend(sheets.into_iter().map(|sheet| sheet.account));
    canonical.without_names(&roll.names, reference);
    canonical.roll = roll;
    canonical.accounts.sort_by(|a, b| (&a.file, &a.sheet).cmp(&(&b.file, &b.sheet)));
    Ok(canonical)
}

/// The children of the pupil lists.
fn read_roll(
    sheets: &mut [Sheet<'_>],
    reference: &Reference,
    years: &[i16],
    as_of_year: i16,
    diagnostics: &mut Diagnostics,
) -> Roll {
    let mut builder = RollBuilder::default();
    for sheet in of_table(sheets, "pupils") {
        sheet.read(reference, diagnostics, |sheet, row, diagnostics| {
            builder.take(sheet, row, reference, as_of_year, diagnostics)
        });
    }
    builder.build(years, reference.nicknames.clone(), diagnostics)
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

fn of_table<'s, 'a>(sheets: &'s mut [Sheet<'a>], table: &str) -> Vec<&'s mut Sheet<'a>> {
    sheets.iter_mut().filter(|sheet| sheet.definition.id == table).collect()
}
