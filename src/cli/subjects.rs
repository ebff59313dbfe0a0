//! The profiles that a rubric set's own tests name.

use super::input::only_document;
use crate::check::subject::{ProfileFile, ProfileFiles};
use crate::finding::{Code, Finding, SourceText};
use crate::rubric::Site;
use crate::rubric::load::{Case, CaseProfile, File};
use crate::say;
use crate::source::files::{self, TextFile};
use crate::source::shipped;
use std::path::{Component, Path, PathBuf};

/// Reads every file that a test names; those of the set in the binary ship with it.
pub(super) fn profile_files(cases: &[Case], files: &[File<'_>], shipped: bool) -> ProfileFiles {
    let read = |(number, case): (usize, &Case)| match &case.profile {
        CaseProfile::Path(path, site) => {
            let test_file = &files[usize::from(case.site.file)].source;
            let file = text_file(path, test_file, *site, shipped);
            Some((number, file.and_then(whole)))
        }
        CaseProfile::Facts(_) | CaseProfile::Like(..) => None,
    };
    cases.iter().enumerate().filter_map(read).collect()
}

/// The path of every file that a test of a set on disk names.
pub(super) fn profile_paths(cases: &[Case], files: &[File<'_>]) -> Vec<String> {
    let path = |case: &Case| match &case.profile {
        CaseProfile::Path(path, _) => {
            let test_file = &files[usize::from(case.site.file)].source;
            Some(path_beside(test_file, path))
        }
        CaseProfile::Facts(_) | CaseProfile::Like(..) => None,
    };
    cases.iter().filter_map(path).collect()
}

fn whole(file: TextFile) -> Result<ProfileFile, Vec<Finding>> {
    let source = SourceText::new(file.path.clone(), &file.text);
    let node = only_document(&source)?.owned();
    Ok(ProfileFile {
        path: file.path,
        text: file.text,
        node,
    })
}

/// The file, relative to that of the test.
fn text_file(
    path: &str,
    test_file: &SourceText<'_>,
    site: Site,
    shipped: bool,
) -> Result<TextFile, Vec<Finding>> {
    let path = path_beside(test_file, path);
    let unreadable = |code, message: &str| {
        let message = format!("`{path}`: {message}");
        Finding::error(test_file, site.span(), code, message)
    };
    if !shipped {
        return files::read(&path).map_err(|finding| {
            vec![if finding.place.is_some() {
                *finding
            } else {
                unreadable(finding.code, &finding.message).maybe_hint(finding.hint)
            }]
        });
    }
    let name = path.replace('\\', "/");
    let found = shipped::EXAMPLES
        .iter()
        .find(|(example, _)| *example == name);
    found
        .map(|(path, text)| TextFile {
            path: (*path).to_owned(),
            text: (*text).to_owned(),
        })
        .ok_or_else(|| vec![unreadable(Code::Unreadable, &say!("no such example ships"))])
}

/// A path that a test names relative to its own file.
fn path_beside(test_file: &SourceText<'_>, path: &str) -> String {
    let folder = Path::new(&test_file.path).parent();
    let beside = folder.unwrap_or_else(|| Path::new("")).join(path);
    shortened(&beside).display().to_string()
}

/// `a/../b` as `b`, so that messages show the path as one would type it.
fn shortened(path: &Path) -> PathBuf {
    let mut short = PathBuf::new();
    for part in path.components() {
        let before = short.components().next_back();
        if part == Component::ParentDir && matches!(before, Some(Component::Normal(_))) {
            short.pop();
        } else {
            short.push(part);
        }
    }
    short
}
