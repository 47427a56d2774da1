//! Known exports: the headings that only one system uses, what tells its files from others, and what is fixed in them.
//! Data: `reference/layouts/*.toml`, a school's own `reference/layouts/*.toml`, and the confirmed mappings of school.toml.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use include_dir::{Dir, include_dir};
use serde::Deserialize;

use super::definition::TableDefinition;
use super::headings::heading_key;
use super::instruments::Instruments;
use crate::error::Error;
use crate::project::{Mapping, OwnReference};

static LAYOUTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/reference/layouts");

/// A layout as its file has it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LayoutFile {
    /// Identifier.
    pub id: String,
    /// The system that makes such files, as it is printed.
    pub system: String,
    /// Table of the template that such a sheet is.
    pub table: String,
    /// How it is laid out: long, wide, week, string, summary, percentages, items, key.
    pub shape: String,
    /// How sure the whole is: confirmed, inferred or unverified.
    pub status: String,
    /// Where it was described.
    pub source: String,
    /// What a source states.
    pub confirmed: Vec<String>,
    /// What is concluded from that, or not known at all.
    pub inferred: Vec<String>,
    /// What goes wrong with such files.
    #[serde(default)]
    pub traps: Vec<String>,
    /// Headings of which one tells that it is this export; any of the other headings here, where there is none.
    #[serde(default)]
    pub told_by: Vec<String>,
    /// Heading to column of the table.
    #[serde(default)]
    pub aliases: BTreeMap<String, String>,
    /// Headings that count only where no other heading has said the same: a preferred name beside a legal one.
    #[serde(default)]
    pub second_choice: Vec<String>,
    /// Spellings of values that only this export has, by column: spelling to the word of the vocabulary.
    #[serde(default)]
    pub spellings: BTreeMap<String, BTreeMap<String, String>>,
    /// Screening tool of the strands and items.
    pub tool: Option<String>,
    /// Heading to strand of the tool.
    #[serde(default)]
    pub strands: BTreeMap<String, String>,
    /// Headings of a questionnaire's items, in the order of the questionnaire, each with its other spellings.
    #[serde(default)]
    pub items: Vec<Vec<String>>,
    /// Beginning of a heading of a strand or item to the informant it names.
    #[serde(default)]
    pub informants: BTreeMap<String, String>,
    /// Values that hold for every row, by column.
    #[serde(default)]
    pub fixed: BTreeMap<String, String>,
    /// Whether its pupil ID is a code of the tool's own, for which a key says the child.
    #[serde(default)]
    pub pupils_by_key: bool,
    /// Why such a file cannot be used, where it cannot.
    pub refuse: Option<String>,
}

/// What the heading of a strand or an item stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scored<T> {
    /// The strand's name, or the item's number from 1.
    pub what: T,
    /// Informant that the heading names.
    pub respondent: Option<String>,
}

/// A layout ready to be compared with headings.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// Identifier.
    pub id: String,
    /// The system that makes such files.
    pub system: String,
    /// Position of its table.
    pub table: usize,
    /// Whether the school has confirmed it.
    pub confirmed: bool,
    /// Headings by key: position of the column.
    pub aliases: BTreeMap<String, usize>,
    /// Headings by key that count only where no other has said the same.
    pub second_choice: BTreeSet<String>,
    /// Spellings of values by position of the column, in lower case.
    pub spellings: BTreeMap<usize, BTreeMap<String, String>>,
    /// Identifier of the tool of strands and items.
    pub tool: Option<String>,
    /// Headings of strands by key.
    pub strands: BTreeMap<String, Scored<String>>,
    /// Headings of items by key.
    pub items: BTreeMap<String, Scored<usize>>,
    /// Values that hold for every row: position of the column and text.
    pub fixed: Vec<(usize, String)>,
    /// Whether a key says which child its codes are.
    pub pupils_by_key: bool,
    /// Why such a file cannot be used, where it cannot.
    pub refuse: Option<String>,
    told_by: BTreeSet<String>,
    /// The mapping it was made of.
    mapping: Option<Mapping>,
}

impl Layout {
    /// Whether a sheet with these headings is such a file: a confirmed mapping needs all of its headings, an export of a
    /// known system one that only it has.
    pub fn fits(&self, keys: &BTreeSet<&str>, file: &str, sheet: Option<&str>) -> bool {
        match &self.mapping {
            Some(mapping) => mapping.names(file, sheet) && self.told_by.iter().all(|key| keys.contains(key.as_str())),
            None => self.told_by.iter().any(|key| keys.contains(key.as_str())),
        }
    }

    /// Whether it is told by its tool alone, and a sheet is of that tool.
    pub fn is_of_tool(&self, tool: Option<&str>) -> bool {
        self.mapping.is_none() && self.told_by.is_empty() && self.tool.is_some() && self.tool.as_deref() == tool
    }

    /// Whether it is told by a heading, by its key.
    pub fn is_told_by(&self, key: &str) -> bool {
        self.told_by.contains(key)
    }

    /// What the school has confirmed, where the layout is made of that.
    pub fn mapping(&self) -> Option<&Mapping> {
        self.mapping.as_ref()
    }

    fn keys_of_columns(&self) -> impl Iterator<Item = &String> {
        self.aliases.keys().chain(self.strands.keys()).chain(self.items.keys())
    }

    /// Every heading that it knows, and those that tell it.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        self.keys_of_columns().chain(&self.told_by)
    }
}

/// Reads all layouts: the program's own, the school's, and its confirmed mappings.
///
/// # Errors
/// When a file is wrong: it names the file and the entry.
pub fn load(tables: &[TableDefinition], instruments: &Instruments, own: &OwnReference) -> Result<Vec<Layout>, Error> {
    let mut layouts = Vec::new();
    for file in LAYOUTS.files() {
        let what = format!("reference/layouts/{}", file.path().display());
        let wrong = |why: String| Error::BadReference { what: what.clone(), why };
        let text = file.contents_utf8().unwrap_or_default();
        let file: LayoutFile = toml::from_str(text).map_err(|error| wrong(error.message().to_owned()))?;
        layouts.push(compiled(&file, tables, instruments).map_err(wrong)?);
    }
    // The order of the files decides between layouts that fit alike: it must not be that of a disk.
    layouts.sort_by(|a, b| a.id.cmp(&b.id));
    for (name, text) in &own.layouts {
        let path = own.folder.join("reference").join("layouts").join(name);
        let file: LayoutFile = toml::from_str(text).map_err(|error| own_error(&path, text, &error))?;
        let layout = compiled(&file, tables, instruments).map_err(|why| Error::BadProject {
            path,
            line: None,
            why,
            remedy: "docs/layouts.md describes the keys of a layout; thrive-report template FILE shows the columns"
                .into(),
        })?;
        layouts.retain(|known: &Layout| known.id != layout.id);
        layouts.push(layout);
    }
    for (number, mapping) in (1..).zip(&own.mappings) {
        let layout = of_mapping(mapping, tables, instruments).map_err(|why| Error::BadProject {
            path: own.folder.join("school.toml"),
            line: None,
            why: format!("[[mapping]] number {number}: {why}"),
            remedy: "correct it, or take the block out and let check propose it again".into(),
        })?;
        layouts.extend(layout);
    }
    Ok(layouts)
}

/// A file of the school's own that is no sound TOML.
pub(super) fn own_error(path: &Path, text: &str, error: &toml::de::Error) -> Error {
    let line = error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
    Error::BadProject {
        path: path.into(),
        line,
        why: error.message().replace('`', "\"").trim().to_owned(),
        remedy: "correct the file, or move it out of the folder; docs/layouts.md describes its keys".into(),
    }
}

fn table_of(tables: &[TableDefinition], id: &str) -> Result<usize, String> {
    tables.iter().position(|table| table.id == id).ok_or_else(|| {
        let known = tables.iter().map(|table| table.id.as_str());
        format!("there is no table \"{id}\"{}", nearest(id, known))
    })
}

fn column_of(table: &TableDefinition, id: &str) -> Result<usize, String> {
    table.column(id).ok_or_else(|| {
        let known = table.columns.iter().map(|column| column.id.as_str());
        format!("{} has no column \"{id}\"{}", table.id, nearest(id, known))
    })
}

/// `; did you mean "…"?`, or nothing.
fn nearest<'k>(wanted: &str, known: impl Iterator<Item = &'k str>) -> String {
    let alike = |name: &str| strsim::normalized_damerau_levenshtein(wanted, name);
    let near = known.max_by(|a, b| alike(a).total_cmp(&alike(b))).filter(|near| alike(near) > 0.6);
    near.map_or_else(String::new, |near| format!("; did you mean \"{near}\"?"))
}

fn compiled(file: &LayoutFile, tables: &[TableDefinition], instruments: &Instruments) -> Result<Layout, String> {
    let position = table_of(tables, &file.table)?;
    let table = &tables[position];
    let mut layout = Layout {
        id: file.id.clone(),
        system: file.system.clone(),
        table: position,
        pupils_by_key: file.pupils_by_key,
        refuse: file.refuse.clone(),
        ..Layout::default()
    };
    for (heading, id) in &file.aliases {
        layout.aliases.insert(heading_key(heading), column_of(table, id)?);
    }
    layout.second_choice = file.second_choice.iter().map(|heading| heading_key(heading)).collect();
    for (id, spellings) in &file.spellings {
        let spellings = spellings.iter().map(|(text, word)| (text.to_lowercase(), word.clone()));
        layout.spellings.insert(column_of(table, id)?, spellings.collect());
    }
    for (id, value) in &file.fixed {
        layout.fixed.push((column_of(table, id)?, value.clone()));
    }
    layout.tool = tool_of(file.tool.as_deref(), instruments)?;
    let heads = || {
        let informed = file.informants.iter().map(|(head, who)| (head.as_str(), Some(who.clone())));
        std::iter::once(("", None)).chain(informed)
    };
    for (heading, name) in &file.strands {
        let what = strand_of(name, layout.tool.as_deref(), instruments)?;
        for (head, respondent) in heads() {
            let key = heading_key(&format!("{head}{heading}"));
            layout.strands.insert(key, Scored { what: what.clone(), respondent });
        }
    }
    for (number, headings) in (1..).zip(&file.items) {
        for heading in headings {
            for (head, respondent) in heads() {
                let key = heading_key(&format!("{head}{heading}"));
                layout.items.insert(key, Scored { what: number, respondent });
            }
        }
    }
    if !file.items.is_empty() && layout.tool.is_none() {
        return Err("there are items and no tool".into());
    }
    layout.told_by = match file.told_by.as_slice() {
        [] => layout.keys_of_columns().cloned().collect(),
        told_by => told_by.iter().map(|heading| heading_key(heading)).collect(),
    };
    Ok(layout)
}

fn tool_of(name: Option<&str>, instruments: &Instruments) -> Result<Option<String>, String> {
    let Some(name) = name else { return Ok(None) };
    let found = instruments.instrument(name).map(|instrument| instrument.id.clone());
    let known = instruments.all.iter().map(|instrument| instrument.id.as_str());
    found.map(Some).ok_or_else(|| format!("there is no screening tool \"{name}\"{}", nearest(name, known)))
}

fn strand_of(name: &str, tool: Option<&str>, instruments: &Instruments) -> Result<String, String> {
    match tool {
        Some(tool) => instruments.strand(name, Some(tool)),
        None => instruments.strands_named(name).next(),
    }
    .map(|(_, strand)| strand.name.clone())
    .ok_or_else(|| format!("\"{name}\" is not a strand of {}", tool.unwrap_or("a known screening tool")))
}

/// A confirmed mapping with headings, as a layout; none of one that only settles how values are written.
fn of_mapping(
    mapping: &Mapping,
    tables: &[TableDefinition],
    instruments: &Instruments,
) -> Result<Option<Layout>, String> {
    let Some(id) = &mapping.table else {
        let known = |id: &String| tables.iter().any(|table| table.column(id).is_some());
        return match mapping.fixed.keys().find(|id| !known(id)) {
            Some(id) => Err(format!("no table has a column \"{id}\"")),
            None => Ok(None),
        };
    };
    let position = table_of(tables, id)?;
    let table = &tables[position];
    let mut layout = Layout {
        id: "school.toml".into(),
        system: "this school (confirmed)".into(),
        table: position,
        confirmed: true,
        mapping: Some(mapping.clone()),
        ..Layout::default()
    };
    for (heading, id) in &mapping.columns {
        layout.aliases.insert(heading_key(heading), column_of(table, id)?);
    }
    let tool = mapping.fixed.get("tool").map(String::as_str);
    layout.tool = tool_of(tool, instruments)?;
    for (heading, name) in &mapping.strands {
        let what = strand_of(name, layout.tool.as_deref(), instruments)?;
        layout.strands.insert(heading_key(heading), Scored { what, respondent: None });
    }
    for (id, value) in &mapping.fixed {
        layout.fixed.push((column_of(table, id)?, value.clone()));
    }
    layout.told_by = layout.aliases.keys().chain(layout.strands.keys()).cloned().collect();
    Ok(Some(layout))
}
