"""A real dask cluster on this machine: the same bytes, though a worker is killed in mid-run."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from distributed import Client, LocalCluster

from plainleaf.batch.executors import open_dask
from plainleaf.batch.ledger import Entry
from plainleaf.cli import cli
from plainleaf.findings import PlainleafError
from tables import Witness, digest_folder, make_rows, print_table, write_table

pytestmark = pytest.mark.filterwarnings("ignore")  # distributed's own


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    """Two workers, each a process of its own, watched by a nanny that starts them anew."""
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        yield cluster


class Killer(Witness):
    """Kills a worker of the cluster once some copies are there."""

    def __init__(self, pids: list[int], after: int) -> None:
        super().__init__()
        self.pids, self.after = pids, after

    def show(self, entry: Entry, *, made: bool) -> None:
        super().show(entry, made=made)
        if self.pids and len(self.made) >= self.after:
            os.kill(self.pids.pop(), signal.SIGKILL)
            self.pids.clear()


def test_a_cluster_gives_the_same_bytes_though_a_worker_is_killed(cluster: LocalCluster, tmp_path: Path) -> None:
    """Nothing lost, nothing twice; what travels back is the files themselves: no folder in common is needed."""
    table = write_table(tmp_path / "t.csv", make_rows(150, ["en", "pl"]))
    print_table(table, tmp_path / "here")
    with Client(cluster) as client:
        pids = list(client.run(os.getpid).values())
    witness = Killer(pids[:1], after=20)
    with open_dask(cluster.scheduler_address) as pool:
        summary = print_table(table, tmp_path / "there", witness, pool=pool)
    assert (summary.made, summary.refused, witness.pids) == (150, 0, [])
    assert len(witness.made) == len(set(witness.made)) == 150
    assert digest_folder(tmp_path / "there") == digest_folder(tmp_path / "here")


def test_the_command_prints_on_a_cluster(cluster: LocalCluster, tmp_path: Path) -> None:
    """--executor dask --scheduler ADDRESS."""
    table = write_table(tmp_path / "t.csv", make_rows(3))
    arguments = ["batch", str(table), "-o", str(tmp_path / "out"), "-p", "clear", "--executor", "dask"]
    done = CliRunner().invoke(cli, [*arguments, "--scheduler", cluster.scheduler_address])
    assert done.exit_code == 0, done.output
    assert len(list((tmp_path / "out").glob("*.pdf"))) == 3


def test_a_cluster_that_is_not_there(tmp_path: Path) -> None:
    """A sentence, not a wait without end; and an address is needed at all."""
    table = write_table(tmp_path / "t.csv", make_rows(1))
    arguments = ["batch", str(table), "-o", str(tmp_path / "out"), "--executor", "dask"]
    done = CliRunner().invoke(cli, arguments)
    assert isinstance(done.exception, PlainleafError)
    assert "needs its address" in str(done.exception.findings[0].message)
