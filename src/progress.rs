//! Progress on a terminal; silence elsewhere and with `--quiet`.

use std::sync::Mutex;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A line that says what is being done.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    /// The stage and its beginning, where each stage's time is asked for.
    timed: Option<Mutex<(String, Instant)>>,
}

impl Progress {
    /// Progress on standard error if that is a terminal and `quiet` is not asked for.
    pub fn on_terminal(quiet: bool) -> Self {
        // indicatif hides its bar where standard error is no terminal.
        let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(None, target);
        bar.enable_steady_tick(std::time::Duration::from_millis(120));
        Progress { bar, timed: None }
    }

    /// No progress.
    pub fn silent() -> Self {
        Progress { bar: ProgressBar::hidden(), timed: None }
    }

    /// The same, which also prints what each stage took.
    pub fn timed(self) -> Self {
        Progress { timed: Some(Mutex::new(("Starting".to_owned(), Instant::now()))), ..self }
    }

    /// Prints the time of the stage that ends and starts that of the next.
    fn clock(&self, next: &str) {
        if let Some(Ok(mut stage)) = self.timed.as_ref().map(Mutex::lock) {
            let took = stage.1.elapsed();
            self.bar.suspend(|| eprintln!("{:6.3} s  {}", took.as_secs_f64(), stage.0));
            *stage = (next.to_owned(), Instant::now());
        }
    }

    /// A stage whose length is not known.
    pub fn stage(&self, what: &str) {
        self.clock(what);
        self.bar.unset_length();
        self.bar.set_style(ProgressStyle::default_spinner());
        self.bar.set_message(format!("{what} …"));
    }

    /// A stage over a number of files.
    pub fn files(&self, what: &str, count: usize) {
        self.clock(what);
        self.bar.set_length(count as u64);
        self.bar.set_position(0);
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {pos} of {len} files") {
            self.bar.set_style(style);
        }
        self.bar.set_message(what.to_owned());
    }

    /// One more file.
    pub fn one(&self) {
        self.bar.inc(1);
    }

    /// The end: the line disappears.
    pub fn done(&self) {
        self.clock("");
        self.bar.finish_and_clear();
    }
}
