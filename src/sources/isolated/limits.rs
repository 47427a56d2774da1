//! What the reading process may have: memory, time, and no file.

use std::process::{Child, Command, ExitStatus};

/// Address space above which an allocation fails, in bytes: 1 GB beside the program itself. A page of 25 MB takes 1 GB,
/// a workbook with 2.5 million cells or a csv with a million rows less.
#[cfg(unix)]
const ADDRESSES: u64 = (1 << 30) + (256 << 20);
/// Processor seconds of one process, however many files it reads.
#[cfg(unix)]
const SECONDS: u64 = 60;

/// Settings that the process is started with.
pub(super) fn environment(command: &mut Command) {
    // The allocator would set a gigabyte of addresses aside before it needs any.
    command.env("MIMALLOC_ARENA_RESERVE", "65536").env("MIMALLOC_ARENA_EAGER_COMMIT", "0");
    command.env_remove("RUST_BACKTRACE");
}

/// Gives up, for good, what reading does not need.
#[cfg(unix)]
pub(super) fn give_up() {
    use rlimit::Resource;
    let set_both = |resource: Resource, soft: u64, hard: u64| {
        if resource.is_supported() {
            let _ = resource.set(soft, hard);
        }
    };
    let set = |resource, most| set_both(resource, most, most);
    // Nothing is written, and what is in memory is not left on the disk after a crash.
    set(Resource::FSIZE, 0);
    set(Resource::CORE, 0);
    // Input, output and complaints are open; no file, no connection can be opened beside them.
    set(Resource::NOFILE, 3);
    // The first limit sends a signal that says why, the second ends what does not heed it.
    set_both(Resource::CPU, SECONDS, SECONDS + 2);
    set(Resource::AS, ADDRESSES);
}

/// Elsewhere the parent holds the limits.
#[cfg(not(unix))]
pub(super) fn give_up() {}

/// Whether a process was ended for using up its processor time.
#[cfg(unix)]
pub(super) fn was_out_of_time(status: Option<ExitStatus>) -> bool {
    use std::os::unix::process::ExitStatusExt as _;
    const SIGXCPU: i32 = 24;
    status.and_then(|status| status.signal()) == Some(SIGXCPU)
}

#[cfg(not(unix))]
pub(super) fn was_out_of_time(_: Option<ExitStatus>) -> bool {
    false
}

/// Keeps the limits of a process, where they are an object of the system.
#[cfg(windows)]
pub(super) struct Held {
    _job: Option<win32job::Job>,
}

/// A job that ends with the parent and bounds the memory in use. Written from the documentation; not tried on Windows.
#[cfg(windows)]
pub(super) fn hold(process: &Child) -> Held {
    use std::os::windows::io::AsRawHandle as _;
    let mut limits = win32job::ExtendedLimitInfo::new();
    limits.limit_kill_on_job_close().limit_working_memory(1 << 20, 1 << 30);
    let job = win32job::Job::create_with_limit_info(&limits).ok();
    let job = job.filter(|job| job.assign_process(process.as_raw_handle() as isize).is_ok());
    Held { _job: job }
}

/// Nothing to keep: the process limits itself.
#[cfg(not(windows))]
pub(super) struct Held;

#[cfg(not(windows))]
pub(super) fn hold(_: &Child) -> Held {
    Held
}
