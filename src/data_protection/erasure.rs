//! Forgetting a child: what of the project's own holds it, and removing that.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::child::Child;
use super::log::{self, Line};
use crate::changes::{COHORT, Cohort};
use crate::error::Error;
use crate::project::Project;
use crate::pseudonyms::{Key, Tokens};
use crate::publish::{self, SEALED, STAFF};
use crate::sources;

/// How a part of a pack was found to hold the child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Its children's file or one of its lists has the child.
    TheChild,
    /// It is sealed: nobody can tell without the passphrase.
    Sealed,
    /// It does not say which children it is about.
    CannotTell,
    /// It was left unfinished by a run that was cut off.
    Unfinished,
}

/// Everything of the program's own that holds a child.
pub struct Erasure {
    project: PathBuf,
    /// Files and folders of `packs/` that are to go, by path below the project, and why.
    pub packs: BTreeMap<String, Holds>,
    /// Files of `review/` to be written anew without the child (the text), or removed whole (none).
    pub reviews: BTreeMap<String, Option<String>>,
    /// The token table without the child, and how many lines of it go.
    tokens: Option<(Tokens, usize)>,
}

impl Erasure {
    /// Looks for the child. Nothing is changed.
    ///
    /// # Errors
    /// When a folder cannot be listed, or the key or the token table cannot be used.
    pub fn plan(project: &Project, child: &Child) -> Result<Erasure, Error> {
        let folder = project.folder.clone();
        let mut packs = BTreeMap::new();
        for name in names_in(&folder.join("packs"))? {
            let path = folder.join("packs").join(&name);
            if publish::is_leftover(&name) {
                packs.insert(format!("packs/{name}"), Holds::Unfinished);
                continue;
            }
            if path.join(SEALED).is_file() {
                packs.insert(format!("packs/{name}/{SEALED}"), Holds::Sealed);
            }
            let staff = path.join(STAFF.trim_end_matches('/'));
            if let Some(holds) = staff.is_dir().then(|| in_staff_folder(&path, &staff, child)).transpose()?.flatten() {
                packs.insert(format!("packs/{name}/{}", STAFF.trim_end_matches('/')), holds);
            }
        }
        let mut reviews = BTreeMap::new();
        for name in files_below(&folder.join("review"))? {
            if let Some(rest) = in_review(&folder.join("review").join(&name), &name, child)? {
                reviews.insert(format!("review/{name}"), rest);
            }
        }
        let tokens = match Key::load(&folder)? {
            None => None,
            Some(key) => {
                let mut tokens = Tokens::load(&folder, &key)?;
                let known = child.pseudonyms(&key);
                let gone = known.iter().filter(|pseudonym| tokens.remove(pseudonym)).count();
                Some((tokens, gone))
            }
        };
        Ok(Erasure { project: folder, packs, reviews, tokens })
    }

    /// Lines of the ledger's token table that are to go.
    pub fn tokens(&self) -> usize {
        self.tokens.as_ref().map_or(0, |(_, gone)| *gone)
    }

    /// Whether nothing of the program's own holds the child.
    pub fn is_empty(&self) -> bool {
        self.packs.is_empty() && self.reviews.is_empty() && self.tokens() == 0
    }

    /// Removes it all and leaves a dated line. A run that was cut off half-way is finished by the same again. The
    /// caller holds the project's lock.
    ///
    /// # Errors
    /// When something cannot be removed; what comes after it is still there.
    pub fn carry_out(&self, day: Date) -> Result<(), Error> {
        for path in self.packs.keys() {
            remove(&self.project.join(path))?;
        }
        for (path, rest) in &self.reviews {
            match rest {
                Some(text) => publish::private_file(&self.project.join(path), text.as_bytes())?,
                None => remove(&self.project.join(path))?,
            }
        }
        if let Some((tokens, 1..)) = &self.tokens {
            tokens.save()?;
        }
        let mut packs: Vec<String> =
            self.packs.keys().filter_map(|path| path.split('/').nth(1)).map(str::to_owned).collect();
        packs.dedup();
        let line = Line { day, why: "forgotten", packs: &packs, reviews: self.reviews.len(), tokens: self.tokens() };
        log::add(&self.project, &line)
    }
}

/// Removes what was read of the inbox for the next run: it may hold what stands there no more. That run makes it anew.
///
/// # Errors
/// When it cannot be removed.
pub fn drop_readings(project: &Project) -> Result<(), Error> {
    remove(&project.readings())
}

/// Removes a file or folder; one that is gone already is no fault.
pub(super) fn remove(path: &Path) -> Result<(), Error> {
    let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    match removed {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            Err(Error::CannotWrite { path: path.into(), source })
        }
        _ => Ok(()),
    }
}

/// Whether a staff folder has the child: by the children's file, and by every text that a browser or machine reads.
fn in_staff_folder(pack: &Path, staff: &Path, child: &Child) -> Result<Option<Holds>, Error> {
    let cohort = fs::read(pack.join(COHORT)).ok().and_then(|bytes| serde_json::from_slice::<Cohort>(&bytes).ok());
    if let Some(cohort) = &cohort
        && cohort.pupils.iter().any(|known| child.is_in_cohort(&known.id))
    {
        return Ok(Some(Holds::TheChild));
    }
    for name in files_below(staff)? {
        let text = ["html", "json", "csv", "svg"].iter().any(|ending| name.ends_with(&format!(".{ending}")));
        if text && child.is_named_in(&plain(&read(&staff.join(&name))?)) {
            return Ok(Some(Holds::TheChild));
        }
    }
    // Without a name to look for, nobody can tell whether a pack without the children's file has the child, or one that
    // names those who left.
    let names_leavers = staff.join("what-changed.html").exists();
    Ok((child.pupil().is_none() && (cohort.is_none() || names_leavers)).then_some(Holds::CannotTell))
}

/// A text without the tags of a page, and with its apostrophes.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut inside = false;
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                plain.push(' ');
            }
            _ if inside => {}
            _ => plain.push(c),
        }
    }
    plain.replace("&#x27;", "'").replace("&#39;", "'").replace("&amp;", "&")
}

/// What is left of a file of the review folder without the child; none where the child is not in it. A file that is no
/// plain list goes whole: half of it could mean something else.
fn in_review(path: &Path, name: &str, child: &Child) -> Result<Option<Option<String>>, Error> {
    let text = sources::decoded(&fs::read(path).map_err(|source| Error::CannotRead { path: path.into(), source })?);
    let has = |line: &str| {
        let cells: Vec<&str> = line.split([',', ';', '\t']).map(|cell| cell.trim_matches('"')).collect();
        child.is_named_in(line) || child.has_row(&cells)
    };
    if !has(&text) && !text.lines().any(has) && !child.is_named_in(name) {
        return Ok(None);
    }
    let Some(rows) = rows(&text).filter(|_| name.ends_with(".csv") && !child.is_named_in(name)) else {
        return Ok(Some(None));
    };
    let kept: Vec<String> = rows.into_iter().filter(|row| !has(row)).collect();
    // With the mark by which Excel knows the encoding, whatever it was saved in before.
    Ok(Some(Some(format!("\u{feff}{}\r\n", kept.join("\r\n")))))
}

/// The rows of a list; a note in quotation marks may go on over several lines. None where the marks do not pair.
fn rows(text: &str) -> Option<Vec<String>> {
    let mut rows: Vec<String> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        match rows.last_mut().filter(|_| open) {
            Some(row) => {
                row.push('\n');
                row.push_str(line);
            }
            None => rows.push(line.to_owned()),
        }
        open ^= line.matches('"').count() % 2 == 1;
    }
    (!open).then_some(rows)
}

fn read(path: &Path) -> Result<String, Error> {
    let bytes = fs::read(path).map_err(|source| Error::CannotRead { path: path.into(), source })?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Names in a folder, in order; none where there is no folder.
pub(super) fn names_in(folder: &Path) -> Result<Vec<String>, Error> {
    let failed = |source| Error::CannotRead { path: folder.into(), source };
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        names.push(entry.map_err(failed)?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

/// Files below a folder by path relative to it, with forward slashes, in order. Links are not followed.
pub(super) fn files_below(folder: &Path) -> Result<Vec<String>, Error> {
    let mut files = Vec::new();
    for name in names_in(folder)? {
        let path = folder.join(&name);
        let kind = fs::symlink_metadata(&path).map_err(|source| Error::CannotRead { path: path.clone(), source })?;
        if kind.is_dir() {
            files.extend(files_below(&path)?.into_iter().map(|file| format!("{name}/{file}")));
        } else if kind.is_file() {
            files.push(name);
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_as_a_reader_sees_it() {
        assert_eq!(plain("<tr><th>O&#x27;Neill</th><td class=\"a\">Zoë</td></tr>").trim(), "O'Neill  Zoë");
    }

    #[test]
    fn a_note_over_several_lines_is_one_row() {
        assert_eq!(rows("a,b\n\"c\nd\",e\nf").unwrap(), ["a,b", "\"c\nd\",e", "f"]);
        assert_eq!(rows("a,\"b\nc"), None);
    }

    #[test]
    fn what_is_gone_already_is_no_fault() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("a/b")).unwrap();
        remove(&folder.path().join("a")).unwrap();
        remove(&folder.path().join("a")).unwrap();
        assert!(names_in(&folder.path().join("none")).unwrap().is_empty());
    }
}
