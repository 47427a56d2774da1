//! Lists that only staff may see: which children are below expectation and
//! without a plan, and every figure unprotected.

use crate::measures::{Catalogue, Figure, Status};
use crate::store::{ResultSet, Value};
use crate::tables::Roll;

use super::plain::{PlainCell, PlainTable, StaffDocument};

/// What every staff document says about itself.
#[derive(Clone, Debug)]
pub struct StaffHeading {
    /// School's name.
    pub school: String,
    /// Printed name of the term.
    pub period: String,
    /// Reporting date in words.
    pub as_of: String,
    /// Mark on every page.
    pub classification: String,
}

/// Mark on every page of a staff document.
pub const STAFF_ONLY: &str = "OFFICIAL-SENSITIVE: staff of the school only";

/// What the pupil lists are made of.
#[derive(Clone, Copy, Debug)]
pub struct ListedResults<'a> {
    /// The derived result `children_below`.
    pub below: &'a ResultSet,
    /// Rows of the query `class_plan_list`.
    pub class_plans: &'a ResultSet,
}

/// The pupil lists. Names come from the roll.
pub fn pupil_lists(listed: ListedResults<'_>, roll: &Roll, heading: &StaffHeading) -> StaffDocument {
    let found = listed.below;
    let columns = [
        "Surname",
        "Forename",
        "Year group",
        "Class",
        "Working at",
        "Expected",
        "Strands behind",
        "Score there (%)",
        "Screened on",
        "What would help",
    ];
    let mut without = Vec::new();
    let mut with = Vec::new();
    for row in &found.rows {
        let get = |name: &str| found.column(name).map_or(&Value::Null, |at| &row[at]);
        let pupil = get("pupil_id").int().and_then(|id| roll.pupils.get(usize::try_from(id - 1).ok()?));
        let mut cells = vec![
            PlainCell::Text(pupil.map_or_else(String::new, |pupil| pupil.surname.clone())),
            PlainCell::Text(pupil.map_or_else(String::new, |pupil| pupil.forename.clone())),
            cell(get("year_group"), 0),
            cell(get("class_name"), 0),
            cell(get("working_strand"), 0),
            cell(get("expected_strand"), 0),
            cell(get("gap"), 0),
            cell(get("working_score"), 0),
            cell(get("screened_on"), 0),
        ];
        let together = get("helped_by").text() == Some("whole_class");
        cells.push(PlainCell::Text(if together { "whole-class work" } else { "something else" }.into()));
        let plan = get("has_open_plan").boolean() == Some(true);
        let support = get("in_one_to_one").boolean() == Some(true);
        if plan || support {
            let what = match (plan, support) {
                (true, true) => "open plan and one-to-one",
                (true, false) => "open plan",
                _ => "one-to-one",
            };
            cells.push(PlainCell::Text(what.into()));
            with.push(cells);
        } else {
            without.push(cells);
        }
    }
    let heads = |more: &[&str]| columns.iter().chain(more).map(|head| (*head).to_owned()).collect();
    let order = "Furthest behind first, then lowest score.";
    StaffDocument {
        id: "pupil-lists".into(),
        title: "Children below the strand expected for their age".into(),
        school: heading.school.clone(),
        period: heading.period.clone(),
        as_of: heading.as_of.clone(),
        classification: heading.classification.clone(),
        summary: vec![format!(
            "{} of {} children below expectation have neither an open plan nor one-to-one support.",
            without.len(),
            found.rows.len()
        )],
        tables: vec![
            PlainTable {
                sheet: "Without a plan".into(),
                title: "Below expectation and without a plan".into(),
                about: format!("One row per child with neither an open plan nor one-to-one support. {order}"),
                columns: heads(&[]),
                rows: without,
                when_empty: "Every child below expectation has a plan or one-to-one support.".into(),
            },
            PlainTable {
                sheet: "With a plan".into(),
                title: "Below expectation and with a plan or one-to-one support".into(),
                about: format!("One row per child. {order}"),
                columns: heads(&["Support"]),
                rows: with,
                when_empty: "No child below expectation has a plan or one-to-one support.".into(),
            },
            class_plans(listed.class_plans),
        ],
        notes: vec![
            (
                "Working at".into(),
                "The first strand, in developmental order, that is not yet secure by the school's policy.".into(),
            ),
            (
                "Expected".into(),
                "The strand the school's policy expects at this age. Thrive publishes no such table.".into(),
            ),
            ("Strands behind".into(), "How many strands lie between the two.".into()),
            (
                "What would help".into(),
                "Whole-class work, where the child's working strand is a whole-class priority of the year group; \
                 something else, where that work would pass the child by."
                    .into(),
            ),
        ],
    }
}

/// What became of the year's plans for whole classes.
fn class_plans(found: &ResultSet) -> PlainTable {
    let columns = [
        ("Class", "class_name"),
        ("Strand", "target_strand"),
        ("Opened", "opened_on"),
        ("Review", "review_on"),
        ("Closed", "closed_on"),
        ("Outcome", "outcome"),
        ("Status", "plan_status"),
    ];
    let read = |row: &Vec<Value>| {
        let value = |name: &str| found.column(name).map_or(&Value::Null, |at| &row[at]);
        columns.iter().map(|(_, name)| cell(value(name), 0)).collect()
    };
    PlainTable {
        sheet: "Class plans".into(),
        title: "Plans for whole classes this year".into(),
        about: "One row per plan that was open on a day of the academic year, the oldest first.".into(),
        columns: columns.iter().map(|(head, _)| (*head).to_owned()).collect(),
        rows: found.rows.iter().map(read).collect(),
        when_empty: "The list of plans has none for a whole class.".into(),
    }
}

/// Every figure as it was computed, unrounded and unprotected.
pub fn all_figures(figures: &[Figure], catalogue: &Catalogue, heading: &StaffHeading) -> StaffDocument {
    let columns = [
        "Figure",
        "Period",
        "Group",
        "Of",
        "Strand or support",
        "Value",
        "Unit",
        "Number it rests on",
        "Part",
        "Whole",
        "From",
        "To",
    ];
    let rows =
        figures.iter().filter(|figure| figure.status == Status::Ok).map(|figure| row_of(figure, catalogue)).collect();
    StaffDocument {
        id: "all-figures".into(),
        title: "Every figure, unprotected".into(),
        school: heading.school.clone(),
        period: heading.period.clone(),
        as_of: heading.as_of.clone(),
        classification: heading.classification.clone(),
        summary: vec!["These figures have been through no disclosure control. Do not pass them on; the governors' pack holds those that may be.".into()],
        tables: vec![PlainTable {
            sheet: "All figures".into(),
            title: "Every figure of this run".into(),
            about: "One row per figure. Filter by group, period or figure.".into(),
            columns: columns.iter().map(|head| (*head).to_owned()).collect(),
            rows,
            when_empty: "There is no figure.".into(),
        }],
        notes: vec![("From, To".into(), "The 95 % interval, for mean changes.".into())],
    }
}

fn row_of(figure: &Figure, catalogue: &Catalogue) -> Vec<PlainCell> {
    let label = catalogue.get(&figure.measure).map_or(figure.measure.as_str(), |measure| measure.label.as_str());
    let mut period = String::new();
    let (mut dimension, mut group) = (String::new(), String::new());
    let mut detail = Vec::new();
    for (key, value) in &figure.population {
        match key.as_str() {
            "period" => period.clone_from(value),
            "strand" | "intervention" | "target_strand" | "course" | "working_strand" => detail.push(value.as_str()),
            _ => (dimension, group) = (key.replace('_', " "), value.clone()),
        }
    }
    let unit =
        serde_json::to_value(figure.unit).ok().and_then(|unit| unit.as_str().map(str::to_owned)).unwrap_or_default();
    let count = |value: Option<u64>| value.map_or(PlainCell::Empty, |value| PlainCell::Number(value as f64, 0));
    let real = |value: Option<f64>| {
        value.map_or(PlainCell::Empty, |value| PlainCell::Number(value, if value.fract() == 0.0 { 0 } else { 2 }))
    };
    vec![
        PlainCell::Text(label.into()),
        PlainCell::Text(period),
        PlainCell::Text(group),
        PlainCell::Text(dimension),
        PlainCell::Text(detail.join(", ")),
        real(figure.value),
        PlainCell::Text(unit),
        count(figure.n),
        count(figure.numerator),
        count(figure.denominator),
        real(figure.low),
        real(figure.high),
    ]
}

pub(super) fn cell(value: &Value, decimals: usize) -> PlainCell {
    match value {
        Value::Null => PlainCell::Empty,
        Value::Int(value) => PlainCell::Number(*value as f64, decimals),
        Value::Real(value) => PlainCell::Number(*value, decimals),
        Value::Text(text) => PlainCell::Text(text.clone()),
        Value::Bool(value) => PlainCell::Text(if *value { "yes" } else { "no" }.into()),
        Value::Date(day) => PlainCell::Date(*day),
    }
}
