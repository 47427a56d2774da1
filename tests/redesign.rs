//! What is made coarser before anything is withheld, and what senior leaders see that governors do not.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::binary::{TERM, by_key, copy, demo, figures, pack_text, packs, run, say};

/// The sample school once more, with lines put in the place of others of its school.toml.
fn school_with(changes: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut settings = fs::read_to_string(demo().folder.join("school.toml")).expect("settings");
    for (from, to) in changes {
        assert!(settings.contains(from), "{from}");
        settings = settings.replacen(from, to, 1);
    }
    fs::write(folder.path().join("school.toml"), settings).expect("written");
    copy(&demo().folder.join("inbox"), &folder.path().join("inbox"));
    folder
}

fn figures_of(project: &Path, pack: &str) -> Vec<Value> {
    let text = fs::read_to_string(project.join("packs").join(TERM).join(pack).join("results.json")).expect("figures");
    let results: Value = serde_json::from_str(&text).expect("valid");
    results["figures"].as_array().expect("figures").clone()
}

#[test]
fn small_year_groups_are_shown_together_where_packs_leave_the_staff() {
    // The sample school has 30 children in a year group: for it 31 is small.
    let school = school_with(&[("[policy]\n", "[policy]\nphases_below = 31\n")]);
    let said = run(school.path());
    // The sample has problems in its files, planted.
    assert_eq!(said.code, 1, "{said:?}");
    let pack = school.path().join("packs").join(TERM);
    let governors = figures_of(school.path(), "governors");
    let years: Vec<&Value> = governors.iter().filter(|figure| !figure["population"]["year_group"].is_null()).collect();
    assert_eq!(years, Vec::<&Value>::new());
    let on_roll = |phase: &str| {
        let is = |figure: &&Value| {
            figure["measure"] == "roll.pupils"
                && figure["population"]["phase"] == phase
                && figure["population"]["period"] == TERM
        };
        governors.iter().find(is).map(|figure| figure["value"].as_f64().expect("shown"))
    };
    let in_years = |years: &[&str]| -> f64 {
        let of = |year: &&str| {
            let is = |figure: &&Value| {
                figure["measure"] == "roll.pupils"
                    && figure["population"]["year_group"] == **year
                    && figure["population"]["period"] == TERM
            };
            figures("staff").iter().find(is).expect("a figure")["value"].as_f64().expect("a value")
        };
        years.iter().map(of).sum()
    };
    assert_eq!(on_roll("Years 1 and 2"), Some(in_years(&["Year 1", "Year 2"])));
    assert_eq!(on_roll("Years 5 and 6"), Some(in_years(&["Year 5", "Year 6"])));
    let page = fs::read_to_string(pack.join("governors/governor-report.html")).expect("a page");
    assert!(page.contains(">Years 1 and 2</th>") && !page.contains(">Year 1</th>"));
    // Staff have both: they teach year groups.
    let staff = fs::read_to_string(pack.join("staff/whole-class-plan.html")).expect("a page");
    assert!(staff.contains("Year 1") && !staff.contains(">Years 1 and 2</th>"));
    // The finished files are clean for whoever reads them again.
    let said = say(["audit".as_ref(), pack.as_os_str()]);
    assert_eq!(said.code, 0, "{said:?}");
}

#[test]
fn year_groups_that_are_large_enough_stay_as_they_are() {
    assert!(figures("governors").iter().all(|figure| figure["population"]["phase"].is_null()));
    assert!(pack_text("governors/governor-report.html").contains(">Year 1</th>"));
}

#[test]
fn senior_leaders_read_what_governors_may_not() {
    let page = pack_text("staff/leaders/leaders-report.html");
    assert!(page.contains("OFFICIAL-SENSITIVE: senior leaders of the school only"));
    let withheld = |page: &str| page.matches(">c</td>").count();
    let governors = withheld(&pack_text("governors/governor-report.html"));
    assert!(withheld(&page) * 4 < governors, "{} against {governors}", withheld(&page));
    // Of two children and more, by the figures of staff.
    let staff = by_key("staff");
    let shown = |measure: &str, group: &str| staff.iter().any(|(key, _)| key.contains(measure) && key.contains(group));
    assert!(shown("screening.below", "SEN support"));
    let row = page.split("<th scope=\"row\">SEN support</th>").nth(1).expect("a row");
    assert!(row.split("</tr>").next().is_some_and(|row| row.contains("<td") && !row.contains(">c</td>")), "{row:.300}");
    // It lies in the staff's folder.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |name: &str| fs::metadata(packs().join(name)).expect("there").permissions().mode() & 0o777;
        assert_eq!((mode("staff"), mode("staff/leaders/leaders-report.html")), (0o700, 0o600));
    }
}

#[test]
fn what_earlier_packs_told_too_much_is_said() {
    // The loosest limits that a school may set, and then the usual ones.
    let loose = "[policy.disclosure]\nmin_cohort = 5\nmin_mean = 5\nsmall_count = 2\n\n[policy.staff]";
    let school = school_with(&[("[policy.staff]", loose)]);
    let said = run(school.path());
    assert!(said.code == 1 && !said.stderr.contains("A005"), "{said:?}");
    let settings = fs::read_to_string(school.path().join("school.toml")).expect("settings");
    let usual = settings.replace("min_cohort = 5\nmin_mean = 5\nsmall_count = 2\n", "");
    fs::write(school.path().join("school.toml"), usual).expect("written");
    let said = run(school.path());
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.stderr.contains("A005"), "{said:?}");
}
