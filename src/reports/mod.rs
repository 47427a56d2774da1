//! From protected figures to a report: sections, tables, charts by what they
//! show, and sentences. What a report asks and how it words the answers is
//! data, in `reports/`; this folder only follows it.

mod alt;
mod build;
mod charts;
mod criteria;
mod data_quality;
mod definition;
mod definition_check;
mod error;
#[cfg(test)]
mod golden_sentences;
mod grid;
mod library;
mod lists;
mod lookup;
pub mod model;
pub mod plain;
mod redesign;
mod results;
#[cfg(test)]
mod sample_results;
mod sentences;
mod shared;
mod staff_lists;
mod staff_tables;
mod wording;

pub use build::{Period, ReportContext, build};
pub use criteria::FormQuestion;
pub use data_quality::{data_quality, dates_in_words, few, grouped, review_in_words};
pub use definition::{Definition, Format};
pub use error::ReportError;
pub use library::{OwnReports, library, roll_up_library};
pub use lists::{ListSource, Names};
pub use model::{
    Audience, Bar, Brand, Chart, ChartKind, Column, Criterion, Headline, Logo, NoteGroup, Report, Row, Section,
    StackedBar, State, Table,
};
pub use plain::{PlainCell, PlainTable, StaffDocument};
pub use results::{figures_in, results_json};
pub use staff_lists::{ListedResults, STAFF_ONLY, StaffHeading, all_figures, pupil_lists};
pub use staff_tables::staff_tables;
pub use wording::Wording;
