//! What is printed when the program itself is at fault: where in the program, and nothing else.

use std::panic::PanicHookInfo;

/// Replaces the system's own report of a panic. A panic's message may quote a cell, and a cell may hold a child's name.
pub fn install() {
    std::panic::set_hook(Box::new(|panic| eprint!("{}", report(panic))));
}

/// Two lines without a word of the data.
fn report(panic: &PanicHookInfo<'_>) -> String {
    let place = panic.location().map(|place| format!("{}:{}", place.file(), place.line())).unwrap_or_default();
    format!("error: a fault of the program at {place}\n  = what to do: nothing was written; please report this line\n")
}

/// A message of a library without the values it quotes. What the library says of the program's own SQL stays: it can
/// quote nothing else.
pub fn without_values(message: &str) -> String {
    let about_the_program = ["Binder Error", "Parser Error", "Catalog Error"];
    if about_the_program.iter().any(|start| message.starts_with(start)) {
        return message.to_owned();
    }
    let mut shown = String::new();
    let mut closing = None;
    for c in message.chars() {
        match closing {
            Some(end) if c == end => {
                closing = None;
                shown.push('…');
                shown.push(c);
            }
            Some(_) => {}
            None => {
                if matches!(c, '\'' | '"' | '`') {
                    closing = Some(c);
                }
                shown.push(c);
            }
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn a_panic_is_reported_without_its_payload() {
        static SAID: Mutex<String> = Mutex::new(String::new());
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(|panic| *SAID.lock().unwrap() = report(panic)));
        let name = "Maisie Ashdown";
        let ended = std::panic::catch_unwind(|| panic!("cannot read the mark of {name}"));
        std::panic::set_hook(before);
        let said = SAID.lock().unwrap().clone();
        assert!(ended.is_err() && said.contains("fault.rs:"), "{said}");
        assert!(!said.contains("Maisie") && !said.contains("mark"), "{said}");
    }

    #[test]
    fn a_librarys_message_loses_what_it_quotes() {
        let said = "Conversion Error: Could not convert string 'Maisie' to INT32";
        assert_eq!(without_values(said), "Conversion Error: Could not convert string '…' to INT32");
        assert_eq!(
            without_values("Constraint Error: Duplicate key \"name: Maisie"),
            "Constraint Error: Duplicate key \""
        );
        let sql = "Binder Error: Referenced column \"foo\" not found";
        assert_eq!(without_values(sql), sql);
    }
}
