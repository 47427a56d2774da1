//! What all reports share: ways to group pupils, what stands beside some figures, and notes.

use serde::Deserialize;

use super::error::ReportError;

/// What all reports share: `reports/shared.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Shared {
    pub dimension: Vec<Dimension>,
    pub beside: Vec<BesideEntry>,
    pub note: Vec<NoteEntry>,
}

impl Shared {
    /// The file that comes with the program.
    pub(super) fn embedded() -> Result<Self, ReportError> {
        toml::from_str(include_str!("../../reports/shared.toml"))
            .map_err(|source| ReportError::Toml { file: "shared.toml".into(), source })
    }
}

/// A way to group pupils, and what to say where the school's files lack it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Dimension {
    pub key: String,
    /// How a sentence names it: "by year group".
    pub phrase: String,
    #[serde(default)]
    pub missing: String,
    /// Footnote in place of its rows of which nothing may be shown: where these are counted.
    #[serde(default)]
    pub left_out: String,
}

/// What must stand beside every figure of some measures, wherever a table shows one.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BesideEntry {
    /// Beginnings of the measures' identifiers.
    pub measures: Vec<String>,
    /// The footnote.
    pub text: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoteEntry {
    pub id: String,
    pub heading: String,
    #[serde(default)]
    pub entries: Vec<(String, String)>,
    /// Append the school's policy.
    #[serde(default)]
    pub policy: bool,
    /// Append the definition of each measure shown.
    #[serde(default)]
    pub definitions: bool,
    /// Append how many of the report's figures are withheld.
    #[serde(default)]
    pub account: bool,
}
