//! The roll: every child once, with the times on roll.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::civil::Date;

use super::child_names::ChildNames;
use super::matching::{Key, Keys, name_key};
use super::sheet::{Rejection, Row, Sheet};
use crate::dates::{self, OPEN_END};
use crate::diagnostic::Diagnostics;
use crate::place::Place;
use crate::upn;

/// A child. Names stay here and in the staff lists; they never reach the store.
#[derive(Clone, Debug, Default)]
pub struct Pupil {
    /// Number in this run, from 1, in order of UPN, pupil number, name.
    pub id: i64,
    /// UPN in normal form.
    pub upn: Option<String>,
    /// The school's own number.
    pub local_id: Option<String>,
    /// Legal surname.
    pub surname: String,
    /// Legal forename.
    pub forename: String,
    /// Date of birth.
    pub date_of_birth: Option<Date>,
    /// F or M.
    pub sex: Option<String>,
    /// Pupil premium.
    pub pupil_premium: Option<bool>,
    /// Free school meals.
    pub fsm: Option<bool>,
    /// N, K or E.
    pub sen_status: Option<String>,
    /// English as an additional language.
    pub eal: Option<bool>,
    /// Looked after.
    pub looked_after: Option<bool>,
}

/// One row of a pupil list: a time on roll in one class.
#[derive(Clone, Debug)]
struct ListRow {
    pupil: Pupil,
    year_order: Option<i32>,
    class_name: Option<String>,
    start: Option<Date>,
    leaving: Option<Date>,
    /// Academic year in which `year_order` and `class_name` hold.
    base_year: i16,
    source_id: i32,
    source_row: u32,
    place: Place,
}

/// A time on roll in one year group and class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolment {
    /// The child.
    pub pupil_id: i64,
    /// Nursery -1, Reception 0, Year 1 is 1.
    pub year_order: Option<i32>,
    /// Class, where known for that time.
    pub class_name: Option<String>,
    /// First day.
    pub from: Date,
    /// Last day; [`OPEN_END`] while still on roll.
    pub to: Date,
    /// Sheet it came from.
    pub source_id: i32,
    /// Row it came from.
    pub source_row: u32,
}

/// Collects the rows of pupil lists.
#[derive(Default)]
pub struct RollBuilder {
    rows: Vec<ListRow>,
}

/// Every child of the pupil lists.
#[derive(Debug, Default)]
pub struct Roll {
    /// Children in order of their number.
    pub pupils: Vec<Pupil>,
    /// Times on roll, in order of child and first day.
    pub enrolments: Vec<Enrolment>,
    /// The ways to a child.
    pub keys: Keys,
    /// The children's names, to be kept out of texts.
    pub names: ChildNames,
}

impl Roll {
    /// What a row says in free words, without a child's full name or number.
    pub(super) fn free<'r>(&self, row: &'r Row<'_>, id: &str) -> Option<Cow<'r, str>> {
        row.text(id).map(|text| self.names.without_full_names(text))
    }
}

impl RollBuilder {
    /// Takes one row of a pupil list. `as_of_year` is the academic year of the
    /// run, used where the list does not say its own.
    pub fn take<'a>(
        &mut self,
        sheet: &Sheet<'a>,
        row: &Row<'_>,
        as_of_year: i16,
        diagnostics: &mut Diagnostics,
    ) -> Result<u64, Rejection<'a>> {
        let key = Key::of(row);
        let pupil = Pupil {
            id: 0,
            upn: key.upn.clone(),
            local_id: key.local_id.clone(),
            surname: key.surname.clone().unwrap_or_default(),
            forename: key.forename.clone().unwrap_or_default(),
            date_of_birth: key.date_of_birth,
            sex: row.text("sex").map(str::to_owned),
            pupil_premium: row.boolean("pupil_premium"),
            fsm: row.boolean("fsm"),
            sen_status: row.text("sen_status").map(str::to_owned),
            eal: row.boolean("eal"),
            looked_after: row.boolean("looked_after"),
        };
        if pupil.upn.is_none()
            && pupil.local_id.is_none()
            && (pupil.surname.is_empty() || pupil.date_of_birth.is_none())
        {
            return Err(Rejection::row("T001", "there is no UPN, pupil number or name with date of birth"));
        }
        if let Some(number) = &pupil.upn
            && !upn::is_valid(number)
        {
            diagnostics.add("P001", "the check letter of a UPN is wrong", sheet.cell_place(row.number, Some("upn")));
        }
        let (start, leaving) = (row.date("start_date"), row.date("leaving_date"));
        if let (Some(start), Some(leaving)) = (start, leaving)
            && leaving < start
        {
            return Err(Rejection::at("T019", "leaving_date", "the leaving date is before the start date"));
        }
        if row.int("year_group").is_none() {
            diagnostics.add("P006", "no year group", sheet.cell_place(row.number, Some("year_group")));
        }
        let list_year = sheet.found.academic_year.unwrap_or(as_of_year);
        let base_year = leaving.map_or(list_year, |leaving| dates::academic_year(leaving).min(list_year));
        self.rows.push(ListRow {
            pupil,
            year_order: row.int("year_group").map(|order| order as i32),
            class_name: row.text("class").map(str::to_owned),
            start,
            leaving,
            base_year,
            source_id: sheet.source_id,
            source_row: row.number,
            place: sheet.place.at_row(row.number),
        });
        Ok(1)
    }

    /// Puts the rows together into children. `years` are the academic years of
    /// the school's calendar.
    pub fn build(self, years: &[i16], diagnostics: &mut Diagnostics) -> Roll {
        let mut rows = self.rows;
        rows.sort_by_key(|row| (row.base_year, row.source_id, row.source_row));
        let mut children: Vec<(Pupil, Vec<ListRow>)> = Vec::new();
        let mut by_upn: BTreeMap<String, usize> = BTreeMap::new();
        let mut by_local: BTreeMap<String, usize> = BTreeMap::new();
        let mut by_name: BTreeMap<(String, Date), usize> = BTreeMap::new();
        for row in rows {
            let name = name_key(&row.pupil.surname, &row.pupil.forename).zip(row.pupil.date_of_birth);
            // A row with a UPN of its own is that child and no other; only rows
            // without one are looked up by weaker keys.
            let known = match &row.pupil.upn {
                Some(number) => by_upn.get(number).copied(),
                None => {
                    let local = row.pupil.local_id.as_ref().and_then(|id| by_local.get(id)).copied();
                    local.or_else(|| name.as_ref().and_then(|name| by_name.get(name)).copied())
                }
            };
            let at = known.unwrap_or_else(|| {
                children.push((Pupil::default(), Vec::new()));
                children.len() - 1
            });
            if known.is_some() {
                let before = &children[at].0;
                if before.date_of_birth.is_some()
                    && row.pupil.date_of_birth.is_some()
                    && before.date_of_birth != row.pupil.date_of_birth
                {
                    diagnostics.add("P005", "one child with two dates of birth", row.place.clone());
                }
            }
            children[at].0.learn(&row.pupil);
            if let Some(number) = &row.pupil.upn {
                by_upn.insert(number.clone(), at);
            }
            if let Some(id) = &row.pupil.local_id {
                by_local.insert(id.clone(), at);
            }
            if let Some(name) = name {
                by_name.insert(name, at);
            }
            children[at].1.push(row);
        }
        children.sort_by(|(a, _), (b, _)| a.order().cmp(&b.order()));
        let mut roll = Roll::default();
        for (index, (mut pupil, rows)) in children.into_iter().enumerate() {
            pupil.id = index as i64 + 1;
            roll.enrolments.extend(enrolments(pupil.id, &rows, years, diagnostics));
            roll.keys.learn(&pupil);
            roll.pupils.push(pupil);
        }
        roll
    }
}

impl Pupil {
    /// Takes over what a later row says.
    fn learn(&mut self, later: &Pupil) {
        fn take<T: Clone>(mine: &mut Option<T>, later: &Option<T>) {
            if later.is_some() {
                mine.clone_from(later);
            }
        }
        take(&mut self.upn, &later.upn);
        take(&mut self.local_id, &later.local_id);
        take(&mut self.date_of_birth, &later.date_of_birth);
        take(&mut self.sex, &later.sex);
        take(&mut self.pupil_premium, &later.pupil_premium);
        take(&mut self.fsm, &later.fsm);
        take(&mut self.sen_status, &later.sen_status);
        take(&mut self.eal, &later.eal);
        take(&mut self.looked_after, &later.looked_after);
        for (mine, later) in [(&mut self.surname, &later.surname), (&mut self.forename, &later.forename)] {
            if !later.is_empty() {
                mine.clone_from(later);
            }
        }
    }

    fn order(&self) -> (bool, Option<&str>, Option<&str>, &str, &str, Option<Date>) {
        let none = self.upn.is_none();
        (none, self.upn.as_deref(), self.local_id.as_deref(), &self.surname, &self.forename, self.date_of_birth)
    }
}

/// Times on roll of one child, one for each academic year and list row. The
/// year group moves with the years; the class is known for the list's own year.
fn enrolments(pupil_id: i64, rows: &[ListRow], years: &[i16], diagnostics: &mut Diagnostics) -> Vec<Enrolment> {
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
