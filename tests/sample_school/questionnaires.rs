//! Questionnaires (SDQ) about children in support: parents of Calm Start children answered before and after, teachers of
//! some Talk Time children did.

use jiff::civil::{Date, date};

use super::chance::Chance;
use super::support::{Block, CALM_START, TALK_TIME};

/// One questionnaire, scored.
pub struct Questionnaire {
    /// Index into the pupils.
    pub pupil: usize,
    /// Day.
    pub date: Date,
    /// `Parent` or `Teacher`.
    pub informant: &'static str,
    /// Emotional symptoms, conduct problems, hyperactivity, peer problems: 0 to 10 each.
    pub difficulties: [i64; 4],
    /// 0 to 10, high is good; not in the total.
    pub prosocial: i64,
    /// 0 to 10.
    pub impact: i64,
}

impl Questionnaire {
    /// Total difficulties.
    pub fn total(&self) -> i64 {
        self.difficulties.iter().sum()
    }
}

/// Days on which questionnaires were answered: six months apart, before and after every block of 2025/26 that has ended.
const BEFORE: Date = date(2025, 9, 24);
const AFTER: Date = date(2026, 3, 24);

/// Least total of a child at high risk, by the three bands of the parents' form.
const HIGH: i64 = 17;

/// Points by which the parents' answers come out better than expected of such children.
const ADDED: f64 = 2.5;

/// All questionnaires, by day and child. The parents of the last three Calm Start children did not answer again.
pub fn questionnaires(blocks: &[Block]) -> Vec<Questionnaire> {
    let mut chance = Chance::new(77);
    let mut rows = Vec::new();
    let mut of = |support: &str, informant, children: usize, again: usize| {
        let of_year = |block: &&Block| {
            block.support == support && BEFORE < block.start && block.end.is_some_and(|end| end <= AFTER)
        };
        for (nth, block) in blocks.iter().filter(of_year).take(children).enumerate() {
            let before = answers(&mut chance, HIGH + 1 + chance_of(nth));
            let impact = 3 + nth as i64 % 4;
            let expected = 2.3 + 0.8 * before.iter().sum::<i64>() as f64 + 0.2 * impact as f64 - 0.3 * before[0] as f64;
            let total = (expected - ADDED + chance.normal(3.0)).round().clamp(0.0, 40.0) as i64;
            let after = answers(&mut chance, total);
            let row = |date, difficulties, prosocial| Questionnaire {
                pupil: block.pupil,
                date,
                informant,
                difficulties,
                prosocial,
                impact,
            };
            rows.push(row(BEFORE, before, 4));
            if nth < again {
                rows.push(row(AFTER, after, 6));
            }
        }
    };
    of(CALM_START, "Parent", 12, 9);
    of(TALK_TIME, "Teacher", 5, 5);
    rows.sort_by_key(|row| (row.date, row.pupil));
    rows
}

/// How far above the line the nth child is.
fn chance_of(nth: usize) -> i64 {
    (nth as i64 * 5) % 7
}

/// Four scales of 0 to 10 that make a total.
fn answers(chance: &mut Chance, total: i64) -> [i64; 4] {
    let mut scales = [total / 4; 4];
    for point in 0..total % 4 {
        scales[(point as usize + chance.below(4)) % 4] += 1;
    }
    scales
}
