//! From measures to protected measures: what may leave the hands of staff.
//!
//! This is the first version of the protection. It hides small groups, small
//! counts and their complements, groups in which everybody is alike, and one
//! more part or group wherever a single hidden one could be worked out. It is
//! not yet a proof: overlapping populations (a class and a year group, this
//! term and last term) are not audited against each other.

mod complement;
mod figures;
mod protect;
mod protected;
mod rules;
#[cfg(test)]
pub(crate) mod testing;
mod words;

pub use figures::ProtectedFigures;
pub use protect::{for_public, for_staff, protect};
pub use protected::ProtectedFigure;
pub use rules::{PublicRules, ReleaseRules};
pub use words::rules_in_words;
