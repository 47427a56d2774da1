//! The files that say what a pack may hold: reports, wording, labels, measures, and `reference/printed.toml` for what
//! the program prints besides. Read as files, like the packs; the program's own types for them are not used.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::OnceLock;

use include_dir::{Dir, include_dir};
use serde::Deserialize;
use serde_json::Value;

static REPORTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/reports");
const MEASURES: &str = include_str!("../../reference/measures.toml");
/// Of a roll-up: where both have a measure they have the same heading.
const ROLL_UP: &str = include_str!("../../reference/trust-measures.toml");
const PRINTED: &str = include_str!("../../reference/printed.toml");

/// The period of a figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum When {
    /// The run's term.
    #[default]
    This,
    /// Its academic year so far.
    ToDate,
    /// The term before.
    Previous,
    /// Terms before.
    Earlier,
}

/// A figure, or a list of them, that a sentence states.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Pick {
    #[serde(default)]
    pub measure: String,
    /// Measure taken in its place where it cannot be read.
    pub instead: Option<String>,
    #[serde(default)]
    pub period: When,
    #[serde(default)]
    pub keys: BTreeMap<String, String>,
    pub over: Option<String>,
}

/// A sentence with its figures.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Said {
    #[serde(default)]
    pub sentence: Option<String>,
    #[serde(default)]
    pub figures: BTreeMap<String, Pick>,
    pub each: Option<String>,
    /// Of a criterion.
    #[serde(default)]
    pub reference: String,
    pub at_least: Option<f64>,
    pub at_most: Option<f64>,
}

/// A table of figures.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Table {
    pub id: String,
    pub title: String,
    pub rows: Vec<String>,
    pub columns: Vec<String>,
    #[serde(default)]
    pub periods: Vec<When>,
    pub by: Option<String>,
    pub across: Option<String>,
    pub pupils: Option<String>,
}

/// A drawing of a table.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Chart {
    pub id: String,
    pub title: String,
    pub kind: String,
    pub table: String,
    pub measures: Vec<String>,
    /// Name of the line at the whole's value.
    pub reference: Option<String>,
    /// Measure of what was to be expected, drawn beside the first.
    pub expected: Option<String>,
    #[serde(default)]
    pub parts: Vec<String>,
    /// Keys of the groups drawn; all of the table's where there are none.
    #[serde(default)]
    pub rows: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Section {
    name: String,
    finding: Vec<Said>,
    criterion: Vec<Said>,
    table: Vec<Table>,
    chart: Vec<Chart>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Report {
    headline: Vec<Said>,
    section: Vec<Section>,
}

/// A measure, as far as it is printed.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Measure {
    pub id: String,
    #[serde(default)]
    pub label: String,
    #[serde(default)]
    pub header: String,
}

#[derive(Deserialize)]
struct Measures {
    measure: Vec<Measure>,
}

/// Everything that a pack may be made of.
#[derive(Clone, Debug, Default)]
pub(super) struct Definitions {
    /// Sentences with their figures, each use by itself; headlines, findings and criteria.
    pub said: Vec<Said>,
    pub tables: Vec<Table>,
    pub charts: Vec<Chart>,
    pub measures: Vec<Measure>,
    /// Templates by the name of their sentence, every variant.
    pub sentences: BTreeMap<String, Vec<String>>,
    /// Templates of text alternatives by kind of chart.
    pub alt: BTreeMap<String, String>,
    /// Macros of the templates.
    pub prelude: String,
    /// Short words by name: of the wording and of `labels.json`.
    pub labels: BTreeMap<String, String>,
    /// What groups are told apart by.
    pub phrases: BTreeSet<String>,
    /// Every other text, which may have gaps.
    pub texts: BTreeSet<String>,
    /// Names of the sections.
    pub sections: Vec<String>,
    /// Identifiers of sections, tables and charts.
    pub ids: BTreeSet<String>,
    /// Form of the policy's notes.
    pub policy: Vec<String>,
    /// Style and script of the pages.
    pub style: String,
    pub script: String,
}

impl Definitions {
    /// Those of the program, with a school's own reports beside them where it has a folder of them.
    pub(super) fn load(own: Option<&Path>) -> Definitions {
        static EMBEDDED: OnceLock<Definitions> = OnceLock::new();
        let mut all = EMBEDDED.get_or_init(Definitions::embedded).clone();
        // Names that the school gave to itself, its terms, its courses.
        let settings =
            own.and_then(Path::parent).and_then(|project| std::fs::read_to_string(project.join("school.toml")).ok());
        if let Some(Ok(value)) = settings.map(|text| toml::from_str::<toml::Value>(&text)) {
            all.leaves(&value);
        }
        let written = own.and_then(|folder| std::fs::read_dir(folder).ok()).into_iter().flatten().flatten();
        for entry in written {
            if let Ok(text) = std::fs::read_to_string(entry.path()) {
                all.file(&entry.file_name().to_string_lossy(), text.trim_start_matches('\u{feff}'));
            }
        }
        all
    }

    fn embedded() -> Definitions {
        let mut all = Definitions::default();
        let embedded = REPORTS.files().filter_map(|file| Some((file.path().to_str()?, file.contents_utf8()?)));
        for (name, text) in embedded {
            all.file(name, text);
        }
        if let Ok(value) = toml::from_str::<toml::Value>(MEASURES) {
            all.leaves(&value);
            all.measures = value.try_into::<Measures>().map(|file| file.measure).unwrap_or_default();
        }
        if let Ok(value) = toml::from_str::<toml::Value>(ROLL_UP) {
            all.leaves(&value);
            let measures = value.try_into::<Measures>().map(|file| file.measure).unwrap_or_default();
            let known: BTreeSet<String> = all.measures.iter().map(|measure| measure.id.clone()).collect();
            all.measures.extend(measures.into_iter().filter(|measure| !known.contains(&measure.id)));
        }
        if let Ok(toml::Value::Table(mut file)) = toml::from_str::<toml::Value>(PRINTED) {
            let policy = file.remove("policy");
            let policy = policy.as_ref().and_then(toml::Value::as_array).into_iter().flatten();
            all.policy = policy.filter_map(|text| text.as_str().map(str::to_owned)).collect();
            all.leaves(&toml::Value::Table(file));
        }
        all
    }

    /// Puts phases in the place of year groups, as a pack has them whose figures are about phases.
    pub(super) fn phases(&mut self) {
        let axis = |axis: &mut String| {
            let names: Vec<&str> =
                axis.split('+').map(|name| if name == "year_group" { "phase" } else { name }).collect();
            *axis = names.join("+");
        };
        for said in &mut self.said {
            said.figures.values_mut().filter_map(|pick| pick.over.as_mut()).for_each(axis);
            said.each.iter_mut().for_each(axis);
        }
        self.tables.iter_mut().flat_map(|table| &mut table.rows).for_each(axis);
        self.charts.iter_mut().flat_map(|chart| &mut chart.rows).for_each(axis);
    }

    fn file(&mut self, name: &str, text: &str) {
        match name {
            "wording.toml" => self.wording(text),
            "labels.json" => {
                if let Ok(Value::Object(labels)) = serde_json::from_str::<Value>(text) {
                    for (name, value) in labels {
                        self.label(name, value);
                    }
                }
            }
            "page.css" => self.style = text.to_owned(),
            "page.js" => self.script = text.to_owned(),
            _ if name.ends_with(".toml") => self.report(text),
            _ => {}
        }
    }

    fn label(&mut self, name: String, value: Value) {
        match value {
            Value::String(text) => {
                self.texts.insert(text.clone());
                self.labels.insert(name, text);
            }
            Value::Array(values) => values.into_iter().for_each(|value| self.label(name.clone(), value)),
            _ => {}
        }
    }

    fn wording(&mut self, text: &str) {
        let Ok(toml::Value::Table(file)) = toml::from_str::<toml::Value>(text) else { return };
        let part = |name: &str| file.get(name).and_then(toml::Value::as_table).cloned().unwrap_or_default();
        self.prelude.push_str(file.get("prelude").and_then(toml::Value::as_str).unwrap_or_default());
        for (name, variants) in part("sentence") {
            let variants = variants.as_table().into_iter().flatten();
            let variants = variants.filter_map(|(_, text)| text.as_str().map(str::to_owned)).collect();
            self.sentences.insert(name, variants);
        }
        for (name, text) in part("alt") {
            self.alt.insert(name, text.as_str().unwrap_or_default().to_owned());
        }
        for (name, text) in part("label") {
            self.label(name, Value::String(text.as_str().unwrap_or_default().to_owned()));
        }
    }

    fn report(&mut self, text: &str) {
        let Ok(value) = toml::from_str::<toml::Value>(text) else { return };
        self.leaves(&value);
        let dimensions = value.get("dimension").and_then(toml::Value::as_array).into_iter().flatten();
        self.phrases.extend(dimensions.filter_map(|entry| entry.get("phrase")?.as_str().map(str::to_owned)));
        let Ok(report) = value.try_into::<Report>() else { return };
        self.said.extend(report.headline);
        for section in report.section {
            self.sections.push(section.name.clone());
            self.said.extend(section.finding.into_iter().chain(section.criterion));
            self.tables.extend(section.table);
            self.charts.extend(section.chart);
        }
    }

    /// Every text of a file, whatever it stands for.
    fn leaves(&mut self, value: &toml::Value) {
        match value {
            toml::Value::String(text) => {
                self.texts.insert(text.clone());
            }
            toml::Value::Array(values) => values.iter().for_each(|value| self.leaves(value)),
            toml::Value::Table(table) => {
                for (key, value) in table {
                    if let (true, Some(id)) = (key == "id" || key == "sheet" || key == "name", value.as_str()) {
                        self.ids.insert(slug(id));
                    }
                    self.leaves(value);
                }
            }
            _ => {}
        }
    }

    /// The heading of a measure.
    pub(super) fn header(&self, measure: &str) -> &str {
        self.measures.iter().find(|known| known.id == measure).map_or("", |known| known.header.as_str())
    }

    /// A short piece of wording.
    pub(super) fn label_of(&self, name: &str) -> &str {
        self.labels.get(name).map_or("", String::as_str)
    }
}

/// A part of an anchor, as pages make it.
pub(super) fn slug(id: &str) -> String {
    id.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_programs_own_files_are_read_whole() {
        let all = Definitions::load(None);
        assert!(
            all.tables.len() > 30 && all.charts.len() > 10 && all.measures.len() > 60,
            "{} tables",
            all.tables.len()
        );
        assert!(all.said.iter().any(|said| said.sentence.as_deref() == Some("headline.development")));
        assert!(all.sentences["support.each"].len() >= 7 && !all.prelude.is_empty());
        assert!(all.phrases.contains("year group") && all.policy.len() > 10);
        assert_eq!(all.header("screening.coverage"), "Screened (%)");
        assert!(all.ids.contains("section-id") || all.ids.contains("development-year-groups"));
    }
}
