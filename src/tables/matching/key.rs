//! What a row says about its child.

use std::borrow::Cow;

use jiff::civil::Date;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use super::super::Reference;
use super::super::date_order;
use super::super::definition::ColumnType;
use super::super::sheet::Sheet;
use super::super::values::{self, Typed, shown};
use crate::dates::{DAYS_FROM_1900_TO_1904, DateOrder, DateReader};
use crate::sources::{Cell, RawRow, RawTable};
use crate::upn;

/// What a row says about its child.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// UPN in normal form.
    pub upn: Option<String>,
    /// A UPN the child had before.
    pub former_upn: Option<String>,
    /// The school's own numbers: admission number, MIS identifier.
    pub codes: Vec<String>,
    /// A screening tool's own code, as [`tool_code`] makes it.
    pub tool_code: Option<String>,
    /// Surname.
    pub surname: Option<String>,
    /// Forename.
    pub forename: Option<String>,
    /// Date of birth.
    pub date_of_birth: Option<Date>,
}

impl Key {
    /// Whether the row says nothing at all.
    pub fn is_empty(&self) -> bool {
        *self == Key::default()
    }

    fn add_code(&mut self, code: String) {
        if !self.codes.contains(&code) {
            self.codes.push(code);
        }
    }

    /// Whether its UPN has the right shape and check letter.
    pub fn has_valid_upn(&self) -> bool {
        self.upn.as_deref().is_some_and(upn::is_valid)
    }

    /// A stable name for what stands there: the same however the file is called, wherever the row stands and whatever
    /// case it is written in. `table` keeps a decision about one kind of record from spreading to another.
    pub fn fingerprint(&self, table: &str) -> String {
        let mut hash = Sha256::new();
        let born = self.date_of_birth.map(|day| day.to_string());
        let plain = |text: &Option<String>| text.as_deref().map(str::to_lowercase).unwrap_or_default();
        let parts = [plain(&self.upn), plain(&self.former_upn), plain(&self.surname), plain(&self.forename)];
        let codes = self.codes.iter().chain(&self.tool_code);
        for part in [table.to_owned(), born.unwrap_or_default()].iter().chain(&parts).chain(codes) {
            hash.update(part.as_bytes());
            hash.update([0x1F]);
        }
        // Letters first, so that no spreadsheet takes it for a number.
        format!("row-{}", short(&hash.finalize()))
    }
}

/// A tool's own code for comparing: without case and blanks.
pub fn tool_code(code: &str) -> String {
    code.split_whitespace().collect::<String>().to_uppercase()
}

/// The first sixteen hexadecimal digits of a digest.
pub fn short(digest: &[u8]) -> String {
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// A name for comparing: letters alone, without case and accents; and its parts, such as those of `Smith-Jones`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// All letters.
    pub whole: String,
    /// Its parts where it has several.
    pub parts: Vec<String>,
}

impl Name {
    /// A name as written.
    pub fn new(text: &str) -> Self {
        let parts: Vec<String> =
            text.split(|c: char| c.is_whitespace() || c == '-').map(letters).filter(|part| !part.is_empty()).collect();
        Name { whole: parts.concat(), parts: if parts.len() > 1 { parts } else { Vec::new() } }
    }

    /// The whole and its parts.
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.whole).chain(&self.parts).map(String::as_str)
    }
}

/// Letters of a text without case and accents.
pub fn letters(text: &str) -> String {
    text.nfd().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

/// Name without case, accents and punctuation; none without a surname.
pub fn name_key(surname: &str, forename: &str) -> Option<String> {
    let (surname, forename) = (letters(surname), letters(forename));
    (!surname.is_empty()).then(|| format!("{surname} {forename}"))
}

/// What a column says about the child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Upn,
    FormerUpn,
    Code,
    ToolCode,
    Surname,
    Forename,
    FullName,
    Born,
}

const PARTS: [(&str, Part); 8] = [
    ("upn", Part::Upn),
    ("former_upn", Part::FormerUpn),
    ("pupil_id", Part::Code),
    ("ebp", Part::ToolCode),
    ("surname", Part::Surname),
    ("forename", Part::Forename),
    ("pupil_name", Part::FullName),
    ("date_of_birth", Part::Born),
];

/// Whether a second column for the same thing is used as well: a second number everywhere; preferred names beside the
/// legal ones in the pupil list.
pub fn uses_a_second(table: &str, column: &str) -> bool {
    column == "pupil_id" || (table == "pupils" && matches!(column, "surname" | "forename"))
}

/// The columns of a sheet that say which child a row is about.
pub struct KeyColumns {
    columns: Vec<(Part, u32)>,
    /// What the sheet says once for all of its rows.
    constants: Vec<(Part, String)>,
    /// Whether its children's numbers are a tool's own codes.
    by_tool: bool,
    order: DateOrder,
    date_1904: bool,
}

impl KeyColumns {
    /// Those of a recognised sheet. A second column of school numbers (an admission number beside the identifier of the
    /// school's system) is one too.
    pub fn of(sheet: &Sheet<'_>, reference: &Reference) -> Self {
        let by_tool = sheet.found.layout.is_some_and(|layout| reference.layouts[layout].pupils_by_key);
        let part_of = |column: usize| {
            let id = &sheet.definition.columns[column].id;
            let part = PARTS.iter().find(|(name, _)| name == id).map(|(_, part)| *part);
            if by_tool && part == Some(Part::Code) { Some(Part::ToolCode) } else { part }
        };
        let mapped = sheet.found.mapped.iter().filter_map(|mapped| Some((part_of(mapped.column)?, mapped.at)));
        let second = sheet.found.second.iter().filter_map(|second| Some((part_of(second.column)?, second.at)));
        let second = second.filter(|(part, _)| *part == Part::Code);
        let constants = sheet.found.constants.iter();
        KeyColumns {
            columns: mapped.chain(second).collect(),
            constants: constants
                .filter_map(|constant| Some((part_of(constant.column)?, constant.text.clone())))
                .collect(),
            by_tool,
            order: date_order::order(sheet, "date_of_birth"),
            date_1904: sheet.raw.date_1904,
        }
    }

    /// Whether the sheet has any.
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty() && self.constants.is_empty()
    }

    /// A reader of its dates of birth.
    pub fn dates(&self) -> DateReader {
        DateReader::new(self.order)
    }

    /// The cells as they stand: what tells two children of a sheet apart, before anything is understood.
    pub fn texts<'a>(&self, raw: &'a RawTable, row: &RawRow) -> Vec<Cow<'a, str>> {
        self.columns.iter().map(|(_, at)| shown(raw.cell(row, *at))).collect()
    }

    /// What they say.
    pub fn key(&self, raw: &RawTable, row: &RawRow, reference: &Reference, dates: &mut DateReader) -> Key {
        let mut key = Key::default();
        let cells = self.columns.iter().map(|(part, at)| (*part, raw.cell(row, *at)));
        let constants = self.constants.iter().map(|(part, text)| (*part, Cell::Text(text)));
        for (part, cell) in cells.chain(constants) {
            let (kind, cell) = match (part, cell) {
                (Part::Upn | Part::FormerUpn, cell) => (ColumnType::Upn, cell),
                // A day as a plain number counts from the workbook's own first day.
                (Part::Born, Cell::Number(days)) if self.date_1904 => {
                    (ColumnType::Date, Cell::Number(days + DAYS_FROM_1900_TO_1904))
                }
                (Part::Born, cell) => (ColumnType::Date, cell),
                (_, cell) => (ColumnType::Text, cell),
            };
            match (part, values::read(cell, kind, reference, dates)) {
                (Part::Upn, Ok(Some(Typed::Text(text)))) => key.upn = Some(text),
                (Part::FormerUpn, Ok(Some(Typed::Text(text)))) => key.former_upn = Some(text),
                (Part::Code, Ok(Some(Typed::Text(text)))) => key.add_code(text),
                (Part::ToolCode, Ok(Some(Typed::Text(text)))) => {
                    key.tool_code = Some(tool_code(&text));
                    // A pupil list may carry the code as its own number.
                    if self.by_tool {
                        key.add_code(text);
                    }
                }
                (Part::Surname, Ok(Some(Typed::Text(text)))) => key.surname = Some(text),
                (Part::Forename, Ok(Some(Typed::Text(text)))) => key.forename = Some(text),
                (Part::FullName, Ok(Some(Typed::Text(text)))) if key.surname.is_none() => {
                    let (surname, forename) = split_name(&text);
                    (key.surname, key.forename) = (Some(surname.to_owned()), Some(forename.to_owned()));
                }
                (Part::Born, Ok(Some(Typed::Date(day)))) => key.date_of_birth = Some(day),
                _ => {}
            }
        }
        key
    }
}

/// `Surname, Forename` or `Forename Surname`: surname and forename.
fn split_name(name: &str) -> (&str, &str) {
    let (surname, forename) = match name.split_once(',') {
        Some((last, first)) => (last, first),
        None => name.rsplit_once(' ').map_or((name, ""), |(first, last)| (last, first)),
    };
    (surname.trim(), forename.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_by_letters_and_by_parts() {
        let name = Name::new("Van der Meer-O’Brien");
        assert_eq!(name.whole, "vandermeerobrien");
        assert_eq!(name.parts, ["van", "der", "meer", "obrien"]);
        assert_eq!(Name::new("Renée").whole, "renee");
        assert!(Name::new("Renée").parts.is_empty());
        assert_eq!(split_name("O'Brien, Anna Mae"), ("O'Brien", "Anna Mae"));
        assert_eq!(split_name("Anna Mae O'Brien"), ("O'Brien", "Anna Mae"));
    }

    #[test]
    fn a_row_is_known_again_however_it_is_written() {
        let key = Key { surname: Some("Smith".into()), forename: Some("Jo".into()), ..Key::default() };
        let again = Key { surname: Some("SMITH".into()), forename: Some("jo".into()), ..Key::default() };
        assert_eq!(key.fingerprint("screening"), again.fingerprint("screening"));
        assert_ne!(key.fingerprint("screening"), key.fingerprint("plans"));
        let other = Key { forename: Some("Jon".into()), ..key.clone() };
        assert_ne!(key.fingerprint("screening"), other.fingerprint("screening"));
        // A code is no forename: the same texts in other columns are another row.
        let moved = Key { surname: key.surname.clone(), codes: vec!["Jo".into()], ..Key::default() };
        assert_ne!(key.fingerprint("screening"), moved.fingerprint("screening"));
    }
}
