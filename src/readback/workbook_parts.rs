//! The parts of a workbook besides its cells: properties, drawings, native charts and what they keep of their cells,
//! headers and footers, formats.

use std::collections::BTreeMap;

use super::Reader;
use super::numbers::{has_digit, has_number, tidy, value};
use super::parts::Element;
use super::workbook::{Cells, is_reference, position};

/// Attributes that people read.
const SAID: [&str; 17] = [
    "descr",
    "title",
    "tooltip",
    "display",
    "prompt",
    "promptTitle",
    "error",
    "errorTitle",
    "altText",
    "altTextSummary",
    "comment",
    "description",
    "help",
    "statusBar",
    "customMenu",
    "author",
    "text",
];

/// Parts without content: no text, and number formats that add nothing to a number but a percent sign.
pub(super) fn furniture(reader: &mut Reader<'_>, name: &str, root: &Element) {
    for element in root.all() {
        let text = element.own_text();
        if has_number(&text) && element.name != "definedName" {
            reader.foreign(&format!("{name}, {}", element.name), &text, "a text that no workbook of a pack has");
        }
        let format = element.attribute("formatCode").unwrap_or_default();
        if has_number(&format.replace('0', "")) {
            reader.foreign(&format!("{name}, formatCode"), format, "a number format with a text");
        }
    }
}

/// Relations to other parts only.
pub(super) fn relations(reader: &mut Reader<'_>, name: &str, root: &Element) {
    for element in root.all() {
        if element.attribute("TargetMode").is_some_and(|mode| mode != "Internal") {
            reader.foreign(name, element.attribute("Target").unwrap_or_default(), "a link to outside");
        }
    }
}

/// Document properties: the time of making is fixed, the rest are texts.
pub(super) fn properties(reader: &mut Reader<'_>, name: &str, root: &Element) {
    for element in root.all() {
        let text = element.own_text();
        let fixed = match element.name.as_str() {
            "created" | "modified" => is_fixed_time(&text),
            "AppVersion" => text.chars().all(|c| c.is_ascii_digit() || c == '.') && text.len() <= 8,
            // Names of sheets and of their ranges for printing.
            "lpstr" => {
                let sheet = text.split('!').next().unwrap_or_default().trim_matches('\'').replace("''", "'");
                reader.text(&format!("{name}, {}", element.name), &sheet, "sheet name");
                true
            }
            "revision" => text == "1",
            // How many sheets and named ranges there are, and flags.
            "i4" | "DocSecurity" => text.len() <= 3 && name.ends_with("app.xml"),
            _ => false,
        };
        if !fixed {
            reader.text(&format!("{name}, {}", element.name), &text, "document property");
        }
        for (key, value) in &element.attributes {
            let plain = key.starts_with("xmlns") || key.ends_with(":type") || key == "size" || key == "baseType";
            if has_digit(value) && !plain {
                reader.foreign(&format!("{name}, {}", element.name), value, "a property that no pack has");
            }
        }
    }
}

/// Packs are made without a clock: midnight of a year's first day.
fn is_fixed_time(text: &str) -> bool {
    text.ends_with("-01-01T00:00:00Z") && text.len() == 20
}

/// A native chart: its titles are texts, and what it keeps of its cells must be what the cells say.
pub(super) fn chart(reader: &mut Reader<'_>, name: &str, root: &Element, sheets: &BTreeMap<String, Cells>) {
    for element in root.all() {
        let reference = element.child("f").map(Element::text);
        let kept = element.elements().find(|child| child.name == "numCache" || child.name == "strCache");
        if let (Some(reference), Some(kept)) = (&reference, kept) {
            let cells = range(reference, sheets);
            for point in kept.elements().filter(|child| child.name == "pt") {
                let at: usize = point.attribute("idx").and_then(|at| at.parse().ok()).unwrap_or(usize::MAX);
                let text = point.child("v").map(Element::text).unwrap_or_default();
                let cell = cells.get(at).map_or("", String::as_str);
                let same = tidy(&text) == cell || value(&text).is_some() && value(&text) == value(cell);
                if !same {
                    reader.foreign(name, &text, "a chart's own copy, which is not what its cell says");
                }
            }
        } else if matches!(element.name.as_str(), "numLit" | "strLit" | "externalData" | "userShapes") {
            reader.foreign(name, &element.text(), "a chart with values of its own");
        }
        if element.name == "t" {
            reader.text(&format!("{name}, title"), &element.text(), "title of a chart");
        }
        // The name of a line without a cell.
        if element.name == "tx"
            && let Some(own) = element.child("v")
        {
            reader.text(&format!("{name}, name of a line"), &own.text(), "name of a line");
        }
        if element.name == "f" && !element.text().rsplit_once('!').is_some_and(|(_, range)| is_reference(range)) {
            reader.foreign(name, &element.text(), "a chart's reference to no cells");
        }
        for (key, value) in &element.attributes {
            if SAID.contains(&key.as_str()) {
                reader.text(&format!("{name}, {key}"), value, "attribute");
            }
        }
    }
}

/// The cells of `'Sheet'!$A$5:$A$9` in order.
fn range(reference: &str, sheets: &BTreeMap<String, Cells>) -> Vec<String> {
    let Some((sheet, cells)) = reference.rsplit_once('!') else { return Vec::new() };
    let sheet = sheet.trim_matches('\'').replace("''", "'");
    let Some(known) = sheets.get(&sheet) else { return Vec::new() };
    let plain = cells.replace('$', "");
    let (first, last) = plain.split_once(':').unwrap_or((&plain, &plain));
    let (Some((top, left)), Some((bottom, right))) = (position(first), position(last)) else { return Vec::new() };
    if bottom.saturating_sub(top) > 100_000 || right.saturating_sub(left) > 16_384 {
        return Vec::new();
    }
    let places = (top..=bottom).flat_map(|row| (left..=right).map(move |column| (row, column)));
    places.map(|at| known.get(&at).cloned().unwrap_or_default()).collect()
}

/// What people read of a part besides cells: alternatives, tips, headers and footers. `names` are identifiers.
pub(super) fn spoken(reader: &mut Reader<'_>, name: &str, root: &Element, names: &[&str]) {
    for element in root.all() {
        if matches!(
            element.name.as_str(),
            "oddHeader" | "oddFooter" | "evenHeader" | "evenFooter" | "firstHeader" | "firstFooter"
        ) {
            for part in header_parts(&element.text()) {
                reader.text(&format!("{name}, {}", element.name), &part, "header or footer");
            }
        } else if !matches!(element.name.as_str(), "v" | "t" | "f") && name.starts_with("xl/worksheets") {
            let text = element.own_text();
            // Colour scales and the like hold formulas; a pack's have none with text.
            if has_number(&text) {
                reader.foreign(&format!("{name}, {}", element.name), &text, "a text outside of cells");
            }
        } else if name.starts_with("xl/drawings") && element.name == "t" {
            reader.foreign(name, &element.text(), "a text box");
        }
        for (key, value) in &element.attributes {
            let key = key.as_str();
            if key == "descr" {
                reader.alternative(&format!("{name}, {key}"), value);
            } else if SAID.contains(&key)
                || (name.starts_with("xl/tables") && element.name == "tableColumn" && key == "name")
            {
                let plain = value.rfind(" (").filter(|at| value[at + 2..].trim_end_matches(')').parse::<u8>().is_ok());
                reader.text(&format!("{name}, {key}"), plain.map_or(value, |at| &value[..at]), "attribute");
            } else if has_digit(value) && !is_structure(element, key, value) && !names.contains(&key) {
                reader.foreign(
                    &format!("{name}, attribute {key}"),
                    value,
                    "an attribute that no workbook of a pack has",
                );
            }
        }
    }
}

/// Texts of a header without its codes: `&L`, `&9`, `&"Arial,Bold"`, `&P`.
fn header_parts(text: &str) -> Vec<String> {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        let mut signs = after.chars();
        match signs.next() {
            Some('&') => {
                plain.push('&');
                rest = &after[1..];
            }
            Some('"') => rest = after[1..].split_once('"').map_or("", |(_, rest)| rest),
            // Sizes have two digits at most.
            Some(c) if c.is_ascii_digit() => {
                let digits = after.chars().take_while(char::is_ascii_digit).count().min(2);
                rest = &after[digits..];
            }
            Some('L' | 'C' | 'R') => {
                plain.push('\n');
                rest = &after[1..];
            }
            Some(c) => rest = &after[c.len_utf8()..],
            None => rest = "",
        }
    }
    plain.push_str(rest);
    plain.lines().map(tidy).filter(|line| !line.is_empty()).collect()
}

/// Attributes of the format itself: places, sizes, styles, references.
fn is_structure(element: &Element, key: &str, value: &str) -> bool {
    const KEYS: [&str; 72] = [
        "r",
        "s",
        "t",
        "ht",
        "width",
        "min",
        "max",
        "style",
        "count",
        "manualBreakCount",
        "man",
        "uniqueCount",
        "id",
        "ref",
        "sqref",
        "customHeight",
        "defaultRowHeight",
        "customWidth",
        "spans",
        "xSplit",
        "ySplit",
        "topLeftCell",
        "activeCell",
        "zoomScale",
        "zoomScaleNormal",
        "workbookViewId",
        "tabSelected",
        "showGridLines",
        "left",
        "right",
        "top",
        "bottom",
        "header",
        "footer",
        "paperSize",
        "scale",
        "fitToWidth",
        "fitToHeight",
        "horizontalDpi",
        "verticalDpi",
        "fitToPage",
        "priority",
        "dxfId",
        "rgb",
        "theme",
        "tint",
        "x",
        "y",
        "cx",
        "cy",
        "prst",
        "noChangeAspect",
        "embed",
        "uri",
        "idx",
        "dataDxfId",
        "totalsRowCount",
        "totalsRowShown",
        "showFirstColumn",
        "showLastColumn",
        "showRowStripes",
        "showColumnStripes",
        "hidden",
        "bestFit",
        "editAs",
        "fLocksWithSheet",
        "w",
        "h",
        "val",
        "outlineLevel",
        "headerRowCount",
        "state",
    ];
    let short = value.chars().count() <= 40;
    let plain =
        value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '$' | ' ' | '{' | '}' | ','));
    let own = key.rsplit_once(':').map_or(key, |(_, own)| own);
    key.starts_with("xmlns")
        || (own == "uri" && value == "http://schemas.openxmlformats.org/drawingml/2006/chart")
        || (own == "location" && element.name == "hyperlink")
        || (KEYS.contains(&own) && short && plain)
        || (key == "name" && ["cNvPr", "table"].contains(&element.name.as_str()) && short)
}
