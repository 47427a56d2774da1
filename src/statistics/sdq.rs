//! Scoring the Strengths and Difficulties Questionnaire from its coded items.
//!
//! 25 items coded 0, 1, 2 in the standard order give five scales of five items
//! (sdqinfo.org, SPSS, SAS and Stata syntax). No item wording is kept here: it
//! is licensed. Bands are data of the caller, because three- and four-band
//! tables differ by informant and must never be mixed.

/// Items in the questionnaire.
pub const ITEMS: usize = 25;
/// Fewest answered items for a scale.
const FEWEST_ANSWERED: u32 = 3;

/// Item numbers of each scale, from 1.
const EMOTIONAL: [usize; 5] = [3, 8, 13, 16, 24];
const CONDUCT: [usize; 5] = [5, 7, 12, 18, 22];
const HYPERACTIVITY: [usize; 5] = [2, 10, 15, 21, 25];
const PEER: [usize; 5] = [6, 11, 14, 19, 23];
const PROSOCIAL: [usize; 5] = [1, 4, 9, 17, 20];
/// Items worded the other way: scored 2 − x.
const REVERSED: [usize; 5] = [7, 11, 14, 21, 25];

/// Who answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Informant {
    /// Parent or carer.
    Parent,
    /// Teacher.
    Teacher,
    /// The pupil, 11 to 17 years.
    SelfReport,
}

impl Informant {
    /// Answers in the impact supplement: distress and home, friends, learning,
    /// leisure; for teachers distress and peers, class.
    fn impact_items(self) -> usize {
        match self {
            Informant::Parent | Informant::SelfReport => 5,
            Informant::Teacher => 3,
        }
    }
}

/// Why coded answers cannot be scored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Miscoded {
    /// An item holds something other than 0, 1 or 2.
    Item {
        /// Item number from 1.
        number: usize,
        /// The value found.
        value: u8,
    },
    /// An impact answer holds something other than 0 to 3.
    Impact {
        /// Position from 1.
        number: usize,
        /// The value found.
        value: u8,
    },
    /// Not as many impact answers as this informant is asked for.
    ImpactCount {
        /// Answers expected.
        expected: usize,
        /// Answers found.
        found: usize,
    },
}

impl std::fmt::Display for Miscoded {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Miscoded::Item { number, value } => write!(out, "SDQ item {number} is {value}; it must be 0, 1 or 2"),
            Miscoded::Impact { number, value } => {
                write!(out, "SDQ impact answer {number} is {value}; it must be 0, 1, 2 or 3")
            }
            Miscoded::ImpactCount { expected, found } => {
                write!(out, "{found} SDQ impact answers; this informant has {expected}")
            }
        }
    }
}

impl std::error::Error for Miscoded {}

/// Scale scores, each 0 to 10, or none when fewer than three of its five items
/// were answered. High is worse except for prosocial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scores {
    /// Emotional symptoms.
    pub emotional: Option<u8>,
    /// Conduct problems.
    pub conduct: Option<u8>,
    /// Hyperactivity.
    pub hyperactivity: Option<u8>,
    /// Peer problems.
    pub peer: Option<u8>,
    /// Prosocial behaviour: high is better, not part of the total.
    pub prosocial: Option<u8>,
}

impl Scores {
    /// Total difficulties, 0 to 40: all but prosocial; none if one is missing.
    pub fn total(&self) -> Option<u8> {
        Some(self.internalising()? + self.externalising()?)
    }

    /// Emotional + peer, 0 to 20.
    pub fn internalising(&self) -> Option<u8> {
        Some(self.emotional? + self.peer?)
    }

    /// Conduct + hyperactivity, 0 to 20.
    pub fn externalising(&self) -> Option<u8> {
        Some(self.conduct? + self.hyperactivity?)
    }
}

/// Scores of one questionnaire, `items[0]` being item 1, `None` unanswered.
///
/// A scale with three or more answers is 5 × their mean, rounded half up.
pub fn score(items: &[Option<u8>; ITEMS]) -> Result<Scores, Miscoded> {
    for (number, item) in (1..).zip(items) {
        if let Some(value @ 3..) = *item {
            return Err(Miscoded::Item { number, value });
        }
    }
    Ok(Scores {
        emotional: scale(items, &EMOTIONAL),
        conduct: scale(items, &CONDUCT),
        hyperactivity: scale(items, &HYPERACTIVITY),
        peer: scale(items, &PEER),
        prosocial: scale(items, &PROSOCIAL),
    })
}

fn scale(items: &[Option<u8>; ITEMS], numbers: &[usize; 5]) -> Option<u8> {
    let points: Vec<u32> = numbers
        .iter()
        .filter_map(|number| {
            let value = u32::from((*items.get(number - 1)?)?);
            Some(if REVERSED.contains(number) { 2 - value } else { value })
        })
        .collect();
    let answered = points.len() as u32;
    if answered < FEWEST_ANSWERED {
        return None;
    }
    // Half up in whole numbers: ⌊(2·5·sum + answered)/(2·answered)⌋.
    u8::try_from((10 * points.iter().sum::<u32>() + answered) / (2 * answered)).ok()
}

/// Impact score: answers 0, 1, 2, 3 count 0, 0, 1, 2, summed: 0 to 10, teacher
/// 0 to 6.
///
/// 0 when the informant said that there are no difficulties
/// (`Some(false)`), since the answers are then skipped; else `None` when no
/// answer was given.
pub fn impact(
    informant: Informant,
    difficulties: Option<bool>,
    answers: &[Option<u8>],
) -> Result<Option<u8>, Miscoded> {
    let expected = informant.impact_items();
    if answers.len() != expected {
        return Err(Miscoded::ImpactCount { expected, found: answers.len() });
    }
    for (number, answer) in (1..).zip(answers) {
        if let Some(value @ 4..) = *answer {
            return Err(Miscoded::Impact { number, value });
        }
    }
    if difficulties == Some(false) {
        return Ok(Some(0));
    }
    let given: Vec<u8> = answers.iter().flatten().map(|answer| answer.saturating_sub(1)).collect();
    Ok(if given.is_empty() { None } else { Some(given.iter().sum()) })
}

/// One band of a score, both ends included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// Words, as published.
    pub label: String,
    /// Lowest score.
    pub low: u8,
    /// Highest score.
    pub high: u8,
}

/// Published bands of one score for one informant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Banding {
    /// Name of the table, to be printed with every band.
    pub scheme: String,
    /// Whose answers it is for.
    pub informant: Informant,
    /// Bands, in any order.
    pub bands: Vec<Band>,
}

impl Banding {
    /// Label of `score`. `None` for another informant's score, which must not
    /// be banded by this table, and for one outside all bands.
    pub fn label(&self, informant: Informant, score: u8) -> Option<&str> {
        if informant != self.informant {
            return None;
        }
        self.bands.iter().find(|band| band.low <= score && score <= band.high).map(|band| band.label.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every item 1 except one.
    fn all_ones_but(number: usize, value: Option<u8>) -> [Option<u8>; ITEMS] {
        let mut items = [Some(1); ITEMS];
        items[number - 1] = value;
        items
    }

    #[test]
    fn every_item_belongs_to_one_scale() {
        let mut all: Vec<usize> = [EMOTIONAL, CONDUCT, HYPERACTIVITY, PEER, PROSOCIAL].concat();
        all.sort_unstable();
        assert_eq!(all, (1..=ITEMS).collect::<Vec<_>>());
    }

    #[test]
    fn each_of_the_five_reversed_items_counts_the_other_way() {
        for (number, of) in [
            (7, Scores { conduct: Some(4), ..flat() }),
            (11, Scores { peer: Some(4), ..flat() }),
            (14, Scores { peer: Some(4), ..flat() }),
            (21, Scores { hyperactivity: Some(4), ..flat() }),
            (25, Scores { hyperactivity: Some(4), ..flat() }),
        ] {
            assert_eq!(score(&all_ones_but(number, Some(2))), Ok(of), "item {number}");
        }
    }

    fn flat() -> Scores {
        let five = Some(5);
        Scores { emotional: five, conduct: five, hyperactivity: five, peer: five, prosocial: five }
    }

    #[test]
    fn values_outside_the_coding_are_named() {
        let refused = score(&all_ones_but(12, Some(3))).expect_err("3 is no code");
        assert_eq!(refused, Miscoded::Item { number: 12, value: 3 });
        assert_eq!(refused.to_string(), "SDQ item 12 is 3; it must be 0, 1 or 2");
        let answers = [Some(0), Some(4), Some(0)];
        let refused = impact(Informant::Teacher, None, &answers);
        assert_eq!(refused, Err(Miscoded::Impact { number: 2, value: 4 }));
        let refused = impact(Informant::Parent, None, &answers);
        assert_eq!(refused, Err(Miscoded::ImpactCount { expected: 5, found: 3 }));
    }

    #[test]
    fn bands_of_another_informant_are_refused() {
        let band = |label: &str, low, high| Band { label: label.into(), low, high };
        let banding = Banding {
            scheme: "three-band UK 4-17".into(),
            informant: Informant::Teacher,
            bands: vec![band("normal", 6, 10), band("borderline", 5, 5), band("abnormal", 0, 4)],
        };
        assert_eq!(banding.label(Informant::Teacher, 5), Some("borderline"));
        assert_eq!(banding.label(Informant::Parent, 5), None);
        assert_eq!(banding.label(Informant::Teacher, 11), None);
    }
}
