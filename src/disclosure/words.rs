//! The disclosure rule of a measure, in words.

use super::rules::ReleaseRules;
use crate::measures::{Kind, Measure};

/// When a figure of this measure is withheld from the governors' pack, a sentence each.
pub fn rules_in_words(measure: &Measure, rules: &ReleaseRules) -> Vec<String> {
    let few = rules.small_count;
    if !measure.about_children {
        return vec![if measure.sensitive {
            format!("Withheld where it counts, or is out of, 1 to {few} adults.")
        } else {
            "Never withheld: it is not about children.".to_owned()
        }];
    }
    let mut sentences = vec![format!("Withheld for fewer than {} children.", rules.min_cohort)];
    if measure.kind != Kind::Count {
        sentences.push(format!("As a share, average or estimate withheld for fewer than {} children.", rules.min_mean));
    }
    let counts = matches!(measure.kind, Kind::Count | Kind::Share | Kind::Estimate) && measure.numerator.is_some();
    if measure.sensitive && counts && few > 0 {
        sentences.push(format!(
            "Being counted says something private: withheld also where {few} or fewer are counted or left over, none and \
             all included."
        ));
    }
    let parts = measure.parts_over.iter().chain(&measure.parts).next().is_some();
    if parts {
        sentences.push("It is part of a whole: hidden also where it would give a hidden part away.".to_owned());
    }
    if measure.gives_way {
        sentences.push("It is a finer figure, hidden before others where one more must be hidden.".to_owned());
    }
    sentences.push(
        "Hidden also where a withheld figure could be had by taking groups or terms away from a total.".to_owned(),
    );
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::Catalogue;

    fn of(id: &str) -> String {
        let catalogue = Catalogue::embedded().expect("valid");
        rules_in_words(catalogue.get(id).expect("known"), &ReleaseRules { min_cohort: 7, min_mean: 12, small_count: 3 })
            .join(" ")
    }

    #[test]
    fn each_measure_has_the_rules_that_apply_to_it() {
        let share = of("screening.below_share");
        for part in ["fewer than 7 children", "fewer than 12 children", "3 or fewer", "part of a whole"] {
            assert!(share.contains(part), "{part} is not in {share}");
        }
        let count = of("roll.pupils");
        assert!(count.contains("fewer than 7") && !count.contains("12") && !count.contains("private"), "{count}");
        assert_eq!(of("staff.count"), "Never withheld: it is not about children.");
        assert!(of("family.starters").contains("1 to 3 adults"));
    }
}
