//! Value → place on an axis, and round numbers to mark on it.

/// A straight axis.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    pub min: f64,
    pub max: f64,
    from: f64,
    to: f64,
}

impl Scale {
    /// Maps `min` to `from` and `max` to `to`. An axis without length or with
    /// an end that is no number becomes 0 to 1.
    pub(super) fn new(min: f64, max: f64, from: f64, to: f64) -> Self {
        let sound = min.is_finite() && max.is_finite() && max > min;
        let (min, max) = if sound { (min, max) } else { (0.0, 1.0) };
        Self { min, max, from, to }
    }

    /// Place of a value; values beyond an end stand at the end.
    pub(super) fn place(&self, value: f64) -> f64 {
        let value = value.clamp(self.min, self.max);
        self.from + (value - self.min) / (self.max - self.min) * (self.to - self.from)
    }

    /// Whether the value lies on the axis.
    pub(super) fn holds(&self, value: f64) -> bool {
        value >= self.min && value <= self.max
    }

    /// About five round numbers, and the decimal places they need.
    pub(super) fn ticks(&self) -> (Vec<f64>, usize) {
        let rough = (self.max - self.min) / 5.0;
        let power = 10_f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0]
            .into_iter()
            .map(|round| round * power)
            .find(|step| *step >= rough * 0.999)
            .unwrap_or(power * 10.0);
        let first = (self.min / step - 1e-9).ceil() as i64;
        let last = (self.max / step + 1e-9).floor() as i64;
        let decimals = (-(step * 1.000_001).log10().floor()).max(0.0) as usize;
        ((first..=last).take(50).map(|count| count as f64 * step).collect(), decimals.min(6))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round() {
        assert_eq!(Scale::new(0.0, 100.0, 0.0, 1.0).ticks(), (vec![0.0, 20.0, 40.0, 60.0, 80.0, 100.0], 0));
        let (ticks, decimals) = Scale::new(-0.5, 1.0, 0.0, 1.0).ticks();
        assert_eq!((ticks.len(), decimals), (4, 1));
        assert_eq!(Scale::new(5.0, 5.0, 0.0, 1.0).max, 1.0);
    }
}
