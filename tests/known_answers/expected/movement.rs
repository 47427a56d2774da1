//! What the figures about the same children must be: flow, movement, trend within the year, year on year.

use super::{Book, Expected, population, terms};
use crate::sample_school::World;
use crate::sample_school::truth::{self, movement};

/// Every figure of a group in a term.
pub fn same_children(book: &mut Book, world: &World, period: &str, dimension: &str, group: &str) {
    let who = population(&[("period", period), (dimension, group)]);
    let flow = movement::flow(world, period, dimension, group);
    if flow.screened_twice > 0 {
        let n = flow.screened_twice;
        book.put("flow.screened_twice", &who, Expected::children(n, n));
        book.put("flow.comparable", &who, Expected::children(n, n));
        book.put("flow.left_out", &who, Expected::children(0, n));
        book.put("flow.days_median", &who, Expected::new(Some(flow.median_days), Some(n)));
        book.put("flow.overdue_pupils", &who, Expected::children(flow.overdue, n));
        book.put("flow.overdue_share", &who, Expected::share(flow.overdue, n));
    }
    let moved = movement::movement(world, period, dimension, group);
    let n = moved.placed_both;
    if n > 0 {
        book.put("movement.placed_both", &who, Expected::children(n, n));
        let mut part = |count: &'static str, share: &'static str, number: i64| {
            book.put(count, &who, Expected::children(number, n));
            book.put(share, &who, Expected::share(number, n));
        };
        let ([up, stayed, down], [caught_up, fell_behind, same]) = (moved.strand, moved.expectation);
        assert_eq!((up + stayed + down, caught_up + fell_behind + same), (n, n), "the parts make the whole");
        part("movement.up_pupils", "movement.up_share", up);
        part("movement.stayed_pupils", "movement.stayed_share", stayed);
        part("movement.down_pupils", "movement.down_share", down);
        part("movement.caught_up_pupils", "movement.caught_up_share", caught_up);
        part("movement.fell_behind_pupils", "movement.fell_behind_share", fell_behind);
        part("movement.same_side_pupils", "movement.same_side_share", same);
    }
    trend(book, world, period, dimension, group);
    year_on_year(book, world, period, dimension, group);
}

fn trend(book: &mut Book, world: &World, period: &str, dimension: &str, group: &str) {
    let order = |id: &str| world.terms.iter().position(|term| term.id == id).expect("a term");
    let mut points = terms(world);
    points.retain(|term| term[..7] == period[..7] && order(term) <= order(period));
    if points.len() < 2 {
        return;
    }
    for point in points {
        let same = movement::matched(world, period, &point, dimension, group);
        if same.matched == 0 {
            continue;
        }
        let who = population(&[("period", period), ("point", &point), (dimension, group)]);
        book.put("trend.matched", &who, Expected::children(same.matched, same.matched));
        book.put("trend.matched_below_pupils", &who, Expected::children(same.below, same.matched));
        book.put("trend.matched_below_share", &who, Expected::share(same.below, same.matched));
        let all = truth::development(world, &point, dimension, group);
        book.put("trend.all", &who, Expected::children(all.assessed, all.assessed));
        book.put("trend.all_below_pupils", &who, Expected::children(all.below, all.assessed));
        book.put("trend.all_below_share", &who, Expected::share(all.below, all.assessed));
    }
}

fn year_on_year(book: &mut Book, world: &World, period: &str, dimension: &str, group: &str) {
    let Some(season) = period.strip_prefix("2025-26-") else { return };
    let year_ago = format!("2024-25-{season}");
    let found = movement::followed(world, period, &year_ago, dimension, group);
    if found.placed_now == 0 {
        return;
    }
    let who = population(&[("period", period), (dimension, group)]);
    book.put("year_on_year.followed", &who, Expected::children(found.followed, found.followed));
    book.put("year_on_year.below_then_pupils", &who, Expected::children(found.below_then, found.followed));
    book.put("year_on_year.below_then_share", &who, Expected::share(found.below_then, found.followed));
    book.put("year_on_year.below_now_pupils", &who, Expected::children(found.below_now, found.followed));
    book.put("year_on_year.below_now_share", &who, Expected::share(found.below_now, found.followed));
    let then = truth::development(world, &year_ago, dimension, group);
    book.put("year_on_year.group_then", &who, Expected::children(then.assessed, then.assessed));
    book.put("year_on_year.group_below_then_pupils", &who, Expected::children(then.below, then.assessed));
    book.put("year_on_year.group_below_then_share", &who, Expected::share(then.below, then.assessed));
}
