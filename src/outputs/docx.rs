//! The report for editing in Word: real headings, tables and pictures, from the
//! same view as the page and the print.
//!
//! The library writes neither text alternatives of pictures, nor table headings
//! that repeat, nor the document's title; `docx_left_out.rs` puts them in.

use docx_rs::{
    AbstractNumbering, AlignmentType, BreakType, Docx, Footer, Header, IndentLevel, Level, LevelJc, LevelText,
    LineSpacing, NumPages, NumberFormat, Numbering, NumberingId, PageMargin, PageNum, Paragraph, Pic, Run, RunFonts,
    SpecialIndentType, Start, Style, StyleType, Table, TableCell, TableLayoutType, TableRow, WidthType,
};

use super::charts::Pictures;
use super::docx_left_out::{escaped, finished};
use super::labels::Labels;
use super::text_tables::TextTable;
use super::view::{self, ReportView, SectionView, TableView};
use super::{OutputError, forbidden};
use crate::reports::model::{Logo, Report};

/// A4 in twentieths of a point.
const PAPER: (u32, u32) = (11906, 16838);
/// Two centimetres.
const MARGIN: i32 = 1134;
/// Width between the margins.
const ROOM: usize = 11906 - 2 * 1134;
/// Width of a picture in EMU: 17 cm.
const PICTURE: u32 = 6_120_000;
/// Width of the crest: 2.2 cm.
const LOGO: u32 = 792_000;
const INK: &str = "12436D";

/// A report as a Word document.
///
/// # Errors
/// When the file cannot be written.
pub fn report_docx(report: &Report, pictures: &Pictures) -> Result<Vec<u8>, OutputError> {
    let labels = Labels::load()?;
    let view = view::report_view(report, &labels)?;
    let failed = |reason: String| OutputError::Print { document: format!("{}.docx", report.id), reason };
    let mut writer = Writer { docx: blank(&view), paragraphs: 0, pictures: Vec::new(), headings: Vec::new() };
    writer.first_page(&view, report.brand.logo.as_ref());
    for section in &view.sections {
        writer.section(section, &view, pictures);
    }
    writer.annex(&view, pictures);
    writer.notes(&view);
    let Writer { docx, pictures, headings, .. } = writer;
    let mut parts = docx.build();
    parts.document = finished(text_of(parts.document).map_err(failed)?, &pictures, &headings).into_bytes();
    let core = text_of(parts.doc_props.core).map_err(failed)?;
    let properties = format!(
        "<dc:title>{}</dc:title><dc:creator>{}</dc:creator><dc:language>en-GB</dc:language>",
        escaped(&view_title(&view)),
        escaped(view.school)
    );
    parts.doc_props.core = core
        .replace("<dc:creator>unknown</dc:creator>", &properties)
        .replace(
            "<cp:lastModifiedBy>unknown</cp:lastModifiedBy>",
            "<cp:lastModifiedBy>thrive-report</cp:lastModifiedBy>",
        )
        .into_bytes();
    let styles = text_of(parts.styles).map_err(failed)?;
    parts.styles =
        styles.replacen("<w:rPrDefault><w:rPr>", "<w:rPrDefault><w:rPr><w:lang w:val=\"en-GB\" />", 1).into_bytes();
    let mut bytes = std::io::Cursor::new(Vec::new());
    parts.pack(&mut bytes).map_err(|error| failed(error.to_string()))?;
    Ok(bytes.into_inner())
}

fn view_title(view: &ReportView<'_>) -> String {
    format!("{} – {} – {}", view.title, view.school, view.period)
}

fn text_of(bytes: Vec<u8>) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|error| error.to_string())
}

/// A document with its paper, styles, header and footer.
fn blank(view: &ReportView<'_>) -> Docx {
    let fonts = RunFonts::new().ascii("Calibri").hi_ansi("Calibri").cs("Calibri");
    let ink = view.colour.map_or(INK.to_owned(), |colour| colour.trim_start_matches('#').to_owned());
    let heading = |level: usize, size: usize| {
        Style::new(format!("Heading{level}"), StyleType::Paragraph)
            .name(format!("heading {level}"))
            .size(size)
            .bold()
            .color(ink.clone())
            .outline_lvl(level - 1)
            .line_spacing(LineSpacing::new().before(200).after(80))
            .q_format(true)
    };
    let bullets =
        AbstractNumbering::new(7).add_level(
            Level::new(0, Start::new(1), NumberFormat::new("bullet"), LevelText::new("•"), LevelJc::new("left"))
                .indent(Some(360), Some(SpecialIndentType::Hanging(240)), None, None),
        );
    let margin = PageMargin::new().top(MARGIN).bottom(MARGIN).left(MARGIN).right(MARGIN);
    let mark =
        Paragraph::new().id("70000001").align(AlignmentType::Right).add_run(run(view.classification).bold().size(17));
    let foot = Paragraph::new()
        .id("70000002")
        .add_run(run(&format!("{} · {} · {} ", view.school, view.title, view.labels.page)).size(17))
        .add_page_num(PageNum::new())
        .add_run(run(&format!(" {} ", view.labels.page_of)).size(17))
        .add_num_pages(NumPages::new());
    Docx::new()
        .page_size(PAPER.0, PAPER.1)
        .page_margin(margin)
        .default_fonts(fonts)
        .default_size(21)
        .add_style(Style::new("Title", StyleType::Paragraph).name("Title").size(44).bold().color(INK).q_format(true))
        .add_style(heading(1, 32))
        .add_style(heading(2, 24))
        .add_style(heading(3, 22))
        .add_style(Style::new("Caption", StyleType::Paragraph).name("caption").size(20).bold().q_format(true))
        .add_abstract_numbering(bullets)
        .add_numbering(Numbering::new(7, 7))
        .header(Header::new().add_paragraph(mark))
        .footer(Footer::new().add_paragraph(foot))
}

/// Text without the characters that XML forbids; its lines stay lines.
fn run(text: &str) -> Run {
    text.split('\n').enumerate().fold(Run::new(), |run, (at, line)| {
        let run = if at > 0 { run.add_break(BreakType::TextWrapping) } else { run };
        run.add_text(line.chars().filter(|c| !forbidden(*c) || *c == '\t').collect::<String>())
    })
}

struct Writer {
    docx: Docx,
    /// Paragraphs so far: the library's own numbers go on from document to document.
    paragraphs: u32,
    /// Text alternatives of the pictures in order.
    pictures: Vec<String>,
    /// Of each table in order, whether its first row is a heading.
    headings: Vec<bool>,
}

impl Writer {
    fn paragraph(&mut self) -> Paragraph {
        self.paragraphs += 1;
        Paragraph::new().id(format!("{:08X}", 0x1000_0000 + self.paragraphs))
    }

    fn push(&mut self, paragraph: Paragraph) {
        self.docx = std::mem::take(&mut self.docx).add_paragraph(paragraph);
    }

    fn styled(&mut self, style: &str, text: &str) {
        let paragraph = self.paragraph().style(style).keep_next(true).add_run(run(text));
        self.push(paragraph);
    }

    fn text(&mut self, text: &str, size: usize) {
        let paragraph = self.paragraph().line_spacing(LineSpacing::new().after(100)).add_run(run(text).size(size));
        self.push(paragraph);
    }

    fn bullets(&mut self, heading: &str, entries: &[String]) {
        if entries.is_empty() {
            return;
        }
        self.styled("Heading2", heading);
        for entry in entries {
            let paragraph = self.paragraph().numbering(NumberingId::new(7), IndentLevel::new(0)).add_run(run(entry));
            self.push(paragraph);
        }
    }

    fn first_page(&mut self, view: &ReportView<'_>, logo: Option<&Logo>) {
        let labels = view.labels;
        if let Some(logo) = logo {
            self.drawing(&logo.png, logo.size, LOGO, &logo.alt);
        }
        self.text(view.school, 24);
        self.styled("Title", view.title);
        self.text(view.period, 26);
        self.text(&format!("{}: {}", labels.as_of, view.as_of), 21);
        if !view.board.is_empty() {
            self.text(&format!("{}: {}", labels.board, view.board), 21);
        }
        self.text(&format!("{}: {}", labels.classification, view.classification), 21);
        if !view.headlines.is_empty() {
            self.styled("Heading1", &labels.at_a_glance);
        }
        for headline in &view.headlines {
            self.styled("Heading2", headline.question);
            self.text(headline.answer, 21);
        }
        if let Some(overview) = &view.overview {
            self.words(overview);
        }
        self.styled("Heading1", &labels.contents);
        for section in &view.sections {
            self.text(section.name, 21);
        }
    }

    fn section(&mut self, section: &SectionView<'_>, view: &ReportView<'_>, drawn: &Pictures) {
        let heading = self.paragraph().style("Heading1").page_break_before(!view.compact).keep_next(true);
        self.push(heading.add_run(run(section.question)));
        for finding in section.findings {
            self.text(finding, 21);
        }
        if let Some(checklist) = &section.checklist {
            self.words(checklist);
        }
        self.blocks(section, drawn);
        for list in &section.lists {
            self.words(list);
        }
        self.bullets(&view.labels.unknowns, section.unknowns);
        self.bullets(&view.labels.questions, section.questions);
    }

    fn annex(&mut self, view: &ReportView<'_>, drawn: &Pictures) {
        if view.annex.is_empty() {
            return;
        }
        let heading = self.paragraph().style("Heading1").page_break_before(true).add_run(run(&view.labels.annex));
        self.push(heading);
        for part in &view.annex {
            self.styled("Heading2", part.question);
            for finding in part.findings {
                self.text(finding, 21);
            }
            self.blocks(part, drawn);
        }
    }

    fn blocks(&mut self, section: &SectionView<'_>, drawn: &Pictures) {
        for block in &section.blocks {
            if let Some(chart) = &block.chart
                && let Some(picture) = drawn.get(chart.id)
            {
                self.picture(picture, chart.alt);
            }
            if let Some(table) = &block.table {
                self.figures(table);
            }
        }
    }

    fn picture(&mut self, png: &[u8], alt: &str) {
        // Width and height stand in the first chunk of every PNG.
        let size = |at: usize| {
            png.get(at..at + 4).map_or(1, |bytes| u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
        };
        let (width, height) = (size(16).max(1), size(20));
        self.drawing(png, (width, height), PICTURE, alt);
    }

    fn drawing(&mut self, png: &[u8], (width, height): (u32, u32), wide: u32, alt: &str) {
        let tall = (u64::from(wide) * u64::from(height) / u64::from(width)) as u32;
        self.pictures.push(alt.to_owned());
        let picture = Pic::new_with_dimensions(png.to_vec(), width, height)
            .id(format!("rIdImage{}", self.pictures.len()))
            .size(wide, tall);
        let paragraph = self.paragraph().add_run(Run::new().add_image(picture));
        self.push(paragraph);
    }

    fn figures(&mut self, table: &TableView<'_>) {
        self.styled("Caption", table.title);
        let heads: Vec<&str> =
            std::iter::once(table.label_header).chain(table.headers.iter().map(String::as_str)).collect();
        let rows = table.rows.iter().map(|row| {
            std::iter::once((row.label.to_owned(), false))
                .chain(row.cells.iter().map(|cell| (cell.clone(), true)))
                .collect()
        });
        self.table(&heads, rows.collect(), true);
        for footnote in table.footnotes {
            self.text(footnote, 17);
        }
    }

    fn words(&mut self, table: &TextTable) {
        self.styled("Caption", &table.title);
        if table.rows.is_empty() {
            self.text(&table.when_empty, 21);
            return;
        }
        self.text(&table.about, 18);
        let heads: Vec<&str> = table.columns.iter().map(String::as_str).collect();
        let rows = table.rows.iter().map(|row| row.iter().map(|cell| (cell.text.clone(), cell.number)).collect());
        self.table(&heads, rows.collect(), false);
    }

    /// A table with a heading that is repeated on each page; `figures` right of a column of labels.
    fn table(&mut self, heads: &[&str], rows: Vec<Vec<(String, bool)>>, figures: bool) {
        let size = if heads.len() > 8 { 13 } else { 18 };
        // A column of labels is twice as wide as one of figures.
        let parts = if figures { heads.len() + 1 } else { heads.len() };
        let wide = |at: usize| ROOM / parts * if figures && at == 0 { 2 } else { 1 };
        let widths: Vec<usize> = (0..heads.len()).map(wide).collect();
        let mut cell = |text: &str, right: bool, bold: bool, width: usize| {
            let words = run(text).size(size);
            let words = if bold { words.bold() } else { words };
            let align = if right { AlignmentType::Right } else { AlignmentType::Left };
            let paragraph = self.paragraph().align(align).add_run(words);
            TableCell::new().width(width, WidthType::Dxa).add_paragraph(paragraph)
        };
        let mut made = Vec::new();
        let top = heads.iter().enumerate().map(|(at, head)| cell(head, figures && at > 0, true, widths[at])).collect();
        made.push(TableRow::new(top).cant_split());
        for row in rows {
            let cells =
                row.iter().zip(&widths).map(|((text, right), width)| cell(text, *right, false, *width)).collect();
            made.push(TableRow::new(cells).cant_split());
        }
        let table = Table::new(made).set_grid(widths).layout(TableLayoutType::Fixed).width(ROOM, WidthType::Dxa);
        self.headings.push(true);
        self.docx = std::mem::take(&mut self.docx).add_table(table);
        self.text("", 12);
    }

    fn notes(&mut self, view: &ReportView<'_>) {
        if view.notes.is_empty() {
            return;
        }
        let heading = self.paragraph().style("Heading1").page_break_before(true).add_run(run(&view.labels.notes));
        self.push(heading);
        for group in &view.notes {
            self.styled("Heading2", &group.heading);
            for (term, meaning) in &group.entries {
                let paragraph = self
                    .paragraph()
                    .line_spacing(LineSpacing::new().after(60))
                    .add_run(run(&format!("{term}: ")).bold().size(18))
                    .add_run(run(meaning).size(18));
                self.push(paragraph);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outputs::{charts, sample};

    fn document(report: &Report) -> String {
        // Parts are stored without compression: the text can be read as it is.
        String::from_utf8_lossy(&report_docx(report, &charts::pictures(report).expect("drawn")).expect("docx"))
            .into_owned()
    }

    #[test]
    fn same_report_same_bytes() {
        let report = sample::report();
        assert_eq!(document(&report), document(&report));
    }

    #[test]
    fn pictures_have_their_words_and_tables_their_headings() {
        let report = sample::report();
        let text = document(&report);
        let charts = report.sections.iter().flat_map(|section| &section.charts);
        for chart in charts.clone() {
            assert!(text.contains(&format!("descr=\"{}\"", escaped(&chart.alt))), "{}", chart.alt);
        }
        assert_eq!(text.matches("<wp:docPr ").count(), charts.count());
        let tables: usize = report.sections.iter().map(|section| section.tables.len()).sum();
        assert!(tables > 0);
        assert_eq!(text.matches("<w:tblHeader />").count(), tables);
        assert!(text.contains("w:lang w:val=\"en-GB\""), "the language is said");
        assert!(text.contains("<w:pStyle w:val=\"Heading1\" />"), "headings are real");
    }

    #[test]
    fn what_a_school_writes_is_text() {
        let mut report = sample::report();
        report.school = "St \"X\" <w:p> & St Y's\u{1}".into();
        let text = document(&report);
        assert!(
            !text.contains("<w:p> &") && !text.contains('\u{1}'.to_string().as_str())
                || text.contains("&lt;w:p&gt; &amp;")
        );
        assert!(text.contains("<dc:title>") && text.contains("St &quot;X&quot; &lt;w:p&gt; &amp; St Y's"));
    }
}
