//! A profile to fill in: every fact of a set in the order of its questionnaire, unknown, and above each in
//! comments the question, why it is asked, and what may be answered.

use super::interview::{bounds, options};
use super::text::wrap;
use crate::rubric::fact::{Fact, Kind};
use crate::rubric::{RubricSet, indexes};
use crate::say;

/// The columns of a line.
const COLUMNS: usize = 100;

/// The text of the profile. Its first line tells editors where the schema is, a path or an address without spaces.
#[must_use]
pub fn questionnaire(set: &RubricSet, schema: &str) -> String {
    let name = set.name_and_version();
    let mut page = Page(format!("# yaml-language-server: $schema={schema}\n"));
    let title = &set.title;
    page.comment("# ", &say!("A profile for {name}: {title}", name, title));
    page.line("#");
    page.comment(
        "# ",
        &say!(
            "Put what you know in the place of `unknown`, and leave the rest as it is: not to know is an answer. Half of it counts too:"
        ),
    );
    page.line("#   { one_of: [a, b] }   { not: a }   { at_least: 6, at_most: 12 }   { includes: [a], excludes: [b] }");
    page.comment("# ", &say!("What is said about a value stands beside it:"));
    page.line(&format!(
        "#   {{ value: a, note: \"{}\", source: \"{}\", as_of: 2026-11-03 }}",
        say!("as they put it"),
        say!("call")
    ));
    page.line("");
    page.line("profile:");
    page.comment("  # ", &say!("For scripts and baselines:"));
    page.line("  # id:");
    page.comment("  # ", &say!("When this was true, year-month-day:"));
    page.line("  # as_of:");
    page.line("  # prepared_by:");
    page.line(&format!("  rubrics: {name}"));
    for (section, facts) in sections(set) {
        page.line("");
        page.line(&format!("{section}:"));
        for fact in facts {
            page.line("");
            page.fact(fact);
        }
    }
    page.0
}

/// The sections, in the order in which the questionnaire begins them, and their facts in its order.
fn sections(set: &RubricSet) -> Vec<(&str, Vec<&Fact>)> {
    let mut sections: Vec<(&str, Vec<&Fact>)> = Vec::new();
    for (name, facts) in &set.sections {
        let mut facts: Vec<&Fact> = set.facts[indexes(facts)].iter().collect();
        facts.sort_by_key(|fact| fact.position);
        sections.push((name, facts));
    }
    sections.sort_by_key(|(_, facts)| facts.first().map(|fact| fact.position));
    sections
}

struct Page(String);

impl Page {
    fn line(&mut self, line: &str) {
        self.0.push_str(line.trim_end());
        self.0.push('\n');
    }

    /// A text in as many lines as it takes, each behind the same lead.
    fn comment(&mut self, lead: &str, text: &str) {
        for line in wrap(text, COLUMNS - lead.len()) {
            self.line(&format!("{lead}{line}"));
        }
    }

    fn fact(&mut self, fact: &Fact) {
        const BELOW: &str = "  #   ";
        self.comment("  # ", &fact.ask);
        if !fact.why.is_empty() {
            self.comment(BELOW, &fact.why);
        }
        match fact.kind {
            Kind::Bool => self.comment(BELOW, &say!("true or false")),
            Kind::Integer | Kind::Number => self.comment(BELOW, &bounds(fact)),
            Kind::Text => self.comment(BELOW, &say!("a text")),
            Kind::Choice => {}
            Kind::Set => self.comment(
                BELOW,
                &say!("a list of those that hold; [] where none does"),
            ),
        }
        for option in options(fact, COLUMNS - BELOW.len(), 0) {
            for line in option.lines() {
                self.line(&format!("{BELOW}{line}"));
            }
        }
        if fact.allow_na {
            self.comment(BELOW, &say!("n/a where there is nothing to ask about"));
        }
        self.line(&format!("  {}: unknown", fact.key()));
    }
}
