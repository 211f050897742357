"""A Spark standalone cluster on loopback: a master and two workers, ours to start and to stop."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pyspark

LOOPBACK = "127.0.0.1"
PATIENCE = 120  # seconds

# For little work: few partitions, and no time spent on compiling well what runs once.
SMALL = {
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.codegen.wholeStage": "false",
    "spark.executor.memory": "512m",
    "spark.executor.extraJavaOptions": "-XX:TieredStopAtLevel=1",
}


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[str]:
    """The address of a master with `workers` workers of one core each; logs lie in `folder`."""
    port = free_port()
    address = f"spark://{LOOPBACK}:{port}"
    with ExitStack() as running:
        started(
            *(running, folder / "master.log", "master.Master"),
            *("--host", LOOPBACK, "--port", str(port), "--webui-port", "0"),
        )
        said(folder / "master.log", f"Starting Spark master at {address}")
        for number in range(workers):
            started(
                *(running, folder / f"worker{number}.log", "worker.Worker", address),
                *("--host", LOOPBACK, "--webui-port", "0", "--cores", "1", "--memory", "512m"),
                *("--work-dir", str(folder / f"work{number}")),
            )
        for number in range(workers):
            said(folder / f"worker{number}.log", "Successfully registered with master")
        yield address


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind((LOOPBACK, 0))
        return listening.getsockname()[1]


def started(running: ExitStack, log: Path, what: str, *options: str) -> None:
    """Start one of Spark's daemons; it is stopped when `running` closes."""
    home = Path(pyspark.__file__).parent
    process = subprocess.Popen(
        [home / "bin" / "spark-class", f"org.apache.spark.deploy.{what}", *options],
        stdout=running.enter_context(log.open("w")),
        stderr=subprocess.STDOUT,
        env={**os.environ, "SPARK_LOCAL_IP": LOOPBACK, "SPARK_DAEMON_MEMORY": "256m"},
    )
    running.callback(process.wait)
    running.callback(process.terminate)


def said(log: Path, words: str) -> None:
    """Wait until a daemon has written `words`."""
    until = time.monotonic() + PATIENCE
    while words not in log.read_text():
        if time.monotonic() > until:
            raise TimeoutError(f"{log.name}: not heard: {words}\n{log.read_text()[-2000:]}")
        time.sleep(0.1)
