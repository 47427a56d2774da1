//! Whatever stands in a sheet or a layout file, finding the table ends in a table or in none.

use proptest::prelude::*;

use super::layout::{self, LayoutFile};
use super::recognise::{recognise, refused, without_heading};
use super::{Reference, extent, propose};
use crate::project::OwnReference;
use crate::sources::{Cell, RawTable, Reading};

fn reference() -> &'static Reference {
    static REFERENCE: std::sync::OnceLock<Reference> = std::sync::OnceLock::new();
    REFERENCE.get_or_init(|| Reference::load().unwrap())
}

/// A cell of a sheet that could be a school's.
#[derive(Clone, Debug)]
enum Any {
    Text(String),
    Number(f64),
    Day(i64),
    Error,
}

fn any_cell() -> impl Strategy<Value = Any> {
    let words = prop::sample::select(vec![
        "UPN",
        "Date",
        "Strand",
        "Score",
        "Being",
        "Doing",
        "AM",
        "PM",
        "Mon",
        "MonAM",
        "02/09/2025 AM",
        "13/05/2026",
        "05/13/2026",
        "Surname",
        "Forename",
        "Year group",
        "Class",
        "EBP",
        "A",
        "Q",
        "Total",
        "Date: 12/05/2026",
        "/",
        "\\",
        "% Attendance",
        "Week commencing",
        "consid",
        "pconsid",
        "Note: x",
        "R201100018042",
        "é",
        "小明 AM",
        "",
    ]);
    prop_oneof![
        6 => words.prop_map(|word| Any::Text(word.to_owned())),
        1 => "\\PC{0,12}".prop_map(Any::Text),
        1 => (-1e6..1e6).prop_map(Any::Number),
        1 => (0..20_000_i64).prop_map(Any::Day),
        1 => Just(Any::Error),
    ]
}

fn table(rows: &[Vec<Any>], down: u32, right: u32) -> RawTable {
    let mut table = RawTable::new("a.xlsx", Some("Sheet1"));
    for (row, cells) in (1 + down..).zip(rows) {
        for (column, cell) in (1 + right..).zip(cells) {
            let first = jiff::civil::date(1990, 1, 1);
            match cell {
                Any::Text(text) => table.push(row, column, Cell::Text(text)),
                Any::Number(number) => table.push(row, column, Cell::Number(*number)),
                Any::Day(days) => {
                    table.push(row, column, Cell::Date(first.checked_add(jiff::Span::new().days(*days)).unwrap()))
                }
                Any::Error => table.push(row, column, Cell::Error("#N/A")),
            }
        }
    }
    table
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_sheet_is_a_table_or_none(
        rows in prop::collection::vec(prop::collection::vec(any_cell(), 0..9), 0..14),
        merged in prop::collection::vec((0..6_u32, 0..6_u32, 0..6_u32, 0..6_u32), 0..4),
        hidden_rows in prop::collection::vec(0..20_u32, 0..4),
    ) {
        let mut raw = table(&rows, 0, 0);
        (raw.merged, raw.hidden_rows) = (merged, hidden_rows);
        let reference = reference();
        if let Some(found) = recognise(&raw, reference) {
            prop_assert!(found.first_row <= found.header_row && found.header_row - found.first_row < 3);
            let table = &reference.tables[found.table];
            prop_assert!(found.mapped.iter().all(|mapped| mapped.column < table.columns.len()));
            // No column of the sheet means two things, and nothing is lost without a word.
            let mut at: Vec<u32> = found.mapped.iter().map(|mapped| mapped.at).collect();
            at.extend(found.second.iter().map(|column| column.at));
            at.extend(found.wide.iter().map(|column| column.at));
            at.extend([&found.ignored, &found.doubled, &found.month_first].into_iter().flatten().map(|(at, _)| *at));
            let count = at.len();
            at.sort_unstable();
            at.dedup();
            prop_assert_eq!(at.len(), count);
            let _ = (extent::several_tables(&raw, &found, reference), extent::remarks(&raw, &found, reference));
            let _ = without_heading(&raw, &found);
        }
        let _ = refused(&raw, reference);
        let reading = Reading { file: "a.xlsx".into(), sha256: String::new(), tables: vec![raw], diagnostics: Default::default() };
        for proposal in propose::proposals(std::slice::from_ref(&reading), reference) {
            let own = OwnReference {
                mappings: toml::from_str::<Confirmed>(&propose::blocks(&[proposal])).unwrap().mapping,
                ..OwnReference::default()
            };
            // What is proposed is sound, and once confirmed the sheet is known.
            let confirmed = Reference::with(&own).unwrap();
            prop_assert!(recognise(&reading.tables[0], &confirmed).is_some(), "{:?}", own.mappings);
        }
        let canonical = super::build(&[reading], reference, &[2025], None, &super::Links::default()).unwrap();
        prop_assert!(canonical.accounts.iter().all(super::SheetAccount::balances), "{:?}", canonical.accounts);
    }

    #[test]
    fn where_a_table_stands_and_what_is_above_it_changes_nothing(
        down in 0..30_u32,
        right in 0..12_u32,
        title in "[a-z ]{0,30}",
    ) {
        let text = |words: &[&str]| words.iter().map(|word| Any::Text((*word).to_owned())).collect::<Vec<_>>();
        let rows = vec![
            text(&["UPN", "Test date", "Being", "Power and identity"]),
            text(&["R201100018042", "12/05/2026", "50", "60"]),
        ];
        let plain = recognise(&table(&rows, 0, 0), reference()).unwrap();
        let mut moved = vec![vec![Any::Text(title)]];
        moved.extend(rows);
        let found = recognise(&table(&moved, down, right), reference()).unwrap();
        prop_assert_eq!(found.header_row, plain.header_row + down + 1);
        let columns = |found: &super::recognise::Recognised| {
            found.mapped.iter().map(|mapped| (mapped.at, mapped.column)).collect::<Vec<_>>()
        };
        let shifted: Vec<(u32, usize)> = columns(&plain).into_iter().map(|(at, column)| (at + right, column)).collect();
        prop_assert_eq!(columns(&found), shifted);
        prop_assert_eq!(found.wide.len(), 2);
    }

    #[test]
    fn any_layout_file_is_a_layout_or_refused(text in layout_text()) {
        let own = OwnReference { layouts: [("a.toml".to_owned(), text.clone())].into(), ..OwnReference::default() };
        let reference = reference();
        let read = layout::load(&reference.tables, &reference.instruments, &own);
        prop_assert!(read.is_ok() || toml::from_str::<LayoutFile>(&text).is_err() || read.is_err_and(|error| error.hint().is_some()));
    }
}

#[derive(serde::Deserialize)]
struct Confirmed {
    mapping: Vec<crate::project::Mapping>,
}

/// A layout's file with a line changed, left out or put in; or any text.
fn layout_text() -> impl Strategy<Value = String> {
    const SOUND: &str = "id = \"x\"\nsystem = \"X\"\ntable = \"screening\"\nshape = \"wide\"\nstatus = \"inferred\"\nsource = \"s\"\n\
        confirmed = []\ninferred = [\"i\"]\ntraps = [\"t\"]\ntold_by = [\"T\"]\ntool = \"sdq\"\nitems = [[\"q1\"], [\"q2\"]]\n\
        [aliases]\n\"Nr\" = \"upn\"\n[strands]\n\"E\" = \"Prosocial\"\n[fixed]\nrespondent = \"parent\"\n";
    let lines = SOUND.lines().count();
    let broken = (0..lines, "\\PC{0,20}", 0..3_usize).prop_map(|(at, text, how)| {
        let mut lines: Vec<String> = SOUND.lines().map(str::to_owned).collect();
        match how {
            0 => lines[at] = text,
            1 => drop(lines.remove(at)),
            _ => lines.insert(at, text),
        }
        lines.join("\n")
    });
    prop_oneof![4 => broken, 1 => "\\PC{0,60}"]
}
