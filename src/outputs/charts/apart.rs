//! Labels beside a drawing, moved apart where they would cover one another.

/// Tops of labels that want to stand with their middle at `wanted` (each with its height), in the same order: as close
/// as they can be, none over another, all between `top` and `bottom` where there is room.
pub(super) fn apart(wanted: &[(f64, f64)], (top, bottom): (f64, f64)) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].0.total_cmp(&wanted[*b].0).then(a.cmp(b)));
    let mut tops = vec![0.0; wanted.len()];
    let mut free = top;
    for at in &order {
        let (middle, height) = wanted[*at];
        tops[*at] = (middle - height / 2.0).max(free);
        free = tops[*at] + height;
    }
    let mut floor = bottom;
    for at in order.iter().rev() {
        tops[*at] = tops[*at].min(floor - wanted[*at].1);
        floor = tops[*at];
    }
    tops
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_stay_where_they_are_wanted_unless_they_would_touch() {
        assert_eq!(apart(&[(50.0, 10.0), (20.0, 10.0)], (0.0, 100.0)), [45.0, 15.0]);
        // Both want the middle: one above the other, in their order.
        assert_eq!(apart(&[(50.0, 10.0), (50.0, 10.0)], (0.0, 100.0)), [45.0, 55.0]);
        // At the foot there is no more room: they move up.
        assert_eq!(apart(&[(99.0, 10.0), (98.0, 10.0)], (0.0, 100.0)), [90.0, 80.0]);
    }
}
