//! Results that a statistical method makes from the rows of queries. They have
//! named columns like any result, so that the measures on them are data.

mod attendance_change;
mod attendance_weeks;
mod between_schools;
mod columns;
mod impact;
mod national;
mod rules;
mod whole_class;

pub use between_schools::derive_between_schools;
pub use rules::{AttendanceChangeRules, ImpactRules, MethodRules, WholeClassRules};

use std::collections::BTreeMap;

use super::compute::MeasureError;
use crate::store::ResultSet;

/// Every derived result by its name, from the results of the queries.
///
/// # Errors
/// When a query lacks a column that a method needs: a fault of the query.
pub fn derive(
    results: &BTreeMap<String, ResultSet>,
    rules: &MethodRules,
) -> Result<BTreeMap<String, ResultSet>, MeasureError> {
    let mut derived = BTreeMap::new();
    let whole_class = whole_class::whole_class(results, &rules.whole_class)?;
    if let Some(below) = results.get("pupils_below") {
        derived.insert("children_below".to_owned(), whole_class::children_below(below, &whole_class)?);
    }
    derived.insert("whole_class".to_owned(), whole_class);
    // The two slow methods share nothing: they run side by side.
    let (change, impact) = std::thread::scope(|scope| {
        let change = scope.spawn(|| attendance_change::attendance_change(results, &rules.attendance_change));
        let impact = impact::impact(results, &rules.impact);
        (change.join().unwrap_or_else(|fault| std::panic::resume_unwind(fault)), impact)
    });
    let change = change?;
    derived.insert("attendance_agreement".to_owned(), change.agreement);
    derived.insert("attendance_change".to_owned(), change.windows);
    derived.insert("attendance_week".to_owned(), attendance_weeks::attendance_weeks(results)?);
    for family in national::FAMILIES {
        derived.insert(format!("national_{family}"), national::national(results, family)?);
    }
    let (by_support, by_strand) = impact?;
    derived.insert("impact".to_owned(), by_support);
    derived.insert("impact_strand".to_owned(), by_strand);
    Ok(derived)
}
