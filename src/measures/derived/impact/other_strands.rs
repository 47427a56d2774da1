//! The strands that a support did not aim at: looked at together, so that the
//! luckiest of them is not taken for a finding.

use std::collections::BTreeMap;

use super::expected::{Beyond, beyond};
use super::records::{Comparison, Group, Pair, count};
use super::{Cells, real};
use crate::measures::derived::rules::ImpactRules;
use crate::statistics::multiplicity::benjamini_hochberg;
use crate::statistics::tier::FEWEST_PAIRS;
use crate::store::Value;

/// One row per strand other than the target: change beyond the expected, and
/// whether it stands among all of them (Benjamini & Hochberg).
pub(super) fn rows(
    group: &Group<'_>,
    pairs: &[Pair<'_>],
    comparison: &Comparison<'_>,
    rules: &ImpactRules,
) -> Vec<Cells> {
    let mut strands: BTreeMap<(i64, &str), Vec<Pair<'_>>> = BTreeMap::new();
    for pair in pairs.iter().filter(|pair| !pair.is_target) {
        strands.entry((pair.strand_order, pair.strand)).or_default().push(*pair);
    }
    let found: Vec<((i64, &str), Beyond)> = strands
        .into_iter()
        .filter_map(|(strand, pairs)| Some((strand, beyond(&pairs, comparison, rules)?)))
        .filter(|(_, beyond)| beyond.children >= FEWEST_PAIRS)
        .collect();
    // Where nothing varies there is no test, and nothing that luck could have made.
    let tested: Vec<f64> = found.iter().map(|(_, beyond)| beyond.excess.p.unwrap_or(1.0)).collect();
    let adjusted = benjamini_hochberg(&tested).unwrap_or_default();
    let row = |((order, strand), beyond): ((i64, &str), Beyond), adjusted: f64| {
        vec![
            ("period", Value::Text(group.period.to_owned())),
            ("intervention", Value::Text(group.intervention.to_owned())),
            ("target_strand", Value::Text(group.target_strand.to_owned())),
            ("strand", Value::Text(strand.to_owned())),
            ("strand_order", Value::Int(order)),
            ("compared", count(beyond.children)),
            ("excess", real(Some(beyond.excess.mean))),
            ("excess_low", real(Some(beyond.excess.interval.low))),
            ("excess_high", real(Some(beyond.excess.interval.high))),
            ("beyond_luck", Value::Int(i64::from(100.0 * adjusted <= rules.luck_strands_percent))),
        ]
    };
    found.into_iter().zip(adjusted).map(|(found, adjusted)| row(found, adjusted)).collect()
}
