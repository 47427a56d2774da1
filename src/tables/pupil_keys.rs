//! The key of a tool's own codes: Boxall Online knows a child by an EBP code, and only the school can say which child it is.

use std::collections::BTreeMap;

use super::Reference;
use super::matching::tool_code;
use super::roll::Roll;
use super::sheet::{Rejection, Sheet};
use crate::diagnostic::Diagnostics;

/// Reads the key's sheets. What they say becomes a way to a child; a code that is given to two children finds neither.
pub(super) fn read(sheets: Vec<&mut Sheet<'_>>, reference: &Reference, roll: &mut Roll, diagnostics: &mut Diagnostics) {
    let mut known: BTreeMap<String, i64> = BTreeMap::new();
    for sheet in sheets {
        sheet.read(reference, diagnostics, |sheet, row, diagnostics| {
            let pupil_id = roll.match_row(sheet, row, diagnostics)?;
            let code =
                row.text("code").map(tool_code).ok_or_else(|| Rejection::at("T001", "code", "the code is missing"))?;
            roll.learn_tool_code(pupil_id, &code);
            if *known.entry(code).or_insert(pupil_id) != pupil_id {
                return Err(Rejection::at("P002", "code", "the code is given to more than one child"));
            }
            Ok(1)
        });
    }
}
