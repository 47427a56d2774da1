//! Records that another one stands in place of: the same again, or what a later export tells otherwise.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::frame::Frame;
use super::quality::SheetAccount;
use super::roll::Roll;
use super::sheet::Sheet;
use super::shown::Shown;
use crate::dates;
use crate::diagnostic::Diagnostics;

/// Counts and names the records that were left out because another one counts in their place.
pub(super) fn leave_out(
    frames: &[Frame],
    roll: &Roll,
    shown: &Shown,
    sheets: &mut [Sheet<'_>],
    diagnostics: &mut Diagnostics,
) {
    let known: BTreeMap<i32, SheetAccount> = sheets
        .iter()
        .map(|sheet| {
            let SheetAccount { file, up_to, titled, .. } = &sheet.account;
            (sheet.source_id, SheetAccount { file: file.clone(), up_to: *up_to, titled: *titled, ..Default::default() })
        })
        .collect();
    let repeats = frames.iter().flat_map(|frame| &frame.repeated).map(|(id, row)| (*id, *row as u32, None));
    let contradictions = frames.iter().flat_map(|frame| &frame.contradicted);
    let contradictions = contradictions.map(|out| (out.source_id, out.source_row as u32, Some(out.by)));
    let of_lists = roll.superseded.iter().map(|out| (out.source_id, out.source_row, (!out.same).then_some(out.by)));
    for (source_id, row, by) in repeats.chain(contradictions).chain(of_lists) {
        let Some(sheet) = sheets.iter_mut().find(|sheet| sheet.source_id == source_id) else { continue };
        sheet.account.records_repeated += 1;
        let place = sheet.place.at_row(row);
        let Some(other) = by.and_then(|by| known.get(&by)) else {
            diagnostics.add("T016", "the same record stands there again", place);
            continue;
        };
        let mine = &mut sheet.account;
        if other.file == mine.file {
            diagnostics.add("T017", "a record further down says something else", place);
            continue;
        }
        mine.records_superseded += 1;
        let until = |day: Option<Date>| day.map_or("no date".to_owned(), dates::in_figures);
        let (file, _) = shown.file_and_sheet(&other.file, None);
        let (theirs, own) = (until(other.up_to), until(mine.up_to));
        if other.up_to > mine.up_to {
            let message = format!("{file} counts instead: it goes up to {theirs}, this one up to {own}");
            diagnostics.add("T026", message, place);
        } else if other.titled > mine.titled {
            let (theirs, own) = (until(other.titled), until(mine.titled));
            let message = format!("{file} counts instead: its title has the date {theirs}, this one's {own}");
            diagnostics.add("T026", message, place);
        } else {
            let message = format!("{file} says something else and was used, though both go up to {own}");
            diagnostics.add("T017", message, place);
        }
    }
}
