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
use thrive_report::ledger::Ledger;
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


/// What one release after another told, as the program's own ledger keeps it.
struct Beside {
    folder: tempfile::TempDir,
}

impl Beside {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    fn open(&self) -> Ledger {
        Ledger::open(self.folder.path(), &self.folder.path().join("packs")).expect("whole")
    }

    fn release(&self, term: &Term, figures: &[Figure], catalogue: &Catalogue, period: &str) -> ProtectedFigures {
        let token = |number: i64| format!("{number:032x}");
        let pupils = term.members.pupils();
        let places = pupils.iter().enumerate().map(|(place, number)| (token(*number), place)).collect();
        let mut ledger = self.open();
        let before = ledger.told(&places, pupils.len());
        let rules = ReleaseRules::default();
        let release = disclosure::release(figures, &|_| true, &term.members, catalogue, &rules, &before);
        let named = |place: usize| pupils.get(place).map(|number| token(*number));
        ledger.add(period, jiff::civil::date(2026, 7, 17), &release.statements, &named).expect("written");
        release.figures
    }
}

#[test]
fn probe() {
    let catalogue = Catalogue::embedded().expect("sound");
    let off = ReleaseRules { min_cohort: 0, min_mean: 0, small_count: 0 };
    let from: u64 = std::env::var("FROM").map_or(0, |s| s.parse().unwrap());
    let to: u64 = std::env::var("TO").map_or(6, |s| s.parse().unwrap());
    let which = std::env::var("WHICH").unwrap_or("release".into());
    for seed in from..to {
        let t = std::time::Instant::now();
        let mut s = school::school(seed);
        if std::env::var("CHANGING").is_ok() { if s.steady { continue } }
        if s.children.len() > 160 { continue }
        s.steady &= true;
        let beside = Beside::new();
        let mut n = 0;
        let (mut hid, mut all, mut tp) = (0, 0, std::time::Duration::ZERO);
        let found = attacked(&s, &catalogue, &mut |term, figures| {
            n += 1;
            let t = std::time::Instant::now();
            let p = match which.as_str() {
            "off" => disclosure::protect(figures, &catalogue, &off),
            "old" => disclosure::protect(figures, &catalogue, &ReleaseRules::default()),
            _ => beside.release(term, figures, &catalogue, school::TERMS[n - 1]),
            };
            tp += t.elapsed();
            all += p.iter().count();
            hid += p.iter().filter(|f| f.status() == thrive_report::measures::Status::Suppressed).count();
            p
        });
        eprintln!("{which} {seed}: {} pupils steady {} targets {} any {} insider {} unsure {} hidden {hid}/{all} in {:?} of which protect {tp:?}", s.children.len(), s.steady, found.targets, found.by_anybody.len(), found.by_an_insider.len(), found.unsure.len(), t.elapsed());
        for w in found.all().take(8) { eprintln!("   {w}"); }
    }
}
