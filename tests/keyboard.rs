//! Pages without a mouse and without eyes for motion: the Tab key, the skip link, sorted tables, charts or tables, print.

use serde_json::{Value, json};

use crate::accessible::pages;
use crate::binary::packs;
use crate::chromium::{Chrome, Opened};

/// The report that has charts beside its tables.
const REPORT: &str = "governors/governor-report.html";
/// The page with the most kinds of column.
const LISTS: &str = "staff/staff-lists.html";

/// A short name of the element that has the focus, and whether its outline can be seen.
const FOCUSED: &str = "(e => ({ at: window.stops.indexOf(e), outline: getComputedStyle(e).outlineStyle !== 'none'
    && parseFloat(getComputedStyle(e).outlineWidth) >= 2, name: e.outerHTML.slice(0, 90) }))(document.activeElement)";

/// Presses Tab until the page is left; answers where the focus stopped.
fn walk(opened: &Opened<'_>) -> Vec<Value> {
    // One button of a radio group is a stop: the one that is chosen.
    let stops = opened.ask(
        "(window.stops = [...document.querySelectorAll('a[href], button, input, [tabindex=\"0\"]')]
            .filter(e => e.type !== 'radio' || e.checked).filter(e => e.checkVisibility())).length",
    );
    let stops = stops.as_u64().expect("a number");
    let mut seen = Vec::new();
    for _ in 0..stops {
        opened.press("Tab");
        seen.push(opened.ask(FOCUSED));
    }
    seen
}

#[test]
fn everything_is_reached_by_tab_in_reading_order_and_shows_its_focus() {
    let chrome = Chrome::start();
    for page in pages() {
        let opened = chrome.open(&packs().join(&page));
        let seen = walk(&opened);
        assert!(seen.len() > 5, "{page}: {seen:?}");
        for (at, stop) in seen.iter().enumerate() {
            assert_eq!(stop["at"], at, "{page}: {stop}");
            assert_eq!(stop["outline"], true, "{page}: no focus is seen: {stop}");
        }
    }
}

#[test]
fn the_skip_link_comes_first_and_skips() {
    let chrome = Chrome::start();
    for page in pages() {
        let opened = chrome.open(&packs().join(&page));
        let left = "document.querySelector('.skip').getBoundingClientRect().left";
        assert!(opened.ask(left).as_f64() < Some(0.0), "{page}: hidden until it is asked for");
        opened.press("Tab");
        assert_eq!(opened.ask("document.activeElement.className"), "skip", "{page}");
        assert!(opened.ask(left).as_f64() >= Some(0.0), "{page}: seen when it has the focus");
        opened.press("Enter");
        assert_eq!(opened.ask("document.activeElement.id"), "main", "{page}");
        opened.press("Tab");
        assert_eq!(opened.ask("!!document.activeElement.closest('main')"), true, "{page}");
    }
}

/// The texts of a column of a table, from the top.
fn column(opened: &Opened<'_>, column: u32) -> Vec<String> {
    let texts =
        opened.ask(&format!("[...window.tried.tBodies[0].rows].map(row => row.cells[{column}].textContent.trim())"));
    texts.as_array().expect("a list").iter().map(|text| text.as_str().unwrap_or_default().to_owned()).collect()
}

/// Presses the button of a heading by the keyboard, and says what the heading then says of its order.
fn press_heading(opened: &Opened<'_>, column: u32, key: &str) -> Value {
    opened.ask(&format!("window.tried.tHead.rows[0].cells[{column}].querySelector('button').focus()"));
    opened.press(key);
    opened.ask(&format!("window.tried.tHead.rows[0].cells[{column}].ariaSort"))
}

#[test]
fn tables_are_sorted_from_the_keyboard() {
    let chrome = Chrome::start();
    let opened = chrome.open(&packs().join(REPORT));
    // A table of the same make, with every kind of cell: figures, days, words and symbols.
    opened.ask("document.querySelector('main').append(Object.assign(document.createElement('div'), { id: 'tried' }))");
    let rows = [
        ["Year 10", "9.5", "01/02/2026"],
        ["Year 2", "c", "15/01/2026"],
        ["year 1", "−3", "31/12/2024"],
        ["Whole school", "1,204", "–"],
        ["Reception", "low", "02/01/2026"],
    ];
    let html: String =
        rows.iter().map(|row| format!("<tr><th>{}</th><td>{}</td><td>{}</td></tr>", row[0], row[1], row[2])).collect();
    let table = format!(
        "<table><thead><tr><th>Group</th><th>Figure</th><th>Day</th></tr></thead><tbody>{html}</tbody></table>"
    );
    opened.ask(&format!("document.getElementById('tried').innerHTML = {}", json!(table)));
    opened.ask("window.tried = document.querySelector('#tried table')");
    // The page's own script, run once more: it leaves tables alone that have their buttons.
    opened.inject("eval(document.scripts[0].textContent)");
    assert_eq!(press_heading(&opened, 1, "Enter"), "ascending");
    assert_eq!(column(&opened, 1), ["−3", "9.5", "1,204", "c", "low"]);
    assert_eq!(press_heading(&opened, 1, " "), "descending");
    assert_eq!(column(&opened, 1), ["1,204", "9.5", "−3", "c", "low"]);
    assert_eq!(press_heading(&opened, 2, "Enter"), "ascending");
    assert_eq!(column(&opened, 2), ["31/12/2024", "02/01/2026", "15/01/2026", "01/02/2026", "–"]);
    assert_eq!(press_heading(&opened, 0, "Enter"), "ascending");
    assert_eq!(column(&opened, 0), ["Reception", "Whole school", "year 1", "Year 2", "Year 10"]);
    assert_eq!(opened.ask("document.querySelectorAll('#tried [aria-sort]').length"), 1, "one heading at a time");
    assert_eq!(press_heading(&opened, 0, "Enter"), "descending");
    assert_eq!(press_heading(&opened, 0, "Enter"), Value::Null);
    assert_eq!(column(&opened, 0), rows.map(|row| row[0].to_owned()), "the third press brings the page's order back");
}

#[test]
fn sorting_neither_loses_nor_changes_a_row() {
    let chrome = Chrome::start();
    for page in [REPORT, LISTS] {
        let opened = chrome.open(&packs().join(page));
        let kept = opened.ask(
            "[...document.querySelectorAll('table')].filter(t => t.querySelector('thead button')).every(table => {
                const rows = () => [...table.tBodies[0].rows].map(row => row.textContent);
                const before = rows();
                return [...table.querySelectorAll('thead button')].every(button => {
                    button.click();
                    const sorted = JSON.stringify(rows().sort()) === JSON.stringify([...before].sort());
                    button.click();
                    button.click();
                    return sorted && JSON.stringify(rows()) === JSON.stringify(before);
                });
            })",
        );
        assert_eq!(kept, true, "{page}");
    }
}

#[test]
fn a_reader_chooses_chart_table_or_both_and_print_has_both() {
    let chrome = Chrome::start();
    let opened = chrome.open(&packs().join(REPORT));
    let seen = "(pair => [!!pair.querySelector(':scope > .chart').getClientRects().length,
        !!pair.querySelector(':scope > .scroll').getClientRects().length])(document.querySelector('.pair:has(.show)'))";
    let choose = |what: &str| opened.ask(&format!("document.querySelector('.show [value={what}]').click()"));
    assert_eq!(opened.ask(seen), json!([true, true]));
    choose("chart");
    assert_eq!(opened.ask(seen), json!([true, false]));
    opened.media("print");
    assert_eq!(opened.ask(seen), json!([true, true]), "print shows everything");
    opened.media("");
    choose("table");
    assert_eq!(opened.ask(seen), json!([false, true]));
    choose("both");
    assert_eq!(opened.ask(seen), json!([true, true]));
}

#[test]
fn colours_and_motion_are_as_the_reader_asked_and_print_is_light() {
    let chrome = Chrome::start();
    for page in pages() {
        let opened = chrome.open(&packs().join(&page));
        let look = "(s => [s.backgroundColor, s.color])(getComputedStyle(document.body))";
        opened.prefers(&[("prefers-color-scheme", "light")]);
        let light = opened.ask(look);
        opened.prefers(&[("prefers-color-scheme", "dark")]);
        assert_ne!(opened.ask(look), light, "{page}");
        let plates = "[...document.querySelectorAll('.chart .scroll')].map(e => getComputedStyle(e).backgroundColor)";
        for plate in opened.ask(plates).as_array().expect("a list") {
            assert_eq!(plate, "rgb(255, 255, 255)", "{page}: a chart's dark ink needs its white paper");
        }
        let dark = json!([{ "name": "prefers-color-scheme", "value": "dark" }]);
        opened.call("Emulation.setEmulatedMedia", json!({ "media": "print", "features": dark }));
        assert_eq!(opened.ask(look), json!(["rgb(255, 255, 255)", "rgb(0, 0, 0)"]), "{page}");
        let motion = "getComputedStyle(document.documentElement).scrollBehavior";
        opened.prefers(&[("prefers-reduced-motion", "reduce")]);
        assert_eq!(opened.ask(motion), "auto", "{page}");
        let moving = "[...document.querySelectorAll('*')].filter(e => (s => parseFloat(s.transitionDuration)
            || s.animationName !== 'none')(getComputedStyle(e))).length";
        assert_eq!(opened.ask(moving), 0, "{page}: nothing moves by itself");
    }
}
