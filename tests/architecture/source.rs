//! The program's own source: code without comments and tests, and what it imports.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::binary::files_in;

/// One file of the source.
pub struct SourceFile {
    /// Path below `src`, with forward slashes.
    pub path: String,
    /// The text without comment lines and without tests.
    pub code: String,
}

impl SourceFile {
    /// A file from its text.
    pub fn new(path: &str, text: &str) -> Self {
        SourceFile { path: path.into(), code: without_tests(&without_comments(text)) }
    }

    /// The part of the program it belongs to: its folder below `src`, or its own name.
    pub fn part(&self) -> &str {
        self.path.split('/').next().unwrap_or_default().trim_end_matches(".rs")
    }

    /// How deep its module lies: `run.rs` 1, `tables/mod.rs` 1, `tables/frame.rs` 2.
    pub fn depth(&self) -> usize {
        self.path.split('/').filter(|name| *name != "mod.rs").count()
    }
}

/// The source folder.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every file of the source but those that are tests as a whole.
pub fn all() -> Vec<SourceFile> {
    let texts = files_in(&folder());
    let texts = texts.into_iter().filter(|(path, _)| path.ends_with(".rs"));
    let texts: Vec<(String, String)> =
        texts.map(|(path, bytes)| (path, String::from_utf8(bytes).expect("UTF-8"))).collect();
    let tests: BTreeSet<String> = texts.iter().flat_map(|(path, text)| test_files(path, text)).collect();
    texts.iter().filter(|(path, _)| !tests.contains(path)).map(|(path, text)| SourceFile::new(path, text)).collect()
}

/// Files that a file declares as modules for tests only.
fn test_files(path: &str, text: &str) -> Vec<String> {
    let folder = path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let own = path.strip_suffix(".rs").filter(|stem| !stem.ends_with("mod") && *stem != "lib" && *stem != "main");
    let mut files = Vec::new();
    for item in text.split("#[cfg(test)]").skip(1) {
        let item = item.split(['{', ';']).next().unwrap_or_default();
        let is_file = text.contains(&format!("{item};"));
        let named = item.split_once("#[path = \"").and_then(|(_, rest)| rest.split('"').next());
        let module = item.rsplit_once("mod ").map(|(_, name)| name.trim());
        match (named, module, own) {
            (Some(file), ..) => files.push(format!("{folder}{file}")),
            (None, Some(module), None) if is_file => files.push(format!("{folder}{module}.rs")),
            (None, Some(module), Some(own)) if is_file => files.push(format!("{own}/{module}.rs")),
            _ => {}
        }
    }
    files
}

fn without_comments(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// Tests stand at the end of a file.
fn without_tests(text: &str) -> String {
    match text.find("#[cfg(test)]\nmod tests {") {
        Some(at) => text[..at].to_owned(),
        None => text.to_owned(),
    }
}

/// Modules of the program that a text names by `crate::`.
pub fn own_imports(code: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$') {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        names.extend(first_names(rest));
    }
    names
}

/// Names imported from one module, such as `Status` of `use crate::measures::{Status, Unit}`.
pub fn imports_from(code: &str, module: &str) -> BTreeSet<String> {
    let start = format!("crate::{module}::");
    code.match_indices(&start).flat_map(|(at, _)| first_names(&code[at + start.len()..])).collect()
}

/// `a::b` gives a; `{a, b::{c, d}}` gives a and b.
fn first_names(rest: &str) -> Vec<String> {
    let name = |text: &str| text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let Some(inside) = rest.strip_prefix('{') else { return vec![name(rest)] };
    let (mut depth, mut names, mut item) = (0, Vec::new(), String::new());
    for c in inside.chars() {
        match c {
            '}' if depth == 0 => break,
            ',' if depth == 0 => names.push(name(&std::mem::take(&mut item))),
            _ => {
                depth += i32::from(c == '{') - i32::from(c == '}');
                item.push(c);
            }
        }
    }
    names.push(name(&item));
    names.retain(|name| !name.is_empty());
    names
}

/// Whether a text names a library: `name::`, or `use name;`.
pub fn names_crate(code: &str, name: &str) -> bool {
    let path = format!("{name}::");
    let free = |at: usize| !code[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':');
    code.match_indices(&path).any(|(at, _)| free(at)) || code.contains(&format!("use {name};"))
}

/// Diagnostic codes such as `T012` that stand alone between quotation marks.
pub fn codes(code: &str, quote: char) -> Vec<String> {
    let parts = code.split(quote);
    let is_code = |text: &&str| {
        text.len() == 4 && text.as_bytes()[0].is_ascii_uppercase() && text[1..].bytes().all(|b| b.is_ascii_digit())
    };
    parts.filter(is_code).map(str::to_owned).collect()
}
