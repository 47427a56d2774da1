//! Zip archives, and what hides in them.

use super::Quirk;
use crate::isolation::archive;

const ROWS: &str = "UPN,Being\nA800005612001,72\n";

pub fn all() -> Vec<Quirk> {
    let inner = archive(&[("marks.csv", ROWS)]);
    let mut locked = inner.clone();
    // The flag of encryption, in the directory at the archive's end.
    let entry = locked.windows(4).rposition(|window| window == b"PK\x01\x02").expect("a directory");
    locked[entry + 8] |= 1;
    let mut twice = archive(&[("marks.csv", ROWS), ("Marks.csX", "UPN,Being\nA800005612001,27\n")]);
    // The library writes no name twice: the second gets the first one's by hand, in another case.
    for at in 0..twice.len() - 9 {
        if twice[at..].starts_with(b"Marks.csX") {
            twice[at + 8] = b'V';
        }
    }
    let mut bomb = inner.clone();
    let entry = bomb.windows(4).rposition(|window| window == b"PK\x01\x02").expect("a directory");
    bomb[entry + 24..entry + 28].copy_from_slice(&0x7000_0000_u32.to_le_bytes());
    vec![
        (
            "exports.zip",
            archive(&[
                ("autumn/marks.csv", ROWS.as_bytes()),
                ("__MACOSX/autumn/._marks.csv", b"x"),
                ("autumn/.DS_Store", b"x"),
                ("autumn/page.xls", b"<table><tr><td>UPN</td></tr></table>"),
                ("letter.pdf", b"%PDF-1.7"),
                ("inner.zip", &inner),
            ]),
        ),
        (
            "names that lead out.zip",
            archive(&[("../../marks.csv", ROWS), ("/etc/marks.csv", ROWS), ("C:\\Users\\marks.csv", ROWS)]),
        ),
        ("a name twice.zip", twice),
        ("with a password.zip", locked),
        ("nothing in it.zip", archive::<&str>(&[])),
        ("far too much in it.zip", bomb),
        ("half an archive.zip", inner[..inner.len() / 2].to_vec()),
        (
            "letter.docx",
            archive(&[(
                "[Content_Types].xml",
                "<Types><Override ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>",
            )]),
        ),
        ("sheets.numbers", archive(&[("Index/Document.iwa", "x")])),
    ]
}
