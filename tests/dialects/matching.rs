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
    ends(&screened("", child.id.trim_start_matches('0'), "", "", ""), false, &["P002"]);
}

#[test]
fn by_name_and_date_of_birth() {
    let child = &school::children()[4];
    let born = slashed(child.born);
    ends(&screened("", "", child.surname, child.forename, &born), true, &["P004"]);
    ends(&screened(&mistyped(&child.upn), "", child.surname, child.forename, &born), true, &["P001", "P004"]);
    ends(&screened("", "", &child.surname.to_uppercase(), &format!("{}-", child.forename), &born), true, &["P004"]);
    // A name alone is not enough.
    ends(&screened("", "", child.surname, child.forename, ""), false, &["P002"]);
}

#[test]
fn a_right_upn_is_never_overruled_by_a_weaker_key() {
    let (stranger, child) = (crate::sample_school::people::upn("999941799999"), &school::children()[4]);
    ends(&screened(&stranger, &child.id, child.surname, child.forename, &slashed(child.born)), false, &["P002"]);
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
