//! Which table is it: every table of the template by its columns, whatever the file or sheet is called.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::school::{self, Cell, Grid, check, csv, texts, xlsx};

/// Tables of the data file: identifier, sheet name, and the examples of its template columns as a header and one row.
fn examples() -> Vec<(String, String, Grid)> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("reference/tables.toml")).expect("there");
    let file: toml::Table = toml::from_str(&text).expect("TOML");
    let tables = file["table"].as_array().expect("a list").iter();
    let of_table = |table: &toml::Value| {
        let text = |value: &toml::Value, key: &str| {
            value.get(key).and_then(toml::Value::as_str).unwrap_or_default().to_owned()
        };
        let columns: Vec<&toml::Value> = table["column"]
            .as_array()
            .expect("a list")
            .iter()
            .filter(|column| column.get("template").and_then(toml::Value::as_bool) != Some(false))
            .collect();
        let row = |key: &str| columns.iter().map(|column| Cell::from(text(column, key).as_str())).collect();
        (text(table, "id"), text(table, "sheet"), vec![row("name"), row("example")])
    };
    tables.map(of_table).collect()
}

#[test]
fn the_examples_of_the_template_are_understood_in_every_table() {
    let tables = examples();
    assert_eq!(tables.len(), 16);
    // Names that say nothing: the headings decide.
    let names: Vec<String> = (0..tables.len()).map(|number| format!("export {number:02}.csv")).collect();
    let files: Vec<(&str, Vec<u8>)> =
        names.iter().map(String::as_str).zip(tables.iter().map(|(_, _, grid)| csv(grid))).collect();
    let checked = check(&files);
    for (name, (table, _, grid)) in names.iter().zip(&tables) {
        let sheet = checked.sheet(name);
        assert_eq!(sheet["table"], table.as_str(), "{name}");
        assert_eq!(sheet["mapped"].as_array().map(Vec::len), Some(grid[0].len()), "{table}: every column is used");
        assert_eq!(checked.rows(name), [1, 1, 0, 0], "{table}: {:#}", checked.json["diagnostics"]);
        assert_eq!(checked.codes(name), Vec::<&str>::new(), "{table}: {:#}", checked.json["diagnostics"]);
    }
    assert_eq!(checked.code, 0);
}

#[test]
fn one_workbook_may_hold_them_all() {
    let tables = examples();
    let sheets: Vec<(&str, &Grid)> = tables.iter().map(|(_, sheet, grid)| (sheet.as_str(), grid)).collect();
    let checked = check(&[("everything.xlsx", xlsx(&sheets))]);
    let read_as: BTreeMap<&str, &str> = checked.json["sheets"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|sheet| (sheet["sheet"].as_str().expect("a name"), sheet["table"].as_str().unwrap_or("nothing")))
        .collect();
    let expected: BTreeMap<&str, &str> = tables.iter().map(|(id, sheet, _)| (sheet.as_str(), id.as_str())).collect();
    assert_eq!(read_as, expected);
    assert_eq!(
        (checked.code, checked.json["diagnostics"].as_array().map(Vec::len)),
        (0, Some(0)),
        "{:#}",
        checked.json["diagnostics"]
    );
}

#[test]
fn headings_without_case_blanks_and_signs() {
    let mut grid = school::marks_long();
    grid[0] = texts(&["u.p.n.", "  DATE ", "session:", "MARK"]);
    let checked = check(&[("pupils.csv", csv(&school::pupils())), ("shouting.csv", csv(&grid))]);
    assert_eq!(checked.sheet("shouting.csv")["table"], "attendance_marks");
    assert_eq!(checked.rows("shouting.csv"), [120, 120, 0, 0]);
}

#[test]
fn the_first_row_of_data_is_no_part_of_the_headings() {
    for ending in ["\n", "\r\n", "\r"] {
        let text = String::from_utf8(csv(&school::marks_long())).expect("UTF-8").replace('\n', ending);
        let checked = check(&[("pupils.csv", csv(&school::pupils())), ("marks.csv", text.into_bytes())]);
        let sheet = checked.sheet("marks.csv");
        assert_eq!(
            (&sheet["header_row"], sheet["ignored"].as_array().map(Vec::len)),
            (&serde_json::json!(1), Some(0)),
            "{ending:?}: {sheet}"
        );
        assert_eq!(checked.rows("marks.csv"), [120, 120, 0, 0], "{ending:?}");
    }
}

#[test]
fn names_with_accents_in_any_cell_are_read() {
    // A word that ends in letters after one that is not plain ASCII was once taken for the end of a date.
    for word in ["Anaïs", "Zoë", "Renée AM", "Joaquín PM", "–AM", "é", "ﬁ", "小明 AM"] {
        let grid = vec![
            texts(&["UPN", "Surname", word, "Year group", "Date of birth"]),
            texts(&["A123456789012", word, word, "Year 3", "14/03/2017"]),
        ];
        let checked = check(&[("list.csv", csv(&grid))]);
        assert_eq!(checked.sheet("list.csv")["table"], "pupils", "{word}");
        assert_eq!(checked.rows("list.csv"), [1, 1, 0, 0], "{word}");
    }
}

#[test]
fn a_sheet_without_known_headings_is_named_and_left() {
    let checked =
        check(&[("pupils.csv", csv(&school::pupils())), ("menu.csv", b"Monday,Tuesday\npie,curry\n".to_vec())]);
    assert_eq!(checked.codes("menu.csv"), ["R001"]);
    assert!(checked.sheet("menu.csv")["table"].is_null());
    assert_eq!(checked.rows("menu.csv"), [2, 0, 2, 0], "its rows are accounted for as rejected");
}
