//! The files of an inbox, or those named on the command line.

use std::path::{Path, PathBuf};

use crate::error::Error;

/// A file and the name it is called by in diagnostics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboxFile {
    /// Where it is.
    pub path: PathBuf,
    /// Path relative to the folder asked for, with forward slashes.
    pub name: String,
}

/// All files below a folder, in order of name; or the file itself. Files that
/// an office program or the system leaves beside a document are passed over.
///
/// # Errors
/// When a folder cannot be listed.
pub fn list(path: &Path) -> Result<Vec<InboxFile>, Error> {
    let mut files = Vec::new();
    if path.is_dir() {
        walk(path, path, &mut files)?;
    } else if path.exists() {
        let name =
            path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
        files.push(InboxFile { path: path.into(), name });
    } else {
        return Err(Error::NothingThere { path: path.into() });
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

fn walk(root: &Path, folder: &Path, files: &mut Vec<InboxFile>) -> Result<(), Error> {
    let failed = |source| Error::CannotRead { path: folder.into(), source };
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        let leftover =
            name.starts_with('.') || name.starts_with("~$") || matches!(name.as_str(), "Thumbs.db" | "desktop.ini");
        // Links are not followed: a link could lead out of the inbox or round in a circle.
        let kind = entry.file_type().map_err(failed)?;
        if leftover || kind.is_symlink() {
            continue;
        }
        if kind.is_dir() {
            walk(root, &path, files)?;
        } else if kind.is_file() {
            // A pipe or a device would never end.
            let relative = path.strip_prefix(root).unwrap_or(&path);
            let parts: Vec<String> =
                relative.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
            files.push(InboxFile { path, name: parts.join("/") });
        }
    }
    Ok(())
}
