//! Children who came or went, and marks of days that the earlier report already knew. For staff only.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;

use super::cohort::{Child, Cohort};

/// What became of the children between two runs, by identifier.
#[derive(Clone, Debug, Default, Serialize)]
pub struct People {
    /// On roll now and not before.
    pub joined: Vec<String>,
    /// On roll before and not now.
    pub left: Vec<String>,
    /// Among those whom the year's figures rest on now and not before, and not on roll either time.
    pub newly_counted: Vec<String>,
    /// No longer among them, though they had not been on roll before.
    pub no_longer_counted: Vec<String>,
    /// Marks that were there, and are others now, or were added or taken out later.
    pub late_marks: Vec<MarkChange>,
}

/// One mark of a day that the earlier report already knew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MarkChange {
    /// The child.
    pub id: String,
    /// The day, ISO.
    pub date: String,
    /// `AM` or `PM`.
    pub session: &'static str,
    /// Code in the earlier run.
    pub was: Option<String>,
    /// Code in the later run.
    pub is: Option<String>,
}

impl People {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        let lists = [&self.joined, &self.left, &self.newly_counted, &self.no_longer_counted];
        lists.iter().all(|list| list.is_empty()) && self.late_marks.is_empty()
    }
}

pub(super) fn compare(old: &Cohort, new: &Cohort) -> People {
    let by_id = |cohort: &'_ Cohort| -> BTreeMap<String, Child> {
        cohort.pupils.iter().map(|child| (child.id.clone(), child.clone())).collect()
    };
    let (before, now) = (by_id(old), by_id(new));
    let mut people = People::default();
    let ids: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    // A new academic year is a new cohort: everybody who left last year is no longer counted, which is no news.
    let same_year = old.marks_from == new.marks_from;
    for id in ids {
        let (was, is) = (before.get(id), now.get(id));
        let on_roll = |child: Option<&Child>| child.is_some_and(|child| child.on_roll);
        let analysed = |child: Option<&Child>| child.is_some_and(|child| child.analysed);
        let list = match (on_roll(was), on_roll(is), analysed(was), analysed(is)) {
            (false, true, ..) => Some(&mut people.joined),
            (true, false, ..) => Some(&mut people.left),
            (false, false, false, true) if same_year => Some(&mut people.newly_counted),
            (false, false, true, false) if same_year => Some(&mut people.no_longer_counted),
            _ => None,
        };
        if let Some(list) = list {
            list.push(id.clone());
        }
        if let (Some(was), Some(is)) = (was, is) {
            people.late_marks.extend(late_marks(id, was, is, old, new));
        }
    }
    people
}

/// Marks of one child, of days that both runs keep and the earlier one had reached.
fn late_marks(id: &str, was: &Child, is: &Child, old: &Cohort, new: &Cohort) -> Vec<MarkChange> {
    let day = |text: &str| text.parse::<Date>().ok();
    let from = day(&old.marks_from).max(day(&new.marks_from));
    let to = day(&old.as_of).min(day(&new.as_of));
    let (Some(from), Some(to)) = (from, to) else { return Vec::new() };
    // Most weeks are alike, and comparing their texts is all they need.
    if was.marks == is.marks {
        return Vec::new();
    }
    let (was, is) = (was.sessions(), is.sessions());
    let sessions: BTreeSet<&(Date, usize)> = was.keys().chain(is.keys()).collect();
    let known = sessions.into_iter().filter(|(day, _)| (from..=to).contains(day));
    let differ = known.filter(|session| was.get(session) != is.get(session));
    let code = |marks: &BTreeMap<(Date, usize), &str>, at| marks.get(at).map(|code| (*code).to_owned());
    differ
        .map(|at| MarkChange {
            id: id.to_owned(),
            date: at.0.to_string(),
            session: if at.1 == 0 { "AM" } else { "PM" },
            was: code(&was, at),
            is: code(&is, at),
        })
        .collect()
}
