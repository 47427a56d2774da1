//! What a school owes the people whose data it gives the program: to know what
//! lies where, to keep it no longer than needed, and to forget a child.

mod child;
mod erasure;
mod inbox;
mod inventory;
mod log;
mod retention;

pub use child::Child;
pub use erasure::{Erasure, Holds, drop_readings};
pub use inbox::{Found, Inbox};
pub use inventory::{Entry, Inventory, csv};
pub use retention::{Expired, Overview};
