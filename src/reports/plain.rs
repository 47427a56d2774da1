//! Plain tables for packs that stay with staff: pupil lists and the
//! data-quality report. They may name children, so they are never given to a
//! renderer of a pack that leaves staff hands.

/// A pack of plain tables for one staff document.
#[derive(Clone, Debug)]
pub struct StaffDocument {
    /// File stem, such as `pupil-lists`.
    pub id: String,
    /// Title.
    pub title: String,
    /// School's name.
    pub school: String,
    /// Period covered.
    pub period: String,
    /// Reporting date in words.
    pub as_of: String,
    /// Classification mark, printed on every page and sheet.
    pub classification: String,
    /// Introductory sentences.
    pub summary: Vec<String>,
    /// Tables in order.
    pub tables: Vec<PlainTable>,
    /// Term and explanation.
    pub notes: Vec<(String, String)>,
}

/// One plain table.
#[derive(Clone, Debug)]
pub struct PlainTable {
    /// Sheet name, at most 31 characters, unique in the document.
    pub sheet: String,
    /// Heading.
    pub title: String,
    /// What one row is and how the rows are ordered.
    pub about: String,
    /// Column headings.
    pub columns: Vec<String>,
    /// Rows in order.
    pub rows: Vec<Vec<PlainCell>>,
    /// Said in place of the rows when there are none.
    pub when_empty: String,
}

/// A cell of a plain table. Text is written as text, never as a formula.
#[derive(Clone, Debug, PartialEq)]
pub enum PlainCell {
    /// Nothing.
    Empty,
    /// Text.
    Text(String),
    /// A number and the decimal places to show.
    Number(f64, usize),
    /// A calendar date, shown dd/mm/yyyy.
    Date(jiff::civil::Date),
}
