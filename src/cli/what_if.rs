//! `--set FACT=VALUE`: what would come out if a fact were another.

use super::Common;
use super::output::report_findings;
use crate::finding::{SourceText, did_you_mean, quoted};
use crate::profile::{self, Change, Resolved, Restated};
use crate::rubric::RubricSet;
use crate::source::yaml;
use anyhow::{Result, bail};
use clap::Args;

/// The flag.
#[derive(Debug, Args)]
pub(super) struct WhatIfArgs {
    /// What if: takes a fact as VALUE, whatever the profile says; written as in a profile, such as
    /// 'sponsor.level=owner', 'company.headcount={at_least: 50}' or 'sponsor.level=unknown'; repeatable
    #[arg(long = "set", value_name = "FACT=VALUE")]
    set: Vec<String>,
}

/// The flag, checked against a rubric set.
pub(super) struct WhatIf<'a>(Vec<Restated<'a>>);

impl<'a> WhatIf<'a> {
    /// Reads every value as a profile's; what is wrong with values has been said where there is none.
    ///
    /// A usage error where a fact is unknown or set twice, or where there is no `=`.
    pub(super) fn checked(
        set: &RubricSet,
        args: &'a WhatIfArgs,
        common: &Common,
    ) -> Result<Option<Self>> {
        let mut changes: Vec<Restated<'a>> = Vec::new();
        let (mut seen, mut findings) = (Vec::new(), Vec::new());
        for text in &args.set {
            let Some((id, value)) = text.split_once('=') else {
                bail!(
                    "--set {}: write it as fact=value, such as sponsor.level=owner",
                    quoted(text)
                );
            };
            let Some(fact) = set.fact(id.trim()) else {
                let near = did_you_mean(id.trim(), set.facts.iter().map(|fact| &*fact.id));
                let near = near.map_or_else(String::new, |near| format!(" ({near})"));
                bail!("--set: no fact is called {}{near}", quoted(id));
            };
            if seen.contains(&fact) {
                bail!("--set: {} is set twice", quoted(id));
            }
            seen.push(fact);
            let source = SourceText::new("--set", text);
            let read = yaml::read_value(&source, text.len() - value.len())
                .and_then(|node| profile::restate(set, &source, fact, &node));
            match read {
                Ok(change) => changes.push(change),
                Err(errors) => findings.extend(errors),
            }
        }
        report_findings(common, &findings);
        Ok(findings.is_empty().then_some(Self(changes)))
    }

    /// Takes the facts of each good profile as the flags say, in their order, whatever it says of them.
    pub(super) fn apply_all(
        &self,
        set: &RubricSet,
        profiles: &mut [Resolved<'a>],
    ) -> Vec<Vec<Change<'a>>> {
        let apply = |profile: &mut Resolved<'a>| match profile {
            Ok((answers, _)) => {
                let replace = |restated| answers.replace(set, restated);
                self.0.iter().map(replace).collect()
            }
            Err(_) => Vec::new(),
        };
        profiles.iter_mut().map(apply).collect()
    }
}
