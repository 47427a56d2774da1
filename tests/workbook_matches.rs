//! Workbooks as their readers find them: one table a sheet, nothing hidden, every drawing described, nothing outside.

/// The tables of a page.
pub mod page_tables;
/// The cells of a workbook as Excel prints them.
pub mod printed;

use std::collections::BTreeSet;

use calamine::{Data, Reader as _, SheetVisible};
use serde_json::Value;

use crate::binary::{figures, files_in, pack_file, packs, parts};
use page_tables::Table;
use printed::Book;

/// The workbook's sheets with tables, as pages would show them: the two columns of an interval joined into one. A list
/// has its title and what it is about in the first two cells; a page has both in the caption.
pub fn sheets_as_tables(book: &Book) -> Vec<Table> {
    let mut tables = Vec::new();
    for (name, rows) in &book.sheets {
        if ["Summary", "Contents", "Notes"].contains(&name.as_str()) {
            continue;
        }
        let cell = |row: usize, column: usize| rows.get(&(row, column)).cloned().unwrap_or_default();
        let head = book.heads[name];
        let width = (0..).take_while(|column| !cell(head, *column).is_empty()).count();
        let heads: Vec<String> = (0..width).map(|column| cell(head, column)).collect();
        let last = rows.keys().map(|(row, _)| *row).max().unwrap_or(0);
        let body = (head + 1..=last).map(|row| (0..width).map(|column| cell(row, column)).collect::<Vec<String>>());
        let figures = (3..head).any(|row| cell(row, 0).starts_with("One table;"));
        let caption = if figures { cell(0, 0) } else { format!("{}. {}", cell(0, 0), cell(1, 0)) };
        tables.push(join_intervals(Table { figures, caption, heads, rows: body.collect() }));
    }
    tables
}

fn join_intervals(table: Table) -> Table {
    let mut joined = Table { heads: Vec::new(), rows: vec![Vec::new(); table.rows.len()], ..table.clone() };
    let mut column = 0;
    while column < table.heads.len() {
        // Excel wants headings that differ: a second "n" stands there as "n (2)".
        let head =
            table.heads[column].split(" (2)").next().unwrap_or_default().split(" (3)").next().unwrap_or_default();
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

/// Every workbook of the packs, by its path: a new one is looked at without being named here.
pub fn workbooks() -> Vec<String> {
    let books: Vec<String> = files_in(&packs()).into_keys().filter(|name| name.ends_with(".xlsx")).collect();
    assert!(books.len() >= 9, "{books:?}");
    books
}

#[test]
fn no_sheet_is_hidden_and_each_begins_in_a1() {
    for name in workbooks() {
        let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(std::io::Cursor::new(pack_file(&name))).expect("opens");
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
    for name in workbooks() {
        for (part, bytes) in parts(&pack_file(&name)) {
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

#[test]
fn a_sheet_has_a_title_in_a1_one_table_and_no_empty_row_above_or_in_it() {
    for name in workbooks() {
        // Opening asserts that each sheet has one table.
        let book = printed::Book::open(&pack_file(&name));
        for (sheet, cells) in &book.sheets {
            let place = format!("{name}: {sheet}");
            let filled: BTreeSet<usize> =
                cells.iter().filter(|(_, text)| !text.is_empty()).map(|((row, _), _)| *row).collect();
            let head = book.heads[sheet];
            assert!((3..40).contains(&head), "{place}: headings in row {}", head + 1);
            for row in 0..=head {
                assert!(filled.contains(&row), "{place}: row {} is empty", row + 1);
                // Above the headings there is one column of lines: no second table, no merged cells to be guessed.
                let wide = cells.keys().any(|(at, column)| *at == row && *column > 0);
                assert!(row == head || !wide, "{place}: row {} has more than a line", row + 1);
            }
            let last = filled.last().copied().unwrap_or(head);
            let empty: Vec<usize> = (head + 1..=last).filter(|row| !filled.contains(row)).collect();
            assert!(empty.is_empty() || empty.len() == last - head, "{place}: empty rows {empty:?}");
        }
    }
}

#[test]
fn staff_filter_every_table_that_they_work_with_and_every_sheet_prints_on_a4() {
    let mut filtered = 0;
    for name in workbooks() {
        let all = parts(&pack_file(&name));
        for (part, bytes) in all.iter().filter(|(part, _)| part.starts_with("xl/worksheets/sheet")) {
            let xml = String::from_utf8_lossy(bytes);
            for setting in ["paperSize=\"9\"", "fitToWidth", "<headerFooter>", "state=\"frozen\""] {
                let there = xml.contains(setting)
                    || (setting == "fitToWidth" && xml.contains("<pageSetUpPr fitToPage=\"1\"/>"));
                assert!(there, "{name}: {part}: {setting}");
            }
            assert!(!xml.contains("<mergeCell"), "{name}: {part} has merged cells");
        }
        let tables = all.iter().filter(|(part, _)| part.starts_with("xl/tables/"));
        let with_filter = tables.filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains("<autoFilter")).count();
        if name.starts_with("staff/") {
            // All sheets but the summary, the list of the sheets and the notes of a report.
            let sheets = all.keys().filter(|part| part.starts_with("xl/worksheets/sheet")).count();
            assert!(with_filter + 3 >= sheets, "{name}: {with_filter} filters in {sheets} sheets");
        }
        filtered += with_filter;
    }
    assert!(filtered > 20, "{filtered}");
}

/// The value of an attribute of a tag.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    tag.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split_once('"')).map(|(value, _)| value)
}

#[test]
fn the_parts_of_a_workbook_fit_together_so_that_nothing_is_repaired() {
    for name in workbooks() {
        let all = parts(&pack_file(&name));
        let xml = |part: &str| String::from_utf8(all[part].clone()).unwrap_or_else(|_| panic!("{name}: {part}"));
        for part in all.keys().filter(|part| part.ends_with(".xml") || part.ends_with(".rels")) {
            let text = xml(part);
            let mut reader = quick_xml::Reader::from_str(&text);
            loop {
                match reader.read_event() {
                    Ok(quick_xml::events::Event::Eof) => break,
                    Ok(_) => {}
                    Err(error) => panic!("{name}: {part}: {error}"),
                }
            }
        }
        // Every part has a type, and every reference leads to a part.
        let types = xml("[Content_Types].xml");
        for part in all.keys().filter(|part| *part != "[Content_Types].xml") {
            let ending = part.rsplit('.').next().unwrap_or_default();
            let known =
                types.contains(&format!("PartName=\"/{part}\"")) || types.contains(&format!("Extension=\"{ending}\""));
            assert!(known, "{name}: {part} has no type");
        }
        for rels in all.keys().filter(|part| part.ends_with(".rels")) {
            let folder = rels.split("_rels/").next().unwrap_or_default();
            for tag in xml(rels).split("<Relationship ").skip(1) {
                let target = attribute(&format!(" {tag}"), "Target").expect("a target").to_owned();
                let mut path: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
                for step in target.trim_start_matches('/').split('/') {
                    if step == ".." {
                        path.pop();
                    } else {
                        path.push(step);
                    }
                }
                let path =
                    if target.starts_with('/') { target.trim_start_matches('/').to_owned() } else { path.join("/") };
                assert!(all.contains_key(&path), "{name}: {rels} leads to {path}");
            }
        }
        // Excel repairs a table whose columns are not called what their headings say, or are called alike.
        let mut names = BTreeSet::new();
        for part in all.keys().filter(|part| part.starts_with("xl/tables/")) {
            let table = xml(part);
            let tag = table.split_once("<table ").map_or("", |(_, rest)| rest.split('>').next().unwrap_or_default());
            assert!(
                names.insert(attribute(&format!(" {tag}"), "name").unwrap_or_default().to_owned()),
                "{name}: {part}"
            );
            let columns: Vec<String> = table
                .split("<tableColumn ")
                .skip(1)
                .filter_map(|tag| attribute(&format!(" {tag}"), "name").map(str::to_lowercase))
                .collect();
            let different: BTreeSet<&String> = columns.iter().collect();
            assert_eq!(different.len(), columns.len(), "{name}: {part}: {columns:?}");
        }
    }
}
