//! How a record of another sheet finds its child.
//!
//! By UPN, a former UPN, a tool's own code of a key file and the school's own numbers; else by surname, forename and date of birth, with
//! typing errors, everyday forms of forenames and swapped names. A wrong link is far worse than a missing one: what is not
//! sure enough goes to the review file, where a person decides. `docs/matching.md` says what the thresholds mean.

mod assignment;
mod evidence;
mod index;
mod key;
mod links;
mod nicknames;
mod review;

pub use index::{Index, MatchedBy};
pub use key::{KeyColumns, name_key, short, tool_code, uses_a_second};
pub use links::{Linker, Outcome, SheetLinks};
pub use nicknames::Nicknames;
pub use review::{Decisions, Met, REVIEW_CHILD, REVIEW_FILE, Review, review};

use jiff::civil::Date;

use super::roll::Roll;
use super::sheet::{Rejection, Row, Sheet};
use super::{Links, Reference};
use crate::diagnostic::Diagnostics;
use crate::upn;

impl Roll {
    /// Decides which child each row of the sheets of the wanted tables is about.
    pub(super) fn link(
        &mut self,
        sheets: &[Sheet<'_>],
        reference: &Reference,
        links: &Links,
        wanted: impl Fn(&str) -> bool,
    ) {
        let identities = self.pupils.iter().map(|pupil| (pupil.identity(), pupil.id)).collect();
        let linker =
            Linker { index: &self.index, policy: &links.policy, decisions: &links.decisions, identities: &identities };
        self.links.extend(linker.link(sheets, reference, wanted));
    }

    /// The child of a row, with the diagnostics that go with the way it was found.
    pub fn match_row<'a>(
        &self,
        sheet: &mut Sheet<'a>,
        row: &Row<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Result<i64, Rejection<'a>> {
        if let Some(number) = row.text("upn")
            && !upn::is_valid(number)
        {
            diagnostics.add("P001", "the check letter of a UPN is wrong", sheet.cell_place(row.number, Some("upn")));
        }
        let found = self.links.get(&sheet.source_id).and_then(|links| links.of_row(row.number));
        let outcome = found.map_or(Outcome::Empty, |(_, link)| link.outcome);
        if let Some((at, _)) = found {
            sheet.account.children.saw(row.number, at, found.is_some_and(|(_, link)| link.proposal.is_some()), outcome);
        }
        let mut say =
            |code, message: &str, column| diagnostics.add(code, message, sheet.cell_place(row.number, Some(column)));
        match outcome {
            Outcome::Child(id, by) => {
                match by {
                    MatchedBy::Upn | MatchedBy::ToolCode => {}
                    MatchedBy::FormerUpn => say("P015", "matched by a UPN the child had before", "upn"),
                    MatchedBy::LocalId => say("P003", "matched by the school's own pupil number", "pupil_id"),
                    MatchedBy::Name => say("P004", "matched by name and date of birth", "surname"),
                    MatchedBy::Likeness => say("P011", "matched in spite of a difference", "surname"),
                    MatchedBy::Decision => say("P014", "matched because a person confirmed it", "surname"),
                }
                Ok(id)
            }
            Outcome::Empty => {
                Err(Rejection::at("T001", "upn", "there is no UPN, pupil number or name with date of birth"))
            }
            Outcome::Doubtful => {
                Err(Rejection::at("P010", "upn", "one child is likely, but not sure enough: a person must confirm it"))
            }
            Outcome::Contradicted => {
                Err(Rejection::at("P012", "upn", "the number is one child's, and the name and date of birth are not"))
            }
            Outcome::Shared => {
                Err(Rejection::at("P002", "upn", "more than one child on the pupil list fits: only a UPN can tell"))
            }
            Outcome::Rejected => {
                Err(Rejection::at("P002", "upn", "a person said that it is not the child that looked likely"))
            }
            Outcome::Nobody => Err(Rejection::at("P002", "upn", "no child on the pupil list fits")),
        }
    }

    /// Whether a child was on roll on a day.
    pub fn on_roll(&self, pupil_id: i64, day: Date) -> bool {
        let first = self.enrolments.partition_point(|spell| spell.pupil_id < pupil_id);
        let spells = self.enrolments[first..].iter().take_while(|spell| spell.pupil_id == pupil_id);
        spells.into_iter().any(|spell| spell.from <= day && day <= spell.to)
    }
}
