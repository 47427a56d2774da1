//! Every figure of the sample school against an independent slow path: plain loops over what the generator invented,
//! never over what the program read.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::LazyLock;

use tempfile::TempDir;
use thrive_report::measures::{Catalogue, Figure, Population, Status};
use thrive_report::project::Project;
use thrive_report::run::{self, Request};

use crate::sample_school::{self, World};
use expected::{Answers, Expected, population};

/// Calm Start's recovery, and a placebo's.
mod attendance_recovery;
/// What every figure must be.
mod expected;
/// What the figures about attendance over time, support and England must be.
mod expected_attendance;
/// What one-to-one support changed, by the textbook.
mod impact;
/// The records behind the figures.
mod lineage;
/// The children behind the figures.
mod members;
/// The sample school with one thing otherwise.
mod other_schools;
/// What was planted in the sample, in words.
mod planted;
/// What was planted about staff, families and the cost of support.
mod staff_and_families;
/// Student's t by the textbook.
mod student;
/// Ranks, effect size and multiple testing by the textbook.
mod textbook;
/// The whole-class rule by another way.
mod whole_class;

static WORLD: LazyLock<World> = LazyLock::new(sample_school::world);
static FIGURES: LazyLock<Vec<Figure>> = LazyLock::new(|| figures_of(&Request::default()));
static ANSWERS: LazyLock<Answers> = LazyLock::new(|| expected::answers(&WORLD));

/// Writes the sample school into a folder of its own.
fn write_sample() -> TempDir {
    write_school(&WORLD)
}

/// The same of another school.
fn write_school(world: &World) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for the sample");
    for (name, bytes) in sample_school::files(world) {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("files lie in a folder")).expect("the folder can be made");
        fs::write(path, bytes).expect("the file can be written");
    }
    folder
}

/// The figures of the sample school.
fn figures_of(request: &Request) -> Vec<Figure> {
    figures_of_school(&WORLD, request)
}

/// The same of another school.
fn figures_of_school(world: &World, request: &Request) -> Vec<Figure> {
    let folder = write_school(world);
    let project = Project::open(folder.path()).unwrap_or_else(|error| panic!("the sample opens: {error}"));
    run::figures(&project, request).unwrap_or_else(|error| panic!("the sample runs: {error}")).0
}

/// The figures by measure and population.
fn by_key(figures: &[Figure]) -> BTreeMap<(&str, &Population), &Figure> {
    let keyed: BTreeMap<_, _> =
        figures.iter().map(|figure| ((figure.measure.as_str(), &figure.population), figure)).collect();
    assert_eq!(keyed.len(), figures.len(), "no figure stands twice");
    keyed
}

/// One figure of the run.
fn figure(measure: &str, who: &[(&str, &str)]) -> &'static Figure {
    let who = population(who);
    let found = FIGURES.iter().find(|figure| figure.measure == measure && figure.population == who);
    found.unwrap_or_else(|| panic!("there is no figure {measure} of {who:?}"))
}

fn near(one: Option<f64>, other: Option<f64>, tolerance: f64) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() <= tolerance,
        (one, other) => one.is_none() && other.is_none(),
    }
}

/// Whether a figure says what it must. Bounds are allowed the inexactness of two ways to a quantile.
fn agrees(figure: &Figure, expected: &Expected) -> bool {
    let count = |number: Option<u64>| number.map(|number| i64::try_from(number).expect("small numbers"));
    near(figure.value, expected.value, expected.within)
        && near(figure.low, expected.bounds.map(|(low, _)| low), 1e-6)
        && near(figure.high, expected.bounds.map(|(_, high)| high), 1e-6)
        && (count(figure.n), count(figure.numerator), count(figure.denominator))
            == (expected.n, expected.numerator, expected.denominator)
        && (figure.tier, figure.status) == (expected.tier, expected.status)
}

/// What differs between the figures and the answers, figure by figure.
fn disagreements(figures: &[Figure], answers: &Answers) -> Vec<String> {
    let figures = by_key(figures);
    let mut found = Vec::new();
    for ((measure, who), expected) in answers {
        match figures.get(&(*measure, who)) {
            None => found.push(format!("{measure} {who:?}: no figure, but there should be {expected:?}")),
            Some(figure) if !agrees(figure, expected) => {
                found.push(format!("{measure} {who:?}:\n  figure {figure:?}\n  truth  {expected:?}"));
            }
            Some(_) => {}
        }
    }
    let known: BTreeSet<(&str, &Population)> = answers.keys().map(|(measure, who)| (*measure, who)).collect();
    for (key, figure) in figures.iter().filter(|(key, _)| !known.contains(*key)) {
        found.push(format!("{} {:?}: a figure that the truth does not know: {figure:?}", key.0, key.1));
    }
    found
}

#[test]
fn every_figure_is_what_plain_loops_count() {
    let found = disagreements(&FIGURES, &ANSWERS);
    let first: Vec<&str> = found.iter().take(20).map(String::as_str).collect();
    assert!(
        found.is_empty(),
        "{} of {} figures are wrong, among them\n{}",
        found.len(),
        FIGURES.len(),
        first.join("\n")
    );
}

/// No supported child of the sample was ever suspended: what is counted then is shown by `sql_cases/behaviour_change`.
const SHOWN_BY_HAND: [&str; 2] = ["behaviour_change.records_before", "behaviour_change.records_after"];

/// Thrive has no bands: shown by `sql_cases/strand_bands` and, through the binary, by `dialects::other_tools`.
const OF_OTHER_TOOLS: [&str; 3] = ["strand_band.banded", "strand_band.pupils", "strand_band.share"];

#[test]
fn no_measure_of_the_catalogue_escapes() {
    let catalogue = Catalogue::embedded().expect("the catalogue is sound");
    for measure in catalogue.measures().iter().filter(|measure| !OF_OTHER_TOOLS.contains(&measure.id.as_str())) {
        let of_it = ANSWERS.iter().filter(|((id, _), _)| *id == measure.id);
        let with_value = of_it.filter(|(_, expected)| expected.status == Status::Ok).count();
        let known: Vec<&str> = SHOWN_BY_HAND.into_iter().chain(impact::NOT_IN_SAMPLE).collect();
        let shown = with_value > 0 || known.contains(&measure.id.as_str());
        assert!(shown, "{} is compared with no value: add it to tests/known_answers/expected.rs", measure.id);
        let of_unit = FIGURES.iter().filter(|figure| figure.measure == measure.id);
        assert!(
            of_unit.clone().count() > 0 && of_unit.clone().all(|figure| figure.unit == measure.unit),
            "{}",
            measure.id
        );
    }
    for (id, _) in ANSWERS.keys() {
        assert!(catalogue.get(id).is_some(), "{id} is no measure of the catalogue");
    }
}

#[test]
fn a_wrong_figure_is_noticed() {
    let wrong = |change: fn(&mut Figure)| {
        let mut figures = FIGURES.clone();
        let at = figures.iter().position(|figure| figure.low.is_some()).expect("some figure has an interval");
        change(&mut figures[at]);
        disagreements(&figures, &ANSWERS).len() - disagreements(&FIGURES, &ANSWERS).len()
    };
    assert_eq!(wrong(|figure| figure.value = figure.value.map(|value| value + 1e-6)), 1, "the value");
    assert_eq!(wrong(|figure| figure.high = figure.low), 1, "a bound");
    assert_eq!(wrong(|figure| figure.n = Some(0)), 1, "the number of people");
    assert_eq!(wrong(|figure| figure.status = Status::NotAvailable), 1, "the status");
    let renamed = wrong(|figure| drop(figure.population.insert("period".into(), "2023-24".into())));
    assert_eq!(renamed, 2, "one figure is missing and one is not known");
}

/// A figure to the last bit.
fn bits(figure: &Figure) -> (Figure, [Option<u64>; 3]) {
    (figure.clone(), [figure.value, figure.low, figure.high].map(|number| number.map(f64::to_bits)))
}

#[test]
fn threads_change_no_bit() {
    let once: Vec<_> = FIGURES.iter().map(bits).collect();
    for threads in [1, 2, 4] {
        let again = figures_of(&Request { threads, ..Request::default() });
        assert_eq!(once.len(), again.len(), "{threads} threads");
        for (one, other) in once.iter().zip(&again) {
            assert_eq!(*one, bits(other), "{threads} threads");
        }
    }
}

#[test]
fn the_run_is_by_default_about_the_last_term() {
    let asked =
        Request { term: Some(WORLD.run_term.clone()), as_of: Some(WORLD.as_of), threads: 2, ..Request::default() };
    assert!(figures_of(&asked) == *FIGURES, "the last mark is of the last day of the summer term");
}
