//! Which child each row of a sheet is about, decided before the rows are read: only then is it known which other rows
//! lay claim to the same child.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::super::Reference;
use super::super::sheet::Sheet;
use super::super::values::shown;
use super::assignment::{self, Claim};
use super::evidence;
use super::index::{Candidate, Exact, Index, MatchedBy};
use super::key::{Key, KeyColumns};
use super::review::Decisions;
use crate::project::MatchingPolicy;
use crate::sources::RawRow;

/// Columns that, with the child, make one record: two rows alike in them are about two children. Tables that are not
/// here may hold several rows of a child that are alike.
const ONE_RECORD: [(&str, &[&str]); 7] = [
    ("screening", &["date", "tool", "profile_type", "strand", "respondent"]),
    ("attendance_marks", &["date", "session", "date_session", "week_commencing"]),
    ("attendance_summary", &["from", "to"]),
    ("interventions", &["intervention", "start_date"]),
    ("intervention_sessions", &["intervention", "date"]),
    ("plans", &["plan_type", "target_strand", "opened"]),
    ("suspensions", &["start_date", "type"]),
];

/// Whether a row has a child, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The row says nothing of a child.
    Empty,
    /// It is about this child.
    Child(i64, MatchedBy),
    /// It is likely about a child, but not surely enough.
    Doubtful,
    /// Its number says one child, its name another.
    Contradicted,
    /// Several children fit.
    Shared,
    /// A person said that it is not the child that looked likely.
    Rejected,
    /// Nobody fits.
    Nobody,
}

/// A link that a person should look at: one that is not used, or one that is used in spite of a difference.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Stable name of what the row says.
    pub row_key: String,
    /// What the row says.
    pub key: Key,
    /// The likeliest child.
    pub pupil_id: i64,
    /// How sure, from 0 to 1.
    pub confidence: f64,
    /// What agrees and what does not.
    pub why: String,
}

/// What was decided about one way of naming a child.
#[derive(Clone, Debug)]
pub struct Link {
    /// The decision.
    pub outcome: Outcome,
    /// What a person should look at.
    pub proposal: Option<Proposal>,
}

/// The rows of one sheet and their links.
#[derive(Debug, Default)]
pub struct SheetLinks {
    /// Row number and position among `links`, in order of row.
    rows: Vec<(u32, u32)>,
    /// One for each different way of naming a child in the sheet's file.
    pub links: Vec<Link>,
}

impl SheetLinks {
    /// The link of a row, and its position.
    pub fn of_row(&self, row: u32) -> Option<(usize, &Link)> {
        let at = self.rows.binary_search_by_key(&row, |(number, _)| *number).ok()?;
        let position = self.rows[at].1 as usize;
        Some((position, self.links.get(position)?))
    }
}

/// What the decisions are made from.
pub struct Linker<'l> {
    /// The ways to a child.
    pub index: &'l Index,
    /// The school's thresholds.
    pub policy: &'l MatchingPolicy,
    /// What people decided before.
    pub decisions: &'l Decisions,
    /// Children by their stable names.
    pub identities: &'l BTreeMap<String, i64>,
}

/// One way of naming a child, while it is being decided.
struct Naming {
    key: Key,
    row_key: String,
    /// Decided at first sight.
    link: Option<Link>,
    /// Else whom it may be about.
    candidates: Vec<Candidate>,
    rejected: bool,
}

impl Linker<'_> {
    /// The links of every sheet of the wanted tables, by number of the sheet.
    pub fn link(
        &self,
        sheets: &[Sheet<'_>],
        reference: &Reference,
        wanted: impl Fn(&str) -> bool,
    ) -> BTreeMap<i32, SheetLinks> {
        let mut files: BTreeMap<(&str, &str), Vec<&Sheet<'_>>> = BTreeMap::new();
        for sheet in sheets.iter().filter(|sheet| wanted(&sheet.definition.id)) {
            files.entry((&sheet.account.file, &sheet.definition.id)).or_default().push(sheet);
        }
        files.into_values().flat_map(|sheets| self.link_file(&sheets, reference)).collect()
    }

    /// The sheets of one file that are about one table: a workbook often has a sheet for each class.
    fn link_file(&self, sheets: &[&Sheet<'_>], reference: &Reference) -> Vec<(i32, SheetLinks)> {
        let mut known: HashMap<(Vec<Cow<'_, str>>, usize), u32> = HashMap::new();
        let mut by_key: BTreeMap<Key, u32> = BTreeMap::new();
        let mut namings: Vec<Naming> = Vec::new();
        let mut found: Vec<(i32, SheetLinks)> = Vec::new();
        for (position, sheet) in sheets.iter().enumerate() {
            let columns = KeyColumns::of(sheet, reference);
            let mut links = SheetLinks::default();
            let mut dates = columns.dates();
            let rows = sheet.raw.rows().iter().filter(|row| row.number > sheet.found.header_row);
            for row in rows.filter(|_| !columns.is_empty()) {
                // Sheets of a file may have their columns in another order.
                let texts = (columns.texts(sheet.raw, row), position);
                let at = *known.entry(texts).or_insert_with(|| {
                    let key = columns.key(sheet.raw, row, reference, &mut dates);
                    *by_key.entry(key).or_insert_with_key(|key| {
                        namings.push(self.at_first_sight(key.clone(), &sheet.definition.id));
                        namings.len() as u32 - 1
                    })
                });
                links.rows.push((row.number, at));
            }
            found.push((sheet.source_id, links));
        }
        self.assign(sheets, &found, &mut namings);
        let links: Vec<Link> = namings.into_iter().map(|naming| naming.link.unwrap_or(NOBODY)).collect();
        for (_, of_sheet) in &mut found {
            of_sheet.links.clone_from(&links);
        }
        found
    }

    fn at_first_sight(&self, key: Key, table: &str) -> Naming {
        let row_key = key.fingerprint(table);
        let mut naming = Naming { key, row_key, link: None, candidates: Vec::new(), rejected: false };
        let plain = |outcome| Some(Link { outcome, proposal: None });
        if naming.key.is_empty() {
            naming.link = plain(Outcome::Empty);
            return naming;
        }
        let decided = self.decisions.about(&naming.row_key);
        let child = |identity: &str| self.identities.get(identity).copied();
        let confirmed: BTreeSet<i64> =
            decided.iter().filter(|(_, yes)| *yes).filter_map(|(identity, _)| child(identity)).collect();
        let rejected: BTreeSet<i64> =
            decided.iter().filter(|(_, yes)| !*yes).filter_map(|(identity, _)| child(identity)).collect();
        // Two children confirmed for one row: neither.
        if let [one] = confirmed.iter().copied().collect::<Vec<_>>()[..] {
            naming.link = plain(Outcome::Child(one, MatchedBy::Decision));
            return naming;
        }
        let mut contradicted = false;
        match self.index.exact(&naming.key) {
            Exact::Child(id, by) if !rejected.contains(&id) => {
                naming.link = plain(Outcome::Child(id, by));
                return naming;
            }
            Exact::Shared => {
                naming.link = plain(Outcome::Shared);
                return naming;
            }
            Exact::Contradicted(_) => contradicted = true,
            Exact::Child(..) | Exact::Nobody => {}
        }
        naming.candidates = self.index.candidates(&naming.key);
        naming.candidates.retain(|candidate| !rejected.contains(&candidate.pupil_id));
        naming.rejected = !rejected.is_empty();
        if contradicted {
            let proposal = naming.candidates.first().map(|best| {
                let others = naming.candidates[1..].iter().map(|other| other.weight);
                self.proposal(&naming, best, evidence::probability(best.weight, others, self.index.children()))
            });
            let outcome = if proposal.is_some() { Outcome::Contradicted } else { Outcome::Rejected };
            naming.link = Some(Link { outcome, proposal });
        }
        naming
    }

    /// Gives the namings that were not decided at first sight their children: in each record's place every child once.
    fn assign(&self, sheets: &[&Sheet<'_>], found: &[(i32, SheetLinks)], namings: &mut [Naming]) {
        if namings.iter().all(|naming| naming.link.is_some()) {
            return;
        }
        // In each place: the children already there, and the namings that seek one.
        let mut places: BTreeMap<String, Rivals> = BTreeMap::new();
        for (sheet, (_, links)) in sheets.iter().zip(found) {
            let place = PlaceColumns::of(sheet);
            for (number, at) in &links.rows {
                let at = *at as usize;
                let rows = sheet.raw.rows();
                let Ok(row) = rows.binary_search_by_key(number, |row| row.number).map(|row| &rows[row]) else {
                    continue;
                };
                let (taken, seeking) = places.entry(place.text(sheet, row, at)).or_default();
                match &namings[at].link {
                    Some(Link { outcome: Outcome::Child(id, _), .. }) => drop(taken.insert(*id)),
                    Some(_) => {}
                    None => drop(seeking.insert(at)),
                }
            }
        }
        let mut claims: BTreeMap<usize, Vec<Option<Claim>>> = BTreeMap::new();
        let mut alike: HashMap<Rivals, Vec<Option<Claim>>> = HashMap::new();
        for (taken, seeking) in places.into_values().filter(|(_, seeking)| !seeking.is_empty()) {
            let candidates: Vec<&[Candidate]> = seeking.iter().map(|at| namings[*at].candidates.as_slice()).collect();
            // A register repeats the same children on every day of the year.
            let wanted: BTreeSet<i64> = candidates.iter().flat_map(|all| all.iter()).map(|one| one.pupil_id).collect();
            let taken: BTreeSet<i64> = taken.intersection(&wanted).copied().collect();
            let solved = alike
                .entry((taken, seeking.clone()))
                .or_insert_with_key(|(taken, _)| assignment::solve(&candidates, taken, self.index.children()));
            for (at, claim) in seeking.into_iter().zip(solved.iter()) {
                claims.entry(at).or_default().push(*claim);
            }
        }
        for (at, claims) in claims {
            let link = self.decide(&namings[at], &claims);
            namings[at].link = Some(link);
        }
    }

    /// One decision from the claims in every place where the naming stands.
    fn decide(&self, naming: &Naming, claims: &[Option<Claim>]) -> Link {
        let sure = claims.iter().flatten().map(|claim| claim.confidence).fold(f64::INFINITY, f64::min);
        let whom: BTreeSet<Option<i64>> = claims.iter().map(|claim| claim.map(|claim| claim.pupil_id)).collect();
        let best = naming.candidates.first();
        let one = best.filter(|best| whom.contains(&Some(best.pupil_id)));
        let Some(best) = one.filter(|_| 100.0 * sure >= self.policy.review_percent) else {
            let outcome = match (naming.rejected, naming.candidates.as_slice()) {
                (true, _) => Outcome::Rejected,
                (false, [one, other, ..]) if one.weight - other.weight < 1e-9 && one.evidence.is_enough() => {
                    Outcome::Shared
                }
                _ => Outcome::Nobody,
            };
            return Link { outcome, proposal: None };
        };
        let agreed = whom.len() == 1;
        let used = agreed && best.evidence.is_enough() && 100.0 * sure >= self.policy.use_percent;
        let outcome = if used { Outcome::Child(best.pupil_id, MatchedBy::Likeness) } else { Outcome::Doubtful };
        Link { outcome, proposal: Some(self.proposal(naming, best, sure)) }
    }

    fn proposal(&self, naming: &Naming, child: &Candidate, confidence: f64) -> Proposal {
        Proposal {
            row_key: naming.row_key.clone(),
            key: naming.key.clone(),
            pupil_id: child.pupil_id,
            confidence,
            why: child.evidence.in_words(),
        }
    }
}

/// Children who have a row in a place already, and the namings that seek a child there.
type Rivals = (BTreeSet<i64>, BTreeSet<usize>);

const NOBODY: Link = Link { outcome: Outcome::Nobody, proposal: None };

/// The columns that say which record of a child a row is.
struct PlaceColumns {
    columns: Vec<u32>,
    /// Rows of this table are records of their own, however alike.
    each_its_own: bool,
}

impl PlaceColumns {
    fn of(sheet: &Sheet<'_>) -> Self {
        let ids = ONE_RECORD.iter().find(|(table, _)| *table == sheet.definition.id).map(|(_, columns)| *columns);
        let at = |id: &&str| {
            let column = sheet.definition.column(id)?;
            sheet.found.mapped.iter().find(|mapped| mapped.column == column).map(|mapped| mapped.at)
        };
        let columns = ids.into_iter().flatten().filter_map(at).collect();
        PlaceColumns { columns, each_its_own: ids.is_none() }
    }

    /// The text that two rows share if they cannot be about one child.
    fn text(&self, sheet: &Sheet<'_>, row: &RawRow, naming: usize) -> String {
        if self.each_its_own {
            return naming.to_string();
        }
        // A wide register says its dates in the headings: every sheet is a place of its own.
        let mut text = if self.columns.is_empty() { sheet.source_id.to_string() } else { String::new() };
        for at in &self.columns {
            text.push_str(&shown(sheet.raw.cell(row, *at)));
            text.push('\u{1f}');
        }
        text
    }
}
