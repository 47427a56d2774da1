//! What files and sheets are called in messages, accounts and packs: as the
//! school calls them, but for the names of children.

use std::collections::{BTreeMap, BTreeSet};

use super::child_names::ChildNames;
use crate::diagnostic::Diagnostics;
use crate::place::Place;
use crate::sources::Reading;

/// Shown names of files and of the sheets in them.
#[derive(Debug, Default)]
pub struct Shown {
    files: BTreeMap<String, String>,
    sheets: BTreeMap<(String, String), String>,
}

impl Shown {
    /// Of all files, in order of their names. Two that look alike without the names are numbered.
    pub(super) fn of(names: &ChildNames, readings: &[Reading]) -> Shown {
        let mut shown = Shown::default();
        let mut taken = BTreeSet::new();
        let mut readings: Vec<&Reading> = readings.iter().collect();
        readings.sort_by(|a, b| a.file.cmp(&b.file));
        for reading in readings {
            shown.files.insert(reading.file.clone(), own(printable(&names.without_names(&reading.file)), &mut taken));
            let mut taken = BTreeSet::new();
            for sheet in reading.tables.iter().filter_map(|table| table.sheet.as_ref()) {
                let name = own(printable(&names.without_names(sheet)), &mut taken);
                shown.sheets.insert((reading.file.clone(), sheet.clone()), name);
            }
        }
        shown
    }

    /// The shown name of a file, and of a sheet in it.
    pub fn file_and_sheet(&self, file: &str, sheet: Option<&str>) -> (String, Option<String>) {
        let shown = sheet.map(|sheet| {
            let key = (file.to_owned(), sheet.to_owned());
            self.sheets.get(&key).map_or(sheet, String::as_str).to_owned()
        });
        (self.files.get(file).map_or(file, String::as_str).to_owned(), shown)
    }

    /// A place under its shown names. The heading stays.
    pub fn place(&self, place: &Place) -> Place {
        let (file, sheet) = self.file_and_sheet(&place.file, place.sheet.as_deref());
        Place { file, sheet, ..place.clone() }
    }

    /// Messages under the shown names, with children's names taken out of the headings and of what they quote.
    pub(super) fn diagnostics(&self, names: &ChildNames, found: Diagnostics) -> Diagnostics {
        let place = |place: &Place| {
            let header = place.header.as_deref().map(|header| heading(names, header));
            Place { header, ..self.place(place) }
        };
        found.retold(place, |quoted| heading(names, quoted))
    }
}

/// Longest heading that is repeated: a cell may hold a book.
const LONGEST: usize = 120;

/// A heading as it is shown: without names, and not without end.
pub(super) fn heading(names: &ChildNames, text: &str) -> String {
    let shown = printable(&names.without_names(text));
    match shown.chars().count() > LONGEST {
        true => shown.chars().take(LONGEST - 1).chain(['…']).collect(),
        false => shown,
    }
}

/// A name without the characters that steer a terminal or turn the direction of writing.
fn printable(text: &str) -> String {
    let steers = |c: char| {
        c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if steers(c) { '\u{fffd}' } else { c }).collect()
}

/// The name, or one with a number where it is taken.
fn own(name: String, taken: &mut BTreeSet<String>) -> String {
    let numbers = (2..).map(|number| format!("{name} ({number})"));
    let free = std::iter::once(name.clone()).chain(numbers).find(|name| !taken.contains(name)).unwrap_or(name);
    taken.insert(free.clone());
    free
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::{Pupil, Reference, Roll};

    #[test]
    fn files_that_look_alike_without_names_are_told_apart_and_steer_no_terminal() {
        let pupil = |surname: &str| Pupil { surname: surname.into(), forename: "Q".into(), ..Pupil::default() };
        let roll = Roll { pupils: vec![pupil("Ashdown"), pupil("Birtwistle")], ..Roll::default() };
        let names = ChildNames::of(&roll, &Reference::load().unwrap());
        let reading = |file: &str| Reading {
            file: file.into(),
            sha256: String::new(),
            tables: Vec::new(),
            diagnostics: Diagnostics::default(),
        };
        let shown = Shown::of(&names, &[reading("Birtwistle.csv"), reading("Ashdown.csv"), reading("a\u{1b}[2J.csv")]);
        let of = |file: &str| shown.file_and_sheet(file, None).0;
        assert_eq!([of("Ashdown.csv"), of("Birtwistle.csv")], ["….csv", "….csv (2)"]);
        assert_eq!(of("a\u{1b}[2J.csv"), "a\u{fffd}[2J.csv");
        assert_eq!(heading(&names, &"x".repeat(500)).chars().count(), LONGEST);
    }
}
