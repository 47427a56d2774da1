//! How the children develop, and the screening rows that show it.
//!
//! A score is the child's own level (correlated over strands and time, with a gap on one strand for some; see `gaps`), a
//! gentle rise from term to term, what support added, and noise. Three truths are planted in it: Year 1 of 2025/26 fell
//! back on Being, Year 3 caught up on Power & Identity, and "Calm Start" helps.

use jiff::civil::{Date, date};

use super::calendar::{Term, plus};
use super::chance::Chance;
use super::people::{CLASSES, Pupil};
use super::staff::Person;
use super::support::Block;

/// Mean level of each strand in Reception at the first screening, rise per year group, rise per term.
const LEVELS: [(f64, f64, f64); 6] =
    [(70.0, 0.2, 1.5), (69.5, 0.3, 1.5), (70.0, 0.3, 1.6), (62.3, 2.0, 1.8), (49.0, 2.2, 2.0), (41.0, 2.0, 2.2)];

/// The cohort that is Year 1 in 2025/26.
pub const FALLEN_COHORT: i16 = 2024;

/// The cohort that is Year 3 in 2025/26: late on Power & Identity, which is a gap from Year 3 on.
pub const LATE_COHORT: i16 = 2022;

/// A child's lasting differences from the mean, by strand.
pub struct Mind(pub [f64; 6]);

/// One row of a screening tab, or one individual profile.
pub struct Row {
    /// Index into the pupils.
    pub pupil: usize,
    /// Index into the terms.
    pub term: usize,
    /// Class whose tab the row is on (class screening).
    pub tab: &'static str,
    /// Screening date.
    pub date: Date,
    /// `class` or `individual`.
    pub profile: &'static str,
    /// Whole-number percent by strand; `None` is a blank cell.
    pub scores: [Option<i64>; 6],
    /// Who completed it.
    pub completed_by: String,
    /// What is wrong with the row.
    pub oddity: Oddity,
}

/// What is wrong with a screening row.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Oddity {
    /// Nothing.
    None,
    /// The same row stands twice.
    Duplicate,
    /// The UPN has a wrong check letter; the row names the child but gives no date of birth.
    MistypedUpn,
}

impl Row {
    /// The UPN as the row has it.
    pub fn upn(&self, pupils: &[Pupil]) -> String {
        let right = &pupils[self.pupil].upn;
        match self.oddity {
            Oddity::MistypedUpn => format!("{}{}", if right.starts_with('K') { 'M' } else { 'K' }, &right[1..]),
            _ => right.clone(),
        }
    }
}

/// Lasting differences of every child, before gaps.
pub fn minds(pupils: &[Pupil]) -> Vec<Mind> {
    let mut chance = Chance::new(2);
    let mind = |pupil: &Pupil| {
        let mut common = chance.normal(8.2);
        if pupil.pupil_premium {
            common -= 3.0;
        }
        if pupil.sen != 'N' {
            common -= 4.0;
        }
        let mut own = [0.0; 6];
        for strand in &mut own {
            *strand = common + 1.6 + chance.normal(5.0);
        }
        Mind(own)
    };
    pupils.iter().map(mind).collect()
}

/// A child's level on a strand on a date, without support.
pub fn level(pupil: &Pupil, mind: &Mind, strand: usize, day: Date) -> f64 {
    mean(pupil, strand, day) + mind.0[strand]
}

/// Mean level of a child's cohort on a strand on a date.
pub fn mean(pupil: &Pupil, strand: usize, day: Date) -> f64 {
    // Years up the school when the child was first screened, and terms since (117 days on average).
    let first = if pupil.cohort < 2025 { date(2024, 10, 1) } else { date(2025, 10, 1) };
    let years = f64::from(if pupil.cohort < 2025 { 2024 - pupil.cohort } else { 0 });
    let terms = f64::from(days(first, day)) / 117.0;
    let (base, per_year, per_term) = LEVELS[strand];
    let usual = base + per_year * years + per_term * terms;
    match (pupil.cohort, strand) {
        (FALLEN_COHORT, 0) if day < date(2025, 9, 1) => 69.0 + 0.5 * terms,
        (FALLEN_COHORT, 0) => 57.4 - 0.5 * (terms - 3.0),
        // Caught up over the two terms from October 2025 to May 2026.
        (LATE_COHORT, 3) => usual - 6.0 + 2.4 * (terms - 3.1).clamp(0.0, 1.8),
        _ => usual,
    }
}

/// What support has added to a strand by a date: all of it at the block's end, evenly up to then.
fn added(blocks: &[Block], pupil: usize, strand: usize, day: Date) -> f64 {
    let mut sum = 0.0;
    for block in blocks.iter().filter(|block| block.pupil == pupil && block.strand == strand && block.start < day) {
        let end = block.end.unwrap_or(plus(block.start, 70));
        sum += block.effect * (f64::from(days(block.start, day)) / f64::from(days(block.start, end))).min(1.0);
    }
    sum
}

fn days(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

fn scores(
    pupils: &[Pupil],
    minds: &[Mind],
    blocks: &[Block],
    who: usize,
    day: Date,
    chance: &mut Chance,
) -> [Option<i64>; 6] {
    let mut scores = [None; 6];
    for (strand, score) in scores.iter_mut().enumerate() {
        let level = level(&pupils[who], &minds[who], strand, day) + added(blocks, who, strand, day);
        *score = Some((level + chance.normal(3.5)).round().clamp(0.0, 100.0) as i64);
    }
    scores
}

/// Monday of the screening week of each term (about week 5).
const SCREENING_WEEKS: [Date; 6] =
    [date(2024, 9, 30), date(2025, 2, 3), date(2025, 5, 12), date(2025, 9, 29), date(2026, 2, 2), date(2026, 5, 11)];

/// Class teachers, Reception first. The same people in both years.
pub const TEACHERS: [&str; 7] = [
    "Mrs Ollerenmoss",
    "Mr Pinchgarth",
    "Miss Tibbercroft",
    "Mrs Vannersley",
    "Mr Ulverthorn",
    "Ms Yarrowmond",
    "Mr Zellingham",
];

/// Class screening of all six terms, tab by tab as in the workbooks.
pub fn class_rows(pupils: &[Pupil], minds: &[Mind], blocks: &[Block], terms: &[Term]) -> Vec<Row> {
    let mut chance = Chance::new(3);
    let mut rows = Vec::new();
    for (term, monday) in SCREENING_WEEKS.into_iter().enumerate() {
        assert!(terms[term].has(monday));
        for (class, tab) in CLASSES.into_iter().enumerate() {
            let day = plus(monday, (class * 3 % 5) as i32);
            for (who, pupil) in pupils.iter().enumerate() {
                if pupil.spell_on(day).is_none_or(|spell| spell.class != tab) {
                    continue;
                }
                // A few are away; in class Maple more, in the spring of 2025/26.
                let away = if term == 4 && tab == "Maple" { 0.20 } else { 0.025 };
                let screened = !chance.is(away);
                let late = chance.is(0.03);
                let date = if late { plus(monday, 8) } else { day };
                let scores = scores(pupils, minds, blocks, who, date, &mut chance);
                if screened {
                    let completed_by = TEACHERS[class].into();
                    let oddity = Oddity::None;
                    rows.push(Row { pupil: who, term, tab, date, profile: "class", scores, completed_by, oddity });
                }
            }
        }
    }
    plant(&mut rows);
    rows
}

/// The duplicate, the mistyped UPN, the two blanks.
fn plant(rows: &mut Vec<Row>) {
    let nth = |rows: &[Row], term: usize, tab: &str, n: usize| {
        let found = rows.iter().enumerate().filter(|(_, row)| row.term == term && row.tab == tab).nth(n);
        found.expect("the tab has that many rows").0
    };
    let blank_thinking = nth(rows, 5, "Hazel", 4);
    rows[blank_thinking].scores[2] = None;
    let blank_expected = nth(rows, 5, "Rowan", 8);
    rows[blank_expected].scores[4] = None;
    let mistyped = nth(rows, 5, "Maple", 10);
    rows[mistyped].oddity = Oddity::MistypedUpn;
    let first = nth(rows, 4, "Birch", 3);
    let Row { pupil, term, tab, date, profile, scores, .. } = rows[first];
    let completed_by = rows[first].completed_by.clone();
    let last = rows.iter().rposition(|row| row.term == 4 && row.tab == "Birch").expect("the tab has rows");
    let oddity = Oddity::Duplicate;
    rows.insert(last + 1, Row { pupil, term, tab, date, profile, scores, completed_by, oddity });
}

/// Individual profiles: just before and just after the blocks that were profiled.
pub fn individual_rows(
    pupils: &[Pupil],
    minds: &[Mind],
    blocks: &[Block],
    terms: &[Term],
    staff: &[Person],
) -> Vec<Row> {
    let mut chance = Chance::new(24);
    let days: Vec<Date> = terms.iter().flat_map(Term::school_days).collect();
    let mut rows = Vec::new();
    for block in blocks {
        // One to three school days before the start; on the last day or up to two school days after it.
        let first = days.partition_point(|day| *day < block.start);
        let before = block.profiled.0.then(|| days[first - 1 - chance.below(3)]);
        let after = block.end.filter(|_| block.profiled.1);
        let after = after.map(|end| days[days.partition_point(|day| *day < end) + chance.below(3)]);
        for date in [before, after].into_iter().flatten() {
            let term = terms.iter().rposition(|term| term.start <= date).unwrap_or(0);
            let scores = scores(pupils, minds, blocks, block.pupil, date, &mut chance);
            let completed_by = staff[block.practitioner].name.into();
            let oddity = Oddity::None;
            rows.push(Row {
                pupil: block.pupil,
                term,
                tab: "",
                date,
                profile: "individual",
                scores,
                completed_by,
                oddity,
            });
        }
    }
    rows.sort_by_key(|row| (row.date, row.pupil));
    rows
}
