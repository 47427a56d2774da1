//! The one integration-test binary: an index of what is shown where.

/// Pages for every reader: axe-core in every colour scheme.
mod accessible;
/// Import direction of the stages and confinement of the big crates.
mod architecture;
/// What a reader with every pack of a year in hand can work out, over many schools.
mod attack;
/// The built program and a demo project made once.
mod binary;
/// Chromium over its debugging pipe.
mod chromium;
/// The recipes of the cookbook, as they are printed.
mod cookbook;
/// A collection of other people's spreadsheets, where it lies beside the repository.
mod corpus;
/// The account of every file, sheet and row; exports that come twice.
mod data_quality;
/// Small files in every dialect, and what is said about them.
mod dialects;
/// What changed between two runs.
mod diff;
/// The commands, as a user types them.
mod end_to_end;
/// What a school's cells would like to do to a reader's browser, office program or disk.
mod injection;
/// What a hostile file costs: itself, and nothing else.
mod isolation;
/// Keyboard, sorting, chart or table, colours and motion in a real browser.
mod keyboard;
/// Every figure against an independent slow path.
mod known_answers;
/// The canonical tables as Parquet.
mod lake;
/// LibreOffice opens every workbook.
mod libreoffice;
/// How often rows with planted errors find their children, and how often a wrong one.
mod matching_measured;
/// National code counts and comparators against the reference.
mod national_attendance;
/// The other packs, and a school's own reports.
mod packs;
/// Pages in a real browser.
mod page;
/// The printed report, read again.
mod pdf;
/// A file for every oddity of the formats, and what is read of it.
mod quirks;
/// Random schools: no order changes a figure, a whole is its weighted parts.
mod random_schools;
/// Finished packs read back: clean ones are clean, and what is planted is found.
mod readback;
/// Readings kept for the next run.
mod readings_kept;
/// What is made coarser before anything is withheld, and the senior leaders' report.
mod redesign;
/// Same inputs, same bytes.
mod reproducible;
/// Links that people confirm or reject.
mod review;
/// Page, workbook, print, Word, charts and results.json of every pack say the same.
mod same_figures;
/// The sample school is what its generator makes.
mod sample;
/// The seeded generator of the sample school and its truths.
mod sample_school;
/// Coverage and error rates of the methods, on request.
mod simulations;
/// Every query against a case worked by hand, every audit against one that fails it.
mod sql_cases_run;
/// A trust of schools: packs, roll-up, one bad school among good ones.
mod trust;
/// Workbooks as their readers find them.
mod workbook_matches;
/// Every worked example of the statistics reference.
mod worked_examples;
