//! What a pack may say: every text of the definitions, as a constant or as a form whose gaps are figures of the pack.
//!
//! A text with a number in it is accounted for if it is one of them, or several with a sign between them. A number in a
//! sentence is held against the figures that this sentence states, about the group that it names: that some other figure
//! has the same value is no excuse.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::definitions::{Chart, Definitions, Pick, Said, Table};
use super::labels::Labels;
use super::numbers::{self, same, tidy, value};
use super::pattern::{Filled, Gap, Macros, Node, matches, needle};
use super::results::{ReadFigure, Settings};
use super::stated::{Group, alike, grouped, labels_of};
use super::tables::{self, Periods, Placed, is_whole};

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
    let withheld = drawn.iter().filter(|at| at.figure.status == "suppressed");
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

    /// What may stand in a gap.
    fn fits(&self, gap: &Gap, rest: &str) -> Vec<usize> {
        let number = || Some(numbers::leading(rest)).filter(|length| *length > 0).into_iter().collect::<Vec<usize>>();
        let text = |known: &str| if known.is_empty() || !rest.starts_with(known) { vec![] } else { vec![known.len()] };
        let fact = |fact: &Option<String>| fact.as_ref().map(|fact| text(&tidy(fact))).unwrap_or_default();
        match (gap.of.as_str(), gap.field.as_str()) {
            ("policy" | "age" | "threshold", "") => number(),
            ("school", "") => fact(&self.facts.school),
            ("period", "") => fact(&self.facts.period),
            ("as_of", "") => fact(&self.facts.as_of),
            ("year_to_date" | "previous", "") | (_, "" | "label" | "name") => self.labels.lengths(rest),
            (_, "phrase") => self.definitions.phrases.iter().flat_map(|phrase| text(phrase)).collect(),
            (_, "value") => number().into_iter().chain(self.labels.lengths(rest)).collect(),
            _ => number(),
        }
    }

    /// Whether what stands in the gaps are the figures of the sentence.
    fn accepts(&self, form: &Form<'a>, filled: &[Filled]) -> bool {
        let mut bound: Vec<(&str, &str)> = Vec::new();
        for part in filled.iter().filter(|part| part.gap.field.is_empty() && !part.text.is_empty()) {
            let number = || value(&part.text);
            let fine = match part.gap.of.as_str() {
                "policy" => number().is_some_and(|number| self.is_policy(number)),
                "age" => number().is_some_and(|number| self.is_age(number)),
                "threshold" => number().is_some_and(|number| self.lines.iter().any(|line| same(*line, number))),
                of => {
                    bound.push((of, &part.text));
                    true
                }
            };
            if !fine {
                return false;
            }
        }
        let groups = grouped(filled);
        groups.iter().all(|group| self.is_figure(form, group, &groups, &bound))
    }

    fn is_policy(&self, number: f64) -> bool {
        self.settings
            .numbers
            .iter()
            .any(|known| same(*known, number) || same(known * 100.0, number) || same(known.round(), number))
    }

    /// Months of the policy are printed as years and months.
    fn is_age(&self, number: f64) -> bool {
        let whole = |known: &f64| (known / 12.0).floor();
        self.settings
            .numbers
            .iter()
            .any(|known| same(whole(known), number) || same(known - 12.0 * whole(known), number))
    }

    /// Whether some figure has all that a group of gaps says of it.
    fn is_figure(&self, form: &Form<'a>, group: &Group<'_>, groups: &[Group<'_>], bound: &[(&str, &str)]) -> bool {
        let of = |at: Option<usize>| at.and_then(|at| groups.get(at)).and_then(Group::label);
        let outer = of(group.outer);
        let label = group.label().or_else(|| of(group.like));
        match &form.picks {
            Picks::None => group.fields.iter().all(|(field, _)| field == "phrase"),
            Picks::Named(picks, each) => {
                let Some(pick) = picks.get(group.name) else { return false };
                let bound: Vec<(&str, &str)> = bound.iter().filter(|(key, _)| each.contains(key)).copied().collect();
                let all = self.figures.iter().filter(|figure| self.is_picked(figure, pick, &bound));
                let labelled = |figure: &&ReadFigure| {
                    label.is_none_or(|label| labels_of(figure, pick).iter().any(|known| alike(known, label)))
                };
                group.holds(all.clone().filter(labelled), all.filter(|figure| figure.status == "suppressed").count())
            }
            Picks::Drawn(placed, hidden) => {
                let labelled = |at: &&Placed<'_>| match (outer, label) {
                    (Some(name), Some(label)) => {
                        alike(&at.row, name) && at.column.as_deref().is_some_and(|c| alike(c, label))
                    }
                    (None, Some(label)) => {
                        let both = at.column.as_ref().map(|column| format!("{}, {column}", at.row));
                        alike(&at.row, label) || both.is_some_and(|both| alike(&both, label))
                    }
                    _ => true,
                };
                group.holds(placed.iter().filter(labelled).map(|at| at.figure), *hidden)
            }
        }
    }

    fn is_picked(&self, figure: &ReadFigure, pick: &Pick, bound: &[(&str, &str)]) -> bool {
        if figure.measure != pick.measure && Some(&figure.measure) != pick.instead.as_ref() {
            return false;
        }
        let axis: Vec<&str> = pick.over.as_deref().map(|over| over.split('+').collect()).unwrap_or_default();
        let has_axis = axis.iter().all(|key| figure.population.contains_key(*key));
        has_axis
            && figure.population.iter().all(|(key, value)| match key.as_str() {
                "period" => self.periods().allows(&[pick.period], value),
                key if axis.contains(&key) => true,
                key => match bound.iter().find(|(bound, _)| *bound == key) {
                    Some((_, bound)) => alike(value, bound),
                    None => pick.keys.get(key).map_or_else(|| is_whole(value), |wanted| wanted == value),
                },
            })
    }
}
