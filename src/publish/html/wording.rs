//! Lines that speak of a workbook, said of a page: a reader of the page sees neither worksheets nor a column A.

/// What stands in a line of a sheet, and what stands in its place on the page.
const SAID: [(&str, &str); 9] = [
    ("This worksheet contains one table: the contents of this workbook.", ""),
    ("This worksheet contains one table.", ""),
    ("below it show", "below the table show"),
    ("Back to the contents: worksheet Cover", "Back to the contents"),
    (": worksheet ", ": "),
    ("in column A", "in the first column"),
    ("see the sheet Withheld", "see Withheld"),
    (" in Excel, each on a scale", ", each on a scale"),
    ("; to a screen reader and in other programs it is blank", ""),
];

/// The line as it stands on the page; nothing where it only says what a worksheet contains.
pub(super) fn of_page(line: &str) -> Option<String> {
    let said = SAID.iter().fold(line.to_owned(), |line, (sheet, page)| line.replace(sheet, page));
    let said = said.trim();
    (!said.is_empty()).then(|| said.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_speaks_of_itself() {
        assert_eq!(of_page("This worksheet contains one table."), None);
        let chart = of_page("This worksheet contains one table. The chart below it shows the same numbers.");
        assert_eq!(chart.as_deref(), Some("The chart below the table shows the same numbers."));
        assert_eq!(of_page("Counts by month: worksheet Trend").as_deref(), Some("Counts by month: Trend"));
        let line = "It draws the numbers in Excel, each on a scale of its own; to a screen reader and in other programs it is blank.";
        assert_eq!(of_page(line).as_deref(), Some("It draws the numbers, each on a scale of its own."));
        assert_eq!(of_page("Delivery: is it on time?").as_deref(), Some("Delivery: is it on time?"));
    }
}
