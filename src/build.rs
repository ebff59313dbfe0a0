//! Compiles the shipped rubric set into the form that start-up reads, through the same loader that
//! reads a set at run time; a test holds both against each other. Also lists the files that ship.

#![allow(
    dead_code,
    unused_imports,
    reason = "the loader's modules are shared with the library, which uses all of them"
)]
#![allow(
    unreachable_pub,
    missing_docs,
    reason = "public in the library, a program here"
)]

mod finding;
mod language {
    //! The build speaks English.
    pub mod list;
    pub mod nouns;
    pub mod say;

    pub enum Language {
        English,
        Simplified,
        Traditional,
    }

    pub fn spoken() -> Language {
        Language::English
    }

    pub fn find(_: &str) -> Option<&'static str> {
        None
    }
}
mod limits;
mod rubric;
mod signs;
mod value;
mod source {
    //! Only what the build needs of the readers.
    pub mod toml;
}

use finding::{Finding, SourceText};
use rubric::load::{File, load, localize};
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

fn main() -> ExitCode {
    match compile() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            for line in error.to_string().lines() {
                println!("cargo::error={line}");
            }
            ExitCode::FAILURE
        }
    }
}

fn compile() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed=src");
    let rubrics = files(&root, "rubrics", "toml")?;
    let examples = files(&root, "examples", "yaml")?;

    let texts: Vec<(String, String)> = rubrics
        .iter()
        .map(|(name, path)| Ok((name.clone(), fs::read_to_string(path)?)))
        .collect::<Result<_, std::io::Error>>()?;
    let mut parsed = Vec::new();
    for (name, text) in &texts {
        let source = SourceText::new(name.clone(), text);
        let root = source::toml::read(&source).map_err(|findings| report(&findings))?;
        parsed.push(File { source, root });
    }
    let loaded = load(&parsed).map_err(|findings| report(&findings))?;
    fs::write(out.join("set.bin"), postcard::to_stdvec(&loaded.set)?)?;
    let (name, digest) = (loaded.set.name_and_version(), &loaded.set.digest);
    println!("cargo::rustc-env=MATURITY_SET={name}, digest {digest}");
    let locales = files(&root, "rubrics/locales", "toml")?;
    for (name, path) in &locales {
        let text = fs::read_to_string(path)?;
        let source = SourceText::new(name.clone(), &text);
        let root = source::toml::read(&source).map_err(|findings| report(&findings))?;
        let mut set = loaded.set.clone();
        let findings = localize(&mut set, &File { source, root });
        if !findings.is_empty() {
            return Err(report(&findings).into());
        }
        let language = path.file_stem().unwrap_or_default();
        let name = format!("set.{}.bin", language.display());
        fs::write(out.join(name), postcard::to_stdvec(&set)?)?;
    }

    // Manual pages bear the day of their version; a version that is not out yet has none.
    println!("cargo::rerun-if-changed=CHANGELOG.md");
    let heading = format!("## [{}] - ", env::var("CARGO_PKG_VERSION")?);
    let changes = fs::read_to_string(root.join("CHANGELOG.md"))?;
    let date = changes.lines().find_map(|line| line.strip_prefix(&heading));
    println!("cargo::rustc-env=MATURITY_DATE={}", date.unwrap_or(""));

    for language in ["zh-Hans", "zh-Hant"] {
        let path = root.join(format!("src/language/{language}.toml"));
        let texts: BTreeMap<String, String> = toml::from_str(&fs::read_to_string(path)?)?;
        let texts: Vec<(&String, &String)> = texts.iter().collect();
        fs::write(
            out.join(format!("{language}.bin")),
            postcard::to_stdvec(&texts)?,
        )?;
    }

    let mut table = String::new();
    for (constant, about, files) in [
        (
            "RUBRICS",
            "The shipped rubric set's files, by path.",
            &rubrics,
        ),
        (
            "LOCALES",
            "The texts of the shipped set in other languages, by path.",
            &locales,
        ),
        ("EXAMPLES", "The example profiles, by path.", &examples),
    ] {
        writeln!(
            table,
            "/// {about}\npub const {constant}: &[(&str, &str)] = &["
        )?;
        for (name, path) in files {
            writeln!(
                table,
                "    ({name:?}, include_str!({:?})),",
                path.display().to_string()
            )?;
        }
        writeln!(table, "];")?;
    }
    fs::write(out.join("files.rs"), table)?;
    Ok(())
}

/// The files of a folder with an extension: their names below the root, with `/`, and their paths.
fn files(
    root: &Path,
    folder: &str,
    extension: &str,
) -> Result<Vec<(String, PathBuf)>, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={folder}");
    let mut files = Vec::new();
    for entry in fs::read_dir(root.join(folder))? {
        let path = entry?.path();
        if path.extension().is_some_and(|found| found == extension) {
            let name = path
                .file_name()
                .and_then(|name| name.to_str())
                .ok_or("a file name that is not UTF-8")?;
            files.push((format!("{folder}/{name}"), path.clone()));
        }
    }
    files.sort();
    Ok(files)
}

fn report(findings: &[Finding]) -> String {
    let mut text = String::from("the shipped rubric set has errors\n");
    for finding in findings {
        let (line, column) = finding
            .place
            .as_ref()
            .map_or((0, 0), |place| (place.line, place.column));
        let hint = finding.hint.as_deref().unwrap_or("");
        text.push_str(&format!(
            "{}:{line}:{column}: {} ({hint})\n",
            finding.path, finding.message
        ));
    }
    text
}
