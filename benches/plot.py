#!/usr/bin/env python3
"""Draws time and memory against the number of returns, from the JSON that benches/run.py wrote: two small plots as SVG.

    python3 benches/plot.py benches/latest.json benches/

Both axes are logarithmic: a program whose time per return is constant is a straight line."""

import json
import math
import pathlib
import sys

SHOWN = [  # name in the JSON, name in the plot, colour, dashes; told apart by dashes and by name too
    ("with_openpyxl", "openpyxl", "#b45309", "2 3"),
    ("with_pandas", "pandas", "#7c3aed", "6 3"),
    ("consolidate, 1 core", "ragbook, 1 core", "#0b57a4", ""),
    ("consolidate, 2 cores", "ragbook, 2 cores", "#0b57a4", "8 3 2 3"),
    ("calamine's cells, 1 core", "calamine's cells", "#4b5563", "1 2"),
]
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 420, 70, 160, 46, 50


def number(value):
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"


def ticks(low, high):
    return [10.0**power for power in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)]


def drawn(found, key, title, unit):
    lines = []
    for name, label, colour, dashes in SHOWN:
        points = sorted((int(size), figures[key]) for size, figures in found.get(name, {}).items() if int(size) > 0)
        if points:
            lines.append((label, colour, dashes, points))
    sizes = sorted({size for *_, points in lines for size, _ in points})
    values = [value for *_, points in lines for _, value in points]
    scale = ticks(min(values), max(values))
    x_low, x_high = math.log10(sizes[0]), math.log10(sizes[-1])
    y_low, y_high = math.log10(scale[0]), math.log10(scale[-1])
    x = lambda size: LEFT + (math.log10(size) - x_low) / (x_high - x_low) * (WIDTH - LEFT - RIGHT)
    y = lambda value: HEIGHT - BOTTOM - (math.log10(value) - y_low) / (y_high - y_low) * (HEIGHT - TOP - BOTTOM)
    told = "; ".join(
        f"{label}: " + ", ".join(f"{number(value)} {unit} at {size:,}" for size, value in points)
        for label, _, _, points in lines
    )
    svg = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="t d" '
        'font-family="sans-serif" font-size="13">',
        f'<title id="t">{title}</title><desc id="d">{told}.</desc>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="24" font-size="16">{title}</text>',
    ]
    for value in scale:
        svg.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(value):.1f}" y2="{y(value):.1f}" stroke="#d1d5db"/>')
        svg.append(f'<text x="{LEFT - 8}" y="{y(value) + 4:.1f}" text-anchor="end">{number(value)}</text>')
    for size in sizes:
        svg.append(f'<text x="{x(size):.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{size:,}</text>')
    svg.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 8}" text-anchor="middle">returns</text>')
    ends = []
    for label, colour, dashes, points in lines:
        path = " ".join(f"{x(size):.1f},{y(value):.1f}" for size, value in points)
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        svg.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"{dashed}/>')
        svg += [f'<circle cx="{x(s):.1f}" cy="{y(v):.1f}" r="3" fill="{colour}"/>' for s, v in points]
        ends.append([y(points[-1][1]), x(points[-1][0]), label, colour])
    floor = 0.0
    for at, across, label, colour in sorted(ends):  # labels keep apart
        floor = max(at, floor + 15)
        svg.append(f'<text x="{across + 8:.1f}" y="{floor + 4:.1f}" fill="{colour}">{label}</text>')
    return "\n".join([*svg, "</svg>", ""])


def main():
    found, folder = json.loads(pathlib.Path(sys.argv[1]).read_text()), pathlib.Path(sys.argv[2])
    (folder / "time.svg").write_text(drawn(found, "cpu", "Processor time of a whole run, seconds", "s"))
    (folder / "memory.svg").write_text(drawn(found, "mb", "Peak memory, MB", "MB"))


main()
