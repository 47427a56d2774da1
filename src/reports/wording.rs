//! The wording: every sentence as a template, with a variant for each way in
//! which its figures can fail to be readable.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::{Environment, UndefinedBehavior};
use serde::{Deserialize, Serialize};

use super::error::ReportError;
use crate::measures::{Status, Tier};

/// One sentence in its variants.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variants {
    /// All its figures may be read; not of a sentence with tiers.
    pub ok: Option<String>,
    /// One is withheld to protect children.
    pub suppressed: String,
    /// Nothing was supplied for one.
    pub not_available: String,
    /// Too little was supplied for one; `not_available` where it is left out.
    pub not_enough_data: Option<String>,
    /// Too few children for any sentence about them: tier T0.
    t0: Option<String>,
    /// Before and after only.
    t1: Option<String>,
    /// Against expected progress.
    t2: Option<String>,
    /// Against similar children.
    t3: Option<String>,
    /// Places drawn by lot.
    t4: Option<String>,
}

/// Phrases that need a tier, in lower case.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Claims {
    t2: Vec<String>,
    t3: Vec<String>,
    t4: Vec<String>,
}

impl Claims {
    /// The list that comes with the program.
    pub(super) fn embedded() -> Result<Self, ReportError> {
        toml::from_str(include_str!("../../reports/claims.toml"))
            .map_err(|source| ReportError::Toml { file: "claims.toml".into(), source })
    }

    /// The first phrase of a template that its tier does not allow.
    pub(super) fn beyond(&self, tier: Tier, template: &str) -> Option<&str> {
        let words = words_of(template);
        let phrases = [(Tier::T2, &self.t2), (Tier::T3, &self.t3), (Tier::T4, &self.t4)];
        let stronger = phrases.into_iter().filter(|(needed, _)| *needed > tier).flat_map(|(_, phrases)| phrases);
        stronger.map(String::as_str).find(|phrase| words.contains(phrase))
    }
}

/// The words of a template as they are printed: without its tags, lower case,
/// one blank between them.
fn words_of(template: &str) -> String {
    let mut words = String::new();
    let mut rest = template;
    while let Some(start) = rest.find(['{']) {
        let (before, tag) = rest.split_at(start);
        words.push_str(before);
        let end = [("{{", "}}"), ("{%", "%}")].into_iter().find(|(open, _)| tag.starts_with(open));
        let length = end.and_then(|(_, close)| tag.find(close)).map_or(1, |at| at + 2);
        words.push(' ');
        rest = tag.get(length..).unwrap_or_default();
    }
    words.push_str(rest);
    words.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordingFile {
    prelude: String,
    alt: BTreeMap<String, String>,
    label: BTreeMap<String, String>,
    sentence: BTreeMap<String, Variants>,
}

/// What a school words differently, and the sentences of its own reports.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct OwnWording {
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
            toml::from_str(text).map_err(|source| ReportError::Toml { file: "wording.toml".into(), source })?;
        Self { prelude: file.prelude, alt: file.alt, label: file.label, sentences: file.sentence }.checked()
    }

    /// This wording with a school's own in its place where it has any: sentences, labels and text alternatives by
    /// name, and macros that its sentences use.
    ///
    /// # Errors
    /// Names what is not known or says more than its evidence allows.
    pub(super) fn with_own(mut self, text: &str) -> Result<Self, ReportError> {
        let own: OwnWording =
            toml::from_str(text).map_err(|source| ReportError::Toml { file: "wording".into(), source })?;
        let named = [("text alternative", &self.alt, &own.alt), ("label", &self.label, &own.label)];
        for (what, known, given) in named {
            if let Some(name) = given.keys().find(|name| !known.contains_key(*name)) {
                return Err(ReportError::unknown("wording", what, name, known.keys().map(String::as_str)));
            }
        }
        self.prelude.push_str(&own.prelude);
        self.alt.extend(own.alt);
        self.label.extend(own.label);
        self.sentences.extend(own.sentence);
        self.checked()
    }

    /// Every template compiled once, and held against what its evidence allows.
    fn checked(self) -> Result<Self, ReportError> {
        for (name, template) in self.alt.iter().chain(&self.label) {
            self.variables(name, template)?;
        }
        let claims = Claims::embedded()?;
        let refuse = |name: &str, tier: Tier, template: &str| match claims.beyond(tier, template) {
            Some(phrase) => Err(ReportError::invalid(
                &format!("sentence `{name}`"),
                format!("\"{phrase}\" says more than {tier:?} allows"),
            )),
            None => Ok(()),
        };
        refuse("prelude", Tier::T1, &self.prelude)?;
        for (name, variants) in &self.sentences {
            if variants.ok.is_some() == variants.has_tiers() || variants.tiers().count() % 5 != 0 {
                let problem = "a sentence has either `ok` or all of `t0` to `t4`";
                return Err(ReportError::invalid(&format!("sentence `{name}`"), problem));
            }
            for template in variants.all() {
                self.variables(name, template)?;
            }
            for template in variants.plain() {
                refuse(name, Tier::T1, template)?;
            }
            for (tier, template) in variants.tiers() {
                refuse(name, tier, template)?;
            }
        }
        Ok(self)
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
    /// The variant for the worst status among the sentence's figures and, of a
    /// sentence with tiers, for the tier of its evidence: nothing else may
    /// choose it. Without a tier there is nothing to be said.
    pub(super) fn of(&self, status: Status, tier: Option<Tier>) -> &str {
        match (status, &self.ok) {
            (Status::Ok, Some(ok)) => ok,
            (Status::Ok, None) => self.at(tier.unwrap_or(Tier::T0)),
            (Status::Suppressed, _) => &self.suppressed,
            (Status::NotAvailable, _) => &self.not_available,
            (Status::NotEnoughData, _) => self.not_enough_data.as_deref().unwrap_or_else(|| self.at(Tier::T0)),
        }
    }

    /// The variant of a tier; what is said of missing figures where there are no tiers.
    fn at(&self, tier: Tier) -> &str {
        self.tiers().find(|(own, _)| *own == tier).map_or(&self.not_available, |(_, template)| template)
    }

    /// Whether the strength of the evidence chooses the words.
    pub(super) fn has_tiers(&self) -> bool {
        self.tiers().next().is_some()
    }

    /// The variants by tier, weakest first.
    pub(super) fn tiers(&self) -> impl Iterator<Item = (Tier, &str)> {
        let tiers = [
            (Tier::T0, &self.t0),
            (Tier::T1, &self.t1),
            (Tier::T2, &self.t2),
            (Tier::T3, &self.t3),
            (Tier::T4, &self.t4),
        ];
        tiers.into_iter().filter_map(|(tier, template)| Some((tier, template.as_deref()?)))
    }

    /// The variants that no tier chooses.
    fn plain(&self) -> impl Iterator<Item = &str> {
        let always = [&self.suppressed, &self.not_available];
        self.ok.iter().chain(always).chain(&self.not_enough_data).map(String::as_str)
    }

    /// Every variant.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        self.plain().chain(self.tiers().map(|(_, template)| template))
    }

    /// The variants for figures that may not be read.
    #[cfg(test)]
    fn unreadable(&self) -> impl Iterator<Item = &str> {
        [&self.suppressed, &self.not_available]
            .into_iter()
            .chain(&self.not_enough_data)
            .chain(&self.t0)
            .map(String::as_str)
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
            for template in variants.unreadable() {
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
