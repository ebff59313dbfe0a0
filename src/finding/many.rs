//! The findings of one input, of which there may be a million.

use super::{Code, Counted, Finding, Level, SourceText, has_errors};
use crate::limits::limits;
use crate::say;
use crate::value::Span;

/// What is found in one input: the first ones up to the limit, always an error where there is one, and how many
/// more there are.
#[derive(Debug)]
pub struct Findings {
    /// Up to the limit, and behind it the last one, which goes when another comes.
    kept: Vec<Finding>,
    most: usize,
    left_out: Counted,
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
            left_out: Counted::default(),
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
        let mut level = last.level;
        if level == Level::Error && !has_errors(&self.kept) {
            level = self.kept.pop().map_or(level, |other| other.level);
            self.kept.push(last);
        }
        self.left_out.add(level);
    }

    /// How many were found.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kept.len() + self.left_out.total()
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
        if self.left_out == Counted::default() {
            return self.kept;
        }
        self.leave_out();
        let (path, document) = match self.kept.first() {
            Some(first) => (first.path.clone(), first.document),
            None => (String::new(), None),
        };
        let message = say!(
            "and {number} more, not shown",
            number = self.left_out.total()
        );
        let mut more = Finding::of_file(path, Code::MoreFindings, message).level(Level::Note);
        more.document = document;
        more.besides = Some(self.left_out);
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

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
        let counted = |found: &[Finding]| {
            let Counted {
                errors,
                warnings,
                notes,
            } = Counted::of(found);
            [errors, warnings, notes]
        };
        assert_eq!(counted(&late), [1, 5, 0]);
        assert_eq!(
            counted(&found(2, &[error, Level::Note, error, warning])),
            [2, 1, 1]
        );
        let last = found(2, &[warning, warning, warning, error]);
        assert_eq!(messages(&last), "0 | 3 | and 2 more, not shown");
    }

    /// Takes findings of these levels, some of them only counted where they may be.
    fn take(most: usize, drawn: &[(Level, bool)]) -> Findings {
        let source = SourceText::new("x", "a");
        let mut findings = Findings::of(most);
        for &(level, by_hand) in drawn {
            if by_hand && findings.is_full(level) {
                findings.count(Code::Syntax, level);
            } else if by_hand && level == Level::Error {
                findings.error(&source, Span::new(0, 1), Code::Syntax, "found");
            } else {
                findings.push(Finding::of_file("x", Code::Syntax, "found".to_owned()).level(level));
            }
        }
        findings
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn an_error_is_always_among_those_shown_and_all_are_counted(
            most in 1..6_usize,
            inputs in vec(
                vec((select(&[Level::Error, Level::Warning, Level::Warning, Level::Note][..]), any::<bool>()), 0..12),
                1..4,
            ),
        ) {
            let mut findings = take(most, &inputs[0]);
            for more in &inputs[1..] {
                findings.append(take(most, more));
            }
            let all: Vec<Level> = inputs.iter().flatten().map(|(level, _)| *level).collect();
            let any_error = all.contains(&Level::Error);
            prop_assert_eq!((findings.len(), findings.has_errors()), (all.len(), any_error));
            let shown = findings.finish();
            let found = shown.iter().filter(|one| one.code != Code::MoreFindings);
            prop_assert!(found.clone().all(|one| one.message == "found"), "what is only counted has no words");
            let any_shown = found.clone().any(|one| one.level == Level::Error);
            prop_assert_eq!(any_shown, any_error);
            let expected = if all.len() > most + 1 { most } else { all.len() };
            prop_assert_eq!(found.count(), expected);
            let counted = Counted::of(&shown);
            let of = |wanted: Level| all.iter().filter(|level| **level == wanted).count();
            prop_assert_eq!(
                [counted.errors, counted.warnings, counted.notes],
                [Level::Error, Level::Warning, Level::Note].map(of)
            );
        }
    }
}
