//! The house rules that a compiler does not check (9-architecture.md): which floor may know which, who may import a
//! file format, who may read the clock, how long a file may be.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fs;
use std::path::{Path, PathBuf};

/// Module, its floor, and the modules of the same floor it may import.
const FLOORS: &[(&str, u8, &[&str])] = &[
    ("domain", 0, &[]),
    ("sheet", 1, &[]),
    ("finding", 1, &[]),
    ("plan", 2, &[]),
    ("form", 2, &["plan", "ledger"]),
    ("intake", 2, &["plan", "form"]),
    ("ledger", 2, &[]),
    ("rules", 3, &[]),
    ("merge", 3, &[]),
    ("rating", 3, &[]),
    ("publish", 4, &[]),
    ("pipeline", 5, &[]),
    ("cli", 6, &[]),
];

/// Longest file allowed, in lines.
const LONGEST: usize = 600;

fn source_files() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found.sort();
    found
}

fn module_of(path: &Path) -> Option<String> {
    let inside = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
    let first = inside.components().next()?.as_os_str().to_str()?;
    (!first.contains('.')).then(|| first.to_owned())
}

/// Files that exist only under `#[cfg(test)]`: the line after it in their folder's module file declares them.
fn test_only(files: &[(PathBuf, String)]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for (path, text) in files {
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        for pair in lines.windows(2).filter(|pair| pair[0] == "#[cfg(test)]") {
            let name = pair[1]
                .trim_start_matches("pub(crate) ")
                .strip_prefix("mod ")
                .and_then(|m| m.strip_suffix(';'));
            let Some(name) = name else { continue };
            let folder = match path.file_stem().and_then(|s| s.to_str()) {
                Some("mod" | "lib" | "main") => path.parent().unwrap().to_owned(),
                _ => path.with_extension(""),
            };
            found.push(folder.join(name).with_extension("rs"));
        }
    }
    found
}

/// Modules named after `crate::` anywhere in the file's code, grouped imports among them.
fn imports(text: &str) -> Vec<String> {
    let code: String =
        text.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 1;
            let mut name = String::new();
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    _ => {}
                }
                if depth == 1 && (c.is_alphanumeric() || c == '_') {
                    name.push(c);
                } else if !name.is_empty() {
                    found.push(std::mem::take(&mut name));
                }
                if depth == 0 {
                    break;
                }
            }
        } else {
            found.push(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    found
}

#[test]
fn a_module_imports_only_from_floors_below_it() {
    let mut breaches = Vec::new();
    let files = source_files();
    let test_only = test_only(&files);
    for (path, text) in files {
        if test_only.contains(&path) {
            continue;
        }
        let Some(module) = module_of(&path) else { continue };
        let (_, floor, friends) = FLOORS
            .iter()
            .find(|(name, ..)| *name == module)
            .unwrap_or_else(|| panic!("{module} has no floor"));
        for import in imports(&text) {
            let Some((other, other_floor, _)) = FLOORS.iter().find(|(name, ..)| *name == import) else {
                continue;
            };
            if *other != module && other_floor >= floor && !friends.contains(other) {
                breaches.push(format!(
                    "{} (floor {floor}) imports {other} (floor {other_floor})",
                    path.display()
                ));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn only_sheet_knows_the_workbook_libraries() {
    let breaches: Vec<_> = source_files()
        .into_iter()
        .filter(|(path, text)| {
            module_of(path).as_deref() != Some("sheet")
                && (text.contains("calamine::") || text.contains("rust_xlsxwriter::"))
        })
        .map(|(path, _)| path)
        .collect();
    assert!(breaches.is_empty(), "{breaches:?}");
}

#[test]
fn only_the_command_line_reads_the_clock_or_the_environment() {
    // The one exception: the time limit for a single file is a guard, not a fact about the month.
    let guard = Path::new("src/sheet/read/deadline.rs");
    let forbidden =
        ["Local::now", "Utc::now", "SystemTime::now", "Instant::now", "env::var", "env::current_dir"];
    let breaches: Vec<_> = source_files()
        .into_iter()
        .filter(|(path, _)| module_of(path).as_deref() != Some("cli") && !path.ends_with(guard))
        .filter(|(_, text)| {
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            forbidden.iter().any(|word| code.contains(word))
        })
        .map(|(path, _)| path)
        .collect();
    assert!(breaches.is_empty(), "{breaches:?}");
}

#[test]
fn files_stay_short_and_main_shortest() {
    let long: Vec<_> = source_files()
        .into_iter()
        .map(|(path, text)| (text.lines().count(), path))
        .filter(|(lines, path)| *lines > LONGEST || (path.ends_with("src/main.rs") && *lines > 30))
        .collect();
    assert!(long.is_empty(), "{long:?}");
}

#[test]
fn no_council_stands_in_the_code() {
    let found: Vec<_> =
        source_files().into_iter().filter(|(_, text)| text.contains("Wirral")).map(|(p, _)| p).collect();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn no_module_is_a_drawer() {
    let drawers = ["utils", "util", "helpers", "helper", "common", "misc"];
    let found: Vec<_> = source_files()
        .into_iter()
        .filter(|(path, _)| {
            path.components().any(|c| {
                let name = c.as_os_str().to_string_lossy();
                drawers.contains(&name.trim_end_matches(".rs"))
            })
        })
        .map(|(path, _)| path)
        .collect();
    assert!(found.is_empty(), "{found:?}");
}
