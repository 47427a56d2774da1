//! A trust or an authority: every school's packs, made exactly as `run` makes them, and a roll-up over the schools.
//!
//! One bad school never stops the others: it is reported, and nothing of it is in the roll-up. The roll-up is made of what
//! the schools' own packs show in full ([`crate::disclosure::Shown`]) and read back before it is published.

mod audit;
mod compared;
mod figures;
mod roll_up;
mod schools;

use std::path::PathBuf;

use jiff::civil::Date;

use crate::error::Error;
use crate::measures::Catalogue;
use crate::progress::Progress;
use crate::project::Trust;
use crate::publish;
use crate::seal::Passphrase;
use crate::sources::Isolation;

pub use compared::LeftOut;
pub use schools::School;

/// Memory that the schools at work together may take by default, in bytes.
pub const DEFAULT_MEMORY: u64 = 1_000_000_000;

/// What to run.
#[derive(Clone, Debug)]
pub struct Request {
    /// Term by identifier or name; each school's own if none.
    pub term: Option<String>,
    /// Reporting date; the date of each school's last record if none.
    pub as_of: Option<Date>,
    /// Seals each school's staff folder.
    pub seal: Option<Passphrase>,
    /// Whether what was read of each file is kept for the next run.
    pub keep_readings: bool,
    /// Where the files are read.
    pub isolation: Isolation,
    /// Memory that the schools at work together may take, in bytes, as reckoned from the size of their files. One school
    /// is always at work.
    pub memory: u64,
    /// Most schools at work at once; as many as there are cores if 0.
    pub at_once: usize,
}

/// What came of it.
#[derive(Debug)]
pub struct Outcome {
    /// Every school, by name.
    pub schools: Vec<School>,
    /// Schools that are not, or not with everything, in the roll-up although their packs were made.
    pub left_out: Vec<LeftOut>,
    /// The folder with the roll-up, and its term; or why there is none.
    pub roll_up: Result<(PathBuf, String), Error>,
}

impl Outcome {
    /// Whether somebody should look: a school was held back or left out, or has problems in its files.
    pub fn needs_attention(&self) -> bool {
        let troubled =
            |school: &School| school.made.as_ref().map_or(true, |made| made.outcome.diagnostics.need_attention());
        !self.left_out.is_empty() || self.schools.iter().any(troubled)
    }
}

/// Makes the packs of every school, and the roll-up.
///
/// # Errors
/// When the trust's own settings cannot be followed: then no school was begun. What goes wrong later is in the outcome.
pub fn trust(trust: &Trust, request: &Request, progress: &Progress) -> Result<Outcome, Error> {
    let _lock = publish::lock(&trust.folder)?;
    // What the trust changed in its report is checked before the slow work.
    let catalogue = Catalogue::trust().map_err(|error| bad("reference/trust-measures.toml", &error))?;
    let own = trust.own_reports()?;
    let reports = roll_up::library(trust, &own, &catalogue)?;
    let logo = trust.logo()?;
    let schools = schools::run_all(trust, request, progress);
    progress.stage("Adding up the schools");
    let (compared, left_out) = compared::compared(&schools);
    let roll_up = compared.and_then(|compared| {
        let figures = figures::figures(trust, &schools, &compared, &catalogue)?;
        let files = roll_up::write(trust, &schools, &compared, (&reports, logo, &own), &figures, &catalogue)?;
        progress.stage("Reading the roll-up back");
        audit::audit(trust, &compared, &files)?;
        let folder = publish::pack(&trust.packs(), &compared.term.id, &files)?;
        Ok((folder, compared.term.name.clone()))
    });
    progress.done();
    Ok(Outcome { schools, left_out, roll_up })
}

fn bad(what: &str, why: &dyn std::fmt::Display) -> Error {
    Error::BadReference { what: what.into(), why: why.to_string() }
}
