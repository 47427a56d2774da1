//! A page, or a drawing by itself: its texts, tables, drawings, attributes, comments, styles and scripts.

use scraper::{Element as _, ElementRef, Html, Node};

use super::Reader;
use super::drawings::DrawnText;
use super::numbers::{has_digit, has_number, tidy};

/// Elements within a line of text.
const INLINE: [&str; 12] = ["a", "span", "strong", "em", "b", "i", "sup", "sub", "abbr", "button", "input", "tspan"];

/// Attributes that say where and how something is drawn. Lengths of bars follow the figures, which the audit of a
/// drawing's texts covers; see docs/audit.md for what it does not.
const DRAWING: [&str; 35] = [
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "dx",
    "dy",
    "d",
    "points",
    "width",
    "height",
    "viewBox",
    "viewbox",
    "opacity",
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-opacity",
    "stroke-dasharray",
    "font-size",
    "font-family",
    "font-weight",
    "text-anchor",
    "transform",
    "xmlns",
    "patternUnits",
    "patternunits",
    "version",
];

/// Attributes with a fixed meaning and few values.
const FIXED: [&str; 14] = [
    "class",
    "lang",
    "charset",
    "scope",
    "role",
    "tabindex",
    "type",
    "autocomplete",
    "checked",
    "http-equiv",
    "aria-hidden",
    "rel",
    "focusable",
    "clip-path",
];

/// Attributes that name an element.
const NAMES: [&str; 8] =
    ["id", "for", "href", "name", "aria-labelledby", "aria-describedby", "aria-controls", "headers"];

/// Reads a page.
pub(super) fn page(reader: &mut Reader<'_>, text: &str) {
    let page = Html::parse_document(text);
    facts(reader, &page);
    comments(reader, &page);
    walk(reader, page.root_element());
}

/// Reads a drawing that is a file of its own.
pub(super) fn drawing(reader: &mut Reader<'_>, id: &str, text: &str) {
    let page = Html::parse_fragment(text);
    comments(reader, &page);
    for element in page.root_element().child_elements() {
        if element.value().name() == "svg" {
            svg(reader, element, Some(id));
        } else {
            walk(reader, element);
        }
    }
}

fn comments(reader: &mut Reader<'_>, page: &Html) {
    for node in page.tree.nodes() {
        match node.value() {
            Node::Comment(comment) if has_number(comment) => reader.foreign("a comment", comment, "comment"),
            Node::ProcessingInstruction(text) if has_digit(text) && !text.starts_with("xml version=\"1.0\"") => {
                reader.foreign("a processing instruction", text, "processing instruction");
            }
            _ => {}
        }
    }
}

/// What the page says about itself: its school, its time.
fn facts(reader: &mut Reader<'_>, page: &Html) {
    let find = |wanted: &dyn Fn(&ElementRef<'_>) -> bool| {
        let mut elements = page.root_element().descendent_elements();
        elements.find(|element| wanted(element)).map(|element| tidy(&words(element)))
    };
    let with_class =
        |name: &'static str| move |element: &ElementRef<'_>| element.value().classes().any(|class| class == name);
    let facts = &mut reader.pack.facts;
    let labels = &reader.pack.definitions;
    facts.school = facts.school.take().or_else(|| find(&with_class("school")));
    facts.period = facts.period.take().or_else(|| find(&with_class("period")));
    for element in page.root_element().descendent_elements().filter(|element| element.value().name() == "dt") {
        let Some(meaning) = element.next_sibling_element() else { continue };
        let (term, meaning) = (tidy(&words(element)), tidy(&words(meaning)));
        if term == tidy(labels.label_of("as_of")) && facts.as_of.is_none() {
            facts.as_of = Some(meaning);
        } else if term == tidy(labels.label_of("board")) && facts.board.is_none() {
            facts.board = Some(meaning);
        }
    }
    let logo =
        |element: &ElementRef<'_>| element.value().name() == "img" && element.value().classes().any(|c| c == "logo");
    let mut images = page.root_element().descendent_elements();
    facts.logo = images.find(logo).and_then(|image| image.attr("alt").map(tidy)).or(facts.logo.take());
}

fn words(element: ElementRef<'_>) -> String {
    element.text().collect()
}

/// Where an element stands: its name, with its own or its nearest ancestor's identifier. An identifier with a number
/// could be what must not be said.
fn place(element: ElementRef<'_>) -> String {
    let name = element.value().name();
    let ancestors = element.ancestors().filter_map(ElementRef::wrap);
    let ids = std::iter::once(element).chain(ancestors).filter_map(|element| element.value().id());
    let id = ids.into_iter().find(|id| !has_digit(id));
    id.map_or_else(|| format!("<{name}>"), |id| format!("<{name}> in #{id}"))
}

fn walk(reader: &mut Reader<'_>, element: ElementRef<'_>) {
    let name = element.value().name();
    attributes(reader, element);
    match name {
        "style" => style(reader, element),
        "script" => script(reader, element),
        "svg" => svg(reader, element, None),
        "table" => table(reader, element),
        "dl" if element.child_elements().all(|child| child.value().name() == "div") => notes(reader, element),
        _ => {
            let inline = |child: ElementRef<'_>| INLINE.contains(&child.value().name());
            let blocks = element.descendent_elements().skip(1).any(|child| !inline(child));
            if blocks {
                for child in element.children() {
                    match child.value() {
                        Node::Text(text) => reader.text(&place(element), text, name),
                        _ => ElementRef::wrap(child).into_iter().for_each(|child| walk(reader, child)),
                    }
                }
            } else {
                reader.text(&place(element), &words(element), name);
                element.descendent_elements().skip(1).for_each(|child| attributes(reader, child));
            }
        }
    }
}

/// A list of terms and meanings: each pair is one text.
fn notes(reader: &mut Reader<'_>, list: ElementRef<'_>) {
    for pair in list.child_elements() {
        let parts: Vec<String> = pair.child_elements().map(|part| tidy(&words(part))).collect();
        reader.text(&place(pair), &parts.join(": "), "note");
        pair.descendent_elements().for_each(|element| attributes(reader, element));
        let loose: String =
            pair.children().filter_map(|child| child.value().as_text().map(|text| text.to_string())).collect();
        reader.text(&place(pair), &loose, "note");
    }
}

fn table(reader: &mut Reader<'_>, table: ElementRef<'_>) {
    let (mut caption, mut heads, mut rows) = (String::new(), Vec::new(), Vec::new());
    for element in table.descendent_elements().skip(1) {
        attributes(reader, element);
        match element.value().name() {
            "caption" => caption = tidy(&words(element)),
            "tr" => {
                let cells: Vec<String> = element.child_elements().map(words).collect();
                let head =
                    element.parent().and_then(ElementRef::wrap).is_some_and(|part| part.value().name() == "thead");
                if head && heads.is_empty() { heads = cells } else { rows.push(cells) }
            }
            _ => {}
        }
    }
    reader.text(&place(table), &caption, "caption");
    reader.table(&place(table), &caption, heads, rows);
}

/// A drawing: title and description are texts, the rest are texts of a chart.
fn svg(reader: &mut Reader<'_>, drawing: ElementRef<'_>, id: Option<&str>) {
    let mut texts = Vec::new();
    let labelled = drawing.attr("aria-labelledby").and_then(|ids| ids.split(' ').next()).unwrap_or_default();
    let own = labelled.strip_prefix("chart-").and_then(|rest| rest.strip_suffix("-title")).unwrap_or_default();
    let place = format!("<svg> {}", id.unwrap_or(own));
    for element in drawing.descendent_elements() {
        attributes(reader, element);
        match element.value().name() {
            "text" => texts.push(DrawnText::new(&words(element), |name| element.attr(name).map(str::to_owned))),
            "tspan" => {}
            "style" | "script" => reader.foreign(&place, &words(element), "a style or script in a drawing"),
            name => {
                let own = element.children().filter_map(|child| child.value().as_text().map(|text| text.to_string()));
                reader.text(&format!("{place}, <{name}>"), &own.collect::<String>(), name);
            }
        }
    }
    reader.chart(&place, id.unwrap_or(own), texts);
}

/// The page's own style, then at most the school's colours and the margins of printed pages.
fn style(reader: &mut Reader<'_>, element: ElementRef<'_>) {
    let text = words(element);
    let own = reader.pack.definitions.style.trim().to_owned();
    let Some(rest) = text.trim().strip_prefix(own.as_str()) else {
        return reader.foreign("<style>", &text, "a style that is not the pages' own");
    };
    for part in rest.split_inclusive([';', '{', '}']) {
        match part.split_once('"') {
            Some((before, quoted)) => {
                reader.text("<style>", &unescaped(quoted), "margin of a printed page");
                reader.text("<style>", before, "style");
            }
            None if part.contains('#') && is_colour(part) => {}
            None => reader.text("<style>", part, "style"),
        }
    }
}

/// A colour and nothing else after a colon.
fn is_colour(part: &str) -> bool {
    let value = part.rsplit(':').next().unwrap_or_default().trim().trim_end_matches(';').trim();
    let hex = value.strip_prefix('#').unwrap_or_default();
    let name = part.rsplit_once(':').map_or("", |(name, _)| name);
    matches!(hex.len(), 3 | 6) && hex.chars().all(|c| c.is_ascii_hexdigit()) && !has_digit(name)
}

/// CSS strings without their escapes: `\b7 ` is a middle dot.
fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        plain.push_str(before);
        let digits = after.chars().take_while(char::is_ascii_hexdigit).count();
        let (code, after) = after.split_at(digits);
        plain.extend(u32::from_str_radix(code, 16).ok().and_then(char::from_u32));
        rest = after.strip_prefix(' ').unwrap_or(after);
    }
    plain.push_str(rest);
    plain.replace(['"', ';'], " ")
}

/// The one script of the pages, to the letter.
fn script(reader: &mut Reader<'_>, element: ElementRef<'_>) {
    let text = words(element);
    if text != reader.pack.definitions.script {
        reader.foreign("<script>", &text, "a script or data that is not the pages' own");
    }
}

fn attributes(reader: &mut Reader<'_>, element: ElementRef<'_>) {
    for (name, value) in element.value().attrs() {
        if !has_number(value) && !has_digit(name) {
            continue;
        }
        let place = format!("{}, attribute {}", place(element), if has_digit(name) { "with a number" } else { name });
        if FIXED.contains(&name) || NAMES.contains(&name) {
            if has_digit(value) && !is_name(reader, name, value) {
                reader.foreign(&place, value, "an identifier with a number of its own");
            }
        } else if DRAWING.contains(&name) {
            if value.chars().any(|c| c.is_numeric() && !c.is_ascii_digit()) {
                reader.foreign(&place, value, "a measure of a drawing");
            }
        } else if name == "content" && fixed_content(element, value)
            || name == "src" && value.starts_with("data:image/png;base64,")
        {
            // Pictures inside a page are the school's crest; docs/audit.md says what is not read.
        } else if ["title", "alt", "aria-label", "aria-description", "content", "value", "placeholder", "summary"]
            .contains(&name)
        {
            reader.text(&place, value, "attribute");
        } else {
            reader.foreign(&place, value, "an attribute that no page has");
        }
    }
}

/// The page's rules for its own safety, whose script is known by its hash.
fn fixed_content(element: ElementRef<'_>, value: &str) -> bool {
    value == "width=device-width, initial-scale=1"
        || element.attr("http-equiv") == Some("Content-Security-Policy")
            && value.starts_with("default-src 'none'; style-src")
            && value.split_whitespace().count() <= 8
}

/// Whether an identifier's digits are those of a section, table or chart of the reports, or a place of one.
fn is_name(reader: &Reader<'_>, name: &str, value: &str) -> bool {
    if name == "tabindex" || name == "charset" {
        return ["0", "-1", "utf-8"].contains(&value);
    }
    let ids = &reader.pack.definitions.ids;
    value.split_whitespace().all(|value| {
        let value = value.trim_start_matches('#');
        // Every digit must lie in some known identifier.
        let mut covered = vec![false; value.len()];
        for id in ids.iter().filter(|id| has_digit(id) && id.len() > 2) {
            for (at, _) in value.match_indices(id.as_str()) {
                covered[at..at + id.len()].fill(true);
            }
        }
        value.bytes().zip(&covered).all(|(byte, covered)| !byte.is_ascii_digit() || *covered) && value.is_ascii()
    })
}
