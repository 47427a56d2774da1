//! `ledger/erasures.csv`: what was removed on which day, and never whose it was.

use std::path::Path;

use jiff::civil::Date;

use crate::error::Error;
use crate::publish;

/// The file in the project folder.
pub const FILE: &str = "ledger/erasures.csv";
const HEADINGS: &str = "date,why,packs,reviews,tokens";

/// What was removed at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// Day given by the user.
    pub day: Date,
    /// `forgotten` or `retention`.
    pub why: &'a str,
    /// Terms of the packs from which something was removed.
    pub packs: &'a [String],
    /// Files of the review folder that were changed or removed.
    pub reviews: usize,
    /// Lines of the ledger's token table.
    pub tokens: usize,
}

/// Adds a line. The caller holds the project's lock.
///
/// # Errors
/// When the file cannot be read or written.
pub fn add(project: &Path, line: &Line<'_>) -> Result<(), Error> {
    let path = project.join(FILE);
    let mut text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => format!("{HEADINGS}\n"),
        Err(source) => return Err(Error::CannotRead { path, source }),
    };
    if !text.ends_with('\n') {
        text.push('\n');
    }
    // Identifiers of terms are letters, digits and hyphens: nothing has to be quoted.
    let Line { day, why, packs, reviews, tokens } = line;
    text.push_str(&format!("{day},{why},{},{reviews},{tokens}\n", packs.join(" ")));
    publish::private_file(&path, text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_added_and_none_is_lost() {
        let folder = tempfile::tempdir().unwrap();
        let packs = ["2025-26-spring".to_owned(), "2025-26-summer".to_owned()];
        let line = Line { day: jiff::civil::date(2026, 9, 1), why: "forgotten", packs: &packs, reviews: 0, tokens: 1 };
        add(folder.path(), &line).unwrap();
        add(folder.path(), &Line { why: "retention", packs: &packs[..1], tokens: 0, ..line }).unwrap();
        let text = std::fs::read_to_string(folder.path().join(FILE)).unwrap();
        assert_eq!(
            text,
            "date,why,packs,reviews,tokens\n2026-09-01,forgotten,2025-26-spring 2025-26-summer,0,1\n\
             2026-09-01,retention,2025-26-spring,0,0\n"
        );
    }
}
