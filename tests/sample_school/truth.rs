//! The known answers, by plain slow loops over the [`World`]. Nothing here is shared with the product.
//!
//! What is planted is handled as the product says it does: a row that stands twice counts once, a row that fits no child
//! is not there, an unknown mark is a missing one, a withdrawn code counts in its old category.
//!
//! | module | answers |
//! |---|---|
//! | `screening` | coverage, development status, working strands, strand profile, strand change, who is below |
//! | `movement` | the same children at two screenings and more |
//! | `attendance` | sums of sessions, persistent and severe absence, suspensions |
//! | `attendance_change` | school weeks, half-terms, attendance before and after support |
//! | `support` | blocks, sessions, paired change |
//! | `impact` | class screenings around blocks, children without support, what was to be expected |
//! | `people` | staffing, Family Thrive |

pub mod attendance;
pub mod attendance_change;
pub mod impact;
pub mod movement;
pub mod people;
pub mod screening;
pub mod support;

pub use attendance::{attendance, attendance_between, suspensions};
pub use people::{family, family_survey, staffing, standing};
pub use screening::{coverage, development, pupils_below, strand_change, strand_profile, working_strand};
pub use support::{resources, support, support_change};

use jiff::civil::Date;

use super::World;
use super::people::{Pupil, Spell};

/// Names of the dimensions.
pub const DIMENSIONS: [&str; 9] =
    ["school", "year_group", "class", "sex", "pupil_premium", "sen_status", "eal", "looked_after", "birth_season"];

/// Policy of the sample school: a strand is secure from this score.
pub const SECURE_MIN: i64 = 60;

/// First and last day of a term such as `2025-26-summer` or an academic year to date such as `2025-26`.
pub fn span(world: &World, period: &str) -> (Date, Date) {
    let run = world.terms.iter().position(|term| term.id == world.run_term).expect("the run's term is in the calendar");
    let mut from = None;
    let mut to = None;
    for term in &world.terms[..=run] {
        if (term.id == period || term.id.starts_with(&format!("{period}-"))) && term.start <= world.as_of {
            from = from.or(Some(term.start));
            to = Some(term.end.min(world.as_of));
        }
    }
    from.zip(to).unwrap_or_else(|| panic!("{period} is no period of this run"))
}

/// Whether a child is on roll on a day.
pub fn on_roll(pupil: &Pupil, day: Date) -> bool {
    pupil.spell_on(day).is_some()
}

/// The child's last spell that overlaps a span.
pub fn last_spell(pupil: &Pupil, span: (Date, Date)) -> Option<Spell> {
    let mut last = None;
    for spell in pupil.spells() {
        if spell.from <= span.1 && spell.to >= span.0 {
            last = Some(spell);
        }
    }
    last
}

/// Printed name of a year group.
pub fn year_group(year: i16) -> String {
    if year == 0 { "Reception".into() } else { format!("Year {year}") }
}

/// The child's group of a dimension in a span, if it has one.
pub fn group_of(world: &World, pupil: &Pupil, span: (Date, Date), dimension: &str) -> Option<String> {
    let spell = last_spell(pupil, span)?;
    let either = |yes: bool, name: &str, not: &str| Some(if yes { name.to_string() } else { format!("Not {not}") });
    match dimension {
        "school" => Some("All pupils".into()),
        "year_group" => Some(year_group(spell.year)),
        "class" => {
            let left_before = pupil.left.is_some_and(|left| left < world.classes_known_from);
            (spell.from >= world.classes_known_from || left_before).then(|| spell.class.into())
        }
        "sex" => Some(if pupil.sex == 'F' { "Girls" } else { "Boys" }.into()),
        "pupil_premium" => either(pupil.pupil_premium, "Pupil premium", "pupil premium"),
        "sen_status" => match pupil.sen {
            'E' => Some("EHC plan".into()),
            'K' => Some("SEN support".into()),
            _ => Some("No SEN".into()),
        },
        "eal" => either(pupil.eal, "EAL", "EAL"),
        "looked_after" => either(pupil.looked_after, "Looked after", "looked after"),
        "birth_season" => Some(
            match pupil.born.month() {
                9..=12 => "Autumn born",
                1..=3 => "Spring born",
                _ => "Summer born",
            }
            .into(),
        ),
        _ => panic!("{dimension} is no dimension"),
    }
}

/// Children of a group who are on roll at any time in the span.
pub fn members(world: &World, span: (Date, Date), dimension: &str, group: &str) -> Vec<usize> {
    let mut members = Vec::new();
    for (who, pupil) in world.pupils.iter().enumerate() {
        if group_of(world, pupil, span, dimension).as_deref() == Some(group) {
            members.push(who);
        }
    }
    members
}

/// Groups of a dimension that have a child on roll in the period, in alphabetical order.
pub fn groups(world: &World, period: &str, dimension: &str) -> Vec<String> {
    let span = span(world, period);
    let all = world.pupils.iter().filter_map(|pupil| group_of(world, pupil, span, dimension));
    all.collect::<std::collections::BTreeSet<String>>().into_iter().collect()
}
