//! The report model: what every output format draws from. It holds wording and
//! protected figures only, so that no renderer can reach an unprotected number.

use serde::Deserialize;

use super::plain::PlainTable;
use crate::disclosure::ProtectedFigure;

/// Whom a report is for: it decides how far figures are protected, and the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// The governing board.
    Governors,
    /// Those who assess the application for Thrive Ambassador status.
    Ambassador,
    /// Anybody.
    Public,
    /// The senior leaders of the school: only very small groups are withheld.
    Leaders,
    /// The trust or authority that several schools belong to.
    Trust,
    /// Staff of the school: nothing is withheld.
    Staff,
}

impl Audience {
    /// Folder of the pack.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Governors => "governors",
            Self::Ambassador => "ambassador",
            Self::Public => "public",
            // Inside the staff's folder: nobody else may open it.
            Self::Leaders => "staff/leaders",
            Self::Trust => "trust",
            Self::Staff => "staff",
        }
    }

    /// Whether its readers are not staff of the school: their figures are one release, and are read back.
    pub(crate) fn is_outside(self) -> bool {
        !matches!(self, Self::Leaders | Self::Staff)
    }
}

/// A whole report for one audience.
#[derive(Clone, Debug)]
pub struct Report {
    /// File stem, such as `governor-report`.
    pub id: String,
    /// Whom it is for.
    pub audience: Audience,
    /// Whether sections follow one another on a printed page.
    pub compact: bool,
    /// Title, such as "Thrive report to governors".
    pub title: String,
    /// School's name as it stands in school.toml.
    pub school: String,
    /// Period covered, such as "Summer term 2025/26".
    pub period: String,
    /// Reporting date in words, such as "17 July 2026".
    pub as_of: String,
    /// Classification mark printed on every page.
    pub classification: String,
    /// Name of the governing board, on its report.
    pub board: String,
    /// Crest and colours.
    pub brand: Brand,
    /// At most six questions with one-sentence answers, for the first page.
    pub headlines: Vec<Headline>,
    /// One section a question.
    pub sections: Vec<Section>,
    /// Policy, definitions, symbols: the notes page.
    pub notes: Vec<NoteGroup>,
}

/// A school's crest and colours; its own where it has none.
#[derive(Clone, Debug, Default)]
pub struct Brand {
    /// The crest.
    pub logo: Option<Logo>,
    /// Colour of headings, such as `#12436d`.
    pub colour: Option<String>,
    /// Colour of lines.
    pub second: Option<String>,
}

/// A school's crest.
#[derive(Clone, Debug)]
pub struct Logo {
    /// Bytes of a PNG file.
    pub png: Vec<u8>,
    /// Width and height in pixels.
    pub size: (u32, u32),
    /// What it shows, for readers who cannot see it.
    pub alt: String,
}

/// A question on the first page and its one-sentence answer.
#[derive(Clone, Debug)]
pub struct Headline {
    /// Plain-English question.
    pub question: String,
    /// One-sentence answer.
    pub answer: String,
    /// Identifier of the section that shows the evidence.
    pub section: String,
}

/// One question with its evidence.
#[derive(Clone, Debug)]
pub struct Section {
    /// Stable identifier, used as an anchor and in file names.
    pub id: String,
    /// Short name, at most 31 characters: also the sheet name.
    pub name: String,
    /// Plain-English question.
    pub question: String,
    /// Sentences that state what was found.
    pub findings: Vec<String>,
    /// Charts, in order.
    pub charts: Vec<Chart>,
    /// Tables, in order.
    pub tables: Vec<Table>,
    /// Lists of children or staff; only in a report for staff.
    pub lists: Vec<PlainTable>,
    /// What an application asks for, and how it stands.
    pub criteria: Vec<Criterion>,
    /// What the figures cannot tell.
    pub unknowns: Vec<String>,
    /// Questions that governors may want to ask.
    pub questions: Vec<String>,
    /// Further sentences, beside the tables of the annex.
    pub more: Vec<String>,
}

/// One thing that an application asks for.
#[derive(Clone, Debug)]
pub struct Criterion {
    /// Short reference, such as `RT1`.
    pub reference: String,
    /// What is asked.
    pub text: String,
    /// The fact with its date and n, or what the school wrote.
    pub answer: String,
    /// How it stands.
    pub state: State,
    /// Evidence to put into the file.
    pub evidence: Vec<String>,
    /// What to collect next term; empty where nothing is.
    pub collect: String,
    /// Where it is known from that this matters.
    pub source: String,
}

/// How a criterion stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// The figures reach what is asked.
    Met,
    /// They do not, or are not there yet.
    NotYet,
    /// Only a person can say.
    Person,
}

/// A table: a label column and figure columns.
#[derive(Clone, Debug)]
pub struct Table {
    /// Stable identifier, unique in the report.
    pub id: String,
    /// Sheet name in the workbook, at most 31 characters, unique in the report.
    pub sheet: String,
    /// Heading.
    pub title: String,
    /// Heading of the label column, such as "Year group".
    pub label_header: String,
    /// Headings of the figure columns.
    pub columns: Vec<Column>,
    /// Rows in reading order.
    pub rows: Vec<Row>,
    /// Footnotes.
    pub footnotes: Vec<String>,
    /// Measures whose figures stand with their ranges, besides those that a chart draws with them.
    pub intervals: Vec<String>,
    /// Whether it stands in the annex, with its charts, and not with its question.
    pub annex: bool,
}

/// A figure column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Heading with its unit, such as "Below expectation (%)".
    pub header: String,
    /// Decimal places to print.
    pub decimals: usize,
    /// Whether the values are percentages.
    pub percent: bool,
}

/// A table row.
#[derive(Clone, Debug)]
pub struct Row {
    /// Label, such as "Year 1".
    pub label: String,
    /// One figure for each column.
    pub cells: Vec<ProtectedFigure>,
}

/// A chart, by what it shows; the renderer decides pixels.
#[derive(Clone, Debug)]
pub struct Chart {
    /// File stem, unique in the report.
    pub id: String,
    /// Title that states what is shown.
    pub title: String,
    /// Second line: period, unit, who.
    pub subtitle: String,
    /// Text alternative that states the finding (alt text, `<desc>`).
    pub alt: String,
    /// Identifier of the table with the same figures, if there is one.
    pub table: Option<String>,
    /// The drawing.
    pub kind: ChartKind,
}

/// The drawings that a report can ask for.
#[derive(Clone, Debug)]
pub enum ChartKind {
    /// One horizontal bar a category, with an optional reference line.
    Bars {
        /// Bars from top to bottom.
        bars: Vec<Bar>,
        /// Value axis from 0 to this.
        max: f64,
        /// Value and label of a line to compare with.
        reference: Option<(f64, String)>,
        /// Decimal places of the value labels.
        decimals: usize,
        /// Appended to each value label, such as "%".
        suffix: String,
    },
    /// Horizontal bars stacked to 100 %.
    Stacked {
        /// Names of the parts, from left to right.
        parts: Vec<String>,
        /// Bars from top to bottom; each has a figure for each part.
        bars: Vec<StackedBar>,
    },
    /// Rows × columns with the number in each cell.
    Heat {
        /// Column headings.
        columns: Vec<String>,
        /// Rows from top to bottom: label and a figure for each column.
        rows: Vec<(String, Vec<ProtectedFigure>)>,
        /// Value drawn darkest.
        max: f64,
        /// Appended to each number.
        suffix: String,
    },
    /// Lines over ordered points, labelled at their ends.
    Lines {
        /// Labels of the points from left to right.
        points: Vec<String>,
        /// Lines: name and a figure for each point.
        lines: Vec<(String, Vec<ProtectedFigure>)>,
        /// Value axis.
        min: f64,
        /// Value axis.
        max: f64,
        /// Decimal places of the value labels.
        decimals: usize,
        /// Appended to each value label.
        suffix: String,
    },
    /// A dot with its 95 % interval for each category, and a line at zero.
    DotWhisker {
        /// Dots from top to bottom.
        dots: Vec<Bar>,
        /// Value axis.
        min: f64,
        /// Value axis.
        max: f64,
        /// Decimal places of the value labels.
        decimals: usize,
        /// What was to be expected of each dot, with the name of the mark.
        expected: Option<(String, Vec<ProtectedFigure>)>,
    },
    /// A line for each group from one figure to another of the same scale.
    Slope {
        /// Names of the two ends.
        ends: [String; 2],
        /// Lines: name and the figure at either end.
        lines: Vec<(String, [ProtectedFigure; 2])>,
        /// Decimal places of the value labels.
        decimals: usize,
        /// Appended to each value label.
        suffix: String,
    },
    /// A run chart: one value for each of many points, the average, and the range of the usual.
    Run {
        /// Labels of the points from left to right.
        points: Vec<String>,
        /// Names of the value, the average and the range.
        names: [String; 3],
        /// A figure for each point.
        values: Vec<ProtectedFigure>,
        /// Average, and the ends of the usual range; the same at every point.
        usual: Box<[Option<ProtectedFigure>; 3]>,
        /// What stands out at each point: a word, and 0 where nothing does.
        signals: Vec<ProtectedFigure>,
        /// Decimal places of the value labels.
        decimals: usize,
        /// Appended to each value label.
        suffix: String,
    },
    /// Groups by their size, against the limits of what chance would do.
    Funnel {
        /// A dot for each group; `n` is its size.
        dots: Vec<Bar>,
        /// Value and name of the line that the limits stand about.
        centre: (f64, String),
        /// The limits, by size, smallest first.
        limits: Vec<FunnelLimit>,
        /// Decimal places of the value labels.
        decimals: usize,
        /// Appended to each value label.
        suffix: String,
    },
}

/// Limits of a funnel for groups of one size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FunnelLimit {
    /// Size of the group.
    pub n: u64,
    /// Within which 95 in 100 groups lie that differ by chance alone.
    pub inner: (f64, f64),
    /// Within which 998 in 1,000 do.
    pub outer: (f64, f64),
}

/// A bar or a dot: its label and its figure.
#[derive(Clone, Debug)]
pub struct Bar {
    /// Label, such as "Year 1".
    pub label: String,
    /// The figure; suppressed ones are drawn as a hatched stub.
    pub figure: ProtectedFigure,
}

/// A bar made of parts.
#[derive(Clone, Debug)]
pub struct StackedBar {
    /// Label, such as "Year 1".
    pub label: String,
    /// Pupils in the bar, already as printed ("n = 29", "c").
    pub n: String,
    /// A share (percent) for each part.
    pub parts: Vec<ProtectedFigure>,
}

/// A group of notes under one heading.
#[derive(Clone, Debug)]
pub struct NoteGroup {
    /// Heading, such as "Policy used".
    pub heading: String,
    /// Term and explanation.
    pub entries: Vec<(String, String)>,
}
