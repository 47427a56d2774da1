//! Finding the table in a sheet: which canonical table it is, which rows hold
//! the headings, which column means what. By matching known headings, never by
//! the names of files or sheets.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::Reference;
use super::above;
use super::definition::TableDefinition;
use super::headings::{self, Heading, MOST_HEADING_ROWS};
use super::layout::{Layout, Scored};
use super::{likeness, matching, wide};
use crate::dates::{self, DateOrder};
use crate::sources::{Cell, RawTable};

/// Rows from the top in which the headings are looked for.
pub(super) const HEADING_ROWS: usize = 60;

/// Rows below a first fit in which a better one is still looked for.
const ROWS_AFTER: usize = 8;

/// Columns that a pupil list has at the least, where most of its headings are unknown.
const PUPIL_COLUMNS: usize = 4;

/// What a heading of a wide shape says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WideKey {
    /// A strand of an instrument, by its identifier.
    Strand(String, Scored<String>),
    /// An item of an instrument's questionnaire.
    Item(String, Scored<usize>),
    /// A date and session (AM or PM).
    Session(Date, String),
    /// Days after the Monday of the row's week, and session.
    WeekSession(i8, String),
}

/// A column that means something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappedColumn {
    /// Column in the sheet, from 1.
    pub at: u32,
    /// Heading as the sheet has it.
    pub header: String,
    /// Position among the table's columns.
    pub column: usize,
}

/// A column of a wide shape.
#[derive(Clone, Debug)]
pub struct WideColumn {
    /// Column in the sheet, from 1.
    pub at: u32,
    /// Heading as the sheet has it.
    pub header: String,
    /// What it says.
    pub key: WideKey,
}

impl WideColumn {
    /// Informant that the heading names.
    pub fn informant(&self) -> Option<&str> {
        match &self.key {
            WideKey::Strand(_, strand) => strand.respondent.as_deref(),
            WideKey::Item(_, item) => item.respondent.as_deref(),
            _ => None,
        }
    }
}

/// A value that holds for every row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constant {
    /// Position among the table's columns.
    pub column: usize,
    /// The value as text.
    pub text: String,
    /// Row and column of the cell it stands in; none where a layout or the school says it.
    pub cell: Option<(u32, u32)>,
}

/// A recognised sheet.
#[derive(Clone, Debug, Default)]
pub struct Recognised {
    /// Position among the canonical tables.
    pub table: usize,
    /// First row of the headings, from 1.
    pub first_row: u32,
    /// Last row of the headings, from 1: below it are the records.
    pub header_row: u32,
    /// The known export it is, by position among the layouts.
    pub layout: Option<usize>,
    /// Columns that mean something.
    pub mapped: Vec<MappedColumn>,
    /// Columns of the wide shape; empty for the long one.
    pub wide: Vec<WideColumn>,
    /// Headings that mean nothing here: column and text.
    pub ignored: Vec<(u32, String)>,
    /// Second columns for something already mapped: column and text.
    pub doubled: Vec<(u32, String)>,
    /// Second columns that are used beside the first, for they tell more of a child: a further number, a preferred name.
    pub second: Vec<MappedColumn>,
    /// Headings of sessions with the month first: column and text.
    pub month_first: Vec<(u32, String)>,
    /// Values that hold for every row.
    pub constants: Vec<Constant>,
    /// Which of two figures is the day, where the school has said so.
    pub dates: Option<DateOrder>,
    /// Academic year named above the headings or in the sheet's name.
    pub academic_year: Option<i16>,
}

impl Recognised {
    /// The screening tool of a wide sheet.
    pub fn tool(&self) -> Option<&str> {
        self.wide.iter().find_map(|column| match &column.key {
            WideKey::Strand(tool, _) | WideKey::Item(tool, _) => Some(tool.as_str()),
            _ => None,
        })
    }

    fn fits(&self) -> usize {
        self.mapped.len() + self.wide.len().min(2)
    }
}

/// Recognises a sheet, or says that no row has the headings of a known table.
pub fn recognise(raw: &RawTable, reference: &Reference) -> Option<Recognised> {
    let mut best: Option<(Score, Recognised)> = None;
    let mut below = 0;
    for last in 0..raw.rows().len().min(HEADING_ROWS) {
        // A better heading row stands close by, if there is one: below it are only records.
        below += usize::from(best.is_some());
        if below > ROWS_AFTER {
            break;
        }
        for height in 1..=MOST_HEADING_ROWS {
            let Some(headings) = headings::block(raw, last, height) else { break };
            if !reference.knows(&headings) {
                continue;
            }
            for found in candidates(raw, &headings, last, height, reference) {
                let score = Score::of(&found, height, raw, reference);
                if best.as_ref().is_none_or(|(known, _)| score > *known) {
                    best = Some((score, found));
                }
            }
        }
    }
    let (_, mut found) = best?;
    found.academic_year = academic_year(raw, found.first_row);
    Some(found)
}

/// How well a reading fits; a later field matters only where all before it are alike. Where all are alike, the earlier row
/// and table stay.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Score {
    /// What the school has confirmed goes before everything.
    confirmed: bool,
    /// Other lists often repeat the pupils' details, so anything more specific than a pupil list or a key wins.
    specific: bool,
    mapped: usize,
    template: bool,
    known_export: bool,
    unused: std::cmp::Reverse<usize>,
    height: std::cmp::Reverse<usize>,
}

impl Score {
    fn of(found: &Recognised, height: usize, raw: &RawTable, reference: &Reference) -> Score {
        let table = &reference.tables[found.table];
        Score {
            confirmed: found.layout.is_some_and(|layout| reference.layouts[layout].confirmed),
            specific: !matches!(table.id.as_str(), "pupils" | "pupil_keys"),
            mapped: found.fits(),
            template: raw.sheet.as_deref() == Some(table.sheet.as_str()),
            known_export: found.layout.is_some(),
            unused: std::cmp::Reverse(found.ignored.len()),
            height: std::cmp::Reverse(height),
        }
    }
}

/// Every reading of a block of headings: as each table, in no known layout and in each that fits.
pub(super) fn candidates(
    raw: &RawTable,
    headings: &[Heading<'_>],
    last: usize,
    height: usize,
    reference: &Reference,
) -> Vec<Recognised> {
    // Headings are texts: a row of data below them must not be taken for them.
    let texts = headings.iter().filter(|heading| matches!(heading.cell, Cell::Text(_) | Cell::Date(_))).count();
    if texts * 2 < headings.len() {
        return Vec::new();
    }
    // A label above the headings tells an export too.
    let labels = above::labels(raw, raw.rows()[last + 1 - height].number);
    let keys = headings.iter().flat_map(|heading| &heading.keys).chain(&labels).map(String::as_str);
    let keys: BTreeSet<&str> = keys.collect();
    let usable: Vec<(usize, &Layout)> =
        reference.layouts.iter().enumerate().filter(|(_, layout)| layout.refuse.is_none()).collect();
    let by_headings: BTreeSet<usize> = usable
        .iter()
        .filter(|(_, layout)| layout.fits(&keys, &raw.file, raw.sheet.as_deref()))
        .map(|(at, _)| *at)
        .collect();
    let mut found = Vec::new();
    for (position, table) in reference.tables.iter().enumerate() {
        let plain = matched(headings, table, None, reference, raw);
        let tool = plain.tool().map(str::to_owned);
        let of_table = usable.iter().filter(|(at, layout)| {
            layout.table == position && (by_headings.contains(at) || layout.is_of_tool(tool.as_deref()))
        });
        let in_layouts = of_table.map(|&(at, layout)| Recognised {
            layout: Some(at),
            ..matched(headings, table, Some(layout), reference, raw)
        });
        for mut reading in std::iter::once(plain).chain(in_layouts) {
            reading.table = position;
            let rows = &raw.rows()[last + 1 - height..=last];
            reading.first_row = rows.first().map_or(0, |row| row.number);
            reading.header_row = rows.last().map_or(0, |row| row.number);
            if reading.fits() > 0 {
                reading.constants = constants(raw, &reading, table, reference);
            }
            if complete(&reading, table) {
                found.push(reading);
            }
        }
    }
    found
}

/// Values that a layout or the school fixes, and those above the headings, for columns that the sheet does not have.
fn constants(raw: &RawTable, reading: &Recognised, table: &TableDefinition, reference: &Reference) -> Vec<Constant> {
    let layout = reading.layout.map(|at| &reference.layouts[at]);
    let fixed = layout.into_iter().flat_map(|layout| layout.fixed.iter().cloned());
    let settled = reference.settled(None, raw).flat_map(|mapping| &mapping.fixed);
    let settled = settled.filter_map(|(id, text)| Some((table.column(id)?, text.clone())));
    let mut constants: Vec<Constant> = Vec::new();
    let without_cell = fixed.chain(settled).map(|(column, text)| Constant { column, text, cell: None });
    for constant in without_cell.chain(above::values(raw, reading.first_row, table, layout)) {
        let has = reading.mapped.iter().any(|mapped| mapped.column == constant.column);
        if !has && !constants.iter().any(|known| known.column == constant.column) {
            constants.push(constant);
        }
    }
    constants
}

/// Whether one of the sets of columns by which the table is recognised is there in full.
pub(super) fn complete(reading: &Recognised, table: &TableDefinition) -> bool {
    let stands_in = stands_in(reading, table);
    let have = |id: &String| {
        let is = |column: usize| table.columns[column].id == *id;
        stands_in.contains(&id.as_str())
            || reading.mapped.iter().any(|mapped| is(mapped.column))
            || reading.constants.iter().any(|constant| is(constant.column))
    };
    // A value above the headings helps to complete a table, but makes none.
    let own = reading.mapped.len() + reading.wide.len() >= 2;
    let other_list =
        table.id == "pupils" && reading.layout.is_none() && is_other_list(reading.mapped.len(), reading.ignored.len());
    own && !other_list && table.recognise.iter().any(|set| set.iter().all(have))
}

/// Columns that every row of a table needs and a sheet does not have.
pub fn lacks<'t>(found: &Recognised, table: &'t TableDefinition) -> Vec<&'t str> {
    let has = |id: &str| {
        let is = |column: usize| table.columns[column].id == id;
        found.mapped.iter().any(|mapped| is(mapped.column))
            || found.constants.iter().any(|constant| is(constant.column))
            || stands_in(found, table).contains(&id)
    };
    let by_week = has("week_commencing");
    let needed = table.columns.iter().filter(|column| column.required).map(|column| column.id.as_str());
    needed.filter(|id| !(has(id) || by_week && ["date", "session"].contains(id))).collect()
}

/// Columns for which the headings of a wide shape stand.
fn stands_in(reading: &Recognised, table: &TableDefinition) -> &'static [&'static str] {
    match (reading.wide.is_empty(), &table.wide) {
        (false, Some(shape)) if shape.names == "date_session" => &["date", "session", "mark"],
        (false, Some(_)) => &["strand", "score"],
        _ => &[],
    }
}

/// Any list of results names its children too: with little more than their names, and more headings unknown than known, it is
/// no pupil list.
pub(super) fn is_other_list(known: usize, unknown: usize) -> bool {
    known < PUPIL_COLUMNS && unknown > known
}

/// What each heading means to a table.
pub(super) fn matched(
    headings: &[Heading<'_>],
    table: &TableDefinition,
    layout: Option<&Layout>,
    reference: &Reference,
    raw: &RawTable,
) -> Recognised {
    let settled = reference.settled(layout, raw).find_map(|mapping| mapping.dates);
    let mut found = Recognised { dates: settled, ..Recognised::default() };
    let order = settled.unwrap_or_default();
    let second = |heading: &&Heading<'_>| {
        layout.is_some_and(|layout| heading.keys.iter().any(|key| layout.second_choice.contains(key)))
    };
    let first_choices = headings.iter().filter(|heading| !second(heading)).map(|heading| (heading, true));
    let second_choices = headings.iter().filter(second).map(|heading| (heading, false));
    for (heading, first_choice) in first_choices.chain(second_choices) {
        let (at, header) = (heading.at, heading.text.clone());
        if let Some(shape) = &table.wide {
            match wide::key(heading, &shape.names, layout, order, reference) {
                wide::Said::Key(key) => {
                    found.wide.push(WideColumn { at, header: heading.full.clone(), key });
                    continue;
                }
                wide::Said::MonthFirst => {
                    found.month_first.push((at, heading.full.clone()));
                    continue;
                }
                wide::Said::Nothing => {}
            }
        }
        let own = |key: &String| layout.and_then(|layout| layout.aliases.get(key));
        let column = heading.keys.iter().find_map(|key| own(key).or_else(|| table.headings.get(key)));
        match column {
            Some(&column) if found.mapped.iter().any(|known| known.column == column) => {
                let id = &table.columns[column].id;
                // A number that a layout puts behind another may be one that another child has as its first.
                let number = id == "pupil_id" && !first_choice;
                if !number && matching::uses_a_second(&table.id, id) {
                    found.second.push(MappedColumn { at, header, column });
                } else if first_choice {
                    found.doubled.push((at, header));
                } else {
                    found.ignored.push((at, header));
                }
            }
            Some(&column) => found.mapped.push(MappedColumn { at, header, column }),
            None => found.ignored.push((at, header)),
        }
    }
    wide::keep_one_kind(&mut found);
    found
}

/// The academic year a report says it is about, above its headings.
fn academic_year(raw: &RawTable, first_row: u32) -> Option<i16> {
    for row in raw.rows().iter().take_while(|row| row.number < first_row) {
        for (_, cell) in raw.cells(row) {
            if let Cell::Text(text) = cell
                && let Some(year) = dates::find_academic_year(text)
            {
                return Some(year);
            }
        }
    }
    raw.sheet.as_deref().and_then(dates::find_academic_year)
}

/// Why a known export that cannot be used is one, with the row of its headings: it gives percentages and no sessions, say.
pub fn refused<'r>(raw: &RawTable, reference: &'r Reference) -> Option<(&'r str, u32)> {
    for last in 0..raw.rows().len().min(HEADING_ROWS) {
        let Some(headings) = headings::block(raw, last, 1) else { continue };
        let keys: BTreeSet<&str> =
            headings.iter().flat_map(|heading| heading.keys.iter().map(String::as_str)).collect();
        for layout in reference.layouts.iter().filter(|layout| layout.fits(&keys, &raw.file, raw.sheet.as_deref())) {
            let Some(why) = &layout.refuse else { continue };
            let table = &reference.tables[layout.table];
            let child = ["upn", "pupil_id", "pupil_name", "surname"];
            let column = |key: &&str| table.headings.get(*key).or_else(|| layout.aliases.get(*key));
            let names_a_child =
                keys.iter().filter_map(column).any(|&column| child.contains(&table.columns[column].id.as_str()));
            // "% Attendance" and "Attendance" are one heading: the cells must be numbers.
            let row = raw.rows()[last].number;
            let telling = headings.iter().filter(|heading| heading.keys.iter().any(|key| layout.is_told_by(key)));
            let numbers = telling.map(|heading| likeness::cells(raw, row, heading.at)).any(|cells| {
                let numbers = cells.iter().filter(|cell| likeness::is_number(**cell, reference)).count();
                numbers * 5 >= cells.len() * 4 && numbers > 0
            });
            if names_a_child && numbers {
                return Some((why, raw.rows()[last].number));
            }
        }
    }
    None
}

/// Columns of the records below the headings that no heading stands over, and in how many of the first rows they are filled.
pub fn without_heading(raw: &RawTable, found: &Recognised) -> BTreeMap<u32, usize> {
    const LOOKED_AT: usize = 200;
    let named = found.mapped.iter().map(|column| column.at);
    let named = named.chain(found.second.iter().map(|column| column.at));
    let named = named.chain(found.wide.iter().map(|column| column.at));
    let others = [&found.ignored, &found.doubled, &found.month_first];
    let named: BTreeSet<u32> = named.chain(others.into_iter().flatten().map(|(at, _)| *at)).collect();
    let mut filled: BTreeMap<u32, usize> = BTreeMap::new();
    for row in raw.rows().iter().filter(|row| row.number > found.header_row).take(LOOKED_AT) {
        for (at, _) in raw.cells(row).filter(|(at, _)| !named.contains(at)) {
            *filled.entry(at).or_default() += 1;
        }
    }
    // One cell is a remark beside the table.
    filled.retain(|_, count| *count > 1);
    filled
}
