//! The command line. Most of it is data: every file below `tests/cmd/<subject>/` is one run with its
//! arguments, its input, both output streams and the exit code, in the folder `tests/cmd/fixtures/`.
//!
//! After a change that is meant: `TRYCMD=overwrite cargo test --test cmd`, then read the difference.
//! One subject: `cargo test --test cmd check`. One run: `cargo test --test cmd -- profile trycmd=tab`.
//! A subject is compared as text, in which `\` and `/` are one; a run with `binary = true` to the byte.

#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

use maturity::finding::SourceText;
use maturity::rubric::load::{File, load};
use maturity::source::{files, toml};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::{env, fs};

const CASES: &str = "tests/cmd";
const FIXTURES: &str = "tests/cmd/fixtures";

/// Runs one subject in a fixed width and locale, so that it looks the same everywhere.
fn runs(subject: &str) {
    in_any_look(subject)
        .env("COLUMNS", "100")
        .env("LC_ALL", "C.UTF-8");
}

/// Runs one subject whose runs set width and locale themselves.
fn in_any_look(subject: &str) -> trycmd::TestCases {
    assert!(
        env::var_os("MATURITY_RUBRICS").is_none(),
        "each run chooses its rubric set: unset MATURITY_RUBRICS"
    );
    assert!(
        env::var_os("MATURITY_LANG").is_none(),
        "each run chooses its language: unset MATURITY_LANG"
    );
    let cases = trycmd::TestCases::new();
    cases
        .default_bin_name("maturity")
        .case(format!("{CASES}/{subject}/*.toml"));
    // Digests follow the compiled form, so a run names whose it is; a wrong one still differs.
    for (short, name, set) in [
        ("[STANDARD_SHORT]", "[STANDARD]", "rubrics"),
        ("[TINY_SHORT]", "[TINY]", "tests/cmd/fixtures/tiny"),
        ("[SHOP_SHORT]", "[SHOP]", "tests/cmd/fixtures/shop-1.toml"),
    ] {
        let digest = digest(set);
        cases
            .insert_var(short, format!("`{}`", &digest[..12]))
            .and_then(|cases| cases.insert_var(name, digest))
            .expect("a name in capitals");
    }
    cases
}

/// The digest of the rubric set in a folder, by the library.
fn digest(folder: &str) -> String {
    let files = files::rubric_files(folder).expect("a readable set");
    let sources = files
        .iter()
        .map(|file| SourceText::new(file.path.clone(), &file.text));
    let parsed: Vec<File<'_>> = sources
        .map(|source| {
            let root = toml::read(&source).expect("well-formed TOML");
            File { source, root }
        })
        .collect();
    load(&parsed).expect("a sound set").set.digest.to_string()
}

/// `ask` with answers as lines.
#[test]
fn ask() {
    runs("ask");
}

/// What assertions demand, and what is said where they do not hold.
#[test]
fn assert() {
    runs("assert");
}

/// Many profiles in one call: what people and build servers see, and what is refused.
#[test]
fn batch() {
    runs("batch");
}

/// `check`.
#[test]
fn check() {
    runs("check");
}

/// `compare`: two and more profiles, its formats, and `--exit-code`.
#[test]
fn compare() {
    runs("compare");
}

/// `explain`: every kind of subject, its formats, and ids that are not clear.
#[test]
fn explain() {
    runs("explain");
}

/// `completions`: the scripts, and what the program answers to a shell.
#[test]
fn completions() {
    runs("completions");
}

/// `init`: a profile to fill in, and what is refused.
#[test]
fn init() {
    runs("init");
}

/// A profile to fill in scores as it is, with every fact unknown; its schema lies beside it, and no file is
/// overwritten unasked.
#[test]
fn init_writes_a_profile_that_scores() {
    let folder = Folder::new();
    let run = |args: &[&str]| {
        let mut command = maturity();
        command.current_dir(folder.path(".")).args(args);
        let output = command.output().expect("it runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), said.replace('\\', "/"))
    };
    let tiny = fs::canonicalize(Path::new(FIXTURES).join("tiny")).expect("a folder");
    let tiny = tiny.display().to_string();
    for (name, set) in [("a.yaml", None), ("b/c.yml", Some(tiny.as_str()))] {
        let with = set.map_or(vec![], |set| vec!["--rubrics", set]);
        fs::create_dir_all(folder.path("b")).expect("a folder");
        let (code, said) = run(&[
            &["init", "--known", "company.name=\"Ada: Söhne\"", name],
            &with[..],
        ]
        .concat());
        assert_eq!(code, Some(0), "{said}");
        assert!(said.contains(", 1 answered."), "{said}");
        assert!(
            said.contains(&format!("Now: maturity ask {name}; maturity score {name}")),
            "{said}"
        );
        let text = folder.read(name).expect("a profile");
        assert!(
            text.starts_with("# yaml-language-server: $schema=.maturity/profile.schema.json\n")
        );
        assert!(text.contains("\n  name: \"Ada: Söhne\"\n"), "{text}");
        let (code, said) = run(&[&["check", "--deny", "warnings", name], &with[..]].concat());
        assert_eq!(code, Some(0), "{said}");
        let (code, said) = run(&[&["score", name], &with[..]].concat());
        assert_eq!((code, said.as_str()), (Some(0), ""));
    }
    for schema in [
        ".maturity/profile.schema.json",
        "b/.maturity/profile.schema.json",
    ] {
        let text = folder.read(schema).expect("a schema");
        assert!(text.contains("http://json-schema.org/draft-07/schema#"));
    }

    let before = folder.read("a.yaml");
    let (code, said) = run(&["init", "profile", "a.yaml"]);
    assert_eq!(code, Some(2));
    assert!(
        said.contains("is there already: --force writes over it"),
        "{said}"
    );
    assert_eq!(folder.read("a.yaml"), before);
    // The schema is there, and is this one: nothing more is said of it.
    let (code, said) = run(&["init", "profile", "a.yaml", "--force"]);
    assert_eq!((code, said.lines().count()), (Some(0), 2), "{said}");
    assert_ne!(folder.read("a.yaml"), before);
    let (_, said) = run(&["init", "--output", "d.yaml", "--rubrics", &tiny]);
    assert!(
        said.contains("is the schema of another set, version or language"),
        "{said}"
    );
    assert!(
        said.contains("maturity schema profile --output .maturity/profile.schema.json"),
        "{said}"
    );
    assert_eq!(
        run(&["init", "e.yaml", "--schema", "x.json", "-q"]),
        (Some(0), String::new())
    );
    assert!(
        folder
            .read("e.yaml")
            .is_some_and(|text| text.contains("$schema=x.json\n"))
    );
    assert_eq!(folder.read("x.json"), None);
    // What batches read in the folder are the profiles, not their schema.
    let (code, said) = run(&["score", ".", "--allow-unknown-facts"]);
    assert_eq!(code, Some(0), "{said}");
}

/// `init rubrics`: the very bytes that ship, whose own tests pass; nothing is overwritten.
#[test]
fn init_rubrics() {
    let folder = Folder::new();
    let run = |args: &[&str]| -> Output {
        Command::new(env!("CARGO_BIN_EXE_maturity"))
            .args(args)
            .current_dir(folder.path("."))
            .env("COLUMNS", "80")
            .output()
            .expect("it runs")
    };
    let begun = run(&["init", "rubrics", "ours/set"]);
    assert_eq!(begun.status.code(), Some(0), "{begun:?}");
    assert!(begun.stdout.is_empty());
    for kind in ["rubrics", "rubrics/locales", "examples"] {
        let mut names = 0;
        let entries = fs::read_dir(kind).expect("a folder").flatten();
        for entry in entries.filter(|entry| entry.path().is_file()) {
            let written = Path::new(&folder.path("ours/set"))
                .join(kind)
                .join(entry.file_name());
            assert_eq!(
                fs::read(entry.path()).ok(),
                fs::read(&written).ok(),
                "{written:?}"
            );
            names += 1;
        }
        let written = fs::read_dir(folder.path(&format!("ours/set/{kind}"))).expect("a folder");
        let files = written.flatten().filter(|entry| entry.path().is_file());
        assert_eq!(files.count(), names);
    }
    let quiet = run(&["init", "rubrics", "-q", "other"]);
    assert_eq!((quiet.status.code(), quiet.stderr), (Some(0), vec![]));
    let tested = run(&["test", "--quiet", "--rubrics", "ours/set"]);
    assert_eq!(tested.status.code(), Some(0), "{tested:?}");

    fs::remove_dir_all(folder.path("ours/set/rubrics")).expect("removed");
    let again = run(&["init", "rubrics", "ours/set"]);
    assert_eq!(again.status.code(), Some(2));
    let said = String::from_utf8_lossy(&again.stderr).replace('\\', "/");
    assert!(
        said.contains("`ours/set/examples/") && said.contains("is there already"),
        "{said}"
    );
    assert!(!Path::new(&folder.path("ours/set/rubrics")).exists());

    let below_a_file = run(&["init", "rubrics", "old.txt/set"]);
    assert_eq!(below_a_file.status.code(), Some(2));
    let said = String::from_utf8_lossy(&below_a_file.stderr).replace('\\', "/");
    assert!(said.contains("`old.txt` is a file, not a folder"), "{said}");
    assert!(!said.contains("os error"), "{said}");
}

/// `export`: a whole statement, columns that the table lacks, and what cannot be written.
#[test]
fn export() {
    runs("export");
}

/// The commands that `init` prints name the folder in one argument, whatever it is called.
#[cfg(unix)]
#[test]
fn init_prints_commands_that_run() {
    for (name, argument) in [
        ("ours/set", "ours/set"),
        ("our set", "our set"),
        ("-set", "./-set"),
        ("it's $HOME; here", "it's $HOME; here"),
        ("~", "~"),
    ] {
        let folder = Folder::new();
        let begun = Command::new(env!("CARGO_BIN_EXE_maturity"))
            .args(["init", "rubrics", "--", name])
            .current_dir(folder.path("."))
            .output()
            .expect("it runs");
        let said = String::from_utf8_lossy(&begun.stderr);
        let (_, commands) = said.split_once("Now: ").expect("what to do now");
        let script = format!("maturity() {{ printf '<%s>' \"$@\"; }}; {commands}");
        let ran = Command::new("sh").args(["-c", &script]).output();
        assert_eq!(
            String::from_utf8_lossy(&ran.expect("it runs").stdout),
            format!("<check><{argument}><test><--rubrics><{argument}>")
        );
    }
}

/// No table and no page is wider than the terminal, whatever the profiles are called.
#[test]
fn nothing_passes_the_width() {
    use unicode_width::UnicodeWidthStr as _;
    let folder = Folder::new();
    let named = folder.path("一家名字很长的连锁零售公司的数字化转型项目档案.yaml");
    fs::copy("examples/fmcg-conditional-favours.yaml", &named).expect("a copy");
    let complete = "examples/complete.yaml";
    let runs: [&[&str]; 7] = [
        &["score", complete],
        &["score", complete, &named],
        &["plan", complete, "--to", "prepare-first", "--risks"],
        &["plan", complete, &named, "--to", "prepare-first", "--risks"],
        &["plan", complete, &named, "--risks"],
        &["robustness", complete, &named, "--draws", "20"],
        &["compare", complete, &named],
    ];
    for columns in [60, 80, 100, 120] {
        for run in runs {
            let output = Command::new(env!("CARGO_BIN_EXE_maturity"))
                .args(run)
                .env("COLUMNS", columns.to_string())
                .env("LC_ALL", "C.UTF-8")
                .output()
                .expect("it runs");
            let text = String::from_utf8(output.stdout).expect("UTF-8");
            assert!(!text.is_empty(), "{run:?}");
            for line in text.lines().filter(|line| !line.contains(&named)) {
                assert!(line.width() <= columns, "{columns}: {run:?}\n{line}");
            }
        }
    }
}

/// `diff`: what a new version of a rubric set does.
#[test]
fn diff() {
    runs("diff");
}

/// A set in git's history against the one on disk, from the top of the repository and from a folder in it.
#[test]
fn diff_reads_revisions() {
    let folder = Folder::new();
    let git = |args: &[&str]| {
        let run = Command::new("git")
            .args(["-c", "user.name=t", "-c", "user.email=t@example.com"])
            .args(["-c", "commit.gpgsign=false"])
            .args(args)
            .current_dir(folder.path("."))
            .output()
            .expect("git is there");
        assert!(run.status.success(), "{args:?}: {run:?}");
    };
    git(&["init", "-q"]);
    fs::create_dir_all(folder.path("ours/locales")).expect("a folder");
    let copy = |from: &str| {
        fs::copy(Path::new(FIXTURES).join(from), folder.path("ours/set.toml")).expect("a copy");
    };
    copy("shop-1.toml");
    fs::write(folder.path("ours/locales/xx.toml"), "no set = [").expect("a file");
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "first"]);
    copy("shop-2.toml");
    let run = |at: &str, args: &[&str]| {
        let output = maturity()
            .arg("diff")
            .args(args)
            .current_dir(folder.path(at))
            .output()
            .expect("it runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        (
            output.status.code(),
            text(output.stdout),
            text(output.stderr),
        )
    };
    for (at, old, new) in [
        (".", "HEAD:ours", "ours"),
        (".", "HEAD:ours/set.toml", "ours"),
        ("ours", "HEAD:./", "set.toml"),
    ] {
        let (code, out, err) = run(at, &[old, new, "--exit-code"]);
        assert_eq!(code, Some(1), "{old}");
        assert!(out.contains("A MAJOR STEP"), "{out}");
        // Beside a set, what is no translation stops nobody.
        let warned = err.contains("warning[syntax]") && err.contains("locales/xx.toml:1:4");
        assert!(warned && !err.contains("error"), "{err}");
    }
    for (args, says) in [
        (["HEAD:nothing", "ours"], "`nothing` is not in `HEAD`"),
        (["v9:ours", "ours"], "no revision is called `v9`"),
        (["--exec=x:ours", "ours"], "unexpected argument"),
        (["HEAD:ours/locales", "ours"], "no set"),
    ] {
        let (code, out, err) = run(".", &args);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{args:?}");
        assert!(err.contains(says), "{args:?}: {err}");
    }
    let (code, _, err) = run(".", &["--", "--exec=x:ours", "ours"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("no revision is called `--exec=x`"), "{err}");
    assert_eq!(folder.names(), [".git", "old.txt", "ours"]);
}

/// The help texts and the usage errors.
#[test]
fn help() {
    runs("help");
}

/// Pages and pictures; what is in them is checked by `tests/html/`.
#[test]
fn html() {
    runs("html");
}

#[test]
fn lints() {
    runs("lints");
}

/// `man`: a page, and what has none.
#[test]
fn man() {
    runs("man");
}

/// Every command has a page, and readers of pages find nothing wrong with any.
#[test]
fn manual_pages() {
    let folder = Folder::new();
    let pages = folder.path("below/pages");
    let written = maturity()
        .args(["man", "--output", &pages])
        .output()
        .expect("it runs");
    assert_eq!(written.status.code(), Some(0), "{written:?}");
    let mut names: Vec<String> = entries(Path::new(&pages))
        .iter()
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    let help = maturity().arg("--help").output().expect("it runs").stdout;
    let help = String::from_utf8(help).expect("UTF-8");
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands = commands.take_while(|line| !line.is_empty());
    let commands = commands.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    let mut wanted: Vec<String> = commands
        .filter(|name| !name.is_empty() && *name != "help")
        .map(|name| format!("maturity-{name}"))
        .chain(["maturity", "maturity-init-profile", "maturity-init-rubrics"].map(str::to_owned))
        .collect();
    wanted.sort();
    names.sort();
    assert_eq!(names, wanted);
    for path in entries(Path::new(&pages)) {
        let page = fs::read_to_string(&path).expect("a page");
        assert_eq!(page.matches("\n.TH ").count(), 1, "{}", path.display());
        assert!(page.contains("\n.SH OPTIONS\n"), "{}", path.display());
        for (reader, args) in [
            ("mandoc", &["-Tlint", "-Wwarning"][..]),
            ("groff", &["-Tutf8", "-man", "-ww", "-z", "-Kutf8"]),
        ] {
            // Where neither is installed, the lines above are all that is looked at.
            let read = Command::new(reader).args(args).arg(&path).output();
            if let Ok(read) = read {
                let told =
                    String::from_utf8_lossy(&[read.stdout, read.stderr].concat()).into_owned();
                assert_eq!(told, "", "{reader} {}", path.display());
            }
        }
    }
}

/// English, 简体中文 and 繁體中文.
#[test]
fn language() {
    in_any_look("language");
}

/// Widths, locales and colors.
#[test]
fn look() {
    in_any_look("look");
}

/// `migrate`: what it would change, and what it cannot carry over.
#[test]
fn migrate() {
    runs("migrate");
}

/// The files afterwards: comments, order and layout stay, and the new set reads what the old one read.
#[test]
fn migrate_writes_the_new_names() {
    let folder = Folder::new();
    fs::create_dir(folder.path("shops")).expect("a folder");
    for name in ["airport.yaml", "market.yaml", "pier.json"] {
        let from = Path::new(FIXTURES).join("shops").join(name);
        fs::copy(from, folder.path(&format!("shops/{name}"))).expect("a copy");
    }
    let run = |args: &[&str]| {
        let output = maturity()
            .arg("migrate")
            .arg(folder.path("shops"))
            .args(args)
            .output()
            .expect("it runs");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        (output.status.code(), output.stdout.is_empty())
    };
    let set = ["--rubrics", "shop-2.toml"];
    assert_eq!(run(&[&set[..], &["--check"]].concat()), (Some(1), false));
    let before = folder.read("shops/airport.yaml");
    assert!(before.is_some_and(|text| text.contains("decides")));
    assert_eq!(run(&set), (Some(0), false));
    assert_eq!(
        folder.read("shops/airport.yaml").as_deref(),
        Some(
            "# Settled, and stays so.\nprofile:\n  rubrics: shop 1.1.0\nowner:\n  # The owner was there in \
             person.\n  signs: true    # said so twice\nshop:\n  count: 12\n  mood: keen\n"
        )
    );
    assert_eq!(
        folder.read("shops/market.yaml").as_deref(),
        Some(
            "profile: { rubrics: shop 1.1.0 }\nowner: { signs: true }\nshop: { count: 3, mood: so-so }\n"
        )
    );
    assert_eq!(
        folder.read("shops/pier.json").as_deref(),
        Some(
            "{\n  \"owner\": { \"signs\": true },\n  \"shop\": { \"mood\": { \"one_of\": [\"so-so\", \"keen\"] }, \
             \"count\": 250 }\n}\n"
        )
    );
    // Once is enough, and no temporary file is left.
    assert_eq!(run(&[&set[..], &["--check"]].concat()), (Some(0), false));
    let names = entries(Path::new(&folder.path("shops")));
    assert_eq!(names.len(), 3);
}

/// Twice is once, also along a chain of names, and what is mended in between is not renamed twice.
#[test]
fn migrate_twice_is_once() {
    let folder = Folder::new();
    let run = |name: &str| {
        let output = maturity()
            .args(["migrate", &folder.path(name), "--from", "shop-2.toml"])
            .args(["--rubrics", "shop-6.toml"])
            .output()
            .expect("it runs");
        (output.status.code(), folder.read(name).expect("a profile"))
    };
    for (name, before, after) in [
        (
            "stated.yaml",
            "profile: { rubrics: shop 1.1.0 }\nshop: { mood: sour, count: 3 }\n",
            "profile: { rubrics: shop 2.0.0 }\nshop: { mood: so-so, count: 3 }\n",
        ),
        (
            "id.yaml",
            "profile:\n  rubrics: shop # which\nshop:\n  mood: { not: so-so }\n",
            "profile:\n  rubrics: shop 2.0.0 # which\nshop:\n  mood: { not: keen }\n",
        ),
        (
            "bare.yaml",
            "shop:\n  mood: so-so # so\n",
            "shop:\n  mood: keen # so\nprofile:\n  rubrics: shop 2.0.0\n",
        ),
        // What no old name looks like needs no version.
        (
            "last.yaml",
            "shop:\n  mood: keen\n",
            "shop:\n  mood: glad\n",
        ),
    ] {
        fs::write(folder.path(name), before).expect("a profile");
        assert_eq!(run(name), (Some(0), after.to_owned()));
        assert_eq!(run(name), (Some(0), after.to_owned()));
    }
    let half = "shop:\n  mood: sour\n  typo: 3\n";
    fs::write(folder.path("half.yaml"), half).expect("a profile");
    assert_eq!(run("half.yaml"), (Some(2), half.to_owned()));
}

/// YAML 1.1 writers turn the words no and yes into booleans.
#[test]
fn migrate_renames_booleans_that_stand_for_words() {
    let folder = Folder::new();
    for (name, after) in [
        ("cards.yaml", "shop:\n  card: never   # on foot\n"),
        ("cards.json", "{ \"shop\": { \"card\": \"on\" } }\n"),
    ] {
        let from = Path::new(FIXTURES).join("moods").join(name);
        fs::copy(from, folder.path(name)).expect("a copy");
        let output = maturity()
            .args(["migrate", &folder.path(name), "--rubrics", "shop-6.toml"])
            .output()
            .expect("it runs");
        assert!(output.status.success(), "{output:?}");
        assert_eq!(folder.read(name).as_deref(), Some(after));
    }
    fs::write(folder.path("yes.yaml"), "shop: { card: true }\n").expect("a profile");
    let args = [
        "migrate",
        &folder.path("yes.yaml"),
        "--rubrics",
        "shop-6.toml",
    ];
    assert!(
        maturity()
            .args(args)
            .output()
            .expect("it runs")
            .status
            .success()
    );
    let text = folder.read("yes.yaml");
    assert_eq!(text.as_deref(), Some("shop: { card: \"on\" }\n"));
}

/// A file that cannot be written is said, and the others are.
#[cfg(unix)]
#[test]
fn migrate_goes_on_after_a_file_that_cannot_be_written() {
    let folder = Folder::new();
    fs::create_dir(folder.path("shops")).expect("a folder");
    let large = format!("# {}\nshop: {{ mood: mixed }}\n", "-".repeat(9000));
    for (name, text) in [("a.yaml", &*large), ("b.yaml", "shop: { mood: mixed }\n")] {
        fs::write(folder.path(&format!("shops/{name}")), text).expect("a profile");
    }
    // No file may be larger than four blocks, of 512 or 1,024 bytes.
    let output = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 4; exec \"$@\"", "sh"])
        .arg(env!("CARGO_BIN_EXE_maturity"))
        .args(["migrate", &folder.path("shops"), "--rubrics", "shop-2.toml"])
        .current_dir(FIXTURES)
        .output()
        .expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(err.contains("error[unwritable]"), "{err}");
    let out = String::from_utf8_lossy(&output.stdout);
    assert!(out.contains("b.yaml:1: shop.mood mixed"), "{out}");
    assert_eq!(folder.read("shops/a.yaml"), Some(large));
    assert_eq!(
        folder.read("shops/b.yaml").as_deref(),
        Some("shop: { mood: so-so }\n")
    );
    assert_eq!(entries(Path::new(&folder.path("shops"))).len(), 2);
}

/// Facts that go to another section take their lines and comments along; braces are left alone.
#[test]
fn migrate_moves_facts_with_their_comments() {
    let folder = Folder::new();
    let old = "# Top.\nowner:  # who decides\n  # in person\n  decides: true  # twice\nshop:\n    mood: keen\n    \
               # counted\n    count:\n        value: 3  # on foot\n        note: |\n          three\n    \
               # the end\n";
    fs::write(folder.path("old.yaml"), old).expect("a profile");
    let run = |name: &str| {
        let output = maturity()
            .args(["migrate", &folder.path(name), "--from", "shop-1.toml"])
            .args(["--rubrics", "shop-4.toml"])
            .output()
            .expect("it runs");
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), text)
    };
    let (code, err) = run("old.yaml");
    assert_eq!((code, &*err), (Some(0), ""));
    assert_eq!(
        folder.read("old.yaml").as_deref(),
        Some(
            "# Top.\n# who decides\nshop:\n    mood: keen\n    # the end\nhead:\n  # in person\n  signs: true  # twice\n\
             shops:\n  # counted\n  number:\n      value: 3  # on foot\n      note: |\n        three\n"
        )
    );
    let braces = "owner: { decides: true }\n";
    fs::write(folder.path("braces.yaml"), braces).expect("a profile");
    let (code, err) = run("braces.yaml");
    assert_eq!(code, Some(2));
    assert!(err.contains("cannot-edit"), "{err}");
    assert_eq!(folder.read("braces.yaml").as_deref(), Some(braces));
}

/// The threads share the work, and nothing else.
#[test]
fn profiles_under_a_difference_are_the_same_on_any_number_of_threads() {
    for format in ["table", "json", "markdown"] {
        let run = |jobs: &str| {
            let mut command = maturity();
            command.args([
                "diff",
                "shop-1.toml",
                "shop-2.toml",
                "--no-proof",
                "-f",
                format,
            ]);
            let output = command
                .args(["--jobs", jobs, "--profiles", "shops"])
                .output();
            output.expect("it runs").stdout
        };
        let one = run("1");
        assert!(!one.is_empty());
        for jobs in ["2", "7"] {
            assert_eq!(run(jobs), one, "{format}");
        }
    }
}

/// What is wrong with profiles.
#[test]
fn profile() {
    runs("profile");
}

/// `robustness`: its formats, its draws, and what is wrong with its arguments.
#[test]
fn plan() {
    runs("plan");
}

#[test]
fn robustness() {
    runs("robustness");
}

/// `score` in every format.
#[test]
fn score() {
    runs("score");
}

/// What is wrong with rubric sets.
#[test]
fn set() {
    runs("set");
}

/// `--today` and `--stale`.
#[test]
fn stale() {
    runs("stale");
}

/// `test`.
#[test]
fn test() {
    runs("test");
}

/// `--trace`.
#[test]
fn trace() {
    runs("trace");
}

/// `--set`.
/// `schema`: one of a small set, and what is refused; `tests/schemas/` holds the rest.
#[test]
fn schema() {
    runs("schema");
}

#[test]
fn what_if() {
    runs("what-if");
}

/// A run that says nothing about a stream would pass whatever the stream holds.
#[test]
fn every_run_states_both_streams() {
    for path in runs_on_disk() {
        let text = fs::read_to_string(&path).expect("a readable run");
        for stream in ["stdout", "stderr"] {
            let inside = text
                .lines()
                .any(|line| line.starts_with(&format!("{stream} = ")));
            assert!(
                inside != path.with_extension(stream).is_file(),
                "{}: {stream} belongs into the run or beside it",
                path.display()
            );
        }
    }
}

/// What no run reads is left over from one that has gone.
#[test]
fn every_fixture_is_used() {
    let [sets, tests] = ["sets", "tests"].map(|name| Path::new(FIXTURES).join(name));
    let mut readers = runs_on_disk();
    readers.extend(entries(&tests));
    readers.extend(["tests/cmd.rs", "tests/figures/main.rs"].map(PathBuf::from));
    let texts: Vec<String> = readers
        .iter()
        .map(|path| fs::read_to_string(path).expect("a text"))
        .collect();
    let mut fixtures = entries(Path::new(FIXTURES));
    fixtures.extend(entries(&sets));
    fixtures.extend(entries(&tests));
    for path in fixtures {
        let name = path.file_name().and_then(|name| name.to_str());
        let name = name.expect("a name in UTF-8");
        assert!(
            texts.iter().any(|text| text.contains(name)),
            "nothing runs with {}",
            path.display()
        );
    }
}

/// Each combination of what can come out, and that 2 outranks 1 outranks 3.
#[test]
fn exit_codes() {
    // Settled on `start` with a fit of 76.1; open between all three with a fit of 30.7–87.1.
    let runs: &[(u8, &[&str])] = &[
        (0, &["score", "known.yaml"]),
        (0, &["score", "half.yaml"]),
        (0, &["score", "known.yaml", "--fail-on", "stop,prepare"]),
        (0, &["score", "known.yaml", "--require", "fit >= 76.1"]),
        (0, &["score", "known.yaml", "--require", "fit <= 76.1"]),
        (0, &["score", "known.yaml", "--require", "fit>76.05"]),
        (0, &["score", "known.yaml", "--require", "risk/size < 0.1"]),
        (0, &["score", "known.yaml", "--deny-unsettled"]),
        (0, &["score", "half.yaml", "--require", "fit >= 30.7"]),
        (0, &["score", "other.yaml"]),
        (0, &["check", "known.yaml", "half.yaml"]),
        (0, &["check", "other.yaml"]),
        (0, &["test"]),
        (0, &["compare", "known.yaml", "fashion.yaml"]),
        (0, &["compare", "half.yaml", "known.yaml", "--exit-code"]),
        (1, &["compare", "known.yaml", "fashion.yaml", "--exit-code"]),
        // Whichever step turns it.
        (
            1,
            &[
                "compare",
                "fashion.yaml",
                "known.yaml",
                "half.yaml",
                "--exit-code",
            ],
        ),
        (2, &["compare", "known.yaml", "bad.yaml", "--exit-code"]),
        (0, &["explain", "goal.clear"]),
        (2, &["explain", "goal.claer"]),
        (1, &["score", "known.yaml", "--fail-on", "start"]),
        (1, &["score", "known.yaml", "--fail-on", "stop,start"]),
        (
            1,
            &["score", "half.yaml", "--fail-on", "stop,prepare,start"],
        ),
        (1, &["score", "known.yaml", "--require", "fit > 76.1"]),
        (1, &["score", "known.yaml", "--require", "fit < 76.1"]),
        (1, &["score", "half.yaml", "--require", "fit > 87.1"]),
        (1, &["score", "half.yaml", "--deny-unsettled"]),
        (1, &["check", "known.yaml", "bad.yaml"]),
        (1, &["check", "latin-1.yaml"]),
        (2, &["score", "bad.yaml"]),
        (2, &["score", "missing.yaml"]),
        (2, &["score", "latin-1.yaml"]),
        (2, &["score", "known.yaml", "missing.yaml"]),
        (2, &["score"]),
        (2, &["ask", "known.yaml"]),
        (2, &["score", "known.yaml", "--fail-on", "strat"]),
        (2, &["score", "known.yaml", "--require", "fit"]),
        (2, &["check", "missing.yaml"]),
        (3, &["score", "half.yaml", "--fail-on", "stop"]),
        (3, &["score", "half.yaml", "--require", "fit >= 60"]),
        (3, &["score", "half.yaml", "--require", "risk/money < 50"]),
        // 1 before 3: by two assertions, and by two profiles in either order.
        (
            1,
            &[
                "score",
                "half.yaml",
                "--require",
                "fit >= 60",
                "--require",
                "fit >= 90",
            ],
        ),
        (
            1,
            &["score", "half.yaml", "known.yaml", "--require", "fit >= 80"],
        ),
        (
            1,
            &["score", "known.yaml", "half.yaml", "--require", "fit >= 80"],
        ),
        // 2 before 1, before 3, and before both.
        (
            2,
            &["score", "known.yaml", "bad.yaml", "--fail-on", "start"],
        ),
        (2, &["score", "bad.yaml", "half.yaml", "--fail-on", "stop"]),
        (
            2,
            &[
                "score",
                "half.yaml",
                "bad.yaml",
                "known.yaml",
                "--require",
                "fit >= 80",
            ],
        ),
        (2, &["check", "bad.yaml", "missing.yaml"]),
        (2, &["check", "missing.yaml", "bad.yaml"]),
        // A quiet run says less; it comes to the same.
        (3, &["score", "-q", "half.yaml", "--fail-on", "stop"]),
        (1, &["check", "-q", "bad.yaml"]),
        // Warnings count only where they are denied.
        (0, &["check", "sets/lints.toml"]),
        (1, &["check", "sets/lints.toml", "--deny", "warnings"]),
        (0, &["check", "clean.toml", "--deny", "warnings"]),
        (
            1,
            &["check", "other.yaml", "--deny", "warnings", "-f", "json"],
        ),
    ];
    for (code, args) in runs {
        let output = tiny(args).output().expect("it runs");
        assert_eq!(
            output.status.code(),
            Some(i32::from(*code)),
            "{args:?}\n{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    // The same for tests of a set: failing, and failing beside one that cannot run.
    for (code, file) in [(1, "passes-and-fails"), (2, "missing-profile")] {
        let output = maturity()
            .args(["test", "--rubrics", &format!("tests/{file}.toml")])
            .output()
            .expect("it runs");
        assert_eq!(output.status.code(), Some(code), "{file}");
    }
}

/// Machines read it, so neither the locale nor the terminal may change a byte.
#[test]
fn data_looks_the_same_everywhere() {
    // Markdown is for people: in the language of the locale, and in no width.
    for (format, locale) in [
        ("json", "zh_CN.UTF-8"),
        ("jsonl", "zh_CN.UTF-8"),
        ("yaml", "zh_CN.UTF-8"),
        ("csv", "zh_CN.UTF-8"),
        ("markdown", "en_US.UTF-8"),
    ] {
        let here = |columns: &str, locale: &str| {
            let output = tiny(&["score", "half.yaml", "fashion.yaml", "-f", format])
                .env("COLUMNS", columns)
                .env("LC_ALL", locale)
                .output();
            output.expect("it runs").stdout
        };
        assert_eq!(here("60", "C"), here("200", locale), "{format}");
    }
}

/// Whoever reads only the first line is no error.
#[test]
fn a_closed_pipe_is_quiet() {
    let mut args = vec!["score", "-f", "json"];
    args.extend(["half.yaml"; 40]);
    let mut child = tiny(&args)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{output:?}");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

/// The draws hang on the seed alone.
#[test]
fn robustness_is_the_same_in_a_batch_and_alone() {
    let lines = |profiles: &[&str]| {
        let output = tiny(&["robustness", "-f", "jsonl"]).args(profiles).output();
        String::from_utf8(output.expect("it runs").stdout).expect("UTF-8")
    };
    let alone = [lines(&["half.yaml"]), lines(&["fashion.yaml"])].concat();
    assert_eq!(lines(&["half.yaml", "fashion.yaml"]), alone);
}

/// What `--output` does to a folder that holds `old.txt`.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder of its own");
        fs::write(folder.path().join("old.txt"), "old").expect("a file to keep");
        Self(folder)
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }

    /// `score` to a file in the folder: what came of it.
    fn score(&self, args: &[&str], name: &str) -> Output {
        let path = self.path(name);
        let output = tiny(&["score"])
            .args(args)
            .args(["--output", &path])
            .output();
        output.expect("it runs")
    }

    fn read(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.path(name)).ok()
    }

    /// Every name in the folder: no temporary file may be left.
    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.0.path())
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name())
            .map(|name| name.into_string().expect("a name in UTF-8"))
            .collect();
        names.sort();
        names
    }
}

#[test]
fn a_file_holds_what_standard_output_would() {
    let folder = Folder::new();
    for format in ["table", "json", "jsonl", "yaml", "markdown"] {
        let args = ["half.yaml", "-f", format];
        let output = folder.score(&args, "old.txt");
        let printed = tiny(&["score"]).args(args).output().expect("it runs");
        assert!(output.status.success() && output.stdout.is_empty());
        assert_eq!(
            folder.read("old.txt"),
            String::from_utf8(printed.stdout).ok(),
            "{format}"
        );
    }
    assert_eq!(folder.names(), ["old.txt"]);
}

#[test]
fn a_file_has_no_colors_unless_asked_for() {
    let folder = Folder::new();
    folder.score(&["half.yaml"], "plain.txt");
    folder.score(&["half.yaml", "--color", "always"], "colored.txt");
    let escapes = |name| folder.read(name).map(|text| text.contains('\u{1b}'));
    assert_eq!(
        (escapes("plain.txt"), escapes("colored.txt")),
        (Some(false), Some(true))
    );
}

#[test]
fn a_failure_leaves_no_file() {
    for args in [
        &["known.yaml", "--rubrics", "nowhere"][..],
        &["known.yaml", "--rubrics", "sets/syntax.toml"],
        &["known.yaml", "--fail-on", "strat"],
        &["known.yaml", "--require", "fit"],
    ] {
        let folder = Folder::new();
        assert_eq!(folder.score(args, "new.txt").status.code(), Some(2));
        assert_eq!(folder.names(), ["old.txt"], "{args:?}");
    }
}

#[test]
fn a_failure_leaves_an_existing_file_as_it_was() {
    for args in [
        &["known.yaml", "--rubrics", "sets/syntax.toml"][..],
        &["known.yaml", "--fail-on", "strat"],
    ] {
        let folder = Folder::new();
        assert_eq!(folder.score(args, "old.txt").status.code(), Some(2));
        assert_eq!(folder.read("old.txt").as_deref(), Some("old"), "{args:?}");
        assert_eq!(folder.names(), ["old.txt"], "{args:?}");
    }
}

#[test]
fn a_failed_assertion_is_a_result_and_is_written() {
    let folder = Folder::new();
    let output = folder.score(&["known.yaml", "--fail-on", "start"], "new.txt");
    assert_eq!(output.status.code(), Some(1));
    assert!(
        folder
            .read("new.txt")
            .is_some_and(|text| text.contains("START"))
    );
}

#[test]
fn a_bad_profile_among_good_ones_leaves_their_results() {
    let folder = Folder::new();
    let output = folder.score(&["known.yaml", "bad.yaml", "-f", "jsonl"], "new.txt");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        folder.read("new.txt").map(|text| text.lines().count()),
        Some(2)
    );
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = Folder::new();
    let private = fs::Permissions::from_mode(0o600);
    fs::set_permissions(folder.path("old.txt"), private).expect("our own file");
    symlink("old.txt", folder.path("link.txt")).expect("a link");
    folder.score(&["known.yaml"], "link.txt");
    let link = fs::symlink_metadata(folder.path("link.txt")).expect("a link");
    let file = fs::metadata(folder.path("old.txt")).expect("a file");
    assert!(link.is_symlink() && file.len() > 3);
    assert_eq!(file.permissions().mode() & 0o777, 0o600);
}

/// The program in the folder of the fixtures, with nothing of our own environment that it reads.
fn maturity() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_maturity"));
    for name in ["MATURITY_RUBRICS", "COLUMNS", "NO_COLOR", "LC_ALL"] {
        command.env_remove(name);
    }
    command.current_dir(FIXTURES).stdin(Stdio::null());
    command
}

/// The same with the tiny rubric set, unless the arguments name another.
fn tiny(args: &[&str]) -> Command {
    let mut command = maturity();
    command.env("MATURITY_RUBRICS", "tiny").args(args);
    command
}

/// Every run on disk.
fn runs_on_disk() -> Vec<PathBuf> {
    let subjects = entries(Path::new(CASES));
    let subjects = subjects
        .iter()
        .filter(|path| path.is_dir() && !path.ends_with("fixtures"));
    let files = subjects.flat_map(|folder| entries(folder));
    files
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "toml")
        })
        .collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    paths
}
