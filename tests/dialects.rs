//! Small files in every dialect that schools have, and what is said about them.

/// Every code of the catalogue, each with a file that brings it about.
mod every_code;
/// Files that cannot be read, or are not what their names say.
mod files;
/// Mappings proposed, confirmed and used; a project's own layouts and tools.
mod mappings;
/// Whose row is it.
mod matching;
/// Another tool than Thrive, expectations by age.
mod other_tools;
/// Every oddity of a layout.
mod quirks;
/// Which table is it; the template's columns.
mod recognised;
/// A failing file for every rule about rows.
mod row_rules;
/// What becomes of single rows and cells.
mod rows;
/// One school in many dialects: always the same figures.
mod same_figures;
/// The small school that the dialects are written about.
pub mod school;
/// Totals of attendance and no marks.
mod totals;
/// Worked vectors of the reference, through files.
mod worked_vectors;
