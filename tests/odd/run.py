"""run.py [--only WORD,WORD] [--office] [--keep DIR] [--binary PATH]: makes odd workbooks, runs each through `ragbook inspect`,
`check` and `consolidate` with time and memory measured, and prints the table of outcomes.

Ends with status 1 when a file panics, takes over 10 s or 512 MiB, ends as neither a return nor an exception, loses a value without
an exception, or reads a value other than the good return has without an error on it.
"""
import argparse
import collections
import csv
import json
import pathlib
import subprocess
import sys
import tempfile

from odd import GOOD, PERIOD, PLAN, REFUSED, ROOT, SAME

SECONDS, MEBIBYTES = 10, 512
CODES = {"F01": "cannot be opened", "F02": "password", "F03": "no workbook", "F04": "not a return", "F05": "too large", "F11": "too slow"}


class Run:
    """One run of the program: status, what it said, processor seconds, peak memory of it and its children in MiB."""

    def __init__(self, binary, *words):
        # Measured by a small process between: a child's peak is never told as less than that of the process that forked it.
        told = subprocess.run(
            [sys.executable, pathlib.Path(__file__).with_name("measured.py"), binary, *words],
            capture_output=True,
            check=True,
        )
        told = json.loads(told.stdout)
        self.status, self.cpu, self.peak = told["status"], told["cpu"], told["peak"]
        self.err = told["err"]

    def wrong(self):
        if "panicked" in self.err or self.status not in (0, 1):
            return f"ended with {self.status}: {self.err[-300:]}"
        # The processor's time: other work on the machine is no fault of the file's.
        if self.cpu > SECONDS or self.peak > MEBIBYTES:
            return f"{self.cpu:.1f} s of processor time, {self.peak:.0f} MiB"
        return None


def rows(path):
    with open(path, newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def consolidated(binary, returns):
    """Values by ref, exceptions and rows of returns.csv for these returns."""
    with tempfile.TemporaryDirectory() as out:
        # A table of text says no month of its own.
        assumed = ["--assume-period"] if pathlib.Path(returns).suffix == ".csv" else []
        run = Run(binary, "consolidate", "--trial", "--plan", PLAN, "--period", PERIOD, *assumed, "--out", out, returns)
        data = pathlib.Path(out) / f"{PERIOD}-data"
        if not data.is_dir():
            return run, {}, [], []
        used = [r for r in rows(data / "contributions.csv") if r["used"] == "yes" and r["value"]]
        return run, {(r["returner"], r["ref"]): r["value"] for r in used}, rows(data / "exceptions.csv"), rows(data / "returns.csv")


class Judge:
    """What each made file must end as, and whether it did."""

    def __init__(self, binary):
        self.binary = binary
        self.good = {name: consolidated(binary, ROOT / "samples" / PERIOD / name)[1] for name in GOOD}
        self.table = collections.defaultdict(collections.Counter)
        self.slowest, self.largest = (0, ""), (0, "")

    def judge(self, made, folder):
        path = folder / made.name
        path.write_bytes(made.data)
        inspect = Run(self.binary, "inspect", f"{folder}/{made.name}")
        check = Run(self.binary, "check", "--plan", PLAN, "--period", PERIOD, path)
        month, values, exceptions, states = consolidated(self.binary, path)
        wrong = [f"{name}: {run.wrong()}" for name, run in [("inspect", inspect), ("check", check), ("consolidate", month)] if run.wrong()]
        for run in (inspect, check, month):
            self.slowest = max(self.slowest, (run.cpu, made.name))
            self.largest = max(self.largest, (run.peak, made.name))
        outcome = self.outcome(states, exceptions)
        self.table[made.kind][outcome] += 1
        if outcome == "none":
            wrong.append("ended as nothing")
        wrong += self.compare(made, values, exceptions, outcome)
        path.unlink()
        return wrong

    @staticmethod
    def outcome(states, exceptions):
        found = {row["state"] for row in states}
        if "read" in found:
            return "a return, with errors" if any(e["severity"] == "error" and e["code"] != "W07" for e in exceptions) else "a return"
        codes = [e["code"] for e in exceptions if e["file"] and e["code"] != "W07"]
        if codes:
            first = next((c for c in codes if c in CODES), codes[0])
            return f"{first} {CODES.get(first, '')}".strip()
        return next(iter(found)) if found else "none"

    def compare(self, made, values, exceptions, outcome):
        if made.must == REFUSED:
            return [f"must be refused, is {outcome}"] if outcome.startswith("a return") and values else []
        if made.good is None:
            return []
        good = self.good[made.good]
        if made.must == SAME and not outcome.startswith("a return"):
            return [f"must be a return, is {outcome}"]
        if made.must == SAME and values != good:
            return [f"must be the same, differs: {sorted(set(values.items()) ^ set(good.items()))}"]
        about = {e["measure"] for e in exceptions}
        whole = any(e["severity"] == "error" and not e["measure"] for e in exceptions)
        wrong = []
        for key, value in good.items():
            if values.get(key, value) != value:
                wrong.append(f"{key[1]} is {values[key]}, not {value}" + ("" if key[1] in about else ", without an exception"))
            elif key not in values and key[1] not in about and not whole:
                wrong.append(f"{key[1]} is lost without an exception")
        return wrong + [f"{key[1]} was never typed" for key in values.keys() - good.keys()]

    def print(self, count, wrong):
        outcomes = sorted({o for row in self.table.values() for o in row})
        print("| made by | files | " + " | ".join(outcomes) + " |")
        print("| --- " * (len(outcomes) + 2) + "|")
        for kind, row in self.table.items():
            print(f"| {kind} | {sum(row.values())} | " + " | ".join(str(row[o] or "") for o in outcomes) + " |")
        print(f"\n{count} files; {wrong} of them wrong; slowest {self.slowest[0]:.2f} s ({self.slowest[1]}), "
              f"largest {self.largest[0]:.0f} MiB ({self.largest[1]})")


def generators(with_office):
    import books
    import ooxml
    import texts
    import zips

    found = [ooxml, zips, books, texts]
    if with_office:
        import office

        found.append(office)
    return found


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--binary", default=ROOT / "target" / "release" / "ragbook")
    asked.add_argument("--only", default="", help="kinds that hold one of these words")
    asked.add_argument("--office", action="store_true", help="LibreOffice conversions too (minutes)")
    asked.add_argument("--every", type=int, default=1, help="one of so many files")
    asked.add_argument("--keep", type=pathlib.Path, help="keeps files that are wrong")
    asked = asked.parse_args()
    words = [w for w in asked.only.split(",") if w]
    judge, count, wrong = Judge(asked.binary), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for generator in generators(asked.office):
            for number, made in enumerate(generator.made()):
                if (words and not any(w in made.kind for w in words)) or number % asked.every:
                    continue
                count += 1
                if faults := judge.judge(made, pathlib.Path(folder)):
                    wrong += 1
                    print(f"{made.kind} · {made.name!r}: " + "; ".join(faults), flush=True)
                    if asked.keep:
                        asked.keep.mkdir(exist_ok=True)
                        (asked.keep / f"{made.kind} {made.name}"[:120].replace("/", "-")).write_bytes(made.data)
    judge.print(count, wrong)
    sys.exit(1 if wrong else 0)


main()
