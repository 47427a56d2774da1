//! How far a table reaches: the remarks below it, and whether other tables stand on its sheet.

use std::collections::BTreeSet;

use super::Reference;
use super::above;
use super::headings::{self, Heading, heading_key};
use super::recognise::{self, Recognised, WideKey};
use super::values::shown;
use crate::place::column_letters;
use crate::sources::{Cell, RawRow, RawTable};

/// Words from which a lone text below a table is a remark and no record.
const REMARK_WORDS: usize = 4;
/// Rows above a repeated row of headings in which its own date or week would stand.
const ROWS_ABOVE: u32 = 5;

/// Ranges of the tables on a sheet that has several, as Excel names them; empty where there is one.
pub fn several_tables(raw: &RawTable, found: &Recognised, reference: &Reference) -> Vec<String> {
    let last_row = raw.rows().last().map_or(found.header_row, |row| row.number);
    let headings = header(raw, found);
    if let Some(split) = side_by_side(raw, found, &headings, reference) {
        let columns = |right: bool| {
            let of_side = headings.iter().map(|heading| heading.at).filter(move |at| (*at >= split) == right);
            let (first, last) = (of_side.clone().min().unwrap_or(split), of_side.max().unwrap_or(split));
            range((first, found.first_row), (last, last_row))
        };
        return vec![columns(false), columns(true)];
    }
    let starts = one_below_another(raw, found, reference);
    if starts.is_empty() {
        return Vec::new();
    }
    let starts: Vec<u32> = std::iter::once(found.first_row).chain(starts).collect();
    let ends = starts.iter().skip(1).map(|next| next - 1).chain([last_row]);
    let of_rows = starts.iter().zip(ends).map(|(&start, end)| {
        let rows = raw.rows().iter().filter(|row| (start..=end).contains(&row.number));
        let end = rows.clone().map(|row| row.number).max().unwrap_or(end);
        let columns: Vec<u32> = rows.take(50).flat_map(|row| raw.cells(row).map(|(at, _)| at)).collect();
        let (first, last) = (columns.iter().min().copied().unwrap_or(1), columns.iter().max().copied().unwrap_or(1));
        range((first, start), (last, end))
    });
    of_rows.collect()
}

fn range((first_column, first_row): (u32, u32), (last_column, last_row): (u32, u32)) -> String {
    format!("{}{first_row}:{}{last_row}", column_letters(first_column), column_letters(last_column))
}

/// The headings of a recognised sheet.
fn header<'t>(raw: &'t RawTable, found: &Recognised) -> Vec<Heading<'t>> {
    let last = raw.rows().iter().position(|row| row.number == found.header_row);
    let height = (found.header_row - found.first_row + 1) as usize;
    last.and_then(|last| headings::block(raw, last, height)).unwrap_or_default()
}

/// The column at which a second table begins beside the first.
fn side_by_side(raw: &RawTable, found: &Recognised, headings: &[Heading<'_>], reference: &Reference) -> Option<u32> {
    // The same strands twice, such as two terms side by side: one date for both would be wrong.
    let strand = |key: &WideKey| match key {
        WideKey::Strand(tool, strand) => Some((tool.clone(), strand.what.clone(), strand.respondent.clone())),
        _ => None,
    };
    let mut seen = BTreeSet::new();
    let again: Vec<u32> = found
        .wide
        .iter()
        .filter_map(|column| Some((strand(&column.key)?, column.at)))
        .filter(|(key, _)| !seen.insert(key.clone()))
        .map(|(_, at)| at)
        .collect();
    if let [first, _, ..] = again.as_slice() {
        return Some(*first);
    }
    let gaps = headings.windows(2).filter(|pair| pair[1].at > pair[0].at + 1).map(|pair| pair[1].at);
    let second = found.second.iter().map(|column| column.at);
    let mut splits: Vec<u32> = found.doubled.iter().map(|(at, _)| *at).chain(second).chain(gaps).collect();
    splits.sort_unstable();
    let whole = |side: &[Heading<'_>]| {
        reference.tables.iter().enumerate().any(|(at, table)| {
            // A layout names the columns of one table.
            let layout = found.layout.filter(|_| at == found.table).map(|at| &reference.layouts[at]);
            recognise::complete(&recognise::matched(side, table, layout, reference, raw), table)
        })
    };
    splits.into_iter().find(|&split| {
        let (left, right) = headings.split_at(headings.partition_point(|heading| heading.at < split));
        whole(left) && whole(right)
    })
}

/// First rows of further tables below the first one. The same headings again are none, unless what stands above them differs.
fn one_below_another(raw: &RawTable, found: &Recognised, reference: &Reference) -> Vec<u32> {
    let Some(header) = raw.rows().iter().find(|row| row.number == found.header_row) else { return Vec::new() };
    let mut starts = Vec::new();
    let mut before = found.header_row;
    for (index, row) in raw.rows().iter().enumerate().filter(|(_, row)| row.number > found.header_row) {
        if !may_be_headings(raw, row, reference) {
            continue;
        }
        if same_cells(raw, row, header) {
            let table = &reference.tables[found.table];
            let from = before.max(row.number.saturating_sub(ROWS_ABOVE));
            let again =
                above::between(raw, (from + 1, row.number), table, found.layout.map(|at| &reference.layouts[at]));
            let differs = again.iter().any(|constant| {
                found.constants.iter().any(|known| known.column == constant.column && known.text != constant.text)
            });
            if differs {
                starts.push(row.number);
            }
        } else if headings::block(raw, index, 1)
            .is_some_and(|block| !recognise::candidates(raw, &block, index, 1, reference).is_empty())
        {
            starts.push(row.number);
        }
        before = row.number;
    }
    starts
}

/// A quick look at the first cells: most rows are records, and a register has a hundred thousand of them.
fn may_be_headings(raw: &RawTable, row: &RawRow, reference: &Reference) -> bool {
    raw.cells(row).take(3).any(|(_, cell)| match cell {
        Cell::Text(text) => {
            let figures = text.bytes().filter(u8::is_ascii_digit).count();
            text.len() <= 60 && figures < 4 && reference.is_heading(&heading_key(text))
        }
        _ => false,
    })
}

fn same_cells(raw: &RawTable, row: &RawRow, header: &RawRow) -> bool {
    let key = |cell: Cell<'_>| heading_key(&shown(cell));
    raw.cells(row).all(|(at, cell)| key(cell) == key(raw.cell(header, at)))
}

/// Rows below the headings that are remarks and no records: nothing but a text that begins as remarks do, or, at the end
/// of the sheet, a lone text after a gap or of several words.
pub fn remarks(raw: &RawTable, found: &Recognised, reference: &Reference) -> BTreeSet<u32> {
    let rows: Vec<&RawRow> = raw.rows().iter().filter(|row| row.number > found.header_row).collect();
    let alone = |row: &RawRow| {
        let mut cells = raw.cells(row);
        match (cells.next(), cells.next()) {
            (Some((_, cell @ Cell::Text(_))), None) => Some(shown(cell).into_owned()),
            _ => None,
        }
    };
    let columns = found.mapped.len() + found.wide.len();
    let mut remarks: BTreeSet<u32> = BTreeSet::new();
    // A list of two columns may well have one of them blank.
    if columns < 3 {
        return remarks;
    }
    let begins = |text: &String| reference.vocabulary.is_note(text);
    remarks.extend(rows.iter().filter(|row| alone(row).as_ref().is_some_and(begins)).map(|row| row.number));
    let tail = rows.iter().rposition(|row| alone(row).is_none()).map_or(0, |last| last + 1);
    let mut after_gap = false;
    for (index, row) in rows.iter().enumerate().skip(tail) {
        let above = if index == 0 { found.header_row } else { rows[index - 1].number };
        after_gap |= row.number > above + 1;
        let Some(text) = alone(row) else { continue };
        let code = !text.contains(' ') && text.bytes().any(|byte| byte.is_ascii_digit());
        if !code && (after_gap || text.split_whitespace().count() >= REMARK_WORDS) {
            remarks.insert(row.number);
        }
    }
    remarks
}
