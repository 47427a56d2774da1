//! The built program, and the sample school's packs: made once, for every test that only reads them.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

use serde_json::Value;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::sample_school::{self, World, settings::SCHOOL_TOML};

/// The term that the sample school's packs are about.
pub const TERM: &str = "2025-26-summer";

/// The program, deaf to the settings of whoever runs the tests.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_thrive-report"));
    let deaf_to = ["THRIVE_REPORT_PROJECT", "THRIVE_REPORT_PASSPHRASE", "THRIVE_REPORT_PUPIL", "RUST_BACKTRACE"];
    for name in deaf_to {
        command.env_remove(name);
    }
    command
}

/// What the program said, and how it ended.
#[derive(Debug)]
pub struct Said {
    /// Exit code.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

/// Runs the program with these arguments.
pub fn say<S: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = S>) -> Said {
    said(program().args(arguments))
}

/// Runs a prepared command.
pub fn said(command: &mut Command) -> Said {
    let output = command.output().expect("the program starts");
    Said {
        code: output.status.code().expect("the program ends by itself"),
        stdout: String::from_utf8(output.stdout).expect("output is UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("output is UTF-8"),
    }
}

/// The sample school's project folder after `demo`.
pub struct Demo {
    /// The project folder.
    pub folder: PathBuf,
    /// What `demo` said.
    pub said: Said,
}

/// Runs `demo` the first time it is asked for. Nobody may write into its folder.
pub fn demo() -> &'static Demo {
    static DEMO: OnceLock<Demo> = OnceLock::new();
    DEMO.get_or_init(|| {
        let place = Path::new(env!("CARGO_TARGET_TMPDIR"));
        sweep(place);
        // A static is never dropped, so the folder stays until a later run sweeps it up.
        let folder = tempfile::Builder::new().prefix("demo-").tempdir_in(place).expect("a temporary folder").keep();
        let folder = folder.join("sample school");
        let said = say(["demo".as_ref(), "--out".as_ref(), folder.as_os_str()]);
        assert_eq!(said.code, 0, "demo failed:\n{}", said.stderr);
        Demo { folder, said }
    })
}

/// Removes what test runs of more than an hour ago left behind.
fn sweep(place: &Path) {
    let old = |path: &Path| {
        let age = path.metadata().ok().and_then(|about| about.modified().ok()).and_then(|time| time.elapsed().ok());
        age.is_some_and(|age| age > Duration::from_secs(3600))
    };
    for entry in fs::read_dir(place).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with("demo-") && old(&entry.path()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// The packs of `demo`.
pub fn packs() -> PathBuf {
    demo().folder.join("packs").join(TERM)
}

/// A file of the demo's packs, such as `governors/results.json`.
pub fn pack_file(name: &str) -> Vec<u8> {
    fs::read(packs().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A text file of the demo's packs.
pub fn pack_text(name: &str) -> String {
    String::from_utf8(pack_file(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A JSON file of the demo's packs.
pub fn pack_json(name: &str) -> Value {
    serde_json::from_slice(&pack_file(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The figures of a pack's `results.json`.
pub fn figures(pack: &str) -> Vec<Value> {
    let results = pack_json(&format!("{pack}/results.json"));
    results["figures"].as_array().expect("results.json has a list of figures").clone()
}

/// The figures of a pack by measure and population.
pub fn by_key(pack: &str) -> BTreeMap<String, Value> {
    let key = |figure: &Value| format!("{} {}", figure["measure"], figure["population"]);
    figures(pack).into_iter().map(|figure| (key(&figure), figure)).collect()
}

/// The sample school as it was invented.
pub fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(sample_school::world)
}

/// A project folder with the sample school's calendar and these files in its inbox.
pub fn project<B: AsRef<[u8]>>(inbox: &[(&str, B)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("school.toml"), SCHOOL_TOML).expect("school.toml is written");
    fs::create_dir(folder.path().join("inbox")).expect("the inbox is made");
    for (name, bytes) in inbox {
        let path = folder.path().join("inbox").join(name);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder is made");
        fs::write(&path, bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    folder
}

/// Runs the job on a project folder.
pub fn run(project: &Path) -> Said {
    say(["run".as_ref(), "--project".as_ref(), project.as_os_str()])
}

/// Every file below a folder, by path relative to it with forward slashes.
pub fn files_in(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(&at).unwrap_or_else(|error| panic!("{}: {error}", at.display())) {
            let path = entry.expect("a folder can be listed").path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).expect("it is below the folder").to_string_lossy().replace('\\', "/");
            files.insert(name, fs::read(&path).expect("a file can be read"));
        }
    }
    files
}

/// Copies every file of a folder to another.
pub fn copy(from: &Path, to: &Path) {
    for (name, bytes) in files_in(from) {
        let path = to.join(name);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder is made");
        fs::write(path, bytes).expect("the file is written");
    }
}

/// Hash of every file below a folder.
pub fn hashes(folder: &Path) -> BTreeMap<String, String> {
    files_in(folder).into_iter().map(|(name, bytes)| (name, hash(&bytes))).collect()
}

/// SHA-256 in hexadecimal.
pub fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The parts inside a workbook, by name.
pub fn parts(workbook: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).expect("a workbook is a zip archive");
    let mut parts = BTreeMap::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part can be opened");
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("a part can be unpacked");
        parts.insert(part.name().to_owned(), bytes);
    }
    parts
}
