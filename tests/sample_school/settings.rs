//! The text of the sample school's `school.toml`.

/// As a school would keep it, with a remark wherever a value is the school's own choice.
pub const SCHOOL_TOML: &str = r#"# Settings of Sample Primary School. Lines that begin with # are remarks.

[school]
name = "Sample Primary School"
phase = "primary"

# One entry for each term: first and last day on which pupils attend.

[[calendar.term]]
year = "2024/25"
name = "Autumn"
start = 2024-09-03
end = 2024-12-20

[[calendar.term]]
year = "2024/25"
name = "Spring"
start = 2025-01-06
end = 2025-04-04

[[calendar.term]]
year = "2024/25"
name = "Summer"
start = 2025-04-22
end = 2025-07-22

[[calendar.term]]
year = "2025/26"
name = "Autumn"
start = 2025-09-02
end = 2025-12-19

[[calendar.term]]
year = "2025/26"
name = "Spring"
start = 2026-01-05
end = 2026-03-27

[[calendar.term]]
year = "2025/26"
name = "Summer"
start = 2026-04-13
end = 2026-07-21

# What follows is the school's own policy. None of it is published by Thrive: agree it with your leaders.

[policy]
instrument = "thrive"
# A strand counts as secure from this score (percent).
secure_min = 60
# Sessions of Family Thrive a parent or carer attends to have completed the course.
family_min_sessions = 5
# A score counts as "before" support when it is at most this many days older than the first session.
pair_window_days = 120

# The strand we expect children to be working on, by year group.
[policy.expected_strand]
"Reception" = "Power & Identity"
"Year 1" = "Power & Identity"
"Year 2" = "Power & Identity"
"Year 3" = "Skills & Structure"
"Year 4" = "Skills & Structure"
"Year 5" = "Skills & Structure"
"Year 6" = "Skills & Structure"

# How scores of ours spread, and how well two adults agreed on the 40 children whom both scored in 2024/25. Thrive publishes
# neither. With them the program says which changes are larger than the error of a single score.
[policy.impact]
score_spread = 10
score_reliability = 0.75

# What we ask of our staff. What is not set here is the program's default.
[policy.staff]
# CPD points that a licence holder earns in a year.
cpd_points = 4
"#;
