//! Sample Primary School: invented pupils, the exports a school of that kind would hold, and the answers.
//!
//! | module | what it is about |
//! |---|---|
//! | `calendar` | the two academic years and their school days |
//! | `chance` | the seeded source of everything that varies |
//! | `people` | pupils, their characteristics, and the pupil list's rows |
//! | `settings` | the text of `school.toml` |
//! | `support` | blocks of support, sessions, plans, suspensions |
//! | `staff` | staff, training, Family Thrive registers |
//! | `gaps` | which children have a strand that stays behind |
//! | `screening` | how children develop, and the screening rows that show it |
//! | `questionnaires` | what parents and teachers answered about children in support |
//! | `register` | attendance marks |
//! | `workbooks` | the xlsx and csv files, in the dialects real schools have |
//! | `open_document` | a small `.ods` writer |
//! | `truth` | the known answers, by plain slow loops over the [`World`] |
//!
//! Everything planted on purpose is written down in `fixtures/README.md`.

// Each test module uses its own part of the sample.
#![allow(dead_code)]

pub mod calendar;
pub mod chance;
pub mod gaps;
pub mod open_document;
pub mod people;
pub mod questionnaires;
pub mod register;
pub mod screening;
pub mod settings;
pub mod staff;
pub mod support;
pub mod truth;
pub mod workbooks;

use std::collections::BTreeMap;

use jiff::civil::{Date, date};

/// The whole invented school: what happened, and what its files say about it.
pub struct World {
    /// Terms of both years, in order.
    pub terms: Vec<calendar::Term>,
    /// The date a run of the sample is "as at".
    pub as_of: Date,
    /// The term the packs are about.
    pub run_term: String,
    /// From this date the files say which class a child is in. The only pupil list is that of 2025/26, so the class of
    /// a child who is still here is not known for 2024/25. See `workbooks::last_years_list`.
    pub classes_known_from: Date,
    /// Every child on roll at any time in the two years.
    pub pupils: Vec<people::Pupil>,
    /// Blocks of support in both years.
    pub blocks: Vec<support::Block>,
    /// The session log of 2025/26.
    pub sessions: Vec<support::Session>,
    /// Class and one-to-one plans.
    pub plans: Vec<support::Plan>,
    /// Suspensions of both years.
    pub suspensions: Vec<support::Suspension>,
    /// Class screening rows, as written, oddities included.
    pub screenings: Vec<screening::Row>,
    /// Individual profiles before and after support.
    pub profiles: Vec<screening::Row>,
    /// Questionnaires about children in support.
    pub questionnaires: Vec<questionnaires::Questionnaire>,
    /// Attendance marks, as written, oddities included.
    pub marks: Vec<register::Mark>,
    /// Staff in post at any time in the two years.
    pub staff: Vec<staff::Person>,
    /// Courses completed by staff.
    pub training: Vec<staff::Training>,
    /// Family Thrive registers.
    pub families: Vec<staff::Participant>,
    /// Names of support of which `settings` says that its places were drawn by lot.
    pub by_lot: Vec<&'static str>,
    /// The text of `school.toml`.
    pub settings: String,
}

/// Builds the school. Always the same.
pub fn world() -> World {
    let terms = calendar::terms();
    let pupils = people::pupils();
    let staff = staff::people();
    let mut minds = screening::minds(&pupils);
    let mut blocks = support::blocks(&pupils, &minds, &terms, &staff);
    gaps::give(&pupils, &mut minds, &blocks);
    let suspensions = support::suspensions(&pupils, &blocks);
    let sessions = support::sessions(&blocks, &terms);
    let plans = support::plans(&blocks);
    let marks = register::marks(&pupils, &blocks, &suspensions, &terms);
    let families = staff::families(&pupils, &blocks);
    let questionnaires = questionnaires::questionnaires(&blocks);
    // Next Step came last: nothing of the above knows of it, and only its own strand shows it.
    let screened = screening::class_rows(&pupils, &minds, &blocks, &terms);
    blocks.extend(support::next_step(&pupils, &blocks, &suspensions, &families, &screened, &terms));
    World {
        as_of: date(2026, 7, 21),
        run_term: "2025-26-summer".into(),
        classes_known_from: date(2025, 9, 1),
        sessions,
        plans,
        questionnaires,
        marks,
        families,
        by_lot: Vec::new(),
        settings: settings::SCHOOL_TOML.into(),
        screenings: screening::class_rows(&pupils, &minds, &blocks, &terms),
        profiles: screening::individual_rows(&pupils, &minds, &blocks, &terms, &staff),
        training: staff::training(&staff),
        terms,
        pupils,
        blocks,
        suspensions,
        staff,
    }
}

/// The school's project folder: `school.toml` and `inbox/…`, by project-relative path.
pub fn files(world: &World) -> BTreeMap<String, Vec<u8>> {
    let mut files = workbooks::files(world);
    files.insert("school.toml".into(), world.settings.as_bytes().to_vec());
    files.insert("inbox/Family Thrive/registers.ods".into(), staff::family_registers(world));
    files
}
