//! The account of a figure, for staff to read on a screen.

use super::places::{SheetRows, sheets};
use super::policy::settings;
use super::published::{Entry, Published};
use super::{Part, Tracer, lineages};
use crate::disclosure;
use crate::measures::{Figure, Measure, Status, Unit};
use crate::queries::{self, Query};
use crate::reports::grouped;

/// Said first and last, so that it stands wherever the text is cut off.
const STAFF_ONLY: &str =
    "For staff only: it leads to single children, and shows what packs withhold. Do not pass it on.";

/// Everything known of a figure.
pub(super) fn account(
    tracer: &Tracer<'_>,
    measure: &Measure,
    figure: &Figure,
    published: &Published,
    behind: &[(Query, Vec<Part>)],
    rows: bool,
) -> String {
    let who: Vec<String> = figure.population.iter().map(|(key, value)| format!("{key} = {value}")).collect();
    let mut text = format!("{STAFF_ONLY}\n\n{}: {}\n  {}\n", measure.id, measure.label, who.join(" · "));
    text.push_str(&figures(tracer, measure, figure, published));
    text.push_str(&definition(tracer, measure));
    text.push_str(&sql(tracer, measure));
    text.push_str(&settings(tracer, measure));
    text.push_str("\nRecords behind it\n");
    for (query, parts) in behind {
        if behind.len() > 1 {
            text.push_str(&format!("  queries/{}\n", query.path));
        }
        text.extend(parts.iter().map(|part| part_text(tracer, part, rows)));
    }
    if !rows {
        text.push_str("\nEvery row with its cells: the same command with --rows\n");
    }
    text.push_str(&format!("\n{STAFF_ONLY}\n"));
    text
}

/// The figure as it was published, and as it is worked out now.
fn figures(tracer: &Tracer<'_>, measure: &Measure, figure: &Figure, published: &Published) -> String {
    let scope = tracer.computed.scope;
    let mut text = String::new();
    match &published.as_of {
        None => text.push_str(&format!("\nPublished\n  no pack of {} has been made yet\n", scope.term.id)),
        Some(as_of) => text.push_str(&format!("\nPublished in packs/{}, as of {as_of}\n", scope.term.id)),
    }
    for (pack, entry) in &published.packs {
        let said = entry.as_ref().map_or("not in this pack".to_owned(), |entry| entry_text(measure, entry));
        text.push_str(&format!("  {pack:<11} {said}\n"));
    }
    let now = Entry::of(figure);
    text.push_str(&format!("\nWorked out now from the inbox, as of {}\n", scope.as_of));
    text.push_str(&format!("  {:<11} {}\n", "staff", entry_text(measure, &now)));
    if let Some(protected) = tracer.protected.get(&figure.measure, &figure.population) {
        let said = match protected.status() {
            Status::Ok => format!("may be shown, as {}", protected.text()),
            Status::Suppressed => withheld(),
            _ => "as for staff".to_owned(),
        };
        text.push_str(&format!("  {:<11} {said}\n", "governors"));
    }
    let staff = published.packs.iter().find(|(pack, _)| pack == "staff").and_then(|(_, entry)| entry.as_ref());
    if published.as_of.as_ref().is_some_and(|as_of| *as_of != scope.as_of.to_string()) {
        text.push_str("  The packs were made as of another day: give that day with --as-of to trace what they say.\n");
    } else if staff.is_some_and(|staff| staff.differs(figure)) {
        text.push_str(
            "  The packs say something else: the inbox or school.toml has changed since. Run the term again.\n",
        );
    }
    text
}

fn withheld() -> String {
    "withheld to protect children (c)".to_owned()
}

fn entry_text(measure: &Measure, entry: &Entry) -> String {
    let mut text = match (entry.status, &entry.value) {
        (Status::Ok, Some(value)) => value_text(measure, value),
        (Status::Suppressed, _) => return withheld(),
        (Status::NotEnoughData, _) => "too little for an honest figure (low)".to_owned(),
        _ => "nothing to work it out from (–)".to_owned(),
    };
    if let Some(n) = entry.n {
        text.push_str(&format!("; n = {}", grouped(n)));
    }
    match (entry.numerator, entry.denominator) {
        (Some(numerator), Some(denominator)) => {
            text.push_str(&format!("; {} of {}", grouped(numerator), grouped(denominator)));
        }
        (Some(numerator), None) => text.push_str(&format!("; counted: {}", grouped(numerator))),
        _ => {}
    }
    text
}

/// The value as a reader needs it: the packs for staff have digits without end.
fn value_text(measure: &Measure, value: &serde_json::Number) -> String {
    let number = value.as_f64().unwrap_or_default();
    if let Some(word) = measure.words.get(number as usize) {
        return word.clone();
    }
    let digits = format!("{number:.6}");
    let digits = digits.trim_end_matches('0').trim_end_matches('.');
    if measure.unit == Unit::Percent { format!("{digits} %") } else { digits.to_owned() }
}

fn definition(tracer: &Tracer<'_>, measure: &Measure) -> String {
    let mut text = format!("\nWhat it is\n  {}\n", measure.definition);
    let rules = disclosure::rules_in_words(measure, tracer.protected.rules()).join(" ");
    let lines = [
        ("Counted", measure.numerator_words.clone()),
        ("Out of", measure.denominator_words.clone()),
        ("Calculation", format!("{}: {}", measure.calculation(), measure.kind.in_words())),
        ("n", measure.n_in_words()),
        ("Not shown", measure.follow_up_in_words().unwrap_or_default()),
        ("Take care", measure.caveat.clone()),
        ("Source", measure.source.clone()),
        ("Governors", rules),
    ];
    for (name, words) in lines.into_iter().filter(|(_, words)| !words.is_empty()) {
        text.push_str(&format!("  {name:<11} {words}\n"));
    }
    text
}

fn sql(tracer: &Tracer<'_>, measure: &Measure) -> String {
    let mut text = format!("\nSQL (thrive-report explain {} prints it)\n", measure.id);
    let behind = tracer.catalogue.queries_behind(measure);
    for query in behind.into_iter().filter_map(queries::find) {
        text.push_str(&format!("  figure      queries/{}\n", query.path));
        let views: Vec<String> =
            queries::views_behind(query.sql).iter().map(|view| format!("queries/{}", view.path)).collect();
        if !views.is_empty() {
            text.push_str(&format!("  rests on    {}\n", views.join(", ")));
        }
    }
    for query in lineages(&tracer.catalogue, measure) {
        text.push_str(&format!("  records     queries/{}\n", query.path));
    }
    text
}

/// One column of the result: what its records make, and where they stand.
fn part_text(tracer: &Tracer<'_>, part: &Part, rows: bool) -> String {
    let tables: Vec<String> =
        part.records.iter().map(|(table, records)| format!("{table} {}", grouped(records.len() as u64))).collect();
    let total = part.total();
    let total = if total < 0 { format!("-{}", grouped(total.unsigned_abs())) } else { grouped(total.unsigned_abs()) };
    let mut text = format!("  {} = {total}", part.column);
    if part.is_empty() {
        text.push_str(": nothing is counted, so there is no record\n");
        return text;
    }
    let how = if part.counted().is_some() { "counted once each" } else { "added up" };
    let word = if part.len() == 1 { "record" } else { "records" };
    text.push_str(&format!(", {how} from {} {word} ({})\n", grouped(part.len() as u64), tables.join(", ")));
    for sheet in sheets(part, &tracer.computed.canonical) {
        text.push_str(&sheet_text(&sheet, rows));
    }
    text
}

fn sheet_text(sheet: &SheetRows<'_>, every_row: bool) -> String {
    let place = &sheet.source.place;
    if every_row {
        return sheet.cells().map(|cells| format!("    {place} · {cells}\n")).collect();
    }
    let count = grouped(sheet.rows.len() as u64);
    let word = if sheet.rows.len() == 1 { "row" } else { "rows" };
    format!(
        "    {place}\n      {count} {word}: {}\n      columns: {}\n",
        sheet.rows_in_words(),
        sheet.columns_in_words()
    )
}
