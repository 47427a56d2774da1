//! Headings: how they are compared, and the one, two or three rows of a sheet that spell them.

use unicode_normalization::UnicodeNormalization;

use super::values::shown;
use crate::sources::{Cell, RawTable};

/// Most rows that one table's headings are spread over.
pub const MOST_HEADING_ROWS: usize = 3;

/// Headings are compared without case, blanks, punctuation, accents and width of letters.
pub fn heading_key(text: &str) -> String {
    if text.is_ascii() {
        return text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    }
    let folded: String = text.nfkd().flat_map(char::to_lowercase).nfkd().collect();
    // Marks that stand together once what was between them is gone have an order of their own.
    folded.chars().filter(|c| c.is_alphanumeric()).nfkd().collect()
}

/// What stands at the head of one column.
pub struct Heading<'c> {
    /// Column in the sheet, from 1.
    pub at: u32,
    /// The lowest filled cell of the heading.
    pub cell: Cell<'c>,
    /// Cells above it, lowest first; a cell above several columns stands over each of them.
    pub above: Vec<Cell<'c>>,
    /// The heading as the column's own cells have it.
    pub text: String,
    /// The same with what stands above several columns.
    pub full: String,
    /// Ways to read it, the longest first, as [`heading_key`]s.
    pub keys: Vec<String>,
}

/// The headings that end in a row (its position among the filled rows) and are spread over `height` rows without a gap.
pub fn block<'t>(raw: &'t RawTable, last: usize, height: usize) -> Option<Vec<Heading<'t>>> {
    let first = (last + 1).checked_sub(height)?;
    let rows = &raw.rows()[first..=last];
    let neighbours = rows.windows(2).all(|pair| pair[1].number == pair[0].number + 1);
    if !neighbours {
        return None;
    }
    let lowest = rows.last()?;
    let mut columns: Vec<u32> = rows.iter().flat_map(|row| raw.cells(row).map(|(at, _)| at)).collect();
    columns.sort_unstable();
    columns.dedup();
    // The cell of each upper row that stands over the column at hand: its own, or the last one to the left.
    let mut over: Vec<Option<(u32, Cell<'t>)>> = vec![None; height - 1];
    let mut headings = Vec::with_capacity(columns.len());
    for at in columns {
        let own = raw.cell(lowest, at);
        let mut above = Vec::new();
        let mut own_above = Vec::new();
        for (row, over) in rows[..height - 1].iter().zip(&mut over).rev() {
            let cell = raw.cell(row, at);
            if cell != Cell::Empty {
                *over = Some((at, cell));
                own_above.push(cell);
                above.push(cell);
            } else if let Some((from, cell)) = *over
                && own != Cell::Empty
                && reaches(raw, row.number, from, at)
            {
                above.push(cell);
            }
        }
        headings.push(heading(at, own, above, own_above));
    }
    Some(headings)
}

/// Whether a cell stands over a column to its right: as far as it is merged, or, where it is not, up to the next cell.
fn reaches(raw: &RawTable, row: u32, from: u32, to: u32) -> bool {
    let merged = raw.merged.iter().find(|(first, column, ..)| (*first + 1, *column + 1) == (row, from));
    merged.is_none_or(|(.., last)| *last + 1 >= to)
}

fn heading<'t>(at: u32, own: Cell<'t>, above: Vec<Cell<'t>>, own_above: Vec<Cell<'t>>) -> Heading<'t> {
    let joined = |cells: &mut dyn Iterator<Item = Cell<'t>>| {
        let texts: Vec<String> =
            cells.map(|cell| shown(cell).into_owned()).filter(|text| !text.trim().is_empty()).collect();
        texts.join(" ")
    };
    let below = shown(own).into_owned();
    let text = joined(&mut own_above.iter().rev().copied().chain([own]));
    let full = joined(&mut above.iter().rev().copied().chain([own]));
    let mut keys: Vec<String> = vec![heading_key(&full)];
    if let Some(nearest) = above.first() {
        keys.push(heading_key(&format!("{} {below}", shown(*nearest))));
    }
    let lone = if own == Cell::Empty { own_above.first().map(|cell| shown(*cell).into_owned()) } else { Some(below) };
    keys.extend(lone.map(|lone| heading_key(&lone)));
    keys.dedup();
    keys.retain(|key| !key.is_empty());
    let cell = if own == Cell::Empty { own_above.first().copied().unwrap_or(own) } else { own };
    Heading { at, cell, above, text, full, keys }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn table(rows: &[&[&str]]) -> RawTable {
        let mut table = RawTable::new("a.csv", None);
        for (row, cells) in (1..).zip(rows) {
            for (column, text) in (1..).zip(*cells) {
                table.push(row, column, Cell::Text(text));
            }
        }
        table
    }

    #[test]
    fn headings_are_compared_by_letters_and_digits() {
        assert_eq!(heading_key(" Date of\u{a0}birth: "), "dateofbirth");
        assert_eq!(heading_key("Cost (£)"), "cost");
        assert_eq!(heading_key("ＵＰＮ　ｎｏ"), "upnno", "full-width letters and blank");
        assert_eq!(heading_key("Élève"), "eleve");
    }

    #[test]
    fn a_cell_above_stands_over_the_columns_to_its_right() {
        let table = table(&[&["", "03/09/2025", "", "04/09/2025", ""], &["UPN", "AM", "PM", "AM", "PM"]]);
        let headings = block(&table, 1, 2).unwrap();
        let full: Vec<&str> = headings.iter().map(|heading| heading.full.as_str()).collect();
        assert_eq!(full, ["UPN", "03/09/2025 AM", "03/09/2025 PM", "04/09/2025 AM", "04/09/2025 PM"]);
        assert_eq!(headings[2].text, "PM", "its own cells alone");
    }

    #[test]
    fn a_merged_cell_ends_where_it_ends() {
        let mut table = table(&[&["Child", "", "Being", ""], &["UPN", "Date", "Score", "Teacher"]]);
        table.merged = vec![(0, 0, 0, 1), (0, 2, 0, 2)];
        let headings = block(&table, 1, 2).unwrap();
        let full: Vec<&str> = headings.iter().map(|heading| heading.full.as_str()).collect();
        assert_eq!(full, ["Child UPN", "Child Date", "Being Score", "Teacher"]);
    }

    #[test]
    fn rows_with_a_gap_between_them_are_no_block() {
        let mut table = RawTable::new("a.csv", None);
        table.push(1, 1, Cell::Text("Title"));
        table.push(3, 1, Cell::Text("UPN"));
        assert!(block(&table, 1, 2).is_none());
        assert!(block(&table, 0, 2).is_none(), "there is no row before the first");
    }

    #[test]
    fn marks_that_come_together_are_in_one_order() {
        let key = heading_key("\u{81b}:\u{c55}");
        assert_eq!(heading_key(&key), key);
    }

    proptest! {
        #[test]
        fn a_key_of_a_key_is_itself(text in "\\PC*") {
            let key = heading_key(&text);
            prop_assert_eq!(heading_key(&key), key);
        }

        #[test]
        fn case_and_blanks_never_matter(text in "[a-zA-Z ]{0,20}") {
            prop_assert_eq!(heading_key(&text.to_uppercase()), heading_key(&text.replace(' ', "\u{a0}_")));
        }
    }
}
