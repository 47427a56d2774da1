//! Delimited text, web pages and XML.

use super::Quirk;
use crate::dialects::school::utf16;

const ROWS: &str = "UPN,Forename,Being\nA800005612001,Zoë,72.5\nA800005612002,Søren,58\n";
const LATIN: &[u8] = b"UPN,Forename,Being\nA800005612001,Zo\xEB,72.5\nA800005612002,S\xF8ren,58\n";

pub fn all() -> Vec<Quirk> {
    let with = |delimiter: &str| ROWS.replace(',', delimiter).into_bytes();
    vec![
        ("utf-8 with a mark.csv", format!("\u{feff}{ROWS}").into_bytes()),
        ("utf-16.csv", utf16(ROWS.as_bytes())),
        ("utf-16 without a mark.csv", utf16(ROWS.as_bytes())[2..].to_vec()),
        ("utf-16 big-endian.csv", utf16(ROWS.as_bytes()).chunks(2).flat_map(|pair| [pair[1], pair[0]]).collect()),
        ("windows-1252.csv", LATIN.to_vec()),
        (
            "old macintosh lines.csv",
            with(",").into_iter().map(|byte| if byte == b'\n' { b'\r' } else { byte }).collect(),
        ),
        ("tabs.tsv", with("\t")),
        ("pipes.txt", with("|")),
        (
            "semicolons and decimal commas.csv",
            ROWS.replace(',', ";").replace("72.5", "72,5").replace("58", "58,0").into_bytes(),
        ),
        ("a line for excel.csv", format!("sep=;\r\n{}", ROWS.replace(',', ";")).into_bytes()),
        ("zeros kept from excel.csv", b"Pupil ID,Being\n=\"000410\",72\n000411,58\n".to_vec()),
        ("errors as text.csv", b"UPN,Being\nA800005612001,#N/A\nA800005612002,#DIV/0!\n#hashtag,1\n".to_vec()),
        ("quotes and line ends.csv", b"Note,Being\n\"said \"\"stop\"\", then\nleft\",72\n\nnext,58\n".to_vec()),
        ("zero bytes.csv", b"UPN\0\0,Being,Note of some length\nA800005612001,72,quite long enough\n".to_vec()),
        ("named xlsx.xlsx", ROWS.into()),
        ("blank lines.csv", b"\r\n , ,\r\n\xC2\xA0\r\n".to_vec()),
        ("web page.xls", web_page().into_bytes()),
        ("web page with german numbers.xls", german().to_vec()),
        (
            "web page that asks to log in.xls",
            b"<!DOCTYPE html><html><body><form>Please log in</form></body></html>".to_vec(),
        ),
        ("xml of 2003.xls", xml_of_2003().into_bytes()),
        ("xml of another kind.xml", b"<?xml version=\"1.0\"?><pupils><pupil upn=\"A800005612001\"/></pupils>".to_vec()),
        ("flat.fods", flat().into_bytes()),
    ]
}

/// As a school system writes it: a title, headings over two rows, a hidden row, no end tags.
fn web_page() -> String {
    "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><head><meta charset=\"utf-8\"><style>td {mso-number-format:\"\\@\"}</style></head>\
     <body><h2>Attendance</h2><table border=1><tr><th rowspan=2>Pupil&nbsp;ID<th colspan=2>Mon 11/05\n<tr><th>AM<th>PM\n\
     <tr><td>000410<td>/<td>\\\n<tr style=\"display:none\"><td>000411<td>N<td>N\n</table>\
     <table><tr><td>Printed <b>12/05/2026</b><br>by the office</table></body></html>"
        .into()
}

fn german() -> &'static [u8] {
    b"<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=windows-1252\"></head><body><table>\
      <tr><td>Name</td><td>Betrag</td></tr><tr><td>J\xF6rg</td><td>1.234,56</td></tr></table></body></html>"
}

fn xml_of_2003() -> String {
    "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n\
     <Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\" \
     xmlns:x=\"urn:schemas-microsoft-com:office:excel\">\n\
     <x:ExcelWorkbook><x:Date1904/></x:ExcelWorkbook>\n\
     <Worksheet ss:Name=\"Screening\"><Table>\n\
     <Row><Cell ss:MergeAcross=\"2\"><Data ss:Type=\"String\">Summer &amp; autumn</Data></Cell></Row>\n\
     <Row ss:Index=\"3\"><Cell><Data ss:Type=\"String\">UPN</Data></Cell><Cell><Data ss:Type=\"String\">Date</Data></Cell>\
     <Cell ss:Index=\"4\"><Data ss:Type=\"String\">Being</Data></Cell></Row>\n\
     <Row ss:Hidden=\"1\"><Cell><Data ss:Type=\"String\">A800005612001</Data></Cell>\
     <Cell><Data ss:Type=\"DateTime\">2026-05-12T00:00:00.000</Data></Cell>\
     <Cell ss:Index=\"4\"><Data ss:Type=\"Number\">72.5</Data><Comment><ss:Data>checked</ss:Data></Comment></Cell></Row>\n\
     <Row><Cell><Data ss:Type=\"String\">A800005612002</Data></Cell><Cell ss:Index=\"4\"><Data ss:Type=\"Error\">#N/A</Data></Cell></Row>\n\
     </Table></Worksheet>\n\
     <Worksheet ss:Name=\"Lists\"><Table/><WorksheetOptions xmlns=\"urn:schemas-microsoft-com:office:excel\">\
     <Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>\n"
        .into()
}

fn flat() -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\">\n\
         {}</office:document>\n",
        super::books::open_document_sheets()
    )
}
