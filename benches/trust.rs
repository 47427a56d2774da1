//! What a trust costs: wall time, CPU time and peak memory of `trust`, cold, warm, and warm with one changed file, for
//! growing numbers of schools. A program, not a timed test: `cargo bench --profile release --bench trust`.
//!
//! `SCHOOLS=3,10,30` says how many schools, `ROUNDS=3` how often. The schools are made once and kept: each has 420 pupils, a
//! screening for each of three terms and 159,600 attendance marks in one sheet of seven columns, as `xlsx`. Peak memory
//! is that of the largest single process; readers of files are processes of their own.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Pupils of a year group.
const OF_A_YEAR: usize = 60;
const YEARS: [&str; 7] = ["Reception", "Year 1", "Year 2", "Year 3", "Year 4", "Year 5", "Year 6"];
const STRANDS: [&str; 6] = ["Being", "Doing", "Thinking", "Power & Identity", "Skills & Structure", "Interdependence"];
/// First Mondays of the terms, and their weeks: 38 weeks, 190 days.
const TERMS: [((u16, u8, u8), u32); 3] = [((2025, 9, 8), 14), ((2026, 1, 5), 11), ((2026, 4, 13), 13)];

fn main() -> Outcome<()> {
    let list = std::env::var("SCHOOLS").unwrap_or_else(|_| "3,10,30".into());
    let sizes: Vec<usize> = list.split(',').filter_map(|size| size.trim().parse().ok()).collect();
    let rounds: usize = std::env::var("ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(3);
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-trust");
    let most = sizes.iter().copied().max().unwrap_or(0);
    for school in 0..most {
        make(&place.join("schools").join(format!("s{school:03}")), school)?;
    }
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!("trust, medians of {rounds} rounds, {cores} cores, load {}", load());
    println!("| schools | run | wall s | CPU s | peak MB | of cold |\n|---|---|---|---|---|---|");
    let mut cold_cpu: Vec<(f64, f64)> = Vec::new();
    for size in sizes {
        let trust = place.join(format!("trust-{size}"));
        let [mut cold, mut warm, mut changed] = [const { Vec::new() }; 3];
        for round in 0..rounds {
            set_up(&place.join("schools"), &trust, size)?;
            cold.push(measured(&trust)?);
            warm.push(measured(&trust)?);
            // One school's pupil list is new: the cheapest file to read, so what is measured is all the rest.
            pupils(&trust.join("s000/inbox/pupils.xlsx"), 0, round + 1)?;
            changed.push(measured(&trust)?);
        }
        let base = median(&mut cold.iter().map(|cost| cost.wall).collect::<Vec<_>>());
        for (name, costs) in [("cold", &cold), ("warm", &warm), ("one file changed", &changed)] {
            let of = |value: fn(&Cost) -> f64| median(&mut costs.iter().map(value).collect::<Vec<_>>());
            let (wall, cpu, peak) = (of(|cost| cost.wall), of(|cost| cost.cpu), of(|cost| cost.peak));
            println!("| {size} | {name} | {wall:.2} | {cpu:.2} | {peak:.0} | {:.2} |", wall / base);
            if name == "cold" {
                cold_cpu.push((size as f64, cpu));
            }
        }
    }
    if let (Some(first), Some(last)) = (cold_cpu.first(), cold_cpu.last())
        && last.0 > first.0
    {
        let exponent = (last.1 / first.1).ln() / (last.0 / first.0).ln();
        println!("\nCPU grows as schools to the power of {exponent:.3} ({} to {} schools)", first.0, last.0);
    }
    Ok(())
}

/// A fresh trust of so many of the schools, without packs, ledgers or kept readings.
fn set_up(schools: &Path, trust: &Path, size: usize) -> Outcome<()> {
    let _ = fs::remove_dir_all(trust);
    fs::create_dir_all(trust)?;
    fs::write(trust.join("trust.toml"), "[trust]\nname = \"Bench Trust\"\n")?;
    for school in 0..size {
        let name = format!("s{school:03}");
        let inbox = trust.join(&name).join("inbox");
        fs::create_dir_all(&inbox)?;
        fs::copy(schools.join(&name).join("school.toml"), trust.join(&name).join("school.toml"))?;
        for file in ["pupils.xlsx", "screening.xlsx", "attendance.xlsx"] {
            fs::copy(schools.join(&name).join(file), inbox.join(file))?;
        }
    }
    Ok(())
}

/// What a run took.
struct Cost {
    wall: f64,
    cpu: f64,
    peak: f64,
}

fn measured(trust: &Path) -> Outcome<Cost> {
    // The peak of all children that ended is kept by the system: a process of its own for each run starts anew.
    let before = usage();
    let started = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_thrive-report"))
        .args(["-q", "trust", "--term", "2025-26-summer", "--project"])
        .arg(trust)
        .stderr(Stdio::piped())
        .spawn()?;
    let peak = peak_of(&mut child)?;
    let wall = started.elapsed().as_secs_f64();
    Ok(Cost { wall, cpu: usage() - before, peak })
}

/// Waits for a process; the largest memory that it had, in MB, as the system counted it.
#[cfg(target_os = "linux")]
fn peak_of(child: &mut std::process::Child) -> Outcome<f64> {
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0.0_f64;
    loop {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
        peak = peak.max(kilobytes.unwrap_or(0.0) / 1024.0);
        if let Some(status) = child.try_wait()? {
            if status.code().is_none_or(|code| code > 1) {
                let mut said = String::new();
                if let Some(errors) = child.stderr.as_mut() {
                    std::io::Read::read_to_string(errors, &mut said)?;
                }
                return Err(format!("trust ended with {status}: {said}").into());
            }
            return Ok(peak);
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

#[cfg(not(target_os = "linux"))]
fn peak_of(child: &mut std::process::Child) -> Outcome<f64> {
    child.wait()?;
    Ok(f64::NAN)
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// CPU seconds of all finished children.
#[cfg(unix)]
fn usage() -> f64 {
    let mut usage = std::mem::MaybeUninit::<libc::rusage>::zeroed();
    // SAFETY: getrusage fills the struct that it is given a valid pointer to.
    let usage = unsafe {
        libc::getrusage(libc::RUSAGE_CHILDREN, usage.as_mut_ptr());
        usage.assume_init()
    };
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 / 1e6;
    seconds(usage.ru_utime) + seconds(usage.ru_stime)
}

#[cfg(not(unix))]
fn usage() -> f64 {
    f64::NAN
}

/// What else the machine was doing.
fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().next().unwrap_or("unknown").to_owned()
}

/// The files of one school, if they are not there yet. Always the same.
fn make(folder: &Path, school: usize) -> Outcome<()> {
    if folder.join("school.toml").exists() {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    pupils(&folder.join("pupils.xlsx"), school, 0)?;
    screening(&folder.join("screening.xlsx"), school)?;
    attendance(&folder.join("attendance.xlsx"), school)?;
    let mut settings = format!("[school]\nname = \"Bench School {school:03}\"\n");
    for (name, (start, weeks)) in ["Autumn", "Spring", "Summer"].iter().zip(TERMS) {
        let (first, last) = (day(start, 0)?, day(start, weeks * 7 - 3)?);
        settings +=
            &format!("[[calendar.term]]\nyear = \"2025/26\"\nname = \"{name}\"\nstart = {first}\nend = {last}\n");
    }
    // The last file: a school without it is made again.
    Ok(fs::write(folder.join("school.toml"), settings)?)
}

/// A date so many days after another, as TOML has it.
fn day(start: (u16, u8, u8), after: u32) -> Outcome<String> {
    let start = jiff::civil::date(start.0.try_into()?, start.1.try_into()?, start.2.try_into()?);
    Ok(start.checked_add(jiff::Span::new().days(i64::from(after)))?.to_string())
}

fn excel(text: &str) -> Outcome<ExcelDateTime> {
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default().parse::<u16>();
    Ok(ExcelDateTime::from_ymd(part(0, 4)?, part(5, 7)?.try_into()?, part(8, 10)?.try_into()?)?)
}

/// A number between 0 and 999 that only depends on what it is for.
fn chance(school: usize, pupil: usize, what: usize) -> usize {
    let mut mixed = (school as u64) << 40 ^ (pupil as u64) << 20 ^ what as u64 ^ 0x9e37_79b9_7f4a_7c15;
    for _ in 0..3 {
        mixed = (mixed ^ (mixed >> 31)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    }
    ((mixed >> 33) % 1000) as usize
}

fn upn(school: usize, pupil: usize) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRTUVWXYZ";
    let body = format!("9{:02}{:04}{:02}{:03}", school % 100, 2000 + school, 25 - pupil / OF_A_YEAR, pupil % OF_A_YEAR);
    let sum: usize = body.bytes().enumerate().map(|(i, digit)| (i + 2) * usize::from(digit - b'0')).sum();
    format!("{}{body}", char::from(LETTERS[sum % 23]))
}

fn name(pupil: usize) -> (String, String) {
    (format!("Surname{}", pupil % 97), format!("Forename{pupil}"))
}

fn pupils(path: &PathBuf, school: usize, round: usize) -> Outcome<()> {
    let mut book = Workbook::new();
    let dates = Format::new().set_num_format("dd/mm/yyyy");
    let sheet = book.add_worksheet();
    for (at, head) in ["UPN", "Surname", "Forename", "Date of birth", "Sex", "Year group", "Class", "Pupil premium"]
        .iter()
        .enumerate()
    {
        sheet.write(0, at as u16, *head)?;
    }
    for pupil in 0..OF_A_YEAR * YEARS.len() {
        let (row, year) = (pupil as u32 + 1, pupil / OF_A_YEAR);
        let (surname, forename) = name(pupil);
        sheet.write(row, 0, upn(school, pupil))?.write(row, 1, surname)?.write(row, 2, forename)?;
        let born = format!("{}-{:02}-{:02}", 2021 - year, 1 + pupil % 8, 1 + pupil % 28);
        sheet.write_with_format(row, 3, &excel(&born)?, &dates)?;
        sheet.write(row, 4, if pupil.is_multiple_of(2) { "F" } else { "M" })?.write(row, 5, YEARS[year])?;
        sheet.write(row, 6, format!("{}{}", YEARS[year], if pupil % 60 < 30 { "A" } else { "B" }))?;
        // What changes from round to round: one pupil's premium.
        let premium = chance(school, pupil, 1) < 250 || (pupil == 0 && !round.is_multiple_of(2));
        sheet.write(row, 7, if premium { "Yes" } else { "No" })?;
    }
    // A line that makes each round's file another one.
    sheet.write(OF_A_YEAR as u32 * YEARS.len() as u32 + 3, 0, format!("Made for round {round}"))?;
    Ok(book.save(path)?)
}

fn screening(path: &Path, school: usize) -> Outcome<()> {
    let mut book = Workbook::new();
    let dates = Format::new().set_num_format("dd/mm/yyyy");
    for (term, (start, weeks)) in TERMS.iter().enumerate() {
        let sheet = book.add_worksheet().set_name(["Autumn", "Spring", "Summer"][term])?;
        sheet.write(0, 0, "UPN")?.write(0, 1, "Date")?;
        for (at, strand) in STRANDS.iter().enumerate() {
            sheet.write(0, at as u16 + 2, *strand)?;
        }
        let on = excel(&day(*start, weeks / 2 * 7)?)?;
        for pupil in 0..OF_A_YEAR * YEARS.len() {
            let row = pupil as u32 + 1;
            sheet.write(row, 0, upn(school, pupil))?.write_with_format(row, 1, &on, &dates)?;
            let below = chance(school, pupil, 7) < 280 + school % 7 * 20;
            let working = if below { chance(school, pupil, 8) % 3 } else { 3 + usize::from(pupil >= 3 * OF_A_YEAR) };
            for at in 0..STRANDS.len() {
                let score = if at == working { 35 } else { 70 } + (chance(school, pupil, 20 + at) % 20 + term) as u32;
                sheet.write(row, at as u16 + 2, score)?;
            }
        }
    }
    Ok(book.save(path)?)
}

fn attendance(path: &Path, school: usize) -> Outcome<()> {
    let mut book = Workbook::new();
    let dates = Format::new().set_num_format("dd/mm/yyyy");
    let sheet = book.add_worksheet();
    for (at, head) in ["UPN", "Name", "Year", "Reg", "Date", "Session", "Mark"].iter().enumerate() {
        sheet.write(0, at as u16, *head)?;
    }
    let mut days = Vec::new();
    for (start, weeks) in TERMS {
        for week in 0..weeks {
            for weekday in 0..5 {
                days.push(excel(&day(start, week * 7 + weekday)?)?);
            }
        }
    }
    let mut row = 0;
    for pupil in 0..OF_A_YEAR * YEARS.len() {
        let (number, (surname, forename), year) = (upn(school, pupil), name(pupil), YEARS[pupil / OF_A_YEAR]);
        let often = chance(school, pupil, 3) * chance(school, pupil, 4) / 6000;
        for (at, date) in days.iter().enumerate() {
            let away = chance(school, pupil, 1000 + at / 2) < often;
            for (session, present) in [("AM", "/"), ("PM", "\\")] {
                row += 1;
                sheet.write(row, 0, &number)?.write(row, 1, format!("{surname}, {forename}"))?.write(row, 2, year)?;
                sheet.write(row, 3, "A")?.write_with_format(row, 4, date, &dates)?.write(row, 5, session)?;
                sheet.write(row, 6, if away { "I" } else { present })?;
            }
        }
    }
    Ok(book.save(path)?)
}
