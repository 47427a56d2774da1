//! Who a run was about and which marks they had: `staff/cohort.json`, kept so that the next run can say who joined,
//! who left and which marks were corrected since. Personal data: it never leaves the staff folder.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::dates;
use crate::store::ResultSet;
use crate::tables::{Pupil, Roll};

/// A session without a mark. No attendance code is a full stop.
pub const NO_MARK: &str = ".";

/// The children of one run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cohort {
    /// Version of the contract.
    pub version: u32,
    /// Reporting date, ISO.
    pub as_of: String,
    /// First day of the marks that are kept, ISO.
    pub marks_from: String,
    /// Children in order of their identifier.
    pub pupils: Vec<Child>,
}

/// One child of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Child {
    /// UPN, else the school's own number, else a fingerprint of name and date of birth.
    pub id: String,
    /// On roll on the reporting date.
    pub on_roll: bool,
    /// On roll on some day of the academic year so far: the year's figures rest on this child too.
    pub analysed: bool,
    /// Marks by the Monday of their week: a code a session, Monday morning first, [`NO_MARK`] where there is none.
    pub marks: BTreeMap<String, String>,
}

impl Cohort {
    /// The children of a pupil list, with their marks of this academic year and the one before. `marks` are the rows of
    /// the query `marks_kept`.
    pub fn new(roll: &Roll, marks: &ResultSet, as_of: Date) -> Cohort {
        let year = dates::academic_year(as_of);
        let (first_day, _) = dates::academic_year_span(year);
        // A year back is what a report still shows; older marks would be kept for nothing.
        let (marks_from, _) = dates::academic_year_span(year - 1);
        let mut weeks = by_week(marks, marks_from);
        let mut pupils: Vec<Child> = Vec::new();
        for pupil in &roll.pupils {
            let spells = || roll.enrolments.iter().filter(|spell| spell.pupil_id == pupil.id && spell.from <= as_of);
            pupils.push(Child {
                id: id_of(pupil),
                on_roll: spells().any(|spell| spell.to >= as_of),
                analysed: spells().any(|spell| spell.to >= first_day),
                marks: weeks.remove(&pupil.id).unwrap_or_default(),
            });
        }
        // Children who were gone before and have no mark say nothing to the next run.
        pupils.retain(|pupil| pupil.analysed || !pupil.marks.is_empty());
        pupils.sort_by(|a, b| a.id.cmp(&b.id));
        Cohort { version: 1, as_of: as_of.to_string(), marks_from: marks_from.to_string(), pupils }
    }

    /// The file, as `docs/contracts.md` promises it.
    pub fn json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

impl Child {
    /// Marks by day and session; sessions without a mark are left out.
    pub fn sessions(&self) -> BTreeMap<(Date, usize), &str> {
        let mut sessions = BTreeMap::new();
        for (monday, codes) in &self.marks {
            let Ok(monday) = monday.parse::<Date>() else { continue };
            for (at, code) in codes.split(' ').enumerate().filter(|(_, code)| *code != NO_MARK) {
                let day = monday.checked_add(jiff::Span::new().days((at / 2) as i64));
                if let Ok(day) = day {
                    sessions.insert((day, at % 2), code);
                }
            }
        }
        sessions
    }
}

/// The identifier by which a child is known from one run to the next; numbers of a run are not, as they follow the list.
pub fn id_of(pupil: &Pupil) -> String {
    let number = pupil.upn.clone().or_else(|| pupil.local_id.clone());
    let born = pupil.date_of_birth.map(|day| day.to_string()).unwrap_or_default();
    number.unwrap_or_else(|| {
        fingerprint(&format!("{} {} {born}", pupil.surname.to_lowercase(), pupil.forename.to_lowercase()))
    })
}

/// Twelve digits tell the children of a school apart and give no name away.
fn fingerprint(words: &str) -> String {
    let digest = Sha256::digest(words.as_bytes());
    digest.iter().take(6).fold("name-".to_owned(), |text, byte| text + &format!("{byte:02x}"))
}

fn by_week(marks: &ResultSet, from: Date) -> BTreeMap<i64, BTreeMap<String, String>> {
    let columns = ["pupil_id", "mark_date", "session", "code"].map(|name| marks.column(name));
    let [Some(pupil), Some(date), Some(session), Some(code)] = columns else { return BTreeMap::new() };
    let mut weeks: BTreeMap<i64, BTreeMap<Date, Vec<&str>>> = BTreeMap::new();
    for row in &marks.rows {
        let read = (row[pupil].int(), row[date].date(), row[session].text(), row[code].text());
        let (Some(pupil), Some(day), Some(session), Some(code)) = read else { continue };
        if day < from || code.trim().is_empty() {
            continue;
        }
        let offset = i64::from(day.weekday().to_monday_zero_offset());
        let Ok(monday) = day.checked_sub(jiff::Span::new().days(offset)) else { continue };
        let week = weeks.entry(pupil).or_default().entry(monday).or_insert_with(|| vec![NO_MARK; 10]);
        let at = 2 * offset as usize + usize::from(session == "PM");
        // Saturdays and Sundays are rare enough to be written only where there are marks.
        if at >= week.len() {
            week.resize(14, NO_MARK);
        }
        week[at] = code;
    }
    let text = |(monday, codes): (Date, Vec<&str>)| (monday.to_string(), codes.join(" "));
    weeks.into_iter().map(|(pupil, weeks)| (pupil, weeks.into_iter().map(text).collect())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Value;

    #[test]
    fn marks_are_kept_by_week_and_read_back() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let row = |date: &str, session: &str, code: &str| {
            vec![Value::Int(7), Value::Date(day(date)), Value::Text(session.into()), Value::Text(code.into())]
        };
        let marks = ResultSet {
            columns: ["pupil_id", "mark_date", "session", "code"].map(str::to_owned).to_vec(),
            rows: vec![
                row("2023-09-04", "AM", "I"),
                row("2026-05-11", "AM", "/"),
                row("2026-05-12", "PM", "I"),
                row("2026-05-23", "AM", "L"),
            ],
        };
        let weeks = by_week(&marks, day("2024-09-01"));
        assert_eq!(weeks[&7]["2026-05-11"], "/ . . I . . . . . .");
        assert_eq!(weeks[&7].len(), 2, "marks of older years are not kept");
        let child = Child { id: "A".into(), on_roll: true, analysed: true, marks: weeks[&7].clone() };
        let back: Vec<String> =
            child.sessions().into_iter().map(|((day, at), code)| format!("{day} {at} {code}")).collect();
        assert_eq!(back, ["2026-05-11 0 /", "2026-05-12 1 I", "2026-05-23 0 L"]);
    }

    #[test]
    fn a_fingerprint_is_short_and_no_name() {
        assert_eq!(fingerprint("a"), "name-ca978112ca1b");
    }
}
