//! Pages for every reader, in a real browser: axe-core finds nothing, whatever the width and the reader's colours.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::binary::{files_in, packs};
use crate::chromium::{Chrome, Opened};

/// What is asked of a page: WCAG 2.2 at levels A and AA, and what axe-core holds to be good practice.
const TAGS: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/// Widths of a phone, a tablet and a desktop.
const WIDTHS: [u32; 3] = [360, 768, 1440];

/// Every page of the packs, by its path: a new pack is looked at without being named here.
pub fn pages() -> Vec<String> {
    let pages: Vec<String> = files_in(&packs()).into_keys().filter(|name| name.ends_with(".html")).collect();
    assert!(pages.len() >= 4, "{pages:?}");
    pages
}

/// axe-core's one file, from `AXE_CORE` or from where `tests/run` puts it.
fn axe_core() -> String {
    let put = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("axe").join("node_modules/axe-core/axe.min.js");
    let path = std::env::var_os("AXE_CORE").map_or(put, PathBuf::from);
    // A test that cannot look is a failure, not a pass.
    std::fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!(
            "axe-core is needed to look at the pages ({}: {error}): tests/run installs it; or npm install axe-core \
             and set AXE_CORE to its axe.min.js",
            path.display()
        )
    })
}

/// What axe-core finds wrong with an open page: each rule with the first elements that break it.
fn violations(opened: &Opened<'_>) -> Vec<Value> {
    let found = opened.ask(&format!(
        "axe.run(document, {{ runOnly: {{ type: 'tag', values: {} }}, resultTypes: ['violations'], preload: false }})
            .then(result => ({{ passes: result.passes.length, violations: result.violations.map(v => ({{
                rule: v.id, count: v.nodes.length, help: v.help,
                nodes: v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + ' | ' + n.failureSummary.slice(0, 300)),
            }})) }}))",
        json!(TAGS)
    ));
    assert!(found["passes"].as_u64() > Some(10), "axe-core looked at next to nothing: {found}");
    found["violations"].as_array().expect("a list").clone()
}

/// Every page at every width, for a reader who has asked the browser for `features`.
fn look(features: &[(&str, &str)]) {
    let (axe, chrome) = (axe_core(), Chrome::start());
    let mut wrong = Vec::new();
    for page in pages() {
        let opened = chrome.open(&packs().join(&page));
        opened.prefers(features);
        for (name, value) in features {
            assert_eq!(opened.ask(&format!("matchMedia('({name}: {value})').matches")), true, "{name}: {value}");
        }
        opened.inject(&axe);
        for width in WIDTHS {
            opened.resize(width);
            wrong.extend(violations(&opened).iter().map(|found| format!("{page} at {width}: {found:#}")));
        }
    }
    assert!(wrong.is_empty(), "{features:?}:\n{}", wrong.join("\n"));
}

#[test]
fn axe_finds_nothing_in_light_colours() {
    look(&[("prefers-color-scheme", "light")]);
}

#[test]
fn axe_finds_nothing_in_dark_colours() {
    look(&[("prefers-color-scheme", "dark")]);
}

#[test]
fn axe_finds_nothing_in_forced_colours() {
    look(&[("forced-colors", "active")]);
}

#[test]
fn axe_reports_what_is_wrong() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("broken.html");
    let source = std::fs::read_to_string(packs().join("governors/governor-report.html")).expect("there");
    let broken = source.replacen(
        "<footer class=\"foot\">",
        "<footer class=\"foot\"><p style=\"color: #999; background: #aaa\">Faint</p><img width=\"9\" height=\"9\">",
        1,
    );
    assert_ne!(broken, source);
    std::fs::write(&file, broken).expect("written");
    let chrome = Chrome::start();
    let opened = chrome.open(&file);
    opened.inject(&axe_core());
    let found = violations(&opened);
    for rule in ["color-contrast", "image-alt"] {
        assert!(found.iter().any(|found| found["rule"] == rule), "{rule} is not reported: {found:#?}");
    }
}
