"""Where copies are printed: processes of this machine, or a dask cluster (distributed's one home). Both are executors
of concurrent.futures, and whoever uses them sees no difference."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import connection, get_context, parent_process
from signal import SIG_IGN, SIGINT, signal
from typing import Any, ParamSpec, TypeVar

from plainleaf.findings import InputError, MissingError, Place, make_error

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(slots=True)
class Pool:
    """Workers. open: starts an executor, and another one where the first has died. shared: whether workers write to the
    same folders as this process."""

    open: Callable[[], Executor]
    workers: int
    shared: bool
    executor: Executor | None = None

    def submit(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Let a worker call *function*."""
        if self.executor is None:
            self.executor = self.open()
        return self.executor.submit(function, *args, **kwargs)

    def restart(self) -> None:
        """Go on with a new executor."""
        self.close()

    def close(self, *, wait: bool = True) -> None:
        """Stop the workers once they have ended what they do."""
        if self.executor is not None:
            self.executor.shutdown(wait=wait, cancel_futures=True)
        self.executor = None


@contextmanager
def open_local(jobs: int | None) -> Iterator[Pool]:
    """Open *jobs* processes of this machine, or one for each core; one job is done in this process."""
    workers = jobs or len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else jobs or os.cpu_count() or 1
    pool = Pool(_Here if workers == 1 else lambda: _start_processes(workers), workers, shared=True)
    try:
        yield pool
    finally:
        pool.close()


@contextmanager
def open_dask(scheduler: str | None) -> Iterator[Pool]:
    """Open the dask cluster at the address *scheduler*. Workers need plainleaf, and no folder in common."""
    if scheduler is None:
        hint = "--scheduler tcp://HOST:8786"
        raise InputError(make_error("B017", "a dask cluster needs its address", Place("--scheduler"), hint))
    try:
        from distributed import Client
    except ImportError:
        hint = "pip install 'plainleaf[dask]'"
        raise MissingError(make_error("B017", "dask.distributed is not installed", Place("--executor"), hint)) from None
    connect: Callable[..., Any] = Client
    try:
        client = connect(scheduler, timeout=20, set_as_default=False)
    except (OSError, ValueError, TimeoutError):
        hint = "start it with 'dask scheduler', and name its address"
        raise InputError(make_error("B017", "no dask scheduler answers", Place("--scheduler"), hint)) from None
    try:
        workers = sum(client.ncores().values()) or 1
        yield Pool(lambda: client.get_executor(pure=False, retries=3), workers, shared=False)
    finally:
        client.close()


class _Here(Executor):
    """Does what it is given at once, in this process."""

    def submit(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(function(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def _start_processes(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, get_context("spawn"), initializer=_prepare_worker)


def _prepare_worker() -> None:
    """Leave interrupts to the parent, and die with it."""
    signal(SIGINT, SIG_IGN)
    threading.Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    """Wait until the parent is gone: nobody would read what this process makes."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
