#!/usr/bin/env python3
"""Measures ragbook from outside, beside the floor and the usual scripts, in one run (benches/README.md says how).

    cargo build --release --bin ragbook --example floor --example nothing --example make_corpus
    python3 benches/run.py --sizes 25 1000 10000 45000 --rounds 5 --peer-rounds 1 --json benches/latest.json
    python3 benches/run.py --small --json benches/latest.json     # start-up, one council's month, issue

Rounds are interleaved: every program runs once per round. Reported are medians of processor time (user and system), which other
work on the machine disturbs least, of wall time, and the largest resident memory of any round."""

import argparse
import json
import os
import pathlib
import shutil
import statistics
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent


def run(command, environment=None):
    start = time.perf_counter()
    child = os.fork()
    if child == 0:
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, 1)
        os.execvpe(command[0], command, {**os.environ, **(environment or {})})
    _, status, used = os.wait4(child, 0)
    if status:
        sys.exit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return {"cpu": used.ru_utime + used.ru_stime, "wall": time.perf_counter() - start, "mb": used.ru_maxrss / 1024}


def programs(bin_folder, corpus, out, python, cores):
    ragbook, floor = str(bin_folder / "ragbook"), str(bin_folder / "examples" / "floor")
    plan, returns = str(corpus / "plan"), str(corpus / "returns")

    def of_ragbook(command, jobs, *more):
        return [ragbook, command, "-q", "--jobs", str(jobs), "--plan", plan, "-p", "2019-11", *more, returns]

    all_of_them = {
        "inflate, 1 core": [floor, "inflate", returns, "1"],
        "calamine's cells, 1 core": [floor, "cells", returns, "1"],
        f"calamine's cells, {cores} cores": [floor, "cells", returns, str(cores)],
        "consolidate, 1 core": of_ragbook("consolidate", 1, "--trial", "--out", str(out)),
        f"consolidate, {cores} cores": of_ragbook("consolidate", cores, "--trial", "--out", str(out)),
    }
    for peer in ("with_openpyxl", "with_pandas"):
        if python:
            all_of_them[peer] = [sys.executable, str(HERE / "peers" / f"{peer}.py"), plan, returns, str(out)]
    return all_of_them


def measured(asked):
    """Programs over corpora of these sizes: what each took, by program and size."""
    found = {}
    for size in asked.sizes:
        corpus = asked.corpora / str(size)
        if not (corpus / "returns").exists():
            run([str(asked.bin / "examples" / "make_corpus"), str(size), str(corpus)])
        out = pathlib.Path(tempfile.mkdtemp(prefix="ragbook-bench-"))
        wanted = programs(asked.bin, corpus, out, not asked.without_peers, os.cpu_count())
        rounds = {name: [] for name in wanted}
        for number in range(asked.rounds):
            for name, command in wanted.items():
                if not name.startswith("with_") or number < (asked.peer_rounds or asked.rounds):
                    rounds[name].append(run(command))
        shutil.rmtree(out)
        base = statistics.median(r["cpu"] for r in rounds["calamine's cells, 1 core"])
        print(f"\n{size} returns, {asked.rounds} rounds\n")
        print("| what | CPU ms/return | ratio to calamine's cells | wall s | peak MB |\n| --- | ---: | ---: | ---: | ---: |")
        for name, took in rounds.items():
            cpu, wall = (statistics.median(r[key] for r in took) for key in ("cpu", "wall"))
            peak = max(r["mb"] for r in took)
            found.setdefault(name, {})[str(size)] = {"cpu": cpu, "wall": wall, "mb": peak, "rounds": len(took)}
            print(f"| {name} | {cpu / size * 1000:.3f} | {cpu / base:.2f} | {wall:.2f} | {peak:.0f} |", flush=True)
    return found


def small(asked):
    """Start-up, one council's month and its blank returns, on the samples: CPU seconds, ours and the floor's, of each."""
    ragbook, nothing, floor = (str(asked.bin / name) for name in ("ragbook", "examples/nothing", "examples/floor"))
    samples = HERE.parent / "samples"
    plan = ["--plan", str(samples / "plan"), "--period", "2019-11"]

    def median(command, rounds):
        return statistics.median(run(command)["cpu"] for _ in range(rounds))

    def written(books, rounds=20):
        """What rust_xlsxwriter takes to write the cells of these workbooks, and nothing else."""
        # Processor time like ours: what more rounds cost, so that reading the book is not counted.
        took = lambda book, times: statistics.median(run([floor, "write", str(book), str(times)])["cpu"] for _ in range(3))
        return sum((took(book, rounds + 1) - took(book, 1)) / rounds for book in books)

    out = pathlib.Path(tempfile.mkdtemp(prefix="ragbook-bench-"))
    month = [ragbook, "consolidate", "-q", "--trial", "--jobs", "1", *plan, "--out", str(out / "month"), str(samples / "2019-11")]
    issue = [ragbook, "issue", "-q", "--jobs", "1", *plan, "--out", str(out / "issue")]
    run(month)
    run(issue)
    forms = sorted((out / "issue").glob("*.xlsx"))
    figures = {
        "start-up (--version)": (median([ragbook, "--version"], 200), median([nothing], 200)),
        "one council's month": (median(month, 15), written(sorted((out / "month").glob("*.xlsx")))),
        f"issue, {len(forms)} blank returns": (median(issue, 15), written(forms)),
    }
    shutil.rmtree(out)
    print("\n| what | ragbook CPU ms | floor ms | ratio |\n| --- | ---: | ---: | ---: |")
    for name, (ours, least) in figures.items():
        print(f"| {name} | {ours * 1000:.1f} | {least * 1000:.1f} | {ours / least:.2f} |")
    return {name: {"ours": ours, "floor": least} for name, (ours, least) in figures.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=pathlib.Path, default=HERE.parent / "target" / "release")
    parser.add_argument("--corpora", type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()) / "ragbook-bench")
    parser.add_argument("--sizes", type=int, nargs="+", default=[25, 1000, 10000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--without-peers", action="store_true", help="leave the Python scripts out")
    parser.add_argument("--peer-rounds", type=int, help="rounds of the Python scripts, where fewer will do")
    parser.add_argument("--small", action="store_true", help="start-up, one council's month, issue; no corpora")
    parser.add_argument("--json", type=pathlib.Path, help="also add the figures to this file")
    asked = parser.parse_args()
    if asked.small:
        found = {"small": small(asked)}
    else:
        found = measured(asked)
    if asked.json:
        known = json.loads(asked.json.read_text()) if asked.json.exists() else {}
        for name, figures in found.items():
            known.setdefault(name, {}).update(figures)
        asked.json.write_text(json.dumps(known, indent=1) + "\n")


main()
