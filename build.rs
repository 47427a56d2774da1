//! Tells cargo which data folders are embedded, so that editing one rebuilds, and gives the reader of files a fingerprint:
//! what an earlier reader kept of a file is not believed.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

fn main() {
    for folder in ["queries", "reference", "reports", "assets", "fixtures/sample-primary"] {
        println!("cargo:rerun-if-changed={folder}");
    }
    let mut files = vec![PathBuf::from("Cargo.lock")];
    below(Path::new("src/sources"), &mut files);
    files.sort();
    let mut print = DefaultHasher::new();
    for file in files {
        println!("cargo:rerun-if-changed={}", file.display());
        fs::read(&file).unwrap_or_default().hash(&mut print);
    }
    println!("cargo:rerun-if-changed=src/sources");
    println!("cargo:rustc-env=READER_FINGERPRINT={:016x}", print.finish());
}

fn below(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { below(&path, files) } else { files.push(path) }
    }
}
