//! Findings: what is wrong with an input, where, and what to do about it.
//!
//! A finding is data: a stable code, a level, a message, a place with the source line, a hint.
//! The formats in `present` show it; nothing here prints.

use crate::language::list::{list, list_or};
use crate::limits::limits;
use crate::say;
use crate::value::Span;
use std::sync::OnceLock;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Worth knowing; changes no exit code.
    Note,
    /// Probably a mistake; the input is used all the same.
    Warning,
    /// The input, or this part of it, cannot be used.
    Error,
}

impl Level {
    /// The level's name in every format.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

macro_rules! codes {
    ($($variant:ident = $name:literal, $about:literal;)*) => {
        /// What kind of finding this is. The names are a contract: scripts filter by them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = $about] $variant,)*
        }

        impl Code {
            /// Every code, in the order of its name.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code's name.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What the code means, in one sentence.
            #[must_use]
            pub fn about(self) -> &'static str {
                match self { $(Self::$variant => $about,)* }
            }
        }
    };
}

codes! {
    AlwaysTrips = "always-trips", "A gate that trips for every profile.";
    AnchorOrTag = "anchor-or-tag", "A YAML tag, or an alias that expands too far: profiles need neither.";
    BadBaseline = "bad-baseline", "A baseline is not what an earlier run wrote.";
    BadCondition = "bad-condition", "A condition does not fit the fact or the place where it stands.";
    BadDate = "bad-date", "A date is not written as YYYY-MM-DD.";
    BadScale = "bad-scale", "A criterion's scale has gaps, overlaps or no values.";
    CannotEdit = "cannot-edit", "A fact cannot be set in the file without changing something else.";
    ConstantTest = "constant-test", "A part of a condition that holds always or never.";
    Contradiction = "contradiction", "Statements about one fact exclude each other or leave nothing.";
    Cycle = "cycle", "Gates that name each other in a circle.";
    DateAhead = "date-ahead", "A date lies after the day that `--today` gives.";
    DeadRow = "dead-row", "A case of a scale that no answers reach.";
    DeadRule = "dead-rule", "A rule that can never fire.";
    DuplicateId = "duplicate-id", "Two parts of a rubric set have the same id.";
    DuplicateKey = "duplicate-key", "A key stands twice in one map.";
    EmptyDocument = "empty-document", "A profile without any content.";
    EmptyPart = "empty-part", "A rubric or a dimension without criteria, which never has a score.";
    IdleCriterion = "idle-criterion", "A criterion that can never change a recommendation.";
    IdleFact = "idle-fact", "A fact that is read, but can never change a recommendation.";
    IdleGate = "idle-gate", "A gate that trips without effect.";
    ManyDocuments = "many-documents", "A second YAML document in a file that must hold one.";
    MissingAdvice = "missing-advice", "What costs points, caps or is recommended comes without advice.";
    MissingField = "missing-field", "A required key is not there.";
    MissingPrior = "missing-prior", "A number that is scored, without a prior.";
    MissingReason = "missing-reason", "What costs points, trips or fires does not say why.";
    MissingSource = "missing-source", "A part of a rubric set does not say where it comes from.";
    MissingTranslation = "missing-translation", "A text of a rubric set is not there in a language that the set names.";
    MoreFindings = "more-findings", "More was found than is shown.";
    NeedlessMeant = "needless-meant", "A finding is said to be meant, and there is none.";
    NeverTrips = "never-trips", "A gate that can never trip.";
    NoQuestion = "no-question", "A line of answers where nothing is asked that it could answer.";
    NotMonotone = "not-monotone", "A better answer makes a score worse or trips a gate.";
    NotUtf8 = "not-utf8", "The file is not UTF-8 text.";
    OtherRubrics = "other-rubrics", "The profile was written for another rubric set or version.";
    OutOfBounds = "out-of-bounds", "A number lies outside its bounds.";
    ReadContext = "read-context", "A fact that says why nothing reads it, and is read.";
    RedundantRow = "redundant-row", "A row of a scale that could be left out without effect.";
    RuleOrder = "rule-order", "The rules are not one list that ends with a rule without `when`.";
    SameOptions = "same-options", "Options or values of a fact that nothing tells apart.";
    Stale = "stale", "What is said about a fact is older than the fact allows.";
    Syntax = "syntax", "The file is not well-formed YAML, JSON or TOML.";
    TooLarge = "too-large", "The input passes a limit that keeps time and memory bounded.";
    Undated = "undated", "Nothing says how old a statement is that can go out of date.";
    UnknownFact = "unknown-fact", "A profile states a fact that the rubric set does not have.";
    UnknownKey = "unknown-key", "A key that has no meaning here.";
    UnknownOption = "unknown-option", "A value that is none of the fact's options.";
    UnknownReference = "unknown-reference", "An id that nothing in the rubric set has.";
    UnknownSource = "unknown-source", "A source that names none of the documents in `[sources]`.";
    UnreachableRating = "unreachable-rating", "A rating that no complete profile's score reaches.";
    UnreachableRecommendation = "unreachable-recommendation", "A recommendation that no profile can get.";
    UnreadFact = "unread-fact", "A fact that nothing reads and that does not say why.";
    Unreadable = "unreadable", "A file or folder that cannot be read.";
    UnusedAdvice = "unused-advice", "A piece of advice that nothing names.";
    Unwritable = "unwritable", "A profile cannot be written back.";
    WrongType = "wrong-type", "A value of another type than the one needed here.";
}

impl Code {
    /// The lints of rubric sets that an author may say are meant, with a `meant` key, by name.
    pub const LINTS: &'static [Self] = &[
        Self::AlwaysTrips,
        Self::ConstantTest,
        Self::DeadRow,
        Self::DeadRule,
        Self::EmptyPart,
        Self::IdleCriterion,
        Self::IdleFact,
        Self::IdleGate,
        Self::MissingAdvice,
        Self::MissingPrior,
        Self::MissingReason,
        Self::MissingSource,
        Self::NeverTrips,
        Self::NotMonotone,
        Self::ReadContext,
        Self::RedundantRow,
        Self::SameOptions,
        Self::UnknownSource,
        Self::UnreachableRating,
        Self::UnreachableRecommendation,
        Self::UnreadFact,
        Self::UnusedAdvice,
    ];
}

/// A source text with its name; finds lines and columns when a finding needs them.
#[derive(Debug)]
pub struct SourceText<'a> {
    /// The path as the user named it (`-` for standard input).
    pub path: String,
    /// The text: all of it, or a part that begins at the start of a line.
    pub text: &'a str,
    /// The number of the text's first line in its file, from 1.
    pub first_line: usize,
    /// Which document of its file it is, from 0, where there may be several.
    pub document: Option<usize>,
    lines: OnceLock<Vec<u32>>,
}

impl<'a> SourceText<'a> {
    /// Names a text.
    #[must_use]
    pub fn new(path: impl Into<String>, text: &'a str) -> Self {
        Self {
            path: path.into(),
            text,
            first_line: 1,
            document: None,
            lines: OnceLock::new(),
        }
    }

    /// Names a part of a file: its first line there, from 1, and which document it is, from 0.
    #[must_use]
    pub fn part(
        path: impl Into<String>,
        text: &'a str,
        first_line: usize,
        document: usize,
    ) -> Self {
        Self {
            first_line,
            document: Some(document),
            ..Self::new(path, text)
        }
    }

    /// Where `span` stands, with its line. Offsets outside the text or inside a character are moved in.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        let text = self.text;
        let clamp = |offset: u32| floor_boundary(text, (offset as usize).min(text.len()));
        let (mut start, end) = (clamp(span.start), clamp(span.end));
        // The end of a file with a final newline is shown behind its last line, not on an empty one.
        if start == text.len() && start > 0 && text.ends_with('\n') {
            start -= 1;
        }
        let lines = self.lines.get_or_init(|| {
            let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0)
                .chain(breaks.map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX)))
                .collect()
        });
        let line = lines
            .partition_point(|&begin| begin as usize <= start)
            .max(1)
            - 1;
        let begin = lines[line] as usize;
        let stop = lines
            .get(line + 1)
            .map_or(text.len(), |&next| next as usize);
        let whole = text[begin..stop].trim_end_matches(['\n', '\r']);
        let column = text[begin..start].chars().count() + 1;
        // A caret needs a place; what runs over several lines is marked on its first.
        let from = (start - begin).min(whole.len());
        let to = (end.max(start) - begin).min(whole.len());
        let (excerpt, caret) = window(whole, from, to);
        Place {
            path: self.path.clone(),
            line: line + self.first_line,
            column,
            excerpt,
            caret,
        }
    }
}

fn floor_boundary(text: &str, mut offset: usize) -> usize {
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// The longest excerpt of a source line, in bytes: longer lines are cut around the caret.
const EXCERPT: usize = 400;

fn window(line: &str, from: usize, to: usize) -> (String, std::ops::Range<usize>) {
    if line.len() <= EXCERPT {
        return (line.to_owned(), from..to);
    }
    let begin = floor_boundary(line, from.saturating_sub(EXCERPT / 2));
    let stop = floor_boundary(line, (begin + EXCERPT).min(line.len()));
    (
        line[begin..stop].to_owned(),
        from - begin..to.min(stop).max(from) - begin,
    )
}

/// Where a finding is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file as the user named it.
    pub path: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The source line, or the part of it around the caret.
    pub excerpt: String,
    /// What the caret marks, in bytes of the excerpt.
    pub caret: std::ops::Range<usize>,
}

/// Something to tell about an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub level: Level,
    /// Which kind it is.
    pub code: Code,
    /// What is wrong, in one sentence without a final stop.
    pub message: String,
    /// Where it is; `None` where the file itself could not be read.
    pub place: Option<Place>,
    /// The file, also where there is no place inside it.
    pub path: String,
    /// What stands beside the caret.
    pub label: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// Which document of the file it is about, from 0, where the file may hold several.
    pub document: Option<usize>,
    /// The id of the fact that it is about, where one who knows the fact looks for the finding.
    pub fact: Option<String>,
}

impl Finding {
    /// An error at a place in a text.
    #[must_use]
    pub fn error(
        source: &SourceText<'_>,
        span: Span,
        code: Code,
        message: impl Into<String>,
    ) -> Self {
        let place = source.place(span);
        Self {
            level: Level::Error,
            code,
            message: message.into(),
            path: source.path.clone(),
            place: Some(place),
            label: String::new(),
            hint: None,
            document: source.document,
            fact: None,
        }
    }

    /// An error about a file as a whole.
    #[must_use]
    pub fn of_file(path: impl Into<String>, code: Code, message: impl Into<String>) -> Self {
        Self {
            level: Level::Error,
            code,
            message: message.into(),
            place: None,
            path: path.into(),
            label: String::new(),
            hint: None,
            document: None,
            fact: None,
        }
    }

    /// With a label beside the caret.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// With a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// With a hint if there is one.
    #[must_use]
    pub fn maybe_hint(mut self, hint: Option<String>) -> Self {
        self.hint = hint.or(self.hint);
        self
    }

    /// With another level.
    #[must_use]
    pub fn level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }
}

/// What is found in one input: the first ones up to the limit, always an error where there is one, and how many
/// more there are.
#[derive(Debug)]
pub struct Findings {
    /// Up to the limit, and behind it the last one, which goes when another comes.
    kept: Vec<Finding>,
    most: usize,
    left_out: usize,
}

impl Default for Findings {
    fn default() -> Self {
        Self::of(limits().findings)
    }
}

impl Findings {
    fn of(most: usize) -> Self {
        Self {
            kept: Vec::new(),
            most: most.max(1),
            left_out: 0,
        }
    }

    /// Takes one more, which may still change until the next one comes.
    pub fn push(&mut self, finding: Finding) -> &mut Finding {
        if self.kept.len() > self.most {
            self.leave_out();
        }
        self.kept.push(finding);
        let last = self.kept.len() - 1;
        &mut self.kept[last]
    }

    /// Takes an error at a place. Where it will only be counted, nobody looks up where that is.
    pub fn error(
        &mut self,
        source: &SourceText<'_>,
        span: Span,
        code: Code,
        message: impl Into<String>,
    ) -> &mut Finding {
        if self.is_full(Level::Error) {
            return self.count(code, Level::Error);
        }
        self.push(Finding::error(source, span, code, message))
    }

    /// Whether what comes from now on with a level is only counted: then its words and its place need not be found.
    #[must_use]
    pub fn is_full(&self, level: Level) -> bool {
        self.kept.len() > self.most && (level != Level::Error || has_errors(&self.kept))
    }

    /// Counts one that will not be shown.
    pub fn count(&mut self, code: Code, level: Level) -> &mut Finding {
        self.push(Finding::of_file(String::new(), code, String::new()).level(level))
    }

    /// Drops the last one, in favor of an error where nothing before it is one.
    fn leave_out(&mut self) {
        let Some(last) = self.kept.pop() else { return };
        if last.level == Level::Error && !has_errors(&self.kept) {
            self.kept.pop();
            self.kept.push(last);
        }
        self.left_out += 1;
    }

    /// How many were found.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kept.len() + self.left_out
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Whether any is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        has_errors(&self.kept)
    }

    /// Takes what others found, too.
    pub fn append(&mut self, other: Self) {
        for finding in other.kept {
            self.push(finding);
        }
        self.left_out += other.left_out;
    }

    /// Those that are shown, and, as a note behind them, how many are not.
    #[must_use]
    pub fn finish(mut self) -> Vec<Finding> {
        if self.left_out == 0 {
            return self.kept;
        }
        self.leave_out();
        let (path, document) = match self.kept.first() {
            Some(first) => (first.path.clone(), first.document),
            None => (String::new(), None),
        };
        let message = say!("and {number} more, not shown", number = self.left_out);
        let mut more = Finding::of_file(path, Code::MoreFindings, message).level(Level::Note);
        more.document = document;
        self.kept.push(more.hint(say!(
            "mend what stands above first, or raise `--limit findings`"
        )));
        self.kept
    }
}

impl Extend<Finding> for Findings {
    fn extend<I: IntoIterator<Item = Finding>>(&mut self, findings: I) {
        for finding in findings {
            self.push(finding);
        }
    }
}

/// Whether any finding is an error.
#[must_use]
pub fn has_errors(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.level == Level::Error)
}

/// What is longer, in bytes, is no slip of any name.
const LONGEST_NAME: usize = 256;

/// The name nearest to what was written, if it is near enough to be what was meant: at most a third
/// of its characters wrong by optimal string alignment, or the same words in another order.
#[must_use]
pub fn nearest<'n>(written: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    // No name is nearly as long, and to compare takes as long as both together.
    if written.len() > LONGEST_NAME {
        return None;
    }
    let written = written.to_lowercase();
    let length = written.chars().count();
    let limit = (length / 3).max(1);
    let (own_letters, own_words) = (letters(&written), words(&written));
    names
        .into_iter()
        .filter_map(|name| {
            // Letters are swapped or mistaken more often than left out: a name as long is nearer.
            let longer = length.abs_diff(name.chars().count());
            let as_many = own_letters > 0 && letters(name) == own_letters;
            if as_many && words(name) == own_words {
                return Some((0, longer, name));
            }
            // Each character that one has more is one that is wrong, so most names need no closer look.
            (longer <= limit).then(|| {
                let distance = strsim::osa_distance(&written, &name.to_lowercase());
                (distance, longer, name)
            })
        })
        .filter(|(distance, ..)| *distance <= limit)
        .min()
        .map(|(.., name)| name)
}

fn letters(name: &str) -> usize {
    name.chars().filter(|c| c.is_alphanumeric()).count()
}

fn words(name: &str) -> Vec<&str> {
    let mut words: Vec<&str> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.sort_unstable();
    words
}

/// "did you mean `x`?" for the nearest name.
#[must_use]
pub fn did_you_mean<'n>(written: &str, names: impl IntoIterator<Item = &'n str>) -> Option<String> {
    nearest(written, names).map(|name| say!("did you mean `{name}`?", name))
}

/// What was written, without the spaces around it and cut where it is long.
#[must_use]
pub fn short(written: &str) -> String {
    const LONGEST: usize = 60;
    let written = written.trim();
    match written.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{}…", &written[..cut]),
        None => written.to_owned(),
    }
}

/// The same in backticks.
#[must_use]
pub fn quoted(written: &str) -> String {
    format!("`{}`", short(written))
}

/// "`a`, `b` and `c`", cut after a dozen.
#[must_use]
pub fn ticked<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let (mut all, more) = in_ticks(names);
    if more > 0 {
        all.push(say!("{more} more", more));
    }
    if all.is_empty() {
        return say!("nothing");
    }
    list(&all)
}

/// The same with "or".
#[must_use]
pub fn ticked_or<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let (mut all, more) = in_ticks(names);
    if more > 0 {
        all.push(say!("{more} more", more));
    }
    list_or(&all)
}

/// The first names in backticks, and how many more there are.
fn in_ticks<'n>(names: impl IntoIterator<Item = &'n str>) -> (Vec<String>, usize) {
    let mut all: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    let more = if all.len() <= 12 { 0 } else { all.len() - 11 };
    all.truncate(all.len() - more);
    (all, more)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_characters_and_lines() {
        let source = SourceText::new("甲.yaml", "a: 1\n公司: 三百\r\nend");
        let start = source.text.find("三").expect("it is there");
        let place = source.place(Span::new(start, start + 6));
        assert_eq!(
            (place.line, place.column, place.excerpt.as_str()),
            (2, 5, "公司: 三百")
        );
        assert_eq!(&place.excerpt[place.caret.clone()], "三百");
    }

    #[test]
    fn findings_beyond_the_limit_are_counted() {
        let source = SourceText::new("x", "a");
        let found = |most: usize, levels: &[Level]| {
            let mut findings = Findings::of(most);
            for (number, level) in levels.iter().enumerate() {
                let finding =
                    findings.error(&source, Span::new(0, 1), Code::Syntax, number.to_string());
                finding.level = *level;
            }
            assert_eq!(findings.len(), levels.len());
            findings.finish()
        };
        let messages = |found: &[Finding]| {
            let words: Vec<&str> = found.iter().map(|one| one.message.as_str()).collect();
            words.join(" | ")
        };
        let (error, warning) = (Level::Error, Level::Warning);
        // One more takes no more room than to say that there is one.
        assert_eq!(messages(&found(2, &[error; 3])), "0 | 1 | 2");
        assert_eq!(
            messages(&found(2, &[error; 9])),
            "0 | 1 | and 7 more, not shown"
        );
        // An error is never among what is left out while nothing that is shown is one.
        let late = found(2, &[warning, warning, warning, error, warning, warning]);
        assert_eq!(messages(&late), "0 | 3 | and 4 more, not shown");
        assert!(has_errors(&late) && late.iter().all(|one| one.path == "x"));
        let last = found(2, &[warning, warning, warning, error]);
        assert_eq!(messages(&last), "0 | 3 | and 2 more, not shown");
    }

    #[test]
    fn a_place_outside_the_text_is_moved_in() {
        for text in ["", "\n", "ab\n", "甲"] {
            let source = SourceText::new("x", text);
            for at in 0..6 {
                let place = source.place(Span::new(at, at + 3));
                assert!(place.excerpt.get(place.caret).is_some(), "{text:?} at {at}");
            }
        }
    }

    #[test]
    fn long_lines_are_cut_around_the_caret() {
        let text = format!("{}here{}", "甲".repeat(5000), "乙".repeat(5000));
        let source = SourceText::new("x", &text);
        let place = source.place(Span::new(15000, 15004));
        assert!(place.excerpt.len() <= EXCERPT);
        assert_eq!(&place.excerpt[place.caret], "here");
        assert_eq!(place.column, 5001);
    }

    #[test]
    fn suggestions_are_near_or_none() {
        let names = ["company.headcount", "company.growth", "goal.problem"];
        assert_eq!(
            nearest("company.head_count", names),
            Some("company.headcount")
        );
        assert_eq!(nearest("problem.goal", names), Some("goal.problem"));
        assert_eq!(nearest("sponsor.level", names), None);
        assert_eq!(nearest("", names), None);
        assert_eq!(nearest("noet", ["not", "note"]), Some("note"));
    }

    #[test]
    fn what_was_written_is_cut_between_characters() {
        assert_eq!(quoted("very long\n"), "`very long`");
        assert_eq!(quoted(&"甲".repeat(61)), format!("`{}…`", "甲".repeat(60)));
    }

    #[test]
    fn codes_are_unique_and_in_order() {
        let names: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
        assert!(
            names.is_sorted() && names.windows(2).all(|pair| pair[0] != pair[1]),
            "{names:?}"
        );
    }
}
