//! What a sheet that is not recognised may be: a mapping with its confidence and the reasons, for a person to confirm.
//! Nothing here is used by a run until it stands in school.toml.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::Reference;
use super::definition::{ColumnType, TableDefinition};
use super::headings::{self, Heading, heading_key};
use super::likeness;
use super::recognise;
use crate::sources::{Cell, RawTable, Reading};

/// Rows from the top in which headings are looked for.
const ROWS: usize = 20;
/// Rows of texts alone that are tried as headings: below the first few are records.
const TRIED: usize = 5;
/// Most columns of a sheet that a mapping is proposed for.
const MOST_COLUMNS: usize = 120;
/// A column below this confidence is not proposed.
const LEAST: f64 = 0.6;
/// Two candidates nearer than this cannot be told apart.
const MARGIN: f64 = 0.04;

/// A proposed mapping of one sheet.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Proposal {
    /// File name relative to the inbox.
    pub file: String,
    /// Sheet name; none for delimited text.
    pub sheet: Option<String>,
    /// Table of the template, by its identifier.
    pub table: String,
    /// Row of the headings, from 1.
    pub header_row: u32,
    /// How sure the least sure of the columns that the table needs is, in per cent.
    pub confidence: u8,
    /// What each column is taken for.
    pub columns: Vec<ProposedColumn>,
    /// Headings that could be one of two things, or of which two could be the same.
    pub unclear: Vec<String>,
    /// Headings for which nothing is proposed.
    pub unused: Vec<String>,
}

/// What a column of a sheet is taken for.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ProposedColumn {
    /// Heading as the sheet has it.
    pub heading: String,
    /// Column of the table by its identifier, or the strand's name.
    pub means: String,
    /// Whether it is a strand of a screening tool.
    pub strand: bool,
    /// How sure, in per cent.
    pub confidence: u8,
    /// Why.
    pub reason: String,
}

/// Proposals for the sheets of some files that are not recognised, or lack a column that every row needs, in order of file
/// and sheet.
pub fn proposals(readings: &[Reading], reference: &Reference) -> Vec<Proposal> {
    let sheets = readings.iter().flat_map(|reading| &reading.tables).filter(|raw| !raw.hidden);
    let proposed = sheets.filter_map(|raw| match recognise::recognise(raw, reference) {
        Some(found) => {
            let table = &reference.tables[found.table];
            let lacks = recognise::lacks(&found, table);
            // Only a mapping that supplies what is missing is of use.
            let supplies = |proposal: &Proposal| {
                let has = |id: &&str| proposal.columns.iter().any(|column| column.means == **id);
                proposal.table == table.id && lacks.iter().all(has)
            };
            if lacks.is_empty() { None } else { proposal(raw, reference).filter(supplies) }
        }
        None if recognise::refused(raw, reference).is_some() => None,
        None => proposal(raw, reference),
    });
    proposed.collect()
}

/// The mapping that fits a sheet best, if one fits well enough.
fn proposal(raw: &RawTable, reference: &Reference) -> Option<Proposal> {
    let mut best: Option<(f64, Proposal)> = None;
    let mut tried = 0;
    for last in 0..raw.rows().len().min(ROWS) {
        let Some(headings) = headings::block(raw, last, 1) else { continue };
        let texts = headings.iter().filter(|heading| matches!(heading.cell, Cell::Text(_))).count();
        if !(2..=MOST_COLUMNS).contains(&headings.len()) || texts < headings.len() {
            continue;
        }
        tried += 1;
        if tried > TRIED {
            break;
        }
        let row = raw.rows()[last].number;
        for table in &reference.tables {
            let Some(found) = as_table(raw, row, &headings, table, reference) else { continue };
            // More columns, and a table that says more than who the pupils are, go first among the equally sure.
            let specific = if table.id == "pupils" { 0.0 } else { 0.05 };
            let score = f64::from(found.confidence) / 100.0 + 0.02 * found.columns.len() as f64 + specific;
            if best.as_ref().is_none_or(|(known, _)| score > *known) {
                best = Some((score, found));
            }
        }
    }
    best.map(|(_, proposal)| proposal)
}

/// What a heading could stand for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Target {
    Column(usize),
    Strand(usize, usize),
}

fn as_table(
    raw: &RawTable,
    row: u32,
    headings: &[Heading<'_>],
    table: &TableDefinition,
    reference: &Reference,
) -> Option<Proposal> {
    let mut pairs: Vec<(f64, usize, Target, String)> = Vec::new();
    for (at, heading) in headings.iter().enumerate() {
        let cells = likeness::cells(raw, row, heading.at);
        for (position, column) in table.columns.iter().enumerate() {
            if let Some((sure, why)) = likeness::of_column(&heading.text, &cells, column, reference) {
                pairs.push((sure, at, Target::Column(position), why));
            }
        }
        if table.id == "screening" {
            for (tool, instrument) in reference.instruments.all.iter().enumerate() {
                for (strand, known) in instrument.strands.iter().enumerate() {
                    if let Some((sure, why)) = likeness::of_strand(&heading.text, &cells, known, reference) {
                        pairs.push((sure, at, Target::Strand(tool, strand), why));
                    }
                }
            }
        }
    }
    pairs.retain(|(sure, ..)| *sure >= LEAST);
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    one_tool(&mut pairs);
    let (mut columns, unclear) = assigned(&pairs, headings, table, reference);
    columns.extend(only_date(raw, row, headings, &columns, table, reference));
    let strands = columns.iter().filter(|column| column.strand).count();
    let sure_of = |id: &String| {
        if strands >= 2 && ["strand", "score"].contains(&id.as_str()) {
            return columns.iter().filter(|column| column.strand).map(|column| column.confidence).min();
        }
        columns.iter().find(|column| !column.strand && column.means == *id).map(|column| column.confidence)
    };
    let of_set = |set: &Vec<String>| set.iter().map(sure_of).min().flatten();
    let recognised = table.recognise.iter().filter_map(of_set).max()?;
    // A row without a column that it needs is rejected: the mapping is no surer than that one.
    let needed = table.columns.iter().filter(|column| column.required).filter_map(|column| sure_of(&column.id)).min();
    let confidence = needed.map_or(recognised, |needed| needed.min(recognised));
    let named: BTreeSet<&str> =
        columns.iter().map(|column| column.heading.as_str()).chain(unclear.iter().map(String::as_str)).collect();
    let unused = headings.iter().map(|heading| heading.text.clone()).filter(|text| !named.contains(text.as_str()));
    let unused: Vec<String> = unused.collect();
    // As in recognising: any list of results names its children too.
    if table.id == "pupils" && recognise::is_other_list(columns.len(), unused.len()) {
        return None;
    }
    Some(Proposal {
        file: raw.file.clone(),
        sheet: raw.sheet.clone(),
        table: table.id.clone(),
        header_row: row,
        confidence,
        unused,
        columns,
        unclear,
    })
}

/// The date that every row needs, where no heading speaks for it and one column alone holds dates.
fn only_date(
    raw: &RawTable,
    row: u32,
    headings: &[Heading<'_>],
    columns: &[ProposedColumn],
    table: &TableDefinition,
    reference: &Reference,
) -> Option<ProposedColumn> {
    let needed = table.columns.iter().filter(|column| column.required && column.kind == ColumnType::Date);
    let mut missing = needed.filter(|column| !columns.iter().any(|known| known.means == column.id));
    let free = headings.iter().filter(|heading| !columns.iter().any(|known| known.heading == heading.text));
    let mut dated = free.filter(|heading| likeness::are_dates(&likeness::cells(raw, row, heading.at), reference));
    match (missing.next(), missing.next(), dated.next(), dated.next()) {
        (Some(column), None, Some(heading), None) => Some(ProposedColumn {
            heading: heading.text.clone(),
            means: column.id.clone(),
            strand: false,
            confidence: 65,
            reason: "no other column holds dates; every row needs one".into(),
        }),
        _ => None,
    }
}

/// A sheet is about one tool: strands of others than the likeliest are left away.
fn one_tool(pairs: &mut Vec<(f64, usize, Target, String)>) {
    let mut sums = std::collections::BTreeMap::<usize, f64>::new();
    for (sure, _, target, _) in pairs.iter() {
        if let Target::Strand(tool, _) = target {
            *sums.entry(*tool).or_default() += sure;
        }
    }
    let likeliest = sums.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).map(|(tool, _)| tool);
    pairs.retain(|(_, _, target, _)| match target {
        Target::Strand(tool, _) => Some(*tool) == likeliest,
        Target::Column(_) => true,
    });
}

/// Each heading to one target and each target to one heading, the surest first. Where two are as good, neither is taken.
fn assigned(
    pairs: &[(f64, usize, Target, String)],
    headings: &[Heading<'_>],
    table: &TableDefinition,
    reference: &Reference,
) -> (Vec<ProposedColumn>, Vec<String>) {
    let (mut heads, mut targets) = (BTreeSet::new(), BTreeSet::new());
    let mut columns: Vec<(u32, ProposedColumn)> = Vec::new();
    let mut unclear: BTreeSet<usize> = BTreeSet::new();
    for (index, (sure, at, target, why)) in pairs.iter().enumerate() {
        if heads.contains(at) || targets.contains(target) {
            continue;
        }
        let rival = pairs[index + 1..]
            .iter()
            .take_while(|(other, ..)| sure - other < MARGIN)
            .find(|(_, head, to, _)| (head == at) != (to == target) && !heads.contains(head) && !targets.contains(to));
        if let Some((_, other, ..)) = rival {
            unclear.extend([*at, *other]);
            heads.extend([*at, *other]);
            targets.insert(*target);
            continue;
        }
        heads.insert(*at);
        targets.insert(*target);
        let (means, strand) = match target {
            Target::Column(position) => (table.columns[*position].id.clone(), false),
            Target::Strand(tool, strand) => (reference.instruments.all[*tool].strands[*strand].name.clone(), true),
        };
        let (heading, reason) = (headings[*at].text.clone(), why.clone());
        columns
            .push((headings[*at].at, ProposedColumn { heading, means, strand, confidence: per_cent(*sure), reason }));
    }
    columns.sort_by_key(|(at, _)| *at);
    let unclear = unclear.into_iter().map(|at| headings[at].text.clone()).collect();
    (columns.into_iter().map(|(_, column)| column).collect(), unclear)
}

fn per_cent(sure: f64) -> u8 {
    (sure.clamp(0.0, 1.0) * 100.0).round() as u8
}

impl Proposal {
    /// The proposal for a person: what each column would be, how sure that is, and why.
    pub fn in_words(&self, place: &str) -> String {
        let mut text = format!(
            "{place}\n  could be {}, headings in row {} ({} % sure)\n",
            self.table.replace('_', " "),
            self.header_row,
            self.confidence
        );
        let width = self.columns.iter().map(|column| column.heading.chars().count()).max().unwrap_or_default();
        for column in &self.columns {
            let what = if column.strand { format!("strand {}", column.means) } else { column.means.replace('_', " ") };
            let pad = " ".repeat(width - column.heading.chars().count());
            let _ = writeln!(
                text,
                "    \"{}\"{pad} is {what:<24} {:>3} %: {}",
                column.heading, column.confidence, column.reason
            );
        }
        let listed = |headings: &[String]| {
            headings.iter().map(|heading| format!("\"{heading}\"")).collect::<Vec<_>>().join(", ")
        };
        if !self.unclear.is_empty() {
            let _ = writeln!(text, "    cannot be told apart, so left out: {}", listed(&self.unclear));
        }
        if !self.unused.is_empty() {
            let _ = writeln!(text, "    not used: {}", listed(&self.unused));
        }
        text
    }

    /// The block that confirms it in school.toml. It is about every sheet with these headings.
    pub fn block(&self) -> String {
        let mut text = format!("[[mapping]]\ntable = {}\n", quoted(&self.table));
        for (title, strands) in [("columns", false), ("strands", true)] {
            let of_kind: Vec<&ProposedColumn> = self.columns.iter().filter(|column| column.strand == strands).collect();
            if !of_kind.is_empty() {
                let _ = writeln!(text, "[mapping.{title}]");
            }
            for column in of_kind {
                let _ = writeln!(text, "{} = {}", quoted(&column.heading), quoted(&column.means));
            }
        }
        text
    }
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    toml::Value::String(text.replace(['\n', '\r'], " ")).to_string()
}

/// What school.toml gets for some proposals; sheets that are alike share a block.
pub fn blocks(proposals: &[Proposal]) -> String {
    let mut seen = BTreeSet::new();
    let mut text = String::new();
    for proposal in proposals {
        let block = proposal.block();
        if seen.insert(block.clone()) {
            let sheet = proposal.sheet.as_ref().map(|sheet| format!(", sheet {}", quoted(sheet))).unwrap_or_default();
            let _ = write!(
                text,
                "{}# Confirmed with check --accept: {}{sheet} and every sheet with the same headings.\n{block}",
                if text.is_empty() { "" } else { "\n" },
                quoted(&proposal.file)
            );
        }
    }
    text
}

/// Whether a type is told by its values alone, whatever the heading says.
pub(super) fn tells_itself(kind: ColumnType) -> bool {
    matches!(kind, ColumnType::Upn | ColumnType::Session | ColumnType::Strand)
}

/// Whether a text is one of the headings known for a column.
pub(super) fn is_known(text: &str, names: &[&str]) -> bool {
    let key = heading_key(text);
    names.iter().any(|name| heading_key(name) == key)
}
