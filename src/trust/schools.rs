//! Every school's packs, as many schools at once as cores and memory allow.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, PoisonError};

use super::Request;
use crate::error::Error;
use crate::progress::Progress;
use crate::project::{Project, Term, Trust};
use crate::run;

/// What a school takes whatever the size of its files, in bytes: the engine, the fonts, the drawings.
const OF_EACH: u64 = 150_000_000;
/// What it takes for each byte of its files: registers are zipped, and their cells are held while they are read.
const OF_EACH_BYTE: u64 = 25;

/// One school folder and what came of it.
#[derive(Debug)]
pub struct School {
    /// Name as the roll-up has it: the school's own, with the folder's where two schools have one name.
    pub name: String,
    /// The project folder.
    pub folder: PathBuf,
    /// Its packs, or why they are held back.
    pub made: Result<Made, Error>,
}

/// A school whose packs were made.
#[derive(Debug)]
pub struct Made {
    /// Its settings.
    pub project: Project,
    /// What came of its run.
    pub outcome: run::Outcome,
}

impl Made {
    /// The term that its packs are about, as its calendar has it.
    pub fn term(&self) -> Option<&Term> {
        self.project.terms.iter().find(|term| term.name == self.outcome.term)
    }
}

/// Runs every school. Their order is that of their names, whatever finished first.
pub(super) fn run_all(trust: &Trust, request: &Request, progress: &Progress) -> Vec<School> {
    progress.files("Schools:", trust.schools.len());
    let opened: Vec<Result<Project, Error>> = trust.schools.iter().map(|folder| Project::open(folder)).collect();
    let names: Vec<String> = (opened.iter().zip(&trust.schools))
        .map(|(project, folder)| {
            project.as_ref().map_or_else(|_| folder_name(folder), |project| project.school.name.clone())
        })
        .collect();
    let needed: Vec<u64> = trust.schools.iter().map(|folder| memory_of(&folder.join("inbox"))).collect();
    let made: Vec<Mutex<Option<Result<Made, Error>>>> = opened.iter().map(|_| Mutex::new(None)).collect();
    let waiting = Mutex::new(opened.into_iter().enumerate());
    let room = Room { free: Mutex::new(request.memory), changed: Condvar::new(), all: request.memory };
    let work = || {
        loop {
            let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some((at, project)) = next else { break };
            let done = project.and_then(|project| {
                let _taken = room.take(needed[at]);
                run_one(project, trust, request)
            });
            *made[at].lock().unwrap_or_else(PoisonError::into_inner) = Some(done);
            progress.one();
        }
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let workers = if request.at_once == 0 { cores } else { request.at_once }.min(made.len()).max(1);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(work);
        }
    });
    let made = made.into_iter().map(|made| made.into_inner().unwrap_or_else(PoisonError::into_inner));
    let made = made.map(|made| made.unwrap_or_else(|| Err(fault())));
    let mut schools: Vec<School> = trust
        .schools
        .iter()
        .zip(made)
        .zip(names)
        .map(|((folder, made), name)| School { name, folder: folder.clone(), made })
        .collect();
    tell_apart(&mut schools);
    schools.sort_by(|a, b| (&a.name, &a.folder).cmp(&(&b.name, &b.folder)));
    schools
}

/// A fault of the program in one school is that school's alone.
fn run_one(project: Project, trust: &Trust, request: &Request) -> Result<Made, Error> {
    let own = run::Request {
        term: request.term.clone(),
        as_of: request.as_of,
        roll_up: Some(trust.policy.disclosure),
        seal: request.seal.clone(),
        isolation: request.isolation.clone(),
        keep_readings: request.keep_readings,
        ..run::Request::default()
    };
    let outcome = std::thread::scope(|scope| {
        let run = scope.spawn(|| run::run(&project, &own, &Progress::silent()));
        run.join().unwrap_or_else(|_| Err(fault()))
    })?;
    Ok(Made { project, outcome })
}

fn fault() -> Error {
    super::bad("the run of a school", &"a fault of the program")
}

fn folder_name(folder: &Path) -> String {
    folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Two schools of one name are told apart by their folders.
fn tell_apart(schools: &mut [School]) {
    let mut named: BTreeMap<String, usize> = BTreeMap::new();
    for school in schools.iter() {
        *named.entry(school.name.clone()).or_default() += 1;
    }
    for school in schools.iter_mut().filter(|school| named.get(&school.name).is_some_and(|times| *times > 1)) {
        school.name = format!("{} ({})", school.name, folder_name(&school.folder));
    }
}

/// What a school is reckoned to take while it is at work, in bytes.
fn memory_of(inbox: &Path) -> u64 {
    let mut bytes = 0_u64;
    let mut open = vec![(inbox.to_owned(), 0)];
    while let Some((folder, depth)) = open.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.metadata() {
                // Links in a circle have no end.
                Ok(about) if about.is_dir() && depth < 16 => open.push((entry.path(), depth + 1)),
                Ok(about) => bytes = bytes.saturating_add(about.len()),
                Err(_) => {}
            }
        }
    }
    OF_EACH.saturating_add(bytes.saturating_mul(OF_EACH_BYTE))
}

/// The memory that the schools at work share.
struct Room {
    free: Mutex<u64>,
    changed: Condvar,
    all: u64,
}

/// A school's part of it, given back when dropped.
struct Taken<'r> {
    room: &'r Room,
    bytes: u64,
}

impl Room {
    /// Waits until there is room. A school that needs more than there is has all of it to itself.
    fn take(&self, bytes: u64) -> Taken<'_> {
        let bytes = bytes.min(self.all);
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let mut free = self.changed.wait_while(free, |free| *free < bytes).unwrap_or_else(PoisonError::into_inner);
        *free -= bytes;
        Taken { room: self, bytes }
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        *self.room.free.lock().unwrap_or_else(PoisonError::into_inner) += self.bytes;
        self.room.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    #[test]
    fn no_more_memory_is_taken_than_there_is_and_the_largest_school_still_runs() {
        let room = Room { free: Mutex::new(100), changed: Condvar::new(), all: 100 };
        let (now, most) = (AtomicU64::new(0), AtomicU64::new(0));
        std::thread::scope(|scope| {
            for needs in [40, 40, 40, 500, 60, 10] {
                let (room, now, most) = (&room, &now, &most);
                scope.spawn(move || {
                    let taken = room.take(needs);
                    let all = now.fetch_add(taken.bytes, Ordering::SeqCst) + taken.bytes;
                    most.fetch_max(all, Ordering::SeqCst);
                    std::thread::sleep(std::time::Duration::from_millis(5));
                    now.fetch_sub(taken.bytes, Ordering::SeqCst);
                });
            }
        });
        assert_eq!(most.load(Ordering::SeqCst), 100);
        assert_eq!(*room.free.lock().unwrap(), 100);
    }
}
