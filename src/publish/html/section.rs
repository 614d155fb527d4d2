//! Sheets as parts of the page: the Cover as its top, its headlines and its contents, every other sheet as a section.

use crate::sheet::book::{Line, LineStyle, Sheet};

use super::anchors::Anchors;
use super::markup::Markup;
use super::{CONTENTS, chart, table, wording};

/// Most rows of a table that does not start a page of its own on paper.
const FEW_ROWS: usize = 12;

/// A heading of a sheet and the lines below it; the first group of a sheet may have no heading.
#[derive(Debug, Clone, Copy)]
struct Group<'a> {
    heading: Option<&'a Line>,
    lines: &'a [Line],
}

/// What the page is: the Cover's title and its first lines.
pub(super) fn top(page: &mut Markup, cover: &Sheet, anchors: &Anchors) {
    page.element("h1", &[], &cover.title);
    if let Some(about) = groups(&cover.lines).first().filter(|group| group.heading.is_none()) {
        paragraphs(page, about.lines, anchors);
    }
}

/// The Cover's table as the list of sections.
pub(super) fn contents(page: &mut Markup, cover: &Sheet, anchors: &Anchors) {
    page.element("h2", &[("id", CONTENTS)], "Contents");
    page.inside("ul", &[], |page| {
        for row in cover.table.iter().flat_map(|table| table.rows.iter()) {
            page.inside("li", &[], |page| {
                for (number, cell) in row.iter().enumerate() {
                    if number > 0 {
                        page.text(": ");
                    }
                    table::linked(page, &cell, anchors);
                }
            });
        }
    });
}

/// What the Cover says between its first lines and its contents.
pub(super) fn headlines(page: &mut Markup, cover: &Sheet, anchors: &Anchors) {
    for group in groups(&cover.lines).into_iter().filter(|group| !group.lines.is_empty()) {
        let Some(heading) = group.heading else { continue };
        page.inside("section", &[("id", anchors.section(0)), ("class", "short")], |page| {
            page.element("h2", &[], &heading.text);
            list(page, group.lines, anchors);
        });
    }
}

/// A section: heading, lines, table, charts, and the way back.
pub(super) fn write(page: &mut Markup, number: usize, sheet: &Sheet, anchors: &Anchors) {
    let rows = sheet.table.as_ref().map_or(0, |table| table.rows.len());
    let is_short = rows <= FEW_ROWS && sheet.charts.is_empty();
    let class = if is_short { "short" } else { "long" };
    page.inside("section", &[("id", anchors.section(number)), ("class", class)], |page| {
        page.element("h2", &[], &sheet.name);
        let groups = groups(&sheet.lines);
        for (place, group) in groups.iter().enumerate() {
            if let Some(heading) = group.heading {
                page.element("h3", &[], &heading.text);
            }
            let is_list = group.heading.is_some() && place + 1 < groups.len();
            if is_list { list(page, group.lines, anchors) } else { paragraphs(page, group.lines, anchors) }
        }
        if let Some(table) = &sheet.table {
            table::write(page, number, sheet, table, anchors);
            for (place, shown) in sheet.charts.iter().enumerate() {
                let id = format!("{}__chart-{}", anchors.section(number), place + 1);
                chart::write(page, &id, table, shown);
            }
        }
        // The way back stands where reading ends.
        for line in sheet.lines.iter().filter(|line| leads_back(line, anchors)) {
            paragraph(page, line, anchors);
        }
    });
}

fn groups(lines: &[Line]) -> Vec<Group<'_>> {
    let mut groups = Vec::new();
    for part in lines.chunk_by(|_, next| next.style != LineStyle::Heading) {
        groups.push(match part.split_first() {
            Some((heading, rest)) if heading.style == LineStyle::Heading => {
                Group { heading: Some(heading), lines: rest }
            }
            _ => Group { heading: None, lines: part },
        });
    }
    groups
}

fn leads_back(line: &Line, anchors: &Anchors) -> bool {
    line.link.as_ref().is_some_and(|link| anchors.leads_to_contents(link))
}

fn paragraphs(page: &mut Markup, lines: &[Line], anchors: &Anchors) {
    lines.iter().filter(|line| !leads_back(line, anchors)).for_each(|line| paragraph(page, line, anchors));
}

fn paragraph(page: &mut Markup, line: &Line, anchors: &Anchors) {
    said(page, "p", line, anchors);
}

fn list(page: &mut Markup, lines: &[Line], anchors: &Anchors) {
    page.inside("ul", &[], |page| lines.iter().for_each(|line| said(page, "li", line, anchors)));
}

/// A line with its link.
fn said(page: &mut Markup, element: &'static str, line: &Line, anchors: &Anchors) {
    let Some(text) = wording::of_page(&line.text) else { return };
    match line.link.as_ref().and_then(|link| anchors.address(link)) {
        Some(address) => {
            page.inside(element, &[], |page| page.element("a", &[("href", &address)], &text));
        }
        None => page.element(element, &[], &text),
    }
}
