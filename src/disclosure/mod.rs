//! From measures to protected measures: what may leave the hands of staff.
//!
//! All figures of a run that leave the staff's hands are one release. Withheld for their own sake are figures about small
//! groups, small counts and small rests, and groups in which everybody is alike ([`rules`]). What would give those away is
//! found by what a reader can work out ([`knowledge`]), who knows the children, all that is shown, and one child's own
//! record; it is withheld at the least loss ([`release`]). Relations that need no children (sessions of a term and of a
//! year, parts of a whole) are closed by rules ([`complement`]).

mod complement;
mod facts;
mod figures;
mod judgements;
mod knowledge;
mod problem;
mod protect;
mod protected;
mod release;
mod roll_up;
mod rules;
#[cfg(test)]
pub(crate) mod testing;
mod unknowns;
mod words;

pub use figures::ProtectedFigures;
pub use problem::Told;
pub use protect::{for_public, for_staff, protect};
pub use protected::ProtectedFigure;
pub use release::{Account, Release, Statement, ToldBefore, audit, release};
pub use roll_up::{ALL_SCHOOLS, Counts, MEMBER_SCHOOL, Shown, roll_up};
pub use rules::{PublicRules, ReleaseRules, phases_below};
pub use words::rules_in_words;
