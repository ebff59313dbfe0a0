//! What to do about each kind of finding.

use crate::finding::Code;

/// What to do about a finding of this kind, in a sentence or two.
pub(super) fn remedy(code: Code) -> &'static str {
    match code {
        Code::AlwaysTrips => {
            "Tighten the condition, or put the cap into the scales, since the gate tells nobody apart."
        }
        Code::AnchorOrTag => "Write the value out where it is used, and leave the tag away.",
        Code::BadBaseline => {
            "Write the baseline anew with `maturity score … --format jsonl --output FILE`, all columns, each profile once."
        }
        Code::BadCondition => {
            "Compare choices with `is` or `in`, sets with `includes`, numbers with `below`, `at_most`, `at_least` or `above`. \
             Criteria test facts only, gates no rubric's score."
        }
        Code::BadDate => "Write year-month-day, for example 2026-11-03, and a day that exists.",
        Code::BadScale => {
            "Give every option its points, let bands ascend and leave the last one open, and give a criterion exactly one scale."
        }
        Code::CannotEdit => {
            "Change the fact in the file by hand, or write the value out where an alias repeats it."
        }
        Code::ConstantTest => "Leave the test out, or correct its options or its threshold.",
        Code::Contradiction => "Keep the statement that is right, and leave out what excludes it.",
        Code::Cycle => {
            "Let one of the gates test facts or dimension scores in place of the other gate."
        }
        Code::DateAhead => "Check the year of the date, and the day that was given as today.",
        Code::DeadRow => "Correct the row or the ones before it, or leave it out.",
        Code::DeadRule => {
            "Move the rule before the ones that cover it, narrow those, or leave it out."
        }
        Code::DuplicateId => "Rename one of the two, and check who names it.",
        Code::DuplicateKey => {
            "Keep one of the two. None is taken, since nothing says which one was meant."
        }
        Code::EmptyDocument => {
            "State what is known, section by section, or write `{}` where nothing is."
        }
        Code::EmptyPart => "Give it what it should hold, or leave it out.",
        Code::IdleCriterion => "Raise its weight, let a rule read its score, or leave it out.",
        Code::IdleFact => {
            "Let something read it that a rule can turn on, or mark it with `context`."
        }
        Code::IdleGate => "Lower the cap, let a rule name the gate, or leave it out.",
        Code::ManyDocuments => "Put each profile into a file of its own.",
        Code::MissingAdvice => "Name a piece of advice, or write one as a sentence.",
        Code::MissingField => "Add the key; the hint says what belongs there.",
        Code::MissingPrior => {
            "Add the `prior` that the hint shows, and correct its parts to your judgment."
        }
        Code::MissingReason => "Write one sentence about this customer as `reason` or `because`.",
        Code::MissingSource => {
            "Write the document and section as `source`, or say in `judgement` why there is none."
        }
        Code::MissingTranslation => {
            "Write the text under its path into `locales/<language>.toml`, or take the language out of `languages`."
        }
        Code::NeedlessMeant => "Leave the line out: there is nothing left that it excuses.",
        Code::NeverTrips => "Widen the condition, or leave the gate out.",
        Code::NoQuestion => {
            "Leave the line out, or write `FACT: VALUE`, which is taken whatever is asked."
        }
        Code::NotMonotone => {
            "Correct the points or the fact's `order`, or say with `meant` why it is so."
        }
        Code::NotUtf8 => "Save the file as UTF-8.",
        Code::OtherRubrics => {
            "Check that every answer still means the same, then write the set and version that reads it into `profile.rubrics`."
        }
        Code::OutOfBounds => "Check the number and its unit; the message says what the bounds are.",
        Code::ReadContext => "Take `context` away: the fact is read.",
        Code::RedundantRow => "Leave the row out: the rows before and behind it say the same.",
        Code::RuleOrder => {
            "Keep all `[[rules]]` in one file, and end them with one that has no `when`, so that something always decides."
        }
        Code::SameOptions => {
            "Let something tell the options apart, merge them, or say with `meant` why both are asked."
        }
        Code::Stale => {
            "Ask again and write the new date as `as_of`. `--stale unknown` takes what is too old as unknown."
        }
        Code::Syntax => {
            "Mend the place that is shown: quotes, brackets, indentation or a missing colon."
        }
        Code::TooLarge => {
            "Make the input smaller. The limits are fixed, so that every run ends soon."
        }
        Code::Undated => {
            "Write `as_of` beside the value, or once in `profile:` for every fact without a date of its own."
        }
        Code::UnknownFact => {
            "Correct the name; `maturity explain` lists every fact. `--allow-unknown-facts` makes it a warning."
        }
        Code::UnknownKey => "Correct the key or leave it out; the hint says which there are.",
        Code::UnknownOption => {
            "Take one of the options; `maturity explain` with the fact's id lists them."
        }
        Code::UnknownReference => "Correct the id, or define what it names.",
        Code::UnknownSource => "Correct the letter or word, or add it to `[sources]`.",
        Code::UnreachableRating => "Correct where the rating begins, or leave it out.",
        Code::UnreachableRecommendation => "Give it a rule that can fire, or leave it out.",
        Code::UnreadFact => {
            "Let a criterion, gate or rule read it, or say with `context` why it is asked."
        }
        Code::Unreadable => "Check that the path is right and that you may read it.",
        Code::UnusedAdvice => "Name it where it fits, or leave it out.",
        Code::Unwritable => {
            "Check that you may write the file and its folder, and that there is room."
        }
        Code::WrongType => "Write a value of the type that the message names.",
    }
}
