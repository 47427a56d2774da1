//! The worked vectors of the field's reference on questionnaires, pupil numbers and attendance codes, each sent through a file
//! as a school would send it. Expected values are the reference's, never the program's.

use std::fs;

use jiff::civil::{Date, date};
use thrive_report::project::OwnReference;
use thrive_report::queries::Query;
use thrive_report::store::{self, Engine as _, Value};
use thrive_report::tables::{AttendanceCodes, Canonical, Instruments};

use super::quirks::{built, folder};

fn beside_pupils(name: &str, text: &str) -> Canonical {
    let pupils = fs::read(folder("quirks").join("pupils.csv")).expect("there");
    built(&[("pupils.csv".into(), pupils), (name.to_owned(), text.as_bytes().to_vec())], &OwnReference::default())
}

const ITEMS: &str = "consid,restles,somatic,shares,tantrum,loner,obeys,worries,caring,fidgety,friend,fights,unhappy,popular,\
                     distrac,clingy,kind,lies,bullied,helpout,reflect,steals,oldbest,afraid,attends";

/// Emotional, conduct, hyperactivity, peer, prosocial, total, internalising and externalising of a questionnaire.
fn sdq(items: &[Option<u8>]) -> [Option<f64>; 8] {
    let cells: Vec<String> = items.iter().map(|item| item.map_or(String::new(), |item| item.to_string())).collect();
    let text = format!("UPN,Date,Respondent,{ITEMS}\nD999941820023,12/05/2026,parent,{}\n", cells.join(","));
    let mut canonical = beside_pupils("sdq.csv", &text);
    let mut engine = store::empty(1).expect("the engine starts");
    store::fill(&mut engine, std::mem::take(&mut canonical.frames)).expect("filled");
    let sql = "SELECT strand, score FROM screening ORDER BY strand";
    let found = engine.query(&Query { id: "sdq", path: "sdq", sql }).expect("answered");
    let names = [
        "Emotional symptoms",
        "Conduct problems",
        "Hyperactivity",
        "Peer problems",
        "Prosocial",
        "Total difficulties",
        "Internalising",
        "Externalising",
    ];
    assert_eq!(found.rows.len(), names.len(), "{:?}", canonical.diagnostics);
    names.map(|name| {
        let row = found.rows.iter().find(|row| row[0].text() == Some(name)).expect("every scale has a row");
        match row[1] {
            Value::Real(score) => Some(score),
            Value::Null => None,
            ref other => panic!("{other:?}"),
        }
    })
}

#[test]
fn questionnaires_from_their_items() {
    let all = |values: [u8; 25]| values.map(Some);
    let six = |items: &[Option<u8>]| <[Option<f64>; 6]>::try_from(&sdq(items)[..6]).expect("six");
    let whole = |values: [u8; 6]| values.map(|value| Some(f64::from(value)));
    assert_eq!(six(&all([0; 25])), whole([0, 2, 4, 4, 0, 10]), "(a)");
    assert_eq!(six(&all([1; 25])), whole([5, 5, 5, 5, 5, 20]), "(b)");
    assert_eq!(six(&all([2; 25])), whole([10, 8, 6, 6, 10, 30]), "(c)");
    let d = all([1, 2, 0, 1, 2, 0, 1, 1, 2, 2, 1, 1, 0, 2, 2, 1, 2, 0, 1, 0, 0, 0, 1, 0, 1]);
    assert_eq!(six(&d), whole([2, 4, 9, 3, 6, 18]), "(d)");
    assert_eq!(sdq(&d)[6..], [Some(5.0), Some(13.0)], "(d)");
    let e = all([2, 1, 2, 2, 0, 0, 2, 2, 2, 0, 2, 0, 1, 2, 1, 1, 2, 0, 0, 1, 1, 0, 1, 2, 0]);
    assert_eq!(six(&e), whole([8, 0, 5, 1, 9, 14]), "(e)");
    let without = |numbers: &[usize]| {
        let mut items = e;
        numbers.iter().for_each(|number| items[number - 1] = None);
        items
    };
    assert_eq!(six(&without(&[13, 16])), whole([10, 0, 5, 1, 9, 16]), "(e) 13 and 16 not answered");
    let gone = six(&without(&[13, 16, 24]));
    assert_eq!((gone[0], gone[5]), (None, None), "(e) three not answered: neither the scale nor the total");
    // (f) 4 points on 3 items are 6.67, so 7; 2 points on 4 items are 2.5, so 3.
    let points = |three, eight, thirteen, sixteen| {
        let mut items = [None; 25];
        (items[2], items[7], items[12], items[15]) = (Some(three), Some(eight), Some(thirteen), sixteen);
        sdq(&items)[0]
    };
    assert_eq!((points(2, 1, 1, None), points(1, 1, 0, Some(0))), (Some(7.0), Some(3.0)));
}

/// Three or four bands of the UK tables, best first: lower and upper end of each.
type Table = (&'static str, [&'static str; 7]);

const SCALES: [&str; 7] = [
    "Total difficulties",
    "Emotional symptoms",
    "Conduct problems",
    "Hyperactivity",
    "Peer problems",
    "Prosocial",
    "Impact",
];

const THREE: [Table; 3] = [
    ("parent", ["0-13 14-16 17-40", "0-3 4 5-10", "0-2 3 4-10", "0-5 6 7-10", "0-2 3 4-10", "6-10 5 0-4", "0 1 2-10"]),
    ("teacher", ["0-11 12-15 16-40", "0-4 5 6-10", "0-2 3 4-10", "0-5 6 7-10", "0-3 4 5-10", "6-10 5 0-4", "0 1 2-6"]),
    ("pupil", ["0-15 16-19 20-40", "0-5 6 7-10", "0-3 4 5-10", "0-5 6 7-10", "0-3 4-5 6-10", "6-10 5 0-4", "0 1 2-10"]),
];

const FOUR: [Table; 3] = [
    (
        "teacher",
        [
            "0-11 12-15 16-18 19-40",
            "0-3 4 5 6-10",
            "0-2 3 4 5-10",
            "0-5 6-7 8 9-10",
            "0-2 3-4 5 6-10",
            "6-10 5 4 0-3",
            "0 1 2 3-6",
        ],
    ),
    (
        "parent",
        [
            "0-13 14-16 17-19 20-40",
            "0-3 4 5-6 7-10",
            "0-2 3 4-5 6-10",
            "0-5 6-7 8 9-10",
            "0-2 3 4 5-10",
            "8-10 7 6 0-5",
            "0 1 2 3-10",
        ],
    ),
    (
        "pupil",
        [
            "0-14 15-17 18-19 20-40",
            "0-4 5 6 7-10",
            "0-3 4 5 6-10",
            "0-5 6 7 8-10",
            "0-2 3 4 5-10",
            "7-10 6 5 0-4",
            "0 1 2 3-10",
        ],
    ),
];

#[test]
fn bands_of_the_questionnaire() {
    let instruments = Instruments::load(&OwnReference::default()).expect("sound");
    let sdq = instruments.instrument("sdq").expect("known");
    let mut compared = 0;
    for (scheme, tables) in [("sdq-three-band-uk", THREE), ("sdq-four-band", FOUR)] {
        for (respondent, rows) in tables {
            for (strand, row) in SCALES.iter().zip(rows) {
                let mut bands: Vec<_> = sdq
                    .bands
                    .iter()
                    .filter(|band| band.scheme == scheme && band.respondent == respondent && band.strand == *strand)
                    .collect();
                bands.sort_by_key(|band| band.rank);
                let ends = bands.iter().map(|band| match band.lower == band.upper {
                    true => band.lower.to_string(),
                    false => format!("{}-{}", band.lower, band.upper),
                });
                assert_eq!(ends.collect::<Vec<_>>().join(" "), row, "{scheme} {respondent} {strand}");
                compared += bands.len();
            }
        }
    }
    // The second parent's table of Prosocial is a scheme of its own, with three bands.
    let others: Vec<_> = sdq.bands.iter().filter(|band| band.scheme == "sdq-three-band-uk-norms").collect();
    assert!(others.iter().any(|band| (band.lower, band.upper) == (8.0, 10.0)) && others.len() == 3);
    assert_eq!(compared + others.len(), sdq.bands.len(), "every band is compared");
    for band in &sdq.bands {
        assert!(sdq.schemes.iter().any(|scheme| scheme.id == band.scheme), "{}", band.scheme);
    }
}

#[test]
fn check_letters_of_pupil_numbers() {
    let said = |upn: &str| {
        let canonical = beside_pupils("a.csv", &format!("UPN,Date,Strand,Score\n{upn},12/05/2026,Being,50\n"));
        canonical.diagnostics.iter().any(|found| found.code == "P001")
    };
    for upn in ["R201100018042", "T20110001804V", "B801200005001", "A123456789012", "P207000016049", " p2070 00016049"]
    {
        assert!(!said(upn), "{upn}");
    }
    // The help page of a school system prints this one, with a wrong sum.
    for upn in ["Q207000016049", "R201100018043", "S201100018042", "R20110001804"] {
        assert!(said(upn), "{upn}");
    }
}

/// Codes of each category: attended and possible, attended 0 and possible, neither.
fn expect(codes: &AttendanceCodes, day: Date, categories: &[(&str, &str, (i32, i32))]) {
    for (category, list, counts) in categories {
        for code in list.split(' ') {
            let found = codes.on(code, day).unwrap_or_else(|| panic!("{code} on {day}"));
            assert_eq!(
                (found.category.as_str(), (found.attended, found.possible)),
                (*category, *counts),
                "{code} on {day}"
            );
        }
    }
    let known: usize = categories.iter().map(|(_, list, _)| list.split(' ').count()).sum();
    let all = codes.all.iter().filter(|span| span.valid_from <= day && day <= span.valid_to);
    // What is missing from the list is a gap in the register or a withdrawn code.
    let others = all.filter(|span| span.category == "missing" || span.withdrawn == "yes").count();
    let in_force = codes.all.iter().filter(|span| span.valid_from <= day && day <= span.valid_to).count();
    assert_eq!(known + others, in_force, "{day}: every code in force is compared");
}

#[test]
fn codes_of_every_year() {
    let codes = AttendanceCodes::load().expect("sound");
    let now: &[(&str, &str, (i32, i32))] = &[
        ("present", "/ \\ L", (1, 1)),
        ("aea", "K V P W B", (1, 1)),
        ("authorised", "C C1 C2 E I J1 M R S T", (0, 1)),
        ("unauthorised", "G N O U", (0, 1)),
        ("not_possible", "D Q X Y1 Y2 Y3 Y4 Y5 Y6 Y7 Z #", (0, 0)),
    ];
    expect(&codes, date(2024, 8, 19), now);
    expect(&codes, date(2026, 7, 10), now);
    let before: &[(&str, &str, (i32, i32))] = &[
        ("present", "/ \\ L", (1, 1)),
        ("aea", "B J P V W", (1, 1)),
        ("authorised", "C E H I M R S T", (0, 1)),
        ("unauthorised", "G N O U", (0, 1)),
        ("not_possible", "D X Y Z #", (0, 0)),
    ];
    expect(&codes, date(2024, 8, 18), before);
    expect(&codes, date(2013, 9, 1), before);
    let f = codes.on("F", date(2013, 8, 31)).expect("agreed extended holiday");
    assert_eq!((f.category.as_str(), codes.on("F", date(2013, 9, 1)).is_none()), ("authorised", true));
    let d = |day| codes.on("D", day).map(|code| code.category.as_str());
    assert_eq!((d(date(2011, 8, 31)), d(date(2011, 9, 1))), (Some("aea"), Some("not_possible")));
    // Withdrawn codes still arrive, and keep the category that the national figures give them.
    for (code, category) in [("H", "authorised"), ("J", "aea")] {
        let found = codes.on(code, date(2026, 1, 7)).expect("it still arrives");
        assert_eq!((found.category.as_str(), found.withdrawn.as_str()), (category, "yes"));
    }
    for code in ["Y", "F", "K1", "A"] {
        assert!(codes.on(code, date(2026, 1, 7)).is_none(), "{code}");
    }
}
