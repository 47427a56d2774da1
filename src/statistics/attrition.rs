//! Pupils lost between the first screen and the result, and how far they
//! could change it.

use super::bounds::Bounds;
use super::moments::{columns, differences, mean, sorted_pairs};

/// Pupils at each stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flow {
    /// Referred.
    pub referred: usize,
    /// Screened at baseline.
    pub baseline: usize,
    /// Screened again.
    pub follow_up: usize,
    /// In the result.
    pub analysed: usize,
}

impl Flow {
    /// `None` unless every stage is at most as large as the one before.
    pub fn new(referred: usize, baseline: usize, follow_up: usize, analysed: usize) -> Option<Self> {
        if referred >= baseline && baseline >= follow_up && follow_up >= analysed {
            Some(Flow { referred, baseline, follow_up, analysed })
        } else {
            None
        }
    }

    /// Share of baseline pupils who are not in the result, whatever the reason
    /// (EEF: attrition runs to analysis). `None` without baseline pupils.
    pub fn attrition(&self) -> Option<f64> {
        if self.baseline == 0 { None } else { Some((self.baseline - self.analysed) as f64 / self.baseline as f64) }
    }
}

/// Words for an attrition share (EEF padlock cut points, unverified).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AttritionBand {
    /// Up to 10 %.
    Good,
    /// Up to 20 %.
    Acceptable,
    /// Up to 30 %.
    Weak,
    /// Up to 50 %.
    Poor,
    /// More than 50 %.
    NoConclusion,
}

impl AttritionBand {
    /// Band of a share from 0 to 1. A share that is not a number allows no conclusion.
    pub fn of(share: f64) -> Self {
        match share {
            share if share <= 0.10 => AttritionBand::Good,
            share if share <= 0.20 => AttritionBand::Acceptable,
            share if share <= 0.30 => AttritionBand::Weak,
            share if share <= 0.50 => AttritionBand::Poor,
            _ => AttritionBand::NoConclusion,
        }
    }
}

impl std::fmt::Display for AttritionBand {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            AttritionBand::Good => "good",
            AttritionBand::Acceptable => "acceptable",
            AttritionBand::Weak => "weak",
            AttritionBand::Poor => "poor",
            AttritionBand::NoConclusion => "no conclusion",
        })
    }
}

/// What the pupils lost could mean for the mean change. Scale points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LostPupils {
    /// Pupils with both scores.
    pub followed: usize,
    /// Pupils with the first score only.
    pub lost: usize,
    /// Mean baseline of those followed up.
    pub baseline_followed: f64,
    /// Mean baseline of those lost; none when nobody was.
    pub baseline_lost: Option<f64>,
    /// Mean change of those followed up.
    pub change_followed: f64,
    /// Mean change of all if every pupil lost ended at the bottom of the
    /// scale, and if at its top (Manski 1990).
    pub extremes: Bounds,
    /// Mean change of all if the pupils lost did not change: Σd/(n + lost).
    pub no_change: f64,
    /// Mean change the pupils lost would need for the mean of all to be 0:
    /// −Σd/lost. None when nobody was lost.
    pub tipping_point: Option<f64>,
}

/// Sensitivity of the mean change of (before, after) pairs to pupils of whom
/// only the baseline is known, on a scale from `scale.low` to `scale.high`.
///
/// `None` without pairs, when a score is not finite or off the scale.
pub fn lost_pupils(pairs: &[(f64, f64)], lost_baselines: &[f64], scale: Bounds) -> Option<LostPupils> {
    let pairs = sorted_pairs(pairs)?;
    let (before, after) = columns(&pairs);
    if [before.as_slice(), &after, lost_baselines]
        .iter()
        .any(|scores| scores.iter().any(|score| !scale.contains(*score)))
    {
        return None;
    }
    let (followed, lost) = (pairs.len(), lost_baselines.len());
    let everyone = (followed + lost) as f64;
    let change_followed = mean(&differences(&pairs)?)?;
    let sum = change_followed * followed as f64;
    let baseline_lost = mean(lost_baselines);
    // Summed changes of the lost if all of them ended at `end`.
    let ending_at = |end: f64| baseline_lost.map_or(0.0, |baseline| (end - baseline) * lost as f64);
    Some(LostPupils {
        followed,
        lost,
        baseline_followed: mean(&before)?,
        baseline_lost,
        change_followed,
        extremes: Bounds {
            low: (sum + ending_at(scale.low)) / everyone,
            high: (sum + ending_at(scale.high)) / everyone,
        },
        no_change: sum / everyone,
        tipping_point: if lost == 0 { None } else { Some(0.0 - sum / lost as f64) },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCALE: Bounds = Bounds { low: 0.0, high: 100.0 };

    #[test]
    fn shares_and_words() {
        let flow = Flow::new(24, 20, 17, 16).expect("falling");
        assert_eq!(flow.attrition(), Some(0.2));
        for (share, word) in [
            (0.0, "good"),
            (0.10, "good"),
            (0.11, "acceptable"),
            (0.20, "acceptable"),
            (0.30, "weak"),
            (0.50, "poor"),
            (0.51, "no conclusion"),
            (f64::NAN, "no conclusion"),
        ] {
            assert_eq!(AttritionBand::of(share).to_string(), word, "{share}");
        }
        assert_eq!(Flow::new(10, 12, 5, 5), None);
        assert_eq!(Flow::new(3, 0, 0, 0).and_then(|flow| flow.attrition()), None);
    }

    #[test]
    fn bounds_and_tipping_point_by_hand() {
        // Changes 10 and 20; two lost from 40 and 60.
        let found = lost_pupils(&[(40.0, 50.0), (50.0, 70.0)], &[40.0, 60.0], SCALE).expect("on the scale");
        assert_eq!((found.followed, found.lost), (2, 2));
        assert_eq!((found.baseline_followed, found.baseline_lost), (45.0, Some(50.0)));
        assert_eq!(found.change_followed, 15.0);
        // (30 − 40 − 60)/4 and (30 + 60 + 40)/4.
        assert_eq!(found.extremes, Bounds { low: -17.5, high: 32.5 });
        assert_eq!((found.no_change, found.tipping_point), (7.5, Some(-15.0)));
    }

    #[test]
    fn nobody_lost_leaves_the_mean_alone() {
        let found = lost_pupils(&[(40.0, 50.0), (50.0, 70.0)], &[], SCALE).expect("on the scale");
        assert_eq!(found.extremes, Bounds { low: 15.0, high: 15.0 });
        assert_eq!((found.baseline_lost, found.tipping_point), (None, None));
    }

    #[test]
    fn scores_off_the_scale_or_no_pairs() {
        assert_eq!(lost_pupils(&[(40.0, 101.0)], &[], SCALE), None);
        assert_eq!(lost_pupils(&[(40.0, 50.0)], &[f64::NAN], SCALE), None);
        assert_eq!(lost_pupils(&[], &[50.0], SCALE), None);
    }
}
