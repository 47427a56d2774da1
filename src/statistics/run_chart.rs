//! Run chart of a weekly series (XmR), with the rules of NHS England's Making Data Count as its
//! package NHSRplotthedots has them. For weekly attendance only: three screens a year are too few.

/// Fewest points for limits.
pub const MIN_POINTS: usize = 12;

/// Limits lie this many mean moving ranges from the mean: three standard deviations.
const LIMIT: f64 = 2.66;

/// A moving range beyond this many times their mean is an outlier, and dropped.
const OUTLIER: f64 = 3.267;

/// Points in a shift or a trend.
const RUN: usize = 7;

/// Distances below this part of a value are rounding: a flat series must not run above its own mean.
const ROUNDING: f64 = 1e-9;

/// Mean and process limits, in the unit of the values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Mean of the points.
    pub mean: f64,
    /// Mean of the moving ranges |xᵢ − xᵢ₋₁|, outliers dropped.
    pub mean_range: f64,
    /// mean − 2.66·mean range.
    pub low: f64,
    /// mean + 2.66·mean range.
    pub high: f64,
}

/// Limits from the points of a baseline, in order of time. `None` below [`MIN_POINTS`] points,
/// or for a value that is not finite.
pub fn limits(baseline: &[f64]) -> Option<Limits> {
    if baseline.len() < MIN_POINTS { None } else { limits_of(baseline) }
}

/// Limits while a series is still short, 3 to 11 points: to be called "trial limits",
/// and computed again with every new point. No rule is to be applied to them.
pub fn trial_limits(points: &[f64]) -> Option<Limits> {
    if (3..MIN_POINTS).contains(&points.len()) { limits_of(points) } else { None }
}

fn limits_of(points: &[f64]) -> Option<Limits> {
    if points.iter().any(|point| !point.is_finite()) {
        return None;
    }
    let mean = average(points)?;
    let ranges: Vec<f64> = points.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
    let all = average(&ranges)?;
    let usual: Vec<f64> = ranges.into_iter().filter(|range| *range <= OUTLIER * all).collect();
    let mean_range = average(&usual)?;
    Some(Limits { mean, mean_range, low: mean - LIMIT * mean_range, high: mean + LIMIT * mean_range })
}

fn average(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// Where a point lies from the mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Below the mean.
    Below,
    /// On the mean: belongs to no run.
    On,
    /// Above the mean.
    Above,
}

/// Which rules find a special cause at a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// Side of the mean: with a special cause, its direction.
    pub side: Side,
    /// Outside the limits.
    pub outside: bool,
    /// One of seven points or more on one side of the mean.
    pub shift: bool,
    /// One of seven points or more that all rise or all fall.
    pub trend: bool,
    /// One of two points out of three near the same limit: in the outer third, but not outside.
    pub near_limit: bool,
}

impl Point {
    /// Whether any rule finds a special cause.
    pub fn special_cause(&self) -> bool {
        self.outside || self.shift || self.trend || self.near_limit
    }
}

/// Applies the rules to a series in order of time. The limits may come from its first points only.
pub fn special_causes(values: &[f64], limits: &Limits) -> Vec<Point> {
    let rounding = ROUNDING * limits.mean.abs().max(1.0);
    let outer_third = LIMIT * 2.0 / 3.0 * limits.mean_range;
    let side = |value: f64| {
        if (value - limits.mean).abs() <= rounding {
            Side::On
        } else if value > limits.mean {
            Side::Above
        } else {
            Side::Below
        }
    };
    let sides: Vec<Side> = values.iter().map(|&value| side(value)).collect();
    let outside: Vec<bool> =
        values.iter().map(|&value| value < limits.low - rounding || value > limits.high + rounding).collect();
    let near: Vec<bool> = values
        .iter()
        .zip(&outside)
        .map(|(value, outside)| !outside && (value - limits.mean).abs() > outer_third + rounding)
        .collect();
    let shift = whole_run(&seven_on_one_side(&sides));
    let trend = whole_run(&seven_point_trend(values));
    let in_three = two_in_three(&near, &sides);
    (0..values.len())
        .map(|at| Point {
            side: sides[at],
            outside: outside[at],
            shift: shift[at],
            trend: trend[at],
            near_limit: in_three[at] && near[at],
        })
        .collect()
}

/// Marks each point that ends seven on the same side of the mean.
pub fn seven_on_one_side(sides: &[Side]) -> Vec<bool> {
    ends(sides, |run| run[0] != Side::On && run.iter().all(|side| *side == run[0]))
}

/// Marks each point that ends seven which all rise or all fall. Equal neighbours break a trend.
pub fn seven_point_trend(values: &[f64]) -> Vec<bool> {
    ends(values, |run| run.is_sorted_by(|left, right| left < right) || run.is_sorted_by(|left, right| left > right))
}

/// Marks all three points of every three in a row that lie on one side of the mean with two or more near its limit.
pub fn two_in_three(near: &[bool], sides: &[Side]) -> Vec<bool> {
    let mut marked = vec![false; near.len().min(sides.len())];
    for (start, (near, sides)) in near.windows(3).zip(sides.windows(3)).enumerate() {
        let one_side = sides[0] != Side::On && sides.iter().all(|side| *side == sides[0]);
        if one_side && near.iter().filter(|near| **near).count() >= 2 {
            marked[start..start + 3].fill(true);
        }
    }
    marked
}

/// Marks the last point of every seven in a row that are such a run.
fn ends<T>(points: &[T], is_run: impl Fn(&[T]) -> bool) -> Vec<bool> {
    let mut marked = vec![false; points.len()];
    for (start, run) in points.windows(RUN).enumerate() {
        marked[start + RUN - 1] = is_run(run);
    }
    marked
}

/// Marks all seven points of every run of which the end is marked.
fn whole_run(ends: &[bool]) -> Vec<bool> {
    (0..ends.len()).map(|at| ends[at..].iter().take(RUN).any(|end| *end)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEADY: [f64; 12] = [94.1, 93.8, 94.5, 93.2, 94.0, 93.6, 92.9, 93.7, 94.2, 93.5, 93.9, 93.4];

    #[test]
    fn eleven_points_have_trial_limits_only() {
        assert_eq!(limits(&STEADY[..11]), None);
        assert!(trial_limits(&STEADY[..11]).is_some());
        assert_eq!(trial_limits(&STEADY), None);
        assert_eq!(trial_limits(&STEADY[..2]), None);
        assert_eq!(limits(&[f64::NAN; 12]), None);
    }

    #[test]
    fn a_steady_series_has_no_special_cause() {
        let limits = limits(&STEADY).expect("limits");
        assert!(special_causes(&STEADY, &limits).iter().all(|point| !point.special_cause()));
    }

    #[test]
    fn a_flat_series_has_no_special_cause() {
        let flat = [0.1; 13];
        let limits = limits(&flat).expect("limits");
        assert_eq!((limits.mean_range, limits.low), (0.0, limits.mean));
        assert!(special_causes(&flat, &limits).iter().all(|point| !point.special_cause() && point.side == Side::On));
    }

    #[test]
    fn one_week_of_illness_does_not_widen_the_limits() {
        let mut series = STEADY.to_vec();
        let before = limits(&series).expect("limits").mean_range;
        series.extend([70.0, 94.0]);
        assert!(limits(&series).expect("limits").mean_range < 1.2 * before);
    }

    #[test]
    fn a_shift_marks_all_its_points() {
        let mut series = STEADY.to_vec();
        series.extend([93.0, 93.1, 93.0, 93.2, 93.1, 93.0, 93.1]);
        let points = special_causes(&series, &limits(&STEADY).expect("limits"));
        // The run begins with the twelfth point, 93.4.
        let shifted: Vec<bool> = points.iter().map(|point| point.shift).collect();
        assert_eq!(shifted, [vec![false; 11], vec![true; 8]].concat());
        assert!(points[12..].iter().all(|point| point.side == Side::Below));
    }

    #[test]
    fn two_points_of_three_near_a_limit_are_marked_and_the_one_between_is_not() {
        let mut series = STEADY.to_vec();
        series.extend([92.2, 93.5, 92.3]);
        let points = special_causes(&series, &limits(&STEADY).expect("limits"));
        let marked: Vec<bool> = points[12..].iter().map(|point| point.near_limit).collect();
        assert_eq!(marked, [true, false, true]);
        assert!(!points[12].outside);
    }
}
