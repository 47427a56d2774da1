//! The xlsx and csv files, each in a dialect that real schools have.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet};

use super::World;
use super::calendar::{slashed, year_name};
use super::people::{CLASSES, Pupil};
use super::support::STRANDS;

/// Every file but `school.toml` and the `.ods` registers.
pub fn files(world: &World) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut add = |name: &str, bytes| files.insert(format!("inbox/{name}"), bytes);
    add("Pupils/student list 2025-26.xlsx", pupil_list(world, 2025));
    for (number, term) in world.terms.iter().enumerate() {
        let year = year_name(term.academic_year).replace('/', "-");
        add(&format!("Thrive/screening {year} {}.xlsx", term.name.to_lowercase()), screening(world, number));
    }
    add("Thrive/individual profiles.csv", profiles(world));
    add("Thrive/SDQ 2025-26.csv", questionnaires(world));
    add("Attendance/marks 2024-25.csv", marks(world));
    add("Attendance/Register 2025-26.xlsx", register(world));
    add("Support/One-to-one log.xlsx", log(world));
    add("Support/session log.csv", sessions(world));
    add("Support/plans.xlsx", plans(world));
    add("Staff/staff.xlsx", staff(world));
    add("Behaviour/suspensions.csv", suspensions(world));
    files
}

/// The pupil list of the year before, which the sample does not hold: with it the classes of 2024/25 are known too.
pub fn last_years_list(world: &World) -> (String, Vec<u8>) {
    ("inbox/Pupils/student list 2024-25.xlsx".into(), pupil_list(world, 2024))
}

/// One sheet, filled row by row.
struct Sheet<'a> {
    sheet: &'a mut Worksheet,
    dates: Format,
    row: u32,
}

/// One cell.
enum Cell {
    Blank,
    Text(String),
    Number(f64),
    Day(Date),
}

impl Cell {
    fn text(text: &str) -> Self {
        if text.is_empty() { Self::Blank } else { Self::Text(text.into()) }
    }

    fn count(number: i64) -> Self {
        Self::Number(number as f64)
    }

    fn day(day: Option<Date>) -> Self {
        day.map_or(Self::Blank, Self::Day)
    }
}

impl<'a> Sheet<'a> {
    fn new(book: &'a mut Workbook, name: &str) -> Self {
        let sheet = book.add_worksheet();
        sheet.set_name(name).expect("a valid sheet name");
        Self { sheet, dates: Format::new().set_num_format("dd/mm/yyyy"), row: 0 }
    }

    fn add(&mut self, cells: impl IntoIterator<Item = Cell>) {
        for (column, cell) in (0u16..).zip(cells) {
            let (sheet, row) = (&mut *self.sheet, self.row);
            let done = match cell {
                Cell::Blank => continue,
                Cell::Text(text) => sheet.write_string(row, column, text),
                Cell::Number(number) => sheet.write_number(row, column, number),
                Cell::Day(day) => sheet.write_datetime_with_format(row, column, excel(day), &self.dates),
            };
            done.expect("inside the sheet's limits");
        }
        self.row += 1;
    }

    fn texts(&mut self, cells: &[&str]) {
        self.add(cells.iter().map(|text| Cell::text(text)));
    }
}

fn excel(day: Date) -> ExcelDateTime {
    ExcelDateTime::from_ymd(day.year() as u16, day.month() as u8, day.day() as u8).expect("sample dates suit Excel")
}

fn saved(mut book: Workbook) -> Vec<u8> {
    // A workbook carries its creation time: fixed, so that the bytes repeat.
    let created = ExcelDateTime::from_ymd(2026, 7, 21).expect("a date");
    book.set_properties(&DocProperties::new().set_creation_datetime(&created));
    book.save_to_buffer().expect("writing to memory")
}

fn flag(yes: bool) -> &'static str {
    if yes { "Y" } else { "" }
}

/// As a management information system exports it: five lines above the header, a row for each spell.
fn pupil_list(world: &World, academic_year: i16) -> Vec<u8> {
    let mut book = Workbook::new();
    let mut sheet = Sheet::new(&mut book, "Students");
    let exported = Date::new(academic_year + 1, 7, 21).expect("a date");
    sheet.texts(&["Sample Primary School"]);
    sheet.texts(&["Student profile export"]);
    sheet.texts(&[&format!("Academic year: {}", year_name(academic_year).replacen('/', "/20", 1))]);
    sheet.texts(&[&format!("Exported {}", slashed(exported))]);
    sheet.texts(&[]);
    sheet.texts(&[
        "UPN",
        "Admission number",
        "Legal Surname",
        "Legal Forename",
        "Date of Birth",
        "Sex",
        "NC Year",
        "Registration Form",
        "Pupil Premium",
        "FSM",
        "SEN Status",
        "EAL",
        "In Care",
        "Date of Admission",
        "Date of Leaving",
    ]);
    let mut pupils: Vec<&Pupil> = world.pupils.iter().collect();
    pupils.sort_by_key(|pupil| (&pupil.surname, &pupil.forename, &pupil.upn));
    let year_start = Date::new(academic_year, 9, 1).expect("a date");
    let year_end = Date::new(academic_year + 1, 8, 31).expect("a date");
    for pupil in pupils {
        let all = pupil.spells();
        let mut spells: Vec<_> = all.iter().filter(|s| year_start <= s.from && s.to <= year_end).collect();
        // Last July's leavers are still on this year's list, as they were when they left.
        if spells.is_empty() && pupil.left.is_some_and(|left| left < year_start) {
            spells.extend(all.last());
        }
        for (n, spell) in spells.iter().enumerate() {
            let from = if n == 0 { pupil.admitted } else { spell.from };
            let to = if n + 1 < spells.len() { Some(spell.to) } else { pupil.left.filter(|left| *left <= year_end) };
            sheet.add([
                Cell::text(&pupil.upn),
                Cell::text(&pupil.admission_no),
                Cell::text(&pupil.surname),
                Cell::text(&pupil.forename),
                Cell::Day(pupil.born),
                Cell::Text(pupil.sex.into()),
                Cell::Text(if spell.year == 0 { "R".into() } else { spell.year.to_string() }),
                Cell::text(spell.class),
                Cell::text(flag(pupil.pupil_premium)),
                Cell::text(flag(pupil.fsm)),
                Cell::Text(pupil.sen.into()),
                Cell::text(flag(pupil.eal)),
                Cell::text(flag(pupil.looked_after)),
                Cell::Text(slashed(from)),
                Cell::text(&to.map_or(String::new(), slashed)),
            ]);
        }
    }
    saved(book)
}

/// A tab for each class: title, blank row, header, a row for each child. In one tab the scores are text such as "72%".
fn screening(world: &World, number: usize) -> Vec<u8> {
    let term = &world.terms[number];
    let mut book = Workbook::new();
    for tab in CLASSES {
        let as_text = term.id == "2025-26-autumn" && tab == "Cedar";
        let mut sheet = Sheet::new(&mut book, tab);
        sheet.texts(&[&format!("Thrive class screening – {tab} – {}", term.title())]);
        sheet.texts(&[]);
        sheet.texts(&[
            "Pupil name",
            "UPN",
            "Screening date",
            "Being",
            "Doing",
            "Thinking",
            "Power and Identity",
            "Skills & Structure",
            "Interdependence",
            "Completed by",
        ]);
        for row in world.screenings.iter().filter(|row| row.term == number && row.tab == tab) {
            let pupil = &world.pupils[row.pupil];
            let mut cells =
                vec![Cell::Text(pupil.full_name()), Cell::Text(row.upn(&world.pupils)), Cell::Day(row.date)];
            cells.extend(row.scores.map(|score| match score {
                None => Cell::Blank,
                Some(score) if as_text => Cell::Text(format!("{score}%")),
                Some(score) => Cell::count(score),
            }));
            cells.push(Cell::text(&row.completed_by));
            sheet.add(cells);
        }
    }
    saved(book)
}

/// The wide register of 2025/26: two columns a day; blank before a child came and after it left.
fn register(world: &World) -> Vec<u8> {
    let mut book = Workbook::new();
    let mut sheet = Sheet::new(&mut book, "Marks 2025-26");
    let terms = || world.terms.iter().filter(|term| term.academic_year == 2025);
    let days: Vec<Date> = terms().flat_map(|term| term.school_days()).collect();
    let mut column = BTreeMap::new();
    let mut header: Vec<String> = ["UPN", "Surname", "Forename", "Reg"].map(String::from).into();
    for day in days {
        for session in ["AM", "PM"] {
            column.insert((day, session), header.len());
            header.push(format!("{} {session}", slashed(day)));
        }
    }
    sheet.texts(&header.iter().map(String::as_str).collect::<Vec<_>>());
    let mut rows: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for mark in &world.marks {
        if let Some(column) = column.get(&(mark.date, mark.session)) {
            rows.entry(mark.pupil).or_insert_with(|| vec![""; header.len()])[*column] = mark.code;
        }
    }
    for (who, mut cells) in rows {
        let pupil = &world.pupils[who];
        let class = pupil.spells().last().map_or("", |spell| spell.class);
        cells[..4].copy_from_slice(&[&pupil.upn, &pupil.surname, &pupil.forename, class]);
        sheet.texts(&cells);
    }
    sheet.sheet.set_freeze_panes(1, 4).expect("inside the sheet's limits");
    saved(book)
}

/// The marks of 2024/25: a title line with an en dash in Windows-1252, then a row for each mark.
fn marks(world: &World) -> Vec<u8> {
    let mut text = String::from("Sample Primary – marks 2024/25\r\nUPN,Date,Session,Mark\r\n");
    for mark in world.marks.iter().filter(|mark| mark.date < Date::constant(2025, 9, 1)) {
        let upn = &world.pupils[mark.pupil].upn;
        text += &format!("{upn},{},{},{}\r\n", slashed(mark.date), mark.session, mark.code);
    }
    encoding_rs::WINDOWS_1252.encode(&text).0.into_owned()
}

/// Delimited text of a header and rows.
fn delimited(delimiter: u8, header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Vec<u8> {
    let mut builder = csv::WriterBuilder::new();
    let mut writer = builder.delimiter(delimiter).terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(header).expect("writing to memory");
    for row in rows {
        writer.write_record(row).expect("writing to memory");
    }
    writer.into_inner().expect("writing to memory")
}

/// Individual profiles, long: a row for each strand.
fn profiles(world: &World) -> Vec<u8> {
    let header = ["UPN", "Date", "Tool", "Profile type", "Strand", "Score", "Respondent", "Assessor"];
    let rows = world.profiles.iter().flat_map(|row| {
        STRANDS.iter().zip(row.scores).map(|(strand, score)| {
            let score = score.map_or(String::new(), |score| score.to_string());
            let upn = world.pupils[row.pupil].upn.clone();
            let fixed =
                [slashed(row.date), "Thrive".into(), "Individual".into(), (*strand).into(), score, "Staff".into()];
            std::iter::once(upn).chain(fixed).chain([row.completed_by.clone()]).collect()
        })
    });
    delimited(b',', &header, rows)
}

/// Questionnaires, wide: a column for each scale.
fn questionnaires(world: &World) -> Vec<u8> {
    let header = [
        "UPN",
        "Date",
        "Tool",
        "Profile type",
        "Informant",
        "Emotional symptoms",
        "Conduct problems",
        "Hyperactivity",
        "Peer problems",
        "Prosocial",
        "Total difficulties",
        "Impact",
    ];
    let rows = world.questionnaires.iter().map(|row| {
        let upn = world.pupils[row.pupil].upn.clone();
        let head = [upn, slashed(row.date), "SDQ".into(), "Individual".into(), row.informant.into()];
        let scores = row.difficulties.into_iter().chain([row.prosocial, row.total(), row.impact]);
        head.into_iter().chain(scores.map(|score| score.to_string())).collect()
    });
    delimited(b',', &header, rows)
}

/// The log of blocks, with the school's own headers.
fn log(world: &World) -> Vec<u8> {
    let mut book = Workbook::new();
    let mut sheet = Sheet::new(&mut book, "Log");
    sheet.texts(&[
        "UPN",
        "Support",
        "Type",
        "Strand",
        "Started",
        "Finished",
        "Sessions planned",
        "Sessions attended",
        "Practitioner",
        "Cost (£)",
    ]);
    for block in &world.blocks {
        sheet.add([
            Cell::text(&world.pupils[block.pupil].upn),
            Cell::text(block.support),
            Cell::text(block.kind),
            Cell::text(STRANDS[block.strand]),
            Cell::Day(block.start),
            Cell::day(block.end),
            Cell::count(block.planned),
            Cell::count(block.attended),
            Cell::text(world.staff[block.practitioner].name),
            Cell::Number(block.cost_pence as f64 / 100.0),
        ]);
    }
    saved(book)
}

/// The session log: semicolons and a byte order mark.
fn sessions(world: &World) -> Vec<u8> {
    let rows = world.sessions.iter().map(|session| {
        let attended = if session.attended { "Y" } else { "N" };
        let upn = world.pupils[session.pupil].upn.clone();
        vec![upn, session.support.into(), slashed(session.date), session.minutes.to_string(), attended.into()]
    });
    let mut bytes = "\u{feff}".as_bytes().to_vec();
    bytes.extend(delimited(b';', &["UPN", "Intervention", "Date", "Minutes", "Attended"], rows));
    bytes
}

fn plans(world: &World) -> Vec<u8> {
    let mut book = Workbook::new();
    let mut sheet = Sheet::new(&mut book, "Plans");
    sheet.texts(&["UPN", "Class", "Plan type", "Target strand", "Opened", "Review", "Closed", "Outcome"]);
    for plan in &world.plans {
        sheet.add([
            Cell::text(plan.pupil.map_or("", |who| &world.pupils[who].upn)),
            Cell::text(plan.class),
            Cell::text(plan.kind),
            Cell::text(STRANDS[plan.strand]),
            Cell::Day(plan.dates.0),
            Cell::Day(plan.dates.1),
            Cell::day(plan.dates.2),
            Cell::text(plan.outcome),
        ]);
    }
    saved(book)
}

fn staff(world: &World) -> Vec<u8> {
    let mut book = Workbook::new();
    let mut sheet = Sheet::new(&mut book, "Staff");
    sheet.texts(&["Staff ID", "Name", "Role", "Senior leader", "Start date", "Leaving date"]);
    for person in &world.staff {
        let texts = [person.id.as_str(), person.name, person.role, flag(person.senior)].map(Cell::text);
        sheet.add(texts.into_iter().chain([Cell::Day(person.start), Cell::day(person.left)]));
    }
    let mut sheet = Sheet::new(&mut book, "Training");
    sheet.texts(&["Staff ID", "Course", "Provider", "Date", "Hours", "CPD points", "Licence level", "Expires"]);
    for row in &world.training {
        sheet.add([
            Cell::text(&row.staff),
            Cell::text(row.course),
            Cell::text(row.provider),
            Cell::Day(row.date),
            Cell::Number(row.hours),
            Cell::count(row.points),
            Cell::text(row.licence.map_or("", |(level, _)| level)),
            Cell::day(row.licence.map(|(_, expires)| expires)),
        ]);
    }
    saved(book)
}

fn suspensions(world: &World) -> Vec<u8> {
    let rows = world.suspensions.iter().map(|row| {
        let upn = world.pupils[row.pupil].upn.clone();
        vec![upn, slashed(row.start), row.sessions.to_string(), "Suspension".into(), row.reason.into()]
    });
    delimited(b',', &["UPN", "Start date", "Sessions", "Type", "Reason"], rows)
}
