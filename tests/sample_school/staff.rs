//! Staff, their training, and the Family Thrive registers.

use jiff::civil::{Date, date};

use super::World;
use super::chance::Chance;
use super::open_document::{self, Cell};
use super::people::Pupil;
use super::screening::TEACHERS;
use super::support::Block;

/// One member of staff.
pub struct Person {
    /// Such as `ST07`.
    pub id: String,
    /// Invented.
    pub name: &'static str,
    /// Job.
    pub role: &'static str,
    /// In the senior leadership team.
    pub senior: bool,
    /// First day in post.
    pub start: Date,
    /// Last day in post.
    pub left: Option<Date>,
}

/// One course completed.
pub struct Training {
    /// Staff ID.
    pub staff: String,
    /// Course name.
    pub course: &'static str,
    /// Who gave it.
    pub provider: &'static str,
    /// Date of completion.
    pub date: Date,
    /// Length.
    pub hours: f64,
    /// Points towards continuing professional development.
    pub points: i64,
    /// Licence that the course gives, and its last day.
    pub licence: Option<(&'static str, Date)>,
}

/// One parent or carer on a Family Thrive course.
pub struct Participant {
    /// Course name; also the sheet's name.
    pub course: &'static str,
    /// Who led it.
    pub leader: &'static str,
    /// Such as `FT-A03`.
    pub id: String,
    /// Index into the pupils, if linked.
    pub pupil: Option<usize>,
    /// `P`, `A` or blank for each of the six sessions.
    pub sessions: [&'static str; 6],
    /// Answer before, 1 to 10.
    pub before: Option<i64>,
    /// Answer after, 1 to 10.
    pub after: Option<i64>,
}

/// The four licensed practitioners, by index into [`people`]: the last one's licence ran out on 31 August 2025.
pub const PRACTITIONERS: [usize; 4] = [2, 10, 11, 12];
/// The teaching assistant who left, by index.
pub const LEAVER: usize = 16;
/// The two who joined too late for the induction, and the one who missed it.
const NOT_INDUCTED: [usize; 3] = [19, 22, 23];

/// The 24 staff.
pub fn people() -> Vec<Person> {
    let others = [
        ("Mrs Abbotswell", "Headteacher", true),
        ("Mr Brocklethorn", "Deputy headteacher", true),
        ("Mrs Corvenhall", "SENCo", true),
    ];
    let assistants = [
        ("Miss Dunstermere", "Thrive practitioner", false),
        ("Mr Eskerholme", "Thrive practitioner", false),
        ("Mrs Farrowgill", "Learning mentor", false),
        ("Mrs Gildersome", "Teaching assistant", false),
        ("Miss Hexlewhite", "Teaching assistant", false),
        ("Mr Inglethwaite", "Teaching assistant", false),
        ("Mrs Jessamond", "Teaching assistant", false),
        ("Miss Kelderbank", "Teaching assistant", false),
        ("Mrs Lannerdale", "Teaching assistant", false),
        ("Mr Moxonfield", "Teaching assistant", false),
        ("Mrs Nunnerley-Vale", "School business manager", false),
        ("Mrs Ottershaw", "Office", false),
        ("Mr Penhallick", "Site manager", false),
        ("Mrs Quernstone", "Midday supervisor", false),
    ];
    let teachers = TEACHERS.map(|name| (name, "Class teacher", false));
    let mut people: Vec<Person> = others
        .into_iter()
        .chain(teachers)
        .chain(assistants)
        .enumerate()
        .map(|(i, (name, role, senior))| Person {
            id: format!("ST{:02}", i + 1),
            name,
            role,
            senior,
            start: date(2014 + (i % 9) as i16, 9, 1),
            left: None,
        })
        .collect();
    people[LEAVER].left = Some(date(2025, 12, 19));
    people[22].start = date(2026, 1, 5);
    people[23].start = date(2026, 4, 13);
    people
}

/// All courses completed, by date.
pub fn training(people: &[Person]) -> Vec<Training> {
    let mut rows = Vec::new();
    let mut add = |i: usize, course, date, hours, points, licence| {
        let provider = "Thrive";
        rows.push(Training { staff: people[i].id.clone(), course, provider, date, hours, points, licence });
    };
    let licences = [
        (date(2022, 7, 8), date(2026, 8, 31)),
        (date(2023, 3, 24), date(2026, 8, 31)),
        (date(2024, 12, 6), date(2027, 8, 31)),
        (date(2021, 6, 18), date(2025, 8, 31)),
    ];
    for (i, (done, expires)) in PRACTITIONERS.into_iter().zip(licences) {
        add(i, "Licensed Practitioner", done, 60.0, 30, Some(("Licensed Practitioner", expires)));
    }
    add(0, "Thrive for Senior Leaders", date(2024, 11, 14), 12.0, 8, None);
    add(1, "Thrive for Senior Leaders", date(2025, 11, 20), 12.0, 8, None);
    for i in (0..people.len()).filter(|i| !NOT_INDUCTED.contains(i)) {
        add(i, "Whole-staff induction", date(2025, 9, 1), 3.0, 2, None);
    }
    add(10, "Practitioner update", date(2026, 3, 6), 6.0, 4, None);
    rows.sort_by(|a, b| (a.date, &a.staff).cmp(&(b.date, &b.staff)));
    rows
}

/// Two courses. The families of children in one-to-one support of 2025/26 were asked first: ten of those children have a
/// parent or carer with a place.
pub fn families(pupils: &[Pupil], blocks: &[Block]) -> Vec<Participant> {
    let supported = blocks.iter().filter(|block| block.kind == "One-to-one" && block.start >= date(2025, 9, 1));
    // Every other child, so that both programmes are among them.
    let mut asked_first = supported.step_by(2).map(|block| block.pupil).take(10);
    let mut chance = Chance::new(8);
    // Attendance, session by session, of each place; blank: the register has no entry.
    let courses = [
        (
            "Family Thrive autumn 2025",
            "FT-A",
            "Miss Dunstermere",
            ["PPPPPP", "PPAPPP", "PPPPAP", "PPPPPP", "PAPAPA", "PPAA  ", "AAAAAA", "PPPPPA", "PPPPPP"].as_slice(),
        ),
        (
            "Family Thrive spring 2026",
            "FT-S",
            "Mr Eskerholme",
            ["PPPPPP", "PPPPPP", "APPPPP", "PPAAAA", "      ", "PPPPAA", "PPPPPP", "PAPPPP"].as_slice(),
        ),
    ];
    let mut participants = Vec::new();
    for (course, prefix, leader, registers) in courses {
        for (n, register) in registers.iter().enumerate() {
            let mut sessions = [""; 6];
            for (session, mark) in sessions.iter_mut().zip(register.chars()) {
                *session = match mark {
                    'P' => "P",
                    'A' => "A",
                    _ => "",
                };
            }
            let attended = sessions.iter().filter(|mark| **mark == "P").count();
            let linked = chance.below(7) > 0;
            // Children of the 2022 to 2025 cohorts, all on roll in 2025/26.
            let anybody = 120 + chance.below(100);
            let before = 3 + chance.below(4) as i64;
            let rise = 1 + chance.below(3) as i64;
            let first = if linked { asked_first.next() } else { None };
            participants.push(Participant {
                course,
                leader,
                id: format!("{prefix}{:02}", n + 1),
                pupil: first.or((linked && pupils[anybody].left.is_none()).then_some(anybody)),
                sessions,
                before: (attended > 0).then_some(before),
                after: (attended >= 4).then_some(before + rise),
            });
        }
    }
    participants
}

/// The registers as an `.ods` workbook: a sheet for each course.
pub fn family_registers(world: &World) -> Vec<u8> {
    let mut sheets: Vec<(String, Vec<Vec<Cell>>)> = Vec::new();
    for place in &world.families {
        if sheets.last().is_none_or(|(name, _)| name != place.course) {
            let header = "Course,Leader,Participant ID,UPN,Session 1,Session 2,Session 3,Session 4,Session 5,Session 6,Survey before,Survey after";
            sheets.push((place.course.into(), vec![header.split(',').map(Cell::text).collect()]));
        }
        let upn = place.pupil.map_or("", |child| world.pupils[child].upn.as_str());
        let mut row: Vec<Cell> = [place.course, place.leader, &place.id, upn].map(Cell::text).into();
        row.extend(place.sessions.map(Cell::text));
        row.extend([place.before, place.after].map(|answer| answer.map_or(Cell::Empty, Cell::Number)));
        sheets.last_mut().expect("a sheet was just added").1.push(row);
    }
    open_document::workbook(&sheets)
}
