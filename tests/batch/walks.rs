//! Folders, patterns and links: which files are read, in which order.

use crate::folder::Folder;

/// The paths that were scored, in their order.
fn paths(folder: &Folder, args: &[&str]) -> (i32, Vec<String>, String) {
    let run = folder.score(&[args, &["--format", "csv", "--fields", "path,fit"]].concat());
    let mut table = csv::Reader::from_reader(run.out.as_bytes());
    let records = table.records().map(|record| record.expect("well-formed"));
    let shown = records.map(|record| {
        if record[1].is_empty() {
            format!("{} !", &record[0])
        } else {
            record[0].to_owned()
        }
    });
    (run.code, shown.collect(), run.err)
}

fn tree() -> Folder {
    let folder = Folder::new();
    for name in [
        "p/b.yaml",
        "p/a.YML",
        "p/deep/er/c.json",
        "p/deep/x.jsonl",
        "p/.hidden.yaml",
        "p/.git/config.yaml",
        "p/skipped/s.yaml",
        "p/kept.yaml",
        "p/left-out.yaml",
        "q/[odd] name.yaml",
        "q/甲乙.yaml",
    ] {
        folder.write(name, "{}\n");
    }
    folder.write("p/table.csv", "company.name\nA\n");
    folder.write("p/notes.txt", "no profile\n");
    folder.write("p/readme.toml", "a = 1\n");
    folder.write("p/.gitignore", "skipped/\nleft-*.yaml\nkept.yaml\n");
    folder.write("p/.ignore", "!kept.yaml\n");
    folder.write("p/deep/z.yaml.gz", crate::folder::gzip(b"{}\n"));
    folder
}

#[test]
fn folders_heed_ignore_files_and_go_by_name() {
    let folder = tree();
    let all = [
        "p/a.YML",
        "p/b.yaml",
        "p/deep/er/c.json",
        "p/deep/x.jsonl",
        "p/deep/z.yaml.gz",
        "p/kept.yaml",
        "p/table.csv",
    ];
    for threads in ["1", "8"] {
        let (code, found, err) = paths(&folder, &["p", "--jobs", threads]);
        assert_eq!((code, &*err), (0, ""));
        assert_eq!(found, all);
    }
    // What is named is read, ignored or not, and twice if it is named twice.
    let (code, found, _) = paths(
        &folder,
        &["p/left-out.yaml", "q", "p/deep", "p/.hidden.yaml", "q"],
    );
    assert_eq!(code, 0);
    let q = ["q/[odd] name.yaml", "q/甲乙.yaml"];
    let deep = ["p/deep/er/c.json", "p/deep/x.jsonl", "p/deep/z.yaml.gz"];
    assert_eq!(
        found,
        [&["p/left-out.yaml"][..], &q, &deep, &["p/.hidden.yaml"], &q].concat()
    );
    let (_, found, _) = paths(&folder, &["./q/"]);
    assert_eq!(found, q);
}

#[test]
fn patterns_stay_within_a_folder_unless_they_say_otherwise() {
    let folder = tree();
    for (pattern, expected) in [
        ("p/*.yaml", &["p/b.yaml", "p/kept.yaml"][..]),
        ("./p/*.yaml", &["p/b.yaml", "p/kept.yaml"]),
        ("p/**/*.json*", &["p/deep/er/c.json", "p/deep/x.jsonl"]),
        ("*/?.yaml", &["p/b.yaml"]),
        ("p/[ab].*", &["p/a.YML", "p/b.yaml"]),
        ("p/{b,kept}*.yaml", &["p/b.yaml", "p/kept.yaml"]),
        ("q/[odd] name.yaml", &["q/[odd] name.yaml"]),
    ] {
        let (code, found, err) = paths(&folder, &[pattern]);
        assert_eq!((code, &*err), (0, ""), "{pattern}");
        assert_eq!(found, expected, "{pattern}");
    }
    let (code, found, err) = paths(&folder, &["p/*.xml", "p/b.yaml", "p/[z-a].yaml"]);
    assert_eq!(code, 2);
    assert_eq!(found, ["p/*.xml !", "p/b.yaml", "p/[z-a].yaml !"]);
    assert!(
        err.contains("no file matches the pattern") && err.contains("cannot be read as a pattern"),
        "{err}"
    );
}

#[test]
fn a_folder_without_profiles_is_an_error() {
    let folder = tree();
    folder.write("empty/notes.txt", "");
    let (code, found, err) = paths(&folder, &["empty", "q"]);
    assert_eq!((code, found.len()), (2, 3));
    assert_eq!(found[0], "empty !");
    assert!(
        err.contains("holds no profile") && err.contains(".jsonl"),
        "{err}"
    );
}

#[cfg(unix)]
#[test]
fn links_out_of_a_folder_are_followed_only_if_asked_for() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new();
    folder.write("in/a.yaml", "{}\n");
    folder.write("in/sub/b.yaml", "{}\n");
    folder.write("out/c.yaml", "{}\n");
    folder.write("out/tree/d.yaml", "{}\n");
    let link = |to: &str, name: &str| symlink(to, folder.path(name)).expect("a link");
    link("../out/c.yaml", "in/far.yaml");
    link("sub/b.yaml", "in/near.yaml");
    link("../out/tree", "in/tree");
    link("..", "in/sub/up");
    link("nowhere", "in/void.yaml");
    let (code, found, err) = paths(&folder, &["in"]);
    assert_eq!(code, 2);
    assert_eq!(
        found,
        [
            "in/a.yaml",
            "in/far.yaml !",
            "in/near.yaml",
            "in/sub/b.yaml",
            "in/void.yaml !"
        ]
    );
    for said in [
        "leads out of its folder",
        "--follow-links",
        "a link to what is not there",
    ] {
        assert!(err.contains(said), "{said}: {err}");
    }
    // A circle is told, and ends.
    let (code, found, err) = paths(&folder, &["in", "--follow-links"]);
    assert_eq!(code, 2);
    for path in [
        "in/a.yaml",
        "in/far.yaml",
        "in/near.yaml",
        "in/sub/b.yaml",
        "in/tree/d.yaml",
    ] {
        assert_eq!(
            found.iter().filter(|one| *one == path).count(),
            1,
            "{path}: {found:?}"
        );
    }
    assert!(
        err.contains("a link leads back to a folder above it") && err.contains("in/sub/up"),
        "{err}"
    );
    // A link that is named is read.
    let (code, found, _) = paths(&folder, &["in/far.yaml", "in/tree"]);
    assert_eq!(
        (code, found),
        (
            0,
            vec!["in/far.yaml".to_owned(), "in/tree/d.yaml".to_owned()]
        )
    );
}

#[test]
fn check_reads_the_profiles_of_a_folder_and_says_what_it_leaves_out() {
    let folder = Folder::new();
    folder.write("p/a.yaml", "{}\n");
    folder.write("p/b.yaml", "company: { zzz: 1 }\n");
    folder.write("p/.tool/q.toml", "x = 1\n");
    for (name, text) in [("p/c.jsonl", "{}\n"), ("p/d.csv", "company.name\nA\n")] {
        folder.write(name, text);
    }
    let run = folder.run(&["check", "p"]);
    assert_eq!(run.code, 1, "{run:?}");
    for said in [
        "p/b.yaml:1:12",
        "2 files not checked: `maturity score` reads tables",
        "2 inputs checked: 1 error, 0 warnings",
    ] {
        assert!(run.out.contains(said), "{said}: {run:?}");
    }
    // With TOML in it, it is taken for a rubric set, and that is said.
    folder.write("p/map.toml", "[columns.A]\nprofile = \"id\"\n");
    let run = folder.run(&["check", "p", "p/a.yaml"]);
    assert!(run.out.contains("4 files not checked"), "{run:?}");
    assert!(run.out.contains("taken for a rubric set"), "{run:?}");
    // What a set's own tests read is checked with it.
    folder.write(
        "s/set.toml",
        include_str!("../cmd/fixtures/shop-1.toml").to_owned()
            + "\n[[tests]]\nname = \"one\"\nprofile = \"own.yaml\"\nsettled = false\n",
    );
    folder.write("s/own.yaml", "{}\n");
    let run = folder.run(&["check", "s"]);
    assert!(!run.out.contains("not checked"), "{run:?}");
    folder.write("s/other.yaml", "{}\n");
    let run = folder.run(&["check", "s"]);
    assert!(run.out.contains("1 file not checked"), "{run:?}");
    assert!(run.out.contains("1 input checked"), "{run:?}");
}

#[cfg(unix)]
#[test]
fn check_tells_of_links_in_their_turn() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new();
    folder.write("out/p.yaml", "{}\n");
    folder.write("in/z.yaml", "{}\n");
    symlink("../out/p.yaml", folder.path("in/a.yaml")).expect("a link");
    let run = folder.run(&["check", "missing.yaml", "in"]);
    assert_eq!(run.code, 2, "{run:?}");
    let place = |said: &str| {
        run.out
            .find(said)
            .unwrap_or_else(|| panic!("{said}: {run:?}"))
    };
    assert!(place("missing.yaml") < place("in/a.yaml"), "{run:?}");
    assert!(
        run.out.contains("name the file that it leads to"),
        "{run:?}"
    );
    assert!(run.out.contains("3 inputs checked: 2 errors"), "{run:?}");
    // A folder with nothing but such a link is no less than that.
    std::fs::remove_file(folder.path("in/z.yaml")).expect("it was there");
    let run = folder.run(&["check", "in"]);
    assert_eq!(run.code, 2);
    assert!(run.out.contains("leads out of its folder"), "{run:?}");
    // Nor is a set that a link brings from elsewhere: it is refused, and no folder of profiles.
    folder.write("out/set.toml", "id = \"x\"\n");
    folder.write("linked/a.yaml", "{}\n");
    symlink("../out/set.toml", folder.path("linked/set.toml")).expect("a link");
    let run = folder.run(&["check", "linked"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(
        run.out.contains("is a link that leads out of the folder"),
        "{run:?}"
    );
}
