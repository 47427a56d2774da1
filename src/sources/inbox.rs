//! The files of an inbox, or those named on the command line.

use std::fs::{DirEntry, FileType};
use std::path::{Path, PathBuf};

use crate::error::Error;

/// A file and the name it is called by in diagnostics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboxFile {
    /// Where it is.
    pub path: PathBuf,
    /// Path relative to the folder asked for, with forward slashes.
    pub name: String,
    /// Why it is not opened, if it is not: a link, a device, a folder that cannot be listed.
    pub unusable: Option<&'static str>,
}

/// All files below a folder, in order of name; or the file itself. Files that
/// an office program or the system leaves beside a document are passed over.
/// Links and what else is no file are listed, with the reason why they are not opened.
///
/// # Errors
/// When the folder itself cannot be listed, or nothing is there.
pub fn list(path: &Path) -> Result<Vec<InboxFile>, Error> {
    let mut files = Vec::new();
    if path.is_dir() {
        let entries = entries(path).map_err(|source| Error::CannotRead { path: path.into(), source })?;
        walk(path, entries, &mut files);
    } else if path.exists() {
        let name =
            path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
        // Named by the user: a link is followed, but a pipe or a device would never end.
        let unusable = (!path.is_file()).then_some("it is a pipe or a device, not a file");
        files.push(InboxFile { path: path.into(), name: visible(&name), unusable });
    } else {
        return Err(Error::NothingThere { path: path.into() });
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

/// What an office program or the system leaves beside a document.
pub(super) fn is_leftover(name: &str) -> bool {
    name.starts_with('.') || name.starts_with("~$") || matches!(name, "Thumbs.db" | "desktop.ini")
}

/// A name without line ends and escape sequences of its own.
pub(super) fn visible(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).collect()
}

fn entries(folder: &Path) -> std::io::Result<Vec<(DirEntry, FileType)>> {
    let entries = std::fs::read_dir(folder)?.map(|entry| entry.and_then(|entry| Ok((entry.file_type()?, entry))));
    entries.map(|entry| entry.map(|(kind, entry)| (entry, kind))).collect()
}

fn walk(root: &Path, found: Vec<(DirEntry, FileType)>, files: &mut Vec<InboxFile>) {
    for (entry, kind) in found {
        let path = entry.path();
        if is_leftover(&entry.file_name().to_string_lossy()) {
            continue;
        }
        let unusable = if kind.is_symlink() {
            // A link could lead out of the inbox or round in a circle.
            Some("it is a link to another place, and links are not followed")
        } else if kind.is_dir() {
            match entries(&path) {
                Ok(found) => {
                    walk(root, found, files);
                    continue;
                }
                Err(_) => Some("it is a folder that cannot be opened"),
            }
        } else if kind.is_file() {
            None
        } else {
            Some("it is a pipe or a device, not a file")
        };
        let relative = path.strip_prefix(root).unwrap_or(&path);
        let parts: Vec<String> =
            relative.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
        let name = visible(&parts.join("/"));
        files.push(InboxFile { path, name, unusable });
    }
}
