//! The records behind a figure make the figure that plain loops count, and they are the right ones: read again in the
//! workbook itself.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use calamine::{Data, Reader as _, Xlsx};
use tempfile::TempDir;
use thrive_report::measures::{Catalogue, Kind, Population};
use thrive_report::progress::Progress;
use thrive_report::project::Project;
use thrive_report::queries;
use thrive_report::run::Request;
use thrive_report::trace::{Tracer, names_part};

use super::{ANSWERS, Expected, WORLD, write_sample};
use crate::binary;

/// Populations that are looked at: of the many groups the whole school, one year group and one other, in the run's term
/// and year.
fn is_looked_at(who: &Population) -> bool {
    let keys = [
        "period",
        "point",
        "strand",
        "intervention",
        "target_strand",
        "course",
        "half_term",
        "weekday",
        "week",
        "support_window",
        "kind",
        "absence",
        "england_period",
    ];
    let group = who.iter().find(|(key, _)| !keys.contains(&key.as_str()));
    let groups = ["All pupils", "Year 1", "Pupil premium"];
    let period = who.get("period").is_none_or(|period| WORLD.run_term.starts_with(period.as_str()));
    period && group.is_none_or(|(_, group)| groups.contains(&group.as_str()))
}

fn opened(folder: &TempDir) -> Project {
    Project::open(folder.path()).unwrap_or_else(|error| panic!("the sample opens: {error}"))
}

/// What the truth says of each column of a measure.
fn truths<'m>(catalogue: &'m Catalogue, id: &str, expected: &Expected) -> Vec<(&'m str, i64)> {
    let measure = catalogue.get(id).expect("known");
    let column = |column: &'m Option<String>, said: Option<i64>| column.as_deref().zip(said);
    let n = if measure.n.is_some() { &measure.n } else { &measure.denominator };
    [
        column(&measure.numerator, expected.numerator),
        column(&measure.denominator, expected.denominator),
        column(n, expected.n),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[test]
fn the_records_behind_each_figure_make_what_plain_loops_count() {
    let folder = write_sample();
    let project = opened(&folder);
    let mut tracer = Tracer::open(&project, &Request::default(), &Progress::silent()).expect("the sample runs");
    let catalogue = Catalogue::embedded().expect("sound");
    let mut wrong = Vec::new();
    let mut compared: BTreeMap<&str, usize> = BTreeMap::new();
    let mut rested: BTreeSet<&str> = BTreeSet::new();
    for ((id, who), expected) in ANSWERS.iter().filter(|((_, who), _)| is_looked_at(who)) {
        let behind = tracer.behind(id, who).unwrap_or_else(|error| panic!("{id} {who:?}: {error}"));
        let made: BTreeMap<&str, i64> =
            behind.iter().flat_map(|(_, parts)| parts).map(|part| (part.column.as_str(), part.total())).collect();
        let measure = catalogue.get(id).expect("known");
        if behind.iter().flat_map(|(_, parts)| parts).any(|part| !part.is_empty()) {
            rested.insert(*id);
        }
        let answered = |column: &str| behind.iter().any(|(query, _)| names_part(&catalogue, measure, query, column));
        let truths = truths(&catalogue, id, expected).into_iter().filter(|(column, _)| answered(column));
        for (column, said) in truths {
            *compared.entry(id).or_default() += 1;
            if made.get(column) != Some(&said) {
                wrong.push(format!("{id} {who:?}: {column} is {said}, its records make {:?}", made.get(column)));
            }
        }
        // An average has no count of its own: its sum must be the average times the values.
        if let (Kind::Mean | Kind::MeanChange, Some(value), Some(sum)) = (measure.kind, expected.value, &measure.sum) {
            let values = measure.values.as_ref().or(measure.n.as_ref()).and_then(|column| made.get(column.as_str()));
            let average = made[sum.as_str()] as f64 / f64::from(measure.scale) / *values.expect("counted") as f64;
            *compared.entry(id).or_default() += 1;
            if (average - value).abs() > 1e-9 {
                wrong.push(format!("{id} {who:?}: the average is {value}, its records make {average}"));
            }
        }
    }
    let first: Vec<&str> = wrong.iter().take(20).map(String::as_str).collect();
    assert!(wrong.is_empty(), "{} columns disagree, among them\n{}", wrong.len(), first.join("\n"));
    // What a method works out is compared with the truth elsewhere; here it must rest on records.
    let counted = |id: &&str| {
        let measure = catalogue.get(id).expect("known");
        let lineage = queries::lineage(&measure.query);
        let named = |column: &&str| lineage.is_none_or(|query| names_part(&catalogue, measure, &query, column));
        measure.columns().iter().any(named)
    };
    let known: BTreeSet<&str> = ANSWERS.keys().map(|(id, _)| *id).filter(counted).collect();
    assert_eq!(compared.keys().copied().collect::<BTreeSet<_>>(), known, "a measure of which nothing was compared");
    // Where nothing happened there is nothing to list.
    let happened = |who: &Population, expected: &Expected| is_looked_at(who) && expected.numerator != Some(0);
    let all = ANSWERS.iter().filter(|((_, who), expected)| happened(who, expected)).map(|((id, _), _)| *id);
    let all: BTreeSet<&str> = all.collect();
    assert_eq!(all.difference(&rested).collect::<Vec<_>>(), Vec::<&&str>::new(), "measures that rest on no record");
}

/// Rows with their cells from the output of `trace --rows`, of one column of the result and one sheet.
fn rows_of(said: &str, column: &str, place: &str) -> BTreeMap<u32, String> {
    let of_column = said.lines().skip_while(|line| !line.starts_with(&format!("  {column} = "))).skip(1);
    let lines =
        of_column.take_while(|line| line.starts_with("    ")).filter_map(|line| line.trim().strip_prefix(place));
    let cells = lines.filter_map(|cells| cells.strip_prefix(" · "));
    let row = |cells: &str| -> u32 {
        let first = cells.split([',', '–']).next().unwrap_or_default();
        first.trim_start_matches(char::is_alphabetic).parse().expect("a row")
    };
    cells.map(|cells| (row(cells), cells.to_owned())).collect()
}

fn trace(arguments: &[&str]) -> String {
    let project = binary::demo().folder.to_string_lossy().into_owned();
    let said = binary::say(["trace", "--project", &project].iter().chain(arguments));
    assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{arguments:?}");
    said.stdout
}

fn sheet(file: &str, name: &str) -> calamine::Range<Data> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/sample-primary/inbox").join(file);
    let mut book: Xlsx<_> = calamine::open_workbook(path).expect("the workbook opens");
    book.worksheet_range(name).expect("the sheet is there")
}

#[test]
fn the_cells_named_are_those_that_make_the_figure() {
    // Planted: Year 1 is behind on Being, 17 of 28. The tab is read again here, cell by cell.
    let said = trace(&["strand.below_share", "year_group=Year 1", "strand=Being", "--rows"]);
    assert!(said.contains("17 of 28"), "{said}");
    let named = rows_of(&said, "below", "Thrive/screening 2025-26 summer.xlsx · sheet \"Birch\"");
    let tab = sheet("Thrive/screening 2025-26 summer.xlsx", "Birch");
    // Column D is Being, below its heading in row 3.
    assert_eq!(tab.get_value((2, 3)).map(ToString::to_string).as_deref(), Some("Being"));
    let score = |row: u32| tab.get_value((row - 1, 3)).and_then(|cell| cell.to_string().parse::<f64>().ok());
    let last = tab.end().expect("filled").0 + 1;
    let below: BTreeSet<u32> = (4..=last).filter(|row| score(*row).is_some_and(|score| score < 60.0)).collect();
    assert_eq!(named.keys().copied().collect::<BTreeSet<u32>>(), below);
    for (row, cells) in named {
        assert_eq!(cells, format!("B{row}–D{row}"), "UPN, date, Being");
    }
}

#[test]
fn the_marks_named_are_those_of_the_child() {
    // Planted: one child of the whole school is severely absent in 2025/26.
    let said = trace(&["attendance.severe_pupils", "period=2025-26", "--rows"]);
    let register = sheet("Attendance/Register 2025-26.xlsx", "Marks 2025-26");
    let named = rows_of(&said, "severe", "Attendance/Register 2025-26.xlsx · sheet \"Marks 2025-26\"");
    let upn = |row: &u32| register.get_value((row - 1, 0)).map(ToString::to_string);
    assert_eq!(named.keys().filter_map(upn).collect::<Vec<_>>(), ["V999941720023"]);
    assert!(
        said.contains("severe = 1, counted once each from 391 records"),
        "390 possible sessions and a row of the pupil list: {said}"
    );
}

#[test]
fn a_row_that_was_rejected_is_behind_no_figure() {
    // Planted: the mistyped UPN in row 14 fits no child.
    let said = trace(&["screening.screened", "class=Maple", "--rows"]);
    let named = rows_of(&said, "screened", "Thrive/screening 2025-26 summer.xlsx · sheet \"Maple\"");
    assert!(named.len() > 20 && !named.contains_key(&14), "{named:?}");
}
