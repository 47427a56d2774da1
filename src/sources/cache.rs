//! What was read of each file, kept by the file's content, so that the next run opens only what is new.
//!
//! A kept reading is what came back from the process that read the file, byte for byte, behind a line that says which reader
//! made it and a fingerprint of the rest. One that is damaged, or of another reader, is read anew; like an answer of that
//! process it is taken with suspicion. It holds what the file holds, names of children too: the folder is its owner's
//! alone, and what no file of the inbox needs any more is removed.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use sha2::{Digest as _, Sha256};

use super::Reading;
use super::isolated::wire::{self, Message};

/// Which reader made a kept reading: a fingerprint of the source that reads files, and of the libraries it uses.
const READER: &str = concat!("thrive-report cells 1 ", env!("READER_FINGERPRINT"), "\n");
/// Of a file that took too much time or memory it may be different next time.
const NOT_SURE: &str = "S010";

/// The readings kept for one project.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
    used: Mutex<BTreeSet<String>>,
}

impl Cache {
    /// The readings in a folder, which is made when there is one to keep.
    pub fn of(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), used: Mutex::default() }
    }

    /// What is kept of a file with this content, under the name that it has now.
    pub(super) fn get(&self, bytes: &[u8], name: &str) -> Option<Vec<Reading>> {
        let id = self.use_of(bytes);
        let kept = fs::read(self.path(&id)).ok()?;
        let (print, body) = kept.strip_prefix(READER.as_bytes())?.split_at_checked(32)?;
        (Sha256::digest(body).as_slice() == print).then_some(())?;
        unpacked(body, name)
    }

    /// Keeps what was read. What cannot be kept is read again next time, and that is all.
    pub(super) fn put(&self, bytes: &[u8], name: &str, readings: &[Reading]) {
        let sure = readings.iter().all(|reading| reading.diagnostics.iter().all(|found| found.code != NOT_SURE));
        if let (true, Some(body)) = (sure, packed(readings, name)) {
            let print = Sha256::digest(&body);
            let _ = self.write(&self.use_of(bytes), &[READER.as_bytes(), print.as_slice(), &body]);
        }
    }

    /// Removes what was neither asked for nor kept since this was made.
    pub fn prune(&self) {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let id = path.file_stem().map(|id| id.to_string_lossy().into_owned()).unwrap_or_default();
            if path.is_file() && !used.contains(&id) {
                let _ = fs::remove_file(path);
            }
        }
    }

    fn path(&self, id: &str) -> PathBuf {
        self.folder.join(format!("{id}.cells"))
    }

    fn use_of(&self, bytes: &[u8]) -> String {
        let id: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        self.used.lock().unwrap_or_else(PoisonError::into_inner).insert(id.clone());
        id
    }

    fn write(&self, id: &str, parts: &[&[u8]]) -> std::io::Result<()> {
        let mut folder = fs::DirBuilder::new();
        folder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
        folder.create(&self.folder)?;
        // Temporary files are their owner's alone, and stay so under their new name.
        let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
        parts.iter().try_for_each(|part| file.write_all(part))?;
        file.persist(self.path(id)).map_err(|error| error.error)?;
        Ok(())
    }
}

/// The readings of a file as messages; each begins with what its name has behind that of the file.
fn packed(readings: &[Reading], name: &str) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    for reading in readings {
        wire::begin(&mut body, reading.file.strip_prefix(name)?).ok()?;
        wire::reading(&mut body, reading).ok()?;
    }
    wire::end(&mut body).ok()?;
    Some(body)
}

fn unpacked(mut body: &[u8], name: &str) -> Option<Vec<Reading>> {
    let mut readings = Vec::new();
    let mut at = None;
    loop {
        match wire::receive(&mut body).ok()? {
            Message::Begin(rest) => at = Some(format!("{name}{rest}")),
            Message::Reading(mut reading) => {
                reading.call(at.take()?);
                readings.push(*reading);
            }
            Message::End => return body.is_empty().then_some(readings),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::content;

    const CSV: &[u8] = b"UPN,Score\nA1,5\nB2,6\n";

    fn read(name: &str) -> Vec<Reading> {
        let mut readings = Vec::new();
        content::read(CSV, name, 0, &mut readings);
        readings
    }

    fn shown(readings: &[Reading]) -> String {
        format!("{readings:?}")
    }

    #[test]
    fn what_is_kept_comes_back_under_the_name_that_the_file_has_now() {
        let place = tempfile::tempdir().unwrap();
        let cache = Cache::of(&place.path().join("cache"));
        assert!(cache.get(CSV, "a.csv").is_none());
        cache.put(CSV, "a.csv", &read("a.csv"));
        assert_eq!(shown(&cache.get(CSV, "a.csv").unwrap()), shown(&read("a.csv")));
        assert_eq!(shown(&cache.get(CSV, "new/b.csv").unwrap()), shown(&read("new/b.csv")));
        assert!(cache.get(b"UPN,Score\nA1,6\n", "a.csv").is_none(), "another content");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
            let file = fs::read_dir(&cache.folder).unwrap().next().unwrap().unwrap().path();
            assert_eq!((mode(&cache.folder), mode(&file)), (0o700, 0o600));
        }
    }

    #[test]
    fn what_is_damaged_is_not_believed_and_what_is_not_needed_goes() {
        let place = tempfile::tempdir().unwrap();
        let cache = Cache::of(place.path());
        cache.put(CSV, "a.csv", &read("a.csv"));
        let file = fs::read_dir(place.path()).unwrap().next().unwrap().unwrap().path();
        let whole = fs::read(&file).unwrap();
        for at in (0..whole.len()).step_by(7) {
            let mut harmed = whole.clone();
            harmed[at] ^= 0x20;
            fs::write(&file, &harmed).unwrap();
            assert!(cache.get(CSV, "a.csv").is_none(), "byte {at}");
            fs::write(&file, &whole[..at]).unwrap();
            assert!(cache.get(CSV, "a.csv").is_none(), "cut at {at}");
        }
        fs::write(&file, &whole).unwrap();
        cache.prune();
        assert!(file.exists());
        Cache::of(place.path()).prune();
        assert!(!file.exists());
    }
}
