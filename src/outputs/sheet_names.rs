//! Sheet names that Excel accepts: at most 31 characters, none of
//! `[ ] : * ? / \`, no apostrophe at either end, unique without regard to case.

use std::collections::BTreeSet;

/// Longest name, counted as Excel counts (UTF-16 units).
const LONGEST: usize = 31;

/// Hands out names, each once.
#[derive(Debug, Default)]
pub struct SheetNames {
    taken: BTreeSet<String>,
}

impl SheetNames {
    /// No name taken yet. "History" is taken from the start: Excel keeps it
    /// for itself.
    pub fn new() -> Self {
        Self { taken: BTreeSet::from(["history".to_owned()]) }
    }

    /// A name as near to `wanted` as Excel allows and no other sheet has.
    pub fn take(&mut self, wanted: &str) -> String {
        let base = clean(wanted);
        let mut name = cut(&base, LONGEST);
        let mut copy = 2_u32;
        while !self.taken.insert(name.to_lowercase()) {
            let ending = format!(" {copy}");
            name = cut(&base, LONGEST - ending.len()) + &ending;
            copy += 1;
        }
        name
    }
}

fn clean(wanted: &str) -> String {
    let spaced: String =
        wanted.chars().map(|c| if c.is_control() || "[]:*?/\\".contains(c) { ' ' } else { c }).collect();
    let name = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = name.trim_matches(['\'', ' ']);
    if name.is_empty() { "Sheet".to_owned() } else { name.to_owned() }
}

fn cut(name: &str, longest: usize) -> String {
    let mut units = 0;
    let kept: String = name
        .chars()
        .take_while(|c| {
            units += c.len_utf16();
            units <= longest
        })
        .collect();
    kept.trim_end_matches(['\'', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forbidden_characters_go() {
        let mut names = SheetNames::new();
        assert_eq!(names.take("Below: Year 1/2 [all]?"), "Below Year 1 2 all");
        assert_eq!(names.take("'quoted'"), "quoted");
        assert_eq!(names.take("  "), "Sheet");
        assert_eq!(names.take("History"), "History 2");
    }

    #[test]
    fn long_names_are_cut_and_stay_unique() {
        let mut names = SheetNames::new();
        let long = "Children below the expected strand by year group";
        let all: Vec<String> = (0..12).map(|_| names.take(long)).collect();
        let lower: BTreeSet<String> = all.iter().map(|name| name.to_lowercase()).collect();
        assert_eq!(lower.len(), 12);
        assert!(all.iter().all(|name| name.encode_utf16().count() <= LONGEST));
        assert_eq!(names.take(&long.to_uppercase()).chars().last(), Some('3'));
    }
}
