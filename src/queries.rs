//! The registry of SQL files: every file below `queries/` is embedded, in order
//! of its name. Adding a query is adding a file.

use include_dir::{Dir, include_dir};

static QUERIES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/queries");

/// What a file is for; also its folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folder {
    /// Canonical tables.
    Schema,
    /// Reusable shapes, made in order of their number.
    Views,
    /// One result a file.
    Results,
    /// Rows that a statistical method works on: never printed as they are.
    Analysis,
    /// Audits: must return no row, or the run fails.
    Checks,
    /// Problems in the school's records: code, problem, source_id, source_row.
    Findings,
}

impl Folder {
    fn name(self) -> &'static str {
        match self {
            Folder::Schema => "schema",
            Folder::Views => "views",
            Folder::Results => "results",
            Folder::Analysis => "analysis",
            Folder::Checks => "checks",
            Folder::Findings => "findings",
        }
    }
}

/// One SQL file.
#[derive(Clone, Copy, Debug)]
pub struct Query {
    /// File stem without its order number, such as `attendance`.
    pub id: &'static str,
    /// Path below `queries/`.
    pub path: &'static str,
    /// The statement.
    pub sql: &'static str,
}

impl Query {
    /// The header comment: what one row is and what it is for.
    pub fn about(&self) -> String {
        let lines = self.sql.lines().take_while(|line| line.starts_with("--"));
        let lines: Vec<&str> = lines.map(|line| line.trim_start_matches('-').trim()).collect();
        lines.join("\n").trim().to_owned()
    }
}

/// Every query of a folder, in order of file name.
pub fn all(folder: Folder) -> Vec<Query> {
    let mut queries: Vec<Query> = QUERIES
        .get_dir(folder.name())
        .into_iter()
        .flat_map(Dir::files)
        .filter_map(|file| {
            let path = file.path().to_str()?;
            let stem = file.path().file_stem()?.to_str()?;
            let id = stem.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches('_');
            Some(Query { id, path, sql: file.contents_utf8()? })
        })
        .collect();
    queries.sort_by_key(|query| query.path);
    queries
}

/// The query of a name, whatever its folder.
pub fn find(id: &str) -> Option<Query> {
    let mut everything = all(Folder::Results);
    everything.extend(all(Folder::Analysis));
    everything.extend(all(Folder::Checks));
    everything.extend(all(Folder::Findings));
    everything.extend(all(Folder::Views));
    everything.into_iter().find(|query| query.id == id)
}
