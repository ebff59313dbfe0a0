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
    assert!(
        err.contains("leads out of its folder") && err.contains("--follow-links"),
        "{err}"
    );
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
    assert!(err.contains("in/sub/up") || err.contains("loop"), "{err}");
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
