"""A few worker processes that make leaflets for many clients: in turn, within limits, each within its time."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
import traceback
from collections import OrderedDict, deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from plainleaf.findings import PlainleafError

START_SECONDS = 60
"""Until a new worker must be ready: a cold machine reads a hundred modules from disk."""


class BusyError(Exception):
    """There is too much to do; try again soon."""


class FailedError(Exception):
    """A task took too long, or broke the worker. Says what kind of fault it was, never what was in the task."""


@dataclass(slots=True)
class _Task:
    name: str
    arguments: tuple[Any, ...]
    answer: asyncio.Future[Any]


class _Worker:
    """One process. It is asked by one thread at a time, and killed where it does not answer."""

    def __init__(self) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=_serve, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()

    def ask(self, name: str, arguments: tuple[Any, ...], seconds: float) -> Any:
        """Return what the task *name* returns, or raise what it raises; FailedError after *seconds*."""
        try:
            self.pipe.send((name, arguments))
            if not self.pipe.poll(seconds):
                raise FailedError(f"no answer within {seconds:g} seconds")
            good, answer = self.pipe.recv()
        except (OSError, EOFError) as error:
            raise FailedError(f"the worker is gone ({type(error).__name__})") from None
        if good:
            return answer
        raise answer

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


class Press:
    """The workers and who waits for them.

    seconds: for one task. each, most: how many tasks one client, and all, may have waiting.
    """

    def __init__(self, workers: int, *, seconds: float, each: int, most: int) -> None:
        self._count, self._seconds, self._each, self._most = workers, seconds, each, most
        self._queues: OrderedDict[str, deque[_Task]] = OrderedDict()
        self._there = asyncio.Condition()
        self._running: list[asyncio.Task[None]] = []

    @property
    def waiting(self) -> int:
        """How many tasks wait."""
        return sum(map(len, self._queues.values()))

    async def start(self) -> None:
        """Start the workers, and wait until each of them is ready."""
        ready = [asyncio.get_running_loop().create_future() for _ in range(self._count)]
        self._running = [asyncio.create_task(self._run(one)) for one in ready]
        await asyncio.gather(*ready)

    async def stop(self) -> None:
        """End the workers; what waits is cancelled."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        for queue in self._queues.values():
            for waiting in queue:
                waiting.answer.cancel()
        self._queues.clear()

    async def ask(self, client: str, name: str, *arguments: Any) -> Any:
        """Return what the task *name* (of ``bench.TASKS``) returns, or raise what it raises.

        Clients are served in turn, however much one of them asks. Raises BusyError where *client*, or everybody
        together, has too much waiting; FailedError where the worker failed. A task nobody waits for any more
        is not begun.
        """
        queue = self._queues.get(client)
        if self.waiting >= self._most or (queue is not None and len(queue) >= self._each):
            raise BusyError
        task = _Task(name, arguments, asyncio.get_running_loop().create_future())
        self._queues.setdefault(client, deque()).append(task)
        async with self._there:
            self._there.notify()
        return await task.answer

    async def _next(self) -> _Task:
        """Wait for a task and return it: the oldest of the client whose turn it is."""
        while True:
            async with self._there:
                await self._there.wait_for(lambda: self._queues)
                client, queue = self._queues.popitem(last=False)
                task = queue.popleft()
                if queue:
                    self._queues[client] = queue
            if not task.answer.done():
                return task

    async def _run(self, ready: asyncio.Future[None]) -> None:
        worker = await self._open()
        ready.set_result(None)
        try:
            while True:
                task = await self._next()
                try:
                    answer = await asyncio.to_thread(worker.ask, task.name, task.arguments, self._seconds)
                except FailedError as error:
                    _answer(task, error)
                    await asyncio.to_thread(worker.stop)
                    worker = await self._open()
                except Exception as error:
                    _answer(task, error)
                else:
                    if not task.answer.done():
                        task.answer.set_result(answer)
                    del answer
                del task  # what it held is not kept until the next one comes
        finally:
            worker.stop()

    async def _open(self) -> _Worker:
        worker = await asyncio.to_thread(_Worker)
        await asyncio.to_thread(worker.ask, "ready", (), START_SECONDS)
        return worker


def _answer(task: _Task, error: Exception) -> None:
    if not task.answer.done():
        task.answer.set_exception(error)


def _serve(pipe: Connection) -> None:
    """Answer tasks until the other end is gone: the life of a worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for the server, which then ends the workers
    gc.set_threshold(50_000)
    from plainleaf.web.bench import TASKS

    with suppress(EOFError, OSError):  # the other end is gone
        while True:
            name, arguments = pipe.recv()
            pipe.send(_work(TASKS[name], arguments) if name != "ready" else (True, None))
            del name, arguments
            gc.collect()  # while nobody waits for this answer: a leaflet leaves cycles, which would pile up


def _work(task: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[bool, Any]:
    """Return whether *task* went well, and what it returned or what is to be raised."""
    try:
        return True, task(*arguments)
    except (PlainleafError, IndexError) as error:
        return False, error
    except Exception as error:
        return False, FailedError(describe_fault(error))


def describe_fault(error: BaseException) -> str:
    """Return the kind of *error* and where it arose, without its message, which may hold what somebody typed."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"


def log_fault(error: BaseException) -> None:
    """Write what kind of fault it was to standard error."""
    text = str(error) if isinstance(error, FailedError) else describe_fault(error)
    print(f"plainleaf: {text}", file=sys.stderr, flush=True)
