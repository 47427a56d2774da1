//! The process in which untrusted files are read.

use std::io::{BufReader, BufWriter, Write};

use super::super::Reading;
use super::super::content::{self, Listener};
use super::{limits, wire};

/// Reads the files that come through standard input until there are no more; answers through standard output. Before the
/// first byte is read, the process gives up what reading does not need: it cannot open or write a file from then on.
pub fn serve() {
    // What a library says of a damaged file may quote it.
    std::panic::set_hook(Box::new(|_| {}));
    limits::give_up();
    let mut input = BufReader::new(std::io::stdin().lock());
    let mut answers = Answers { output: BufWriter::new(std::io::stdout().lock()), broken: false };
    while let Ok(Some((bytes, name, skip))) = wire::asked(&mut input) {
        content::read(&bytes, &name, skip, &mut answers);
        answers.say(wire::end);
        if answers.broken {
            return;
        }
    }
}

/// Passes on what is read as it is read.
struct Answers<W: Write> {
    output: W,
    /// Nobody listens any more.
    broken: bool,
}

impl<W: Write> Answers<W> {
    fn say(&mut self, message: impl FnOnce(&mut W) -> std::io::Result<()>) {
        self.broken |= message(&mut self.output).and_then(|()| self.output.flush()).is_err();
    }
}

impl<W: Write> Listener for Answers<W> {
    fn begin(&mut self, name: &str) {
        self.say(|output| wire::begin(output, name));
    }

    fn read(&mut self, reading: Reading) {
        self.say(|output| wire::reading(output, &reading));
    }
}
