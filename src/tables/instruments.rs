//! Screening instruments: strands, order, polarity, scale. Data:
//! `reference/instruments/*.toml`.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};
use serde::Deserialize;

use super::headings::heading_key;
use super::layout::own_error;
use crate::error::Error;
use crate::project::OwnReference;

static INSTRUMENTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/reference/instruments");

/// Which end of a strand's scale is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Polarity {
    /// A high score is good.
    HighGood,
    /// A high score is bad.
    HighBad,
    /// Neither.
    Neutral,
}

/// One strand (scale) of an instrument.
#[derive(Clone, Debug, Deserialize)]
pub struct Strand {
    /// Printed name.
    pub name: String,
    /// 1 is the earliest.
    pub order: i32,
    /// Which end is good.
    pub polarity: Polarity,
    /// Lowest possible score; the scale's own where absent.
    pub min: Option<f64>,
    /// Highest possible score; the scale's own where absent.
    pub max: Option<f64>,
    /// Standard deviation of its scores, where one is published.
    pub spread: Option<f64>,
    /// Correlation of two screenings of the same child a term apart, where one is published.
    pub reliability: Option<f64>,
    /// Short code such as a Boxall letter.
    pub code: Option<toml::Value>,
    /// Names that are said when they are met: older ones, of which it is only inferred that they mean this strand.
    #[serde(default)]
    pub uncertain_names: Vec<String>,
    #[serde(default)]
    aliases: Vec<String>,
}

impl Strand {
    /// Every name it goes by.
    pub fn names(&self) -> Vec<&str> {
        let others = self.aliases.iter().chain(&self.uncertain_names);
        std::iter::once(&self.name).chain(others).map(String::as_str).collect()
    }
}

/// The scale that strands share.
#[derive(Clone, Debug, Deserialize)]
pub struct Scale {
    /// Lowest possible score.
    pub min: Option<f64>,
    /// Highest possible score.
    pub max: Option<f64>,
    /// Whether scores are percentages (so 0.72 may mean 72).
    #[serde(default)]
    pub percent: bool,
    /// What a score is.
    pub unit: ScoreUnit,
}

/// What a score is, which decides what may be done with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScoreUnit {
    /// Out of a hundred.
    Percent,
    /// A sum of answers.
    Raw,
    /// Out of a hundred other children: never averaged.
    Percentile,
    /// A step of a scale.
    Ordinal,
}

impl ScoreUnit {
    /// As the store has it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Percent => "percent",
            Self::Raw => "raw",
            Self::Percentile => "percentile",
            Self::Ordinal => "ordinal",
        }
    }
}

/// A banding scheme: a whole set of cut-offs that were published together.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scheme {
    /// Identifier, as its bands and `policy.band_scheme` have it.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// First day on which it was in use, where known.
    pub valid_from: Option<toml::value::Datetime>,
    /// Last day, where another took its place.
    pub valid_to: Option<toml::value::Datetime>,
    /// How sure these dates are.
    pub status: String,
    /// Where they come from.
    pub source: String,
}

/// How a questionnaire's items become scores.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemScoring {
    /// The 25 items of the Strengths and Difficulties Questionnaire.
    Sdq,
}

/// One band of a banding scheme. Both ends are inside the band.
#[derive(Clone, Debug, Deserialize)]
pub struct Band {
    /// Scheme it belongs to; bands of two schemes are never mixed.
    pub scheme: String,
    /// Informant whose scores it judges.
    pub respondent: String,
    /// Strand whose scores it judges.
    pub strand: String,
    /// Lowest score in it.
    pub lower: f64,
    /// Highest score in it.
    pub upper: f64,
    /// What it is called.
    pub name: String,
    /// 1 is the most favourable.
    pub rank: i32,
    /// Whether the cut-off was confirmed.
    pub status: String,
}

/// One screening instrument. Keys for people (source, note) are not read here.
#[derive(Clone, Debug, Deserialize)]
pub struct Instrument {
    /// Identifier such as `thrive`.
    pub id: String,
    /// Printed name.
    pub name: String,
    /// The scale.
    pub scale: Scale,
    /// Whether the strands are steps of development, so that a child has a
    /// working strand.
    pub sequential: bool,
    /// Whether an average of scores means something.
    pub mean_allowed: bool,
    /// Norms of sheets that do not name theirs.
    pub norm_version: String,
    /// Whether a score means nothing unless it is known who answered.
    #[serde(default)]
    pub needs_respondent: bool,
    /// How its items are scored, where they may be read.
    pub item_scoring: Option<ItemScoring>,
    /// Its banding schemes.
    #[serde(default, rename = "scheme")]
    pub schemes: Vec<Scheme>,
    /// Bands of all schemes.
    #[serde(default, rename = "band")]
    pub bands: Vec<Band>,
    /// Strands in order.
    #[serde(rename = "strand")]
    pub strands: Vec<Strand>,
    #[serde(default)]
    aliases: Vec<String>,
}

impl Instrument {
    /// Every spelling of its name and of its strands.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        let strands = self.strands.iter().flat_map(|strand| std::iter::once(&strand.name).chain(&strand.aliases));
        [&self.id, &self.name].into_iter().chain(&self.aliases).chain(strands).map(String::as_str)
    }

    /// What the file says that cannot be.
    fn check(&self) -> Result<(), String> {
        let strand = |name: &str| self.strands.iter().any(|strand| strand.name == name);
        if self.strands.is_empty() {
            return Err(format!("{} has no strand", self.id));
        }
        for (index, one) in self.strands.iter().enumerate() {
            if self.strands[..index].iter().any(|other| heading_key(&other.name) == heading_key(&one.name)) {
                return Err(format!("two strands are called \"{}\"", one.name));
            }
            if one.min.zip(one.max).is_some_and(|(min, max)| min > max) {
                return Err(format!("the scale of \"{}\" ends before it begins", one.name));
            }
        }
        for band in &self.bands {
            if !strand(&band.strand) {
                return Err(format!("a band of {} names \"{}\", which is no strand", band.scheme, band.strand));
            }
            if band.lower > band.upper {
                return Err(format!("a band of \"{}\" ends before it begins", band.strand));
            }
            if !self.schemes.is_empty() && !self.schemes.iter().any(|scheme| scheme.id == band.scheme) {
                return Err(format!("there is no scheme \"{}\"", band.scheme));
            }
        }
        Ok(())
    }

    /// Why no average of its scores, or of their changes, is taken, if so.
    pub fn why_no_average(&self) -> Option<&'static str> {
        match self.scale.unit {
            // Whatever the file says: ranks do not add up.
            ScoreUnit::Percentile => Some("its scores are percentiles"),
            ScoreUnit::Ordinal if !self.mean_allowed => Some("its scores are steps of a scale, not amounts"),
            _ if !self.mean_allowed => Some("what its scores measure is not published"),
            _ => None,
        }
    }
}

/// All instruments, with the ways their strands are written.
#[derive(Clone, Debug)]
pub struct Instruments {
    /// In order of identifier.
    pub all: Vec<Instrument>,
    strands: BTreeMap<String, Vec<(usize, usize)>>,
    names: BTreeMap<String, usize>,
}

impl Instruments {
    /// Reads the program's instruments and a school's own. One of the school's with a known identifier stands in that
    /// one's place.
    ///
    /// # Errors
    /// When a data file is wrong.
    pub fn load(own: &OwnReference) -> Result<Self, Error> {
        let mut all: Vec<Instrument> = Vec::new();
        for file in INSTRUMENTS.files() {
            let what = format!("reference/instruments/{}", file.path().display());
            let wrong = |why: String| Error::BadReference { what: what.clone(), why };
            let instrument: Instrument =
                toml::from_str(file.contents_utf8().unwrap_or_default()).map_err(|error| wrong(error.to_string()))?;
            instrument.check().map_err(wrong)?;
            all.push(instrument);
        }
        for (name, text) in &own.instruments {
            let path = own.folder.join("reference").join("instruments").join(name);
            let instrument: Instrument = toml::from_str(text).map_err(|error| own_error(&path, text, &error))?;
            let remedy = "README, \"Add a screening tool\", says what a tool's file holds".to_owned();
            instrument.check().map_err(|why| Error::BadProject { path, line: None, why, remedy })?;
            all.retain(|known| known.id != instrument.id);
            all.push(instrument);
        }
        all.sort_by(|a: &Instrument, b| a.id.cmp(&b.id));
        let mut strands: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
        let mut names = BTreeMap::new();
        for (at, instrument) in all.iter().enumerate() {
            for name in [&instrument.id, &instrument.name].into_iter().chain(&instrument.aliases) {
                names.entry(heading_key(name)).or_insert(at);
            }
            for (index, strand) in instrument.strands.iter().enumerate() {
                for spelling in strand.names() {
                    let known = strands.entry(heading_key(spelling)).or_default();
                    if !known.contains(&(at, index)) {
                        known.push((at, index));
                    }
                }
            }
        }
        Ok(Instruments { all, strands, names })
    }

    /// The instrument by identifier or name.
    pub fn instrument(&self, text: &str) -> Option<&Instrument> {
        self.names.get(&heading_key(text)).map(|&at| &self.all[at])
    }

    /// The strand a heading or cell names: of the given instrument, else the
    /// only instrument that has one by this name.
    pub fn strand(&self, text: &str, instrument: Option<&str>) -> Option<(&Instrument, &Strand)> {
        let found = self.strands.get(&heading_key(text))?;
        let at = match instrument {
            Some(id) => found.iter().find(|(at, _)| self.all[*at].id == id)?,
            None if found.len() == 1 => &found[0],
            None => return None,
        };
        Some((&self.all[at.0], &self.all[at.0].strands[at.1]))
    }

    /// Whether a name of a strand is one that is only inferred to mean it.
    pub fn is_uncertain(strand: &Strand, text: &str) -> bool {
        strand.uncertain_names.iter().any(|name| heading_key(name) == heading_key(text))
    }

    /// Every strand a heading could name.
    pub fn strands_named<'i>(&'i self, text: &str) -> impl Iterator<Item = (&'i Instrument, &'i Strand)> + use<'i> {
        self.strands_keyed(&heading_key(text))
    }

    /// As [`Instruments::strands_named`], from a [`heading_key`].
    pub fn strands_keyed<'i>(&'i self, key: &str) -> impl Iterator<Item = (&'i Instrument, &'i Strand)> + use<'i> {
        let found = self.strands.get(key).map(Vec::as_slice).unwrap_or_default();
        found.iter().map(|&(at, index)| (&self.all[at], &self.all[at].strands[index]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn averages_are_taken_of_amounts_only() {
        let instruments = Instruments::load(&OwnReference::default()).unwrap();
        let why = |id: &str| instruments.instrument(id).unwrap().why_no_average();
        assert_eq!((why("thrive"), why("sdq"), why("boxall-2017")), (None, None, None));
        assert_eq!(why("pass"), Some("its scores are percentiles"));
        assert_eq!(why("leuven"), Some("its scores are steps of a scale, not amounts"));
        let mut pass = instruments.instrument("pass").unwrap().clone();
        pass.mean_allowed = true;
        assert_eq!(pass.why_no_average(), Some("its scores are percentiles"), "whatever the file says");
    }
}
