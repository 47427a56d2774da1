//! The audit of finished packs: the sample school's packs are clean, and whatever is planted in one is found.

/// Ways to put something into a file of a pack.
mod plant;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;
use thrive_report::readback::{self, Found, PackRead, disagreements, unaccounted};

use crate::binary::{copy, demo, figures, packs, say};

/// The governors' pack with its manifest, to do something to.
fn governors() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    copy(&packs().join("governors"), &folder.path().join("governors"));
    fs::copy(packs().join("manifest.json"), folder.path().join("manifest.json")).expect("copied");
    folder
}

fn read(folder: &Path) -> PackRead {
    PackRead::open(&folder.join("governors"), None).expect("readable")
}

#[test]
fn nothing_in_the_sample_schools_packs_is_unaccounted_for() {
    for audience in ["governors", "ambassador", "public"] {
        let pack = PackRead::open(&packs().join(audience), None).expect("readable");
        assert_eq!(pack.audience, audience);
        assert!(pack.figures.len() > 10 && pack.numbers.len() > 80, "{audience}: {}", pack.numbers.len());
        let found = unaccounted(&pack);
        assert!(found.is_empty(), "{audience}: {} such as {:#?}", found.len(), &found[..found.len().min(20)]);
        assert_eq!(disagreements(&pack), []);
    }
}

#[test]
fn every_kind_of_file_is_read() {
    let pack = PackRead::open(&packs().join("governors"), None).expect("readable");
    for (file, least) in [
        ("governor-report.html", 700),
        ("governor-report.xlsx", 700),
        ("governor-report.docx", 700),
        ("governor-report.pdf", 20),
        ("charts/development-year-groups-chart.svg", 15),
    ] {
        let read = pack.numbers.iter().filter(|found| found.file == file).count();
        assert!(read >= least, "{file}: {read}");
    }
    // A picture and results.json say nothing else.
    for file in ["results.json", "charts/development-year-groups-chart.png"] {
        assert!(pack.files.iter().any(|name| name == file), "{file}");
    }
}

/// What staff know of a figure that governors may not see: value and label of each.
fn secrets() -> Vec<(Value, f64)> {
    let key = |figure: &Value| format!("{} {}", figure["measure"], figure["population"]);
    let known: BTreeMap<String, f64> =
        figures("staff").iter().filter_map(|figure| Some((key(figure), figure["value"].as_f64()?))).collect();
    let withheld = figures("governors").into_iter().filter(|figure| figure["status"] == "suppressed");
    withheld.filter_map(|figure| Some((figure.clone(), *known.get(&key(&figure))?))).collect()
}

#[test]
fn every_withheld_value_is_found_in_a_sentence_whatever_other_figure_has_it_too() {
    let secrets = secrets();
    assert!(secrets.len() > 50, "{} secrets", secrets.len());
    let published: Vec<f64> = figures("governors").iter().filter_map(|figure| figure["value"].as_f64()).collect();
    // The guard: a check by values alone would see nothing wrong with most of them.
    let common = secrets.iter().filter(|(_, value)| published.iter().any(|other| (other - value.round()).abs() < 0.05));
    assert!(common.count() > secrets.len() / 3);
    let folder = with("governor-report.html");
    let mut planted = Vec::new();
    for (at, (figure, value)) in secrets.iter().enumerate() {
        let groups: Vec<&str> = figure["population"]
            .as_object()
            .expect("keys")
            .iter()
            .filter(|(key, _)| *key != "period")
            .filter_map(|(_, value)| value.as_str())
            .collect();
        let (group, value) = (groups.join(", "), value.round());
        planted.push(match at % 5 {
            0 => format!("{group}: {value}"),
            1 => format!("{value} of them are {group}."),
            2 => format!("Below the expected strand, by year group: {group} {value}% (3 of 30)."),
            3 => format!("The share below is largest for {group}, {value}%."),
            _ => format!("{group} ({value})"),
        });
    }
    let paragraphs: String = planted.iter().map(|text| format!("<p>{}</p>", text.replace('&', "&amp;"))).collect();
    plant::text(
        folder.path(),
        "governor-report.html",
        "<div class=\"findings\">",
        &format!("<div class=\"findings\">{paragraphs}"),
    );
    let found: Vec<Found> = unaccounted(&read(folder.path()));
    for text in &planted {
        assert!(found.iter().any(|found| found.text == *text), "{text}");
    }
}

/// The governors' figures and page with one more file of the pack: enough to judge that file by.
fn with(file: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let own = folder.path().join("governors");
    fs::create_dir_all(own.join("charts")).expect("made");
    for name in BTreeSet::from(["results.json", "governor-report.html", file]) {
        if let Ok(bytes) = fs::read(packs().join("governors").join(name)) {
            fs::write(own.join(name), bytes).expect("written");
        }
    }
    fs::copy(packs().join("manifest.json"), folder.path().join("manifest.json")).expect("copied");
    folder
}

/// Plants in a fresh copy and says whether something with this text was found in the file.
fn is_found(file: &str, secret: &str, plant: impl FnOnce(&Path)) -> bool {
    let folder = with(file);
    plant(folder.path());
    let found = unaccounted(&read(folder.path()));
    found.iter().any(|found| found.file == file && (found.text.contains(secret) || secret.is_empty()))
}

#[test]
fn whatever_is_put_into_a_page_is_found() {
    let page = "governor-report.html";
    let secret = "3 looked-after children are below.";
    let places = [
        ("<h1>", format!("<h1 title=\"{secret}\">")),
        ("<h1>", format!("<h1 aria-label=\"{secret}\">")),
        ("<h1>", format!("<h1 data-note=\"{secret}\">")),
        ("<h1>", format!("<!-- {secret} --><h1>")),
        ("<h1>", format!("<p hidden>{secret}</p><h1>")),
        ("<h1>", format!("<p>{}</p><h1>", secret.replace('3', "Three"))),
        ("<h1>", format!("<img alt=\"{secret}\"><h1>")),
        ("<h1>", format!("<p>Are children in school? <span>{secret}</span></p><h1>")),
        ("</head>", format!("<meta name=\"description\" content=\"{secret}\"></head>")),
        ("</head>", format!("<script type=\"application/json\">{{\"below\": \"{secret}\"}}</script></head>")),
        ("</style>", format!("p::after {{ content: \"{secret}\"; }}</style>")),
        ("</desc>", format!(" {secret}</desc>")),
        ("</svg>", format!("<text x=\"600\" y=\"300\">{secret}</text></svg>")),
        ("</svg>", format!("<metadata>{secret}</metadata></svg>")),
        ("<caption ", format!("<caption title=\"{secret}\" ")),
        ("</tbody>", format!("<tr><th scope=\"row\">{secret}</th><td>3</td></tr></tbody>")),
        ("<dt>Looked after</dt><dd>", format!("<dt>Looked after</dt><dd>{secret} ")),
    ];
    for (before, after) in places {
        let secret = if after.contains("Three") { "Three looked-after" } else { "3 looked-after" };
        assert!(is_found(page, secret, |folder| plant::text(folder, page, before, &after)), "{after}");
    }
    let id = |folder: &Path| plant::text(folder, page, "<h1>", "<h1 id=\"below-3-of-3\">");
    assert!(is_found(page, "below-3", id));
}

#[test]
fn whatever_is_put_into_a_drawing_is_found() {
    let file = "charts/groups-development-chart.svg";
    for (before, after, secret) in [
        ("</desc>", " Looked after 3%.</desc>", "Looked after 3%"),
        ("</svg>", "<text x=\"300\" y=\"400\" fill=\"#000000\">30%</text></svg>", "30%"),
        ("</svg>", "<g data-value=\"3\"></g></svg>", "3"),
        ("</title>", " 3</title>", "3"),
    ] {
        assert!(is_found(file, secret, |folder| plant::text(folder, file, before, after)), "{after}");
    }
    let picture = "charts/groups-development-chart.png";
    assert!(is_found(picture, "3 below", |folder| plant::chunk(folder, picture, "tEXt", "Comment\u{0}3 below")));
    assert!(is_found(picture, "", |folder| plant::chunk(folder, picture, "eXIf", "x")));
}

#[test]
fn whatever_is_put_into_a_workbook_is_found() {
    let book = "governor-report.xlsx";
    let secret = "3 looked-after children are below";
    let strings = "xl/sharedStrings.xml";
    let edits = [
        (strings, "</sst>", format!("<si><t>{secret}</t></si></sst>")),
        ("xl/workbook.xml", "</sheets>", "</sheets><definedNames><definedName name=\"note\">\"3 looked-after children are below\"</definedName></definedNames>".to_owned()),
        ("docProps/core.xml", "</dc:subject>", format!(", {secret}</dc:subject>")),
        ("docProps/app.xml", "</Application>", format!("</Application><Company>{secret}</Company>")),
        ("xl/drawings/drawing1.xml", "descr=\"", format!("descr=\"{secret}. ")),
        ("xl/worksheets/sheet2.xml", "&amp;R", format!("{secret} &amp;R")),
        ("xl/worksheets/sheet2.xml", "</sheetData>", format!("<row r=\"90\"><c r=\"A90\" t=\"inlineStr\"><is><t>{secret}</t></is></c></row></sheetData>")),
    ];
    for (part, before, after) in edits {
        assert!(
            is_found(book, "3 looked-after", |folder| plant::part(folder, book, part, before, &after)),
            "{part}: {after}"
        );
    }
    let numbers = [
        ("xl/worksheets/sheet2.xml", "</sheetData>", "<row r=\"91\"><c r=\"Z91\"><v>3</v></c></row></sheetData>"),
        ("xl/charts/chart1.xml", "</c:numCache>", "<c:pt idx=\"90\"><c:v>3</c:v></c:pt></c:numCache>"),
        (
            "xl/styles.xml",
            "</fonts>",
            "</fonts><numFmts count=\"1\"><numFmt numFmtId=\"170\" formatCode=\"0&quot; of 3&quot;\"/></numFmts>",
        ),
    ];
    for (part, before, after) in numbers {
        assert!(is_found(book, "3", |folder| plant::part(folder, book, part, before, after)), "{part}: {after}");
    }
    let hidden = |folder: &Path| {
        plant::part(folder, book, "xl/workbook.xml", "sheetId=\"2\"", "sheetId=\"2\" state=\"veryHidden\"")
    };
    assert!(is_found(book, "", hidden));
    for name in
        ["xl/comments1.xml", "xl/pivotCache/pivotCacheRecords1.xml", "customXml/item1.xml", "xl/embeddings/a.xlsx"]
    {
        assert!(is_found(book, "", |folder| plant::new_part(folder, book, name, "<a>3</a>")), "{name}");
    }
}

#[test]
fn whatever_is_put_into_a_word_document_is_found() {
    let document = "governor-report.docx";
    let secret = "3 looked-after children are below";
    let hidden = format!("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{secret}</w:t></w:r></w:p><w:sectPr");
    for (part, before, after) in [
        ("word/document.xml", "<w:sectPr", hidden),
        ("word/document.xml", "descr=\"", format!("descr=\"{secret}. ")),
        ("word/footer1.xml", "</w:ftr>", format!("<w:p><w:r><w:t>{secret}</w:t></w:r></w:p></w:ftr>")),
        ("docProps/core.xml", "</dc:title>", format!(" {secret}</dc:title>")),
        (
            "word/comments.xml",
            "/>",
            format!("><w:comment><w:p><w:r><w:t>{secret}</w:t></w:r></w:p></w:comment></w:comments>"),
        ),
    ] {
        assert!(
            is_found(document, "3 looked-after", |folder| plant::part(folder, document, part, before, &after)),
            "{part}: {after}"
        );
    }
    assert!(is_found(document, "", |folder| plant::new_part(folder, document, "word/embeddings/a.bin", "3")));
}

#[test]
fn whatever_is_put_into_a_pdf_is_found() {
    let file = "governor-report.pdf";
    assert!(is_found(file, "3", |folder| plant::on_page(folder, file, 3, "3 looked-after children are below")));
    assert!(is_found(file, "Three", |folder| plant::on_page(folder, file, 3, "Three of them")));
    assert!(is_found(file, "3 below", |folder| plant::property(folder, file, "3 below")));
    assert!(is_found(file, "3 below", |folder| plant::alternative(folder, file, "Looked after: 3 below")));
}

#[test]
fn a_file_or_key_that_no_pack_has_is_found() {
    assert!(is_found("notes.txt", "3 below", |folder| {
        fs::write(folder.join("governors/notes.txt"), "3 below").expect("written");
    }));
    assert!(is_found("results.json", "was", |folder| {
        plant::text(folder, "results.json", "\"status\": \"suppressed\"", "\"was\": 3, \"status\": \"suppressed\"");
    }));
    assert!(
        is_found("results.json", "", |folder| fs::remove_file(folder.join("governors/results.json")).expect("removed"))
    );
}

#[test]
fn a_withheld_cell_that_shows_a_number_is_a_disagreement_in_every_format() {
    let withheld = |file: &str, plant: &dyn Fn(&Path)| {
        let folder = with(file);
        plant(folder.path());
        let found = disagreements(&read(folder.path()));
        found.iter().filter(|one| one.withheld).map(|one| one.found.file.clone()).collect::<Vec<String>>()
    };
    let page = withheld("governor-report.html", &|folder| {
        plant::text(folder, "governor-report.html", "<td class=\"number\">c</td>", "<td class=\"number\">3</td>")
    });
    assert_eq!(page, ["governor-report.html"]);
    let document = withheld("governor-report.docx", &|folder| {
        plant::part(folder, "governor-report.docx", "word/document.xml", ">c</w:t>", ">3</w:t>");
    });
    assert_eq!(document, ["governor-report.docx"]);
    // All cells that share the text "c".
    let book = withheld("governor-report.xlsx", &|folder| {
        plant::part(folder, "governor-report.xlsx", "xl/sharedStrings.xml", "<t>c</t>", "<t>3</t>")
    });
    assert!(book.len() > 50 && book.iter().all(|file| file == "governor-report.xlsx"), "{}", book.len());
    let json = withheld("results.json", &|folder| {
        plant::text(folder, "results.json", "\"value\": null", "\"value\": 3");
    });
    assert!(json.contains(&"results.json".to_owned()));
}

#[test]
fn another_number_in_a_cell_is_a_disagreement() {
    let folder = with("governor-report.html");
    let page = fs::read_to_string(folder.path().join("governors/governor-report.html")).expect("there");
    let cell = "<th scope=\"row\">Year 1</th><td class=\"number\">";
    let value = page.split_once(cell).expect("a row").1.split('<').next().expect("a cell").to_owned();
    plant::text(folder.path(), "governor-report.html", &format!("{cell}{value}"), &format!("{cell}{value}1"));
    let found = disagreements(&read(folder.path()));
    assert_eq!(
        found.iter().map(|one| (one.found.file.as_str(), one.withheld)).collect::<Vec<_>>(),
        [("governor-report.html", false)]
    );
}

#[test]
fn the_command_says_where_and_never_what() {
    let said = say(["audit".as_ref(), packs().as_os_str()]);
    assert_eq!((said.code, said.stdout.lines().count()), (0, 4), "{said:?}");
    assert!(said.stdout.lines().all(|line| line.contains("nothing found")) && said.stderr.is_empty(), "{said:?}");
    let folder = governors();
    plant::text(folder.path(), "governor-report.html", "<h1>", "<p>7351 looked-after children</p><h1>");
    let said = say(["audit".as_ref(), folder.path().as_os_str()]);
    assert_eq!(said.code, 3, "{said:?}");
    assert!(said.stderr.contains("A001") && said.stderr.contains("governor-report.html"), "{said:?}");
    assert!(!said.stderr.contains("7351") && !said.stdout.contains("7351"), "{said:?}");
    for (path, code) in [(folder.path().join("nowhere"), 2), (folder.path().join("governors/charts"), 2)] {
        assert_eq!(say(["audit".as_ref(), path.as_os_str()]).code, code);
    }
}

#[test]
fn staffs_folders_are_no_packs_to_audit() {
    let found = readback::packs_in(&packs());
    assert_eq!(found.len(), 3);
    assert!(readback::packs_in(&packs().join("staff")).is_empty());
    let project = packs().join("../..");
    assert_eq!(readback::packs_in(&project).len(), 3);
}

#[test]
fn packs_whose_records_have_changed_are_told_from_packs_that_tell_too_much() {
    let project = tempfile::tempdir().expect("a temporary folder");
    for name in ["school.toml", "secret.key"] {
        fs::copy(demo().folder.join(name), project.path().join(name)).expect("copied");
    }
    for name in ["inbox", "packs", "ledger"] {
        copy(&demo().folder.join(name), &project.path().join(name));
    }
    fs::remove_file(project.path().join("inbox/Behaviour/suspensions.csv")).expect("removed");
    let said = say(["audit".as_ref(), project.path().join("packs").as_os_str()]);
    assert_eq!(said.code, 3, "{said:?}");
    assert!(said.stderr.contains("A006") && !said.stderr.contains("A004"), "{said:?}");
}
