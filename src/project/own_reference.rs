//! A school's own layouts and screening tools, and how a confirmed mapping is written into school.toml.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::{Mapping, Project};
use crate::error::Error;

/// A school's own reference data: texts by file name, and what it confirmed.
#[derive(Clone, Debug, Default)]
pub struct OwnReference {
    /// Its project folder.
    pub folder: PathBuf,
    /// Files of `reference/layouts/`.
    pub layouts: BTreeMap<String, String>,
    /// Files of `reference/instruments/`.
    pub instruments: BTreeMap<String, String>,
    /// The confirmed mappings of school.toml.
    pub mappings: Vec<Mapping>,
}

impl OwnReference {
    /// Every file, by its path below the project folder.
    pub fn files(&self) -> impl Iterator<Item = (String, &str)> {
        let layouts = self.layouts.iter().map(|(name, text)| (format!("layouts/{name}"), text.as_str()));
        layouts.chain(self.instruments.iter().map(|(name, text)| (format!("instruments/{name}"), text.as_str())))
    }
}

impl Project {
    /// The school's own layouts, tools and confirmed mappings.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn own_reference(&self) -> Result<OwnReference, Error> {
        let reference = self.folder.join("reference");
        Ok(OwnReference {
            folder: self.folder.clone(),
            layouts: super::toml_files(&reference.join("layouts"))?,
            instruments: super::toml_files(&reference.join("instruments"))?,
            mappings: self.mappings.clone(),
        })
    }

    /// Writes confirmed mappings to the end of school.toml. What is there stays as it is, byte for byte.
    ///
    /// # Errors
    /// When the file cannot be read or written, or would not be sound afterwards; then it is as it was.
    pub fn accept(&self, blocks: &str) -> Result<(), Error> {
        let path = self.folder.join("school.toml");
        let before =
            std::fs::read_to_string(&path).map_err(|source| Error::CannotRead { path: path.clone(), source })?;
        let after = appended(&before, blocks);
        Project::parse(&self.folder, &path, &after)?;
        replace(&path, after.as_bytes()).map_err(|source| Error::CannotWrite { path, source })
    }
}

/// The text with a block at its end, in the line ends that it has.
fn appended(before: &str, blocks: &str) -> String {
    let ending = if before.contains("\r\n") { "\r\n" } else { "\n" };
    let gap = if before.is_empty() || before.ends_with('\n') { ending.to_owned() } else { ending.repeat(2) };
    format!("{before}{gap}{}", blocks.replace('\n', ending))
}

/// Puts new content in a file's place at once; the old one stays whole until then.
fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    // The new file keeps who may read it.
    file.as_file().set_permissions(std::fs::metadata(path)?.permissions())?;
    file.persist(path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_stays_and_line_ends_are_kept() {
        let windows = "[school]\r\nname = \"x\" # ours\r\n";
        let after = appended(windows, "[[mapping]]\nfile = \"a.csv\"\n");
        assert_eq!(after, format!("{windows}\r\n[[mapping]]\r\nfile = \"a.csv\"\r\n"));
        assert_eq!(appended("a = 1", "b\n"), "a = 1\n\nb\n", "a last line without an end");
    }
}
