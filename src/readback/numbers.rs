//! Numbers in a text: digits in any script, and number words up to twenty.

/// Words that say a small count. Some are ordinary words too: a text that has them must be a known sentence as well.
const WORDS: [&str; 36] = [
    "zero",
    "nought",
    "none",
    "nobody",
    "no-one",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "dozen",
    "twice",
    "thrice",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
];

/// A text with one blank where there is white space of any kind, and without invisible joiners.
pub(super) fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() {
            if !tidy.is_empty() && !tidy.ends_with(' ') {
                tidy.push(' ');
            }
        } else if !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}') {
            tidy.push(c);
        }
    }
    tidy.truncate(tidy.trim_end().len());
    tidy
}

/// Whether a text has a digit of any script, a fraction or a number word.
pub(super) fn has_number(text: &str) -> bool {
    has_digit(text)
        || text.split(|c: char| !c.is_alphabetic() && c != '-').any(|word| {
            is_word(word)
                || word.split_once('-').is_some_and(|(tens, one)| tens.ends_with("ty") && is_word(tens) && is_word(one))
        })
}

fn is_word(word: &str) -> bool {
    word.len() > 2 && WORDS.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// Whether a text has a digit of any script.
pub(super) fn has_digit(text: &str) -> bool {
    text.chars().any(char::is_numeric)
}

/// The length of the number that a text begins with: sign, pounds, digits with commas between thousands, decimals.
pub(super) fn leading(text: &str) -> usize {
    let mut end = 0;
    let mut digits = false;
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let next_is_digit = rest.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        match c {
            '£' | '+' | '-' | '−' if !digits && (next_is_digit || c == '£' || text[at..].contains('£')) && at < 6 =>
                {}
            '0'..='9' => digits = true,
            ',' | '.' if digits && next_is_digit => {}
            _ => break,
        }
        if digits {
            end = at + c.len_utf8();
        }
    }
    end
}

/// The value of a printed number: `1,204`, `−3.2`, `£12.50`, `94.6%`.
pub(super) fn value(text: &str) -> Option<f64> {
    let plain: String = text
        .trim()
        .trim_end_matches('%')
        .chars()
        .filter(|c| !matches!(c, ',' | '£' | '+' | ' '))
        .map(|c| if c == '−' { '-' } else { c })
        .collect();
    let number = plain.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    plain.parse().ok().filter(|_| number)
}

/// Whether two printed numbers are the same, however many noughts follow the point.
pub(super) fn same(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-9 * one.abs().max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_in_digits_and_words() {
        for text in ["a 3", "Three children", "twenty-one", "½", "x٣", "none of them", "1,204"] {
            assert!(has_number(text), "{text}");
        }
        for text in ["", "Someone alone", "attention", "Nonesuch", "c"] {
            assert!(!has_number(text), "{text}");
        }
    }

    #[test]
    fn a_number_ends_where_it_ends() {
        for (text, number) in
            [("30%.", "30"), ("1,204, of", "1,204"), ("−3.2 points", "−3.2"), ("£1,250.", "£1,250"), ("5. And", "5")]
        {
            assert_eq!(&text[..leading(text)], number);
        }
        assert_eq!((leading("x3"), leading("- 3"), leading("")), (0, 0, 0));
        assert_eq!(
            (value("−1,204.5"), value("94.6%"), value("c"), value("Year 1")),
            (Some(-1204.5), Some(94.6), None, None)
        );
    }

    #[test]
    fn white_space_of_any_kind_is_one_blank() {
        assert_eq!(tidy(" a\u{a0}b\n\tc\u{2060} "), "a b c");
    }
}
