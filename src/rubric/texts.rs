//! The texts of a rubric set that people read, by path: `facts.company.industry.ask`,
//! `criteria.readiness/strategy/goal.title`. Translations are written under these paths.

use super::RubricSet;
use super::fact::FactOption;
use super::text::Str;
use std::collections::{BTreeMap, BTreeSet};

/// The texts of a set in one language, by path.
pub type Texts = BTreeMap<String, String>;

/// Every text of a set, as it is in it.
#[must_use]
pub fn texts(set: &RubricSet) -> Texts {
    let mut texts = Texts::new();
    texts_mut(&mut set.clone(), |path, text| {
        if !text.is_empty() {
            texts.insert(path.to_owned(), text.to_string());
        }
    });
    texts
}

/// The path of every text that a set has or another language may have.
#[must_use]
pub fn paths(set: &RubricSet) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    texts_mut(&mut set.clone(), |path, _| {
        paths.insert(path.to_owned());
    });
    paths
}

/// Visits every text, in the order of the set; the path is unique. The title of an option may be empty: where the set
/// has none, its id stands for it, and another language may still have one.
pub fn texts_mut(set: &mut RubricSet, visit: impl FnMut(&str, &mut Str)) {
    let mut to = Visitor(visit);
    to.at(&["set", "title"], &mut set.title);
    for (letter, title) in &mut set.sources {
        to.at(&["sources", letter], title);
    }
    for fact in &mut set.facts {
        let id = &*fact.id;
        if let Some(title) = &mut fact.title {
            to.at(&["facts", id, "title"], title);
        }
        to.at(&["facts", id, "ask"], &mut fact.ask);
        to.at(&["facts", id, "why"], &mut fact.why);
        if let Some(unit) = &mut fact.unit {
            to.at(&["facts", id, "unit"], unit);
        }
        if let Some(context) = &mut fact.context {
            to.at(&["facts", id, "context"], context);
        }
        for option in &mut fact.options {
            to.at(&["facts", id, "options", &option.id], &mut option.means);
        }
        for option in &mut fact.options {
            to.maybe(&["facts", id, "titles", &option.id], &mut option.title);
        }
        to.at(&["facts", id, "source"], &mut fact.source);
    }
    for rubric in &mut set.rubrics {
        let id = &*rubric.id;
        to.at(&["rubrics", id, "title"], &mut rubric.title);
        to.at(&["rubrics", id, "about"], &mut rubric.about);
        for rating in &mut rubric.ratings {
            to.at(&["rubrics", id, "ratings", &rating.id], &mut rating.title);
        }
        to.at(&["rubrics", id, "source"], &mut rubric.source);
    }
    for dimension in &mut set.dimensions {
        let id = &*dimension.id;
        to.at(&["dimensions", id, "title"], &mut dimension.title);
        to.at(&["dimensions", id, "about"], &mut dimension.about);
        to.at(&["dimensions", id, "source"], &mut dimension.source);
    }
    for criterion in &mut set.criteria {
        let id = &*criterion.id;
        to.at(&["criteria", id, "title"], &mut criterion.title);
        for attribute in &mut criterion.attributes {
            if let Some(reason) = &mut attribute.reason {
                to.at(&["criteria", id, "reasons", &attribute.label], reason);
            }
        }
        if let Some(judgement) = &mut criterion.judgement {
            to.at(&["criteria", id, "judgement"], judgement);
        }
        to.at(&["criteria", id, "source"], &mut criterion.source);
    }
    for gate in &mut set.gates {
        let id = &*gate.id;
        to.at(&["gates", id, "title"], &mut gate.title);
        to.at(&["gates", id, "reason"], &mut gate.reason);
        to.at(&["gates", id, "source"], &mut gate.source);
    }
    for recommendation in &mut set.recommendations {
        let id = &*recommendation.id;
        to.at(&["recommendations", id, "title"], &mut recommendation.title);
        to.at(&["recommendations", id, "means"], &mut recommendation.means);
        to.at(
            &["recommendations", id, "source"],
            &mut recommendation.source,
        );
    }
    for rule in &mut set.rules {
        let id = &*rule.id;
        to.at(&["rules", id, "because"], &mut rule.because);
        to.at(&["rules", id, "source"], &mut rule.source);
    }
    for advice in &mut set.advice {
        let id = &*advice.id;
        to.at(&["advice", id, "text"], &mut advice.text);
        to.at(&["advice", id, "source"], &mut advice.source);
    }
}

struct Visitor<F>(F);

impl<F: FnMut(&str, &mut Str)> Visitor<F> {
    fn at(&mut self, parts: &[&str], text: &mut Str) {
        if !text.is_empty() {
            (self.0)(&parts.join("."), text);
        }
    }

    /// A text that the set need not have for another language to have one.
    fn maybe(&mut self, parts: &[&str], text: &mut Option<Str>) {
        let mut own = text.take().unwrap_or_default();
        (self.0)(&parts.join("."), &mut own);
        *text = (!own.is_empty()).then_some(own);
    }
}

/// What became of a translation.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Translated {
    /// Texts of the set that it does not have, by path.
    pub missing: Vec<String>,
    /// What it has and the set does not, by path.
    pub unknown: Vec<String>,
}

/// Puts the texts of another language into a set, by path; what is missing stays as it is.
pub fn translate(set: &mut RubricSet, texts: &Texts) -> Translated {
    let mut missing = Vec::new();
    let mut known = BTreeSet::new();
    texts_mut(set, |path, text| match texts.get_key_value(path) {
        Some((path, translation)) if !translation.trim().is_empty() => {
            *text = translation.as_str().into();
            known.insert(path.as_str());
        }
        found => {
            known.extend(found.map(|(path, _)| path.as_str()));
            if !text.is_empty() {
                missing.push(path.to_owned());
            }
        }
    });
    // Where a language names one option of a fact, it names them all.
    for fact in &set.facts {
        let is_named = |option: &FactOption| option.title.is_some();
        if !fact.options.iter().any(is_named) {
            continue;
        }
        let unnamed = fact.options.iter().filter(|option| !is_named(option));
        missing.extend(unnamed.map(|option| format!("facts.{}.titles.{}", fact.id, option.id)));
    }
    let unknown = texts.keys().filter(|path| !known.contains(path.as_str()));
    Translated {
        missing,
        unknown: unknown.cloned().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::shipped;

    #[test]
    fn paths_are_unique_and_each_text_has_one() {
        let mut set = shipped::rubric_set();
        let mut texts = BTreeMap::new();
        texts_mut(&mut set, |path, text| {
            let before = texts.insert(path.to_owned(), text.to_uppercase());
            assert_eq!(before, None, "{path}");
        });
        for path in [
            "set.title",
            "sources.A",
            "facts.company.industry.options.retail",
            "rules.otherwise.because",
        ] {
            assert!(texts.contains_key(path), "{path}");
        }
        assert_eq!(translate(&mut set, &texts), Translated::default());
        texts_mut(&mut set, |path, text| assert_eq!(**text, texts[path]));
    }

    #[test]
    fn what_is_missing_and_what_is_unknown_is_told() {
        let mut set = shipped::rubric_set();
        let mut texts = BTreeMap::new();
        texts_mut(&mut set, |path, _| {
            texts.insert(path.to_owned(), path.to_owned());
        });
        texts.remove("set.title");
        texts.insert("facts.nobody".to_owned(), String::new());
        let found = translate(&mut set, &texts);
        assert_eq!(found.missing, ["set.title"]);
        assert_eq!(found.unknown, ["facts.nobody"]);
    }

    #[test]
    fn a_language_may_name_an_option_that_the_set_calls_by_its_id() {
        let mut set = shipped::rubric_set();
        let mut own = texts(&set);
        let path = "facts.company.industry.titles.retail";
        assert!(!own.contains_key(path));
        assert_eq!(translate(&mut set, &own), Translated::default());
        own.insert(path.to_owned(), "零售".to_owned());
        let found = translate(&mut set, &own);
        assert_eq!(found.unknown, [] as [&str; 0]);
        let others = set.facts[set.fact("company.industry").expect("a fact")]
            .options
            .len()
            - 1;
        assert_eq!(
            found.missing.len(),
            others,
            "one has a name, the others lack it"
        );
        assert!(
            found
                .missing
                .contains(&"facts.company.industry.titles.fmcg".to_owned())
        );
        let industry = &set.facts[set.fact("company.industry").expect("a fact")];
        let names: Vec<&str> = industry.options.iter().map(|one| one.name()).collect();
        assert_eq!(names[..2], ["零售", "fmcg"]);
    }
}
