//! One cell as a typed value.

use std::borrow::Cow;

use jiff::civil::Date;

use super::Reference;
use super::definition::ColumnType;
use crate::dates::{self, DateOrder, DateReader, DateReading};
use crate::sources::Cell;
use crate::upn;

/// A typed value.
#[derive(Clone, Debug, PartialEq)]
pub enum Typed {
    /// Text, or the canonical word of a closed set.
    Text(String),
    /// Whole number: counts, year-group order, pence.
    Int(i64),
    /// Number.
    Real(f64),
    /// Date.
    Date(Date),
    /// Yes or no.
    Bool(bool),
}

/// Why a cell has no typed value.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// An error cell such as `#N/A`.
    ErrorCell,
    /// A date with the month first.
    MonthFirst(String),
    /// Not a value of this type; the text as shown.
    NotA(&'static str, String),
}

/// Reads a cell as a column's type. A blank, or a word for "no value", is `None`.
pub fn read(
    cell: Cell<'_>,
    kind: ColumnType,
    reference: &Reference,
    dates: &mut DateReader,
) -> Result<Option<Typed>, Trouble> {
    let text = match cell {
        Cell::Empty => return Ok(None),
        Cell::Error(_) => return Err(Trouble::ErrorCell),
        // Among dates that were turned round, Excel's own are no surer than the texts.
        Cell::Date(_) | Cell::Number(_) if kind == ColumnType::Date && dates.order() == DateOrder::Untold => {
            return Err(Trouble::MonthFirst(shown(cell).into_owned()));
        }
        Cell::Date(date) if kind == ColumnType::Date => return Ok(Some(Typed::Date(date))),
        Cell::Number(number) if number_kind(kind) => return number_value(number, kind),
        Cell::Bool(value) if matches!(kind, ColumnType::YesNo | ColumnType::Attended) => {
            return Ok(Some(Typed::Bool(value)));
        }
        other => shown(other),
    };
    let words = &reference.vocabulary;
    // Delimited text has the errors of the workbook it came from as words.
    if words.is_error(&text) {
        return Err(Trouble::ErrorCell);
    }
    // `N/A` means no value; but a register's mark, a SEN code, an answer or a
    // surname may look like one: those are asked their own vocabulary first.
    let closed = matches!(
        kind,
        ColumnType::Mark | ColumnType::Attended | ColumnType::SenStatus | ColumnType::YesNo | ColumnType::Text
    );
    if !closed && words.is_missing(&text) || kind == ColumnType::Text && text == "-" {
        return Ok(None);
    }
    let not_a = |what: &'static str| Err(Trouble::NotA(what, text.to_string()));
    let word = |set: &str, what: &'static str| match words.word(set, &text) {
        Some(word) => Ok(Some(Typed::Text(word.to_owned()))),
        None if words.is_missing(&text) => Ok(None),
        None => Err(Trouble::NotA(what, text.to_string())),
    };
    let yes_no = |set: &str| match words.word(set, &text) {
        Some(word) => Ok(Some(Typed::Bool(word == "yes"))),
        None if words.is_missing(&text) => Ok(None),
        None => Err(Trouble::NotA("yes or no", text.to_string())),
    };
    match kind {
        ColumnType::Text => Ok(Some(Typed::Text(text.into_owned()))),
        ColumnType::Upn => Ok(Some(Typed::Text(upn::normal(&text)))),
        ColumnType::Date => match (dates.read(&text), text.parse::<f64>()) {
            (DateReading::Date(date), _) => Ok(Some(Typed::Date(date))),
            (DateReading::MonthFirst, _) => Err(Trouble::MonthFirst(text.into_owned())),
            (DateReading::None, Ok(serial)) => match dates::from_excel_serial(serial) {
                Some(date) => Ok(Some(Typed::Date(date))),
                None => not_a("a date"),
            },
            (DateReading::None, Err(_)) => not_a("a date"),
        },
        ColumnType::Integer | ColumnType::Decimal | ColumnType::Money | ColumnType::Score => {
            let plain = text.trim_start_matches('£').trim_end_matches('%').replace(',', "");
            match plain.trim().parse::<f64>() {
                Ok(number) if number.is_finite() => number_value(number, kind),
                _ => not_a("a number"),
            }
        }
        ColumnType::YesNo => yes_no("yes_no"),
        ColumnType::Attended => yes_no("attended"),
        ColumnType::Sex => word("sex", "a sex (F or M)"),
        ColumnType::SenStatus => word("sen_status", "an SEN status (N, K or E)"),
        ColumnType::Session => word("session", "a session (AM or PM)"),
        ColumnType::Respondent => word("respondent", "a respondent"),
        ColumnType::ProfileType => word("profile_type", "a profile type"),
        ColumnType::SupportType => word("support_type", "a type of support"),
        ColumnType::PlanType => word("plan_type", "a type of plan"),
        ColumnType::SuspensionType => word("suspension_type", "a type of suspension"),
        ColumnType::YearGroup => match words.year_group(&text) {
            Some(order) => Ok(Some(Typed::Int(order.into()))),
            None => not_a("a year group"),
        },
        ColumnType::Instrument => match reference.instruments.instrument(&text) {
            Some(instrument) => Ok(Some(Typed::Text(instrument.id.clone()))),
            None => not_a("a screening tool"),
        },
        // Resolved later, together with the tool; the mark together with its date.
        ColumnType::Strand | ColumnType::Mark => Ok(Some(Typed::Text(text.into_owned()))),
    }
}

fn number_kind(kind: ColumnType) -> bool {
    matches!(kind, ColumnType::Integer | ColumnType::Decimal | ColumnType::Money | ColumnType::Score)
}

fn number_value(number: f64, kind: ColumnType) -> Result<Option<Typed>, Trouble> {
    match kind {
        ColumnType::Integer if number.fract() == 0.0 && number.abs() < 1e15 => Ok(Some(Typed::Int(number as i64))),
        ColumnType::Integer => Err(Trouble::NotA("a whole number", number.to_string())),
        // A credit is no cost of a child's support, and would stop the run in an audit.
        ColumnType::Money if number < 0.0 => Err(Trouble::NotA("an amount of nought or more", number.to_string())),
        ColumnType::Money => Ok(Some(Typed::Int((number * 100.0).round() as i64))),
        _ => Ok(Some(Typed::Real(number))),
    }
}

/// A cell as text, the way a person would type it.
pub fn shown(cell: Cell<'_>) -> Cow<'_, str> {
    match cell {
        Cell::Empty => "".into(),
        Cell::Text(text) => clean(text),
        Cell::Error(text) => text.into(),
        Cell::Number(number) => number.to_string().into(),
        Cell::Date(date) => dates::in_figures(date).into(),
        Cell::Bool(true) => "TRUE".into(),
        Cell::Bool(false) => "FALSE".into(),
    }
}

/// Text without what only a program would type: blanks of other widths, marks without width, and the escaped line ends of
/// old workbooks (`_x000D_`).
fn clean(text: &str) -> Cow<'_, str> {
    let odd = |c: char| !c.is_ascii() && (c.is_whitespace() || without_width(c));
    if !text.contains("_x00") && !text.chars().any(odd) {
        return text.into();
    }
    let visible: String = text.chars().filter(|c| !without_width(*c)).collect();
    let mut plain = String::with_capacity(visible.len());
    let mut rest = visible.as_str();
    while let Some(c) = rest.chars().next() {
        let escaped = rest.strip_prefix("_x00").filter(|after| after.as_bytes().get(2) == Some(&b'_'));
        let code = escaped.and_then(|after| u8::from_str_radix(after.get(..2)?, 16).ok());
        if code.is_some_and(|code| code.is_ascii_control()) {
            plain.push(' ');
            rest = &rest["_x000D_".len()..];
        } else {
            plain.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ").into()
}

fn without_width(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn text_is_rid_of_what_nobody_typed() {
        for (text, plain) in [
            ("Zelda_x000D_", "Zelda"),
            ("Power_x000D_\n& Identity", "Power & Identity"),
            ("Year\u{a0}3", "Year 3"),
            ("Year\u{3000}3", "Year 3"),
            ("\u{200b}R2011", "R2011"),
            ("_x0041_", "_x0041_"),
            ("_x00", "_x00"),
            ("plain  text", "plain  text"),
        ] {
            assert_eq!(shown(Cell::Text(text)), plain, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once(text in "(_x00[0-9A-D]{0,2}_?|\\PC|\u{a0}|\u{200b}){0,12}") {
            let once = clean(&text).into_owned();
            prop_assert_eq!(clean(&once).into_owned(), once);
        }
    }

    #[test]
    fn money_is_kept_in_pence_and_never_below_nought() {
        assert!(matches!(number_value(240.1, ColumnType::Money), Ok(Some(Typed::Int(24_010)))));
        assert!(matches!(number_value(0.0, ColumnType::Money), Ok(Some(Typed::Int(0)))));
        assert!(matches!(number_value(-5.0, ColumnType::Money), Err(Trouble::NotA(..))));
        // Other numbers may be below nought.
        assert!(matches!(number_value(-5.0, ColumnType::Integer), Ok(Some(Typed::Int(-5)))));
    }
}
