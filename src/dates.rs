//! Dates as schools write them, academic years and terms.

use std::collections::HashMap;

use jiff::civil::{Date, date};
use jiff::fmt::strtime;

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

/// Day-first and unambiguous patterns, most frequent first.
const PATTERNS: [&str; 12] = [
    "%d/%m/%Y",
    "%Y-%m-%d",
    "%d/%m/%y",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%d %b %Y",
    "%d %B %Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%a %d/%m/%Y",
    "%Y/%m/%d",
    "%A %d %B %Y",
];

/// Reads a date that a person or a school system wrote. A time after the date
/// is left out of account.
pub fn read_date(text: &str) -> DateReading {
    let text = text.trim();
    if text.is_empty() || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return DateReading::None;
    }
    let plain = without_time(text);
    for pattern in PATTERNS {
        let parsed = strtime::parse(pattern, plain).ok().and_then(|parsed| parsed.to_date().ok());
        // `%Y` takes "25" for the year 25, which `%y` reads rightly.
        if let Some(date) = parsed.filter(|date| date.year() >= 1000) {
            return DateReading::Date(date);
        }
    }
    let month_first = strtime::parse("%m/%d/%Y", plain).is_ok_and(|parsed| parsed.to_date().is_ok());
    if month_first { DateReading::MonthFirst } else { DateReading::None }
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
    known: HashMap<String, DateReading>,
}

impl DateReader {
    /// As [`read_date`].
    pub fn read(&mut self, text: &str) -> DateReading {
        if let Some(reading) = self.known.get(text) {
            return *reading;
        }
        let reading = read_date(text);
        self.known.insert(text.to_owned(), reading);
        reading
    }
}

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
