//! What a pack says against what it may say: every text against the definitions, every cell against its figure.

use super::definitions::Table;
use super::drawn_texts::accounted;
use super::grammar::Grammar;
use super::numbers::{has_number, same, tidy, value};
use super::pdf_text;
use super::results::{Flaw, ReadFigure};
use super::tables::{self, Column, Placed, Shown, columns, expected};
use super::{Found, PackRead, ReadTable, Role};

/// A cell that says something else than `results.json`.
#[derive(Clone, Debug, PartialEq)]
pub struct Disagreement {
    /// The cell.
    pub found: Found,
    /// Identifier of its figure's measure.
    pub measure: String,
    /// Whether the figure is withheld and the cell shows a number all the same.
    pub withheld: bool,
}

/// Every number that is neither a figure at its place nor part of a text that a pack may hold.
///
/// That another figure has the same value accounts for nothing: a number in a sentence must be the one that the
/// sentence states, a cell's that of its row and column, a drawing's that of its row.
pub fn unaccounted(pack: &PackRead) -> Vec<Found> {
    check(pack).0
}

/// Every cell whose figure is withheld, or another, in `results.json`.
pub fn disagreements(pack: &PackRead) -> Vec<Disagreement> {
    check(pack).1
}

/// Both at once.
pub(super) fn check(pack: &PackRead) -> (Vec<Found>, Vec<Disagreement>) {
    let grammar = Grammar::new(&pack.figures, &pack.settings, &pack.facts, &pack.definitions);
    let mut checker = Checker { pack, grammar, unaccounted: Vec::new(), disagreements: Vec::new() };
    checker.flaws();
    checker.texts();
    for table in 0..pack.tables.len() {
        checker.table(table);
    }
    for chart in 0..pack.charts.len() {
        checker.chart(chart);
    }
    for file in 0..pack.prints.len() {
        checker.print(file);
    }
    (checker.unaccounted, checker.disagreements)
}

struct Checker<'a> {
    pack: &'a PackRead,
    grammar: Grammar<'a>,
    unaccounted: Vec<Found>,
    disagreements: Vec<Disagreement>,
}

impl<'a> Checker<'a> {
    fn flaws(&mut self) {
        let of_results = |context: String| Found {
            file: "results.json".into(),
            place: "the whole file".into(),
            text: String::new(),
            context,
            role: Role::Foreign,
        };
        if !self.pack.files.iter().any(|file| file == "results.json") {
            self.unaccounted.push(of_results("the file is not there, so no number can be accounted for".into()));
        }
        for flaw in &self.pack.flaws {
            match flaw {
                Flaw::Damaged(why) => self.unaccounted.push(of_results(format!("the file {why}"))),
                Flaw::UnknownKey(key) => {
                    let mut found = of_results("a key that the contract does not have".into());
                    found.text.clone_from(key);
                    self.unaccounted.push(found);
                }
                Flaw::SaysMore(figure) => self.disagreements.push(Disagreement {
                    found: of_results("a figure that may not be read has a number or word".into()),
                    measure: figure.measure.clone(),
                    withheld: true,
                }),
            }
        }
    }

    fn texts(&mut self) {
        // Descriptions of drawings first: other formats may hold the beginning of one.
        for found in self.pack.numbers.iter().filter(|found| found.context == "desc") {
            if self.grammar.knows(&found.text) {
                self.grammar.remember(&found.text);
            }
        }
        for found in &self.pack.numbers {
            let fine = match found.role {
                Role::Text => {
                    let again = found.context == "heading" && self.is_repeated_heading(&found.text);
                    self.grammar.knows(&found.text) || again
                }
                Role::Alternative => self.grammar.knows(&found.text) || self.grammar.is_beginning(&found.text),
                Role::Foreign => false,
                Role::Cell { .. } | Role::Drawn { .. } | Role::Page { .. } => true,
            };
            if !fine {
                self.unaccounted.push(found.clone());
            }
        }
    }

    /// "95% interval from (2)": headings of a sheet are told apart.
    fn is_repeated_heading(&self, text: &str) -> bool {
        let repeated = text.strip_suffix(')').and_then(|text| text.rsplit_once(" ("));
        repeated.is_some_and(|(heading, times)| matches!(times, "2" | "3" | "4") && self.grammar.knows(heading))
    }

    fn cell(&self, table: usize, row: usize, column: usize) -> Option<&'a Found> {
        self.pack.numbers.iter().find(|found| found.role == Role::Cell { table, row, column })
    }

    fn table(&mut self, at: usize) {
        let table = &self.pack.tables[at];
        let definitions = &self.pack.definitions;
        let label = |name: &str| tidy(definitions.label_of(name));
        let known = definitions.tables.iter().filter(|known| self.grammar.is_title(&known.title, &table.caption));
        // The same title may be in two reports: the one whose headings fit.
        let known = known
            .map(|known| (known, columns(table, known, definitions)))
            .max_by_key(|(_, columns)| columns.iter().filter(|column| column.is_some()).count());
        match known {
            Some((known, columns)) => self.figures(at, known, &columns),
            None if table.caption == label("form_figures") => self.form_figures(at),
            None if table.caption.starts_with(&label("overview")) => self.overview(at),
            None => self.words(at, table.caption.starts_with(&format!("{}: ", label("criteria")))),
        }
    }

    /// A table of figures: each cell is that of its row and column.
    fn figures(&mut self, at: usize, known: &Table, columns: &[Option<Column>]) {
        let table = &self.pack.tables[at];
        let placed =
            tables::placed(&self.pack.figures, known, &known.rows, &self.pack.definitions, &self.grammar.periods());
        for (row, cells) in table.rows.iter().enumerate() {
            let label = cells.first().map_or("", String::as_str);
            if has_number(label) && !placed.iter().any(|at| at.is_in(label)) && !self.grammar.knows(label) {
                self.unaccounted.extend(self.cell(at, row, 0).cloned());
            }
            let mut of_before: Option<&Column> = None;
            for (column, cell) in cells.iter().enumerate().skip(1) {
                let kind = columns.get(column - 1).and_then(Option::as_ref);
                if matches!(kind, Some(Column::Values(_) | Column::Across(..))) {
                    of_before = kind;
                }
                let figures = figures_at(&placed, label, of_before.filter(|_| kind.is_some()));
                self.hold(at, (row, column), cell, &figures, kind);
            }
        }
    }

    /// Holds a cell against its figure.
    fn hold(
        &mut self,
        table: usize,
        (row, column): (usize, usize),
        cell: &str,
        figures: &[&ReadFigure],
        kind: Option<&Column>,
    ) {
        let fits = |figure: &&&ReadFigure| {
            kind.is_some_and(|kind| shows(cell, &expected(figure, kind), self.pack.definitions.label_of("range_to")))
        };
        if figures.iter().any(|figure| fits(&figure)) {
            return;
        }
        let Some(found) = self.cell(table, row, column) else { return };
        match figures.first() {
            Some(figure) if !cell.is_empty() => self.disagreements.push(Disagreement {
                found: found.clone(),
                measure: figure.measure.clone(),
                withheld: figures.iter().all(|figure| !figure.is_ok()),
            }),
            None if has_number(cell) => self.unaccounted.push(found.clone()),
            _ => {}
        }
    }

    /// The figures that a pasted form asks for: rows "Q1: Pupils on roll".
    fn form_figures(&mut self, at: usize) {
        let table = &self.pack.tables[at];
        for (row, cells) in table.rows.iter().enumerate() {
            let label = cells.first().map_or("", String::as_str);
            let measures = self
                .pack
                .definitions
                .measures
                .iter()
                .filter(|measure| label.ends_with(&format!(": {}", tidy(&measure.label))));
            let ids: Vec<&str> = measures.map(|measure| measure.id.as_str()).collect();
            let figures: Vec<&ReadFigure> =
                self.pack.figures.iter().filter(|figure| ids.contains(&figure.measure.as_str())).collect();
            for (column, cell) in cells.iter().enumerate().skip(1) {
                self.hold(at, (row, column), cell, &figures, Some(&Column::Values(String::new())));
            }
        }
    }

    /// How many points of each checklist of the same file are met, not yet, or need a person.
    fn overview(&mut self, at: usize) {
        let table = &self.pack.tables[at];
        let criteria = tidy(self.pack.definitions.label_of("criteria"));
        for (row, cells) in table.rows.iter().enumerate() {
            let area = cells.first().map_or("", String::as_str);
            let all_areas = tidy(self.pack.definitions.label_of("all_areas")) == area;
            let lists = self.pack.tables.iter().filter(|list| {
                let wanted = if all_areas { "" } else { area };
                let of_area = list.caption.strip_prefix(&format!("{criteria}: {wanted}"));
                let ends = |rest: &str| rest.is_empty() || rest.starts_with('.');
                list.file == table.file && of_area.is_some_and(|rest| all_areas || ends(rest))
            });
            let lists: Vec<&ReadTable> = lists.collect();
            for (column, cell) in cells.iter().enumerate() {
                let state = table.heads.get(column).map_or("", String::as_str);
                let counted = lists
                    .iter()
                    .flat_map(|list| &list.rows)
                    .filter(|row| row.get(3).map(String::as_str) == Some(state));
                let is_count = column > 0 && value(cell) == Some(counted.count() as f64);
                if has_number(cell) && !is_count && !self.grammar.knows(cell) {
                    self.unaccounted.extend(self.cell(at, row, column).cloned());
                }
            }
        }
    }

    /// A table of words. A row of a checklist that is of the form that the school pasted in holds the school's own words.
    fn words(&mut self, at: usize, checklist: bool) {
        let table = &self.pack.tables[at];
        let own = |cells: &[String]| {
            let reference = cells.first().map_or("", String::as_str);
            checklist
                && !self.pack.definitions.said.iter().any(|said| said.reference == reference)
                && !self.pack.definitions.texts.contains(reference)
        };
        for (row, cells) in table.rows.iter().enumerate() {
            if own(cells) {
                continue;
            }
            for (column, cell) in cells.iter().enumerate() {
                let reference = column == 0 && self.pack.definitions.texts.contains(cell);
                if has_number(cell) && !reference && !self.grammar.knows(cell) {
                    self.unaccounted.extend(self.cell(at, row, column).cloned());
                }
            }
        }
    }

    /// The texts of a drawing: marks of its axes, labels with their n, values at their rows.
    fn chart(&mut self, at: usize) {
        let chart = &self.pack.charts[at];
        let definitions = &self.pack.definitions;
        let mut drawn: Vec<Placed<'_>> = Vec::new();
        for known in definitions.charts.iter().filter(|known| known.id == chart.id) {
            let tables = definitions.tables.iter().filter(|table| table.id == known.table);
            tables.for_each(|table| drawn.extend(self.grammar.drawn(known, table)));
        }
        let known = definitions.charts.iter().find(|known| known.id == chart.id);
        let fine = accounted(chart, &drawn, &self.grammar, known, definitions.label_of("expected"));
        for (text, _) in
            chart.texts.iter().enumerate().filter(|(text, drawn)| has_number(&drawn.text) && !fine.contains(text))
        {
            let found = self.pack.numbers.iter().find(|found| found.role == Role::Drawn { chart: at, text });
            self.unaccounted.extend(found.cloned());
        }
    }

    /// A PDF: its numbers must be those of the page in a browser, in the same texts.
    fn print(&mut self, at: usize) {
        let print = &self.pack.prints[at];
        let stem = print.file.rsplit_once('.').map_or("", |(stem, _)| stem);
        let page = format!("{stem}.html");
        let bad: Vec<&Found> = self.unaccounted.iter().filter(|found| found.file == page).collect();
        let mut units = pdf_text::Units::default();
        for found in self.pack.numbers.iter().filter(|found| found.file == page && !bad.contains(found)) {
            match found.role {
                Role::Text => units.add(&found.text, false),
                Role::Drawn { .. } => units.add(&found.text, true),
                _ => {}
            }
        }
        for table in self.pack.tables.iter().filter(|table| table.file == page) {
            for row in &table.rows {
                units.add(&row.join(" "), false);
            }
            units.add(&table.heads.join(" "), false);
        }
        for (page, context, text) in pdf_text::uncovered(&print.pages, &units) {
            self.unaccounted.push(Found {
                file: print.file.clone(),
                place: format!("page {page}"),
                text,
                context,
                role: Role::Page { file: at, page },
            });
        }
    }
}

/// The figures of a row and column.
fn figures_at<'a>(placed: &[Placed<'a>], label: &str, column: Option<&Column>) -> Vec<&'a ReadFigure> {
    let in_column = |at: &&Placed<'a>| match column {
        Some(Column::Values(measure)) => at.figure.measure == *measure && at.column.is_none(),
        Some(Column::Across(measure, head)) => at.figure.measure == *measure && at.column.as_deref() == Some(head),
        _ => false,
    };
    placed.iter().filter(|at| at.is_in(label)).filter(in_column).map(|at| at.figure).collect()
}

/// Whether a cell shows what it should.
fn shows(cell: &str, expected: &Shown, to: &str) -> bool {
    match expected {
        Shown::Word(word) => cell == word,
        Shown::Number(number) => value(cell).is_some_and(|shown| same(shown, *number)),
        Shown::Range(low, high) => cell.split_once(&format!(" {to} ")).is_some_and(|(from, until)| {
            value(from).is_some_and(|from| same(from, *low)) && value(until).is_some_and(|until| same(until, *high))
        }),
    }
}
