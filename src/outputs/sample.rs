//! A made-up school for unit tests: every kind of chart, withheld, missing
//! and thin figures, and a staff list. No child in it exists.

use crate::disclosure::{ProtectedFigure, testing};
use crate::reports::model::{
    Bar, Chart, ChartKind, Column, Headline, NoteGroup, Report, Row, Section, StackedBar, Table,
};
use crate::reports::plain::{PlainCell, PlainTable, StaffDocument};

const YEARS: [(&str, u64); 7] =
    [("Reception", 28), ("Year 1", 29), ("Year 2", 30), ("Year 3", 27), ("Year 4", 12), ("Year 5", 31), ("Year 6", 30)];
const STRANDS: [&str; 6] = ["Being", "Doing", "Thinking", "Power & Identity", "Skills & Structure", "Interdependence"];

/// The year's share, withheld in Year 4.
fn share(measure: &str, year: usize, value: f64) -> ProtectedFigure {
    let (name, n) = YEARS[year];
    let figure = if name == "Year 4" { testing::suppressed(measure) } else { testing::figure(measure, value, n) };
    testing::about(figure, "year_group", name)
}

fn whole(measure: &str, value: f64) -> ProtectedFigure {
    testing::about(testing::figure(measure, value, 187), "school", "All pupils")
}

fn rows(all: &[Vec<ProtectedFigure>]) -> Vec<Row> {
    let names = YEARS.iter().map(|(name, _)| *name).chain(["All pupils"]);
    names.zip(all).map(|(label, cells)| Row { label: label.to_owned(), cells: cells.clone() }).collect()
}

fn columns(headers: &[(&str, usize)]) -> Vec<Column> {
    headers
        .iter()
        .map(|(header, decimals)| Column {
            header: (*header).to_owned(),
            decimals: *decimals,
            percent: header.contains('%'),
        })
        .collect()
}

pub(super) fn chart(id: &str, title: &str, kind: ChartKind) -> Chart {
    Chart {
        id: id.to_owned(),
        title: title.to_owned(),
        subtitle: "Summer term 2025/26, pupils on roll on 17 July 2026 who were screened".to_owned(),
        alt: format!("{title}. Year 2 stands out; Year 4 is withheld."),
        table: Some(format!("{id}-table")),
        kind,
    }
}

fn table(id: &str, sheet: &str, title: &str, columns: Vec<Column>, rows: Vec<Row>) -> Table {
    Table {
        id: format!("{id}-table"),
        sheet: sheet.to_owned(),
        title: title.to_owned(),
        label_header: "Year group".to_owned(),
        columns,
        rows,
        footnotes: vec!["c: withheld so that no child can be worked out.".to_owned()],
        intervals: Vec::new(),
        annex: false,
    }
}

fn section(id: &str, name: &str, question: &str, charts: Vec<Chart>, tables: Vec<Table>) -> Section {
    Section {
        id: id.to_owned(),
        name: name.to_owned(),
        question: question.to_owned(),
        findings: vec![
            "In Year 2, 12 of 30 children (40.0%) were working below the strand expected for their age.".to_owned(),
            "This is about the same as last term, when it was 11 of 30.".to_owned(),
        ],
        charts,
        tables,
        lists: Vec::new(),
        criteria: Vec::new(),
        unknowns: vec!["Screening is an adult's judgement; two adults may judge a child differently.".to_owned()],
        questions: vec![
            "What is planned for Year 2, and when will we see whether it helps?".to_owned(),
            "Is screening done by the same adults each term?".to_owned(),
        ],
        more: Vec::new(),
    }
}

fn below() -> Section {
    let values = [21.4, 27.6, 40.0, 18.5, 0.0, 22.6, 16.7];
    let figures: Vec<ProtectedFigure> = (0..7).map(|year| share("development.below", year, values[year])).collect();
    let bars: Vec<Bar> = YEARS
        .iter()
        .zip(&figures)
        .map(|((name, _), figure)| Bar { label: (*name).to_owned(), figure: figure.clone() })
        .chain([Bar { label: "All pupils".to_owned(), figure: whole("development.below", 24.6) }])
        .collect();
    let mut all: Vec<Vec<ProtectedFigure>> = YEARS
        .iter()
        .zip(&figures)
        .map(|((name, n), figure)| {
            let count = if *name == "Year 4" {
                testing::suppressed("development.assessed")
            } else {
                testing::count("development.assessed", *n)
            };
            vec![count, figure.clone()]
        })
        .collect();
    all.push(vec![testing::count("development.assessed", 1187), whole("development.below", 24.6)]);
    let kind = ChartKind::Bars {
        bars,
        max: 60.0,
        reference: Some((24.6, "Whole school".to_owned())),
        decimals: 1,
        suffix: "%".to_owned(),
    };
    let headers = [("Children assessed", 0), ("Below expectation (%)", 1)];
    section(
        "below",
        "Below expectation",
        "Who is behind what is expected for their age?",
        vec![chart("below", "Year 2 has the largest share of children below the strand expected for their age", kind)],
        vec![table(
            "below",
            "Below expectation",
            "Children below expectation by year group",
            columns(&headers),
            rows(&all),
        )],
    )
}

fn development() -> Section {
    let values = [
        [21.4, 60.7, 17.9],
        [27.6, 62.1, 10.3],
        [40.0, 53.3, 6.7],
        [18.5, 70.4, 11.1],
        [0.0; 3],
        [22.6, 58.1, 19.4],
        [16.7, 80.0, 3.3],
    ];
    let parts = ["Below expectation", "At expectation", "Above expectation"];
    let measures = ["development.below", "development.at", "development.above"];
    let figures: Vec<Vec<ProtectedFigure>> =
        (0..7).map(|year| (0..3).map(|part| share(measures[part], year, values[year][part])).collect()).collect();
    let bars = YEARS
        .iter()
        .zip(&figures)
        .map(|((name, n), parts)| StackedBar {
            label: (*name).to_owned(),
            n: if *name == "Year 4" { "c".to_owned() } else { format!("n = {n}") },
            parts: parts.clone(),
        })
        .collect();
    let kind = ChartKind::Stacked { parts: parts.iter().map(|p| (*p).to_owned()).collect(), bars };
    let headers = [("Below expectation (%)", 1), ("At expectation (%)", 1), ("Above expectation (%)", 1)];
    section(
        "development",
        "Development",
        "Are children developing as expected for their age?",
        vec![chart("development", "Most children are at or above the strand expected for their age", kind)],
        vec![table("development", "Development", "Development by year group", columns(&headers), rows(&figures))],
    )
}

fn strands() -> Section {
    let figures: Vec<Vec<ProtectedFigure>> = (0..7)
        .map(|year| {
            (0..6)
                .map(|strand| match (year, strand) {
                    (0..=2, 4..) => testing::not_available("strand.below"),
                    (5, 3) => testing::not_enough_data("strand.below"),
                    _ => share("strand.below", year, ((year * 7 + strand * 11) % 45) as f64 + 0.5),
                })
                .collect()
        })
        .collect();
    let kind = ChartKind::Heat {
        columns: STRANDS.iter().map(|s| (*s).to_owned()).collect(),
        rows: YEARS.iter().zip(&figures).map(|((name, _), row)| ((*name).to_owned(), row.clone())).collect(),
        max: 50.0,
        suffix: "%".to_owned(),
    };
    let headers: Vec<String> = STRANDS.iter().map(|strand| format!("{strand} (% below)")).collect();
    let headers: Vec<(&str, usize)> = headers.iter().map(|header| (header.as_str(), 1)).collect();
    section(
        "strands",
        "Strands",
        "Which strands need most attention?",
        vec![chart("strands", "Thinking needs most attention in the younger years", kind)],
        vec![table(
            "strands",
            "Strands",
            "Share below expectation by strand and year group",
            columns(&headers),
            rows(&figures),
        )],
    )
}

fn trend() -> Section {
    let points =
        ["Autumn 2024/25", "Spring 2024/25", "Summer 2024/25", "Autumn 2025/26", "Spring 2025/26", "Summer 2025/26"];
    let lines: Vec<(String, Vec<ProtectedFigure>)> = ["All pupils", "Pupil premium", "Not pupil premium"]
        .iter()
        .enumerate()
        .map(|(line, name)| {
            let figures = (0..6)
                .map(|point| match (line, point) {
                    (1, 2) => testing::suppressed("attendance.rate"),
                    _ => testing::figure("attendance.rate", 93.1 + line as f64 * 0.4 + point as f64 * 0.3, 180),
                })
                .collect();
            ((*name).to_owned(), figures)
        })
        .collect();
    let table_rows = lines.iter().map(|(label, cells)| Row { label: label.clone(), cells: cells.clone() }).collect();
    let kind = ChartKind::Lines {
        points: points.iter().map(|p| (*p).to_owned()).collect(),
        lines,
        min: 90.0,
        max: 97.0,
        decimals: 1,
        suffix: "%".to_owned(),
    };
    let headers: Vec<(&str, usize)> = points.iter().map(|point| (*point, 1)).collect();
    let mut table = table("attendance", "Attendance", "Attendance by term (%)", columns(&headers), table_rows);
    // More than fits the page of its question.
    table.annex = true;
    let section = section(
        "attendance",
        "Attendance",
        "What is attendance doing?",
        vec![chart("attendance", "Attendance has risen in each of the last six terms", kind)],
        vec![table],
    );
    Section { more: vec!["Nothing stands out, week by week.".to_owned()], ..section }
}

fn change() -> Section {
    let groups = [
        ("Talking and drawing", 4.2, 1.1, 7.3, 14),
        ("Time to play", -0.6, -3.4, 2.2, 11),
        ("All one-to-one support", 2.4, 0.4, 4.4, 25),
    ];
    let mut figures: Vec<(String, ProtectedFigure)> = groups
        .iter()
        .map(|(name, value, low, high, n)| {
            ((*name).to_owned(), testing::interval("support.change", *value, *low, *high, *n))
        })
        .collect();
    figures.insert(2, ("Calm starts".to_owned(), testing::suppressed("support.change")));
    let dots = figures.iter().map(|(label, figure)| Bar { label: label.clone(), figure: figure.clone() }).collect();
    let table_rows =
        figures.iter().map(|(label, figure)| Row { label: label.clone(), cells: vec![figure.clone()] }).collect();
    let usual = [1.9, 1.2, 1.5, 1.6].map(|value| testing::interval("support.expected", value, 1.0, 2.0, 14));
    let expected = Some(("To be expected without support".to_owned(), usual.to_vec()));
    let kind = ChartKind::DotWhisker { dots, min: -5.0, max: 10.0, decimals: 1, expected };
    section(
        "support",
        "One-to-one support",
        "What changed for children who had one-to-one support?",
        vec![chart("support", "Children who had one-to-one support scored higher afterwards", kind)],
        vec![table(
            "support",
            "One-to-one",
            "Mean change in the target strand",
            columns(&[("Mean change (points)", 1)]),
            table_rows,
        )],
    )
}

/// Two sections without charts, so that the report has seven.
fn plain(id: &str, name: &str, question: &str) -> Section {
    let cells: Vec<Vec<ProtectedFigure>> =
        (0..7).map(|year| vec![share("plain.share", year, 90.0 - year as f64)]).collect();
    let rows = rows(&cells);
    section(id, name, question, vec![], vec![table(id, name, name, columns(&[("Share (%)", 1)]), rows)])
}

/// A chart of each kind.
pub(crate) fn charts() -> Vec<Chart> {
    let shown = report().sections.into_iter().flat_map(|section| section.charts);
    shown.chain(super::sample_charts::of_other_kinds()).collect()
}

/// A governors' report.
pub(crate) fn report() -> Report {
    let sections = vec![
        below(),
        development(),
        strands(),
        trend(),
        change(),
        plain("coverage", "Coverage", "Were all children screened?"),
        plain("training", "Training", "Are staff trained and licences current?"),
    ];
    let headlines = sections
        .iter()
        .take(6)
        .map(|section| Headline {
            question: section.question.clone(),
            answer: "About a quarter of the children assessed (46 of 187, 24.6%) were below the strand expected for their age.".to_owned(),
            section: section.id.clone(),
        })
        .collect();
    Report {
        id: "governor-report".to_owned(),
        audience: crate::reports::Audience::Governors,
        compact: false,
        board: String::new(),
        brand: Default::default(),
        title: "Thrive report to governors".to_owned(),
        school: "St Brannoc's & St Mary's Primary School".to_owned(),
        period: "Summer term 2025/26".to_owned(),
        as_of: "17 July 2026".to_owned(),
        classification: "For governors: no child can be identified".to_owned(),
        headlines,
        sections,
        notes: vec![NoteGroup {
            heading: "Policy used".to_owned(),
            entries: vec![
                (
                    "Secure score".to_owned(),
                    "60 percent or more. The school's own policy, for the school to confirm.".to_owned(),
                ),
                (
                    "Expected strand".to_owned(),
                    "Nursery to Year 2: Power & Identity. Year 3 to Year 6: Skills & Structure.".to_owned(),
                ),
            ],
        }],
    }
}

/// A staff list.
pub(crate) fn staff() -> StaffDocument {
    let rows = (0..40)
        .map(|row: i32| {
            vec![
                PlainCell::Text(format!("P{:03}", row + 1)),
                PlainCell::Text(format!("Sample Child {}", row + 1)),
                PlainCell::Text(format!("Year {}", row % 6 + 1)),
                PlainCell::Text("Kingfisher".to_owned()),
                PlainCell::Text(STRANDS[(row % 4) as usize].to_owned()),
                PlainCell::Number(f64::from(row % 5) * 11.25, 1),
                PlainCell::Date(jiff::civil::date(2026, 6, (row % 28 + 1) as i8)),
                PlainCell::Text(if row % 3 == 0 { "Yes" } else { "No" }.to_owned()),
                if row % 4 == 0 {
                    PlainCell::Empty
                } else {
                    PlainCell::Text("Review with the class teacher before the end of term".to_owned())
                },
            ]
        })
        .collect();
    let headers =
        ["Pupil ID", "Name", "Year group", "Class", "Working strand", "Score", "Screened on", "Open plan", "Next step"];
    StaffDocument {
        id: "pupil-lists".to_owned(),
        title: "Children below expectation".to_owned(),
        school: "St Brannoc's & St Mary's Primary School".to_owned(),
        period: "Summer term 2025/26".to_owned(),
        as_of: "17 July 2026".to_owned(),
        classification: "Staff only: names children. Do not share or print unattended".to_owned(),
        summary: vec!["40 children are below the strand expected for their age.".to_owned()],
        tables: vec![PlainTable {
            sheet: "Below expectation".to_owned(),
            title: "Children below the strand expected for their age".to_owned(),
            about: "One row a child, furthest behind first".to_owned(),
            columns: headers.iter().map(|h| (*h).to_owned()).collect(),
            rows,
            when_empty: "No child is below expectation.".to_owned(),
        }],
        notes: vec![(
            "Working strand".to_owned(),
            "The first strand whose score is below the secure score.".to_owned(),
        )],
    }
}
