//! The catalogue: what is refused, and why.

use super::*;

const RESULT: &str = "version = 1\n[[result]]\nquery = \"coverage\"\nkeys = [\"period\"]\n";
const SHARE: &str = "[[measure]]\nid = \"a.share\"\nlabel = \"A\"\nheader = \"A (%)\"\n\
    definition = \"A.\"\nnumerator_words = \"pupils screened\"\ndenominator_words = \"pupils\"\n\
    unit = \"percent\"\ndecimals = 0\nsource = \"Pupil list\"\n\
    about_children = true\nkind = \"share\"\nquery = \"coverage\"\nnumerator = \"screened\"\n";

fn message(text: &str) -> String {
    Catalogue::parse(text).expect_err("refused").to_string()
}

#[test]
fn the_catalogue_that_comes_with_the_program_is_sound() {
    let catalogue = Catalogue::embedded().expect("valid");
    for measure in catalogue.measures() {
        assert!(measure.definition.ends_with('.'), "{}", measure.id);
        assert!(!measure.header.is_empty(), "{}", measure.id);
        if measure.kind == Kind::Share {
            let column = measure.numerator.as_deref().unwrap_or_default();
            assert!(
                catalogue.count_of(&measure.query, column).is_some(),
                "{} needs a count of {column}, so that it can be printed beside it",
                measure.id
            );
        }
    }
}

#[test]
fn a_missing_key_is_named() {
    let text = format!("{RESULT}{SHARE}");
    assert_eq!(message(&text), "measure `a.share` is of kind Share and needs the key `denominator`");
}

#[test]
fn an_unknown_key_is_refused() {
    let text = format!("{RESULT}{SHARE}denominator = \"on_roll\"\ncolour = \"red\"\n");
    assert!(message(&text).contains("colour"));
}

#[test]
fn a_measure_without_its_words_is_refused() {
    let sound = format!("{SHARE}denominator = \"on_roll\"\n");
    assert!(Catalogue::parse(&format!("{RESULT}{sound}")).is_ok());
    for (from, to, named) in [
        ("label = \"A\"", "label = \" \"", "label"),
        ("definition = \"A.\"", "definition = \"\"", "definition"),
        ("definition = \"A.\"", "definition = \"A share\"", "full stop"),
        ("numerator_words = \"pupils screened\"", "", "numerator_words"),
        ("denominator_words = \"pupils\"", "", "denominator_words"),
        ("source = \"Pupil list\"", "source = \"\"", "source"),
        ("source = \"Pupil list\"", "", "source"),
        ("unit = \"percent\"", "", "unit"),
    ] {
        let text = sound.replace(from, to);
        assert_ne!(text, sound, "{from}");
        assert!(
            message(&format!("{RESULT}{text}")).contains(named),
            "{named}: {}",
            message(&format!("{RESULT}{text}"))
        );
    }
}

#[test]
fn an_undescribed_result_and_a_second_entry_are_refused() {
    let measure = format!("{SHARE}denominator = \"on_roll\"\n");
    let other = measure.replace("query = \"coverage\"", "query = \"covrage\"");
    assert!(message(&format!("{RESULT}{other}")).contains("covrage"));
    assert!(message(&format!("{RESULT}{measure}{measure}")).contains("twice"));
}

#[test]
fn the_nearest_name_is_offered() {
    let catalogue = Catalogue::embedded().expect("valid");
    assert_eq!(catalogue.nearest("screening.below_shares"), Some("screening.below_share"));
    assert_eq!(catalogue.nearest("zzzz"), None);
}
