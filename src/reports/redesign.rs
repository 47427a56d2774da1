//! What is made coarser before anything need be withheld, in reports that leave the staff's hands: phases in place of small
//! year groups, and no rows of kinds of support of which nothing can be shown.

use std::borrow::Cow;

use super::definition::{Definition, Pick};
use super::grid::Grid;
use super::lookup::Lookup;
use super::model::Audience;
use crate::disclosure::ProtectedFigures;
use crate::measures::Status;

/// The key of year groups, and of what stands in their place.
const YEAR_GROUP: &str = "year_group";
const PHASE: &str = "phase";

/// A definition as the figures let it be: the store has phases only where the school's year groups are small.
pub(super) fn redesigned<'d>(definition: &'d Definition, figures: &ProtectedFigures) -> Cow<'d, Definition> {
    let has_phases = || figures.iter().any(|figure| figure.population().contains_key(PHASE));
    if matches!(definition.audience(), Audience::Staff | Audience::Leaders) || !has_phases() {
        return Cow::Borrowed(definition);
    }
    let mut coarser = definition.clone();
    let report = &mut coarser.report;
    report.headline.iter_mut().for_each(|headline| picks(headline.figures.values_mut()));
    for section in &mut report.section {
        for finding in &mut section.finding {
            picks(finding.figures.values_mut());
            finding.each.iter_mut().for_each(axis);
        }
        section.criterion.iter_mut().for_each(|criterion| picks(criterion.figures.values_mut()));
        section.table.iter_mut().flat_map(|table| &mut table.rows).for_each(axis);
        section.chart.iter_mut().flat_map(|chart| &mut chart.rows).for_each(axis);
    }
    Cow::Owned(coarser)
}

fn picks<'p>(picks: impl Iterator<Item = &'p mut Pick>) {
    picks.filter_map(|pick| pick.over.as_mut()).for_each(axis);
}

fn axis(axis: &mut String) {
    let names: Vec<&str> = axis.split('+').map(|name| if name == YEAR_GROUP { PHASE } else { name }).collect();
    *axis = names.join("+");
}

/// Takes out the rows of which nothing may be shown, where their dimension says that the whole counts them; what it says of
/// that is a footnote.
pub(super) fn leave_out(lookup: Lookup<'_>, grid: &mut Grid) {
    let dimension = |axis: &str| axis.split('+').find_map(|name| lookup.definition.dimension(name));
    let withheld = |status: Status| matches!(status, Status::Suppressed | Status::NotAvailable);
    let mut said = Vec::new();
    grid.rows.retain(|row| {
        let text = dimension(&row.axis).map(|dimension| dimension.left_out.as_str()).filter(|text| !text.is_empty());
        let Some(text) = text else { return true };
        let mut cells = row.cells.iter().map(|cell| cell.status());
        let nothing = cells.clone().any(|status| status == Status::Suppressed) && cells.all(withheld);
        if nothing && !said.iter().any(|known| known == text) {
            said.push(text.to_owned());
        }
        !nothing
    });
    grid.left_out = said;
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::disclosure::{ProtectedFigures, ReleaseRules, for_staff, protect};
    use crate::measures::{Catalogue, compute};
    use crate::reports::model::{Report, Table};
    use crate::reports::sample_results::{context, full_school};
    use crate::reports::{OwnReports, build, library};
    use crate::store::{ResultSet, Value};

    /// A school's governors' report, and the same definition for staff.
    fn reports(results: &BTreeMap<String, ResultSet>) -> [Report; 2] {
        let catalogue = Catalogue::embedded().expect("valid");
        let figures = compute(&catalogue, results).expect("computed");
        let for_governors = protect(&figures, &catalogue, &ReleaseRules::default());
        let staff = "extends = 'governor-report'\nid = 'for-staff'\naudience = 'staff'\n".to_owned();
        let library = library(&OwnReports::from([("staff.toml".to_owned(), staff)]), &catalogue).expect("sound");
        let report = |id: &str, figures: &ProtectedFigures| {
            let definition = library.iter().find(|definition| definition.id() == id).expect("a report");
            build(definition, figures, None, &catalogue, &context()).expect("built")
        };
        [report("governor-report", &for_governors), report("for-staff", &for_staff(&figures, &catalogue))]
    }

    fn table<'r>(report: &'r Report, id: &str) -> &'r Table {
        let tables = report.sections.iter().flat_map(|section| &section.tables);
        tables.into_iter().find(|table| table.id == id).expect("a table")
    }

    fn labels(table: &Table) -> Vec<&str> {
        table.rows.iter().map(|row| row.label.as_str()).collect()
    }

    #[test]
    fn phases_stand_in_the_place_of_year_groups_for_governors_alone() {
        let mut results = full_school();
        let [governors, staff] = reports(&results);
        assert!(labels(table(&governors, "development-year-groups")).contains(&"Year 1"));
        // What the store adds where year groups are small.
        for result in results.values_mut() {
            let Some(at) = result.columns.iter().position(|column| column == "dimension") else { continue };
            let mut phases = Vec::new();
            for row in result.rows.iter().filter(|row| row[at] == Value::Text("year_group".into())) {
                let mut row = row.clone();
                row[at] = Value::Text("phase".into());
                if row[at + 1] == Value::Text("Year 1".into()) {
                    row[at + 1] = Value::Text("Years 1 and 2".into());
                    phases.push(row);
                }
            }
            result.rows.extend(phases);
        }
        let [for_governors, for_staff] = reports(&results);
        let shown = labels(table(&for_governors, "development-year-groups"));
        assert!(shown.contains(&"Years 1 and 2") && !shown.contains(&"Year 1"), "{shown:?}");
        let same = |report: &Report| labels(table(report, "development-year-groups")).join(", ");
        assert_eq!(same(&for_staff), same(&staff));
    }

    #[test]
    fn kinds_of_support_of_which_nothing_may_be_shown_have_no_row() {
        let mut results = full_school();
        let support = results.get_mut("support").expect("a result");
        let tiny: Vec<Value> = support.rows[0]
            .iter()
            .map(|value| match value {
                Value::Text(text) if text == "Nurture" => Value::Text("Lego group".into()),
                Value::Int(_) => Value::Int(3),
                other => other.clone(),
            })
            .collect();
        support.rows.push(tiny);
        let [governors, staff] = reports(&results);
        let with_support = |report: &Report| -> Vec<(Vec<String>, Vec<String>)> {
            let tables = report.sections.iter().flat_map(|section| &section.tables);
            let about = tables.filter(|table| table.rows.iter().any(|row| row.label.starts_with("Nurture")));
            about
                .map(|table| (labels(table).iter().map(|label| (*label).to_owned()).collect(), table.footnotes.clone()))
                .collect()
        };
        let says =
            |notes: &[String]| notes.iter().any(|note| note.starts_with("Kinds of support that too few children"));
        let named = |labels: &[String]| labels.iter().any(|label| label.starts_with("Lego group"));
        let of_staff = with_support(&staff);
        assert!(of_staff.iter().any(|(labels, _)| named(labels)) && !of_staff.iter().any(|(_, notes)| says(notes)));
        let of_governors = with_support(&governors);
        assert!(!of_governors.iter().any(|(labels, _)| named(labels)), "{of_governors:?}");
        assert!(of_governors.iter().any(|(_, notes)| says(notes)), "{of_governors:?}");
    }
}
