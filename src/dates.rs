//! Dates as schools write them, academic years and terms.

use std::collections::HashMap;

use jiff::civil::{Date, date};
use jiff::fmt::strtime;
use serde::Deserialize;

/// A day that no school record reaches: "still open".
pub const OPEN_END: Date = date(9999, 12, 31);

/// What a piece of text says as a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateReading {
    /// A date, day first or ISO.
    Date(Date),
    /// No date day-first, but one month-first: never guessed.
    MonthFirst,
    /// No date at all.
    None,
}

/// Which of two figures is the day in the dates of a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateOrder {
    /// 03/09 is the third of September, as schools in England write.
    #[default]
    DayFirst,
    /// 03/09 is the ninth of March; only where the school has said so.
    MonthFirst,
    /// It cannot be told: only a date with the year first or the month in letters has a meaning.
    #[serde(skip)]
    Untold,
}

/// Patterns in which day and month cannot be confused, most frequent first.
const PLAIN_PATTERNS: [&str; 8] =
    ["%Y-%m-%d", "%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%b-%y", "%Y/%m/%d", "%A %d %B %Y", "%a %d %b %Y"];

/// Day-first patterns of figures alone, most frequent first.
const DAY_FIRST: [&str; 5] = ["%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y", "%a %d/%m/%Y"];

/// The same with the month first.
const MONTH_FIRST: [&str; 5] = ["%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y", "%m.%d.%Y", "%a %m/%d/%Y"];

/// Reads a date that a person or a school system wrote, day first. A time after the date
/// is left out of account.
pub fn read_date(text: &str) -> DateReading {
    read_date_in(text, DateOrder::DayFirst)
}

/// As [`read_date`], with day and month in this order.
pub fn read_date_in(text: &str, order: DateOrder) -> DateReading {
    let text = text.trim();
    // No date is longer, and none has no digit.
    if text.len() > 60 || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return DateReading::None;
    }
    let plain = without_time(text);
    let (own, other) = match order {
        DateOrder::DayFirst | DateOrder::Untold => (DAY_FIRST, MONTH_FIRST),
        DateOrder::MonthFirst => (MONTH_FIRST, DAY_FIRST),
    };
    match (first_that_fits(&own, plain), order) {
        (Some(_), DateOrder::Untold) => return DateReading::MonthFirst,
        (Some(date), _) => return DateReading::Date(date),
        (None, _) => {}
    }
    if let Some(date) = first_that_fits(&PLAIN_PATTERNS, plain).or_else(|| without_signs(plain)) {
        return DateReading::Date(date);
    }
    if first_that_fits(&other, plain).is_some() { DateReading::MonthFirst } else { DateReading::None }
}

fn first_that_fits(patterns: &[&str], text: &str) -> Option<Date> {
    patterns.iter().find_map(|pattern| {
        let parsed = strtime::parse(pattern, text).ok().and_then(|parsed| parsed.to_date().ok());
        // `%Y` takes "25" for the year 25, which `%y` reads rightly.
        parsed.filter(|date| date.year() >= 1000)
    })
}

/// `20250903`, if it is a day that a school record could have.
fn without_signs(text: &str) -> Option<Date> {
    let figures: u32 = text.parse().ok().filter(|_| text.len() == 8)?;
    let day = Date::new((figures / 10_000) as i16, (figures / 100 % 100) as i8, (figures % 100) as i8).ok()?;
    (1920..2100).contains(&day.year()).then_some(day)
}

/// The first two figures of a date of figures alone: `03/09/2025` gives 3 and 9. Cheap, for whole columns.
pub fn leading_figures(text: &str) -> Option<(u8, u8)> {
    let text = text.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == ' ');
    let mut parts = text.split(['/', '.', '-']);
    let (first, second, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let year = rest.as_bytes().first().is_some_and(u8::is_ascii_digit);
    if first.len() > 2 || !year {
        return None;
    }
    Some((first.parse().ok()?, second.parse().ok()?))
}

/// Leaves away `00:00`, `00:00:00` or `T00:00:00` behind a date.
fn without_time(text: &str) -> &str {
    match text.find(':') {
        Some(colon) => text[..colon].trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches(['T', ' ']),
        None => text,
    }
}

/// Remembers what it has read: a register repeats a few hundred dates
/// hundreds of thousands of times.
#[derive(Default)]
pub struct DateReader {
    order: DateOrder,
    known: HashMap<String, DateReading>,
}

impl DateReader {
    /// A reader of dates with day and month in this order.
    pub fn new(order: DateOrder) -> Self {
        DateReader { order, ..DateReader::default() }
    }

    /// The order in which it reads day and month.
    pub fn order(&self) -> DateOrder {
        self.order
    }

    /// As [`read_date_in`].
    pub fn read(&mut self, text: &str) -> DateReading {
        if let Some(reading) = self.known.get(text) {
            return *reading;
        }
        let reading = read_date_in(text, self.order);
        self.known.insert(text.to_owned(), reading);
        reading
    }
}

/// Days from the first day of Excel's usual calendar to that of the one which Macs used.
pub const DAYS_FROM_1900_TO_1904: f64 = 1_462.0;

/// The date of an Excel serial number (1900 system), if it is one a school
/// record could have (1920 to 2100).
pub fn from_excel_serial(serial: f64) -> Option<Date> {
    if !(7_306.0..73_416.0).contains(&serial) {
        return None;
    }
    date(1899, 12, 30).checked_add(jiff::Span::new().days(serial.floor() as i64)).ok()
}

/// Days since 1 January 1970, as Arrow and polars count.
pub fn days_since_epoch(day: Date) -> i32 {
    day.since(date(1970, 1, 1)).map_or(0, |span| span.get_days())
}

/// The academic year a date belongs to: 2025 for 1 September 2025 to 31 August 2026.
pub fn academic_year(day: Date) -> i16 {
    if day.month() >= 9 { day.year() } else { day.year() - 1 }
}

/// First and last day of an academic year.
pub fn academic_year_span(year: i16) -> (Date, Date) {
    (date(year, 9, 1), date(year + 1, 8, 31))
}

/// The academic year as schools write it: `2025/26`.
pub fn academic_year_name(year: i16) -> String {
    format!("{year}/{:02}", (year + 1).rem_euclid(100))
}

/// Reads an academic year: `2025/26`, `2025-26`, `2025/2026` or `2025-2026`.
pub fn read_academic_year(text: &str) -> Option<i16> {
    let (first, second) = text.trim().split_once(['/', '-', '–'])?;
    let first: i16 = first.trim().parse().ok()?;
    let second: i16 = second.trim().parse().ok()?;
    let consecutive = second == first + 1 || second == (first + 1).rem_euclid(100);
    ((1990..=2100).contains(&first) && consecutive).then_some(first)
}

/// Finds an academic year inside a longer text such as a report's title.
pub fn find_academic_year(text: &str) -> Option<i16> {
    text.split(|c: char| !(c.is_ascii_digit() || matches!(c, '/' | '-' | '–'))).find_map(read_academic_year)
}

/// A date in words: `17 July 2026`.
pub fn in_words(day: Date) -> String {
    format!("{} {}", day.day(), strtime::format("%B %Y", day).unwrap_or_else(|_| day.to_string()))
}

/// A date as British schools write it: `17/07/2026`.
pub fn in_figures(day: Date) -> String {
    format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_what_schools_write() {
        let third = DateReading::Date(date(2025, 9, 3));
        for text in [
            "03/09/2025",
            "3/9/2025",
            "2025-09-03",
            "03-09-2025",
            "03.09.2025",
            "3 Sep 2025",
            "3 September 2025",
            "03/09/2025 00:00",
            "2025-09-03T00:00:00",
            "2025-09-03 09:15:00",
            "3/9/25",
            " 03/09/2025 ",
        ] {
            assert_eq!(read_date(text), third, "{text}");
        }
    }

    #[test]
    fn never_guesses_month_first() {
        assert_eq!(read_date("05/13/2025"), DateReading::MonthFirst);
        for text in ["", "n/a", "31/02/2025", "12", "Tuesday"] {
            assert_eq!(read_date(text), DateReading::None, "{text}");
        }
    }

    #[test]
    fn the_order_decides_what_figures_mean_and_nothing_else() {
        let read = |text, order| read_date_in(text, order);
        assert_eq!(read("05/13/2026", DateOrder::MonthFirst), DateReading::Date(date(2026, 5, 13)));
        assert_eq!(read("03/09/2025", DateOrder::MonthFirst), DateReading::Date(date(2025, 3, 9)));
        assert_eq!(read("13/05/2026", DateOrder::MonthFirst), DateReading::MonthFirst, "the other order");
        assert_eq!(read("03/09/2025", DateOrder::Untold), DateReading::MonthFirst);
        for order in [DateOrder::DayFirst, DateOrder::MonthFirst, DateOrder::Untold] {
            for text in ["2025-09-03", "3 Sep 2025", "20250903", "Wed 3 Sep 2025"] {
                assert_eq!(read(text, order), DateReading::Date(date(2025, 9, 3)), "{text} {order:?}");
            }
        }
        assert_eq!(read("12345678", DateOrder::DayFirst), DateReading::None, "a number of a child is no date");
    }

    #[test]
    fn the_figures_of_a_date() {
        assert_eq!(leading_figures("13/05/2026"), Some((13, 5)));
        assert_eq!(leading_figures("Tue 5.13.26 09:00"), Some((5, 13)));
        for text in ["2026-05-13", "3 Sep 2025", "13/05", "", "a/b/c", "1/2/x"] {
            assert_eq!(leading_figures(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_date_survives_being_written_and_read(days in 0..60_000_i64, style in 0..6_usize) {
            let day = date(1930, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
            let text = match style {
                0 => in_figures(day),
                1 => day.to_string(),
                2 => in_words(day),
                3 => format!("{}/{}/{}", day.day(), day.month(), day.year()),
                4 => format!("{day}T09:15:00"),
                _ => format!("{:04}{:02}{:02}", day.year(), day.month(), day.day()),
            };
            prop_assert_eq!(read_date(&text), DateReading::Date(day), "{}", text);
        }

        #[test]
        fn a_serial_survives_too(serial in 7_306_i64..73_415) {
            let day = from_excel_serial(serial as f64).unwrap();
            prop_assert_eq!((day - date(1899, 12, 30)).get_days(), serial as i32);
        }

        #[test]
        fn whatever_is_written_ends_nothing(text in "\\PC{0,40}", figures in "[0-9/.: T-]{0,20}") {
            for text in [text, figures] {
                for order in [DateOrder::DayFirst, DateOrder::MonthFirst, DateOrder::Untold] {
                    read_date_in(&text, order);
                }
                let _ = (leading_figures(&text), find_academic_year(&text));
            }
        }
    }

    #[test]
    fn serials_are_days_from_the_1900_system() {
        // Excel shows 45903 as 3 September 2025.
        assert_eq!(from_excel_serial(45_903.0), Some(date(2025, 9, 3)));
        assert_eq!(from_excel_serial(72.0), None, "a score is not a date");
    }

    #[test]
    fn academic_years() {
        assert_eq!(academic_year(date(2026, 8, 31)), 2025);
        assert_eq!(academic_year(date(2026, 9, 1)), 2026);
        assert_eq!(academic_year_name(2099), "2099/00");
        assert_eq!(find_academic_year("Academic year: 2025/2026"), Some(2025));
        assert_eq!(find_academic_year("marks 2024/25"), Some(2024));
        assert_eq!(find_academic_year("exported 21/07/2026"), None);
        assert_eq!(days_since_epoch(date(2025, 9, 3)), 20_334);
    }
}
