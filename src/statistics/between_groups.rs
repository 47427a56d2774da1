//! Groups of very different sizes beside one another: who stands further from the whole than chance would explain, and an
//! order that small groups do not lead by luck. In place of a league table, in which the smallest are first and last.

use super::bounds::Bounds;
use super::homogeneity::{Homogeneity, homogeneity};
use super::proportion::{Share, funnel_limits};
use super::shrinkage::BetaBinomial;
use super::whole_class::{HOMOGENEITY_P, RANK_LEVEL, joint_ranks};

/// The inner and outer limits of a funnel: 2 and 3 standard errors, as is usual (Spiegelhalter 2005).
pub const FUNNEL_LEVELS: [f64; 2] = [0.95, 0.998];

/// Where a group lies in the funnel about all groups together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Below the outer limit.
    FarBelow,
    /// Between the lower limits.
    Below,
    /// Within the inner limits: no further off than chance would explain.
    Within,
    /// Between the upper limits.
    Above,
    /// Above the outer limit.
    FarAbove,
}

/// One group beside the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compared {
    /// Where it lies in the funnel.
    pub standing: Standing,
    /// Its share drawn towards that of all groups: for order only.
    pub shrunken: f64,
    /// Rank, 1 for the highest; equal for groups that cannot be told apart. `None` where the groups differ by no more than
    /// chance would produce.
    pub place: Option<usize>,
}

/// All groups beside one another.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// One per group, in the order given.
    pub groups: Vec<Compared>,
    /// Positions from the highest shrunken share down; the order given where the groups must not be ranked.
    pub order: Vec<usize>,
    /// The test whether groups differ at all.
    pub homogeneity: Option<Homogeneity>,
}

/// Compares groups by funnel and shrinkage. `None` for fewer than two.
pub fn compare(groups: &[Share]) -> Option<Comparison> {
    let all = super::homogeneity::pooled(groups).filter(|_| groups.len() > 1)?.value();
    let homogeneity = homogeneity(groups);
    let fit = BetaBinomial::fit(groups);
    let mut compared = Vec::with_capacity(groups.len());
    for group in groups {
        let standing = standing(*group, all)?;
        let shrunken = fit.map_or_else(|| group.value(), |fit| fit.shrunken(*group));
        compared.push(Compared { standing, shrunken, place: None });
    }
    let mut order: Vec<usize> = (0..groups.len()).collect();
    if homogeneity.is_some_and(|test| test.p <= HOMOGENEITY_P) {
        order.sort_by(|left, right| compared[*right].shrunken.total_cmp(&compared[*left].shrunken));
        let intervals: Option<Vec<Bounds>> = order.iter().map(|at| groups[*at].jeffreys(RANK_LEVEL)).collect();
        for (at, rank) in order.iter().zip(joint_ranks(&intervals?)) {
            compared[*at].place = Some(rank);
        }
    }
    Some(Comparison { groups: compared, order, homogeneity })
}

fn standing(group: Share, all: f64) -> Option<Standing> {
    let [inner, outer] = FUNNEL_LEVELS;
    let (inner, outer) = (funnel_limits(all, group.whole(), inner)?, funnel_limits(all, group.whole(), outer)?);
    let value = group.value();
    Some(if value > outer.high {
        Standing::FarAbove
    } else if value < outer.low {
        Standing::FarBelow
    } else if value > inner.high {
        Standing::Above
    } else if value < inner.low {
        Standing::Below
    } else {
        Standing::Within
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(counts: &[(u64, u64)]) -> Vec<Share> {
        counts.iter().map(|&(part, whole)| Share::of(part, whole).expect("a share")).collect()
    }

    /// The table of the reference (A14): its χ², its shrunken shares, and its limits by hand. All: 89 of 263.
    #[test]
    fn the_worked_table_of_year_groups() {
        let groups = shares(&[(4, 30), (18, 29), (8, 31), (28, 58), (11, 28), (6, 30), (14, 57)]);
        let found = compare(&groups).expect("a comparison");
        assert!((found.homogeneity.expect("a test").chi_squared - 27.378431).abs() < 1e-6);
        let expected = [0.1846, 0.5483, 0.2777, 0.4615, 0.3785, 0.2346, 0.2595];
        for (group, expected) in found.groups.iter().zip(expected) {
            assert!((group.shrunken - expected).abs() < 5e-5, "{} for {expected}", group.shrunken);
        }
        assert_eq!(found.order, [1, 3, 4, 2, 6, 5, 0]);
        // By hand: p̄ = .338403, s = √(p̄(1−p̄)/n). 18/29 = .6207 lies 3.21 s above; 28/58 = .4828 2.32 s; 4/30 = .1333
        // 2.37 s below; the others within 1.96 s.
        let standing: Vec<Standing> = found.groups.iter().map(|group| group.standing).collect();
        use Standing::*;
        assert_eq!(standing, [Below, FarAbove, Within, Above, Within, Within, Within]);
    }

    #[test]
    fn what_chance_explains_is_not_ranked() {
        let found = compare(&shares(&[(10, 30), (13, 40), (8, 30)])).expect("a comparison");
        assert_eq!(found.order, [0, 1, 2]);
        assert!(found.groups.iter().all(|group| group.place.is_none() && group.standing == Standing::Within));
        assert!(compare(&shares(&[(10, 30)])).is_none());
    }
}
