//! Which SQL runs on every engine: a lint over `queries/`, and bad queries that it must catch.

use thrive_report::queries::{self, Folder, Query};

/// Words and signs that some engine lacks or reads otherwise.
const FORBIDDEN: [&str; 22] = [
    "QUALIFY",
    "PIVOT",
    "UNPIVOT",
    "ASOF",
    "LISTAGG",
    "EXCLUDE",
    "SKEWNESS",
    "KURTOSIS",
    "HASH",
    "CONCAT",
    "TIMESTAMPTZ",
    "TRY_STRPTIME",
    "STRPTIME",
    "STRFTIME",
    "LIST_TRANSFORM",
    "LIST_FILTER",
    "UNNEST",
    "::",
    "->",
    "[",
    "{",
    "\"",
];

/// The words and signs of a statement in capitals; a text constant is `'…'`, comments are gone.
fn tokens(sql: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let length = if first.is_whitespace() {
            first.len_utf8()
        } else if rest.starts_with("--") {
            rest.find('\n').unwrap_or(rest.len())
        } else if first == '\'' {
            let text = rest[1..].find('\'').map_or(rest.len(), |end| end + 2);
            // A backslash in a text constant is an escape on some engines.
            tokens.push(if rest[..text].contains('\\') { "'\\'" } else { "'…'" }.to_owned());
            text
        } else if first.is_alphanumeric() || first == '_' {
            let inside = |c: char| c.is_alphanumeric() || c == '_' || (first.is_ascii_digit() && c == '.');
            let word = rest.find(|c| !inside(c)).unwrap_or(rest.len());
            tokens.push(rest[..word].to_uppercase());
            word
        } else {
            let sign = if rest.starts_with("::") || rest.starts_with("->") { 2 } else { first.len_utf8() };
            tokens.push(rest[..sign].to_owned());
            sign
        };
        rest = &rest[length..];
    }
    tokens
}

/// How deep in parentheses each token stands.
fn depths(tokens: &[String]) -> Vec<usize> {
    let mut depth = 0_usize;
    let step = |token: &String| {
        depth = match token.as_str() {
            "(" => depth + 1,
            ")" => depth.saturating_sub(1),
            _ => depth,
        };
        depth
    };
    tokens.iter().map(step).collect()
}

/// The arguments of the call whose name stands at `at`.
fn arguments(tokens: &[String], at: usize) -> &[String] {
    let depths = depths(tokens);
    let inside = depths[at] + 1;
    if tokens.get(at + 1).map(String::as_str) != Some("(") {
        return &[];
    }
    let end = (at + 2..tokens.len()).find(|&next| depths[next] < inside).unwrap_or(tokens.len());
    &tokens[at + 2..end]
}

fn has(tokens: &[String], words: &[&str]) -> bool {
    tokens.windows(words.len()).any(|window| window.iter().zip(words).all(|(token, word)| token == word))
}

/// A number such as `100.0`, which computes in decimals on some engines; `100.0e0` is a double on all.
fn is_decimal(token: &str) -> bool {
    token.starts_with(|c: char| c.is_ascii_digit()) && token.contains('.') && !token.contains('E')
}

/// What in a statement does not run alike everywhere.
fn not_portable(sql: &str) -> Vec<String> {
    let tokens = tokens(sql);
    let mut found: Vec<String> = FORBIDDEN
        .iter()
        .filter(|word| tokens.iter().any(|token| token == *word))
        .map(|word| (*word).to_owned())
        .collect();
    let mut note = |is_there: bool, what: &str| {
        if is_there {
            found.push(what.to_owned());
        }
    };
    note(has(&tokens, &["*", "REPLACE"]), "SELECT * REPLACE");
    note(has(&tokens, &["WITH", "TIME", "ZONE"]), "a timestamp with a zone");
    note(has(&tokens, &["EXTRACT", "(", "DOW"]), "EXTRACT(DOW …)");
    note(has(&tokens, &["RANGE", "BETWEEN", "INTERVAL"]), "a RANGE frame with an interval");
    note(tokens.first().is_some_and(|first| first == "FROM") || has(&tokens, &["(", "FROM"]), "FROM before SELECT");
    note(tokens.iter().any(|token| token == "'\\'"), "a backslash in a text constant");
    note(tokens.iter().any(|token| is_decimal(token)), "a decimal constant");
    for (at, token) in tokens.iter().enumerate() {
        let inside = arguments(&tokens, at);
        match token.as_str() {
            "STRING_AGG" => note(has(inside, &["ORDER", "BY"]), "STRING_AGG with an order"),
            "LEFT" | "RIGHT" => note(has(inside, &[",", "-"]), "LEFT or RIGHT with a negative length"),
            "SUBSTR" | "SUBSTRING" => note(has(inside, &[",", "0"]), "a substring from 0"),
            _ => {}
        }
    }
    found
}

/// Whether the last clause of the statement itself, not of a subquery, is ORDER BY.
fn ends_in_order(sql: &str) -> bool {
    let tokens = tokens(sql);
    let depths = depths(&tokens);
    let outer: Vec<&str> =
        tokens.iter().zip(depths).filter(|(_, depth)| *depth == 0).map(|(token, _)| token.as_str()).collect();
    let last = outer.windows(2).rposition(|pair| pair == ["ORDER", "BY"]);
    last.is_some_and(|last| {
        outer[last..]
            .iter()
            .all(|word| !["SELECT", "FROM", "WHERE", "UNION", "GROUP", "HAVING", "LIMIT"].contains(word))
    })
}

fn folder(of: &[Folder]) -> Vec<Query> {
    of.iter().flat_map(|folder| queries::all(*folder)).collect()
}

#[test]
fn every_query_runs_on_every_engine() {
    for query in folder(&[
        Folder::Schema,
        Folder::Views,
        Folder::Results,
        Folder::Analysis,
        Folder::Checks,
        Folder::Findings,
        Folder::Lineage,
        Folder::Packs,
        Folder::Members,
        Folder::Quality,
        Folder::Lake,
        Folder::TrustSchema,
        Folder::TrustViews,
        Folder::TrustResults,
    ]) {
        let found = not_portable(query.sql);
        assert!(found.is_empty(), "queries/{} uses {}", query.path, found.join(", "));
        let tokens = tokens(query.sql);
        let ends = tokens.iter().filter(|token| *token == ";").count();
        let one = ends == 0 || (ends == 1 && tokens.last().is_some_and(|last| last == ";"));
        assert!(one, "queries/{} is more than one statement", query.path);
    }
}

#[test]
fn every_query_says_what_a_row_is() {
    for query in folder(&[
        Folder::Schema,
        Folder::Views,
        Folder::Results,
        Folder::Analysis,
        Folder::Checks,
        Folder::Findings,
        Folder::Lineage,
        Folder::Packs,
        Folder::Members,
        Folder::Quality,
        Folder::TrustSchema,
        Folder::TrustViews,
        Folder::TrustResults,
    ]) {
        assert!(query.about().len() >= 20, "queries/{} has no header comment", query.path);
    }
    for query in folder(&[
        Folder::Results,
        Folder::Analysis,
        Folder::Findings,
        Folder::Lineage,
        Folder::Packs,
        Folder::Members,
        Folder::Quality,
    ]) {
        assert!(query.about().contains("One row per "), "queries/{} does not say what one row is", query.path);
    }
    for query in folder(&[Folder::Checks]) {
        assert!(query.about().starts_with("A row means: "), "queries/{} does not say what a row means", query.path);
    }
}

#[test]
fn every_answer_has_an_order() {
    for query in folder(&[
        Folder::Results,
        Folder::Analysis,
        Folder::Checks,
        Folder::Findings,
        Folder::Lineage,
        Folder::Packs,
        Folder::Members,
        Folder::Quality,
        Folder::TrustResults,
    ]) {
        assert!(ends_in_order(query.sql), "queries/{} does not end in ORDER BY", query.path);
    }
}

#[test]
fn names_are_never_used_twice() {
    let mut ids: Vec<&str> =
        folder(&[Folder::Views, Folder::Results, Folder::Analysis, Folder::Checks, Folder::Findings])
            .iter()
            .map(|query| query.id)
            .collect();
    for id in &ids {
        assert_eq!(queries::find(id).map(|query| query.id), Some(*id));
    }
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "each query has a name of its own");
}

#[test]
fn a_forbidden_query_is_caught() {
    let bad = [
        "SELECT a FROM t QUALIFY ROW_NUMBER() OVER (ORDER BY a) = 1",
        "PIVOT t ON a USING SUM(b)",
        "SELECT * FROM t ASOF JOIN u ON t.a >= u.a",
        "SELECT STRING_AGG(a, ',' ORDER BY a) FROM t",
        "SELECT LISTAGG(a, ',') FROM t",
        "SELECT * EXCLUDE (a) FROM t",
        "SELECT * REPLACE (1 AS a) FROM t",
        "SELECT hash(a) FROM t",
        "SELECT a::BIGINT FROM t",
        "SELECT list_transform([1, 2], x -> x + 1)",
        "SELECT [x + 1 FOR x IN b] FROM t",
        "SELECT skewness(a) FROM t",
        "SELECT LEFT(a, -1) FROM t",
        "SELECT SUBSTRING(a, 0, 2) FROM t",
        "SELECT SUM(a) OVER (ORDER BY b RANGE BETWEEN INTERVAL 28 DAY PRECEDING AND CURRENT ROW) FROM t",
        "SELECT CAST(a AS TIMESTAMP WITH TIME ZONE) FROM t",
        "FROM t SELECT a",
        "SELECT * FROM (FROM t)",
        "SELECT \"a\" FROM t",
        "SELECT CONCAT(a, b) FROM t",
        "SELECT EXTRACT(DOW FROM a) FROM t",
        "SELECT 100.0 * a FROM t",
        "SELECT '\\' FROM t",
    ];
    for sql in bad {
        assert!(!not_portable(sql).is_empty(), "not caught: {sql}");
    }
    let good = "-- QUALIFY and 'a::b' in a comment, \"quoted\" too\n\
        SELECT a, LEFT(b, 2), 'PIVOT -> [1.5]' AS c, 100.0e0 * SUM(d) FILTER (WHERE e > 1)\n\
        FROM t LEFT JOIN (SELECT a, STRING_AGG(f, ',') AS f FROM u GROUP BY a) v ON v.a = t.a\n\
        WHERE EXTRACT(YEAR FROM g) = 2025 ORDER BY a";
    assert_eq!(not_portable(good), Vec::<String>::new());
}

#[test]
fn a_missing_order_is_caught() {
    assert!(ends_in_order("SELECT a FROM t ORDER BY a, b DESC NULLS LAST"));
    assert!(ends_in_order("SELECT a FROM t UNION ALL SELECT a FROM u ORDER BY a"));
    assert!(!ends_in_order("SELECT a FROM t"));
    assert!(!ends_in_order("SELECT ROW_NUMBER() OVER (ORDER BY a) FROM t"));
    assert!(!ends_in_order("SELECT a FROM (SELECT a FROM t ORDER BY a) u"));
    assert!(!ends_in_order("SELECT a FROM t -- ORDER BY a"));
}
