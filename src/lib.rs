//! From a school's Thrive screening, attendance and support spreadsheets to
//! governors' reports and staff lists.
//!
//! The stages, in the order of the data: [`sources`] → [`tables`] → [`store`] →
//! [`queries`] → [`measures`] → [`disclosure`] → [`reports`] → [`outputs`];
//! [`ledger`] keeps what was released;
//! [`changes`] compares what two runs left, [`readback`] reads finished packs. A
//! stage may use those before it, and the measures use [`statistics`]; [`run`], [`trace`] and [`trust`] alone see them all.

pub mod changes;
pub mod cli;
pub mod commands;
pub mod data_protection;
pub mod dates;
pub mod diagnostic;
pub mod disclosure;
pub mod error;
pub mod fault;
pub mod lake;
pub mod ledger;
pub mod manifest;
pub mod measures;
pub mod outputs;
pub mod place;
pub mod progress;
pub mod project;
pub mod pseudonyms;
pub mod publish;
pub mod queries;
pub mod readback;
pub mod reports;
pub mod run;
pub mod seal;
pub mod sources;
pub mod statistics;
pub mod store;
pub mod tables;
pub mod trace;
pub mod trust;
pub mod upn;
