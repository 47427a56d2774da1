//! The tables of a Word document.

use crate::binary::parts;
use crate::workbook_matches::page_tables::text;

/// Text of a piece of WordprocessingML.
fn words(xml: &str) -> String {
    let mut found = String::new();
    // A new line of a cell.
    let xml = xml.replace("<w:br w:type=\"textWrapping\" />", "<w:t> </w:t>");
    for part in xml.split("<w:t").skip(1) {
        // `<w:tbl>`, `<w:tr>` and `<w:tc>` begin alike.
        let Some(part) =
            part.strip_prefix('>').or_else(|| part.strip_prefix(" ").and_then(|p| p.split_once('>')).map(|p| p.1))
        else {
            continue;
        };
        found.push_str(part.split("</w:t>").next().unwrap_or_default());
    }
    text(&found.replace("&apos;", "'"))
}

/// The tables of a document's bytes: first row, other rows.
pub fn tables(document: &[u8]) -> Vec<(Vec<String>, Vec<Vec<String>>)> {
    let document = parts(document).remove("word/document.xml").expect("a document");
    let document = String::from_utf8(document).expect("UTF-8");
    let one = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    document
        .split("<w:tbl>")
        .skip(1)
        .map(|table| table.split("</w:tbl>").next().unwrap_or_default())
        .map(|table| {
            let mut rows: Vec<Vec<String>> = table
                .split("<w:tr>")
                .flat_map(|part| part.split("<w:tr "))
                .skip(1)
                .map(|row| row.split("<w:tc>").skip(1).map(words).map(one).collect())
                .collect();
            (rows.remove(0), rows)
        })
        .collect()
}
