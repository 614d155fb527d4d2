//! The catalogue as people and programs read it: `ragbook rules`, `ragbook rules CODE`, its JSON, and
//! `docs/exceptions.md` (6-exceptions.md). Everything comes from [`RULES`]: no list is kept by hand.

use super::{RULES, Rule, Scope};

/// Version of the JSON form; raised when a field changes its meaning or goes.
const SCHEMA: &str = "ragbook.rules/1";

/// Groups by their letter, in the order of the catalogue.
const GROUPS: [(char, &str); 11] = [
    ('F', "the file"),
    ('L', "the layout"),
    ('W', "whose, when"),
    ('R', "refs"),
    ('V', "values"),
    ('S', "status and dates"),
    ('M', "merging"),
    ('T', "over time"),
    ('D', "disclosure"),
    ('P', "the plan"),
    ('X', "the ledger"),
];

/// The JSON form: apart from [`Rule`], so that the program can change without changing what it publishes.
#[derive(Debug, serde::Serialize)]
struct CatalogueV1 {
    schema: &'static str,
    rules: Vec<RuleV1>,
}

#[derive(Debug, serde::Serialize)]
struct RuleV1 {
    code: &'static str,
    name: &'static str,
    group: &'static str,
    severities: Vec<&'static str>,
    looks_at: &'static str,
    meaning: &'static str,
    example: &'static str,
    fix: &'static str,
}

/// The rule with this code or name, in any case.
pub fn find(code: &str) -> Option<&'static Rule> {
    let wanted = code.trim();
    let named =
        |rule: &&&Rule| rule.code.0.eq_ignore_ascii_case(wanted) || rule.name.eq_ignore_ascii_case(wanted);
    RULES.iter().find(named).copied()
}

/// Code of the rule whose code or name is nearest to this text, for a code that does not exist; none where none is near.
pub fn nearest(code: &str) -> Option<&'static str> {
    let wanted: String = code.trim().chars().take(64).collect();
    // A letter of a code in three, two letters of a name in five.
    let far = |length: usize| (length * 2 / 5).max(1);
    let distance = |rule: &&'static Rule| {
        let code = strsim::damerau_levenshtein(&wanted.to_ascii_uppercase(), rule.code.0);
        let name = strsim::damerau_levenshtein(&wanted.to_ascii_lowercase(), rule.name);
        let near =
            [(code, rule.code.0), (name, rule.name)].into_iter().filter(|(off, of)| *off <= far(of.len()));
        near.map(|(off, _)| (off, rule.code.0)).min()
    };
    RULES.iter().filter_map(distance).min().map(|(_, code)| code)
}

/// Every rule, one line each, by group.
pub fn catalogue_text() -> String {
    let width = RULES.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    let key = "error: the value is not used. query: used, please confirm. note: for the record.\n";
    let mut lines = vec![key.to_owned()];
    for (title, rules) in groups() {
        lines.push(format!("\n{title}\n"));
        for rule in rules {
            let line = format!("  {}  {:width$}  {}", rule.code, rule.name, severities(rule));
            lines.push(format!("{line:<w$}  {}\n", first_sentence(rule.meaning), w = width + 24));
        }
    }
    lines.concat()
}

/// One rule with its meaning, an example and what to do; none when there is no such rule (see [`nearest`]).
pub fn explain(code: &str) -> Option<String> {
    let rule = find(code)?;
    Some(format!(
        "{} {} ({})\n\n{}\n\nExample: {}\n\nWhat to do: {}\n",
        rule.code,
        rule.name,
        severities(rule),
        rule.meaning,
        rule.example,
        rule.fix
    ))
}

/// The whole catalogue, or one rule of it, as JSON; none when there is no such rule.
///
/// # Errors
/// Only if JSON cannot be written, which plain texts never cause.
pub fn catalogue_json(code: Option<&str>) -> Result<Option<String>, serde_json::Error> {
    let rules: Vec<&Rule> = match code {
        None => RULES.to_vec(),
        Some(code) => find(code).into_iter().collect(),
    };
    if rules.is_empty() {
        return Ok(None);
    }
    let published = CatalogueV1 { schema: SCHEMA, rules: rules.into_iter().map(RuleV1::of).collect() };
    serde_json::to_string_pretty(&published).map(|json| Some(json + "\n"))
}

/// The catalogue as `docs/exceptions.md`.
pub fn catalogue_markdown() -> String {
    let top = "# Exceptions\n\n\
         <!-- Made from src/rules by a test. To renew: RAGBOOK_RENEW_DOCS=1 cargo test --lib rules::catalogue -->\n\n\
         What ragbook may say about a return, a month or a plan. **error**: the value is not used. **query**: it is used,\n\
         please confirm. **note**: for the record. `ragbook rules` lists these, `ragbook rules V03` explains one.\n";
    let mut parts = vec![top.to_owned()];
    for (title, rules) in groups() {
        parts.push(format!("\n## {title}\n"));
        for rule in rules {
            parts.push(format!(
                "\n### {} {}\n\n*{}.* {}\n\n> {}\n\n**What to do:** {}\n",
                rule.code,
                rule.name,
                severities(rule),
                rule.meaning,
                rule.example,
                rule.fix
            ));
        }
    }
    parts.concat()
}

/// Groups that have rules: `V: values` with its rules.
fn groups() -> impl Iterator<Item = (String, Vec<&'static Rule>)> {
    GROUPS.iter().filter_map(|(letter, name)| {
        let rules: Vec<&Rule> = RULES.iter().filter(|r| r.code.0.starts_with(*letter)).copied().collect();
        (!rules.is_empty()).then(|| (format!("{letter}: {name}"), rules))
    })
}

fn severities(rule: &Rule) -> String {
    rule.severities.iter().map(|s| s.word()).collect::<Vec<_>>().join(" or ")
}

fn first_sentence(text: &str) -> &str {
    text.find(". ").map_or(text, |end| &text[..=end])
}

impl RuleV1 {
    fn of(rule: &Rule) -> Self {
        let group =
            GROUPS.iter().find(|(letter, _)| rule.code.0.starts_with(*letter)).map_or("", |(_, name)| name);
        let looks_at = match rule.scope {
            Scope::Plan => "plan",
            Scope::Edition => "edition",
            Scope::Return => "return",
            Scope::Month => "month",
        };
        Self {
            code: rule.code.0,
            name: rule.name,
            group,
            severities: rule.severities.iter().map(|s| s.word()).collect(),
            looks_at,
            meaning: rule.meaning,
            example: rule.example,
            fix: rule.fix,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn docs_exceptions_md_is_what_the_code_says() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/exceptions.md");
        if std::env::var_os("RAGBOOK_RENEW_DOCS").is_some() {
            std::fs::create_dir_all(concat!(env!("CARGO_MANIFEST_DIR"), "/docs")).unwrap();
            std::fs::write(path, catalogue_markdown()).unwrap();
        }
        // A checkout on Windows may have turned the line ends.
        let stored = std::fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
        let renew = "run: RAGBOOK_RENEW_DOCS=1 cargo test --lib rules::catalogue";
        assert!(stored == catalogue_markdown(), "docs/exceptions.md is out of date; {renew}");
    }

    #[test]
    fn a_rule_is_explained_by_code_or_name_in_any_case() {
        let text = explain(" v01 ").unwrap();
        assert!(text.starts_with("V01 not-a-number (error)\n"));
        assert_eq!(explain("Not-A-Number").unwrap(), text);
    }

    #[test]
    fn an_unknown_code_gets_the_nearest() {
        assert_eq!(explain("V1"), None);
        assert_eq!(nearest("V1"), Some("V01"));
        assert_eq!(nearest("no-return"), Some("W07"));
        assert_eq!(nearest("not-a-nmber"), Some("V01"));
        assert_eq!(nearest("Z99"), None);
        assert_eq!(nearest("\u{1f600}"), None);
    }

    #[test]
    fn the_json_names_its_version_and_holds_one_rule_or_all() {
        let one = catalogue_json(Some("V01")).unwrap().unwrap();
        let one: serde_json::Value = serde_json::from_str(&one).unwrap();
        assert_eq!(one["schema"], "ragbook.rules/1");
        assert_eq!(one["rules"][0]["severities"][0], "error");
        let all: serde_json::Value = serde_json::from_str(&catalogue_json(None).unwrap().unwrap()).unwrap();
        assert_eq!(all["rules"].as_array().unwrap().len(), RULES.len());
        assert_eq!(catalogue_json(Some("Z99")).unwrap(), None);
    }

    #[test]
    fn the_list_has_a_line_for_every_rule() {
        let text = catalogue_text();
        for rule in RULES {
            let line = format!("  {}  {} ", rule.code, rule.name);
            assert_eq!(text.matches(&line).count(), 1, "{line}");
        }
    }
}
