//! The dates of a sheet before anything else is understood: how they are written, and how late the sheet is. Of two
//! exports of one thing the later one counts, and only what is in them can say which that is: files lose their dates when
//! they are copied, and are named by people.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::definition::{ColumnDefinition, ColumnType};
use super::recognise::WideKey;
use super::sheet::Sheet;
use crate::dates::{DateOrder, DateReader, DateReading};
use crate::sources::Cell;

/// Dates that say nothing of when an export was made: birthdays, and what is planned.
const NOT_PAST: [&str; 4] = ["date_of_birth", "expires", "end_date", "review"];

/// What the dates of a sheet say.
#[derive(Clone, Debug, Default)]
pub struct WrittenDates {
    /// The latest one in the headings or in a column of days that are over.
    pub latest: Option<Date>,
    /// The latest one in the title above the headings: it decides where the records end on one day.
    pub titled: Option<Date>,
    /// How they are written, and how often.
    pub forms: BTreeMap<String, u64>,
}

impl WrittenDates {
    /// Those of a recognised sheet.
    pub fn of(sheet: &Sheet<'_>) -> Self {
        let mut found = WrittenDates::default();
        let order = sheet.found.dates.unwrap_or_default();
        let mut reader = DateReader::new(order);
        for row in sheet.raw.rows().iter().take_while(|row| row.number < sheet.found.first_row) {
            for (_, cell) in sheet.raw.cells(row) {
                match cell {
                    Cell::Date(day) => found.titled = found.titled.max(Some(day)),
                    // "Exported on 21/07/2026", "01/09/2025 to 21/07/2026".
                    Cell::Text(text) => text.split_whitespace().for_each(|word| {
                        let word = word.trim_matches(|c: char| matches!(c, ',' | ';' | '(' | ')' | ':'));
                        if word.len() >= 8
                            && let DateReading::Date(day) = reader.read(word)
                        {
                            found.titled = found.titled.max(Some(day));
                        }
                    }),
                    _ => {}
                }
            }
        }
        for column in &sheet.found.wide {
            if let WideKey::Session(day, _) = &column.key {
                found.saw(Some(*day));
                *found.forms.entry("in the headings".into()).or_default() += 1;
            }
        }
        let is_past =
            |column: &ColumnDefinition| column.kind == ColumnType::Date && !NOT_PAST.contains(&column.id.as_str());
        for constant in &sheet.found.constants {
            if is_past(&sheet.definition.columns[constant.column])
                && let DateReading::Date(day) = reader.read(&constant.text)
            {
                found.saw(Some(day));
            }
        }
        for mapped in &sheet.found.mapped {
            let column = &sheet.definition.columns[mapped.column];
            if column.kind != ColumnType::Date {
                continue;
            }
            // A register repeats few forms many times: the text of a form is made once.
            let mut counts: BTreeMap<Form, u64> = BTreeMap::new();
            for row in sheet.raw.rows().iter().filter(|row| row.number > sheet.found.header_row) {
                let cell = sheet.raw.cell(row, mapped.at);
                let day = match cell {
                    Cell::Date(day) => Some(day),
                    Cell::Text(text) => match reader.read(text) {
                        DateReading::Date(day) => Some(day),
                        _ => None,
                    },
                    _ => None,
                };
                if let Some(form) = Form::of(cell) {
                    *counts.entry(form).or_default() += 1;
                }
                if is_past(column) {
                    found.saw(day);
                }
            }
            for (form, count) in counts {
                *found.forms.entry(form.in_words(order)).or_default() += count;
            }
        }
        found
    }

    fn saw(&mut self, day: Option<Date>) {
        self.latest = self.latest.max(day);
    }
}

/// How one cell writes its date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    /// A date of the spreadsheet.
    Dated,
    /// A number that counts days.
    Serial,
    /// Text: for each run of digits or letters its kind and length, and what separates the first two.
    Text { kinds: [(char, u8); 4], separator: char, timed: bool },
}

impl Form {
    fn of(cell: Cell<'_>) -> Option<Self> {
        let text = match cell {
            Cell::Date(_) => return Some(Form::Dated),
            Cell::Number(_) => return Some(Form::Serial),
            Cell::Text(text) => text,
            _ => return None,
        };
        let timed = text.contains(':');
        let day = match text.split_once(':') {
            Some((before, _)) => before.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches(['T', ' ']),
            None => text,
        };
        let (mut kinds, mut separator, mut at) = ([(' ', 0_u8); 4], ' ', 0);
        let mut before = ' ';
        for c in day.chars() {
            let kind = if c.is_ascii_digit() {
                '9'
            } else if c.is_alphabetic() {
                'a'
            } else {
                ' '
            };
            if kind == ' ' {
                if at == 1 && before != ' ' {
                    separator = c;
                }
            } else if kind == before {
                kinds[at - 1].1 = kinds[at - 1].1.saturating_add(1);
            } else if at < kinds.len() {
                kinds[at] = (kind, 1);
                at += 1;
            } else {
                // More parts than a date has.
                return Some(Form::Text { kinds: [(' ', 0); 4], separator: ' ', timed: false });
            }
            before = kind;
        }
        Some(Form::Text { kinds, separator, timed })
    }

    fn in_words(self, order: DateOrder) -> String {
        let Form::Text { kinds, separator, timed } = self else {
            return if self == Form::Dated { "dates of the spreadsheet" } else { "numbers that count days" }.to_owned();
        };
        let parts: Vec<(char, u8)> = kinds.into_iter().filter(|(_, length)| *length > 0).collect();
        let (first, second) = if order == DateOrder::MonthFirst { ("mm", "dd") } else { ("dd", "mm") };
        let pattern = match parts.as_slice() {
            [('9', 1 | 2), ('9', 1 | 2), ('9', 4)] => format!("{first}{separator}{second}{separator}yyyy"),
            [('9', 1 | 2), ('9', 1 | 2), ('9', 2)] => format!("{first}{separator}{second}{separator}yy"),
            [('9', 4), ('9', 1 | 2), ('9', 1 | 2)] => format!("yyyy{separator}mm{separator}dd"),
            [('9', 1 | 2), ('a', _), ('9', 4)] => format!("dd{separator}month{separator}yyyy"),
            [('9', 1 | 2), ('a', _), ('9', 2)] => format!("dd{separator}month{separator}yy"),
            [('a', _), ('9', 1 | 2), ('9', 1 | 2), ('9', 4)] => format!("weekday {first}/{second}/yyyy"),
            [('a', _), ('9', 1 | 2), ('a', _), ('9', 4)] => "weekday dd month yyyy".to_owned(),
            [('9', _)] => return "numbers that count days, as text".to_owned(),
            _ => return "other text".to_owned(),
        };
        format!("{pattern}{} as text", if timed { " with a time" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_in_words() {
        let form = |text: &str| Form::of(Cell::Text(text)).unwrap().in_words(DateOrder::DayFirst);
        for (text, words) in [
            ("03/09/2025", "dd/mm/yyyy as text"),
            ("3/9/25", "dd/mm/yy as text"),
            ("2025-09-03", "yyyy-mm-dd as text"),
            ("2025-09-03T09:15:00", "yyyy-mm-dd with a time as text"),
            ("3 September 2025", "dd month yyyy as text"),
            ("03-Sep-25", "dd-month-yy as text"),
            ("Wed 03/09/2025", "weekday dd/mm/yyyy as text"),
            ("45903", "numbers that count days, as text"),
            ("soon", "other text"),
            ("", "other text"),
            ("1 2 3 4 5 6", "other text"),
        ] {
            assert_eq!(form(text), words, "{text}");
        }
        let form = Form::of(Cell::Text("09/03/2025")).unwrap();
        assert_eq!(form.in_words(DateOrder::MonthFirst), "mm/dd/yyyy as text");
        assert_eq!(Form::of(Cell::Number(45_903.0)).unwrap().in_words(DateOrder::DayFirst), "numbers that count days");
        assert_eq!(Form::of(Cell::Empty), None);
    }
}
