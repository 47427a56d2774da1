//! A sentence's template as a pattern: what a printed sentence must look like, and which of its words are figures.
//!
//! Templates are those of `reports/wording.toml`. They are not run here but read the other way round: whatever branch a
//! sentence took, its fixed words must be there, and what stands in its gaps is handed to the caller.

use std::collections::BTreeMap;

/// A piece of a pattern.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    /// Fixed words.
    Words(String),
    /// A gap.
    Gap(Gap),
    /// One of several.
    Either(Vec<Vec<Node>>),
    /// Any number of times, each about another item of a list.
    Repeat(String, Vec<Node>),
}

/// A gap: whose field stands there. The item of a list is `groups[]`; one of another list with the same label as it
/// `shares[]~groups[]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Gap {
    /// The figure or list.
    pub of: String,
    /// Its field, such as `value`; empty for a plain word.
    pub field: String,
}

/// What was found in a gap; a new item of a list is said by an empty field and text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Filled {
    /// The gap.
    pub gap: Gap,
    /// What stands in it.
    pub text: String,
}

/// What a template is made of.
#[derive(Clone, Debug)]
enum Token {
    Words(String),
    Print(String),
    Tag(String),
}

/// The macros of a wording, and the names that a template knows.
#[derive(Clone, Debug, Default)]
pub(super) struct Macros {
    known: BTreeMap<String, (Vec<String>, Vec<Token>)>,
}

type Names = BTreeMap<String, String>;

impl Macros {
    /// The macros that a prelude declares.
    pub(super) fn read(prelude: &str) -> Macros {
        let mut macros = Macros::default();
        let tokens = tokens(prelude);
        let mut at = 0;
        while at < tokens.len() {
            if let Token::Tag(tag) = &tokens[at]
                && let Some(head) = tag.strip_prefix("macro ")
            {
                let (name, parameters) = call(head);
                let end = (at..tokens.len())
                    .find(|place| matches!(&tokens[*place], Token::Tag(tag) if tag == "endmacro"))
                    .unwrap_or(tokens.len());
                macros.known.insert(name, (parameters, tokens[at + 1..end].to_vec()));
                at = end;
            }
            at += 1;
        }
        macros
    }

    /// The pattern of a template.
    pub(super) fn pattern(&self, template: &str) -> Vec<Node> {
        let tokens = tokens(template);
        let mut at = 0;
        self.sequence(&tokens, &mut at, &mut Names::new(), 0)
    }

    fn sequence(&self, tokens: &[Token], at: &mut usize, names: &mut Names, depth: usize) -> Vec<Node> {
        let mut nodes = Vec::new();
        while let Some(token) = tokens.get(*at) {
            match token {
                Token::Words(words) => nodes.push(Node::Words(words.clone())),
                Token::Print(expression) => nodes.extend(self.printed(expression, names, depth)),
                Token::Tag(tag) => {
                    let (word, rest) = tag.split_once(' ').unwrap_or((tag, ""));
                    match word {
                        "if" => {
                            nodes.push(self.branches(tokens, at, names, depth));
                        }
                        "for" => {
                            nodes.push(self.loop_over(rest, tokens, at, names, depth));
                        }
                        "set" => set(rest, names),
                        _ => return nodes,
                    }
                }
            }
            *at += 1;
        }
        nodes
    }

    /// From an `if` to its `endif`.
    fn branches(&self, tokens: &[Token], at: &mut usize, names: &Names, depth: usize) -> Node {
        let mut branches = Vec::new();
        let mut otherwise = false;
        loop {
            *at += 1;
            branches.push(self.sequence(tokens, at, &mut names.clone(), depth));
            match tokens.get(*at) {
                Some(Token::Tag(tag)) if tag == "else" => otherwise = true,
                Some(Token::Tag(tag)) if tag.starts_with("elif") => {}
                _ => break,
            }
        }
        if !otherwise {
            branches.push(Vec::new());
        }
        Node::Either(branches)
    }

    /// From a `for` to its `endfor`.
    fn loop_over(&self, head: &str, tokens: &[Token], at: &mut usize, names: &Names, depth: usize) -> Node {
        let (name, list) = head.split_once(" in ").unwrap_or((head, ""));
        let list = paths(list).into_iter().next().map(|path| list_of(&resolved(&path, names))).unwrap_or_default();
        let item = format!("{list}[]");
        let mut inner = names.clone();
        inner.insert(name.trim().to_owned(), item.clone());
        *at += 1;
        let body = self.sequence(tokens, at, &mut inner, depth);
        let repeat = Node::Repeat(item, body);
        if matches!(tokens.get(*at), Some(Token::Tag(tag)) if tag == "else") {
            *at += 1;
            let none = self.sequence(tokens, at, &mut names.clone(), depth);
            return Node::Either(vec![vec![repeat], none]);
        }
        repeat
    }

    /// What a printed expression stands for.
    fn printed(&self, expression: &str, names: &Names, depth: usize) -> Vec<Node> {
        let mut parts = outside(expression, '|').into_iter();
        let first = parts.next().unwrap_or_default().trim().to_owned();
        for filter in parts {
            let (name, arguments) = call(filter.trim());
            if name == "noun" {
                let words = |text: &String| vec![Node::Words(text.trim_matches(['\'', '"']).to_owned())];
                return vec![Node::Either(arguments.iter().map(words).collect())];
            }
        }
        if first.contains('(') {
            let (name, arguments) = call(&first);
            // A macro that calls itself has no pattern.
            let Some((parameters, body)) = self.known.get(&name).filter(|_| depth < 8) else { return Vec::new() };
            let given = arguments.iter().map(|argument| resolved(argument.trim(), names));
            let mut inner: Names = parameters.iter().cloned().zip(given).collect();
            return self.sequence(body, &mut 0, &mut inner, depth + 1);
        }
        if first.starts_with(['\'', '"']) {
            return vec![Node::Words(first.trim_matches(['\'', '"']).to_owned())];
        }
        let path = resolved(&first, names);
        let (of, field) = path.rsplit_once('.').unwrap_or((&path, ""));
        vec![Node::Gap(Gap { of: of.to_owned(), field: field.to_owned() })]
    }
}

/// `set x = list|…` is another name of the list; with `|first`, of the item that has the label named in it.
fn set(head: &str, names: &mut Names) {
    let Some((name, expression)) = head.split_once('=') else { return };
    let mut found = paths(expression).into_iter();
    let list = found.next().map(|path| list_of(&resolved(&path, names))).unwrap_or_default();
    let label = found.find_map(|path| path.strip_suffix(".label").map(|item| resolved(item, names)));
    let value = match (label, expression.contains("|first")) {
        (Some(item), true) => format!("{list}[]~{item}"),
        _ => list,
    };
    names.insert(name.trim().to_owned(), value);
}

fn list_of(path: &str) -> String {
    path.strip_suffix(".items").unwrap_or(path).to_owned()
}

fn resolved(path: &str, names: &Names) -> String {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let first = names.get(first).map_or(first, String::as_str);
    rest.map_or_else(|| first.to_owned(), |rest| format!("{first}.{rest}"))
}

/// The names in an expression, without what stands in quotation marks.
fn paths(expression: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (place, part) in expression.split(['\'', '"']).enumerate().filter(|(place, _)| place % 2 == 0) {
        let _ = place;
        let words = part.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '.');
        found.extend(words.filter(|word| word.starts_with(|c: char| c.is_alphabetic())).map(str::to_owned));
    }
    found
}

/// A name and its arguments: `noun('a', 'b')`.
fn call(text: &str) -> (String, Vec<String>) {
    match text.split_once('(') {
        Some((name, rest)) => {
            let inside = rest.rsplit_once(')').map_or(rest, |(inside, _)| inside);
            (name.trim().to_owned(), outside(inside, ',').iter().map(|part| part.trim().to_owned()).collect())
        }
        None => (text.trim().to_owned(), Vec::new()),
    }
}

/// Splits where the sign stands outside quotation marks and brackets.
fn outside(text: &str, sign: char) -> Vec<String> {
    let mut parts = vec![String::new()];
    let (mut quote, mut depth) = (None, 0_i32);
    for c in text.chars() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (None, '\'' | '"') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') => depth -= 1,
            _ => {}
        }
        if c == sign && quote.is_none() && depth == 0 {
            parts.push(String::new());
        } else if let Some(last) = parts.last_mut() {
            last.push(c);
        }
    }
    parts
}

fn tokens(template: &str) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    let mut rest = template;
    let mut trim = false;
    while !rest.is_empty() {
        let at = rest.find("{{").into_iter().chain(rest.find("{%")).chain(rest.find("{#")).min().unwrap_or(rest.len());
        let (words, tag) = rest.split_at(at);
        let words = if trim { words.trim_start() } else { words };
        let words = if tag.get(2..3) == Some("-") { words.trim_end() } else { words };
        if !words.is_empty() {
            found.push(Token::Words(words.to_owned()));
        }
        let close = match tag.get(..2) {
            Some("{{") => "}}",
            Some("{%") => "%}",
            Some(_) => "#}",
            None => break,
        };
        let end = tag.find(close).unwrap_or(tag.len());
        let inside = tag.get(2..end).unwrap_or_default();
        trim = inside.ends_with('-');
        let inside = inside.trim_matches('-').trim().to_owned();
        match close {
            "}}" => found.push(Token::Print(inside)),
            "%}" => found.push(Token::Tag(inside)),
            _ => {}
        }
        rest = tag.get(end + 2..).unwrap_or_default();
    }
    found
}

/// Says what may stand in a gap at the beginning of a text: the lengths of it, the likeliest first.
pub(super) type Fits<'a> = dyn Fn(&Gap, &str) -> Vec<usize> + 'a;

/// Whether a text is the pattern from end to end, filled in such a way that `accept` agrees.
pub(super) fn matches(nodes: &[Node], text: &str, fits: &Fits<'_>, accept: &dyn Fn(&[Filled]) -> bool) -> bool {
    let mut steps = 0;
    let mut matcher = Matcher { text, fits, steps: &mut steps };
    matcher.run(nodes, 0, &mut Vec::new(), &mut |_, at, filled| at == text.len() && accept(filled))
}

/// Beyond this many steps a text is not the sentence: no printed sentence takes a hundredth of them.
const MOST_STEPS: usize = 200_000;

struct Matcher<'a> {
    text: &'a str,
    fits: &'a Fits<'a>,
    steps: &'a mut usize,
}

type Then<'t> = dyn FnMut(&mut Matcher<'_>, usize, &mut Vec<Filled>) -> bool + 't;

impl Matcher<'_> {
    fn run(&mut self, nodes: &[Node], at: usize, filled: &mut Vec<Filled>, then: &mut Then<'_>) -> bool {
        *self.steps += 1;
        if *self.steps > MOST_STEPS {
            return false;
        }
        let Some((node, rest)) = nodes.split_first() else { return then(self, at, filled) };
        match node {
            Node::Words(words) => match self.words(words, at) {
                Some(at) => self.run(rest, at, filled, then),
                None => false,
            },
            Node::Gap(gap) => {
                let text = self.text;
                for length in (self.fits)(gap, &text[at..]) {
                    filled.push(Filled { gap: gap.clone(), text: text[at..at + length].to_owned() });
                    if self.run(rest, at + length, filled, then) {
                        return true;
                    }
                    filled.pop();
                }
                false
            }
            Node::Either(branches) => branches
                .iter()
                .any(|branch| self.run(branch, at, filled, &mut |this, at, filled| this.run(rest, at, filled, then))),
            Node::Repeat(item, body) => {
                let known = filled.len();
                filled.push(Filled { gap: Gap { of: item.clone(), field: String::new() }, text: String::new() });
                let again = self
                    .run(body, at, filled, &mut |this, next, filled| next > at && this.run(nodes, next, filled, then));
                if again {
                    return true;
                }
                filled.truncate(known);
                self.run(rest, at, filled, then)
            }
        }
    }

    /// Fixed words; white space in them is one blank, or none beside another blank and at both ends.
    fn words(&self, words: &str, mut at: usize) -> Option<usize> {
        let mut blank = false;
        for c in words.chars() {
            if c.is_whitespace() || c == '\u{a0}' {
                blank = true;
                continue;
            }
            at = self.blank(blank, at)?;
            blank = false;
            at = self.text[at..].starts_with(c).then_some(at + c.len_utf8())?;
        }
        self.blank(blank, at)
    }

    fn blank(&self, wanted: bool, at: usize) -> Option<usize> {
        match wanted {
            false => Some(at),
            true if self.text[at..].starts_with(' ') => Some(at + 1),
            true => (at == 0 || at == self.text.len() || self.text[..at].ends_with(' ')).then_some(at),
        }
    }
}

/// The longest fixed words that every text of the pattern has: a quick test before a slow one.
pub(super) fn needle(nodes: &[Node]) -> String {
    let words = nodes.iter().filter_map(|node| match node {
        Node::Words(words) => Some(super::numbers::tidy(words)),
        _ => None,
    });
    words.max_by_key(String::len).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(template: &str, text: &str) -> Option<Vec<String>> {
        let macros = Macros::read("{%- macro of(f) -%}{{ f.value }}% ({{ f.x }} of {{ f.n }}){%- endmacro -%}");
        let nodes = macros.pattern(template);
        let fits = |gap: &Gap, rest: &str| match gap.field.as_str() {
            "label" => vec![rest.find([' ', ':']).unwrap_or(rest.len())],
            _ => Some(super::super::numbers::leading(rest)).filter(|length| *length > 0).into_iter().collect(),
        };
        let kept = std::cell::RefCell::new(None);
        let accept = |filled: &[Filled]| {
            let texts = filled.iter().filter(|part| !part.gap.field.is_empty());
            *kept.borrow_mut() =
                Some(texts.map(|part| format!("{}.{}={}", part.gap.of, part.gap.field, part.text)).collect());
            true
        };
        matches(&nodes, text, &fits, &accept).then(|| kept.take().unwrap_or_default())
    }

    #[test]
    fn branches_loops_and_macros_are_read_backwards() {
        let template = "{% for i in g.items %}{{ i.label }}: {{ of(i) }}{% if not loop.last %}; {% endif %}{% endfor %}.\
                        {% if g.hidden %} {{ g.hidden }} {{ g.hidden|noun('is', 'are') }} not shown.{% endif %}";
        let said = found(template, "A: 3% (1 of 30); B: 4% (2 of 50). 2 are not shown.").expect("it is that sentence");
        assert_eq!(said.len(), 9);
        assert_eq!((said[0].as_str(), said[8].as_str()), ("g[].label=A", "g.hidden=2"));
        for text in ["A: 3% (1 of 30", "A: 3% (1 of 30). And 4.", "", "A: 3% (1 of 30). 2 were not shown."] {
            assert_eq!(found(template, text).filter(|_| !text.is_empty()), None, "{text}");
        }
    }

    #[test]
    fn an_item_is_found_again_by_its_label() {
        let template = "{% set f = v.items|selectattr('code', 'eq', 3)|list %}{% for i in f %}{{ i.label }}\
                        {% set s = (w.items|selectattr('label', 'eq', i.label)|list)|first %} {{ s.x }}{% endfor %}";
        assert_eq!(found(template, "A 3").expect("matches"), ["v[].label=A", "w[]~v[].x=3"]);
    }

    #[test]
    fn blanks_are_trimmed_where_the_template_says_so() {
        assert!(found("a {%- if x %} b{% endif %}\n c", "a b c").is_some());
        assert!(found("a {%- if x %} b{% endif %}\n c", "a c").is_some());
        assert!(found("a b", "ab").is_none());
    }
}
