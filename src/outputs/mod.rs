//! Report model → files: the page, the printed report, the workbooks and the charts. Nothing here
//! computes a figure or decides what may be read; it decides only how a figure
//! looks.

mod alt_text;
pub mod charts;
pub mod docx;
mod docx_left_out;
pub mod figure_text;
mod fonts;
pub mod html;
mod labels;
pub mod pdf;
mod pdf_world;
pub mod sheet_names;
pub mod staff_workbook;
mod table_view;
pub mod template;
mod text_tables;
mod view;
pub mod workbook;
mod workbook_charts;
mod workbook_lines;
mod workbook_lists;
mod workbook_style;
mod workbook_table;

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod sample_charts;

/// Why an output could not be made.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// A chart could not be drawn.
    #[error("the chart '{chart}' could not be drawn: {reason}")]
    Chart {
        /// Identifier of the chart.
        chart: String,
        /// What went wrong.
        reason: String,
    },
    /// A page could not be filled in.
    #[error("the page '{page}' could not be written: {reason}")]
    Page {
        /// File stem of the page.
        page: String,
        /// What went wrong.
        reason: String,
    },
    /// A printed report could not be written.
    #[error("the printed report '{document}' could not be written: {reason}")]
    Print {
        /// File stem of the document.
        document: String,
        /// What went wrong.
        reason: String,
    },
    /// A workbook could not be written.
    #[error("the workbook '{workbook}' could not be written: {reason}")]
    Workbook {
        /// File stem of the workbook.
        workbook: String,
        /// What went wrong.
        reason: String,
    },
    /// A file built into the program cannot be used.
    #[error("the built-in file '{file}' cannot be used: {reason}")]
    BuiltIn {
        /// Path in the repository.
        file: &'static str,
        /// What is wrong with it.
        reason: String,
    },
}

/// Characters that no XML may hold: a picture or document with one cannot be opened.
fn forbidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}')
}
