//! The printed report, as a printer, a PDF/UA checker and a screen reader find it: read again with poppler.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

use crate::binary::{figures, pack_file, pack_text, packs};
use crate::workbook_matches::page_tables::{Table, tables, text};

const PRINT: &str = "governors/governor-report.pdf";

fn path() -> PathBuf {
    packs().join(PRINT)
}

/// What a program of poppler says about the printed report; nothing, with a word why, where it is not installed.
fn poppler(program: &str, options: &[&str], to: &[&str]) -> Option<String> {
    let Ok(output) = Command::new(program).args(options).arg(path()).args(to).output() else {
        eprintln!("{program} is not installed: the printed report was not read again (tests/run installs it)");
        return None;
    };
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).expect("poppler writes UTF-8"))
}

/// Words with single spaces: lines break where there is room.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The tables in the order of their tags, which is what a screen reader reads.
fn tagged_tables(tree: &str) -> Vec<Table> {
    let mut found: Vec<Table> = Vec::new();
    let mut open = None;
    let mut place = "";
    for line in tree.lines() {
        let depth = line.len() - line.trim_start().len();
        let line = line.trim_start();
        let tag = line.split([' ', ':']).next().unwrap_or_default();
        if open.is_some_and(|outer| depth <= outer) {
            open = None;
        }
        if tag == "Table" {
            open = Some(depth);
            found.push(Table { caption: String::new(), heads: Vec::new(), rows: Vec::new() });
        }
        let (Some(_), Some(table)) = (open, found.last_mut()) else { continue };
        match tag {
            "Caption" => place = "caption",
            "TR" => table.rows.push(Vec::new()),
            "TH" | "TD" => {
                place = "cell";
                table.rows.last_mut().expect("cells are in rows").push(String::new());
            }
            _ => {}
        }
        if let Some(words) = line.strip_prefix('"').and_then(|line| line.strip_suffix('"')) {
            let cell = table.rows.last_mut().and_then(|row| row.last_mut()).filter(|_| place == "cell");
            cell.unwrap_or(&mut table.caption).push_str(words);
        }
    }
    for table in &mut found {
        table.caption = flat(&table.caption);
        table.rows.iter_mut().flatten().for_each(|cell| *cell = flat(cell));
        table.heads = table.rows.remove(0);
    }
    found
}

#[test]
fn it_says_that_it_is_accessible() {
    let pdf = pack_file(PRINT);
    assert!(pdf.starts_with(b"%PDF-1.7"));
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
        "/S/Figure",
        "/S/H1",
        "/S/TOC",
    ] {
        assert!(pdf.contains(mark), "{mark}");
    }
    // Same inputs, same bytes: no time of writing.
    assert!(!pdf.contains("/CreationDate") && !pdf.contains("/ModDate") && !pdf.contains("xmp:CreateDate"));
    let charts = pack_text("governors/governor-report.html").matches("<figure").count();
    assert_eq!(pdf.matches("/S/Figure").count(), charts);
    assert_eq!(pdf.matches("/Alt(").count() + pdf.matches("/Alt<").count(), charts, "each chart is described");
}

#[test]
fn its_pages_are_a4_and_numbered() {
    let Some(about) = poppler("pdfinfo", &["-f", "1", "-l", "999"], &[]) else { return };
    let field = |name: &str| {
        about.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_else(|| panic!("no {name}: {about}")).trim()
    };
    assert!(field("Title:").starts_with("Thrive report to governors – Sample Primary School"), "{about}");
    assert_eq!(field("Author:"), "Sample Primary School");
    let count: usize = field("Pages:").parse().expect("a number");
    assert!(count > 5, "{count} pages");
    let sizes: BTreeSet<&str> = about.lines().filter_map(|line| Some(line.split_once(" size:")?.1.trim())).collect();
    let a4 = |size: &&str| {
        size.starts_with("595.276 x 841.89") || size.starts_with("841.89 x 595.276") || size.ends_with("bytes")
    };
    assert!(sizes.iter().all(a4), "{sizes:?}");
    let Some(text) = poppler("pdftotext", &["-layout"], &["-"]) else { return };
    let pages: Vec<&str> = text.split('\u{c}').take(count).collect();
    for (at, page) in pages.iter().enumerate() {
        assert!(page.contains(&format!("Page {} of {count}", at + 1)), "page {}", at + 1);
        assert!(page.contains("For governors: not for publication"), "page {} has no mark", at + 1);
        assert!(page.contains("Sample Primary School · Thrive report to governors"), "page {}", at + 1);
    }
}

#[test]
fn its_tables_are_those_of_the_page_for_a_screen_reader_too() {
    let Some(tree) = poppler("pdfinfo", &["-struct-text"], &[]) else { return };
    let mut page = tables(&pack_text("governors/governor-report.html"));
    for table in &mut page {
        table.caption = flat(&table.caption);
        table.heads.iter_mut().chain(table.rows.iter_mut().flatten()).for_each(|cell| *cell = flat(cell));
    }
    let printed = tagged_tables(&tree);
    assert_eq!(printed.len(), page.len());
    for (printed, page) in printed.iter().zip(&page) {
        assert_eq!(printed.caption, page.caption);
        assert_eq!(printed.heads, page.heads, "{}", page.caption);
        assert_eq!(printed.rows, page.rows, "{}", page.caption);
    }
}

#[test]
fn its_text_is_that_of_the_page() {
    let Some(printed) = poppler("pdfinfo", &["-struct-text"], &[]) else { return };
    let printed: String = printed
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix('"').and_then(|line| line.strip_suffix('"')))
        .collect::<Vec<_>>()
        .join(" ");
    // A line may end after the hyphen of a word, so spaces do not count.
    let close = |text: &str| text.split_whitespace().collect::<String>();
    let printed = close(&printed);
    let page = pack_text("governors/governor-report.html");
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
        // A list item of the page that holds headings is looked for in its parts; the page's foot is the PDF's footer.
        if text.contains("See the evidence") || text.starts_with("Sample Primary School ·") {
            continue;
        }
        looked_for += 1;
        assert!(printed.contains(&close(text)), "not printed: {text}");
    }
    assert!(looked_for > 100, "{looked_for} texts");
}

#[test]
fn every_figure_that_is_published_is_printed() {
    let Some(printed) = poppler("pdftotext", &["-layout"], &["-"]) else { return };
    let words: BTreeSet<String> = printed
        .split(|c: char| c.is_whitespace() || "()–;:%£".contains(c))
        .map(|word| word.trim_end_matches(['.', ',']).replace('−', "-").replace([',', '+'], ""))
        .collect();
    let figures = figures("governors");
    let mut looked_for = 0;
    for figure in figures.iter().filter(|figure| figure["status"] == "ok") {
        // Some values are words, and print as such.
        let Some(value) = figure["value"].as_f64() else { continue };
        let printed = (0..=2).any(|decimals| words.contains(&format!("{value:.decimals$}")));
        looked_for += 1;
        assert!(printed, "{figure}");
    }
    assert!(looked_for > 500, "{looked_for} figures");
}
