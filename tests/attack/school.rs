//! Schools made by chance, over three terms: skewed groups, classes that are below to a child, a single child in support,
//! joiners and leavers.

use super::chance::Chance;

/// Terms of the year, in order.
pub const TERMS: [&str; 3] = ["2025-26-autumn", "2025-26-spring", "2025-26-summer"];

/// Where a child stands against what is expected at that age.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    Below,
    At,
    Above,
}

/// One child and all the secrets about them.
#[derive(Clone, Debug)]
pub struct Child {
    pub year: usize,
    pub class: String,
    pub girl: bool,
    pub premium: bool,
    /// 0 none, 1 SEN support, 2 EHC plan.
    pub sen: usize,
    pub eal: bool,
    pub looked_after: bool,
    /// First and last term on roll.
    pub on_roll: (usize, usize),
    /// By term; none where the child was not screened or is not there.
    pub status: [Option<Status>; 3],
    /// By term: 0 attends, 1 misses a tenth, 2 misses half.
    pub absence: [u8; 3],
    pub suspended: [bool; 3],
    /// One-to-one support that began: term and programme.
    pub support: Option<(usize, usize)>,
    /// Whether a parent or carer is on a Family Thrive register.
    pub place: bool,
}

impl Child {
    pub fn is_there(&self, term: usize) -> bool {
        (self.on_roll.0..=self.on_roll.1).contains(&term)
    }
}

/// A school.
#[derive(Clone, Debug)]
pub struct School {
    pub seed: u64,
    pub children: Vec<Child>,
    /// Whether nobody's status changes over the year.
    pub steady: bool,
    /// Whether a reader takes for granted that nobody's status changes.
    pub taken_for_steady: bool,
}

pub const YEARS: [&str; 7] = ["Reception", "Year 1", "Year 2", "Year 3", "Year 4", "Year 5", "Year 6"];
pub const PROGRAMMES: [&str; 4] = ["Calm Start", "Lego time", "Nurture", "Talk and draw"];

/// The groups of a dimension that a child is in.
pub const DIMENSIONS: [&str; 8] =
    ["school", "year_group", "class", "sex", "pupil_premium", "sen_status", "eal", "looked_after"];

/// The group of a child in a dimension.
pub fn group(child: &Child, dimension: &str) -> String {
    let either = |yes: bool, one: &str, other: &str| (if yes { one } else { other }).to_owned();
    match dimension {
        "school" => "All pupils".to_owned(),
        "year_group" => YEARS[child.year].to_owned(),
        "class" => child.class.clone(),
        "sex" => either(child.girl, "Girls", "Boys"),
        "pupil_premium" => either(child.premium, "Pupil premium", "Not pupil premium"),
        "sen_status" => ["No SEN", "SEN support", "EHC plan"][child.sen].to_owned(),
        "eal" => either(child.eal, "EAL", "Not EAL"),
        _ => either(child.looked_after, "Looked after", "Not looked after"),
    }
}

/// A school of 30 to 160 children in 1 to 7 classes.
pub fn school(seed: u64) -> School {
    let mut chance = Chance::new(seed);
    let classes = chance.between(1, 7);
    let size = chance.between(30, 160).min(classes * 40).max(30);
    let years = chance.between(1, classes.min(7));
    let first_year = chance.between(0, 7 - years);
    let steady = chance.is(0.5);
    let odds = |chance: &mut Chance, choices: &[f64]| chance.one_of(choices);
    let girls = odds(&mut chance, &[0.5, 0.5, 0.9, 0.03]);
    let premium = odds(&mut chance, &[0.01, 0.1, 0.3, 0.6, 0.97]);
    let sen = odds(&mut chance, &[0.02, 0.15, 0.3]);
    let eal = odds(&mut chance, &[0.005, 0.03, 0.2, 0.6, 0.98]);
    let looked_after = odds(&mut chance, &[0.0, 0.01, 0.04]);
    let below = odds(&mut chance, &[0.02, 0.1, 0.3, 0.5, 0.9]);
    let absent = odds(&mut chance, &[0.02, 0.1, 0.3]);
    let support = odds(&mut chance, &[0.005, 0.03, 0.1]);
    let programmes = chance.between(1, PROGRAMMES.len());
    let screened = odds(&mut chance, &[1.0, 0.97, 0.8]);
    let moving = odds(&mut chance, &[0.0, 0.01, 0.05]);
    // Classes as unlike as they can be: some wholly below, some where nobody is.
    let by_class: Vec<f64> =
        (0..classes).map(|_| if chance.is(0.15) { chance.one_of(&[0.0, 1.0]) } else { below }).collect();
    let mut children = Vec::with_capacity(size);
    for _ in 0..size {
        let class = chance.between(0, classes - 1);
        let year = first_year + class * years / classes;
        let first = if chance.is(moving) { chance.between(1, 2) } else { 0 };
        let last = if chance.is(moving) { chance.between(first, 2) } else { 2 };
        let draw = |chance: &mut Chance| match (chance.is(by_class[class]), chance.is(0.25)) {
            (true, _) => Status::Below,
            (false, true) => Status::Above,
            (false, false) => Status::At,
        };
        let mut status = [None; 3];
        let (mut standing, mut attends) = (draw(&mut chance), chance.is(1.0 - absent));
        let mut absence = [0_u8; 3];
        let mut suspended = [false; 3];
        for term in first..=last {
            if !steady && term > first && chance.is(0.2) {
                standing = draw(&mut chance);
            }
            if chance.is(0.1) {
                attends = chance.is(1.0 - absent);
            }
            status[term] = chance.is(screened).then_some(standing);
            absence[term] = if attends { 0 } else { 1 + u8::from(chance.is(0.2)) };
            suspended[term] = chance.is(absent / 4.0);
        }
        let support = chance.is(support).then(|| (chance.between(first, last), chance.between(0, programmes - 1)));
        let sen = if chance.is(sen) { 1 + usize::from(chance.is(0.2)) } else { 0 };
        children.push(Child {
            year,
            class: format!("Class {}", class + 1),
            girl: chance.is(girls),
            premium: chance.is(premium),
            sen,
            eal: chance.is(eal),
            looked_after: chance.is(looked_after),
            on_roll: (first, last),
            status,
            absence,
            suspended,
            support,
            place: chance.is(0.4),
        });
    }
    School { seed, children, steady, taken_for_steady: false }
}
