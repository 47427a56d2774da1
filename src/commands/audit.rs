//! `audit`: reads finished packs back and says what in them nobody can account for.

use std::path::{Path, PathBuf};

use crate::cli;
use crate::diagnostic::Severity;
use crate::error::Error;
use crate::readback::{self, PackAccount, PackRead};

/// Reads packs back; answers 3 where one must not be published.
pub fn audit(asked: &cli::Audit) -> Result<u8, Error> {
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
    let report = readback::audit(&packs);
    super::print(&report.packs.iter().map(account).collect::<String>());
    super::show_problems(&report.problems, "mend these first");
    let failed = !report.is_clean() || report.problems.count(Severity::Error) > 0;
    Ok(if failed { 3 } else { 0 })
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
