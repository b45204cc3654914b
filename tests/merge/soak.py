"""Ten thousand random histories, shared among the languages: `make soak`.

Takes how many there are to be and the number of the first. Says which failed, by their numbers; the same numbers give
the same histories.
"""

from __future__ import annotations

import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor

from merge_dialects import DIALECTS
from merge_histories import lived

#: How many of a hundred histories are in which language.
SHARES = {"plain": 20, "python": 20, "script": 30, "hcl": 30}


def live(asked: tuple[str, int]) -> str:
    """Live one history; gives what went wrong, or nothing."""
    name, number = asked
    try:
        lived(number, DIALECTS[name])
    except Exception as error:
        return f"{name} {number}: {type(error).__name__}: {error}"
    return ""


def soak(count: int, first: int) -> int:
    """Live so many histories and say how it went; gives how many failed."""
    names = [name for name, share in SHARES.items() for _ in range(share)]
    asked = [(names[number % len(names)], number) for number in range(first, first + count)]
    started, failed = time.monotonic(), 0
    with ProcessPoolExecutor(os.cpu_count()) as workers:
        for done, fault in enumerate(workers.map(live, asked, chunksize=20), 1):
            if fault:
                failed += 1
                print(fault, flush=True)
            if done % 1000 == 0:
                print(f"{done} histories, {failed} failed, {time.monotonic() - started:.0f} s", flush=True)
    return failed


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    sys.exit(1 if soak(*(given + [10_000, 0][len(given) :])) else 0)
