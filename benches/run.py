#!/usr/bin/env python3
"""Measures ragbook from outside, beside the floor and the usual scripts, in one run (benches/README.md says how).

    cargo build --release --bin ragbook --example floor --example nothing --example rows --example make_corpus
    python3 benches/run.py --sizes 25 1000 10000 45000 --rounds 5 --peer-rounds 1 --json benches/latest.json
    python3 benches/run.py --only-small --rounds 5     # start-up, one council's month, issue, a large sheet

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


def cpu(command, rounds):
    return statistics.median(run([str(part) for part in command])["cpu"] for _ in range(rounds))


def compared(name, goal, ours, theirs, note=""):
    print(f"| {name} | {ours * 1000:.1f} | {theirs * 1000:.1f} | {ours / theirs:.2f} | {goal} | {note}|", flush=True)


def small_things(bin_folder, corpora, rounds):
    """What a council of ordinary size waits for, each against the least that could do it. Seconds of processor time."""
    ragbook, tool = bin_folder / "ragbook", lambda name: bin_folder / "examples" / name
    corpus = corpora / "25"
    if not (corpus / "returns").exists():
        run([str(tool("make_corpus")), "25", str(corpus)])
    out = pathlib.Path(tempfile.mkdtemp(prefix="ragbook-bench-"))
    plan, month = ("--plan", corpus / "plan"), ("-p", "2019-11")
    print("\n| what | ms | least that could do it, ms | ratio | goal | |\n| --- | ---: | ---: | ---: | ---: | --- |")

    started = [run([str(ragbook), "--version"]) for _ in range(rounds * 10)]
    nothing = [run([str(tool("nothing"))]) for _ in range(rounds * 10)]
    for key in ("cpu", "wall"):
        of = lambda many: statistics.median(one[key] for one in many)
        compared(f"`--version` against an empty program, {key}", "2", of(started), of(nothing))

    def written(kind, folder, times=20):
        # So many rounds of writing less none, which only reads.
        return (cpu([tool("floor"), kind, folder, times], rounds) - cpu([tool("floor"), kind, folder, 0], rounds)) / times

    def issued():
        shutil.rmtree(out / "forms", ignore_errors=True)
        return run([str(part) for part in (ragbook, "issue", "-q", "--jobs", 1, *plan, *month, "--out", out / "forms")])

    ours = statistics.median(issued()["cpu"] for _ in range(rounds))
    idle = cpu([ragbook, "plan", "check", "-q", *plan], rounds)
    compared("`issue` for 25 returners against their cells alone", "1.5", ours, written("write", out / "forms"),
             f"reading the plan and starting, in it: {idle * 1000:.1f} ms ")

    def month_in(what, *more):
        return [ragbook, what, "-q", "--jobs", 1, *plan, *month, *more, corpus / "returns"]

    def consolidated():
        shutil.rmtree(out / "month", ignore_errors=True)
        return run([str(part) for part in month_in("consolidate", "--trial", "--out", out / "month")])

    ours = statistics.median(consolidated()["cpu"] for _ in range(rounds * 3)) - cpu(month_in("check"), rounds * 3)
    compared("writing a month of 25 returns (workbook, csvs, run.json) against a workbook of as many empty rows", "3", ours,
             written("empty", out / "month"), f"with cells and nothing else: {written('write', out / 'month') * 1000:.1f} ms ")

    book, rows = out / "month" / "2019-11-consolidated.xlsx", 100_000
    took = {}
    for who in ("neither", "ragbook", "library"):
        many = [run([str(tool("rows")), who, str(rows), str(book), "Exceptions"]) for _ in range(rounds)]
        took[who] = {key: statistics.median(one[key] for one in many) for key in ("cpu", "mb")}
    compared("100,000 exceptions against their cells alone", "1.3", took["ragbook"]["cpu"] - took["neither"]["cpu"],
             took["library"]["cpu"] - took["neither"]["cpu"],
             f"peak {took['ragbook']['mb']:.0f} MB, the library {took['library']['mb']:.0f} MB ")
    shutil.rmtree(out)


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


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=pathlib.Path, default=HERE.parent / "target" / "release")
    parser.add_argument("--corpora", type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()) / "ragbook-bench")
    parser.add_argument("--sizes", type=int, nargs="+", default=[25, 1000, 10000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--without-peers", action="store_true", help="leave the Python scripts out")
    parser.add_argument("--peer-rounds", type=int, help="rounds of the Python scripts, where fewer will do")
    parser.add_argument("--only-sizes", action="store_true", help="leave start-up, issue and the large sheet out")
    parser.add_argument("--only-small", action="store_true", help="start-up, issue and the large sheet only")
    parser.add_argument("--json", type=pathlib.Path, help="also add the figures by size to this file")
    asked = parser.parse_args()
    if not asked.only_sizes:
        small_things(asked.bin, asked.corpora, asked.rounds)
    found = {} if asked.only_small else measured(asked)
    if asked.json:
        known = json.loads(asked.json.read_text()) if asked.json.exists() else {}
        for name, figures in found.items():
            known.setdefault(name, {}).update(figures)
        asked.json.write_text(json.dumps(known, indent=1) + "\n")


main()
