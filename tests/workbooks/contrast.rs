//! Readable: the contrast of every text with its fill, and ratings told apart without colour, in grey, and under the three
//! common colour-vision deficiencies (7-publication.md, 7.1). Colours come from the written styles and charts, so that a
//! new one is caught.

use std::collections::BTreeMap;

use crate::accessible::filled_cells;
use crate::looks::{self, Rgb, WHITE, hex};
use crate::made;
use crate::package::Package;

/// WCAG 2.2, 1.4.3: text of any size.
const TEXT: f64 = 4.5;
/// WCAG 2.2, 1.4.11: graphics.
const GRAPHICS: f64 = 3.0;

/// Brightness of one channel without the screen's gamma.
fn linear(channel: u8) -> f64 {
    let value = f64::from(channel) / 255.0;
    if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

fn luminance(rgb: Rgb) -> f64 {
    let [r, g, b] = rgb.map(linear);
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// CIE L*a*b* of linear light, white D65.
fn lab(light: [f64; 3]) -> [f64; 3] {
    let weighed =
        |weights: [f64; 3]| weights.iter().zip(light).map(|(weight, part)| weight * part).sum::<f64>();
    let x = weighed([0.4124, 0.3576, 0.1805]) / 0.9505;
    let y = weighed([0.2126, 0.7152, 0.0722]);
    let z = weighed([0.0193, 0.1192, 0.9505]) / 1.089;
    let f = |t: f64| if t > 0.008_856 { t.max(0.0).cbrt() } else { 7.787 * t + 16.0 / 116.0 };
    [116.0 * f(y) - 16.0, 500.0 * (f(x) - f(y)), 200.0 * (f(y) - f(z))]
}

/// Colour difference (CIE 1976); 2 is just noticeable.
fn difference(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (lab(one), lab(other));
    one.iter().zip(other).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
}

type Matrix = [[f64; 3]; 3];

/// Total protanopia, deuteranopia and tritanopia after Machado, Oliveira and Fernandes (2009), on linear light.
const DEFICIENCIES: [(&str, Matrix); 3] = [
    (
        "protanopia",
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
    ),
    (
        "deuteranopia",
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    ),
    (
        "tritanopia",
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ),
];

fn seen_with(matrix: &Matrix, rgb: Rgb) -> [f64; 3] {
    let light = rgb.map(linear);
    matrix.map(|row| row.iter().zip(light).map(|(a, b)| a * b).sum::<f64>().clamp(0.0, 1.0))
}

#[test]
fn the_arithmetic_is_that_of_the_standards() {
    let near = |value: f64, expected: f64| assert!((value - expected).abs() < 0.01, "{value} {expected}");
    near(contrast([0; 3], WHITE), 21.0);
    near(contrast(hex("8E1B1B"), WHITE), 9.04);
    near(contrast(hex("777777"), WHITE), 4.48);
    near(lab([1.0; 3])[0], 100.0);
}

#[test]
fn every_text_stands_out_from_its_fill() {
    for book in made::all() {
        let package = Package::open(&book.bytes);
        let looks =
            looks::all(&package).into_iter().map(|look| (look.font.colour, look.fill.unwrap_or(WHITE)));
        for (text, fill) in looks.chain(looks::conditional(&package)) {
            let found = contrast(text, fill);
            assert!(found >= TEXT, "{}: {text:02x?} on {fill:02x?} is {found:.2}:1", book.name);
        }
    }
}

#[test]
fn chart_numbers_stand_out_from_their_bars_and_bars_from_the_page() {
    let mut bars = 0;
    for book in made::all() {
        let package = Package::open(&book.bytes);
        for part in package.parts.keys().filter(|part| part.starts_with("xl/charts/chart")) {
            let elements = package.elements(part);
            let series = elements.iter().enumerate().filter(|(_, e)| e.name == "ser").map(|(index, _)| index);
            for start in series {
                let within: Vec<_> = elements[start + 1..].iter().take_while(|e| e.is_in("ser")).collect();
                let colour = |inside: &[&str], outside: &str| {
                    let is_it = |e: &&&crate::package::Element| {
                        e.name == "srgbClr" && inside.iter().all(|name| e.is_in(name)) && !e.is_in(outside)
                    };
                    within.iter().find(is_it).map(|e| hex(e.get("val").unwrap()))
                };
                let fill = colour(&["spPr", "solidFill"], "ln").filter(|_| !part.is_empty());
                let outline = colour(&["spPr", "ln"], "dLbls").expect("an outline or a line");
                assert!(contrast(outline, WHITE) >= GRAPHICS, "{}: {part}", book.name);
                let is_bar = elements.iter().any(|e| e.name == "barChart");
                if let (true, Some(fill)) = (is_bar, fill) {
                    let ink = colour(&["dLbls", "solidFill"], "ln").unwrap_or(looks::BLACK);
                    assert!(contrast(ink, fill) >= TEXT, "{}: {part}: {ink:02x?} on {fill:02x?}", book.name);
                    bars += 1;
                }
            }
        }
    }
    assert!(bars > 20, "{bars} series of bars were found");
}

/// The fill of each rating word and letter, wherever it stands.
fn ratings() -> BTreeMap<String, Rgb> {
    const WORDS: [&str; 9] = ["Red", "Amber", "Green", "Complete", "Not rated", "R", "A", "G", "C"];
    let mut found = BTreeMap::new();
    for (book, text, fill) in filled_cells().filter(|(_, text, _)| WORDS.contains(&text.as_str())) {
        let before = *found.entry(text.clone()).or_insert(fill);
        assert_eq!(before, fill, "{book}: {text} has two colours");
    }
    found
}

#[test]
fn ratings_are_told_apart_by_word_by_letter_and_by_colour_in_any_eyes() {
    let ratings = ratings();
    let fill = |word: &str| ratings[word];
    let colours = [("Red", "R"), ("Amber", "A"), ("Green", "G"), ("Complete", "C")];
    for (word, letter) in colours {
        assert_eq!(fill(word), fill(letter), "{word}");
        assert!(word.starts_with(letter));
    }
    for (index, (one, _)) in colours.iter().enumerate() {
        for (other, _) in &colours[index + 1..] {
            let [a, b] = [fill(one), fill(other)];
            for (name, matrix) in &DEFICIENCIES {
                let apart = difference(seen_with(matrix, a), seen_with(matrix, b));
                assert!(apart >= 40.0, "{name}: {one} and {other} differ by {apart:.0}");
            }
            assert!(difference(a.map(linear), b.map(linear)) >= 40.0, "{one} and {other}");
        }
    }
    // In grey, what is off course never looks like what is on course; Red and Complete are alike, and the word tells.
    let grey = |word: &str| lab([luminance(fill(word)); 3])[0];
    for (one, other) in
        [("Red", "Amber"), ("Red", "Green"), ("Amber", "Green"), ("Amber", "Complete"), ("Green", "Complete")]
    {
        let apart = (grey(one) - grey(other)).abs();
        assert!(apart >= 15.0, "in grey {one} and {other} differ by {apart:.0}");
    }
}
