//! What is said to be meant: exactly the findings of that code about that part go, and nothing else is another.

use super::{config, lints_of};
use crate::generate::{Case, cases, print};
use crate::layout::shuffled_files;
use crate::same_cases;
use crate::subject::assess_text;
use maturity::finding::{Code, Finding};
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A part of a set, as its file has it.
struct Part {
    file: usize,
    /// From its header to the one of the next part.
    lines: Range<usize>,
    /// Its header without brackets.
    header: String,
    /// What its file calls it.
    name: String,
}

impl Part {
    fn holds(&self, finding: &Finding) -> bool {
        let place = finding.place.as_ref().expect("lints have places");
        place.path == path(self.file) && self.lines.contains(&(place.line - 1))
    }
}

fn path(file: usize) -> String {
    format!("{file}.toml")
}

fn parts(files: &[String]) -> Vec<Part> {
    let mut parts = Vec::new();
    for (file, text) in files.iter().enumerate() {
        let lines: Vec<&str> = text.lines().collect();
        let mut end = lines.len();
        for start in (0..lines.len()).rev() {
            if !lines[start].starts_with('[') {
                continue;
            }
            let header = lines[start].trim_matches(['[', ']']);
            let id = |line: &&str| line.strip_prefix("id = ").map(str::to_owned);
            let key = || header.split_once('.').map(|(_, key)| key.to_owned());
            let name = lines[start..end].iter().find_map(id).or_else(key);
            // Without a name it is the table of documents.
            parts.extend(name.map(|name| Part {
                file,
                lines: start..end,
                header: header.to_owned(),
                name: name.trim_matches('"').to_owned(),
            }));
            end = start;
        }
    }
    parts
}

/// The files of a case in one of two layouts, with slips of which its model knows nothing.
fn files(case: &Case) -> Vec<String> {
    let choices = &case.choices;
    let mut files = match choices[0] % 2 {
        0 => print::files(&case.model),
        _ => shuffled_files(&case.model, choices),
    };
    let rubric = case.model.rubrics[0].id;
    let mut slips = String::new();
    for (number, slip) in [
        "[sources]\nM = \"minutes\"\n".to_owned(),
        "[advice.sing]\ntext = \"Sing.\"\n".to_owned(),
        format!("[[dimensions]]\nid = \"{rubric}/later\"\n"),
        "[[rubrics]]\nid = \"later\"\nhigher_is = \"better\"\n".to_owned(),
    ]
    .into_iter()
    .enumerate()
    {
        if choices[1] >> number & 1 == 1 {
            slips += &slip;
        }
    }
    files.push(slips);
    for (number, part) in parts(&files).iter().enumerate() {
        let lines = files[part.file].split_inclusive('\n');
        let mut lines: Vec<String> = lines.map(str::to_owned).collect();
        let fact = part.header.starts_with("facts.");
        match choices[(3 * number + 5) % choices.len()] % 16 {
            0..=1 if fact => lines[part.lines.start] += "context = \"To know them.\"\n",
            2..=3 if !part.header.starts_with("ratings") => {
                lines[part.lines.start] += "source = \"hearsay\"\n";
            }
            _ => {}
        }
        files[part.file] = lines.concat();
    }
    files
}

/// For each part, by number, the codes that it says are meant.
type Meant = BTreeMap<usize, BTreeSet<Code>>;

/// Some of the codes that are found of each part, and some that may not be.
fn drawn(parts: &[Part], findings: &[Finding], choices: &[u8]) -> Meant {
    let mut meant = Meant::new();
    for (number, part) in parts.iter().enumerate() {
        let choice = usize::from(choices[number % choices.len()]);
        let found = findings.iter().filter(|finding| part.holds(finding));
        let codes: BTreeSet<Code> = found.map(|finding| finding.code).collect();
        let some = codes.into_iter().enumerate();
        let some = some.filter(|(place, _)| choice >> (place % 8) & 1 == 1);
        let mut said: BTreeSet<Code> = some.map(|(_, code)| code).collect();
        if choice % 8 == 5 {
            said.insert(Code::LINTS[choice / 8 % Code::LINTS.len()]);
        }
        meant.insert(number, said);
    }
    meant.retain(|_, said| !said.is_empty());
    meant
}

/// The files with what is meant, and for each of their lines where it stood before; none for a new one.
fn written(
    files: &[String],
    parts: &[Part],
    meant: &Meant,
    choices: &[u8],
) -> (Vec<String>, Vec<Vec<Option<usize>>>) {
    let mut all: Vec<Vec<(Option<usize>, String)>> = files
        .iter()
        .map(|text| {
            let lines = text.lines().enumerate();
            lines
                .map(|(at, line)| (Some(at), line.to_owned()))
                .collect()
        })
        .collect();
    // The last parts of a file come first, so that what is inserted moves nothing that is still to come.
    for (number, part) in parts.iter().enumerate() {
        let Some(codes) = meant.get(&number) else {
            continue;
        };
        let entries = codes
            .iter()
            .map(|code| format!("{} = \"Why.\"", code.name()));
        let (at, lines): (usize, Vec<String>) = match choices[(5 * number + 1) % choices.len()] % 3
        {
            0 => (
                part.lines.start + 1,
                entries.map(|entry| format!("meant.{entry}")).collect(),
            ),
            1 => {
                let entries: Vec<String> = entries.collect();
                let inline = format!("meant = {{ {} }}", entries.join(", "));
                (part.lines.end, vec![inline])
            }
            _ => {
                let header = format!("[{}.meant]", part.header);
                (
                    part.lines.end,
                    [header].into_iter().chain(entries).collect(),
                )
            }
        };
        all[part.file].splice(at..at, lines.into_iter().map(|line| (None, line)));
    }
    let text = |lines: &Vec<(Option<usize>, String)>| -> String {
        lines.iter().map(|(_, line)| format!("{line}\n")).collect()
    };
    let before =
        |lines: &Vec<(Option<usize>, String)>| lines.iter().map(|(before, _)| *before).collect();
    (
        all.iter().map(text).collect(),
        all.iter().map(before).collect(),
    )
}

/// What a case has to say about codes that are meant.
#[derive(Default)]
struct Said {
    /// Those of findings that went.
    silenced: BTreeSet<Code>,
    /// Whether some were needless.
    needless: bool,
    /// Whether a part keeps a finding of another code, or another part one of the same code.
    others: bool,
}

/// Of all that is found exactly what is meant goes; what is meant and is not there is found; the digest and the
/// figures stay.
fn check_meant(case: &Case) -> Result<Said, TestCaseError> {
    let before = files(case);
    let parts = parts(&before);
    let (set, lints) = lints_of(&before)?;
    let meant = drawn(&parts, &lints.findings, &case.choices);
    let (after, stood) = written(&before, &parts, &meant, &case.choices);
    let (other_set, other_lints) = lints_of(&after)?;
    prop_assert_eq!(lints.undecided, other_lints.undecided);
    prop_assert_eq!(&set.digest, &other_set.digest);
    let profile: Vec<usize> = (0..case.profile.len()).collect();
    let profile = print::profile(&case.model, &case.profile, &profile);
    let figures = |set| assess_text(set, &profile).map(|figures| format!("{figures:?}"));
    prop_assert_eq!(figures(&set)?, figures(&other_set)?);

    let mut said = Said::default();
    let home = |finding: &Finding| parts.iter().position(|part| part.holds(finding));
    let mut expected = Vec::new();
    let mut needless: BTreeSet<(usize, Code)> = BTreeSet::new();
    for (number, codes) in &meant {
        needless.extend(codes.iter().map(|code| (*number, *code)));
    }
    for finding in &lints.findings {
        let part = home(finding);
        prop_assert!(part.is_some(), "{finding:?} is about no part");
        let part = part.expect("as was said");
        if meant
            .get(&part)
            .is_some_and(|codes| codes.contains(&finding.code))
        {
            said.silenced.insert(finding.code);
            needless.remove(&(part, finding.code));
        } else {
            expected.push(finding.clone());
        }
    }
    // What is not decided may be what was meant.
    if lints.undecided > 0 {
        needless.clear();
    }
    said.needless = !needless.is_empty();
    let spoken: BTreeSet<Code> = meant.values().flatten().copied().collect();
    said.others = expected.iter().any(|finding| {
        spoken.contains(&finding.code)
            || home(finding).is_some_and(|part| meant.contains_key(&part))
    });

    let mut got = other_lints.findings;
    let at = |finding: &Finding| {
        let place = finding.place.as_ref().expect("lints have places");
        let file = (0..after.len()).find(|file| path(*file) == place.path);
        (file.expect("one of the files"), place.line, place.column)
    };
    prop_assert!(got.is_sorted_by_key(at), "{got:?}");
    let mut told = BTreeSet::new();
    for finding in got.extract_if(.., |finding| finding.code == Code::NeedlessMeant) {
        let (file, line, _) = at(&finding);
        let place = finding.place.as_ref().expect("lints have places");
        let named = &place.excerpt[place.caret.clone()];
        let code = Code::LINTS.iter().find(|code| code.name() == named);
        // A line of `meant` belongs to the part of the nearest line that stood there before.
        let above = stood[file][..line].iter().rev().find_map(|before| *before);
        let above = above.expect("a header");
        let part = parts
            .iter()
            .position(|part| part.file == file && part.lines.contains(&above));
        prop_assert!(code.is_some() && part.is_some(), "{finding:?}");
        let (code, part) = (*code.expect("above"), part.expect("above"));
        let message = format!("`{}` has no finding `{named}`", parts[part].name);
        prop_assert_eq!(&finding.message, &message);
        prop_assert!(told.insert((part, code)), "twice: {message}");
    }
    prop_assert_eq!(&told, &needless, "needless");
    for finding in &mut got {
        let (file, line, _) = at(finding);
        let before = stood[file][line - 1];
        prop_assert!(before.is_some(), "{finding:?} is about what is meant");
        if let Some(place) = &mut finding.place {
            place.line = before.expect("as was said") + 1;
        }
    }
    prop_assert_eq!(got, expected);
    Ok(said)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_is_meant_goes_and_nothing_else(case in cases()) {
        check_meant(&case)?;
    }
}

/// The random sets are worth something: findings of every code go, others stay beside them, and some `meant` are needless.
#[test]
fn findings_of_every_code_go() {
    let mut silenced: BTreeMap<Code, usize> = BTreeMap::new();
    let (mut needless, mut others) = (0, 0);
    for case in same_cases(cases(), 128) {
        let said = check_meant(&case).expect("checked above");
        for code in said.silenced {
            *silenced.entry(code).or_default() += 1;
        }
        needless += usize::from(said.needless);
        others += usize::from(said.others);
    }
    for code in Code::LINTS {
        let times = silenced.get(code).copied().unwrap_or(0);
        assert!(times > 2, "{} goes {times} times", code.name());
    }
    assert!(needless > 60 && others > 60, "{needless} {others}");
}
