//! From the figures of the roll-up to its files.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::bad;
use super::compared::Compared;
use super::schools::School;
use crate::dates;
use crate::disclosure::ProtectedFigures;
use crate::error::Error;
use crate::measures::Catalogue;
use crate::project::{Logo, Term, Trust};
use crate::publish::Files;
use crate::reports::{self, Definition, Format, OwnReports, Period, Report, ReportContext};
use crate::run::packs;

/// The reports of a roll-up. A fault in the program's own file is the program's; in the trust's, the trust's.
pub(super) fn library(trust: &Trust, own: &OwnReports, catalogue: &Catalogue) -> Result<Vec<Definition>, Error> {
    reports::roll_up_library(own, catalogue).map_err(|error| match own.is_empty() {
        true => bad("reports/trust.toml", &error),
        false => Error::BadReport { folder: trust.reports(), why: error.to_string() },
    })
}

/// Every file of the roll-up.
pub(super) fn write(
    trust: &Trust,
    schools: &[School],
    compared: &Compared<'_>,
    (definitions, logo, own): (&[Definition], Option<Logo>, &OwnReports),
    figures: &ProtectedFigures,
    catalogue: &Catalogue,
) -> Result<Files, Error> {
    let context = context(trust, compared, logo);
    let mut made: Vec<(Report, &[Format])> = Vec::new();
    for definition in definitions {
        let report = reports::build(definition, figures, None, catalogue, &context);
        made.push((report.map_err(|error| bad(definition.id(), &error))?, definition.formats()));
    }
    let mut files = packs::roll_up(&made)?;
    let manifest = manifest(trust, schools, compared, own, &files);
    files.insert("manifest.json".into(), manifest.into_bytes());
    Ok(files)
}

fn context(trust: &Trust, compared: &Compared<'_>, logo: Option<Logo>) -> ReportContext {
    let period = |term: &Term| Period { id: term.id.clone(), name: term.name.clone() };
    let year = dates::academic_year_name(compared.term.academic_year);
    let as_of = compared.members.iter().map(|member| member.made.outcome.as_of).max().unwrap_or(compared.term.end);
    let (rules, whole_class) = (&trust.policy.disclosure, &trust.policy.whole_class);
    let named = |text: &str, value: String| (text.to_owned(), value);
    ReportContext {
        school: trust.name.clone(),
        period: period(compared.term),
        year_to_date: Some(Period { id: year.replace('/', "-"), name: format!("{year} to date") }),
        previous: compared.earlier.iter().map(|term| period(term)).collect(),
        as_of: dates::in_words(as_of),
        policy: vec![
            named(
                "Whole-class work is a priority from",
                format!(
                    "more than {:.0} % not yet secure, of which we are {:.0} % sure (watched from {:.0} %); at least {} pupils \
                     and {:.0} % of those on roll screened",
                    whole_class.threshold_percent,
                    whole_class.sure_percent,
                    whole_class.watch_percent,
                    whole_class.min_screened,
                    whole_class.min_coverage_percent
                ),
            ),
            named("No figure of a school for fewer than", format!("{} children", rules.min_cohort)),
            named("No average or percentage of fewer than", format!("{} children", rules.min_mean)),
            named("No count of a school from 1 to", rules.small_count.to_string()),
            named("Where a school is stricter", "its own limits count".into()),
        ],
        expected_strands: Vec::new(),
        form: Vec::new(),
        brand: reports::Brand {
            logo: logo.map(|logo| reports::Logo { png: logo.png, size: logo.size, alt: logo.alt }),
            colour: trust.branding.colour.clone(),
            second: trust.branding.second_colour.clone(),
        },
        board: String::new(),
        governors_mark: None,
        thresholds: BTreeMap::new(),
    }
}

/// What went in and what came out: each school by name, folder and the fingerprint of its own manifest.
fn manifest(trust: &Trust, schools: &[School], compared: &Compared<'_>, own: &OwnReports, files: &Files) -> String {
    let hash = |bytes: &[u8]| -> String { Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect() };
    let in_it = |school: &School| compared.members.iter().find(|member| member.name == school.name);
    let entry = |school: &School| -> Value {
        let folder = school.folder.strip_prefix(&trust.folder).unwrap_or(&school.folder);
        let made = school.made.as_ref().ok();
        let manifest = made.and_then(|made| std::fs::read(made.outcome.folder.join("manifest.json")).ok());
        json!({
            "name": school.name,
            "folder": slashed(folder),
            "packs": if made.is_some() { "made" } else { "held back" },
            "as_of": made.map(|made| made.outcome.as_of.to_string()),
            "in_roll_up": in_it(school).is_some(),
            "screening_compared": in_it(school).is_some_and(|member| member.same_policy),
            "manifest": manifest.map(|bytes| hash(&bytes)),
        })
    };
    let outputs: Vec<Value> =
        files.iter().map(|(path, bytes)| json!({ "path": path, "sha256": hash(bytes) })).collect();
    let reports: BTreeMap<&str, String> =
        own.iter().map(|(file, text)| (file.as_str(), hash(text.as_bytes()))).collect();
    let rules = &trust.policy.disclosure;
    let manifest = json!({
        "version": 1,
        "program": concat!("thrive-report ", env!("CARGO_PKG_VERSION")),
        "roll_up": trust.name,
        "term": compared.term.id,
        "term_end": compared.term.end.to_string(),
        "policy": {
            "disclosure": {
                "min_cohort": rules.min_cohort,
                "min_mean": rules.min_mean,
                "small_count": rules.small_count,
            },
            "whole_class": trust.policy.whole_class,
        },
        "schools": schools.iter().map(entry).collect::<Vec<_>>(),
        "outputs": outputs,
        "reports": reports,
    });
    let mut text = serde_json::to_string_pretty(&manifest).unwrap_or_default();
    text.push('\n');
    text
}

/// A path with forward slashes, on every system.
fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    parts.join("/")
}
