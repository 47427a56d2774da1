//! The Ambassador form's questions as the school pasted them in, with the
//! answers that may leave the school.

use super::Computed;
use crate::reports::FormQuestion;
use crate::store::Value;

/// Said in place of an answer that names a child.
const NAMES_A_CHILD: &str = "The answer on the sheet is not shown here: it names a child.";

/// Every question in the order of the sheets. An answer in which a child on roll is named is left out and reported: the
/// pack goes to people outside the school.
pub(super) fn questions(computed: &mut Computed<'_>) -> Vec<FormQuestion> {
    let Some(found) = computed.results.get("ambassador_questions") else {
        return Vec::new();
    };
    let names: Vec<Vec<String>> = computed
        .canonical
        .roll
        .pupils
        .iter()
        .flat_map(|pupil| {
            let other = pupil.other_names.iter().map(|(surname, forename)| format!("{forename} {surname}"));
            std::iter::once(format!("{} {}", pupil.forename, pupil.surname)).chain(other)
        })
        .map(|name| words(&name))
        .filter(|name| name.len() > 1)
        .collect();
    let mut questions = Vec::new();
    let mut withheld = Vec::new();
    for row in &found.rows {
        let text = |name: &str| found.column(name).and_then(|at| row[at].text()).map(str::to_owned);
        let place = |name: &str| found.column(name).and_then(|at| row.get(at)).and_then(Value::int).unwrap_or_default();
        let mut narrative = text("narrative");
        if narrative.as_deref().is_some_and(|told| names_a_child(told, &names)) {
            narrative = Some(NAMES_A_CHILD.to_owned());
            withheld.push((place("source_id"), place("source_row")));
        }
        questions.push(FormQuestion {
            form_year: text("form_year").unwrap_or_default(),
            area: text("area").unwrap_or_default(),
            reference: text("reference").unwrap_or_default(),
            question: text("question").unwrap_or_default(),
            measure: text("measure"),
            narrative,
            evidence: text("evidence_file"),
        });
    }
    for (source, row) in withheld {
        let place = computed.canonical.place(source as i32).at_row(row as u32);
        computed.canonical.diagnostics.add("Q012", "the narrative has a child's full name", place);
    }
    questions
}

/// The words of a text in lower case.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// Whether a forename and a surname of the roll stand side by side, in either order.
fn names_a_child(text: &str, names: &[Vec<String>]) -> bool {
    let text = words(text);
    names.iter().any(|name| {
        let reversed: Vec<String> = name.iter().rev().cloned().collect();
        text.windows(name.len()).any(|part| part == name.as_slice() || part == reversed.as_slice())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_name_is_found_in_either_order_and_a_word_that_is_a_forename_is_not() {
        let names = [words("Grace O'Neill"), words("Will Park")];
        for told in ["We saw Grace O'Neill smile.", "PARK, Will has settled"] {
            assert!(names_a_child(told, &names), "{told}");
        }
        for told in ["With grace and will we went to the park.", "Will they park here?"] {
            assert!(!names_a_child(told, &names), "{told}");
        }
    }
}
