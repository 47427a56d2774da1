//! What changed, in words: for the screen, and the pieces that the staff's page shares with it.

use super::figures::{FigureChange, Kind, Standing};
use super::people::MarkChange;
use super::settings::{FileChange, PolicyChange, SheetRows};
use super::{Changes, Definitions};
use crate::measures::{Population, Unit};
use crate::outputs::figure_text;
use crate::reports::grouped;

impl Kind {
    /// Heading of the figures of this kind.
    pub(super) fn heading(self) -> &'static str {
        match self {
            Kind::Late => "Late corrections: figures of a time that the earlier report covered in full",
            Kind::Restated => "Restated: the same time and the same reporting date, another figure",
            Kind::Term => "This term against that term",
            Kind::GoneOn => "Gone on: the same figure on a later date",
        }
    }
}

impl Standing {
    /// Heading of the figures that came or went like this.
    pub(super) fn heading(self) -> &'static str {
        match self {
            Standing::NowWithheld => "Now withheld",
            Standing::NoLongerWithheld => "No longer withheld",
            Standing::New => "New",
            Standing::Gone => "Gone",
        }
    }
}

/// All kinds, in the order in which they are shown.
pub(super) const KINDS: [Kind; 4] = [Kind::Late, Kind::Restated, Kind::Term, Kind::GoneOn];
const STANDINGS: [Standing; 4] = [Standing::NowWithheld, Standing::NoLongerWithheld, Standing::New, Standing::Gone];

/// The whole comparison for a screen.
pub fn text(changes: &Changes) -> String {
    let mut text = format!(
        "{} (as at {}) → {} (as at {})\n",
        changes.old.term, changes.old.as_of, changes.new.term, changes.new.as_of
    );
    text.push_str(match changes.pack {
        "staff" => "Staff's figures, unrounded. For staff only.\n",
        _ => "Governors' figures, as printed.\n",
    });
    for kind in KINDS {
        let lines = changes.figures.iter().filter(|change| change.kind == kind);
        section(&mut text, kind.heading(), lines.map(figure));
    }
    for standing in STANDINGS {
        let lines = changes.standing.iter().filter(|change| change.standing == standing);
        let line = |change: &super::StandingChange| {
            format!("{}, {}", change.label, whom(change.period.as_deref(), &change.population))
        };
        section(&mut text, standing.heading(), lines.map(line));
    }
    for (heading, ids) in definitions(&changes.definitions) {
        section(&mut text, heading, ids.iter().cloned());
    }
    section(&mut text, "Policy", changes.policy.iter().map(setting));
    section(&mut text, "Files of the inbox", changes.files.iter().map(file));
    if let Some(people) = &changes.people {
        for (heading, ids) in [
            ("Joined the roll", &people.joined),
            ("Left the roll", &people.left),
            ("Newly counted, though not on roll now", &people.newly_counted),
            ("No longer counted, though not on roll before", &people.no_longer_counted),
        ] {
            section(&mut text, heading, ids.iter().cloned());
        }
        section(&mut text, "Marks corrected late", people.late_marks.iter().map(mark));
    }
    if changes.is_empty() {
        text.push_str("\nNothing changed.\n");
    }
    section(&mut text, "Bear in mind", changes.notes.iter().cloned());
    text
}

/// A heading with its lines and their number; nothing where there is none.
fn section(text: &mut String, heading: &str, lines: impl Iterator<Item = String>) {
    let lines: Vec<String> = lines.map(|line| format!("  {line}\n")).collect();
    if !lines.is_empty() {
        text.push_str(&format!("\n{heading} ({})\n{}", grouped(lines.len() as u64), lines.concat()));
    }
}

fn figure(change: &FigureChange) -> String {
    let mut line = format!("{}, {}: {} → {}", change.label, of_whom(change), was(change), is(change));
    if let Some(difference) = difference(change) {
        line.push_str(&format!(" ({difference})"));
    }
    if change.definition_changed {
        line.push_str(" – its definition changed");
    }
    line
}

/// Period and group of a change.
pub(super) fn of_whom(change: &FigureChange) -> String {
    let period = match (&change.old_period, &change.period) {
        (Some(before), Some(now)) if before != now => Some(format!("{before} → {now}")),
        (_, now) => now.clone(),
    };
    whom(period.as_deref(), &change.population)
}

pub(super) fn whom(period: Option<&str>, population: &Population) -> String {
    let groups = population.iter().map(|(key, value)| match key.as_str() {
        // These do not speak for themselves.
        "week" => format!("week of {value}"),
        "point" => format!("in {value}"),
        _ => value.clone(),
    });
    period.map(str::to_owned).into_iter().chain(groups).collect::<Vec<String>>().join(", ")
}

pub(super) fn was(change: &FigureChange) -> String {
    change.words.as_ref().map_or_else(|| value(change.was, change), |words| words.0.clone())
}

pub(super) fn is(change: &FigureChange) -> String {
    change.words.as_ref().map_or_else(|| value(change.is, change), |words| words.1.clone())
}

fn value(value: f64, change: &FigureChange) -> String {
    let number = figure_text::number(value, change.decimals);
    match change.unit {
        Unit::Percent => format!("{number} %"),
        Unit::Pounds => format!("£{number}"),
        _ => number,
    }
}

/// The difference, with its sign; none between words, and none between figures that mean different things.
pub(super) fn difference(change: &FigureChange) -> Option<String> {
    let difference = change.difference.filter(|_| !change.definition_changed)?;
    Some(figure_text::change(difference, change.decimals))
}

pub(super) fn definitions(definitions: &Definitions) -> [(&'static str, &[String]); 3] {
    [
        ("Definitions that changed", &definitions.changed),
        ("Measures that came", &definitions.added),
        ("Measures that went", &definitions.removed),
    ]
}

fn setting(change: &PolicyChange) -> String {
    format!("{}: {} → {}", change.setting, plain(&change.was), plain(&change.is))
}

/// A setting as a reader would write it.
pub(super) fn plain(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => "not set".into(),
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn file(change: &FileChange) -> String {
    let sheets: Vec<String> = change.sheets.iter().map(sheet).collect();
    let sheets = if sheets.is_empty() { "no sheet that could be read".to_owned() } else { sheets.join("; ") };
    format!("{} {}: {sheets}", what_became(change), fingerprints(change))
}

pub(super) fn what_became(change: &FileChange) -> &'static str {
    match (&change.was, &change.is) {
        (None, _) => "new",
        (_, None) => "gone",
        _ => "changed",
    }
}

/// The first digits of the fingerprints: enough to find the file in the manifest.
pub(super) fn fingerprints(change: &FileChange) -> String {
    let short = |hash: &Option<String>| hash.as_ref().map(|hash| hash.chars().take(8).collect::<String>());
    let both: Vec<String> = [short(&change.was), short(&change.is)].into_iter().flatten().collect();
    both.join(" → ")
}

pub(super) fn sheet(sheet: &SheetRows) -> String {
    let name = sheet.sheet.as_ref().map(|name| format!(" \"{name}\"")).unwrap_or_default();
    let table = sheet.table.as_deref().unwrap_or("not recognised");
    let rows = match (sheet.was, sheet.is) {
        (Some(was), Some(is)) if was != is => format!("{} → {} rows", grouped(was), grouped(is)),
        (was, is) => format!("{} rows", grouped(is.or(was).unwrap_or_default())),
    };
    format!("{table}{name}, {rows}")
}

fn mark(change: &MarkChange) -> String {
    let code = |code: &Option<String>| code.clone().unwrap_or_else(|| "no mark".into());
    format!("{}, {} {}: {} → {}", change.id, change.date, change.session, code(&change.was), code(&change.is))
}
