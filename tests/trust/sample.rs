//! A trust of invented schools with planted truths: who is below the expected strand, and who is persistently absent, year
//! group by year group. Which children they are is drawn from a seed.

use std::fs;
use std::path::Path;

use crate::sample_school::chance::Chance;
use crate::sample_school::people::upn;
use crate::sample_school::support::STRANDS;

/// Name of the trust.
pub const TRUST: &str = "Invented Trust";
/// The term that the packs are about.
pub const TERM: &str = "2025-26-spring";
/// Year groups in order.
pub const YEARS: [&str; 7] = ["Reception", "Year 1", "Year 2", "Year 3", "Year 4", "Year 5", "Year 6"];

/// One school's truths.
pub struct Plan {
    /// Folder and beginning of the pupil numbers.
    pub folder: &'static str,
    /// Name as it is printed.
    pub name: &'static str,
    /// Pupils in each year group.
    pub pupils: [usize; 7],
    /// Of them below the expected strand.
    pub below: [usize; 7],
    /// Of them not screened.
    pub unscreened: [usize; 7],
    /// Of them persistently absent.
    pub absent: [usize; 7],
}

impl Plan {
    /// Pupils of the school.
    pub fn all(&self) -> usize {
        self.pupils.iter().sum()
    }

    /// Pupils of a year group with a result.
    pub fn with_result(&self, year: usize) -> usize {
        self.pupils[year] - self.unscreened[year]
    }
}

/// The schools: two like any, one in which most children are below, and a small one with few children below, which its
/// own pack may not say.
pub fn plans() -> [Plan; 4] {
    [
        Plan {
            folder: "ash",
            name: "Ash School",
            pupils: [30; 7],
            below: [9, 10, 8, 9, 11, 8, 9],
            unscreened: [2, 1, 2, 1, 2, 1, 2],
            absent: [5, 6, 5, 7, 6, 5, 8],
        },
        Plan {
            folder: "brook",
            name: "Brook School",
            pupils: [42, 40, 41, 40, 43, 40, 40],
            below: [13, 12, 11, 14, 12, 3, 13],
            unscreened: [0; 7],
            absent: [6, 7, 9, 6, 8, 7, 6],
        },
        Plan {
            folder: "elm",
            name: "Elm School",
            pupils: [28, 30, 29, 30, 30, 30, 29],
            below: [17, 21, 16, 18, 19, 17, 16],
            unscreened: [0; 7],
            absent: [15, 16, 14, 15, 16, 17, 14],
        },
        Plan {
            folder: "fern",
            name: "Fern School",
            pupils: [12, 11, 12, 11, 12, 11, 12],
            below: [1, 0, 1, 0, 0, 1, 0],
            unscreened: [0; 7],
            absent: [2, 1, 2, 2, 3, 2, 1],
        },
    ]
}

/// Terms of 2025/26.
const CALENDAR: &str = r#"
[[calendar.term]]
year = "2025/26"
name = "Autumn"
start = 2025-09-02
end = 2025-12-19
[[calendar.term]]
year = "2025/26"
name = "Spring"
start = 2026-01-05
end = 2026-03-27
"#;

/// Writes the trust into a folder.
pub fn write(folder: &Path) {
    fs::create_dir_all(folder).expect("made");
    fs::write(folder.join("trust.toml"), format!("[trust]\nname = \"{TRUST}\"\n")).expect("written");
    for (number, plan) in plans().iter().enumerate() {
        school(&folder.join(plan.folder), plan, number);
    }
}

/// Writes one school's project folder.
pub fn school(folder: &Path, plan: &Plan, number: usize) {
    let inbox = folder.join("inbox");
    fs::create_dir_all(&inbox).expect("made");
    fs::write(folder.join("school.toml"), format!("[school]\nname = \"{}\"\n{CALENDAR}", plan.name)).expect("written");
    let mut chance = Chance::new(100 + number as u64);
    let mut pupils = String::from("UPN,Surname,Forename,Date of birth,Sex,Year group,Class,Start date\n");
    let mut screening = String::from("UPN,Date,Strand,Score\n");
    let mut attendance = String::from("UPN,From,To,Possible sessions,Attended,Authorised,Unauthorised,Late\n");
    for (year, name) in YEARS.iter().enumerate() {
        let mut order: Vec<usize> = (0..plan.pupils[year]).collect();
        chance.shuffle(&mut order);
        let below = &order[..plan.below[year]];
        let unscreened = &order[plan.below[year]..plan.below[year] + plan.unscreened[year]];
        let absent = &order[order.len() - plan.absent[year]..];
        for serial in 0..plan.pupils[year] {
            let month = 1 + serial % 12;
            let born = if month < 9 { 2021 } else { 2020 } - year;
            let number = upn(&format!("9{number:02}{:04}{:02}{serial:03}", 2000 + number, 25 - year));
            pupils += &format!(
                "{number},Name{serial}x{year},Given{serial},{:02}/{:02}/{},{},{name},{name} A,02/09/2019\n",
                1 + serial % 28,
                month,
                born,
                if serial % 2 == 0 { "F" } else { "M" },
            );
            // Expected: Power & Identity up to Year 2, Skills & Structure from Year 3.
            let working = match (below.contains(&serial), year < 3) {
                // In the school that stands out on the first strand, elsewhere on any of three.
                (true, _) if plan.folder == "elm" => 0,
                (true, _) => serial % 3,
                (false, true) => 3,
                (false, false) => 4,
            };
            for (at, strand) in STRANDS.iter().enumerate().filter(|_| !unscreened.contains(&serial)) {
                let score = if at == working { 45 } else { 85 };
                screening += &format!("{number},10/02/2026,{strand},{score}\n");
            }
            let (attended, missed) = if absent.contains(&serial) { (170, 30) } else { (192, 8) };
            attendance += &format!("{number},02/09/2025,27/03/2026,200,{attended},{missed},0,0\n");
        }
    }
    for (file, text) in [("pupils.csv", pupils), ("screening.csv", screening), ("attendance.csv", attendance)] {
        fs::write(inbox.join(file), text).expect("written");
    }
}
