//! Finished packs read back from their files: what a reader of a pack really gets, whatever the program meant to write.
//!
//! Every file of a folder for governors, the Ambassador application or the public is read: pages and drawings with their
//! attributes, workbooks and Word documents part by part, the text and the properties of a PDF, text in pictures, and
//! `results.json`. Then [`unaccounted`] says which numbers nobody can account for, and [`disagreements`] which cells say
//! something else than `results.json`. Files are read by their contracts and by the reports' own files, never by the
//! program's types: a fault in what writes them must not be a fault in what checks them.

mod audit;
mod check;
mod definitions;
mod drawings;
mod drawn_texts;
mod grammar;
mod html;
mod labels;
mod numbers;
mod parts;
mod pattern;
mod pdf;
mod pdf_text;
mod png;
mod results;
mod stated;
mod tables;
mod word;
mod workbook;
mod workbook_parts;

use std::path::{Path, PathBuf};

pub use audit::{Finding, PackAccount, Report, audit, packs_in};
pub use check::{Disagreement, disagreements, unaccounted};
pub use results::{Population, ReadFigure};

use definitions::Definitions;
use grammar::Facts;
use numbers::{has_number, tidy};
use results::{Flaw, Settings};

/// A number or a table cell where it was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The file, below the pack's folder, with forward slashes.
    pub file: String,
    /// Where in it: sheet and cell, element, page, part of an archive.
    pub place: String,
    /// The text that holds it. Never printed: it may be what must not be known.
    pub text: String,
    /// Row label and heading of a cell; what kind of thing holds a text.
    pub context: String,
    role: Role,
}

/// What a text is, which decides how it can be accounted for.
#[derive(Clone, Debug, PartialEq)]
enum Role {
    /// A sentence, heading, label, note: a known text.
    Text,
    /// A drawing's text alternative in a format that may cut it off.
    Alternative,
    /// A cell of a table.
    Cell { table: usize, row: usize, column: usize },
    /// A text in a drawing.
    Drawn { chart: usize, text: usize },
    /// The text of a page of a PDF.
    Page { file: usize, page: usize },
    /// A place that holds no number in any pack.
    Foreign,
}

/// A table as its file has it.
#[derive(Clone, Debug, Default, PartialEq)]
struct ReadTable {
    file: String,
    place: String,
    caption: String,
    heads: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// A drawing: the texts in it.
#[derive(Clone, Debug, Default, PartialEq)]
struct ReadChart {
    file: String,
    /// Identifier of the chart in the reports' files.
    id: String,
    texts: Vec<drawings::DrawnText>,
}

/// A PDF: the text of each page.
#[derive(Clone, Debug, Default, PartialEq)]
struct ReadPrint {
    file: String,
    pages: Vec<String>,
}

/// One pack folder as its readers get it.
#[derive(Clone, Debug, Default)]
pub struct PackRead {
    /// The folder.
    pub folder: PathBuf,
    /// Whom it is for: the folder's name.
    pub audience: String,
    /// The figures of its `results.json`.
    pub figures: Vec<ReadFigure>,
    /// Every text with a number, and every cell of a table.
    pub numbers: Vec<Found>,
    /// Names of the files that were read.
    pub files: Vec<String>,
    tables: Vec<ReadTable>,
    charts: Vec<ReadChart>,
    prints: Vec<ReadPrint>,
    settings: Settings,
    facts: Facts,
    definitions: Definitions,
    flaws: Vec<Flaw>,
}

/// Why a folder cannot be read.
#[derive(Debug)]
pub struct Unreadable {
    /// The file or folder.
    pub path: PathBuf,
    /// What the system said.
    pub source: std::io::Error,
}

impl PackRead {
    /// Reads every file of a pack's folder. The manifest is looked for beside the folder; `reports` is the folder of a
    /// school's own reports and wording, if it is known.
    ///
    /// # Errors
    /// When a file cannot be opened. A file that is damaged is no error: what cannot be read is reported like a number
    /// that nobody can account for.
    pub fn open(folder: &Path, reports: Option<&Path>) -> Result<PackRead, Unreadable> {
        let audience = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        let audience = audience.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let mut names = Vec::new();
        list(folder, "", &mut names)?;
        names.sort();
        let mut files = Vec::new();
        for name in names {
            let path = name.split('/').fold(folder.to_owned(), |folder, part| folder.join(part));
            let bytes = std::fs::read(&path).map_err(|source| Unreadable { path, source })?;
            files.push((name, bytes));
        }
        let manifest = std::fs::read(folder.join("..").join("manifest.json")).ok();
        let files = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
        Ok(Self { folder: folder.to_owned(), ..Self::of(&audience, files, manifest.as_deref(), reports) })
    }

    /// Reads a pack from the bytes of its files, by their names below its folder, before they are anywhere on a disk.
    pub fn of<'f>(
        audience: &str,
        files: impl Iterator<Item = (&'f str, &'f [u8])>,
        manifest: Option<&[u8]>,
        reports: Option<&Path>,
    ) -> PackRead {
        let mut pack = PackRead {
            folder: audience.into(),
            audience: audience.to_owned(),
            settings: Settings::read(manifest),
            definitions: Definitions::load(reports),
            ..PackRead::default()
        };
        for (name, bytes) in files {
            pack.file(name, bytes);
            pack.files.push(name.to_owned());
        }
        if pack.figures.iter().any(|figure| figure.population.contains_key("phase")) {
            pack.definitions.phases();
        }
        pack
    }

    fn file(&mut self, name: &str, bytes: &[u8]) {
        let file = name.rsplit('/').next().unwrap_or(name);
        let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
        let mut reader = Reader { pack: self, file: name.to_owned() };
        match ending {
            // Made of two packs' results.json by a type that has no value of what is withheld in either; the other pack
            // need not be there any more.
            "html" | "xlsx" if file.starts_with("what-changed.") => {}
            "json" if file == "results.json" => {
                let (figures, flaws) = results::figures(bytes);
                self.figures = figures;
                self.flaws = flaws;
            }
            "html" => html::page(&mut reader, &String::from_utf8_lossy(bytes)),
            "svg" => html::drawing(&mut reader, file.trim_end_matches(".svg"), &String::from_utf8_lossy(bytes)),
            "xlsx" => workbook::read(&mut reader, bytes),
            "docx" => word::read(&mut reader, bytes),
            "pdf" => pdf::read(&mut reader, bytes),
            "png" => png::read(&mut reader, "", bytes),
            _ => reader.foreign("the whole file", &String::from_utf8_lossy(bytes), "a file that no pack has"),
        }
    }
}

/// Files below a folder, with forward slashes.
fn list(folder: &Path, below: &str, files: &mut Vec<String>) -> Result<(), Unreadable> {
    let failed = |source| Unreadable { path: folder.to_owned(), source };
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            list(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.push(name);
        }
    }
    Ok(())
}

/// Takes down what is found in one file.
struct Reader<'a> {
    pack: &'a mut PackRead,
    file: String,
}

impl Reader<'_> {
    fn put(&mut self, place: &str, text: &str, context: &str, role: Role) {
        self.pack.numbers.push(Found {
            file: self.file.clone(),
            place: place.to_owned(),
            text: tidy(text),
            context: context.to_owned(),
            role,
        });
    }

    /// A sentence, heading, label or note; only those with a number are kept.
    fn text(&mut self, place: &str, text: &str, context: &str) {
        if has_number(text) {
            self.put(place, text, context, Role::Text);
        }
    }

    /// A drawing's text alternative, which may be the beginning of the page's.
    fn alternative(&mut self, place: &str, text: &str) {
        if has_number(text) {
            self.put(place, text, "text alternative", Role::Alternative);
        }
    }

    /// Something that no pack has: never accounted for, with or without a number.
    fn foreign(&mut self, place: &str, text: &str, why: &str) {
        self.put(place, text, why, Role::Foreign);
    }

    /// A table of figures or of words, all its cells.
    fn table(&mut self, place: &str, caption: &str, heads: Vec<String>, rows: Vec<Vec<String>>) {
        let tidied = |texts: Vec<String>| texts.iter().map(|text| tidy(text)).collect::<Vec<String>>();
        let table = ReadTable {
            file: self.file.clone(),
            place: place.to_owned(),
            caption: tidy(caption),
            heads: tidied(heads),
            rows: rows.into_iter().map(tidied).collect(),
        };
        for head in &table.heads {
            self.text(place, head, "heading");
        }
        let at = self.pack.tables.len();
        for (row, cells) in table.rows.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                let label = cells.first().map_or("", String::as_str);
                let head = table.heads.get(column).map_or("", String::as_str);
                let place = format!("{place}, row {}, column {}", row + 1, column + 1);
                self.put(&place, cell, &format!("{label} / {head}"), Role::Cell { table: at, row, column });
            }
        }
        self.pack.tables.push(table);
    }

    /// The texts of a drawing.
    fn chart(&mut self, place: &str, id: &str, texts: Vec<drawings::DrawnText>) {
        let texts = drawings::joined(texts);
        let at = self.pack.charts.len();
        for (text, drawn) in texts.iter().enumerate() {
            if has_number(&drawn.text) {
                self.put(&format!("{place}, text {}", text + 1), &drawn.text, id, Role::Drawn { chart: at, text });
            }
        }
        self.pack.charts.push(ReadChart { file: self.file.clone(), id: id.to_owned(), texts });
    }

    /// The text of a PDF, page by page.
    fn print(&mut self, pages: Vec<String>) {
        let file = self.pack.prints.len();
        let pages: Vec<String> = pages.iter().map(|page| tidy(page)).collect();
        for (page, text) in pages.iter().enumerate() {
            self.put(&format!("page {}", page + 1), text, "printed page", Role::Page { file, page });
        }
        self.pack.prints.push(ReadPrint { file: self.file.clone(), pages });
    }
}
