//! A measure in words: how its value is made, what its n counts, when there is no figure.

use super::catalogue::{Kind, Measure};
use super::figure::Unit;

impl Kind {
    /// The kind in words.
    pub fn in_words(self) -> &'static str {
        match self {
            Kind::Count => "a count, as the query gives it",
            Kind::Share => "a share of people: pooled, never an average of percentages",
            Kind::Ratio => "a share of sessions, pooled over all people",
            Kind::Median => "a median, as the query gives it",
            Kind::Sum => "a sum of whole numbers",
            Kind::Mean => "an average: a sum of whole numbers, divided once at the end",
            Kind::MeanChange => "an average of paired differences, with its 95 % Student t interval",
            Kind::Estimate => "an estimate by a statistical method, from the columns of other results",
        }
    }
}

impl Unit {
    /// The unit in words.
    pub fn in_words(self) -> &'static str {
        match self {
            Unit::Percent => "per cent",
            Unit::Pupils => "pupils",
            Unit::Points => "points of the screening tool",
            Unit::Sessions => "sessions",
            Unit::Count => "a plain count",
            Unit::Pounds => "pounds",
            Unit::StandardDeviations => "standard deviations of a score",
            Unit::Correlation => "a correlation, from −1 to 1",
            Unit::Word => "a word",
        }
    }
}

impl Measure {
    /// The value as a calculation with the columns of the result, such as `below ÷ assessed × 100`.
    pub fn calculation(&self) -> String {
        let name = |column: &Option<String>| column.clone().unwrap_or_default();
        let scaled = |column: &Option<String>| match self.scale {
            1 => name(column),
            scale => format!("({} ÷ {scale})", name(column)),
        };
        let values = self.values.as_ref().or(self.n.as_ref()).cloned().unwrap_or_default();
        match self.kind {
            Kind::Count => name(&self.numerator),
            Kind::Share | Kind::Ratio => format!("{} ÷ {} × 100", name(&self.numerator), name(&self.denominator)),
            Kind::Median | Kind::Estimate => name(&self.value),
            Kind::Sum => scaled(&self.sum),
            Kind::Mean | Kind::MeanChange => format!("{} ÷ {values}", scaled(&self.sum)),
        }
    }

    /// Columns of the result that the value, its n and its bounds rest on, each once, the value's first. The median and
    /// the sum of squares rest on the records of n and of the sum.
    pub fn columns(&self) -> Vec<&str> {
        let all = [&self.numerator, &self.denominator, &self.sum, &self.values, &self.n];
        let mut columns: Vec<&str> = Vec::new();
        for column in all.into_iter().flatten() {
            if !columns.contains(&column.as_str()) {
                columns.push(column);
            }
        }
        columns
    }

    /// What `n` counts.
    pub fn n_in_words(&self) -> String {
        let people = if self.about_children { "pupils" } else { "adults" };
        let column = match (&self.n, &self.denominator) {
            (Some(column), _) | (None, Some(column)) => column,
            (None, None) => return "not counted apart from the value".to_owned(),
        };
        let (numerator, denominator) = (&self.numerator_words, &self.denominator_words);
        if self.numerator.as_ref() == Some(column) && self.about_children {
            format!("{numerator} ({column}): those that are counted")
        } else if self.denominator.as_ref() == Some(column) || (self.kind == Kind::Count && !denominator.is_empty()) {
            format!("{denominator} ({column}): those it is out of")
        } else {
            format!("the {people} it rests on ({column})")
        }
    }

    /// Why there may be no figure although there are records.
    pub fn follow_up_in_words(&self) -> Option<String> {
        self.graded_by.as_ref()?;
        Some("no figure with fewer than 5 children followed up, or fewer than half of them (tier T0)".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use crate::measures::Catalogue;

    #[test]
    fn how_values_are_made_and_what_n_counts() {
        let catalogue = Catalogue::embedded().expect("valid");
        let measure = |id: &str| catalogue.get(id).expect("known");
        assert_eq!(measure("screening.below_share").calculation(), "below ÷ assessed × 100");
        assert_eq!(measure("strand.mean_change").calculation(), "(sum_change ÷ 1000) ÷ pairs");
        assert_eq!(measure("support.mean_before").calculation(), "(sum_before ÷ 1000) ÷ pairs");
        assert_eq!(measure("strand.median").calculation(), "median_score");
        assert_eq!(measure("support.mean_change").columns(), ["sum_change", "pairs", "children"]);
        assert_eq!(
            measure("screening.below_pupils").n_in_words(),
            "pupils with a result (assessed): those it is out of"
        );
        assert_eq!(measure("roll.pupils").n_in_words(), "pupils on roll (on_roll): those that are counted");
        assert_eq!(measure("attendance.rate").n_in_words(), "the pupils it rests on (pupils)");
    }
}
