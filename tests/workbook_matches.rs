//! Workbook, page and results.json say the same: each is read again from its bytes, the way its reader would see it.

/// The tables of a page.
pub mod page_tables;
/// The cells of a workbook as Excel prints them.
mod printed;

use std::collections::{BTreeMap, BTreeSet};

use calamine::{Data, Reader as _, SheetVisible};
use serde_json::Value;
use thrive_report::measures::Catalogue;

use crate::binary::{figures, pack_file, pack_text, parts};
use page_tables::{Table, tables};
use printed::Book;

/// A true minus sign and Excel's hyphen are the same; so are thousands with and without commas.
fn plain(text: &str) -> String {
    text.replace('−', "-").replace(',', "")
}

/// The workbook's sheets with tables, as pages would show them: the two columns of an interval joined into one.
fn sheets_as_tables(book: &Book) -> Vec<Table> {
    let mut tables = Vec::new();
    for (name, rows) in &book.sheets {
        if name == "Summary" || name == "Notes" {
            continue;
        }
        let cell = |row: usize, column: usize| rows.get(&(row, column)).cloned().unwrap_or_default();
        let width = (0..).take_while(|column| !cell(3, *column).is_empty()).count();
        let heads: Vec<String> = (0..width).map(|column| cell(3, column)).collect();
        let mut body = Vec::new();
        for row in (4..).take_while(|row| !cell(*row, 1).is_empty()) {
            body.push((0..width).map(|column| cell(row, column)).collect::<Vec<String>>());
        }
        tables.push(join_intervals(Table { caption: cell(0, 0), heads, rows: body }));
    }
    tables
}

fn join_intervals(table: Table) -> Table {
    let mut joined = Table { caption: table.caption, heads: Vec::new(), rows: vec![Vec::new(); table.rows.len()] };
    let mut column = 0;
    while column < table.heads.len() {
        // Excel wants headings that differ: a second "n" stands there as "n (2)".
        let head = table.heads[column].split(" (2)").next().unwrap_or_default();
        let interval =
            head.strip_suffix(" from").filter(|_| table.heads.get(column + 1).is_some_and(|next| next.contains(" to")));
        joined.heads.push(interval.unwrap_or(head).to_owned());
        for (row, cells) in joined.rows.iter_mut().zip(&table.rows) {
            let (from, to) = (&cells[column], cells.get(column + 1));
            row.push(match (interval, to) {
                (Some(_), Some(to)) if from.contains(|c: char| c.is_ascii_digit()) => format!("{from} to {to}"),
                _ => from.clone(),
            });
        }
        column += if interval.is_some() { 2 } else { 1 };
    }
    joined
}

#[test]
fn every_cell_of_the_workbook_is_that_of_the_page() {
    let page = tables(&pack_text("governors/governor-report.html"));
    let book = sheets_as_tables(&Book::open(&pack_file("governors/governor-report.xlsx")));
    let titles = |tables: &[Table]| -> Vec<String> {
        let mut titles: Vec<String> = tables.iter().map(|table| table.caption.clone()).collect();
        titles.sort();
        titles
    };
    assert!(page.len() >= 8, "{} tables", page.len());
    assert_eq!(titles(&page), titles(&book));
    for shown in &page {
        let Some(sheet) = book.iter().find(|sheet| sheet.caption == shown.caption) else { continue };
        assert_eq!(sheet.heads, shown.heads, "{}", shown.caption);
        let rows = |table: &Table| -> Vec<Vec<String>> {
            table
                .rows
                .iter()
                .map(|cells| {
                    cells
                        .iter()
                        .enumerate()
                        .map(|(at, text)| if at == 0 { text.clone() } else { plain(text) })
                        .collect()
                })
                .collect()
        };
        assert_eq!(rows(sheet), rows(shown), "{}", shown.caption);
    }
}

/// The text that a figure of results.json is printed as.
fn printed_text(figure: &Value) -> String {
    match figure["status"].as_str() {
        Some("ok") => match figure["word"].as_str() {
            Some(word) => word.to_owned(),
            None => plain(&figure["value"].to_string()),
        },
        Some("suppressed") => "c".into(),
        Some("not_enough_data") => "low".into(),
        _ => "–".into(),
    }
}

/// The same number, however many noughts are written after the point.
fn same(printed: &str, expected: &str) -> bool {
    match (plain(printed).parse::<f64>(), expected.parse::<f64>()) {
        (Ok(a), Ok(b)) => a == b,
        (Err(_), Err(_)) => printed == expected,
        _ => false,
    }
}

/// The printed name of a term: `2025-26-summer` is "Summer term 2025/26".
fn term_name(id: &str) -> Option<String> {
    let (year, name) = id.rsplit_once('-').filter(|(_, name)| name.chars().all(char::is_alphabetic))?;
    let (first, rest) = name.split_at_checked(1)?;
    Some(format!("{}{rest} term {}", first.to_uppercase(), year.replace('-', "/")))
}

/// The strand or term that is the heading of a figure in a compact table.
fn across(figure: &Value) -> Vec<String> {
    let key = |name: &str| figure["population"][name].as_str();
    key("strand").map(str::to_owned).into_iter().chain(key("period").and_then(term_name)).collect()
}

/// Whether a row, by its label and the heading above its cell, can be about a population.
fn about(label: &str, head: &str, population: &Value) -> bool {
    population.as_object().is_some_and(|keys| {
        keys.iter().all(|(key, value)| {
            let value = value.as_str().unwrap_or_default();
            // A table is about one term or names the terms in its rows; the whole may go without saying.
            key == "period" || value.starts_with("All ") || label.contains(value) || head == value
        })
    })
}

/// Whether a figure can stand under a heading: that of its measure, its strand or term, or "Pupils" for their number.
fn stands_under(figure: &Value, head: &str, heads: &BTreeMap<&str, &str>) -> bool {
    let own = heads[figure["measure"].as_str().expect("a measure")];
    own == head || across(figure).iter().any(|name| name == head) || (head == "Pupils" && figure["unit"] == "pupils")
}

#[test]
fn results_json_and_the_tables_hold_the_same_figures() {
    let catalogue = Catalogue::embedded().expect("the catalogue is sound");
    let heads: BTreeMap<&str, &str> =
        catalogue.measures().iter().map(|measure| (measure.id.as_str(), measure.header.as_str())).collect();
    let figures = figures("governors");
    assert!(figures.len() > 200, "{} figures", figures.len());
    let page = tables(&pack_text("governors/governor-report.html"));
    let cells = || {
        page.iter().flat_map(|table| {
            table.rows.iter().flat_map(move |row| {
                row.iter().zip(&table.heads).skip(1).map(move |(text, head)| (table, &row[0], head, text))
            })
        })
    };
    for figure in figures.iter().filter(|figure| figure["status"] != "not_available") {
        let text = printed_text(figure);
        let found = cells().any(|(_, label, head, cell)| {
            stands_under(figure, head, &heads) && about(label, head, &figure["population"]) && same(cell, &text)
        });
        assert!(found, "no cell shows {text}: {figure}");
    }
    for (table, label, head, cell) in cells() {
        // Bounds of an interval belong to the figure in the column before.
        if head.contains("interval") {
            continue;
        }
        let found = figures.iter().any(|figure| {
            stands_under(figure, head, &heads)
                && about(label, head, &figure["population"])
                && same(cell, &printed_text(figure))
        });
        assert!(found, "{}: {label}, {head}: {cell} is not in results.json", table.caption);
    }
}

#[test]
fn the_bounds_printed_are_those_of_results_json() {
    let figures = figures("governors");
    let bounds: BTreeSet<String> = figures
        .iter()
        .filter(|figure| figure["status"] == "ok" && !figure["low"].is_null())
        .map(|figure| format!("{} to {}", figure["low"], figure["high"]))
        .collect();
    let decimal = |text: &str| {
        text.split(" to ")
            .map(|bound| plain(bound).parse::<f64>().map_or_else(|_| bound.to_owned(), |number| format!("{number:?}")))
            .collect::<Vec<_>>()
    };
    let bounds: BTreeSet<Vec<String>> = bounds.iter().map(|text| decimal(text)).collect();
    let mut seen = 0;
    for table in tables(&pack_text("governors/governor-report.html")) {
        for (column, _) in table.heads.iter().enumerate().filter(|(_, head)| head.contains("interval")) {
            for row in table.rows.iter().filter(|row| row[column].contains(" to ")) {
                assert!(bounds.contains(&decimal(&row[column])), "{}: {}", table.caption, row[column]);
                seen += 1;
            }
        }
    }
    assert!(seen > 0, "some table prints intervals");
}

#[test]
fn withheld_figures_carry_nothing_at_all() {
    let figures = figures("governors");
    let withheld: Vec<&Value> = figures.iter().filter(|figure| figure["status"] != "ok").collect();
    assert!(withheld.iter().any(|figure| figure["status"] == "suppressed"), "three looked-after children are withheld");
    for figure in withheld {
        for key in ["value", "n", "numerator", "denominator", "low", "high"] {
            assert!(figure[key].is_null(), "{key}: {figure}");
        }
    }
    for figure in &figures {
        assert_eq!(figure["pack"], "governors");
    }
}

#[test]
fn no_sheet_is_hidden_and_each_begins_in_a1() {
    for name in [
        "governors/governor-report.xlsx",
        "staff/pupil-lists.xlsx",
        "staff/staff-lists.xlsx",
        "staff/data-quality.xlsx",
        "staff/all-figures.xlsx",
    ] {
        let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(std::io::Cursor::new(pack_file(name))).expect("opens");
        for sheet in book.sheets_metadata().to_vec() {
            assert_eq!(sheet.visible, SheetVisible::Visible, "{name}: {}", sheet.name);
            let range = book.worksheet_range(&sheet.name).expect("a sheet");
            assert!(
                matches!(range.get_value((0, 0)), Some(Data::String(text)) if !text.is_empty()),
                "{name}: {}",
                sheet.name
            );
            let formulas = book.worksheet_formula(&sheet.name).expect("a sheet");
            assert_eq!(
                formulas.used_cells().filter(|(_, _, formula)| !formula.is_empty()).count(),
                0,
                "{name}: {}",
                sheet.name
            );
        }
    }
}

#[test]
fn every_drawing_has_a_text_alternative() {
    let mut drawn = 0;
    for (part, bytes) in parts(&pack_file("governors/governor-report.xlsx")) {
        if !part.starts_with("xl/drawings/drawing") {
            continue;
        }
        let xml = String::from_utf8_lossy(&bytes).into_owned();
        for tag in xml.split("<xdr:cNvPr ").skip(1) {
            let tag = tag.split('>').next().unwrap_or_default();
            let text =
                tag.split_once("descr=\"").and_then(|(_, rest)| rest.split_once('"')).map_or("", |(text, _)| text);
            assert!(text.chars().count() >= 20, "{part}: <xdr:cNvPr {tag}>");
            drawn += 1;
        }
    }
    assert!(drawn >= 5, "{drawn} drawings");
}

#[test]
fn nothing_in_a_workbook_reaches_outside() {
    for name in [
        "governors/governor-report.xlsx",
        "staff/pupil-lists.xlsx",
        "staff/staff-lists.xlsx",
        "staff/data-quality.xlsx",
        "staff/all-figures.xlsx",
    ] {
        for (part, bytes) in parts(&pack_file(name)) {
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains("TargetMode=\"External\""), "{name}: {part}");
            assert!(!part.contains("vbaProject") && !part.contains("externalLink"), "{name}: {part}");
        }
    }
}

#[test]
fn nothing_is_printed_while_a_workbook_is_written() {
    // The workbook library warns on standard error when it leaves out a text that is too long.
    let stderr = &crate::binary::demo().said.stderr;
    assert!(!stderr.contains("greater than Excel's limit"), "{stderr}");
}
