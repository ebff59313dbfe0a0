//! What one thread does: piece after piece becomes what the format shows of its documents.

use super::columns::Columns;
use super::order::Key;
use super::{ScoreFormat, Setup, baseline};
use crate::assess::assess;
use crate::assess::outlook::Prospects;
use crate::assess::survey::{Depth, Survey, first_question, survey};
use crate::assess::trace::trace;
use crate::cli::assertions::{Judged, outcome};
use crate::cli::{Outcome, plan};
use crate::compare::since::{Earlier, Since};
use crate::finding::{Finding, SourceText};
use crate::present::fields::{Field, Flat, Subject};
use crate::present::findings::findings as show_findings;
use crate::present::report::{Entry, Failure, FindingText, ProfileName, Report, report};
use crate::present::since::{SinceText, since_text, since_words};
use crate::present::table::{Line, Scored};
use crate::present::text::clean;
use crate::present::trace::trace_text;
use crate::present::verdict::Unmet;
use crate::present::what_if::supposed;
use crate::present::{Look, csv, json, markdown, yaml};
use crate::profile::plain::Plain;
use crate::profile::{Answers, Change, resolve};
use crate::rubric::RubricSet;
use crate::source::inputs::csv::{Column, Header, fields};
use crate::source::inputs::documents;
use crate::source::inputs::{Chunk, Content, Form, Piece, chunks_of_file};
use crate::value::{FactSink as _, Span};
use serde::Serialize;
use std::io::Write as _;
use std::sync::{Arc, PoisonError};

/// What came of one piece.
#[derive(Default)]
pub(super) struct Batch<'s> {
    /// What the format shows, one element behind the other.
    pub(super) out: Vec<u8>,
    /// Where each element ends, and where it stands in the order that is asked for.
    pub(super) ends: Vec<(usize, Key)>,
    /// What a table shows.
    pub(super) lines: Vec<Line<'s>>,
    /// What is told beside it.
    pub(super) told: Vec<u8>,
    /// What it comes to.
    pub(super) outcome: Outcome,
}

/// One thread's room.
pub(super) struct Worker<'s> {
    setup: &'s Setup<'s>,
    look: Look,
    /// How deep rows look.
    depth: Depth,
    /// Whether plain documents need no tree.
    short: bool,
    plain: Plain<'s>,
    survey: Survey,
    /// The table whose columns were resolved last.
    table: Option<(Arc<Header>, Option<Columns>)>,
}

/// A profile and what one calls it.
pub(super) struct Named<'n> {
    path: &'n str,
    index: usize,
    /// Whether its number in the file is told.
    numbered: bool,
}

impl<'n> Named<'n> {
    pub(super) fn new(path: &'n str, index: usize) -> Self {
        Self {
            path,
            index,
            numbered: index > 0,
        }
    }

    pub(super) fn profile(&self, of: Option<(&RubricSet, &Answers<'_>)>) -> ProfileName {
        ProfileName {
            path: self.path.to_owned(),
            index: self.index,
            id: of.and_then(|(_, answers)| answers.about.id.as_deref().map(str::to_owned)),
            name: of.and_then(|(set, answers)| answers.name(set).map(str::to_owned)),
        }
    }

    fn words(&self) -> String {
        let path = clean(self.path);
        if self.numbered {
            format!("{path} (document {})", self.index + 1)
        } else {
            path
        }
    }
}

/// What a profile says: answers, warnings, and what `--set` changed.
pub(super) type Read<'t> = (Answers<'t>, Vec<Finding>, Vec<Change<'t>>);

/// Reads one document with everything that it says.
pub(super) fn read<'t>(
    setup: &Setup<'t>,
    source: &SourceText<'t>,
    form: Form,
    span: Span,
    columns: Option<(&Header, &[Option<Column>])>,
) -> Result<Read<'t>, Vec<Finding>> {
    let node = documents::node(source, form, span, columns)?;
    let (mut answers, mut findings) = resolve(setup.set, source, &node, setup.options)?;
    let changes = setup.what_if.apply(setup.set, &mut answers, &mut findings);
    Ok((answers, findings, changes))
}

/// Assesses a profile and hands on its report, the demands that it does not meet, and what it comes to.
pub(super) fn scored<R>(
    setup: &Setup<'_>,
    (profile, since): (ProfileName, Option<SinceText<'_>>),
    (answers, findings, changes): (&Answers<'_>, &[Finding], &[Change<'_>]),
    deciding: bool,
    then: impl FnOnce(Report<'_>, Vec<Unmet>, Outcome) -> R,
) -> R {
    let set = setup.set;
    let mut assessment = assess(set, answers);
    if deciding {
        assessment.find_deciding(set, answers);
    }
    let unmet = setup.assertions.judge(
        set,
        &Judged {
            possible: &assessment.outlook.possible,
            exact: assessment.outlook.exact,
            rubrics: &assessment.rubrics,
            dimensions: &assessment.dimensions,
        },
    );
    let mut outcome = outcome(&unmet);
    let mut report = report(set, profile, answers, &assessment, findings);
    report.since = since;
    report.what_if = supposed(set, changes);
    if let Some(target) = setup.plan_to {
        let (change, own) = plan::change(set, answers, &assessment, target);
        outcome = outcome.with(own);
        report.plan = Some(change);
    }
    if setup.args.trace {
        let trace = trace(set, &answers.cells, &assessment);
        report.trace = Some(trace_text(set, answers, &trace));
    }
    then(report, unmet, outcome)
}

impl<'s> Worker<'s> {
    pub(super) fn new(setup: &'s Setup<'s>) -> Self {
        let fields = setup.fields.as_deref().unwrap_or_default();
        let shown = fields.iter().map(|field| field.depth()).max();
        let mut depth = shown.unwrap_or(Depth::Prospects);
        let sort = setup.sort.as_ref().map(|sort| &sort.field);
        depth = depth.max(sort.map_or(Depth::Names, Field::depth));
        if !setup.assertions.is_empty() || setup.earlier.is_some() {
            depth = Depth::Prospects;
        }
        let asked = fields
            .iter()
            .chain(sort)
            .any(|field| field.is_asked() || field.is_stated());
        let says_otherwise = !setup.what_if.restated().is_empty() || setup.options.today.is_some();
        Self {
            setup,
            look: setup.args.input.common.stderr_look(),
            depth,
            short: setup.shows_rows() && !asked && !says_otherwise,
            plain: Plain::new(setup.set),
            survey: Survey::new(setup.set),
            table: None,
        }
    }

    /// Works on one piece.
    pub(super) fn work(&mut self, piece: Piece) -> Batch<'s> {
        let mut batch = Batch::default();
        let path = piece.path;
        match piece.content {
            Content::Text(chunk) => self.chunk(&path, &chunk, &mut batch),
            Content::Failed(finding) => self.failed_input(&path, &finding, &mut batch),
            Content::Unread(form) => {
                for chunk in chunks_of_file(&path, form) {
                    match chunk {
                        Ok(chunk) => self.chunk(&path, &chunk, &mut batch),
                        Err(finding) => self.failed_input(&path, &finding, &mut batch),
                    }
                }
            }
        }
        batch
    }

    fn failed_input(&self, path: &str, finding: &Finding, batch: &mut Batch<'s>) {
        let named = Named::new(path, finding.document.unwrap_or(0));
        self.failed(&named, std::slice::from_ref(finding), batch);
    }

    fn chunk(&mut self, path: &Arc<str>, chunk: &Chunk, batch: &mut Batch<'s>) {
        if let Some(header) = &chunk.header
            && !self
                .table
                .as_ref()
                .is_some_and(|(known, _)| Arc::ptr_eq(known, header))
        {
            let (columns, findings) = Columns::of(self.setup, path, header);
            if chunk.first {
                self.tell(&findings, batch);
                if columns.is_none() {
                    self.failed(&Named::new(path, 0), &findings, batch);
                }
            }
            self.table = Some((header.clone(), columns));
        }
        if chunk.header.is_some()
            && self
                .table
                .as_ref()
                .is_some_and(|(_, columns)| columns.is_none())
        {
            return;
        }
        let table = self.table.take().filter(|_| chunk.header.is_some());
        let columns = table
            .as_ref()
            .and_then(|(header, columns)| Some((&**header, columns.as_ref()?)));
        let stream = matches!(chunk.form, Form::JsonLines | Form::Csv) || chunk.values.len() > 1;
        match chunk.text() {
            Some(text) => {
                let mut source = SourceText::part(&**path, text, chunk.line, 0);
                for document in chunk.documents() {
                    let numbered = stream || document.index > 0;
                    source.document = numbered.then_some(document.index);
                    let named = Named {
                        path,
                        index: document.index,
                        numbered,
                    };
                    self.document(&named, &source, (chunk.form, document.span), columns, batch);
                }
            }
            // Bytes that are no text spoil only the document in which they stand.
            None => {
                for document in chunk.documents() {
                    let named = Named {
                        path,
                        index: document.index,
                        numbered: stream || document.index > 0,
                    };
                    match chunk.alone(path, document) {
                        Ok((text, line)) => {
                            let source = SourceText::part(&**path, text, line, document.index);
                            let span = Span::new(0, text.len());
                            self.document(&named, &source, (chunk.form, span), columns, batch);
                        }
                        Err(finding) => self.failed(&named, &[*finding], batch),
                    }
                }
            }
        }
        self.table = table.or(self.table.take());
    }

    fn document<'t>(
        &mut self,
        named: &Named<'_>,
        source: &SourceText<'t>,
        (form, span): (Form, Span),
        columns: Option<(&Header, &Columns)>,
        batch: &mut Batch<'s>,
    ) where
        's: 't,
    {
        let text = source
            .text
            .get(span.start as usize..span.end as usize)
            .unwrap_or("");
        if self.short && self.is_plain(text, form, columns).is_some() {
            survey(
                self.setup.set,
                self.plain.cells(),
                self.depth,
                &mut self.survey,
            );
            let subject = Subject {
                set: self.setup.set,
                path: named.path,
                index: named.index,
                id: self.plain.id(),
                name: self.plain.name(),
                cells: self.plain.cells(),
                survey: &self.survey,
                answers: None,
                assessment: None,
                findings: 0,
                since: None,
            };
            self.row(named, subject, batch);
            return;
        }
        let columns = columns.map(|(header, columns)| (header, &*columns.columns));
        match read(self.setup, source, form, span, columns) {
            Ok(read) => self.good(named, &read, batch),
            Err(findings) => self.failed(named, &findings, batch),
        }
    }

    /// Whether a document is plain; what it says is then in its cells.
    fn is_plain(
        &mut self,
        text: &str,
        form: Form,
        columns: Option<(&Header, &Columns)>,
    ) -> Option<()> {
        self.plain.clear();
        let Some((header, columns)) = columns else {
            return documents::tell(text, form, &mut self.plain);
        };
        let mut count = 0;
        for ((text, _), (column, fact)) in
            fields(text, 0, header.delimiter).zip(columns.columns.iter().zip(&columns.facts))
        {
            count += 1;
            let Some(column) = column else { continue };
            let text = text.trim();
            if column.wording.is_some() || text.starts_with(['{', '[']) {
                return None;
            }
            if text.is_empty() {
                continue;
            }
            match fact {
                Some(fact) => self.plain.enter(*fact)?,
                None => self.plain.enter_about(&column.key)?,
            }
            if column.set && !matches!(text, "unknown" | "n/a") {
                self.plain.list()?;
                for item in text
                    .split(';')
                    .map(str::trim)
                    .filter(|item| !item.is_empty())
                {
                    self.plain.item(item, true)?;
                }
            } else {
                self.plain.scalar(text, true)?;
            }
        }
        (count == columns.columns.len()).then_some(())
    }

    /// Shows a profile of which everything is at hand.
    fn good(
        &mut self,
        named: &Named<'_>,
        (answers, findings, changes): &Read<'_>,
        batch: &mut Batch<'s>,
    ) {
        let setup = self.setup;
        if !setup.args.input.common.quiet {
            self.tell(findings, batch);
        }
        let rows = setup.shows_rows();
        let sort = setup.sort.as_ref().map(|sort| &sort.field);
        if rows || sort.is_some() || setup.earlier.is_some() {
            survey(setup.set, &answers.cells, self.depth, &mut self.survey);
        }
        let mut fields = setup.fields.iter().flatten().chain(sort);
        let assessment = fields
            .any(Field::is_asked)
            .then(|| assess(setup.set, answers));
        let subject = Subject {
            set: setup.set,
            path: named.path,
            index: named.index,
            id: answers.about.id.as_deref(),
            name: answers.name(setup.set),
            cells: &answers.cells,
            survey: &self.survey,
            answers: Some(answers),
            assessment: assessment.as_ref(),
            findings: findings.len(),
            since: None,
        };
        if rows {
            self.row(named, subject, batch);
            return;
        }
        let mut text = None;
        if let Some((since, before)) = self.since(named, &subject, batch) {
            if since == Since::Same {
                return;
            }
            text = Some(since_text(setup.set, since, before, &self.survey));
        }
        let key = self.key(&subject);
        let profile = named.profile(Some((setup.set, answers)));
        let of = (answers, &**findings, &**changes);
        scored(
            setup,
            (profile, text),
            of,
            setup.args.deciding,
            |report, unmet, outcome| {
                batch.unmet(named, &unmet, outcome);
                batch.report(setup.args.format, &Entry::Good(Box::new(report)), key);
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
        batch: &mut Batch<'s>,
    ) -> Option<(Since, Option<&'s Earlier>)> {
        let setup = self.setup;
        let who = (named.path, named.index, subject.id);
        let (since, before) = setup
            .earlier
            .as_ref()?
            .since(setup.set, who, Some(subject.survey));
        self.judge_change(named, since, batch);
        Some((since, before))
    }

    fn judge_change(&self, named: &Named<'_>, since: Since, batch: &mut Batch<'s>) {
        let args = &self.setup.args.batch;
        let unmet = baseline::unmet(since, (args.fail_on_change, args.no_regressions));
        batch.unmet(named, &unmet, outcome(&unmet));
    }

    /// Shows a profile as a row, or counts it.
    fn row(&self, named: &Named<'_>, mut subject: Subject<'_>, batch: &mut Batch<'s>) {
        let setup = self.setup;
        if !setup.assertions.is_empty() {
            let prospects = subject.survey.prospects.as_ref();
            let judged = Judged {
                possible: prospects.map_or(&[], |found: &Prospects| &found.possible),
                exact: prospects.is_some_and(|found| found.exact),
                rubrics: &subject.survey.rubrics,
                dimensions: &subject.survey.dimensions,
            };
            let unmet = setup.assertions.judge(setup.set, &judged);
            batch.unmet(named, &unmet, outcome(&unmet));
        }
        let since = self.since(named, &subject, batch);
        if since.is_some_and(|(since, _)| since == Since::Same) {
            return;
        }
        subject.since = since.map(|(since, _)| since);
        if let Some(census) = &setup.census {
            let open = subject
                .survey
                .prospects
                .as_ref()
                .is_some_and(|found| found.possible.len() > 1);
            let question = open
                .then(|| first_question(setup.set, subject.cells))
                .flatten();
            let mut census = census.lock().unwrap_or_else(PoisonError::into_inner);
            census.add(setup.set, subject.survey, question);
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
            format => batch.data(format, &Flat(fields, subject), key),
        }
    }

    fn failed(&self, named: &Named<'_>, findings: &[Finding], batch: &mut Batch<'s>) {
        self.tell(findings, batch);
        batch.outcome.failed = true;
        if let Some(earlier) = &self.setup.earlier {
            let (since, _) = earlier.since(self.setup.set, (named.path, named.index, None), None);
            self.judge_change(named, since, batch);
        }
        if let Some(census) = &self.setup.census {
            census.lock().unwrap_or_else(PoisonError::into_inner).failed += 1;
            return;
        }
        let failure = Failure {
            profile: named.profile(None),
            findings: findings.iter().map(FindingText::from).collect(),
        };
        match self.setup.args.format {
            ScoreFormat::Table => {
                batch.lines.push(Line::Failed {
                    path: named.path.to_owned(),
                    index: named.index,
                    problems: findings.len(),
                });
                batch.end(Key::Nothing);
            }
            ScoreFormat::Csv => {
                let fields = self.setup.fields.as_deref().unwrap_or_default();
                csv::failed(fields, named.path, named.index, &mut batch.out);
                batch.end(Key::Nothing);
            }
            format => batch.report(format, &Entry::Bad(failure), Key::Nothing),
        }
    }

    fn tell(&self, list: &[Finding], batch: &mut Batch<'s>) {
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

    /// Adds the report of one profile.
    fn report(&mut self, format: ScoreFormat, entry: &Entry<Report<'_>>, key: Key) {
        if format == ScoreFormat::Markdown {
            // Writing into memory cannot fail.
            let _ = markdown::markdown(std::slice::from_ref(entry), &mut self.out);
            self.end(key);
        } else {
            self.data(format, entry, key);
        }
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
            ScoreFormat::Table | ScoreFormat::Csv | ScoreFormat::Markdown => Ok(()),
        };
        self.end(key);
    }
}
