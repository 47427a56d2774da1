//! What a run leaves for machines: the manifest, the data-quality account and
//! the staff pack's figures. Stable contracts, described in docs/contracts.md.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::diagnostic::Diagnostics;
use crate::measures::{Catalogue, Figure, Measure, Population, Status, Tier, Unit};
use crate::project::{OwnReference, Project};
use crate::publish::{Files, SEALED};
use crate::queries::{self, Folder};
use crate::reports::OwnReports;
use crate::store::{self, ResultSet};
use crate::tables::propose::Proposal;
use crate::tables::settings::Scope;
use crate::tables::{Canonical, Review, SheetAccount};

/// The manifest: what went in, by content and never by name, and what came out.
pub fn manifest(
    project: &Project,
    scope: Scope<'_>,
    catalogue: &Catalogue,
    canonical: &Canonical,
    (hashes, own, own_reference): (&[String], &OwnReports, &OwnReference),
    (files, sealed): (&Files, bool),
) -> String {
    let (accounts, review) = (&canonical.accounts, &canonical.review);
    let mut inputs: Vec<Value> = Vec::new();
    let mut hashes: Vec<&str> = hashes.iter().map(String::as_str).collect();
    hashes.sort_unstable();
    hashes.dedup();
    for hash in hashes {
        let mut sheets: Vec<&SheetAccount> = accounts.iter().filter(|account| account.sha256 == hash).collect();
        sheets.sort_by(|a, b| a.sheet.cmp(&b.sheet));
        // The same file twice under two names is one input.
        sheets.dedup_by(|a, b| a.sheet == b.sheet);
        let sheets: Vec<Value> = sheets.into_iter().map(rows).collect();
        inputs.push(json!({ "sha256": hash, "sheets": sheets }));
    }
    let packs: Vec<Value> = files
        .iter()
        .filter(|(path, _)| !names_inputs(path))
        .map(|(path, bytes)| json!({ "path": path, "sha256": hex(&Sha256::digest(bytes)) }))
        .collect();
    let policy = &project.policy;
    let mut manifest = json!({
        "version": 1,
        "program": concat!("thrive-report ", env!("CARGO_PKG_VERSION")),
        "as_of": scope.as_of.to_string(),
        "term": scope.term.id,
        "term_end": scope.term.end.to_string(),
        "policy": {
            "instrument": policy.instrument,
            "secure_min": policy.secure_min,
            "family_min_sessions": policy.family_min_sessions,
            "pair_window_days": policy.pair_window_days,
            "expected_strand": policy.expected_strand,
            "expected_by": policy.expected_by,
            "expected_strand_from": policy.expected_strand_from,
            "expected_at_age": policy.expected_at_age,
            "secure_score": policy.secure_score,
            "band_scheme": policy.band_scheme,
            "screening_every_days": policy.screening_every_days,
            "disclosure": {
                "min_cohort": policy.disclosure.min_cohort,
                "min_mean": policy.disclosure.min_mean,
                "small_count": policy.disclosure.small_count,
            },
            "leaders": policy.leaders,
            "phases_below": policy.phases_below,
            "staff": policy.staff,
            "whole_class": policy.whole_class,
            "attendance_change": policy.attendance_change,
            "impact": policy.impact,
            "public": policy.public,
            "ambassador": policy.ambassador,
            "matching": policy.matching,
        },
        "inputs": inputs,
        "outputs": packs,
        "definitions": definitions(catalogue),
        "reports": own
            .iter()
            .map(|(file, text)| (file.as_str(), hex(&Sha256::digest(text))))
            .collect::<BTreeMap<_, _>>(),
        "review": {
            "waiting": review.waiting,
            "used": review.used,
            "confirmed": review.confirmed,
            "rejected": review.rejected,
            "decisions": review.fingerprint,
        },
        "reference": own_reference
            .files()
            .map(|(file, text)| (file, hex(&Sha256::digest(text))))
            .collect::<BTreeMap<_, _>>(),
        "mappings": own_reference.mappings.len(),
    });
    // The archive's own bytes are new each time; what is in it has its fingerprints above.
    if sealed {
        manifest["sealed"] = SEALED.into();
    }
    pretty(&manifest)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A fingerprint of what each measure means: its words and every statement it rests on. Two runs with the same one
/// worked the figure out in the same way, as far as words and SQL go.
pub fn definitions(catalogue: &Catalogue) -> BTreeMap<&str, String> {
    let mut statements: BTreeMap<&str, Vec<u8>> = BTreeMap::new();
    for id in catalogue.measures().iter().flat_map(|measure| catalogue.queries_behind(measure)) {
        statements.entry(id).or_insert_with(|| statement(id));
    }
    let print = |measure: &Measure| {
        let mut hash = Sha256::new();
        let calculation = measure.calculation();
        let words = [&measure.definition, &measure.numerator_words, &measure.denominator_words, &calculation];
        for words in words.into_iter().map(String::as_str).chain([measure.unit.in_words()]) {
            hash.update(words.as_bytes());
            hash.update([0]);
        }
        for statement in catalogue.queries_behind(measure).iter().filter_map(|id| statements.get(id)) {
            hash.update(statement);
        }
        // Sixteen digits tell a handful of versions apart and keep the file readable.
        hex(&hash.finalize()[..8])
    };
    catalogue.measures().iter().map(|measure| (measure.id.as_str(), print(measure))).collect()
}

/// Digest of a query and of the views it rests on. Comments are no part of what is computed.
fn statement(id: &str) -> Vec<u8> {
    let mut hash = Sha256::new();
    let Some(query) = queries::find(id) else { return Vec::new() };
    for query in queries::views_behind(query.sql).into_iter().chain([query]) {
        for line in query.sql.lines().filter(|line| !line.trim_start().starts_with("--")) {
            hash.update(line.trim_end().as_bytes());
            hash.update(b"\n");
        }
    }
    hash.finalize().to_vec()
}

/// The data-quality report names the school's files, so its bytes follow their
/// names; everything else follows their content alone.
fn names_inputs(path: &str) -> bool {
    path.starts_with("staff/data-quality.")
}

fn rows(account: &SheetAccount) -> Value {
    json!({
        "sheet": account.sheet,
        "table": account.table,
        "rows_read": account.rows_read,
        "rows_kept": account.rows_kept,
        "rows_rejected": account.rows_rejected,
        "rows_left_out": account.rows_left_out,
        "records": account.records,
        "records_repeated": account.records_repeated,
    })
}

/// The data-quality report for machines. `results` holds the answers of `queries/quality`.
pub fn quality_json(
    accounts: &[SheetAccount],
    diagnostics: &Diagnostics,
    review: &Review,
    results: &BTreeMap<String, ResultSet>,
) -> String {
    pretty(&quality(accounts, diagnostics, review, results))
}

fn quality(
    accounts: &[SheetAccount],
    diagnostics: &Diagnostics,
    review: &Review,
    results: &BTreeMap<String, ResultSet>,
) -> Value {
    let all: Vec<_> = diagnostics.iter().collect();
    let records: BTreeMap<&str, Vec<Value>> = queries::all(Folder::Quality)
        .into_iter()
        .filter_map(|query| Some((query.id, results.get(query.id)?)))
        .map(|(id, found)| (id, found.rows.iter().map(|row| object(found, row)).collect()))
        .collect();
    let review = json!({
        "waiting": review.waiting,
        "used": review.used,
        "confirmed": review.confirmed,
        "rejected": review.rejected,
    });
    json!({ "version": 1, "sheets": accounts, "diagnostics": all, "review": review, "records": records })
}

/// One row of an answer, by column.
fn object(found: &ResultSet, row: &[store::Value]) -> Value {
    let value = |value: &store::Value| match value {
        store::Value::Null => Value::Null,
        store::Value::Int(number) => json!(number),
        store::Value::Real(number) => json!(number),
        store::Value::Text(text) => json!(text),
        store::Value::Bool(yes) => json!(yes),
        store::Value::Date(day) => json!(day.to_string()),
    };
    found.columns.iter().cloned().zip(row.iter().map(value)).collect::<serde_json::Map<_, _>>().into()
}

/// The same with the mappings that are proposed for sheets that were not recognised. Nothing was computed, so that there are
/// no counts about the records.
pub fn check_json(
    accounts: &[SheetAccount],
    diagnostics: &Diagnostics,
    review: &Review,
    proposals: &[Proposal],
) -> String {
    let mut report = quality(accounts, diagnostics, review, &BTreeMap::new());
    report["proposals"] = json!(proposals);
    pretty(&report)
}

/// A figure with the pack it stands in, in the order of the contract.
#[derive(Serialize)]
struct Entry<'f> {
    measure: &'f str,
    pack: &'static str,
    population: &'f Population,
    value: Option<f64>,
    unit: Unit,
    n: Option<u64>,
    numerator: Option<u64>,
    denominator: Option<u64>,
    low: Option<f64>,
    high: Option<f64>,
    tier: Option<Tier>,
    status: Status,
}

#[derive(Serialize)]
struct Results<'f> {
    version: u8,
    figures: Vec<Entry<'f>>,
}

/// Every figure of the staff pack, unrounded.
pub fn staff_results(figures: &[Figure]) -> String {
    let mut all: Vec<&Figure> = figures.iter().collect();
    all.sort_by(|a, b| (&a.measure, &a.population).cmp(&(&b.measure, &b.population)));
    pretty(&Results { version: 1, figures: all.into_iter().map(entry).collect() })
}

fn entry(figure: &Figure) -> Entry<'_> {
    Entry {
        measure: &figure.measure,
        pack: "staff",
        population: &figure.population,
        value: figure.value,
        unit: figure.unit,
        n: figure.n,
        numerator: figure.numerator,
        denominator: figure.denominator,
        low: figure.low,
        high: figure.high,
        tier: figure.tier,
        status: figure.status,
    }
}

fn pretty(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}
