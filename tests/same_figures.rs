//! One report, many files: page, workbook, print, Word document, charts and `results.json` of every pack hold the same
//! figures. Each file is read again from its bytes, as its reader would see it.

/// The tables of a Word document.
pub mod word;

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;
use thrive_report::measures::Catalogue;

use crate::binary::{figures, pack_file, pack_text, packs};
use crate::workbook_matches::page_tables::{Table, tables, text};
use crate::workbook_matches::printed::Book;
use crate::workbook_matches::sheets_as_tables;

/// Every report: its folder, its name, whether it is a Word document too.
const REPORTS: [(&str, &str, bool); 5] = [
    ("governors", "governor-report", true),
    ("ambassador", "ambassador-evidence", true),
    ("public", "public-summary", false),
    ("staff", "whole-class-plan", false),
    ("staff", "one-to-one-impact", false),
];

/// A true minus sign and Excel's hyphen are the same; so are thousands with and without commas.
fn plain(text: &str) -> String {
    text.replace('−', "-").replace(',', "")
}

/// Words with single blanks between them.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn flat_table(table: &Table) -> Table {
    Table {
        caption: flat(&table.caption),
        heads: table.heads.iter().map(|head| flat(head)).collect(),
        rows: table.rows.iter().map(|row| row.iter().map(|cell| flat(cell)).collect()).collect(),
        figures: table.figures,
    }
}

fn page(pack: &str, name: &str) -> Vec<Table> {
    let page: Vec<Table> = tables(&pack_text(&format!("{pack}/{name}.html"))).iter().map(flat_table).collect();
    assert!(page.len() >= 3, "{name}: {} tables", page.len());
    page
}

#[test]
fn every_workbook_holds_the_tables_of_its_page_cell_by_cell() {
    for (pack, name, _) in REPORTS {
        let page = page(pack, name);
        let book: Vec<Table> =
            sheets_as_tables(&Book::open(&pack_file(&format!("{pack}/{name}.xlsx")))).iter().map(flat_table).collect();
        let titles = |tables: &[Table]| tables.iter().map(|table| table.caption.clone()).collect::<BTreeSet<_>>();
        assert_eq!(titles(&page), titles(&book), "{name}");
        for shown in &page {
            let sheet = book.iter().find(|sheet| sheet.caption == shown.caption).expect("a sheet");
            assert_eq!(sheet.heads, shown.heads, "{name}: {}", shown.caption);
            let cells = |table: &Table| -> Vec<Vec<String>> {
                let cell = |(at, text): (usize, &String)| if at == 0 { text.clone() } else { plain(text) };
                table.rows.iter().map(|row| row.iter().enumerate().map(cell).collect()).collect()
            };
            assert_eq!(cells(sheet), cells(shown), "{name}: {}", shown.caption);
        }
    }
}

#[test]
fn every_word_document_holds_the_tables_of_its_page_cell_by_cell() {
    for (pack, name, _) in REPORTS.into_iter().filter(|(.., has_word)| *has_word) {
        let page = page(pack, name);
        let document = word::tables(&pack_file(&format!("{pack}/{name}.docx")));
        assert_eq!(page.len(), document.len(), "{name}");
        for (page, (heads, rows)) in page.iter().zip(&document) {
            assert_eq!(page.heads, *heads, "{name}: {}", page.caption);
            assert_eq!(page.rows, *rows, "{name}: {}", page.caption);
        }
    }
}

#[test]
fn every_printed_report_holds_the_tables_of_its_page_for_a_screen_reader_too() {
    for (pack, name, _) in REPORTS {
        let path = packs().join(format!("{pack}/{name}.pdf"));
        let Ok(output) = Command::new("pdfinfo").arg("-struct-text").arg(&path).output() else {
            eprintln!("poppler is not installed: the printed reports were not read again (tests/run installs it)");
            return;
        };
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let printed = tagged_tables(&String::from_utf8(output.stdout).expect("poppler writes UTF-8"));
        let page = page(pack, name);
        assert_eq!(printed.len(), page.len(), "{name}");
        for (printed, page) in printed.iter().zip(&page) {
            assert_eq!(printed.caption, page.caption, "{name}");
            assert_eq!(printed.heads, page.heads, "{name}: {}", page.caption);
            // Where a cell has lines of its own, the tags have no blank between them.
            let close = |table: &Table| -> Vec<Vec<String>> {
                table.rows.iter().map(|row| row.iter().map(|cell| cell.replace(' ', "")).collect()).collect()
            };
            assert_eq!(close(printed), close(page), "{name}: {}", page.caption);
        }
    }
}

/// The tables in the order of their tags, which is what a screen reader reads.
fn tagged_tables(tree: &str) -> Vec<Table> {
    let mut found: Vec<Table> = Vec::new();
    let mut open = None;
    let mut place = "";
    for line in tree.lines() {
        let depth = line.len() - line.trim_start().len();
        let line = line.trim_start();
        let tag = line.split([' ', ':']).next().unwrap_or_default();
        if open.is_some_and(|outer| depth <= outer) {
            open = None;
        }
        if tag == "Table" {
            open = Some(depth);
            found.push(Table { caption: String::new(), heads: Vec::new(), rows: Vec::new(), figures: true });
        }
        let (Some(_), Some(table)) = (open, found.last_mut()) else { continue };
        match tag {
            "Caption" => place = "caption",
            "TR" => table.rows.push(Vec::new()),
            "TH" | "TD" => {
                place = "cell";
                table.rows.last_mut().expect("cells are in rows").push(String::new());
            }
            _ => {}
        }
        if let Some(words) = line.strip_prefix('"').and_then(|line| line.strip_suffix('"')) {
            let cell = table.rows.last_mut().and_then(|row| row.last_mut()).filter(|_| place == "cell");
            cell.unwrap_or(&mut table.caption).push_str(words);
        }
    }
    for table in &mut found {
        *table = flat_table(table);
        table.heads = table.rows.remove(0);
    }
    found
}

/// The text that a figure of results.json is printed as; `None` where only its word is printed and not in the file.
fn printed_text(figure: &Value) -> Option<String> {
    match figure["status"].as_str() {
        Some("ok") if figure["unit"] == "word" => figure["word"].as_str().map(str::to_owned),
        Some("ok") => Some(figure["value"].to_string()),
        Some("suppressed") => Some("c".into()),
        Some("not_enough_data") => Some("low".into()),
        _ => Some("–".into()),
    }
}

/// Whether a printed number is the figure's, to the decimal places that are printed; symbols and words must be alike.
fn same(printed: &str, expected: &str) -> bool {
    let printed = plain(printed);
    let places = printed.split_once('.').map_or(0, |(_, places)| places.len());
    match (printed.parse::<f64>(), expected.parse::<f64>()) {
        (Ok(shown), Ok(value)) => (shown - value).abs() <= 0.5 * 10_f64.powi(-(places as i32)) + 1e-9,
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

/// Whether a row, by its label and the heading above its cell, can be about a population.
fn about(label: &str, head: &str, population: &Value) -> bool {
    population.as_object().is_some_and(|keys| {
        keys.iter().all(|(key, value)| {
            let value = value.as_str().unwrap_or_default();
            // A table is about one term or names the terms in its rows; the whole may go without saying.
            let term = term_name(value).is_some_and(|name| label.contains(&name));
            key == "period" || value.starts_with("All ") || label.contains(value) || head == value || term
        })
    })
}

/// Whether a figure can stand under a heading: that of its measure, its strand or term, or "Pupils" for their number.
fn stands_under(figure: &Value, head: &str, heads: &BTreeMap<&str, &str>) -> bool {
    let own = heads[figure["measure"].as_str().expect("a measure")];
    let key = |name: &str| figure["population"][name].as_str();
    let mut across = key("strand").map(str::to_owned).into_iter().chain(key("period").and_then(term_name));
    own == head || across.any(|name| name == head) || (head == "Pupils" && figure["unit"] == "pupils")
}

#[test]
fn every_results_json_holds_the_figures_of_its_pages() {
    let catalogue = Catalogue::embedded().expect("the catalogue is sound");
    let heads: BTreeMap<&str, &str> =
        catalogue.measures().iter().map(|measure| (measure.id.as_str(), measure.header.as_str())).collect();
    for pack in ["governors", "ambassador", "public", "staff"] {
        let figures = figures(pack);
        let pages: Vec<Table> = REPORTS
            .iter()
            .filter(|(folder, ..)| *folder == pack)
            .flat_map(|(_, name, _)| page(pack, name))
            .filter(|table| table.figures)
            .collect();
        let cells = || {
            pages.iter().flat_map(|table| {
                table.rows.iter().flat_map(move |row| {
                    row.iter().zip(&table.heads).skip(1).map(move |(text, head)| (table, &row[0], head, text))
                })
            })
        };
        let mut seen = 0;
        for (table, label, head, cell) in cells() {
            // Bounds of an interval belong to the figure in the column before: another test.
            if head.contains("interval") || head == "Figure" {
                continue;
            }
            seen += 1;
            let found = figures.iter().any(|figure| {
                stands_under(figure, head, &heads)
                    && about(label, head, &figure["population"])
                    && match printed_text(figure) {
                        Some(text) => same(cell, &text),
                        // Words are not in the staff's file, which has their numbers.
                        None => plain(cell).parse::<f64>().is_err(),
                    }
            });
            assert!(found, "{pack}: {}: {label}, {head}: {cell} is not in results.json", table.caption);
        }
        assert!(seen > 10, "{pack}: {seen} cells");
        // Staff have every figure in the file, and the most important on the pages.
        if pack == "staff" {
            continue;
        }
        for figure in figures.iter().filter(|figure| figure["status"] != "not_available") {
            let text = printed_text(figure).expect("others have the words");
            let found = cells().any(|(_, label, head, cell)| {
                stands_under(figure, head, &heads) && about(label, head, &figure["population"]) && same(cell, &text)
            });
            assert!(found, "{pack}: no cell shows {text}: {figure}");
        }
    }
}

#[test]
fn the_bounds_printed_are_those_of_results_json() {
    let bounds = |text: &str| {
        text.split(" to ").map(|bound| plain(bound).parse::<f64>().unwrap_or(f64::NAN)).collect::<Vec<_>>()
    };
    let mut seen = BTreeMap::new();
    for (pack, name, _) in REPORTS {
        let figures = figures(pack);
        let known: Vec<[f64; 2]> =
            figures.iter().filter_map(|figure| Some([figure["low"].as_f64()?, figure["high"].as_f64()?])).collect();
        for table in page(pack, name) {
            for (column, _) in table.heads.iter().enumerate().filter(|(_, head)| head.contains("interval")) {
                for row in table.rows.iter().filter(|row| row[column].contains(" to ")) {
                    let printed = bounds(&row[column]);
                    // Unrounded in the staff's file.
                    let close = |known: &[f64; 2]| {
                        printed.len() == 2 && printed.iter().zip(known).all(|(a, b)| (a - b).abs() <= 0.05 + 1e-9)
                    };
                    assert!(known.iter().any(close), "{name}: {}: {}", table.caption, row[column]);
                    *seen.entry(pack).or_insert(0) += 1;
                }
            }
        }
    }
    for pack in ["governors", "ambassador", "staff"] {
        assert!(seen.get(pack) >= Some(&3), "{pack} prints intervals: {seen:?}");
    }
}

/// A chart of a report's file, and the table that it draws.
struct Drawn {
    id: String,
    kind: String,
    /// Headings of the columns that it draws.
    heads: Vec<String>,
    title: String,
}

/// Every chart of a report with the title of its table, as its file has them.
fn charts(name: &str, catalogue: &Catalogue) -> Vec<Drawn> {
    let file = match name {
        "governor-report" => include_str!("../reports/governors.toml"),
        "ambassador-evidence" => include_str!("../reports/ambassador.toml"),
        "public-summary" => include_str!("../reports/public.toml"),
        "whole-class-plan" => include_str!("../reports/whole-class.toml"),
        _ => include_str!("../reports/one-to-one.toml"),
    };
    let report: toml::Table = toml::from_str(file).expect("sound");
    let list =
        |table: &toml::Table, key: &str| table.get(key).and_then(toml::Value::as_array).cloned().unwrap_or_default();
    let word = |value: &toml::Value| value.as_str().unwrap_or_default().to_owned();
    let mut found = Vec::new();
    for section in list(&report, "section") {
        let section = section.as_table().expect("a table");
        let tables = list(section, "table");
        for chart in list(section, "chart") {
            let table = tables.iter().find(|table| table["id"] == chart["table"]).expect("a table");
            let across = table.get("across").is_some();
            let measures = chart["measures"].as_array().expect("a list").iter().chain(chart.get("expected"));
            let heads = measures
                .filter_map(|measure| catalogue.get(measure.as_str()?).map(|measure| flat(&measure.header)))
                .filter(|_| !across);
            let title = word(&table["title"]);
            found.push(Drawn {
                id: word(&chart["id"]),
                kind: word(&chart["kind"]),
                heads: heads.collect(),
                title: title.split("{{").next().unwrap_or_default().trim_end_matches([' ', ',']).to_owned(),
            });
        }
    }
    found
}

/// The words of a drawing, in order: each text that is written, without its description.
fn written(svg: &str) -> Vec<String> {
    svg.split("<text")
        .skip(1)
        .map(|part| flat(&text(&format!("<{}", part.split("</text>").next().unwrap_or_default()))))
        .collect()
}

/// The numbers in a text, without signs, units and commas; "2024/25" is a year.
fn numbers(text: &str) -> BTreeSet<String> {
    plain(text)
        .split(|c: char| !(c.is_ascii_digit() || c == '.'))
        .map(|number| number.trim_matches('.').to_owned())
        .filter(|number| number.parse::<f64>().is_ok())
        .collect()
}

#[test]
fn every_chart_says_what_its_table_says_and_nothing_else() {
    let catalogue = Catalogue::embedded().expect("the catalogue is sound");
    let mut drawn = 0;
    for (pack, name, _) in REPORTS {
        let page = page(pack, name);
        let sizes: BTreeSet<String> =
            figures(pack).iter().filter_map(|f| f["n"].as_u64()).map(|n| n.to_string()).collect();
        for chart in charts(name, &catalogue) {
            let path = packs().join(format!("{pack}/charts/{}.svg", chart.id));
            let Ok(svg) = std::fs::read_to_string(&path) else {
                panic!("{}: no drawing", chart.id);
            };
            let page_has =
                pack_text(&format!("{pack}/{name}.html")).contains(&format!("id=\"chart-{}-title\"", chart.id));
            assert!(page_has, "{}: not on the page", chart.id);
            let table = page.iter().filter(|table| table.figures).find(|table| table.caption.starts_with(&chart.title));
            let table = table.unwrap_or_else(|| panic!("{}: no table {}", chart.id, chart.title));
            let texts = written(&svg);
            let words = flat(&texts.join(" "));
            let shown = numbers(&words);
            // What the table says of each group that is named in the drawing is said there too.
            let mut checked = 0;
            for row in table.rows.iter().filter(|row| words.contains(row[0].as_str())) {
                for (head, cell) in table.heads.iter().zip(row).skip(1) {
                    let is_drawn = chart.heads.iter().any(|own| own == head)
                        || (chart.heads.is_empty() && head != "Pupils" && chart.kind == "heat");
                    let Some(number) = numbers(cell).into_iter().next().filter(|_| is_drawn) else { continue };
                    // Of a run chart the points bear no numbers, and a line of many points only its last.
                    if chart.kind == "run" || chart.kind == "lines" {
                        continue;
                    }
                    let rounded = |other: &String| other.parse::<f64>() == number.parse::<f64>();
                    assert!(
                        shown.iter().any(rounded),
                        "{}: {}, {head}: {cell} is not drawn: {words}",
                        chart.id,
                        row[0]
                    );
                    checked += 1;
                }
            }
            assert!(checked > 0 || ["run", "lines"].contains(&chart.kind.as_str()), "{}: {words}", chart.id);
            // And no number is in the drawing that is not in its table, but the sizes of groups and the axis.
            let told: BTreeSet<String> = std::iter::once(&table.caption)
                .chain(&table.heads)
                .chain(table.rows.iter().flatten())
                .flat_map(|text| numbers(text))
                .chain(sizes.iter().cloned())
                .collect();
            let axis: BTreeSet<String> = svg
                .split("<text")
                .skip(1)
                .filter(|part| part.split('>').next().is_some_and(|tag| tag.to_uppercase().contains("#455361")))
                .flat_map(|part| numbers(&text(&format!("<{}", part.split("</text>").next().unwrap_or_default()))))
                .collect();
            let same = |number: &String, set: &BTreeSet<String>| {
                set.iter().any(|other| other.parse::<f64>() == number.parse::<f64>())
            };
            let strange: Vec<&String> =
                shown.iter().filter(|number| !same(number, &told) && !same(number, &axis)).collect();
            assert!(strange.is_empty(), "{}: {strange:?} stand in no table: {words}", chart.id);
            drawn += 1;
        }
    }
    assert!(drawn >= 15, "{drawn} charts");
}

#[test]
fn what_is_withheld_is_withheld_in_every_file() {
    // A withheld figure has no number anywhere: its cell is a c in each of them, which the tests above compare.
    let mut withheld = 0;
    for (pack, name, _) in REPORTS {
        let cells = page(pack, name).into_iter().filter(|table| table.figures).flat_map(|table| table.rows);
        withheld += cells.flatten().filter(|cell| cell == "c").count();
        for figure in figures(pack).iter().filter(|figure| figure["status"] != "ok") {
            for key in ["value", "n", "numerator", "denominator", "low", "high"] {
                assert!(figure[key].is_null() || pack == "staff", "{pack}: {key}: {figure}");
            }
        }
    }
    assert!(withheld > 20, "{withheld}");
}
