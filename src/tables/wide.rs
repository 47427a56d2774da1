//! Headings that are values themselves: a column for each strand, item or session.

use std::collections::BTreeMap;

use super::Reference;
use super::headings::Heading;
use super::layout::{Layout, Scored};
use super::recognise::{Recognised, WideKey};
use super::values::shown;
use crate::dates::{self, DateOrder, DateReading};
use crate::sources::Cell;

/// Fewest items of a questionnaire by which it is told: single words such as "kind" stand over other columns too.
const FEWEST_ITEMS: usize = 13;

/// What a heading says.
pub(super) enum Said {
    /// A value of a wide shape.
    Key(WideKey),
    /// A session whose date has the month first.
    MonthFirst,
    /// Nothing.
    Nothing,
}

/// What a heading says in a wide shape of this kind (`strand` or `date_session`).
pub(super) fn key(
    heading: &Heading<'_>,
    names: &str,
    layout: Option<&Layout>,
    order: DateOrder,
    reference: &Reference,
) -> Said {
    if names == "date_session" {
        return session(heading, order, reference);
    }
    let own = |key: &String| {
        let layout = layout?;
        let tool = |strand: &str| match &layout.tool {
            Some(tool) => Some(tool.clone()),
            None => reference.instruments.strands_named(strand).next().map(|(tool, _)| tool.id.clone()),
        };
        if let Some(item) = layout.items.get(key) {
            return Some(WideKey::Item(layout.tool.clone()?, item.clone()));
        }
        let strand = layout.strands.get(key)?;
        Some(WideKey::Strand(tool(&strand.what)?, strand.clone()))
    };
    // The first instrument that knows the heading; `keep_one_kind` settles which one it is.
    let general = |key: &String| {
        let (instrument, strand) = reference.instruments.strands_keyed(key).next()?;
        Some(WideKey::Strand(instrument.id.clone(), Scored { what: strand.name.clone(), respondent: None }))
    };
    match heading.keys.iter().find_map(|key| own(key).or_else(|| general(key))) {
        Some(key) => Said::Key(key),
        None => Said::Nothing,
    }
}

/// A session in one heading (`02/09/2025 AM`, `MonAM`), or with its day in a cell above.
fn session(heading: &Heading<'_>, order: DateOrder, reference: &Reference) -> Said {
    let Cell::Text(_) = heading.cell else { return Said::Nothing };
    let words = &reference.vocabulary;
    let own = shown(heading.cell);
    if let Some(session) = words.word("session", &own) {
        for above in &heading.above {
            let day = match *above {
                Cell::Date(day) => DateReading::Date(day),
                Cell::Number(serial) => dates::from_excel_serial(serial).map_or(DateReading::None, DateReading::Date),
                cell => {
                    let text = shown(cell);
                    let serial = text.parse().ok().and_then(dates::from_excel_serial);
                    serial.map_or_else(|| dates::read_date_in(&text, order), DateReading::Date)
                }
            };
            match day {
                DateReading::Date(day) => return Said::Key(WideKey::Session(day, session.to_owned())),
                DateReading::MonthFirst => return Said::MonthFirst,
                DateReading::None => {}
            }
            if let Some(day) = words.word("weekday", &shown(*above)).and_then(after_monday) {
                return Said::Key(WideKey::WeekSession(day, session.to_owned()));
            }
        }
        return Said::Nothing;
    }
    let Some((day, session)) = split_session(&heading.full) else { return Said::Nothing };
    let Some(session) = words.word("session", session) else { return Said::Nothing };
    match dates::read_date_in(day, order) {
        DateReading::Date(date) => return Said::Key(WideKey::Session(date, session.to_owned())),
        DateReading::MonthFirst => return Said::MonthFirst,
        DateReading::None => {}
    }
    match words.word("weekday", day).and_then(after_monday) {
        Some(day) => Said::Key(WideKey::WeekSession(day, session.to_owned())),
        None => Said::Nothing,
    }
}

/// Days after Monday, by the vocabulary's word.
fn after_monday(weekday: &str) -> Option<i8> {
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    days.iter().position(|day| *day == weekday).map(|position| position as i8)
}

/// `02/09/2025 AM`, `Tue 02/09/2025 (PM)` or `MonAM`: the day and the session.
fn split_session(text: &str) -> Option<(&str, &str)> {
    let text = text.trim().trim_end_matches([')', ']']);
    let letters = text.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
    // "MonAM" is letters throughout: its last two are the session.
    let cut = if letters == 0 { text.len().checked_sub(2).filter(|cut| text.is_char_boundary(*cut))? } else { letters };
    let (day, session) = text.split_at(cut);
    let day = day.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '-' | '_' | ':' | '\n'));
    (!session.is_empty() && !day.is_empty()).then_some((day, session))
}

/// A wide sheet is about one instrument, the one with the most columns, and about strands or about items. One column by
/// itself proves nothing.
pub(super) fn keep_one_kind(found: &mut Recognised) {
    let kind = |key: &WideKey| match key {
        WideKey::Strand(instrument, _) => Some((instrument.clone(), false)),
        WideKey::Item(instrument, _) => Some((instrument.clone(), true)),
        WideKey::Session(..) | WideKey::WeekSession(..) => None,
    };
    let mut counts: BTreeMap<(String, bool), usize> = BTreeMap::new();
    for column in &found.wide {
        if let Some(kind) = kind(&column.key) {
            *counts.entry(kind).or_default() += 1;
        }
    }
    counts.retain(|(_, items), count| !*items || *count >= FEWEST_ITEMS);
    let most = counts.values().copied().max().unwrap_or_default();
    let chosen = counts.into_iter().find(|(_, count)| *count == most).map(|(kind, _)| kind);
    let mut dropped = Vec::new();
    found.wide.retain(|column| {
        let keep = kind(&column.key).is_none_or(|kind| Some(kind) == chosen);
        if !keep {
            dropped.push((column.at, column.header.clone()));
        }
        keep
    });
    if found.wide.len() < 2 {
        dropped.extend(found.wide.drain(..).map(|column| (column.at, column.header)));
    }
    found.ignored.extend(dropped);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn session_headings() {
        for text in ["02/09/2025 AM", "Tue 02/09/2025 AM", "2025-09-02 (AM)", "02/09/2025\nAM", "02/09/2025-AM"] {
            let (day, session) = split_session(text).unwrap();
            assert_eq!(session, "AM", "{text}");
            assert_eq!(dates::read_date(day), DateReading::Date(jiff::civil::date(2025, 9, 2)), "{text}");
        }
        for text in ["MonAM", "Mon AM", "Mon-AM", "Mon (AM)"] {
            assert_eq!(split_session(text), Some(("Mon", "AM")), "{text}");
        }
        assert_eq!(split_session("02/09/2025"), None);
        assert_eq!(split_session("Anaïs"), Some(("Anaï", "s")), "cut between letters, never inside one");
        for text in ["é", "ab", "a", "", "小", ")", "x小"] {
            let _ = split_session(text);
        }
    }
}
