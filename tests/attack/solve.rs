//! What the tables of all pages say, given to the reader with pencil and paper of `publish::disclosure`, who tries every equation.

use std::collections::BTreeMap;

use ragbook::domain::{MeasureRef, SmallNumbers, Unit};

use crate::reader::{About, Fits, Key, Print, Reader};
use crate::world::{Issued, World, period};

/// What the reader made of it.
#[derive(Debug, Default)]
pub(crate) struct Solved {
    /// Withheld numbers that were tried.
    pub(crate) attacked: usize,
    /// Of which at least three numbers fit each.
    safe: usize,
    /// The reader held together what was never true together: numbers of before and after a correction, or an equation of
    /// which a number is missing.
    misled: usize,
    /// Too long to try.
    given_up: usize,
}

/// Fails where fewer than three numbers fit one that is withheld.
pub(crate) fn solve(number: u64, world: &World, issued: &Issued, solved: &mut Solved) {
    let about = world.plan().measures.iter().map(|measure| {
        let percent = measure.unit == Unit::Percent;
        let about = About {
            percent,
            cumulative: !percent && measure.counts_as == ragbook::domain::CountsAs::Cumulative,
            sensitive: measure.sensitive,
            sums_to: measure.sums_to.map(|total| total.to_string()),
            same_as: None,
        };
        (measure.reference.to_string(), about)
    });
    let (plan, truth) = (about.collect::<BTreeMap<_, _>>(), truth(world));
    let rounded = world.plan().editions[0].small_numbers == Some(SmallNumbers::Round);
    let reader =
        Reader { plan: &plan, months: world.months(), revisions: world.misleads(), rounded, truth: &truth };
    let papers = papers(world, issued);
    let withheld = |key: &Key| papers.iter().flatten().any(|print| print.key == *key && print.shown == "[c]");
    // Method A protects what stands behind percentages and between running totals too; Method B prints neither.
    let small = |key: &Key| {
        !rounded && plan[&key.0].sensitive && truth.get(key).is_some_and(|number| (1..=5).contains(number))
    };
    for (key, fits) in &reader.attack(&papers) {
        if !withheld(key) && !small(key) {
            continue;
        }
        solved.attacked += 1;
        match fits {
            Fits::GivenUp => solved.given_up += 1,
            Fits::Misled => {
                assert!(world.misleads(), "plan {number}: {key:?}");
                solved.misled += 1;
            }
            Fits::Numbers(fits) => {
                assert!(
                    *fits >= 3,
                    "plan {number}: only {fits} numbers fit {key:?}, which is {:?}\n{}",
                    truth.get(key),
                    told(&plan, &papers, &truth)
                );
                solved.safe += 1;
            }
        }
    }
}

/// The plan and its papers in a few lines, for a failing attack.
fn told(plan: &BTreeMap<String, About>, papers: &[Vec<Print>], truth: &BTreeMap<Key, i64>) -> String {
    let print =
        |p: &Print| format!("{}.{}{}={} ({:?})", p.key.0, p.key.1, p.key.2, p.shown, truth.get(&p.key));
    let paper = |paper: &Vec<Print>| paper.iter().map(print).collect::<Vec<_>>().join(" ");
    format!("{plan:?}\n{}", papers.iter().map(paper).collect::<Vec<_>>().join("\n"))
}

/// Every number, as it is in the end.
fn truth(world: &World) -> BTreeMap<Key, i64> {
    let mut truth = BTreeMap::new();
    for measure in &world.plan().measures {
        for month in 0..world.months() {
            let key = |part: char| (measure.reference.to_string(), month, part);
            match world.truth(measure.reference, month) {
                Some((n, Some(d))) => truth.extend([(key('n'), n), (key('d'), d), (key('c'), d - n)]),
                Some((n, None)) => {
                    let before = month.checked_sub(1).and_then(|last| world.truth(measure.reference, last));
                    truth.extend([(key('v'), n), (key('i'), n - before.map_or(0, |(before, _)| before))]);
                }
                None => {}
            }
        }
    }
    truth
}

/// What every page prints, oldest first.
fn papers(world: &World, issued: &Issued) -> Vec<Vec<Print>> {
    let mut papers: Vec<Vec<Print>> = Vec::new();
    for edition in &issued.editions {
        let Ok(files) = &edition.file else { continue };
        let mut paper = Vec::new();
        for table in tables(&files.page) {
            let Some((captions, rows)) = table.split_first() else { continue };
            let column = |name: &str| captions.iter().position(|caption| caption == name);
            let (Some(0), Some(_)) = (column("Ref"), column("Unit")) else { continue };
            for row in rows {
                let Ok(measure) = row[0].parse::<MeasureRef>() else { continue };
                let mut print = |month: usize, shown: &str| {
                    let key = (measure.to_string(), month, 'v');
                    let shown = shown.trim_end_matches('%').replace(',', "");
                    let known = |print: &Print| print.key == key && print.shown.parse::<f64>().is_ok();
                    let is_told = shown != "[c]" || !papers.iter().flatten().chain(&paper).any(known);
                    // What was printed once need not be printed again.
                    if is_told && shown != "[x]" {
                        paper.push(Print { key, shown });
                    }
                };
                if let (Some(now), Some(last)) = (column("Now"), column("Last")) {
                    print(edition.month, &row[now]);
                    let before = (0..edition.month).rev().find(|m| world.truth(measure, *m).is_some());
                    if let Some(before) = before {
                        print(before, &row[last]);
                    }
                }
                for month in 0..world.months() {
                    if let Some(cell) = column(&period(month).short()).map(|at| &row[at])
                        && cell.parse::<f64>().is_ok()
                    {
                        print(month, cell);
                    }
                }
            }
        }
        papers.push(paper);
    }
    papers
}

/// The tables of a page: rows of cells, the captions first.
fn tables(page: &str) -> Vec<Vec<Vec<String>>> {
    let rows = |table: &str| table.split("<tr").skip(1).map(cells).collect();
    page.split("<table").skip(1).map(|rest| rows(rest.split("</table>").next().unwrap())).collect()
}

fn cells(row: &str) -> Vec<String> {
    let starts = row
        .match_indices("<t")
        .filter(|(at, _)| row[*at..].starts_with("<th") || row[*at..].starts_with("<td"));
    let cell = |(at, _): (usize, &str)| {
        let inside = row[at..].split_once('>').unwrap().1;
        let inside = inside.split("</t").next().unwrap();
        let words: String =
            inside.split('<').map(|part| part.split_once('>').map_or(part, |(_, words)| words)).collect();
        words.trim().to_owned()
    };
    starts.map(cell).collect()
}
