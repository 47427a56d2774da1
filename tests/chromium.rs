//! Chromium, driven over its debugging pipe: messages of its protocol in JSON,
//! each ended by a zero byte, with no port opened and no library needed.

use std::cell::RefCell;
use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

/// What every start of the browser needs: no sandbox for a container's root, nothing fetched in the background.
const ARGUMENTS: [&str; 11] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--allow-file-access-from-files",
];

/// A browser of its own for one test.
pub struct Chrome {
    child: Child,
    pipes: RefCell<Pipes>,
    _home: tempfile::TempDir,
}

struct Pipes {
    to: File,
    from: BufReader<File>,
    last_id: u64,
    events: Vec<Value>,
}

/// An open page.
pub struct Opened<'c> {
    chrome: &'c Chrome,
    session: String,
    /// Its address.
    pub url: String,
}

impl Chrome {
    /// Starts a browser with an empty profile.
    pub fn start() -> Chrome {
        let home = tempfile::tempdir().expect("a temporary folder");
        let (to, from) = (home.path().join("to"), home.path().join("from"));
        let made = Command::new("mkfifo").args([&to, &from]).status().expect("mkfifo is there");
        assert!(made.success(), "the pipes are made");
        // The browser listens on descriptor 3 and answers on 4; a shell is the plain way to give it those.
        let child = Command::new("sh")
            .arg("-c")
            .arg(r#"to=$1; from=$2; shift 2; exec "$@" 3<"$to" 4>"$from""#)
            .arg("sh")
            .args([&to, &from])
            .arg(path())
            .args(ARGUMENTS)
            .arg(format!("--user-data-dir={}", home.path().join("profile").display()))
            .arg("--remote-debugging-pipe")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("Chromium starts");
        let to = OpenOptions::new().write(true).open(&to).expect("a pipe to the browser");
        let from = BufReader::new(File::open(&from).expect("a pipe from the browser"));
        Chrome { child, pipes: RefCell::new(Pipes { to, from, last_id: 0, events: Vec::new() }), _home: home }
    }

    /// Opens a file in a tab and waits until it is there.
    pub fn open(&self, file: &Path) -> Opened<'_> {
        let target = self.call(None, "Target.createTarget", json!({ "url": "about:blank" }));
        let attached =
            self.call(None, "Target.attachToTarget", json!({ "targetId": target["targetId"], "flatten": true }));
        let session = attached["sessionId"].as_str().expect("a session").to_owned();
        let url = format!("file://{}", file.display()).replace(' ', "%20");
        let opened = Opened { chrome: self, session, url };
        for domain in ["Page.enable", "Runtime.enable", "Log.enable", "Network.enable"] {
            opened.call(domain, json!({}));
        }
        opened.call("Page.navigate", json!({ "url": opened.url }));
        while opened.events("Page.loadEventFired").is_empty() {
            let mut pipes = self.pipes.borrow_mut();
            let message = pipes.read();
            pipes.events.push(message);
        }
        opened
    }

    /// Calls a method of the protocol and waits for its answer; events that come in between are kept.
    fn call(&self, session: Option<&str>, method: &str, params: Value) -> Value {
        let mut pipes = self.pipes.borrow_mut();
        pipes.last_id += 1;
        let id = pipes.last_id;
        let mut message = json!({ "id": id, "method": method, "params": params });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        pipes.to.write_all(&bytes).expect("the browser listens");
        loop {
            let answer = pipes.read();
            if answer["id"] == id {
                assert!(answer["error"].is_null(), "{method}: {}", answer["error"]);
                return answer["result"].clone();
            }
            pipes.events.push(answer);
        }
    }
}

impl Pipes {
    fn read(&mut self) -> Value {
        let mut bytes = Vec::new();
        self.from.read_until(0, &mut bytes).expect("the browser answers");
        assert_eq!(bytes.pop(), Some(0), "the browser went away");
        serde_json::from_slice(&bytes).expect("the browser speaks JSON")
    }
}

impl Drop for Chrome {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Opened<'_> {
    /// Calls a method of the protocol on this page.
    pub fn call(&self, method: &str, params: Value) -> Value {
        self.chrome.call(Some(&self.session), method, params)
    }

    /// The parameters of every event of a kind that this page has sent so far.
    pub fn events(&self, method: &str) -> Vec<Value> {
        let pipes = self.chrome.pipes.borrow();
        let mine = pipes
            .events
            .iter()
            .filter(|event| event["method"] == method && event["sessionId"] == self.session.as_str());
        mine.map(|event| event["params"].clone()).collect()
    }

    /// The value of a JavaScript expression; a promise is waited for.
    pub fn ask(&self, expression: &str) -> Value {
        let how = json!({ "expression": format!("({expression})"), "returnByValue": true, "awaitPromise": true });
        let answer = self.call("Runtime.evaluate", how);
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {}", answer["exceptionDetails"]);
        answer["result"]["value"].clone()
    }

    /// Makes the window so many CSS pixels wide.
    pub fn resize(&self, width: u32) {
        let size = json!({ "width": width, "height": 900, "deviceScaleFactor": 1.0, "mobile": false });
        self.call("Emulation.setDeviceMetricsOverride", size);
    }

    /// Runs a script in the page, whatever the page's own policy says of scripts.
    pub fn inject(&self, script: &str) {
        let answer = self.call("Runtime.evaluate", json!({ "expression": script }));
        assert!(answer["exceptionDetails"].is_null(), "{}", answer["exceptionDetails"]);
    }

    /// Shows the page to a reader who has asked the browser for this, such as `prefers-color-scheme`: `dark`.
    pub fn prefers(&self, features: &[(&str, &str)]) {
        let features: Vec<Value> =
            features.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        self.call("Emulation.setEmulatedMedia", json!({ "media": "", "features": features }));
    }

    /// Presses a key as a person would.
    pub fn press(&self, key: &str) {
        let code = match key {
            "Tab" => 9,
            "Enter" => 13,
            " " => 32,
            other => panic!("no code is known for the key {other}"),
        };
        let text = match key {
            "Enter" => "\r",
            " " => " ",
            _ => "",
        };
        let kind = if text.is_empty() { "rawKeyDown" } else { "keyDown" };
        let event = |kind: &str| json!({ "type": kind, "key": key, "windowsVirtualKeyCode": code, "text": text });
        self.call("Input.dispatchKeyEvent", event(kind));
        self.call("Input.dispatchKeyEvent", event("keyUp"));
    }

    /// Shows the page as on another medium, such as `print`.
    pub fn media(&self, media: &str) {
        self.call("Emulation.setEmulatedMedia", json!({ "media": media }));
    }
}

/// Prints a file to PDF as a person would; answers the bytes.
pub fn print(file: &Path) -> Vec<u8> {
    let home = tempfile::tempdir().expect("a temporary folder");
    let pdf = home.path().join("page.pdf");
    let ended = Command::new(path())
        .args(ARGUMENTS)
        .arg(format!("--user-data-dir={}", home.path().join("profile").display()))
        .arg("--no-pdf-header-footer")
        .arg(format!("--print-to-pdf={}", pdf.display()))
        .arg(format!("file://{}", file.display()).replace(' ', "%20"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("Chromium starts");
    assert!(ended.success(), "it prints");
    std::fs::read(pdf).expect("a PDF")
}

/// Where Chromium is. A test that cannot look is a failure, not a pass.
fn path() -> PathBuf {
    let on_path = |name: &str| {
        let folders = std::env::var_os("PATH")?;
        std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.is_file())
    };
    let asked = std::env::var_os("CHROMIUM").map(PathBuf::from).filter(|path| path.is_file());
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    let found = asked.or_else(|| names.into_iter().find_map(on_path));
    found.unwrap_or_else(|| {
        panic!(
            "Chromium is needed to look at the pages: install it (apt-get install chromium) or set CHROMIUM to its \
             path; tests/run does the first"
        )
    })
}
