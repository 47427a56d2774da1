//! Comparisons of packs made by hand.
