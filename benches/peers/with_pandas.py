"""The quicker script: pandas reads each return with python-calamine. PLAN RETURNS OUT"""

import pathlib
import sys

import pandas

import common


def rows(frame):
    start = frame.index[frame[0] == "Ref"][0]
    frame.columns = frame.loc[start]
    frame = frame.loc[start + 1:].dropna(subset=["Ref"])
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def returns(folder, leads):
    names = {lead["name"]: lead["id"] for lead in leads}
    for path in sorted(pathlib.Path(folder).iterdir()):
        frames = pandas.read_excel(path, sheet_name=["Start here", "Progress", "Measures"], header=None, engine="calamine")
        start = frames["Start here"]
        lead = names[start.loc[start[0] == "Return from", 1].iloc[0]]
        yield path.name, lead, rows(frames["Progress"]), rows(frames["Measures"])


plan, folder, out = sys.argv[1:]
pathlib.Path(out).mkdir(parents=True, exist_ok=True)
common.consolidate(plan, returns(folder, common.plan(plan)[2]), out)
