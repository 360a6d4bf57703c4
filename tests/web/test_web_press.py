"""The workers: in turn, within limits, and one that hangs or breaks takes nobody else with it."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from plainleaf.build import Job
from plainleaf.findings import PlainleafError
from plainleaf.web.press import BusyError, FailedError, Press, describe_fault

LEAFLET = Job("baclofen-tablets", "pl")


def run(work: Callable[[Press], Awaitable[Any]], **limits: Any) -> Any:
    """Run *work* with a press of one worker."""

    async def go() -> Any:
        press = Press(1, **{"seconds": 30, "each": 64, "most": 256, **limits})
        await press.start()
        try:
            return await work(press)
        finally:
            await press.stop()

    return asyncio.run(go())


def youngest_worker() -> int:
    """Return the process id of the worker that was started last."""
    child = max(multiprocessing.active_children(), key=lambda one: int(one.name.rpartition("-")[2]))
    assert child.pid is not None
    return child.pid


def test_a_leaflet_comes_back() -> None:
    """Whole, with its facts."""
    made = run(lambda press: press.ask("a", "make", LEAFLET))
    assert made.pdf.startswith(b"%PDF")
    assert (made.status, made.pages > 10) == ("draft", True)


def test_a_refusal_comes_back_as_it_was_raised() -> None:
    """With every finding."""

    async def work(press: Press) -> None:
        with pytest.raises(PlainleafError) as caught:
            await press.ask("a", "make", Job("baclofen-tablets", "pl", release=True))
        assert "R001" in {finding.code for finding in caught.value.findings}

    run(work)


def test_a_worker_that_hangs_is_replaced() -> None:
    """Its task fails after its time; the next one is done."""

    async def work(press: Press) -> None:
        os.kill(youngest_worker(), signal.SIGSTOP)
        began = time.monotonic()
        with pytest.raises(FailedError, match="no answer within"):
            await press.ask("a", "make", LEAFLET)
        assert time.monotonic() - began < 20
        assert (await press.ask("b", "make", LEAFLET)).pdf.startswith(b"%PDF")

    run(work, seconds=5)


def test_a_worker_that_dies_is_replaced() -> None:
    """Whatever killed it."""

    async def work(press: Press) -> None:
        os.kill(youngest_worker(), signal.SIGKILL)
        with pytest.raises(FailedError, match="gone"):
            await press.ask("a", "make", LEAFLET)
        assert (await press.ask("a", "make", LEAFLET)).pdf.startswith(b"%PDF")

    run(work)


def test_a_fault_says_what_it_is_and_not_what_was_typed() -> None:
    """It may end in a log."""

    async def work(press: Press) -> None:
        with pytest.raises(FailedError) as caught:
            await press.ask("a", "paint", b"Ada Lovelace", 1, 100)
        assert "Lovelace" not in str(caught.value)
        assert "PdfiumError" in str(caught.value)

    run(work)
    with pytest.raises(ValueError, match="Lovelace") as caught:
        int("Ada Lovelace")
    assert "Lovelace" not in describe_fault(caught.value)


def test_clients_are_served_in_turn() -> None:
    """Who asks for one leaflet does not wait for the hundred that another asked for before."""
    done: list[str] = []

    async def one(press: Press, client: str) -> None:
        await press.ask(client, "make", LEAFLET)
        done.append(client)

    async def work(press: Press) -> None:
        flood = [asyncio.create_task(one(press, "flood")) for _ in range(10)]
        await asyncio.sleep(0)
        await asyncio.gather(*flood, *(one(press, f"client {number}") for number in range(3)))

    run(work)
    assert max(done.index(f"client {number}") for number in range(3)) <= 6


def test_two_who_flood_share_the_time() -> None:
    """One after the other, not one before the other."""
    done: list[str] = []

    async def one(press: Press, client: str) -> None:
        await press.ask(client, "make", LEAFLET)
        done.append(client)

    async def work(press: Press) -> None:
        await asyncio.gather(*(one(press, client) for client in "aaaaabbbbb"))

    run(work)
    assert abs(done[:6].count("a") - done[:6].count("b")) <= 1


def test_a_flood_is_refused_and_others_are_not() -> None:
    """Each client has its measure, and all together have theirs."""

    async def work(press: Press) -> None:
        flood = [asyncio.create_task(press.ask("flood", "make", LEAFLET)) for _ in range(20)]
        results = asyncio.gather(*flood, return_exceptions=True)
        await asyncio.sleep(0)
        assert (await press.ask("other", "make", LEAFLET)).pdf
        kinds = [type(result).__name__ for result in await results]
        assert 4 <= kinds.count("Made") <= 6
        assert kinds.count("BusyError") == 20 - kinds.count("Made")

    run(work, each=4)

    async def crowd(press: Press) -> None:
        asked = [press.ask(f"client {number}", "make", LEAFLET) for number in range(20)]
        results = await asyncio.gather(*asked, return_exceptions=True)
        assert any(isinstance(result, BusyError) for result in results)

    run(crowd, most=5)


def test_what_nobody_waits_for_is_not_made() -> None:
    """A browser that chose something else has gone."""

    async def work(press: Press) -> None:
        gone = [asyncio.create_task(press.ask("a", "make", LEAFLET)) for _ in range(5)]
        await asyncio.sleep(0)
        for task in gone:
            task.cancel()
        began = time.monotonic()
        await press.ask("a", "paint", await first_pdf(press), 1, 100)
        assert press.waiting == 0
        assert time.monotonic() - began < 4

    async def first_pdf(press: Press) -> bytes:
        made = await press.ask("b", "make", LEAFLET)
        return bytes(made.pdf)

    run(work)
