//! The tables of a page, read from its HTML.

/// A table: its caption, its headings, and its rows with the label first.
#[derive(Clone, Debug)]
pub struct Table {
    /// Caption.
    pub caption: String,
    /// Headings, that of the labels first.
    pub heads: Vec<String>,
    /// Rows.
    pub rows: Vec<Vec<String>>,
    /// Whether it is a table of figures, not of words.
    pub figures: bool,
}

/// Every table of a page.
pub fn tables(page: &str) -> Vec<Table> {
    page.split("<table").skip(1).map(|part| table(part.split("</table>").next().unwrap_or_default())).collect()
}

fn table(html: &str) -> Table {
    let caption = between(html, "<caption", "</caption>").map(|inside| text(after_tag(inside))).unwrap_or_default();
    let head = between(html, "<thead", "</thead>").unwrap_or_default();
    let body = between(html, "<tbody", "</tbody>").unwrap_or_default();
    let rows = |part: &str| -> Vec<Vec<String>> { part.split("<tr").skip(1).map(cells).collect() };
    let figures = html.split('>').next().unwrap_or_default().contains("class=\"figures");
    Table { figures, caption, heads: rows(head).into_iter().next().unwrap_or_default(), rows: rows(body) }
}

fn cells(row: &str) -> Vec<String> {
    let row = row.split("</tr>").next().unwrap_or_default();
    let mut cells = Vec::new();
    let mut rest = row;
    while let Some(at) = [rest.find("<th"), rest.find("<td")].into_iter().flatten().min() {
        let cell = after_tag(&rest[at..]);
        let end = [cell.find("</th>"), cell.find("</td>")].into_iter().flatten().min().unwrap_or(cell.len());
        cells.push(text(&cell[..end]));
        rest = &cell[end..];
    }
    cells
}

fn between<'a>(html: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = html.split_once(start)?;
    rest.split(end).next()
}

/// What follows the end of the tag that is open at the beginning.
fn after_tag(html: &str) -> &str {
    html.split_once('>').map_or("", |(_, rest)| rest)
}

/// The text without tags and entities, as a browser shows it.
pub fn text(html: &str) -> String {
    let mut shown = String::new();
    for (at, part) in html.split('<').enumerate() {
        shown.push_str(if at == 0 { part } else { after_tag(part) });
    }
    for (entity, sign) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&#39;", "'"),
        ("&#x2f;", "/"),
        ("&amp;", "&"),
    ] {
        shown = shown.replace(entity, sign);
    }
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_table_is_read_as_it_is_shown() {
    let html = "<p>x</p><table class=\"a\"><caption id=\"b\"><span>A &amp; B</span></caption><thead><tr><th scope=\"col\">Year</th>\
                <th>n</th></tr></thead><tbody>\n<tr><th scope=\"row\">Year&#x2f;1</th><td class=\"number\"> 12 </td></tr></tbody></table>";
    let all = tables(html);
    assert_eq!(
        (all[0].caption.as_str(), all[0].heads.join("|"), all[0].rows[0].join("|")),
        ("A & B", "Year|n".into(), "Year/1|12".into())
    );
}
