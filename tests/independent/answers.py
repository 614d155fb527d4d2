"""What the two filling programs type into a blank return, and where it must come out again.

Both find the tables by their captions, as a person would. `answer(unit, n)` gives what is typed for the n-th row:
(cells by caption, the value that contributions.csv must then show).
"""
import datetime

FIRST_ROWS = 20


def answer(unit, n, fraction):
    """Cells to type by caption, and the value expected in contributions.csv."""
    if unit == "percent" and fraction:
        return {"Numerator": 15 + n, "Denominator": 40 + n}, decimal((15 + n) * 100, 40 + n)
    if unit == "percent":
        return {"Value": 0.625}, "62.5"
    if unit == "a date" or unit == "date":
        day = datetime.date(2019, 11, 1 + n % 28)
        return {"Value": day}, day.isoformat()
    if unit in ("days", "weeks", "whole number", "a whole number", "count"):
        return {"Value": 7 + n}, str(7 + n)
    if unit in ("number", "a number"):
        return {"Value": 2.25 + n % 10 / 4}, decimal(225 + n % 10 * 25, 100)
    return {"Value": f"Illustrative data {n}"}, f"Illustrative data {n}"


def decimal(numerator, denominator):
    """Plain decimal, at most six places, rounded half up."""
    from decimal import ROUND_HALF_UP, Decimal

    exact = (Decimal(numerator) / Decimal(denominator)).quantize(Decimal("0.000001"), ROUND_HALF_UP)
    return format(exact.normalize(), "f")


PROGRESS = {
    "Status": "In progress",
    "Forecast date": datetime.date(2020, 3, 31),
    "Your RAG": "Amber",
    "Commentary": "Illustrative data: done, next, in the way",
    "Evidence": "Illustrative data: a document",
}
