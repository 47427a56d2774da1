//! No child's name, number or date of birth stands in anything that leaves the staff room, nor in any message.

use std::collections::{BTreeMap, BTreeSet};

use calamine::{Data, Reader as _, Xlsx};

use crate::binary::{self, demo, pack_file, pack_text, packs, parts, world};
use crate::dialects::school::{self, texts};

/// Everything that names a child of the sample school: surnames, forenames, UPNs, admission numbers, dates of birth in
/// the ways dates are written.
pub fn names() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for pupil in &world().pupils {
        let born = pupil.born;
        names
            .extend([&pupil.surname, &pupil.forename, &pupil.upn, &pupil.admission_no].map(|name| name.to_lowercase()));
        names.insert(format!("{:02}/{:02}/{}", born.day(), born.month(), born.year()));
        names.insert(born.to_string());
        names.insert(thrive_report::dates::in_words(born).to_lowercase());
    }
    names
}

/// Which of the names stand in a text, as whole words.
pub fn found_in(text: &str, names: &BTreeSet<String>) -> BTreeSet<String> {
    let text = text.to_lowercase();
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let words: BTreeSet<&str> = words.into_iter().collect();
    let single = |name: &String| name.chars().all(char::is_alphanumeric);
    names
        .iter()
        .filter(|name| if single(name) { words.contains(name.as_str()) } else { text.contains(name.as_str()) })
        .cloned()
        .collect()
}

/// Every text of a pack file: of a workbook or Word document its unpacked parts, of a print what a reader copies out of it and
/// every string and stream inside, of a picture its bytes as they are.
pub fn texts_of(name: &str, bytes: &[u8]) -> BTreeMap<String, String> {
    if name.ends_with(".pdf") {
        return print_texts(name, bytes);
    }
    if name.ends_with(".xlsx") || name.ends_with(".docx") {
        let parts = parts(bytes).into_iter();
        return parts
            .map(|(part, bytes)| (format!("{name}!{part}"), String::from_utf8_lossy(&bytes).into_owned()))
            .collect();
    }
    BTreeMap::from([(name.to_owned(), String::from_utf8_lossy(bytes).into_owned())])
}

/// What a PDF holds: the text as it is copied, each stream without its compression, each string in the ways PDF writes them.
fn print_texts(name: &str, bytes: &[u8]) -> BTreeMap<String, String> {
    let text = pdf_extract::extract_text_from_mem(bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(text.split_whitespace().count() > 50, "{name}: a report has words, {text:?}");
    let mut texts = BTreeMap::from([(format!("{name}!text"), text)]);
    let document = pdf_extract::Document::load_mem(bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
    for (id, object) in &document.objects {
        let mut found = Vec::new();
        strings(object, &mut found);
        texts.insert(format!("{name}!{}", id.0), found.join("\n"));
    }
    texts
}

fn strings(object: &pdf_extract::Object, found: &mut Vec<String>) {
    use pdf_extract::Object;
    match object {
        Object::String(bytes, _) => found.push(match bytes.strip_prefix(b"\xfe\xff") {
            Some(wide) => {
                let units: Vec<u16> = wide.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
                String::from_utf16_lossy(&units)
            }
            None => String::from_utf8_lossy(bytes).into_owned(),
        }),
        Object::Array(items) => items.iter().for_each(|item| strings(item, found)),
        Object::Dictionary(entries) => entries.iter().for_each(|(_, item)| strings(item, found)),
        Object::Stream(stream) => {
            stream.dict.iter().for_each(|(_, item)| strings(item, found));
            let bytes = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
            found.push(String::from_utf8_lossy(&bytes).into_owned());
        }
        _ => {}
    }
}

#[test]
fn the_search_looks_into_prints_and_documents() {
    // A print for staff that lists children by their class and strand has words in its streams' text and structure.
    let print = texts_of("x.pdf", &pack_file("governors/governor-report.pdf"));
    let all: String = print.values().map(String::as_str).collect::<Vec<_>>().join("\n");
    for part in ["Summer term 2025/26", "Attendance"] {
        assert!(print["x.pdf!text"].contains(part), "{part} is not in the text");
    }
    assert!(print.len() > 50 && all.matches("Attendance").count() > print["x.pdf!text"].matches("Attendance").count());
    let document = texts_of("x.docx", &pack_file("governors/governor-report.docx"));
    assert!(document["x.docx!word/document.xml"].contains("Summer term 2025/26"));
    assert!(document.contains_key("x.docx!docProps/core.xml") && document.contains_key("x.docx!word/header1.xml"));
}

#[test]
fn the_files_for_others_name_no_child() {
    let names = names();
    let mut looked_at = 0;
    let mut kinds = BTreeSet::new();
    let folders = ["governors", "ambassador", "public"].map(|pack| packs().join(pack));
    for (name, bytes) in folders.iter().flat_map(|folder| binary::files_in(folder)) {
        kinds.extend(name.rsplit('.').next().map(str::to_owned));
        for (part, text) in texts_of(&name, &bytes) {
            assert_eq!(found_in(&text, &names), BTreeSet::new(), "{part}");
            looked_at += 1;
        }
        // Long keys are looked for in every byte, packed or not.
        let bytes = String::from_utf8_lossy(&bytes);
        for pupil in &world().pupils {
            assert!(!bytes.contains(&pupil.upn) && !bytes.contains(&pupil.surname), "{name}");
        }
    }
    assert!(looked_at > 400, "{looked_at} texts");
    let known = ["docx", "html", "json", "pdf", "png", "svg", "xlsx"].map(str::to_owned);
    assert_eq!(kinds, BTreeSet::from(known), "a new kind of file needs its own way of being searched");
    assert_eq!(found_in(&pack_text("manifest.json"), &names), BTreeSet::new());
}

#[test]
fn the_search_finds_the_names_in_the_staff_lists() {
    let names = names();
    let lists = texts_of("pupil-lists.xlsx", &pack_file("staff/pupil-lists.xlsx"));
    let found: BTreeSet<String> = lists.values().flat_map(|text| found_in(text, &names)).collect();
    assert!(found.len() > 50, "60 children, surnames and forenames: {found:?}");
    assert!(found_in(&pack_text("staff/pupil-lists.html"), &names).len() > 50);
}

#[test]
fn pictures_carry_no_texts_beside_the_pixels() {
    let pictures =
        |pack: &str| binary::files_in(&packs().join(pack)).into_iter().filter(|(name, _)| name.ends_with(".png"));
    for (name, bytes) in ["governors", "ambassador", "public"].into_iter().flat_map(pictures) {
        let mut rest = &bytes[8..];
        while rest.len() >= 8 {
            let length = u32::from_be_bytes(rest[..4].try_into().expect("four bytes")) as usize;
            let kind = std::str::from_utf8(&rest[4..8]).expect("a chunk has a name").to_owned();
            assert!(["IHDR", "PLTE", "IDAT", "IEND", "pHYs"].contains(&kind.as_str()), "{name}: {kind}");
            rest = &rest[12 + length..];
        }
    }
}

#[test]
fn the_governors_workbook_holds_no_dates_and_its_properties_name_nobody() {
    let bytes = pack_file("governors/governor-report.xlsx");
    let parts = parts(&bytes);
    let properties = String::from_utf8_lossy(&parts["docProps/core.xml"]).into_owned();
    for tag in ["dc:creator", "cp:lastModifiedBy"] {
        let inside = properties
            .split_once(&format!("<{tag}>"))
            .and_then(|(_, rest)| rest.split_once('<'))
            .map_or("", |(inside, _)| inside);
        assert_eq!(inside, "", "{tag}");
    }
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).expect("opens");
    for sheet in book.sheet_names() {
        let range = book.worksheet_range(&sheet).expect("a sheet");
        let dates =
            range.used_cells().filter(|(_, _, cell)| matches!(cell, Data::DateTime(_) | Data::DateTimeIso(_))).count();
        assert_eq!(dates, 0, "{sheet}: a date in a governors' sheet could be a date of birth");
    }
}

#[test]
fn no_message_names_a_child() {
    let names = names();
    for (what, text) in [
        ("stderr", &demo().said.stderr),
        ("stdout", &demo().said.stdout),
        ("data-quality.json", &pack_text("staff/data-quality.json")),
        ("data-quality.html", &pack_text("staff/data-quality.html")),
    ] {
        assert_eq!(found_in(text, &names), BTreeSet::new(), "{what}");
    }
    for text in texts_of("data-quality.xlsx", &pack_file("staff/data-quality.xlsx")).values() {
        assert_eq!(found_in(text, &names), BTreeSet::new());
    }
    let staff = pack_text("staff/results.json");
    assert_eq!(found_in(&staff, &names), BTreeSet::new());
}

#[test]
fn a_name_that_slipped_into_another_column_is_not_quoted() {
    let children = school::children();
    // A comma too many, and every cell of the row stands one column too far to the right.
    let mut pupils = school::pupils();
    pupils[3].insert(2, school::Cell::Blank);
    let mut screening = school::screening_wide();
    screening[2][3] = school::Cell::Text(children[1].forename.into());
    let mut marks = school::marks_long();
    marks[4][3] = school::Cell::Text(children[0].surname.into());
    let mut long = school::screening_long();
    long[1][4] = school::Cell::Text(children[0].forename.into());
    let mut support = vec![texts(&["UPN", "Intervention", "Start date", "End date"])];
    support.push(texts(&[&children[0].upn, "Calm Start", children[0].surname, "x"]));
    let files = [
        ("pupils.csv", school::csv(&pupils)),
        ("wide.csv", school::csv(&screening)),
        ("marks.csv", school::csv(&marks)),
        ("long.csv", school::csv(&long)),
        ("support.csv", school::csv(&support)),
    ];
    let checked = school::check(&files);
    let text = checked.json["diagnostics"].to_string();
    for child in &children {
        for name in [child.surname, child.forename] {
            assert!(!text.contains(name), "a child's name is quoted in {:#}", checked.json["diagnostics"]);
        }
    }
    assert_eq!(checked.code, 1, "the rows are reported all the same");
}
