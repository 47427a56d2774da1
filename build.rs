//! Tells cargo which data folders are embedded, so that editing one rebuilds.

fn main() {
    for folder in ["queries", "reference", "reports", "assets", "fixtures/sample-primary"] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
