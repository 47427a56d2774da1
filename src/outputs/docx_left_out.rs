//! What the Word library leaves out of a document: text alternatives of pictures, headings that repeat.

use super::forbidden;

/// The document with what the library leaves out: text alternatives, and headings that repeat.
pub(super) fn finished(document: String, pictures: &[String], headings: &[bool]) -> String {
    let mut done = String::with_capacity(document.len() + 4096);
    for (at, part) in document.split("<wp:docPr id=\"1\" name=\"Figure\"").enumerate() {
        if at > 0 {
            let alt = pictures.get(at - 1).map_or("", String::as_str);
            done.push_str(&format!("<wp:docPr id=\"{at}\" name=\"Figure {at}\" descr=\"{}\"", escaped(alt)));
        }
        done.push_str(part);
    }
    let mut repeated = String::with_capacity(done.len() + 4096);
    for (at, part) in done.split("<w:tbl>").enumerate() {
        if at == 0 {
            repeated.push_str(part);
            continue;
        }
        repeated.push_str("<w:tbl>");
        match headings.get(at - 1) {
            Some(true) => repeated.push_str(&part.replacen("<w:cantSplit />", "<w:cantSplit /><w:tblHeader />", 1)),
            _ => repeated.push_str(part),
        }
    }
    repeated
}

/// Text as it may stand in XML.
pub(super) fn escaped(text: &str) -> String {
    text.chars().filter(|c| !forbidden(*c)).fold(String::with_capacity(text.len()), |mut done, c| {
        match c {
            '&' => done.push_str("&amp;"),
            '<' => done.push_str("&lt;"),
            '>' => done.push_str("&gt;"),
            '"' => done.push_str("&quot;"),
            c => done.push(c),
        }
        done
    })
}
