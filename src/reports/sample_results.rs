//! Query results of two small schools made by hand, for tests of reports.

use std::collections::BTreeMap;

use super::build::{Period, ReportContext};
use crate::measures::Catalogue;
use crate::store::{ResultSet, Value};

pub(super) fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

pub(super) fn add(results: &mut BTreeMap<String, ResultSet>, query: &str, columns: &str, rows: &[(&[&str], &[i64])]) {
    let result = ResultSet {
        columns: columns.split_whitespace().map(str::to_owned).collect(),
        rows: rows
            .iter()
            .map(|(words, numbers)| {
                let words = words.iter().map(|word| text(word));
                words.chain(numbers.iter().map(|number| Value::Int(*number))).collect()
            })
            .collect(),
    };
    results.insert(query.to_owned(), result);
}

/// A kind of support with its strand, and its columns by name.
type ImpactRow<'a> = ([&'a str; 2], &'a [(&'a str, f64)]);

/// Adds rows of the result "impact" for the year: support, target strand, and the cells that are not NULL.
fn add_impact(results: &mut BTreeMap<String, ResultSet>, rows: &[ImpactRow<'_>]) {
    let catalogue = Catalogue::embedded().expect("valid");
    let mut columns: Vec<String> = ["period", "intervention", "target_strand"].map(str::to_owned).to_vec();
    for measure in catalogue.measures().iter().filter(|measure| measure.query == "impact") {
        let own = [&measure.numerator, &measure.denominator, &measure.n, &measure.value, &measure.low, &measure.high];
        columns.extend(own.into_iter().chain([&measure.tier]).flatten().cloned());
    }
    let row = |(who, cells): &([&str; 2], &[(&str, f64)])| {
        let cell = |column: &String| match column.as_str() {
            "period" => text(YEAR),
            "intervention" => text(who[0]),
            "target_strand" => text(who[1]),
            name => match cells.iter().find(|(known, _)| *known == name) {
                Some((_, value)) if value.fract() == 0.0 => Value::Int(*value as i64),
                Some((_, value)) => Value::Real(*value),
                None => Value::Null,
            },
        };
        columns.iter().map(cell).collect()
    };
    let rows = rows.iter().map(row).collect();
    results.insert("impact".to_owned(), ResultSet { columns, rows });
}

pub(super) const TERM: &str = "2025-26-summer";
pub(super) const BEFORE: &str = "2025-26-spring";
pub(super) const YEAR: &str = "2025-26";

/// A school of 88 in three year groups; no flag but pupil premium.
pub(super) fn school() -> BTreeMap<String, ResultSet> {
    let catalogue = Catalogue::embedded().expect("valid");
    let mut all: BTreeMap<String, ResultSet> =
        catalogue.queries().into_iter().map(|query| (query.to_owned(), ResultSet::default())).collect();
    add(
        &mut all,
        "coverage",
        "period dimension grp grp_order on_roll screened",
        &[
            (&[TERM, "school", "All pupils"], &[0, 90, 88]),
            (&[TERM, "year_group", "Year 1"], &[1, 30, 29]),
            (&[TERM, "year_group", "Year 2"], &[2, 30, 29]),
            (&[TERM, "year_group", "Year 3"], &[3, 30, 30]),
            (&[TERM, "class", "Oak"], &[1, 30, 29]),
            (&[TERM, "class", "Ash"], &[2, 30, 29]),
            (&[TERM, "class", "Elm"], &[3, 30, 30]),
            (&[TERM, "pupil_premium", "Pupil premium"], &[1, 30, 30]),
            (&[TERM, "pupil_premium", "Not pupil premium"], &[2, 60, 58]),
        ],
    );
    let development = "period dimension grp grp_order screened assessed below at_expected above at_or_above missing";
    add(
        &mut all,
        "development",
        development,
        &[
            (&[BEFORE, "school", "All pupils"], &[0, 80, 80, 40, 20, 20, 40, 0]),
            (&[TERM, "school", "All pupils"], &[0, 88, 88, 33, 31, 24, 55, 0]),
            (&[TERM, "year_group", "Year 1"], &[1, 29, 29, 18, 6, 5, 11, 0]),
            (&[TERM, "year_group", "Year 2"], &[2, 29, 29, 3, 15, 11, 26, 0]),
            (&[TERM, "year_group", "Year 3"], &[3, 30, 30, 12, 10, 8, 18, 0]),
            (&[TERM, "pupil_premium", "Pupil premium"], &[1, 30, 30, 15, 9, 6, 15, 0]),
            (&[TERM, "pupil_premium", "Not pupil premium"], &[2, 58, 58, 18, 22, 18, 40, 0]),
        ],
    );
    let attendance = "period dimension grp grp_order pupils possible attended authorised unauthorised late absence persistent severe";
    add(
        &mut all,
        "attendance",
        attendance,
        &[
            (&[TERM, "school", "All pupils"], &[0, 90, 10_000, 9_435, 400, 165, 200, 565, 12, 1]),
            (&[YEAR, "school", "All pupils"], &[0, 90, 30_000, 28_200, 1_300, 500, 700, 1_800, 15, 2]),
        ],
    );
    let change = "period intervention target_strand children pairs sum_before sum_after sum_change sum_sq_change improved unchanged fell";
    add(
        &mut all,
        "support_change",
        change,
        &[
            (
                &[YEAR, "All one-to-one support", "All strands"],
                &[10, 10, 414_000, 511_000, 97_000, 1_049_000_000, 10, 0, 0],
            ),
            (&[YEAR, "Nurture", "Being"], &[10, 10, 414_000, 511_000, 97_000, 1_049_000_000, 10, 0, 0]),
        ],
    );
    let support = "period intervention target_strand blocks children planned_sessions given_sessions";
    add(
        &mut all,
        "support",
        support,
        &[
            (&[YEAR, "Nurture", "Being"], &[12, 12, 144, 120]),
            (&[YEAR, "All one-to-one support", "All strands"], &[12, 12, 144, 120]),
        ],
    );
    let before_and_after: &[(&str, f64)] = &[("tier", 1.0), ("limit", 0.0), ("children", 12.0), ("followed_up", 10.0)];
    let whole = ["All one-to-one support", "All strands"];
    add_impact(&mut all, &[(["Nurture", "Being"], before_and_after), (whole, before_and_after)]);
    let strands = "period dimension grp strand grp_order strand_order pairs sum_change sum_sq_change";
    add(
        &mut all,
        "strand_change",
        strands,
        &[
            (&[TERM, "school", "All pupils", "Being"], &[0, 1, 10, 97_000, 1_049_000_000]),
            (&[TERM, "year_group", "Year 1", "Being"], &[1, 1, 10, 97_000, 1_049_000_000]),
        ],
    );
    all
}

pub(super) fn context() -> ReportContext {
    let period = |id: &str, name: &str| Period { id: id.to_owned(), name: name.to_owned() };
    ReportContext {
        school: "Sample Primary".to_owned(),
        period: period(TERM, "Summer term 2025/26"),
        year_to_date: Some(period(YEAR, "2025/26 to date")),
        previous: vec![period(BEFORE, "Spring term 2025/26")],
        as_of: "17 July 2026".to_owned(),
        policy: vec![("Secure score".to_owned(), "60 or more (school's policy)".to_owned())],
        form: Vec::new(),
        brand: Default::default(),
        board: String::new(),
        governors_mark: None,
        thresholds: BTreeMap::new(),
        expected_strands: vec![("Year 1".to_owned(), "Being".to_owned())],
    }
}

const GROUPS: [(&str, &str, i64); 16] = [
    ("school", "All pupils", 1),
    ("year_group", "Year 1", 2),
    ("year_group", "Year 2", 2),
    ("sex", "Girls", 2),
    ("sex", "Boys", 2),
    ("pupil_premium", "Pupil premium", 4),
    ("pupil_premium", "Not pupil premium", 2),
    ("sen_status", "SEN support", 4),
    ("sen_status", "No SEN", 2),
    ("eal", "EAL", 4),
    ("eal", "Not EAL", 2),
    ("looked_after", "Looked after", 4),
    ("looked_after", "Not looked after", 2),
    ("class", "Oak", 3),
    ("birth_season", "Autumn born", 2),
    ("birth_season", "Summer born", 2),
];
const STRANDS: [&str; 2] = ["Being", "Doing"];

/// A school of 400 that supplied everything: each group is a half or so of it.
pub(super) fn full_school() -> BTreeMap<String, ResultSet> {
    let mut all = school();
    for (query, columns, by_strand, whole) in [
        ("coverage", "on_roll screened", false, &[400, 380][..]),
        (
            "development",
            "screened assessed below at_expected above at_or_above missing",
            false,
            &[380, 360, 160, 120, 80, 200, 20],
        ),
        ("working_strand", "assessed working", true, &[360, 160]),
        ("strand_profile", "scored median_score judged below", true, &[360, 61, 300, 120]),
        ("strand_change", "pairs sum_change sum_sq_change", true, &[340, -340_000, 3_400_000_000]),
        ("flow", "screened_twice comparable left_out median_days overdue", false, &[360, 350, 10, 110, 40]),
        (
            "movement",
            "placed_both moved_up stayed moved_down caught_up fell_behind same_side",
            false,
            &[340, 120, 140, 80, 60, 40, 240],
        ),
        (
            "attendance",
            "pupils possible attended authorised unauthorised late absence persistent severe",
            false,
            &[400, 40_000, 37_600, 1_600, 800, 900, 2_400, 80, 40],
        ),
        ("suspensions", "on_roll pupils_suspended suspensions sessions", false, &[400, 40, 80, 240]),
    ] {
        let key_columns = if by_strand { "period dimension grp strand" } else { "period dimension grp" };
        let columns = format!("{key_columns} grp_order strand_order {columns}");
        let mut rows = Vec::new();
        for period in [BEFORE, TERM, YEAR] {
            for (order, (dimension, group, part)) in GROUPS.iter().enumerate() {
                for (strand_order, strand) in STRANDS.iter().enumerate() {
                    if !by_strand && strand_order > 0 {
                        continue;
                    }
                    let mut row = vec![text(period), text(dimension), text(group)];
                    if by_strand {
                        row.push(text(strand));
                    }
                    row.push(Value::Int(order as i64));
                    row.push(Value::Int(strand_order as i64));
                    row.extend(whole.iter().map(|number| Value::Int(number / part)));
                    rows.push(row);
                }
            }
        }
        let columns = columns.split_whitespace().map(str::to_owned).collect();
        all.insert(query.to_owned(), ResultSet { columns, rows });
    }
    let everything = ["All one-to-one support", "All strands"];
    let change = "period intervention target_strand children pairs sum_before sum_after sum_change sum_sq_change improved unchanged fell";
    add(
        &mut all,
        "support_change",
        change,
        &[
            (&[YEAR, "Nurture", "Being"], &[15, 15, 600_000, 615_000, 15_000, 900_000_000, 5, 5, 5]),
            (&[YEAR, everything[0], everything[1]], &[15, 15, 600_000, 615_000, 15_000, 900_000_000, 5, 5, 5]),
        ],
    );
    let support = "period intervention target_strand blocks children planned_sessions given_sessions";
    add(
        &mut all,
        "support",
        support,
        &[
            (&[YEAR, "Nurture", "Being"], &[20, 20, 240, 200]),
            (&[YEAR, everything[0], everything[1]], &[20, 20, 240, 200]),
        ],
    );
    add(
        &mut all,
        "attendance_week",
        "period week pupils possible attended average low high signal",
        &[
            (&[YEAR, "5 January 2026"], &[400, 4_000, 3_760, 94, 92, 96, 0]),
            (&[YEAR, "12 January 2026"], &[400, 4_000, 3_640, 94, 92, 96, 1]),
        ],
    );
    let window = "6 school weeks";
    let windows = "period intervention support_window children supported before after pooled_change group_change excess low high tier matched as_good p";
    let together = "period intervention children fewest agreement";
    let row = [15, 16, 86, 93, 7, 0, 7, 3, 11, 2, 15, 20, 2];
    let rows: &[(&[&str], &[i64])] = &[(&[YEAR, "Nurture", window], &row), (&[YEAR, everything[0], window], &row)];
    add(&mut all, "attendance_change", windows, rows);
    let rows: &[(&[&str], &[i64])] = &[(&[YEAR, "Nurture"], &[15, 15, 1]), (&[YEAR, everything[0]], &[15, 15, 1])];
    add(&mut all, "attendance_agreement", together, rows);
    add(
        &mut all,
        "national_daily",
        "period absence england_period pupils school counted england",
        &[
            (&[YEAR, "Absence", "2024/25"], &[400, 6, 40, 5]),
            (&[YEAR, "Pupils who missed a tenth or more", "2024/25"], &[400, 10, 40, 14]),
        ],
    );
    let expected: &[(&str, f64)] = &[
        ("tier", 2.0),
        ("limit", 5.0),
        ("children", 20.0),
        ("followed_up", 15.0),
        ("compared", 15.0),
        ("compared_change", 4.0),
        ("compared_low", 2.0),
        ("compared_high", 6.0),
        ("expected_change", 1.0),
        ("excess", 3.0),
        ("excess_low", 1.0),
        ("excess_high", 5.0),
        ("beyond_luck", 1.0),
    ];
    add_impact(&mut all, &[(["Nurture", "Being"], expected), (everything, expected)]);
    let staffing = "period staff staff_trained senior_leaders senior_leaders_trained licences_held licences_current";
    add(&mut all, "staffing", staffing, &[(&[TERM], &[40, 30, 4, 3, 2, 1])]);
    add(
        &mut all,
        "family",
        "course places starters completers",
        &[(&["Spring course"], &[12, 10, 8]), (&["All courses"], &[12, 10, 8])],
    );
    let resources = "period intervention target_strand children children_with_place cost_pence cost_to_date_pence \
                     practitioners practitioner_blocks most_children";
    add(
        &mut all,
        "support_resources",
        resources,
        &[
            (&[YEAR, "Nurture", "Being"], &[20, 8, 430_000, 400_000, 4, 20, 7]),
            (&[YEAR, everything[0], everything[1]], &[20, 8, 430_000, 400_000, 4, 20, 7]),
        ],
    );
    let standing =
        "period staff licences_current licences_lapsing licences_lapsed cpd_met cpd_lapsing all_staff_trained";
    add(&mut all, "staff_standing", standing, &[(&[TERM], &[40, 1, 1, 1, 1, 0, 30])]);
    add(
        &mut all,
        "family_take_up",
        "course starters sessions_attended surveyed_twice sum_change sum_sq_change tier",
        &[
            (&["Spring course"], &[10, 48, 10, 15_000, 45_000_000, 1]),
            (&["All courses"], &[10, 48, 10, 15_000, 45_000_000, 1]),
        ],
    );
    let plans = "period opened closed still_open overdue";
    add(&mut all, "class_plans", plans, &[(&[TERM], &[1, 0, 1, 0]), (&[YEAR], &[1, 0, 1, 0])]);
    // Not enough screened, targeted support, watch, whole-class priority.
    let planned = |verdict: i64| [0, 0, 150, 60, 200, verdict];
    let rows: &[(&[&str], &[i64])] = &[
        (&[TERM, "year_group", "Year 1", "Being"], &planned(3)),
        (&[TERM, "year_group", "Year 2", "Being"], &planned(1)),
    ];
    let columns = "period dimension grp strand grp_order strand_order judged below on_roll verdict probability order_value place recommended";
    let rows: Vec<(&[&str], Vec<i64>)> =
        rows.iter().map(|(words, numbers)| (*words, [numbers, &[90, 40, 1, 1][..]].concat())).collect();
    let rows: Vec<(&[&str], &[i64])> = rows.iter().map(|(words, numbers)| (*words, numbers.as_slice())).collect();
    add(&mut all, "whole_class", columns, &rows);
    all
}
