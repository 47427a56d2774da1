//! `results.json` and the settings of `manifest.json`, by their contracts.

use std::collections::BTreeMap;

use serde_json::Value;

/// Whom a figure is about.
pub type Population = BTreeMap<String, String>;

/// A figure of a pack as its `results.json` has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReadFigure {
    /// Identifier of the measure.
    pub measure: String,
    /// Whom it is about.
    pub population: Population,
    /// `ok`, `suppressed`, `not_available` or `not_enough_data`.
    pub status: String,
    /// The value.
    pub value: Option<f64>,
    /// The word that the value stands for.
    pub word: Option<String>,
    /// What the value counts, such as `percent`.
    pub unit: String,
    /// People that it rests on.
    pub n: Option<f64>,
    /// What was counted.
    pub numerator: Option<f64>,
    /// What it is a share of.
    pub denominator: Option<f64>,
    /// Lower bound of its interval.
    pub low: Option<f64>,
    /// Upper bound of its interval.
    pub high: Option<f64>,
}

impl ReadFigure {
    /// Whether it may be read.
    pub fn is_ok(&self) -> bool {
        self.status == "ok"
    }

    /// Every number that it has.
    pub fn numbers(&self) -> impl Iterator<Item = f64> {
        [self.value, self.n, self.numerator, self.denominator, self.low, self.high].into_iter().flatten()
    }
}

/// What is wrong with a `results.json`.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Flaw {
    /// It cannot be read.
    Damaged(String),
    /// A key that the contract does not have, with a number.
    UnknownKey(String),
    /// A figure that may not be read has a number or word.
    SaysMore(ReadFigure),
}

const KEYS: [&str; 13] = [
    "measure",
    "pack",
    "population",
    "value",
    "unit",
    "word",
    "n",
    "numerator",
    "denominator",
    "low",
    "high",
    "tier",
    "status",
];

/// The figures of a file.
pub(super) fn figures(bytes: &[u8]) -> (Vec<ReadFigure>, Vec<Flaw>) {
    let mut flaws = Vec::new();
    let mut figures = Vec::new();
    let value: Value = match serde_json::from_slice(bytes) {
        Ok(value) => value,
        Err(error) => return (figures, vec![Flaw::Damaged(format!("is damaged (line {})", error.line()))]),
    };
    if value.get("version").and_then(Value::as_u64) != Some(1) {
        return (figures, vec![Flaw::Damaged("is not of version 1".into())]);
    }
    for key in value.as_object().into_iter().flat_map(|file| file.keys()) {
        if !["version", "figures"].contains(&key.as_str()) {
            flaws.push(Flaw::UnknownKey(key.clone()));
        }
    }
    for entry in value.get("figures").and_then(Value::as_array).into_iter().flatten() {
        for key in entry.as_object().into_iter().flat_map(|entry| entry.keys()) {
            if !KEYS.contains(&key.as_str()) {
                flaws.push(Flaw::UnknownKey(key.clone()));
            }
        }
        let figure = figure(entry);
        if !figure.is_ok() && (figure.numbers().next().is_some() || figure.word.is_some()) {
            flaws.push(Flaw::SaysMore(figure.clone()));
        }
        figures.push(figure);
    }
    (figures, flaws)
}

fn figure(entry: &Value) -> ReadFigure {
    let text = |key: &str| entry.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let number = |key: &str| entry.get(key).and_then(Value::as_f64);
    let population = entry.get("population").and_then(Value::as_object).into_iter().flatten();
    ReadFigure {
        measure: text("measure"),
        population: population
            .map(|(key, value)| (key.clone(), value.as_str().unwrap_or_default().to_owned()))
            .collect(),
        status: text("status"),
        value: number("value"),
        word: entry.get("word").and_then(Value::as_str).map(str::to_owned),
        unit: text("unit"),
        n: number("n"),
        numerator: number("numerator"),
        denominator: number("denominator"),
        low: number("low"),
        high: number("high"),
    }
}

/// What the manifest beside a pack says about its time and its policy.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Settings {
    /// Identifier of the run's term.
    pub term: Option<String>,
    /// Reporting date, ISO.
    pub as_of: Option<String>,
    /// Numbers of the policy.
    pub numbers: Vec<f64>,
    /// Words of the policy: names of year groups, strands, courses.
    pub words: Vec<String>,
    /// The school's own lines of a checklist.
    pub lines: Vec<f64>,
}

impl Settings {
    /// From a manifest's bytes; nothing where there is none.
    pub(super) fn read(bytes: Option<&[u8]>) -> Settings {
        let Some(value) = bytes.and_then(|bytes| serde_json::from_slice::<Value>(bytes).ok()) else {
            return Settings::default();
        };
        let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        let mut settings = Settings { term: text("term"), as_of: text("as_of"), ..Settings::default() };
        if let Some(policy) = value.get("policy") {
            settings.collect(policy);
            let lines = policy.get("ambassador").and_then(Value::as_object).into_iter().flatten();
            settings.lines = lines.filter_map(|(_, line)| line.as_f64()).collect();
        }
        settings
    }

    fn collect(&mut self, value: &Value) {
        match value {
            Value::Number(number) => self.numbers.extend(number.as_f64()),
            Value::String(text) => self.words.push(text.clone()),
            Value::Array(values) => values.iter().for_each(|value| self.collect(value)),
            Value::Object(entries) => {
                for (key, value) in entries {
                    self.words.push(key.clone());
                    self.collect(value);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_withheld_figure_with_a_number_is_a_flaw() {
        let file = |figure: &str| format!(r#"{{"version":1,"figures":[{figure}]}}"#);
        let good = r#"{"measure":"a.b","population":{"period":"2025-26"},"status":"suppressed","value":null}"#;
        assert_eq!(figures(file(good).as_bytes()).1, []);
        let bad = good.replace("null", "3");
        assert!(matches!(figures(file(&bad).as_bytes()).1[..], [Flaw::SaysMore(_)]));
        let more = good.replace("\"status\"", "\"hidden\":3,\"status\"");
        assert_eq!(figures(file(&more).as_bytes()).1, [Flaw::UnknownKey("hidden".into())]);
        assert!(matches!(figures(b"{").1[..], [Flaw::Damaged(_)]));
    }

    #[test]
    fn the_policys_numbers_and_words_are_collected() {
        let settings = Settings::read(Some(
            br#"{"term":"2025-26-summer","policy":{"secure_min":60.0,"expected_strand":{"Year 1":"Being"},"ambassador":{"L2":85}}}"#,
        ));
        assert_eq!(
            (settings.numbers.as_slice(), settings.lines.as_slice()),
            ([60.0, 85.0].as_slice(), [85.0].as_slice())
        );
        assert!(settings.words.contains(&"Year 1".to_owned()) && settings.words.contains(&"Being".to_owned()));
    }
}
