//! Short and everyday forms of forenames: `reference/nicknames.csv`.

use std::collections::{BTreeMap, BTreeSet};

use super::key::letters;
use crate::error::Error;

/// Which forenames are forms of one name.
#[derive(Clone, Debug, Default)]
pub struct Nicknames {
    /// Each form, and the full names it may stand for, itself among them where it is one.
    full: BTreeMap<String, BTreeSet<String>>,
}

impl Nicknames {
    /// Reads the embedded list.
    ///
    /// # Errors
    /// When it is wrong.
    pub fn load() -> Result<Self, Error> {
        let text = include_str!("../../../reference/nicknames.csv");
        let wrong = |why: String| Error::BadReference { what: "reference/nicknames.csv".into(), why };
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
        let mut full: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for record in reader.records() {
            let record = record.map_err(|error| wrong(error.to_string()))?;
            let (Some(name), Some(forms)) = (record.get(0), record.get(1)) else {
                return Err(wrong("a row needs a name and its forms".into()));
            };
            for form in forms.split_whitespace().chain([name]) {
                full.entry(letters(form)).or_default().insert(letters(name));
            }
        }
        Ok(Nicknames { full })
    }

    /// Whether a forename (letters alone) is in the list, so that it is no mistyped other one.
    pub fn knows(&self, forename: &str) -> bool {
        self.full.contains_key(forename)
    }

    /// Whether two forenames can be forms of one name: a full name and a form of it, or two forms that begin alike.
    /// Amy and Millie can both be Amelia, and are more often two sisters.
    pub fn alike(&self, one: &str, other: &str) -> bool {
        let Some((of_one, of_other)) = self.full.get(one).zip(self.full.get(other)) else { return false };
        let begin_alike = one.chars().take(2).eq(other.chars().take(2));
        of_one.contains(other) || of_other.contains(one) || (begin_alike && !of_one.is_disjoint(of_other))
    }

    /// Forms that may stand for a full name, itself left out; for tests that plant them.
    pub fn forms_of<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s str> {
        let of_it = move |(form, full): &(&String, &BTreeSet<String>)| full.contains(name) && form.as_str() != name;
        self.full.iter().filter(of_it).map(|(form, _)| form.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_name() {
        let names = Nicknames::load().unwrap();
        for (one, other) in [("tom", "thomas"), ("kate", "catherine"), ("sophia", "sophie"), ("tom", "tommy")] {
            assert!(names.alike(one, other) && names.alike(other, one), "{one} {other}");
        }
        for (one, other) in
            [("mary", "mark"), ("john", "joan"), ("thomas", "timothy"), ("amy", "millie"), ("nobody", "nobody")]
        {
            assert!(!names.alike(one, other), "{one} {other}");
        }
        assert!(names.knows("mark") && !names.knows("mrak"));
    }

    #[test]
    fn every_name_stands_once_and_no_form_is_given_twice() {
        let text = include_str!("../../../reference/nicknames.csv");
        let rows = text.lines().filter(|line| !line.starts_with('#')).skip(1);
        let mut seen = BTreeSet::new();
        for (name, forms) in rows.filter_map(|row| row.split_once(',')) {
            assert!(seen.insert(name), "{name} stands twice");
            let all: Vec<String> = forms.split_whitespace().map(letters).collect();
            let distinct: BTreeSet<&String> = all.iter().collect();
            assert_eq!(all.len(), distinct.len(), "{name}: {forms}");
        }
    }
}
