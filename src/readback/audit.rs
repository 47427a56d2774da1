//! The account of packs that were read back: what was read, and what must not be there.

use std::path::{Path, PathBuf};

use super::check::check;
use super::{PackRead, Role};
use crate::diagnostic::Diagnostics;
use crate::place::Place;

/// What was read of one pack, and how many things are wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackAccount {
    /// The folder.
    pub folder: PathBuf,
    /// Whom it is for.
    pub audience: String,
    /// Files that were read.
    pub files: usize,
    /// Figures of `results.json`, and how many of them are withheld.
    pub figures: usize,
    pub withheld: usize,
    /// Cells of tables, and other texts with a number.
    pub cells: usize,
    pub texts: usize,
    /// Numbers that nobody can account for.
    pub unaccounted: usize,
    /// Cells that say something else than `results.json`.
    pub disagreements: usize,
}

impl PackAccount {
    /// Whether nothing is wrong.
    pub fn is_clean(&self) -> bool {
        self.unaccounted == 0 && self.disagreements == 0
    }
}

/// One thing that is wrong, without what must not be known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Code of the diagnostic.
    pub code: &'static str,
    /// The file, below the pack's folder.
    pub file: String,
    /// Where in it, and what stands there, in words.
    pub what: String,
}

/// What an audit found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The packs in the order given.
    pub packs: Vec<PackAccount>,
    /// What is wrong, as diagnostics.
    pub problems: Diagnostics,
    /// The same one by one.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether nothing is wrong with any pack.
    pub fn is_clean(&self) -> bool {
        self.packs.iter().all(PackAccount::is_clean) && self.findings.is_empty()
    }
}

/// Audits packs that were read back: each by itself. What several packs give away together is judged where their
/// figures and populations are known.
pub fn audit(packs: &[PackRead]) -> Report {
    let mut report = Report::default();
    for pack in packs {
        let (unaccounted, disagreements) = check(pack);
        let cell = |role: &Role| matches!(role, Role::Cell { .. });
        report.packs.push(PackAccount {
            folder: pack.folder.clone(),
            audience: pack.audience.clone(),
            files: pack.files.len(),
            figures: pack.figures.len(),
            withheld: pack.figures.iter().filter(|figure| figure.status == "suppressed").count(),
            cells: pack.numbers.iter().filter(|found| cell(&found.role)).count(),
            texts: pack.numbers.iter().filter(|found| !cell(&found.role)).count(),
            unaccounted: unaccounted.len(),
            disagreements: disagreements.len(),
        });
        let mut add = |code: &'static str, file: &str, what: String| {
            report.problems.add(code, what.clone(), Place::file(format!("{}/{file}", pack.folder.display())));
            report.findings.push(Finding { code, file: file.to_owned(), what });
        };
        for found in unaccounted {
            // A cell's place says enough; its label and heading are the file's own words.
            let context = if cell(&found.role) { "a number in a table" } else { found.context.as_str() };
            add("A001", &found.file, format!("{}: {context}", found.place));
        }
        for found in disagreements {
            let code = if found.withheld { "A002" } else { "A003" };
            add(code, &found.found.file, format!("{}: {}", found.found.place, found.measure));
        }
    }
    report
}

/// The folders of packs at or below a path: a pack's own folder, the packs of a term, `packs/`, or a project. Staff's
/// folders are none.
pub fn packs_in(path: &Path) -> Vec<PathBuf> {
    let is_staff = |folder: &Path| folder.file_name().is_some_and(|name| name == "staff");
    let mut found = Vec::new();
    // A project, its packs, a term, an audience: four steps down at most.
    let mut open = vec![(path.to_owned(), 0)];
    while let Some((folder, depth)) = open.pop() {
        if is_staff(&folder) {
            continue;
        }
        if folder.join("results.json").is_file() {
            found.push(folder);
            continue;
        }
        let below = std::fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path());
        // Of a project only its packs: the inbox is the school's.
        let packs = folder.join("packs");
        let is_project = folder.join("school.toml").is_file() || packs.is_dir();
        let below = below.filter(|entry| entry.is_dir() && (!is_project || *entry == packs));
        if depth < 3 {
            open.extend(below.map(|entry| (entry, depth + 1)));
        }
    }
    found.sort();
    found
}
