//! The facts that settle the recommendation by themselves, for people.

use super::report::Report;
use super::stated::StatedValue;
use super::words::stated_words;
use crate::language::list::count;
use crate::profile::Answers;
use crate::rubric::RubricSet;
use crate::say;

/// A fact that decides, and what the profile says about it.
#[derive(Debug)]
pub struct DecidingFact<'a> {
    /// The fact.
    pub fact: &'a str,
    /// What the profile says.
    pub value: StatedValue<'a>,
}

impl DecidingFact<'_> {
    /// What the profile says, in words.
    #[must_use]
    pub fn words(&self) -> String {
        stated_words(self.value.fact, self.value.value)
    }
}

/// The facts with these numbers, and what the profile says about them.
#[must_use]
pub fn deciding_facts<'a>(
    set: &'a RubricSet,
    answers: &'a Answers<'_>,
    numbers: &[u16],
) -> Vec<DecidingFact<'a>> {
    let fact = |&number: &u16| {
        let number = usize::from(number);
        let fact = &set.facts[number];
        DecidingFact {
            fact: &fact.id,
            value: StatedValue {
                fact,
                value: &answers.stated[number].value,
            },
        }
    };
    numbers.iter().map(fact).collect()
}

/// How many facts are shown; JSON holds all.
const SHOWN: usize = 6;

/// The heading for people, and what stands beside it: how many facts it takes.
pub(super) fn heading(report: &Report<'_>) -> (String, String) {
    let facts = count(report.deciding.len(), "fact", "facts");
    (
        say!("This alone decides"),
        say!("{facts}, whatever all else is", facts),
    )
}

/// What is shown of a settled recommendation, the heaviest facts first, and how many more there are.
/// Nothing of an open one, of which no facts decide.
#[must_use]
pub(super) fn shown<'r, 'a>(report: &'r Report<'a>) -> (&'r [DecidingFact<'a>], usize) {
    let all: &[DecidingFact<'a>] = if report.recommendation.settled {
        &report.deciding
    } else {
        &[]
    };
    // One line for one more is no shorter than the fact itself.
    let cut = if all.len() > SHOWN + 1 {
        SHOWN
    } else {
        all.len()
    };
    (&all[..cut], all.len() - cut)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::assess;
    use crate::finding::SourceText;
    use crate::present::report::{Element, ProfileName, report};
    use crate::present::{Detail, Look, markdown, terminal};
    use crate::profile::{Options, resolve};
    use crate::source::{shipped, yaml};

    /// The report of a profile in the terminal and in Markdown, where these facts decide.
    fn shown_as(text: &str, ids: &[&str]) -> (String, String) {
        let set = shipped::rubric_set();
        let source = SourceText::new("x.yaml", text);
        let documents = yaml::read(&source).expect("well-formed");
        let (answers, _) =
            resolve(&set, &source, &documents[0], Options::default()).expect("a profile");
        let assessment = assess(&set, &answers);
        let number = |id: &&str| u16::try_from(set.fact(id).expect("a fact")).expect("few facts");
        let numbers: Vec<u16> = ids.iter().map(number).collect();
        let mut report = report(&set, ProfileName::default(), &answers, &assessment, &[]);
        report.deciding = deciding_facts(&set, &answers, &numbers);
        let look = Look {
            width: 80,
            color: false,
            ascii: false,
        };
        let (mut page, mut wiki) = (Vec::new(), Vec::new());
        terminal::report(&report, Detail::Normal, &look, &mut page).expect("written");
        markdown::markdown(&[Element::Good(Box::new(report))], &mut wiki).expect("written");
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        (text(page), text(wiki))
    }

    const SETTLED: &str = "sponsor: { transformation_is_cover: true, tenure_months: 4, level: { not: owner } }\n\
                           metrics: { tracked: [retention, satisfaction] }\n";

    #[test]
    fn what_decides_is_named_with_its_value() {
        let ids = ["sponsor.transformation_is_cover", "sponsor.tenure_months"];
        let (page, wiki) = shown_as(SETTLED, &ids);
        let section = "\n  THIS ALONE DECIDES  2 facts, whatever all else is\n  \
                       sponsor.transformation_is_cover  true\n  \
                       sponsor.tenure_months            4 months\n\n";
        assert!(page.contains(section), "{page}");
        let section = "\nThis alone decides: 2 facts, whatever all else is.\n\n\
                       - `sponsor.transformation_is_cover`: true\n\
                       - `sponsor.tenure_months`: 4 months\n\n";
        assert!(wiki.contains(section), "{wiki}");
    }

    #[test]
    fn a_long_list_is_cut() {
        let many = |count| {
            let ids = ["sponsor.level", "metrics.tracked"].into_iter().cycle();
            let ids: Vec<&str> = ids.take(count).collect();
            shown_as(SETTLED, &ids)
        };
        let lines = |page: &str| page.matches("\n  sponsor.level").count();
        let (page, wiki) = many(10);
        assert_eq!(lines(&page), 3);
        assert!(
            page.contains("  satisfaction and retention\n  and 4 more\n\n"),
            "{page}"
        );
        assert!(wiki.contains("\n- and 4 more\n\n"), "{wiki}");
        let (page, wiki) = many(7);
        assert_eq!(lines(&page), 4);
        assert!(
            !page.contains("more\n\n") && !wiki.contains("- and "),
            "{page}"
        );
    }

    #[test]
    fn nothing_decides_where_it_is_open() {
        let (page, wiki) = shown_as("sponsor: { level: owner }\n", &["sponsor.level"]);
        assert!(
            !page.contains("DECIDES") && !wiki.contains("decides"),
            "{page}"
        );
        let (page, wiki) = shown_as(SETTLED, &[]);
        assert!(
            !page.contains("DECIDES") && !wiki.contains("decides"),
            "{page}"
        );
    }
}
