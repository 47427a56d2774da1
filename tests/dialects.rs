//! Small files in every dialect that schools have, and what is said about them.

/// Every code of the catalogue, each with a file that brings it about.
mod every_code;
/// Files that cannot be read, or are not what their names say.
mod files;
/// Whose row is it.
mod matching;
/// Another tool than Thrive, expectations by age.
mod other_tools;
/// Which table is it; the template's columns.
mod recognised;
/// What becomes of single rows and cells.
mod rows;
/// One school in many dialects: always the same figures.
mod same_figures;
/// The small school that the dialects are written about.
pub mod school;
