//! Tests of the programmes made of facts: what several facts tell together that none tells by itself.

use super::super::knowledge::Microlp;
use super::*;
use crate::disclosure::facts::FactCell;

fn children(places: std::ops::Range<usize>) -> PupilSet {
    places.collect()
}

/// A count about some children, of whom the given ones are counted.
fn fact(name: &str, cells: &[(std::ops::Range<usize>, std::ops::Range<usize>)]) -> Fact {
    let cells = cells.iter().enumerate().map(|(at, (base, counted))| {
        let (base, counted) = (children(base.clone()), children(counted.clone()));
        let value = counted.len() as f64;
        FactCell { base, counted, figures: vec![at], between: (value, value) }
    });
    Fact { name: name.to_owned(), counts: true, cells: cells.collect() }
}

fn shown(weight: f64) -> Standing {
    Standing { hidden: false, primary: false, weight }
}

const PRIMARY: Standing = Standing { hidden: true, primary: true, weight: 1.0 };

fn part<'f>(fact: &'f Fact, standing: &'f [Standing]) -> Part<'f> {
    Part { fact, standing, earlier: &[], alone: &[] }
}

#[test]
fn what_two_parts_of_a_whole_tell_the_third_cannot_hide() {
    // Of 30 children 12 are below, 15 at and 3 above what is expected; the 3 are withheld.
    let below = fact("below", &[(0..30, 0..12)]);
    let at = fact("at", &[(0..30, 12..27)]);
    let above = fact("above", &[(0..30, 27..30)]);
    let (open, small) = ([shown(2.0)], [PRIMARY]);
    let rules = ReleaseRules::default();
    // Harm: by itself the 3 is safe.
    let alone = problem(&[part(&above, &small)], &rules, &Microlp);
    assert!(alone.failing(&Microlp, &[true]).0.is_empty());
    let finer = [shown(1.0)];
    let together = problem(&[part(&below, &open), part(&at, &finer), part(&above, &small)], &rules, &Microlp);
    assert!(!together.failing(&Microlp, &[false, false, true]).0.is_empty());
    assert_eq!(together.protect(&Microlp).hidden, [false, true, true]);
}

#[test]
fn parts_told_of_few_groups_are_as_safe_as_with_an_unknown_for_each_child_alike() {
    // Below of two classes and of the school, at and above of the school alone.
    let below = fact("below", &[(0..20, 0..8), (20..40, 20..29), (0..40, 0..8)]);
    let mut below = below;
    below.cells[2].counted = below.cells[0].counted.union(&below.cells[1].counted);
    below.cells[2].between = (17.0, 17.0);
    let mut at = fact("at", &[(0..40, 8..20)]);
    at.cells[0].counted = children(8..20).union(&children(29..34));
    at.cells[0].between = (17.0, 17.0);
    let above = fact("above", &[(0..40, 34..40)]);
    let (open, one) = ([shown(1.0); 3], [shown(1.0)]);
    let rules = ReleaseRules::default();
    let together = problem(&[part(&below, &open), part(&at, &one), part(&above, &one)], &rules, &Microlp);
    // Two classes of below, and one unknown each of at and above.
    assert_eq!(together.system.upper, [20.0, 20.0, 40.0, 40.0]);
    assert!(together.failing(&Microlp, &[false; 5]).0.is_empty());
    assert_eq!(together.protect(&Microlp).loss, 0.0);
}
