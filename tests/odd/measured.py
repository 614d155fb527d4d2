"""measured.py PROGRAM WORDS: runs a program and prints its status, processor seconds, peak memory (MiB) and messages as JSON."""
import json
import resource
import subprocess
import sys

LONGEST = 60
try:
    done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, timeout=LONGEST, check=False)
    status, err = done.returncode, done.stderr.decode(errors="replace")
except subprocess.TimeoutExpired:
    status, err = 124, f"took over {LONGEST} s"
used = resource.getrusage(resource.RUSAGE_CHILDREN)
json.dump({"status": status, "cpu": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss / 1024, "err": err}, sys.stdout)
