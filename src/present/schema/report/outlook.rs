//! The recommendation, questions, and what was asked for besides: a plan, a trace, a baseline.

use super::super::{about, list_of, reference};
use super::{all, all_but, boolean, or_null, text, whole, word};
use serde_json::{Value, json};

pub(super) fn proposal() -> Value {
    let possible = all([
        ("id", reference("recommendation-id")),
        ("title", text()),
        (
            "share",
            about(
                reference("share"),
                "The part of the ways to fill in what is unknown in which it comes out.",
            ),
        ),
        (
            "witness",
            about(
                or_null(reference("values")),
                "One such way; null where the search ended without one.",
            ),
        ),
    ]);
    about(
        all([
            (
                "id",
                about(reference("recommendation-id"), "The leading one."),
            ),
            ("title", text()),
            ("means", about(text(), "What it means for the vendor.")),
            ("settled", about(boolean(), "Whether only one is possible.")),
            (
                "clearly",
                about(
                    boolean(),
                    "Whether it leads with half of the share, and twice the next.",
                ),
            ),
            (
                "exact",
                about(boolean(), "Whether `possible` is exact, not only a bound."),
            ),
            (
                "share_exact",
                about(boolean(), "Whether shares count every way, not a sample."),
            ),
            (
                "share_error",
                about(
                    reference("share"),
                    "The standard error of a share, at most; 0 where they are exact.",
                ),
            ),
            (
                "rule",
                about(reference("rule-id"), "The rule that carries it."),
            ),
            ("because", about(text(), "Why, for people.")),
            (
                "because_open",
                about(
                    boolean(),
                    "Whether what is unknown still decides if that holds.",
                ),
            ),
            ("source", about(text(), "Where the rule comes from.")),
            (
                "possible",
                about(
                    list_of(possible),
                    "Every possible recommendation, the leading one first.",
                ),
            ),
            (
                "deciding_facts",
                about(
                    or_null(list_of(reference("fact-id"))),
                    "Settled: known facts that settle it by themselves. Open: unknown ones that can change it. Null where that was not asked for.",
                ),
            ),
        ]),
        "What to propose.",
    )
}

pub(super) fn question() -> Value {
    let answer = all([
        ("answer", about(text(), "In words.")),
        (
            "leads_to",
            about(
                or_null(reference("recommendation-id")),
                "What would lead; null where the priors give the answer no weight.",
            ),
        ),
    ]);
    all([
        ("fact", reference("fact-id")),
        ("ask", about(text(), "As one would say it to a customer.")),
        (
            "bits",
            about(
                json!({ "type": "number", "minimum": 0 }),
                "What an answer tells about the recommendation.",
            ),
        ),
        (
            "can_change",
            about(
                json!({ "type": ["boolean", "null"] }),
                "Whether it is known to be able to change the recommendation; null where that is not proved.",
            ),
        ),
        ("answers", list_of(answer)),
    ])
}

pub(super) fn since() -> Value {
    let moved = all([
        ("id", reference("rubric-id")),
        ("before", reference("points")),
        ("now", reference("points")),
    ]);
    all([
        ("change", word(&["new", "same", "changed", "worse"])),
        (
            "recommendation",
            about(or_null(reference("recommendation-id")), "What led before."),
        ),
        (
            "settled",
            about(boolean(), "Whether it was settled before."),
        ),
        ("scores", about(list_of(moved), "The estimates that moved.")),
    ])
}

pub(super) fn supposed() -> Value {
    all([
        ("fact", reference("fact-id")),
        ("from", about(reference("value"), "What the profile says.")),
        ("to", about(reference("value"), "What was taken instead.")),
    ])
}

pub(super) fn stale() -> Value {
    all([
        ("fact", reference("fact-id")),
        ("value", reference("value")),
        ("as_of", about(text(), "When it was true, year-month-day.")),
        (
            "months",
            about(whole(0), "Its age in whole calendar months."),
        ),
        (
            "stale_after_months",
            about(whole(1), "The age up to which it holds."),
        ),
        ("taken_as_unknown", boolean()),
    ])
}

pub(super) fn trace() -> Value {
    let parts = || about(list_of(reference("part")), "What it tests: all of these.");
    let gate = all([
        ("id", reference("gate-id")),
        ("state", reference("gate-state")),
        ("parts", parts()),
    ]);
    let rule = all([
        ("id", reference("rule-id")),
        ("recommend", reference("recommendation-id")),
        ("state", reference("state")),
        (
            "fires",
            about(
                json!({ "type": ["boolean", "null"] }),
                "Whether it decides; null while that is open.",
            ),
        ),
        (
            "reached",
            about(
                boolean(),
                "Whether the rules above it leave anything to decide.",
            ),
        ),
        ("parts", parts()),
    ]);
    all([("gates", list_of(gate)), ("rules", list_of(rule))])
}

pub(super) fn part() -> Value {
    about(
        all([
            (
                "kind",
                word(&["all", "any", "fact", "score", "worst", "gate"]),
            ),
            (
                "id",
                about(or_null(text()), "What is tested; null for `all` and `any`."),
            ),
            ("state", reference("state")),
            ("text", about(text(), "What was found, and what is needed.")),
            ("parts", list_of(reference("part"))),
        ]),
        "A part of a condition.",
    )
}

pub(super) fn plan() -> Value {
    let known = || {
        all([
            ("fact", reference("fact-id")),
            ("ask", text()),
            ("value", reference("value")),
        ])
    };
    let change = all_but(
        [
            ("fact", reference("fact-id")),
            ("from", about(reference("value"), "What the profile says.")),
            ("to", about(reference("value"), "What it must become.")),
            (
                "effort",
                about(
                    json!({ "type": "integer", "minimum": 1, "maximum": 5 }),
                    "1 (easy) to 5 (hard).",
                ),
            ),
            ("advice", list_of(reference("advice-id"))),
        ],
        &["advice"],
    );
    let one = all([
        ("effort", about(whole(0), "The sum of the efforts.")),
        (
            "changes",
            about(list_of(change), "What changes, the hardest first."),
        ),
        (
            "provided",
            about(
                list_of(known()),
                "Unknown answers that it takes for granted, the weightiest first.",
            ),
        ),
    ]);
    all([
        (
            "id",
            about(
                reference("recommendation-id"),
                "The recommendation asked for.",
            ),
        ),
        ("title", text()),
        (
            "outcome",
            word(&["settled", "plans", "impossible", "undecided"]),
        ),
        (
            "least_effort",
            about(
                boolean(),
                "Whether no plan takes less effort than the first: proved.",
            ),
        ),
        (
            "fewest_provided",
            about(
                boolean(),
                "Whether none of that effort takes fewer answers for granted: proved.",
            ),
        ),
        ("plans", about(list_of(one), "The cheapest first.")),
        (
            "blocking",
            about(
                list_of(known()),
                "Where it is impossible: facts that cannot be changed and that alone make it so.",
            ),
        ),
        ("advice", list_of(reference("advice"))),
    ])
}
