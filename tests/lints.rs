//! Every lint: a clean set, broken by one edit at a time, and what `check` then says; and edits close to
//! those that break nothing.

#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

use maturity::check::lints::{Lints, STEPS, lint};
use maturity::finding::{Code, Level, SourceText};
use maturity::rubric::load::{File, load};
use maturity::source::{shipped, toml};

const CLEAN: &str = include_str!("cmd/fixtures/clean.toml");

/// The clean set with every edit made, and its lints.
fn lints(edits: &[(&str, &str)], steps: u32) -> Lints {
    let mut text = CLEAN.to_owned();
    for (from, to) in edits {
        assert_eq!(text.matches(from).count(), 1, "{from:?} stands there once");
        text = text.replacen(from, to, 1);
    }
    let source = SourceText::new("set.toml", &text);
    let root = toml::read(&source).expect("well-formed TOML");
    let files = [File { source, root }];
    let loaded = load(&files).unwrap_or_else(|findings| panic!("{edits:?}: {findings:?}"));
    lint(&files, &loaded.set, steps)
}

/// Each finding as `code: the marked text`.
fn said(lints: &Lints) -> Vec<String> {
    let one = |finding: &maturity::finding::Finding| {
        let place = finding.place.as_ref().expect("a place");
        let marked = &place.excerpt[place.caret.clone()];
        assert_eq!(finding.level, Level::Warning);
        assert!(finding.hint.is_some(), "{}", finding.message);
        format!("{}: {marked}", finding.code.name())
    };
    lints.findings.iter().map(one).collect()
}

/// A rule above the last one.
const ABOVE: &str = "[[rules]]\nid = \"otherwise\"";

type Edits = &'static [(&'static str, &'static str)];

/// What is broken, and what is said then.
const BROKEN: &[(Edits, &[&str])] = &[
    // Covered by one rule, by two, by its own conditions, and the last one by all others.
    (
        &[(
            ABOVE,
            "[[rules]]\nid = \"worse\"\nrecommend = \"stop\"\nwhen = { score = \"fit\", below = 50 }\nbecause = \"So.\"\nsource = \"T\"\n\n[[rules]]\nid = \"otherwise\"",
        )],
        &["dead-rule: \"worse\""],
    ),
    (
        &[(
            ABOVE,
            "[[rules]]\nid = \"both\"\nrecommend = \"start\"\nwhen = { any = [{ fact = \"goal.driver\", is = \"fashion\" }, { score = \"fit\", at_most = 59 }] }\nbecause = \"So.\"\nsource = \"T\"\n\n[[rules]]\nid = \"otherwise\"",
        )],
        &["dead-rule: \"both\""],
    ),
    (
        &[(
            ABOVE,
            "[[rules]]\nid = \"never\"\nrecommend = \"stop\"\nwhen = [{ score = \"fit\", at_least = 80 }, { gate = \"fit/no-goal\" }]\nbecause = \"So.\"\nsource = \"T\"\n\n[[rules]]\nid = \"otherwise\"",
        )],
        &["dead-rule: \"never\""],
    ),
    (
        &[(
            ABOVE,
            "[[rules]]\nid = \"fits\"\nrecommend = \"start\"\nwhen = { score = \"fit\", at_least = 60 }\nbecause = \"So.\"\nsource = \"T\"\n\n[[rules]]\nid = \"otherwise\"",
        )],
        &["dead-rule: \"otherwise\""],
    ),
    (
        &[(
            "[[recommendations]]\nid = \"start\"",
            "[[recommendations]]\nid = \"wait\"\ntitle = \"Wait\"\nsource = \"T\"\nadvice = \"hire\"\n\n[[recommendations]]\nid = \"start\"",
        )],
        &["unreachable-recommendation: \"wait\""],
    ),
    // The highest score is 95 where nothing gives more.
    (
        &[
            ("points.yes = 100", "points.yes = 90"),
            (
                "from = 60",
                "from = 60\n\n[[ratings]]\nid = \"best\"\nfrom = 97",
            ),
        ],
        &["unreachable-rating: \"best\""],
    ),
    (
        &[(
            "when = [{ fact = \"goal.clear\", is = \"no\" }]",
            "when = [{ fact = \"goal.clear\", is = \"no\" }, { score = \"fit/goal\", at_least = 50 }]",
        )],
        &["never-trips: \"no-goal\""],
    ),
    (
        &[(
            "when = [{ fact = \"goal.clear\", is = \"no\" }]\ncap = 30",
            "when = { any = [{ score = \"fit/goal\", at_most = 40 }, { score = \"fit/goal\", above = 40 }] }\ncap = 99",
        )],
        &[
            "always-trips: \"no-goal\"",
            "constant-test: { any = [{ score = \"fit/goal\", at_most = 40 }, { score = \"fit/goal\", above = 40 }] }",
        ],
    ),
    (&[("cap = 30", "cap = 90")], &["idle-gate: \"no-goal\""]),
    (
        &[(
            "when = [{ gate = \"fit/fashion\" }]",
            "when = [{ fact = \"goal.driver\", is = \"fashion\" }]",
        )],
        &["idle-gate: \"fashion\""],
    ),
    (
        &[(
            "{ score = \"fit\", below = 60 }",
            "{ score = \"fit\", below = 60 }, { score = \"fit/team\", at_least = 0 }",
        )],
        &["constant-test: { score = \"fit/team\", at_least = 0 }"],
    ),
    (
        &[(
            "in = [\"cost\", \"fashion\"] }]",
            "in = [\"cost\", \"growth\", \"fashion\"] }]",
        )],
        &[
            "same-options: \"growth\"",
            "constant-test: { fact = \"goal.driver\", in = [\"cost\", \"growth\", \"fashion\"] }",
        ],
    ),
    // A list in a branch that excludes itself.
    (
        &[(
            "when = [{ score = \"fit\", below = 60 }]",
            "when = { any = [{ score = \"fit\", below = 60 }, { all = [{ fact = \"goal.clear\", is = \"no\" }, { fact = \"goal.clear\", is = \"yes\" }] }] }",
        )],
        &[
            "constant-test: [{ fact = \"goal.clear\", is = \"no\" }, { fact = \"goal.clear\", is = \"yes\" }]",
        ],
    ),
    // Flat, never applied, and read by no rule.
    (
        &[
            ("points.no = { points = 0,", "points.no = { points = 100,"),
            (
                "points.partly = { points = 50,",
                "points.partly = { points = 100,",
            ),
        ],
        &["idle-criterion: \"clear\""],
    ),
    (
        &[(
            "applies_when = [{ fact = \"goal.driver\", in = [\"cost\", \"fashion\"] }]",
            "applies_when = [{ fact = \"goal.driver\", is = \"cost\" }, { fact = \"goal.driver\", is = \"fashion\" }]",
        )],
        &[
            "idle-fact: \"goal.urgent\"",
            "same-options: \"growth\"",
            "idle-fact: \"team.size\"",
            "idle-criterion: \"size\"",
        ],
    ),
    (
        &[(
            "{ score = \"fit\", below = 60 }",
            "{ score = \"fit/goal\", below = 60 }",
        )],
        &["idle-criterion: \"team\""],
    ),
    (
        &[
            (
                "points.partly = { points = 50, reason = \"It is only a theme.\",",
                "points.partly = { points = 0, reason = \"Nobody can say what it is for.\",",
            ),
            (
                "{ fact = \"goal.clear\", is = \"no\" }",
                "{ fact = \"goal.clear\", in = [\"no\", \"partly\"] }",
            ),
        ],
        &["same-options: \"partly\""],
    ),
    (
        &[("share_of = [\"data\", \"design\"]", "share_of = [\"data\"]")],
        &["same-options: \"design\""],
    ),
    (
        &[(
            "when = [{ fact = \"goal.clear\", is = \"yes\" }]\npoints = 60",
            "when = [{ fact = \"goal.urgent\", is = false }, { fact = \"goal.clear\", is = \"yes\" }]\npoints = 60",
        )],
        &["dead-row: 60"],
    ),
    (
        &[(
            "points = 60\nreason = \"It has to be done this month, and is clear.\"",
            "points = 0\nreason = \"It has to be done this month.\"",
        )],
        &["redundant-row: 0"],
    ),
    (
        &[(
            "points = 50\nreason = \"A dozen people.\"",
            "points = 0\nreason = \"A handful of people.\"",
        )],
        &["redundant-row: 0"],
    ),
    (
        &[(
            "applies_when = [{ fact = \"goal.driver\", in = [\"cost\", \"fashion\"] }]",
            "applies_when = [{ fact = \"team.size\", at_least = 5 }]",
        )],
        &["same-options: \"growth\"", "dead-row: 0"],
    ),
    (
        &[
            (
                "points.partly = { points = 50,",
                "points.partly = { points = 100,",
            ),
            (
                "points.yes = 100",
                "points.yes = { points = 80, reason = \"So.\", advice = \"hire\" }",
            ),
        ],
        &["not-monotone: yes"],
    ),
    (
        &[("is = \"no\" }]\ncap", "is = \"yes\" }]\ncap")],
        &["not-monotone: when"],
    ),
    (
        &[
            (
                "options = [\"data\", \"design\"]",
                "order = \"rising\"\noptions = [\"data\", \"design\"]",
            ),
            (
                "is = \"no\" }]\ncap",
                "is = \"no\" }, { fact = \"team.skills\", includes = \"data\" }]\ncap",
            ),
        ],
        &["not-monotone: when"],
    ),
    // More skills are worse, says the set, and give more points.
    (
        &[(
            "options = [\"data\", \"design\"]",
            "order = \"falling\"\noptions = [\"data\", \"design\"]",
        )],
        &["not-monotone: \"skills\""],
    ),
    (
        &[("context = \"It starts the conversation.\"\n", "")],
        &["unread-fact: \"team.diary\""],
    ),
    (
        &[
            (
                "type = \"bool\"\nask = \"Does anybody keep a diary?\"",
                "type = \"text\"\nask = \"What is in the diary?\"",
            ),
            (
                "context = \"It starts the conversation.\"",
                "context = \" \"",
            ),
        ],
        &["unread-fact: \"team.diary\""],
    ),
    (
        &[(
            "ask = \"Why now?\"",
            "ask = \"Why now?\"\ncontext = \"only shown\"",
        )],
        &["read-context: context"],
    ),
    (
        &[(
            "prior = [{ below = 5, parts = 2 }, { below = 20, parts = 1 }, { parts = 1 }]\n",
            "",
        )],
        &["missing-prior: \"team.size\""],
    ),
    (
        &[(
            "source = \"T 2\"\nfact = \"team.skills\"",
            "fact = \"team.skills\"",
        )],
        &["missing-source: \"skills\""],
    ),
    (
        &[("judgement = \"Nobody has written about it.\"\n", "")],
        &["missing-source: \"size\""],
    ),
    (
        &[(
            "judgement = \"Nobody has written about it.\"",
            "judgement = \" \"",
        )],
        &["missing-source: \"size\""],
    ),
    (
        &[("ask = \"Why now?\"\nsource = \"T 1\"", "ask = \"Why now?\"")],
        &["missing-source: \"goal.driver\""],
    ),
    (
        &[(
            "because = \"It fits.\"\nsource = \"T\"",
            "because = \"It fits.\"\nsource = \"Tea 3\"",
        )],
        &["unknown-source: \"Tea 3\""],
    ),
    (
        &[("reason = \"It has to be done this month.\"\n", "")],
        &["missing-reason: 0"],
    ),
    (
        &[("reason = \"Skills are missing.\"\n", "")],
        &["missing-reason: \"skills\""],
    ),
    (
        &[("reason = \"Others have it, so they want it.\"\n", "")],
        &["missing-reason: \"fashion\""],
    ),
    (
        &[("because = \"It fits.\"\n", "")],
        &["missing-reason: \"otherwise\""],
    ),
    (
        &[(
            "It is only a theme.\", advice = \"write-it-down\" }",
            "It is only a theme.\" }",
        )],
        &["missing-advice: partly"],
    ),
    (
        &[(
            "title = \"Start\"\nsource = \"T\"\nadvice = \"hire\"",
            "title = \"Start\"\nsource = \"T\"",
        )],
        &["missing-advice: \"start\""],
    ),
    (
        &[(
            "[advice.hire]",
            "[advice.sing]\ntext = \"Sing.\"\nsource = \"T\"\n\n[advice.hire]",
        )],
        &["unused-advice: sing"],
    ),
    (
        &[(
            "[[criteria]]\nid = \"clear\"",
            "[[dimensions]]\nid = \"money\"\nsource = \"T\"\n\n[[criteria]]\nid = \"clear\"",
        )],
        &["empty-part: \"money\""],
    ),
    (
        &[(
            "ask = \"Why now?\"",
            "ask = \"Why now?\"\nmeant.idle-fact = \"It is not.\"",
        )],
        &["needless-meant: idle-fact"],
    ),
];

/// Close to what is broken, and right.
const RIGHT: &[Edits] = &[
    // A rule that recommends what the next one does still says why.
    &[(
        ABOVE,
        "[[rules]]\nid = \"urgent\"\nrecommend = \"start\"\nwhen = { fact = \"goal.urgent\", is = true }\nbecause = \"So.\"\nsource = \"T\"\n\n[[rules]]\nid = \"otherwise\"",
    )],
    // One tenth of room.
    &[(
        "from = 60",
        "from = 60\n\n[[ratings]]\nid = \"best\"\nfrom = 100",
    )],
    // More skills are better, and give more points.
    &[(
        "options = [\"data\", \"design\"]",
        "order = \"rising\"\noptions = [\"data\", \"design\"]",
    )],
    // Another reason, or other advice, is a difference.
    &[(
        "points = 50\nreason = \"A dozen people.\"",
        "points = 0\nreason = \"A dozen people.\"",
    )],
    // What is meant, for every part that can say so.
    &[(
        "prior = [{ below = 5, parts = 2 }, { below = 20, parts = 1 }, { parts = 1 }]",
        "meant.missing-prior = \"We never know.\"",
    )],
    &[
        ("share_of = [\"data\", \"design\"]", "share_of = [\"data\"]"),
        (
            "ask = \"Which skills are there?\"",
            "ask = \"Which skills are there?\"\nmeant.same-options = \"For later.\"",
        ),
    ],
    &[(
        "is = \"no\" }]\ncap = 30",
        "is = \"yes\" }]\ncap = 30\nmeant.not-monotone = \"Too clear is odd.\"",
    )],
    &[(
        "[[criteria]]\nid = \"clear\"",
        "[[dimensions]]\nid = \"money\"\nsource = \"T\"\nmeant.empty-part = \"To come.\"\n\n[[criteria]]\nid = \"clear\"",
    )],
    &[(
        "[advice.hire]",
        "[advice.sing]\ntext = \"Sing.\"\nsource = \"T\"\nmeant.unused-advice = \"To come.\"\n\n[advice.hire]",
    )],
    &[
        (
            "from = 60",
            "from = 60\n\n[[ratings]]\nid = \"best\"\nfrom = 97\nmeant.unreachable-rating = \"To aim at.\"",
        ),
        ("points.yes = 100", "points.yes = 90"),
    ],
    &[(
        "because = \"It fits.\"\n",
        "meant.missing-reason = \"It goes without saying.\"\n",
    )],
    &[(
        "title = \"Start\"\nsource = \"T\"\nadvice = \"hire\"",
        "title = \"Start\"\nsource = \"T\"\nmeant.missing-advice = \"None needed.\"",
    )],
];

#[test]
fn the_clean_set_is_clean() {
    let lints = lints(&[], STEPS);
    assert_eq!((said(&lints), lints.undecided), (Vec::new(), 0));
}

#[test]
fn what_is_broken_is_found_and_nothing_else() {
    let mut wrong = Vec::new();
    for (edits, expected) in BROKEN {
        let lints = lints(edits, STEPS);
        let said = said(&lints);
        if said != *expected || lints.undecided > 0 {
            wrong.push(format!("{edits:?}\n  {said:?}\n  not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_right_stays_unsaid() {
    for edits in RIGHT {
        let lints = lints(edits, STEPS);
        assert_eq!(said(&lints), Vec::<String>::new(), "{edits:?}");
    }
}

#[test]
fn every_lint_is_tried() {
    for code in Code::LINTS.iter().chain([&Code::NeedlessMeant]) {
        let name = format!("{}: ", code.name());
        let mut said = BROKEN.iter().flat_map(|(_, expected)| *expected);
        assert!(
            said.any(|line| line.starts_with(&name)),
            "no set for {name}"
        );
    }
}

/// A rule that nothing reaches names the fewest rules that cover it.
#[test]
fn covered_rules_name_what_covers_them() {
    let hints: Vec<String> = BROKEN[..4]
        .iter()
        .map(|(edits, _)| {
            lints(edits, STEPS).findings[0]
                .hint
                .clone()
                .expect("a hint")
        })
        .collect();
    assert!(hints[0].starts_with("`unfit` covers it"), "{hints:?}");
    assert!(
        hints[1].starts_with("`fashion` and `unfit` together cover it"),
        "{hints:?}"
    );
    assert!(
        hints[3].starts_with("`unfit` and `fits` together cover it"),
        "{hints:?}"
    );
}

/// Without steps nothing is proved, so nothing of the kind is said, and it is counted.
#[test]
fn what_is_not_proved_is_counted() {
    let (edits, _) = BROKEN[0];
    let lints = lints(edits, 0);
    assert_eq!(said(&lints), Vec::<String>::new());
    assert!(lints.undecided > 4, "{}", lints.undecided);
}

/// A gate may read more than can be gone through: that is counted where a fact has an order, and nothing is called needless.
#[test]
fn a_gate_that_reads_too_much_is_counted() {
    let facts = (0..17).map(|number| {
        format!("[facts.\"wide.f{number}\"]\ntype = \"bool\"\nask = \"Is it?\"\nsource = \"T\"\n")
    });
    let tests = (0..17).map(|number| format!("{{ fact = \"wide.f{number}\", is = true }}"));
    let tests: Vec<String> = tests.collect();
    let gate = format!(
        "[[gates]]\nid = \"fit/wide\"\ntitle = \"Wide\"\nwhen = [{}]\ncap = 1\nreason = \"So.\"\nadvice = \"hire\"\n\
         source = \"T\"\nmeant.not-monotone = \"So.\"\n",
        tests.join(", ")
    );
    let plain = facts.collect::<String>() + &gate + ABOVE;
    let ordered = plain.replacen("\"bool\"", "\"bool\"\norder = \"falling\"", 1);
    let [plain, ordered] = [plain, ordered].map(|more| lints(&[(ABOVE, &more)], STEPS));
    assert_eq!((said(&plain), said(&ordered)), (Vec::new(), Vec::new()));
    assert_eq!(ordered.undecided, plain.undecided + 1);
}

#[test]
fn the_shipped_set_is_clean_and_decided() {
    let sources = shipped::RUBRICS
        .iter()
        .map(|(path, text)| SourceText::new(*path, text));
    let files: Vec<File<'_>> = sources
        .map(|source| {
            let root = toml::read(&source).expect("well-formed TOML");
            File { source, root }
        })
        .collect();
    let set = load(&files).expect("a sound rubric set").set;
    let lints = lint(&files, &set, STEPS);
    assert_eq!((said(&lints), lints.undecided), (Vec::new(), 0));
}
