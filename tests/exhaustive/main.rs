//! The shipped rubric set against brute force, where that takes minutes: `.ci/full` runs it, in release.
//!
//! [`possible`] goes through every completion of profiles that leave up to 2²⁰ of them; [`million`] draws
//! random completions of those that leave more; [`claims`] holds plans and deciding facts against
//! others; [`cheaper`] looks for plans that would cost less. The random sets of `tests/properties/` have their
//! own, larger run there.

#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]
#![expect(
    clippy::print_stderr,
    reason = "a test of some minutes says how far it is"
)]

mod cheaper;
mod claims;
mod million;
mod possible;
mod random;

use maturity::assess::point::{Point, evaluate};
use maturity::finding::SourceText;
use maturity::profile::{Answers, Options, resolve};
use maturity::rubric::RubricSet;
use maturity::source::yaml;
use std::path::Path;

/// A profile by the cells that it leaves of each variable.
struct Profile {
    name: String,
    left: Vec<u64>,
}

/// Every example, and the profile that states nothing.
fn profiles(set: &RubricSet) -> Vec<Profile> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let files = std::fs::read_dir(folder).expect("examples");
    let paths = files.map(|file| file.expect("readable").path());
    // The folder of example rubric sets stands among them.
    let mut paths: Vec<_> = paths.filter(|path| path.is_file()).collect();
    paths.sort();
    let mut profiles: Vec<Profile> = paths
        .iter()
        .map(|path| {
            let text = std::fs::read_to_string(path).expect("readable");
            let name = path.file_stem().expect("a file").to_string_lossy();
            let source = SourceText::new(name.clone(), &text);
            let documents = yaml::read(&source).expect("valid");
            let resolved = resolve(set, &source, &documents[0], Options::default());
            Profile {
                name: name.into_owned(),
                left: resolved.expect("valid").0.cells,
            }
        })
        .collect();
    profiles.push(Profile {
        name: "{}".to_owned(),
        left: Answers::unknown(set).cells,
    });
    profiles
}

/// Answers that leave these cells.
fn answers(set: &RubricSet, left: &[u64]) -> Answers<'static> {
    Answers {
        cells: left.to_vec(),
        ..Answers::unknown(set)
    }
}

/// The recommendation of a complete profile, by the short cut that `tests/properties/` proves right.
fn recommended(set: &RubricSet, cells: &[u8], point: &mut Point) -> u16 {
    evaluate(set, cells, point);
    set.rules[usize::from(point.rule)].recommend
}
