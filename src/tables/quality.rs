//! What became of every sheet and every row: the data-quality account.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

/// The account of one sheet. `read = kept + rejected + left out`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SheetAccount {
    /// File name relative to the inbox.
    pub file: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Sheet name; none for delimited text.
    pub sheet: Option<String>,
    /// Canonical table it was recognised as.
    pub table: Option<String>,
    /// The known export it was recognised as, or that the school has confirmed it.
    pub layout: Option<String>,
    /// Whether it is hidden in the workbook.
    pub hidden: bool,
    /// Last row of the headings, from 1.
    pub header_row: Option<u32>,
    /// Columns used: heading in the sheet and the template's name for it.
    pub mapped: Vec<(String, String)>,
    /// Columns spread over many (a strand or a session each).
    pub wide_columns: usize,
    /// Headings of columns that were not used.
    pub ignored: Vec<String>,
    /// Filled rows below the headings.
    pub rows_read: u64,
    /// Rows that were kept.
    pub rows_kept: u64,
    /// Rows that were rejected, by code of the diagnostic.
    pub rows_rejected: BTreeMap<&'static str, u64>,
    /// Rows that are no records: totals and repeated headings.
    pub rows_left_out: u64,
    /// Records made from the rows (a wide row makes many).
    pub records: u64,
    /// Records left out because the same record stands elsewhere.
    pub records_repeated: u64,
    /// Earliest date understood.
    pub first_date: Option<Date>,
    /// Latest date understood.
    pub last_date: Option<Date>,
}

impl SheetAccount {
    /// Rejected rows in all.
    pub fn rejected(&self) -> u64 {
        self.rows_rejected.values().sum()
    }

    /// Widens the span of dates understood.
    pub fn saw(&mut self, day: Date) {
        self.first_date = Some(self.first_date.map_or(day, |first| first.min(day)));
        self.last_date = Some(self.last_date.map_or(day, |last| last.max(day)));
    }

    /// Whether the rows add up.
    pub fn balances(&self) -> bool {
        self.rows_read == self.rows_kept + self.rejected() + self.rows_left_out
    }
}
