//! The data-quality report: what became of every file, sheet and row.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::tables::SheetAccount;

use super::plain::{PlainCell, PlainTable, StaffDocument};
use super::staff_lists::StaffHeading;

/// The report of a run.
pub fn data_quality(accounts: &[SheetAccount], diagnostics: &Diagnostics, heading: &StaffHeading) -> StaffDocument {
    let read: u64 = accounts.iter().map(|account| account.rows_read).sum();
    let kept: u64 = accounts.iter().map(|account| account.rows_kept).sum();
    let rejected: u64 = accounts.iter().map(SheetAccount::rejected).sum();
    let left_out: u64 = accounts.iter().map(|account| account.rows_left_out).sum();
    let count = |severity| diagnostics.count(severity);
    let summary = vec![
        format!(
            "{} {} read: {} kept, {} rejected, {} left out as totals or repeated headings.",
            grouped(read),
            if read == 1 { "row was" } else { "rows were" },
            grouped(kept),
            grouped(rejected),
            grouped(left_out)
        ),
        format!(
            "To correct: {}. To look at: {}. For information: {}.",
            count(Severity::Error),
            count(Severity::Warning),
            count(Severity::Note)
        ),
    ];
    StaffDocument {
        id: "data-quality".into(),
        title: "Data quality: what became of every row".into(),
        school: heading.school.clone(),
        period: heading.period.clone(),
        as_of: heading.as_of.clone(),
        classification: heading.classification.clone(),
        summary,
        tables: vec![problems(diagnostics), sheets(accounts), columns(accounts)],
        notes: vec![
            ("Error".into(), "A row, a value or a file was not used.".into()),
            ("Warning".into(), "It was used, but a person should look.".into()),
            ("Note".into(), "For information.".into()),
            ("Records".into(), "What the rows hold: a row of a wide register holds a mark for every session.".into()),
            ("Repeats".into(), "Records that stand in more than one place. Each counts once; where they differ, the later export counts.".into()),
        ],
    }
}

/// A count with commas between thousands: 83,158.
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn problems(diagnostics: &Diagnostics) -> PlainTable {
    let mut all: Vec<&Diagnostic> = diagnostics.iter().collect();
    all.sort_by(|a, b| (a.severity, a.code, &a.place).cmp(&(b.severity, b.code, &b.place)));
    let rows = all.into_iter().map(|diagnostic| {
        let place = &diagnostic.place;
        let mut cells: Vec<String> = place.address().into_iter().collect();
        cells.extend(diagnostic.also.iter().filter_map(|place| place.address()));
        let more = diagnostic.count.saturating_sub(cells.len() as u64);
        let mut shown = cells.join(", ");
        if more > 0 && !cells.is_empty() {
            shown.push_str(&format!(" and {more} more"));
        }
        vec![
            text(diagnostic.severity.word()),
            text(diagnostic.code),
            text(&diagnostic.message),
            number(diagnostic.count),
            text(&place.file),
            text(place.sheet.as_deref().unwrap_or_default()),
            text(&shown),
            text(place.header.as_deref().unwrap_or_default()),
            text(&diagnostic.remedy),
        ]
    });
    PlainTable {
        sheet: "Problems".into(),
        title: "What was found, and what to do about it".into(),
        about: "One row per problem; what must be corrected comes first.".into(),
        columns: heads(&["Severity", "Code", "What", "Times", "File", "Sheet", "Where", "Column", "What to do"]),
        rows: rows.collect(),
        when_empty: "Nothing at all.".into(),
    }
}

fn sheets(accounts: &[SheetAccount]) -> PlainTable {
    let rows = accounts.iter().map(|account| {
        let day = |day: Option<jiff::civil::Date>| day.map_or(PlainCell::Empty, PlainCell::Date);
        vec![
            text(&account.file),
            text(account.sheet.as_deref().unwrap_or_default()),
            text(account.table.as_deref().unwrap_or("not recognised")),
            account.header_row.map_or(PlainCell::Empty, |row| number(row.into())),
            number(account.rows_read),
            number(account.rows_kept),
            number(account.rejected()),
            number(account.rows_left_out),
            number(account.records),
            number(account.records_repeated),
            day(account.first_date),
            day(account.last_date),
        ]
    });
    PlainTable {
        sheet: "Sheets".into(),
        title: "Every sheet and its rows".into(),
        about: "One row per sheet. Rows read are rows kept, rejected and left out.".into(),
        columns: heads(&[
            "File",
            "Sheet",
            "Read as",
            "Headings in row",
            "Rows read",
            "Kept",
            "Rejected",
            "Left out",
            "Records",
            "Repeats",
            "First date",
            "Last date",
        ]),
        rows: rows.collect(),
        when_empty: "There was no sheet.".into(),
    }
}

fn columns(accounts: &[SheetAccount]) -> PlainTable {
    let mut rows = Vec::new();
    for account in accounts {
        let sheet = || [text(&account.file), text(account.sheet.as_deref().unwrap_or_default())];
        for (header, name) in &account.mapped {
            rows.push(sheet().into_iter().chain([text(header), text(name)]).collect());
        }
        if account.wide_columns > 0 {
            let what =
                if account.table.as_deref() == Some("screening") { "one strand each" } else { "one session each" };
            rows.push(
                sheet()
                    .into_iter()
                    .chain([text(&format!("{} further columns", account.wide_columns)), text(what)])
                    .collect(),
            );
        }
        for header in &account.ignored {
            rows.push(sheet().into_iter().chain([text(header), text("not used")]).collect());
        }
    }
    PlainTable {
        sheet: "Columns".into(),
        title: "Every column and what it was read as".into(),
        about: "One row per column of a recognised sheet.".into(),
        columns: heads(&["File", "Sheet", "Heading", "Read as"]),
        rows,
        when_empty: "There was no column.".into(),
    }
}

fn heads(heads: &[&str]) -> Vec<String> {
    heads.iter().map(|head| (*head).to_owned()).collect()
}

fn text(text: &str) -> PlainCell {
    if text.is_empty() { PlainCell::Empty } else { PlainCell::Text(text.to_owned()) }
}

fn number(count: u64) -> PlainCell {
    PlainCell::Number(count as f64, 0)
}

#[cfg(test)]
mod tests {
    #[test]
    fn thousands_are_grouped() {
        for (count, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(super::grouped(count), text);
        }
    }
}
