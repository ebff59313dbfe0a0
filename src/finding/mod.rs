//! Findings: what is wrong with an input, where, and what to do about it.
//!
//! A finding is data: a stable code, a level, a message, a place with the source line, a hint.
//! The formats in `present` show it; nothing here prints.

mod many;
mod names;
mod past;
mod place;

pub use many::Findings;
pub use names::{did_you_mean, nearest, quoted, short, ticked, ticked_or};
pub use past::{raise, too_deep, too_long, too_many};
pub use place::{Place, SourceText};

use crate::value::Span;

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
    DeadRow = "dead-row", "A case or band of a scale that no answers reach.";
    DeadRule = "dead-rule", "A rule that can never fire.";
    DuplicateId = "duplicate-id", "Two parts of a rubric set have the same id.";
    DuplicateKey = "duplicate-key", "A key stands twice in one map.";
    EmptyDocument = "empty-document", "A profile without any content, or a list or table without any profile.";
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
    NotChecked = "not-checked", "Files of a folder that may hold profiles and are left out.";
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
    /// The findings that are not shown, of which it says so; none for all others.
    pub besides: Option<Counted>,
}

/// How many findings there are of each level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
}

impl Counted {
    /// Those that are shown, and those of which a note says that they are not: the note itself is none.
    #[must_use]
    pub fn of(findings: &[Finding]) -> Self {
        let mut all = Self::default();
        for finding in findings {
            match finding.besides {
                Some(more) => all += more,
                None => all.add(finding.level),
            }
        }
        all
    }

    /// One more of a level.
    pub fn add(&mut self, level: Level) {
        *match level {
            Level::Error => &mut self.errors,
            Level::Warning => &mut self.warnings,
            Level::Note => &mut self.notes,
        } += 1;
    }

    /// Of all levels.
    #[must_use]
    pub fn total(self) -> usize {
        self.errors + self.warnings + self.notes
    }
}

impl std::ops::AddAssign for Counted {
    fn add_assign(&mut self, other: Self) {
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.notes += other.notes;
    }
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
            besides: None,
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
            besides: None,
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

/// Whether any finding is an error.
#[must_use]
pub fn has_errors(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.level == Level::Error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_in_order() {
        let names: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
        assert!(
            names.is_sorted() && names.windows(2).all(|pair| pair[0] != pair[1]),
            "{names:?}"
        );
    }
}
