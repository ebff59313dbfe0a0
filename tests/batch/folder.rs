//! A folder of its own for a test, and the program in it.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::{env, fs};
use tempfile::TempDir;

/// A folder that goes away with its test.
pub(crate) struct Folder(TempDir);

/// What came of a run.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Folder {
    pub(crate) fn new() -> Self {
        Self(TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder"))
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, and the folders above it.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("it has one")).expect("a folder");
        fs::write(path, bytes).expect("written");
    }

    /// The program in this folder, with the tiny rubric set and nothing of our own environment that it reads.
    pub(crate) fn maturity(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_maturity"));
        for name in ["COLUMNS", "NO_COLOR", "LC_ALL", "CI"] {
            command.env_remove(name);
        }
        let tiny = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cmd/fixtures/tiny");
        command
            .env("MATURITY_RUBRICS", tiny)
            .current_dir(self.0.path())
            .args(args)
            .stdin(Stdio::null());
        command
    }

    /// Runs the program with these arguments.
    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        ran(&self.maturity(args).output().expect("it runs"))
    }

    /// Runs `score` with these arguments.
    pub(crate) fn score(&self, args: &[&str]) -> Ran {
        self.run(&[&["score"], args].concat())
    }

    /// The same with something on standard input.
    pub(crate) fn score_input(&self, args: &[&str], input: &[u8]) -> Ran {
        let mut child = self
            .maturity(&[&["score"], args].concat())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it runs");
        let mut stdin = child.stdin.take().expect("piped");
        let input = input.to_vec();
        let writer = std::thread::spawn(move || stdin.write_all(&input));
        let output = child.wait_with_output().expect("it ends");
        drop(writer.join().expect("no panic"));
        ran(&output)
    }
}

fn ran(output: &Output) -> Ran {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("text");
    Ran {
        code: output.status.code().expect("it ends by itself"),
        out: text(&output.stdout),
        err: text(&output.stderr),
    }
}

/// The same bytes packed with gzip.
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).expect("in memory");
    packed.finish().expect("in memory")
}

/// The same bytes packed with zstd.
pub(crate) fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}
