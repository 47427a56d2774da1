//! A Word document, part by part: paragraphs, tables, headers and footers, text alternatives, properties, pictures.

use super::Reader;
use super::numbers::{has_digit, has_number};
use super::parts::{Child, Element, parts, xml};
use super::{png, workbook_parts};

/// Reads a document.
pub(super) fn read(reader: &mut Reader<'_>, bytes: &[u8]) {
    let Some((parts, comment)) = parts(bytes) else {
        return reader.foreign("the whole file", "", "a document that cannot be opened");
    };
    if !comment.is_empty() {
        reader.foreign("the archive's comment", &String::from_utf8_lossy(&comment), "comment");
    }
    for part in &parts {
        let name = part.name.as_str();
        if name.ends_with(".png") {
            png::read(reader, name, &part.bytes);
            continue;
        }
        let Some(root) = xml(&part.bytes) else {
            reader.foreign(name, &String::from_utf8_lossy(&part.bytes), "a part that cannot be read");
            continue;
        };
        for element in root.all() {
            for child in &element.children {
                if let Child::Aside(text) = child
                    && has_number(text)
                    && !text.starts_with("xml ")
                {
                    reader.foreign(name, text, "comment");
                }
            }
        }
        match name {
            _ if name.ends_with(".rels") => {
                for element in root.all() {
                    if element.attribute("TargetMode").is_some_and(|mode| mode != "Internal") {
                        reader.foreign(name, element.attribute("Target").unwrap_or_default(), "a link to outside");
                    }
                }
            }
            _ if name.starts_with("docProps/") => workbook_parts::properties(reader, name, &root),
            _ if name == "word/document.xml" || is_margin(name) => {
                attributes(reader, name, &root);
                let mut caption = String::new();
                body(reader, name, &root, &mut caption, &mut 0);
            }
            "[Content_Types].xml"
            | "word/styles.xml"
            | "word/settings.xml"
            | "word/fontTable.xml"
            | "word/numbering.xml"
            | "word/webSettings.xml"
            | "word/theme/theme1.xml"
            | "word/comments.xml"
            | "word/commentsExtended.xml"
            | "word/footnotes.xml" => {
                // Formats. A document of a pack has no comments and footnotes: any word in their parts is too many.
                for element in root.all() {
                    let text = element.own_text();
                    if has_number(&text)
                        || ((name.starts_with("word/comments") || name.starts_with("word/footnotes"))
                            && !text.trim().is_empty())
                    {
                        reader.foreign(
                            &format!("{name}, {}", element.name),
                            &text,
                            "a text that no document of a pack has",
                        );
                    }
                }
            }
            _ => reader.foreign(name, &root.text(), "a part that no document of a pack has"),
        }
    }
}

fn is_margin(name: &str) -> bool {
    let file = name.strip_prefix("word/").unwrap_or_default();
    (file.starts_with("header") || file.starts_with("footer")) && file.ends_with(".xml")
}

/// Paragraphs and tables in the order of the document; a table's caption is the paragraph of that style before it.
fn body(reader: &mut Reader<'_>, part: &str, element: &Element, caption: &mut String, tables: &mut usize) {
    for child in element.elements() {
        match child.name.as_str() {
            "p" => {
                let text = paragraph(child);
                let style =
                    child.child("pPr").and_then(|style| style.child("pStyle")).and_then(|style| style.attribute("val"));
                if style == Some("Caption") {
                    caption.clone_from(&text);
                }
                let place = if is_margin(part) { part.to_owned() } else { format!("{part}, paragraph") };
                // A footer's page numbers are fields, with a value until the document is opened.
                let labels = &reader.pack.definitions;
                let fields = format!("{} 1 {} 1", labels.label_of("page"), labels.label_of("page_of"));
                let text = if is_margin(part) {
                    text.trim_end_matches(&fields).trim_end_matches([' ', '·']).to_owned()
                } else {
                    text
                };
                reader.text(&place, &text, "paragraph");
            }
            "tbl" => {
                *tables += 1;
                let mut rows: Vec<Vec<String>> = child
                    .elements()
                    .filter(|row| row.name == "tr")
                    .map(|row| row.elements().filter(|cell| cell.name == "tc").map(cell_text).collect())
                    .collect();
                let heads = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
                reader.table(&format!("table {tables}"), caption, heads, rows);
            }
            "sectPr" => {}
            _ => body(reader, part, child, caption, tables),
        }
    }
}

fn cell_text(cell: &Element) -> String {
    let paragraphs = cell.all().into_iter().filter(|element| element.name == "p").map(paragraph);
    paragraphs.collect::<Vec<String>>().join(" ")
}

/// The words of a paragraph, hidden and deleted ones too; codes of fields such as `PAGE` are none.
fn paragraph(paragraph: &Element) -> String {
    let mut text = String::new();
    for element in paragraph.all() {
        match element.name.as_str() {
            "tab" | "br" => text.push(' '),
            "instrText" => {
                let code = element.own_text();
                if !["PAGE", "NUMPAGES"].contains(&code.trim()) {
                    text.push_str(&code);
                }
            }
            _ => text.push_str(&element.own_text()),
        }
    }
    text
}

fn attributes(reader: &mut Reader<'_>, part: &str, root: &Element) {
    for element in root.all() {
        for (key, value) in &element.attributes {
            let own = key.rsplit_once(':').map_or(key.as_str(), |(_, own)| own);
            let said = ["descr", "title", "tooltip", "alt", "placeholder"].contains(&own);
            let place = format!("{part}, {own} of {}", element.name);
            if said {
                reader.alternative(&place, value);
            } else if has_digit(value) && !is_structure(element, key, value) {
                reader.foreign(&place, value, "an attribute that no document of a pack has");
            }
        }
    }
}

/// Attributes of the format itself. Numbers of figures could only hide in lengths and identifiers.
fn is_structure(element: &Element, key: &str, value: &str) -> bool {
    let flag = ["noChangeAspect", "noChangeArrowheads", "rot"].contains(&key) && ["0", "1"].contains(&value);
    let plain = value.len() <= 24
        && value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | ' ' | '_' | '%'));
    let formats = ["w:", "w14:", "w15:", "r:", "wp:", "wp14:", "a:", "pic:"];
    let drawing = [
        "id",
        "cx",
        "cy",
        "x",
        "y",
        "distT",
        "distB",
        "distL",
        "distR",
        "relativeHeight",
        "simplePos",
        "prst",
        "l",
        "t",
        "r",
        "b",
    ];
    key.starts_with("xmlns")
        || key == "uri"
        || flag
        || (key == "mc:Ignorable" && value.split(' ').all(|name| ["w14", "w15", "wp14"].contains(&name)))
        || (plain && formats.iter().any(|format| key.starts_with(format)))
        || (plain && drawing.contains(&key))
        || (key == "name" && ["docPr", "cNvPr"].contains(&element.name.as_str()) && is_figure_name(value))
}

/// "Figure 3".
fn is_figure_name(value: &str) -> bool {
    value
        .strip_prefix("Figure ")
        .is_none_or(|number| number.len() <= 3 && number.bytes().all(|byte| byte.is_ascii_digit()))
        && (value.starts_with("Figure") || value.is_empty())
}
