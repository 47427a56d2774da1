//! Writing packs all or nothing, one run at a time.
//!
//! Everything is written into a folder beside the target first; only when the
//! last byte is on the disk is it moved into place. A run that is killed leaves
//! at most such a folder, which the next run removes.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::error::Error;

/// Files by path relative to the pack, with forward slashes.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Holds a project for one run; released when dropped, also after a crash.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

const LOCK: &str = ".thrive-report.lock";
/// Folder of a pack that names children.
pub const STAFF: &str = "staff/";
/// The same, as a sealed archive.
pub const SEALED: &str = "staff.zip";
const UNFINISHED: &str = ".unfinished-";
const REPLACED: &str = ".replaced-";

/// Whether a name in the packs' folder is what a run leaves that was cut off.
pub fn is_leftover(name: &str) -> bool {
    name.starts_with(UNFINISHED) || name.starts_with(REPLACED)
}

/// Takes the project for this run.
///
/// # Errors
/// When another run holds it, or the folder cannot be written.
pub fn lock(project: &Path) -> Result<Lock, Error> {
    let path = project.join(LOCK);
    let failed = |source| Error::CannotWrite { path: path.clone(), source };
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(Lock { _file: file }),
        Err(TryLockError::WouldBlock) => Err(Error::Locked { path: project.into() }),
        Err(TryLockError::Error(source)) => Err(failed(source)),
    }
}

/// Writes a pack folder `name` below `packs`, replacing the one that is there.
/// The caller holds the project's [`Lock`].
///
/// # Errors
/// When something cannot be written; then what was there before is still there.
pub fn pack(packs: &Path, name: &str, files: &Files) -> Result<PathBuf, Error> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::CannotWrite { path, source }
    };
    fs::create_dir_all(packs).map_err(failed(packs))?;
    let unfinished = begin(packs, name)?;
    if files.keys().any(|path| path.starts_with(STAFF)) {
        // Before the first file is in it: at no moment may others look inside.
        private_folder(&unfinished.join(STAFF.trim_end_matches('/')))?;
    }
    // Waiting for the disk is most of it, so the files wait side by side.
    std::thread::scope(|scope| {
        let writers: Vec<_> =
            files.iter().map(|(path, bytes)| scope.spawn(|| write(&unfinished, path, bytes))).collect();
        let ended = writers.into_iter().map(|writer| writer.join().unwrap_or_else(|_| Err(stopped(&unfinished))));
        ended.collect::<Result<(), Error>>()
    })?;
    move_in(packs, name)
}

/// Where a folder `name` is written before it is moved in: not there yet. What a run left that was cut off is tidied up.
///
/// # Errors
/// When that cannot be done, or a file has the name.
pub fn begin(around: &Path, name: &str) -> Result<PathBuf, Error> {
    let target = around.join(name);
    // A file of that name is somebody's: it is never moved aside.
    if target.exists() && !target.is_dir() {
        return Err(Error::CannotWrite { path: target, source: std::io::ErrorKind::AlreadyExists.into() });
    }
    recover(around, &target, &around.join(format!("{REPLACED}{name}")))?;
    Ok(around.join(format!("{UNFINISHED}{name}")))
}

/// Moves in what was written where [`begin`] said, in place of the folder that is there.
///
/// # Errors
/// When it cannot be moved; then what was there before is still there.
pub fn move_in(around: &Path, name: &str) -> Result<PathBuf, Error> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::CannotWrite { path, source }
    };
    let [target, unfinished] = [name.to_owned(), format!("{UNFINISHED}{name}")].map(|name| around.join(name));
    let replaced = around.join(format!("{REPLACED}{name}"));
    if target.exists() {
        fs::rename(&target, &replaced).map_err(failed(&target))?;
    }
    if let Err(source) = fs::rename(&unfinished, &target) {
        // Put back what was there: nothing is lost.
        let _ = fs::rename(&replaced, &target);
        return Err(Error::CannotWrite { path: target, source });
    }
    if replaced.exists() {
        fs::remove_dir_all(&replaced).map_err(failed(&replaced))?;
    }
    Ok(target)
}

/// Writes one file of a pack and waits until it is on the disk.
fn write(folder: &Path, path: &str, bytes: &[u8]) -> Result<(), Error> {
    let is_private = path.starts_with(STAFF) || path == SEALED;
    // Names of files are the program's own; whatever may have got into one, it stays below the folder.
    if !path.split('/').all(is_plain) {
        return Err(Error::CannotWrite { path: folder.into(), source: io::ErrorKind::InvalidFilename.into() });
    }
    let path = path.split('/').fold(folder.to_owned(), |folder, part| folder.join(part));
    let failed = |source| Error::CannotWrite { path: path.clone(), source };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut file = create(&path, is_private).map_err(failed)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(failed)
}

/// Whether a part of a path is the name of a file or folder and nothing else, on every system.
fn is_plain(part: &str) -> bool {
    let outside = part.is_empty() || part.chars().all(|c| c == '.');
    !outside && !part.contains(['/', '\\', ':', '\0'])
}

fn stopped(path: &Path) -> Error {
    Error::CannotWrite { path: path.into(), source: std::io::ErrorKind::Interrupted.into() }
}

/// Tidies up after a run that was cut off: puts back a pack that had been moved
/// aside and removes what was unfinished.
fn recover(packs: &Path, target: &Path, replaced: &Path) -> Result<(), Error> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::CannotWrite { path, source }
    };
    if replaced.exists() {
        if target.exists() {
            fs::remove_dir_all(replaced).map_err(failed(replaced))?;
        } else {
            fs::rename(replaced, target).map_err(failed(replaced))?;
        }
    }
    for entry in fs::read_dir(packs).map_err(failed(packs))?.flatten() {
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
            fs::remove_dir_all(entry.path()).map_err(failed(&entry.path()))?;
        }
    }
    Ok(())
}

/// A new file; one that names children stays with the person who ran the program.
fn create(path: &Path, is_private: bool) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    if is_private {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    // On other systems a file inherits the permissions of the project's folder.
    let _ = is_private;
    options.open(path)
}

/// Makes a folder for its owner only, or makes it so if it is there. On systems without such permissions it has those
/// of the folder around it.
///
/// # Errors
/// When it cannot be made, or belongs to somebody else.
pub fn private_folder(path: &Path) -> Result<(), Error> {
    let failed = |source| Error::CannotWrite { path: path.into(), source };
    let mut folder = fs::DirBuilder::new();
    folder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
        if path.is_dir() {
            return fs::set_permissions(path, fs::Permissions::from_mode(0o700)).map_err(failed);
        }
        // What is made on the way to it is like any other folder.
        if let Some(around) = path.parent() {
            fs::create_dir_all(around).map_err(failed)?;
        }
        folder.mode(0o700);
    }
    folder.create(path).map_err(failed)
}

/// Makes what is about single children its owner's alone again, where a copy or another program has opened it up.
///
/// # Errors
/// As [`private_folder`].
pub fn keep_private(project: &Path) -> Result<(), Error> {
    let folders = ["ledger", "review", "cache"].map(|name| project.join(name));
    folders.iter().filter(|folder| folder.is_dir()).try_for_each(|folder| private_folder(folder))
}

/// Writes a file of the project for its owner only, whole or not at all, in place of the one before. A folder that is
/// not there yet is made for the owner only too. The caller holds the project's [`Lock`].
///
/// # Errors
/// When it cannot be written; then the one before is still there.
pub fn private_file(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let failed = |source| Error::CannotWrite { path: path.into(), source };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        private_folder(folder)?;
    }
    // Temporary files are their owner's alone, and stay so under their new name.
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

/// Writes one file all or nothing; refuses to replace one.
///
/// # Errors
/// When it is already there or cannot be written.
pub fn new_file(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if path.exists() {
        return Err(Error::AlreadyThere { path: path.into() });
    }
    let failed = |source| Error::CannotWrite { path: path.into(), source };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
    readable(file.as_file()).map_err(failed)?;
    file.persist_noclobber(path).map_err(|error| failed(error.error))?;
    Ok(())
}

/// Temporary files are their owner's alone; what is kept is like any other file.
#[cfg(unix)]
fn readable(file: &File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_file: &File) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(text: &str) -> Files {
        Files::from([("governors/a.txt".to_owned(), text.as_bytes().to_vec())])
    }

    #[test]
    fn a_pack_replaces_the_last_one_whole() {
        let folder = tempfile::tempdir().unwrap();
        pack(folder.path(), "p", &files("one")).unwrap();
        let target = pack(folder.path(), "p", &Files::from([("b.txt".to_owned(), b"two".to_vec())])).unwrap();
        let names: Vec<String> =
            fs::read_dir(&target).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        assert_eq!(names, ["b.txt"], "nothing of the first pack is left");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no working folder is left");
    }

    #[test]
    fn no_file_is_written_outside_its_pack() {
        let folder = tempfile::tempdir().unwrap();
        let packs = folder.path().join("packs");
        for path in ["../evil.txt", "staff/../../evil.txt", "a//b", "/evil.txt", "C:evil.txt", "a\\..\\evil.txt", ".."]
        {
            let files = Files::from([(path.to_owned(), b"x".to_vec())]);
            assert!(matches!(pack(&packs, "p", &files), Err(Error::CannotWrite { .. })), "{path}");
        }
        assert!(!folder.path().join("evil.txt").exists() && !packs.join("p").exists());
    }

    #[test]
    fn a_run_that_was_cut_off_leaves_no_trace() {
        let folder = tempfile::tempdir().unwrap();
        let packs = folder.path();
        pack(packs, "p", &files("one")).unwrap();
        // Killed after moving the old pack aside and in the middle of writing.
        fs::rename(packs.join("p"), packs.join(".replaced-p")).unwrap();
        fs::create_dir_all(packs.join(".unfinished-p/governors")).unwrap();
        let before = packs.join(".replaced-p");
        recover(packs, &packs.join("p"), &before).unwrap();
        assert_eq!(fs::read_to_string(packs.join("p/governors/a.txt")).unwrap(), "one");
        assert!(!packs.join(".unfinished-p").exists());
    }

    #[cfg(unix)]
    #[test]
    fn what_names_children_is_its_owners_only() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let names = ["staff/lists.html", "staff/charts/a.svg", SEALED, "governors/a.txt"];
        let files: Files = names.map(|name| (name.to_owned(), b"x".to_vec())).into();
        let made = pack(folder.path(), "p", &files).unwrap();
        let mode = |path: &str| made.join(path).metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!((mode("staff"), mode("staff/lists.html"), mode("staff/charts/a.svg")), (0o700, 0o600, 0o600));
        assert_eq!(mode(SEALED), 0o600);
        // What others may read is like any other file of this machine.
        fs::write(folder.path().join("p/plain"), b"x").unwrap();
        assert_eq!(mode("governors/a.txt"), mode("plain"));
        let ledger = folder.path().join("ledger");
        fs::create_dir(&ledger).unwrap();
        keep_private(folder.path()).unwrap();
        assert_eq!(ledger.metadata().unwrap().permissions().mode() & 0o777, 0o700);
        private_file(&ledger.join("a.csv"), b"one").unwrap();
        private_file(&ledger.join("a.csv"), b"two").unwrap();
        assert_eq!(fs::read(ledger.join("a.csv")).unwrap(), b"two");
        assert_eq!(ledger.join("a.csv").metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_second_run_is_refused_while_the_first_is_at_work() {
        let folder = tempfile::tempdir().unwrap();
        let first = lock(folder.path()).unwrap();
        assert!(matches!(lock(folder.path()), Err(Error::Locked { .. })));
        drop(first);
        assert!(lock(folder.path()).is_ok());
    }
}
