//! "What changed since the last report": a page and a workbook, for staff and for governors.

use std::collections::BTreeMap;

use super::figures::{FigureChange, Kind};
use super::{Changes, words};
use crate::reports::{PlainCell, PlainTable, StaffDocument, StaffHeading};

/// File stem.
const ID: &str = "what-changed";

/// The page. `names` gives surname and forename of a child by its identifier, as far as the roll still has it; `last`
/// is the printed name of the earlier report's term.
pub fn page(
    changes: &Changes,
    last: &str,
    names: &BTreeMap<String, (String, String)>,
    heading: &StaffHeading,
) -> StaffDocument {
    let mut summary = vec![format!(
        "Compared with the report on {last}, as at {}: the governors' figures as printed, and the children of both reports.",
        changes.old.as_of
    )];
    summary.push(late(changes));
    if let Some(people) = &changes.people {
        let marks = match people.late_marks.len() {
            1 => "1 mark of a day".to_owned(),
            count => format!("{count} marks of days"),
        };
        summary.push(format!(
            "Joined the roll: {}. Left it: {}. Corrected late: {marks} that the last report already knew.",
            people.joined.len(),
            people.left.len()
        ));
    }
    summary.extend(changes.notes.iter().map(|note| sentence(note)));
    let mut tables = figure_tables(changes);
    tables.extend(people_tables(changes, names));
    tables.push(standing(changes));
    tables.push(settings(changes));
    tables.push(files(changes));
    document(summary, tables, heading)
}

/// The page for governors: what two of their reports print, side by side, and which rules changed. Nothing about a child,
/// and no figure that one of the two withholds.
pub fn page_for_governors(changes: &Changes, last: &str, heading: &StaffHeading) -> StaffDocument {
    let compared =
        format!("Compared with the report on {last}, as at {}: figures as both reports print them.", changes.old.as_of);
    let mut summary = vec![compared, late(changes)];
    summary.extend(changes.notes.iter().map(|note| sentence(note)));
    let mut tables = figure_tables(changes);
    tables.extend([standing(changes), settings(changes)]);
    document(summary, tables, heading)
}

/// How many figures were corrected late, in a sentence.
fn late(changes: &Changes) -> String {
    match changes.figures.iter().filter(|change| change.kind == Kind::Late).count() {
        0 => "No printed figure of a time that the last report covered in full has changed.".into(),
        1 => "1 printed figure of a time that the last report covered in full has changed.".into(),
        late => format!("{late} printed figures of a time that the last report covered in full have changed."),
    }
}

/// What is really new, and what was corrected late.
fn figure_tables(changes: &Changes) -> Vec<PlainTable> {
    let of = |kinds: &'static [Kind]| changes.figures.iter().filter(|change| kinds.contains(&change.kind));
    let headline = of(&[Kind::Term, Kind::GoneOn, Kind::Restated]).filter(|change| change.whole_school());
    vec![
        figures(
            ("Headlines", "Figures of the whole school"),
            headline,
            "No printed figure of the whole school differs.",
        ),
        figures(("Late corrections", Kind::Late.heading()), of(&[Kind::Late]), "There is none."),
    ]
}

/// The page where the earlier pack cannot be compared: it says why, and the report itself is made all the same.
pub fn not_compared(why: &str, last: &str, heading: &StaffHeading) -> StaffDocument {
    let summary = vec![
        format!("The report on {last} could not be compared: {why}."),
        "This report is complete all the same. To compare, run the earlier term again with this program, then this one."
            .to_owned(),
    ];
    document(summary, Vec::new(), heading)
}

fn document(summary: Vec<String>, tables: Vec<PlainTable>, heading: &StaffHeading) -> StaffDocument {
    let note = |term: &str, words: &str| (term.to_owned(), words.to_owned());
    StaffDocument {
        id: ID.into(),
        title: "What changed since the last report".into(),
        school: heading.school.clone(),
        period: heading.period.clone(),
        as_of: heading.as_of.clone(),
        classification: heading.classification.clone(),
        summary,
        tables,
        notes: vec![
            note(
                "Late correction",
                "A figure of a term or week that was over when the last report was made. It can only differ because \
                 records were corrected since, or because a setting or definition changed.",
            ),
            note(
                "Not shown",
                "A figure that governors do not see in one of the two reports has no value here either, and no difference.",
            ),
        ],
    }
}

fn sentence(note: &str) -> String {
    let mut letters = note.chars();
    let first = letters.next().map(|first| first.to_uppercase().collect::<String>()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

fn figures<'c>(
    (sheet, title): (&str, &str),
    changes: impl Iterator<Item = &'c FigureChange>,
    when_empty: &str,
) -> PlainTable {
    let row = |change: &FigureChange| {
        let remark = match (change.definition_changed, change.kind) {
            (true, _) => "its definition changed",
            (false, Kind::Term) => "this term against that term",
            (false, Kind::GoneOn) => "the same, on a later date",
            (false, Kind::Restated) => "restated",
            (false, Kind::Late) => "late correction",
        };
        vec![
            text(&change.label),
            text(&words::of_whom(change)),
            text(&words::was(change)),
            text(&words::is(change)),
            text(&words::difference(change).unwrap_or_default()),
            text(remark),
        ]
    };
    table((sheet, title), "One row per figure.", &["Figure", "Of", "Was", "Is", "Difference", "Why"], when_empty)
        .with(changes.map(row).collect())
}

fn people_tables(changes: &Changes, names: &BTreeMap<String, (String, String)>) -> Vec<PlainTable> {
    let Some(people) = &changes.people else { return Vec::new() };
    let child = |id: &String| {
        let (surname, forename) = names.get(id).cloned().unwrap_or_default();
        vec![text(&surname), text(&forename), text(id)]
    };
    let children = |sheet: &str, title: &str, ids: &[String]| {
        table((sheet, title), "One row per child.", &["Surname", "Forename", "Number"], "Nobody.")
            .with(ids.iter().map(child).collect())
    };
    let code = |code: &Option<String>| text(code.as_deref().unwrap_or("no mark"));
    let mark = |change: &super::MarkChange| {
        let day = change.date.parse().map_or(PlainCell::Empty, PlainCell::Date);
        let mark = [day, text(change.session), code(&change.was), code(&change.is)];
        child(&change.id).into_iter().chain(mark).collect()
    };
    let marks = table(
        ("Late marks", "Attendance marks that were corrected late"),
        "One row per mark of a day that the last report already knew.",
        &["Surname", "Forename", "Number", "Day", "Session", "Was", "Is"],
        "There is none.",
    );
    let mut tables =
        vec![children("Joined", "Joined the roll", &people.joined), children("Left", "Left the roll", &people.left)];
    let counted = [("Newly counted", &people.newly_counted), ("No longer counted", &people.no_longer_counted)];
    for (title, ids) in counted.into_iter().filter(|(_, ids)| !ids.is_empty()) {
        tables.push(children(title, title, ids));
    }
    tables.push(marks.with(people.late_marks.iter().map(mark).collect()));
    tables
}

fn standing(changes: &Changes) -> PlainTable {
    let row = |change: &super::StandingChange| {
        vec![
            text(change.standing.heading()),
            text(&change.label),
            text(&words::whom(change.period.as_deref(), &change.population)),
        ]
    };
    table(
        ("Came and went", "Figures that came, went, are withheld or are no longer"),
        "One row per figure, without its value.",
        &["What", "Figure", "Of"],
        "There is none.",
    )
    .with(changes.standing.iter().map(row).collect())
}

fn settings(changes: &Changes) -> PlainTable {
    let mut rows: Vec<Vec<PlainCell>> = Vec::new();
    for change in &changes.policy {
        let (was, is) = (words::plain(&change.was), words::plain(&change.is));
        rows.push(vec![text("Policy"), text(&change.setting), text(&was), text(&is)]);
    }
    for (what, ids) in words::definitions(&changes.definitions) {
        rows.extend(ids.iter().map(|id| vec![text(what), text(id), PlainCell::Empty, PlainCell::Empty]));
    }
    table(
        ("Settings", "Policy and definitions"),
        "One row per setting or measure. A measure's definition: thrive-report explain MEASURE.",
        &["What", "Which", "Was", "Is"],
        "No setting and no definition changed.",
    )
    .with(rows)
}

fn files(changes: &Changes) -> PlainTable {
    let mut rows = Vec::new();
    for change in &changes.files {
        let (what, print) = (words::what_became(change), words::fingerprints(change));
        if change.sheets.is_empty() {
            rows.push(vec![text(what), text(&print), text("no sheet that could be read")]);
        }
        rows.extend(change.sheets.iter().map(|sheet| vec![text(what), text(&print), text(&words::sheet(sheet))]));
    }
    table(
        ("Files", "Files of the inbox"),
        "One row per sheet of a file that came, went or was exported again.",
        &["What", "Fingerprint", "Sheet and rows"],
        "The same files as last time.",
    )
    .with(rows)
}

fn table((sheet, title): (&str, &str), about: &str, columns: &[&str], when_empty: &str) -> PlainTable {
    PlainTable {
        sheet: sheet.into(),
        title: title.into(),
        about: about.into(),
        columns: columns.iter().map(|head| (*head).to_owned()).collect(),
        rows: Vec::new(),
        when_empty: when_empty.into(),
    }
}

impl PlainTable {
    fn with(mut self, rows: Vec<Vec<PlainCell>>) -> PlainTable {
        self.rows = rows;
        self
    }
}

fn text(text: &str) -> PlainCell {
    if text.is_empty() { PlainCell::Empty } else { PlainCell::Text(text.to_owned()) }
}
