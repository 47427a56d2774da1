//! What an application asks for, and how it stands: from criteria in the
//! report's file, and from the questions that the school pasted in.

use std::collections::BTreeMap;

use super::definition::{CriterionEntry, SectionEntry};
use super::error::ReportError;
use super::lookup::Lookup;
use super::model::{Column, Criterion, Row, State, Table};
use super::sentences::{Stated, sentence};
use crate::disclosure::ProtectedFigure;
use crate::measures::Status;

/// A question of the application's form, as the school pasted it in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormQuestion {
    /// Year or version of the form.
    pub form_year: String,
    /// Area it belongs to.
    pub area: String,
    /// Its number on the form.
    pub reference: String,
    /// The question.
    pub question: String,
    /// Measure that answers it, if the school named one.
    pub measure: Option<String>,
    /// The school's own answer.
    pub narrative: Option<String>,
    /// Name of the file with the evidence.
    pub evidence: Option<String>,
}

/// What is said of a section's criteria.
#[derive(Default)]
pub(super) struct Criteria {
    pub criteria: Vec<Criterion>,
    /// The figures that the form's questions ask for.
    pub figures: Option<Table>,
}

/// The criteria of a section, then the form's questions about its area.
pub(super) fn criteria(
    lookup: Lookup<'_>,
    section: &SectionEntry,
    stated: &mut Stated,
) -> Result<Criteria, ReportError> {
    let mut made = Criteria::default();
    for entry in &section.criterion {
        made.criteria.push(criterion(lookup, entry, stated)?);
    }
    let Some(area) = &section.area else {
        return Ok(made);
    };
    let mut asked: Vec<(String, ProtectedFigure)> = Vec::new();
    for question in lookup.context.form.iter().filter(|question| alike(&question.area, area)) {
        let figure = question.measure.as_deref().and_then(|measure| latest(lookup, measure));
        made.criteria.push(answered(lookup, question, figure.as_ref()));
        if let Some(figure) = figure {
            let label = lookup.catalogue.get(figure.measure()).map_or("", |measure| measure.label.as_str());
            asked.push((format!("{}: {label}", question.reference), figure));
        }
    }
    if !asked.is_empty() {
        let word = |name: &str| lookup.definition.wording.label(name).to_owned();
        made.figures = Some(Table {
            id: format!("{}-form-figures", section.id),
            sheet: format!("Form {}", section.name).chars().take(31).collect(),
            title: word("form_figures"),
            label_header: word("form_question"),
            columns: vec![Column {
                header: word("form_figure"),
                decimals: asked.iter().map(|(_, figure)| figure.decimals()).max().unwrap_or(0),
                percent: false,
            }],
            rows: asked.into_iter().map(|(label, figure)| Row { label, cells: vec![figure] }).collect(),
            footnotes: Vec::new(),
            intervals: Vec::new(),
            annex: false,
        });
    }
    Ok(made)
}

fn criterion(lookup: Lookup<'_>, entry: &CriterionEntry, stated: &mut Stated) -> Result<Criterion, ReportError> {
    let wanted = lookup.context.thresholds.get(&entry.reference).copied();
    let decided = entry.decides.as_ref().and_then(|name| entry.figures.get(name)).map(|pick| lookup.picked(pick));
    let state = match (&decided, decided.as_ref().and_then(ProtectedFigure::value)) {
        (None, _) => State::Person,
        // A figure that cannot be shown decides nothing in public: a person must look.
        (Some(figure), _) if figure.status() == Status::Suppressed => State::Person,
        (Some(_), None) => State::NotYet,
        (Some(_), Some(value)) => {
            let enough = wanted.or(entry.at_least).filter(|_| entry.at_most.is_none());
            let most = wanted.or(entry.at_most).filter(|_| entry.at_most.is_some());
            let met = enough.is_none_or(|least| value >= least) && most.is_none_or(|most| value <= most);
            if met { State::Met } else { State::NotYet }
        }
    };
    let word = |name: &str| lookup.definition.wording.label(name).to_owned();
    // The figure that the fact rests on: the one that decides, else the first that the sentence cannot do without.
    let main = decided.clone().or_else(|| {
        let pick = entry.figures.values().find(|pick| !pick.optional && pick.over.is_none())?;
        Some(lookup.picked(pick))
    });
    let mut answer = match &entry.sentence {
        Some(name) => sentence(lookup, name, &entry.figures, &BTreeMap::new(), stated)?,
        None => word("only_a_person"),
    };
    if answer.is_empty() {
        let withheld = main.as_ref().is_some_and(|figure| figure.status() == Status::Suppressed);
        answer = word(if withheld { "withheld_here" } else { "nothing_supplied" });
    } else if let Some(figure) = main.as_ref().filter(|figure| figure.status() == Status::Ok && all_read(lookup, entry))
    {
        let n = figure.n().map(|n| format!(", n = {n}")).unwrap_or_default();
        answer.push_str(&format!(" {} {}{n}.", word("as_at"), lookup.context.as_of));
    }
    let limit = match (entry.at_least, entry.at_most) {
        (Some(least), _) => Some(("asked_at_least", wanted.unwrap_or(least))),
        (_, Some(most)) => Some(("asked_at_most", wanted.unwrap_or(most))),
        _ => None,
    };
    if let (Some((label, value)), Some(figure)) = (limit, &decided) {
        let percent = if figure.unit() == crate::measures::Unit::Percent { "%" } else { "" };
        answer = format!("{answer} {} {value}{percent}.", lookup.definition.wording.label(label));
    }
    Ok(Criterion {
        reference: entry.reference.clone(),
        text: entry.text.clone(),
        answer,
        state,
        evidence: entry.evidence.clone(),
        collect: if state == State::Met { String::new() } else { entry.collect.clone() },
        source: entry.source.clone(),
    })
}

/// The figure of a measure for the whole school: of the year to date, else of the term.
fn latest(lookup: Lookup<'_>, measure: &str) -> Option<ProtectedFigure> {
    lookup.catalogue.get(measure)?;
    let none = BTreeMap::new();
    let year = lookup.context.year_to_date.as_ref().map(|year| year.id.as_str());
    let of = |period: Option<&str>| lookup.figure(measure, period, &none);
    let to_date = of(year);
    Some(if to_date.status() == Status::NotAvailable { of(Some(&lookup.context.period.id)) } else { to_date })
}

fn answered(lookup: Lookup<'_>, question: &FormQuestion, figure: Option<&ProtectedFigure>) -> Criterion {
    let word = |name: &str| lookup.definition.wording.label(name).to_owned();
    let mut answer = Vec::new();
    if let Some(figure) = figure {
        answer.push(in_words(lookup, figure));
    } else if let Some(measure) = &question.measure {
        // Typed by the school: a slip is named, with the nearest measure.
        let known = lookup.catalogue.measures().iter().map(|measure| measure.id.as_str());
        answer.push(ReportError::unknown(&question.reference, "measure", measure, known).to_string());
    }
    answer.extend(question.narrative.clone());
    let shown = figure.is_some_and(|figure| figure.status() == Status::Ok);
    // Whether an answer is good enough only those who assess it can say.
    let state = if shown || question.narrative.is_some() { State::Person } else { State::NotYet };
    Criterion {
        reference: question.reference.clone(),
        text: question.question.clone(),
        answer: if answer.is_empty() { word("no_answer_yet") } else { answer.join(" ") },
        state,
        evidence: question.evidence.iter().cloned().collect(),
        collect: if state == State::NotYet { word("form_collect") } else { String::new() },
        source: format!("{} {}", word("form_source"), question.form_year).trim().to_owned(),
    }
}

/// "Share of staff trained: 87% (20 of 23), on 17 July 2026."
fn in_words(lookup: Lookup<'_>, figure: &ProtectedFigure) -> String {
    let label = lookup.catalogue.get(figure.measure()).map_or("", |measure| measure.label.as_str());
    let unit = if figure.unit() == crate::measures::Unit::Percent { "%" } else { "" };
    if figure.status() != Status::Ok {
        return format!("{label}: {}.", lookup.definition.wording.label("not_shown"));
    }
    let out_of = match (figure.numerator(), figure.denominator(), figure.n()) {
        (Some(part), Some(whole), _) if unit == "%" => format!(" ({part} of {whole})"),
        (_, _, Some(n)) if figure.value() != Some(n as f64) => format!(" (n = {n})"),
        _ => String::new(),
    };
    format!("{label}: {}{unit}{out_of}, {}.", figure.text(), lookup.context.as_of)
}

/// Whether two names of an area are the same but for case, blanks and signs.
fn alike(left: &str, right: &str) -> bool {
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    letters(left) == letters(right)
}
/// Whether all figures may be read that the sentence cannot do without: a sentence that says why there is no fact has no date.
fn all_read(lookup: Lookup<'_>, entry: &CriterionEntry) -> bool {
    let mut needed = entry.figures.values().filter(|pick| !pick.optional && pick.over.is_none());
    needed.all(|pick| lookup.picked(pick).status() == Status::Ok)
}
