//! Blocks of support, the session log, plans and suspensions.

use jiff::civil::{Date, Weekday, date};

use super::calendar::{Term, plus};
use super::chance::Chance;
use super::people::Pupil;
use super::screening::{Mind, Oddity, Row, level};
use super::staff::{PRACTITIONERS, Participant, Person};

/// Strands in order, as the product writes them.
pub const STRANDS: [&str; 6] =
    ["Being", "Doing", "Thinking", "Power & Identity", "Skills & Structure", "Interdependence"];

/// Helped: about 14 points beyond the rise of everybody.
pub const CALM_START: &str = "Calm Start";
/// Did not help: children rose as everybody did.
pub const TALK_TIME: &str = "Talk Time";
/// For whoever was free, not for those who are low: children without it who start alike can be set beside it. Helped.
pub const NEXT_STEP: &str = "Next Step";
/// A small group, not one-to-one.
pub const NURTURE_LUNCH: &str = "Nurture Lunch";

/// One child's block of support.
pub struct Block {
    /// Index into the pupils.
    pub pupil: usize,
    /// The school's name for it.
    pub support: &'static str,
    /// `One-to-one` or `Small group`, as the log has it.
    pub kind: &'static str,
    /// Index of the target strand.
    pub strand: usize,
    /// First day.
    pub start: Date,
    /// Last day; `None` while it goes on.
    pub end: Option<Date>,
    /// Sessions planned.
    pub planned: i64,
    /// Sessions attended, according to the one-to-one log.
    pub attended: i64,
    /// Index into the staff.
    pub practitioner: usize,
    /// Cost in pence.
    pub cost_pence: i64,
    /// What it truly adds to the target strand (no file shows this).
    pub effect: f64,
    /// Whether there is an individual profile before and after.
    pub profiled: (bool, bool),
    /// Dates planned and whether the child came; empty when the session log has nothing on the block.
    pub held: Vec<(Date, bool)>,
}

/// One row of the session log.
pub struct Session {
    /// Index into the pupils.
    pub pupil: usize,
    /// The school's name for the support.
    pub support: &'static str,
    /// Day.
    pub date: Date,
    /// Length.
    pub minutes: i64,
    /// Whether the child came.
    pub attended: bool,
}

/// One plan.
pub struct Plan {
    /// The child, for a child's plan.
    pub pupil: Option<usize>,
    /// The class, for a class plan.
    pub class: &'static str,
    /// `Class`, `One-to-one` or `Home`.
    pub kind: &'static str,
    /// Index of the target strand.
    pub strand: usize,
    /// Opened, to be reviewed, closed.
    pub dates: (Date, Date, Option<Date>),
    /// What came of it.
    pub outcome: &'static str,
}

/// One suspension.
pub struct Suspension {
    /// Index into the pupils.
    pub pupil: usize,
    /// First day.
    pub start: Date,
    /// Length.
    pub sessions: usize,
    /// Reason code.
    pub reason: &'static str,
}

/// What blocks of one programme that begin in one week have in common.
struct Programme {
    support: &'static str,
    strand: usize,
    monday: Date,
    end: Option<Date>,
    children: usize,
    effect: f64,
}

/// All blocks, by start date. Children are chosen because they are low on the strand.
pub fn blocks(pupils: &[Pupil], minds: &[Mind], terms: &[Term], staff: &[Person]) -> Vec<Block> {
    let programme = |support, strand, monday, end: (i16, i8, i8), children, effect| Programme {
        support,
        strand,
        monday,
        end: Some(date(end.0, end.1, end.2)),
        children,
        effect,
    };
    let programmes = [
        programme(TALK_TIME, 2, date(2024, 9, 16), (2024, 12, 13), 2, 0.0),
        programme(TALK_TIME, 2, date(2024, 11, 4), (2024, 12, 13), 1, 0.0),
        programme(CALM_START, 0, date(2025, 1, 13), (2025, 3, 28), 4, 14.0),
        programme(TALK_TIME, 2, date(2025, 10, 6), (2025, 12, 12), 5, 0.0),
        programme(CALM_START, 0, date(2025, 11, 3), (2025, 12, 12), 4, 14.0),
        programme(CALM_START, 0, date(2026, 1, 12), (2026, 3, 20), 8, 14.0),
        programme(TALK_TIME, 2, date(2026, 1, 12), (2026, 3, 20), 6, 0.0),
        programme(NURTURE_LUNCH, 1, date(2026, 1, 19), (2026, 3, 20), 3, 3.0),
    ];
    let mut chance = Chance::new(5);
    let mut blocks: Vec<Block> = Vec::new();
    for programme in programmes {
        for pupil in lowest(pupils, minds, &programme, &blocks) {
            let block = block(pupil, &programme, blocks.len(), terms, &mut chance);
            assert!(block.practitioner < staff.len());
            blocks.push(block);
        }
    }
    // One Talk Time child comes back in the summer, and goes on; one Calm Start child was not profiled afterwards.
    let again =
        blocks.iter().find(|block| block.support == TALK_TIME && block.start > date(2026, 1, 1)).map(|b| b.pupil);
    let open =
        Programme { support: TALK_TIME, strand: 2, monday: date(2026, 6, 8), end: None, children: 1, effect: 0.0 };
    blocks.extend(again.map(|pupil| block(pupil, &open, 0, terms, &mut chance)));
    let unprofiled = blocks.iter_mut().rfind(|block| block.support == CALM_START);
    unprofiled.expect("there are such blocks").profiled.1 = false;
    blocks
}

/// What Next Step truly adds to Interdependence. No child is expected there yet, so nobody's place among the strands changes.
const NEXT_STEP_EFFECT: f64 = 7.0;

/// Blocks of Next Step between the spring and the summer screening of 2025/26: of the middle half of the children by their
/// spring score, every sixth; and two who were not screened with their class again, one of whom has individual profiles
/// instead. Nobody of them has a parent on a family course.
pub fn next_step(
    pupils: &[Pupil],
    blocks: &[Block],
    suspensions: &[Suspension],
    families: &[Participant],
    screened: &[Row],
    terms: &[Term],
) -> Vec<Block> {
    const STRAND: usize = 5;
    let score = |who: usize, term: usize| {
        let row = screened.iter().find(|row| row.pupil == who && row.term == term && row.oddity == Oddity::None);
        row.and_then(|row| row.scores[STRAND])
    };
    let free = |who: &usize| {
        let taken = blocks.iter().any(|block| block.pupil == *who) || suspensions.iter().any(|row| row.pupil == *who);
        let taken = taken || families.iter().any(|place| place.pupil == Some(*who));
        let pupil = &pupils[*who];
        !taken && !pupil.moved_class && pupil.left.is_none() && pupil.admitted < date(2025, 9, 30)
    };
    let mut order: Vec<(i64, usize)> =
        (0..pupils.len()).filter(free).filter_map(|who| Some((score(who, 4)?, who))).collect();
    order.sort_unstable();
    let twice = |place: &&(i64, usize)| score(place.1, 5).is_some();
    let both: Vec<usize> = order.iter().filter(twice).map(|place| place.1).collect();
    let middle = &both[both.len() / 4..3 * both.len() / 4];
    let mut children: Vec<usize> = middle.iter().copied().skip(3).step_by(6).take(12).collect();
    assert_eq!(children.len(), 12, "enough of them");
    children.extend(order.iter().filter(|place| !twice(place)).map(|place| place.1).take(2));
    assert_eq!(children.len(), 14, "and of them");
    let programme = Programme {
        support: NEXT_STEP,
        strand: STRAND,
        monday: date(2026, 2, 23),
        end: Some(date(2026, 5, 1)),
        children: children.len(),
        effect: NEXT_STEP_EFFECT,
    };
    let mut chance = Chance::new(55);
    let mut given: Vec<Block> =
        children.into_iter().enumerate().map(|(nth, who)| block(who, &programme, nth, terms, &mut chance)).collect();
    given.last_mut().expect("there are such blocks").profiled = (true, true);
    given
}

/// The lowest children on the programme's strand, on roll throughout, and in no block yet.
fn lowest(pupils: &[Pupil], minds: &[Mind], programme: &Programme, blocks: &[Block]) -> Vec<usize> {
    let start = programme.monday;
    let year_end = date(if start.month() >= 9 { start.year() + 1 } else { start.year() }, 7, 1);
    let mut order: Vec<usize> = (0..pupils.len())
        .filter(|&who| {
            let pupil = &pupils[who];
            let stays = pupil.admitted < start && pupil.left.is_none_or(|left| left > year_end) && !pupil.moved_class;
            stays && blocks.iter().all(|block| block.pupil != who)
        })
        .collect();
    let key = |who: usize| level(&pupils[who], &minds[who], programme.strand, start);
    order.sort_by(|&a, &b| key(a).total_cmp(&key(b)));
    // Being is low in all of Year 1 in 2025/26: that is for the whole class, so only a child or two come from there.
    let mut from_year_1 = 0;
    order.retain(|&who| {
        from_year_1 += usize::from(pupils[who].cohort == 2024);
        pupils[who].cohort != 2024 || from_year_1 <= 1
    });
    order.truncate(programme.children);
    order
}

fn block(pupil: usize, programme: &Programme, nth: usize, terms: &[Term], chance: &mut Chance) -> Block {
    let logged = programme.monday >= date(2025, 9, 1) && ![NURTURE_LUNCH, NEXT_STEP].contains(&programme.support);
    let weekdays = match programme.support {
        CALM_START => [Weekday::Tuesday, Weekday::Thursday],
        TALK_TIME => [Weekday::Monday, Weekday::Wednesday],
        _ => [Weekday::Wednesday, Weekday::Friday],
    };
    let start = plus(programme.monday, (nth % 5) as i32);
    let last = programme.end.unwrap_or(date(2026, 7, 21));
    let days: Vec<Date> = terms
        .iter()
        .flat_map(Term::school_days)
        .filter(|day| start <= *day && *day <= last && weekdays.contains(&day.weekday()))
        .collect();
    let held: Vec<(Date, bool)> = days.iter().map(|day| (*day, chance.is(0.88))).collect();
    let attended = held.iter().filter(|(_, came)| *came).count() as i64;
    let planned = if programme.end.is_none() { 20 } else { days.len() as i64 };
    let small_group = programme.support == NURTURE_LUNCH;
    Block {
        pupil,
        support: programme.support,
        kind: if small_group { "Small group" } else { "One-to-one" },
        strand: programme.strand,
        start,
        end: programme.end,
        planned,
        attended,
        practitioner: PRACTITIONERS[nth % 3],
        cost_pence: planned * if small_group { 650 } else { 2150 },
        effect: programme.effect,
        profiled: (logged, logged),
        held: if logged { held } else { Vec::new() },
    }
}

/// The session log: 2025/26, one-to-one support only.
pub fn sessions(blocks: &[Block], terms: &[Term]) -> Vec<Session> {
    let mut sessions = Vec::new();
    for block in blocks {
        let minutes = if block.support == CALM_START { 40 } else { 30 };
        for &(date, attended) in &block.held {
            assert!(terms.iter().any(|term| term.has(date)));
            sessions.push(Session { pupil: block.pupil, support: block.support, date, minutes, attended });
        }
    }
    sessions.sort_by_key(|session| (session.date, session.pupil));
    sessions
}

/// Class plans, then one-to-one plans of the 2025/26 blocks, then home plans.
pub fn plans(blocks: &[Block]) -> Vec<Plan> {
    let class = |class, strand, dates, outcome| Plan { pupil: None, class, kind: "Class", strand, dates, outcome };
    let mut plans = vec![
        class("Birch", 0, (date(2025, 10, 13), date(2026, 1, 30), Some(date(2026, 2, 6))), "Continue with a new plan"),
        class("Birch", 0, (date(2026, 2, 9), date(2026, 5, 22), None), ""),
        class("Cedar", 2, (date(2025, 10, 14), date(2026, 1, 30), Some(date(2026, 1, 30))), "Met"),
        class("Maple", 3, (date(2025, 10, 15), date(2026, 2, 6), Some(date(2026, 2, 4))), "Met"),
        class("Acorn", 1, (date(2026, 5, 18), date(2026, 7, 10), None), ""),
    ];
    let individual: Vec<&Block> =
        blocks.iter().filter(|b| b.start >= date(2025, 9, 1) && b.kind == "One-to-one").collect();
    for (n, block) in individual.iter().enumerate() {
        let opened = plus(block.start, -3);
        // Three plans of finished blocks were never closed.
        let closed = block.end.filter(|_| n % 8 != 7);
        let dates = (opened, plus(opened, 56), closed);
        let outcome = if closed.is_some() { "Block finished" } else { "" };
        plans.push(Plan {
            pupil: Some(block.pupil),
            class: "",
            kind: "One-to-one",
            strand: block.strand,
            dates,
            outcome,
        });
    }
    for block in individual.iter().filter(|block| block.support == CALM_START).take(3) {
        let dates = (plus(block.start, 4), plus(block.start, 88), None);
        plans.push(Plan {
            pupil: Some(block.pupil),
            class: "",
            kind: "Home",
            strand: block.strand,
            dates,
            outcome: "",
        });
    }
    plans
}

/// Ten suspensions of seven children; all of them days the child was on roll and in no block of support.
pub fn suspensions(pupils: &[Pupil], blocks: &[Block]) -> Vec<Suspension> {
    let child = |cohort: i16, nth: usize| {
        let free = |who: &usize| {
            let pupil = &pupils[*who];
            pupil.cohort == cohort && !pupil.moved_class && blocks.iter().all(|block| block.pupil != *who)
        };
        (0..pupils.len()).filter(free).nth(nth).expect("a cohort has so many children")
    };
    let rows = [
        (child(2018, 3), date(2024, 10, 8), 2, "PP"),
        (child(2018, 3), date(2024, 12, 3), 4, "PA"),
        (child(2019, 11), date(2025, 2, 25), 2, "DB"),
        (child(2020, 6), date(2025, 3, 11), 3, "VA"),
        (child(2018, 17), date(2025, 5, 13), 4, "DB"),
        (child(2018, 3), date(2025, 6, 17), 6, "PP"),
        (child(2019, 11), date(2025, 11, 18), 4, "DB"),
        (child(2021, 8), date(2026, 2, 3), 2, "PP"),
        (child(2019, 11), date(2026, 3, 10), 2, "VA"),
        (child(2020, 6), date(2026, 6, 9), 3, "PA"),
    ];
    rows.map(|(pupil, start, sessions, reason)| Suspension { pupil, start, sessions, reason }).into()
}
