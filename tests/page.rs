//! The pages in a real browser: nothing fetched, nothing on the console, nothing cut off, readable without eyes, printable.

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::{Value, json};

use crate::accessible::pages;
use crate::binary::{files_in, packs};
use crate::chromium::{self, Chrome, Opened};
use crate::workbook_matches::page_tables::tables;

/// The report that the charts are in.
const REPORT: &str = "governors/governor-report.html";
/// CSS pixels in a millimetre.
const MILLIMETRE: f64 = 96.0 / 25.4;

/// Opens a page of the packs.
fn open<'c>(chrome: &'c Chrome, page: &str) -> Opened<'c> {
    chrome.open(&packs().join(page))
}

/// Elements that reach beyond the window, outside boxes that scroll by themselves.
fn strays(opened: &Opened<'_>) -> Value {
    opened.ask(
            "[...document.querySelectorAll('body *')].filter(e => {
                if (e.closest('.skip, .unseen')) return false;
                for (let p = e.parentElement; p && p !== document.body; p = p.parentElement)
                    if (['auto', 'scroll', 'hidden'].includes(getComputedStyle(p).overflowX)) return false;
                if (e.ownerSVGElement) return false;
                const box = e.getBoundingClientRect();
                return box.width > 0 && (box.right > document.documentElement.clientWidth + 1 || box.left < -1);
            }).map(e => e.tagName + '.' + e.className + ' ' + Math.round(e.getBoundingClientRect().right) + ' ' + e.textContent.trim().slice(0, 40)).slice(0, 5)",
    )
}

#[test]
fn pages_fetch_nothing_and_complain_about_nothing() {
    let chrome = Chrome::start();
    for page in pages() {
        let page = page.as_str();
        let opened = open(&chrome, page);
        let fetched = opened.events("Network.requestWillBeSent");
        let fetched: Vec<&str> = fetched.iter().filter_map(|sent| sent["request"]["url"].as_str()).collect();
        assert_eq!(fetched, [&opened.url], "{page} fetches something");
        for complaint in ["Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled"] {
            assert_eq!(opened.events(complaint), Vec::<Value>::new(), "{page} complains");
        }
        assert_eq!(opened.ask("performance.getEntriesByType('resource').length"), 0, "{page}");
        // The page's policy let its own script run; there is no other.
        assert_eq!(opened.ask("[...document.scripts].map(script => script.src)"), json!([""]), "{page}");
        // Where there is something to sort, the script has put in what sorts it.
        let long = opened.ask("[...document.querySelectorAll('tbody')].some(body => body.rows.length > 2)");
        let sorts = opened.ask("document.querySelectorAll('thead button').length > 0");
        assert_eq!(long, sorts, "{page}");
    }
}

#[test]
fn pages_never_scroll_sideways() {
    let chrome = Chrome::start();
    for page in pages() {
        let page = page.as_str();
        let opened = open(&chrome, page);
        for width in [360, 480, 768, 1024, 1440] {
            opened.resize(width);
            let wide = opened.ask("document.documentElement.scrollWidth").as_u64().expect("a width");
            assert!(wide <= u64::from(width), "{page} at {width}: {wide} wide, {}", strays(&opened));
            assert_eq!(strays(&opened), json!([]), "{page} at {width}");
        }
    }
}

#[test]
fn charts_are_drawn_and_described() {
    let charts = files_in(&packs().join("governors/charts")).into_keys().filter(|name| name.ends_with(".svg")).count();
    let chrome = Chrome::start();
    let opened = open(&chrome, REPORT);
    let drawn = opened.ask(
        "[...document.querySelectorAll('svg')].map(svg => {
            const box = svg.getBoundingClientRect();
            const named = (svg.getAttribute('aria-labelledby') || '').split(' ').map(id => document.getElementById(id));
            return {
                title: svg.querySelector(':scope > title')?.textContent || '', desc: svg.querySelector(':scope > desc')?.textContent || '',
                role: svg.getAttribute('role'), named: named.length === 2 && named.every(e => e && svg.contains(e)),
                width: box.width, height: box.height, texts: svg.querySelectorAll('text').length,
            };
        })",
    );
    let drawn = drawn.as_array().expect("a list");
    assert_eq!(drawn.len(), charts, "one drawing for each chart of the pack");
    for chart in drawn {
        let long = |key: &str| chart[key].as_str().is_some_and(|text| text.chars().count() > 10);
        assert!(long("title") && long("desc") && chart["role"] == "img" && chart["named"] == true, "{chart}");
        assert!(chart["width"].as_f64() > Some(200.0) && chart["height"].as_f64() > Some(80.0), "{chart}");
        assert!(chart["texts"].as_u64() > Some(2), "labels are text: {chart}");
    }
}

#[test]
fn pages_can_be_read_without_eyes() {
    let chrome = Chrome::start();
    for page in pages() {
        let page = page.as_str();
        let opened = open(&chrome, page);
        let seen = opened.ask(
            "({
                lang: document.documentElement.lang,
                title: document.title,
                h1: document.querySelectorAll('h1').length,
                main: document.querySelectorAll('main').length,
                tables: document.querySelectorAll('table').length,
                captions: [...document.querySelectorAll('table')].filter(t => t.caption && t.caption.textContent.trim()).length,
                bare: [...document.querySelectorAll('th')].filter(th => !['col', 'row'].includes(th.scope)).length,
                rows: [...document.querySelectorAll('tbody tr')].filter(tr => !tr.querySelector('th[scope=row]')).length,
                twice: [...document.querySelectorAll('[id]')].map(e => e.id).filter((id, at, all) => all.indexOf(id) !== at),
                dead: [...document.querySelectorAll('a[href^=\"#\"]')].filter(a => !document.getElementById(a.getAttribute('href').slice(1))).length,
                away: [...document.querySelectorAll('a[href]')].filter(a => !a.getAttribute('href').startsWith('#')).length,
                levels: [...document.querySelectorAll('h1, h2, h3, h4')].map(h => +h.tagName[1]),
                scrolls: [...document.querySelectorAll('.scroll')].filter(e => e.tabIndex !== 0 || !(e.getAttribute('aria-label') || e.getAttribute('aria-labelledby'))).length,
            })",
        );
        assert_eq!(seen["lang"], "en-GB", "{page}");
        assert!(seen["title"].as_str().is_some_and(|title| title.contains("Sample Primary School")), "{page}");
        assert_eq!((&seen["h1"], &seen["main"]), (&json!(1), &json!(1)), "{page}");
        assert!(seen["tables"].as_u64() > Some(0), "{page}");
        assert_eq!(seen["captions"], seen["tables"], "{page}: every table has a caption");
        for key in ["bare", "rows", "dead", "away", "scrolls"] {
            assert_eq!(seen[key], 0, "{page}: {key}");
        }
        assert_eq!(seen["twice"], json!([]), "{page}");
        let levels: Vec<u64> = seen["levels"].as_array().expect("a list").iter().filter_map(Value::as_u64).collect();
        assert!(
            levels.windows(2).all(|pair| pair[1] <= pair[0] + 1),
            "{page}: a level of headings is left out: {levels:?}"
        );
    }
}

#[test]
fn pages_print_on_a4_with_nothing_cut_off() {
    let chrome = Chrome::start();
    for page in pages() {
        let page = page.as_str();
        let opened = open(&chrome, page);
        let landscape = std::fs::read_to_string(packs().join(page)).expect("there").contains("A4 landscape");
        let (paper, upright) = if landscape { (297.0, 210.0) } else { (210.0, 297.0) };
        opened.media("print");
        // The margins of the page leave 16 mm at either side.
        opened.resize(((paper - 32.0) * MILLIMETRE) as u32);
        assert_eq!(strays(&opened), json!([]), "{page}: wider than the paper");
        let pdf = chromium::print(&packs().join(page));
        rows_are_whole(page, &pdf);
        let text = String::from_utf8_lossy(&pdf);
        let sheets = text.matches("/Type /Page").count() - text.matches("/Type /Pages").count();
        assert!(sheets >= 1 && (page != REPORT || sheets > 5), "{page}: {sheets} sheets");
        let boxes: Vec<[f64; 2]> = text.split("/MediaBox [").skip(1).map(sides).collect();
        assert!(boxes.len() >= sheets, "{page}: every sheet has its size");
        for [width, height] in boxes {
            let millimetres = [width, height].map(|points| points / 72.0 * 25.4);
            assert!(
                (millimetres[0] - paper).abs() < 1.0 && (millimetres[1] - upright).abs() < 1.0,
                "{page}: {millimetres:?} is not A4"
            );
        }
    }
}

/// Every row of figures of a page is printed on one line of one sheet, from its label to its last cell: none is cut at the
/// edge of the paper, divided by its foot, or lost.
fn rows_are_whole(page: &str, pdf: &[u8]) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("printed.pdf");
    std::fs::write(&file, pdf).expect("written");
    let Ok(output) = Command::new("pdftotext").args(["-layout"]).arg(&file).arg("-").output() else {
        eprintln!("pdftotext is not installed: the printed rows were not read again (tests/run installs it)");
        return;
    };
    let one = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let printed: BTreeSet<String> = printed.lines().map(one).collect();
    let source = std::fs::read_to_string(packs().join(page)).expect("there");
    for table in tables(&source).iter().filter(|table| table.figures) {
        for row in &table.rows {
            let row = one(&row.join(" "));
            assert!(printed.contains(&row), "{page}: {}: not printed in one piece: {row}", table.caption);
        }
    }
}

/// Width and height of a PDF's box, in points.
fn sides(text: &str) -> [f64; 2] {
    let numbers: Vec<f64> = text
        .split(']')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .filter_map(|number| number.parse().ok())
        .collect();
    [numbers[2] - numbers[0], numbers[3] - numbers[1]]
}
