//! `explain`: what a code, a measure or an audit means.

use crate::cli;
use crate::diagnostic;
use crate::error::Error;
use crate::measures::{Catalogue, Measure};
use crate::queries::{self, Folder};

/// Explains a topic, or lists what can be explained.
pub fn explain(asked: &cli::Explain) -> Result<u8, Error> {
    let catalogue = Catalogue::embedded()
        .map_err(|error| Error::BadReference { what: "reference/measures.toml".into(), why: error.to_string() })?;
    let text = match asked.topic.as_deref() {
        None => everything(&catalogue),
        Some(topic) => topic_text(topic.trim(), &catalogue)?,
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
        return Ok(measure_text(measure));
    }
    if let Some(query) = queries::find(&topic.to_lowercase()) {
        return Ok(format!("queries/{}\n\n{}\n\n{}\n", query.path, query.about(), query.sql.trim()));
    }
    let codes = diagnostic::catalogue().keys().map(String::as_str);
    let measures = catalogue.measures().iter().map(|measure| measure.id.as_str());
    let near = codes.chain(measures).max_by(|a, b| {
        strsim::jaro_winkler(&topic.to_lowercase(), &a.to_lowercase())
            .total_cmp(&strsim::jaro_winkler(&topic.to_lowercase(), &b.to_lowercase()))
    });
    let nearest =
        near.filter(|near| strsim::jaro_winkler(&topic.to_lowercase(), &near.to_lowercase()) > 0.7).map(str::to_owned);
    Err(Error::UnknownTopic { asked: topic.into(), nearest })
}

fn measure_text(measure: &Measure) -> String {
    let mut text = format!("{}: {}\n\n{}\n", measure.id, measure.label, measure.definition);
    let lines = [
        ("Counted", measure.numerator_words.as_str()),
        ("Out of", measure.denominator_words.as_str()),
        ("Take care", measure.caveat.as_str()),
        ("Source", measure.source.as_str()),
    ];
    for (name, words) in lines.into_iter().filter(|(_, words)| !words.is_empty()) {
        text.push_str(&format!("{name}: {words}\n"));
    }
    if let Some(query) = queries::find(&measure.query) {
        text.push_str(&format!("\nSQL: queries/{}\n\n{}\n", query.path, query.sql.trim()));
    }
    text
}

fn everything(catalogue: &Catalogue) -> String {
    let mut text = String::from("Measures\n");
    for measure in catalogue.measures() {
        text.push_str(&format!("  {:<36} {}\n", measure.id, measure.label));
    }
    text.push_str("\nCodes\n");
    for kind in diagnostic::catalogue().values() {
        text.push_str(&format!("  {:<36} {}\n", kind.code, kind.title));
    }
    text.push_str("\nAudits\n");
    for check in queries::all(Folder::Checks) {
        text.push_str(&format!("  {:<36} {}\n", check.id, check.about().lines().next().unwrap_or_default()));
    }
    text
}
