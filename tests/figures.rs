//! The report as JSON, recomputed: whoever has the report and the formulas comes to its figures.

#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

use serde_json::{Value, json};
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

const FIXTURES: &str = "tests/cmd/fixtures";

/// The reports of profiles, as the program prints them.
fn reports(arguments: &[String]) -> Vec<Value> {
    let output = Command::new(env!("CARGO_BIN_EXE_maturity"))
        .env_remove("MATURITY_RUBRICS")
        .args(["score", "--format", "jsonl"])
        .args(arguments)
        .output()
        .expect("it runs");
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

/// The reports of all examples, and of the profiles of the tiny set.
static REPORTS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let examples = maturity::source::shipped::EXAMPLES;
    let examples: Vec<String> = examples
        .iter()
        .map(|(path, _)| (*path).to_owned())
        .collect();
    let tiny = ["tiny", "known.yaml", "half.yaml", "fashion.yaml"];
    let mut arguments = vec!["--rubrics".to_owned()];
    arguments.extend(tiny.map(|name| format!("{FIXTURES}/{name}")));
    let mut all = reports(&examples);
    all.extend(reports(&arguments));
    assert_eq!(all.len(), 23);
    all
});

/// A score in tenths: 62.5 is 625. None where it is null.
fn tenths(value: &Value) -> Option<i64> {
    scaled(value, 10.0)
}

fn scaled(value: &Value, scale: f64) -> Option<i64> {
    let scaled = value.as_f64()? * scale;
    assert!(
        (scaled - scaled.round()).abs() < 1e-6,
        "{value} has more decimals"
    );
    #[expect(clippy::cast_possible_truncation, reason = "a score of at most 100")]
    let whole = scaled.round() as i64;
    Some(whole)
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key]
        .as_str()
        .unwrap_or_else(|| panic!("no {key} in {value}"))
}

/// Σ weight · value / Σ weight, rounded half away from zero; none where nothing has a weight.
fn mean(parts: impl Iterator<Item = (i64, i64)>) -> Option<i64> {
    let (sum, weight) = parts.fold((0, 0), |(sum, all), (weight, value)| {
        (sum + weight * value, all + weight)
    });
    (weight > 0).then(|| (2 * sum + weight) / (2 * weight))
}

fn weight(part: &Value) -> i64 {
    part["weight"].as_i64().expect("a whole weight")
}

/// Tests one rubric of every report.
fn each_rubric(mut test: impl FnMut(&Value, &Value, &str)) {
    for report in &*REPORTS {
        for rubric in list(report, "scores") {
            let about = format!(
                "{} {}",
                text(&report["profile"], "path"),
                text(rubric, "id")
            );
            test(report, rubric, &about);
        }
    }
}

/// The weighted mean of what applies, where all of it is known.
#[test]
fn dimensions_follow_from_their_criteria() {
    let mut recomputed = 0;
    each_rubric(|_, rubric, about| {
        for dimension in list(rubric, "dimensions") {
            let criteria = list(dimension, "criteria");
            let known = |criterion: &Value| {
                !criterion["applies"].is_null() && criterion["low"] == criterion["high"]
            };
            if !criteria.iter().all(known) {
                continue;
            }
            let applying = criteria
                .iter()
                .filter(|criterion| criterion["applies"] == json!(true));
            let points = |criterion: &Value| tenths(&criterion["low"]).expect("points");
            let score = mean(applying.map(|criterion| (weight(criterion), points(criterion))));
            for key in ["estimate", "low", "high"] {
                let id = text(dimension, "id");
                assert_eq!(tenths(&dimension[key]), score, "{about}: {key} of {id}");
            }
            recomputed += 1;
        }
    });
    assert!(
        recomputed >= 18 + 4,
        "only {recomputed} dimensions are known"
    );
}

/// Where something is open, effective weights tell how much each criterion is expected to count.
#[test]
fn open_dimensions_follow_from_effective_weights() {
    each_rubric(|_, rubric, about| {
        for dimension in list(rubric, "dimensions") {
            let Some(shown) = dimension["estimate"].as_f64() else {
                continue;
            };
            let (mut sum, mut all) = (0.0, 0.0);
            for criterion in list(dimension, "criteria") {
                let weight = criterion["effective_weight"].as_f64().expect("a weight");
                sum += weight * criterion["estimate"].as_f64().unwrap_or(0.0);
                all += weight;
            }
            // Weights show four decimals and estimates one.
            let id = text(dimension, "id");
            assert!(
                (sum / all - shown).abs() < 0.3,
                "{about}: {id} is {}",
                sum / all
            );
        }
    });
}

/// The mean or the worst of the shown dimensions, capped by tripped gates, inside its range.
#[test]
fn rubrics_follow_from_their_dimensions() {
    each_rubric(|report, rubric, about| {
        let worse = text(rubric, "higher_is") == "worse";
        let worst = |a: i64, b: i64| if worse { a.max(b) } else { a.min(b) };
        let score = |key: &str| {
            let dimensions = list(rubric, "dimensions").iter();
            let mut shown = dimensions
                .filter_map(|dimension| Some((weight(dimension), tenths(&dimension[key])?)));
            // Only `risk` of the tiny set takes the worst; reports do not say so.
            if text(rubric, "id") == "risk" {
                shown.map(|(_, score)| score).reduce(worst)
            } else {
                mean(shown.by_ref())
            }
        };
        let tripped = list(report, "gates").iter().filter(|gate| {
            let own = text(gate, "id").starts_with(&format!("{}/", text(rubric, "id")));
            own && text(gate, "state") == "tripped"
        });
        let caps = tripped.filter_map(|gate| tenths(&gate["cap"]));
        let capped = caps.fold(score("estimate").expect("a score"), worst);
        let (low, high) = (tenths(&rubric["low"]), tenths(&rubric["high"]));
        let clamped = capped.clamp(low.expect("a score"), high.expect("a score"));
        assert_eq!(tenths(&rubric["estimate"]), Some(clamped), "{about}");
    });
}

#[test]
fn the_worst_dimension_is_the_worst() {
    each_rubric(|_, rubric, about| {
        let worse = text(rubric, "higher_is") == "worse";
        let dimensions = list(rubric, "dimensions").iter();
        let worst = dimensions
            .filter_map(|dimension| {
                let score = tenths(&dimension["estimate"])?;
                Some((if worse { -score } else { score }, text(dimension, "id")))
            })
            .min();
        let id = worst.map(|(_, id)| id);
        assert_eq!(rubric["worst_dimension"].as_str(), id, "{about}");
    });
}

/// Every lost point is accounted for: by a criterion, or by the line of the rest.
#[test]
fn costs_add_up_to_what_is_shown() {
    each_rubric(|report, rubric, about| {
        let estimate = scaled(&rubric["estimate"], 100.0).expect("a score");
        let lost = if text(rubric, "higher_is") == "worse" {
            estimate
        } else {
            10_000 - estimate
        };
        let reasons = list(report, "reasons").iter();
        let own: Vec<&Value> = reasons
            .filter(|reason| reason["rubric"] == rubric["id"])
            .collect();
        let costs: i64 = own
            .iter()
            .map(|reason| scaled(&reason["cost"], 100.0).expect("a cost"))
            .sum();
        assert_eq!(costs, lost, "{about}");
        let rests = own.iter().filter(|reason| reason["criterion"].is_null());
        assert_eq!(rests.count(), 1, "{about}");
        for criterion in list(rubric, "dimensions")
            .iter()
            .flat_map(|dimension| list(dimension, "criteria"))
        {
            let same = |reason: &&&Value| reason["criterion"] == criterion["id"];
            let cost = own
                .iter()
                .find(same)
                .map_or(json!(0.0), |reason| reason["cost"].clone());
            assert_eq!(cost, criterion["cost"], "{about}: {}", criterion["id"]);
        }
    });
}

#[test]
fn effective_weights_share_one_rubric() {
    each_rubric(|_, rubric, about| {
        let dimensions = list(rubric, "dimensions").iter();
        let criteria = dimensions.flat_map(|dimension| list(dimension, "criteria"));
        let weights: Vec<f64> = criteria
            .map(|criterion| criterion["effective_weight"].as_f64().expect("a weight"))
            .collect();
        let sum: f64 = weights.iter().sum();
        let count = u32::try_from(weights.len()).expect("a few dozen");
        assert!(
            (sum - 1.0).abs() <= 0.000_05 * f64::from(count) + 1e-9,
            "{about}: {sum}"
        );
    });
}

/// Shares are parts of one whole, and the largest leads.
#[test]
fn shares_add_up() {
    for report in &*REPORTS {
        let (about, proposal) = (&report["profile"]["path"], &report["recommendation"]);
        let possible = list(proposal, "possible");
        let shares: Vec<f64> = possible
            .iter()
            .map(|one| one["share"].as_f64().expect("a share"))
            .collect();
        let sum: f64 = shares.iter().sum();
        assert!((sum - 1.0).abs() < 0.001, "{about}: {sum}");
        assert!(shares.is_sorted_by(|a, b| a >= b), "{about}: {shares:?}");
        assert_eq!(possible[0]["id"], proposal["id"], "{about}");
        let one = possible.len() == 1;
        assert_eq!(proposal["settled"], json!(one), "{about}");
    }
}

/// A profile that takes over a witness comes to what it witnesses.
#[test]
fn witnesses_are_proofs() {
    let folder = tempfile::tempdir().expect("a folder of its own");
    let (mut paths, mut ids) = (Vec::new(), Vec::new());
    for report in REPORTS
        .iter()
        .take(maturity::source::shipped::EXAMPLES.len())
    {
        let path = text(&report["profile"], "path");
        let example = std::fs::read_to_string(path).expect(path);
        for possible in list(&report["recommendation"], "possible") {
            let mut profile: Value = serde_yaml::from_str(&example).expect(path);
            let witness = possible["witness"].as_object().into_iter().flatten();
            for (fact, value) in witness {
                let (section, key) = fact.split_once('.').expect("section.key");
                profile[section][key] = value.clone();
            }
            let copy = folder.path().join(format!("{}.json", paths.len()));
            std::fs::write(&copy, profile.to_string()).expect("our own folder");
            paths.push(copy.display().to_string());
            ids.push(possible["id"].clone());
        }
    }
    assert!(paths.len() > 60, "only {} witnesses", paths.len());
    for (id, report) in ids.iter().zip(reports(&paths)) {
        let proposal = &report["recommendation"];
        assert_eq!((&proposal["id"], &proposal["settled"]), (id, &json!(true)));
    }
}

/// What a report says about one profile that comes through standard input.
fn of_stdin(profile: &str) -> Value {
    let mut child = Command::new(env!("CARGO_BIN_EXE_maturity"))
        .current_dir(FIXTURES)
        .env_remove("MATURITY_RUBRICS")
        .args(["score", "--rubrics", "tiny", "-f", "json", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut input = child.stdin.take().expect("a pipe");
    input.write_all(profile.as_bytes()).expect("it reads");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{profile}");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// One fact in the report of a profile, wherever a criterion reads it.
fn fact(report: &Value, id: &str) -> Value {
    let dimensions = list(report, "scores")
        .iter()
        .flat_map(|rubric| list(rubric, "dimensions"));
    let mut facts = dimensions
        .flat_map(|dimension| list(dimension, "criteria"))
        .filter_map(|criterion| criterion["facts"].get(id));
    facts.next().expect("a criterion reads it").clone()
}

/// Facts come back as the profile states them, in one form however they were written.
#[test]
fn facts_are_understood() {
    for (profile, id, want) in [
        // The words no and yes, and what YAML 1.1 tools make of them.
        ("goal: { clear: no }", "goal.clear", json!("no")),
        ("goal: { clear: false }", "goal.clear", json!("no")),
        ("goal: { clear: True }", "goal.clear", json!("yes")),
        ("goal: { clear: 'yes' }", "goal.clear", json!("yes")),
        ("goal: { urgent: FALSE }", "goal.urgent", json!(false)),
        // Files of other systems and other writers.
        (
            "\u{feff}goal:\r\n  urgent: true\r\n",
            "goal.urgent",
            json!(true),
        ),
        (
            "{\"goal\": {\"clear\": \"n\\u006f\"}}",
            "goal.clear",
            json!("no"),
        ),
        (
            "goal: { urgent: &a true, clear: { value: yes, note: *a } }",
            "goal.clear",
            json!("yes"),
        ),
        // Numbers.
        ("company: { staff: 12 }", "company.staff", json!(12)),
        ("company: { staff: +12 }", "company.staff", json!(12)),
        (
            "company: { turnover: 7.50 }",
            "company.turnover",
            json!(7.5),
        ),
        ("company: { turnover: 1e1 }", "company.turnover", json!(10)),
        // Sets are whole lists, in the order of the options.
        (
            "team: { skills: [sales, data, data] }",
            "team.skills",
            json!(["data", "sales"]),
        ),
        ("team: { skills: [] }", "team.skills", json!([])),
        // What is not known, and what does not apply.
        ("{}", "goal.urgent", json!(null)),
        ("goal:", "goal.urgent", json!(null)),
        ("goal: { urgent: unknown }", "goal.urgent", json!(null)),
        (
            "goal: { urgent: { value: ~, note: asked twice } }",
            "goal.urgent",
            json!(null),
        ),
        ("team: { last_tool: n/a }", "team.last_tool", json!("n/a")),
        // A value with what may stand beside it.
        (
            "goal: { urgent: { value: true, note: 'n', source: call, as_of: 2026-11-03 } }",
            "goal.urgent",
            json!(true),
        ),
        // Half-knowledge.
        (
            "goal: { clear: { not: yes } }",
            "goal.clear",
            json!({"not": ["yes"]}),
        ),
        (
            "goal: { clear: { one_of: [no, partly] } }",
            "goal.clear",
            json!({"one_of": ["no", "partly"]}),
        ),
        (
            "company: { staff: { at_least: 6, at_most: 12 } }",
            "company.staff",
            json!({"at_least": 6, "at_most": 12}),
        ),
        (
            "company: { turnover: { one_of: [1, 7.5] } }",
            "company.turnover",
            json!({"one_of": [1, 7.5]}),
        ),
        (
            "team: { skills: { includes: [data], excludes: [sales] } }",
            "team.skills",
            json!({"includes": ["data"], "excludes": ["sales"]}),
        ),
        (
            "team: { last_tool: { not: n/a } }",
            "team.last_tool",
            json!({"not": ["n/a"]}),
        ),
    ] {
        assert_eq!(fact(&of_stdin(profile), id), want, "{profile}");
    }
}

#[test]
fn the_profile_names_itself() {
    let report = of_stdin("profile: { id: p-1 }\ncompany: { name: \"甲 \\U0001F600\" }");
    assert_eq!(
        report["profile"],
        json!({"path": "-", "index": 0, "id": "p-1", "name": "甲 😀"})
    );
}
