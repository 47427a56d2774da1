//! Results that a statistical method makes from the rows of queries. They have
//! named columns like any result, so that the measures on them are data.

mod columns;
mod rules;
mod whole_class;

pub use whole_class::WHOLE_CLASS_PRIORITY;

pub use rules::{MethodRules, WholeClassRules};

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
    derived.insert("whole_class".to_owned(), whole_class::whole_class(results, &rules.whole_class)?);
    Ok(derived)
}
