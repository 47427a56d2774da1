//! The parts of an office file (a zip archive of XML), as trees of elements.

use std::io::{Cursor, Read as _};

use quick_xml::XmlVersion;
use quick_xml::events::Event;

/// Most bytes of one part that are read: a hundred times the largest of a pack.
const LARGEST: u64 = 64 << 20;
/// Elements deeper than this are no part of an office file.
const DEEPEST: usize = 256;

/// A part of an archive.
pub(super) struct Part {
    /// Path in the archive.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Every part of an archive, and its comment; `None` if it cannot be opened.
pub(super) fn parts(bytes: &[u8]) -> Option<(Vec<Part>, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut parts = Vec::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).ok()?;
        if file.is_dir() {
            continue;
        }
        let name = file.name().to_owned();
        let mut bytes = Vec::new();
        file.by_ref().take(LARGEST).read_to_end(&mut bytes).ok()?;
        parts.push(Part { name, bytes });
    }
    Some((parts, archive.comment().to_vec()))
}

/// An XML element.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Element {
    /// Name without its prefix.
    pub name: String,
    /// Attributes with their prefixes.
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Child>,
}

/// What stands in an element.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Child {
    Element(Element),
    Text(String),
    /// A comment or a processing instruction.
    Aside(String),
}

impl Element {
    /// The elements directly below.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|child| match child {
            Child::Element(element) => Some(element),
            _ => None,
        })
    }

    /// The first element of this name directly below.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// This element and all below it, in order.
    pub(super) fn all(&self) -> Vec<&Element> {
        let mut found = Vec::new();
        let mut open = vec![self];
        while let Some(element) = open.pop() {
            found.push(element);
            let below = open.len();
            open.extend(element.elements());
            open[below..].reverse();
        }
        found
    }

    /// The text directly in it.
    pub(super) fn own_text(&self) -> String {
        self.children
            .iter()
            .filter_map(|child| if let Child::Text(text) = child { Some(text.as_str()) } else { None })
            .collect()
    }

    /// All text in it and below.
    pub(super) fn text(&self) -> String {
        self.all().iter().map(|element| element.own_text()).collect()
    }

    /// An attribute by its name without prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let own = |full: &str| full == name || full.rsplit_once(':').is_some_and(|(_, own)| own == name);
        self.attributes.iter().find(|(full, _)| own(full)).map(|(_, value)| value.as_str())
    }
}

/// The root of a part; `None` if it is no XML. Its asides (comments) are children like any other.
pub(super) fn xml(bytes: &[u8]) -> Option<Element> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut reader = quick_xml::Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut open = vec![Element::default()];
    loop {
        let event = reader.read_event().ok()?;
        let top = open.last_mut()?;
        match event {
            Event::Start(start) => {
                let element = element(&start)?;
                open.push(element);
                if open.len() > DEEPEST {
                    return None;
                }
            }
            Event::Empty(start) => top.children.push(Child::Element(element(&start)?)),
            Event::End(_) => {
                let done = open.pop()?;
                open.last_mut()?.children.push(Child::Element(done));
            }
            Event::Text(text) => said(top, &text.xml_content(XmlVersion::Implicit1_0)),
            Event::CData(text) => said(top, &text.xml_content(XmlVersion::Implicit1_0)),
            Event::GeneralRef(entity) => match entity.resolve_char_ref() {
                Ok(Some(c)) => said(top, &c.to_string()),
                _ => {
                    let name = entity.xml_content(XmlVersion::Implicit1_0);
                    said(top, quick_xml::escape::resolve_predefined_entity(&name).unwrap_or(" "));
                }
            },
            Event::Comment(text) => {
                top.children.push(Child::Aside(text.xml_content(XmlVersion::Implicit1_0).into_owned()))
            }
            Event::PI(text) => top.children.push(Child::Aside(text.to_string())),
            Event::Decl(_) | Event::DocType(_) => {}
            Event::Eof => break,
        }
    }
    (open.len() == 1).then(|| open.pop())?
}

/// Adds text, to the text before where there is one.
fn said(element: &mut Element, text: &str) {
    match element.children.last_mut() {
        Some(Child::Text(before)) => before.push_str(text),
        _ => element.children.push(Child::Text(text.to_owned())),
    }
}

fn element(start: &quick_xml::events::BytesStart<'_>) -> Option<Element> {
    let name = start.local_name().into_inner().to_owned();
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.ok()?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned();
        attributes.push((attribute.key.into_inner().to_owned(), value));
    }
    Some(Element { name: name.to_string(), attributes, children: Vec::new() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_attributes_and_comments_are_kept() {
        let root = xml(b"<?xml version='1.0'?><w:a x:b='1 &amp; 2'>c &lt;<d/>e<!-- 3 --><d>f</d></w:a>").expect("XML");
        let a = root.child("a").expect("there");
        assert_eq!(a.attribute("b"), Some("1 & 2"));
        assert_eq!((a.own_text().as_str(), a.text().as_str()), ("c <e", "c <ef"));
        assert_eq!(a.all().iter().map(|element| element.name.as_str()).collect::<String>(), "add");
        assert!(a.children.contains(&Child::Aside(" 3 ".into())));
        assert_eq!(xml(b"<a><b></a>"), None);
    }
}
