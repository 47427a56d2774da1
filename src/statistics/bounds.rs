//! The two ends of an interval, in the units of what they bound.

/// Lower and upper end of an interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Bounds {
    /// `centre` ± `half`.
    pub fn around(centre: f64, half: f64) -> Self {
        Bounds { low: centre - half, high: centre + half }
    }

    /// Both ends times `factor` ≥ 0.
    pub fn scaled(self, factor: f64) -> Self {
        Bounds { low: self.low * factor, high: self.high * factor }
    }

    /// Whether the two intervals have a value in common.
    pub fn overlaps(&self, other: &Bounds) -> bool {
        self.low <= other.high && other.low <= self.high
    }

    /// Whether `value` lies between the ends, the ends included.
    pub fn contains(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_belong_to_the_interval() {
        let bounds = Bounds::around(1.0, 0.5);
        assert!(bounds.contains(0.5) && bounds.contains(1.5) && !bounds.contains(1.6));
        assert_eq!(bounds.scaled(2.0), Bounds { low: 1.0, high: 3.0 });
    }
}
