//! Plans worked out by hand, where it took ten thousand random sets and more to find a slip.

use crate::subject::{answer_text, load_files};
use maturity::assess::plan::{Planned, plan};

const HEAD: &str = r#"
id = "plans"
version = "1.0.0"
[facts."a.cap"]
ask = "Capped?"
type = "bool"
effort = 1
[facts."a.x"]
ask = "How high is x?"
type = "choice"
options = ["low", "high"]
effort = 2
[facts."a.y"]
ask = "How high is y, if there is one?"
type = "choice"
options = ["off", "low", "high"]
effort = 5
[facts."a.z"]
ask = "Or this?"
type = "bool"
effort = 3
[facts."a.h"]
ask = "Which?"
type = "choice"
options = ["a", "b", "c", "d"]
effort = 2
[[recommendations]]
id = "go"
title = "Go"
[[recommendations]]
id = "stay"
title = "Stay"
"#;

/// Two dimensions, of which the second is there only if `a.y` is not `off`.
const SCORES: &str = r#"
[[dimensions]]
id = "one"
weight = 1
[[dimensions]]
id = "two"
weight = 1
[[criteria]]
id = "x"
dimension = "one"
weight = 1
fact = "a.x"
points = { low = 0, high = 100 }
[[criteria]]
id = "y"
dimension = "two"
weight = 1
fact = "a.y"
points = { off = 0, low = 0, high = 100 }
applies_when = [{ fact = "a.y", in = ["low", "high"] }]
"#;

const MEAN: &str = "[rubric]\nid = \"r\"\nhigher_is = \"better\"\n";
const WORST: &str = "[rubric]\nid = \"r\"\nhigher_is = \"better\"\naggregate = \"worst\"\n";
/// A gate that reads a fact that no criterion reads.
const CAP: &str = r#"
[[gates]]
id = "capped"
title = "Capped"
when = [{ fact = "a.cap", is = true }]
cap = 30
reason = "It is capped."
"#;

fn rules(when: &str) -> String {
    format!(
        r#"
[[rules]]
id = "by-z"
recommend = "go"
when = [{{ fact = "a.z", is = true }}]
[[rules]]
id = "own"
recommend = "go"
when = [{when}]
[[rules]]
id = "otherwise"
recommend = "stay"
"#
    )
}

/// The effort of the cheapest plan for `go`, and how many answers it takes for granted: both proved.
fn cost(parts: &[&str], profile: &str) -> (u32, usize) {
    let set = load_files(&[[HEAD, &parts.concat()].concat()]).expect("a valid set");
    let weights = vec![0.0; set.facts.len()];
    let planned = answer_text(&set, profile, |answers| plan(&set, answers, 0, &weights, 3));
    match planned.expect("a valid profile") {
        Planned::Plans {
            plans,
            least_effort: true,
            fewest_provided: true,
        } => (plans[0].effort, plans[0].provided.len()),
        other => panic!("no proof: {other:?}"),
    }
}

#[test]
fn a_cap_alone_may_hold_a_score_back_although_dimensions_may_be_missing() {
    let rules = rules(r#"{ score = "r", at_least = 60 }"#);
    let profile = "a: { cap: true, x: high, y: high, z: false }";
    assert_eq!(cost(&[MEAN, SCORES, CAP, &rules], profile), (1, 0));
}

#[test]
fn a_missing_dimension_need_not_reach_a_threshold_of_the_worst() {
    let rules = rules(r#"{ score = "r", at_least = 60 }"#);
    let profile = "a: { cap: false, x: low, y: high, z: false }";
    assert_eq!(cost(&[WORST, SCORES, &rules], profile), (2, 0));
}

#[test]
fn a_cap_that_trips_may_bring_a_score_below_a_threshold() {
    let rules = rules(r#"{ score = "r", at_most = 40 }"#);
    let profile = "a: { cap: false, x: high, y: high, z: false }";
    assert_eq!(cost(&[MEAN, SCORES, CAP, &rules], profile), (1, 0));
}

#[test]
fn what_is_half_known_is_changed_rather_than_taken_for_granted_at_the_same_effort() {
    // Either h comes out as b, which is taken for granted, and x changes; or h changes to c.
    let either = r#"{ fact = "a.h", in = ["b", "c"] }, { any = [{ fact = "a.x", is = "high" }, { fact = "a.h", is = "c" }] }"#;
    let profile = "a: { cap: false, x: low, y: off, z: false, h: { one_of: [a, b] } }";
    assert_eq!(cost(&[MEAN, SCORES, &rules(either)], profile), (2, 0));
    // With x already high, h as b costs no effort.
    let profile = "a: { cap: false, x: high, y: off, z: false, h: { one_of: [a, b] } }";
    assert_eq!(cost(&[MEAN, SCORES, &rules(either)], profile), (0, 1));
}
