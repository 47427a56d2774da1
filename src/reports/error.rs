//! What can be wrong with a report's definition or wording. A school's data
//! never causes one of these.

use thiserror::Error;

/// Why a report cannot be built.
#[derive(Debug, Error)]
pub enum ReportError {
    /// Not TOML, or a key that is not known.
    #[error("{file}: {source}")]
    Toml {
        /// Which file.
        file: String,
        /// What the reader says.
        source: toml::de::Error,
    },
    /// A name that leads nowhere.
    #[error("{place}: there is no {what} `{name}`{hint}")]
    Unknown {
        /// Where the name stands.
        place: String,
        /// What it should name.
        what: &'static str,
        /// The name.
        name: String,
        /// The nearest known name, or nothing.
        hint: String,
    },
    /// A definition that breaks a rule of the format.
    #[error("{place}: {problem}")]
    Invalid {
        /// Where.
        place: String,
        /// What is wrong and what to write instead.
        problem: String,
    },
    /// A sentence that cannot be filled in.
    #[error("sentence `{sentence}`: {source}")]
    Sentence {
        /// Its name in the wording.
        sentence: String,
        /// What the template engine says.
        source: minijinja::Error,
    },
    /// A sentence states a figure that no table of the report shows.
    #[error("sentence `{sentence}` states `{measure}` for {population}, which no table of the report shows")]
    NotInTables {
        /// Its name in the wording.
        sentence: String,
        /// The measure.
        measure: String,
        /// The population in words.
        population: String,
    },
    /// Any of these, in a file of the school's own.
    #[error("{file}: {source}")]
    InFile {
        /// Its name.
        file: String,
        /// What is wrong.
        source: Box<ReportError>,
    },
    /// Figures could not be turned into JSON.
    #[error("the figures cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
}

impl ReportError {
    /// An unknown name, with the nearest of the known ones as a hint.
    pub(super) fn unknown<'a>(
        place: &str,
        what: &'static str,
        name: &str,
        known: impl Iterator<Item = &'a str>,
    ) -> Self {
        let mut best: Option<(f64, &str)> = None;
        for candidate in known {
            let likeness = strsim::jaro_winkler(candidate, name);
            if likeness > 0.75 && best.is_none_or(|(score, _)| likeness > score) {
                best = Some((likeness, candidate));
            }
        }
        Self::Unknown {
            place: place.to_owned(),
            what,
            name: name.to_owned(),
            hint: best.map_or_else(String::new, |(_, near)| format!("; did you mean `{near}`?")),
        }
    }

    /// The same, with the file that it is about.
    pub(super) fn in_file(self, file: &str) -> Self {
        Self::InFile { file: file.to_owned(), source: Box::new(self) }
    }

    /// A broken rule.
    pub(super) fn invalid(place: &str, problem: impl Into<String>) -> Self {
        Self::Invalid { place: place.to_owned(), problem: problem.into() }
    }
}
