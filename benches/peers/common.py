"""What both usual scripts do with the rows of the returns: merge, rate by the dates, list what is missing, and write with openpyxl.

A fair script: no check that ragbook makes beyond the obvious ones, no formats, no links; the sheets and CSVs that carry the
figures, in openpyxl's quickest way of writing."""

import csv
import datetime
import pathlib
from collections import defaultdict

from openpyxl import Workbook

PERIOD, AS_AT = "2019-11", datetime.date(2019, 11, 30)


def plan(folder):
    def rows(name):
        with open(pathlib.Path(folder) / name, encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return rows("actions.csv"), rows("measures.csv"), rows("leads.csv")


def day(value):
    if hasattr(value, "date"):
        return value.date()
    return value if isinstance(value, datetime.date) else None


def consolidate(plan_folder, returns, out):
    """`returns`: for each file its name, who sent it, the Progress rows and the Measures rows, as dicts by caption."""
    actions, measures, leads = plan(plan_folder)
    kinds = {m["ref"]: m for m in measures}
    progress, values, missing, came, sources = {}, defaultdict(list), [], {}, []
    for file, lead, said, given in returns:
        came[lead] = file
        for row in said:
            ref = str(row["Ref"])
            status = row.get("Status")
            progress[ref] = row
            for column in ("Status", "Forecast date", "Your RAG"):
                if not row.get(column):
                    missing.append((file, "Progress", ref, column, "no answer"))
            if status == "Complete" and not row.get("Evidence"):
                missing.append((file, "Progress", ref, "Evidence", "complete without evidence"))
        for row in given:
            ref = str(row["Ref"])
            if ref not in kinds:
                missing.append((file, "Measures", ref, "Ref", "not in the plan"))
                continue
            value, top, bottom = row.get("Value"), row.get("Numerator"), row.get("Denominator")
            if not isinstance(value, (int, float)) and row.get("Not available because") is None:
                missing.append((file, "Measures", ref, "Value", "no value"))
            sources.append((PERIOD, ref, lead, value, top, bottom, row.get("Not available because"), row.get("Note"), file))
            values[ref].append((value, top, bottom))
    for lead in leads:
        if lead["id"] not in came:
            missing.append(("", "", lead["id"], "", "no return"))

    book = Workbook(write_only=True)
    sheet, rows = book.create_sheet("Actions"), []
    for action in actions:
        row = progress.get(action["ref"], {})
        forecast, status, rag = day(row.get("Forecast date")), row.get("Status"), row.get("Your RAG")
        delivery = "Complete" if status == "Complete" and row.get("Evidence") else rag or "Not rated"
        rows.append((action["ref"], action["outcome"], action["activity"], action["lead_as_written"], action["target_date"],
                     status, forecast, rag, delivery, row.get("Commentary"), row.get("Evidence")))
    finish(sheet, out, "actions.csv", ("ref", "outcome", "activity", "lead", "target", "status", "forecast", "own_rag", "delivery",
                                       "commentary", "evidence"), rows)
    sheet, rows = book.create_sheet("Measures"), []
    for measure in measures:
        given = values.get(measure["ref"], [])
        if measure["unit"] == "percent":
            tops = [t for _, t, b in given if isinstance(t, (int, float)) and isinstance(b, (int, float))]
            bottoms = [b for _, t, b in given if isinstance(t, (int, float)) and isinstance(b, (int, float))]
            value = 100 * sum(tops) / sum(bottoms) if sum(bottoms) else None
        else:
            numbers = [v for v, _, _ in given if isinstance(v, (int, float))]
            value = numbers[0] if numbers else None
        target = float(measure["target"]) if measure["target"] else None
        rating = "Not rated"
        if value is not None and target is not None:
            met = value <= target if measure["polarity"] == "lower" else value >= target
            rating = "Green" if met else "Red"
        rows.append((measure["ref"], measure["action"], measure["measure"], measure["unit"], target, value, rating))
    finish(sheet, out, "measures.csv", ("ref", "action", "measure", "unit", "target", "value", "impact"), rows)
    finish(book.create_sheet("Sources"), out, "contributions.csv",
           ("period", "ref", "returner", "value", "numerator", "denominator", "absence", "note", "file"), sources)
    finish(book.create_sheet("Exceptions"), out, "exceptions.csv", ("file", "sheet", "ref", "column", "message"), missing)
    finish(book.create_sheet("Returns"), out, "returns.csv", ("lead", "file"), [(l["id"], came.get(l["id"])) for l in leads])
    book.save(pathlib.Path(out) / "consolidated.xlsx")


def finish(sheet, out, name, header, rows):
    sheet.append(header)
    with open(pathlib.Path(out) / name, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for row in rows:
            sheet.append(row)
            writer.writerow(row)
