//! The evidence tier of a group, once for all its figures.

use super::expected::{Beyond, Similar};
use super::records::{Block, Pair, children};
use crate::measures::derived::rules::ImpactRules;
use crate::statistics::bounds::Bounds;
use crate::statistics::ceiling::ceiling_share;
use crate::statistics::tier::{CEILING_SHARE, Comparison, Design, FEWEST_PAIRS, Graded, Reason, grade};

/// Share of the pairs that the adult who gave the support also scored, from
/// which the whole counts as scored by that adult (as with the ceiling).
const DELIVERER_SHARE: f64 = CEILING_SHARE;

/// Words of the measure that says what keeps the evidence from being
/// stronger, by their place: first where nothing does.
const LIMITS: [Reason; 11] = [
    Reason::TooFewPairs,
    Reason::TooFewFollowedUp,
    Reason::SmallComparison,
    Reason::UnlikeBaselines,
    Reason::OtherDates,
    Reason::OtherRaters,
    Reason::LotWithoutComparison,
    Reason::Attrition,
    Reason::ScoredByDeliverer,
    Reason::Ceiling,
    Reason::NoExpectedProgress,
];

/// What a group's tier rests on.
pub(super) struct Grounds<'g, 'a> {
    pub blocks: &'g [Block<'a>],
    /// Class screenings on the target strand.
    pub pairs: &'g [Pair<'a>],
    pub beyond: Option<&'g Beyond>,
    pub similar: Option<&'g Similar>,
}

impl Grounds<'_, '_> {
    /// Children with a score before and after support.
    pub fn followed_up(&self) -> usize {
        children(self.blocks.iter().filter(|block| block.pair.is_some()).map(|block| block.pupil))
    }

    /// Blocks that have ended and have a score before.
    pub fn with_baseline(&self) -> usize {
        self.blocks.iter().filter(|block| block.pair.is_some() || block.lost_before.is_some()).count()
    }

    /// Whether enough of the children followed up were screened with their class too.
    fn has_expected(&self) -> bool {
        self.beyond.is_some_and(|beyond| beyond.children >= FEWEST_PAIRS && 2 * beyond.children >= self.followed_up())
    }

    /// The tier, and why it is no higher.
    pub fn graded(&self, rules: &ImpactRules) -> Graded {
        let has_expected = self.has_expected();
        let analysed = match self.beyond {
            Some(beyond) if has_expected => beyond.change.n,
            _ => self.blocks.iter().filter(|block| block.pair.is_some()).count(),
        };
        let baseline = self.with_baseline().max(analysed);
        let known = |flags: &mut dyn Iterator<Item = Option<bool>>| {
            let (all, same) =
                flags.fold((0_usize, 0_usize), |(all, same), flag| (all + 1, same + usize::from(flag == Some(true))));
            all > 0 && same as f64 >= DELIVERER_SHARE * all as f64
        };
        let paired = || self.blocks.iter().filter(|block| block.pair.is_some());
        let scored_by_deliverer = if has_expected {
            known(&mut self.pairs.iter().map(|pair| pair.scored_by_deliverer))
        } else {
            known(&mut paired().map(|block| block.scored_by_deliverer))
        };
        let everybody = children(self.blocks.iter().map(|block| block.pupil));
        grade(&Design {
            n_paired: self.followed_up(),
            n_baseline: everybody,
            has_expected,
            comparison: self.similar.filter(|_| has_expected).map(|similar| Comparison {
                n_treated: similar.treated,
                n_comparison: similar.comparison,
                baseline_smd: similar.baseline_smd,
                same_dates: similar.same_dates,
                // Class screenings on both sides: made by class teachers, of everybody.
                same_rater_type: true,
            }),
            by_lot: self.blocks.iter().all(|block| rules.drawn_by_lot.iter().any(|name| name == block.intervention)),
            attrition: if baseline == 0 { f64::NAN } else { (baseline - analysed) as f64 / baseline as f64 },
            scored_by_deliverer,
            ceiling_share: self.near_the_top().unwrap_or(f64::NAN),
        })
    }

    /// Share of the scores before support in the top tenth of the scale.
    pub fn near_the_top(&self) -> Option<f64> {
        let scale = one_scale(self.blocks)?;
        let pairs: Vec<(f64, f64)> = self.blocks.iter().filter_map(|block| block.pair).collect();
        ceiling_share(&pairs, scale)
    }
}

/// The scale of all the blocks with a score, if it is one and known.
pub(super) fn one_scale(blocks: &[Block<'_>]) -> Option<Bounds> {
    let mut scales = blocks.iter().filter(|block| block.pair.is_some() || block.lost_before.is_some());
    let first = scales.next()?.scale?;
    scales.all(|block| block.scale == Some(first)).then_some(first)
}

/// Place of the reason that counts among the words of the measure: what took
/// a tier away or kept it from T1 comes before what a comparison lacks.
pub(super) fn limit(graded: &Graded) -> i64 {
    let weighty = |reason: &&Reason| {
        matches!(reason, Reason::Attrition | Reason::ScoredByDeliverer | Reason::Ceiling | Reason::NoExpectedProgress)
    };
    let first = graded.reasons.iter().find(weighty).or_else(|| graded.reasons.first());
    let place = first.and_then(|reason| LIMITS.iter().position(|known| known == reason));
    place.map_or(0, |place| place as i64 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::tier::Tier;

    #[test]
    fn what_took_a_tier_away_is_said_first() {
        let graded = |reasons: &[Reason]| limit(&Graded { tier: Tier::T1, reasons: reasons.to_vec() });
        assert_eq!(graded(&[]), 0);
        assert_eq!(graded(&[Reason::OtherDates, Reason::UnlikeBaselines]), 5);
        assert_eq!(graded(&[Reason::OtherDates, Reason::Ceiling]), 10);
    }
}
