//! Markdown and the terminal: what they show of a report are the figures of its JSON, in its order; [`screens`] has the
//! terminal's.
//!
//! [`screens`]: super::screens

use super::formulas::list;
use super::places::{percent, shorter};
use super::screens::{check_brief, check_row, check_screen};
use super::{element, reported};
use crate::generate::{Case, cases};
use crate::same_cases;
use maturity::assess::survey::{Depth, Survey, survey};
use maturity::present::fields::Subject;
use maturity::present::table::{Common, Line, Scored};
use maturity::present::{Detail, Look, markdown, table, terminal};
use proptest::prelude::{prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;
use serde_json::Value;

/// A score; a dash where there is none.
pub(super) fn score(value: &Value) -> String {
    value
        .as_f64()
        .map_or("–".to_owned(), |points| format!("{points:.1}"))
}

pub(super) fn of<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or("")
}

pub(super) fn number(value: &Value, key: &str) -> f64 {
    value[key].as_f64().expect("a number")
}

/// What costs something and is known.
pub(super) fn known(report: &Value) -> Vec<&Value> {
    let reasons = list(report, "reasons").iter();
    let known = reasons.filter(|one| !one["criterion"].is_null() && !one["text"].is_null());
    known.collect()
}

pub(super) fn gates<'v>(report: &'v Value, state: &str) -> Vec<&'v Value> {
    let gates = list(report, "gates").iter();
    gates.filter(|gate| gate["state"] == state).collect()
}

/// The title of the rubric of an id.
pub(super) fn rubric<'v>(report: &'v Value, id: &str) -> &'v str {
    let mut rubrics = list(report, "scores").iter();
    let found = rubrics.find(|one| one["id"] == id);
    of(found.expect("known"), "title")
}

/// The rows of the table below a line of Markdown.
fn rows(shown: &str, heading: &str) -> Vec<Vec<String>> {
    let mut lines = shown.lines().skip_while(|line| !line.starts_with(heading));
    let row = |line: &str| {
        let cells = line.trim_matches('|').split('|');
        cells.map(|cell| cell.trim().replace('\\', "")).collect()
    };
    // A heading of a section stands before the table's own.
    let mut lines = lines.by_ref().skip_while(|line| !line.starts_with('|'));
    let (_, _) = (lines.next(), lines.next());
    lines
        .take_while(|line| line.starts_with('|'))
        .map(row)
        .collect()
}

/// The name of an open recommendation that nothing proves.
pub(super) fn unproved(possible: &Value, mark: &str) -> String {
    let mark = if possible["witness"].is_null() {
        mark
    } else {
        ""
    };
    format!("{}{mark}", of(possible, "title"))
}

fn check_markdown(shown: &str, report: &Value) -> Result<(), TestCaseError> {
    let mut wanted = Vec::new();
    let mut scores = Vec::new();
    for one in list(report, "scores") {
        let dimensions = list(one, "dimensions");
        let worst = dimensions
            .iter()
            .find(|dimension| dimension["id"] == one["worst_dimension"]);
        let worst = worst.map_or(String::new(), |worst| {
            format!("{} {}", of(worst, "title"), score(&worst["estimate"]))
        });
        let title = of(one, "title").to_owned();
        let aside = if of(one, "higher_is") == "worse" {
            " (higher is worse)"
        } else {
            ""
        };
        let figures = |one: &Value| ["estimate", "low", "high"].map(|key| score(&one[key]));
        let rated = |name: String, one: &Value| {
            let rating = of(one, "rating_title").to_owned();
            [vec![name], figures(one).to_vec(), vec![rating]].concat()
        };
        let mut row = rated(format!("{title}{aside}"), one);
        row.push(worst);
        scores.push(row);
        let own = dimensions
            .iter()
            .map(|one| rated(of(one, "title").to_owned(), one));
        wanted.push((format!("## {title}"), own.collect::<Vec<_>>()));
    }
    wanted.push(("| Score | Estimate".to_owned(), scores));
    let proposal = &report["recommendation"];
    if proposal["settled"] == false {
        let how = if proposal["share_exact"] == true {
            "counted"
        } else {
            "sampled"
        };
        let row = |one: &Value| {
            let share = number(one, "share");
            let share = if share < 0.0005 {
                "<0.1".to_owned()
            } else {
                percent(share, 1)
            };
            vec![unproved(one, " (not proved)"), format!("{share} %")]
        };
        let possible = list(proposal, "possible").iter().map(row).collect();
        wanted.push((format!("| Possible | Share ({how})"), possible));
    }
    let cost = |one: &&Value| {
        let points = shorter(number(one, "cost"), 1);
        let rubric = rubric(report, of(one, "rubric"));
        vec![points, rubric.to_owned(), of(one, "text").to_owned()]
    };
    let costs: Vec<Vec<String>> = known(report).iter().map(cost).collect();
    if !costs.is_empty() {
        wanted.push(("## What costs most".to_owned(), costs));
    }
    for (heading, wanted) in wanted {
        prop_assert_eq!(rows(shown, &heading), wanted, "{} in {}", heading, shown);
    }
    let mut told = Vec::new();
    for (place, one) in list(report, "next_questions").iter().take(5).enumerate() {
        let bits = shorter(number(one, "bits"), 2);
        told.push(format!(
            "{}. {} (`{}`, {bits} bits)",
            place + 1,
            of(one, "ask"),
            of(one, "fact")
        ));
    }
    for gate in gates(report, "tripped") {
        let effect = gate["cap"]
            .as_f64()
            .map_or("knocks out".to_owned(), |cap| format!("caps at {cap}"));
        told.push(format!("- **{}** ({effect}):", of(gate, "title")));
    }
    let known = percent(number(report, "coverage"), 0);
    told.push(format!("{known} % of what the scores rest on is known."));
    for line in &told {
        let found = shown.lines().filter(|shown| shown.starts_with(line));
        prop_assert_eq!(found.count(), 1, "{} in {}", line, shown);
    }
    let questions = shown.lines().filter(|line| line.ends_with(" bits)"));
    let asked = list(report, "next_questions").len().min(5);
    prop_assert_eq!(questions.count(), asked);
    Ok(())
}

/// How many of the texts hold a share and a cost.
fn check_texts(case: &Case) -> Result<[usize; 2], TestCaseError> {
    reported(case, |of| {
        let look = Look {
            width: 100 + usize::from(case.choices[59]) % 60,
            color: false,
            ascii: false,
        };
        let screens = [Detail::Normal, Detail::Full, Detail::Brief].map(|detail| {
            let mut shown = Vec::new();
            terminal::report(&of.report, detail, &look, &mut shown).expect("into memory");
            String::from_utf8(shown).expect("UTF-8")
        });
        let mut row = Survey::new(of.set);
        survey(of.set, &of.answers.cells, Depth::Prospects, &mut row);
        let subject = Subject {
            set: of.set,
            path: "profile.yaml",
            index: 0,
            id: None,
            name: None,
            survey: &row,
            answers: None,
            findings: 0,
            since: None,
        };
        let lines = [Line::Scored(Scored::new(of.set, &subject))];
        let mut shown = Vec::new();
        let common = Common::new(of.set, &[]);
        table::table(&lines, &common, true, &look, &mut shown).expect("into memory");
        let rows = String::from_utf8(shown).expect("UTF-8");
        let (element, report) = element(of.report);
        let mut shown = Vec::new();
        markdown::markdown(&[element], &mut shown).expect("into memory");
        check_markdown(&String::from_utf8(shown).expect("UTF-8"), &report)?;
        check_screen(&screens[0], &report, false)?;
        check_screen(&screens[1], &report, true)?;
        check_brief(&screens[2], &report)?;
        check_row(&rows, &report)?;
        let open = usize::from(report["recommendation"]["settled"] == false);
        Ok([open, known(&report).len()])
    })
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn markdown_and_the_terminal_show_the_figures_of_the_json(case in cases()) {
        check_texts(&case)?;
    }
}

/// The texts are worth something: there are shares and costs in them.
#[test]
fn texts_have_something_to_show() {
    let mut counts = [0; 2];
    for case in same_cases(cases(), 256) {
        let found = check_texts(&case).expect("checked above");
        counts = [counts[0] + found[0], counts[1] + found[1]];
    }
    assert!(counts[0] > 40 && counts[1] > 100, "{counts:?}");
}
