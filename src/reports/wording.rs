//! The wording: every sentence as a template, with a variant for each way in
//! which its figures can fail to be readable.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::{Environment, UndefinedBehavior};
use serde::{Deserialize, Serialize};

use super::error::ReportError;
use crate::measures::Status;

/// One sentence in its variants.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variants {
    /// All its figures may be read.
    pub ok: String,
    /// One is withheld to protect children.
    pub suppressed: String,
    /// Nothing was supplied for one.
    pub not_available: String,
    /// Too little was supplied for one; `not_available` where it is left out.
    pub not_enough_data: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordingFile {
    prelude: String,
    alt: BTreeMap<String, String>,
    label: BTreeMap<String, String>,
    sentence: BTreeMap<String, Variants>,
}

/// All templates of a language.
#[derive(Clone, Debug)]
pub struct Wording {
    prelude: String,
    alt: BTreeMap<String, String>,
    label: BTreeMap<String, String>,
    sentences: BTreeMap<String, Variants>,
}

impl Wording {
    /// The wording that comes with the program.
    pub fn embedded() -> Result<Self, ReportError> {
        Self::parse(include_str!("../../reports/wording.toml"))
    }

    /// A wording from its TOML text; every template is compiled once.
    pub fn parse(text: &str) -> Result<Self, ReportError> {
        let file: WordingFile =
            toml::from_str(text).map_err(|source| ReportError::Toml { file: "wording.toml", source })?;
        let wording = Self { prelude: file.prelude, alt: file.alt, label: file.label, sentences: file.sentence };
        for (name, template) in wording.alt.iter().chain(&wording.label) {
            wording.variables(name, template)?;
        }
        for (name, variants) in &wording.sentences {
            for template in variants.all() {
                wording.variables(name, template)?;
            }
        }
        Ok(wording)
    }

    /// A sentence by name.
    pub fn sentence(&self, name: &str) -> Option<&Variants> {
        self.sentences.get(name)
    }

    /// Names of all sentences.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.sentences.keys().map(String::as_str)
    }

    /// The text alternative of a kind of chart.
    pub(super) fn alt(&self, kind: &str) -> &str {
        self.alt.get(kind).map_or("", String::as_str)
    }

    /// A short piece of wording, such as the label of a row.
    pub(super) fn label(&self, name: &str) -> &str {
        self.label.get(name).map_or("", String::as_str)
    }

    /// Names that a template expects to be given.
    pub(super) fn variables(&self, name: &str, template: &str) -> Result<BTreeSet<String>, ReportError> {
        let environment = environment();
        let source = format!("{}{template}", self.prelude);
        let compiled = environment
            .template_from_str(&source)
            .map_err(|source| ReportError::Sentence { sentence: name.to_owned(), source })?;
        let mut variables: BTreeSet<String> = compiled.undeclared_variables(false).into_iter().collect();
        variables.remove("noun");
        Ok(variables)
    }

    /// Fills in a template; runs of white space become one space.
    pub(super) fn render(&self, name: &str, template: &str, context: &impl Serialize) -> Result<String, ReportError> {
        let source = format!("{}{template}", self.prelude);
        let context = template_value(&serde_json::to_value(context)?);
        let filled = environment()
            .render_str(&source, context)
            .map_err(|source| ReportError::Sentence { sentence: name.to_owned(), source })?;
        Ok(filled.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

impl Variants {
    /// The variant for the worst status among the sentence's figures.
    pub(super) fn of(&self, status: Status) -> &str {
        match status {
            Status::Ok => &self.ok,
            Status::Suppressed => &self.suppressed,
            Status::NotAvailable => &self.not_available,
            Status::NotEnoughData => self.not_enough_data.as_ref().unwrap_or(&self.not_available),
        }
    }

    /// Every variant.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        [&self.ok, &self.suppressed, &self.not_available].into_iter().chain(&self.not_enough_data).map(String::as_str)
    }
}

/// A JSON value as the template engine holds it.
fn template_value(value: &serde_json::Value) -> minijinja::Value {
    match value {
        serde_json::Value::Null => minijinja::Value::from(()),
        serde_json::Value::Bool(flag) => minijinja::Value::from(*flag),
        serde_json::Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(whole), _) => minijinja::Value::from(whole),
            (None, Some(whole)) => minijinja::Value::from(whole),
            (None, None) => minijinja::Value::from(number.as_f64()),
        },
        serde_json::Value::String(text) => minijinja::Value::from(text.as_str()),
        serde_json::Value::Array(items) => minijinja::Value::from(items.iter().map(template_value).collect::<Vec<_>>()),
        serde_json::Value::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| (key.clone(), template_value(value)));
            minijinja::Value::from(entries.collect::<BTreeMap<_, _>>())
        }
    }
}

/// Commas between the thousands of a whole number as it is printed.
fn thousands(printed: String) -> String {
    let (sign, digits) = printed.strip_prefix('-').map_or(("", printed.as_str()), |digits| ("-", digits));
    let (whole, rest) = digits.find('.').map_or((digits, ""), |point| digits.split_at(point));
    let mut text = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    format!("{sign}{text}{rest}")
}

/// A template engine that refuses names it does not know, knows plurals, and writes thousands with commas.
fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.add_filter("noun", |count: u64, one: String, many: String| if count == 1 { one } else { many });
    environment.add_filter("thousands", thousands);
    environment
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_and_white_space() {
        let wording = Wording::embedded().expect("valid");
        let template = "{{ n }}  {{ n|noun('child', 'children') }}";
        for (n, expected) in [(0_u64, "0 children"), (1, "1 child"), (2, "2 children")] {
            let context = BTreeMap::from([("n", n)]);
            assert_eq!(wording.render("t", template, &context).expect("filled"), expected);
        }
    }

    #[test]
    fn thousands_have_commas() {
        for (printed, expected) in [("0", "0"), ("999", "999"), ("8299", "8,299"), ("-1234567.5", "-1,234,567.5")] {
            assert_eq!(thousands(printed.into()), expected);
        }
    }

    #[test]
    fn withheld_figures_cannot_be_named_in_the_other_variants() {
        let wording = Wording::embedded().expect("valid");
        for name in wording.names() {
            let variants = wording.sentence(name).expect("sentence");
            for template in variants.all().skip(1) {
                for private in [".value", ".x ", ".low", ".high", ".abs"] {
                    assert!(!template.contains(private), "{name}: {template}");
                }
            }
        }
    }

    #[test]
    fn no_claims_beyond_the_evidence() {
        let wording = include_str!("../../reports/wording.toml").to_lowercase();
        for word in ["significan", "p-value", "because of", "caused", "proves", "impact"] {
            assert!(!wording.contains(word), "{word}");
        }
    }

    #[test]
    fn a_broken_template_is_named() {
        let text = "prelude = ''\n[alt]\n[label]\n[sentence.odd]\nok = '{{ a'\nsuppressed = ''\nnot_available = ''\n";
        let error = Wording::parse(text).expect_err("refused").to_string();
        assert!(error.contains("odd"), "{error}");
    }
}
