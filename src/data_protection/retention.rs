//! What is past the years that the school's policy gives it.

use std::fs;

use jiff::civil::Date;

use super::erasure::{names_in, remove};
use super::inbox::Inbox;
use super::inventory::keep_of;
use super::log::{self, Line};
use crate::changes::Manifest;
use crate::error::Error;
use crate::project::Project;
use crate::publish::{self, SEALED, STAFF};

/// Something past its retention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expired {
    /// Path below the project; names of children in it are left out.
    pub path: String,
    /// Kind under `[policy.retention]`.
    pub kind: String,
    /// The last day it is about.
    pub last: Date,
    /// The last day it was to be kept.
    pub until: Date,
}

/// What is past its retention, and what cannot be judged.
#[derive(Clone, Debug, Default)]
pub struct Overview {
    /// Files of the inbox: a person must delete them.
    pub inbox: Vec<Expired>,
    /// Packs and staff folders: the program may remove them.
    pub packs: Vec<Expired>,
    /// Files of the inbox without a date, packs without a manifest.
    pub undated: Vec<String>,
}

impl Overview {
    /// Looks at inbox and packs.
    ///
    /// # Errors
    /// When a file or folder cannot be read.
    pub fn of(project: &Project, inbox: &Inbox, day: Date) -> Result<Overview, Error> {
        let mut found = Overview::default();
        found.look_at_inbox(project, inbox, day)?;
        found.look_at_packs(project, day)?;
        Ok(found)
    }

    fn look_at_inbox(&mut self, project: &Project, inbox: &Inbox, day: Date) -> Result<(), Error> {
        let accounts = &inbox.canonical.accounts;
        let mut files: Vec<&str> = accounts.iter().map(|account| account.file.as_str()).collect();
        files.dedup();
        for file in files {
            // A file goes when its last sheet may go.
            let mut latest: Option<Expired> = None;
            let mut dated = true;
            for account in accounts.iter().filter(|account| account.file == file && account.rows_read > 0) {
                let kind = account.table.as_deref().map(keep_of).transpose()?.flatten();
                let (Some(kind), Some(last)) = (kind, account.last_date) else {
                    dated = false;
                    continue;
                };
                let until = later(last, project.policy.retention.years(&kind).unwrap_or_default());
                if latest.as_ref().is_none_or(|known| known.until < until) {
                    latest = Some(Expired { path: format!("inbox/{file}"), kind, last, until });
                }
            }
            match latest {
                Some(expired) if dated => self.inbox.extend((expired.until < day).then_some(expired)),
                _ => self.undated.push(format!("inbox/{file}")),
            }
        }
        Ok(())
    }

    fn look_at_packs(&mut self, project: &Project, day: Date) -> Result<(), Error> {
        for name in names_in(&project.packs())?.into_iter().filter(|name| !publish::is_leftover(name)) {
            let folder = project.packs().join(&name);
            if !folder.is_dir() {
                continue;
            }
            let manifest = fs::read(folder.join("manifest.json")).ok();
            let manifest = manifest.and_then(|bytes| serde_json::from_slice::<Manifest>(&bytes).ok());
            let Some(last) = manifest.map(|manifest| manifest.term_end.unwrap_or(manifest.as_of)) else {
                self.undated.push(format!("packs/{name}"));
                continue;
            };
            let retention = &project.policy.retention;
            let expired = |path: String, kind: &str, years: u8| {
                Some(Expired { path, kind: kind.into(), last, until: later(last, years) }).filter(|it| it.until < day)
            };
            if let Some(whole) = expired(format!("packs/{name}"), "packs", retention.packs) {
                self.packs.push(whole);
                continue;
            }
            for part in [STAFF.trim_end_matches('/'), SEALED] {
                if folder.join(part).exists() {
                    self.packs.extend(expired(format!("packs/{name}/{part}"), "staff_packs", retention.staff_packs));
                }
            }
        }
        Ok(())
    }

    /// Removes the packs and staff folders, and leaves a dated line. The caller holds the project's lock.
    ///
    /// # Errors
    /// When something cannot be removed; what comes after it is still there.
    pub fn remove(&self, project: &Project, day: Date) -> Result<(), Error> {
        if self.packs.is_empty() {
            return Ok(());
        }
        for expired in &self.packs {
            remove(&project.folder.join(&expired.path))?;
        }
        let mut packs: Vec<String> =
            self.packs.iter().filter_map(|expired| expired.path.split('/').nth(1)).map(str::to_owned).collect();
        packs.dedup();
        log::add(&project.folder, &Line { day, why: "retention", packs: &packs, reviews: 0, tokens: 0 })
    }
}

/// The same day some years on; the last of February for the 29th.
fn later(day: Date, years: u8) -> Date {
    day.checked_add(jiff::Span::new().years(years)).unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn years_are_counted_by_the_calendar() {
        assert_eq!(later(date(2024, 2, 29), 1), date(2025, 2, 28));
        assert_eq!(later(date(2020, 7, 21), 6), date(2026, 7, 21));
    }
}
