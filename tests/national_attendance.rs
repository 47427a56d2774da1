//! The published national figures: code counts to the session, and the comparators row by row against the reference.

use jiff::civil::{Date, date};
use thrive_report::tables::{AttendanceCodes, National, national_figures};

/// Sessions by code in England in 2025/26, all schools, as DfE counted them.
const SESSIONS: [(&str, i64); 28] = [
    ("/", 1_087_607_804),
    ("\\", 1_112_793_212),
    ("L", 45_496_880),
    ("B", 6_222_590),
    ("J", 87),
    ("P", 2_681_738),
    ("V", 17_740_912),
    ("W", 3_407_002),
    ("K", 1_145_157),
    ("I", 78_499_360),
    ("M", 8_181_826),
    ("R", 1_512_380),
    ("S", 1_113_055),
    ("T", 221_371),
    ("H", 388),
    ("E", 3_728_346),
    ("C", 10_309_440),
    ("C1", 101_580),
    ("J1", 397_843),
    ("C2", 6_510_388),
    ("G", 10_601_582),
    ("U", 5_613_053),
    ("O", 40_313_989),
    ("N", 1_219_598),
    // Counted nowhere, whatever their number.
    ("X", 1_000),
    ("D", 1_000),
    ("Q", 1_000),
    ("#", 1_000),
];

/// Authorised sessions of which the file does not say the code.
const UNLISTED: i64 = 106;

fn codes() -> AttendanceCodes {
    AttendanceCodes::load().expect("the table of codes is sound")
}

#[test]
fn the_national_example_comes_out_to_the_session() {
    let codes = codes();
    let total = |wanted: &dyn Fn(&str, i32, i32) -> bool| -> i64 {
        let counted = SESSIONS.iter().filter(|(code, _)| {
            let meaning = codes.on(code, date(2025, 11, 3)).unwrap_or_else(|| panic!("{code} is known"));
            wanted(&meaning.category, meaning.attended, meaning.possible)
        });
        counted.map(|(_, sessions)| sessions).sum()
    };
    let category = |name: &'static str| total(&move |category, _, _| category == name);
    assert_eq!(category("present"), 2_245_897_896);
    assert_eq!(category("aea"), 31_197_486);
    assert_eq!(category("authorised") + UNLISTED, 110_576_083);
    assert_eq!(category("unauthorised"), 57_748_222);
    let attended = total(&|_, attended, _| attended == 1);
    let absence = total(&|_, attended, possible| possible == 1 && attended == 0) + UNLISTED;
    let possible = total(&|_, _, possible| possible == 1) + UNLISTED;
    assert_eq!((attended, absence, possible), (2_277_095_382, 168_324_305, 2_445_419_687));
    assert_eq!(format!("{:.5}", 100.0 * absence as f64 / possible as f64), "6.88325");
}

/// Each academic year by its own code set: category on a day, or none where the code did not exist.
#[test]
fn every_year_has_its_own_code_set() {
    let codes = codes();
    let on = |code: &str, day: Date| codes.on(code, day).map(|meaning| meaning.category.clone()).unwrap_or_default();
    let (old, new) = (date(2024, 7, 1), date(2024, 9, 3));
    let changed = [
        ("J", "aea", "aea"),
        ("J1", "", "authorised"),
        ("H", "authorised", "authorised"),
        ("K", "", "aea"),
        ("C1", "", "authorised"),
        ("C2", "", "authorised"),
        ("Q", "", "not_possible"),
        ("Y", "not_possible", ""),
        ("Y1", "", "not_possible"),
        ("Y7", "", "not_possible"),
        ("D", "not_possible", "not_possible"),
        ("X", "not_possible", "not_possible"),
        ("T", "authorised", "authorised"),
        ("F", "", ""),
        ("", "missing", "missing"),
    ];
    for (code, before, after) in changed {
        assert_eq!((on(code, old).as_str(), on(code, new).as_str()), (before, after), "{code}");
    }
    assert_eq!((on("D", date(2011, 7, 1)), on("D", date(2011, 9, 5))), ("aea".into(), "not_possible".into()));
    assert_eq!((on("F", date(2013, 7, 1)), on("F", date(2013, 9, 5))), ("authorised".into(), String::new()));
    assert_eq!((on("J", date(2024, 8, 18)), on("J1", date(2024, 8, 19))), ("aea".into(), "authorised".into()));
}

/// Whether the data files hold a figure.
fn held(series: &str, year: i16, phase: &str, group: &str, measure: &str, value: &str) -> bool {
    let wanted: f64 = value.parse().expect("a number");
    national_figures().expect("sound").iter().any(|national| {
        let row = &national.figure;
        (row.series.as_str(), row.academic_year, row.phase.as_str(), row.group.as_str(), row.measure.as_str())
            == (series, year, phase, group, measure)
            && row.value.parse::<f64>().is_ok_and(|value| (value - wanted).abs() < 1e-9)
    })
}

#[test]
fn the_census_figures_are_those_of_the_reference() {
    let (absence, pa, sa) = ("overall_absence", "persistent_absence", "severe_absence");
    let full = "census_full_year";
    let both = "census_autumn_spring";
    let rows = [
        (full, 2018, "all", absence, "4.7"),
        (full, 2018, "all", pa, "10.9"),
        (full, 2018, "all", sa, "0.85"),
        (full, 2020, "all", pa, "12.1"),
        (full, 2020, "all", sa, "1.1"),
        (full, 2021, "all", absence, "7.6"),
        (full, 2021, "all", pa, "22.5"),
        (full, 2021, "all", sa, "1.7"),
        (full, 2022, "all", absence, "7.4"),
        (full, 2022, "all", pa, "21.2"),
        (full, 2022, "all", sa, "2.0"),
        (full, 2023, "all", absence, "7.15"),
        (full, 2023, "all", pa, "20.0"),
        (full, 2023, "primary", pa, "14.6"),
        (full, 2023, "secondary", pa, "25.6"),
        (full, 2023, "all", sa, "2.3"),
        (full, 2023, "mainstream_primary", absence, "5.53"),
        (full, 2023, "mainstream_primary", "authorised_absence", "3.89"),
        (full, 2023, "mainstream_primary", "unauthorised_absence", "1.63"),
        (full, 2023, "mainstream_primary", pa, "14.56"),
        (full, 2023, "mainstream_primary", sa, "0.85"),
        (both, 2023, "all", absence, "6.93"),
        (both, 2023, "primary", absence, "5.40"),
        (both, 2023, "secondary", absence, "8.49"),
        (both, 2023, "special", absence, "12.95"),
        (both, 2023, "all", pa, "19.23"),
        (both, 2023, "all", sa, "2.14"),
        (both, 2024, "all", absence, "6.63"),
        (both, 2024, "primary", absence, "5.16"),
        (both, 2024, "secondary", absence, "8.09"),
        (both, 2024, "special", absence, "12.77"),
        (both, 2024, "all", pa, "17.63"),
        (both, 2024, "all", sa, "2.26"),
        (both, 2024, "all", "illness_absence", "3.38"),
        (both, 2024, "state_alternative_provision", absence, "42.04"),
        ("census_autumn", 2024, "all", absence, "6.38"),
        ("census_autumn", 2024, "primary", absence, "5.07"),
        ("census_autumn", 2024, "secondary", absence, "7.66"),
        ("census_autumn", 2024, "special", absence, "12.55"),
        ("census_autumn", 2023, "all", absence, "6.69"),
    ];
    for (series, year, phase, measure, value) in rows {
        assert!(held(series, year, phase, "All pupils", measure, value), "{series} {year} {phase} {measure} {value}");
    }
}

#[test]
fn the_daily_figures_are_those_of_the_reference() {
    let phases = ["all", "primary", "secondary", "special"];
    let rows = [
        (2022, "overall_absence", ["7.53", "5.97", "9.31", "13.07"]),
        (2022, "persistent_absence", ["22.31", "17.15", "28.33", "38.74"]),
        (2023, "overall_absence", ["7.21", "5.53", "9.06", "13.00"]),
        (2023, "persistent_absence", ["20.66", "15.18", "26.75", "37.55"]),
        (2024, "overall_absence", ["6.87", "5.25", "8.59", "12.88"]),
        (2024, "persistent_absence", ["18.70", "13.50", "24.32", "35.80"]),
        (2025, "overall_absence", ["6.88", "5.28", "8.49", "13.17"]),
        (2025, "persistent_absence", ["18.78", "13.77", "23.77", "36.06"]),
        (2025, "authorised_absence", ["4.52", "3.73", "5.22", "9.57"]),
        (2025, "unauthorised_absence", ["2.36", "1.55", "3.27", "3.60"]),
        (2025, "illness_absence", ["3.21", "2.79", "3.63", "5.02"]),
    ];
    for (year, measure, values) in rows {
        for (phase, value) in phases.into_iter().zip(values) {
            assert!(held("daily_year_to_date", year, phase, "All pupils", measure, value), "{year} {phase} {measure}");
        }
    }
    let in_series =
        national_figures().expect("sound").iter().filter(|row| row.figure.series == "daily_year_to_date").count();
    assert_eq!(in_series, rows.len() * phases.len(), "and no others");
}

/// Table 5.3 of the reference: one row per year and measure, Year 1 to Year 11.
const BY_YEAR_GROUP: [(i16, &str, [&str; 11]); 4] = [
    (
        2018,
        "persistent_absence",
        ["9.91", "8.21", "7.95", "8.05", "8.41", "8.14", "9.99", "13.07", "15.32", "16.58", "16.38"],
    ),
    (2018, "severe_absence", [".41", ".38", ".41", ".40", ".43", ".43", ".67", "1.12", "1.57", "1.98", "2.01"]),
    (
        2022,
        "persistent_absence",
        ["19.45", "16.56", "15.52", "15.58", "15.91", "15.99", "20.22", "25.71", "29.15", "30.03", "30.69"],
    ),
    (2022, "severe_absence", [".86", ".74", ".71", ".75", ".78", ".83", "1.77", "2.94", "4.00", "4.64", "4.71"]),
];

/// Table 5.4, by type of school: persistent and severe absence of 2018/19, 2020/21, 2021/22 and 2022/23.
const BY_TYPE: [(&str, [(&str, &str); 4]); 3] = [
    ("primary", [("8.25", ".39"), ("8.78", ".72"), ("17.70", ".64"), ("16.21", ".75")]),
    ("secondary", [("13.69", "1.32"), ("14.83", "1.48"), ("27.71", "2.74"), ("26.52", "3.40")]),
    ("special", [("28.85", "4.58"), ("48.94", "5.58"), ("40.36", "5.82"), ("38.33", "6.24")]),
];

/// Table 5.4, by group: persistent and severe absence of 2018/19 and 2022/23 of all, 2022/23 of primary and of secondary.
const BY_GROUP: [(&str, [(&str, &str); 4]); 4] = [
    ("FSM", [("22.76", "1.77"), ("36.50", "3.78"), ("29.40", "1.07"), ("44.95", "6.97")]),
    ("Not FSM", [("8.29", ".47"), ("15.58", "1.05"), ("11.20", ".30"), ("20.20", "1.83")]),
    ("Any SEN", [("19.21", "1.91"), ("32.24", "4.35"), ("25.74", "1.52"), ("39.06", "7.56")]),
    ("No SEN", [("9.02", ".45"), ("18.44", "1.19"), ("13.91", ".29"), ("23.78", "2.24")]),
];

#[test]
fn absence_by_year_group_type_and_group_is_that_of_the_reference_and_nothing_else() {
    let mut wanted: Vec<(i16, &str, String, &str, &str)> = Vec::new();
    for (year, measure, values) in BY_YEAR_GROUP {
        let groups = (1..).map(|number| format!("Year {number}"));
        wanted.extend(groups.zip(values).map(|(group, value)| (year, "all", group, measure, value)));
    }
    let mut both = |year, phase, group: &str, (persistent, severe)| {
        wanted.push((year, phase, group.to_owned(), "persistent_absence", persistent));
        wanted.push((year, phase, group.to_owned(), "severe_absence", severe));
    };
    for (phase, pairs) in BY_TYPE {
        for (year, pair) in [2018, 2020, 2021, 2022].into_iter().zip(pairs) {
            both(year, phase, "All pupils", pair);
        }
    }
    for (group, pairs) in BY_GROUP {
        let columns = [(2018, "all"), (2022, "all"), (2022, "primary"), (2022, "secondary")];
        for ((year, phase), pair) in columns.into_iter().zip(pairs) {
            both(year, phase, group, pair);
        }
    }
    for (year, phase, group, measure, value) in &wanted {
        assert!(held("census_absence_bands", *year, phase, group, measure, value), "{year} {phase} {group} {measure}");
    }
    let shipped = of_series("census_absence_bands");
    assert_eq!((wanted.len(), shipped), (100, 100), "44 of table 5.3 and 56 of table 5.4, and no others");
}

/// Rows of a series in the data files.
fn of_series(series: &str) -> usize {
    national_figures().expect("sound").iter().filter(|row| row.figure.series == series).count()
}

/// The autumn terms by group, as the reference gives them. Where the order of its groups is inferred, the row says so
/// and no figure of a school is compared with it.
#[test]
fn the_autumn_terms_by_group_are_those_of_the_reference() {
    let (absence, pa) = ("overall_absence", "persistent_absence");
    let rows = [
        (2025, "All pupils", absence, "6.62"),
        (2025, "All pupils", pa, "19.47"),
        (2025, "FSM", absence, "10.29"),
        (2025, "Not FSM", absence, "5.11"),
        (2025, "FSM", pa, "32.60"),
        (2024, "FSM", absence, "10.0"),
        (2024, "Not FSM", absence, "5.2"),
        (2024, "FSM", pa, "31.7"),
        (2024, "Not FSM", pa, "14.4"),
        (2024, "EHC plan", absence, "13.1"),
        (2024, "SEN support", absence, "10.1"),
        (2024, "No SEN", absence, "5.8"),
        (2024, "EHC plan", pa, "35.1"),
        (2024, "SEN support", pa, "29.0"),
        (2024, "No SEN", pa, "17.0"),
        (2023, "EHC plan", absence, "12.4"),
        (2023, "SEN support", absence, "10.3"),
        (2023, "No SEN", absence, "6.1"),
        (2023, "EHC plan", pa, "34.6"),
        (2023, "SEN support", pa, "29.9"),
        (2023, "No SEN", pa, "18.2"),
    ];
    for (year, group, measure, value) in rows {
        assert!(held("daily_autumn_term", year, "all", group, measure, value), "{year} {group} {measure} {value}");
    }
    assert_eq!(of_series("daily_autumn_term"), rows.len(), "no others");
    let others = [
        ("census_autumn", 2024, "Age 4", absence, "6.59"),
        ("census_full_year", 2021, "SEMH need", pa, "41"),
        ("census_full_year", 2021, "SEMH need", "severe_absence", "7"),
        ("census_full_year", 2023, "Autism", pa, "30.8"),
        ("census_full_year", 2023, "Autism", "severe_absence", "5.5"),
    ];
    for (series, year, group, measure, value) in others {
        assert!(held(series, year, "all", group, measure, value), "{series} {year} {group} {measure} {value}");
    }
    // 40 rows of all pupils are typed above, 100 by year group, type and group; with these five that is the whole file.
    let census = |row: &&National| row.family == "census";
    assert_eq!(national_figures().expect("sound").iter().filter(census).count(), 40 + 100 + others.len());
}
