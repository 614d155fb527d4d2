//! What is shipped: the release archive, complete and the same bytes each time; the manual, the completions and the versions; and
//! that nothing comes from anywhere but the registry.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const RAGBOOK: &str = env!("CARGO_BIN_EXE_ragbook");

fn said(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn ragbook(arguments: &[&str]) -> String {
    said(Command::new(RAGBOOK).args(arguments))
}

/// The archive of the program under test.
fn archive(out: &Path) -> PathBuf {
    let script = Path::new(ROOT).join(".ci/release");
    PathBuf::from(said(Command::new(script).args(["--binary", RAGBOOK]).arg(out)).trim())
}

#[test]
fn the_release_archive_is_complete_whole_and_the_same_bytes_each_time() {
    let work = tempfile::tempdir().unwrap();
    let (one, two) = (archive(&work.path().join("one")), archive(&work.path().join("two")));
    assert!(fs::read(&one).unwrap() == fs::read(&two).unwrap(), "two archives of one program differ");
    said(Command::new("tar").current_dir(work.path()).arg("xzf").arg(&one));
    let name = one.file_name().unwrap().to_str().unwrap().strip_suffix(".tar.gz").unwrap().to_owned();
    let root = work.path().join(&name);
    for file in [
        "LICENSE",
        "LICENSES-OF-CRATES",
        "README.md",
        "CHANGELOG.md",
        "VERSION",
        "docs/proving.md",
        "templates/return.toml",
        "templates/layouts/two-row-captions.toml",
        "completions/ragbook.bash",
        "completions/_ragbook",
        "completions/ragbook.fish",
        "completions/_ragbook.ps1",
        "man/man1/ragbook.1",
        "man/man1/ragbook-consolidate.1",
        "man/man1/ragbook-plan-amend.1",
    ] {
        assert!(fs::metadata(root.join(file)).unwrap().len() > 20, "{file}");
    }
    let checked = said(Command::new("sha256sum").current_dir(&root).args(["--check", "SHA256SUMS"]));
    let files = said(Command::new("find").current_dir(&root).args([".", "-type", "f"]));
    assert_eq!(checked.lines().count(), files.lines().count() - 1, "every file but the sums themselves");
    assert!(checked.lines().all(|line| line.ends_with(": OK")), "{checked}");
    said(
        Command::new("sha256sum")
            .current_dir(one.parent().unwrap())
            .args(["--check", &format!("{name}.tar.gz.sha256")]),
    );
    // It works from where it was unpacked, without anything of the repository.
    let mut init = Command::new(root.join("ragbook"));
    said(init.current_dir(work.path()).args(["init", "plan"]));
    let mut issue = Command::new(root.join("ragbook"));
    said(
        issue
            .current_dir(work.path())
            .args(["issue", "--plan", "plan", "--period", "2019-11", "--out", "blank"]),
    );
    assert!(fs::read_dir(work.path().join("blank")).unwrap().count() > 20);
}

#[test]
fn every_command_has_a_page_and_every_shell_its_completions() {
    let page = ragbook(&["man"]);
    assert!(page.contains(".TH RAGBOOK 1") && page.contains("consolidate"), "{page}");
    let inner = ragbook(&["man", "plan", "amend"]);
    assert!(inner.contains(".TH RAGBOOK-PLAN-AMEND 1") && inner.contains("approved"), "{inner}");
    assert!(!Command::new(RAGBOOK).args(["man", "nonsense"]).output().unwrap().status.success());
    for (shell, has) in [
        ("bash", "complete -F _ragbook"),
        ("zsh", "#compdef ragbook"),
        ("fish", "complete -c ragbook"),
        ("powershell", "Register-ArgumentCompleter"),
    ] {
        let script = ragbook(&["completions", shell]);
        assert!(script.contains(has) && script.contains("consolidate"), "{shell}");
    }
    let bash = ragbook(&["completions", "bash"]);
    let work = tempfile::tempdir().unwrap();
    fs::write(work.path().join("ragbook.bash"), bash).unwrap();
    let complete = "source ragbook.bash; COMP_WORDS=(ragbook cons); COMP_CWORD=1; _ragbook ragbook cons ragbook; echo ${COMPREPLY[@]}";
    assert_eq!(said(Command::new("bash").current_dir(work.path()).args(["-c", complete])), "consolidate\n");
}

#[test]
fn the_version_names_the_version_of_every_format() {
    let told = ragbook(&["--version"]);
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines[0], format!("ragbook {}", env!("CARGO_PKG_VERSION")));
    for format in ["plan format ", "run.json schema ", "findings as JSON schema ", "verify as JSON schema "] {
        let number = lines.iter().find_map(|line| line.strip_prefix(format));
        assert!(number.is_some_and(|number| number.parse::<u32>().is_ok()), "{format}: {told}");
    }
    assert!(lines.iter().any(|line| line.starts_with("answers ragbook.answers/")), "{told}");
    // And what they are of says the same.
    let work = tempfile::tempdir().unwrap();
    let samples = Path::new(ROOT).join("samples");
    let mut run = Command::new(RAGBOOK);
    run.current_dir(work.path()).args([
        "consolidate",
        "--trial",
        "--quiet",
        "--period",
        "2019-11",
        "--out",
        "out",
    ]);
    said(run.arg("--plan").arg(samples.join("plan")).arg(samples.join("2019-11")));
    let manifest = fs::read(work.path().join("out/2019-11-data/run.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
    assert!(lines.contains(&format!("run.json schema {}", manifest["schema"]).as_str()), "{told}");
}

#[test]
fn every_crate_comes_from_the_registry_and_none_opens_a_connection() {
    let lock: toml::Table = fs::read_to_string(Path::new(ROOT).join("Cargo.lock")).unwrap().parse().unwrap();
    let crates = lock["package"].as_array().unwrap();
    let registry = "registry+https://github.com/rust-lang/crates.io-index";
    for one in crates.iter().filter(|one| one["name"].as_str() != Some("ragbook")) {
        assert_eq!(one.get("source").and_then(toml::Value::as_str), Some(registry), "{one}");
        assert!(one.get("checksum").is_some(), "{one}");
    }
    let deny: toml::Table = fs::read_to_string(Path::new(ROOT).join("deny.toml")).unwrap().parse().unwrap();
    let denied = deny["bans"]["deny"].as_array().unwrap();
    let names: BTreeSet<&str> = denied.iter().map(|one| one["crate"].as_str().unwrap()).collect();
    let found = crates.iter().filter(|one| names.contains(one["name"].as_str().unwrap()));
    assert_eq!(found.count(), 0, "none of {names:?}");
}
