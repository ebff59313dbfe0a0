//! What the formats show of one profile: a row, a report, what is wrong with it, or a count.

use super::order::Key;
use super::worker::{Bad, Named, Read, Worker, scored};
use super::{Audience, ScoreFormat, Setup, baseline, emit};
use crate::assess::outlook::Prospects;
use crate::assess::survey::{Survey, survey};
use crate::assess::{Asked, assess, assess_to};
use crate::cli::assertions::{Judged, outcome};
use crate::cli::{Outcome, plan};
use crate::compare::since::{Earlier, Since};
use crate::finding::{Counted, Finding};
use crate::present::ci::Totals;
use crate::present::fields::{Flat, Subject};
use crate::present::findings::findings as show_findings;
use crate::present::html::Card;
use crate::present::report::{Entry, Report};
use crate::present::since::{changed_words, since_text, since_words};
use crate::present::table::{Line, Scored};
use crate::present::verdict::{self, Unmet, Verdict};
use crate::present::{csv, html, json, markdown, terminal, yaml};
use serde::Serialize;
use std::io::Write as _;
use std::sync::PoisonError;

/// What came of one piece.
#[derive(Default)]
pub(super) struct Batch<'s> {
    /// What the format shows, one element behind the other.
    pub(super) out: Vec<u8>,
    /// Where each element ends, and where it stands in the order that is asked for.
    pub(super) ends: Vec<(usize, Key)>,
    /// What a table shows.
    pub(super) lines: Vec<Line<'s>>,
    /// What a page shows.
    pub(super) cards: Vec<Card>,
    /// What build servers are told at the end.
    pub(super) totals: Totals,
    /// What is told beside it.
    pub(super) told: Vec<u8>,
    /// How many documents and bytes there were.
    pub(super) profiles: u64,
    /// The bytes.
    pub(super) bytes: u64,
    /// What it comes to.
    pub(super) outcome: Outcome,
}

impl<'s> Worker<'s> {
    /// Shows a profile of which everything is at hand.
    pub(super) fn good(
        &mut self,
        named: &Named<'_>,
        (answers, findings, changes): &Read<'_>,
        batch: &mut Batch<'s>,
    ) {
        let setup = self.setup;
        if !setup.args.input.common.quiet {
            self.tell(findings, batch);
        }
        let assessment = (!setup.shows_rows()).then(|| assess(setup.set, answers));
        match &assessment {
            None => survey(setup.set, &answers.cells, self.depth, &mut self.survey),
            Some(assessment)
                if setup.sort.is_some() || setup.earlier.is_some() || setup.census.is_some() =>
            {
                self.survey.take(setup.set, &answers.cells, assessment);
            }
            Some(_) => {}
        }
        let mut subject = Subject {
            set: setup.set,
            path: named.path,
            index: named.index,
            id: answers.about.id.as_deref(),
            name: answers.name(setup.set),
            survey: &self.survey,
            answers: Some(answers),
            findings: Counted::of(findings).total(),
            since: None,
        };
        let Some(assessment) = assessment else {
            self.row(named, subject, findings, batch);
            return;
        };
        if let Some(census) = &setup.census {
            let mut census = census.lock().unwrap_or_else(PoisonError::into_inner);
            census.add(setup.set, &self.survey);
        }
        let since = self.since(named, &subject);
        subject.since = since.map(|(since, _)| since);
        let changes_unmet = self.unmet_changes(since, Some(&self.survey));
        batch.unmet(named, &changes_unmet, outcome(&changes_unmet));
        let same = since.is_some_and(|(since, _)| since == Since::Same);
        let text = since.map(|(since, before)| since_text(setup.set, since, before, &self.survey));
        let key = self.key(&subject);
        let profile = named.profile(Some((setup.set, answers)));
        let of = (answers, &**findings, &**changes);
        scored(
            setup,
            (profile, text),
            of,
            (assessment, setup.args.deciding || setup.pages.is_some()),
            |report, unmet, outcome| {
                batch.unmet(named, &unmet, outcome);
                if same && unmet.is_empty() {
                    return;
                }
                batch.report(setup, &Entry::Good(Box::new(report)), key);
            },
        );
    }

    /// Where a profile stands in the order that is asked for.
    fn key(&self, subject: &Subject<'_>) -> Key {
        let sort = self.setup.sort.as_ref();
        sort.map_or(Key::Nothing, |sort| sort.key(subject))
    }

    /// What has become of a profile since the baseline, judged.
    fn since(
        &self,
        named: &Named<'_>,
        subject: &Subject<'_>,
    ) -> Option<(Since, Option<&'s Earlier>)> {
        let setup = self.setup;
        let who = (named.path, named.index, subject.id);
        let (since, before) = setup
            .earlier
            .as_ref()?
            .since(setup.set, who, Some(subject.survey));
        Some((since, before))
    }

    /// The demands on change that a profile does not meet; `now` is none where it was not scored.
    fn unmet_changes(
        &self,
        since: Option<(Since, Option<&Earlier>)>,
        now: Option<&Survey>,
    ) -> Vec<Unmet> {
        let args = &self.setup.args.batch;
        let demands = (args.fail_on_change, args.no_regressions);
        since.map_or_else(Vec::new, |(since, before)| {
            let words = || changed_words(self.setup.set, before, now);
            baseline::unmet(since, demands, words)
        })
    }

    /// Shows a profile as a row, or counts it.
    pub(super) fn row(
        &self,
        named: &Named<'_>,
        mut subject: Subject<'_>,
        findings: &[Finding],
        batch: &mut Batch<'s>,
    ) {
        let setup = self.setup;
        let since = self.since(named, &subject);
        let mut unmet = self.unmet_changes(since, Some(subject.survey));
        if !setup.assertions.is_empty() {
            let prospects = subject.survey.prospects.as_ref();
            let judged = Judged {
                possible: prospects.map_or(&[], |found: &Prospects| &found.possible),
                exact: prospects.is_some_and(|found| found.exact),
                rubrics: &subject.survey.rubrics,
                dimensions: &subject.survey.dimensions,
            };
            unmet.extend(setup.assertions.judge(setup.set, &judged));
        }
        batch.unmet(named, &unmet, outcome(&unmet));
        if let (Some(target), Some(answers)) = (setup.plan_to, subject.answers) {
            let assessment = assess_to(setup.set, answers, Asked::Possible);
            let (_, own) = plan::change(setup.set, answers, &assessment, target);
            batch.outcome = batch.outcome.with(own);
        }
        subject.since = since.map(|(since, _)| since);
        if let Some(census) = &setup.census {
            let mut census = census.lock().unwrap_or_else(PoisonError::into_inner);
            census.add(setup.set, subject.survey);
            return;
        }
        if subject.since == Some(Since::Same) && unmet.is_empty() {
            return;
        }
        let key = self.key(&subject);
        let fields = setup.fields.as_deref().unwrap_or_default();
        match setup.args.format {
            ScoreFormat::Table => {
                let mut line = Scored::new(setup.set, &subject);
                line.since = since
                    .map(|(since, before)| since_words(setup.set, since, before, subject.survey));
                batch.lines.push(Line::Scored(line));
                batch.end(key);
            }
            ScoreFormat::Csv => {
                csv::row(fields, &subject, &mut batch.out);
                batch.end(key);
            }
            format if format.is_ci() => {
                let leading = subject
                    .survey
                    .leading()
                    .map(|number| &setup.set.recommendations[usize::from(number)]);
                let verdict = Verdict {
                    id: subject.id,
                    name: subject.name,
                    result: leading.map(|leading| verdict::Outcome {
                        recommendation: &leading.id,
                        title: &leading.title,
                        settled: subject.survey.settled(),
                    }),
                    ..self.verdict(named, findings, &unmet)
                };
                batch.verdict(setup, &verdict, key);
            }
            format => batch.data(format, &Flat(fields, subject), key),
        }
    }

    /// What build servers are told of a profile that was not scored.
    fn verdict<'v>(
        &self,
        named: &Named<'v>,
        findings: &'v [Finding],
        unmet: &'v [Unmet],
    ) -> Verdict<'v> {
        Verdict {
            path: named.path,
            index: named.index,
            line: named.line,
            id: None,
            name: None,
            findings,
            result: None,
            unmet,
        }
    }

    pub(super) fn failed(&self, named: &Named<'_>, bad: &Bad, batch: &mut Batch<'s>) {
        let findings = &bad.findings;
        self.tell(findings, batch);
        batch.outcome.failed = true;
        let who = (named.path, named.index, bad.id.as_deref());
        let since = self
            .setup
            .earlier
            .as_ref()
            .map(|earlier| earlier.since(self.setup.set, who, None));
        let unmet = self.unmet_changes(since, None);
        batch.unmet(named, &unmet, outcome(&unmet));
        if let Some(census) = &self.setup.census {
            census.lock().unwrap_or_else(PoisonError::into_inner).failed += 1;
            if self.setup.args.batch.summary {
                return;
            }
        }
        // What is wrong with our own notes is no business of the customer's.
        if self.setup.args.audience == Audience::Customer {
            return;
        }
        let failure = bad.failure(named);
        match self.setup.args.format {
            ScoreFormat::Table if self.setup.shows_table() => {
                batch.lines.push(Line::Failed {
                    path: named.path.to_owned(),
                    index: named.index,
                    name: bad.name.clone(),
                    problems: Counted::of(findings).total(),
                });
                batch.end(Key::Nothing);
            }
            ScoreFormat::Csv => {
                let fields = self.setup.fields.as_deref().unwrap_or_default();
                let problems = Counted::of(findings).total();
                csv::failed(fields, &failure.profile, problems, &mut batch.out);
                batch.end(Key::Nothing);
            }
            format if format.is_ci() => {
                let verdict = Verdict {
                    id: bad.id.as_deref(),
                    name: bad.name.as_deref(),
                    ..self.verdict(named, findings, &unmet)
                };
                batch.verdict(self.setup, &verdict, Key::Nothing);
            }
            _ => batch.report(self.setup, &Entry::Bad(failure), Key::Nothing),
        }
    }

    pub(super) fn tell(&self, list: &[Finding], batch: &mut Batch<'s>) {
        // Writing into memory cannot fail.
        let _ = show_findings(list, &self.look, &mut batch.told);
    }
}

impl Batch<'_> {
    fn end(&mut self, key: Key) {
        self.ends.push((self.out.len(), key));
    }

    /// Says which demands a profile does not meet.
    fn unmet(&mut self, named: &Named<'_>, unmet: &[Unmet], outcome: Outcome) {
        self.outcome = self.outcome.with(outcome);
        for unmet in unmet {
            // Writing into memory cannot fail.
            let _ = writeln!(self.told, "{}: {}", named.words(), unmet.message);
        }
    }

    /// Adds what build servers are told of one profile.
    fn verdict(&mut self, setup: &Setup<'_>, verdict: &Verdict<'_>, key: Key) {
        self.totals.add(verdict);
        self.out
            .extend_from_slice(emit::verdict(setup, verdict).as_bytes());
        self.end(key);
    }

    /// Adds the report of one profile.
    fn report(&mut self, setup: &Setup<'_>, entry: &Entry<Report<'_>>, key: Key) {
        // Writing into memory cannot fail.
        let _ = match (setup.args.format, &setup.pages, entry) {
            (ScoreFormat::Table, Some(look), Entry::Good(report)) => {
                terminal::report(report, setup.args.detail(), look, &mut self.out)
            }
            (ScoreFormat::Table, ..) => Ok(()),
            (ScoreFormat::Markdown, ..) => {
                markdown::markdown(std::slice::from_ref(entry), &mut self.out)
            }
            (format, ..) if format.is_page() => {
                self.cards.push(html::card(entry));
                Ok(())
            }
            (format, ..) => return self.data(format, entry, key),
        };
        self.end(key);
    }

    /// Adds one profile as data.
    fn data(&mut self, format: ScoreFormat, entry: &impl Serialize, key: Key) {
        let one = std::slice::from_ref(entry);
        // Writing into memory cannot fail.
        let _ = match format {
            ScoreFormat::Json => json::in_array(entry, &mut self.out),
            ScoreFormat::Jsonl => json::jsonl(one, &mut self.out),
            ScoreFormat::Yaml => yaml::yaml(one, &mut self.out),
            // They have rows and pages of their own.
            _ => Ok(()),
        };
        self.end(key);
    }
}
