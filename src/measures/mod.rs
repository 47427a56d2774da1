//! From query rows to measures: every published number is defined once in the
//! measure catalogue and computed here, unrounded and unprotected.

mod averages;
mod catalogue;
mod compute;
mod derived;
mod figure;
mod members;
mod pupil_set;
mod words;

pub use averages::refuse_averages;
pub use catalogue::{Catalogue, CatalogueError, Kind, Measure, ResultShape};
pub use compute::{MeasureError, compute};
pub use derived::{AttendanceChangeRules, ImpactRules, MethodRules, WholeClassRules, derive, derive_between_schools};
pub use figure::{Figure, Population, Status, Tier, Unit};
pub use members::Members;
pub use pupil_set::PupilSet;
