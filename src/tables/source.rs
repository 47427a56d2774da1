//! A sheet that was used: where it is, and which of its columns mean what, so that a record can be found again.

use jiff::civil::Date;

use super::recognise::WideKey;
use super::sheet::Sheet;
use crate::place::Place;

/// A sheet that was used.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its number.
    pub id: i32,
    /// SHA-256 of its file.
    pub sha256: String,
    /// Where it is.
    pub place: Place,
    /// Its columns that mean something, from left to right.
    pub columns: Vec<SourceColumn>,
}

/// A column of a sheet that means something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceColumn {
    /// Column of the template, or what the heading of a wide column says: a strand, or a date and session.
    pub means: String,
    /// Column in the sheet, from 1.
    pub at: u32,
    /// Heading as the sheet has it.
    pub header: String,
}

/// What a column of a questionnaire's item means.
const ITEM: &str = "item";

fn week_session(after_monday: i8, session: &str) -> String {
    format!("day {} of the week {session}", after_monday + 1)
}

/// Columns by which a row finds its child, surest first; the last group is used together.
const CHILD: [&[&str]; 3] = [&["upn"], &["pupil_id"], &["surname", "forename", "pupil_name", "date_of_birth"]];

impl Source {
    /// What is known of a recognised sheet.
    pub(super) fn of(sheet: &Sheet<'_>) -> Self {
        let mapped = sheet.found.mapped.iter().map(|mapped| SourceColumn {
            means: sheet.definition.columns[mapped.column].id.clone(),
            at: mapped.at,
            header: mapped.header.clone(),
        });
        let wide = sheet.found.wide.iter().map(|column| SourceColumn {
            means: match &column.key {
                WideKey::Strand(_, strand) => strand.what.clone(),
                // Every score of a questionnaire rests on all of its items that were answered.
                WideKey::Item(..) => ITEM.to_owned(),
                WideKey::Session(day, session) => format!("{day} {session}"),
                WideKey::WeekSession(after, session) => week_session(*after, session),
            },
            at: column.at,
            header: column.header.clone(),
        });
        let mut columns: Vec<SourceColumn> = mapped.chain(wide).collect();
        columns.sort_by_key(|column| column.at);
        Source { id: sheet.source_id, sha256: sheet.account.sha256.clone(), place: sheet.place.clone(), columns }
    }

    /// Positions of the columns among [`Source::columns`] that a record of this sheet uses: those of the template that
    /// are named (`child` stands for the columns that say which child it is) and the wide column of `item`.
    pub fn used(&self, cells: &str, item: Option<&str>) -> Vec<usize> {
        let means = |name: &str| self.columns.iter().position(|column| column.means == name);
        let wide = |item: &str| {
            let by_weekday = || {
                let (day, session) = item.split_once(' ')?;
                means(&week_session(day.parse::<Date>().ok()?.weekday().to_monday_zero_offset(), session))
            };
            means(item).or_else(by_weekday)
        };
        let mut used: Vec<usize> = item.and_then(wide).into_iter().collect();
        if item.is_some() && used.is_empty() {
            used.extend((0..self.columns.len()).filter(|&at| self.columns[at].means == ITEM));
        }
        for name in cells.split_whitespace() {
            if name == "child" {
                let keys = CHILD.iter().map(|keys| keys.iter().filter_map(|key| means(key)).collect::<Vec<_>>());
                used.extend(keys.into_iter().find(|keys| !keys.is_empty()).unwrap_or_default());
            } else {
                used.extend(means(name));
            }
        }
        used.sort_unstable();
        used.dedup();
        used
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(means: &[&str]) -> Source {
        let column = |(index, means): (usize, &&str)| SourceColumn {
            means: (*means).to_owned(),
            at: index as u32 + 1,
            header: String::new(),
        };
        let columns = means.iter().enumerate().map(column).collect();
        Source { id: 1, sha256: String::new(), place: Place::default(), columns }
    }

    #[test]
    fn the_columns_of_a_long_and_of_a_wide_sheet() {
        let long = source(&["upn", "surname", "date", "strand", "score"]);
        assert_eq!(long.used("child date strand score", Some("Being")), [0, 2, 3, 4]);
        let wide = source(&["upn", "date", "Being", "Doing"]);
        assert_eq!(wide.used("child date strand score", Some("Doing")), [0, 1, 3]);
    }

    #[test]
    fn the_columns_of_a_week_grid_and_of_items() {
        let week = source(&["pupil_id", "week_commencing", "day 1 of the week AM", "day 2 of the week AM"]);
        assert_eq!(week.used("child", Some("2026-05-12 AM")), [0, 3], "12 May 2026 is a Tuesday");
        assert_eq!(week.used("child", Some("2026-05-13 AM")), [0]);
        let items = source(&["upn", "item", "date", "item"]);
        assert_eq!(items.used("child date strand score", Some("Prosocial")), [0, 1, 2, 3]);
    }

    #[test]
    fn without_a_number_the_names_find_the_child() {
        let sheet = source(&["surname", "forename", "date_of_birth", "date"]);
        assert_eq!(sheet.used("child date", None), [0, 1, 2, 3]);
        assert_eq!(source(&["pupil_id", "surname"]).used("child", None), [0]);
    }
}
