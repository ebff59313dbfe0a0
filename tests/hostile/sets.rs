//! Rubric sets at their limits, and past them.

use super::found;
use maturity::assess::assess;
use maturity::finding::{Finding, SourceText};
use maturity::profile::Answers;
use maturity::rubric::RubricSet;
use maturity::rubric::load::{File, load};
use maturity::source::toml;
use std::fmt::Write as _;

const HEAD: &str = "id = \"s\"\nversion = \"1.0.0\"\ntitle = \"S\"\nlanguages = [\"en\"]\n";
const RULES: &str = "[[recommendations]]\nid = \"a\"\ntitle = \"A\"\n[[recommendations]]\nid = \"b\"\ntitle = \"B\"\n";

fn set(text: &str) -> Result<RubricSet, Vec<Finding>> {
    let source = SourceText::new("set.toml", text);
    let root = toml::read(&source)?;
    load(&[File { source, root }]).map(|loaded| loaded.set)
}

/// Nobody has to say anything of a set of 64 options: it has more values than a number has.
#[test]
fn a_fact_of_as_many_options_as_there_may_be_is_assessed() {
    let options: Vec<String> = (0..64)
        .map(|number| format!("{{ id = \"o{number}\", means = \"it\" }}"))
        .collect();
    let text = format!(
        "{HEAD}[facts.\"f.a\"]\ntype = \"set\"\nask = \"Which?\"\noptions = [{}]\n\
         [rubric]\nid = \"r\"\ntitle = \"R\"\nhigher_is = \"better\"\naggregate = \"mean\"\n\
         [[dimensions]]\nid = \"d\"\ntitle = \"D\"\nweight = 1\n\
         [[criteria]]\nid = \"c\"\ndimension = \"d\"\ntitle = \"C\"\nweight = 1\nfact = \"f.a\"\nshare_of = [{}]\n\
         {RULES}[[rules]]\nid = \"one\"\nrecommend = \"a\"\nwhen = [{{ fact = \"f.a\", includes = \"o63\" }}]\n\
         [[rules]]\nid = \"rest\"\nrecommend = \"b\"\n",
        options.join(", "),
        (0..64)
            .map(|number| format!("\"o{number}\""))
            .collect::<Vec<_>>()
            .join(", ")
    );
    let set = set(&text).expect("a valid set");
    let assessment = assess(&set, &Answers::unknown(&set));
    assert_eq!(assessment.outlook.possible.len(), 2);
    assert_eq!(assessment.outlook.questions.len(), 1);
}

/// Gates each of which names the one before it twice: what each tests in all doubles.
fn doubling(gates: usize) -> String {
    let mut text = format!(
        "{HEAD}[facts.\"f.a\"]\ntype = \"bool\"\nask = \"Is it?\"\n\
         [rubric]\nid = \"r\"\ntitle = \"R\"\nhigher_is = \"better\"\naggregate = \"mean\"\n\
         [[dimensions]]\nid = \"d\"\ntitle = \"D\"\nweight = 1\n\
         [[criteria]]\nid = \"c\"\ndimension = \"d\"\ntitle = \"C\"\nweight = 1\nfact = \"f.a\"\n\
         points.false = 0\npoints.true = 100\n\
         [[gates]]\nid = \"g0\"\ntitle = \"G\"\nknock_out = true\nwhen = [{{ fact = \"f.a\", is = true }}]\n"
    );
    for gate in 1..gates {
        let before = gate - 1;
        write!(
            text,
            "[[gates]]\nid = \"g{gate}\"\ntitle = \"G\"\nknock_out = true\n\
             when = {{ any = [{{ gate = \"r/g{before}\" }}, {{ not = {{ gate = \"r/g{before}\" }} }}] }}\n"
        )
        .expect("text");
    }
    let last = gates - 1;
    text + RULES
        + &format!(
            "[[rules]]\nid = \"one\"\nrecommend = \"a\"\nwhen = [{{ gate = \"r/g{last}\" }}]\n\
             [[rules]]\nid = \"rest\"\nrecommend = \"b\"\n"
        )
}

#[test]
fn gates_that_name_each_other_grow_to_a_limit() {
    let set_of_13 = set(&doubling(13)).expect("4096 tests are the most");
    assert_eq!(set_of_13.gates.len(), 13);
    let assessment = assess(&set_of_13, &Answers::unknown(&set_of_13));
    assert_eq!(assessment.gates.len(), 13);
    // Of all that follow the first is told, and that is told at once.
    for gates in [14, 40] {
        let text = doubling(gates);
        let findings = set(&text).expect_err("too large");
        assert_eq!(found(&findings).split(' ').next(), Some("too-large"));
        assert_eq!(
            findings.len(),
            1 + (gates - 14) / 13,
            "{}",
            found(&findings)
        );
        assert!(findings[0].message.contains("`r/g13`"), "{findings:?}");
    }
}
