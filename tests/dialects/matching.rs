//! Whose row is it: by UPN, by the school's own number, by name and date of birth, or by nothing.

use super::school::{self, Cell, Checked, check, csv, texts};
use crate::sample_school::calendar::slashed;

/// The small school's pupil list and a screening with one row of these keys.
fn screened(upn: &str, id: &str, surname: &str, forename: &str, born: &str) -> Checked {
    let head = texts(&["UPN", "Pupil ID", "Surname", "Forename", "Date of birth", "Date", "Strand", "Score"]);
    let row = texts(&[upn, id, surname, forename, born, "12/05/2026", "Being", "50"]);
    check(&[("pupils.csv", csv(&school::pupils())), ("screening.csv", csv(&vec![head, row]))])
}

/// Kept or rejected, with these codes.
fn ends(checked: &Checked, kept: bool, codes: &[&str]) {
    assert_eq!(
        checked.rows("screening.csv"),
        [1, u64::from(kept), u64::from(!kept), 0],
        "{:#}",
        checked.json["diagnostics"]
    );
    assert_eq!(checked.codes("screening.csv"), codes);
}

/// The UPN with one digit mistyped: its check letter no longer fits.
fn mistyped(upn: &str) -> String {
    let (head, last) = upn.split_at(12);
    format!("{head}{}", (last.parse::<u8>().expect("a digit") + 1) % 10)
}

#[test]
fn by_upn_however_it_is_written() {
    let child = &school::children()[4];
    ends(&screened(&child.upn, "", "", "", ""), true, &[]);
    let spaced = format!(" {} {} ", child.upn[..4].to_lowercase(), &child.upn[4..]);
    ends(&screened(&spaced, "", "", "", ""), true, &[]);
}

#[test]
fn by_the_schools_own_number_with_its_noughts() {
    let child = &school::children()[4];
    ends(&screened("", &child.id, "", "", ""), true, &["P003"]);
    ends(&screened(&mistyped(&child.upn), &child.id, "", "", ""), true, &["P001", "P003"]);
    ends(&screened("", child.id.trim_start_matches('0'), "", "", ""), false, &["P010"]);
}

#[test]
fn by_name_and_date_of_birth() {
    let child = &school::children()[4];
    let born = slashed(child.born);
    ends(&screened("", "", child.surname, child.forename, &born), true, &["P004"]);
    ends(&screened(&mistyped(&child.upn), "", child.surname, child.forename, &born), true, &["P001", "P004"]);
    ends(&screened("", "", &child.surname.to_uppercase(), &format!("{}-", child.forename), &born), true, &["P004"]);
    // A name alone is not enough: a person must say so.
    ends(&screened("", "", child.surname, child.forename, ""), false, &["P010"]);
}

#[test]
fn a_right_upn_is_never_overruled_by_a_weaker_key() {
    let (stranger, child) = (crate::sample_school::people::upn("999941799999"), &school::children()[4]);
    ends(&screened(&stranger, &child.id, child.surname, child.forename, &slashed(child.born)), false, &["P010"]);
    ends(&screened(&stranger, "", "", "", ""), false, &["P002"]);
}

#[test]
fn a_upn_with_a_typing_error_is_never_silently_another_child() {
    let children = school::children();
    for child in &children {
        // One digit wrong: the next child's but for its check letter, so that either may be meant. Never used.
        let checked = screened(&mistyped(&child.upn), "", "", "", "");
        assert_eq!(checked.rows("screening.csv"), [1, 0, 1, 0], "{:#}", checked.json["diagnostics"]);
        // With the name it is likely; without a birthday a person must say so.
        ends(&screened(&mistyped(&child.upn), "", child.surname, child.forename, ""), false, &["P001", "P010"]);
        // Two letters swapped in front of the name of somebody else: neither.
        let other = children.iter().find(|other| other.upn != child.upn).expect("twelve children");
        let checked = screened(&mistyped(&child.upn), "", other.surname, other.forename, "");
        assert_eq!(checked.rows("screening.csv")[1], 0, "{:#}", checked.json["diagnostics"]);
    }
}

#[test]
fn by_name_with_one_difference() {
    let child = &school::children()[4];
    let (surname, forename, born) = (child.surname, child.forename, slashed(child.born));
    assert_eq!((surname, forename, born.as_str()), ("Entwhistle", "Violetta", "17/03/2020"));
    for (surname, forename, born) in [
        ("Entwhistel", "Violetta", "17/03/2020"),
        ("Entwistle", "Violetta", "17/03/2020"),
        ("Entwhistle", "Violteta", "17/03/2020"),
        ("Entwhistle", "Violet", "17/03/2020"),
        ("Entwhistle", "Violetta Mae", "17/03/2020"),
        ("Entwhistle", "Violetta", "71/03/2020"),
        ("Entwhistle", "Violetta", "17/03/2002"),
        ("Violetta", "Entwhistle", "17/03/2020"),
        ("Entwhistle-Brown", "Violetta", "17/03/2020"),
    ] {
        let checked = screened("", "", surname, forename, born);
        // A day that is none is no date of birth at all.
        let kept = born != "71/03/2020";
        let rows = checked.rows("screening.csv");
        assert_eq!(rows[1], u64::from(kept), "{surname} {forename} {born}: {:#}", checked.json["diagnostics"]);
        assert_eq!(checked.times("screening.csv", "P011"), u64::from(kept), "{surname} {forename} {born}");
        assert_eq!(checked.times("screening.csv", "P010"), u64::from(!kept), "{surname} {forename} {born}");
    }
    // Two differences are one too many, and so is another forename: that is a brother or sister.
    for (surname, forename, born) in [
        ("Entwhistel", "Violet", "17/03/2020"),
        ("Entwhistle", "Viola", "17/03/2020"),
        ("Entwhistel", "Violetta", "17/03/2002"),
        ("Brown", "Violetta", "17/03/2020"),
    ] {
        ends(&screened("", "", surname, forename, born), false, &["P010"]);
    }
    // Little agrees: nobody.
    ends(&screened("", "", "Brown", "Violetta", "18/04/2019"), false, &["P002"]);
}

/// A pupil list, another file, and what became of it.
fn with_list(list: &school::Grid, name: &str, grid: &school::Grid) -> Checked {
    check(&[("pupils.csv", csv(list)), (name, csv(grid))])
}

#[test]
fn twins_are_told_apart_or_left_to_a_person() {
    let mut list = school::pupils();
    // The second child is the first one's twin.
    (list[2][2], list[2][4]) = (list[1][2].clone(), list[1][4].clone());
    list[2][3] = Cell::from("Zena");
    let born = slashed(school::children()[0].born);
    let head = texts(&["Surname", "Forename", "DOB", "Date", "Strand", "Score"]);
    let row = |forename: &str| texts(&["Ambleforth", forename, &born, "12/05/2026", "Being", "50"]);
    let of = |forenames: &[&str]| {
        let grid = std::iter::once(head.clone()).chain(forenames.iter().map(|name| row(name))).collect();
        with_list(&list, "screening.csv", &grid)
    };
    assert_eq!(of(&["Zelda", "Zena"]).codes("screening.csv"), ["P004"]);
    // Beside a twin, a forename with a slip is asked; where the other twin is there already, it is not.
    assert_eq!(of(&["Zeldo"]).codes("screening.csv"), ["P010"]);
    assert_eq!(of(&["Zeldo", "Zenna"]).codes("screening.csv"), ["P010"]);
    assert_eq!(of(&["Zelda", "Zenna"]).codes("screening.csv"), ["P004", "P011"]);
    // Two rows of one screening never take the same child.
    let twice = of(&["Zelda", "Zeldo"]);
    assert_eq!(twice.rows("screening.csv"), [2, 1, 1, 0], "{:#}", twice.json["diagnostics"]);
    let twice = of(&["Zedla", "Zeldo"]);
    assert!(twice.rows("screening.csv")[1] <= 1, "{:#}", twice.json["diagnostics"]);
    // On two days they may: the same child, mistyped once.
    let mut grid = vec![head.clone(), row("Zelda"), row("Zeldo"), row("Zena")];
    grid[2][3] = Cell::from("13/05/2026");
    grid[3][3] = Cell::from("13/05/2026");
    assert_eq!(with_list(&list, "screening.csv", &grid).rows("screening.csv"), [3, 3, 0, 0]);
}

#[test]
fn a_number_that_the_name_contradicts_is_not_believed() {
    let children = school::children();
    let (one, other) = (&children[4], &children[7]);
    // A UPN copied into the wrong row.
    ends(&screened(&one.upn, "", other.surname, other.forename, &slashed(other.born)), false, &["P012"]);
    ends(&screened("", &one.id, other.surname, other.forename, &slashed(other.born)), false, &["P012"]);
    // A child who took another surname is still that child.
    ends(&screened(&one.upn, "", "Newname", one.forename, &slashed(one.born)), true, &[]);
    ends(&screened("", &one.id, "Newname", one.forename, &slashed(one.born)), true, &["P003"]);
}

#[test]
fn by_a_former_upn_and_by_the_numbers_of_two_systems() {
    let child = &school::children()[4];
    let former = crate::sample_school::people::upn("999941700777");
    let mut list = school::pupils();
    for (at, row) in list.iter_mut().enumerate() {
        row.extend(match at {
            0 => texts(&["Former UPN", "MIS ID"]),
            5 => texts(&[&former, "90871"]),
            _ => texts(&["", ""]),
        });
    }
    let screening = |head: &str, key: &str| {
        vec![texts(&[head, "Date", "Strand", "Score"]), texts(&[key, "12/05/2026", "Being", "50"])]
    };
    let checked = with_list(&list, "screening.csv", &screening("UPN", &former));
    ends(&checked, true, &["P015"]);
    assert_eq!(checked.codes("pupils.csv"), Vec::<&str>::new(), "both numbers are used");
    for key in [&child.id, "90871"] {
        ends(&with_list(&list, "screening.csv", &screening("Pupil ID", key)), true, &["P003"]);
    }
}

#[test]
fn by_a_boxall_code_and_its_key_file() {
    let children = school::children();
    let mut boxall = vec![texts(&["EBP", "Date", "Tool", "Strand", "Score"])];
    boxall.push(texts(&["X7K2PQ", "12/05/2026", "Thrive", "Being", "50"]));
    let key = vec![
        texts(&["EBP code", "UPN", "Surname"]),
        texts(&["X7K2PQ", &children[4].upn, "Entwhistle"]),
        texts(&["Z9K2PQ", &crate::sample_school::people::upn("999941700778"), "Nobody"]),
    ];
    let without = check(&[("pupils.csv", csv(&school::pupils())), ("screening.csv", csv(&boxall))]);
    ends(&without, false, &["P002"]);
    let with =
        check(&[("pupils.csv", csv(&school::pupils())), ("screening.csv", csv(&boxall)), ("a key.csv", csv(&key))]);
    ends(&with, true, &[]);
    assert_eq!(with.rows("a key.csv"), [2, 1, 1, 0]);
    assert_eq!(with.codes("a key.csv"), ["P002"], "a code of somebody who is not on the list; nobody is put on roll");
}

#[test]
fn by_nothing() {
    ends(&screened("", "", "", "", ""), false, &["T001"]);
}

#[test]
fn a_key_that_two_children_share_finds_neither() {
    let mut list = school::pupils();
    list[2][1] = list[1][1].clone();
    let Cell::Text(shared) = list[1][1].clone() else { panic!("a number as text") };
    let screening =
        vec![texts(&["Pupil ID", "Date", "Strand", "Score"]), texts(&[&shared, "12/05/2026", "Being", "50"])];
    let checked = check(&[("pupils.csv", csv(&list)), ("screening.csv", csv(&screening))]);
    ends(&checked, false, &["P002"]);
    assert!(checked.json["diagnostics"].to_string().contains("more than one child"), "{:#}", checked.json);
    // Beside it, an exact name and birthday say whose it is; those of somebody without the number do not.
    let children = school::children();
    for (at, kept) in [(0, 1), (1, 1), (5, 0)] {
        let child = &children[at];
        let head = texts(&["Pupil ID", "Surname", "Forename", "DOB", "Date", "Strand", "Score"]);
        let born = slashed(child.born);
        let row = texts(&[&shared, child.surname, child.forename, &born, "12/05/2026", "Being", "50"]);
        let checked = check(&[("pupils.csv", csv(&list)), ("screening.csv", csv(&vec![head, row]))]);
        assert_eq!(checked.rows("screening.csv")[1], kept, "{at}: {:#}", checked.json["diagnostics"]);
    }
}

#[test]
fn a_tools_code_is_looked_for_among_its_own() {
    let children = school::children();
    let boxall = |code: &str| {
        csv(&vec![
            texts(&["EBP", "Date", "Tool", "Strand", "Score"]),
            texts(&[code, "12/05/2026", "Thrive", "Being", "50"]),
        ])
    };
    let key = |rows: &[[&str; 2]]| {
        let mut grid = vec![texts(&["EBP code", "UPN"])];
        grid.extend(rows.iter().map(|row| texts(row)));
        csv(&grid)
    };
    let kept = |list: &school::Grid, key: Vec<u8>, code: &str| {
        let checked = check(&[("pupils.csv", csv(list)), ("key.csv", key), ("boxall.csv", boxall(code))]);
        (checked.rows("boxall.csv")[1], checked.codes("boxall.csv").into_iter().map(str::to_owned).collect::<Vec<_>>())
    };
    let list = school::pupils();
    let one = key(&[["X7K 2PQ", &children[4].upn]]);
    assert_eq!(kept(&list, one.clone(), "x7k2pq"), (1, Vec::new()), "case and blanks aside");
    // A code like another child's number is the code's child.
    let likeness = key(&[[&children[1].id, &children[4].upn]]);
    assert_eq!(kept(&list, likeness, &children[1].id), (1, Vec::new()));
    // A code beside two children finds neither.
    let two = key(&[["X7K2PQ", &children[4].upn], ["X7K2PQ", &children[5].upn]]);
    assert_eq!(kept(&list, two, "X7K2PQ"), (0, vec!["P002".to_owned()]));
    // A pupil list with a column of codes stays a pupil list, and needs no key.
    let mut coded = list.clone();
    for (at, row) in coded.iter_mut().enumerate() {
        row.extend(texts(&[if at == 0 { "EBP code" } else { ["", "Q1W2E3"][usize::from(at == 5)] }]));
    }
    let checked = check(&[("pupils.csv", csv(&coded)), ("boxall.csv", boxall("Q1W2E3"))]);
    assert_eq!((checked.rows("pupils.csv")[1], checked.rows("boxall.csv")[1]), (12, 1), "{:#}", checked.json);
}

#[test]
fn a_file_named_after_a_child_is_named_without_the_child_where_another_counts_instead() {
    let child = &school::children()[0];
    let marks = |rows: &[[&str; 4]]| {
        let mut grid = vec![texts(&["UPN", "Date", "Session", "Mark"])];
        grid.extend(rows.iter().map(|row| texts(row)));
        csv(&grid)
    };
    let later = format!("marks {} {}.csv", child.forename, child.surname);
    let older = marks(&[[&child.upn, "13/04/2026", "AM", "/"]]);
    let newer = marks(&[[&child.upn, "13/04/2026", "AM", "L"], [&child.upn, "14/04/2026", "AM", "/"]]);
    let checked = check(&[("pupils.csv", csv(&school::pupils())), ("a.csv", older), (&later, newer)]);
    assert_eq!(checked.times("a.csv", "T026"), 1, "{:#}", checked.json["diagnostics"]);
    let text = checked.json.to_string();
    assert!(text.contains("marks ….csv counts instead"), "{text}");
    assert!(!text.contains(child.surname) && !text.contains(child.forename), "{text}");
}

#[test]
fn without_a_pupil_list_it_is_said_once() {
    let checked = check(&[("screening.csv", csv(&school::screening_long()))]);
    assert_eq!(checked.json["diagnostics"].as_array().map(Vec::len), Some(1), "{:#}", checked.json["diagnostics"]);
    assert_eq!(checked.codes("screening.csv"), ["P008"]);
}

#[test]
fn a_pupil_list_that_contradicts_itself() {
    let mut list = school::pupils();
    let mut again = list[1].clone();
    again[4] = Cell::Day(jiff::civil::date(2015, 1, 1));
    list.push(again);
    list[2][6] = Cell::Blank;
    let checked = check(&[("pupils.csv", csv(&list))]);
    assert_eq!(checked.times("pupils.csv", "P005"), 1);
    assert_eq!(checked.times("pupils.csv", "P006"), 1);
    assert_eq!(checked.first("P006")["place"]["row"], 3);
}
