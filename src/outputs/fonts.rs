//! The shipped font, built into the program: pictures and print look the same
//! on every machine.

/// Open Sans.
pub(super) static REGULAR: &[u8] = include_bytes!("../../assets/fonts/OpenSans-Regular.ttf");
/// Open Sans Bold.
pub(super) static BOLD: &[u8] = include_bytes!("../../assets/fonts/OpenSans-Bold.ttf");
