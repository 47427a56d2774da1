//! What a run leaves for the next one, and what changed since the last one.

use std::collections::BTreeMap;
use std::path::Path;

use super::{bad, unmade};
use crate::changes::{self, Cohort, Pack, Unreadable};
use crate::error::Error;
use crate::measures::Catalogue;
use crate::outputs::{html, staff_workbook};
use crate::project::{Project, Term};
use crate::publish::{Files, SEALED};
use crate::queries::{self, Folder};
use crate::reports::StaffHeading;
use crate::seal::{self, Passphrase};
use crate::store::{Duck, Engine as _};
use crate::tables::Roll;
use crate::tables::settings::Scope;

/// The children of this run with their marks, for the next run to compare with.
pub(super) fn cohort(engine: &mut Duck, roll: &Roll, scope: Scope<'_>) -> Result<Files, Error> {
    let mut files = Files::new();
    for query in queries::all(Folder::Packs) {
        let marks = engine.query(&query)?;
        files.insert(changes::COHORT.into(), Cohort::new(roll, &marks, scope.as_of).json().into_bytes());
    }
    Ok(files)
}

/// The pages of what changed since an earlier pack of this project, for staff and for governors; nothing where there is
/// none. `files` are those of this run, the manifest among them. An earlier pack that cannot be read is no reason to fail.
pub(super) fn what_changed(
    project: &Project,
    scope: Scope<'_>,
    files: &Files,
    catalogue: &Catalogue,
    (roll, unlock): (&Roll, Option<&Passphrase>),
    headings: (&StaffHeading, &StaffHeading),
) -> Result<Files, Error> {
    let packs = project.packs();
    let there = |term: &&Term| packs.join(&term.id).is_dir();
    let earlier = project.terms.iter().rev().filter(|term| term.start < scope.term.start).find(there);
    let Some(last) = earlier.or_else(|| Some(scope.term).filter(there)) else { return Ok(Files::new()) };
    let mut made = Files::new();
    let (staff, governors) = headings;
    for (folder, heading) in [("staff", staff), ("governors", governors)] {
        let for_staff = folder == "staff";
        let new = Pack::read(|name| files.get(name).cloned(), for_staff).map_err(|error| bad("the pack", &error))?;
        let folder_before = packs.join(&last.id);
        let old = if for_staff { earlier_pack(&folder_before, unlock) } else { Pack::open(&folder_before, false) };
        let document = match old {
            Ok(old) => {
                let found = changes::compare(&old, &new, catalogue, false);
                // The same run again leaves the same files, so it must not remark on itself.
                if last.id == scope.term.id && found.is_empty() {
                    continue;
                }
                if for_staff {
                    changes::page(&found, &last.name, &names(roll), heading)
                } else {
                    changes::page_for_governors(&found, &last.name, heading)
                }
            }
            Err(error) if for_staff => changes::not_compared(&error.to_string(), &last.name, heading),
            // Staff are told why; governors have the report.
            Err(_) => continue,
        };
        let page = html::staff_page(&document).map_err(unmade(&document.id))?;
        let book = staff_workbook::staff_workbook(&document).map_err(unmade(&document.id))?;
        let name = |ending: &str| format!("{folder}/{}.{ending}", document.id);
        made.extend([(name("html"), page.into_bytes()), (name("xlsx"), book)]);
    }
    Ok(made)
}

/// A pack of an earlier run. Where its staff folder was sealed with the passphrase of this run, it is read from there.
fn earlier_pack(folder: &Path, unlock: Option<&Passphrase>) -> Result<Pack, Unreadable> {
    let sealed = unlock.and_then(|passphrase| seal::open(&std::fs::read(folder.join(SEALED)).ok()?, passphrase));
    match sealed {
        Some(staff) => {
            Pack::read(|name| staff.get(name).cloned().or_else(|| std::fs::read(folder.join(name)).ok()), true)
        }
        None => Pack::open(folder, true),
    }
}

/// Surname and forename by identifier.
fn names(roll: &Roll) -> BTreeMap<String, (String, String)> {
    let name = |pupil: &crate::tables::Pupil| (pupil.surname.clone(), pupil.forename.clone());
    roll.pupils.iter().map(|pupil| (changes::id_of(pupil), name(pupil))).collect()
}
