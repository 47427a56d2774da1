//! What a pack may say: every text of the definitions, as a constant or as a form whose gaps are figures of the pack.
//!
//! A text with a number in it is accounted for if it is one of them, or several with a sign between them. A number in a
//! sentence is held against the figures that this sentence states, about the group that it names: that some other figure
//! has the same value is no excuse.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::definitions::{Chart, Definitions, Pick, Said, Table};
use super::labels::Labels;
use super::numbers::{self, tidy, value};
use super::pattern::{Filled, Gap, Macros, Node, matches, needle};
use super::results::{ReadFigure, Settings};
use super::tables::{self, Periods, Placed, is_whole};

mod gaps;

/// What a page says about itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Facts {
    pub school: Option<String>,
    pub period: Option<String>,
    pub as_of: Option<String>,
    pub board: Option<String>,
    pub logo: Option<String>,
}

/// A form, and the figures that its gaps are about.
struct Form<'a> {
    nodes: Vec<Node>,
    needle: String,
    picks: Picks<'a>,
}

#[derive(Clone)]
enum Picks<'a> {
    /// None: its gaps are words and settings.
    None,
    /// Figures by name, and the keys of a sentence that there is one of for each group.
    Named(&'a BTreeMap<String, Pick>, Vec<&'a str>),
    /// The figures of a chart, and how many of them it says are withheld.
    Drawn(Vec<Placed<'a>>, usize),
}

/// Everything that the texts of a pack are held against.
pub(super) struct Grammar<'a> {
    figures: &'a [ReadFigure],
    settings: &'a Settings,
    facts: &'a Facts,
    definitions: &'a Definitions,
    /// Lines of checklists.
    lines: Vec<f64>,
    constants: BTreeSet<String>,
    forms: Vec<Form<'a>>,
    /// Notes of the policy: only whole, never beside something else.
    policy: Vec<Form<'a>>,
    labels: Labels,
    /// Text alternatives that were found to be sound: a workbook may hold the beginning of one.
    spoken: RefCell<BTreeSet<String>>,
    known: RefCell<HashMap<String, bool>>,
}

/// How many figures a chart's text alternative says are withheld: a heat map sets the whole school apart from the groups.
fn hidden(chart: &Chart, drawn: &[Placed<'_>]) -> usize {
    let of_whole = |at: &&Placed<'_>| is_whole(&at.group);
    let apart = chart.kind == "heat" && !drawn.iter().all(|at| of_whole(&at));
    // Of a run chart only the weeks are counted, not the lines about them.
    let counted = |at: &&Placed<'_>| chart.kind != "run" || chart.measures.first() == Some(&at.figure.measure);
    let withheld = drawn.iter().filter(|at| at.figure.status == "suppressed").filter(counted);
    withheld.filter(|at| !(apart && of_whole(at))).count()
}

/// Signs between two texts that are printed as one.
const BETWEEN: [&str; 5] = [" – ", " · ", ": ", ". ", "; "];

impl<'a> Grammar<'a> {
    /// For the figures of one pack.
    pub(super) fn new(
        figures: &'a [ReadFigure],
        settings: &'a Settings,
        facts: &'a Facts,
        definitions: &'a Definitions,
    ) -> Grammar<'a> {
        let macros = Macros::read(&definitions.prelude);
        let mut grammar = Grammar {
            figures,
            settings,
            facts,
            definitions,
            lines: settings.lines.clone(),
            constants: BTreeSet::new(),
            forms: Vec::new(),
            policy: Vec::new(),
            labels: Labels::new(figures, settings, definitions, &Periods::new(settings, facts.period.as_deref())),
            spoken: RefCell::default(),
            known: RefCell::default(),
        };
        grammar.lines.extend(definitions.said.iter().flat_map(|said| [said.at_least, said.at_most]).flatten());
        for text in &definitions.texts {
            grammar.add(&macros, text, Picks::None);
        }
        // Sheets of checklists and of a pasted form, which Excel cuts off.
        for section in &definitions.sections {
            for sheet in [format!("{} {section}", definitions.label_of("criteria")), format!("Form {section}")] {
                grammar.constants.insert(tidy(&sheet.chars().take(31).collect::<String>()));
            }
        }
        for fact in [&facts.board, &facts.logo].into_iter().flatten() {
            grammar.constants.insert(tidy(fact));
        }
        for text in &definitions.policy {
            let nodes = macros.pattern(text);
            grammar.policy.push(Form { needle: needle(&nodes), nodes, picks: Picks::None });
        }
        let mut seen = BTreeSet::new();
        for said in &definitions.said {
            grammar.add_said(&macros, said, &mut seen);
        }
        for (name, variants) in &definitions.sentences {
            // A sentence that no report uses can be in none.
            if seen.contains(name) {
                variants.iter().filter(|text| !text.contains('{')).for_each(|text| {
                    grammar.constants.insert(tidy(text));
                });
            }
        }
        for chart in &definitions.charts {
            let Some(template) = definitions.alt.get(&chart.kind) else { continue };
            let part = chart.parts.first().map(|part| part.to_lowercase()).unwrap_or_default();
            // What a template sets beside an item, or takes out of a list, stands under a name of its own.
            let template = template
                .replace("{% set usual = expected[loop.index0] %}{% if usual %}", "{% if i.usual %}")
                .replace("usual.change", "i.usual.change")
                .replace("usual.average.value", "average.value")
                .replace("usual.low.value", "lower.value")
                .replace("usual.high.value", "upper.value");
            // A funnel's line is the whole's figure, with a name of its own; who lies outside is named and nothing more.
            let part = if chart.kind == "funnel" { chart.reference.clone().unwrap_or_default() } else { part };
            let template = template
                .replace("{{ centre }}", "{{ centre.value }}")
                .replace("{% if outside %}", "{% if x %}")
                .replace(
                    "{{ outside|join(', ') }}",
                    "{% for o in far.items %}{{ o.label }}{% if x %}, {% endif %}{% endfor %}",
                );
            let template = template
                .replace("{{ title }}", &chart.title)
                .replace("{{ part }}", &part)
                .replace("{{ suffix }}", "{% if x %}%{% endif %}");
            for table in definitions.tables.iter().filter(|table| table.id == chart.table) {
                let mut drawn = grammar.drawn(chart, table);
                drawn.iter().for_each(|at| grammar.labels.add(&at.row));
                if chart.kind == "stacked" {
                    // Its text alternative speaks of the first part alone.
                    drawn.retain(|at| chart.measures.first() == Some(&at.figure.measure));
                }
                let hidden = hidden(chart, &drawn);
                grammar.add(&macros, &template, Picks::Drawn(drawn, hidden));
            }
        }
        for measure in &definitions.measures {
            grammar.add(
                &macros,
                &format!(
                    "{}: {{{{ f.value }}}}{{% if x %}}%{{% endif %}}{{% if x %}} ({{{{ f.x }}}} of {{{{ f.n }}}})\
                     {{% elif x %}} (n = {{{{ f.n }}}}){{% endif %}}, {{{{ as_of }}}}.",
                    measure.label
                ),
                Picks::Drawn(grammar.of_the_whole(&measure.id), 0),
            );
        }
        grammar
    }

    fn add(&mut self, macros: &Macros, text: &str, picks: Picks<'a>) {
        if text.contains("{{") || text.contains("{%") {
            let nodes = macros.pattern(text);
            self.forms.push(Form { needle: needle(&nodes), nodes, picks });
        } else if value(text).is_none() {
            // A text that is nothing but a number would account for that number everywhere.
            self.constants.insert(tidy(text));
        }
    }

    fn add_said(&mut self, macros: &Macros, said: &'a Said, seen: &mut BTreeSet<String>) {
        let definitions = self.definitions;
        let Some(name) = &said.sentence else { return };
        seen.insert(name.clone());
        let each: Vec<&str> = said.each.as_deref().map(|axis| axis.split('+').collect()).unwrap_or_default();
        let variants: BTreeSet<&String> = definitions.sentences.get(name).into_iter().flatten().collect();
        for text in variants.into_iter().filter(|text| text.contains('{')) {
            self.add(macros, text, Picks::Named(&said.figures, each.clone()));
            // A point of a checklist dates its fact, and says how many the figure rests on.
            let single = said.figures.iter().filter(|(_, pick)| pick.over.is_none());
            for (name, _) in single.filter(|_| !said.reference.is_empty()) {
                let as_at = definitions.label_of("as_at");
                let dated = format!("{text} {as_at} {{{{ as_of }}}}{{% if x %}}, n = {{{{ {name}.n }}}}{{% endif %}}.");
                self.add(macros, &dated, Picks::Named(&said.figures, each.clone()));
            }
        }
    }

    /// The figures that a chart draws, with the labels of their places.
    pub(super) fn drawn(&self, chart: &Chart, table: &Table) -> Vec<Placed<'a>> {
        let rows = if chart.rows.is_empty() { &table.rows } else { &chart.rows };
        let mut placed = tables::placed(self.figures, table, rows, self.definitions, &self.periods());
        let expected = |measure: &String| chart.expected.as_ref() == Some(measure);
        placed.retain(|at| chart.measures.contains(&at.figure.measure) || expected(&at.figure.measure));
        if !chart.parts.is_empty() && chart.kind == "lines" {
            // A line for each measure, named by its part, with the rows as points.
            for at in &mut placed {
                let place = chart.measures.iter().position(|measure| *measure == at.figure.measure);
                at.column = Some(at.row.clone());
                at.row = place.and_then(|place| chart.parts.get(place)).cloned().unwrap_or_default();
                at.group.clone_from(&at.row);
            }
        } else if chart.kind == "run" {
            // Points of the first measure; a line for the average, and one for each end of what is usual.
            let part = |at: usize| chart.parts.get(at).map_or("", String::as_str);
            let end = |word: &str| format!("{} {}", part(2), self.definitions.label_of(word));
            for at in &mut placed {
                match chart.measures.iter().position(|measure| *measure == at.figure.measure) {
                    Some(1) => at.row = part(1).to_owned(),
                    Some(2) => at.row = end("range_from"),
                    Some(3) => at.row = end("range_up_to"),
                    _ => {}
                }
            }
        } else if chart.kind == "lines" || chart.kind == "heat" {
            for at in &mut placed {
                at.column = at.second.clone();
                at.row = at.group.clone();
            }
        }
        placed
    }

    fn of_the_whole(&self, measure: &str) -> Vec<Placed<'a>> {
        let all = self.figures.iter().filter(|figure| figure.measure == measure);
        let whole =
            all.filter(|figure| figure.population.iter().all(|(key, value)| key == "period" || is_whole(value)));
        whole
            .map(|figure| Placed {
                figure,
                row: String::new(),
                open: false,
                group: String::new(),
                second: None,
                column: None,
            })
            .collect()
    }

    pub(super) fn periods(&self) -> Periods<'a> {
        Periods::new(self.settings, self.facts.period.as_deref())
    }

    /// Whether a text is accounted for.
    pub(super) fn knows(&self, text: &str) -> bool {
        // Boxes to tick stand before each thing to file.
        let text = tidy(&text.replace("[ ] ", ""));
        if !numbers::has_number(&text) {
            return true;
        }
        self.known_whole(&text) || self.policy.iter().any(|form| self.is(form, &text)) || self.known_in_parts(&text)
    }

    /// Whether a caption is this title, with its gaps filled in.
    pub(super) fn is_title(&self, title: &str, caption: &str) -> bool {
        if !title.contains("{{") {
            return tidy(title) == caption;
        }
        let nodes = Macros::default().pattern(title);
        self.is(&Form { needle: needle(&nodes), nodes, picks: Picks::None }, caption)
    }

    /// Remembers a sound text alternative.
    pub(super) fn remember(&self, text: &str) {
        self.spoken.borrow_mut().insert(tidy(text));
    }

    /// Whether a text is the beginning of a sound text alternative, cut after a sentence or a word.
    pub(super) fn is_beginning(&self, text: &str) -> bool {
        let text = tidy(text);
        let start = text.trim_end_matches('…');
        let cut = |whole: &String| {
            whole.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ',', ';', ':']))
        };
        start.len() > 20 && self.spoken.borrow().iter().any(cut)
    }

    fn known_whole(&self, text: &str) -> bool {
        if self.constants.contains(text) {
            return true;
        }
        if let Some(known) = self.known.borrow().get(text) {
            return *known;
        }
        let known = self.forms.iter().any(|form| self.is(form, text));
        self.known.borrow_mut().insert(text.to_owned(), known);
        known
    }

    /// Whether a text is made of known texts with signs between them.
    fn known_in_parts(&self, text: &str) -> bool {
        // Ends of a part and beginnings of the next; the sign belongs to the first part, or to neither.
        let mut cuts: Vec<(usize, usize)> = Vec::new();
        for sign in BETWEEN {
            for (at, _) in text.match_indices(sign) {
                cuts.push((at, at + sign.len()));
                let kept = at + sign.trim_end().len();
                if kept > at && sign != " – " && sign != " · " {
                    cuts.push((kept, at + sign.len()));
                }
            }
        }
        cuts.sort_unstable();
        cuts.dedup();
        // Where a part may begin, if everything before is known.
        let mut starts = vec![0];
        let mut done: BTreeSet<usize> = BTreeSet::new();
        while let Some(start) = starts.pop() {
            if !done.insert(start) {
                continue;
            }
            let rest = &text[start..];
            if start > 0 && (!numbers::has_number(rest) || self.known_whole(rest)) {
                return true;
            }
            for (end, next) in cuts.iter().filter(|(end, _)| *end > start) {
                let part = &text[start..*end];
                if !done.contains(next) && self.is_part(part) {
                    starts.push(*next);
                }
            }
        }
        false
    }

    /// A part of a text needs to be known; words without a number are.
    fn is_part(&self, part: &str) -> bool {
        !numbers::has_number(part) && self.constants.contains(part) || self.known_whole(part)
    }

    fn is(&self, form: &Form<'a>, text: &str) -> bool {
        if !text.contains(&form.needle) {
            return false;
        }
        let fits = |gap: &Gap, rest: &str| self.fits(gap, rest);
        let accept = |filled: &[Filled]| self.accepts(form, filled);
        matches(&form.nodes, text, &fits, &accept)
    }
}
