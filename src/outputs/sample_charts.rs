//! Made-up charts of the kinds that the sample report has none of.

use super::sample::chart;
use crate::disclosure::{ProtectedFigure, testing};
use crate::reports::model::{Bar, Chart, ChartKind, FunnelLimit};

/// Before and after, week by week, and schools of many sizes.
pub(super) fn of_other_kinds() -> [Chart; 3] {
    [slope(), run(), funnel()]
}

/// Before and after, with one end withheld and two ends alike.
fn slope() -> Chart {
    let groups =
        [("Talking and drawing", 41.0, 45.2), ("Time to play", 40.8, 40.2), ("All one-to-one support", 41.0, 43.4)];
    let mut lines: Vec<(String, [ProtectedFigure; 2])> = groups
        .iter()
        .map(|(name, from, to)| {
            let end = |measure: &str, value: f64| testing::interval(measure, value, value, value, 14);
            ((*name).to_owned(), [end("support.before", *from), end("support.after", *to)])
        })
        .collect();
    lines.push((
        "Calm starts".to_owned(),
        [testing::suppressed("support.before"), testing::suppressed("support.after")],
    ));
    let ends = ["Before".to_owned(), "After".to_owned()];
    let kind = ChartKind::Slope { ends, lines, decimals: 1, suffix: String::new() };
    chart("slope", "Average scores before and after one-to-one support", kind)
}

/// Thirty-eight weeks, one of them withheld, two of them unusual.
fn run() -> Chart {
    let weeks = 0..38_u32;
    let rate = |week: u32| 94.0 + f64::from((week * 7) % 11) / 5.0 - if week == 20 { 4.0 } else { 0.0 };
    let values = weeks.clone().map(|week| match week {
        9 => testing::suppressed("week.rate"),
        _ => testing::figure("week.rate", rate(week), 200),
    });
    let usual = [95.0, 92.6, 97.4].map(|value| Some(testing::figure("week.usual", value, 200)));
    let signals = weeks.clone().map(|week| {
        let (code, word) = if week == 20 || week == 31 { (1.0, "Unusually low") } else { (0.0, "Nothing") };
        testing::word("week.signal", code, word)
    });
    let kind = ChartKind::Run {
        points: weeks.clone().map(|week| format!("{} January 2026", week + 1)).collect(),
        names: ["Attendance", "Average week", "Usual range"].map(str::to_owned),
        values: values.collect(),
        usual: Box::new(usual),
        signals: signals.collect(),
        decimals: 1,
        suffix: "%".to_owned(),
    };
    chart("run", "Attendance week by week", kind)
}

/// Seven schools of a trust about 30 %, one of them withheld, one further away than chance.
fn funnel() -> Chart {
    let schools: [(&str, u64, f64); 6] = [
        ("Oak", 210, 31.0),
        ("Ash", 208, 29.3),
        ("Elm", 60, 41.7),
        ("Yew", 415, 43.1),
        ("Fir", 120, 30.0),
        ("Bay", 61, 41.0),
    ];
    let mut dots: Vec<Bar> = schools
        .iter()
        .map(|(name, n, value)| Bar {
            label: format!("{name} Primary School"),
            figure: testing::figure("trust.below", *value, *n),
        })
        .collect();
    dots.push(Bar { label: "Box Primary School".to_owned(), figure: testing::suppressed("trust.below") });
    let limits = [30, 60, 61, 120, 208, 210, 300, 415, 450]
        .into_iter()
        .map(|n: u64| {
            let error = (30.0_f64 * 70.0 / n as f64).sqrt();
            let limits = |z: f64| ((30.0 - z * error).max(0.0), 30.0 + z * error);
            FunnelLimit { n, inner: limits(1.96), outer: limits(3.09) }
        })
        .collect();
    let centre = (30.0, "All schools".to_owned());
    let kind = ChartKind::Funnel { dots, centre, limits, decimals: 1, suffix: "%".to_owned() };
    chart("funnel", "Pupils below the strand expected, by size of school", kind)
}
