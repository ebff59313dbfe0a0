//! The trees that statements are written from: for every state of knowledge, what is certain of a criterion.

use super::rows::{assessed, rows};
use crate::generate::{Case, cases, print};
use crate::same_cases;
use crate::subject::{Numbers, load_files, with_answers};
use maturity::assess::tree::{presence, ranges};
use proptest::prelude::{prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;

/// How many profiles of a case are looked at.
const ROWS: usize = 4;

/// Whether some criterion applies only where what is unknown wants it to, and has several points even then.
fn check_trees(case: &Case) -> Result<bool, TestCaseError> {
    let model = &case.model;
    let set = load_files(&print::files(model))?;
    let numbers = Numbers::new(model, &set);
    let mut open = false;
    for row in rows(model, &case.choices, ROWS) {
        let left = with_answers(&set, model, &row.statements, |answers| {
            answers.cells.clone()
        })?;
        let expected = assessed(model, &row);
        for (range, &number) in expected.criteria.iter().zip(&numbers.criteria) {
            let criterion = &set.criteria[number];
            let trees = ranges(&set, criterion).expect("few facts");
            let exists = match trees.applies.at(&left) {
                presence::IN => Some(true),
                presence::OUT => Some(false),
                _ => None,
            };
            prop_assert_eq!(exists, range.exists, "{}", criterion.id);
            let Some((least, most)) = &trees.points else {
                continue;
            };
            if exists != Some(false) {
                let found = [least, most].map(|tree| i64::from(tree.at(&left)));
                prop_assert_eq!(found, [range.low, range.high], "{}", criterion.id);
                open |= exists.is_none() && range.low < range.high;
            }
        }
    }
    Ok(open)
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn trees_say_what_is_certain_of_a_criterion(case in cases()) {
        check_trees(&case)?;
    }
}

/// The random sets are worth something: points are open of what may not apply.
#[test]
fn criteria_are_open_in_both_ways() {
    let mut open = 0;
    for case in same_cases(cases(), 128) {
        open += u32::from(check_trees(&case).expect("checked above"));
    }
    assert!(open > 20, "{open}");
}

/// Two answers are ruled out where it applies: their points are no bound, though they are where that is open.
#[test]
fn points_where_nothing_applies_are_no_bound() {
    let texts = [
        "id = \"s\"\nversion = \"1.0.0\"\ntitle = \"S\"\n\
         [facts.\"s.a\"]\ntype = \"bool\"\nask = \"Is it?\"\n\
         [facts.\"s.b\"]\ntype = \"choice\"\noptions = [\"low\", \"high\"]\nask = \"How is it?\"\n\
         [[recommendations]]\nid = \"go\"\ntitle = \"Go\"\n[[rules]]\nid = \"go\"\nrecommend = \"go\"\n",
        "[rubric]\nid = \"r\"\nhigher_is = \"better\"\n[[dimensions]]\nid = \"d\"\n\
         [[criteria]]\nid = \"k\"\ndimension = \"d\"\nweight = 1\nfact = \"s.b\"\n\
         points.low = 0\npoints.high = 10\n\
         applies_when = { not = [{ fact = \"s.a\", is = true }, { fact = \"s.b\", is = \"low\" }] }\n",
    ];
    let set = load_files(&texts.map(str::to_owned)).expect("a set");
    let trees = ranges(&set, &set.criteria[0]).expect("few facts");
    let (least, most) = trees.points.expect("points");
    for (left, points) in [([0b11, 0b11], [0, 10]), ([0b10, 0b11], [10, 10])] {
        assert_eq!([least.at(&left), most.at(&left)], points, "{left:?}");
    }
}
