//! Untrusted files are read in a process of their own, of this same program.
//!
//! Each lane keeps one such process and feeds it file after file, so that the start is paid once. The process has no file
//! to open and none to write, little memory and little time ([`limits`]): what it is given comes through its standard
//! input, what it read goes back through its standard output ([`wire`]), and the parent checks every byte of that. If it
//! dies, hangs or talks nonsense, it is ended, the file it was at is reported, and the next file gets a new one.

pub(super) mod child;
mod limits;
#[cfg(test)]
mod misbehaving;
pub(super) mod wire;

use std::io::{BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

use wait_timeout::ChildExt as _;

use super::archive::MEMBERS;
use super::refusal::Refusal;
use super::{Isolation, READER, Reading, content};
use crate::error::Error;
use wire::Message;

/// How long one file, or one file of an archive, may take.
const TIME: Duration = Duration::from_secs(30);
/// How often the files of one archive may end the reader before the rest is given up.
const DEATHS: usize = 3;

/// Reads one file after another.
pub(super) struct Lane<'a> {
    isolation: &'a Isolation,
    reader: Option<Reader>,
    time: Duration,
}

impl<'a> Lane<'a> {
    pub fn new(isolation: &'a Isolation) -> Self {
        Lane { isolation, reader: None, time: TIME }
    }

    /// Reads a file's bytes.
    ///
    /// # Errors
    /// When no reader can be started.
    pub fn read(&mut self, bytes: &[u8], name: &str) -> Result<Vec<Reading>, Error> {
        let Isolation::Process(program) = self.isolation else {
            let mut readings = Vec::new();
            content::read(bytes, name, 0, &mut readings);
            return Ok(readings);
        };
        let mut progress = Progress::default();
        let mut deaths = 0;
        loop {
            // A reader that has read before may be at the end of its time or memory: only a fresh one is believed.
            let fresh = self.reader.is_none();
            let mut reader = match self.reader.take() {
                Some(reader) => reader,
                None => Reader::start(program)?,
            };
            (progress.at, progress.began) = (None, false);
            let why = match reader.read(bytes, name, self.time, &mut progress) {
                Ok(()) => {
                    self.reader = Some(reader);
                    return Ok(progress.readings);
                }
                Err(Failure::Silent) => {
                    reader.end();
                    "reading it took longer than 30 seconds, and was stopped"
                }
                Err(Failure::Gone) => {
                    let why = reader.end();
                    if !fresh {
                        continue;
                    }
                    // One that never began does not work at all, whatever the file.
                    if !progress.began {
                        return Err(Error::CannotIsolate { source: std::io::Error::other("it gives no answer") });
                    }
                    why
                }
            };
            deaths += 1;
            // Between two files of an archive nobody can tell which comes next.
            let alone = !progress.archive || progress.at.is_none();
            progress.give_up(bytes, name, why);
            if alone {
                return Ok(progress.readings);
            }
            if deaths == DEATHS {
                let why = format!("{DEATHS} of its files broke the reader; what comes after them was not read");
                progress.readings.push(content::refused(bytes, name, Refusal::too_much(why)));
                return Ok(progress.readings);
            }
        }
    }
}

/// What of a file has been read, whichever process did.
#[derive(Default)]
struct Progress {
    readings: Vec<Reading>,
    /// What is being read now.
    at: Option<String>,
    /// Whether the process at work has said anything of this file.
    began: bool,
    /// Whether its answers are about the files of an archive.
    archive: bool,
}

impl Progress {
    fn give_up(&mut self, bytes: &[u8], name: &str, why: &str) {
        let at = self.at.take().unwrap_or_else(|| name.to_owned());
        // The hash of a file inside an archive is not known here.
        self.readings.push(content::refused(bytes, &at, Refusal::too_much(why)));
    }
}

/// How a reading can fail.
enum Failure {
    /// No answer in time.
    Silent,
    /// The process is gone, or what it said was not understood.
    Gone,
}

/// A process that reads.
struct Reader {
    process: Child,
    complaints: Option<ChildStderr>,
    messages: Receiver<Message>,
    /// Holds the limits where the system ties them to an object.
    _limits: limits::Held,
}

impl Reader {
    fn start(program: &Path) -> Result<Self, Error> {
        let failed = |source| Error::CannotIsolate { source };
        let mut command = Command::new(program);
        command.arg(READER).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        limits::environment(&mut command);
        let mut process = command.spawn().map_err(failed)?;
        let limits = limits::hold(&process);
        let complaints = process.stderr.take();
        let (sender, messages) = sync_channel(4);
        let answers = process.stdout.take();
        // The thread ends with the process, or when nobody listens any more.
        std::thread::spawn(move || {
            let Some(answers) = answers else { return };
            let mut answers = BufReader::new(answers);
            while let Ok(message) = wire::receive(&mut answers) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Ok(Reader { process, complaints, messages, _limits: limits })
    }

    fn read(&mut self, bytes: &[u8], name: &str, time: Duration, progress: &mut Progress) -> Result<(), Failure> {
        let skip = progress.readings.len();
        let input = self.process.stdin.as_mut().ok_or(Failure::Gone)?;
        // A process that no longer listens has either said what it is at, or is seen to be gone.
        let _ = wire::ask(input, bytes, name, skip).and_then(|()| input.flush());
        loop {
            match self.messages.recv_timeout(time) {
                Ok(Message::Begin(at)) => {
                    let inside = at.strip_prefix(name).is_some_and(|rest| rest.starts_with('/'));
                    // A name that leads elsewhere would put the blame on another file.
                    if !inside && at != name {
                        return Err(Failure::Gone);
                    }
                    progress.archive |= inside;
                    (progress.at, progress.began) = (Some(at), true);
                }
                Ok(Message::Reading(mut reading)) => {
                    reading.call(progress.at.take().ok_or(Failure::Gone)?);
                    progress.readings.push(*reading);
                    // More than any archive is read of: it would go on for ever.
                    if progress.readings.len() > MEMBERS {
                        return Err(Failure::Gone);
                    }
                }
                Ok(Message::End) => return Ok(()),
                Err(RecvTimeoutError::Timeout) => return Err(Failure::Silent),
                Err(RecvTimeoutError::Disconnected) => return Err(Failure::Gone),
            }
        }
    }

    /// Ends the process, and says what it died of.
    fn end(mut self) -> &'static str {
        // What is dead already stays so; what still runs is not waited for.
        let status = match self.process.wait_timeout(Duration::from_millis(200)) {
            Ok(Some(status)) => Some(status),
            _ => {
                let _ = self.process.kill();
                self.process.wait().ok()
            }
        };
        let mut complaint = Vec::new();
        if let Some(complaints) = self.complaints.take() {
            let _ = complaints.take(4096).read_to_end(&mut complaint);
        }
        let complaint = String::from_utf8_lossy(&complaint);
        if complaint.contains("memory allocation") || complaint.contains("out of memory") {
            "reading it needs more memory than a file is given (1 GB)"
        } else if limits::was_out_of_time(status) {
            "reading it needs more time than a file is given"
        } else {
            "the reader broke down over it"
        }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        // Without input it ends by itself; if not, it is ended.
        if !matches!(self.process.wait_timeout(Duration::from_secs(1)), Ok(Some(_))) {
            let _ = self.process.kill();
            let _ = self.process.wait();
        }
    }
}
