//! Tests of charts over a small school made by hand.

use super::super::build::build;
use super::super::definition::Definition;
use super::super::error::ReportError;
use super::super::sample_results::{context, school};
use super::super::wording::Wording;
use super::*;
use crate::disclosure::{ReleaseRules, protect};
use crate::measures::{Catalogue, compute};

const YEARS: &str = "rows = ['school', 'year_group']\n\
    columns = ['screening.assessed', 'screening.below_pupils', 'screening.below_share']";
const SUPPORT: &str = "rows = ['intervention+target_strand']\nperiods = ['to_date']\n\
    columns = ['support.followed_up', 'support.pairs', 'support.mean_before', 'support.mean_after']";

/// A report of one table and one chart.
fn parse(table: &str, chart: &str) -> Result<(Definition, Catalogue), ReportError> {
    let catalogue = Catalogue::embedded().expect("valid");
    let text = format!(
        "id = 'small'\ntitle = 'Small'\naudience = 'governors'\nclassification = 'Governors'\nnotes = []\n\
         [[section]]\nid = 'one'\nname = 'One'\nquestion = 'How many?'\n\
         [[section.table]]\nid = 't'\nsheet = 'T'\ntitle = 'T'\nlabel_header = 'Group'\nmissing = ''\n{table}\n\
         [[section.chart]]\nid = 'c'\ntitle = 'A chart'\nsubtitle = ''\ntable = 't'\n{chart}\n"
    );
    Ok((Definition::parse(&text, Wording::embedded()?, &catalogue)?, catalogue))
}

fn drawn(table: &str, chart: &str) -> Chart {
    let (definition, catalogue) = parse(table, chart).expect("sound");
    let figures = compute(&catalogue, &school()).expect("computed");
    let protected = protect(&figures, &catalogue, &ReleaseRules::default());
    let report = build(&definition, &protected, None, &catalogue, &context()).expect("built");
    report.sections[0].charts.first().cloned().expect("a chart")
}

fn refused(table: &str, chart: &str) -> String {
    parse(table, chart).expect_err("refused").to_string()
}

#[test]
fn a_funnel_stands_about_the_whole_and_names_whom_it_may_not_place() {
    let chart = drawn(YEARS, "kind = 'funnel'\nmeasures = ['screening.below_share']\nreference = 'All pupils'");
    let ChartKind::Funnel { dots, centre, limits, .. } = &chart.kind else { panic!("a funnel") };
    // 33 of 88 below, printed as 38; Year 3 has 12 of 30, the other two are withheld.
    assert_eq!(*centre, (38.0, "All pupils".to_owned()));
    let shown: Vec<(&str, Option<f64>)> = dots.iter().map(|dot| (dot.label.as_str(), dot.figure.value())).collect();
    assert_eq!(shown, [("Year 1", None), ("Year 2", None), ("Year 3", Some(40.0))]);
    // By hand: 38 ∓ z √(38 · 62 / 30), with z = 1.959964 and 3.090232.
    let limit = limits.iter().find(|limit| limit.n == 30).expect("the size of Year 3");
    let close = |one: (f64, f64), other: (f64, f64)| (one.0 - other.0).abs() < 1e-4 && (one.1 - other.1).abs() < 1e-4;
    assert!(close(limit.inner, (20.630_99, 55.369_01)), "{limit:?}");
    assert!(close(limit.outer, (10.614_68, 65.385_32)), "{limit:?}");
    // Wider for fewer, and from half the smallest group to beyond the largest.
    assert!(limits.windows(2).all(|pair| pair[0].n < pair[1].n && pair[0].outer.1 >= pair[1].outer.1));
    assert_eq!((limits[0].n, limits.last().map(|limit| limit.n)), (15, Some(34)));
    assert_eq!(
        chart.alt,
        "Funnel chart: A chart. Year 3 40% of 30. All pupils 38%. None is further from it than chance would explain. \
         2 more results are not shown, to protect children."
    );
}

#[test]
fn a_slope_has_both_ends_of_each_group() {
    let chart = drawn(
        SUPPORT,
        "kind = 'slope'\nmeasures = ['support.mean_before', 'support.mean_after']\nparts = ['Before', 'After']",
    );
    let ChartKind::Slope { ends, lines, .. } = &chart.kind else { panic!("a slope") };
    assert_eq!(ends, &["Before".to_owned(), "After".to_owned()]);
    assert!(!lines.is_empty());
    for (name, figures) in lines {
        let measures = figures.each_ref().map(ProtectedFigure::measure);
        assert_eq!(measures, ["support.mean_before", "support.mean_after"], "{name}");
        let [from, to] = figures.each_ref().map(ProtectedFigure::text);
        assert!(chart.alt.contains(&format!("{name}: {from} before, {to} after.")), "{}", chart.alt);
    }
}

#[test]
fn a_chart_that_lacks_what_its_kind_needs_is_refused() {
    let share = "measures = ['screening.below_share']";
    for (table, chart, problem) in [
        (YEARS, format!("kind = 'funnel'\n{share}"), "needs `reference`"),
        (YEARS, format!("kind = 'slope'\n{share}"), "1 measures where 2 belong"),
        (
            SUPPORT,
            "kind = 'slope'\nmeasures = ['support.mean_before', 'support.mean_after']\nparts = ['Before']".to_owned(),
            "1 parts where 2 belong",
        ),
        (YEARS, format!("kind = 'run'\n{share}"), "1 measures where 5 belong"),
        (
            YEARS,
            format!("kind = 'bars'\n{share}\nexpected = 'screening.assessed'"),
            "belongs to `kind = \"dot_whisker\"`",
        ),
        (
            YEARS,
            format!("kind = 'dot_whisker'\n{share}\nexpected = 'screening.assesed'"),
            "did you mean `screening.assessed`",
        ),
    ] {
        let message = refused(table, &chart);
        assert!(message.contains(problem), "{problem}: {message}");
    }
    let table = format!("{YEARS}\nintervals = ['screening.below_shar']");
    assert!(refused(&table, &format!("kind = 'bars'\n{share}")).contains("did you mean `screening.below_share`"));
}
