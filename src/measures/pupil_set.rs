//! A set of children, as bits: what disclosure control compares thousands of times.

/// A set of children by their places in [`Members::pupils`](super::Members::pupils). Two equal sets have equal bits.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PupilSet(Vec<u64>);

const BITS: usize = u64::BITS as usize;

impl PupilSet {
    /// Puts the child of a place in.
    pub fn insert(&mut self, place: usize) {
        let word = place / BITS;
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (place % BITS);
    }

    /// Takes the child of a place out.
    pub fn remove(&mut self, place: usize) {
        if let Some(word) = self.0.get_mut(place / BITS) {
            *word &= !(1 << (place % BITS));
        }
        self.trim();
    }

    /// Whether the child of a place is in it.
    pub fn contains(&self, place: usize) -> bool {
        self.0.get(place / BITS).is_some_and(|word| word & 1 << (place % BITS) != 0)
    }

    /// How many children.
    pub fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Whether nobody is in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether everybody in it is in the other.
    pub fn is_subset(&self, other: &Self) -> bool {
        self.0.len() <= other.0.len() && self.0.iter().zip(&other.0).all(|(own, others)| own & !others == 0)
    }

    /// Those in both.
    pub fn intersection(&self, other: &Self) -> Self {
        Self::of(self.0.iter().zip(&other.0).map(|(own, others)| own & others).collect())
    }

    /// Those in it and not in the other.
    pub fn difference(&self, other: &Self) -> Self {
        let others = other.0.iter().chain(std::iter::repeat(&0));
        Self::of(self.0.iter().zip(others).map(|(own, others)| own & !others).collect())
    }

    /// Those in either.
    pub fn union(&self, other: &Self) -> Self {
        let (long, short) = if self.0.len() >= other.0.len() { (self, other) } else { (other, self) };
        let mut all = long.clone();
        for (word, more) in all.0.iter_mut().zip(&short.0) {
            *word |= more;
        }
        all
    }

    /// Places of the children, ascending.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().enumerate().flat_map(|(at, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let place = at * BITS + left.trailing_zeros() as usize;
                (left != 0).then(|| {
                    left &= left - 1;
                    place
                })
            })
        })
    }

    fn of(words: Vec<u64>) -> Self {
        let mut set = Self(words);
        set.trim();
        set
    }

    /// Equal sets must have equal bits: no empty words at the end.
    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }
}

impl Extend<usize> for PupilSet {
    fn extend<I: IntoIterator<Item = usize>>(&mut self, places: I) {
        for place in places {
            self.insert(place);
        }
    }
}

impl FromIterator<usize> for PupilSet {
    fn from_iter<I: IntoIterator<Item = usize>>(places: I) -> Self {
        let mut set = Self::default();
        set.extend(places);
        set
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn sets() -> impl Strategy<Value = BTreeSet<usize>> {
        proptest::collection::btree_set(0_usize..200, 0..60)
    }

    proptest! {
        #[test]
        fn it_does_what_a_plain_set_does(one in sets(), other in sets(), place in 0_usize..250) {
            let bits = |set: &BTreeSet<usize>| set.iter().copied().collect::<PupilSet>();
            let (a, b) = (bits(&one), bits(&other));
            prop_assert_eq!(a.len(), one.len());
            prop_assert_eq!(a.is_empty(), one.is_empty());
            prop_assert_eq!(a.iter().collect::<Vec<_>>(), one.iter().copied().collect::<Vec<_>>());
            prop_assert_eq!(a.is_subset(&b), one.is_subset(&other));
            prop_assert_eq!(a.contains(place), one.contains(&place));
            prop_assert_eq!(a.intersection(&b), bits(&one.intersection(&other).copied().collect()));
            prop_assert_eq!(a.difference(&b), bits(&one.difference(&other).copied().collect()));
            prop_assert_eq!(a.union(&b), bits(&one.union(&other).copied().collect()));
            let mut less = a.clone();
            less.remove(place);
            prop_assert_eq!(less, bits(&one.iter().copied().filter(|own| *own != place).collect()));
        }
    }
}
