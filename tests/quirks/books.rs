//! Excel's and LibreOffice's workbooks.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Formula, Workbook};

use super::Quirk;
use crate::isolation::{RELATIONS, TYPES, archive};

pub fn all() -> Vec<Quirk> {
    let whole = workbook();
    vec![
        ("workbook.xlsx", whole.clone()),
        ("workbook named csv.csv", whole.clone()),
        ("workbook named xls.xls", whole.clone()),
        ("workbook without its end.xlsx", whole[..whole.len() - 22].to_vec()),
        ("half a workbook.xlsx", whole[..whole.len() / 2].to_vec()),
        ("workbook with a tail.xlsx", [whole.clone(), vec![0; 300]].concat()),
        ("workbook behind a header.xlsx", [b"\0\x01\x02\x03\x04\x05\x06\x07mail".to_vec(), whole].concat()),
        ("days from 1904.xlsx", by_hand("<workbookPr date1904=\"1\"/>", "", SERIALS)),
        ("days from 1900.xlsx", by_hand("", "", &SERIALS.replace("44692", "46154"))),
        ("a dimension that is none.xlsx", by_hand("", "<dimension ref=\"A0\"/>", SERIALS)),
        ("a dimension without end.xlsx", by_hand("", "<dimension ref=\"A1:XFD1048576\"/>", SERIALS)),
        (
            "two far cells.xlsx",
            by_hand(
                "",
                "",
                "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row>",
            ),
        ),
        (
            "no addresses.xlsx",
            by_hand("", "", "<row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c><v>3</v></c></row>"),
        ),
        ("iso days.xlsx", by_hand("", "", "<row r=\"1\"><c r=\"A1\" t=\"d\"><v>2026-05-12T00:00:00</v></c></row>")),
        ("no cell at all.xlsx", by_hand("", "", "")),
        ("entities.xlsx", bomb()),
        ("macro sheet.xlsm", macros()),
        ("backslashes.xlsx", backslashes()),
        ("binary workbook.xlsb", binary()),
        ("open document.ods", open_document(&open_document_sheets(), "")),
        ("open document named xlsx.xlsx", open_document(&open_document_sheets(), "")),
        ("open document with a password.ods", open_document("", "<manifest:encryption-data/>")),
        (
            "open document without end.ods",
            open_document(
                "<office:spreadsheet><table:table table:name=\"A\"><table:table-row \
            table:number-rows-repeated=\"999999999\"><table:table-cell office:value-type=\"float\" office:value=\"1\"/>\
            </table:table-row></table:table></office:spreadsheet>",
                "",
            ),
        ),
    ]
}

/// A serial under a date format and one under General.
const SERIALS: &str = "<row r=\"2\"><c r=\"B2\" s=\"1\"><v>44692</v></c><c r=\"C2\"><v>44692</v></c></row>";

/// Titles above, merged headings, hidden rows and sheets, errors, formulas, trailing blanks.
fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2026, 5, 12).expect("a day");
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let sheet = book.add_worksheet().set_name("Maple").expect("a name");
    sheet.merge_range(2, 1, 2, 3, "Summer term", &Format::new()).expect("merged");
    for (column, text) in [(1, "UPN"), (2, "Date"), (3, " Being\u{a0}")] {
        sheet.write_string(3, column, text).expect("written");
    }
    for row in 4..7 {
        sheet.write_string(row, 1, format!("A80000561200{row}")).expect("written");
        sheet.write_datetime_with_format(row, 2, &made, &day).expect("written");
    }
    sheet.write_number(4, 3, 72.5).expect("written");
    sheet.write_formula(5, 3, Formula::new("=1/0").set_result("#DIV/0!")).expect("written");
    sheet.write_formula(6, 3, Formula::new("=20*3").set_result("60")).expect("written");
    sheet.set_row_hidden(5).expect("hidden");
    let lists = book.add_worksheet().set_name("Lists").expect("a name").set_hidden(true);
    lists.write_boolean(0, 0, true).expect("written");
    book.save_to_buffer().expect("writing to memory")
}

/// A workbook of one sheet, from what differs.
fn by_hand(settings: &str, before: &str, rows: &str) -> Vec<u8> {
    archive(&[
        ("[Content_Types].xml", TYPES.to_owned()),
        ("_rels/.rels", RELATIONS.to_owned()),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns:r=\"r\">{settings}<sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        ("xl/_rels/workbook.xml.rels", relations("worksheet", "worksheets/sheet1.xml")),
        (
            "xl/styles.xml",
            "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>".to_owned(),
        ),
        ("xl/worksheets/sheet1.xml", format!("<worksheet>{before}<sheetData>{rows}</sheetData></worksheet>")),
    ])
}

fn relations(kind: &str, target: &str) -> String {
    format!(
        "<Relationships><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{target}\"/>\
         <Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>\
         <Relationship Id=\"rId3\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet2.xml\"/></Relationships>"
    )
}

/// A small text that would unfold to billions.
fn bomb() -> Vec<u8> {
    let entities: String =
        (1..10).map(|n| format!("<!ENTITY e{n} \"{}\">", format!("&e{};", n - 1).repeat(10))).collect();
    let book = "<sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"rId1\"/></sheets>";
    archive(&[
        ("[Content_Types].xml", TYPES.to_owned()),
        ("_rels/.rels", RELATIONS.to_owned()),
        ("xl/workbook.xml", format!("<workbook xmlns:r=\"r\">{book}</workbook>")),
        ("xl/_rels/workbook.xml.rels", relations("worksheet", "worksheets/sheet1.xml")),
        (
            "xl/worksheets/sheet1.xml",
            format!(
                "<!DOCTYPE x [<!ENTITY e0 \"ha\">{entities}]><worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\">\
                 <is><t>&e9;</t></is></c></row></sheetData></worksheet>"
            ),
        ),
    ])
}

/// A sheet of macros beside a sheet of figures.
fn macros() -> Vec<u8> {
    let book = "<sheets><sheet name=\"Macro1\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"Marks\" sheetId=\"2\" r:id=\"rId3\"/></sheets>";
    archive(&[
        ("[Content_Types].xml", TYPES.to_owned()),
        ("_rels/.rels", RELATIONS.to_owned()),
        ("xl/workbook.xml", format!("<workbook xmlns:r=\"r\">{book}</workbook>")),
        ("xl/_rels/workbook.xml.rels", relations("xlMacrosheet", "macrosheets/sheet1.xml")),
        ("xl/macrosheets/sheet1.xml", "<xm:macrosheet><sheetData/></xm:macrosheet>".to_owned()),
        (
            "xl/worksheets/sheet2.xml",
            "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>72</v></c></row></sheetData></worksheet>".to_owned(),
        ),
    ])
}

/// Members named as some writers on Windows do.
fn backslashes() -> Vec<u8> {
    let book = "<workbook xmlns:r=\"r\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
    archive(&[
        ("[Content_Types].xml", TYPES.to_owned()),
        ("_rels\\.rels", RELATIONS.to_owned()),
        ("xl\\workbook.xml", book.to_owned()),
        ("xl\\_rels\\workbook.xml.rels", relations("worksheet", "worksheets/sheet1.xml")),
        ("xl\\worksheets\\sheet1.xml", format!("<worksheet><sheetData>{SERIALS}</sheetData></worksheet>")),
    ])
}

/// A binary workbook of one sheet: a text and a number.
fn binary() -> Vec<u8> {
    // Kinds above 127 and no length above 127: two bytes and one.
    let record = |kind: u16, data: &[u8]| {
        let kind = if kind < 128 { vec![kind as u8] } else { vec![kind as u8 | 0x80, (kind >> 7) as u8] };
        [kind, vec![data.len() as u8], data.to_vec()].concat()
    };
    let wide = |text: &str| {
        let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [(units.len() as u32 / 2).to_le_bytes().to_vec(), units].concat()
    };
    let at = |column: u8| [column, 0, 0, 0, 0, 0, 0, 0];
    let named = [&[0, 0, 0, 0, 1, 0, 0, 0][..], &wide("rId1"), &wide("Maple")].concat();
    let book = [record(0x9C, &named), record(0x90, &[]), record(0x84, &[])].concat();
    let sheet = [
        record(0x94, &[0; 16]),
        record(0x91, &[]),
        record(0, &[4, 0, 0, 0]),
        record(6, &[&at(1)[..], &wide("UPN")].concat()),
        record(5, &[&at(2)[..], &72.5_f64.to_le_bytes()].concat()),
        record(0x92, &[]),
    ]
    .concat();
    archive(&[
        (
            "[Content_Types].xml",
            b"<Types><Override ContentType=\"application/vnd.ms-excel.sheet.binary.macroEnabled.main\"/></Types>"
                .to_vec(),
        ),
        ("xl/_rels/workbook.bin.rels", relations("worksheet", "worksheets/sheet1.bin").into_bytes()),
        ("xl/workbook.bin", book),
        ("xl/worksheets/sheet1.bin", sheet),
    ])
}

/// Two sheets, one of them hidden: blanks between the elements, repeats, merged, filtered, an error, a remark.
pub fn open_document_sheets() -> String {
    "<style:style style:name=\"ta2\" style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style>\n\
     <office:spreadsheet>\n<table:table table:name=\"Course\">\n\
     <table:table-row><table:table-cell table:number-columns-spanned=\"3\" office:value-type=\"string\"><text:p>Family course</text:p>\
     </table:table-cell><table:covered-table-cell table:number-columns-repeated=\"2\"/></table:table-row>\n\
     <table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:number-columns-repeated=\"1024\"/></table:table-row>\n\
     <table:table-row><table:table-cell office:value-type=\"date\" office:date-value=\"2026-05-12\"><text:p>12/05/26</text:p></table:table-cell>\
     <table:table-cell office:value-type=\"percentage\" office:value=\"0.725\"><text:p>72,5 %</text:p></table:table-cell>\
     <table:table-cell office:value-type=\"string\"><office:annotation><text:p>a remark</text:p></office:annotation>\
     <text:p>first<text:s text:c=\"2\"/>line</text:p><text:p>second</text:p></table:table-cell></table:table-row>\n\
     <table:table-row table:number-rows-repeated=\"2\" table:visibility=\"filter\"><table:table-cell/>\
     <table:table-cell table:number-columns-repeated=\"2\" office:value-type=\"boolean\" office:boolean-value=\"true\"><text:p>TRUE</text:p></table:table-cell>\
     <table:table-cell table:formula=\"of:=NA()\" office:value-type=\"string\" office:string-value=\"\" calcext:value-type=\"error\">\
     <text:p>#N/A</text:p></table:table-cell></table:table-row>\n\
     <table:table-row table:number-rows-repeated=\"1048570\" table:visibility=\"collapse\"><table:table-cell/></table:table-row>\n\
     </table:table>\n<table:table table:name=\"Lists\" table:style-name=\"ta2\"><table:table-row><table:table-cell office:value-type=\"float\" \
     office:value=\"7\"/></table:table-row></table:table>\n</office:spreadsheet>\n"
        .into()
}

fn open_document(content: &str, entry: &str) -> Vec<u8> {
    archive(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet".to_owned()),
        (
            "META-INF/manifest.xml",
            format!("<manifest:manifest><manifest:file-entry>{entry}</manifest:file-entry></manifest:manifest>"),
        ),
        ("content.xml", format!("<?xml version=\"1.0\"?><office:document-content>{content}</office:document-content>")),
    ])
}
