//! Tests of a school's own reports and wording.

use super::*;

fn library_with(files: &[(&str, &str)]) -> Result<Vec<Definition>, ReportError> {
    let own = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    library(&own, &Catalogue::embedded().expect("valid"))
}

fn refused(files: &[(&str, &str)]) -> String {
    library_with(files).expect_err("refused").to_string()
}

fn sections(definitions: &[Definition], id: &str) -> Vec<String> {
    let report = definitions.iter().find(|definition| definition.id() == id).expect("a report");
    report.report.section.iter().map(|section| section.id.clone()).collect()
}

const SECTION: &str = "[[section]]\nid = 'roll'\nname = 'Roll'\nquestion = 'How many?'\nafter = 'strands'\n\
    [[section.table]]\nid = 'roll-table'\nsheet = 'Roll'\ntitle = 'Roll'\nlabel_header = 'School'\nrows = ['school']\n\
    columns = ['roll.pupils']\nmissing = ''\n";

#[test]
fn every_report_of_the_program_is_sound() {
    let definitions = library_with(&[]).expect("sound");
    let ids: Vec<&str> = definitions.iter().map(Definition::id).collect();
    let expected = [
        "governor-report",
        "whole-class-plan",
        "one-to-one-impact",
        "ambassador-evidence",
        "public-summary",
        "leaders-report",
    ];
    assert_eq!(ids, expected);
}

#[test]
fn a_change_leaves_out_replaces_and_adds() {
    let change = format!("extends = 'governor-report'\nwithout = ['support']\n{SECTION}");
    let definitions = library_with(&[("ours.toml", &change)]).expect("sound");
    let expected = ["development", "strands", "roll", "progress", "groups", "attendance", "people"];
    assert_eq!(sections(&definitions, "governor-report"), expected);
    let report = &definitions[0].report;
    // The question of the first page goes with its section.
    assert_eq!(report.headline.len(), 5);
    let replaced = SECTION.replace("'roll'\nname", "'people'\nname").replace("after = 'strands'\n", "");
    let definitions = library_with(&[("ours.toml", &format!("extends = 'governor-report'\n{replaced}"))]);
    let report = &definitions.expect("sound")[0].report;
    assert_eq!(report.section.last().map(|section| section.question.as_str()), Some("How many?"));
}

#[test]
fn another_report_follows_what_the_school_changed_in_the_one_it_is_made_of() {
    let change = "extends = 'governor-report'\nwithout = ['support']\n";
    let ours = "extends = 'governor-report'\nid = 'for-parents'\naudience = 'public'\nformats = []\n";
    let definitions = library_with(&[("z-change.toml", change), ("a-ours.toml", ours)]).expect("sound");
    let governors = sections(&definitions, "governor-report");
    assert!(!governors.contains(&"support".to_owned()));
    assert_eq!(sections(&definitions, "leaders-report"), governors);
    assert_eq!(sections(&definitions, "for-parents"), governors);
    let of = |id: &str| definitions.iter().find(|definition| definition.id() == id).expect("a report");
    assert_eq!((of("for-parents").audience(), of("for-parents").formats().len()), (Audience::Public, 0));
    assert_eq!(of("governor-report").audience(), Audience::Governors);
}

#[test]
fn a_report_of_the_schools_own_joins_the_others() {
    let own = format!(
        "id = 'our-own'\ntitle = 'Ours'\naudience = 'governors'\nclassification = 'C'\nnotes = ['symbols']\n{}",
        SECTION.replace("after = 'strands'\n", "")
    );
    let definitions = library_with(&[("ours.toml", &own)]).expect("sound");
    assert!(definitions.iter().any(|definition| definition.id() == "our-own"));
}

#[test]
fn a_slip_is_named_with_its_file_and_the_nearest_name() {
    let slips = [
        ("extends = 'governor-report'\nid = 'ours'", "needs an `audience`"),
        ("extends = 'governor-report'\naudience = 'staff'", "give it an `id`"),
        ("extends = 'governor-report'\nid = 'public-summary'\naudience = 'public'", "already"),
        ("extends = 'governor-reprot'", "report `governor-reprot`; did you mean `governor-report`?"),
        ("extends = 'governor-report'\nwithout = ['suport']", "did you mean `support`?"),
    ];
    for (text, expected) in slips {
        let error = refused(&[("ours.toml", text)]);
        assert!(error.starts_with("ours.toml: ") && error.contains(expected), "{error}");
    }
    let wrong = SECTION.replace("roll.pupils", "roll.pupil");
    let error = refused(&[("ours.toml", &format!("extends = 'governor-report'\n{wrong}"))]);
    assert!(
        error.contains("table `roll-table`: there is no measure `roll.pupil`; did you mean `roll.pupils`?"),
        "{error}"
    );
}

#[test]
fn lists_of_children_are_for_staff_alone() {
    let list = "[[section.list]]\nquery = 'children_below'\nsheet = 'L'\ntitle = 'L'\nabout = ''\nwhen_empty = ''\n\
        column = [{ head = 'Surname', from = 'pupil_id', as = 'surname' }]\n";
    let change = format!("extends = 'governor-report'\n{SECTION}{list}");
    let error = refused(&[("ours.toml", &change)]);
    assert!(error.contains("audience = \"staff\""), "{error}");
    assert!(
        library_with(&[(
            "ours.toml",
            &change.replace("governor-report", "whole-class-plan").replace("'strands'", "'plan'")
        )])
        .is_ok()
    );
}

#[test]
fn a_schools_own_words_may_claim_no_more_than_the_evidence() {
    let worded = |sentence: &str| {
        format!("[sentence.'public.attendance']\nok = '{sentence}'\nsuppressed = ''\nnot_available = ''\n")
    };
    assert!(library_with(&[("wording.toml", &worded("In school: {{ rate.value }}%."))]).is_ok());
    let strong = "In school more than expected: {{ rate.value }}%, thanks to the support.";
    let claims: toml::Table = toml::from_str(include_str!("../../reports/claims.toml")).expect("valid");
    let phrase = claims["t2"][0].as_str().expect("a phrase");
    let error = refused(&[("wording.toml", &worded(&format!("{strong} {phrase}")))]);
    assert!(error.starts_with("wording.toml: ") && error.contains("says more than"), "{error}");
    let error = refused(&[("wording.toml", "[label]\npupil = 'Children'")]);
    assert!(error.contains("did you mean `pupils`?"), "{error}");
}

#[test]
fn every_technical_word_is_explained_where_it_is_used() {
    let words = [
        "strand",
        "secure",
        "screening",
        "working strand",
        "expected strand",
        "persistently absent",
        "severely absent",
        "suspension",
        "pupil premium",
        "special educational needs",
        "ehc plan",
        "english as an additional language",
        "looked after",
        "one-to-one support",
        "practitioner",
        "licence",
        "cpd",
        "family thrive",
        "possible session",
        "school week",
        "window",
    ];
    let catalogue = Catalogue::embedded().expect("valid");
    for ((file, text), definition) in EMBEDDED.iter().zip(library_with(&[]).expect("sound")) {
        // What a report says: its own words, and those of its figures.
        let shown =
            definition.report.section.iter().flat_map(|section| &section.table).flat_map(|table| &table.columns);
        let headers =
            shown.filter_map(|id| catalogue.get(id)).map(|measure| format!("{} {}", measure.header, measure.label));
        let said = format!("{text} {}", headers.collect::<Vec<_>>().join(" ")).to_lowercase();
        let explained: Vec<String> = definition
            .notes()
            .flat_map(|note| &note.entries)
            .map(|(term, meaning)| format!("{term} {meaning}").to_lowercase())
            .collect();
        for word in words.iter().filter(|word| said.contains(**word)) {
            assert!(
                explained.iter().any(|entry| entry.contains(word)),
                "{file} says \"{word}\" and does not explain it"
            );
        }
    }
}
