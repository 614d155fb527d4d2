//! The docs name files and commands that exist.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn pages() -> Vec<PathBuf> {
    let mut pages = vec![root().join("README.md")];
    pages.extend(fs::read_dir(root().join("docs")).unwrap().map(|e| e.unwrap().path()));
    pages
}

#[test]
fn every_source_file_that_the_docs_name_is_there() {
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        let named = text.split('`').skip(1).step_by(2);
        let is_source =
            |name: &&str| name.starts_with("src/") && Path::new(name).extension().is_some_and(|e| e == "rs");
        for name in named.filter(is_source) {
            // Names such as x99_its_name.rs stand for a file to be written.
            let example = name.contains("its_name");
            assert!(example || root().join(name).is_file(), "{} names {name}", page.display());
        }
    }
}

#[test]
fn every_link_between_the_docs_leads_somewhere() {
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let local = !target.starts_with("http") && !target.starts_with('#');
            assert!(
                !local || page.parent().unwrap().join(target).exists(),
                "{} links to {target}",
                page.display()
            );
        }
    }
}

#[test]
fn every_command_that_the_readme_names_has_help() {
    let text = fs::read_to_string(root().join("README.md")).unwrap();
    // Commands stand in blocks with a remark behind each; a sentence may begin with the name too.
    let shown = text.lines().filter(|line| line.contains(" # "));
    let commands = shown.filter_map(|line| line.strip_prefix("ragbook ")).filter_map(|l| l.split(' ').next());
    let mut count = 0;
    for command in commands {
        let mut help = assert_cmd::Command::cargo_bin("ragbook").unwrap();
        help.args([command, "--help"]).assert().code(0);
        count += 1;
    }
    assert!(count >= 6);
}
