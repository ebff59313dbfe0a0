//! What the figures of a report are to each other, by the formulas of the README: each is worked out from others of the
//! same report, as JSON. The functions say of how many figures they had something to say.

use serde_json::{Value, json};

/// A score in tenths: 62.5 is 625. None where it is null.
pub(crate) fn tenths(value: &Value) -> Option<i64> {
    scaled(value, 10.0)
}

fn hundredths(value: &Value) -> i64 {
    scaled(value, 100.0).expect("a number")
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

pub(crate) fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

pub(crate) fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key]
        .as_str()
        .unwrap_or_else(|| panic!("no {key} in {value}"))
}

fn number(value: &Value, key: &str) -> f64 {
    value[key]
        .as_f64()
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

/// Of two scores the one further from what is best in a rubric.
fn worse(rubric: &Value, a: i64, b: i64) -> i64 {
    if text(rubric, "higher_is") == "worse" {
        a.max(b)
    } else {
        a.min(b)
    }
}

pub(crate) fn criteria(rubric: &Value) -> impl Iterator<Item = &Value> {
    let dimensions = list(rubric, "dimensions").iter();
    dimensions.flat_map(|dimension| list(dimension, "criteria"))
}

/// The score of a rubric from those of its dimensions, before gates.
fn aggregate(rubric: &Value, parts: &[(i64, i64)]) -> Option<i64> {
    if text(rubric, "aggregate") == "worst" {
        let scores = parts.iter().map(|(_, score)| *score);
        scores.reduce(|a, b| worse(rubric, a, b))
    } else {
        mean(parts.iter().copied())
    }
}

/// The caps of a rubric's gates in this state.
fn caps<'r>(report: &'r Value, rubric: &'r Value, state: &'r str) -> impl Iterator<Item = i64> {
    let own = format!("{}/", text(rubric, "id"));
    let gates = list(report, "gates").iter();
    let gates =
        gates.filter(move |gate| text(gate, "id").starts_with(&own) && gate["state"] == state);
    gates.filter_map(|gate| tenths(&gate["cap"]))
}

/// A dimension is the weighted mean of what applies, where all of it is known.
pub(crate) fn known_dimensions(report: &Value) -> usize {
    let mut recomputed = 0;
    for rubric in list(report, "scores") {
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
                assert_eq!(tenths(&dimension[key]), score, "{key} of {id}");
            }
            recomputed += 1;
        }
    }
    recomputed
}

/// Where something is open, effective weights tell how much each criterion is expected to count.
pub(crate) fn open_dimensions(report: &Value) -> usize {
    let mut recomputed = 0;
    for rubric in list(report, "scores") {
        for dimension in list(rubric, "dimensions") {
            let Some(shown) = dimension["estimate"].as_f64() else {
                continue;
            };
            let (mut sum, mut all, mut digits) = (0.0, 0.0, 0.0);
            for criterion in list(dimension, "criteria") {
                let weight = number(criterion, "effective_weight");
                let estimate = criterion["estimate"].as_f64().unwrap_or(0.0);
                sum += weight * estimate;
                all += weight;
                // Weights show four decimals.
                digits += 0.000_05 * (estimate - shown).abs();
            }
            // Estimates show one decimal, and so does the score.
            let tolerance = 0.1 + 1.01 * digits / all;
            if all > 0.0 && tolerance < 1.0 {
                let (id, found) = (text(dimension, "id"), sum / all);
                assert!(
                    (found - shown).abs() <= tolerance,
                    "{id} is {found}, not {shown}"
                );
                recomputed += 1;
            }
        }
    }
    recomputed
}

/// A rubric is the mean or the worst of the shown dimensions, capped by tripped gates, inside its range. Says how many
/// scores caps and the range changed.
pub(crate) fn rubrics(report: &Value) -> usize {
    let mut changed = 0;
    for rubric in list(report, "scores") {
        let shown: Vec<(i64, i64)> = list(rubric, "dimensions")
            .iter()
            .filter_map(|dimension| Some((weight(dimension), tenths(&dimension["estimate"])?)))
            .collect();
        let before = aggregate(rubric, &shown);
        let score = before.map(|score| {
            let capped =
                caps(report, rubric, "tripped").fold(score, |a, cap| worse(rubric, a, cap));
            let ends = (tenths(&rubric["low"]), tenths(&rubric["high"]));
            capped.clamp(ends.0.expect("a score"), ends.1.expect("a score"))
        });
        assert_eq!(tenths(&rubric["estimate"]), score, "{}", text(rubric, "id"));
        changed += usize::from(score != before);
    }
    changed
}

/// What a part adds to a mean: whether it is there for sure, its weight, its least and its most.
type Part = (Option<bool>, i64, i64, i64);

/// The least and the most over every choice among the parts that may be missing.
fn ends(
    parts: &[Part],
    score: impl Fn(&[(i64, i64)]) -> Option<i64>,
) -> (Option<i64>, Option<i64>) {
    let open: Vec<&Part> = parts.iter().filter(|part| part.0.is_none()).collect();
    let sure: Vec<&Part> = parts.iter().filter(|part| part.0 == Some(true)).collect();
    let chosen = |choice: u32| {
        let some = open.iter().enumerate();
        let some = some.filter(move |(bit, _)| choice >> bit & 1 == 1);
        sure.iter()
            .copied()
            .chain(some.map(|(_, part)| *part))
            .collect::<Vec<_>>()
    };
    let end = |value: fn(&Part) -> i64| {
        let choices = (0..1_u32 << open.len()).filter_map(|choice| {
            let parts: Vec<(i64, i64)> = chosen(choice)
                .into_iter()
                .map(|part| (part.1, value(part)))
                .collect();
            score(&parts)
        });
        choices.collect::<Vec<_>>()
    };
    (
        end(|part| part.2).into_iter().min(),
        end(|part| part.3).into_iter().max(),
    )
}

/// Ranges follow step by step, from criteria to dimensions to rubrics, as if no two shared a fact. Says how many ends
/// hang on whether something applies at all.
pub(crate) fn ranges(report: &Value) -> usize {
    let mut hanging = 0;
    for rubric in list(report, "scores") {
        let part = |(exists, of): (Option<bool>, &Value)| -> Option<Part> {
            let (low, high) = (tenths(&of["low"])?, tenths(&of["high"])?);
            Some((exists, weight(of), low, high))
        };
        let mut dimensions: Vec<Part> = Vec::new();
        for dimension in list(rubric, "dimensions") {
            let criteria = list(dimension, "criteria").iter();
            let parts: Vec<Part> = criteria
                .filter_map(|one| part((one["applies"].as_bool(), one)))
                .collect();
            let found = ends(&parts, |parts| mean(parts.iter().copied()));
            let shown = (tenths(&dimension["low"]), tenths(&dimension["high"]));
            assert_eq!(shown, found, "{}", text(dimension, "id"));
            let sure = parts.iter().any(|part| part.0 == Some(true));
            dimensions.extend(part((sure.then_some(true), dimension)));
            hanging += usize::from(parts.iter().any(|part| part.0.is_none()));
        }
        let (low, high) = ends(&dimensions, |parts| aggregate(rubric, parts));
        let capped = |score: Option<i64>, state: &str| {
            let caps = caps(report, rubric, state);
            score.map(|score| caps.fold(score, |a, cap| worse(rubric, a, cap)))
        };
        // An open gate may cap the worse end alone.
        let (low, high) = (capped(low, "tripped"), capped(high, "tripped"));
        let found = if text(rubric, "higher_is") == "worse" {
            (low, capped(high, "open"))
        } else {
            (capped(low, "open"), high)
        };
        let shown = (tenths(&rubric["low"]), tenths(&rubric["high"]));
        assert_eq!(shown, found, "{}", text(rubric, "id"));
    }
    hanging
}

/// Every estimate lies in its range; nothing has one that has no range.
pub(crate) fn estimates_lie_in_their_ranges(report: &Value) {
    let within = |one: &Value| {
        let figure = |key: &str| tenths(&one[key]);
        let (low, estimate, high) = (figure("low"), figure("estimate"), figure("high"));
        assert_eq!(low.is_some(), high.is_some(), "{one}");
        assert!(low <= high, "{one}");
        if let Some(estimate) = estimate {
            let fits = low.is_some_and(|low| low <= estimate) && high >= Some(estimate);
            assert!(fits, "{one}");
        }
        estimate
    };
    for rubric in list(report, "scores") {
        within(rubric);
        for dimension in list(rubric, "dimensions") {
            within(dimension);
        }
        for criterion in criteria(rubric) {
            let estimate = within(criterion);
            let nothing = criterion["applies"] == json!(false);
            assert_eq!(criterion["low"].is_null(), nothing, "{criterion}");
            // What never counts costs nothing.
            let weight = number(criterion, "effective_weight");
            assert!(estimate.is_some() || weight == 0.0, "{criterion}");
            let cost = number(criterion, "cost");
            let most = 100.0 * (weight + 0.000_05) + 0.005;
            assert!((0.0..=most + 1e-9).contains(&cost), "{criterion}");
        }
    }
}

/// The worst dimension is the one with the worst estimate, ties by id.
pub(crate) fn worst_dimensions(report: &Value) {
    for rubric in list(report, "scores") {
        let worse = text(rubric, "higher_is") == "worse";
        let dimensions = list(rubric, "dimensions").iter();
        let worst = dimensions
            .filter_map(|dimension| {
                let score = tenths(&dimension["estimate"])?;
                Some((if worse { -score } else { score }, text(dimension, "id")))
            })
            .min();
        let id = worst.map(|(_, id)| id);
        assert_eq!(rubric["worst_dimension"].as_str(), id, "{rubric}");
    }
}

/// Every lost point is accounted for: by a criterion, or by the line of the rest. The dearest criteria come first, then
/// the rests. Says how many rests are not nothing.
pub(crate) fn costs(report: &Value) -> usize {
    let reasons = list(report, "reasons");
    let is_rest = |reason: &Value| reason["criterion"].is_null();
    let first_rest = reasons.iter().position(is_rest).unwrap_or(reasons.len());
    let (dearest, rests) = reasons.split_at(first_rest);
    assert!(rests.iter().all(is_rest), "{reasons:?}");
    let cost = |reason: &Value| hundredths(&reason["cost"]);
    assert!(
        dearest.is_sorted_by_key(|reason| -cost(reason)),
        "{reasons:?}"
    );
    for rubric in list(report, "scores") {
        let about = text(rubric, "id");
        let lost = scaled(&rubric["estimate"], 100.0).map_or(0, |estimate| {
            if text(rubric, "higher_is") == "worse" {
                estimate
            } else {
                10_000 - estimate
            }
        });
        let own: Vec<&Value> = reasons
            .iter()
            .filter(|reason| reason["rubric"] == rubric["id"])
            .collect();
        assert_eq!(
            own.iter().map(|one| cost(one)).sum::<i64>(),
            lost,
            "{about}"
        );
        let rests = own.iter().filter(|reason| is_rest(reason));
        assert_eq!(rests.count(), 1, "{about}");
        for criterion in criteria(rubric) {
            let same = |reason: &&&Value| reason["criterion"] == criterion["id"];
            let cost = own
                .iter()
                .find(same)
                .map_or(json!(0.0), |reason| reason["cost"].clone());
            assert_eq!(cost, criterion["cost"], "{about}: {}", criterion["id"]);
        }
    }
    rests.iter().filter(|reason| cost(reason) != 0).count()
}

/// The effective weights of a rubric that has a score are parts of one whole.
pub(crate) fn effective_weights(report: &Value) {
    for rubric in list(report, "scores") {
        let weights: Vec<f64> = criteria(rubric)
            .map(|criterion| number(criterion, "effective_weight"))
            .collect();
        let sum: f64 = weights.iter().sum();
        let whole = if rubric["estimate"].is_null() {
            0.0
        } else {
            1.0
        };
        let count = u32::try_from(weights.len()).expect("a few dozen");
        assert!(
            (sum - whole).abs() <= 0.000_05 * f64::from(count) + 1e-9,
            "{}: {sum}",
            text(rubric, "id")
        );
    }
}

/// Shares are parts of one whole, and the largest leads; whether it does so clearly follows from them. Says how many
/// are possible.
pub(crate) fn shares(report: &Value) -> usize {
    let proposal = &report["recommendation"];
    let possible = list(proposal, "possible");
    let shares: Vec<f64> = possible.iter().map(|one| number(one, "share")).collect();
    let sum: f64 = shares.iter().sum();
    assert!((sum - 1.0).abs() < 0.001, "{sum}");
    assert!(shares.is_sorted_by(|a, b| a >= b), "{shares:?}");
    assert_eq!(possible[0]["id"], proposal["id"]);
    assert_eq!(possible[0]["title"], proposal["title"]);
    let one = possible.len() == 1;
    assert_eq!(proposal["settled"], json!(one));
    // What is shown has four decimals; at an even half it may be either.
    let (first, next) = (shares[0], shares.get(1).copied().unwrap_or(0.0));
    let margin = (first - 0.5).min(first - 2.0 * next);
    if margin.abs() > 0.000_2 {
        assert_eq!(proposal["clearly"], json!(margin > 0.0), "{shares:?}");
    }
    let error = number(proposal, "share_error");
    assert!(proposal["share_exact"] == json!(false) || error == 0.0);
    possible.len()
}

/// Of an open recommendation what is known to be able to change it decides; questions are asked in the order of what
/// they tell. Says how many there are.
pub(crate) fn questions(report: &Value) -> usize {
    let proposal = &report["recommendation"];
    let questions = list(report, "next_questions");
    let bits: Vec<f64> = questions.iter().map(|one| number(one, "bits")).collect();
    assert!(bits.is_sorted_by(|a, b| a >= b), "{bits:?}");
    if proposal["settled"] == json!(true) {
        assert_eq!(questions.len(), 0);
        return 0;
    }
    let changing = questions
        .iter()
        .filter(|one| one["can_change"] == json!(true));
    let changing: Vec<&Value> = changing.map(|one| &one["fact"]).collect();
    let deciding: Vec<&Value> = list(proposal, "deciding_facts").iter().collect();
    assert_eq!(deciding, changing);
    let possible = list(proposal, "possible");
    let answers = questions.iter().flat_map(|one| list(one, "answers"));
    for answer in answers.filter(|answer| !answer["leads_to"].is_null()) {
        let known = possible.iter().any(|one| one["id"] == answer["leads_to"]);
        assert!(known, "{answer}");
    }
    questions.len()
}

/// Nothing is wholly known while a criterion that may apply is open.
pub(crate) fn coverage(report: &Value) {
    let coverage = number(report, "coverage");
    assert!((0.0..=1.0).contains(&coverage), "{coverage}");
    let open = |criterion: &Value| criterion["low"] != criterion["high"];
    if list(report, "scores").iter().flat_map(criteria).any(open) {
        assert!(coverage <= 0.99, "{coverage}");
    }
}
