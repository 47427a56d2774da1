//! The printed reports, as a printer, a PDF/UA checker and a screen reader find them: checked by a validator, and read
//! again with poppler.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::binary::{figures, files_in, pack_file, pack_text, packs};
use crate::workbook_matches::page_tables::text;

const GOVERNORS: &str = "governors/governor-report.pdf";

/// Every printed report, by its path: a new one is looked at without being named here.
fn printed() -> Vec<String> {
    let printed: Vec<String> = files_in(&packs()).into_keys().filter(|name| name.ends_with(".pdf")).collect();
    assert!(printed.len() >= 5, "{printed:?}");
    printed
}

/// What a program of poppler says about a printed report; nothing, with a word why, where it is not installed.
fn poppler(program: &str, options: &[&str], name: &str, to: &[&str]) -> Option<String> {
    let Ok(output) = Command::new(program).args(options).arg(packs().join(name)).args(to).output() else {
        eprintln!("{program} is not installed: the printed reports were not read again (tests/run installs it)");
        return None;
    };
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).expect("poppler writes UTF-8"))
}

/// Words with single spaces: lines break where there is room.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where `tests/run` puts the validator: a Python package (page-validation) that passes veraPDF's own corpus.
fn validator() -> Option<PathBuf> {
    let put = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("pdf-validator");
    let folder = std::env::var_os("PDF_VALIDATOR").map_or(put, PathBuf::from);
    if !folder.join("page").is_dir() {
        eprintln!(
            "no PDF/UA validator: the printed reports were not held against the standard (tests/run installs it)"
        );
        return None;
    }
    Some(folder)
}

/// What the validator says of a file: whether it is PDF/UA-1, how many rules it asked, and which are broken.
fn validated(folder: &Path, file: &Path) -> Value {
    let program = "import json, page, sys\nreport = page.validate_pdf(sys.argv[1], profile='ua1')\n\
        print(json.dumps({'sound': report.is_compliant, 'rules': report.rules.total,\n\
        'broken': [[failure.rule_id, failure.message] for failure in report.failures]}))";
    let output = Command::new("python3").args(["-c", program]).arg(file).env("PYTHONPATH", folder).output();
    let output = output.expect("python3 starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[test]
fn a_validator_finds_every_printed_report_to_be_pdf_ua() {
    let Some(validator) = validator() else { return };
    for name in printed() {
        let said = validated(&validator, &packs().join(&name));
        assert_eq!((&said["sound"], &said["broken"]), (&Value::Bool(true), &Value::Array(Vec::new())), "{name}");
        assert!(said["rules"].as_u64() >= Some(100), "{name}: {said}");
    }
}

#[test]
fn the_validator_notices_what_is_wrong() {
    let Some(validator) = validator() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    // Of the same length, so that the places of the objects stay right.
    for (from, to, rule) in [("/Alt(", "/Xlt(", "ALTERNATIVE-TEXT"), ("<pdfuaid:part>1", "<pdfuaid:part>2", "ID-PART")]
    {
        let mut bytes = pack_file(GOVERNORS);
        let places: Vec<usize> =
            (0..bytes.len() - from.len()).filter(|at| bytes[*at..].starts_with(from.as_bytes())).collect();
        assert!(!places.is_empty(), "{from}");
        for at in places {
            bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
        }
        let file = folder.path().join("broken.pdf");
        std::fs::write(&file, bytes).expect("written");
        let said = validated(&validator, &file);
        assert_eq!(said["sound"], false, "{from}");
        assert!(said["broken"].to_string().contains(rule), "{said}");
    }
}

#[test]
fn they_say_that_they_are_accessible() {
    for name in printed() {
        let pdf = pack_file(&name);
        assert!(pdf.starts_with(b"%PDF-1.7"), "{name}");
        let pdf = String::from_utf8_lossy(&pdf);
        for mark in [
            "/StructTreeRoot",
            "/Lang(en-GB)",
            "/DisplayDocTitle true",
            "<pdfuaid:part>1</pdfuaid:part>",
            "/Marked true",
            "/Outlines",
            "/S/Table",
            "/S/TH",
            "/Scope/Column",
            "/Scope/Row",
            "/S/Caption",
            "/S/H1",
            "/S/TOC",
        ] {
            assert!(pdf.contains(mark), "{name}: {mark}");
        }
        // Same inputs, same bytes: no time of writing.
        assert!(!pdf.contains("/CreationDate") && !pdf.contains("/ModDate") && !pdf.contains("xmp:CreateDate"));
        let charts = pack_text(&name.replace(".pdf", ".html")).matches("<figure").count();
        assert_eq!(pdf.matches("/S/Figure").count(), charts, "{name}");
        let described = pdf.matches("/Alt(").count() + pdf.matches("/Alt<").count();
        assert_eq!(described, charts, "{name}: each chart is described");
    }
}

#[test]
fn their_pages_are_a4_and_numbered() {
    for name in printed() {
        let Some(about) = poppler("pdfinfo", &["-f", "1", "-l", "999"], &name, &[]) else { return };
        let field = |name: &str| {
            about
                .lines()
                .find_map(|line| line.strip_prefix(name))
                .unwrap_or_else(|| panic!("no {name}: {about}"))
                .trim()
        };
        assert!(field("Title:").contains(" – Sample Primary School – Summer term 2025/26"), "{about}");
        assert_eq!(field("Author:"), "Sample Primary School");
        let count: usize = field("Pages:").parse().expect("a number");
        assert!(count > 1, "{name}: {count} pages");
        let sizes: BTreeSet<&str> =
            about.lines().filter_map(|line| Some(line.split_once(" size:")?.1.trim())).collect();
        let a4 = |size: &&str| {
            size.starts_with("595.276 x 841.89") || size.starts_with("841.89 x 595.276") || size.ends_with("bytes")
        };
        assert!(sizes.iter().all(a4), "{name}: {sizes:?}");
        let Some(text) = poppler("pdftotext", &["-layout"], &name, &["-"]) else { return };
        let mark = pack_text(&name.replace(".pdf", ".html"));
        let mark = mark.split_once("class=\"mark\">").and_then(|(_, rest)| rest.split_once('<')).expect("a mark").0;
        for (at, page) in text.split('\u{c}').take(count).enumerate() {
            assert!(page.contains(&format!("Page {} of {count}", at + 1)), "{name}: page {}", at + 1);
            assert!(page.contains(mark), "{name}: page {} has no mark", at + 1);
            assert!(page.contains("Sample Primary School · "), "{name}: page {}", at + 1);
        }
    }
}

#[test]
fn each_question_of_the_governors_has_one_page() {
    let Some(text) = poppler("pdftotext", &["-layout"], GOVERNORS, &["-"]) else { return };
    let pages: Vec<String> = text.split('\u{c}').map(flat).collect();
    let page = pack_text(&GOVERNORS.replace(".pdf", ".html"));
    let sections: Vec<&str> = page.split("<section class=\"question\"").skip(1).collect();
    assert!(sections.len() >= 6, "{}", sections.len());
    for (at, section) in sections.iter().enumerate() {
        let part = |from: &str, to: &str| {
            flat(&text_of(section.split_once(from).map_or("", |(_, rest)| rest.split(to).next().unwrap_or_default())))
        };
        let question = part("<h2", "</h2>").split_once('>').map_or_else(String::new, |(_, words)| words.to_owned());
        // The first page, then one for each.
        let printed = &pages[at + 1];
        let has = |words: &str| flat(printed).replace(' ', "").contains(&flat(words).replace(' ', ""));
        assert!(has(&question), "page {} is not about {question}", at + 2);
        let more = ["More figures on this question"].into_iter().filter(|_| section.contains("more-figures"));
        for needed in ["What these figures cannot tell us", "Questions you may want to ask"].into_iter().chain(more) {
            assert!(has(needed), "page {}, {question}: {needed} is elsewhere", at + 2);
        }
        for needed in ["class=\"findings\"", "<svg", "class=\"figures"] {
            assert!(section.contains(needed), "{question} has no {needed}");
        }
    }
}

/// Text of a piece of a page, from within the tag that is open.
fn text_of(html: &str) -> String {
    text(&html.replace('>', "> ").replacen("> ", ">", 1))
}

#[test]
fn their_text_is_that_of_the_pages() {
    for name in printed() {
        let Some(tree) = poppler("pdfinfo", &["-struct-text"], &name, &[]) else { return };
        let said: String = tree
            .lines()
            .filter_map(|line| line.trim_start().strip_prefix('"').and_then(|line| line.strip_suffix('"')))
            .collect::<Vec<_>>()
            .join(" ");
        // A line may end after the hyphen of a word, so spaces do not count.
        let close = |text: &str| text.split_whitespace().collect::<String>();
        let said = close(&said);
        let page = pack_text(&name.replace(".pdf", ".html"));
        let texts = |open: &str, close: &str| -> Vec<String> {
            page.split(open).skip(1).map(|part| flat(&text(part.split(close).next().unwrap_or_default()))).collect()
        };
        let wanted = [
            texts("<h2", "</h2>"),
            texts("<h3>", "</h3>"),
            texts("<p>", "</p>"),
            texts("<li>", "</li>"),
            texts("<dd>", "</dd>"),
        ];
        let mut looked_for = 0;
        for text in wanted.into_iter().flatten() {
            let text = text.split_once('>').map_or(text.as_str(), |(_, rest)| rest);
            // A list item of the page that holds headings is looked for in its parts; the page's foot is the PDF's
            // footer.
            if text.contains("See the evidence") || text.starts_with("Sample Primary School ·") {
                continue;
            }
            looked_for += 1;
            assert!(said.contains(&close(text)), "{name}: not printed: {text}");
        }
        assert!(looked_for > 30, "{name}: {looked_for} texts");
    }
}

#[test]
fn every_figure_that_is_published_is_printed() {
    for (name, pack, least) in [
        (GOVERNORS, "governors", 500),
        ("ambassador/ambassador-evidence.pdf", "ambassador", 80),
        ("public/public-summary.pdf", "public", 8),
    ] {
        let Some(printed) = poppler("pdftotext", &["-layout"], name, &["-"]) else { return };
        let words: BTreeSet<String> = printed
            .split(|c: char| c.is_whitespace() || "()–;:%£".contains(c))
            .map(|word| word.trim_end_matches(['.', ',']).replace('−', "-").replace([',', '+'], ""))
            .collect();
        let figures = figures(pack);
        let mut looked_for = 0;
        for figure in figures.iter().filter(|figure| figure["status"] == "ok") {
            // Some values are words, and print as such.
            let Some(value) = figure["value"].as_f64().filter(|_| figure["word"].is_null()) else { continue };
            let printed = (0..=2).any(|decimals| words.contains(&format!("{value:.decimals$}")));
            looked_for += 1;
            assert!(printed, "{figure}");
        }
        assert!(looked_for > least, "{name}: {looked_for} figures");
    }
}
