//! The seeded source of everything that varies.
//!
//! Numbers are derived here from the raw stream, not through the `rand` distributions, so that an update of that crate
//! does not change the school.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// The one seed of the sample.
const SEED: u64 = 202_526;

/// A stream of chance. Each topic takes its own, so that a change to one does not disturb the others.
pub struct Chance(ChaCha8Rng);

impl Chance {
    /// The stream of one topic.
    pub fn new(topic: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(SEED);
        rng.set_stream(topic);
        Self(rng)
    }

    /// From 0 up to, not including, 1.
    pub fn unit(&mut self) -> f64 {
        f64::from(self.0.next_u32()) / 4_294_967_296.0
    }

    /// A whole number from 0 up to, not including, `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.unit() * limit as f64) as usize
    }

    /// True with the given probability.
    pub fn is(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// Roughly normal about 0 (a sum of twelve uniforms: only additions, so equal on every machine).
    pub fn normal(&mut self, deviation: f64) -> f64 {
        let sum: f64 = (0..12).map(|_| self.unit()).sum();
        (sum - 6.0) * deviation
    }

    /// Puts a list into random order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            let other = self.below(last + 1);
            list.swap(last, other);
        }
    }
}
