"""What the generators share: a made file, and what it must end as."""
import io
import pathlib
import re
import zipfile
from typing import NamedTuple

ROOT = pathlib.Path(__file__).resolve().parents[2]
PLAN = ROOT / "samples" / "plan"
PERIOD = "2019-11"
# A return of percents made from two numbers, one of counts, one with a text answer: all without an error.
GOOD = [
    "2019-11 0-19 service lead and named nurse.xlsx",
    "2019-11 Simone White.xlsx",
    "2019-11 Hannah Myers.xlsx",
]

# What a made file must end as.
SAME = "same"  # a return, with every value of the good one
TOLD = "told"  # a return or not; each value of the good one as it was, or an exception in its place
REFUSED = "refused"  # nothing of it used, and an error that says why


class Made(NamedTuple):
    """A made file. `good` is the name of the good return it was made from, if any."""

    kind: str
    name: str
    data: bytes
    must: str
    good: str | None = None


def good(number=0):
    """Name and bytes of a good return."""
    name = GOOD[number]
    return name, (ROOT / "samples" / PERIOD / name).read_bytes()


def parts(data):
    """The parts of a workbook, by name, in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(files, method=zipfile.ZIP_DEFLATED):
    """A zip of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, content in files.items():
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, method)
    return out.getvalue()


def changed(files, name, change):
    """The parts with one of them changed; `change` takes and gives text or bytes."""
    if name not in files:
        raise KeyError(name)
    after = change(files[name])
    return {**files, name: after.encode() if isinstance(after, str) else after}


def sub(pattern, by, count=0):
    """A change of text by pattern, which must be there."""

    def change(content):
        text, times = re.subn(pattern, by, content.decode(), count=count, flags=re.S)
        if not times:
            raise ValueError(f"{pattern} is not there")
        return text

    return change
