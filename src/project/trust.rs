//! The folder that a trust or an authority keeps: trust.toml, and a project folder for each school.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::branding::{Branding, Logo};
use super::policy::{self, Policy};
use crate::disclosure::ReleaseRules;
use crate::error::Error;
use crate::measures::WholeClassRules;

/// File of a trust's settings.
pub const TRUST_FILE: &str = "trust.toml";

/// A trust's folder with its validated trust.toml.
#[derive(Clone, Debug)]
pub struct Trust {
    /// The folder.
    pub folder: PathBuf,
    /// Name as it is printed.
    pub name: String,
    /// The schools' project folders, in order of their names; whether they are sound shows when they are opened.
    pub schools: Vec<PathBuf>,
    /// Policy of the roll-up.
    pub policy: TrustPolicy,
    /// How the roll-up looks.
    pub branding: Branding,
}

/// Policy of the roll-up; each school's packs follow the school's own.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TrustPolicy {
    /// Limits below which nothing of a school is taken over; a school's own count as well.
    pub disclosure: ReleaseRules,
    /// When a year group needs whole-class work.
    pub whole_class: WholeClassRules,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TrustToml {
    trust: Named,
    #[serde(default)]
    policy: TrustPolicy,
    #[serde(default)]
    branding: Branding,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    name: String,
    /// Folders of the schools; every project folder below the trust's where left out.
    schools: Option<Vec<String>>,
}

impl Trust {
    /// Opens a trust's folder.
    ///
    /// # Errors
    /// When the folder, its trust.toml or any school is not there, or trust.toml says something that cannot be.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        if !folder.is_dir() {
            return Err(Error::NoFolder { path: folder.into() });
        }
        let path = folder.join(TRUST_FILE);
        if !path.exists() {
            return Err(Error::NoTrust { path: folder.into() });
        }
        let text = std::fs::read_to_string(&path).map_err(|source| Error::CannotRead { path: path.clone(), source })?;
        let bad = |line, (why, remedy): (String, &str)| Error::BadProject {
            path: path.clone(),
            line,
            why,
            remedy: remedy.to_owned(),
        };
        let file: TrustToml = toml::from_str(&text).map_err(|error| {
            let line = error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
            let (why, remedy) = super::explain_toml(error.message());
            bad(line, (why, &remedy))
        })?;
        if file.trust.name.trim().is_empty() {
            return Err(bad(None, ("trust.name is empty".into(), "write the trust's name as it should be printed")));
        }
        let rules =
            Policy { disclosure: file.policy.disclosure, whole_class: file.policy.whole_class, ..Policy::default() };
        policy::check(&rules).map_err(|wrong| bad(None, wrong))?;
        file.branding.check().map_err(|wrong| bad(None, wrong))?;
        let schools = match &file.trust.schools {
            Some(named) => named.iter().map(|name| folder.join(name)).collect(),
            None => below(folder)?,
        };
        if schools.is_empty() {
            return Err(Error::NoSchools { path: folder.into() });
        }
        let (policy, branding) = (file.policy, file.branding);
        Ok(Self { folder: folder.into(), name: file.trust.name, schools, policy, branding })
    }

    /// Where the finished roll-up appears.
    pub fn packs(&self) -> PathBuf {
        self.folder.join("packs")
    }

    /// Folder of the trust's own reports and wording.
    pub fn reports(&self) -> PathBuf {
        self.folder.join("reports")
    }

    /// The trust's own reports and wording, by file name.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn own_reports(&self) -> Result<BTreeMap<String, String>, Error> {
        super::toml_files(&self.reports())
    }

    /// The trust's crest, if it has one.
    ///
    /// # Errors
    /// As for a school.
    pub fn logo(&self) -> Result<Option<Logo>, Error> {
        self.branding.read_logo(&self.folder)
    }
}

/// Project folders in a folder, and in folders of it that are none, such as `primary`: in order of their names.
fn below(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    for inside in folders(folder)? {
        if inside.join("school.toml").exists() {
            found.push(inside);
        } else {
            found.extend(folders(&inside)?.into_iter().filter(|deeper| deeper.join("school.toml").exists()));
        }
    }
    Ok(found)
}

fn folders(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let failed = |source| Error::CannotRead { path: folder.into(), source };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_dir() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trust(text: &str, schools: &[&str]) -> (tempfile::TempDir, Result<Trust, Error>) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(TRUST_FILE), text).unwrap();
        for school in schools {
            std::fs::create_dir_all(folder.path().join(school)).unwrap();
            std::fs::write(folder.path().join(school).join("school.toml"), "").unwrap();
        }
        let trust = Trust::open(folder.path());
        (folder, trust)
    }

    #[test]
    fn schools_are_the_project_folders_below_in_order() {
        let (folder, trust) = trust("[trust]\nname = \"North\"\n", &["primary/dale", "hill", "primary/ash", "brook"]);
        std::fs::create_dir_all(folder.path().join("packs/2025-26-summer/trust")).unwrap();
        let names: Vec<String> = trust
            .unwrap()
            .schools
            .iter()
            .map(|school| school.strip_prefix(folder.path()).unwrap().to_string_lossy().replace('\\', "/"))
            .collect();
        assert_eq!(names, ["brook", "hill", "primary/ash", "primary/dale"]);
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        let refused = |text: &str| trust(text, &["hill"]).1.unwrap_err().to_string();
        assert!(refused("[trust]\nname = \" \"").contains("trust.name is empty"));
        assert!(refused("[trust]\nname = \"N\"\n[policy.disclosure]\nmin_cohort = 1").contains("single children"));
        assert!(refused("[trust]\nname = \"N\"\nscools = [\"a\"]").contains("line 3"));
        assert!(matches!(trust("[trust]\nname = \"N\"", &[]).1, Err(Error::NoSchools { .. })));
        assert!(matches!(Trust::open(tempfile::tempdir().unwrap().path()), Err(Error::NoTrust { .. })));
    }
}
