//! The protected figure: the only kind of number that a governors', Ambassador
//! or public pack can hold. Only this folder can make one.

use serde::Serialize;

use crate::measures::{Population, Status, Tier, Unit};

/// A figure after disclosure control, rounded exactly as it will be printed.
///
/// The fields are private and there is no public constructor, so a renderer
/// cannot be handed a number that has not been through the rules:
///
/// ```compile_fail
/// use thrive_report::disclosure::ProtectedFigure;
/// let forged = ProtectedFigure { measure: String::new() };
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ProtectedFigure {
    pub(super) measure: String,
    pub(super) population: Population,
    pub(super) value: Option<f64>,
    pub(super) unit: Unit,
    pub(super) n: Option<u64>,
    pub(super) numerator: Option<u64>,
    pub(super) denominator: Option<u64>,
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
    pub(super) tier: Option<Tier>,
    pub(super) status: Status,
    #[serde(skip)]
    pub(super) decimals: usize,
    #[serde(skip)]
    pub(super) word: Option<String>,
}

impl ProtectedFigure {
    /// Catalogue identifier of the measure.
    pub fn measure(&self) -> &str {
        &self.measure
    }
    /// Who the figure is about.
    pub fn population(&self) -> &Population {
        &self.population
    }
    /// Rounded value, if it may be read.
    pub fn value(&self) -> Option<f64> {
        self.value
    }
    /// What the value counts.
    pub fn unit(&self) -> Unit {
        self.unit
    }
    /// Pupils (or staff, or families) the figure rests on.
    pub fn n(&self) -> Option<u64> {
        self.n
    }
    /// Numerator, if it may be read.
    pub fn numerator(&self) -> Option<u64> {
        self.numerator
    }
    /// Denominator, if it may be read.
    pub fn denominator(&self) -> Option<u64> {
        self.denominator
    }
    /// Rounded lower bound.
    pub fn low(&self) -> Option<f64> {
        self.low
    }
    /// Rounded upper bound.
    pub fn high(&self) -> Option<f64> {
        self.high
    }
    /// Evidence tier, for figures about impact.
    pub fn tier(&self) -> Option<Tier> {
        self.tier
    }
    /// Whether the figure may be read.
    pub fn status(&self) -> Status {
        self.status
    }
    /// The word that stands for the value, where the measure has words.
    pub fn word(&self) -> Option<&str> {
        self.word.as_deref()
    }
    /// Decimal places it is printed with.
    pub fn decimals(&self) -> usize {
        self.decimals
    }

    /// The figure as printed: the number, `c` when withheld to protect
    /// children, `–` when nothing was supplied, `low` when too little was.
    pub fn text(&self) -> String {
        match (self.status, self.value) {
            (Status::Ok, Some(_)) if self.word.is_some() => self.word.clone().unwrap_or_default(),
            (Status::Ok, Some(value)) => format!("{value:.*}", self.decimals),
            (Status::Suppressed, _) => "c".to_owned(),
            (Status::NotEnoughData, _) => "low".to_owned(),
            _ => "–".to_owned(),
        }
    }
}
