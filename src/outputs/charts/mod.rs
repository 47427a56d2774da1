//! Charts as SVG and PNG. Each kind of chart lays itself out on a [`Sketch`]
//! (marks in plain units); one painter then draws the marks with plotters on
//! whichever backend is asked for, so that both files show the same thing.
//!
//! [`Sketch`]: sketch::Sketch

mod accessible;
mod apart;
mod bars;
mod dots;
mod draw;
mod funnel;
mod heat;
mod letters;
mod lines;
pub(super) mod palette;
mod rows;
mod run;
mod scale;
mod sketch;
mod slope;
mod stacked;
mod text;

use std::collections::BTreeMap;

use plotters::prelude::{BitMapBackend, SVGBackend};

use super::OutputError;
use super::labels::Labels;
use crate::reports::model::{Chart, ChartKind, Report};
use sketch::Sketch;

/// Pixels of the PNG for one unit of the drawing: sharp when printed.
const PNG_SCALE: u32 = 2;

/// The chart as an SVG document with `role`, title and description.
pub fn svg(chart: &Chart) -> Result<String, OutputError> {
    let sketch = lay_out(chart)?;
    let (width, height) = sketch.size();
    let mut document = String::new();
    {
        let backend = SVGBackend::with_string(&mut document, (width, height));
        draw::paint(&sketch, backend, &draw::SVG).map_err(|reason| failed(chart, reason))?;
    }
    Ok(accessible::describe(&document, chart))
}

/// The chart as a PNG image.
pub fn png(chart: &Chart) -> Result<Vec<u8>, OutputError> {
    let sketch = lay_out(chart)?;
    let (width, height) = sketch.size();
    let (width, height) = (width * PNG_SCALE, height * PNG_SCALE);
    let mut pixels = vec![255_u8; width as usize * height as usize * 3];
    {
        let backend = BitMapBackend::with_buffer(&mut pixels, (width, height));
        let surface = draw::bitmap(f64::from(PNG_SCALE));
        draw::paint(&sketch, backend, &surface).map_err(|reason| failed(chart, reason))?;
    }
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    // Flat areas: unfiltered rows, properly packed, are a third of the size of filtered ones.
    encoder.set_compression(png::Compression::Default);
    encoder.set_filter(png::FilterType::NoFilter);
    encoder
        .write_header()
        .and_then(|mut writer| writer.write_image_data(&pixels))
        .map_err(|error| failed(chart, error.to_string()))?;
    Ok(file)
}

/// Every chart of a report as a PNG image, by the chart's identifier: drawn once for all the files that hold it.
pub type Pictures = BTreeMap<String, Vec<u8>>;

/// Draws every chart of a report.
///
/// # Errors
/// When one cannot be drawn.
pub fn pictures(report: &Report) -> Result<Pictures, OutputError> {
    let charts = report.sections.iter().flat_map(|section| &section.charts);
    charts.map(|chart| Ok((chart.id.clone(), png(chart)?))).collect()
}

fn failed(chart: &Chart, reason: String) -> OutputError {
    OutputError::Chart { chart: chart.id.clone(), reason }
}

fn lay_out(chart: &Chart) -> Result<Sketch, OutputError> {
    let labels = Labels::load()?;
    let mut sketch = Sketch::new();
    sketch.heading(&chart.title, &chart.subtitle);
    match &chart.kind {
        ChartKind::Bars { bars, max, reference, decimals, suffix } => {
            let style = bars::Style { max: *max, decimals: *decimals, suffix };
            bars::lay_out(&mut sketch, bars, reference.as_ref(), &style);
        }
        ChartKind::Stacked { parts, bars } => {
            stacked::lay_out(&mut sketch, parts, bars, &labels.part_withheld);
        }
        ChartKind::Heat { columns, rows, max, suffix } => {
            heat::lay_out(&mut sketch, columns, rows, *max, suffix);
        }
        ChartKind::Lines { points, lines, min, max, decimals, suffix } => {
            let style = lines::Style { min: *min, max: *max, decimals: *decimals, suffix };
            lines::lay_out(&mut sketch, points, lines, &style);
        }
        ChartKind::DotWhisker { dots, min, max, decimals, expected } => {
            let join = format!(" {} ", labels.range_to);
            let style =
                dots::Style { min: *min, max: *max, decimals: *decimals, join: &join, expected: &labels.expected };
            dots::lay_out(&mut sketch, dots, expected.as_ref(), &style);
        }
        ChartKind::Slope { ends, lines, decimals, suffix } => {
            slope::lay_out(&mut sketch, ends, lines, &slope::Style { decimals: *decimals, suffix });
        }
        ChartKind::Run { points, names, values, usual, signals, decimals, suffix } => {
            let style =
                run::Style { decimals: *decimals, suffix, from: &labels.range_from, up_to: &labels.range_up_to };
            run::lay_out(&mut sketch, &run::Run { points, names, values, usual, signals }, &style);
        }
        ChartKind::Funnel { dots, centre, limits, decimals, suffix } => {
            let style = funnel::Style {
                decimals: *decimals,
                suffix,
                limits: [&labels.limit_inner, &labels.limit_outer],
                size: &labels.group_size,
            };
            funnel::lay_out(&mut sketch, dots, centre, limits, &style);
        }
    }
    Ok(sketch)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outputs::sample;

    #[test]
    fn every_mark_lies_on_the_sheet() {
        for chart in sample::charts() {
            let sketch = lay_out(&chart).expect("layout");
            let strays = sketch.strays();
            assert!(strays.is_empty(), "{}: {strays:?}", chart.id);
        }
    }

    #[test]
    fn no_two_labels_overlap() {
        for chart in sample::charts() {
            let sketch = lay_out(&chart).expect("layout");
            let overlaps = sketch.overlaps();
            assert!(overlaps.is_empty(), "{}: {overlaps:?}", chart.id);
        }
    }

    #[test]
    fn same_chart_same_bytes() {
        for chart in sample::charts() {
            assert_eq!(svg(&chart).expect("svg"), svg(&chart).expect("svg"));
            let image = png(&chart).expect("png");
            assert_eq!(image[..8], [0x89, b'P', b'N', b'G', 13, 10, 26, 10]);
            assert_eq!(image, png(&chart).expect("png"));
        }
    }

    #[test]
    fn a_chart_of_nothing_is_still_a_chart() {
        let kinds = [
            ChartKind::Bars { bars: vec![], max: 0.0, reference: None, decimals: 0, suffix: String::new() },
            ChartKind::Stacked { parts: vec![], bars: vec![] },
            ChartKind::Heat { columns: vec![], rows: vec![], max: 0.0, suffix: String::new() },
            ChartKind::Lines {
                points: vec![],
                lines: vec![],
                min: 0.0,
                max: f64::NAN,
                decimals: 0,
                suffix: String::new(),
            },
            ChartKind::DotWhisker { dots: vec![], min: 0.0, max: 0.0, decimals: 1, expected: None },
            ChartKind::Slope { ends: Default::default(), lines: vec![], decimals: 1, suffix: String::new() },
            ChartKind::Run {
                points: vec![],
                names: Default::default(),
                values: vec![],
                usual: Box::new([None, None, None]),
                signals: vec![],
                decimals: 1,
                suffix: String::new(),
            },
            ChartKind::Funnel {
                dots: vec![],
                centre: (0.0, String::new()),
                limits: vec![],
                decimals: 0,
                suffix: String::new(),
            },
        ];
        for kind in kinds {
            let chart = Chart {
                id: "empty".into(),
                title: "Nothing".into(),
                subtitle: String::new(),
                alt: String::new(),
                table: None,
                kind,
            };
            assert!(svg(&chart).expect("svg").contains("Nothing"));
        }
    }
}
