"""What many threads ask for at once is made once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from ingest.text.once import once


def test_one_makes_it_and_the_others_wait_for_it() -> None:
    made, begun, all_here = [], threading.Event(), threading.Event()

    @once
    def words() -> object:
        begun.set()
        all_here.wait(10)
        made.append(object())
        return made[0]

    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(words) for _ in range(8)]
        assert begun.wait(10)
        all_here.set()
        assert {id(one.result(10)) for one in asked} == {id(made[0])} and len(made) == 1
