//! What is wrong with the school's files, said once and with the remedy.
//!
//! A diagnostic quotes codes, dates and scores, never a child's name. The same
//! problem on 400 rows is one diagnostic with a count. Titles, severities and
//! remedies are data: `reference/diagnostics.toml`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::place::Place;

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something was rejected or could not be read.
    Error,
    /// Kept, but a person should look.
    Warning,
    /// For information.
    Note,
}

impl Severity {
    /// The word that begins a rendered diagnostic.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// A kind of problem, as the catalogue describes it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// Stable code such as `T012`.
    pub code: String,
    /// How much it matters.
    pub severity: Severity,
    /// One line that names the problem.
    pub title: String,
    /// What it means for the figures.
    pub meaning: String,
    /// What to do about it.
    pub remedy: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Catalogue {
    diagnostic: Vec<Kind>,
}

static CATALOGUE: LazyLock<BTreeMap<String, Kind>> = LazyLock::new(|| {
    let parsed: Catalogue = toml::from_str(include_str!("../reference/diagnostics.toml"))
        .unwrap_or_else(|error| unreachable!("the embedded diagnostics catalogue is tested to parse: {error}"));
    parsed.diagnostic.into_iter().map(|kind| (kind.code.clone(), kind)).collect()
});

/// The catalogue of problems by code.
pub fn catalogue() -> &'static BTreeMap<String, Kind> {
    &CATALOGUE
}

/// One problem, with the first place it was seen and how often.
#[derive(Clone, Debug, Serialize)]
pub struct Diagnostic {
    /// Stable code, a key of the catalogue.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong, with the offending value quoted.
    pub message: String,
    /// What to do.
    pub remedy: String,
    /// First place.
    pub place: Place,
    /// Further places, the first few.
    pub also: Vec<Place>,
    /// How many times in all.
    pub count: u64,
}

/// How many further places are kept for each problem.
const FURTHER_PLACES: usize = 5;

/// Longest message, in characters.
const LONGEST_MESSAGE: usize = 2_000;

/// A collection that folds repeats of one problem together.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    seen: BTreeMap<(String, Option<String>, &'static str, String), Diagnostic>,
}

impl Diagnostics {
    /// Adds a problem at a place. `message` should be the same for repeats of
    /// the same problem, so that they fold into one.
    pub fn add(&mut self, code: &'static str, message: impl Into<String>, place: Place) {
        self.add_counted(code, message, place, 1);
    }

    /// Adds a problem that was counted elsewhere.
    pub fn add_counted(&mut self, code: &'static str, message: impl Into<String>, place: Place, count: u64) {
        let message = message.into();
        let key = (place.file.clone(), place.sheet.clone(), code, message.clone());
        match self.seen.get_mut(&key) {
            Some(known) => {
                known.count += count;
                if known.also.len() < FURTHER_PLACES && place != known.place && !known.also.contains(&place) {
                    known.also.push(place);
                }
            }
            None => {
                let (severity, remedy) = catalogue()
                    .get(code)
                    .map_or((Severity::Error, String::new()), |kind| (kind.severity, kind.remedy.clone()));
                let diagnostic = Diagnostic { code, severity, message, remedy, place, also: Vec::new(), count };
                self.seen.insert(key, diagnostic);
            }
        }
    }

    /// Everything, in order of file, sheet and code.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.seen.values()
    }

    /// Takes over another collection.
    pub fn extend(&mut self, other: Diagnostics) {
        for (key, diagnostic) in other.seen {
            match self.seen.get_mut(&key) {
                Some(known) => {
                    known.count += diagnostic.count;
                    let room = FURTHER_PLACES.saturating_sub(known.also.len());
                    let further = std::iter::once(diagnostic.place).chain(diagnostic.also);
                    known.also.extend(further.take(room));
                }
                None => {
                    self.seen.insert(key, diagnostic);
                }
            }
        }
    }

    /// The same with other words for places and for what messages quote.
    pub fn retold(self, place: impl Fn(&Place) -> Place, quoted: impl Fn(&str) -> String) -> Diagnostics {
        let mut retold = Diagnostics::default();
        for (_, found) in self.seen {
            let parts = found.message.split('"').enumerate();
            let parts: Vec<String> =
                parts.map(|(at, part)| if at % 2 == 1 { quoted(part) } else { part.to_owned() }).collect();
            let also = found.also.iter().map(&place).collect();
            let place = place(&found.place);
            let mut message = parts.join("\"");
            // A sheet may have thousands of columns that mean nothing.
            if let Some((at, _)) = message.char_indices().nth(LONGEST_MESSAGE) {
                message.truncate(at);
                message.push('…');
            }
            let found = Diagnostic { message, place, also, ..found };
            let key = (found.place.file.clone(), found.place.sheet.clone(), found.code, found.message.clone());
            retold.extend(Diagnostics { seen: BTreeMap::from([(key, found)]) });
        }
        retold
    }

    /// How many different problems of a severity there are.
    pub fn count(&self, severity: Severity) -> usize {
        self.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// Whether anything is worse than a note: then the run ends with code 1.
    pub fn need_attention(&self) -> bool {
        self.iter().any(|diagnostic| diagnostic.severity < Severity::Note)
    }
}

/// A cell's text for a message: quoted where it cannot be a child's name or
/// birthday (a code, a number, a date in a date column), else left to the
/// address. A row that slipped by one column has names in every cell.
pub fn quoted(text: &str, date_column: bool) -> String {
    let letters = text.chars().any(char::is_alphabetic);
    let like_a_date = text.matches(['/', '-', '.']).count() == 2;
    if text.chars().count() <= 2 || (!letters && (date_column || !like_a_date)) {
        format!("\"{text}\"")
    } else {
        "what stands there".to_owned()
    }
}

/// The diagnostic as a compiler would print it.
pub fn render(diagnostic: &Diagnostic) -> String {
    let mut text = format!("{}[{}]: {}", diagnostic.severity.word(), diagnostic.code, diagnostic.message);
    let _ = write!(text, "\n  --> {}", diagnostic.place);
    if diagnostic.count > 1 {
        let shown: Vec<String> = diagnostic.also.iter().filter_map(Place::address).collect();
        let more = diagnostic.count - 1 - shown.len() as u64;
        let _ = match (shown.is_empty(), more) {
            (true, more) => write!(text, "\n  = {more} more of the same"),
            (false, 0) => write!(text, "\n  = also at {}", shown.join(", ")),
            (false, more) => write!(text, "\n  = also at {} and {more} more", shown.join(", ")),
        };
    }
    if !diagnostic.remedy.is_empty() {
        let _ = write!(text, "\n  = what to do: {}", diagnostic.remedy);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_catalogue_parses_and_codes_are_unique() {
        let parsed: Catalogue = toml::from_str(include_str!("../reference/diagnostics.toml")).unwrap();
        assert_eq!(parsed.diagnostic.len(), catalogue().len());
    }

    #[test]
    fn the_same_problem_on_many_rows_is_one_diagnostic() {
        let mut found = Diagnostics::default();
        for row in 2..=401 {
            found.add("T012", "\"Ø\" is not an attendance code", Place::file("a.csv").at_cell(row, 4, "Mark"));
        }
        assert_eq!(found.iter().count(), 1);
        let text = render(found.iter().next().unwrap());
        assert!(text.contains("a.csv · D2 (column \"Mark\")"), "{text}");
        assert!(text.contains("also at D3, D4, D5, D6, D7 and 394 more"), "{text}");
    }
}
