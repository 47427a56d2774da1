//! What the collection's catalogue expects.

use std::collections::BTreeMap;
use std::path::Path;

/// Filled cells of each sheet, for the files that a reference reader could read.
pub fn expected(folder: &Path) -> BTreeMap<String, Vec<(String, usize)>> {
    let text = std::fs::read(folder.join("catalogue.tsv")).expect("the catalogue");
    let text = String::from_utf8(text).expect("UTF-8");
    let mut files = BTreeMap::new();
    for line in text.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [file, .., reference, expected] = fields[..] else { continue };
        if expected.starts_with("READ") && expected.contains(" cells") {
            files.insert(file.to_owned(), reference.split("; ").filter_map(sheet).collect());
        }
    }
    assert!(files.len() > 600, "{} files with counts", files.len());
    files
}

/// `Sheet1:44r 14c 356 cells 3 err`: the sheet's name and its cells.
fn sheet(text: &str) -> Option<(String, usize)> {
    let (name, size) = text.rsplit_once(':')?;
    let words: Vec<&str> = size.split_whitespace().collect();
    let cells = words.iter().position(|word| *word == "cells").and_then(|at| words.get(at.checked_sub(1)?))?;
    Some((name.to_owned(), cells.parse().ok()?))
}
