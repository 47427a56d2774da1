//! The text alternative of a drawing in a workbook, which Excel limits.

use crate::reports::model::Chart;

/// Longest text alternative that Excel keeps, counted as Excel counts.
const LONGEST: usize = 255;

/// What a chart shows, in words short enough for Excel. The page and the SVG
/// have the whole text, and so has the table on the same sheet.
pub(super) fn of(chart: &Chart) -> String {
    shorten(&chart.alt, LONGEST)
}

/// As many whole sentences as fit; the beginning of the first, cut after a
/// word, where not even that does.
fn shorten(text: &str, longest: usize) -> String {
    if units(text) <= longest {
        return text.to_owned();
    }
    let fits = |end: &usize| units(&text[..*end]) <= longest;
    let sentences = text.match_indices(". ").map(|(at, _)| at + 1);
    if let Some(end) = sentences.filter(fits).last() {
        return text[..end].to_owned();
    }
    let mut words = text.match_indices(' ').map(|(at, _)| at);
    let short = |end: &usize| units(&text[..*end]) < longest;
    let end = words.rfind(short).unwrap_or(0);
    format!("{}…", text[..end].trim_end_matches([',', ';', ':']))
}

/// Length in UTF-16 units.
fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_sentences_are_kept() {
        let text = "Dots: Change. Being 1.7 points higher. Doing 1.4 points higher.";
        assert_eq!(shorten(text, 255), text);
        assert_eq!(shorten(text, 62), "Dots: Change. Being 1.7 points higher.");
        assert_eq!(shorten(text, 37), "Dots: Change.");
    }

    #[test]
    fn a_long_sentence_is_cut_after_a_word() {
        let text = "Bars: Year 1, 17%; Year 2, 20%";
        assert_eq!(shorten(text, 20), "Bars: Year 1, 17%…");
        assert_eq!(shorten("Unbroken", 4), "…");
        for longest in 1..40 {
            assert!(units(&shorten(text, longest)) <= longest);
            assert!(units(&shorten("São João, 94.6 %; 𝒳 and more", longest)) <= longest.max(1));
        }
    }
}
