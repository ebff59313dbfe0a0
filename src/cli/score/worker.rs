//! What one thread does: piece after piece becomes what the format shows of its documents.

use super::Setup;
use super::columns::{Columns, Target};
use super::map::ABOUT;
use super::show::Batch;
use crate::assess::Assessment;
use crate::assess::survey::{Depth, Survey, survey};
use crate::assess::trace::trace;
use crate::cli::assertions::{Judged, outcome};
use crate::cli::{Outcome, plan};
use crate::finding::{Code, Finding, Level, SourceText};
use crate::limits::{Limits, limits};
use crate::present::Look;
use crate::present::fields::{Field, Subject};
use crate::present::report::{Failure, FindingText, ProfileName, Report, for_customer, report};
use crate::present::since::SinceText;
use crate::present::text::clean;
use crate::present::trace::trace_text;
use crate::present::verdict::Unmet;
use crate::present::what_if::supposed;
use crate::profile::plain::Plain;
use crate::profile::word::Word;
use crate::profile::{Answers, Change, resolve_on};
use crate::rubric::RubricSet;
use crate::say;
use crate::source::inputs::cells::Column;
use crate::source::inputs::csv::{Header, fields, may_be_bare, plain_fields, trimmed};
use crate::source::inputs::documents;
use crate::source::inputs::{Chunk, Content, Form, Piece, chunks_of_small};
use crate::value::{FactSink as _, Node, Span};
use std::rc::Rc;
use std::sync::Arc;

/// One thread's room.
pub(super) struct Worker<'s> {
    pub(super) setup: &'s Setup<'s>,
    pub(super) look: Look,
    /// How deep rows look.
    pub(super) depth: Depth,
    /// For plain documents, which need no tree, where rows show nothing else.
    plain: Option<Plain<'s>>,
    /// The bytes of a document up to which no text in it can be too long: escapes write at most twice what they take.
    longest: usize,
    pub(super) survey: Survey,
    /// The table whose columns were resolved last.
    table: Option<(Arc<Header>, Option<Rc<Columns>>)>,
}

/// A profile and what one calls it.
pub(super) struct Named<'n> {
    pub(super) path: &'n str,
    pub(super) index: usize,
    /// Whether its number in the file is told.
    numbered: bool,
    /// The line at which it begins, from 1; looked up only for those who show it.
    pub(super) line: usize,
}

impl<'n> Named<'n> {
    pub(super) fn new(path: &'n str, index: usize) -> Self {
        Self {
            path,
            index,
            numbered: index > 0,
            line: 1,
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

    pub(super) fn words(&self) -> String {
        let path = clean(self.path);
        if self.numbered {
            say!("{path} (document {number})", path, number = self.index + 1)
        } else {
            path
        }
    }
}

/// What a profile says: answers, warnings, and what `--set` changed.
pub(super) type Read<'t> = (Answers<'t>, Vec<Finding>, Vec<Change<'t>>);

/// A document that cannot be used, and what it calls itself as far as that can be read.
pub(super) struct Bad {
    pub(super) findings: Vec<Finding>,
    pub(super) id: Option<String>,
    pub(super) name: Option<String>,
}

impl From<Vec<Finding>> for Bad {
    fn from(findings: Vec<Finding>) -> Self {
        Self {
            findings,
            id: None,
            name: None,
        }
    }
}

impl Bad {
    /// What the formats show of it.
    pub(super) fn failure(&self, named: &Named<'_>) -> Failure {
        let mut profile = named.profile(None);
        profile.id.clone_from(&self.id);
        profile.name.clone_from(&self.name);
        Failure {
            profile,
            findings: self.findings.iter().map(FindingText::from).collect(),
        }
    }

    fn named(node: &Node<'_>, findings: Vec<Finding>) -> Self {
        let said = |section: &str, key: &str| {
            let found = node.get(section)?.get(key)?;
            let value = found.get("value").unwrap_or(found);
            value.text().filter(|_| !value.is_null()).map(str::to_owned)
        };
        Self {
            findings,
            id: said("profile", "id"),
            name: said("company", "name"),
        }
    }
}

/// Reads one document with everything that it says.
pub(super) fn read<'t>(
    setup: &Setup<'t>,
    source: &SourceText<'t>,
    form: Form,
    span: Span,
    columns: Option<(&Header, &[Option<Column>])>,
) -> Result<Read<'t>, Bad> {
    let (node, found) = documents::node(source, form, span, columns)?;
    let resolved = resolve_on(setup.set, source, &node, found, setup.options);
    let (mut answers, mut findings) = resolved.map_err(|findings| Bad::named(&node, findings))?;
    let changes = setup.what_if.apply(setup.set, &mut answers, &mut findings);
    Ok((answers, findings, changes))
}

/// Hands on the report of what was assessed, the demands that it does not meet, and what it comes to.
pub(super) fn scored<R>(
    setup: &Setup<'_>,
    (profile, since): (ProfileName, Option<SinceText<'_>>),
    (answers, findings, changes): (&Answers<'_>, &[Finding], &[Change<'_>]),
    (mut assessment, deciding): (Assessment, bool),
    then: impl FnOnce(Report<'_>, Vec<Unmet>, Outcome) -> R,
) -> R {
    let set = setup.set;
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
    if let Some(hidden) = &setup.internal {
        let known = assessment.coverage_of(set, &answers.cells, |rubric| !rubric.internal);
        report = for_customer(set, hidden, known, report);
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
            depth = depth.max(Depth::Prospects);
        }
        if setup.census.is_some() {
            depth = Depth::Questions;
        }
        let stated = fields.iter().chain(sort).any(Field::is_stated);
        let says_otherwise = !setup.what_if.restated().is_empty() || setup.options.today.is_some();
        // The short way does not count values: no plain document has as many as are usually allowed.
        let short = limits().facts >= setup.set.facts.len()
            && limits().values >= Limits::DEFAULT.values
            && setup.shows_rows()
            && !stated
            && !says_otherwise
            && setup.plan_to.is_none();
        Self {
            setup,
            look: setup.args.input.common.stderr_look(),
            depth,
            plain: short.then(|| Plain::new(setup.set)),
            longest: limits().text / 2,
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
            Content::Unread(unread) => {
                for chunk in chunks_of_small(&path, unread, self.setup.documents()) {
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
        self.failed(&named, &vec![finding.clone()].into(), batch);
    }

    fn chunk(&mut self, path: &Arc<str>, chunk: &Chunk, batch: &mut Batch<'s>) {
        batch.bytes += chunk.bytes.len() as u64;
        let table = match &chunk.header {
            None => None,
            Some(header) => match self.columns(path, header, chunk, batch) {
                Some(columns) => Some((&**header, columns)),
                // What is wrong with its columns has been said.
                None => return,
            },
        };
        let columns = table
            .as_ref()
            .map(|(header, columns)| (*header, &**columns));
        if chunk.rowless && !self.setup.args.input.common.quiet {
            let finding = nothing_in(path, chunk.header.as_deref());
            self.tell(&[finding.level(Level::Warning)], batch);
        }
        let stream = chunk.list || chunk.values.len() > 1;
        let mut whole = chunk
            .text()
            .map(|text| SourceText::part(&**path, text, chunk.line, 0));
        for document in chunk.documents() {
            let mut named = Named {
                path,
                index: document.index,
                numbered: stream || document.index > 0,
                line: 1,
            };
            if let Some(source) = &mut whole {
                source.document = named.numbered.then_some(document.index);
                if self.setup.args.format.is_ci() {
                    let begin = document.span.start;
                    named.line = source
                        .place(Span {
                            start: begin,
                            end: begin,
                        })
                        .line;
                }
                self.document(&named, source, (chunk.form, document.span), columns, batch);
                continue;
            }
            // Bytes that are no text spoil only the document in which they stand.
            match chunk.alone(path, document) {
                Ok((text, line)) => {
                    named.line = line;
                    let source = SourceText::part(&**path, text, line, document.index);
                    let span = Span::new(0, text.len());
                    self.document(&named, &source, (chunk.form, span), columns, batch);
                }
                Err(finding) => self.failed(&named, &vec![*finding].into(), batch),
            }
        }
    }

    /// What the columns of a table say; none where that is not known. What is to be said of the table itself is
    /// said with its first chunk.
    fn columns(
        &mut self,
        path: &str,
        header: &Arc<Header>,
        chunk: &Chunk,
        batch: &mut Batch<'s>,
    ) -> Option<Rc<Columns>> {
        if let Some((known, columns)) = &self.table
            && Arc::ptr_eq(known, header)
        {
            return columns.clone();
        }
        let (columns, mut findings) = Columns::of(self.setup, path, header);
        let columns = columns.map(Rc::new);
        self.table = Some((header.clone(), columns.clone()));
        if chunk.first && columns.is_none() {
            // The header may be all there is because lines end in a way that none does.
            let nothing = chunk.rowless.then(|| nothing_in(path, Some(header)));
            findings.extend(nothing.map(|finding| finding.level(Level::Warning)));
            self.failed(&Named::new(path, 0), &findings.into(), batch);
        } else if chunk.first && !self.setup.args.input.common.quiet {
            self.tell(&findings, batch);
        }
        columns
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
        batch.profiles += 1;
        let whole = span.end as usize - span.start as usize <= self.longest;
        let short = self.plain.as_mut().filter(|_| whole);
        let short = short.and_then(|plain| is_plain(plain, source.text, (form, span), columns));
        if let (Some(()), Some(plain)) = (short, &self.plain) {
            let set = self.setup.set;
            survey(set, plain.cells(), self.depth, &mut self.survey);
            let subject = Subject {
                set,
                path: named.path,
                index: named.index,
                id: plain.id(),
                name: plain.name(),
                survey: &self.survey,
                answers: None,
                findings: 0,
                since: None,
            };
            self.row(named, subject, &[], batch);
            return;
        }
        let columns = columns.map(|(header, columns)| (header, &*columns.columns));
        match read(self.setup, source, form, span, columns) {
            Ok(read) => self.good(named, &read, batch),
            Err(bad) => self.failed(named, &bad, batch),
        }
    }
}

/// Says that a table has no row, or a list no profile.
fn nothing_in(path: &str, header: Option<&Header>) -> Finding {
    let Some(header) = header else {
        return Finding::of_file(path, Code::EmptyDocument, say!("this list has no profile"));
    };
    let mut source = SourceText::new(path, &header.text);
    source.first_line = header.line;
    let place = Span::new(0, header.text.trim_end().len());
    Finding::error(
        &source,
        place,
        Code::EmptyDocument,
        say!("this table has no row"),
    )
}

/// Whether a document is plain; what it says is then in its cells.
fn is_plain(
    plain: &mut Plain<'_>,
    text: &str,
    (form, span): (Form, Span),
    columns: Option<(&Header, &Columns)>,
) -> Option<()> {
    plain.clear();
    let document = text.get(span.start as usize..span.end as usize)?;
    let Some((header, columns)) = columns else {
        return documents::tell(document, form, plain);
    };
    if may_be_bare(document, header.delimiter) {
        return None;
    }
    let mut targets = columns.targets.iter();
    if memchr::memchr(b'"', document.as_bytes()).is_some() {
        for (field, _) in fields(document, 0, header.delimiter) {
            say(plain, *targets.next()?, &field)?;
        }
    } else {
        plain_fields(text, span, header.delimiter, |begin, end| {
            let target = *targets.next()?;
            if let Target::Choice(fact) = target {
                let chosen = plain.choose(fact, &Word::at(text, begin, end));
                if chosen.is_some() {
                    return chosen;
                }
            }
            say(plain, target, &text[begin..end])
        })?;
    }
    targets.next().is_none().then_some(())
}

/// Answers what a field is said of, if it is plain.
fn say(plain: &mut Plain<'_>, target: Target, field: &str) -> Option<()> {
    let field = trimmed(field);
    match target {
        Target::Nothing => Some(()),
        Target::Worded => None,
        _ if field.is_empty() => Some(()),
        // No two columns say the same fact.
        Target::Set(fact) if field == "[]" => {
            plain.turn_to(fact);
            plain.list()
        }
        _ if field.starts_with(['{', '[']) => None,
        Target::Choice(fact) | Target::Fact(fact) => {
            plain.turn_to(fact);
            plain.scalar(field, true)
        }
        Target::Set(fact) => {
            plain.turn_to(fact);
            if matches!(field, "unknown" | "n/a") {
                return plain.scalar(field, true);
            }
            plain.list()?;
            let mut items = field.split(';').map(str::trim);
            items.try_for_each(|item| {
                if item.is_empty() {
                    Some(())
                } else {
                    plain.item(item, true)
                }
            })
        }
        Target::About(key) => {
            plain.enter_about(ABOUT[usize::from(key)])?;
            plain.scalar(field, true)
        }
    }
}
