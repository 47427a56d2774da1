//! What is never read: by its first bytes alone.

use super::Quirk;

pub fn all() -> Vec<Quirk> {
    let beginnings: [(&str, &[u8]); 11] = [
        ("nothing.xlsx", b""),
        ("report.pdf", b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"),
        ("photo.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("marks.csv.gz", b"\x1F\x8B\x08\0\0\0\0\0\0\x03"),
        ("lotus.wk1", b"\0\0\x02\0\x06\x04\x06\0\x08\0"),
        ("lotus.wk3", b"\0\0\x1A\0\0\x10\x04\0"),
        ("multiplan.slk", b"ID;PWXL;N;E\r\nC;Y1;X1;K\"UPN\"\r\nE\r\n"),
        ("visicalc.dif", b"TABLE\r\n0,1\r\n\"EXCEL\"\r\n"),
        ("dbase.dbf", b"\x03\x7C\x05\x0C\x01\0\0\0\x41\0\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0UPN"),
        ("system.json", b"{\"pupils\": [{\"upn\": \"A800005612001\"}]}"),
        ("noise.xls", b"\x01\x00\x02\x00\xFE\xED\x00\x00\x00\x01"),
    ];
    beginnings.into_iter().map(|(name, bytes)| (name, bytes.to_vec())).collect()
}
