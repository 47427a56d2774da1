//! Tables of web pages, which many school systems save under the name of a workbook.
//!
//! Every cell is text as a reader of the page sees it: `1.234,56` stays `1.234,56`. Of cells that span rows or columns the
//! first holds the text, as in a workbook's merged cells.

use scraper::{ElementRef, Html, Node};

use super::raw_table::{Cell, RawTable};
use super::refusal::Refusal;
use super::text;

/// What a browser allows a cell to span.
const SPAN: u32 = 1000;
/// As many columns as a sheet has.
const COLUMNS: u32 = 16_384;

/// Reads every table of a page that holds anything; a table inside another is one of its own.
pub(super) fn read(bytes: &[u8], name: &str) -> Result<Vec<RawTable>, Refusal> {
    let page = Html::parse_document(&text::decode(bytes));
    let tables = page.root_element().descendent_elements().filter(|element| element.value().name() == "table");
    let mut found: Vec<RawTable> = tables.map(|table| read_table(table, name)).collect();
    if found.is_empty() {
        return Err(Refusal::no_table("it is a web page without a table"));
    }
    found.retain(|table| !table.rows().is_empty());
    if found.len() > 1 {
        for (number, table) in found.iter_mut().enumerate() {
            table.sheet = Some(format!("table {}", number + 1));
        }
    }
    Ok(found)
}

fn read_table(element: ElementRef<'_>, name: &str) -> RawTable {
    let mut table = RawTable::new(name, None);
    // For each column, how many rows a cell from above still fills.
    let mut filled: Vec<u32> = Vec::new();
    for (row, line) in (1_u32..).zip(own(element, "tr")) {
        if is_hidden(line) {
            table.hidden_rows.push(row - 1);
        }
        let mut column = 0_u32;
        for cell in line.child_elements().filter(|cell| matches!(cell.value().name(), "td" | "th")) {
            while filled.get(column as usize).is_some_and(|rows| *rows > 0) {
                column += 1;
            }
            let across = span(cell, "colspan").min(COLUMNS.saturating_sub(column));
            let down = span(cell, "rowspan");
            if across == 0 {
                break;
            }
            table.push(row, column + 1, Cell::Text(&visible_text(cell)));
            if across > 1 || down > 1 {
                table.merged.push((row - 1, column, row + down - 2, column + across - 1));
            }
            let end = (column + across) as usize;
            if filled.len() < end {
                filled.resize(end, 0);
            }
            filled[column as usize..end].fill(down);
            column += across;
        }
        for rows in &mut filled {
            *rows = rows.saturating_sub(1);
        }
    }
    table
}

/// Elements of a name that belong to this table and to none inside it, in order.
fn own<'a>(table: ElementRef<'a>, name: &str) -> Vec<ElementRef<'a>> {
    let mut found = Vec::new();
    let mut open: Vec<ElementRef<'a>> = table.child_elements().collect();
    open.reverse();
    while let Some(element) = open.pop() {
        let here = element.value().name();
        if here == name {
            found.push(element);
        } else if here != "table" {
            let at = open.len();
            open.extend(element.child_elements());
            open[at..].reverse();
        }
    }
    found
}

fn span(cell: ElementRef<'_>, attribute: &str) -> u32 {
    cell.attr(attribute).and_then(|text| text.trim().parse().ok()).unwrap_or(1).clamp(1, SPAN)
}

fn is_hidden(line: ElementRef<'_>) -> bool {
    let style = line.attr("style").unwrap_or_default().replace(' ', "").to_ascii_lowercase();
    line.attr("hidden").is_some() || style.contains("display:none")
}

/// The text as it is seen, blanks run together; tables inside are read by themselves.
fn visible_text(cell: ElementRef<'_>) -> String {
    let mut text = String::new();
    let mut open: Vec<_> = cell.children().collect();
    open.reverse();
    while let Some(node) = open.pop() {
        match node.value() {
            Node::Text(part) => text.push_str(part),
            Node::Element(element) => match element.name() {
                "table" | "script" | "style" => {}
                name => {
                    // What begins a line of its own is a word of its own.
                    if matches!(name, "br" | "p" | "div" | "li" | "ul" | "ol" | "hr") {
                        text.push(' ');
                    }
                    let at = open.len();
                    open.extend(node.children());
                    open[at..].reverse();
                }
            },
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sources::testing::shown;

    #[test]
    fn spans_entities_and_numbers_as_seen() {
        let page = "<html><body><h1>Register</h1><table>\
            <tr><th rowspan=2>UPN</th><th colspan=2>Mon &amp; Tue</th></tr>\
            <tr><th>AM</th><th>PM</th></tr>\
            <tr style='display: none'><td>A1</td><td>1.234,56</td><td>&nbsp;</td></tr>\
            <tr><td>A<b>2</b><br>x</td><td>007</td></table>";
        let tables = read(page.as_bytes(), "a.xls").unwrap();
        assert_eq!(
            shown(&tables),
            "A1=UPN B1=Mon & Tue\nB2=AM C2=PM\nA3=A1 B3=1.234,56\nA4=A2 x B4=007\n\
             hidden rows 3\nmerged A1:A2 B1:C1\n"
        );
    }

    #[test]
    fn tables_inside_tables_and_pages_without() {
        let page = "<table><tr><td>Report<table><tr><td>UPN</td></tr></table></td></tr></table><table></table>";
        let tables = read(page.as_bytes(), "a.xls").unwrap();
        assert_eq!(shown(&tables), "[table 1]\nA1=Report\n[table 2]\nA1=UPN\n");
        assert_eq!(read(b"<html><p>Please log in</p></html>", "a.xls").unwrap_err().code, "S003");
    }

    proptest! {
        #[test]
        fn any_page_is_read_or_refused(parts in proptest::collection::vec(
            prop_oneof![
                Just("<table>".to_owned()), Just("</table>".to_owned()), Just("<tr>".to_owned()), Just("<td>".to_owned()),
                (0..2000_u32).prop_map(|n| format!("<td colspan={n} rowspan={n}>")), any::<String>(),
            ],
            0..60,
        )) {
            let _ = read(parts.concat().as_bytes(), "a.xls");
        }

        #[test]
        fn any_bytes_too(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = read(&bytes, "a.xls");
        }
    }
}
