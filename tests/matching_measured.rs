//! How often rows with planted errors find their children, and how often a wrong one: measured on the children of the
//! Sample Primary, and on a harder school with brothers, sisters and twins. The table in `docs/matching.md` is what is
//! measured here.
//!
//! Run with `THRIVE_WRITE_DOCS=1` to write that table anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use jiff::civil::{Date, date};
use thrive_report::tables::{self, Links, Outcome, Reference};

use crate::dialects::school::reading;
use crate::sample_school::calendar::{plus, slashed};
use crate::sample_school::chance::Chance;
use crate::sample_school::people;

/// A child as the pupil list has it.
#[derive(Clone)]
struct Child {
    upn: String,
    surname: String,
    forename: String,
    born: Date,
    /// Whether the child is on the pupil list.
    listed: bool,
}

/// What one row of an export says.
#[derive(Clone)]
struct Row {
    /// Whose row it is.
    child: usize,
    upn: String,
    surname: String,
    forename: String,
    born: Option<Date>,
    corrupted: bool,
}

/// The school that rows are about.
#[derive(Clone, Copy, PartialEq)]
enum School {
    /// The children of the Sample Primary.
    Sample,
    /// The same with families: every third child is a brother or sister of the one before, every ninth a twin; two pairs
    /// of children have the same name; one child in twenty is not on the pupil list.
    Families,
}

/// What the rows have of the child.
#[derive(Clone, Copy, PartialEq)]
enum Keys {
    /// UPN, names and date of birth.
    Everything,
    /// Names and date of birth.
    Names,
}

fn children(school: School) -> Vec<Child> {
    let mut children: Vec<Child> = people::pupils()
        .into_iter()
        .map(|pupil| Child {
            upn: pupil.upn,
            surname: pupil.surname,
            forename: pupil.forename,
            born: pupil.born,
            listed: true,
        })
        .collect();
    if school == School::Families {
        for at in 1..children.len() {
            let before = children[at - 1].clone();
            if at % 3 == 0 {
                children[at].surname = before.surname;
                if at % 9 == 0 {
                    children[at].born = before.born;
                }
                // Parents do not give one forename twice.
                if children[at].forename == before.forename {
                    children[at].forename = "Perpetua".into();
                }
            }
        }
        for (at, other) in [(20, 70), (40, 110)] {
            (children[at].surname, children[at].forename) =
                (children[other].surname.clone(), children[other].forename.clone());
        }
        for at in (7..children.len()).step_by(20) {
            children[at].listed = false;
        }
    }
    children
}

/// Terms in which every child is screened: many rows, each with errors of its own.
const TERMS: usize = 6;

/// Seeds of the errors.
const SEEDS: u64 = 4;

/// A letter left out, doubled, swapped with its neighbour, or another one in its place.
fn typed_wrong(name: &str, chance: &mut Chance) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let at = chance.below(letters.len() - 1);
    match chance.below(4) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letters[at]),
        2 => letters.swap(at, at + 1),
        _ => letters[at] = char::from(b'a' + chance.below(26) as u8),
    }
    letters.into_iter().collect()
}

/// Two digits of a date of birth swapped, if that is a date.
fn digits_swapped(born: Date, chance: &mut Chance) -> Date {
    let text = format!("{:02}{:02}{:04}", born.day(), born.month(), born.year());
    let part = |text: &str, from: usize, to: usize| text[from..to].parse::<i16>().ok();
    for _ in 0..20 {
        let mut digits: Vec<char> = text.chars().collect();
        let at = chance.below(7);
        digits.swap(at, at + 1);
        let swapped: String = digits.into_iter().collect();
        let day = part(&swapped, 0, 2).zip(part(&swapped, 2, 4)).zip(part(&swapped, 4, 8));
        let day = day.and_then(|((day, month), year)| Date::new(year, month as i8, day as i8).ok());
        if let Some(day) = day.filter(|day| *day != born && day.year() > 1900) {
            return day;
        }
    }
    born
}

/// Everyday forms of some forenames of the sample; the others get another error.
const FORMS: [(&str, &str); 12] = [
    ("Rosalind", "Rosie"),
    ("Philippa", "Pippa"),
    ("Henrietta", "Hettie"),
    ("Clementina", "Clemmie"),
    ("Imogen", "Immy"),
    ("Ottoline", "Ottie"),
    ("Rupert", "Rupe"),
    ("Percival", "Percy"),
    ("Montague", "Monty"),
    ("Ignatius", "Iggy"),
    ("Barnaby", "Barney"),
    ("Ibrahim", "Ibi"),
];

/// One error. In a row with a UPN the UPN goes first, else nobody would notice the others.
fn corrupt(row: &mut Row, chance: &mut Chance) {
    row.corrupted = true;
    if !row.upn.is_empty() {
        row.upn = if chance.is(0.5) { String::new() } else { typed_wrong(&row.upn, chance) };
        // Some rows have no other error.
        if chance.is(0.25) {
            return;
        }
    }
    loop {
        let before = (row.surname.clone(), row.forename.clone(), row.born);
        match chance.below(5) {
            0 => row.surname = typed_wrong(&row.surname, chance),
            1 => row.forename = typed_wrong(&row.forename, chance),
            2 => std::mem::swap(&mut row.surname, &mut row.forename),
            3 => {
                if let Some((_, form)) = FORMS.iter().find(|(name, _)| *name == row.forename) {
                    row.forename = (*form).into();
                }
            }
            _ => row.born = row.born.map(|born| digits_swapped(born, chance)),
        }
        if before != (row.surname.clone(), row.forename.clone(), row.born) {
            return;
        }
    }
}

/// What became of the rows.
#[derive(Clone, Copy, Debug, Default)]
struct Found {
    rows: u64,
    /// Rows about children of the list.
    of_listed: u64,
    corrupted: u64,
    right: u64,
    wrong: u64,
    corrupted_right: u64,
    /// Not used, and put before a person with the right child.
    asked_right: u64,
    /// Not used, and put before a person with a wrong child.
    asked_wrong: u64,
}

impl Found {
    fn precision(&self) -> f64 {
        self.right as f64 / (self.right + self.wrong) as f64
    }
    fn recall(&self) -> f64 {
        self.right as f64 / self.of_listed as f64
    }
    fn recall_of_corrupted(&self) -> f64 {
        self.corrupted_right as f64 / self.corrupted as f64
    }
}

/// The pupil list as text.
fn pupil_list(children: &[Child]) -> String {
    let mut list = String::from("UPN,Surname,Forename,Date of birth,Year group\n");
    for child in children.iter().filter(|child| child.listed) {
        let Child { upn, surname, forename, born, .. } = child;
        writeln!(list, "{upn},{surname},{forename},{},Year 3", slashed(*born)).expect("text");
    }
    list
}

/// Rows of one term, with errors in a share of them. One corrupted row in five has two errors.
fn rows(children: &[Child], keys: Keys, share: f64, chance: &mut Chance) -> Vec<Row> {
    let plain = |(child, of): (usize, &Child)| Row {
        child,
        upn: if keys == Keys::Everything { of.upn.clone() } else { String::new() },
        surname: of.surname.clone(),
        forename: of.forename.clone(),
        born: Some(of.born),
        corrupted: false,
    };
    let mut rows: Vec<Row> = children.iter().enumerate().map(plain).collect();
    for row in &mut rows {
        if chance.is(share) {
            corrupt(row, chance);
            if chance.is(0.2) {
                corrupt(row, chance);
            }
        }
    }
    rows
}

fn measure(school: School, keys: Keys, share: f64) -> Found {
    let reference = Reference::load().expect("the data files are sound");
    let children = children(school);
    let list = pupil_list(&children);
    let mut found = Found::default();
    for seed in 0..SEEDS {
        let mut chance = Chance::new(9_000 + seed);
        let mut readings = vec![reading("pupils.csv", list.as_bytes())];
        let mut written: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        for term in 0..TERMS {
            let day = slashed(plus(date(2024, 10, 7), 90 * term as i32));
            let rows = rows(&children, keys, share, &mut chance);
            let mut text = String::from("UPN,Surname,Forename,Date of birth,Date,Being,Doing\n");
            for row in &rows {
                let born = row.born.map(slashed).unwrap_or_default();
                writeln!(text, "{},{},{},{born},{day},50,60", row.upn, row.surname, row.forename).expect("text");
            }
            let name = format!("screening {term}.csv");
            readings.push(reading(&name, text.as_bytes()));
            written.insert(name, rows);
        }
        let built = tables::build(&readings, &reference, &[2024, 2025], Some(2025), &Links::default()).expect("built");
        let identity = |id: i64| built.roll.pupil(id).and_then(|pupil| pupil.upn.clone()).expect("a child of the list");
        for source in built.sources.iter().filter(|source| source.place.file != "pupils.csv") {
            for (at, row) in written[&source.place.file].iter().enumerate() {
                let (_, link) = built.roll.links[&source.id].of_row(at as u32 + 2).expect("every row has a link");
                let child = &children[row.child];
                let is_right = |id: i64| child.listed && identity(id) == child.upn;
                found.rows += 1;
                found.of_listed += u64::from(child.listed);
                found.corrupted += u64::from(row.corrupted && child.listed);
                match (link.outcome, &link.proposal) {
                    (Outcome::Child(id, _), _) if is_right(id) => {
                        found.right += 1;
                        found.corrupted_right += u64::from(row.corrupted);
                    }
                    (Outcome::Child(..), _) => found.wrong += 1,
                    (_, Some(proposal)) if is_right(proposal.pupil_id) => found.asked_right += 1,
                    (_, Some(_)) => found.asked_wrong += 1,
                    _ => {}
                }
            }
        }
    }
    found
}

/// Every school, kind of row and share of errors.
fn measured() -> Vec<(School, Keys, f64, Found)> {
    let mut all = Vec::new();
    for school in [School::Sample, School::Families] {
        for keys in [Keys::Everything, Keys::Names] {
            for share in [0.02, 0.05, 0.10] {
                all.push((school, keys, share, measure(school, keys, share)));
            }
        }
    }
    all
}

/// The table of the documents.
fn table(all: &[(School, Keys, f64, Found)]) -> String {
    let mut text = String::from(
        "| children | rows have | rows with errors | rows | links used | wrong | precision | recall | recall of rows with errors | asked, right child | asked, wrong child |\n\
         |---|---|---|---|---|---|---|---|---|---|---|\n",
    );
    for (school, keys, share, found) in all {
        let school = if *school == School::Sample { "Sample Primary" } else { "with families" };
        let keys = if *keys == Keys::Everything { "UPN, name, birthday" } else { "name, birthday" };
        writeln!(
            text,
            "| {school} | {keys} | {:.0} % | {} | {} | {} | {:.4} | {:.3} | {:.3} | {} | {} |",
            share * 100.0,
            found.rows,
            found.right + found.wrong,
            found.wrong,
            found.precision(),
            found.recall(),
            found.recall_of_corrupted(),
            found.asked_right,
            found.asked_wrong
        )
        .expect("text");
    }
    text
}

/// Precision at least .999 everywhere. The floor of recall: one row with errors in five has two of them, and is never used
/// without a person; of the others those are left to a person in which a single key is left (a mistyped UPN and nothing
/// else agrees), in which the mistyped name is a name of its own, and in which a brother, sister or twin would fit nearly
/// as well. That is another fifth at most: so at least 60 in 100 rows with errors are found, and all rows without.
#[test]
fn wrong_links_are_rare_and_most_rows_are_found() {
    let all = measured();
    for (_, _, share, found) in &all {
        assert!(found.precision() >= 0.999, "{share}: {found:?}");
        assert!(found.recall_of_corrupted() >= 0.60, "{share}: {found:?}");
        assert!(found.recall() >= 1.0 - share * 0.40 - 0.003, "{share}: {found:?}");
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/matching.md");
    let text = std::fs::read_to_string(&path).expect("docs/matching.md is there");
    let (before, rest) = text.split_once("<!-- measured -->\n").expect("the mark of the table");
    let (written, after) = rest.split_once("<!-- end -->").expect("the end of the table");
    let table = table(&all);
    if std::env::var_os("THRIVE_WRITE_DOCS").is_some() {
        std::fs::write(&path, format!("{before}<!-- measured -->\n{table}<!-- end -->{after}")).expect("written");
        return;
    }
    assert_eq!(written, table, "docs/matching.md does not say what is measured: THRIVE_WRITE_DOCS=1 writes it anew");
}

/// The guard turned off: what a lower threshold would do to twins, and what links by a name alone would do.
#[test]
fn without_the_guards_wrong_links_are_made() {
    let reference = Reference::load().expect("the data files are sound");
    // Ann Hill is on the list; a row is about her cousin of the same name, born in another year, who is not.
    let mut list = pupil_list(&children(School::Sample));
    list.push_str("R201100018042,Hill,Annabelle,12/05/2017,Year 3\n");
    let row = "Surname,Forename,Date of birth,Date,Being,Doing\nHill,Annabelle,03/11/2015,12/05/2026,50,60\n";
    let readings = [reading("pupils.csv", list.as_bytes()), reading("screening.csv", row.as_bytes())];
    let built = tables::build(&readings, &reference, &[2025], Some(2025), &Links::default()).expect("built");
    let (_, link) = built.roll.links[&built.sources[1].id].of_row(2).expect("a link");
    assert_eq!(link.outcome, Outcome::Doubtful);
    // Probability alone would have used it: names that are rare here look like proof.
    assert!(link.proposal.as_ref().expect("asked").confidence > 0.9);
}
