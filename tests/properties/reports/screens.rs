//! The terminal: what it shows of a report, briefly, as usual and in full, and in a row of a table, are the figures of its
//! JSON, in its order.

use super::formulas::{list, text};
use super::places::{percent, shorter};
use super::texts::{gates, known, number, of, rubric, score, unproved};
use proptest::prelude::{prop_assert, prop_assert_eq};
use proptest::test_runner::TestCaseError;
use serde_json::Value;

/// A share in percent: what is possible is something.
fn share(share: f64) -> String {
    if share < 0.01 {
        "<1 %".to_owned()
    } else {
        format!("{} %", percent(share, 0))
    }
}

/// The lines below one that begins like this, up to an empty one.
fn below<'t>(shown: &'t str, heading: &str) -> Vec<&'t str> {
    let mut lines = shown.lines().skip_while(|line| !line.starts_with(heading));
    lines.next();
    lines.take_while(|line| !line.is_empty()).collect()
}

/// The words of a score's line before its bar.
fn line(one: &Value) -> Vec<String> {
    let (low, high) = (score(&one["low"]), score(&one["high"]));
    let mut words = vec![of(one, "title").to_owned()];
    let range = format!("{low}–{high}");
    if one["low"].is_null() {
        words.push("nothing applies".to_owned());
    } else if one["estimate"].is_null() {
        words.push(format!("{range}, but nothing is likely to apply"));
    } else {
        words.push(score(&one["estimate"]));
        words.extend((low != high).then_some(range));
        words.push(of(one, "rating_title").to_owned());
    }
    let words = words.iter().flat_map(|words| words.split_whitespace());
    words.map(str::to_owned).collect()
}

/// Holds lines of scores against what they show; behind them stands a bar at most.
fn check_lines(shown: &[&str], wanted: &[&Value]) -> Result<(), TestCaseError> {
    prop_assert_eq!(shown.len(), wanted.len(), "{:?}", shown);
    for (shown, one) in shown.iter().zip(wanted) {
        let mut found: Vec<String> = shown.split_whitespace().map(str::to_owned).collect();
        found.retain(|word| !word.contains(['━', '─', '●']));
        prop_assert_eq!(found, line(one), "{}", shown);
    }
    Ok(())
}

/// A rubric's dimensions that have a score, worst first.
fn worst_first(rubric: &Value) -> Vec<&Value> {
    let dimensions = list(rubric, "dimensions").iter();
    let mut own: Vec<&Value> = dimensions
        .filter(|one| one["estimate"].is_number())
        .collect();
    let sign = if of(rubric, "higher_is") == "worse" {
        -1.0
    } else {
        1.0
    };
    let badness = |one: &&Value| sign * number(one, "estimate");
    own.sort_by(|a, b| {
        let order = badness(a).total_cmp(&badness(b));
        order.then_with(|| text(a, "id").cmp(text(b, "id")))
    });
    own
}

pub(super) fn check_screen(shown: &str, report: &Value, full: bool) -> Result<(), TestCaseError> {
    let most = |normal: usize| if full { usize::MAX } else { normal };
    let told = format!(
        "{} % of what the scores rest on is known",
        percent(number(report, "coverage"), 0)
    );
    prop_assert!(shown.contains(&told), "{} in {}", told, shown);
    let scores: Vec<&Value> = list(report, "scores").iter().collect();
    check_lines(&below(shown, "  SCORES  "), &scores)?;
    for rubric in &scores {
        let order = match of(rubric, "higher_is") {
            "worse" => "deepest first",
            _ => "weakest first",
        };
        let title = of(rubric, "title").to_uppercase();
        let mut wanted = worst_first(rubric);
        wanted.truncate(most(3));
        check_lines(&below(shown, &format!("  {title}  {order}")), &wanted)?;
    }
    let proposal = &report["recommendation"];
    let possible = list(proposal, "possible");
    let shares = below(shown, "  HOW OPEN  ");
    prop_assert_eq!(
        shares.len(),
        if possible.len() > 1 {
            possible.len()
        } else {
            0
        }
    );
    for (line, one) in shares.iter().zip(possible) {
        let shares = share(number(one, "share"));
        let wanted = format!("  {shares:>5}  {}", unproved(one, "?"));
        let rest = line.strip_prefix(&wanted);
        let bar = rest.is_some_and(|rest| rest.chars().all(|sign| [' ', '█'].contains(&sign)));
        prop_assert!(bar, "{} in {}", wanted, line);
    }
    let known = known(report);
    let costs = below(shown, "  WHAT COSTS MOST  ");
    for (one, line) in known.iter().take(most(7)).zip(&costs) {
        let cost = shorter(number(one, "cost"), 1);
        let rubric = rubric(report, of(one, "rubric"));
        let wanted = format!("  {cost:>5}  {rubric} ");
        let found = line.starts_with(&wanted) && line.ends_with(of(one, "text"));
        prop_assert!(found, "{} in {}", wanted, line);
    }
    let open = list(report, "reasons").iter();
    let open = open.filter(|one| !one["criterion"].is_null() && one["text"].is_null());
    let (open, hidden) = (open.count(), known.len().saturating_sub(most(7)));
    let rest = [
        (hidden, format!("{hidden} more that cost less")),
        (
            open,
            format!(
                "{open} {} not answered yet",
                if open == 1 { "criterion" } else { "criteria" }
            ),
        ),
    ];
    for (count, told) in rest {
        let found = costs.iter().any(|line| line.contains(&told));
        prop_assert_eq!(found, count > 0, "{} in {:?}", told, costs);
    }
    let counted = ["tripped", "open", "clear"].map(|state| (gates(report, state).len(), state));
    let counted = counted.iter().filter(|(count, _)| *count > 0);
    let counted: Vec<String> = counted
        .map(|(count, state)| format!("{count} {state}"))
        .collect();
    let heading = format!("  GATES  {}", counted.join(", "));
    let found = shown.lines().any(|line| line == heading);
    prop_assert_eq!(found, !counted.is_empty(), "{} in {}", heading, shown);
    for gate in gates(report, "tripped") {
        let effect = gate["cap"]
            .as_f64()
            .map_or("knocks out".to_owned(), |cap| format!("caps at {cap}"));
        let wanted = format!("  ✗ {}  {effect}", of(gate, "title"));
        prop_assert!(shown.lines().any(|line| line == wanted), "{}", wanted);
    }
    if full {
        check_points(shown, &scores)?;
    }
    Ok(())
}

/// Every criterion with its points and its weight.
fn check_points(shown: &str, scores: &[&Value]) -> Result<(), TestCaseError> {
    for rubric in scores {
        let title = of(rubric, "title").to_uppercase();
        let lines = below(shown, &format!("  {title}, CRITERION BY CRITERION  "));
        let words = |line: &&str| line.split_whitespace().map(str::to_owned).collect();
        let found: Vec<Vec<String>> = lines.iter().map(words).collect();
        let mut at = 0;
        let mut next = |wanted: Vec<String>| {
            let place = found[at..].iter().position(|words| *words == wanted);
            prop_assert!(place.is_some(), "{:?} in {:?}", wanted, found);
            at += place.unwrap_or(0) + 1;
            Ok(())
        };
        for dimension in list(rubric, "dimensions") {
            let estimate = match dimension["estimate"].as_f64() {
                Some(points) => vec![format!("{points:.1}")],
                None => ["nothing", "applies"].map(str::to_owned).to_vec(),
            };
            next([vec![of(dimension, "title").to_owned()], estimate].concat())?;
            for one in list(dimension, "criteria") {
                let points = |key: &str| format!("{:.0}", number(one, key));
                let points = match one["applies"].as_bool() {
                    Some(false) => "n/a".to_owned(),
                    _ if one["low"] == one["high"] => points("low"),
                    _ => format!("{}–{}", points("low"), points("high")),
                };
                let weight = format!("×{}", one["weight"]);
                next(vec![points, weight, of(one, "title").to_owned()])?;
            }
        }
    }
    Ok(())
}

/// Four lines or five: nothing on them is another figure, and none is cut.
pub(super) fn check_brief(shown: &str, report: &Value) -> Result<(), TestCaseError> {
    let proposal = &report["recommendation"];
    let scored = |one: &Value, range: fn(&str, &str) -> String| {
        let title = of(one, "title");
        let (low, high) = (score(&one["low"]), score(&one["high"]));
        match one["estimate"].as_f64() {
            None => format!("{title}: nothing applies"),
            Some(points) if low == high => format!("{title} {points:.1}"),
            Some(points) => format!("{title} {points:.1}{}", range(&low, &high)),
        }
    };
    let forms: [fn(&str, &str) -> String; 3] = [
        |low, high| format!(" ({low}–{high})"),
        |low, high| {
            let bare = |score: &str| score.trim_end_matches(".0").to_owned();
            format!(" ({}–{})", bare(low), bare(high))
        },
        |_, _| String::new(),
    ];
    let whole = |line: &str, items: &[String]| {
        let all = items.join(" · ");
        line == all
            || line
                .strip_suffix(" · …")
                .is_some_and(|line| all.starts_with(line))
    };
    let lines: Vec<&str> = shown.lines().collect();
    let is_score = |line: &&str| {
        forms.iter().any(|form| {
            let scores = list(report, "scores").iter();
            let scores: Vec<String> = scores.map(|one| scored(one, *form)).collect();
            whole(line, &scores)
        })
    };
    prop_assert!(lines.iter().any(is_score), "{}", shown);
    if proposal["settled"] == false {
        let possible = list(proposal, "possible").iter();
        let shares: Vec<String> = possible
            .map(|one| format!("{} {}", share(number(one, "share")), of(one, "title")))
            .collect();
        prop_assert!(lines.iter().any(|line| whole(line, &shares)), "{}", shown);
    }
    Ok(())
}

/// The row of a profile in a table of several.
pub(super) fn check_row(shown: &str, report: &Value) -> Result<(), TestCaseError> {
    let proposal = &report["recommendation"];
    let state = match proposal["settled"].as_bool() {
        Some(true) => "settled".to_owned(),
        _ => format!(
            "{} %",
            percent(number(&proposal["possible"][0], "share"), 0)
        ),
    };
    let scores = list(report, "scores");
    let deepest = scores.iter().find(|one| one["higher_is"] == "worse");
    let deepest = deepest.unwrap_or(&scores[0]);
    let dimensions = list(deepest, "dimensions");
    let worst = dimensions
        .iter()
        .find(|one| one["id"] == deepest["worst_dimension"]);
    let known = format!("{} %", percent(number(report, "coverage"), 0));
    let head = ["Profile", "Recommendation", "Share"].map(str::to_owned);
    let head = head
        .into_iter()
        .chain(scores.iter().map(|one| of(one, "title").to_owned()))
        .chain(["Worst", "Known"].map(str::to_owned));
    let row = [
        "profile".to_owned(),
        of(proposal, "title").to_owned(),
        state,
    ];
    let row = row
        .into_iter()
        .chain(scores.iter().map(|one| score(&one["estimate"])))
        .chain([
            worst.map_or("", |worst| of(worst, "title")).to_owned(),
            known,
        ]);
    let mut lines = shown.lines();
    for wanted in [head.collect::<Vec<_>>(), row.collect()] {
        let line = lines.next().unwrap_or("");
        let found = line.split("  ").map(str::trim);
        let found: Vec<&str> = found.filter(|cell| !cell.is_empty()).collect();
        let wanted: Vec<&String> = wanted.iter().filter(|cell| !cell.is_empty()).collect();
        prop_assert_eq!(found, wanted, "{}", shown);
    }
    Ok(())
}
