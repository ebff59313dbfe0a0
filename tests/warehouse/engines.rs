//! The engines' own environments, which are installed where they are not.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where environments and results are kept.
pub(crate) fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("warehouse")
}

/// What runs an exported statement in an engine, with the Python of its environment.
pub(crate) fn runner(python: &Path) -> Command {
    let mut runner = Command::new(python);
    runner.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/warehouse/engines.py"));
    runner
}

/// The Python of an environment with some packages; none where they cannot be installed.
pub(crate) fn environment(name: &str, packages: &[&str]) -> Option<PathBuf> {
    let home = target().join("environments").join(name);
    let python = home.join("bin/python");
    if home.join("ready").exists() {
        return Some(python);
    }
    let works = |command: &mut Command| command.output().is_ok_and(|run| run.status.success());
    let made = works(Command::new("python3").args(["-m", "venv"]).arg(&home))
        && works(
            Command::new(&python)
                .args(["-m", "pip", "install", "--quiet"])
                .args(packages),
        )
        // Spark needs a Java.
        && (name != "spark" || works(Command::new("java").arg("-version")));
    made.then(|| {
        fs::write(home.join("ready"), "").expect("written");
        python
    })
}
