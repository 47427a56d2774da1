//! The printed report: a tagged PDF (PDF/UA-1) that a screen reader reads in
//! order. The layout is in `reports/pack.typ`; the report comes to it as data,
//! never as markup, so that nothing a school writes can be taken for layout.

use std::collections::BTreeMap;

use serde_json::Value;
use typst::comemo;
use typst::foundations::Smart;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};
use unicode_normalization::UnicodeNormalization as _;

use super::OutputError;
use super::labels::Labels;
use super::pdf_world::{PrintWorld, can_print};
use super::view;
use crate::reports::model::Report;

const TEMPLATE: (&str, &str) = ("reports/pack.typ", include_str!("../../reports/pack.typ"));
/// Where the template finds the report.
const DATA: &str = "reports/report.json";
/// Printed for a character that the shipped font lacks.
const UNPRINTABLE: char = '\u{25ca}';

/// A report as a PDF.
///
/// # Errors
/// When the template has a fault, or the result would not be accessible.
pub fn report_pdf(report: &Report) -> Result<Vec<u8>, OutputError> {
    let failed = |reason: String| OutputError::Print { document: report.id.clone(), reason };
    let world = PrintWorld::new(TEMPLATE, files(report)?).map_err(failed)?;
    let identity = [&report.id, &report.school, &report.period, &report.as_of].map(String::as_str).join("\n");
    typeset(&world, identity).map_err(failed)
}

/// The report's data and its charts, by path.
fn files(report: &Report) -> Result<BTreeMap<String, Vec<u8>>, OutputError> {
    let labels = Labels::load()?;
    let mut view = view::report_view(report, &labels)?;
    let mut files = BTreeMap::new();
    let sections = view.sections.iter_mut().chain(&mut view.annex);
    let charts = sections.flat_map(|section| &mut section.blocks).filter_map(|block| block.chart.as_mut());
    for chart in charts {
        // Each drawing is a file of its own, so that it is not parsed again as data.
        let svg = std::mem::take(&mut chart.svg);
        files.insert(format!("reports/{}.svg", chart.id), printable(&svg).into_bytes());
    }
    let unmade =
        |error: serde_json::Error| OutputError::Print { document: report.id.clone(), reason: error.to_string() };
    let mut data = serde_json::to_value(&view).map_err(unmade)?;
    make_printable(&mut data);
    files.insert(DATA.into(), data.to_string().into_bytes());
    if let Some(logo) = &report.brand.logo {
        files.insert("reports/logo.png".into(), logo.png.clone());
    }
    Ok(files)
}

/// Lays the pages out and writes them.
fn typeset(world: &PrintWorld, identity: String) -> Result<Vec<u8>, String> {
    let standards = PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|error| error.message().to_string())?;
    let options = PdfOptions {
        ident: Smart::Custom(identity),
        creator: Smart::Custom(Some("thrive-report".into())),
        // Same inputs, same bytes: no time of writing.
        timestamp: None,
        standards,
        ..PdfOptions::default()
    };
    let laid_out = typst::compile(world).output;
    let written = laid_out.and_then(|document| typst_pdf::pdf(&document, &options));
    // The typesetter remembers every paragraph for its next run, which another report never is.
    comemo::evict(0);
    written.map_err(|problems| world.explain(&problems))
}

fn make_printable(value: &mut Value) {
    match value {
        Value::String(text) => *text = printable(text),
        Value::Array(items) => items.iter_mut().for_each(make_printable),
        Value::Object(entries) => entries.values_mut().for_each(make_printable),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Text in which each character has a glyph: a PDF/UA may not show an empty box,
/// and one name in another script must not cost the school its report.
fn printable(text: &str) -> String {
    let fits = |c: char| can_print(c) || c == '\n';
    if text.chars().all(fits) {
        return text.to_owned();
    }
    let mut printed = String::with_capacity(text.len());
    for c in text.nfc() {
        if fits(c) {
            printed.push(c);
        } else if c.is_whitespace() {
            printed.push(' ');
        } else if !c.is_control() {
            let plain: String = c.nfkd().filter(|part| can_print(*part)).collect();
            if plain.is_empty() { printed.push(UNPRINTABLE) } else { printed.push_str(&plain) }
        }
    }
    printed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outputs::sample;
    use crate::reports::model::ChartKind;

    #[test]
    fn the_same_report_gives_the_same_bytes() {
        let report = sample::report();
        let pdf = report_pdf(&report).expect("pdf");
        assert!(pdf.starts_with(b"%PDF-1.7"));
        assert_eq!(pdf, report_pdf(&report).expect("pdf"));
    }

    #[test]
    fn the_layout_settles_and_warns_of_nothing() {
        let world = PrintWorld::new(TEMPLATE, files(&sample::report()).expect("files")).expect("world");
        let mut compiled = typst::compile(&world);
        let warnings = world.explain(&compiled.warnings);
        assert_eq!(warnings, "");
        compiled.output =
            compiled.output.and_then(|document| typst_pdf::pdf(&document, &PdfOptions::default()).map(|_| document));
        assert!(compiled.output.is_ok());
    }

    #[test]
    fn text_that_looks_like_markup_stays_text() {
        let mut report = sample::report();
        let odd = "#panic() *St* $x$ \"Y\" _z_ @a <b> // /* `c` [d] \\ = \u{0}\u{7}\tend";
        report.school = odd.into();
        report.title = odd.into();
        report.classification = odd.into();
        report.headlines[0].answer = odd.into();
        report.sections[0].question = odd.into();
        report.sections[0].findings[0] = odd.into();
        report.sections[0].tables[0].title = odd.into();
        report.sections[0].tables[0].rows[0].label = odd.into();
        report.notes[0].entries[0].0 = odd.into();
        report_pdf(&report).expect("nothing was run");
        let data = &files(&report).expect("files")[DATA];
        let data: Value = serde_json::from_slice(data).expect("json");
        assert_eq!(data["school"], odd.replace(['\u{0}', '\u{7}'], "").replace('\t', " "));
    }

    #[test]
    fn characters_without_a_glyph_do_not_cost_the_report() {
        assert_eq!(printable("São João – 5 ≥ 4"), "São João – 5 ≥ 4");
        assert_eq!(printable("Zoe\u{308}"), "Zoë");
        assert_eq!(printable("学校 😀"), "◊◊ ◊");
        assert_eq!(printable("ﬁne ①"), "ﬁne 1");
        let mut report = sample::report();
        report.school = "学校 😀 \u{200b}\u{feff}شهد".into();
        report.sections[0].tables[0].rows[0].label = "学校".into();
        report_pdf(&report).expect("pdf");
    }

    #[test]
    fn a_wide_table_turns_the_page_and_a_long_one_goes_on() {
        let mut report = sample::report();
        let table = &mut report.sections[0].tables[0];
        let (column, cell) = (table.columns[0].clone(), table.rows[0].cells[0].clone());
        table.columns = vec![column; 24];
        for row in &mut table.rows {
            row.cells = vec![cell.clone(); 24];
        }
        let row = report.sections[1].tables[0].rows[0].clone();
        report.sections[1].tables[0].rows = vec![row; 120];
        report.sections[1].findings = vec!["A long finding, as long as a page is high. ".repeat(200)];
        report.sections[1].questions = vec!["And a long question. ".repeat(400)];
        let bars =
            report.sections.iter_mut().flat_map(|section| &mut section.charts).find_map(|chart| {
                match &mut chart.kind {
                    ChartKind::Bars { bars, .. } => Some(bars),
                    _ => None,
                }
            });
        let bars = bars.expect("a chart of bars");
        *bars = vec![bars[0].clone(); 60];
        let pdf = report_pdf(&report).expect("pdf");
        let pdf = String::from_utf8_lossy(&pdf);
        assert!(pdf.contains("/MediaBox[0 0 841.8898 595.2756]"));
    }

    #[test]
    fn what_is_not_accessible_is_refused() {
        let untitled = PrintWorld::new(("reports/x.typ", "= Heading"), []).expect("world");
        let reason = typeset(&untitled, String::new()).expect_err("no title");
        assert!(reason.contains("title"), "{reason}");
        let svg =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><rect width=\"9\" height=\"9\"/></svg>";
        let text = "#set document(title: \"T\")\n= Heading\n#image(\"c.svg\")";
        let undescribed = PrintWorld::new(("x.typ", text), [("c.svg".into(), svg.into())]).expect("world");
        let reason = typeset(&undescribed, String::new()).expect_err("no alternative text");
        assert!(reason.contains("line 3") && reason.contains("alt"), "{reason}");
    }

    #[test]
    fn a_fault_of_the_template_names_its_line() {
        let world = PrintWorld::new(("x.typ", "= A\n#nothing"), []).expect("world");
        let reason = typeset(&world, String::new()).expect_err("unknown name");
        assert!(reason.starts_with("line 2: unknown variable: nothing"), "{reason}");
        let outside = PrintWorld::new(("x.typ", "#read(\"/etc/passwd\")"), []).expect("world");
        assert!(typeset(&outside, String::new()).is_err());
    }
}
