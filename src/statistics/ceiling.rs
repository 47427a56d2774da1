//! Pupils who were already near the top of the scale and could hardly rise.

use super::bounds::Bounds;
use super::moments::{columns, differences, mean};
use super::paired::{Signs, signs};

/// Part of the scale, at its top, that leaves no room: baselines of 90 or more
/// on a scale from 0 to 100 (convention).
pub const NO_ROOM: f64 = 0.1;

/// Baselines near the top, and the change of the other pupils. The headline
/// stays the mean change of all.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ceiling {
    /// Baselines at or above the cut.
    pub at_ceiling: usize,
    /// Pupils.
    pub n: usize,
    /// at_ceiling/n.
    pub share: f64,
    /// Mean change of pupils with room to improve, in scale points; none if there are none.
    pub change_with_room: Option<f64>,
    /// How many of those rose, stayed and fell.
    pub signs_with_room: Signs,
}

/// Ceiling of (before, after) pairs on a scale where high is good.
/// `None` when empty or not finite.
pub fn ceiling(pairs: &[(f64, f64)], scale: Bounds) -> Option<Ceiling> {
    if pairs.is_empty() || differences(pairs).is_none() {
        return None;
    }
    let with_room: Vec<(f64, f64)> = pairs.iter().copied().filter(|pair| !near_top(pair.0, scale)).collect();
    let changes = differences(&with_room)?;
    let at_ceiling = pairs.len() - with_room.len();
    Some(Ceiling {
        at_ceiling,
        n: pairs.len(),
        share: at_ceiling as f64 / pairs.len() as f64,
        change_with_room: mean(&changes),
        signs_with_room: signs(&changes),
    })
}

/// Share of baselines of (before, after) pairs near the top. `None` when empty.
pub fn ceiling_share(pairs: &[(f64, f64)], scale: Bounds) -> Option<f64> {
    let baselines = columns(pairs).0;
    if baselines.is_empty() {
        return None;
    }
    Some(baselines.iter().filter(|score| near_top(**score, scale)).count() as f64 / baselines.len() as f64)
}

/// Whether a score lies in the top tenth of its scale.
pub fn near_top(score: f64, scale: Bounds) -> bool {
    // Measured from the top: 0 + 0.9·(100 − 0) need not be exactly 90.
    score >= scale.high - NO_ROOM * (scale.high - scale.low)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCALE: Bounds = Bounds { low: 0.0, high: 100.0 };

    #[test]
    fn ninety_is_at_the_ceiling() {
        let pairs = [(90.0, 92.0), (95.0, 90.0), (89.9, 99.9), (50.0, 50.0)];
        let found = ceiling(&pairs, SCALE).expect("four pupils");
        assert_eq!((found.at_ceiling, found.n, found.share), (2, 4, 0.5));
        assert_eq!(found.change_with_room, Some(5.0));
        assert_eq!(found.signs_with_room, Signs { improved: 1, unchanged: 1, fell: 0 });
        assert_eq!(ceiling_share(&pairs, SCALE), Some(0.5));
    }

    #[test]
    fn everybody_at_the_ceiling() {
        let found = ceiling(&[(100.0, 98.0)], SCALE).expect("one pupil");
        assert_eq!((found.share, found.change_with_room), (1.0, None));
        assert_eq!(ceiling(&[], SCALE), None);
        assert_eq!(ceiling_share(&[], SCALE), None);
    }
}
