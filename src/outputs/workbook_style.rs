//! What every sheet of every workbook shares: cell formats, page set-up,
//! document properties, column widths.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::labels::Labels;

/// ISO A4.
const A4: u8 = 9;
/// Row of the table heading, counted from 0, where nothing but title, description and mark stands above it.
pub(super) const HEAD_ROW: u32 = 3;
/// Excel's longest heading of a table is 255 characters; a number may follow.
const LONGEST_HEADING: usize = 240;
/// Excel's longest header or footer is 255 characters.
const LONGEST_MARK: usize = 90;

const NAVY: Color = Color::RGB(0x12_43_6D);
const INK: Color = Color::RGB(0x1B_27_33);
const QUIET: Color = Color::RGB(0x45_53_61);
const RULE: Color = Color::RGB(0xC9_D2_DA);

/// Cell formats.
pub(super) struct Styles {
    pub title: Format,
    pub about: Format,
    pub mark: Format,
    pub head: Format,
    pub head_figures: Format,
    pub text: Format,
    pub symbol: Format,
    pub link: Format,
    pub note: Format,
    pub strong: Format,
}

impl Styles {
    pub(super) fn new() -> Self {
        let base = Format::new().set_font_name("Arial").set_font_size(11).set_font_color(INK);
        let cell = base
            .clone()
            .set_align(FormatAlign::Left)
            .set_align(FormatAlign::Top)
            .set_indent(1)
            .set_border_bottom(FormatBorder::Thin)
            .set_border_bottom_color(RULE);
        let head = base
            .clone()
            .set_bold()
            .set_font_color(Color::White)
            .set_background_color(NAVY)
            .set_text_wrap()
            .set_indent(1)
            .set_align(FormatAlign::VerticalCenter);
        Self {
            title: base.clone().set_bold().set_font_size(16).set_font_color(NAVY),
            about: base.clone().set_font_color(QUIET),
            mark: base.clone().set_bold(),
            head_figures: head.clone().set_align(FormatAlign::Right).set_indent(1),
            head,
            text: cell.clone().set_text_wrap(),
            symbol: cell.clone().set_indent(0).set_align(FormatAlign::Center),
            link: cell
                .clone()
                .set_font_color(Color::RGB(0x1B_4E_9B))
                .set_underline(rust_xlsxwriter::FormatUnderline::Single),
            note: base.clone().set_text_wrap().set_align(FormatAlign::Top).set_font_color(QUIET),
            strong: cell.set_bold().set_text_wrap(),
        }
    }

    /// A number with so many decimal places and commas between thousands.
    pub(super) fn number(&self, decimals: usize) -> Format {
        let format = if decimals == 0 { "#,##0".to_owned() } else { format!("#,##0.{}", "0".repeat(decimals.min(10))) };
        self.symbol.clone().set_align(FormatAlign::Right).set_indent(1).set_num_format(format)
    }

    /// A British calendar date.
    pub(super) fn date(&self) -> Format {
        self.symbol.clone().set_align(FormatAlign::Left).set_indent(1).set_num_format("dd/mm/yyyy")
    }
}

/// A workbook whose properties never differ from run to run and name nobody.
pub(super) fn new_workbook(title: &str, school: &str, period: &str) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(
        &DocProperties::new()
            .set_title(title)
            .set_subject(format!("{school}, {period}"))
            .set_author("")
            .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?),
    );
    Ok(workbook)
}

/// Title in A1, description in A2, classification in A3.
pub(super) fn head(
    sheet: &mut Worksheet,
    styles: &Styles,
    title: &str,
    about: &str,
    classification: &str,
) -> Result<(), XlsxError> {
    sheet.write_string_with_format(0, 0, title, &styles.title)?;
    sheet.write_string_with_format(1, 0, about, &styles.about)?;
    sheet.write_string_with_format(2, 0, classification, &styles.mark)?;
    sheet.set_row_height(0, 24)?;
    Ok(())
}

/// As [`head`], with further lines below it; gives the row of the table heading. What must be known of a table stands
/// above it: nobody looks for notes below.
pub(super) fn head_with_lines(
    sheet: &mut Worksheet,
    styles: &Styles,
    (title, about, classification): (&str, &str, &str),
    lines: impl IntoIterator<Item = String>,
) -> Result<u32, XlsxError> {
    head(sheet, styles, title, about, classification)?;
    let mut row = HEAD_ROW;
    for line in lines {
        sheet.write_string_with_format(row, 0, line, &styles.about)?;
        row += 1;
    }
    Ok(row)
}

/// A4, one page wide, classification and page numbers on every page.
pub(super) fn page(sheet: &mut Worksheet, classification: &str, document: &str, landscape: bool, labels: &Labels) {
    sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0).set_margins(0.5, 0.5, 0.8, 0.8, 0.35, 0.35);
    if landscape {
        sheet.set_landscape();
    } else {
        sheet.set_portrait();
    }
    // Pictures are placed by row heights, so those are not left to the viewer.
    sheet.set_default_row_height(15.75);
    sheet.set_screen_gridlines(false);
    sheet.set_header(format!("&R&\"Arial,Bold\"&9{}", mark(classification)));
    sheet.set_footer(format!("&L&9{}&R&9{} &P {} &N", mark(document), mark(&labels.page), mark(&labels.page_of)));
}

/// A text safe inside Excel's header codes, in which `&` begins a code. A
/// space keeps a leading digit from joining the font size before it.
fn mark(text: &str) -> String {
    let short: String = text.chars().filter(|c| !c.is_control()).take(LONGEST_MARK).collect();
    let short = short.replace('&', "&&");
    if short.starts_with(|c: char| c.is_ascii_digit()) { format!(" {short}") } else { short }
}

/// A column width, in characters, that fits these texts between two limits;
/// longer ones wrap.
pub(super) fn fit<'a>(texts: impl Iterator<Item = &'a str>, least: f64, most: f64) -> f64 {
    let longest = texts.map(|text| text.chars().count()).max().unwrap_or(0);
    (longest as f64 * 1.08 + 3.5).clamp(least, most)
}

/// Width for a heading: its longest word must not be divided.
pub(super) fn fit_head(head: &str, least: f64, most: f64) -> f64 {
    let word = head.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0);
    let half = head.chars().count() as f64 / 2.2;
    (word as f64 * 1.2 + 4.0).max(half).clamp(least, most)
}

/// Height of a row whose texts wrap in columns of these widths.
pub(super) fn height<'a>(cells: impl Iterator<Item = (&'a str, f64)>) -> f64 {
    let lines = cells.map(|(text, width)| wrapped(text, width)).max().unwrap_or(1);
    (lines as f64 * 14.6 + 3.0).clamp(18.0, 400.0)
}

/// Lines that a text takes in a column of so many characters.
fn wrapped(text: &str, width: f64) -> usize {
    let room = (width - 2.0).max(4.0) as usize;
    text.split('\n')
        .map(|paragraph| {
            let mut lines = 1;
            let mut used = 0;
            for word in paragraph.split_whitespace() {
                let length = word.chars().count();
                if used > 0 && used + 1 + length > room {
                    lines += 1;
                    used = 0;
                }
                used += length + usize::from(used > 0);
                lines += used.saturating_sub(1) / room;
                used = if used > room { used % room } else { used };
            }
            lines
        })
        .sum()
}

/// A text in lines of so many characters, for cells that do not wrap.
pub(super) fn lines(text: &str, longest: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= longest => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Headings made different from one another, as an Excel table demands.
pub(super) fn unique_headers(headers: &[String]) -> Vec<String> {
    let mut taken = std::collections::BTreeSet::new();
    headers
        .iter()
        .map(|header| {
            let base: String = header.chars().take(LONGEST_HEADING).collect();
            let base = if base.trim().is_empty() { " ".to_owned() } else { base };
            let mut name = base.clone();
            let mut copy = 2_u32;
            while !taken.insert(name.to_lowercase()) {
                name = format!("{base} ({copy})");
                copy += 1;
            }
            name
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_codes_cannot_be_injected() {
        assert_eq!(mark("Bill & Ben"), "Bill && Ben");
        assert_eq!(mark("3 Oaks"), " 3 Oaks");
    }

    #[test]
    fn headers_become_unique() {
        let headers = ["n".to_owned(), "N".to_owned(), "n".to_owned(), String::new()];
        assert_eq!(unique_headers(&headers), ["n", "N (2)", "n (3)", " "]);
    }

    #[test]
    fn long_texts_make_tall_rows() {
        let text = "a sentence that is long enough to need several lines of a narrow column";
        assert!(height([(text, 20.0)].into_iter()) > height([(text, 80.0)].into_iter()));
    }
}
