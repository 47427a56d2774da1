//! Times on roll, from the rows of pupil lists about one child.

use super::children::ListRow;
use super::roll::Enrolment;
use crate::dates::{self, OPEN_END};
use crate::diagnostic::Diagnostics;

/// A row of a pupil list that a later list makes superfluous.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Superseded {
    /// Its sheet.
    pub source_id: i32,
    /// Its row.
    pub source_row: u32,
    /// The sheet of the row that counts.
    pub by: i32,
    /// Whether that row says the same.
    pub same: bool,
}

/// Takes out rows that another file, exported later, tells anew: of one academic year, at times that overlap. Rows of
/// one file never supersede each other: a child who changed class has two.
pub fn take_out_superseded(rows: &mut Vec<ListRow>) -> Vec<Superseded> {
    let later = |row: &ListRow| {
        let anew = rows.iter().filter(|other| {
            other.source_id > row.source_id
                && other.place.file != row.place.file
                && other.base_year == row.base_year
                && overlap(row, other)
        });
        anew.max_by_key(|other| (other.source_id, other.source_row)).map(|other| Superseded {
            source_id: row.source_id,
            source_row: row.source_row,
            by: other.source_id,
            same: row.says_the_same(other),
        })
    };
    let found: Vec<Superseded> = rows.iter().filter_map(later).collect();
    let is_out =
        |row: &ListRow| found.iter().any(|out| (out.source_id, out.source_row) == (row.source_id, row.source_row));
    rows.retain(|row| !is_out(row));
    found
}

fn overlap(one: &ListRow, other: &ListRow) -> bool {
    let before = |a: &ListRow, b: &ListRow| a.leaving.zip(b.start).is_some_and(|(leaving, start)| leaving < start);
    !before(one, other) && !before(other, one)
}

/// Times on roll of one child, one for each academic year and list row. The
/// year group moves with the years; the class is known for the list's own year.
pub fn enrolments(pupil_id: i64, rows: &[ListRow], years: &[i16], diagnostics: &mut Diagnostics) -> Vec<Enrolment> {
    let mut spells: Vec<Enrolment> = Vec::new();
    for &year in years {
        let (first, last) = dates::academic_year_span(year);
        let on_roll = |row: &&ListRow| {
            row.start.is_none_or(|start| start <= last) && row.leaving.is_none_or(|leaving| leaving >= first)
        };
        // A list of that very year knows best; else the list nearest in time.
        let nearest = rows.iter().filter(on_roll).map(|row| (row.base_year - year).abs()).min();
        let of_year = rows.iter().filter(on_roll).filter(|row| Some((row.base_year - year).abs()) == nearest);
        for row in of_year {
            let still_on = row.leaving.is_none_or(|leaving| leaving > last);
            let year_order = row.year_order.map(|order| order - i32::from(row.base_year - year));
            if year_order.is_some_and(|order| order < -2) {
                continue;
            }
            spells.push(Enrolment {
                pupil_id,
                year_order,
                class_name: row.class_name.clone().filter(|_| row.base_year == year),
                from: row.start.map_or(first, |start| start.max(first)),
                to: match (still_on, years.last() == Some(&year)) {
                    (true, true) => OPEN_END,
                    (true, false) => last,
                    (false, _) => row.leaving.unwrap_or(last).min(last),
                },
                source_id: row.source_id,
                source_row: row.source_row,
            });
        }
    }
    spells.sort_by_key(|spell| (spell.from, spell.to, spell.source_id, spell.source_row));
    spells.dedup_by(|later, earlier| {
        later.from == earlier.from
            && later.to == earlier.to
            && later.year_order == earlier.year_order
            && later.class_name == earlier.class_name
    });
    for index in 1..spells.len() {
        if spells[index].from <= spells[index - 1].to {
            let place = rows
                .iter()
                .find(|row| row.source_row == spells[index].source_row && row.source_id == spells[index].source_id);
            if let Some(row) = place {
                diagnostics.add("P007", "two times on roll overlap", row.place.clone());
            }
            spells[index - 1].to = spells[index].from.yesterday().unwrap_or(spells[index].from);
        }
    }
    spells.retain(|spell| spell.from <= spell.to);
    spells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Place;
    use jiff::civil::{Date, date};

    fn row(file: &str, source_id: i32, class: &str, start: Option<Date>, leaving: Option<Date>) -> ListRow {
        ListRow {
            class_name: Some(class.into()),
            start,
            leaving,
            base_year: 2025,
            source_id,
            source_row: 2,
            place: Place::file(file),
            ..ListRow::default()
        }
    }

    fn spells(mut rows: Vec<ListRow>) -> (Vec<(String, Date, Date)>, usize, usize) {
        let out = take_out_superseded(&mut rows);
        let mut diagnostics = Diagnostics::default();
        let spells = enrolments(1, &rows, &[2025], &mut diagnostics);
        let spells =
            spells.into_iter().map(|spell| (spell.class_name.unwrap_or_default(), spell.from, spell.to)).collect();
        (spells, out.len(), diagnostics.iter().count())
    }

    #[test]
    fn a_later_list_wins_even_where_it_says_less() {
        let (first, left) = (date(2025, 9, 1), date(2026, 2, 27));
        let stale = row("september.xlsx", 1, "Elder", None, None);
        // The child has left since: the list of September must not keep it on roll.
        let (found, out, said) = spells(vec![stale.clone(), row("march.xlsx", 2, "Elder", None, Some(left))]);
        assert_eq!((found, out, said), (vec![("Elder".into(), first, left)], 1, 0));
        // A copy of a list under another name changes nothing.
        let (found, out, said) = spells(vec![stale.clone(), row("copy.xlsx", 2, "Elder", None, None)]);
        assert_eq!((found, out, said), (vec![("Elder".into(), first, OPEN_END)], 1, 0));
        // Both rows of a child who changed class within one file count.
        let moved = vec![
            row("list.xlsx", 1, "Elder", None, Some(date(2026, 2, 13))),
            ListRow { source_row: 3, ..row("list.xlsx", 1, "Hazel", Some(date(2026, 2, 14)), None) },
        ];
        assert_eq!(spells(moved).0.len(), 2);
    }
}
