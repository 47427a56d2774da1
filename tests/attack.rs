//! An attack on what is published: schools of chance over three terms, and a reader who knows who is in every group, keeps
//! every pack, and has one child's own secret besides.

/// The reader.
#[path = "attack/attacker.rs"]
mod attacker;
/// Seeded chance.
#[path = "attack/chance.rs"]
mod chance;
/// What a school publishes, and what a reader makes of it.
#[path = "attack/release.rs"]
mod release;
/// Schools of chance.
#[path = "attack/school.rs"]
mod school;

use std::collections::BTreeMap;

use thrive_report::disclosure::{self, ProtectedFigures, ReleaseRules};
use thrive_report::measures::{Catalogue, Figure};

use attacker::{Findings, Statement, Target, attack};
use release::{Term, Which};
use school::School;

/// What is withheld of the figures of a term.
type Protector<'a> = dyn FnMut(&Term, &[Figure]) -> ProtectedFigures + 'a;

/// Attacks the three releases of a school, each together with those before it.
fn attacked(school: &School, catalogue: &Catalogue, protector: &mut Protector<'_>) -> Findings {
    let three_bands = school.seed % 2 == 0;
    let mut known: BTreeMap<Which, Vec<Statement>> = BTreeMap::new();
    let mut secret: BTreeMap<Which, Vec<Target>> = BTreeMap::new();
    let mut all = Findings::default();
    for last in 0..school::TERMS.len() {
        let term = release::term(school, catalogue, last, three_bands);
        let figures: Vec<Figure> = term.about.iter().map(|about| about.figure.clone()).collect();
        assert_eq!(term.members.disagreements(&figures, catalogue), Vec::<String>::new());
        let published = protector(&term, &figures);
        for (which, statements) in release::statements(&term, &published, catalogue, 1) {
            known.entry(which).or_default().extend(statements);
        }
        for (which, targets) in release::targets(&term, &published) {
            secret.entry(which).or_default().extend(targets);
        }
        for (which, targets) in &secret {
            let (truth, small) = release::secret(school, *which, last);
            let statements = known.get(which).map(Vec::as_slice).unwrap_or_default();
            let found = attack(&truth, statements, targets, &small);
            let say = |what: &String| format!("seed {}, term {}, {which:?}: {what}", school.seed, last + 1);
            all.by_anybody.extend(found.by_anybody.iter().map(say));
            all.by_an_insider.extend(found.by_an_insider.iter().map(say));
            all.unsure.extend(found.unsure.iter().map(say));
            all.targets += found.targets;
        }
    }
    all
}

#[test]
fn with_protection_off_many_are_worked_out() {
    let catalogue = Catalogue::embedded().expect("sound");
    let off = ReleaseRules { min_cohort: 0, min_mean: 0, small_count: 0 };
    for seed in 0..6 {
        let t = std::time::Instant::now();
        let s = school::school(seed);
        let found = attacked(&s, &catalogue, &mut |_, figures| disclosure::protect(figures, &catalogue, &off));
        eprintln!("off {seed}: {} pupils steady {} targets {} any {} insider {} unsure {} in {:?}", s.children.len(), s.steady, found.targets, found.by_anybody.len(), found.by_an_insider.len(), found.unsure.len(), t.elapsed());
    }
}

#[test]
fn old() {
    let catalogue = Catalogue::embedded().expect("sound");
    let off = ReleaseRules::default();
    for seed in 0..6 {
        let t = std::time::Instant::now();
        let s = school::school(seed);
        let found = attacked(&s, &catalogue, &mut |_, figures| disclosure::protect(figures, &catalogue, &off));
        eprintln!("old {seed}: {} pupils steady {} targets {} any {} insider {} unsure {} in {:?}", s.children.len(), s.steady, found.targets, found.by_anybody.len(), found.by_an_insider.len(), found.unsure.len(), t.elapsed());
        for w in found.all().take(6) { eprintln!("   {w}"); }
    }
}
