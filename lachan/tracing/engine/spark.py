"""A Spark cluster, or Spark in this process, as an Ibis connection on which `frames` can trace.

Needs the extra `spark` (pyspark) and a Java 17 runtime. The driver runs here; the workers of a
cluster must see the files under the same paths.
"""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import ibis
from ibis.expr.types import Table

if TYPE_CHECKING:
    from ibis.backends.pyspark import Backend

LOOPBACK = "127.0.0.1"
QUIET = Path(__file__).with_name("log4j2.properties")
SETTINGS = {
    "spark.app.name": "lachan trace",
    "spark.sql.session.timeZone": "UTC",
    # Labels come back as Arrow, which is quicker and keeps int64 whole.
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    # Enough for tens of millions of stays; Spark joins them again where there is less to do.
    "spark.sql.shuffle.partitions": "64",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={QUIET.as_uri()}",
}


class NoSpark(Exception):
    """There is no Spark to trace on; the message says what is missing."""


@contextmanager
def session(master: str, settings: Mapping[str, str] | None = None) -> Iterator[Backend]:
    """A connection to `master`: `spark://host:port`, or `local[n]` for n threads here.

    `settings` are Spark's own and go over ours, `spark.executor.memory` for one. The session ends
    with the block. Raises NoSpark where pyspark or Java is missing or no master answers.
    """
    try:
        from pyspark.errors import PySparkRuntimeError
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise NoSpark("pyspark is not installed: install lachan[spark]") from error

    builder = SparkSession.builder.master(master)
    for name, value in {**SETTINGS, **nearby(master), **(settings or {})}.items():
        builder = builder.config(name, value)
    try:
        spark = builder.getOrCreate()
    except PySparkRuntimeError as error:
        raise NoSpark(f"Spark did not start; it needs Java 17: {error}") from error
    try:
        yield ibis.pyspark.connect(spark)
    finally:
        spark.stop()


def nearby(master: str) -> dict[str, str]:
    """What a driver on the same machine as its cluster needs, so that it asks for no name.

    Raises NoSpark where a cluster is named and nothing listens there: Spark itself would try for a
    minute.
    """
    hosts = re.findall(r"([^,/]+):(\d+)", master.removeprefix("spark://"))
    if master.startswith("spark://") and not any(answers(host, int(port)) for host, port in hosts):
        raise NoSpark(f"no Spark master answers at {master}")
    if any(host not in (LOOPBACK, "localhost") for host, _ in hosts):
        return {}
    os.environ.setdefault("SPARK_LOCAL_IP", LOOPBACK)
    return {"spark.driver.host": LOOPBACK, "spark.driver.bindAddress": LOOPBACK}


def answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=5):
            return True
    except OSError:
        return False


def keeper(connection: Backend, held: ExitStack) -> Callable[..., Table]:
    """How `frames` keeps a table between levels: on the workers, without its history.

    A plan that still holds the plans of all levels before it doubles from level to level; a
    checkpoint ends it. The stays, which have no history, are cached in columns instead, laid out
    `by` what they are joined on, so that the levels do not send them through the network again.
    """

    def keep(table: Table, by: tuple[str, ...] = ()) -> Table:
        name = ibis.util.gen_name("trace")
        connection.create_view(name, table)
        rows = connection.raw_sql(f"TABLE {name}")
        if by:
            rows = rows.repartition(*by).persist()
            held.callback(rows.unpersist)
        else:
            rows = rows.localCheckpoint()
        rows.createOrReplaceTempView(name)
        held.callback(connection.raw_sql, f"DROP VIEW {name}")
        return connection.table(name)

    return keep
