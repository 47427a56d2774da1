//! A figure as the packs on disk have it.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::error::Error;
use crate::measures::{Figure, Population, Status};
use crate::project::Project;

/// What the packs of a term say.
#[derive(Debug, Default)]
pub(super) struct Published {
    /// Reporting date of the packs; none where there are no packs of the term.
    pub as_of: Option<String>,
    /// Pack and what it has of the figure, in order of name; none where the figure is not in it.
    pub packs: Vec<(String, Option<Entry>)>,
}

/// A figure of a results.json.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Entry {
    measure: String,
    population: Population,
    /// The value with the digits of the pack.
    pub value: Option<serde_json::Number>,
    pub n: Option<u64>,
    pub numerator: Option<u64>,
    pub denominator: Option<u64>,
    pub status: Status,
}

#[derive(Deserialize)]
struct Results {
    figures: Vec<Entry>,
}

#[derive(Deserialize)]
struct Manifest {
    as_of: String,
}

impl Entry {
    /// The figure as a pack for staff has it.
    pub fn of(figure: &Figure) -> Self {
        Entry {
            measure: figure.measure.clone(),
            population: figure.population.clone(),
            value: figure.value.and_then(serde_json::Number::from_f64),
            n: figure.n,
            numerator: figure.numerator,
            denominator: figure.denominator,
            status: figure.status,
        }
    }

    /// Whether the figure as it is worked out now is another.
    pub fn differs(&self, figure: &Figure) -> bool {
        let value = self.value.as_ref().and_then(serde_json::Number::as_f64);
        let same_value = match (value, figure.value) {
            (Some(one), Some(other)) => (one - other).abs() <= 1e-9 * one.abs().max(1.0),
            (one, other) => one.is_none() && other.is_none(),
        };
        !same_value
            || (self.n, self.numerator, self.denominator) != (figure.n, figure.numerator, figure.denominator)
            || self.status != figure.status
    }
}

/// Looks a figure up in every pack of a term.
pub(super) fn published(project: &Project, term: &str, figure: &Figure) -> Result<Published, Error> {
    let folder = project.packs().join(term);
    let manifest = folder.join("manifest.json");
    if !manifest.is_file() {
        return Ok(Published::default());
    }
    let mut published = Published { as_of: Some(read::<Manifest>(&manifest)?.as_of), packs: Vec::new() };
    let cannot_list = |source| Error::CannotRead { path: folder.clone(), source };
    let mut names = BTreeMap::new();
    for entry in std::fs::read_dir(&folder).map_err(cannot_list)? {
        let entry = entry.map_err(cannot_list)?;
        let results = entry.path().join("results.json");
        if results.is_file() {
            names.insert(entry.file_name().to_string_lossy().into_owned(), results);
        }
    }
    for (name, path) in names {
        let same = |entry: &Entry| entry.measure == figure.measure && entry.population == figure.population;
        let entry = read::<Results>(&path)?.figures.into_iter().find(same);
        published.packs.push((name, entry));
    }
    Ok(published)
}

fn read<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<T, Error> {
    let cannot = |source| Error::CannotRead { path: path.to_owned(), source };
    let text = std::fs::read_to_string(path).map_err(cannot)?;
    serde_json::from_str(&text).map_err(|error| cannot(std::io::Error::other(error)))
}
