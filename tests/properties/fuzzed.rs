//! The fuzz targets on the corpus that is kept: what a fuzzer found once stays mended, and the targets stay whole.

#![expect(
    unreachable_pub,
    clippy::print_stdout,
    reason = "there the targets are a library of their own; the last input that is named is the one that fails"
)]

#[path = "../../fuzz/src/assessment.rs"]
mod assessment;
#[path = "../../fuzz/src/difference.rs"]
mod difference;
#[path = "../../fuzz/src/edit.rs"]
mod edit;
#[path = "../../fuzz/src/inputs.rs"]
mod inputs;
#[path = "../../fuzz/src/locale.rs"]
mod locale;
#[path = "../../fuzz/src/profile.rs"]
mod profile;
#[path = "../../fuzz/src/rubrics.rs"]
mod rubrics;
#[path = "../../fuzz/src/shown.rs"]
mod shown;
#[path = "../../fuzz/src/table.rs"]
mod table;

use std::fs;
use std::path::Path;

/// Runs a target on everything that is kept for it.
fn replay(target: &str, run: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(target);
    let mut files: Vec<_> = fs::read_dir(&folder)
        .expect("a corpus")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    assert!(
        files.len() >= 3,
        "{}: next to nothing is kept",
        folder.display()
    );
    for file in files {
        println!("{}", file.display());
        run(&fs::read(file).expect("bytes"));
    }
}

macro_rules! replays {
    ($($target:ident)*) => {
        $(
            #[test]
            fn $target() {
                replay(stringify!($target), $target::run);
            }
        )*

        const TARGETS: &[&str] = &[$(stringify!($target)),*];
    };
}

replays! { assessment difference edit inputs locale profile rubrics table }

#[test]
fn every_target_is_replayed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    let entries = fs::read_dir(folder).expect("a corpus");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let mut kept: Vec<String> = names.filter_map(|name| name.into_string().ok()).collect();
    kept.sort();
    assert_eq!(kept, TARGETS);
}
