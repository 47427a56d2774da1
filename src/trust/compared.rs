//! Which schools can be added up: those of one term, and on what a policy decides those of one policy.

use std::collections::BTreeMap;

use super::School;
use super::schools::Made;
use crate::disclosure::Shown;
use crate::error::Error;
use crate::project::{Policy, Term};

/// Results of queries that rest on what a school expects and calls secure.
const JUDGED_BY_POLICY: [&str; 2] = ["screening.", "strand."];
/// What of them does not.
const NOT_JUDGED: [&str; 2] = ["screening.coverage", "screening.screened"];

/// A school that is not, or not with everything, in the roll-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its name.
    pub school: String,
    /// Why.
    pub why: String,
}

/// The schools of a roll-up.
pub(super) struct Compared<'s> {
    /// Their term.
    pub term: &'s Term,
    /// Terms of its calendar before it, oldest first.
    pub earlier: Vec<&'s Term>,
    pub members: Vec<Member<'s>>,
}

/// One of them.
pub(super) struct Member<'s> {
    pub name: &'s str,
    pub made: &'s Made,
    /// What of its figures can be added up.
    pub shown: Shown,
    /// Whether what policy decides can be compared with that of the others.
    pub same_policy: bool,
}

impl Member<'_> {
    /// Whether a figure of the school may be added up with those of the others.
    pub fn compares(&self, measure: &str) -> bool {
        compares(measure, self.same_policy)
    }
}

fn compares(measure: &str, same_policy: bool) -> bool {
    let judged = JUDGED_BY_POLICY.iter().any(|start| measure.starts_with(start)) && !NOT_JUDGED.contains(&measure);
    same_policy || !judged
}

/// The schools whose packs are of the term that most have, and what is left out.
pub(super) fn compared(schools: &[School]) -> (Result<Compared<'_>, Error>, Vec<LeftOut>) {
    let made: Vec<(&School, &Made)> =
        schools.iter().filter_map(|school| Some((school, school.made.as_ref().ok()?))).collect();
    // By most schools; of equally many the latest.
    let mut terms: BTreeMap<&str, (usize, &Term)> = BTreeMap::new();
    for term in made.iter().filter_map(|(_, made)| made.term()) {
        terms.entry(&term.id).or_insert((0, term)).0 += 1;
    }
    let Some((_, term)) = terms.into_values().max_by_key(|(schools, term)| (*schools, term.start)) else {
        let why = format!("no packs could be made for any of {} schools", schools.len());
        return (Err(Error::NothingToRollUp { why }), Vec::new());
    };
    let mut left_out = Vec::new();
    let (of_term, of_another): (Vec<_>, Vec<_>) =
        made.into_iter().partition(|(_, made)| made.term().is_some_and(|own| own.id == term.id));
    for (school, made) in of_another {
        let why = format!("its packs are of {}, most schools' of {}: give --term", made.outcome.term, term.name);
        left_out.push(LeftOut { school: school.name.clone(), why });
    }
    let usual = usual_policy(&of_term);
    let mut members = Vec::new();
    for (school, made) in of_term {
        let differs = usual.and_then(|usual| first_difference(usual, &made.project.policy));
        if let Some(setting) = differs {
            let why = format!(
                "its screening cannot be compared: policy.{setting} differs from that of most schools; the rest of it is in"
            );
            left_out.push(LeftOut { school: school.name.clone(), why });
        }
        let same_policy = differs.is_none();
        let shown = made.outcome.shown.only(&|measure| compares(measure, same_policy));
        members.push(Member { name: &school.name, made, shown, same_policy });
    }
    // Of the calendars the longest memory.
    let earlier = members.iter().map(|member| {
        let terms = member.made.project.terms.iter();
        terms.take_while(|earlier| earlier.start < term.start).collect::<Vec<_>>()
    });
    let earlier = earlier.max_by_key(Vec::len).unwrap_or_default();
    (Ok(Compared { term, earlier, members }), left_out)
}

/// The policy that most schools have; of equally many that of the first.
fn usual_policy<'s>(schools: &[(&'s School, &'s Made)]) -> Option<&'s Policy> {
    let policies: Vec<&Policy> = schools.iter().map(|(_, made)| &made.project.policy).collect();
    let alike = |one: &Policy| policies.iter().filter(|other| first_difference(one, other).is_none()).count();
    // Of several with the same number the first: max_by_key takes the last.
    policies.iter().rev().max_by_key(|one| alike(one)).copied()
}

/// The first setting that decides who is secure or below, and that two policies do not have in common.
fn first_difference(one: &Policy, other: &Policy) -> Option<&'static str> {
    let checks = [
        ("instrument", one.instrument == other.instrument),
        ("secure_min", one.secure_min == other.secure_min),
        ("secure_score", one.secure_score == other.secure_score),
        ("band_scheme", one.band_scheme == other.band_scheme),
        ("expected_by", one.expected_by == other.expected_by),
        ("expected_strand", one.expected_strand == other.expected_strand),
        ("expected_strand_from", one.expected_strand_from == other.expected_strand_from),
        ("expected_at_age", one.expected_at_age == other.expected_at_age),
    ];
    checks.into_iter().find(|(_, same)| !same).map(|(setting, _)| setting)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_decides_who_is_below_must_be_alike_and_nothing_else() {
        let usual = Policy::default();
        assert_eq!(first_difference(&usual, &Policy { pair_window_days: 7, ..Policy::default() }), None);
        assert_eq!(first_difference(&usual, &Policy { secure_min: 70.0, ..Policy::default() }), Some("secure_min"));
        let mut other = Policy::default();
        other.expected_strand.insert("Year 1".into(), "Being".into());
        assert_eq!(first_difference(&usual, &other), Some("expected_strand"));
    }
}
