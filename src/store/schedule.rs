//! Views, results and audits side by side on as many connections as there are
//! cores: each statement runs as soon as the views that it rests on are made.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::{Duck, Engine as _, ResultSet};
use crate::error::Error;
use crate::queries::{self, Folder, Query};

/// What is to be run, and the places in the list of what must be run before it.
struct Job {
    query: Query,
    folder: Folder,
    after: Vec<usize>,
}

/// How far the jobs are.
struct Board {
    waiting: Vec<bool>,
    done: Vec<bool>,
    /// The fault of the earliest job of the list that had one.
    fault: Option<(usize, Error)>,
    answers: BTreeMap<String, ResultSet>,
}

/// Makes every view, answers every result, every query for a method and every
/// query of members, and runs every audit. The answers by the name of their
/// query; those of members, which are called like their results, by `members/NAME`.
///
/// # Errors
/// When the engine refuses a statement, or an audit returns a row: then no
/// figure is to be trusted.
pub fn answer_all(engine: &Duck) -> Result<BTreeMap<String, ResultSet>, Error> {
    let jobs = jobs();
    let board = Mutex::new(Board {
        waiting: vec![true; jobs.len()],
        done: vec![false; jobs.len()],
        fault: None,
        answers: BTreeMap::new(),
    });
    let moved = Condvar::new();
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let connections = (0..workers).map(|_| engine.again()).collect::<Result<Vec<_>, _>>()?;
    std::thread::scope(|scope| {
        let (jobs, board, moved) = (&jobs, &board, &moved);
        for mut connection in connections {
            scope.spawn(move || work(jobs, board, moved, &mut connection));
        }
    });
    let board = board.into_inner().unwrap_or_else(PoisonError::into_inner);
    match board.fault {
        Some((_, fault)) => Err(fault),
        None => Ok(board.answers),
    }
}

/// The jobs in the order in which they are taken up: what others wait for first, audits last.
fn jobs() -> Vec<Job> {
    let folders = [Folder::Views, Folder::Analysis, Folder::Results, Folder::Members, Folder::Quality, Folder::Checks];
    let all = folders.into_iter().flat_map(|folder| queries::all(folder).into_iter().map(move |query| (folder, query)));
    let places: BTreeMap<&str, usize> =
        queries::all(Folder::Views).iter().enumerate().map(|(place, view)| (view.id, place)).collect();
    all.map(|(folder, query)| {
        let behind = queries::views_behind(query.sql);
        let after = behind.iter().filter_map(|view| places.get(view.id).copied());
        // A view that names itself in its CREATE waits for nothing of its own.
        let after = after.filter(|place| folder != Folder::Views || places.get(query.id) != Some(place)).collect();
        Job { query, folder, after }
    })
    .collect()
}

fn work(jobs: &[Job], board: &Mutex<Board>, moved: &Condvar, connection: &mut Duck) {
    let mut state = locked(board);
    loop {
        if state.fault.is_some() || !state.waiting.contains(&true) {
            return;
        }
        let ready =
            |place: &usize| state.waiting[*place] && jobs[*place].after.iter().all(|before| state.done[*before]);
        let Some(place) = (0..jobs.len()).find(ready) else {
            state = moved.wait(state).unwrap_or_else(PoisonError::into_inner);
            continue;
        };
        state.waiting[place] = false;
        drop(state);
        // A worker that fell silently would leave the others waiting for it.
        let answer = catch_unwind(AssertUnwindSafe(|| run(&jobs[place], connection))).unwrap_or_else(|_| {
            let path = jobs[place].query.path;
            Err(Error::QueryFailed { id: path.into(), why: "a fault of the program".into() })
        });
        state = locked(board);
        match answer {
            Ok(answer) => {
                state.done[place] = true;
                if let Some(answer) = answer {
                    let Job { query, folder, .. } = &jobs[place];
                    let name = if *folder == Folder::Members { query.path.trim_end_matches(".sql") } else { query.id };
                    state.answers.insert(name.to_owned(), answer);
                }
            }
            Err(fault) if state.fault.as_ref().is_none_or(|(earliest, _)| place < *earliest) => {
                state.fault = Some((place, fault));
            }
            Err(_) => {}
        }
        moved.notify_all();
    }
}

fn run(job: &Job, connection: &mut Duck) -> Result<Option<ResultSet>, Error> {
    match job.folder {
        Folder::Views => connection.execute(&job.query).map(|()| None),
        Folder::Checks => passed(&job.query, &connection.query(&job.query)?).map(|()| None),
        _ => connection.query(&job.query).map(Some),
    }
}

/// An audit must return no row.
fn passed(check: &Query, found: &ResultSet) -> Result<(), Error> {
    let Some(first) = found.rows.first() else {
        return Ok(());
    };
    let words: Vec<String> =
        found.columns.iter().zip(first).map(|(column, value)| format!("{column} {value}")).collect();
    Err(Error::AuditFailed { id: check.id.into(), rows: found.rows.len(), first: words.join(", ") })
}

fn locked<'a>(board: &'a Mutex<Board>) -> MutexGuard<'a, Board> {
    board.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_statement_runs_on_the_views_it_waits_for_and_no_others() {
        for job in jobs() {
            let mut engine = super::super::empty(1).expect("an engine");
            let views = queries::all(Folder::Views);
            for place in &job.after {
                engine.execute(&views[*place]).expect("a view");
            }
            let ran = match job.folder {
                Folder::Views => engine.execute(&job.query),
                // An audit may find fault with empty tables; it must only be able to look.
                _ => engine.query(&job.query).map(|_| ()),
            };
            ran.unwrap_or_else(|fault| panic!("{}: {fault}", job.query.path));
        }
    }

    #[test]
    fn a_statement_that_waits_for_too_little_is_refused_not_answered_wrongly() {
        // The guard off: the result of a view that is not there yet.
        let mut engine = super::super::empty(1).expect("an engine");
        let job = jobs().into_iter().find(|job| job.query.path == "results/coverage.sql").expect("there");
        assert!(!job.after.is_empty());
        assert!(run(&job, &mut engine).is_err());
    }
}
