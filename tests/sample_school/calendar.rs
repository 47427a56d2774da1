//! The school's calendar: two academic years of three terms.

use jiff::civil::{Date, Weekday, date};

/// One term.
pub struct Term {
    /// Such as `2025-26-summer`.
    pub id: &'static str,
    /// 2025 means 2025/26.
    pub academic_year: i16,
    /// Such as `Summer`.
    pub name: &'static str,
    /// First school day.
    pub start: Date,
    /// Last school day.
    pub end: Date,
    /// Monday of the half-term week.
    pub half_term: Date,
    /// A bank holiday inside the term.
    pub closed: Option<Date>,
}

impl Term {
    /// Whether a date lies in the term, school day or not.
    pub fn has(&self, day: Date) -> bool {
        self.start <= day && day <= self.end
    }

    /// Such as `Summer 2025/26`.
    pub fn title(&self) -> String {
        format!("{} {}", self.name, year_name(self.academic_year))
    }

    /// Monday to Friday inside the term, less half-term week and bank holiday.
    pub fn school_days(&self) -> Vec<Date> {
        let mut days = Vec::new();
        let mut day = self.start;
        while day <= self.end {
            let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
            let half_term = self.half_term <= day && day < plus(self.half_term, 7);
            if !weekend && !half_term && self.closed != Some(day) {
                days.push(day);
            }
            day = plus(day, 1);
        }
        days
    }
}

/// The terms, in order.
pub fn terms() -> Vec<Term> {
    let term = |id, academic_year, name, start, end, half_term, closed| Term {
        id,
        academic_year,
        name,
        start,
        end,
        half_term,
        closed,
    };
    vec![
        term("2024-25-autumn", 2024, "Autumn", date(2024, 9, 3), date(2024, 12, 20), date(2024, 10, 28), None),
        term("2024-25-spring", 2024, "Spring", date(2025, 1, 6), date(2025, 4, 4), date(2025, 2, 17), None),
        term(
            "2024-25-summer",
            2024,
            "Summer",
            date(2025, 4, 22),
            date(2025, 7, 22),
            date(2025, 5, 26),
            Some(date(2025, 5, 5)),
        ),
        term("2025-26-autumn", 2025, "Autumn", date(2025, 9, 2), date(2025, 12, 19), date(2025, 10, 27), None),
        term("2025-26-spring", 2025, "Spring", date(2026, 1, 5), date(2026, 3, 27), date(2026, 2, 16), None),
        term(
            "2025-26-summer",
            2025,
            "Summer",
            date(2026, 4, 13),
            date(2026, 7, 21),
            date(2026, 5, 25),
            Some(date(2026, 5, 4)),
        ),
    ]
}

/// Such as `2025/26`.
pub fn year_name(academic_year: i16) -> String {
    format!("{academic_year}/{:02}", (academic_year + 1) % 100)
}

/// A date so many days later.
pub fn plus(day: Date, days: i32) -> Date {
    day.checked_add(jiff::Span::new().days(days)).expect("sample dates are ordinary dates")
}

/// As schools write it: 02/09/2025.
pub fn slashed(day: Date) -> String {
    format!("{:02}/{:02}/{}", day.day(), day.month(), day.year())
}
