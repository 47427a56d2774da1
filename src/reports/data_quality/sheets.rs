//! Sheet by sheet: how it was understood, what became of its rows, and whose they are.

use jiff::civil::Date;

use super::{few, grouped, heads, number, text};
use crate::diagnostic;
use crate::reports::plain::{PlainCell, PlainTable};
use crate::tables::SheetAccount;

fn place(account: &SheetAccount) -> [PlainCell; 2] {
    [text(&account.file), text(account.sheet.as_deref().unwrap_or_default())]
}

fn day(day: Option<Date>) -> PlainCell {
    day.map_or(PlainCell::Empty, PlainCell::Date)
}

/// Rows that were rejected or left out, by reason.
pub fn rejected_rows(accounts: &[SheetAccount]) -> PlainTable {
    let mut rows: Vec<Vec<PlainCell>> = Vec::new();
    for account in accounts {
        for (code, count) in &account.rows_rejected {
            let title = diagnostic::catalogue().get(*code).map_or("", |kind| kind.title.as_str());
            let cells = account.rejected_at.get(code).map(|cells| few(&cells.addresses())).unwrap_or_default();
            rows.push(
                place(account).into_iter().chain([text(title), text(code), number(*count), text(&cells)]).collect(),
            );
        }
        if account.rows_left_out > 0 {
            let cells = few(&account.left_out_at.addresses());
            let what = text(match account.hidden {
                true => "Left out: the sheet is hidden",
                false => "Left out: a total, a remark or the headings again",
            });
            rows.push(
                place(account)
                    .into_iter()
                    .chain([what, PlainCell::Empty, number(account.rows_left_out), text(&cells)])
                    .collect(),
            );
        }
    }
    PlainTable {
        sheet: "Rows not used".into(),
        title: "Rows that were not used, and where they stand".into(),
        about: "One row per sheet and reason. The cell is the one to blame.".into(),
        columns: heads(&["File", "Sheet", "Reason", "Code", "Rows", "Where"]),
        rows,
        when_empty: "Every row was used.".into(),
    }
}

/// How each sheet was understood, and its rows.
pub fn sheets(accounts: &[SheetAccount]) -> PlainTable {
    let rows = accounts.iter().map(|account| {
        let table = match (&account.table, &account.layout) {
            (Some(table), Some(system)) => format!("{}, {system}", table.replace('_', " ")),
            (Some(table), None) => table.replace('_', " "),
            (None, _) if account.hidden => "hidden, not read".to_owned(),
            (None, _) => "not recognised".to_owned(),
        };
        let counts = [account.rows_read, account.rows_kept, account.rejected(), account.rows_left_out];
        place(account).into_iter().chain([text(&table)]).chain(counts.map(number)).chain([text(&account.why)]).collect()
    });
    PlainTable {
        sheet: "Sheets".into(),
        title: "Every sheet and its rows".into(),
        about: "One row per sheet. Rows read are rows kept, rejected and left out.".into(),
        columns: heads(&["File", "Sheet", "Read as", "Rows read", "Kept", "Rejected", "Left out", "Because"]),
        rows: rows.collect(),
        when_empty: "There was no sheet.".into(),
    }
}

/// How the dates of a sheet are written, the most frequent way first.
pub fn dates_in_words(account: &SheetAccount) -> String {
    let mut forms: Vec<(&String, &u64)> = account.dates_written.iter().collect();
    forms.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    forms.into_iter().map(|(form, count)| format!("{form} ({})", grouped(*count))).collect::<Vec<_>>().join(", ")
}

/// What the rows hold, and from when.
pub fn records(accounts: &[SheetAccount]) -> PlainTable {
    let used = accounts.iter().filter(|account| account.table.is_some());
    let rows = used.map(|account| {
        let counts = [account.records, account.records_repeated, account.records_superseded];
        let dates = [account.first_date, account.last_date, account.up_to];
        place(account)
            .into_iter()
            .chain(counts.map(number))
            .chain(dates.map(day))
            .chain([text(&dates_in_words(account))])
            .collect()
    });
    PlainTable {
        sheet: "Records and dates".into(),
        title: "What the rows hold, and from when".into(),
        about: "One row per sheet that was recognised. Repeats and superseded records count once, as the later export has them.".into(),
        columns: heads(&[
            "File",
            "Sheet",
            "Records",
            "Repeats",
            "Superseded",
            "First date",
            "Last date",
            "Goes up to",
            "Dates are written as",
        ]),
        rows: rows.collect(),
        when_empty: "No sheet was recognised.".into(),
    }
}

/// One sentence about records that stand in several exports.
pub fn repeats_in_words(accounts: &[SheetAccount]) -> Option<String> {
    let repeated: u64 = accounts.iter().map(|account| account.records_repeated).sum();
    let superseded: u64 = accounts.iter().map(|account| account.records_superseded).sum();
    (repeated > 0).then(|| {
        let (records, stand) = if repeated == 1 { ("record", "stands") } else { ("records", "stand") };
        let mut said = format!("{} {records} {stand} in more than one place and counted once", grouped(repeated));
        if superseded > 0 {
            said.push_str(&format!("; a later export told {} of them otherwise", grouped(superseded)));
        }
        said + "."
    })
}

/// Whose the rows are.
pub fn children(accounts: &[SheetAccount]) -> PlainTable {
    let about_children = accounts.iter().filter(|account| {
        let found = &account.children;
        !found.by.is_empty() || found.unmatched + found.to_confirm > 0
    });
    let rows = about_children.map(|account| {
        let found = &account.children;
        let by = |ways: &[&str]| number(ways.iter().filter_map(|way| found.by.get(way)).sum());
        place(account)
            .into_iter()
            .chain([
                by(&["upn", "former_upn"]),
                by(&["tool_code", "pupil_number"]),
                by(&["name"]),
                by(&["likeness"]),
                by(&["decision"]),
                number(found.to_confirm),
                number(found.unmatched),
            ])
            .collect()
    });
    PlainTable {
        sheet: "Children".into(),
        title: "How the rows found their children".into(),
        about: "One row per sheet about children. The last two columns count different children, the others rows."
            .into(),
        columns: heads(&[
            "File",
            "Sheet",
            "By UPN",
            "By number or code",
            "By name and birthday",
            "In spite of a difference",
            "Confirmed by a person",
            "Children to confirm",
            "Children not found",
        ]),
        rows: rows.collect(),
        when_empty: "No sheet is about children.".into(),
    }
}

/// What each column was read as.
pub fn columns(accounts: &[SheetAccount]) -> PlainTable {
    let mut rows = Vec::new();
    for account in accounts {
        let sheet = || place(account);
        for (header, name) in &account.mapped {
            rows.push(sheet().into_iter().chain([text(header), text(name)]).collect());
        }
        if account.wide_columns > 0 {
            let what = if account.table.as_deref() == Some("screening") {
                "one strand or item each"
            } else {
                "one session each"
            };
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
