//! `audit`: reads finished packs back and says what in them nobody can account for.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::cli;
use crate::diagnostic::Severity;
use crate::error::Error;
use crate::place::Place;
use crate::progress::Progress;
use crate::project::Project;
use crate::readback::{self, PackAccount, PackRead};
use crate::run::{self, Request};

/// Reads packs back; answers 3 where one must not be published.
pub fn audit(asked: &cli::Audit, quiet: bool) -> Result<u8, Error> {
    let mut packs = Vec::new();
    for path in &asked.folders {
        if !path.exists() {
            return Err(Error::NothingThere { path: path.clone() });
        }
        let folders = readback::packs_in(path);
        if folders.is_empty() {
            let why = "there is no results.json in it, nor in a folder of packs below it".to_owned();
            return Err(Error::NoPack { path: path.clone(), why });
        }
        for folder in folders {
            let reports = asked.project.clone().or_else(|| project_of(&folder)).map(|project| project.join("reports"));
            let pack = PackRead::open(&folder, reports.as_deref())
                .map_err(|failed| Error::CannotRead { path: failed.path, source: failed.source })?;
            packs.push(pack);
        }
    }
    let mut report = readback::audit(&packs);
    super::print(&report.packs.iter().map(account).collect::<String>());
    for (project, term, of_term) in by_term(asked.project.as_deref(), &packs) {
        let together = of_term.len();
        let project = Project::open(&project)?;
        let request = Request { term: Some(term.clone()), as_of: as_of(&of_term), ..Request::default() };
        let run::Audited { told, inputs } = run::audited(&project, &request, &of_term, &Progress::on_terminal(quiet))?;
        let place = Place::file(project.packs().join(&term).display().to_string());
        if !told.is_empty() && made_from(&of_term).is_some_and(|made_from| made_from != inputs) {
            super::print(&format!("{term}: cannot be held against records that have changed since\n"));
            report.problems.add("A006", "made from other records than the inbox holds now", place);
            continue;
        }
        super::print(&match told.len() {
            0 => {
                format!("{term}: nothing found in {together} packs together, beside all other releases of the ledger\n")
            }
            found => format!("{term}: {found} thing(s) that {together} packs tell together\n"),
        });
        for what in told {
            report.problems.add("A004", &what, place.clone());
        }
    }
    super::show_problems(&report.problems, "mend these first");
    let failed = !report.is_clean() || report.problems.count(Severity::Error) > 0;
    Ok(if failed { 3 } else { 0 })
}

/// The packs of each term of a project whose inbox can still be read: what they tell together can be worked out there.
fn by_term(project: Option<&Path>, packs: &[PackRead]) -> Vec<(PathBuf, String, Vec<PackRead>)> {
    let mut found: Vec<(PathBuf, String, Vec<PackRead>)> = Vec::new();
    for pack in packs {
        let folder = pack.folder.canonicalize().unwrap_or_else(|_| pack.folder.clone());
        let term = folder.parent().and_then(Path::file_name).map(|term| term.to_string_lossy().into_owned());
        let project = project.map(Path::to_owned).or_else(|| project_of(&folder));
        let (Some(term), Some(project)) = (term, project) else { continue };
        match found.iter_mut().find(|(of, name, _)| (of as &PathBuf, name as &String) == (&project, &term)) {
            Some((_, _, packs)) => packs.push(pack.clone()),
            None => found.push((project, term, vec![pack.clone()])),
        }
    }
    found
}

/// The manifest beside packs.
fn manifest(packs: &[PackRead]) -> Option<serde_json::Value> {
    let manifest = std::fs::read(packs.first()?.folder.join("..").join("manifest.json")).ok()?;
    serde_json::from_slice(&manifest).ok()
}

/// The reporting date of packs, as their manifest has it.
fn as_of(packs: &[PackRead]) -> Option<Date> {
    manifest(packs)?.get("as_of")?.as_str()?.parse().ok()
}

/// SHA-256 of each file that packs were made from, as their manifest has it.
fn made_from(packs: &[PackRead]) -> Option<BTreeSet<String>> {
    let manifest = manifest(packs)?;
    let inputs = manifest.get("inputs")?.as_array()?.iter();
    Some(inputs.filter_map(|input| Some(input.get("sha256")?.as_str()?.to_owned())).collect())
}

/// The project that a pack lies in: the nearest folder above with a school.toml.
fn project_of(folder: &Path) -> Option<PathBuf> {
    let folder = folder.canonicalize().ok()?;
    folder.ancestors().skip(1).find(|above| above.join("school.toml").is_file()).map(Path::to_owned)
}

/// What was read of a pack, and what was found.
fn account(pack: &PackAccount) -> String {
    let found = match (pack.unaccounted, pack.disagreements) {
        (0, 0) => "nothing found".to_owned(),
        (unaccounted, disagreements) => format!(
            "{unaccounted} number(s) that nobody can account for, {disagreements} that are not those of results.json"
        ),
    };
    format!(
        "{}: {} files, {} figures ({} withheld), {} cells and {} other texts with a number read; {found}\n",
        pack.folder.display(),
        pack.files,
        pack.figures,
        pack.withheld,
        pack.cells,
        pack.texts
    )
}
