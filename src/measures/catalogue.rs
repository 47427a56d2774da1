//! The measure catalogue: what each published number is, as data.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use thiserror::Error;

use super::figure::Unit;

/// How a value is made from the columns of a query result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A whole number, as counted by the query.
    Count,
    /// People with something out of all people: numerator / denominator × 100.
    Share,
    /// Sessions with something out of all sessions, resting on `n` people.
    Ratio,
    /// A median computed by the query.
    Median,
    /// A sum in units of 1/`scale`, such as pounds from pence.
    Sum,
    /// Sum / n.
    Mean,
    /// Sum / n of paired differences, with its 95 % Student t interval.
    MeanChange,
    /// A value, interval and tier that a statistical method estimated.
    Estimate,
}

/// The shape of one query result: which columns say who a row is about.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResultShape {
    /// Name of the result.
    pub query: String,
    /// Columns copied into the population under their own name.
    pub keys: Vec<String>,
    /// Whether the columns `dimension` and `grp` name a group of pupils.
    #[serde(default)]
    pub grouped: bool,
    /// Key values of the row that stands for the whole.
    #[serde(default)]
    pub total: BTreeMap<String, String>,
    /// Result whose columns of the same name hold the same counts: what is
    /// hidden in one is hidden in the other.
    pub counts_of: Option<String>,
    /// Results of queries that a statistical method makes this one from; none where it is a query's own answer.
    #[serde(default)]
    pub derived_from: Vec<String>,
    /// What its amounts are amounts of, where several results hold the same: disclosure control compares over whom they go.
    pub quantity: Option<String>,
    /// Whether a term's figures are about the same as those of the year so far, over fewer children.
    #[serde(default)]
    pub nested_periods: bool,
    /// Key that says of which term its counts are, where that is not the period that its rows stand in.
    pub dated_by: Option<String>,
    /// National series whose figures it holds. Figures of two series never
    /// stand in one table or sentence.
    pub series: Option<String>,
}

/// One measure: its words, and the columns it is computed from.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Identifier, such as `screening.below_share`.
    pub id: String,
    /// Full name.
    pub label: String,
    /// Short column header with its unit.
    pub header: String,
    /// One-sentence definition.
    pub definition: String,
    /// What the numerator counts, in words.
    #[serde(default)]
    pub numerator_words: String,
    /// What the denominator counts, in words.
    #[serde(default)]
    pub denominator_words: String,
    /// Unit of the value.
    pub unit: Unit,
    /// Decimal places printed.
    pub decimals: usize,
    /// What a reader must bear in mind.
    #[serde(default)]
    pub caveat: String,
    /// Which of the school's files it comes from.
    pub source: String,
    /// Whether the people behind it are children.
    pub about_children: bool,
    /// Whether belonging to the numerator says something private of a person.
    #[serde(default)]
    pub sensitive: bool,
    /// How the value is made.
    pub kind: Kind,
    /// Result it comes from.
    pub query: String,
    /// Column of the numerator.
    pub numerator: Option<String>,
    /// Column of the denominator.
    pub denominator: Option<String>,
    /// Column of the number of people it rests on.
    pub n: Option<String>,
    /// Column of the sum, in units of 1/`scale`.
    pub sum: Option<String>,
    /// Column of the sum of squares, in units of 1/`scale`².
    pub sum_sq: Option<String>,
    /// Column of a value computed by the query.
    pub value: Option<String>,
    /// Column of an estimate's lower bound.
    pub low: Option<String>,
    /// Column of an estimate's upper bound.
    pub high: Option<String>,
    /// Column of an estimate's evidence tier, 0 to 4.
    pub tier: Option<String>,
    /// Words that stand for the values 0, 1, … where the unit is `word`.
    #[serde(default)]
    pub words: Vec<String>,
    /// Whether a share has its 95 % Wilson interval.
    #[serde(default)]
    pub interval: bool,
    /// Whether its points are those of another scale than the screening tool's,
    /// such as the school's own survey.
    #[serde(default)]
    pub other_scale: bool,
    /// Units of `sum` in one unit of the value: 1000 for thousandths.
    #[serde(default = "one")]
    pub scale: u32,
    /// Sets of measures to which it belongs that add up to one whole, such as
    /// below, at and above, or below and at-or-above.
    #[serde(default)]
    pub parts: Vec<String>,
    /// Whether it is a finer figure that is hidden before others where one
    /// more part of a whole must be hidden.
    #[serde(default)]
    pub gives_way: bool,
    /// Population key over which this measure adds up to one whole.
    pub parts_over: Option<String>,
    /// Column of the number of values summed, where one person can bring more
    /// than one (two blocks of support); `n` where it is left out.
    pub values: Option<String>,
    /// Column of the result that counts those of the same group whom its numerator leaves over: one of the two tells the
    /// other.
    pub complement_of: Option<String>,
    /// Count of another result (`result.column`) that its numerator is, of other groups: disclosure control compares over
    /// which children the two go.
    pub also_counts: Option<String>,
    /// Estimate of the same group that its word judges: it is withheld with that estimate.
    pub judges: Option<String>,
    /// Column of a count that it is worked out from: it is withheld with that count.
    pub function_of: Option<String>,
    /// Result whose column `tier` says how strong the evidence is for each
    /// population: the figure carries it, and has no value at T0.
    pub graded_by: Option<String>,
}

impl Measure {
    /// Whether its numerator counts children, or is an estimate made of such a count.
    pub fn counts_children(&self) -> bool {
        match self.kind {
            Kind::Count => self.unit == Unit::Pupils,
            Kind::Share | Kind::Estimate => self.numerator.is_some(),
            _ => false,
        }
    }
}

fn one() -> u32 {
    1
}

/// What is wrong with a catalogue.
#[derive(Debug, Error)]
pub enum CatalogueError {
    /// Not TOML, or a key that is not known.
    #[error("the measure catalogue cannot be read: {0}")]
    Toml(#[from] toml::de::Error),
    /// Two measures or two results have one name.
    #[error("`{0}` stands twice in the measure catalogue; each name may stand once")]
    Twice(String),
    /// A measure names a result that the catalogue does not describe.
    #[error("measure `{measure}` uses the result `{query}`, which has no [[result]] entry")]
    UnknownResult {
        /// The measure.
        measure: String,
        /// The result it names.
        query: String,
    },
    /// A measure lacks a column that its kind needs.
    #[error("measure `{measure}` is of kind {kind:?} and needs the key `{key}`")]
    MissingKey {
        /// The measure.
        measure: String,
        /// Its kind.
        kind: Kind,
        /// The key it lacks.
        key: &'static str,
    },
    /// A value that cannot be right.
    #[error("measure `{measure}`: {problem}")]
    Invalid {
        /// The measure.
        measure: String,
        /// What is wrong and what to write instead.
        problem: &'static str,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CatalogueFile {
    version: u32,
    result: Vec<ResultShape>,
    measure: Vec<Measure>,
}

/// All measures, in the order in which they are printed in notes.
#[derive(Clone, Debug)]
pub struct Catalogue {
    measures: Vec<Measure>,
    shapes: BTreeMap<String, ResultShape>,
    positions: BTreeMap<String, usize>,
}

impl Catalogue {
    /// The catalogue that comes with the program.
    pub fn embedded() -> Result<Self, CatalogueError> {
        Self::parse(include_str!("../../reference/measures.toml"))
    }

    /// The catalogue of a roll-up over schools.
    pub fn trust() -> Result<Self, CatalogueError> {
        Self::parse(include_str!("../../reference/trust-measures.toml"))
    }

    /// A catalogue from its TOML text, checked.
    pub fn parse(text: &str) -> Result<Self, CatalogueError> {
        let file: CatalogueFile = toml::from_str(text)?;
        if file.version != 1 {
            return Err(CatalogueError::Invalid {
                measure: "version".to_owned(),
                problem: "this program reads version 1 of the measure catalogue",
            });
        }
        let mut shapes = BTreeMap::new();
        for shape in file.result {
            let name = shape.query.clone();
            if shapes.insert(name.clone(), shape).is_some() {
                return Err(CatalogueError::Twice(name));
            }
        }
        let mut positions = BTreeMap::new();
        for (position, measure) in file.measure.iter().enumerate() {
            check(measure, &shapes)?;
            if positions.insert(measure.id.clone(), position).is_some() {
                return Err(CatalogueError::Twice(measure.id.clone()));
            }
        }
        for measure in &file.measure {
            if let Some(graded_by) = measure.graded_by.as_ref().filter(|result| !shapes.contains_key(*result)) {
                let (measure, query) = (measure.id.clone(), graded_by.clone());
                return Err(CatalogueError::UnknownResult { measure, query });
            }
        }
        Ok(Self { measures: file.measure, shapes, positions })
    }

    /// All measures in order.
    pub fn measures(&self) -> &[Measure] {
        &self.measures
    }

    /// A measure by its identifier.
    pub fn get(&self, id: &str) -> Option<&Measure> {
        self.positions.get(id).and_then(|position| self.measures.get(*position))
    }

    /// The shapes of all results by name.
    pub(super) fn shapes(&self) -> &BTreeMap<String, ResultShape> {
        &self.shapes
    }

    /// The shape of the result that a measure comes from.
    pub fn shape(&self, measure: &Measure) -> Option<&ResultShape> {
        self.shapes.get(&measure.query)
    }

    /// Whether a measure says by how much something changed, so that the
    /// strength of the evidence decides what a sentence may say of it.
    pub fn is_claim(&self, id: &str) -> bool {
        self.get(id).is_some_and(|measure| {
            measure.graded_by.is_some() && !matches!(measure.kind, Kind::Count) && measure.unit != Unit::Word
        })
    }

    /// The result that a measure's counts are those of: its own, or the one its result names.
    pub fn counts_of<'c>(&'c self, measure: &'c Measure) -> &'c str {
        self.shape(measure).and_then(|shape| shape.counts_of.as_deref()).unwrap_or(&measure.query)
    }

    /// The results of queries that a measure's values are made from.
    pub fn queries_behind<'c>(&'c self, measure: &'c Measure) -> Vec<&'c str> {
        match self.shape(measure) {
            Some(shape) if !shape.derived_from.is_empty() => shape.derived_from.iter().map(String::as_str).collect(),
            _ => vec![measure.query.as_str()],
        }
    }

    /// Names of the results that the measures need.
    pub fn queries(&self) -> BTreeSet<&str> {
        let graded_by = self.measures.iter().filter_map(|measure| measure.graded_by.as_deref());
        self.measures.iter().map(|measure| measure.query.as_str()).chain(graded_by).collect()
    }

    /// The plain count of a column, such as the pupils that a share rests on.
    pub fn count_of(&self, query: &str, column: &str) -> Option<&Measure> {
        self.measures.iter().find(|measure| {
            measure.kind == Kind::Count && measure.query == query && measure.numerator.as_deref() == Some(column)
        })
    }

    /// The known identifier most like one that is not known.
    pub fn nearest(&self, id: &str) -> Option<&str> {
        self.measures
            .iter()
            .map(|measure| (strsim::jaro_winkler(&measure.id, id), measure.id.as_str()))
            .filter(|(likeness, _)| *likeness > 0.75)
            // Ties go to the earlier measure: the answer must not vary.
            .fold(None, |best: Option<(f64, &str)>, next| match best {
                Some(best) if best.0 >= next.0 => Some(best),
                _ => Some(next),
            })
            .map(|(_, id)| id)
    }
}

/// Checks one measure against its kind and the described results.
fn check(measure: &Measure, shapes: &BTreeMap<String, ResultShape>) -> Result<(), CatalogueError> {
    if !shapes.contains_key(&measure.query) {
        return Err(CatalogueError::UnknownResult { measure: measure.id.clone(), query: measure.query.clone() });
    }
    let needed: &[(&'static str, &Option<String>)] = match measure.kind {
        Kind::Count => &[("numerator", &measure.numerator)],
        Kind::Share => &[("numerator", &measure.numerator), ("denominator", &measure.denominator)],
        Kind::Ratio => &[("numerator", &measure.numerator), ("denominator", &measure.denominator), ("n", &measure.n)],
        Kind::Median => &[("value", &measure.value), ("n", &measure.n)],
        Kind::Sum | Kind::Mean => &[("sum", &measure.sum), ("n", &measure.n)],
        Kind::Estimate => &[("value", &measure.value)],
        Kind::MeanChange => &[("sum", &measure.sum), ("sum_sq", &measure.sum_sq), ("n", &measure.n)],
    };
    for (key, column) in needed {
        if column.is_none() {
            return Err(CatalogueError::MissingKey { measure: measure.id.clone(), kind: measure.kind, key });
        }
    }
    if measure.about_children && measure.n.is_none() && measure.kind != Kind::Share {
        return Err(CatalogueError::MissingKey { measure: measure.id.clone(), kind: measure.kind, key: "n" });
    }
    if let Some(problem) = words_missing(measure) {
        return Err(CatalogueError::Invalid { measure: measure.id.clone(), problem });
    }
    let problem = if (measure.unit == Unit::Word) == measure.words.is_empty() {
        Some("the unit \"word\" needs `words`, and only that unit has them")
    } else if measure.interval && measure.kind != Kind::Share {
        Some("only a share has the key `interval`")
    } else if measure.low.is_some() != measure.high.is_some() {
        Some("an interval has both `low` and `high`")
    } else if measure.scale == 0 {
        Some("`scale` must be 1 or more")
    } else if measure.decimals > 3 {
        Some("`decimals` must be 3 or fewer: more would claim a precision that no screening has")
    } else if matches!(measure.kind, Kind::Share | Kind::Ratio) && measure.unit != Unit::Percent {
        Some("a share or a ratio has the unit \"percent\"")
    } else {
        None
    };
    match problem {
        Some(problem) => Err(CatalogueError::Invalid { measure: measure.id.clone(), problem }),
        None => Ok(()),
    }
}

/// What a reader would miss: a measure is defined in words as well as in columns.
fn words_missing(measure: &Measure) -> Option<&'static str> {
    let empty = |text: &str| text.trim().is_empty();
    let counted = matches!(measure.kind, Kind::Count | Kind::Share | Kind::Ratio);
    let rate = matches!(measure.kind, Kind::Share | Kind::Ratio);
    if empty(&measure.label) || empty(&measure.header) {
        Some("`label` and `header` say what it is called: neither may be empty")
    } else if empty(&measure.definition) || !measure.definition.trim_end().ends_with('.') {
        Some("`definition` says in a sentence what it is, with a full stop")
    } else if counted && empty(&measure.numerator_words) {
        Some("it has a `numerator`, so `numerator_words` must say what is counted")
    } else if rate && empty(&measure.denominator_words) {
        Some("it has a `denominator`, so `denominator_words` must say what it is a share of")
    } else if empty(&measure.source) {
        Some("`source` says which of the school's files it comes from")
    } else {
        None
    }
}

#[cfg(test)]
#[path = "catalogue_tests.rs"]
mod tests;
