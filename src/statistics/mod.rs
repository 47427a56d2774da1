//! Statistical methods, each beside its formula and source. They know numbers
//! only: no pupil, no file, no report. No result depends on the order of rows.

pub mod ancova;
pub mod attrition;
pub mod between_groups;
pub mod bounds;
pub mod ceiling;
pub mod crossing;
pub mod difference_in_differences;
pub mod dosage;
pub mod expected_progress;
pub mod hedges;
pub mod homogeneity;
pub mod mean_of_sums;
pub mod moments;
pub mod multiplicity;
pub mod noncentral_t;
pub mod paired;
pub mod placebo;
pub mod probability_worst;
pub mod proportion;
pub mod reliable_change;
pub mod run_chart;
pub mod sdq;
pub mod sdq_added_value;
pub mod shrinkage;
pub mod signed_rank;
pub mod student_t;
pub mod tier;
pub mod two_sample;
pub mod whole_class;
