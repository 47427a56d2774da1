//! Added value of the parent SDQ over blocks of support, and why there is none.

use jiff::civil::Date;

use super::records::Questionnaires;
use crate::measures::derived::rules::ImpactRules;
use crate::statistics::sdq::Informant;
use crate::statistics::sdq_added_value::{Followed, GroupAddedValue, Refusal, Risk, group_added_value};

/// Average length of a month in days.
const MONTH: f64 = 30.4375;

/// The group's added value, or the place of the reason why there is none among
/// the words of the measure. `None` without questionnaires.
pub(super) fn added(found: &[Questionnaires<'_>], rules: &ImpactRules) -> Option<Result<GroupAddedValue, i64>> {
    let children: Vec<Followed> = found.iter().map(|found| followed(found, rules)).collect();
    match group_added_value(&children) {
        Ok(value) => value.map(Ok),
        Err(refusal) => Some(Err(match refusal {
            Refusal::NotParent(_) => 1,
            Refusal::LowRisk => 2,
            Refusal::Months(_) => 3,
            Refusal::OutOfRange => 4,
        })),
    }
}

fn followed(found: &Questionnaires<'_>, rules: &ImpactRules) -> Followed {
    let score = |value: i64| u8::try_from(value).unwrap_or(u8::MAX);
    Followed {
        informant: match found.respondent {
            "parent" => Informant::Parent,
            "pupil" => Informant::SelfReport,
            _ => Informant::Teacher,
        },
        // A place in one-to-one support alone does not make a child one of high risk.
        risk: if found.total >= rules.sdq_high_risk_from { Risk::High } else { Risk::Low },
        months: f64::from(days_between(found.dates.0, found.dates.1)) / MONTH,
        total: score(found.total),
        impact: score(found.impact),
        emotional: score(found.emotional),
        total_after: score(found.total_after),
    }
}

fn days_between(first: Date, last: Date) -> i32 {
    last.since(first).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const CHILD: Questionnaires<'static> = Questionnaires {
        pupil: 1,
        respondent: "parent",
        dates: (date(2025, 10, 1), date(2026, 4, 1)),
        total: 20,
        impact: 4,
        emotional: 5,
        total_after: 15,
    };

    fn of(children: &[Questionnaires<'_>]) -> Option<Result<GroupAddedValue, i64>> {
        added(children, &ImpactRules::default())
    }

    #[test]
    fn worked_examples_of_the_reference() {
        // Reference A10: 2.6 and 1.1, so 1.85 on average.
        let other = Questionnaires { total: 25, impact: 6, emotional: 8, total_after: 20, ..CHILD };
        let value = of(&[CHILD, other]).expect("some").expect("allowed");
        assert!((value.mean - 1.85).abs() < 1e-12, "{value:?}");
    }

    #[test]
    fn others_than_parents_and_children_at_low_risk_are_refused() {
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[Questionnaires { respondent: "teacher", ..CHILD }]), Some(Err(1)));
        assert_eq!(of(&[CHILD, Questionnaires { total: 16, ..CHILD }]), Some(Err(2)));
        assert_eq!(of(&[Questionnaires { dates: (date(2025, 10, 1), date(2025, 12, 1)), ..CHILD }]), Some(Err(3)));
        assert_eq!(of(&[Questionnaires { total_after: 41, ..CHILD }]), Some(Err(4)));
    }
}
