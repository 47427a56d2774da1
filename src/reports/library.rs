//! The reports of a run: those that come with the program, changed and joined by
//! those in the `reports` folder of the school or trust.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::definition::{Definition, Format, HeadlineEntry, ReportFile, SectionEntry};
use super::definition_check::plain;
use super::error::ReportError;
use super::model::Audience;
use super::shared::{NoteEntry, Shared};
use super::wording::Wording;
use crate::measures::Catalogue;

/// Reports that come with the program, in the order in which they are written.
const EMBEDDED: [(&str, &str); 6] = [
    ("governors.toml", include_str!("../../reports/governors.toml")),
    ("leaders.toml", include_str!("../../reports/leaders.toml")),
    ("whole-class.toml", include_str!("../../reports/whole-class.toml")),
    ("one-to-one.toml", include_str!("../../reports/one-to-one.toml")),
    ("ambassador.toml", include_str!("../../reports/ambassador.toml")),
    ("public.toml", include_str!("../../reports/public.toml")),
];
/// Reports of a roll-up over schools that come with the program.
const ROLL_UP: [(&str, &str); 1] = [("trust.toml", include_str!("../../reports/trust.toml"))];
/// File of the school's own wording.
const OWN_WORDING: &str = "wording.toml";

/// Texts of the files in the school's own `reports` folder, by file name.
pub type OwnReports = BTreeMap<String, String>;

/// A change to a report, or another report made of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    /// Identifier of the report that is changed.
    extends: String,
    /// Identifier of another report, which this then is; the one that it extends stays as it is.
    id: Option<String>,
    /// For whom the other report is.
    audience: Option<Audience>,
    /// Its formats besides the page and the workbook.
    formats: Option<Vec<Format>>,
    title: Option<String>,
    classification: Option<String>,
    /// Identifiers of sections that are left out.
    #[serde(default)]
    without: Vec<String>,
    /// Questions of the first page, in place of the report's.
    headline: Option<Vec<HeadlineEntry>>,
    /// Sections in place of those of the same identifier, or new ones.
    #[serde(default)]
    section: Vec<SectionEntry>,
    #[serde(default)]
    note: Vec<NoteEntry>,
}

/// Every report of a run, checked: the program's, with the school's changes, and the school's own.
///
/// # Errors
/// Names the file and what in it is wrong.
pub fn library(own: &OwnReports, catalogue: &Catalogue) -> Result<Vec<Definition>, ReportError> {
    assembled(&EMBEDDED, own, catalogue, false)
}

/// The same of a roll-up over schools, with the trust's changes.
///
/// # Errors
/// As [`library`].
pub fn roll_up_library(own: &OwnReports, catalogue: &Catalogue) -> Result<Vec<Definition>, ReportError> {
    assembled(&ROLL_UP, own, catalogue, true)
}

fn assembled(
    embedded: &[(&str, &str)],
    own: &OwnReports,
    catalogue: &Catalogue,
    of_schools: bool,
) -> Result<Vec<Definition>, ReportError> {
    let wording = match own.get(OWN_WORDING) {
        Some(text) => Wording::embedded()?.with_own(text).map_err(|error| error.in_file(OWN_WORDING))?,
        None => Wording::embedded()?,
    };
    let shared = Shared::embedded()?;
    let mut reports: Vec<(String, ReportFile)> = Vec::new();
    let mut others: Vec<(&str, Change)> = Vec::new();
    let embedded = embedded.iter().copied();
    for (file, text) in embedded.chain(own.iter().map(|(file, text)| (file.as_str(), text.as_str()))) {
        if file == OWN_WORDING {
            continue;
        }
        let table: toml::Table = read(file, text)?;
        if table.contains_key("extends") {
            let change: Change = read(file, text)?;
            // A report made of another one follows what the school changed in that.
            if change.id.is_some() {
                others.retain(|(_, known)| known.id != change.id);
                others.push((file, change));
                continue;
            }
            apply(change, &mut reports).map_err(|error| error.in_file(file))?;
            continue;
        }
        let report: ReportFile = read(file, text)?;
        // A report of the same identifier takes the place of the program's.
        match reports.iter_mut().find(|(_, known)| known.id == report.id) {
            Some(place) => *place = (file.to_owned(), report),
            None => reports.push((file.to_owned(), report)),
        }
    }
    for (file, change) in others {
        let report = another(change, &reports).map_err(|error| error.in_file(file))?;
        reports.push((file.to_owned(), report));
    }
    let mut charts = BTreeSet::new();
    let mut definitions = Vec::new();
    for (file, report) in reports {
        plain("id", &report.id).map_err(|error| error.in_file(&file))?;
        // A school's figures and those of a roll-up are not the same, nor are their readers.
        if (report.audience == Audience::Trust) != of_schools {
            let problem =
                if of_schools { "a roll-up is for \"trust\"" } else { "\"trust\" is for a roll-up over schools" };
            return Err(ReportError::invalid("audience", problem).in_file(&file));
        }
        for chart in report.section.iter().flat_map(|section| &section.chart) {
            if !charts.insert((report.audience, chart.id.clone())) {
                let problem = format!("another report for the same readers has a chart `{}`", chart.id);
                return Err(ReportError::invalid(&file, problem));
            }
        }
        let definition = Definition::checked(report, shared.clone(), wording.clone(), catalogue);
        definitions.push(definition.map_err(|error| error.in_file(&file))?);
    }
    Ok(definitions)
}

fn read<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<T, ReportError> {
    toml::from_str(text).map_err(|source| ReportError::Toml { file: file.to_owned(), source })
}

/// Another report, made of one of the known ones.
fn another(mut change: Change, known: &[(String, ReportFile)]) -> Result<ReportFile, ReportError> {
    let (id, audience, formats) = (change.id.take(), change.audience.take(), change.formats.take());
    let (Some(id), Some(audience)) = (id, audience) else {
        let problem = "a report with an `id` of its own needs an `audience` of its own";
        return Err(ReportError::invalid("extends", problem));
    };
    if known.iter().any(|(_, report)| report.id == id) {
        return Err(ReportError::invalid("id", format!("there is a report `{id}` already")));
    }
    let mut made: Vec<(String, ReportFile)> = known.to_vec();
    let extends = change.extends.clone();
    apply(change, &mut made)?;
    let report = made.into_iter().map(|(_, report)| report).find(|report| report.id == extends);
    let mut report = report.ok_or_else(|| ReportError::invalid("extends", "there is no such report"))?;
    report.id = id;
    report.audience = audience;
    report.formats = formats.unwrap_or(report.formats);
    Ok(report)
}

fn apply(change: Change, reports: &mut [(String, ReportFile)]) -> Result<(), ReportError> {
    let known: Vec<String> = reports.iter().map(|(_, report)| report.id.clone()).collect();
    let Some((_, report)) = reports.iter_mut().find(|(_, report)| report.id == change.extends) else {
        let known = known.iter().map(String::as_str);
        return Err(ReportError::unknown("extends", "report", &change.extends, known));
    };
    if change.audience.is_some() || change.formats.is_some() {
        let problem = "`audience` and `formats` are those of another report: give it an `id`";
        return Err(ReportError::invalid("extends", problem));
    }
    report.title = change.title.unwrap_or_else(|| report.title.clone());
    report.classification = change.classification.unwrap_or_else(|| report.classification.clone());
    for id in &change.without {
        if !report.section.iter().any(|section| section.id == *id) {
            let known = report.section.iter().map(|section| section.id.as_str());
            return Err(ReportError::unknown("without", "section", id, known));
        }
    }
    report.section.retain(|section| !change.without.contains(&section.id));
    // A question of the first page goes with the section that answers it.
    report.headline.retain(|headline| !change.without.contains(&headline.section));
    if let Some(headlines) = change.headline {
        report.headline = headlines;
    }
    for section in change.section {
        let same = report.section.iter().position(|known| known.id == section.id);
        let at = match (same, &section.after) {
            (Some(at), None) => {
                report.section[at] = section;
                continue;
            }
            (Some(_), Some(_)) => {
                let problem = format!("section `{}` takes the place of the report's: leave `after` out", section.id);
                return Err(ReportError::invalid("after", problem));
            }
            (None, None) => report.section.len(),
            (None, Some(after)) => {
                let place = report.section.iter().position(|known| known.id == *after);
                let known = report.section.iter().map(|section| section.id.as_str());
                place.ok_or_else(|| ReportError::unknown("after", "section", after, known))? + 1
            }
        };
        report.section.insert(at, section);
    }
    report.note.extend(change.note);
    Ok(())
}

#[cfg(test)]
#[path = "library_tests.rs"]
mod tests;
