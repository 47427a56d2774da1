//! The Ambassador form's questions as the school pasted them in.

use super::Computed;
use crate::reports::FormQuestion;

/// Every question in the order of the sheets. Answers that name a child have been left out where the sheets were read.
pub(super) fn questions(computed: &Computed<'_>) -> Vec<FormQuestion> {
    let Some(found) = computed.results.get("ambassador_questions") else {
        return Vec::new();
    };
    let question = |row: &Vec<crate::store::Value>| {
        let text = |name: &str| found.column(name).and_then(|at| row[at].text()).map(str::to_owned);
        FormQuestion {
            form_year: text("form_year").unwrap_or_default(),
            area: text("area").unwrap_or_default(),
            reference: text("reference").unwrap_or_default(),
            question: text("question").unwrap_or_default(),
            measure: text("measure"),
            narrative: text("narrative"),
            evidence: text("evidence_file"),
        }
    };
    found.rows.iter().map(question).collect()
}
