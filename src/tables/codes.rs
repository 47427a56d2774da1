//! Attendance codes with the dates on which each had its meaning. Data:
//! `reference/attendance-codes.csv`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use crate::error::Error;

/// One code in one span of time.
#[derive(Clone, Debug, Deserialize)]
pub struct AttendanceCode {
    /// The mark.
    pub code: String,
    /// First date with this meaning.
    pub valid_from: Date,
    /// Last date with this meaning.
    pub valid_to: Date,
    /// Short meaning.
    pub meaning: String,
    /// present, aea, authorised, unauthorised, not_possible or missing.
    pub category: String,
    /// 1 when the session counts as attended.
    pub attended: i32,
    /// 1 when the session counts as possible.
    pub possible: i32,
    /// 1 for L and U.
    pub late: i32,
    /// Whether it had been withdrawn and arrives all the same.
    pub withdrawn: String,
}

/// The code table.
#[derive(Clone, Debug)]
pub struct AttendanceCodes {
    /// Every row of the data file.
    pub all: Vec<AttendanceCode>,
    by_code: BTreeMap<String, Vec<usize>>,
}

impl AttendanceCodes {
    /// Reads the embedded table.
    ///
    /// # Errors
    /// When the data file is wrong.
    pub fn load() -> Result<Self, Error> {
        let what = "reference/attendance-codes.csv";
        let text = include_str!("../../reference/attendance-codes.csv");
        // `#` is a code of its own, so a comment line is one that begins with `# `.
        let rows: Vec<&str> = text.lines().filter(|line| !line.starts_with("# ")).collect();
        let rows = rows.join("\n");
        let mut reader = csv::Reader::from_reader(rows.as_bytes());
        let mut all: Vec<AttendanceCode> = Vec::new();
        for record in reader.deserialize() {
            all.push(
                record
                    .map_err(|error: csv::Error| Error::BadReference { what: what.into(), why: error.to_string() })?,
            );
        }
        let mut by_code: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, code) in all.iter().enumerate() {
            by_code.entry(code.code.clone()).or_default().push(index);
        }
        Ok(AttendanceCodes { all, by_code })
    }

    /// What a mark meant on a date.
    pub fn on(&self, code: &str, day: Date) -> Option<&AttendanceCode> {
        let spans = self.by_code.get(code)?;
        spans.iter().map(|&index| &self.all[index]).find(|span| span.valid_from <= day && day <= span.valid_to)
    }
}
