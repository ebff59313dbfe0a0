//! What to do about each kind of finding.

use crate::finding::Code;
use crate::language::find;
use crate::say;

/// What a code means, in the language that is spoken.
pub(super) fn said(code: Code) -> &'static str {
    find(code.about()).unwrap_or(code.about())
}

/// What to do about a finding of this kind, in a sentence or two.
pub(super) fn remedy(code: Code) -> String {
    match code {
        Code::AlwaysTrips => {
            say!(
                "Tighten the condition, or put the cap into the scales, since the gate tells nobody apart."
            )
        }
        Code::AnchorOrTag => say!("Write the value out where it is used, and leave the tag away."),
        Code::BadBaseline => {
            say!(
                "Write the baseline anew with `maturity score … --format jsonl --output FILE`, all columns, each profile once."
            )
        }
        Code::BadCondition => {
            say!(
                "Compare choices with `is` or `in`, sets with `includes`, numbers with `below`, `at_most`, `at_least` or `above`. Criteria test facts only, gates no rubric's score."
            )
        }
        Code::BadDate => {
            say!("Write year-month-day, for example 2026-11-03, and a day that exists.")
        }
        Code::BadScale => {
            say!(
                "Give every option its points, let bands ascend and leave the last one open, and give a criterion exactly one scale."
            )
        }
        Code::CannotEdit => {
            say!(
                "Change the fact in the file by hand, or write the value out where an alias repeats it."
            )
        }
        Code::ConstantTest => say!("Leave the test out, or correct its options or its threshold."),
        Code::Contradiction => {
            say!("Keep the statement that is right, and leave out what excludes it.")
        }
        Code::Cycle => {
            say!("Let one of the gates test facts or dimension scores in place of the other gate.")
        }
        Code::DateAhead => say!("Check the year of the date, and the day that was given as today."),
        Code::DeadRow => say!("Correct the row or the ones before it, or leave it out."),
        Code::DeadRule => {
            say!("Move the rule before the ones that cover it, narrow those, or leave it out.")
        }
        Code::DuplicateId => say!("Rename one of the two, and check who names it."),
        Code::DuplicateKey => {
            say!("Keep one of the two. None is taken, since nothing says which one was meant.")
        }
        Code::EmptyDocument => {
            say!(
                "State what is known, section by section, or write `{{}}` where nothing is. Where a list or a table should hold profiles, look at what writes it."
            )
        }
        Code::EmptyPart => say!("Give it what it should hold, or leave it out."),
        Code::IdleCriterion => {
            say!("Raise its weight, let a rule read its score, or leave it out.")
        }
        Code::IdleFact => {
            say!("Let something read it that a rule can turn on, or mark it with `context`.")
        }
        Code::IdleGate => say!("Lower the cap, let a rule name the gate, or leave it out."),
        Code::ManyDocuments => say!("Put each profile into a file of its own."),
        Code::MissingAdvice => say!("Name a piece of advice, or write one as a sentence."),
        Code::MissingField => say!("Add the key; the hint says what belongs there."),
        Code::MissingPrior => {
            say!("Add the `prior` that the hint shows, and correct its parts to your judgment.")
        }
        Code::MissingReason => {
            say!("Write one sentence about this customer as `reason` or `because`.")
        }
        Code::MissingSource => {
            say!(
                "Write the document and section as `source`, or say in `judgement` why there is none."
            )
        }
        Code::MissingTranslation => {
            say!(
                "Write the text under its path into `locales/<language>.toml`, or take the language out of `languages`."
            )
        }
        Code::MoreFindings => {
            say!(
                "Mend what is shown first; `--limit findings=…` shows more at once. The exit code counts all of them."
            )
        }
        Code::NeedlessMeant => say!("Leave the line out: there is nothing left that it excuses."),
        Code::NeverTrips => say!("Widen the condition, or leave the gate out."),
        Code::NoQuestion => {
            say!("Leave the line out, or write `FACT: VALUE`, which is taken whatever is asked.")
        }
        Code::NotChecked => {
            say!(
                "Name the profiles, or score them: all commands but `score` read files that hold one profile each."
            )
        }
        Code::NotMonotone => {
            say!("Correct the points or the fact's `order`, or say with `meant` why it is so.")
        }
        Code::NotUtf8 => say!("Save the file as UTF-8."),
        Code::OtherRubrics => {
            say!(
                "Check that every answer still means the same, then write the set and version that reads it into `profile.rubrics`."
            )
        }
        Code::OutOfBounds => {
            say!("Check the number and its unit; the message says what the bounds are.")
        }
        Code::ReadContext => say!("Take `context` away: the fact is read."),
        Code::RedundantRow => {
            say!("Leave the row out: without it the others give the same.")
        }
        Code::RuleOrder => {
            say!(
                "Keep all `[[rules]]` in one file, and end them with one that has no `when`, so that something always decides."
            )
        }
        Code::SameOptions => {
            say!(
                "Let something tell the options apart, merge them, or say with `meant` why both are asked."
            )
        }
        Code::Stale => {
            say!(
                "Ask again and write the new date as `as_of`. `--stale unknown` takes what is too old as unknown."
            )
        }
        Code::Syntax => {
            say!("Mend the place that is shown: quotes, brackets, indentation or a missing colon.")
        }
        Code::TooLarge => {
            say!("Make the input smaller. The limits are fixed, so that every run ends soon.")
        }
        Code::Undated => {
            say!(
                "Write `as_of` beside the value, or once in `profile:` for every fact without a date of its own."
            )
        }
        Code::UnknownFact => {
            say!(
                "Correct the name; `maturity explain` lists every fact. `--allow-unknown-facts` makes it a warning."
            )
        }
        Code::UnknownKey => say!("Correct the key or leave it out; the hint says which there are."),
        Code::UnknownOption => {
            say!("Take one of the options; `maturity explain` with the fact's id lists them.")
        }
        Code::UnknownReference => say!("Correct the id, or define what it names."),
        Code::UnknownSource => say!("Correct the letter or word, or add it to `[sources]`."),
        Code::UnreachableRating => say!("Correct where the rating begins, or leave it out."),
        Code::UnreachableRecommendation => say!("Give it a rule that can fire, or leave it out."),
        Code::UnreadFact => {
            say!("Let a criterion, gate or rule read it, or say with `context` why it is asked.")
        }
        Code::Unreadable => say!("Check that the path is right and that you may read it."),
        Code::UnusedAdvice => say!("Name it where it fits, or leave it out."),
        Code::Unwritable => {
            say!("Check that you may write the file and its folder, and that there is room.")
        }
        Code::WrongType => say!("Write a value of the type that the message names."),
    }
}
