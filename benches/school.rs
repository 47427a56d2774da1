//! What the whole job costs on the sample school: whole-process wall time, CPU
//! time and peak memory of `run`, medians of repeated runs. A program, not a
//! timed test: `cargo bench --profile release --bench school`.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// Rounds of the measurement.
const ROUNDS: usize = 9;

fn main() {
    let program = env!("CARGO_BIN_EXE_thrive-report");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-school");
    let _ = std::fs::remove_dir_all(&folder);
    let demo = Command::new(program).args(["-q", "demo", "--out"]).arg(&folder).status();
    assert!(demo.is_ok_and(|status| status.success()), "the sample school is made");
    let mut wall = Vec::new();
    let mut cpu = Vec::new();
    for _ in 0..ROUNDS {
        let before = usage();
        let started = Instant::now();
        let status = Command::new(program)
            .args(["-q", "run", "--project"])
            .arg(&folder)
            .stderr(std::process::Stdio::null())
            .status();
        wall.push(started.elapsed().as_secs_f64());
        assert!(status.is_ok_and(|status| status.code() == Some(1)), "the planted problems are reported");
        cpu.push(usage().0 - before.0);
    }
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!("run on the sample school, {ROUNDS} rounds, {cores} cores, load {}", load());
    println!("  wall  {:.2} s (best {:.2} s)", median(&mut wall), wall[0]);
    println!("  CPU   {:.2} s (best {:.2} s)", median(&mut cpu), cpu[0]);
    println!("  peak  {:.0} MB", usage().1);
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// CPU seconds of all finished children, and the largest peak of one in MB.
#[cfg(unix)]
fn usage() -> (f64, f64) {
    let mut usage = std::mem::MaybeUninit::<libc::rusage>::zeroed();
    // SAFETY: getrusage fills the struct that it is given a valid pointer to.
    let usage = unsafe {
        libc::getrusage(libc::RUSAGE_CHILDREN, usage.as_mut_ptr());
        usage.assume_init()
    };
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 / 1e6;
    (seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss as f64 / 1024.0)
}

#[cfg(not(unix))]
fn usage() -> (f64, f64) {
    (f64::NAN, f64::NAN)
}

/// What else the machine was doing.
fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().next().unwrap_or("unknown").to_owned()
}
