//! The pupils: who they are, when they were on roll, and their rows in the pupil list.

use jiff::civil::{Date, date};

use super::calendar::plus;
use super::chance::Chance;

/// Class of each year group, Reception first.
pub const CLASSES: [&str; 7] = ["Acorn", "Birch", "Cedar", "Elder", "Hazel", "Maple", "Rowan"];

/// Children in each cohort, by the September it started Reception: 2018 (Year 6 in 2024/25) to 2025.
const COHORTS: [(i16, usize); 8] =
    [(2018, 29), (2019, 30), (2020, 30), (2021, 31), (2022, 29), (2023, 30), (2024, 30), (2025, 29)];

/// Last day of the July 2025 leavers.
pub const YEAR_6_LEFT: Date = date(2025, 7, 22);
/// First day of the child who joined Year 5 during 2025/26.
pub const JOINED: Date = date(2026, 1, 12);
/// Last day of the child who left Year 4 during 2025/26.
pub const LEFT: Date = date(2026, 2, 27);
/// Last day in class Elder of the Year 3 child who is taught in class Hazel from the next day on.
pub const MOVED: Date = date(2026, 2, 13);

/// One child.
pub struct Pupil {
    /// Unique pupil number, with a right check letter.
    pub upn: String,
    /// The school's own number, with leading zeros.
    pub admission_no: String,
    /// Invented.
    pub surname: String,
    /// Invented.
    pub forename: String,
    /// Date of birth.
    pub born: Date,
    /// `F` or `M`.
    pub sex: char,
    /// September in which the cohort started Reception.
    pub cohort: i16,
    /// First day on roll at this school.
    pub admitted: Date,
    /// Last day on roll, if the child has left.
    pub left: Option<Date>,
    /// The one who changed class within a year.
    pub moved_class: bool,
    /// Eligible for the pupil premium.
    pub pupil_premium: bool,
    /// Eligible for free school meals.
    pub fsm: bool,
    /// `N`, `K` or `E`.
    pub sen: char,
    /// English as an additional language.
    pub eal: bool,
    /// Looked after by the local authority.
    pub looked_after: bool,
}

/// One spell in one year group and class.
#[derive(Clone, Copy)]
pub struct Spell {
    /// First day.
    pub from: Date,
    /// Last day on roll, or of the academic year.
    pub to: Date,
    /// Reception 0, Year 1 is 1.
    pub year: i16,
    /// Class name.
    pub class: &'static str,
}

impl Pupil {
    /// Spells in the two academic years of the sample, in order.
    pub fn spells(&self) -> Vec<Spell> {
        let mut spells = Vec::new();
        for academic_year in [2024, 2025] {
            let from = self.admitted.max(date(academic_year, 9, 1));
            let to = self.left.unwrap_or(Date::MAX).min(date(academic_year + 1, 8, 31));
            if from > to {
                continue;
            }
            let year = academic_year - self.cohort;
            let class = CLASSES[year as usize];
            if self.moved_class && academic_year == 2025 {
                spells.push(Spell { from, to: MOVED, year, class });
                spells.push(Spell { from: plus(MOVED, 1), to, year, class: CLASSES[year as usize + 1] });
            } else {
                spells.push(Spell { from, to, year, class });
            }
        }
        spells
    }

    /// The spell a date lies in.
    pub fn spell_on(&self, day: Date) -> Option<Spell> {
        self.spells().into_iter().find(|spell| spell.from <= day && day <= spell.to)
    }

    /// As teachers write it.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.forename, self.surname)
    }
}

/// Every child on roll at any time in the two years, oldest cohort first.
pub fn pupils() -> Vec<Pupil> {
    let mut chance = Chance::new(1);
    let mut surnames = surnames(&mut chance);
    let mut pupils = Vec::new();
    for (cohort, size) in COHORTS {
        for serial in 1..=size {
            pupils.push(pupil(cohort, serial, &mut surnames, &mut chance));
        }
    }
    plant(&mut pupils);
    pupils
}

fn pupil(cohort: i16, serial: usize, surnames: &mut Vec<String>, chance: &mut Chance) -> Pupil {
    let sex = if chance.is(0.5) { 'F' } else { 'M' };
    let forenames = if sex == 'F' { &GIRLS } else { &BOYS };
    let pupil_premium = chance.is(0.26);
    Pupil {
        upn: upn(&format!("9999417{:02}{serial:03}", cohort % 100)),
        admission_no: format!("00{:02}{serial:02}", cohort % 100),
        surname: surnames.pop().expect("more surnames than children"),
        forename: forenames[chance.below(forenames.len())].into(),
        born: plus(date(cohort - 5, 9, 1), chance.below(365) as i32),
        sex,
        cohort,
        admitted: first_day(cohort),
        left: (cohort == 2018).then_some(YEAR_6_LEFT),
        moved_class: false,
        pupil_premium,
        fsm: pupil_premium && chance.is(0.8),
        sen: match chance.unit() {
            u if u < 0.03 => 'E',
            u if u < 0.18 => 'K',
            _ => 'N',
        },
        eal: chance.is(0.18),
        looked_after: false,
    }
}

/// Joiner, leaver, mover, looked-after children.
fn plant(pupils: &mut [Pupil]) {
    let place = |pupils: &[Pupil], cohort: i16, nth: usize| {
        pupils.iter().position(|pupil| pupil.cohort == cohort).expect("every cohort has children") + nth
    };
    let joiner = place(pupils, 2020, 29);
    pupils[joiner].upn = upn("999053120117");
    pupils[joiner].admission_no = "002630".into();
    pupils[joiner].admitted = JOINED;
    let leaver = place(pupils, 2021, 12);
    pupils[leaver].left = Some(LEFT);
    let mover = place(pupils, 2022, 7);
    pupils[mover].moved_class = true;
    for (cohort, nth) in [(2019, 4), (2021, 20), (2023, 9)] {
        let child = place(pupils, cohort, nth);
        pupils[child].looked_after = true;
        pupils[child].pupil_premium = true;
    }
}

/// First school day of the September a cohort started.
fn first_day(cohort: i16) -> Date {
    let day = [4, 3, 7, 6, 6, 5, 3, 2][(cohort - 2018) as usize];
    date(cohort, 9, day)
}

/// The 12 characters after the check letter, with it put in front.
pub fn upn(body: &str) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRTUVWXYZ";
    let sum: usize = body.bytes().enumerate().map(|(i, digit)| (i + 2) * usize::from(digit - b'0')).sum();
    format!("{}{body}", char::from(LETTERS[sum % 23]))
}

fn surnames(chance: &mut Chance) -> Vec<String> {
    const FIRST: [&str; 17] = [
        "Quill", "Thrup", "Wexl", "Bramm", "Crindle", "Dapple", "Fennim", "Grimbl", "Hather", "Jorrow", "Kestle",
        "Lumm", "Mardle", "Nethers", "Orrow", "Pettig", "Skirl",
    ];
    const LAST: [&str; 15] = [
        "feather",
        "wickham",
        "thwaite",
        "combe",
        "marsh",
        "stoke",
        "burrow",
        "gately",
        "mere",
        "holtby",
        "denshaw",
        "worthing",
        "ridgeon",
        "fielden",
        "shawcross",
    ];
    let mut names: Vec<String> =
        FIRST.iter().flat_map(|first| LAST.iter().map(move |last| format!("{first}{last}"))).collect();
    chance.shuffle(&mut names);
    names
}

/// Forenames that are no English word and no word of a report.
const GIRLS: [&str; 40] = [
    "Aoife",
    "Siobhan",
    "Niamh",
    "Eilidh",
    "Oonagh",
    "Saoirse",
    "Bronwyn",
    "Angharad",
    "Cerys",
    "Ffion",
    "Lowri",
    "Mairead",
    "Zainab",
    "Khadija",
    "Yasmina",
    "Priyanka",
    "Anjali",
    "Lakshmi",
    "Kavitha",
    "Chidinma",
    "Adaeze",
    "Folasade",
    "Agnieszka",
    "Zofia",
    "Katarzyna",
    "Ludmila",
    "Svetlana",
    "Xiaoling",
    "Meiying",
    "Esperanza",
    "Guadalupe",
    "Renée",
    "Anaïs",
    "Tallulah",
    "Ottoline",
    "Henrietta",
    "Philippa",
    "Clementina",
    "Rosalind",
    "Imogen",
];
const BOYS: [&str; 40] = [
    "Padraig",
    "Ruaridh",
    "Torquil",
    "Iestyn",
    "Gwilym",
    "Llewelyn",
    "Ciaran",
    "Fergus",
    "Tadhg",
    "Emrys",
    "Gethin",
    "Dafydd",
    "Oluwaseun",
    "Kwabena",
    "Chukwuma",
    "Babatunde",
    "Wojciech",
    "Mateusz",
    "Tomasz",
    "Nikolai",
    "Dmitri",
    "Junhao",
    "Haruki",
    "Thiago",
    "Joaquín",
    "Marcelo",
    "Ibrahim",
    "Yusuf",
    "Hamza",
    "Bilal",
    "Arjun",
    "Rohan",
    "Vikram",
    "Ashwin",
    "Barnaby",
    "Rupert",
    "Lysander",
    "Percival",
    "Ignatius",
    "Montague",
];
