//! The roll: every child once, with the times on roll.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::Reference;
use super::child_names::ChildNames;
use super::children::{self, ListRow};
use super::matching::{Index, KeyColumns, Nicknames, SheetLinks, name_key, short};
use super::sheet::{Rejection, Row, Sheet};
use super::spells;
use super::values::shown;
use crate::dates;
use crate::diagnostic::Diagnostics;
use crate::upn;

/// A child. Names stay here and in the staff lists; they never reach the store.
#[derive(Clone, Debug, Default)]
pub struct Pupil {
    /// Number in this run, from 1, in order of UPN, pupil number, name.
    pub id: i64,
    /// UPN in normal form.
    pub upn: Option<String>,
    /// UPNs the child had before, temporary ones for example.
    pub former_upns: Vec<String>,
    /// The school's own number.
    pub local_id: Option<String>,
    /// Further numbers: those of other lists and systems.
    pub codes: Vec<String>,
    /// Codes by which screening tools know the child, such as Boxall's.
    pub tool_codes: BTreeSet<String>,
    /// Legal surname.
    pub surname: String,
    /// Legal forename.
    pub forename: String,
    /// Surnames and forenames of other lists and columns, such as preferred ones.
    pub other_names: Vec<(String, String)>,
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
    /// Last day; [`dates::OPEN_END`] while still on roll.
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
    /// The columns of each list that say which child a row is about.
    columns: BTreeMap<i32, KeyColumns>,
}

/// Every child of the pupil lists.
#[derive(Debug, Default)]
pub struct Roll {
    /// Children in order of their number.
    pub pupils: Vec<Pupil>,
    /// Times on roll, in order of child and first day.
    pub enrolments: Vec<Enrolment>,
    /// The ways to a child.
    pub index: Index,
    /// Which child each row of the other sheets is about, by number of the sheet.
    pub links: BTreeMap<i32, SheetLinks>,
    /// Rows of pupil lists that a later list repeats or supersedes.
    pub superseded: Vec<spells::Superseded>,
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
        reference: &Reference,
        as_of_year: i16,
        diagnostics: &mut Diagnostics,
    ) -> Result<u64, Rejection<'a>> {
        let columns = self.columns.entry(sheet.source_id).or_insert_with(|| KeyColumns::of(sheet, reference));
        let key = columns.key(sheet.raw, row.raw, reference, &mut columns.dates());
        let mut codes = key.codes.into_iter();
        let has_number = sheet.has("pupil_id") && row.text("pupil_id").is_some();
        let local_id = if has_number { codes.next() } else { None };
        let pupil = Pupil {
            id: 0,
            upn: key.upn,
            former_upns: key.former_upn.into_iter().collect(),
            local_id,
            codes: codes.collect(),
            tool_codes: key.tool_code.into_iter().collect(),
            surname: key.surname.clone().unwrap_or_default(),
            forename: key.forename.clone().unwrap_or_default(),
            other_names: other_name(sheet, row, (key.surname, key.forename)).into_iter().collect(),
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
    pub fn build(self, years: &[i16], nicknames: Nicknames, diagnostics: &mut Diagnostics) -> Roll {
        let mut roll = Roll { index: Index::new(nicknames), ..Roll::default() };
        let mut children = children::of_rows(self.rows, diagnostics);
        children.sort_by(|(a, _), (b, _)| a.order().cmp(&b.order()));
        for (index, (mut pupil, mut rows)) in children.into_iter().enumerate() {
            pupil.id = index as i64 + 1;
            roll.superseded.extend(spells::take_out_superseded(&mut rows));
            roll.enrolments.extend(spells::enrolments(pupil.id, &rows, years, diagnostics));
            roll.index.learn(&pupil);
            roll.pupils.push(pupil);
        }
        roll
    }
}

/// A second column of surnames or forenames, such as the preferred ones: the child's other name.
fn other_name(
    sheet: &Sheet<'_>,
    row: &Row<'_>,
    (mut surname, mut forename): (Option<String>, Option<String>),
) -> Option<(String, String)> {
    let mut found = false;
    for second in &sheet.found.second {
        let text = shown(sheet.raw.cell(row.raw, second.at)).into_owned();
        let mine = match sheet.definition.columns[second.column].id.as_str() {
            "surname" => &mut surname,
            "forename" => &mut forename,
            _ => continue,
        };
        if !text.is_empty() {
            found = true;
            *mine = Some(text);
        }
    }
    found.then(|| (surname.unwrap_or_default(), forename.unwrap_or_default()))
}

impl Roll {
    /// A child by its number.
    pub fn pupil(&self, id: i64) -> Option<&Pupil> {
        self.pupils.get(usize::try_from(id - 1).ok()?)
    }

    /// Takes in a tool's own code of a child.
    pub(super) fn learn_tool_code(&mut self, id: i64, code: &str) {
        self.index.learn_tool_code(id, code);
        if let Some(pupil) = usize::try_from(id - 1).ok().and_then(|at| self.pupils.get_mut(at)) {
            pupil.tool_codes.insert(code.to_owned());
        }
    }
}

impl Pupil {
    /// Takes over what a later row says.
    pub(super) fn learn(&mut self, later: &Pupil) {
        fn take<T: Clone>(mine: &mut Option<T>, later: &Option<T>) {
            if later.is_some() {
                mine.clone_from(later);
            }
        }
        self.learn_numbers(later);
        take(&mut self.date_of_birth, &later.date_of_birth);
        take(&mut self.sex, &later.sex);
        take(&mut self.pupil_premium, &later.pupil_premium);
        take(&mut self.fsm, &later.fsm);
        take(&mut self.sen_status, &later.sen_status);
        take(&mut self.eal, &later.eal);
        take(&mut self.looked_after, &later.looked_after);
        let before = (self.surname.clone(), self.forename.clone());
        for (mine, later) in [(&mut self.surname, &later.surname), (&mut self.forename, &later.forename)] {
            if !later.is_empty() {
                mine.clone_from(later);
            }
        }
        // A name that was changed still finds the child in older exports.
        self.other_names.extend([before].into_iter().chain(later.other_names.iter().cloned()));
        let now = name_key(&self.surname, &self.forename);
        let mut seen = vec![now];
        self.other_names.retain(|(surname, forename)| {
            let key = name_key(surname, forename);
            let new = key.is_some() && !seen.contains(&key);
            seen.push(key);
            new
        });
    }

    /// A UPN with a right check letter stays when a later row has a wrong one; one that was given up stays a former one.
    fn learn_numbers(&mut self, later: &Pupil) {
        for number in &later.former_upns {
            if !self.former_upns.contains(number) {
                self.former_upns.push(number.clone());
            }
        }
        if let Some(number) = &later.upn
            && !self.former_upns.contains(number)
            && (upn::is_valid(number) || !self.upn.as_deref().is_some_and(upn::is_valid))
        {
            self.former_upns.extend(self.upn.replace(number.clone()).filter(|before| upn::is_valid(before)));
        }
        self.former_upns.sort_unstable();
        self.former_upns.dedup();
        if let Some(own) = &self.upn {
            self.former_upns.retain(|number| number != own);
        }
        if let Some(number) = &later.local_id
            && let Some(before) = self.local_id.replace(number.clone())
        {
            self.codes.push(before);
        }
        self.tool_codes.extend(later.tool_codes.iter().cloned());
        self.codes.extend(later.codes.iter().cloned());
        self.codes.sort_unstable();
        self.codes.dedup();
        self.codes.retain(|code| self.local_id.as_ref() != Some(code));
    }

    fn order(&self) -> (bool, Option<&str>, Option<&str>, &str, &str, Option<Date>) {
        let none = self.upn.is_none();
        (none, self.upn.as_deref(), self.local_id.as_deref(), &self.surname, &self.forename, self.date_of_birth)
    }

    /// A name for the child that stays the same from run to run: UPN, else the school's own number, else a fingerprint
    /// of name and date of birth.
    pub fn identity(&self) -> String {
        if let Some(number) = &self.upn {
            return number.clone();
        }
        if let Some(number) = &self.local_id {
            // With letters in front, so that no spreadsheet drops its noughts.
            return format!("number-{number}");
        }
        let born = self.date_of_birth.map(|day| day.to_string()).unwrap_or_default();
        let name = name_key(&self.surname, &self.forename).unwrap_or_default();
        format!("name-{}", short(&Sha256::digest(format!("{name}\u{1f}{born}"))))
    }
}
