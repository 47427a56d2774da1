//! The pages: one file each, nothing fetched. Layout and wording are in
//! `reports/page.html`, `reports/staff.html` and `reports/page.css`. The one
//! script, `reports/page.js`, sorts tables; a browser runs no other, since the
//! page's policy names it by its hash.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, context};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::OutputError;
use super::labels::Labels;
use super::text_tables::{TextTable, text_table};
use super::view;
use crate::reports::model::Report;
use crate::reports::plain::StaffDocument;

const PAGE: &str = include_str!("../../reports/page.html");
const STAFF: &str = include_str!("../../reports/staff.html");
const STYLE: &str = include_str!("../../reports/page.css");
const SCRIPT: &str = include_str!("../../reports/page.js");

/// A report as one self-contained page.
pub fn report_page(report: &Report) -> Result<String, OutputError> {
    let labels = Labels::load()?;
    let view = view::report_view(report, &labels)?;
    render(
        "page.html",
        PAGE,
        &report.id,
        context! {
            title => report.title.as_str(),
            school => report.school.as_str(),
            period => report.period.as_str(),
            as_of => report.as_of.as_str(),
            classification => report.classification.as_str(),
            compact => view.compact,
            board => view.board,
            colour => view.colour,
            second => view.second,
            logo_alt => view.logo_alt,
            logo => report.brand.logo.as_ref().map(|logo| STANDARD.encode(&logo.png)),
            headlines => Serde(&view.headlines),
            overview => Serde(&view.overview),
            sections => Serde(&view.sections),
            annex => Serde(&view.annex),
            notes => Serde(&view.notes),
            labels => Serde(&labels),
            css => STYLE,
            script => SCRIPT,
            script_hash => script_hash(),
            print => Serde(Print::new(&report.classification, &report.school, &report.title, &labels)),
        },
    )
}

/// A staff document as one self-contained page.
pub fn staff_page(document: &StaffDocument) -> Result<String, OutputError> {
    let labels = Labels::load()?;
    let tables: Vec<TextTable> =
        document.tables.iter().enumerate().map(|(at, table)| text_table(&(at + 1).to_string(), table)).collect();
    render(
        "staff.html",
        STAFF,
        &document.id,
        context! {
            title => document.title.as_str(),
            school => document.school.as_str(),
            period => document.period.as_str(),
            as_of => document.as_of.as_str(),
            classification => document.classification.as_str(),
            summary => Serde(&document.summary),
            notes => Serde(&document.notes),
            tables => Serde(tables),
            labels => Serde(&labels),
            css => STYLE,
            script => SCRIPT,
            script_hash => script_hash(),
            print => Serde(Print::new(&document.classification, &document.school, &document.title, &labels)),
        },
    )
}

fn render(
    name: &'static str,
    template: &'static str,
    page: &str,
    values: minijinja::Value,
) -> Result<String, OutputError> {
    let failed = |error: minijinja::Error| OutputError::Page { page: page.to_owned(), reason: format!("{error:#}") };
    let mut environment = Environment::new();
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    environment.set_syntax(syntax.map_err(failed)?);
    // A misspelt name in a template is a failure, never a blank.
    environment.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
    // The name's ending turns HTML escaping on.
    environment.add_template(name, template).map_err(failed)?;
    let template = environment.get_template(name).map_err(failed)?;
    template.render(values).map_err(failed)
}

/// The script's hash, as a content security policy wants it.
fn script_hash() -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(SCRIPT)))
}

/// Texts of the page margins in print, as CSS strings.
#[derive(Serialize)]
struct Print {
    mark: String,
    document: String,
    page: String,
    page_of: String,
}

impl Print {
    fn new(classification: &str, school: &str, title: &str, labels: &Labels) -> Self {
        Self {
            mark: css_string(classification),
            document: css_string(&format!("{school} · {title}")),
            page: css_string(&format!("{} ", labels.page)),
            page_of: css_string(&format!(" {} ", labels.page_of)),
        }
    }
}

/// A CSS string in which nothing can end the string or the style element.
fn css_string(text: &str) -> String {
    let mut css = String::from("\"");
    for c in text.chars() {
        if c.is_alphanumeric() || c == ' ' {
            css.push(c);
        } else {
            // The space ends the escape; CSS does not print it.
            css.push_str(&format!("\\{:x} ", u32::from(c)));
        }
    }
    css.push('"');
    css
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::outputs::sample;

    #[test]
    fn the_page_stands_alone_and_repeats() {
        let report = sample::report();
        let page = report_page(&report).expect("page");
        assert_eq!(page, report_page(&report).expect("page"));
        let outside = page.replace("http://www.w3.org/2000/svg", "");
        for fetch in ["http:", "https:", "src=", "<link", "@import", "url(", "fetch(", "import(", "eval("] {
            assert!(!outside.contains(fetch), "{fetch}");
        }
        // The one script is the one that the policy names, to the byte.
        assert_eq!(page.matches("<script").count(), 1);
        assert!(page.contains(&format!("<script>{SCRIPT}</script>")));
        assert!(
            page.contains(&format!("default-src 'none'; style-src 'unsafe-inline'; script-src '{}'", script_hash()))
        );
        assert!(!SCRIPT.contains("</"), "nothing in the script may end it");
        assert_eq!(page.matches("<h1").count(), 1);
        assert!(page.contains("lang=\"en-GB\""));
    }

    #[test]
    fn every_link_leads_somewhere_and_every_id_is_unique() {
        let page = report_page(&sample::report()).expect("page");
        let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|s| s.split('"').next()).collect();
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len());
        for target in page.split("href=\"#").skip(1).filter_map(|s| s.split('"').next()) {
            assert!(unique.contains(target), "{target}");
        }
    }

    #[test]
    fn what_a_school_writes_is_escaped() {
        let mut report = sample::report();
        report.school = "St \"X\" </style><script>alert(1)</script> & St Y's".into();
        report.classification = "A\"; } </style>".into();
        let page = report_page(&report).expect("page");
        assert_eq!(page.matches("<script").count(), 1);
        assert!(!page.contains("<script>alert"));
        assert_eq!(page.matches("</style>").count(), 1);
    }

    #[test]
    fn suppressed_cells_are_symbols() {
        let page = report_page(&sample::report()).expect("page");
        assert!(page.contains(">c</td>"));
    }

    #[test]
    fn a_staff_page_says_when_a_table_is_empty() {
        let mut document = sample::staff();
        document.tables[0].rows.clear();
        document.tables[0].when_empty = "No child is below expectation.".into();
        let page = staff_page(&document).expect("page");
        assert!(page.contains("No child is below expectation."));
        assert!(page.contains(&document.classification));
    }

    #[test]
    fn css_strings_cannot_be_left() {
        assert_eq!(css_string("A\"<b"), "\"A\\22 \\3c b\"");
    }
}
