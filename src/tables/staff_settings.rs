//! What the school asks of its staff, as tables for the store.

use super::frame::{Frame, FrameBuilder};
use crate::error::Error;
use crate::project::StaffPolicy;

/// The policy's numbers, in one row.
pub(super) fn staff_policy(policy: &StaffPolicy) -> Result<Frame, Error> {
    let names = &[
        "licence_notice_days",
        "cpd_window_days",
        "cpd_points_thousandths",
        "cpd_hours_thousandths",
        "all_staff_window_days",
    ];
    let mut builder = FrameBuilder::new("staff_policy", names);
    builder.push([
        policy.licence_notice_days.into(),
        policy.cpd_window_days.into(),
        policy.cpd_points_thousandths().into(),
        policy.cpd_hours_thousandths().into(),
        policy.all_staff_window_days.into(),
    ]);
    builder.finish(&[], &[])
}

/// The courses that count as the training of all staff.
pub(super) fn all_staff_courses(policy: &StaffPolicy) -> Result<Frame, Error> {
    let mut builder = FrameBuilder::new("all_staff_course", &["course"]);
    for course in &policy.all_staff_courses {
        builder.push([course.trim().into()]);
    }
    builder.finish(&[], &[])
}
