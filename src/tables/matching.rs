//! How a record of another sheet finds its child: by UPN, else by the school's
//! own number, else by name and date of birth. A wrong link is far worse than
//! a missing one, so a weaker key that two children share finds neither.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

use super::roll::{Pupil, Roll};
use super::sheet::{Rejection, Row, Sheet};
use crate::diagnostic::Diagnostics;
use crate::upn;

/// The ways to a child.
#[derive(Debug, Default)]
pub struct Keys {
    by_upn: HashMap<String, i64>,
    by_local_id: BTreeMap<String, Option<i64>>,
    by_name: BTreeMap<(String, Date), Option<i64>>,
}

/// How a record found its child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchedBy {
    /// By UPN.
    Upn,
    /// By the school's own number.
    LocalId,
    /// By name and date of birth.
    Name,
}

/// What a record says about its child.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// UPN in normal form.
    pub upn: Option<String>,
    /// The school's own number.
    pub local_id: Option<String>,
    /// Surname.
    pub surname: Option<String>,
    /// Forename.
    pub forename: Option<String>,
    /// Date of birth.
    pub date_of_birth: Option<Date>,
}

impl Key {
    /// The key columns of a row.
    pub fn of(row: &Row<'_>) -> Key {
        let text = |id: &str| row.text(id).map(str::to_owned);
        let (mut surname, mut forename) = (text("surname"), text("forename"));
        if surname.is_none()
            && let Some(name) = row.text("pupil_name")
        {
            let (last, first) = match name.split_once(',') {
                Some((last, first)) => (last, first),
                None => name.rsplit_once(' ').map_or((name, ""), |(first, last)| (last, first)),
            };
            surname = Some(last.trim().to_owned());
            forename = Some(first.trim().to_owned());
        }
        Key {
            upn: text("upn"),
            local_id: text("pupil_id"),
            surname,
            forename,
            date_of_birth: row.date("date_of_birth"),
        }
    }
}

/// Name without case, accents and punctuation.
pub fn name_key(surname: &str, forename: &str) -> Option<String> {
    let plain =
        |name: &str| -> String { name.nfd().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect() };
    let (surname, forename) = (plain(surname), plain(forename));
    (!surname.is_empty()).then(|| format!("{surname} {forename}"))
}

impl Keys {
    /// Takes in a child's keys.
    pub fn learn(&mut self, pupil: &Pupil) {
        if let Some(number) = &pupil.upn {
            self.by_upn.insert(number.clone(), pupil.id);
        }
        // A weaker key that two children share finds neither.
        if let Some(id) = &pupil.local_id {
            self.by_local_id.entry(id.clone()).and_modify(|known| *known = None).or_insert(Some(pupil.id));
        }
        if let Some(name) = name_key(&pupil.surname, &pupil.forename).zip(pupil.date_of_birth) {
            self.by_name.entry(name).and_modify(|known| *known = None).or_insert(Some(pupil.id));
        }
    }

    /// The child a key belongs to, and by what it was found.
    pub fn find(&self, key: &Key) -> Option<(i64, MatchedBy)> {
        if let Some(id) = key.upn.as_ref().and_then(|number| self.by_upn.get(number)) {
            return Some((*id, MatchedBy::Upn));
        }
        // A valid UPN of somebody else is never overruled by a weaker key.
        if key.upn.as_deref().is_some_and(upn::is_valid) {
            return None;
        }
        if let Some(id) = key.local_id.as_ref().and_then(|id| *self.by_local_id.get(id)?) {
            return Some((id, MatchedBy::LocalId));
        }
        let name = name_key(key.surname.as_deref()?, key.forename.as_deref()?)?;
        let id = (*self.by_name.get(&(name, key.date_of_birth?))?)?;
        Some((id, MatchedBy::Name))
    }

    /// Whether a key that found nobody is one that several children share.
    fn is_shared(&self, key: &Key) -> bool {
        let number = key.local_id.as_ref().and_then(|id| self.by_local_id.get(id));
        let name = key.surname.as_deref().zip(key.forename.as_deref()).and_then(|(last, first)| name_key(last, first));
        let name = name.zip(key.date_of_birth).and_then(|name| self.by_name.get(&name));
        [number, name].into_iter().flatten().any(Option::is_none)
    }
}

impl Roll {
    /// The child of a row, with the diagnostics that go with the way it was found.
    pub fn match_row<'a>(
        &self,
        sheet: &Sheet<'a>,
        row: &Row<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Result<i64, Rejection<'a>> {
        let key = Key::of(row);
        if let Some(number) = &key.upn
            && !upn::is_valid(number)
        {
            diagnostics.add("P001", "the check letter of a UPN is wrong", sheet.cell_place(row.number, Some("upn")));
        }
        match self.keys.find(&key) {
            Some((id, MatchedBy::Upn)) => Ok(id),
            Some((id, MatchedBy::LocalId)) => {
                diagnostics.add(
                    "P003",
                    "matched by the school's own pupil number",
                    sheet.cell_place(row.number, Some("pupil_id")),
                );
                Ok(id)
            }
            Some((id, MatchedBy::Name)) => {
                diagnostics.add(
                    "P004",
                    "matched by name and date of birth",
                    sheet.cell_place(row.number, Some("surname")),
                );
                Ok(id)
            }
            None if key == Key::default() => {
                Err(Rejection::at("T001", "upn", "there is no UPN, pupil number or name with date of birth"))
            }
            None if self.keys.is_shared(&key) => {
                Err(Rejection::at("P002", "upn", "more than one child on the pupil list fits: only a UPN can tell"))
            }
            None => Err(Rejection::at("P002", "upn", "no child on the pupil list fits")),
        }
    }

    /// Whether a child was on roll on a day.
    pub fn on_roll(&self, pupil_id: i64, day: Date) -> bool {
        let first = self.enrolments.partition_point(|spell| spell.pupil_id < pupil_id);
        let spells = self.enrolments[first..].iter().take_while(|spell| spell.pupil_id == pupil_id);
        spells.into_iter().any(|spell| spell.from <= day && day <= spell.to)
    }
}
