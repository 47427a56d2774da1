//! A workbook, part by part: cells of every sheet (hidden ones too), shared texts that no cell uses, names, comments,
//! properties, headers and footers, drawings, and the values that native charts keep beside their cells.

use std::collections::{BTreeMap, BTreeSet};

use super::Reader;
use super::numbers::{has_digit, has_number, tidy, value};
use super::parts::{Child, Element, parts, xml};
use super::png;
use super::workbook_parts::{chart, furniture, properties, relations, spoken};

/// Texts by row and column from 0.
pub(super) type Cells = BTreeMap<(u32, u32), String>;

/// Reads a workbook.
pub(super) fn read(reader: &mut Reader<'_>, bytes: &[u8]) {
    let Some((parts, comment)) = parts(bytes) else {
        return reader.foreign("the whole file", "", "a workbook that cannot be opened");
    };
    if !comment.is_empty() {
        reader.foreign("the archive's comment", &String::from_utf8_lossy(&comment), "comment");
    }
    let tree = |name: &str| parts.iter().find(|part| part.name == name).and_then(|part| xml(&part.bytes));
    let strings = tree("xl/sharedStrings.xml").map(|root| shared(&root)).unwrap_or_default();
    let names = sheet_names(reader, tree("xl/workbook.xml").as_ref(), tree("xl/_rels/workbook.xml.rels").as_ref());
    let mut used = BTreeSet::new();
    let mut sheets: BTreeMap<String, Cells> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for part in &parts {
        if !seen.insert(part.name.as_str()) {
            reader.foreign(&part.name, "", "two parts of one name");
        }
        if part.name.ends_with(".png") {
            png::read(reader, &part.name, &part.bytes);
            continue;
        }
        let Some(root) = xml(&part.bytes) else {
            reader.foreign(&part.name, &String::from_utf8_lossy(&part.bytes), "a part that cannot be read");
            continue;
        };
        asides(reader, &part.name, &root);
        if let Some(name) = part.name.strip_prefix("xl/worksheets/").filter(|name| !name.contains('/')) {
            let sheet = names.get(name).cloned().unwrap_or_else(|| name.to_owned());
            let cells = sheet_part(reader, &sheet, &root, &strings, &mut used);
            sheets.insert(sheet, cells);
        }
    }
    for (at, text) in strings.iter().enumerate().filter(|(at, _)| !used.contains(at)) {
        if has_number(text) {
            reader.foreign(&format!("shared text {}", at + 1), text, "a text that no cell shows");
        }
    }
    for (name, cells) in &sheets {
        layout(reader, name, cells);
    }
    for part in &parts {
        let Some(root) = xml(&part.bytes) else { continue };
        match part.name.as_str() {
            "xl/sharedStrings.xml" => {}
            name @ ("[Content_Types].xml"
            | "xl/styles.xml"
            | "xl/theme/theme1.xml"
            | "xl/workbook.xml"
            | "xl/metadata.xml") => {
                furniture(reader, name, &root);
            }
            name if name.ends_with(".rels") => relations(reader, name, &root),
            name if name.starts_with("docProps/") => properties(reader, name, &root),
            name if name.starts_with("xl/charts/chart") => chart(reader, name, &root, &sheets),
            name if name.starts_with("xl/drawings/drawing") || name.starts_with("xl/tables/table") => {
                spoken(reader, name, &root, &["name", "displayName", "id", "ref", "dataDxfId", "headerRowDxfId"]);
            }
            name if name.starts_with("xl/worksheets/sheet") => spoken(reader, name, &root, &[]),
            name => reader.foreign(name, &root.text(), "a part that no workbook of a pack has"),
        }
    }
}

fn shared(root: &Element) -> Vec<String> {
    root.child("sst")
        .into_iter()
        .flat_map(Element::elements)
        .filter(|item| item.name == "si")
        .map(Element::text)
        .collect()
}

/// Names of the sheets by their part; hidden sheets and names that are not those of printing are reported.
fn sheet_names(
    reader: &mut Reader<'_>,
    workbook: Option<&Element>,
    relations: Option<&Element>,
) -> BTreeMap<String, String> {
    let targets: BTreeMap<&str, &str> = relations
        .into_iter()
        .flat_map(Element::all)
        .filter_map(|relation| Some((relation.attribute("Id")?, relation.attribute("Target")?)))
        .collect();
    let mut names = BTreeMap::new();
    for element in workbook.into_iter().flat_map(Element::all) {
        match element.name.as_str() {
            "sheet" => {
                let name = element.attribute("name").unwrap_or_default();
                let relation =
                    element.attributes.iter().find(|(key, _)| key.ends_with(":id")).map(|(_, id)| id.as_str());
                let target = relation.and_then(|id| targets.get(id)).copied().unwrap_or_default();
                let part = target.rsplit('/').next().unwrap_or_default();
                if element.attribute("state").is_some_and(|state| state != "visible") {
                    let place = named(reader, name);
                    reader.foreign(&place, "", "a hidden sheet");
                }
                reader.text("sheet names", name, "sheet name");
                names.insert(part.to_owned(), name.to_owned());
            }
            "definedName" => {
                let name = element.attribute("name").unwrap_or_default();
                let printing = ["_xlnm.Print_Titles", "_xlnm.Print_Area", "_xlnm._FilterDatabase"].contains(&name);
                let text = element.text();
                let is_range = text.rsplit_once('!').is_some_and(|(_, range)| is_reference(range));
                if !printing || !is_range || element.attribute("comment").is_some() {
                    reader.foreign("a defined name", &text, "a name that no workbook of a pack has");
                }
            }
            _ => {}
        }
    }
    names
}

/// A sheet in words; a name that is not one of the reports' could be what must not be said.
fn named(reader: &Reader<'_>, sheet: &str) -> String {
    let known = reader.pack.definitions.ids.contains(&super::definitions::slug(sheet)) || !has_digit(sheet);
    if known { format!("sheet \"{sheet}\"") } else { "a sheet with a name of its own".to_owned() }
}

/// `$A$1:$C$9`: letters, digits, dollar signs and a colon.
pub(super) fn is_reference(text: &str) -> bool {
    let one = |text: &str| {
        let text = text.replace('$', "");
        let letters = text.chars().take_while(char::is_ascii_uppercase).count();
        letters <= 3 && text[letters..].len() <= 7 && text[letters..].chars().all(|c| c.is_ascii_digit())
    };
    text.split(':').all(one) && text.split(':').count() <= 2
}

fn asides(reader: &mut Reader<'_>, name: &str, root: &Element) {
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
}

/// The cells of a sheet by row and column from 0, as texts.
fn sheet_part(
    reader: &mut Reader<'_>,
    sheet: &str,
    root: &Element,
    strings: &[String],
    used: &mut BTreeSet<usize>,
) -> Cells {
    let mut cells = Cells::new();
    let sheet = named(reader, sheet);
    for element in root.all() {
        if matches!(element.name.as_str(), "row" | "col")
            && element.attribute("hidden").is_some_and(|hidden| hidden != "0")
        {
            reader.foreign(&sheet, "", "a hidden row or column");
        }
        if element.name != "c" {
            continue;
        }
        let address = element.attribute("r").unwrap_or_default();
        let raw = element.child("v").map(Element::text).unwrap_or_default();
        let text = match element.attribute("t") {
            Some("s") => {
                let at = raw.parse().unwrap_or(usize::MAX);
                used.insert(at);
                strings.get(at).cloned().unwrap_or_default()
            }
            Some("inlineStr") => element.child("is").map(Element::text).unwrap_or_default(),
            _ => raw,
        };
        if let Some(formula) = element.child("f") {
            reader.foreign(&format!("{sheet}, {address}"), &formula.text(), "a formula");
        }
        match position(address) {
            Some(at) => {
                if cells.insert(at, tidy(&text)).is_some() {
                    reader.foreign(&format!("{sheet}, {address}"), &text, "a cell that is there twice");
                }
            }
            None => reader.foreign(&sheet, &text, "a cell without a place"),
        }
    }
    cells
}

/// Row and column from 0.
pub(super) fn position(address: &str) -> Option<(u32, u32)> {
    let letters = address.chars().take_while(char::is_ascii_uppercase).count();
    let column = address[..letters]
        .bytes()
        .try_fold(0_u32, |sum, letter| sum.checked_mul(26)?.checked_add(u32::from(letter - b'A') + 1))?;
    let row: u32 = address[letters..].parse().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

/// First row that may hold the headings of a table: title, description and mark stand above; notes may follow them, and
/// then a line that says in which row the headings are.
const FIRST: u32 = 3;

/// A sheet as its readers see it: the texts above, the table, the lines below.
fn layout(reader: &mut Reader<'_>, sheet: &str, cells: &Cells) {
    let at = |row: u32, column: u32| cells.get(&(row, column)).map_or("", String::as_str);
    let place = named(reader, sheet);
    let last = cells.keys().map(|(row, _)| *row).max().unwrap_or_default();
    let told = format!("{} {{}}.", reader.pack.definitions.label_of("one_table"));
    let tells = |row: u32| at(row, 0) == tidy(&told.replace("{}", &(row + 2).to_string()));
    let heads = (FIRST..=last).find(|row| !at(*row, 1).is_empty()).unwrap_or(FIRST);
    let width = (0..).take_while(|column| !at(heads, *column).is_empty()).count() as u32;
    let is_table = width > 1 && (0..FIRST).all(|row| at(row, 1).is_empty()) && (heads == FIRST || tells(heads - 1));
    let mut row = 0;
    let mut paragraph = String::new();
    while row <= last {
        let filled = cells.range((row, 0)..=(row, u32::MAX)).filter(|(_, text)| !text.is_empty()).count();
        if is_table && row == heads {
            reader.text(&place, &std::mem::take(&mut paragraph), "lines above a table");
            let end = (heads + 1..=last + 1).find(|row| at(*row, 1).is_empty()).unwrap_or(last + 1);
            let line = |row: u32| (0..width).map(|column| at(row, column).to_owned()).collect::<Vec<String>>();
            let headings = line(heads);
            let notes = headings.len() == 3 && tidy(&headings[2]) == tidy(reader.pack.definitions.label_of("meaning"));
            if notes {
                for row in heads + 1..end {
                    reader.text(
                        &format!("{place}, row {}", row + 1),
                        &format!("{}: {}", at(row, 1), at(row, 2)),
                        "note",
                    );
                    reader.text(&format!("{place}, A{}", row + 1), at(row, 0), "topic");
                }
            } else {
                reader.table(&place, at(0, 0), headings, (heads + 1..end).map(line).collect());
            }
            // What stands right of a table is no part of it.
            for ((row, column), text) in cells.range((heads, 0)..(end, 0)).filter(|((_, column), _)| *column >= width) {
                reader.foreign(
                    &format!("{place}, row {}, column {}", row + 1, column + 1),
                    text,
                    "a cell beside a table",
                );
            }
            row = end;
            continue;
        }
        if is_table && row + 1 == heads && heads > FIRST {
            row += 1;
            continue;
        }
        // Lines of a note stand below one another in the first column.
        if filled == 1 && !at(row, 0).is_empty() && row >= FIRST && is_table {
            paragraph = format!("{paragraph} {}", at(row, 0));
        } else {
            reader.text(&place, &std::mem::take(&mut paragraph), "lines below a table");
            for ((row, column), text) in cells.range((row, 0)..=(row, u32::MAX)) {
                reader.text(&format!("{place}, row {}, column {}", row + 1, column + 1), text, "cell");
                if value(text).is_some() {
                    reader.foreign(
                        &format!("{place}, row {}, column {}", row + 1, column + 1),
                        text,
                        "a number by itself",
                    );
                }
            }
        }
        row += 1;
    }
    reader.text(&place, &paragraph, "lines below a table");
}
