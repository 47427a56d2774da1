//! Since last time: what differs between the packs of two runs, and why a figure differs.
//!
//! A figure of a term that was over when the earlier report was made can only change because records were corrected,
//! so it is told apart from what a new term brought. Values are compared only where both runs may show them.

mod cohort;
mod figures;
mod page;
mod people;
mod read;
mod settings;
mod words;

use serde::Serialize;

pub use cohort::{Cohort, id_of};
pub use figures::{FigureChange, Kind, Standing, StandingChange};
pub use page::{not_compared, page, page_for_governors};
pub use people::{MarkChange, People};
pub use read::{COHORT, Manifest, Pack, Unreadable};
pub use settings::{Definitions, FileChange, PolicyChange, SheetRows};
pub use words::text;

use crate::measures::Catalogue;

/// One of the two runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Run {
    /// Identifier of the term.
    pub term: String,
    /// Reporting date, ISO.
    pub as_of: String,
    /// Name and version of the program.
    pub program: String,
}

/// Everything that differs between two runs. The order of the fields is part of the contract of `diff --json`.
#[derive(Clone, Debug, Serialize)]
pub struct Changes {
    /// Version of the contract.
    pub version: u32,
    /// Whose figures are compared: `governors`, as printed, or `staff`, unrounded.
    pub pack: &'static str,
    /// The earlier run.
    pub old: Run,
    /// The later run.
    pub new: Run,
    /// Figures that both runs have and that differ.
    pub figures: Vec<FigureChange>,
    /// Figures that came, went, are withheld or are no longer.
    pub standing: Vec<StandingChange>,
    /// Measures whose meaning changed.
    pub definitions: Definitions,
    /// Policy settings that changed.
    pub policy: Vec<PolicyChange>,
    /// Files of the inbox that changed.
    pub files: Vec<FileChange>,
    /// Children and marks; only where staff's packs are compared and both name them.
    pub people: Option<People>,
    /// What could not be compared, and what to bear in mind.
    pub notes: Vec<String>,
}

impl Changes {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.figures.is_empty()
            && self.standing.is_empty()
            && self.definitions.is_empty()
            && self.policy.is_empty()
            && self.files.is_empty()
            && self.people.as_ref().is_none_or(People::is_empty)
    }
}

/// Compares two packs. Staff's figures and children are compared if both were read with them and `staff` asks for it;
/// children alone if both have them.
pub fn compare(old: &Pack, new: &Pack, catalogue: &Catalogue, staff: bool) -> Changes {
    let definitions = settings::definitions(&old.manifest, &new.manifest);
    let (mut figures, standing) = match (&old.staff, &new.staff) {
        (Some(before), Some(now)) if staff => {
            let (mut found, standing) = figures::compare(old, new, &before.figures, &now.figures, catalogue);
            // Staff's packs hold no earlier terms: those are taken from the governors' tables.
            let (printed, _) = figures::compare(old, new, &old.governors, &new.governors, catalogue);
            let known = |change: &FigureChange| found.iter().any(|other| other.same_figure(change));
            let more: Vec<FigureChange> =
                printed.into_iter().filter(|change| change.kind == Kind::Late && !known(change)).collect();
            found.extend(more);
            (found, standing)
        }
        _ => figures::compare(old, new, &old.governors, &new.governors, catalogue),
    };
    for change in &mut figures {
        change.definition_changed = definitions.touch(&change.measure);
    }
    figures.sort_by(|a, b| a.order().cmp(&b.order()));
    let mut notes = Vec::new();
    if !definitions.known {
        notes.push("the earlier pack does not say its definitions: whether one changed cannot be told".to_owned());
    }
    if old.manifest.as_of > new.manifest.as_of {
        notes.push(
            "the first pack is of a later date than the second: \"before\" and \"now\" are the wrong way round"
                .to_owned(),
        );
    }
    if old.manifest.program != new.manifest.program {
        let (before, now) = (&old.manifest.program, &new.manifest.program);
        notes.push(format!("the earlier pack was made by {before}, the later one by {now}: methods may differ"));
    }
    let policy = settings::policy(&old.manifest.policy, &new.manifest.policy);
    if !policy.is_empty() || definitions.any_changed() {
        notes
            .push("settings or definitions changed: figures of terms that were over may differ for that reason".into());
    }
    let people = match (&old.staff, &new.staff) {
        (Some(before), Some(now)) => match (&before.cohort, &now.cohort) {
            (Some(before), Some(now)) => Some(people::compare(before, now)),
            _ => {
                notes.push(format!("one of the packs has no {COHORT}: who joined or left cannot be told"));
                None
            }
        },
        _ => None,
    };
    let run = |pack: &Pack| Run {
        term: pack.manifest.term.clone(),
        as_of: pack.manifest.as_of.to_string(),
        program: pack.manifest.program.clone(),
    };
    Changes {
        version: 1,
        pack: if staff { "staff" } else { "governors" },
        old: run(old),
        new: run(new),
        figures,
        standing,
        definitions,
        policy,
        files: settings::files(&old.manifest.inputs, &new.manifest.inputs),
        people,
        notes,
    }
}

#[cfg(test)]
mod tests;
