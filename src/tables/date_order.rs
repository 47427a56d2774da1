//! Which columns of dates can be understood. Day and month are never guessed: a column in which they cannot be told is
//! not used.

use super::definition::ColumnType;
use super::sheet::Sheet;
use super::values::shown;
use crate::dates::{self, DateOrder};
use crate::diagnostic::{Diagnostics, quoted};
use crate::place::Place;
use crate::sources::Cell;

/// Fewest dates of each kind from which a column looks as if Excel had turned a part of it round.
const TURNED_FROM: usize = 5;

/// What was seen in a column of dates.
#[derive(Default)]
struct Seen {
    /// A text that can only be day first, and the row.
    day_first: Option<(String, u32)>,
    /// A text that can only be month first, and the row.
    month_first: Option<(String, u32)>,
    /// Texts of figures that could be either.
    either: usize,
    /// Texts that can only be day first.
    only_day_first: usize,
    /// Dates of Excel's own up to the twelfth of a month, and later ones.
    real: (usize, usize),
    /// Numbers that stand for days, and the row of the first.
    serials: (u64, u32),
}

impl Seen {
    fn serial(&mut self, row: u32) {
        if self.serials.0 == 0 {
            self.serials.1 = row;
        }
        self.serials.0 += 1;
    }
}

/// The order of day and month in one column, as [`orders`] has it.
pub(super) fn order(sheet: &Sheet<'_>, column: &str) -> DateOrder {
    let settled = sheet.found.dates;
    let position = sheet.definition.column(column);
    let mapped = sheet.found.mapped.iter().find(|mapped| Some(mapped.column) == position);
    let (None, Some(mapped)) = (settled, mapped) else { return settled.unwrap_or_default() };
    match cannot_be_told(&look(sheet, mapped.at), true, &|_| sheet.place.clone()) {
        Some(_) => DateOrder::Untold,
        None => DateOrder::default(),
    }
}

/// The order of day and month in each column of the sheet's table, and what was said about it.
pub(super) fn orders(sheet: &Sheet<'_>, diagnostics: &mut Diagnostics) -> Vec<DateOrder> {
    let mut orders = vec![sheet.found.dates.unwrap_or_default(); sheet.definition.columns.len()];
    for mapped in &sheet.found.mapped {
        if sheet.definition.columns[mapped.column].kind != ColumnType::Date {
            continue;
        }
        let seen = look(sheet, mapped.at);
        let place = |row: u32| sheet.place.at_cell(row, mapped.at, &mapped.header);
        let birthday = sheet.definition.columns[mapped.column].id == "date_of_birth";
        if seen.serials.0 > 0 {
            let message = "numbers were read as the days that Excel counts";
            diagnostics.add_counted("T022", message, place(seen.serials.1), seen.serials.0);
        }
        if sheet.found.dates.is_none()
            && let Some((message, row)) = cannot_be_told(&seen, birthday, &place)
        {
            diagnostics.add("T004", message, place(row));
            orders[mapped.column] = DateOrder::Untold;
        }
    }
    orders
}

fn look(sheet: &Sheet<'_>, at: u32) -> Seen {
    let mut seen = Seen::default();
    for row in sheet.raw.rows().iter().filter(|row| row.number > sheet.found.header_row) {
        match sheet.raw.cell(row, at) {
            Cell::Date(day) if day.day() <= 12 => seen.real.0 += 1,
            Cell::Date(_) => seen.real.1 += 1,
            Cell::Number(serial) if dates::from_excel_serial(serial).is_some() => seen.serial(row.number),
            cell @ Cell::Text(_) => {
                let text = shown(cell);
                if text.parse().ok().and_then(dates::from_excel_serial).is_some() {
                    seen.serial(row.number);
                    continue;
                }
                match dates::leading_figures(&text) {
                    Some((13..=31, 1..=12)) => {
                        seen.only_day_first += 1;
                        seen.day_first.get_or_insert_with(|| (text.into_owned(), row.number));
                    }
                    Some((1..=12, 13..=31)) => {
                        seen.month_first.get_or_insert_with(|| (text.into_owned(), row.number));
                    }
                    Some((1..=12, 1..=12)) => seen.either += 1,
                    _ => {}
                }
            }
            _ => {}
        }
    }
    seen
}

/// Why day and month of a column cannot be told, and the row to point at.
fn cannot_be_told(seen: &Seen, birthday: bool, place: &dyn Fn(u32) -> Place) -> Option<(String, u32)> {
    let quote = |text: &str| if birthday { "one date".to_owned() } else { quoted(text, true) };
    let cell = |row: u32| place(row).address().unwrap_or_default();
    if let Some((month_first, row)) = &seen.month_first {
        let message = match &seen.day_first {
            Some((day_first, above)) => format!(
                "{} in {} can only be read day first and {} in {} only month first: the column's dates were not used",
                quote(day_first),
                cell(*above),
                quote(month_first),
                cell(*row)
            ),
            None => format!("{} is not a date with the day first", quote(month_first)),
        };
        return Some((message, *row));
    }
    // Opened with American settings, Excel turns the first twelve days of each month round and leaves the others as text.
    let (row, turned) = match &seen.day_first {
        Some((_, row)) => (*row, seen.only_day_first >= TURNED_FROM && seen.either == 0),
        None => return None,
    };
    (turned && seen.real.0 >= TURNED_FROM && seen.real.1 == 0).then(|| {
        let message = "every date up to the twelfth of a month is one of Excel's own and every later one is text: \
                       day and month look turned round in the former, and the column's dates were not used";
        (message.to_owned(), row)
    })
}
