//! What a reader can work out from published sums, and what must be withheld so that it is not too much. Knows numbers
//! only: no measure, no school.

#[cfg(test)]
mod properties;
mod protect;
mod solver;
mod system;
#[cfg(test)]
mod tests;

pub use protect::{Cell, Fixed, Insider, Need, Problem, Protection, Wanted};
pub use solver::{Microlp, Row, Solver};
pub use system::{System, known, total};
