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
    /// The records behind the columns of a result, which has the same name.
    Lineage,
    /// Rows that a pack keeps for the comparison with the next one.
    Packs,
    /// The children behind the columns of a result, which has the same name.
    Members,
    /// Counts about the records themselves, for the data-quality report.
    Quality,
    /// Canonical tables as the lake has them: those that have a date, with the academic year.
    Lake,
    /// Tables of a roll-up over schools.
    TrustSchema,
    /// Shapes of a roll-up, made in order of their number.
    TrustViews,
    /// Results of a roll-up, one a file.
    TrustResults,
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
            Folder::Lineage => "lineage",
            Folder::Packs => "packs",
            Folder::Members => "members",
            Folder::Quality => "quality",
            Folder::Lake => "lake",
            Folder::TrustSchema => "trust/schema",
            Folder::TrustViews => "trust/views",
            Folder::TrustResults => "trust/results",
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

/// The query of a name, whatever its folder; or of a path such as `lineage/coverage`, where names repeat.
pub fn find(id: &str) -> Option<Query> {
    let folders = [
        Folder::Results,
        Folder::Analysis,
        Folder::Checks,
        Folder::Findings,
        Folder::Views,
        Folder::Schema,
        Folder::Lineage,
        Folder::Packs,
        Folder::Members,
        Folder::Quality,
        Folder::Lake,
        Folder::TrustSchema,
        Folder::TrustViews,
        Folder::TrustResults,
    ];
    let path = id.trim_start_matches("queries/").trim_end_matches(".sql");
    let named = |query: &Query, folder: Folder| query.id == id || path == format!("{}/{}", folder.name(), query.id);
    folders.iter().find_map(|folder| all(*folder).into_iter().find(|query| named(query, *folder)))
}

/// The query of the records behind a result, if it has one.
pub fn lineage(result: &str) -> Option<Query> {
    all(Folder::Lineage).into_iter().find(|query| query.id == result)
}

/// The views that a statement rests on, those of its views too, in the order in which they are made.
pub fn views_behind(sql: &str) -> Vec<Query> {
    let views = all(Folder::Views);
    let mut behind: Vec<bool> = vec![false; views.len()];
    mark_named(sql, &views, &mut behind);
    // A view rests only on views before it: one pass from the last to the first finds them all.
    for at in (0..views.len()).rev() {
        if behind[at] {
            mark_named(views[at].sql, &views[..at], &mut behind);
        }
    }
    views.into_iter().zip(behind).filter(|(_, behind)| *behind).map(|(view, _)| view).collect()
}

fn mark_named(sql: &str, views: &[Query], behind: &mut [bool]) {
    let code = sql.lines().filter(|line| !line.trim_start().starts_with("--"));
    let words: Vec<&str> = code
        .flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_'))
        .filter(|word| !word.is_empty())
        .collect();
    // A name counts where rows are taken from, not where a column or a label is called the same.
    for pair in words.windows(2).filter(|pair| ["FROM", "JOIN"].contains(&pair[0])) {
        if let Some(at) = views.iter().position(|view| view.id == pair[1]) {
            behind[at] = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(queries: &[Query]) -> Vec<&str> {
        queries.iter().map(|query| query.id).collect()
    }

    #[test]
    fn a_statement_rests_on_the_views_of_its_views() {
        // Read by hand: change is made from class_screening, which is made from period.
        assert_eq!(
            ids(&views_behind("SELECT a FROM change")),
            ["period", "day_number", "class_screening", "screened_again", "change"]
        );
        // A column called like a view, a comment, and a table of the schema are no views.
        assert!(views_behind("-- FROM change\nSELECT period, change AS mark FROM pupil JOIN enrolment").is_empty());
    }

    #[test]
    fn a_name_and_a_path_find_their_query() {
        assert_eq!(find("coverage").map(|query| query.path), Some("results/coverage.sql"));
        assert_eq!(find("lineage/coverage").map(|query| query.path), Some("lineage/coverage.sql"));
        assert_eq!(find("queries/views/status.sql").map(|query| query.path), Some("views/51_status.sql"));
        assert!(find("coverages").is_none());
    }
}
