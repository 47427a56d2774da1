//! What makes a report's definition sound: every name leads somewhere, every
//! share stands beside what it is a share of, every sentence has its figures.
//! Checked before anything is computed.

use std::collections::{BTreeMap, BTreeSet};

use super::definition::{
    Across, ChartEntry, CriterionEntry, Definition, Drawing, Pick, SectionEntry, TableEntry, When,
};
use super::error::ReportError;
use super::model::Audience;
use super::sentences::COMMON;
use crate::measures::{Catalogue, Kind, Measure};

/// Most questions on the first page.
const MAX_HEADLINES: usize = 6;
/// Most charts of a section: more are looked at by nobody.
const MAX_CHARTS: usize = 3;
/// Longest sheet name that spreadsheet programs accept.
const MAX_SHEET: usize = 31;

/// Refuses a definition that is not sound, naming the place.
pub(super) fn check(definition: &Definition, catalogue: &Catalogue) -> Result<(), ReportError> {
    let report = &definition.report;
    if report.headline.len() > MAX_HEADLINES {
        return Err(ReportError::invalid(
            &report.id,
            format!("{} headlines; the first page holds {MAX_HEADLINES}", report.headline.len()),
        ));
    }
    for id in &report.notes {
        let known = definition.shared.note.iter().map(|note| note.id.as_str());
        if !known.clone().any(|known| known == id) {
            return Err(ReportError::unknown("notes", "group of notes", id, known));
        }
    }
    let mut names = BTreeSet::new();
    let mut references = BTreeSet::new();
    let mut sheets = BTreeSet::new();
    for section in &report.section {
        let place = format!("section `{}`", section.id);
        plain(&place, &section.id)?;
        unique(&mut names, &place, &section.id)?;
        check_sheet(&place, &section.name)?;
        if section.chart.len() > MAX_CHARTS {
            let many = format!("{} charts; a section has {MAX_CHARTS} at most", section.chart.len());
            return Err(ReportError::invalid(&place, many));
        }
        for finding in &section.finding {
            let keys = finding.each.iter().flat_map(|axis| axis.split('+')).collect::<Vec<_>>();
            check_sentence(definition, &place, (&finding.sentence, &finding.figures), &keys, catalogue)?;
        }
        for table in &section.table {
            let place = format!("table `{}`", table.id);
            plain(&place, &table.id)?;
            unique(&mut names, &place, &table.id)?;
            unique(&mut sheets, &place, &table.sheet.to_lowercase())?;
            check_sheet(&place, &table.sheet)?;
            one_series(&place, table.columns.iter().map(String::as_str), catalogue)?;
            if let Some(id) = table.intervals.iter().chain(&table.optional).find(|id| !table.columns.contains(id)) {
                let known = table.columns.iter().map(String::as_str);
                return Err(ReportError::unknown(&place, "column", id, known));
            }
            match table.across {
                Some(across) => check_across(&place, table, across, catalogue)?,
                None => check_table(&place, table, catalogue)?,
            }
        }
        if !section.list.is_empty() && report.audience != Audience::Staff {
            return Err(ReportError::invalid(
                &place,
                "lists name children: only a report with `audience = \"staff\"` has them",
            ));
        }
        for list in &section.list {
            let place = format!("list `{}`", list.sheet);
            unique(&mut sheets, &place, &list.sheet.to_lowercase())?;
            check_sheet(&place, &list.sheet)?;
        }
        for criterion in &section.criterion {
            let place = format!("criterion `{}`", criterion.reference);
            unique(&mut references, &place, &criterion.reference)?;
            check_criterion(definition, &place, criterion, catalogue)?;
        }
        for chart in &section.chart {
            let place = format!("chart `{}`", chart.id);
            plain(&place, &chart.id)?;
            unique(&mut names, &place, &chart.id)?;
            check_chart(&place, chart, section)?;
        }
    }
    let sections: Vec<&str> = report.section.iter().map(|section| section.id.as_str()).collect();
    for headline in &report.headline {
        let place = format!("headline \"{}\"", headline.question);
        if !sections.contains(&headline.section.as_str()) {
            let known = sections.iter().copied();
            return Err(ReportError::unknown(&place, "section", &headline.section, known));
        }
        check_sentence(definition, &place, (&headline.sentence, &headline.figures), &[], catalogue)?;
    }
    Ok(())
}

/// What decides must be one of the sentence's figures, with one limit to reach.
fn check_criterion(
    definition: &Definition,
    place: &str,
    criterion: &CriterionEntry,
    catalogue: &Catalogue,
) -> Result<(), ReportError> {
    if let Some(name) = &criterion.sentence {
        check_sentence(definition, place, (name, &criterion.figures), &[], catalogue)?;
    }
    let limits = usize::from(criterion.at_least.is_some()) + usize::from(criterion.at_most.is_some());
    match &criterion.decides {
        Some(name) if !criterion.figures.contains_key(name) => {
            Err(ReportError::unknown(place, "figure", name, criterion.figures.keys().map(String::as_str)))
        }
        Some(_) if limits != 1 => Err(ReportError::invalid(place, "write `at_least` or `at_most` beside `decides`")),
        None if limits > 0 => Err(ReportError::invalid(place, "a limit needs `decides`, the figure it is for")),
        _ => Ok(()),
    }
}

fn check_sentence(
    definition: &Definition,
    place: &str,
    (name, figures): (&str, &BTreeMap<String, Pick>),
    keys: &[&str],
    catalogue: &Catalogue,
) -> Result<(), ReportError> {
    let wording = &definition.wording;
    let Some(variants) = wording.sentence(name) else {
        return Err(ReportError::unknown(place, "sentence", name, wording.names()));
    };
    let measures = || figures.values().flat_map(|pick| std::iter::once(&pick.measure).chain(&pick.instead));
    one_series(place, measures().map(String::as_str), catalogue)?;
    for measure in measures() {
        check_measure(place, measure, catalogue)?;
    }
    for pick in figures.values() {
        if pick.period == When::Earlier {
            return Err(ReportError::invalid(
                place,
                "a sentence speaks of one period: write this, to_date or previous",
            ));
        }
    }
    // The strength of the evidence chooses the words, wherever there is evidence of a change.
    let claims = figures.values().any(|pick| catalogue.is_claim(&pick.measure));
    if claims != variants.has_tiers() {
        let problem = if claims { "needs `t0` to `t4`: it speaks of evidence" } else { "has tiers and no evidence" };
        return Err(ReportError::invalid(place, format!("sentence `{name}` {problem}")));
    }
    if claims && figures.values().all(|pick| pick.optional || !catalogue.is_claim(&pick.measure)) {
        return Err(ReportError::invalid(place, format!("sentence `{name}` can do without its evidence")));
    }
    for template in variants.all() {
        for variable in wording.variables(name, template)? {
            let given = figures.contains_key(&variable)
                || COMMON.contains(&variable.as_str())
                || keys.contains(&variable.as_str());
            if !given {
                return Err(ReportError::invalid(
                    place,
                    format!("sentence `{name}` speaks of `{variable}`, which is not among its figures"),
                ));
            }
        }
    }
    Ok(())
}

/// The two national series count other ages, with other weights, on other days: read side by side, the difference
/// between the series would be taken for one between schools or years.
fn one_series<'m>(
    place: &str,
    measures: impl Iterator<Item = &'m str>,
    catalogue: &Catalogue,
) -> Result<(), ReportError> {
    let shapes = measures.filter_map(|id| catalogue.get(id)).filter_map(|measure| catalogue.shape(measure));
    let series: BTreeSet<&str> = shapes.filter_map(|shape| shape.series.as_deref()).collect();
    if series.len() > 1 {
        let names: Vec<&str> = series.into_iter().collect();
        let problem = format!("figures of the national series {}, which do not compare", names.join(" and "));
        return Err(ReportError::invalid(place, problem));
    }
    Ok(())
}

/// Identifiers become names of files and of places in a page: they may lead nowhere else.
pub(super) fn plain(place: &str, id: &str) -> Result<(), ReportError> {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    match id.chars().all(fits) && !id.is_empty() && id.len() <= 60 {
        true => Ok(()),
        false => {
            Err(ReportError::invalid(place, format!("`{id}` cannot be an id: letters, digits and hyphens, 60 at most")))
        }
    }
}

fn unique(seen: &mut BTreeSet<String>, place: &str, name: &str) -> Result<(), ReportError> {
    if seen.insert(name.to_owned()) {
        Ok(())
    } else {
        Err(ReportError::invalid(place, format!("the name `{name}` is used twice")))
    }
}

fn check_sheet(place: &str, name: &str) -> Result<(), ReportError> {
    let forbidden = ['[', ']', ':', '*', '?', '/', '\\'];
    if name.is_empty() || name.chars().count() > MAX_SHEET || name.contains(forbidden) {
        return Err(ReportError::invalid(
            place,
            format!("`{name}` cannot name a sheet: 1 to {MAX_SHEET} characters, none of [ ] : * ? / \\"),
        ));
    }
    Ok(())
}

fn check_measure<'c>(place: &str, id: &str, catalogue: &'c Catalogue) -> Result<&'c Measure, ReportError> {
    let known = catalogue.measures().iter().map(|measure| measure.id.as_str());
    catalogue.get(id).ok_or_else(|| ReportError::unknown(place, "measure", id, known))
}

/// A share must stand beside what it is a share of, and every value beside the
/// number of people it rests on: both are what results.json prints too.
fn check_table(place: &str, table: &TableEntry, catalogue: &Catalogue) -> Result<(), ReportError> {
    if table.pupils.is_some() {
        return Err(ReportError::invalid(place, "`pupils` belongs to a table with `across`"));
    }
    for id in &table.columns {
        let measure = check_measure(place, id, catalogue)?;
        let mut needed = vec![measure.n.as_ref().or(measure.denominator.as_ref())];
        if measure.kind == Kind::Share {
            needed.push(measure.numerator.as_ref());
        }
        if matches!(measure.kind, Kind::Share | Kind::Count) {
            needed.push(measure.denominator.as_ref());
        }
        for column in needed.into_iter().flatten() {
            let counted = catalogue.count_of(&measure.query, column);
            // The same people may be counted by the result whose groups it shares.
            let Some(count) = counted.or_else(|| catalogue.count_of(catalogue.counts_of(measure), column)) else {
                return Err(ReportError::invalid(
                    place,
                    format!("no measure counts `{column}`, on which `{id}` rests"),
                ));
            };
            if !table.columns.contains(&count.id) {
                return Err(ReportError::invalid(place, format!("`{id}` needs the column `{}` beside it", count.id)));
            }
        }
    }
    Ok(())
}

/// A compact table has no room for the base of each of its figures: it shows
/// the pupils of each group instead, a footnote says what the figures are out
/// of, and results.json holds the base of each.
fn check_across(place: &str, table: &TableEntry, across: Across, catalogue: &Catalogue) -> Result<(), ReportError> {
    let refuse = |problem: &str| Err(ReportError::invalid(place, problem));
    let [id] = table.columns.as_slice() else {
        return refuse("a table with `across` has one measure in `columns`");
    };
    let measure = check_measure(place, id, catalogue)?;
    let keys = catalogue.shape(measure).map(|shape| shape.keys.as_slice()).unwrap_or_default();
    if !keys.iter().any(|key| key == across.key()) {
        return Err(ReportError::invalid(place, format!("`{id}` is not told apart by `{}`", across.key())));
    }
    if table.by.is_some() {
        return refuse("a table has either `by` or `across`");
    }
    let Some(pupils) = &table.pupils else {
        return refuse("a table with `across` needs `pupils`, the count of the pupils in each group");
    };
    if check_measure(place, pupils, catalogue)?.kind != Kind::Count {
        return Err(ReportError::invalid(place, format!("`{pupils}` is no count of pupils")));
    }
    if matches!(measure.kind, Kind::Share | Kind::Ratio) && table.footnotes.is_empty() {
        return refuse("a footnote must say what the shares are out of");
    }
    Ok(())
}

fn check_chart(place: &str, chart: &ChartEntry, section: &SectionEntry) -> Result<(), ReportError> {
    let Some(table) = section.table.iter().find(|table| table.id == chart.table) else {
        let known = section.table.iter().map(|table| table.id.as_str());
        return Err(ReportError::unknown(place, "table", &chart.table, known));
    };
    for measure in &chart.measures {
        if !table.columns.contains(measure) {
            let known = table.columns.iter().map(String::as_str);
            return Err(ReportError::unknown(place, "column", measure, known));
        }
    }
    let wanted = chart.kind.measures(chart.parts.len());
    if chart.measures.len() != wanted {
        return Err(ReportError::invalid(place, format!("{} measures where {wanted} belong", chart.measures.len())));
    }
    if let Some(wanted) = chart.kind.parts().filter(|wanted| *wanted != chart.parts.len()) {
        return Err(ReportError::invalid(place, format!("{} parts where {wanted} belong", chart.parts.len())));
    }
    if let Some(expected) = &chart.expected {
        if chart.kind != Drawing::DotWhisker {
            return Err(ReportError::invalid(place, "`expected` belongs to `kind = \"dot_whisker\"`"));
        }
        if !table.columns.contains(expected) {
            let known = table.columns.iter().map(String::as_str);
            return Err(ReportError::unknown(place, "column", expected, known));
        }
    }
    if chart.kind == Drawing::Funnel && chart.reference.is_none() {
        return Err(ReportError::invalid(place, "a funnel needs `reference`, the name of the line in its middle"));
    }
    let by = matches!(table.by.as_deref(), Some("strand" | "period" | "week"));
    let two_ways = matches!(chart.kind, Drawing::Heat | Drawing::Lines | Drawing::Run);
    if two_ways && !by && table.across.is_none() {
        return Err(ReportError::invalid(
            place,
            "this kind of chart needs a table with `across`, or with `by` = \"strand\", \"period\" or \"week\"",
        ));
    }
    if !two_ways && table.across.is_some() {
        return Err(ReportError::invalid(place, "a table with `across` is drawn as \"heat\" or \"lines\""));
    }
    Ok(())
}
