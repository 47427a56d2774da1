//! What was released before: the sums that earlier packs told, each over which children, so that a new release is protected
//! beside them.
//!
//! `ledger/releases.jsonl` has one line a release. A line names children by tokens alone (`crate::pseudonyms`) and carries
//! the hash of the line before, so that nothing can be taken out or changed unnoticed; `ledger/head.json` says how many
//! there are, so that none can be cut off. Lines are only added. They are written before the packs are moved into place: a
//! run that is cut off in between has told nothing that the ledger does not know.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::disclosure::{Statement, Told, ToldBefore};
use crate::error::Error;
use crate::measures::PupilSet;
use crate::publish;

/// The ledger's file in the project folder.
pub const LEDGER_FILE: &str = "ledger/releases.jsonl";
/// How many lines it has, and the hash of the last.
const HEAD_FILE: &str = "ledger/head.json";
/// Hash before the first line.
const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// All earlier releases of a project.
#[derive(Clone, Debug)]
pub struct Ledger {
    project: PathBuf,
    text: String,
    entries: Vec<Entry>,
}

/// One release. The order of the fields is part of the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    version: u32,
    number: u64,
    term: String,
    as_of: Date,
    /// Tokens of the children, in their own order.
    children: Vec<String>,
    /// Sets of these children, as bits in hexadecimal digits, the first child lowest.
    populations: Vec<String>,
    /// Fact, population, and between which values the sum lay.
    told: Vec<(String, usize, f64, f64)>,
    previous: String,
    hash: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Head {
    number: u64,
    hash: String,
}

impl Ledger {
    /// The ledger of a project, checked from the first line to the last. There is none yet in a project without packs.
    ///
    /// # Errors
    /// When it is missing although there are packs, cannot be read, or is not whole.
    pub fn open(project: &Path, packs: &Path) -> Result<Self, Error> {
        let path = project.join(LEDGER_FILE);
        let damaged = |why: String| Error::BadLedger { path: path.clone(), why };
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if has_packs(packs) || project.join(HEAD_FILE).exists() {
                    return Err(damaged("it is not there, but there are packs of earlier runs".into()));
                }
                String::new()
            }
            Err(error) if error.kind() == io::ErrorKind::InvalidData => return Err(damaged("it is no text".into())),
            Err(source) => return Err(Error::CannotRead { path, source }),
        };
        let mut entries: Vec<Entry> = Vec::new();
        for (at, line) in text.lines().enumerate() {
            let bad = |why: &str| damaged(format!("line {} {why}", at + 1));
            let entry: Entry = serde_json::from_str(line).map_err(|_| bad("is damaged"))?;
            if entry.version != 1 {
                return Err(bad("was written by a later version of this program"));
            }
            let previous = entries.last().map_or(BEGINNING, |last| last.hash.as_str());
            let whole = entry.number == at as u64 + 1 && entry.previous == previous && entry.hash == hash_of(&entry);
            if !whole || serde_json::to_string(&entry).ok().as_deref() != Some(line) {
                return Err(bad("is not as it was written"));
            }
            entries.push(entry);
        }
        if !text.is_empty() && !text.ends_with('\n') {
            return Err(damaged("its last line was cut off".into()));
        }
        let ledger = Self { project: project.to_owned(), text, entries };
        ledger.check_head().map_err(damaged)?;
        Ok(ledger)
    }

    /// Sets a ledger aside that cannot be mended, and begins a new one: earlier packs are then not compared.
    ///
    /// # Errors
    /// When the files cannot be moved.
    pub fn begin_anew(project: &Path) -> Result<Self, Error> {
        for file in [LEDGER_FILE, HEAD_FILE] {
            let path = project.join(file);
            let aside = (1..).map(|n| project.join(format!("{file}.set-aside-{n}"))).find(|aside| !aside.exists());
            if let Some(aside) = aside.filter(|_| path.exists()) {
                fs::rename(&path, aside).map_err(|source| Error::CannotWrite { path: path.clone(), source })?;
            }
        }
        Ok(Self { project: project.to_owned(), text: String::new(), entries: Vec::new() })
    }

    /// The head may lag behind by a line (a run that was cut off between the two files), never run ahead.
    fn check_head(&self) -> Result<(), String> {
        let head = match fs::read_to_string(self.project.join(HEAD_FILE)) {
            Ok(text) => serde_json::from_str::<Head>(&text).map_err(|_| "head.json beside it is damaged".to_owned())?,
            Err(_) if self.entries.len() <= 1 => return Ok(()),
            Err(_) => return Err("head.json beside it is missing".into()),
        };
        let at = usize::try_from(head.number).ok().and_then(|number| number.checked_sub(1));
        match at.map(|at| self.entries.get(at)) {
            Some(Some(entry)) if entry.hash == head.hash => Ok(()),
            _ => Err("lines at its end are missing or were changed".into()),
        }
    }

    /// Releases in it.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing was released before.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What all earlier releases told. `places` says where each token's child stands among the children of this run; who is
    /// not there gets a place beyond `children`.
    pub fn told(&self, places: &BTreeMap<String, usize>, children: usize) -> ToldBefore {
        let mut beyond: BTreeMap<&str, usize> = BTreeMap::new();
        let mut told = ToldBefore::new();
        for entry in &self.entries {
            let at: Vec<usize> = entry
                .children
                .iter()
                .map(|token| match places.get(token) {
                    Some(place) => *place,
                    None => {
                        let next = children + beyond.len();
                        *beyond.entry(token).or_insert(next)
                    }
                })
                .collect();
            let sets: Vec<PupilSet> = entry
                .populations
                .iter()
                .map(|bits| members(bits).filter_map(|child| at.get(child).copied()).collect())
                .collect();
            for (fact, population, low, high) in &entry.told {
                let Some(base) = sets.get(*population) else { continue };
                let told = told.entry(fact.clone()).or_default();
                let said = Told { base: base.clone(), between: (*low, *high) };
                if !told.contains(&said) {
                    told.push(said);
                }
            }
        }
        told
    }

    /// The ledger without the releases of a term: what was told beside them.
    pub fn without(&self, term: &str) -> Self {
        let entries = self.entries.iter().filter(|entry| entry.term != term).cloned().collect();
        Self { entries, ..self.clone() }
    }

    /// Adds a release. `token` names the child at a place. A release that tells exactly what one told before, of the same
    /// term, adds no line.
    ///
    /// # Errors
    /// When it cannot be written; then the ledger is as it was.
    pub fn add(
        &mut self,
        term: &str,
        as_of: Date,
        statements: &[Statement],
        token: &dyn Fn(usize) -> Option<String>,
    ) -> Result<(), Error> {
        let all = statements.iter().fold(PupilSet::default(), |all, said| all.union(&said.base));
        let mut named: Vec<(String, usize)> =
            all.iter().filter_map(|place| token(place).map(|token| (token, place))).collect();
        named.sort();
        let order: BTreeMap<usize, usize> = named.iter().enumerate().map(|(at, (_, place))| (*place, at)).collect();
        let mut populations: Vec<String> = Vec::new();
        let mut known: BTreeMap<&PupilSet, usize> = BTreeMap::new();
        let mut told = Vec::new();
        for said in statements {
            let at = *known.entry(&said.base).or_insert_with(|| {
                populations.push(bits(said.base.iter().filter_map(|place| order.get(&place).copied())));
                populations.len() - 1
            });
            told.push((said.fact.clone(), at, said.between.0, said.between.1));
        }
        let children = named.into_iter().map(|(token, _)| token).collect();
        let last = self.entries.last();
        let mut entry = Entry {
            version: 1,
            number: self.entries.len() as u64 + 1,
            term: term.to_owned(),
            as_of,
            children,
            populations,
            told,
            previous: last.map_or(BEGINNING, |last| last.hash.as_str()).to_owned(),
            hash: String::new(),
        };
        let same = |old: &Entry| {
            (&old.term, &old.children, &old.populations, &old.told)
                == (&entry.term, &entry.children, &entry.populations, &entry.told)
        };
        if self.entries.iter().any(same) {
            return self.write_head();
        }
        entry.hash = hash_of(&entry);
        let line = serde_json::to_string(&entry)
            .map_err(|error| Error::BadReference { what: "ledger".into(), why: error.to_string() })?;
        let text = format!("{}{line}\n", self.text);
        publish::private_file(&self.project.join(LEDGER_FILE), text.as_bytes())?;
        self.text = text;
        self.entries.push(entry);
        self.write_head()
    }

    fn write_head(&self) -> Result<(), Error> {
        let Some(last) = self.entries.last() else { return Ok(()) };
        let head = Head { number: last.number, hash: last.hash.clone() };
        let text = serde_json::to_string(&head).unwrap_or_default();
        publish::private_file(&self.project.join(HEAD_FILE), format!("{text}\n").as_bytes())
    }
}

/// Whether a folder holds a pack.
fn has_packs(packs: &Path) -> bool {
    let folders = fs::read_dir(packs).into_iter().flatten().flatten();
    folders.into_iter().any(|folder| folder.path().join("manifest.json").exists())
}

/// SHA-256 of a line without its own hash.
fn hash_of(entry: &Entry) -> String {
    let bare = Entry { hash: String::new(), ..entry.clone() };
    let text = serde_json::to_string(&bare).unwrap_or_default();
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Positions as bits, four to a hexadecimal digit.
fn bits(positions: impl Iterator<Item = usize>) -> String {
    let mut digits: Vec<u8> = Vec::new();
    for position in positions {
        if position / 4 >= digits.len() {
            digits.resize(position / 4 + 1, 0);
        }
        digits[position / 4] |= 1 << (position % 4);
    }
    digits.iter().map(|digit| char::from_digit(u32::from(*digit), 16).unwrap_or('0')).collect()
}

fn members(bits: &str) -> impl Iterator<Item = usize> + '_ {
    bits.chars().enumerate().flat_map(|(at, digit)| {
        let digit = digit.to_digit(16).unwrap_or(0);
        (0..4).filter(move |bit| digit & (1 << bit) != 0).map(move |bit| at * 4 + bit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(fact: &str, base: &[usize], value: f64) -> Statement {
        Statement { fact: fact.into(), base: base.iter().copied().collect(), between: (value, value) }
    }

    fn token(place: usize) -> Option<String> {
        Some(format!("{:032x}", place * 7919))
    }

    fn places(of: &[usize]) -> BTreeMap<String, usize> {
        of.iter().enumerate().filter_map(|(now, then)| token(*then).map(|token| (token, now))).collect()
    }

    fn day() -> Date {
        jiff::civil::date(2026, 7, 17)
    }

    /// A project whose ledger has three releases.
    fn three() -> tempfile::TempDir {
        let project = tempfile::tempdir().expect("a folder");
        let mut ledger = Ledger::open(project.path(), &project.path().join("packs")).expect("new");
        for (at, term) in ["autumn", "spring", "summer"].iter().enumerate() {
            let statements = [said("below", &[0, 1, 2, 5, 9], 3.0 + at as f64), said("below", &[1, 2], 1.0)];
            ledger.add(term, day(), &statements, &token).expect("written");
        }
        project
    }

    fn reopened(project: &Path) -> Result<Ledger, Error> {
        Ledger::open(project, &project.join("packs"))
    }

    #[test]
    fn what_was_told_comes_back_for_the_same_children() {
        let project = three();
        let ledger = reopened(project.path()).expect("whole");
        assert_eq!(ledger.len(), 3);
        // Child 9 has left, the others stand elsewhere now.
        let told = ledger.told(&places(&[5, 2, 1, 0]), 4);
        let below = &told["below"];
        assert_eq!(below.len(), 4, "the same sum told again adds nothing");
        assert_eq!(below[0].base.iter().collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
        assert_eq!((below[0].between, below[1].base.iter().collect::<Vec<_>>()), ((3.0, 3.0), vec![1, 2]));
    }

    #[test]
    fn the_same_release_again_adds_no_line() {
        let project = three();
        let mut ledger = reopened(project.path()).expect("whole");
        let again = [said("below", &[0, 1, 2, 5, 9], 4.0), said("below", &[1, 2], 1.0)];
        ledger.add("spring", day(), &again, &token).expect("written");
        assert_eq!(reopened(project.path()).expect("whole").len(), 3);
    }

    #[test]
    fn whatever_is_changed_is_noticed() {
        let project = three();
        let path = project.path().join(LEDGER_FILE);
        let whole = fs::read_to_string(&path).expect("there");
        let lines: Vec<&str> = whole.lines().collect();
        let without = |gone: usize| {
            let kept: Vec<&str> =
                lines.iter().enumerate().filter(|(at, _)| *at != gone).map(|(_, line)| *line).collect();
            kept.join("\n") + "\n"
        };
        let harmed = [
            whole.replacen("3.0,3.0", "2.0,2.0", 1),
            without(0),
            without(1),
            without(2),
            whole[..whole.len() - 40].to_owned(),
            whole.trim_end().to_owned(),
            whole.replacen("autumn", "spring", 1),
        ];
        for text in harmed {
            fs::write(&path, &text).expect("written");
            assert!(matches!(reopened(project.path()), Err(Error::BadLedger { .. })), "{text}");
        }
        fs::write(&path, &whole).expect("written");
        assert!(reopened(project.path()).is_ok());
    }

    #[test]
    fn a_run_cut_off_before_the_head_was_written_is_no_damage() {
        let project = three();
        let before = fs::read(project.path().join(HEAD_FILE)).expect("there");
        let mut ledger = reopened(project.path()).expect("whole");
        ledger.add("autumn", day(), &[said("below", &[3], 1.0)], &token).expect("written");
        fs::write(project.path().join(HEAD_FILE), before).expect("written");
        assert_eq!(reopened(project.path()).expect("whole").len(), 4);
    }

    #[test]
    fn a_missing_ledger_beside_packs_is_an_error_and_can_be_begun_anew() {
        let project = three();
        let pack = project.path().join("packs/summer");
        fs::create_dir_all(&pack).expect("made");
        fs::write(pack.join("manifest.json"), "{}").expect("written");
        fs::remove_file(project.path().join(LEDGER_FILE)).expect("removed");
        fs::remove_file(project.path().join(HEAD_FILE)).expect("removed");
        assert!(matches!(reopened(project.path()), Err(Error::BadLedger { .. })));
        let mut anew = Ledger::begin_anew(project.path()).expect("begun");
        anew.add("summer", day(), &[said("below", &[3], 1.0)], &token).expect("written");
        assert_eq!(reopened(project.path()).expect("whole").len(), 1);
    }

    #[test]
    fn the_file_has_tokens_and_no_other_name_of_a_child() {
        let project = three();
        let text = fs::read_to_string(project.path().join(LEDGER_FILE)).expect("there");
        let entry: Entry = serde_json::from_str(text.lines().next().expect("a line")).expect("json");
        assert_eq!(entry.children.len(), 5);
        assert!(entry.children.iter().all(|token| token.len() == 32));
        assert_eq!(members(&bits([0, 3, 4, 9].into_iter())).collect::<Vec<_>>(), [0, 3, 4, 9]);
    }
}
