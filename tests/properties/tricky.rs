//! Cases worked out by hand, where a slip is easy: each says in words what must come out and why.

use crate::subject::{assess_text, load_files, state};
use maturity::assess::Assessment;
use maturity::assess::range::Score;
use maturity::rubric::RubricSet;

/// What the sets below share; each adds criteria and, before it, rubrics of its own.
const FACTS: &str = r#"
id = "tricky"
version = "1.0.0"
[facts."a.yes"]
ask = "Yes or no?"
type = "bool"
[facts."a.also"]
ask = "And this?"
type = "bool"
[facts."a.grade"]
ask = "How good?"
type = "choice"
options = ["weak", "average", "strong"]
allow_na = true
[facts."a.years"]
ask = "How many years?"
type = "number"
min = 0
max = 100
allow_na = true
"#;

const RULES: &str = r#"
[[recommendations]]
id = "go"
title = "Go"
[[recommendations]]
id = "stay"
title = "Stay"
[[rules]]
id = "otherwise"
recommend = "stay"
"#;

const BETTER: &str = r#"
[rubric]
id = "r"
higher_is = "better"
[[dimensions]]
id = "d"
weight = 1
"#;

fn load(parts: &[&str]) -> RubricSet {
    load_files(&[[FACTS, &parts.concat()].concat()]).expect("a valid set")
}

fn assess(set: &RubricSet, profile: &str) -> Assessment {
    assess_text(set, profile).expect("a valid profile")
}

/// Whether it exists, low, high and estimate.
fn figures(score: &Score) -> (Option<bool>, u16, u16, Option<u16>) {
    (state(score.exists), score.low, score.high, score.estimate)
}

#[test]
fn a_criterion_that_may_not_apply_is_in_only_where_it_helps() {
    let criteria = r#"
        [[criteria]]
        id = "sure"
        dimension = "d"
        weight = 1
        cases = [{ points = 50 }]
        [[criteria]]
        id = "low"
        dimension = "d"
        weight = 3
        applies_when = [{ fact = "a.yes", is = true }]
        cases = [{ points = 0 }]
        [[criteria]]
        id = "high"
        dimension = "d"
        weight = 1
        applies_when = [{ fact = "a.also", is = true }]
        cases = [{ points = 100 }]
    "#;
    let set = load(&[BETTER, criteria, RULES]);
    // Low: 50 and three times 0; high: 50 and 100; estimate: 100 parts of 3, halves of 3 and 1 being in.
    let expected = (Some(true), 125, 750, Some(333));
    assert_eq!(figures(&assess(&set, "{}").dimensions[0]), expected);
    assert_eq!(
        figures(&assess(&set, "a: { yes: true, also: true }").dimensions[0]),
        (Some(true), 300, 300, Some(300))
    );
}

#[test]
fn a_dimension_where_nothing_need_apply_may_have_no_score() {
    let criteria = r#"
        [[criteria]]
        id = "low"
        dimension = "d"
        weight = 3
        applies_when = [{ fact = "a.yes", is = true }]
        cases = [{ points = 10 }]
        [[criteria]]
        id = "high"
        dimension = "d"
        weight = 1
        applies_when = [{ fact = "a.also", is = true }]
        cases = [{ points = 90 }]
    "#;
    let rules = r#"
        [[rules]]
        id = "not-low"
        recommend = "go"
        when = { not = { score = "r/d", at_most = 95 } }
    "#;
    let rules = RULES.replace("[[rules]]", &format!("{rules}\n[[rules]]"));
    let set = load(&[BETTER, criteria, &rules]);
    let open = assess(&set, "{}");
    // Three halves of 10 and a half of 90.
    assert_eq!(figures(&open.dimensions[0]), (None, 100, 900, Some(300)));
    // At most 95 whenever there is a score, false where there is none.
    assert_eq!(state(open.rules[0]), None);
    let missing = assess(&set, "a: { yes: false, also: false }");
    assert_eq!(
        (
            state(missing.dimensions[0].exists),
            missing.dimensions[0].estimate
        ),
        (Some(false), None)
    );
    assert_eq!(
        (
            state(missing.rubrics[0].exists),
            missing.rubrics[0].estimate
        ),
        (Some(false), None)
    );
    // A test of a missing score is false before any `not`.
    assert_eq!(state(missing.rules[0]), Some(true));
}

#[test]
fn the_worst_dimension_may_be_one_that_is_missing() {
    let rubric = r#"
        [rubric]
        id = "r"
        higher_is = "better"
        aggregate = "worst"
        [[dimensions]]
        id = "sure"
        weight = 1
        [[dimensions]]
        id = "unsure"
        weight = 9
        [[criteria]]
        id = "k"
        dimension = "sure"
        weight = 1
        cases = [{ points = 60 }]
        [[criteria]]
        id = "k"
        dimension = "unsure"
        weight = 1
        fact = "a.grade"
        points = { weak = 20, average = 50, strong = 80 }
    "#;
    let set = load(&[rubric, RULES]);
    let of = |profile: &str| figures(&assess(&set, profile).rubrics[0]);
    // 20 if weak; never above the 60 that is sure; the other's mean is 50.
    assert_eq!(of("{}"), (Some(true), 200, 600, Some(500)));
    assert_eq!(of("a: { grade: n/a }"), (Some(true), 600, 600, Some(600)));
    assert_eq!(
        of("a: { grade: { one_of: [strong, n/a] } }"),
        (Some(true), 600, 600, Some(600))
    );
    // Saying anything else about the grade says that there is one.
    let graded = assess(&set, "a: { grade: { not: weak } }");
    assert_eq!(
        figures(&graded.dimensions[1]),
        (Some(true), 500, 800, Some(650))
    );
}

#[test]
fn a_cap_bounds_towards_worse() {
    let rubric = |points: u8| {
        format!(
            r#"
            [rubric]
            id = "r"
            higher_is = "worse"
            [[dimensions]]
            id = "d"
            weight = 1
            [[criteria]]
            id = "k"
            dimension = "d"
            weight = 1
            cases = [{{ points = {points} }}]
            [[gates]]
            id = "g"
            when = {{ fact = "a.yes", is = true }}
            cap = 70
            "#
        )
    };
    for (points, profile, expected) in [
        // Where worse is higher a cap is a floor; an open gate moves the high end only.
        (40, "{}", (400, 700, Some(400))),
        (40, "a: { yes: true }", (700, 700, Some(700))),
        (40, "a: { yes: false }", (400, 400, Some(400))),
        (90, "{}", (900, 900, Some(900))),
        (90, "a: { yes: true }", (900, 900, Some(900))),
    ] {
        let set = load(&[&rubric(points), RULES]);
        let (_, low, high, estimate) = figures(&assess(&set, profile).rubrics[0]);
        assert_eq!((low, high, estimate), expected, "{points}, {profile}");
    }
}

#[test]
fn halves_round_away_from_zero_at_each_step() {
    let criteria = |dimension: &str, often: u8, once: u8| {
        format!(
            r#"
            [[criteria]]
            id = "often"
            dimension = "{dimension}"
            weight = 19
            cases = [{{ points = {often} }}]
            [[criteria]]
            id = "once"
            dimension = "{dimension}"
            weight = 1
            cases = [{{ points = {once} }}]
            "#
        )
    };
    let second = "[[dimensions]]\nid = \"e\"\nweight = 1\n";
    // 0.05 is shown as 0.1; with 0.0 beside it the mean of what is shown is again 0.05, not 0.025.
    let set = load(&[
        BETTER,
        second,
        &criteria("d", 0, 1),
        &criteria("e", 0, 0),
        RULES,
    ]);
    let assessment = assess(&set, "{}");
    assert_eq!(
        (assessment.dimensions[0].low, assessment.dimensions[1].low),
        (1, 0)
    );
    assert_eq!(figures(&assessment.rubrics[0]), (Some(true), 1, 1, Some(1)));
    // 69.95 is shown as 70.0, and passes a rule that needs 70.
    let rule = r#"
        [[rules]]
        id = "seventy"
        recommend = "go"
        when = [{ score = "r", at_least = 70 }]
    "#;
    let rules = RULES.replace("[[rules]]", &format!("{rule}\n[[rules]]"));
    let set = load(&[BETTER, &criteria("d", 70, 69), &rules]);
    let assessment = assess(&set, "{}");
    assert_eq!(
        figures(&assessment.rubrics[0]),
        (Some(true), 700, 700, Some(700))
    );
    assert_eq!(
        (state(assessment.rules[0]), assessment.outlook.rule),
        (Some(true), 0)
    );
}

#[test]
fn every_test_of_n_a_is_false() {
    let criteria = r#"
        [[criteria]]
        id = "graded"
        dimension = "d"
        weight = 1
        cases = [{ when = { fact = "a.grade", is = "weak" }, points = 10 }, { points = 90 }]
        [[criteria]]
        id = "ungraded"
        dimension = "d"
        weight = 1
        applies_when = { not = { fact = "a.grade", in = ["weak", "average", "strong"] } }
        cases = [{ points = 30 }]
    "#;
    let set = load(&[BETTER, criteria, RULES]);
    // A fact of the scale that is n/a takes the criterion out; one of `applies_when` is only tested.
    let stated = assess(&set, "a: { grade: n/a }");
    assert_eq!(
        (
            state(stated.criteria[0].applies),
            state(stated.criteria[1].applies)
        ),
        (Some(false), Some(true))
    );
    assert_eq!(
        figures(&stated.dimensions[0]),
        (Some(true), 300, 300, Some(300))
    );
    // One of four parts is n/a: 30 with weight 1/4; else 10, 90 and 90 with 1/4 each.
    let unknown = assess(&set, "{}");
    assert_eq!(figures(&unknown.dimensions[0]).3, Some(550));
}

const YEARS: &str = r#"
[[criteria]]
id = "k"
dimension = "d"
weight = 1
fact = "a.years"
bands = [{ below = 10, points = 0 }, { points = 100 }]
"#;

#[test]
fn a_list_of_numbers_holds_within_its_bounds() {
    let set = load(&[BETTER, YEARS, RULES]);
    let of = |profile: &str| figures(&assess(&set, profile).dimensions[0]);
    assert_eq!(
        of("a: { years: { one_of: [4, 20] } }"),
        (Some(true), 0, 1000, Some(500))
    );
    // 4 is not at least 5, so it is 20, although other numbers of 4's band are at least 5.
    let bounded = of("a: { years: { one_of: [4, 20], at_least: 5 } }");
    assert_eq!(bounded, (Some(true), 1000, 1000, Some(1000)));
}

#[test]
fn a_list_of_numbers_may_say_that_there_need_be_none() {
    let set = load(&[BETTER, YEARS, RULES]);
    let assessment = assess(&set, "a: { years: { one_of: [20, n/a] } }");
    assert_eq!(
        figures(&assessment.dimensions[0]),
        (None, 1000, 1000, Some(1000))
    );
}

#[test]
fn a_rule_that_never_fires_breaks_no_tie() {
    let rules = r#"
        [[criteria]]
        id = "only"
        dimension = "d"
        weight = 1
        cases = [{ points = 50 }]
        [[rules]]
        id = "never"
        recommend = "go"
        when = [{ fact = "a.yes", is = true }, { fact = "a.yes", is = false }]
        [[rules]]
        id = "first"
        recommend = "stay"
        when = { fact = "a.also", is = true }
        [[rules]]
        id = "second"
        recommend = "go"
        when = { fact = "a.yes", is = true }
    "#;
    let set = load(&[BETTER, rules, RULES]);
    let id = |number: u16| &*set.recommendations[usize::from(number)].id;
    let leading = |profile: &str| id(assess(&set, profile).leading()).to_owned();
    assert_eq!(leading("a: { yes: true }"), "stay");
    let open = assess(&set, "{}");
    let fact = set.fact("a.yes").expect("there");
    let mut questions = open.outlook.questions.iter();
    let question = questions.find(|question| usize::from(question.fact) == fact);
    let answers = &question.expect("asked").answers;
    let after = answers.iter().map(|answer| answer.leads_to.map(id));
    assert_eq!(after.collect::<Vec<_>>(), [Some("stay"), Some("stay")]);
}

#[test]
fn ids_that_begin_alike_are_told_apart() {
    // `r/d-2/k` comes before `r/d/k`, and `r/d` before `r/d-2`.
    let criteria = r#"
        [[dimensions]]
        id = "d-2"
        weight = 1
        [[criteria]]
        id = "k"
        dimension = "d"
        weight = 1
        cases = [{ points = 1 }]
        [[criteria]]
        id = "k"
        dimension = "d-2"
        weight = 1
        cases = [{ points = 2 }]
    "#;
    let set = load(&[BETTER, criteria, RULES]);
    for id in ["r/d/k", "r/d-2/k"] {
        let found = set.criterion(id).map(|number| &*set.criteria[number].id);
        assert_eq!(found, Some(id));
    }
}
