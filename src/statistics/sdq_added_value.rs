//! Added-value score of the parent SDQ: difference between the expected and
//! the found total of children at high risk, 4 to 8 months apart
//! (Ford et al. 2009; sdqinfo.org/e10.html).

use super::bounds::Bounds;
use super::sdq::Informant;
use super::student_t::{MeanTest, mean_test, normal_95};

/// Standard deviation of the score in the sample it was derived from, n = 604.
pub const KNOWN_SD: f64 = 5.0;
/// Months between the questionnaires for which the formula holds.
const MONTHS: (f64, f64) = (4.0, 8.0);

/// Whether the group was chosen because of difficulties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Risk {
    /// Referred, with a disorder, or with parents' concern.
    High,
    /// Everyone else, whole classes included.
    Low,
}

/// Two parent questionnaires of one child.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Followed {
    /// Who answered both.
    pub informant: Informant,
    /// Why the child is in the group.
    pub risk: Risk,
    /// Months from the first to the second.
    pub months: f64,
    /// First total difficulties, 0 to 40.
    pub total: u8,
    /// First impact, 0 to 10.
    pub impact: u8,
    /// First emotional scale, 0 to 10.
    pub emotional: u8,
    /// Second total difficulties, 0 to 40.
    pub total_after: u8,
}

/// Why there is no added-value score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Refusal {
    /// The formula was derived from parents' answers only.
    NotParent(Informant),
    /// Not valid for children at low risk.
    LowRisk,
    /// Not 4 to 8 months apart.
    Months(f64),
    /// A score beyond the end of its scale.
    OutOfRange,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Refusal::NotParent(_) => write!(out, "the added-value score exists for the parent SDQ only"),
            Refusal::LowRisk => {
                write!(out, "the added-value score is not valid for whole classes or other children at low risk")
            }
            Refusal::Months(months) => {
                write!(out, "the questionnaires are {months} months apart; the added-value score needs 4 to 8")
            }
            Refusal::OutOfRange => write!(out, "an SDQ score is beyond the end of its scale"),
        }
    }
}

impl std::error::Error for Refusal {}

/// Added-value score in points of the total; above 0 is better than expected:
/// 2.3 + 0.8·total + 0.2·impact − 0.3·emotional − total after.
pub fn added_value(child: &Followed) -> Result<f64, Refusal> {
    if child.informant != Informant::Parent {
        return Err(Refusal::NotParent(child.informant));
    }
    if child.risk == Risk::Low {
        return Err(Refusal::LowRisk);
    }
    if !(MONTHS.0..=MONTHS.1).contains(&child.months) {
        return Err(Refusal::Months(child.months));
    }
    if child.total > 40 || child.total_after > 40 || child.impact > 10 || child.emotional > 10 {
        return Err(Refusal::OutOfRange);
    }
    // In whole tenths, so that the sum is exact.
    let tenths = 23 + 8 * i32::from(child.total) + 2 * i32::from(child.impact)
        - 3 * i32::from(child.emotional)
        - 10 * i32::from(child.total_after);
    Ok(f64::from(tenths) / 10.0)
}

/// Effect size of a score or mean score: score/5.
pub fn effect_size(score: f64) -> f64 {
    score / KNOWN_SD
}

/// Half-width of the 95 % interval of a mean of `n` scores with known SD,
/// 1.96·5/√n. `None` for n = 0.
pub fn known_half_width(n: usize) -> Option<f64> {
    if n == 0 { None } else { Some(normal_95() * KNOWN_SD / (n as f64).sqrt()) }
}

/// Added value of a group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GroupAddedValue {
    /// Children.
    pub n: usize,
    /// Mean score.
    pub mean: f64,
    /// 95 % interval with the known SD.
    pub known_sd: Bounds,
    /// mean/5.
    pub effect_size: f64,
    /// t test and interval from the scores themselves; none for one child.
    pub from_scores: Option<MeanTest>,
}

/// Mean added value. Refuses the whole group at the first child refused: a
/// mean of the rest would be a mean of something else. `Ok(None)` when empty.
pub fn group_added_value(children: &[Followed]) -> Result<Option<GroupAddedValue>, Refusal> {
    let scores = children.iter().map(added_value).collect::<Result<Vec<f64>, Refusal>>()?;
    let (Some(mean), Some(half)) = (super::moments::mean(&scores), known_half_width(scores.len())) else {
        return Ok(None);
    };
    Ok(Some(GroupAddedValue {
        n: scores.len(),
        mean,
        known_sd: Bounds::around(mean, half),
        effect_size: effect_size(mean),
        from_scores: mean_test(&scores),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHILD: Followed = Followed {
        informant: Informant::Parent,
        risk: Risk::High,
        months: 6.0,
        total: 20,
        impact: 4,
        emotional: 5,
        total_after: 15,
    };

    #[test]
    fn teacher_and_self_reports_are_refused() {
        for informant in [Informant::Teacher, Informant::SelfReport] {
            assert_eq!(added_value(&Followed { informant, ..CHILD }), Err(Refusal::NotParent(informant)));
        }
    }

    #[test]
    fn whole_classes_are_refused() {
        assert_eq!(added_value(&Followed { risk: Risk::Low, ..CHILD }), Err(Refusal::LowRisk));
        let group = [CHILD, Followed { risk: Risk::Low, ..CHILD }];
        assert_eq!(group_added_value(&group), Err(Refusal::LowRisk));
    }

    #[test]
    fn questionnaires_too_close_too_far_or_beyond_the_scale_are_refused() {
        assert_eq!(added_value(&Followed { months: 3.5, ..CHILD }), Err(Refusal::Months(3.5)));
        assert_eq!(added_value(&Followed { months: 8.5, ..CHILD }), Err(Refusal::Months(8.5)));
        assert!(added_value(&Followed { months: f64::NAN, ..CHILD }).is_err());
        assert_eq!(added_value(&Followed { impact: 11, ..CHILD }), Err(Refusal::OutOfRange));
    }

    #[test]
    fn nobody_has_no_mean() {
        assert_eq!(group_added_value(&[]), Ok(None));
        assert_eq!(known_half_width(0), None);
    }
}
