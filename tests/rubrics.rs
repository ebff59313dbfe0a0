//! What the shipped rubric set and its examples promise, whatever their weights and points are.

#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

use maturity::assess::assess;
use maturity::finding::SourceText;
use maturity::profile::{Answers, Options, Stated, resolve, restate};
use maturity::rubric::condition::Condition;
use maturity::rubric::fact::{Fact, Kind, Order};
use maturity::rubric::load::{CaseProfile, File, Loaded, load};
use maturity::rubric::scale::Scale;
use maturity::rubric::{Criterion, HigherIs, RubricSet};
use maturity::source::{shipped, toml, yaml};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// The facts that profiles and scripts written elsewhere rely on: name, type, options in their order.
/// A set may add facts and options, and may not rename, reorder or drop any of these.
const QUESTIONNAIRE: &str = "
company.name text
company.industry choice retail fmcg services health home community catering manufacturing finance public other
company.age_years number
company.headcount integer
company.annual_revenue_cny_m number
company.has_stores bool
company.position choice cold-start small established leader
company.growth choice shrinking flat growing fast
company.business_condition choice struggling stable healthy
company.market_validated choice no partly yes
company.channels_built choice no partly yes
company.sales_system_built choice no partly yes
company.strategic_view choice technique-only partly the-way
goal.problem choice none direction specific
goal.first_need choice none theme concrete
goal.scope choice everything-at-once middling small-only small-with-vision
goal.owner_vision bool
goal.driver choice publicity sales-growth-only internal-problems efficiency-and-growth keep-up-with-the-times
goal.initiated_by choice vendor mutual customer
goal.inner_drive choice none some strong
goal.turning_point bool
goal.priority choice undecided several-at-once one-chosen
goal.value_first choice efficiency marketing customer-experience
goal.expects_instant_hit bool
goal.expects_rescue bool
goal.months_to_first_result integer
goal.conditional_favours choice none after-success alongside precondition
goal.agreed_with_vendor choice no partly yes
goal.pilot choice none planned run
goal.steadiness choice wavers mixed steady
goal.strategic_goals_listed integer
goal.problems_listed integer
sponsor.level choice none staff department-head senior-manager executive owner
sponsor.influence choice no-say heard can-start decides
sponsor.tenure_months number
sponsor.parachuted bool
sponsor.stability choice leaving under-discussion no-sign
sponsor.replaced_recently bool
sponsor.asked_first_for choice vendor-favours own-showcase told-to business-problem people-and-company
sponsor.transformation_is_cover bool
sponsor.must_show_result_within choice months-3 months-6 months-12 no-pressure
sponsor.understanding choice none tools processes organisation
sponsor.believes choice no neutral yes
sponsor.commitment choice indifferent passive active leads-in-person
sponsor.gives_input choice no promised done
sponsor.coordinates_resources choice no promised done
sponsor.management_vision choice weak fair strong
sponsor.strategy_and_delivery choice neither one-only both
leadership.led_by choice nobody contested business training it owner cross-functional
leadership.business_it_agreement choice disputed partly agreed
leadership.requirements_feasible choice no partly yes
leadership.it_capacity choice insufficient stretched sufficient
leadership.training_keeps_up choice no partly yes
leadership.store_time_protected choice no partly yes
leadership.integration choice incompatible partial compatible
leadership.operations_consulted choice no partly yes
leadership.fits_selling_scene choice no partly yes
leadership.milestones_agreed choice no partly yes
leadership.expectations_managed choice no partly yes
politics.factions choice severe some none
politics.credit_sharing choice contested unclear agreed
politics.requirements_quality choice one-line partial detailed
politics.department_trust choice low mixed high
politics.consensus choice none top-only top-and-middle all-levels
politics.management_awareness choice none vague clear
politics.failure_handling choice blames mixed reflects
politics.responsibilities_defined choice no partly yes
politics.failed_projects integer
frontline.capability choice weak average strong
frontline.openness choice resistant hesitant open
frontline.managers_support choice oppose neutral support
frontline.learns_by choice apprenticeship-only mixed structured
frontline.content_useful choice no partly yes
frontline.burden choice heavy acceptable light
frontline.benefit_visible choice no partly yes
frontline.tool_training choice none some adequate
frontline.adoption choice stalled partial used
frontline.talent_market choice thin fair rich
skills.data_analysis choice none partner in-house
skills.user_operations choice none partner in-house
skills.expert_cost choice unaffordable stretch affordable
skills.expert_fit choice clashes partial fits
skills.digital_translator choice no partly yes
skills.metrics_literacy choice none basic good
team.structure choice none partial planned
team.talent_plan choice none partial planned
team.digital_skills choice little basic strong
team.operating_system choice none partial systematic
team.composition choice none transfer-only outside-hire-only transfer-and-training transfer-and-consulting transfer-training-consulting
team.business_standing choice weak fair strong
team.experience choice none some proven
team.management_capability choice weak average strong
data.it_level choice spreadsheets separate-systems connected-systems
data.migration_needed choice heavy some none
data.fields_unified choice no partly yes
data.silos choice many some none
data.reporting choice manual mixed automatic
data.figures_trusted choice disputed partly trusted
data.visible choice no partly yes
data.quantified choice no partly yes
data.optimised choice no partly yes
data.used_for_decisions choice no sometimes yes
data.capture choice few some enough
data.collaboration_suite choice none partly in-use
metrics.north_star choice none candidates defined
metrics.fits_stage choice no partly yes
metrics.person_days_saved bool
metrics.tracked set rfm-segments repurchase-rate return-rate renewal-rate satisfaction referral-rate daily-active retention conversion-rate conversion-cycle aarrr
metrics.owner_understands choice no partly yes
metrics.return_judged_by choice nothing sales-only overall-roi quick-wins
knowledge.base choice none scattered maintained
knowledge.standardised choice no sometimes yes
knowledge.journey_mapped choice no partly yes
knowledge.effective_path choice broken partial clear
knowledge.learns_from_examples choice no sometimes yes
knowledge.business_basics choice weak fair sound
resources.mapped set users products stores channels online-traffic campaigns experts
investment.budget choice none subscriptions half-year-project multi-year-programme
investment.people choice none part-time dedicated
investment.months_allowed integer
investment.organisation_change choice no limited yes
investment.cooperation choice late mostly prompt
investment.willingness choice low medium high
investment.asked_for choice standard-product light heavy
";

/// The recommendations, by the same promise.
const RECOMMENDATIONS: [&str; 7] = [
    "walk-away",
    "validate-market-first",
    "clarify-goals-first",
    "prepare-first",
    "standard-saas",
    "light-digitalization",
    "go-big",
];

/// Facts that several criteria read in their scales, and why none of them counts one cause twice.
const READ_BY_SEVERAL: [(&str, &str); 4] = [
    (
        "investment.asked_for",
        "a wish is not scored: it only tells which months, money and change fit",
    ),
    (
        "investment.budget",
        "scored once; elsewhere it only tells whether the project is a large one",
    ),
    (
        "metrics.tracked",
        "each industry is asked for its own figures, and a company has one industry",
    ),
    (
        "resources.mapped",
        "a company has stores or has none: only one of the two applies",
    ),
];

/// Criteria whose points do not follow the order of their fact, and why.
const NOT_MONOTONE: [(&str, &str); 0] = [];

fn from_files() -> Loaded {
    let sources = shipped::RUBRICS
        .iter()
        .map(|(path, text)| SourceText::new(*path, text));
    let files: Vec<File<'_>> = sources
        .map(|source| {
            let root = toml::read(&source).expect("well-formed TOML");
            File { source, root }
        })
        .collect();
    load(&files).expect("a sound rubric set")
}

/// The answers of an example and the warnings about it.
fn example<'a>(set: &RubricSet, path: &str, text: &'a str) -> Answers<'a> {
    let source = SourceText::new(path, text);
    let documents = yaml::read(&source).expect(path);
    let [document] = documents.as_slice() else {
        panic!("{path} holds {} documents", documents.len())
    };
    let (answers, findings) = resolve(set, &source, document, Options::default()).expect(path);
    assert!(findings.is_empty(), "{path}: {findings:?}");
    answers
}

#[test]
fn the_compiled_set_is_the_set_in_the_files() {
    let (compiled, loaded) = (shipped::rubric_set(), from_files());
    assert_eq!(compiled.digest, loaded.set.digest);
    assert!(compiled == loaded.set, "the build compiled something else");
    assert!(loaded.findings.is_empty(), "{:?}", loaded.findings);
}

#[test]
fn the_digest_follows_the_logic_and_no_text() {
    let digest = |from: &str, to: &str| {
        let texts = shipped::RUBRICS.iter();
        let texts: Vec<(&str, String)> = texts
            .map(|(path, text)| (*path, text.replacen(from, to, 1)))
            .collect();
        let changed = shipped::RUBRICS.iter().zip(&texts);
        let changed = changed.filter(|((_, old), (_, new))| old != new).count();
        assert!(changed > 0 || from == to, "no file holds {from:?}");
        let files: Vec<File<'_>> = texts
            .iter()
            .map(|(path, text)| {
                let source = SourceText::new(*path, text);
                let root = toml::read(&source).expect("well-formed TOML");
                File { source, root }
            })
            .collect();
        load(&files).expect("a sound rubric set").set.digest
    };
    let usual = digest("", "");
    for (from, to) in [
        ("ask = \"Why now?\"", "ask = \"Why today?\""),
        ("means = \"It is paid", "means = \"It will be paid"),
    ] {
        assert_eq!(digest(from, to), usual, "{to}");
    }
    for (from, to) in [
        ("weight = 5", "weight = 6"),
        ("stale_after_months = 3", "stale_after_months = 4"),
        ("stale_after_months = 12\n", "\n"),
        ("effort = 4", "effort = 3"),
    ] {
        assert_ne!(digest(from, to), usual, "{to}");
    }
}

#[test]
fn the_embedded_files_are_the_files_on_disk() {
    for (folder, extension, embedded) in [
        ("rubrics", "toml", shipped::RUBRICS),
        ("examples", "yaml", shipped::EXAMPLES),
    ] {
        let mut on_disk = BTreeMap::new();
        for entry in fs::read_dir(folder).expect(folder) {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|found| found == extension) {
                let name = path.file_name().and_then(|name| name.to_str());
                let name = format!("{folder}/{}", name.expect("a name in UTF-8"));
                on_disk.insert(name, fs::read_to_string(&path).expect("UTF-8"));
            }
        }
        let embedded: BTreeMap<String, String> = embedded
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect();
        assert!(
            embedded == on_disk,
            "{folder} differs from what is embedded"
        );
    }
}

#[test]
fn the_questionnaire_keeps_its_names() {
    let set = shipped::rubric_set();
    for line in QUESTIONNAIRE.lines().filter(|line| !line.is_empty()) {
        let words: Vec<&str> = line.split(' ').collect();
        let (id, kind, options) = (words[0], words[1], &words[2..]);
        let number = set.fact(id).unwrap_or_else(|| panic!("no fact `{id}`"));
        let fact = &set.facts[number];
        assert_eq!(fact.kind.name(), kind, "{id}");
        let places: Vec<usize> = options
            .iter()
            .map(|option| {
                fact.option(option)
                    .unwrap_or_else(|| panic!("{id}: no `{option}`"))
            })
            .collect();
        let ordered = fact.order == Order::None || fact.kind == Kind::Set || places.is_sorted();
        assert!(ordered, "{id}: the options are in another order");
    }
}

#[test]
fn the_recommendations_keep_their_names() {
    let set = shipped::rubric_set();
    let ids: BTreeSet<&str> = set.recommendations.iter().map(|item| &*item.id).collect();
    assert_eq!(ids, BTreeSet::from(RECOMMENDATIONS));
}

#[test]
fn every_fact_is_read_or_says_why_not() {
    let set = shipped::rubric_set();
    let mut read = BTreeSet::new();
    let mut note = |condition: &Condition| read.extend(facts_of(&set, condition));
    for criterion in &set.criteria {
        criterion.applies_when.iter().for_each(&mut note);
        criterion.cases.iter().for_each(&mut note);
    }
    set.gates.iter().for_each(|gate| note(&gate.when));
    set.rules.iter().flat_map(|rule| &rule.when).for_each(note);
    read.extend(
        set.criteria
            .iter()
            .flat_map(|criterion| criterion.facts.clone()),
    );
    for (number, fact) in set.facts.iter().enumerate() {
        let is_read = read.iter().any(|&read| usize::from(read) == number);
        assert_ne!(is_read, fact.context.is_some(), "{}", fact.id);
    }
}

#[test]
fn no_cause_is_scored_twice() {
    let set = shipped::rubric_set();
    let mut readers: BTreeMap<&str, usize> = BTreeMap::new();
    for fact in set.criteria.iter().flat_map(|criterion| &criterion.facts) {
        *readers
            .entry(&set.facts[usize::from(*fact)].id)
            .or_default() += 1;
    }
    let several: BTreeSet<&str> = readers
        .into_iter()
        .filter(|(_, readers)| *readers > 1)
        .map(|(fact, _)| fact)
        .collect();
    let allowed = READ_BY_SEVERAL.iter().map(|(fact, _)| *fact).collect();
    assert_eq!(several, allowed);
}

#[test]
fn everything_names_its_source() {
    let set = shipped::rubric_set();
    let documents: Vec<&str> = set.sources.iter().map(|(name, _)| &**name).collect();
    let sources = (set.facts.iter().map(|item| (&item.id, &item.source)))
        .chain(set.rubrics.iter().map(|item| (&item.id, &item.source)))
        .chain(set.dimensions.iter().map(|item| (&item.id, &item.source)))
        .chain(set.criteria.iter().map(|item| (&item.id, &item.source)))
        .chain(set.gates.iter().map(|item| (&item.id, &item.source)))
        .chain(
            set.recommendations
                .iter()
                .map(|item| (&item.id, &item.source)),
        )
        .chain(set.rules.iter().map(|item| (&item.id, &item.source)))
        .chain(set.advice.iter().map(|item| (&item.id, &item.source)));
    for (id, source) in sources {
        let letter = source.split([' ', '-', ',']).next().unwrap_or("");
        assert!(documents.contains(&letter), "{id}: `{source}` is no source");
    }
}

#[test]
fn every_worse_answer_has_a_reason() {
    let set = shipped::rubric_set();
    for criterion in &set.criteria {
        let best = criterion.best(set.rubric_of(criterion).higher_is);
        for row in &criterion.attributes {
            // The one row of a share speaks for everything that is missing.
            let share = matches!(criterion.scale, Scale::Share { .. });
            let says_why = row.reason.as_deref().is_some_and(|text| !text.is_empty());
            assert!(
                says_why || (row.points == best && !share),
                "{}: `{}` costs points without a reason",
                criterion.id,
                row.label
            );
        }
    }
}

/// What `--set` reads is what a profile reads: every value of every example, taken out and restated.
#[test]
fn a_value_restated_alone_is_the_value_in_its_profile() {
    let set = shipped::rubric_set();
    let mut values = 0;
    for (path, text) in shipped::EXAMPLES {
        let answers = example(&set, path, text);
        for (number, fact) in set.facts.iter().enumerate() {
            let Some(span) = answers.stated[number].span else {
                continue;
            };
            let written = &text[span.start as usize..span.end as usize];
            let flag = format!("{}={written}", fact.id);
            let source = SourceText::new("--set", &flag);
            let node = yaml::read_value(&source, flag.len() - written.len()).expect(&flag);
            let restated = restate(&set, &source, number, &node).expect(&flag);
            let mut nothing = Answers::unknown(&set);
            let change = nothing.replace(&set, &restated);
            assert_eq!(change.to, answers.stated[number].value, "{flag}");
            let own = usize::from(fact.variables.start)..usize::from(fact.variables.end);
            assert_eq!(nothing.cells[own.clone()], answers.cells[own], "{flag}");
            values += 1;
        }
    }
    assert!(values > 300, "only {values} values were taken out");
}

#[test]
fn better_answers_never_get_worse_points() {
    let set = shipped::rubric_set();
    let mut found: BTreeSet<&str> = BTreeSet::new();
    let mut seen = 0;
    for criterion in &set.criteria {
        let Some(order) = order_of(&set, criterion) else {
            continue;
        };
        seen += 1;
        let points: Vec<u8> = criterion.attributes.iter().map(|row| row.points).collect();
        let higher_is = set.rubric_of(criterion).higher_is;
        let rises = (order == Order::Rising) == (higher_is == HigherIs::Better);
        let monotone = if rises {
            points.is_sorted()
        } else {
            points.is_sorted_by(|a, b| a >= b)
        };
        if !monotone {
            found.insert(&criterion.id);
        }
    }
    let allowed = NOT_MONOTONE
        .iter()
        .map(|(criterion, _)| *criterion)
        .collect();
    assert_eq!(found, allowed);
    assert!(
        seen > set.criteria.len() / 2,
        "only {seen} criteria were seen"
    );
}

#[test]
fn every_example_is_sound() {
    let set = shipped::rubric_set();
    for (path, text) in shipped::EXAMPLES {
        let answers = example(&set, path, text);
        let name = path
            .trim_start_matches("examples/")
            .trim_end_matches(".yaml");
        assert_eq!(answers.about.id.as_deref(), Some(name), "{path}");
        let written_for = format!("{} {}", set.id, set.version);
        assert_eq!(
            answers.about.rubrics.as_deref(),
            Some(&*written_for),
            "{path}"
        );
    }
}

#[test]
fn every_example_is_a_test() {
    let mut tested: Vec<String> = from_files()
        .cases
        .iter()
        .filter_map(|case| match &case.profile {
            CaseProfile::Path(path, _) => Some(path.trim_start_matches("../").to_owned()),
            CaseProfile::Facts(_) | CaseProfile::Like(..) => None,
        })
        .collect();
    tested.sort();
    let examples: Vec<&str> = shipped::EXAMPLES.iter().map(|(path, _)| *path).collect();
    assert_eq!(tested, examples);
    assert_eq!(examples.len(), 20);
}

#[test]
fn the_complete_example_leaves_nothing_open() {
    let set = shipped::rubric_set();
    let (path, text) = shipped::EXAMPLES
        .iter()
        .find(|(path, _)| *path == "examples/complete.yaml")
        .expect("it ships");
    let answers = example(&set, path, text);
    for (fact, statement) in set.facts.iter().zip(&answers.stated) {
        assert_ne!(statement.value, Stated::Unknown, "{}", fact.id);
    }
    assert!(answers.complete().is_some());
    let assessment = assess(&set, &answers);
    let leading = &set.recommendations[usize::from(assessment.leading())];
    assert_eq!((&*leading.id, assessment.settled()), ("go-big", true));
    assert!(assessment.coverage >= 1.0);
}

/// The facts that a condition tests, by number.
fn facts_of(set: &RubricSet, condition: &Condition) -> Vec<u16> {
    let mut facts = Vec::new();
    condition.each_fact(&mut |test| {
        facts.push(set.variables[usize::from(test.variable)].fact);
    });
    facts
}

/// Which way the one fact of a criterion runs, where its rows run over all values of it.
fn order_of(set: &RubricSet, criterion: &Criterion) -> Option<Order> {
    let rows_are_values = criterion.single_fact && !matches!(criterion.scale, Scale::Share { .. });
    let [fact] = criterion.facts.as_slice() else {
        return None;
    };
    let fact: &Fact = &set.facts[usize::from(*fact)];
    (rows_are_values && fact.order != Order::None).then_some(fact.order)
}
