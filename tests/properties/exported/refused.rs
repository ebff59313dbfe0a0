//! What cannot be exported: columns that would be two, options that a column cannot hold, keys that are not there.

use super::statements::columns;
use super::{DIALECTS, exported, hostile};
use crate::generate::model::Kind;
use crate::generate::{Case, cases, print};
use crate::same_cases;
use crate::subject::load_files;
use maturity::present::sql::{Export, Refusal};
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;

/// What no table of profiles, or no engine, can express is refused, and only that.
fn check_refused(case: &Case) -> Result<bool, TestCaseError> {
    let mut model = hostile(&case.model, &case.choices);
    let mut parted = false;
    for (fact, choice) in model.facts.iter_mut().zip(&case.choices[20..]) {
        if let (Kind::Choice(options) | Kind::Set(options), 0) = (&mut fact.kind, choice % 3) {
            options[0] = "a;b";
            parted |= matches!(fact.kind, Kind::Set(_));
        }
    }
    let set = load_files(&print::files(&model))?;
    let all = columns(&model, &[]);
    let shown = all[usize::from(case.choices[60]) % all.len()].to_uppercase();
    let facts: Vec<String> = model.facts.iter().map(|fact| fact.id.to_owned()).collect();
    let ways = [("id", false), (&*shown, true)];
    for (dialect, (key, twice)) in DIALECTS.iter().flat_map(|one| ways.map(|way| (*one, way))) {
        let keys = [key.to_owned()];
        let export = Export {
            dialect,
            table: "profiles",
            keys: &keys,
            columns: None,
            view: None,
        };
        match exported(&set, export) {
            Ok(_) => prop_assert!(!parted && !twice, "{key}"),
            Err(Refusal::TwoColumns(name)) => {
                prop_assert!(twice && name.to_uppercase() == shown, "{name}");
            }
            Err(Refusal::Semicolon(option, _)) => prop_assert!(parted && option == "a;b"),
            Err(other) => prop_assert!(false, "{other}"),
        }
        let missing = exported(
            &set,
            Export {
                columns: Some(&facts),
                ..export
            },
        );
        prop_assert_eq!(missing, Err(Refusal::NoKey(key.to_owned())));
    }
    Ok(parted)
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn what_a_table_cannot_say_is_refused_and_only_that(case in cases()) {
        check_refused(&case)?;
    }
}

/// The random sets are worth something: some have an option that no column can hold.
#[test]
fn some_sets_are_refused() {
    let mut refused = 0;
    for case in same_cases(cases(), 128) {
        refused += u32::from(check_refused(&case).expect("checked above"));
    }
    assert!(refused > 5, "{refused}");
}
