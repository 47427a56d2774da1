//! Why a run could not be finished, and what to do about it.

use std::path::PathBuf;

use thiserror::Error;

/// A problem that ends the run. Problems in the school's files do not: those
/// are [`crate::diagnostic::Diagnostic`]s.
#[derive(Debug, Error)]
pub enum Error {
    /// A folder named on the command line is not there.
    #[error("there is no folder {}", path.display())]
    NoFolder {
        /// The folder as given.
        path: PathBuf,
    },
    /// A folder is not a project.
    #[error("{} has no school.toml, so it is not a project folder", path.display())]
    NoProject {
        /// The folder as given.
        path: PathBuf,
    },
    /// A folder is not a trust's.
    #[error("{} has no trust.toml, so it is not a trust's folder", path.display())]
    NoTrust {
        /// The folder as given.
        path: PathBuf,
    },
    /// A trust's folder holds no school.
    #[error("there is no school below {}", path.display())]
    NoSchools {
        /// The folder as given.
        path: PathBuf,
    },
    /// No school of a trust could be finished, or none of the term asked for.
    #[error("there is nothing to add up: {why}")]
    NothingToRollUp {
        /// What stood in the way.
        why: String,
    },
    /// school.toml cannot be understood.
    #[error("{}{}: {why}", path.display(), line.map(|n| format!(", line {n}")).unwrap_or_default())]
    BadProject {
        /// The file.
        path: PathBuf,
        /// Line from 1, where known.
        line: Option<usize>,
        /// What is wrong.
        why: String,
        /// What to do.
        remedy: String,
    },
    /// The inbox holds no file.
    #[error("the inbox {} is empty", path.display())]
    EmptyInbox {
        /// The folder.
        path: PathBuf,
    },
    /// Nothing in the inbox says which children are on roll.
    #[error("no pupil list was found in {}", path.display())]
    NoPupils {
        /// The folder.
        path: PathBuf,
    },
    /// The term asked for is not in the calendar.
    #[error("there is no term \"{term}\" in school.toml")]
    NoSuchTerm {
        /// As asked.
        term: String,
        /// What there is.
        known: Vec<String>,
    },
    /// The reporting date lies before the first term of the calendar.
    #[error("{day} lies before the first term in school.toml, which begins on {first}")]
    BeforeCalendar {
        /// The date in words.
        day: String,
        /// First day of the first term in words.
        first: String,
    },
    /// The reporting date lies after the last academic year of the calendar.
    #[error("{day} lies after the last academic year in school.toml, whose last term ends on {last}")]
    AfterCalendar {
        /// The date in words.
        day: String,
        /// Last day of the last term in words.
        last: String,
    },
    /// The term asked for begins after the reporting date.
    #[error("{term} begins on {start}, after the reporting date {day}")]
    TermNotBegun {
        /// The reporting date in words.
        day: String,
        /// The term.
        term: String,
        /// Its first day in words.
        start: String,
    },
    /// A file or folder to check is not there.
    #[error("there is nothing at {}", path.display())]
    NothingThere {
        /// As given.
        path: PathBuf,
    },
    /// `check --accept` was asked of files that belong to no project, or to several.
    #[error("--accept needs one project folder to write the mappings into")]
    NothingToAcceptInto,
    /// A date on the command line is none.
    #[error("\"{text}\" is not a date")]
    BadDate {
        /// As given.
        text: String,
    },
    /// `explain` was asked for something unknown.
    #[error("nothing is known by the name \"{asked}\"")]
    UnknownTopic {
        /// As asked.
        asked: String,
        /// The nearest known name.
        nearest: Option<String>,
    },
    /// `trace` was asked for a figure that is not there, or for several at once.
    #[error("{problem}")]
    NoSuchFigure {
        /// What is wrong.
        problem: String,
        /// What there is instead.
        remedy: String,
    },
    /// A folder to compare is no pack, or one that cannot be read.
    #[error("{} is not a pack that can be compared: {why}", path.display())]
    NoPack {
        /// The folder.
        path: PathBuf,
        /// Which file is wrong, and how.
        why: String,
    },
    /// A target is already there.
    #[error("{} is already there", path.display())]
    AlreadyThere {
        /// The file or folder.
        path: PathBuf,
    },
    /// Another run holds the project.
    #[error("another run is at work in {}", path.display())]
    Locked {
        /// The project folder.
        path: PathBuf,
    },
    /// The ledger of earlier releases is missing or not whole.
    #[error("the ledger {} cannot be relied on: {why}", path.display())]
    BadLedger {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The files that were about to be published would have told too much, or not what they should.
    #[error("nothing was published: {why}")]
    NotSafe {
        /// What a reader could have worked out, without saying it.
        why: String,
    },
    /// The process in which files are read cannot be started.
    #[error("cannot start the process that reads the files: {source}")]
    CannotIsolate {
        /// Why.
        source: std::io::Error,
    },
    /// A file could not be read.
    #[error("cannot read {}: {source}", path.display())]
    CannotRead {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file could not be written.
    #[error("cannot write {}: {source}", path.display())]
    CannotWrite {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A passphrase that could be guessed.
    #[error("the passphrase is too easy to guess")]
    WeakPassphrase {
        /// Fewest characters.
        shortest: usize,
        /// Fewest different characters.
        fewest: usize,
    },
    /// Something has to be typed, and nobody is there to type it.
    #[error("{what} is needed, and there is no terminal to ask for it")]
    NobodyToAsk {
        /// What is needed.
        what: String,
        /// How else it can be given.
        remedy: String,
    },
    /// What was typed cannot be used.
    #[error("{why}")]
    BadAnswer {
        /// What is wrong with it.
        why: String,
        /// What to do.
        remedy: String,
    },
    /// The key or the token table of the pseudonyms cannot be used.
    #[error("{}: {why}", path.display())]
    BadPseudonyms {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// A figure could not be queried.
    #[error("the query {id} failed: {why}")]
    QueryFailed {
        /// File stem of the query.
        id: String,
        /// What the engine said.
        why: String,
    },
    /// An audit found rows: the figures are not to be trusted.
    #[error("the audit {id} found {rows} row(s) that must not be there: {first}")]
    AuditFailed {
        /// File stem of the check.
        id: String,
        /// How many rows.
        rows: usize,
        /// The first one's problem.
        first: String,
    },
    /// A data file of the program itself is wrong.
    #[error("{what}: {why}")]
    BadReference {
        /// Which file.
        what: String,
        /// What is wrong.
        why: String,
    },
    /// A report or wording of the school's own cannot be followed.
    #[error("{}: {why}", folder.display())]
    BadReport {
        /// Folder of the school's own reports.
        folder: PathBuf,
        /// File, place and what is wrong.
        why: String,
    },
    /// An output could not be made.
    #[error("cannot make {what}: {why}")]
    CannotRender {
        /// Which output.
        what: String,
        /// Why.
        why: String,
    },
}

/// Problems named in an error; the rest are counted.
const NAMED: usize = 5;

impl Error {
    /// What stops the publication of packs, each problem in words that do not tell it; nothing where there is none.
    ///
    /// # Errors
    /// [`Error::NotSafe`] where there is any.
    pub fn if_not_safe(wrong: Vec<String>) -> Result<(), Error> {
        if wrong.is_empty() {
            return Ok(());
        }
        let more = wrong.len().saturating_sub(NAMED);
        let mut why = wrong.into_iter().take(NAMED).collect::<Vec<_>>().join("; ");
        if more > 0 {
            why.push_str(&format!("; and {more} more"));
        }
        Err(Error::NotSafe { why })
    }

    /// What the user can do about it.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Error::NoFolder { .. } => "check the spelling, or make it with: thrive-report init DIR".into(),
            Error::NoProject { .. } => {
                "make one with: thrive-report init DIR, then put the exports into DIR/inbox".into()
            }
            Error::NoTrust { .. } => {
                "write a file trust.toml with two lines, [trust] and name = \"Our Trust\", above the schools' folders; \
                 one school alone: thrive-report run --project DIR"
                    .into()
            }
            Error::NoSchools { .. } => "make a project folder for each school: thrive-report init DIR/SCHOOL".into(),
            Error::NothingToRollUp { .. } => {
                "correct what is said of each school above, then run again; the roll-up of an earlier run is as it was".into()
            }
            Error::BadProject { remedy, .. } => remedy.clone(),
            Error::BadReport { .. } => {
                "nothing was written; mend the file, or move it out of the folder. docs/cookbook.md shows examples"
                    .into()
            }
            Error::EmptyInbox { .. } => {
                "put the school's exports into it: pupil list, screening, attendance; xlsx, xls, ods, xlsb or csv"
                    .into()
            }
            Error::NoPupils { .. } => "export the pupil list with UPN, name, date of birth, year group and class; \
                 or fill in the Pupils sheet of: thrive-report template FILE"
                .into(),
            Error::NoSuchTerm { known, .. } => format!("the calendar has {}", known.join(", ")),
            Error::BeforeCalendar { .. } => "add the earlier terms to school.toml, or give a later --as-of".into(),
            Error::AfterCalendar { .. } => "add the later terms to school.toml, or give an earlier --as-of".into(),
            Error::TermNotBegun { .. } => "give a later --as-of, or an earlier --term".into(),
            Error::NothingThere { .. } => "check the spelling; a name with blanks needs quotation marks".into(),
            Error::NothingToAcceptInto => {
                "give the folder that holds school.toml: thrive-report check --accept DIR".into()
            }
            Error::BadDate { .. } => "write it as 2026-07-17 or 17/07/2026".into(),
            Error::UnknownTopic { nearest: Some(nearest), .. } => format!("did you mean \"{nearest}\"?"),
            Error::UnknownTopic { nearest: None, .. } => {
                "give a code such as T012 or a measure such as attendance.rate".into()
            }
            Error::NoSuchFigure { remedy, .. } => remedy.clone(),
            Error::NoPack { .. } => {
                "give two folders that run wrote, such as our-school/packs/2025-26-spring, with manifest.json, \
                 governors/results.json and staff/results.json; a damaged one can be made again by running its term"
                    .into()
            }
            Error::AlreadyThere { .. } => "choose another name, or move it away first".into(),
            Error::Locked { .. } => "wait until it has finished, then run again".into(),
            Error::CannotIsolate { .. } => {
                "the program starts itself once more to read files safely: let the computer's protection \
                 software allow it, and leave the program's file where it is while it runs"
                    .into()
            }
            Error::CannotRead { source, .. } if is_sharing_violation(source) => {
                "the file is open in another program: close it there, or save a copy".into()
            }
            Error::CannotRead { .. } => "check that the file is there and may be read".into(),
            Error::CannotWrite { source, .. } if is_sharing_violation(source) => {
                "a file of the last pack is open in another program: close it there and run again".into()
            }
            Error::CannotWrite { .. } => {
                "check that there is room on the disk and that the folder may be written".into()
            }
            Error::BadLedger { .. } => {
                "put the folder ledger back from a backup. Without a backup, `thrive-report run --new-ledger` keeps the \
                 old file aside and begins a new one: this report is then not protected beside the earlier ones, so \
                 read both before you send it"
                    .into()
            }
            Error::NotSafe { .. } => {
                "this is a fault of the program, or of files changed while it ran: run again, and if it stays so, report \
                 it. Do not publish anything by hand"
                    .into()
            }
            Error::WeakPassphrase { shortest, fewest } => format!(
                "take at least {shortest} characters, {fewest} of them different: four words that do not belong together are good"
            ),
            Error::NobodyToAsk { remedy, .. } | Error::BadAnswer { remedy, .. } => remedy.clone(),
            Error::BadPseudonyms { .. } => {
                "put secret.key and the folder ledger back from one backup. Without a backup, move both out of the \
                 project: the next run makes new ones, and can then no longer compare with what was released before"
                    .into()
            }
            Error::QueryFailed { .. } | Error::BadReference { .. } | Error::CannotRender { .. } => {
                "nothing was written; this is a fault of the program or of a file added to it, please report it".into()
            }
            Error::AuditFailed { id, .. } => {
                format!("nothing was written; what the audit means: thrive-report explain {id}")
            }
        })
    }

    /// Process exit code: 2 for wrong usage or configuration, 3 for the rest.
    pub fn exit_code(&self) -> u8 {
        match self {
            Error::NoFolder { .. }
            | Error::NoProject { .. }
            | Error::NoTrust { .. }
            | Error::NoSchools { .. }
            | Error::BadProject { .. }
            | Error::BadReport { .. }
            | Error::EmptyInbox { .. }
            | Error::NoSuchTerm { .. }
            | Error::BeforeCalendar { .. }
            | Error::AfterCalendar { .. }
            | Error::TermNotBegun { .. }
            | Error::NothingThere { .. }
            | Error::NothingToAcceptInto
            | Error::BadDate { .. }
            | Error::UnknownTopic { .. }
            | Error::NoSuchFigure { .. }
            | Error::NoPack { .. }
            | Error::WeakPassphrase { .. }
            | Error::NobodyToAsk { .. }
            | Error::BadAnswer { .. }
            | Error::AlreadyThere { .. } => 2,
            _ => 3,
        }
    }
}

/// Windows says 32 or 33 when another program holds the file.
fn is_sharing_violation(source: &std::io::Error) -> bool {
    cfg!(windows) && matches!(source.raw_os_error(), Some(32 | 33))
}
