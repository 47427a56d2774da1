//! The stages import in one direction only, and each big library is named in one place. Read from the source itself.

/// The source, file by file, without comments and tests.
mod source;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use source::{SourceFile, all, names_crate, own_imports};

/// What may be used everywhere: places, messages, errors, dates, numbers of pupils.
const COMMON: [&str; 5] = ["dates", "diagnostic", "error", "place", "upn"];

/// What each part of the program may import besides itself and [`COMMON`]. What is not here may import everything.
const MAY_IMPORT: [(&str, &[&str]); 25] = [
    ("dates", &[]),
    ("diagnostic", &[]),
    ("error", &[]),
    ("place", &[]),
    ("upn", &[]),
    ("progress", &[]),
    ("publish", &[]),
    // The school's settings hold its rules of disclosure.
    ("project", &["disclosure", "measures", "statistics"]),
    ("sources", &[]),
    // A questionnaire's items are scored by its published rule, a method like any other.
    ("tables", &["sources", "project", "statistics"]),
    // What stands for a child in files that outlive a run.
    ("pseudonyms", &["publish", "tables"]),
    ("queries", &[]),
    ("store", &["tables", "queries", "fault"]),
    // Canonical tables for other engines.
    ("lake", &["publish", "queries", "store"]),
    ("statistics", &[]),
    ("measures", &["queries", "store", "statistics"]),
    ("disclosure", &["measures"]),
    ("ledger", &["disclosure", "measures", "publish"]),
    ("reports", &["disclosure", "measures", "statistics", "store", "tables"]),
    ("outputs", &["reports", "disclosure", "measures", "tables"]),
    // After everything: it compares what runs left.
    ("changes", &["outputs", "reports", "measures", "store", "tables"]),
    // What lies where, and what is to go: of the whole project folder.
    ("data_protection", &["changes", "project", "pseudonyms", "publish", "sources", "tables"]),
    // What is said when the program is at fault.
    ("fault", &[]),
    ("seal", &["publish"]),
    // It reads finished packs by their files alone: what wrote them must not be what checks them.
    ("readback", &[]),
];

/// Which files may name a library, by the beginning of their path.
const CONFINED: [(&str, &[&str]); 24] = [
    ("calamine", &["sources/workbook/"]),
    ("cfb", &["sources/workbook/xls.rs"]),
    ("encoding_rs", &["sources/text.rs"]),
    (
        "quick_xml",
        &[
            "sources/xml.rs",
            "sources/xml2003.rs",
            "sources/open_document.rs",
            "sources/workbook/parts.rs",
            "readback/parts.rs",
        ],
    ),
    ("scraper", &["sources/html.rs", "readback/html.rs"]),
    ("zip", &["sources/archive.rs", "sources/workbook/parts.rs", "seal.rs", "readback/parts.rs"]),
    ("pdf_extract", &["readback/pdf.rs"]),
    ("wait_timeout", &["sources/isolated/mod.rs"]),
    ("rlimit", &["sources/isolated/limits.rs"]),
    ("win32job", &["sources/isolated/limits.rs"]),
    (
        "csv",
        &[
            "sources/delimited.rs",
            "tables/codes.rs",
            "tables/national.rs",
            "tables/matching/nicknames.rs",
            "tables/matching/review.rs",
            "data_protection/inventory.rs",
        ],
    ),
    ("polars", &["tables/frame.rs"]),
    ("duckdb", &["store/duck.rs"]),
    ("arrow", &["store/duck.rs"]),
    ("statrs", &["statistics/"]),
    ("nalgebra", &["statistics/ancova.rs"]),
    ("rand", &["statistics/placebo.rs"]),
    ("plotters", &["outputs/charts/"]),
    ("rust_xlsxwriter", &["outputs/", "commands/template.rs"]),
    ("minijinja", &["reports/", "outputs/"]),
    ("typst", &["outputs/pdf.rs", "outputs/pdf_world.rs"]),
    ("typst_pdf", &["outputs/pdf.rs"]),
    ("clap", &["cli.rs", "commands/", "main.rs"]),
    ("indicatif", &["progress.rs"]),
];

/// Imports of a file that its part of the program may not make.
fn forbidden(file: &SourceFile) -> Vec<String> {
    let part = file.part();
    let Some((_, allowed)) = MAY_IMPORT.iter().find(|(name, _)| *name == part) else { return Vec::new() };
    let fits =
        |target: &String| target == part || COMMON.contains(&target.as_str()) || allowed.contains(&target.as_str());
    own_imports(&file.code)
        .into_iter()
        .filter(|target| !fits(target))
        .map(|target| format!("{}: {target}", file.path))
        .collect()
}

/// Libraries that a file names although they belong elsewhere.
fn out_of_place(file: &SourceFile) -> Vec<String> {
    let strays = CONFINED.iter().filter(|(name, places)| {
        names_crate(&file.code, name) && !places.iter().any(|place| file.path.starts_with(place))
    });
    strays.map(|(name, _)| format!("{}: {name}", file.path)).collect()
}

#[test]
fn stages_import_in_one_direction_only() {
    let files = all();
    assert!(files.len() > 80, "{} files", files.len());
    let strays: Vec<String> = files.iter().flat_map(forbidden).collect();
    assert_eq!(strays, Vec::<String>::new());
    // A part that nobody has thought about would be free to import anything.
    let free = ["cli", "commands", "lib", "main", "manifest", "run", "trace", "trust"];
    let parts: BTreeSet<&str> = files.iter().map(SourceFile::part).filter(|part| !free.contains(part)).collect();
    let known: BTreeSet<&str> = MAY_IMPORT.iter().map(|(name, _)| *name).collect();
    assert_eq!(parts, known);
}

#[test]
fn no_stage_climbs_out_by_super() {
    for file in all() {
        // tables/frame.rs lies two deep: one `super` stays inside its stage.
        let allowed = file.depth().saturating_sub(1).max(1);
        let climbs = format!("{}super::", "super::".repeat(allowed));
        assert!(!file.code.contains(&climbs), "{} climbs out of its stage", file.path);
    }
}

#[test]
fn each_big_library_is_named_in_its_place_only() {
    let files = all();
    let strays: Vec<String> = files.iter().flat_map(out_of_place).collect();
    assert_eq!(strays, Vec::<String>::new());
    for (name, _) in CONFINED {
        assert!(
            files.iter().any(|file| names_crate(&file.code, name)),
            "{name} is named nowhere: the list is out of date"
        );
    }
}

#[test]
fn nothing_asks_the_clock_the_network_or_chance() {
    let words = [
        "std::net",
        "SystemTime::now",
        "Instant::now",
        "Zoned::now",
        "Timestamp::now",
        "rand::",
        "env::temp_dir",
        "thread_rng",
    ];
    // Stage times are for the terminal alone; placebo sets are drawn from a seed.
    let allowed = [("progress.rs", "Instant::now"), ("statistics/placebo.rs", "rand::")];
    for file in all() {
        for word in words {
            let here = allowed.contains(&(file.path.as_str(), word));
            assert!(here || !file.code.contains(word), "{} has {word}", file.path);
        }
    }
}

#[test]
fn the_governors_renderers_never_see_an_unprotected_figure() {
    let renders = |path: &str| {
        path.starts_with("outputs/charts/")
            || ["html", "pdf", "view", "workbook", "table_view", "figure_text"]
                .iter()
                .any(|name| path.starts_with(&format!("outputs/{name}")))
    };
    let files = all();
    let renderers: Vec<&SourceFile> = files.iter().filter(|file| renders(&file.path)).collect();
    assert!(renderers.len() > 10, "{} renderers", renderers.len());
    for file in renderers {
        for name in source::imports_from(&file.code, "measures") {
            assert!(
                ["Status", "Unit", "Tier", "Population", "Catalogue", "Measure"].contains(&name.as_str()),
                "{} imports measures::{name}",
                file.path
            );
        }
        assert!(!own_imports(&file.code).contains("store"), "{}", file.path);
    }
}

#[test]
fn no_input_can_reach_a_panic() {
    for file in all() {
        for word in [".unwrap()", ".expect(", "panic!(", "todo!(", "unimplemented!(", "dbg!("] {
            assert!(!file.code.contains(word), "{} has {word} outside its tests", file.path);
        }
    }
}

#[test]
fn every_file_says_what_it_is_about_and_is_not_long() {
    for file in all() {
        let text = fs::read_to_string(source::folder().join(&file.path)).expect("there");
        assert!(text.starts_with("//! "), "{} does not say what it is about", file.path);
        let lines = text.lines().count();
        assert!(lines <= 420, "{} has {lines} lines", file.path);
    }
}

#[test]
fn every_code_in_the_source_is_in_the_catalogue_and_the_other_way_round() {
    let used: BTreeSet<String> =
        all().iter().flat_map(|file| source::codes(&file.code, '"')).chain(codes_of_findings()).collect();
    let known: BTreeSet<String> = thrive_report::diagnostic::catalogue().keys().cloned().collect();
    assert_eq!(used, known);
}

fn codes_of_findings() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("queries/findings");
    let files = fs::read_dir(folder).expect("there").map(|entry| entry.expect("listed").path());
    files.flat_map(|path| source::codes(&fs::read_to_string(path).expect("there"), '\'')).collect()
}

#[test]
fn a_forbidden_import_is_caught() {
    let file = |path: &str, text: &str| SourceFile::new(path, text);
    assert_eq!(forbidden(&file("sources/x.rs", "use crate::tables::Frame;")), ["sources/x.rs: tables"]);
    assert_eq!(forbidden(&file("tables/x.rs", "fn f() { crate::store::fill() }")), ["tables/x.rs: store"]);
    assert_eq!(
        forbidden(&file("measures/x.rs", "use crate::{\n    error::Error,\n    outputs::{html, charts},\n};")),
        ["measures/x.rs: outputs"]
    );
    assert_eq!(
        forbidden(&file("error.rs", "use crate::diagnostic::Kind; use crate::project::Term;")),
        ["error.rs: project"]
    );
    // Comments and tests are free.
    assert!(
        forbidden(&file(
            "sources/x.rs",
            "/// See [`crate::run`].\nfn f() {}\n#[cfg(test)]\nmod tests {\n    use crate::outputs;\n}"
        ))
        .is_empty()
    );
    assert!(forbidden(&file("run.rs", "use crate::outputs;")).is_empty());
}

#[test]
fn a_library_out_of_place_is_caught() {
    let file = |path: &str, text: &str| SourceFile::new(path, text);
    assert_eq!(out_of_place(&file("run.rs", "use polars::prelude::*;")), ["run.rs: polars"]);
    assert_eq!(out_of_place(&file("tables/x.rs", "fn f() -> csv::Reader<()> {}")), ["tables/x.rs: csv"]);
    assert!(out_of_place(&file("tables/x.rs", "let a = b.zip(c); // arrow\nlet d = my_csv::x;")).is_empty());
    assert!(out_of_place(&file("store/duck.rs", "use duckdb::Connection;")).is_empty());
}
