//! Every day of the school's calendar with its week: engines count weeks and weekdays differently, so no query does.

use jiff::Span;
use jiff::civil::Date;

use super::frame::{Frame, FrameBuilder};
use crate::dates;
use crate::error::Error;
use crate::project::Term;

/// Days before the first term and after the last that still belong to the calendar: a summer holiday.
const MARGIN_DAYS: i64 = 62;

/// The calendar's days as a table of the store.
///
/// # Errors
/// Only for faults of the program.
pub fn days(terms: &[Term]) -> Result<Frame, Error> {
    let mut builder = FrameBuilder::new("calendar_day", &["day", "monday", "weekday", "day_number"]);
    let margin = Span::new().days(MARGIN_DAYS);
    let ends = (terms.first().map(|term| term.start), terms.last().map(|term| term.end));
    if let (Some(first), Some(last)) = ends {
        let last = last.checked_add(margin).unwrap_or(Date::MAX);
        let mut day = first.checked_sub(margin).unwrap_or(Date::MIN);
        while day <= last {
            let since_monday = day.weekday().to_monday_zero_offset();
            let monday = day.checked_sub(Span::new().days(since_monday)).unwrap_or(day);
            let number = dates::days_since_epoch(day);
            builder.push([day.into(), monday.into(), i32::from(since_monday + 1).into(), number.into()]);
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
    }
    builder.finish(&[], &[])
}
