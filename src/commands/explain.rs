//! `explain`: what a code, a measure, a query or an audit means.

use crate::cli;
use crate::diagnostic;
use crate::disclosure::{self, ReleaseRules};
use crate::error::Error;
use crate::measures::{Catalogue, Measure};
use crate::queries::{self, Folder, Query};

/// Explains a topic, or lists what can be explained.
pub fn explain(asked: &cli::Explain) -> Result<u8, Error> {
    let catalogue = Catalogue::embedded()
        .map_err(|error| Error::BadReference { what: "reference/measures.toml".into(), why: error.to_string() })?;
    let text = match asked.topic.as_deref().map(str::trim) {
        None | Some("list") => everything(&catalogue),
        Some(topic) => topic_text(topic, &catalogue)?,
    };
    super::print(&text);
    Ok(0)
}

fn topic_text(topic: &str, catalogue: &Catalogue) -> Result<String, Error> {
    if let Some(kind) = diagnostic::catalogue().get(&topic.to_uppercase()) {
        return Ok(format!(
            "{} ({}): {}\n\nWhat it means: {}\nWhat to do: {}\n",
            kind.code,
            kind.severity.word(),
            kind.title,
            kind.meaning,
            kind.remedy
        ));
    }
    if let Some(measure) = catalogue.get(&topic.to_lowercase()) {
        return Ok(measure_text(measure, catalogue));
    }
    if let Some(query) = queries::find(&topic.to_lowercase()) {
        return Ok(query_text(&query, catalogue));
    }
    let queries = [
        Folder::Results,
        Folder::Analysis,
        Folder::Checks,
        Folder::Findings,
        Folder::Views,
        Folder::Schema,
        Folder::Packs,
        Folder::Quality,
    ];
    let queries: Vec<Query> = queries.into_iter().flat_map(queries::all).collect();
    let codes = diagnostic::catalogue().keys().map(String::as_str);
    let measures = catalogue.measures().iter().map(|measure| measure.id.as_str());
    let names = codes.chain(measures).chain(queries.iter().map(|query| query.id));
    let alike = |name: &str| strsim::jaro_winkler(&topic.to_lowercase(), &name.to_lowercase());
    let near = names.max_by(|a, b| alike(a).total_cmp(&alike(b)));
    let nearest = near.filter(|near| alike(near) > 0.7).map(str::to_owned);
    Err(Error::UnknownTopic { asked: topic.into(), nearest })
}

/// Everything that is known of a measure, its SQL last.
fn measure_text(measure: &Measure, catalogue: &Catalogue) -> String {
    let mut text = format!("{}: {}\n\n{}\n\n", measure.id, measure.label, measure.definition);
    let follow_up = measure.follow_up_in_words().unwrap_or_default();
    let unit = match measure.words.is_empty() {
        true => format!("{}, printed with {} decimals", measure.unit.in_words(), measure.decimals),
        false => format!("a word: {}", measure.words.join(", ")),
    };
    let lines = [
        ("Counted", measure.numerator_words.clone()),
        ("Out of", measure.denominator_words.clone()),
        ("Unit", unit),
        ("How it is made", format!("{}: {}", measure.calculation(), measure.kind.in_words())),
        ("Interval", if measure.interval { "95 % Wilson interval".to_owned() } else { String::new() }),
        ("n", measure.n_in_words()),
        ("Not shown", follow_up),
        ("Take care", measure.caveat.clone()),
        ("Source", measure.source.clone()),
        (
            "For governors",
            disclosure::rules_in_words(measure, &ReleaseRules::default()).join(" ")
                + if measure.about_children { " (The limits are those of a new school.toml.)" } else { "" },
        ),
    ];
    for (name, words) in lines.into_iter().filter(|(_, words)| !words.is_empty()) {
        text.push_str(&format!("{name}: {words}\n"));
    }
    let behind = catalogue.queries_behind(measure);
    if behind != [measure.query.as_str()] {
        let method = format!("\nThe result {} is made by a method (src/measures/derived/) from:\n", measure.query);
        text.push_str(&method);
    }
    for query in behind.iter().filter_map(|id| queries::find(id)) {
        text.push_str(&format!("\nSQL: queries/{}\n\n{}\n\n{}", query.path, query.sql.trim(), views_text(&query)));
    }
    text.push_str(&format!("\nThe records behind a figure: thrive-report trace {} --project DIR\n", measure.id));
    text
}

fn query_text(query: &Query, catalogue: &Catalogue) -> String {
    let mut text = format!("queries/{}\n\n{}\n\n{}\n\n", query.path, query.about(), query.sql.trim());
    text.push_str(&views_text(query));
    let measures = catalogue.measures().iter().filter(|measure| {
        query.path == format!("results/{}.sql", query.id) && catalogue.queries_behind(measure).contains(&query.id)
    });
    let measures: Vec<&str> = measures.map(|measure| measure.id.as_str()).collect();
    if !measures.is_empty() {
        text.push_str(&format!("Measures made from it: {}\n", measures.join(", ")));
    }
    text
}

/// Names of the views that a query rests on; nothing where there is none.
fn views_text(query: &Query) -> String {
    let views = queries::views_behind(query.sql);
    let views: Vec<&str> = views.iter().map(|view| view.id).filter(|id| *id != query.id).collect();
    match views.is_empty() {
        true => String::new(),
        false => format!("It rests on the views {} (thrive-report explain VIEW)\n", views.join(", ")),
    }
}

fn everything(catalogue: &Catalogue) -> String {
    let line = |name: &str, words: &str| format!("  {name:<36} {words}\n");
    let mut text = String::from("Measures\n");
    text.extend(catalogue.measures().iter().map(|measure| line(&measure.id, &measure.label)));
    text.push_str("\nCodes\n");
    text.extend(diagnostic::catalogue().values().map(|kind| line(&kind.code, &kind.title)));
    let folders = [
        ("Result queries", Folder::Results),
        ("Queries for methods", Folder::Analysis),
        ("Audits", Folder::Checks),
        ("Findings", Folder::Findings),
        ("Views", Folder::Views),
        ("Kept in a pack", Folder::Packs),
        ("Counts about the records", Folder::Quality),
    ];
    for (heading, folder) in folders {
        let queries = queries::all(folder);
        if !queries.is_empty() {
            text.push_str(&format!("\n{heading}\n"));
        }
        text.extend(queries.iter().map(|query| line(query.id, query.about().lines().next().unwrap_or_default())));
    }
    text
}
