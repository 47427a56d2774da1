//! Published national figures of attendance. Data: `reference/national-attendance-*.csv`, one file for each of the two
//! series, which are never mixed: they count other ages, with other weights, on other days.

use jiff::civil::{Date, date};
use serde::Deserialize;

use super::frame::{Frame, FrameBuilder};
use crate::dates;
use crate::error::Error;
use crate::project::Phase;

/// The two series and their files. A row's own series must begin with the name of its file's.
const FILES: [(&str, &str, &str); 2] = [
    (
        "census",
        "reference/national-attendance-census.csv",
        include_str!("../../reference/national-attendance-census.csv"),
    ),
    ("daily", "reference/national-attendance-daily.csv", include_str!("../../reference/national-attendance-daily.csv")),
];

/// The only licence under which national figures are shipped.
const LICENCE: &str = "OGL-3.0";

/// One row of a data file.
#[derive(Clone, Debug, Deserialize)]
pub struct NationalFigure {
    /// The release, such as `daily_year_to_date`.
    pub series: String,
    /// 2025 means 2025/26.
    pub academic_year: i16,
    /// First day, where the source states it.
    pub from_date: Option<Date>,
    /// Last day, where the source states it.
    pub to_date: Option<Date>,
    /// Phase of education.
    pub phase: String,
    /// Group of pupils.
    pub group: String,
    /// What is counted, such as `overall_absence`.
    pub measure: String,
    /// As published, in percent.
    pub value: String,
    /// `percent`.
    pub unit: String,
    /// Publication.
    pub source: String,
    /// Licence of the publication.
    pub licence: String,
    /// `confirmed`, or `inferred` where the source left something open.
    pub status: String,
}

/// A figure with the series that its file is of.
#[derive(Clone, Debug)]
pub struct National {
    /// `census` or `daily`.
    pub family: &'static str,
    /// The row.
    pub figure: NationalFigure,
}

impl National {
    /// First and last day, the usual ones of the release where the source does not state them.
    pub fn span(&self) -> (Date, Date) {
        let (year, figure) = (self.figure.academic_year, &self.figure);
        let usual_end = if figure.series.ends_with("_autumn") || figure.series.ends_with("_autumn_term") {
            date(year, 12, 31)
        } else {
            date(year + 1, 7, 31)
        };
        (figure.from_date.unwrap_or(date(year, 8, 1)), figure.to_date.unwrap_or(usual_end))
    }

    /// The period as it is printed: no date is printed that the source does not state.
    pub fn period_words(&self) -> String {
        let (year, figure) = (dates::academic_year_name(self.figure.academic_year), &self.figure);
        match (self.family, figure.from_date, figure.to_date) {
            ("daily", Some(from), Some(to)) => format!("{} to {}", dates::in_words(from), dates::in_words(to)),
            ("daily", None, Some(to)) => format!("{year} to {}", dates::in_words(to)),
            _ if figure.series.ends_with("_autumn_spring") => format!("autumn and spring terms {year}"),
            _ if self.span().1.month() == 12 => format!("autumn term {year}"),
            _ => year,
        }
    }

    /// The value in thousandths of a percent.
    fn thousandths(&self) -> Option<i64> {
        let (whole, part) = self.figure.value.split_once('.').unwrap_or((&self.figure.value, ""));
        let digits = (part.len() <= 3).then(|| format!("{whole}{part:0<3}"))?;
        digits.parse().ok().filter(|value| (0..=100_000).contains(value))
    }
}

/// Every figure of both files.
///
/// # Errors
/// When a data file is wrong: unverified figures, figures of the other series and figures without a licence are not
/// shipped.
pub fn load() -> Result<Vec<National>, Error> {
    let mut all = Vec::new();
    for (family, what, text) in FILES {
        all.extend(read(family, text).map_err(|why| Error::BadReference { what: what.into(), why })?);
    }
    Ok(all)
}

fn read(family: &'static str, text: &str) -> Result<Vec<National>, String> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    let mut all: Vec<National> = Vec::new();
    for record in reader.deserialize() {
        let figure: NationalFigure = record.map_err(|error: csv::Error| error.to_string())?;
        let national = National { family, figure };
        let row = &national.figure;
        let problem = if row.series.split('_').next() != Some(family) {
            Some("belongs to the other series")
        } else if !["confirmed", "inferred"].contains(&row.status.as_str()) {
            Some("is not verified")
        } else if row.licence != LICENCE || row.source.is_empty() || row.unit != "percent" {
            Some("has no source, licence or unit that can be printed")
        } else if national.thousandths().is_none() {
            Some("has no percentage for a value")
        } else {
            None
        };
        if let Some(problem) = problem {
            return Err(format!("{} {} {} {problem}", row.series, row.academic_year, row.measure));
        }
        all.push(national);
    }
    Ok(all)
}

/// The phase as the data files call it. Alternative provision is published in the census alone; a school of all ages
/// is compared with all schools.
fn phase_name(phase: Phase) -> &'static str {
    match phase {
        Phase::Primary => "primary",
        Phase::Secondary => "secondary",
        Phase::AllThrough => "all",
        Phase::Special => "special",
        Phase::AlternativeProvision => "state_alternative_provision",
    }
}

/// The confirmed figures of all pupils, as a table of the store.
///
/// # Errors
/// As [`load`].
pub fn frame(phase: Phase) -> Result<Frame, Error> {
    let names = &[
        "family",
        "series",
        "academic_year",
        "from_date",
        "to_date",
        "phase",
        "measure",
        "value",
        "period_words",
        "is_ours",
    ];
    let mut builder = FrameBuilder::new("national_attendance", names);
    for national in load()? {
        let figure = &national.figure;
        let (Some(value), true) =
            (national.thousandths(), figure.status == "confirmed" && figure.group == "All pupils")
        else {
            continue;
        };
        let (from, to) = national.span();
        builder.push([
            national.family.into(),
            figure.series.as_str().into(),
            i32::from(figure.academic_year).into(),
            from.into(),
            to.into(),
            figure.phase.as_str().into(),
            figure.measure.as_str().into(),
            value.into(),
            national.period_words().as_str().into(),
            (figure.phase == phase_name(phase)).into(),
        ]);
    }
    builder.finish(&[], &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str =
        "series,academic_year,from_date,to_date,phase,group,measure,value,unit,source,licence,published,status\n";

    fn one(row: &str) -> Result<Vec<National>, String> {
        read("daily", &format!("# A comment.\n{HEADER}{row}\n"))
    }

    #[test]
    fn the_files_are_sound_and_hold_no_unverified_figure() {
        let all = load().expect("sound");
        assert!(all.iter().any(|row| row.family == "census") && all.iter().any(|row| row.family == "daily"));
        // Published, but its headline figures were not read.
        let unread = |row: &&National| row.figure.series == "census_full_year" && row.figure.academic_year == 2024;
        assert_eq!(all.iter().filter(unread).count(), 0);
    }

    #[test]
    fn what_must_not_be_shipped_is_refused() {
        let good = "daily_year_to_date,2025,2025-09-08,2026-07-10,primary,All pupils,overall_absence,5.28,percent,DfE,OGL-3.0,,confirmed";
        assert_eq!(one(good).expect("sound")[0].thousandths(), Some(5280));
        let refused = |was: &str, is: &str| one(&good.replace(was, is)).expect_err("refused");
        assert!(refused("daily_", "census_").contains("other series"));
        assert!(refused("confirmed", "unverified").contains("not verified"));
        assert!(refused("OGL-3.0", "").contains("licence"));
        assert!(refused("5.28", "528").contains("percentage"));
    }

    #[test]
    fn no_date_is_printed_that_the_source_does_not_state() {
        let words = |row: &str| one(row).expect("sound")[0].period_words();
        let row = |from: &str, to: &str| {
            format!(
                "daily_year_to_date,2024,{from},{to},primary,All pupils,overall_absence,5.25,percent,DfE,OGL-3.0,,confirmed"
            )
        };
        assert_eq!(words(&row("2024-09-09", "2025-07-25")), "9 September 2024 to 25 July 2025");
        assert_eq!(words(&row("", "2025-07-25")), "2024/25 to 25 July 2025");
        assert_eq!(words(&row("", "")), "2024/25");
        assert_eq!(words(&row("", "").replace("year_to_date", "autumn_term")), "autumn term 2024/25");
    }
}
