//! The key of a tool's own codes: Boxall Online knows a child by an EBP code, and only the school can say which child it is.

use std::collections::BTreeMap;

use super::Reference;
use super::roll::Roll;
use super::sheet::{Rejection, Row, Sheet};
use crate::diagnostic::Diagnostics;

/// Which child each code is.
#[derive(Debug, Default)]
pub(super) struct PupilKeys {
    /// A code that is given to two children finds neither.
    by_code: BTreeMap<String, Option<i64>>,
}

impl PupilKeys {
    /// Reads the key's sheets.
    pub fn read(
        sheets: Vec<&mut Sheet<'_>>,
        reference: &Reference,
        roll: &Roll,
        diagnostics: &mut Diagnostics,
    ) -> PupilKeys {
        let mut keys = PupilKeys::default();
        for sheet in sheets {
            sheet.read(reference, diagnostics, |sheet, row, diagnostics| {
                let pupil_id = roll.match_row(sheet, row, diagnostics)?;
                let code =
                    row.text("code").map(normal).ok_or_else(|| Rejection::at("T001", "code", "the code is missing"))?;
                let known = keys.by_code.entry(code).or_insert(Some(pupil_id));
                if *known != Some(pupil_id) {
                    *known = None;
                    return Err(Rejection::at("P002", "code", "the code is given to more than one child"));
                }
                Ok(1)
            });
        }
        keys
    }

    /// The child of a row: by the key where the sheet has a tool's own codes, else as every row.
    pub fn child<'a>(
        &self,
        sheet: &Sheet<'a>,
        row: &Row<'_>,
        reference: &Reference,
        roll: &Roll,
        diagnostics: &mut Diagnostics,
    ) -> Result<i64, Rejection<'a>> {
        let by_key = sheet.found.layout.is_some_and(|layout| reference.layouts[layout].pupils_by_key);
        if by_key && let Some(code) = row.text("pupil_id").map(normal) {
            match self.by_code.get(&code) {
                Some(Some(pupil_id)) => return Ok(*pupil_id),
                Some(None) => {
                    let message = "the key gives this code to more than one child";
                    return Err(Rejection::at("P002", "pupil_id", message));
                }
                None => {}
            }
        }
        roll.match_row(sheet, row, diagnostics)
    }
}

/// Codes are compared without case and blanks.
fn normal(code: &str) -> String {
    code.split_whitespace().collect::<String>().to_uppercase()
}
