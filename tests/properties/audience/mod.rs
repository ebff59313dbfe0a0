//! What the customer is given: nothing that is ours in any format, all else as it is for ourselves.

mod columns;
mod marked;
mod told;

use crate::generate::model::{Kind, Model, Scale};
use crate::generate::{Case, cases, print, words};
use crate::reasons::coverage;
use crate::reference::hidden::{Hidden, facts_of_scale, hidden};
use crate::same_cases;
use crate::subject::{Trial, load_files};
use columns::check_columns;
use marked::{Altered, marked, other, profile};
use maturity::rubric::RubricSet;
use maturity::rubric::audience::internal;
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::{Config, TestCaseError};
use serde_json::{Value, json};
use told::{FORMATS, Format, read, text, texts};

/// The ids of the rubrics and of the criteria that are shown.
struct Shown {
    rubrics: Vec<String>,
    criteria: Vec<String>,
}

impl Shown {
    fn new(model: &Model, hidden: &Hidden) -> Self {
        let rubrics = model.rubrics.iter().filter(|rubric| !rubric.internal);
        let criteria = (0..model.criteria.len()).filter(|&number| !hidden.criteria[number]);
        Self {
            rubrics: rubrics.map(|rubric| rubric.id.to_owned()).collect(),
            criteria: criteria.map(|number| model.criterion_id(number)).collect(),
        }
    }

    fn has(ids: &[String], id: &Value) -> bool {
        ids.iter().any(|own| id == own.as_str())
    }

    /// The report for the customer, from our own.
    fn report(&self, ours: &Value, coverage: f64) -> Value {
        let list = |value: &Value| value.as_array().expect("a list").clone();
        let only = |value: &Value, ids: &[String], key: &str| -> Vec<Value> {
            let all = list(value).into_iter();
            all.filter(|one| Self::has(ids, &one[key])).collect()
        };
        let mut report = ours.clone();
        let all = report.as_object_mut().expect("a report");
        all.remove("recommendation");
        all.insert("audience".to_owned(), json!("customer"));
        all.insert("coverage".to_owned(), json!(coverage));
        for key in ["gates", "next_questions", "what_if", "stale", "findings"] {
            all.insert(key.to_owned(), json!([]));
        }
        report["rubric_set"]["sources"] = json!({});
        report["profile"]["path"] = json!("");
        report["profile"]["id"] = Value::Null;
        let mut scores = only(&ours["scores"], &self.rubrics, "id");
        for score in &mut scores {
            for dimension in score["dimensions"].as_array_mut().expect("a list") {
                dimension["criteria"] = json!(only(&dimension["criteria"], &self.criteria, "id"));
            }
        }
        let reasons = only(&ours["reasons"], &self.criteria, "criterion");
        // What is advised about what is shown, in its order: that of all would tell what leads.
        let mut advice: Vec<Value> = Vec::new();
        for id in reasons.iter().flat_map(|reason| list(&reason["advice"])) {
            let mut texts = list(&ours["advice"]).into_iter();
            let mut one = texts.find(|one| one["id"] == id).expect("its text");
            one["source"] = json!("");
            if !advice.contains(&one) {
                advice.push(one);
            }
        }
        report["scores"] = json!(scores);
        report["reasons"] = json!(reasons);
        report["advice"] = json!(advice);
        report
    }
}

/// The texts that the customer may read, and those of them that every full report shows.
fn readable(model: &Model, hidden: &Hidden) -> (Vec<String>, Vec<String>) {
    let mut titles = Vec::new();
    let mut others = Vec::new();
    for (number, rubric) in model.rubrics.iter().enumerate() {
        if rubric.internal {
            continue;
        }
        titles.push(text("title", "rubric", rubric.id));
        let dimensions = model.dimensions_of(number).into_iter();
        titles.extend(dimensions.map(|one| text("title", "dimension", &model.dimension_id(one))));
        let ratings = rubric.ratings.iter().map(|from| print::rating_id(*from));
        others.extend(ratings.map(|id| text("title", "rating", &format!("{}/{id}", rubric.id))));
    }
    for (number, criterion) in model.criteria.iter().enumerate() {
        if hidden.criteria[number] {
            continue;
        }
        let id = model.criterion_id(number);
        titles.push(text("title", "criterion", &id));
        let rows = match &criterion.scale {
            Scale::Points(_, points) => points.len(),
            Scale::Bands(_, bands) => bands.len(),
            Scale::Cases(cases) => cases.len(),
            Scale::Share(..) => 1,
        };
        others.extend((0..rows).map(|row| text("reason", "row", &words::row_id(&id, row))));
        for fact in facts_of_scale(model, criterion) {
            let fact = &model.facts[fact];
            others.extend(["title", "unit"].map(|key| text(key, "fact", fact.id)));
            if let Kind::Choice(options) | Kind::Set(options) = &fact.kind {
                let options = options.iter();
                others.extend(
                    options
                        .map(|option| text("title", "option", &words::option_id(fact.id, option))),
                );
            }
        }
    }
    others.extend(titles.iter().cloned());
    (others, titles)
}

/// What a page of people holds: no text that is not for them, no id, no note, and every title that is.
fn check_people(
    format: Format,
    told: &str,
    (readable, titles): &(Vec<String>, Vec<String>),
    advice: &[String],
) -> Result<(), TestCaseError> {
    let (whole, cut) = texts(told);
    let known = |text: &String| readable.contains(text) || advice.contains(text);
    for text in &whole {
        prop_assert!(known(text), "{format:?} tells {text}: {told}");
    }
    for begin in &cut {
        let mut all = readable.iter().chain(advice);
        prop_assert!(
            all.any(|text| text.starts_with(begin)),
            "{format:?} tells {begin}: {told}"
        );
    }
    for word in ["zq", "on the phone", "asked twice", "rule-"] {
        prop_assert!(!told.contains(word), "{format:?} tells {word}: {told}");
    }
    let has_place = |title: &&String| {
        format.has_criteria() || format.is_full() && !title.starts_with("«TITLE:CRITERION")
    };
    let missing = titles
        .iter()
        .filter(has_place)
        .find(|title| !whole.contains(title));
    prop_assert_eq!(missing, None, "{:?}: {}", format, told);
    let missing = advice
        .iter()
        .find(|text| format.is_full() && !whole.contains(text));
    prop_assert_eq!(missing, None, "{:?}: {}", format, told);
    Ok(())
}

/// What is worth seeing: something hidden in what is shown, less advice, advice in another order, less known.
type Seen = [bool; 5];

fn check_told(case: &Case) -> Result<Seen, TestCaseError> {
    let case = marked(case);
    let model = &case.model;
    let trial = Trial::new(&case)?;
    let hidden = hidden(model);
    let shown = Shown::new(model, &hidden);
    let own = internal(&trial.set);
    for (number, hidden) in hidden.facts.iter().enumerate() {
        prop_assert_eq!(
            own.facts[trial.numbers.facts[number]],
            *hidden,
            "{}",
            model.facts[number].id
        );
    }
    for (number, hidden) in hidden.criteria.iter().enumerate() {
        let own = own.criteria[trial.numbers.criteria[number]];
        prop_assert_eq!(own, *hidden, "{}", model.criterion_id(number));
    }
    let rubrics = trial.numbers.rubrics.iter().zip(&model.rubrics);
    let rubrics = rubrics.filter(|(_, rubric)| !rubric.internal);
    let rubrics: Vec<usize> = rubrics.map(|(number, _)| *number).collect();
    let known = coverage(&trial, &rubrics);
    let known = (known * 100.0 + 1e-6).floor() / 100.0;
    read(&trial.set, &profile(&case), |read| {
        let ours = serde_json::to_value(read.report(false)).expect("JSON");
        let expected = shown.report(&ours, known);
        let told = |format| read.told(format);
        for format in [Format::Json, Format::Jsonl] {
            let found: Value = serde_json::from_str(&told(format).expect("text")).expect("JSON");
            prop_assert_eq!(&found, &expected, "{:?}", format);
        }
        let found: Value = serde_yaml::from_str(&told(Format::Yaml).expect("text")).expect("YAML");
        prop_assert_eq!(&found, &expected);
        check_columns(read, model, &hidden)?;
        let readable = readable(model, &hidden);
        let texts = expected["advice"].as_array().expect("a list").iter();
        let texts = texts.map(|one| one["text"].as_str().expect("a text").to_owned());
        let advice: Vec<String> = texts.collect();
        for format in FORMATS.into_iter().filter(|format| format.is_for_people()) {
            if let Some(told) = told(format) {
                check_people(format, &told, &readable, &advice)?;
            }
        }
        let ids = |report: &Value| -> Vec<Value> {
            let advice = report["advice"].as_array().expect("a list").iter();
            advice.map(|one| one["id"].clone()).collect()
        };
        let (all, left) = (ids(&ours), ids(&expected));
        let in_order: Vec<Value> = all
            .iter()
            .filter(|one| left.contains(one))
            .cloned()
            .collect();
        let of_shown = |id: &String| shown.rubrics.iter().any(|rubric| id.starts_with(rubric));
        let all_criteria = (0..model.criteria.len()).map(|number| model.criterion_id(number));
        let hidden_there = all_criteria.filter(|id| !shown.criteria.contains(id));
        Ok([
            hidden_there.clone().any(|id| of_shown(&id)),
            shown.rubrics.len() < model.rubrics.len() && !shown.rubrics.is_empty(),
            all.len() > left.len() && !left.is_empty(),
            in_order != left,
            ours["coverage"] != expected["coverage"],
        ])
    })
}

/// All that a customer can be told, without the digest, in which a program sees that the logic is another.
fn all_told(set: &RubricSet, profile: &str) -> Result<Vec<Option<String>>, TestCaseError> {
    read(set, profile, |read| {
        let told = |format| {
            let told: Option<String> = read.told(format);
            told.map(|told| {
                told.replace(&*set.digest, "")
                    .replace(&set.digest[..12], "")
            })
        };
        Ok(FORMATS.map(told).into())
    })
}

/// What is hidden is another, and nobody sees it.
fn check_other(case: &Case) -> Result<Altered, TestCaseError> {
    let case = marked(case);
    let (other, altered) = other(&case, &hidden(&case.model));
    let of = |case: &Case| {
        let set = load_files(&print::files(&case.model))?;
        all_told(&set, &profile(case))
    };
    for (format, (one, other)) in FORMATS.iter().zip(of(&case)?.into_iter().zip(of(&other)?)) {
        prop_assert_eq!(one, other, "{:?}", format);
    }
    Ok(altered)
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn the_customer_is_told_what_is_not_ours_and_nothing_else(case in cases()) {
        check_told(&case)?;
    }
}

proptest! {
    // Each case makes two reports in every format.
    #![proptest_config(Config { cases: crate::config().cases / 2, ..crate::config() })]

    #[test]
    fn nothing_that_is_ours_moves_what_the_customer_is_told(case in cases()) {
        check_other(&case)?;
    }
}

/// The random cases are worth something: there is something to hide beside what is shown, and it would tell.
#[test]
fn there_is_something_to_hide() {
    let mut seen = [0; 7];
    for case in same_cases(cases(), 128) {
        let told = check_told(&case).expect("checked above");
        let altered = check_other(&case).expect("checked above");
        let all = told.into_iter().chain([altered.figures, altered.facts]);
        all.zip(&mut seen)
            .for_each(|(one, seen)| *seen += u32::from(one));
    }
    assert!(seen.iter().all(|times| *times > 5), "{seen:?}");
}
