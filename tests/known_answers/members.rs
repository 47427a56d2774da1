//! The children behind every figure of the sample school are as many as the figure says. (Which children they are is shown
//! by the cases worked by hand, where the records name them.)

use std::collections::{BTreeMap, BTreeSet};

use thrive_report::measures::{Catalogue, Measure, Members, Population};
use thrive_report::project::Project;
use thrive_report::run::{self, Request};

use super::write_sample;

/// Columns of measures about children that count something else, and what.
const NOT_CHILDREN: [(&str, &[&str], &str); 10] = [
    ("attendance", &["absence", "attended", "authorised", "late", "unauthorised"], "sessions"),
    ("attendance_half_term", &["attended"], "sessions"),
    ("attendance_week", &["attended"], "sessions"),
    ("attendance_weekday", &["attended"], "sessions"),
    ("behaviour_change", &["records_after", "records_before"], "suspensions or incidents"),
    // Adults stand for their families: two may come for one child, and a register need not name the child.
    ("family_take_up", &["surveyed_twice"], "adults"),
    (
        "impact",
        &[
            "began_below",
            "enough_sessions",
            "lost_blocks",
            "near_top",
            "rater_changed",
            "reached",
            "reliably_fell",
            "reliably_rose",
            "sdq_children",
            "similar_children",
        ],
        "blocks of support: a child with two has two",
    ),
    ("support", &["blocks", "given_sessions", "planned_sessions"], "blocks and sessions"),
    ("support_change", &["fell", "improved", "pairs", "unchanged"], "blocks of support: a child with two has two"),
    ("suspensions", &["sessions", "suspensions"], "suspensions and sessions"),
];
/// The one that counts grown-ups who are not parents.
const PRACTITIONERS: (&str, &str) = ("support_resources", "practitioners");

fn not_children() -> BTreeMap<String, BTreeSet<String>> {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (query, columns, _) in NOT_CHILDREN {
        all.entry(query.to_owned()).or_default().extend(columns.iter().map(|column| (*column).to_owned()));
    }
    all.entry(PRACTITIONERS.0.to_owned()).or_default().insert(PRACTITIONERS.1.to_owned());
    all
}

/// Whether the children behind a column are known, of whatever population.
fn is_known(members: &Members, catalogue: &Catalogue, measure: &Measure, column: &str) -> bool {
    let nobody = Population::new();
    [measure.query.as_str(), catalogue.counts_of(measure)]
        .iter()
        .any(|query| members.column(query, column, &nobody).is_some())
}

#[test]
fn the_children_behind_every_figure_are_as_many_as_it_says() {
    let folder = write_sample();
    let project = Project::open(folder.path()).expect("a project");
    let (figures, members) = run::members(&project, &Request::default()).expect("a run");
    let catalogue = Catalogue::embedded().expect("sound");
    let mut unknown: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for measure in catalogue.measures().iter().filter(|measure| measure.about_children) {
        let base = measure.n.as_deref().or(measure.denominator.as_deref());
        for column in base.into_iter().chain(measure.numerator.as_deref()) {
            if !is_known(&members, &catalogue, measure, column) {
                unknown.entry(measure.query.clone()).or_default().insert(column.to_owned());
            }
        }
    }
    assert_eq!(unknown, not_children());
    let (mut bases, mut counts) = (0, 0);
    for figure in &figures {
        let who = || format!("{} of {:?}", figure.measure, figure.population);
        let measure = catalogue.get(&figure.measure).expect("known");
        let (base, counted) = (members.base(figure, &catalogue), members.counted(figure, &catalogue));
        if !measure.about_children {
            assert_eq!((&base, &counted), (&None, &None), "{}", who());
            continue;
        }
        if let (Some(n), Some(base)) = (figure.n, &base) {
            assert_eq!(base.len() as u64, n, "{}", who());
            bases += 1;
        }
        if let (Some(numerator), Some(counted)) = (figure.numerator, &counted) {
            assert_eq!(counted.len() as u64, numerator, "{}", who());
            counts += 1;
        }
        let of_adults = figure.measure.starts_with("family.");
        assert!(base.is_some() || of_adults, "{}: nobody knows who is behind it", who());
    }
    assert!(bases > 4000 && counts > 3000, "{bases} and {counts} compared");
    assert!(members.disagreements(&figures, &catalogue).is_empty());
}
