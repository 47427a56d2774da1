//! The texts of a drawing, and which of them are lines of one label or marks of an axis.

/// A text in a drawing and where it stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct DrawnText {
    /// What stands there.
    pub text: String,
    /// Place of its anchor, and of the middle of its lines.
    pub x: f64,
    pub y: f64,
    /// Which end `x` is: `start`, `middle` or `end`.
    pub anchor: String,
    /// Size and colour of its letters.
    pub size: String,
    pub colour: String,
    /// Heights of the first and the last line.
    first: f64,
    last: f64,
}

impl DrawnText {
    /// A text from the attributes of its element.
    pub(super) fn new(text: &str, attribute: impl Fn(&str) -> Option<String>) -> DrawnText {
        let number = |name: &str| attribute(name).and_then(|value| value.parse().ok()).unwrap_or_default();
        let word = |name: &str| attribute(name).unwrap_or_default();
        let (x, y) = (number("x"), number("y"));
        DrawnText {
            text: super::numbers::tidy(text),
            x,
            y,
            anchor: word("text-anchor"),
            size: word("font-size"),
            colour: word("fill"),
            first: y,
            last: y,
        }
    }
}

/// Most between two lines of one label; rows of a chart are further apart.
const LINE: f64 = 19.0;

/// The texts with the lines of each label joined.
pub(super) fn joined(texts: Vec<DrawnText>) -> Vec<DrawnText> {
    let mut labels: Vec<DrawnText> = Vec::new();
    for text in texts {
        if let Some(before) = labels.last_mut()
            && before.x == text.x
            && before.anchor == text.anchor
            && before.size == text.size
            && before.colour == text.colour
            && text.y > before.last
            && text.y - before.last < LINE
        {
            before.last = text.y;
            before.y = (before.first + before.last) / 2.0;
            before.text = format!("{} {}", before.text, text.text);
            continue;
        }
        labels.push(text);
    }
    labels
}

/// The marks of an axis: at least two numbers on one line, in the same small quiet letters, in equal steps of 1, 2 or 5
/// times a power of ten, each as far from the next as its value is.
pub(super) fn marks(texts: &[DrawnText]) -> Vec<usize> {
    let mut found = Vec::new();
    for upright in [false, true] {
        let line = |text: &DrawnText| if upright { text.x } else { text.y };
        let along = |text: &DrawnText| if upright { text.y } else { text.x };
        for (first, text) in texts.iter().enumerate() {
            let Some(value) = super::numbers::value(&text.text) else { continue };
            let mut run = vec![(first, value)];
            for (at, next) in texts.iter().enumerate().skip(first + 1) {
                let alike = line(next) == line(text)
                    && (&next.size, &next.colour, &next.anchor) == (&text.size, &text.colour, &text.anchor);
                if let Some(value) = super::numbers::value(&next.text).filter(|_| alike) {
                    run.push((at, value));
                }
            }
            if run.len() >= 2 && is_scale(&run, |at| along(&texts[at])) {
                found.extend(run.iter().map(|(at, _)| *at));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn is_scale(run: &[(usize, f64)], place: impl Fn(usize) -> f64) -> bool {
    let step = run[1].1 - run[0].1;
    let stride = place(run[1].0) - place(run[0].0);
    let power = 10_f64.powf(step.abs().log10().floor());
    let round = step > 0.0 && [1.0, 2.0, 5.0].iter().any(|digit| (step / power - digit).abs() < 1e-6);
    // Round numbers of the step, and places to the nearest unit.
    round
        && run.windows(2).all(|pair| (pair[1].1 - pair[0].1 - step).abs() < 1e-6)
        && run.windows(2).all(|pair| (place(pair[1].0) - place(pair[0].0) - stride).abs() <= 2.0)
        && (run[0].1 / step - (run[0].1 / step).round()).abs() < 1e-6
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, x: f64, y: f64) -> DrawnText {
        DrawnText { text: text.into(), x, y, first: y, last: y, size: "13.2".into(), ..DrawnText::default() }
    }

    #[test]
    fn marks_are_in_equal_steps_on_one_line() {
        let axis = vec![at("0%", 48.0, 325.0), at("10%", 48.0, 277.0), at("20%", 48.0, 229.0), at("30%", 48.0, 181.0)];
        assert_eq!(marks(&axis), [0, 1, 2, 3]);
        // A number that somebody put between them makes it no axis.
        let mut planted = axis.clone();
        planted.insert(1, at("3%", 48.0, 310.0));
        assert!(!marks(&planted).contains(&1));
        let mut beside = axis;
        beside.push(at("3%", 300.0, 200.0));
        assert_eq!(marks(&beside), [0, 1, 2, 3]);
        assert_eq!(marks(&[at("3", 0.0, 0.0), at("4", 0.0, 20.0), at("6", 0.0, 40.0)]), [1, 2]);
    }

    #[test]
    fn lines_of_a_label_are_one_text() {
        let lines =
            vec![at("2", 71.0, 344.0), at("September", 71.0, 361.0), at("2025", 71.0, 378.0), at("x", 90.0, 378.0)];
        let labels = joined(lines);
        assert_eq!((labels[0].text.as_str(), labels.len()), ("2 September 2025", 2));
    }
}
