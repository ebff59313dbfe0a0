//! What many profiles come to: counted apart or together it is the same, and quantiles are those of the list.

use maturity::assess::census::Census;
use maturity::assess::outlook::{Possible, Prospects};
use maturity::assess::range::Score;
use maturity::assess::survey::Survey;
use maturity::rubric::condition::Truth;
use maturity::rubric::{HigherIs, RubricSet};
use maturity::source::shipped;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::Index;
use std::sync::LazyLock;

static SET: LazyLock<RubricSet> = LazyLock::new(shipped::rubric_set);

/// What came out of a profile; none where it was not scored.
#[derive(Clone, Debug)]
struct Out {
    estimates: Vec<Option<u16>>,
    worst: Vec<Option<Index>>,
    leads: Index,
    settled: bool,
    question: Option<Index>,
}

fn outs() -> impl Strategy<Value = Vec<Option<Out>>> {
    // Few figures, so that many are the same, or any.
    let tenths = prop_oneof![2 => 400..404_u16, 1 => 0..=1000_u16];
    let rubrics = SET.rubrics.len();
    let out = (
        vec(option::weighted(0.9, tenths), rubrics),
        vec(option::of(any::<Index>()), rubrics),
        any::<Index>(),
        any::<bool>(),
        option::of(any::<Index>()),
    );
    let out = out.prop_map(|(estimates, worst, leads, settled, question)| Out {
        estimates,
        worst,
        leads,
        settled,
        question,
    });
    vec(option::weighted(0.9, out), 0..14)
}

fn number(index: Index, count: usize) -> u16 {
    u16::try_from(index.index(count)).expect("few")
}

impl Out {
    fn leads(&self) -> u16 {
        number(self.leads, SET.recommendations.len())
    }

    fn worst(&self, rubric: usize) -> Option<u16> {
        self.worst[rubric].map(|index| number(index, SET.dimensions.len()))
    }

    fn question(&self) -> Option<u16> {
        self.question.map(|index| number(index, SET.facts.len()))
    }

    fn survey(&self) -> Survey {
        let mut survey = Survey::new(&SET);
        let score = |estimate: &Option<u16>| Score {
            exists: Truth::True,
            low: 0,
            high: 1000,
            estimate: *estimate,
        };
        survey.rubrics = self.estimates.iter().map(score).collect();
        survey.worst = (0..SET.rubrics.len())
            .map(|rubric| self.worst(rubric))
            .collect();
        let possible = |recommendation: u16| Possible {
            recommendation,
            share: 0.5,
            witness: None,
        };
        let mut all = vec![possible(self.leads())];
        if !self.settled {
            all.push(possible(self.leads() ^ 1));
        }
        survey.prospects = Some(Prospects {
            possible: all,
            exact: true,
            share_error: 0.0,
        });
        survey.question = self.question();
        survey
    }
}

fn census(outs: &[Option<Out>]) -> Census {
    let mut census = Census::new(&SET);
    for out in outs {
        match out {
            Some(out) => census.add(&SET, &out.survey()),
            None => census.failed += 1,
        }
    }
    census
}

/// How often each of so many numbers comes up.
fn counts(count: usize, all: impl Iterator<Item = u16>) -> Vec<u64> {
    let mut counts = vec![0; count];
    all.for_each(|one| counts[usize::from(one)] += 1);
    counts
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn counts_and_quantiles_are_those_of_the_list(outs in outs(), cuts in vec(any::<Index>(), 0..3)) {
        let all = census(&outs);
        // Cut anywhere, joined in any order.
        let mut ends: Vec<usize> = cuts.iter().map(|cut| cut.index(outs.len() + 1)).collect();
        ends.extend([0, outs.len()]);
        ends.sort_unstable();
        let parts: Vec<Census> = ends.windows(2).map(|ends| census(&outs[ends[0]..ends[1]])).collect();
        for order in [parts.iter().collect::<Vec<_>>(), parts.iter().rev().collect()] {
            let mut joined = Census::new(&SET);
            order.into_iter().for_each(|part| joined.join(part));
            prop_assert_eq!(&joined, &all);
        }
        let scored = || outs.iter().flatten();
        let failed = outs.len() - scored().count();
        let settled = scored().filter(|out| out.settled).count();
        let expected = [scored().count(), failed, settled].map(|count| count as u64);
        prop_assert_eq!([all.scored, all.failed, all.settled], expected);
        let leads = counts(SET.recommendations.len(), scored().map(Out::leads));
        let alone = counts(SET.recommendations.len(), scored().filter(|out| out.settled).map(Out::leads));
        prop_assert_eq!(&all.recommendations, &leads.into_iter().zip(alone).collect::<Vec<_>>());
        let pits = SET.rubrics.iter().position(|rubric| rubric.higher_is == HigherIs::Worse).expect("one");
        prop_assert_eq!(&all.pits, &counts(SET.dimensions.len(), scored().filter_map(|out| out.worst(pits))));
        prop_assert_eq!(&all.questions, &counts(SET.facts.len(), scored().filter_map(Out::question)));
        for rubric in 0..SET.rubrics.len() {
            let mut own: Vec<u16> = scored().filter_map(|out| out.estimates[rubric]).collect();
            own.sort_unstable();
            // The least one that so many fourths of all do not pass.
            let quantile = |fourths: usize| {
                let reach = |one: &&u16| 4 * own.iter().filter(|other| other <= one).count() >= fourths * own.len();
                own.iter().find(reach).copied()
            };
            let spread = all.spread(rubric);
            prop_assert_eq!(spread.map_or(0, |spread| spread.count), own.len() as u64);
            prop_assert_eq!(spread.map(|spread| spread.least), own.first().copied());
            prop_assert_eq!(spread.map(|spread| spread.lower), quantile(1));
            prop_assert_eq!(spread.map(|spread| spread.median), quantile(2));
            prop_assert_eq!(spread.map(|spread| spread.upper), quantile(3));
            prop_assert_eq!(spread.map(|spread| spread.greatest), own.last().copied());
        }
    }
}
