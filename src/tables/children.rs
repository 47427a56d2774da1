//! Which rows of the pupil lists are about one child.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::matching::name_key;
use super::roll::Pupil;
use crate::diagnostic::Diagnostics;
use crate::place::Place;
use crate::upn;

/// One row of a pupil list: a time on roll in one class.
#[derive(Clone, Debug, Default)]
pub struct ListRow {
    /// What it says of the child.
    pub pupil: Pupil,
    /// Year group in the academic year `base_year`.
    pub year_order: Option<i32>,
    /// Class in that year.
    pub class_name: Option<String>,
    /// First day on roll.
    pub start: Option<Date>,
    /// Last day on roll.
    pub leaving: Option<Date>,
    /// Academic year in which `year_order` and `class_name` hold.
    pub base_year: i16,
    /// Its sheet.
    pub source_id: i32,
    /// Its row.
    pub source_row: u32,
    /// Where it stands.
    pub place: Place,
}

impl ListRow {
    /// Whether another row tells the same of the child's time on roll.
    pub fn says_the_same(&self, other: &ListRow) -> bool {
        let said = |row: &ListRow| (row.year_order, row.class_name.clone(), row.start, row.leaving);
        said(self) == said(other)
    }
}

/// Children found so far, by a key; none where several share it.
type Known<K> = BTreeMap<K, Option<usize>>;

fn learn<K: Ord>(known: &mut Known<K>, key: K, child: usize) {
    known.entry(key).and_modify(|one| *one = one.filter(|one| *one == child)).or_insert(Some(child));
}

/// The children with their rows. A UPN with a right check letter, now or formerly, makes a child; rows without one join
/// the child that alone has their number or their name and date of birth, else they are a child of their own.
pub fn of_rows(mut rows: Vec<ListRow>, diagnostics: &mut Diagnostics) -> Vec<(Pupil, Vec<ListRow>)> {
    rows.sort_by_key(|row| (row.base_year, row.source_id, row.source_row));
    let right = |number: &Option<String>| number.as_deref().is_some_and(upn::is_valid);
    let mut child_of: Vec<Option<usize>> = vec![None; rows.len()];
    let mut by_upn: BTreeMap<&str, usize> = BTreeMap::new();
    let mut children = 0;
    // Former UPNs first, so that the order of the lists does not matter.
    let mut same: BTreeMap<&str, &str> = BTreeMap::new();
    for row in rows.iter().filter(|row| right(&row.pupil.upn)) {
        let now = row.pupil.upn.as_deref().unwrap_or_default();
        for former in row.pupil.former_upns.iter().filter(|former| upn::is_valid(former) && *former != now) {
            same.insert(former, now);
        }
    }
    for (row, child) in rows.iter().zip(&mut child_of).filter(|(row, _)| right(&row.pupil.upn)) {
        let mut number = row.pupil.upn.as_deref().unwrap_or_default();
        // A chain of former numbers is short; a circle of them must end.
        for _ in 0..8 {
            match same.get(number) {
                Some(now) => number = now,
                None => break,
            }
        }
        *child = Some(*by_upn.entry(number).or_insert_with(|| {
            children += 1;
            children - 1
        }));
    }
    let mut by_code: Known<String> = BTreeMap::new();
    let mut by_name: Known<(String, Date)> = BTreeMap::new();
    let codes = |row: &ListRow| row.pupil.local_id.iter().chain(&row.pupil.codes).cloned().collect::<Vec<_>>();
    let name = |row: &ListRow| name_key(&row.pupil.surname, &row.pupil.forename).zip(row.pupil.date_of_birth);
    for (row, child) in rows.iter().zip(&child_of) {
        let Some(child) = *child else { continue };
        codes(row).into_iter().for_each(|code| learn(&mut by_code, code, child));
        name(row).into_iter().for_each(|name| learn(&mut by_name, name, child));
    }
    // A row of each child, to hold a number against its name.
    let mut example: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, child) in child_of.iter().enumerate() {
        if let Some(child) = child {
            example.insert(*child, at);
        }
    }
    for at in 0..rows.len() {
        if child_of[at].is_some() {
            continue;
        }
        let row = &rows[at];
        let is_other = |child: &usize| {
            let (mine, other) = (name(row), example.get(child).and_then(|at| name(&rows[*at])));
            mine.zip(other).is_some_and(|(mine, other)| mine.0 != other.0 && mine.1 != other.1)
        };
        let named = name(row).and_then(|name| by_name.get(&name).copied().flatten());
        let numbered = codes(row).iter().find_map(|code| by_code.get(code).copied().flatten());
        let found = numbered.filter(|child| !is_other(child)).or(named).unwrap_or_else(|| {
            children += 1;
            children - 1
        });
        child_of[at] = Some(found);
        example.entry(found).or_insert(at);
        codes(row).into_iter().for_each(|code| learn(&mut by_code, code, found));
        name(row).into_iter().for_each(|name| learn(&mut by_name, name, found));
    }
    let mut found: Vec<(Pupil, Vec<ListRow>)> = vec![(Pupil::default(), Vec::new()); children];
    for (row, child) in rows.into_iter().zip(child_of) {
        let Some((pupil, of_child)) = child.and_then(|child| found.get_mut(child)) else { continue };
        if pupil.date_of_birth.zip(row.pupil.date_of_birth).is_some_and(|(before, now)| before != now) {
            diagnostics.add("P005", "one child with two dates of birth", row.place.clone());
        }
        pupil.learn(&row.pupil);
        of_child.push(row);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn row(upn: &str, former: &str, id: &str, name: (&str, &str), born: Option<Date>) -> ListRow {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let pupil = Pupil {
            upn: text(upn),
            former_upns: text(former).into_iter().collect(),
            local_id: text(id),
            surname: name.0.into(),
            forename: name.1.into(),
            date_of_birth: born,
            ..Pupil::default()
        };
        ListRow { pupil, base_year: 2025, ..ListRow::default() }
    }

    fn children(mut rows: Vec<ListRow>) -> Vec<(Pupil, usize)> {
        for (number, row) in rows.iter_mut().enumerate() {
            row.source_row = number as u32;
        }
        let found = of_rows(rows, &mut Diagnostics::default());
        found.into_iter().map(|(pupil, rows)| (pupil, rows.len())).collect()
    }

    const BORN: Option<Date> = Some(date(2017, 5, 12));

    #[test]
    fn a_former_upn_makes_no_second_child() {
        let (old, new) = ("T20110001804V", "R201100018042");
        for turned in [false, true] {
            let mut rows = vec![row(old, "", "", ("Hill", "Ann"), BORN), row(new, old, "", ("Hill", "Ann"), BORN)];
            if turned {
                rows.reverse();
            }
            let found = children(rows);
            assert_eq!(found.len(), 1);
            assert_eq!(found[0].0.upn.as_deref(), Some(new), "turned: {turned}");
            assert_eq!(found[0].0.former_upns, [old]);
        }
    }

    #[test]
    fn a_mistyped_upn_makes_no_second_child_where_something_else_tells() {
        let right = row("R201100018042", "", "0017", ("Hill", "Ann"), BORN);
        let found = children(vec![row("R201100018043", "", "", ("Hill", "Ann"), BORN), right.clone()]);
        assert_eq!((found.len(), found[0].0.upn.as_deref()), (1, Some("R201100018042")));
        // Two children with that name and birthday: it cannot be told whose row it is.
        let twin = row("B801200005001", "", "0018", ("Hill", "Ann"), BORN);
        let found = children(vec![right.clone(), twin, row("", "", "", ("Hill", "Ann"), BORN)]);
        assert_eq!(found.len(), 3);
        // A number that two children share joins nobody to either.
        let shared = row("B801200005001", "", "0017", ("Dale", "Ben"), BORN);
        assert_eq!(children(vec![right, shared, row("", "", "0017", ("Moor", "Cay"), BORN)]).len(), 3);
    }
}
