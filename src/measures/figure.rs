//! One figure: a measure's value for one population, before any protection.

use std::collections::BTreeMap;

use serde::Serialize;

/// What a value counts. Decides how it is written, never how it is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A share of 100.
    Percent,
    /// A number of pupils.
    Pupils,
    /// Points on the screening tool's own scale.
    Points,
    /// Attendance or support sessions.
    Sessions,
    /// A plain count of things that are not pupils (staff, suspensions, families).
    Count,
    /// Pounds sterling.
    Pounds,
    /// Standard deviations of a score.
    StandardDeviations,
    /// How two things go together, from −1 to 1.
    Correlation,
    /// One of a measure's words, by its number from 0.
    Word,
}

/// Whether a figure may be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The value stands.
    Ok,
    /// Withheld to protect children. Carries no value, n or bounds.
    Suppressed,
    /// The school supplied nothing from which it could be computed.
    NotAvailable,
    /// Supplied, but too little to compute the figure honestly.
    NotEnoughData,
}

/// Evidence tier (T0 to T4) that decides which verbs a sentence may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, serde::Deserialize)]
pub enum Tier {
    /// Too few pairs for any aggregate.
    T0,
    /// Paired before and after only.
    T1,
    /// Compared with expected progress.
    T2,
    /// Compared with similar pupils.
    T3,
    /// Allocated by lot.
    T4,
}

/// Who a figure is about: ordered key and value pairs such as
/// `term = 2025-26-summer`, `year_group = Year 1`, `strand = Being`.
/// The whole school is `school = All pupils`.
pub type Population = BTreeMap<String, String>;

/// A measure's value for one population, with all that is needed to judge it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// Identifier in the measure catalogue, such as `screening.below_share`.
    pub measure: String,
    /// Who it is about.
    pub population: Population,
    /// The value in `unit`, unrounded.
    pub value: Option<f64>,
    /// What the value counts.
    pub unit: Unit,
    /// Pupils (or staff, or families) the figure rests on.
    pub n: Option<u64>,
    /// Integer numerator where the figure is a count or a share.
    pub numerator: Option<u64>,
    /// Integer denominator where the figure is a share.
    pub denominator: Option<u64>,
    /// Lower bound of the 95 % interval, in `unit`.
    pub low: Option<f64>,
    /// Upper bound of the 95 % interval, in `unit`.
    pub high: Option<f64>,
    /// Evidence tier, for figures about impact.
    pub tier: Option<Tier>,
    /// Whether it may be read.
    pub status: Status,
}
