//! `--set FACT=VALUE`: what would come out if a fact were another.

use super::Common;
use super::assertions::in_brackets;
use super::completions::candidates;
use super::output::report_findings;
use crate::finding::{Code, Finding, SourceText, did_you_mean, nearest, quoted};
use crate::language::list::list_or;
use crate::profile::{self, Answers, Change, Resolved, Restated};
use crate::rubric::RubricSet;
use crate::rubric::fact::Fact;
use crate::say;
use crate::source::yaml;
use crate::value::{Node, Span};
use anyhow::{Result, bail};
use clap::Args;

/// The flag.
#[derive(Debug, Args)]
pub(super) struct WhatIfArgs {
    /// What if: takes a fact as VALUE, whatever the profile says; written as in a profile, such as
    /// 'sponsor.level=owner', 'company.headcount={at_least: 50}' or 'sponsor.level=unknown'; repeatable
    #[arg(long = "set", value_name = "FACT=VALUE", add = candidates::assignments())]
    set: Vec<String>,
}

impl WhatIfArgs {
    /// Whether anything is taken otherwise than a profile says.
    pub(super) fn is_asked(&self) -> bool {
        !self.set.is_empty()
    }
}

/// The flag, checked against a rubric set.
pub(super) struct WhatIf<'a>(Vec<Restated<'a>>);

/// What may have been meant: the facts that end in what was written, else the one that is nearest.
fn near(set: &RubricSet, written: &str) -> Option<String> {
    let ids = || set.facts.iter().map(|fact| &*fact.id);
    let key = |id: &str| id.rsplit('.').next() == Some(written);
    let same: Vec<String> = ids()
        .filter(|id| key(id))
        .map(|id| format!("`{id}`"))
        .collect();
    if !same.is_empty() {
        return Some(say!("did you mean {same}?", same = list_or(&same)));
    }
    did_you_mean(written, ids()).or_else(|| {
        let near = nearest(written, set.facts.iter().map(Fact::key))?;
        let fact = set.facts.iter().find(|fact| fact.key() == near)?;
        Some(say!("did you mean `{fact}`?", fact = fact.id))
    })
}

/// A fact as a flag gives it, and the value as it is written there.
pub(super) type Given<'a> = (Restated<'a>, Node<'a>);

/// Reads what a repeatable flag says of facts, `FACT=VALUE`, each value as a profile's; what is wrong with
/// values has been said where there is none.
///
/// A usage error where a fact is unknown or set twice, or where there is no `=`.
pub(super) fn given<'a>(
    set: &RubricSet,
    flag: &str,
    texts: &'a [String],
    common: &Common,
) -> Result<Option<Vec<Given<'a>>>> {
    let mut facts: Vec<Given<'a>> = Vec::new();
    let (mut seen, mut findings) = (Vec::new(), Vec::new());
    for text in texts {
        let Some((id, value)) = text.split_once('=') else {
            bail!(say!(
                "{flag} {text}: write it as fact=value, such as sponsor.level=owner",
                flag,
                text = quoted(text)
            ));
        };
        let Some(fact) = set.fact(id.trim()) else {
            bail!(say!(
                "{flag}: no fact is called {id}{hint}",
                flag,
                id = quoted(id),
                hint = in_brackets(near(set, id.trim()))
            ));
        };
        if value.trim().is_empty() {
            bail!(say!(
                "{flag} {text}: it says no value; write {id}=unknown to take it as not known",
                flag,
                text = quoted(text),
                id = id.trim()
            ));
        }
        if seen.contains(&fact) {
            bail!(say!("{flag}: {id} is set twice", flag, id = quoted(id)));
        }
        seen.push(fact);
        let source = SourceText::new(flag, text);
        let read = yaml::read_value(&source, text.len() - value.len()).and_then(|node| {
            let behind = node.span.end as usize;
            if let Some(left) = text.get(behind..).filter(|left| left.contains('#')) {
                let begin = text.len() - left.trim_start().len();
                let place = Span::new(begin.min(text.len()), text.len());
                let message = say!("`#` begins a comment, so this is not read");
                let finding = Finding::error(&source, place, Code::Syntax, message);
                return Err(vec![finding.hint(say!("put the value into double quotes"))]);
            }
            let restated = profile::restate(set, &source, fact, &node)?;
            Ok((restated, node))
        });
        match read {
            Ok(fact) => facts.push(fact),
            Err(errors) => findings.extend(errors),
        }
    }
    report_findings(common, &findings);
    Ok(findings.is_empty().then_some(facts))
}

impl<'a> WhatIf<'a> {
    /// Reads every value as a profile's; what is wrong with values has been said where there is none.
    ///
    /// A usage error where a fact is unknown or set twice, or where there is no `=`.
    pub(super) fn checked(
        set: &RubricSet,
        args: &'a WhatIfArgs,
        common: &Common,
    ) -> Result<Option<Self>> {
        let facts = given(set, "--set", &args.set, common)?;
        let restated = |facts: Vec<Given<'a>>| facts.into_iter().map(|(restated, _)| restated);
        Ok(facts.map(|facts| Self(restated(facts).collect())))
    }

    /// What is taken, whatever profiles say.
    pub(super) fn restated(&self) -> &[Restated<'a>] {
        &self.0
    }

    /// Takes the facts of a profile as the flags say, whatever it says of them.
    pub(super) fn apply<'p>(
        &self,
        set: &RubricSet,
        answers: &mut Answers<'p>,
        findings: &mut Vec<Finding>,
    ) -> Vec<Change<'p>>
    where
        'a: 'p,
    {
        let replace = |restated: &Restated<'p>| {
            // What is taken otherwise is not out of date.
            let fact = &set.facts[restated.fact];
            findings.retain(|finding| !profile::is_stale(finding, fact));
            answers.replace(set, restated)
        };
        self.0.iter().map(replace).collect()
    }

    /// The same for each good profile, in their order.
    pub(super) fn apply_all(
        &self,
        set: &RubricSet,
        profiles: &mut [Resolved<'a>],
    ) -> Vec<Vec<Change<'a>>> {
        let apply = |profile: &mut Resolved<'a>| match profile {
            Ok((answers, findings)) => self.apply(set, answers, findings),
            Err(_) => Vec::new(),
        };
        profiles.iter_mut().map(apply).collect()
    }
}
