"""Spark Connect as one of the engines: a local server of the tests' own, the tables of a world as views."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch
from warnings import catch_warnings, simplefilter

import pyarrow

from leadscore.store.database import Database

from . import canary
from .answer import Answer, answer
from .tables import Canonical, tables_of

SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.connect.grpc.binding.address": "127.0.0.1",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
}
ENVIRONMENT = {"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_TESTING": "1"}
"""Nothing listens beyond this machine; with SPARK_TESTING the server takes any free port."""


class Spark:
    """A session of a local Spark Connect server, with a canary in its warehouse.

    Every other world has its instants as TIMESTAMP, which Spark reads in the session's zone; the rest as TIMESTAMP_NTZ.
    """

    dialect = "spark"

    def __init__(self, session: Any) -> None:
        self._session = session
        self._worlds = 0
        self.run(canary.CREATE)

    def run(self, statement: str) -> None:
        """Run a statement of the test's own."""
        self._session.sql(statement).toArrow()

    @contextmanager
    def loaded(self, database: Database) -> Iterator[Spark]:
        """The snapshot's tables, for as long as the block runs."""
        self._worlds += 1
        loaded = list(tables_of(database))
        for table in loaded:
            rows = _zoned(table) if self._worlds % 2 else table.rows
            self._frame(rows).createOrReplaceTempView(table.name)
        try:
            yield self
        finally:
            for table in loaded:
                self._session.catalog.dropTempView(table.name)

    def ask(self, statement: str) -> Answer:
        """The rows of a query."""
        found = self._session.sql(statement).toArrow()
        columns = [column.to_pylist() for column in found.columns]
        return answer(found.column_names, zip(*columns, strict=True) if columns else ())

    def _frame(self, rows: pyarrow.Table) -> Any:
        """Rows as a data frame; Spark takes none without rows, so nothing is one row of nothing that is left out."""
        if rows.num_rows:
            return self._session.createDataFrame(rows)
        nothing = pyarrow.Table.from_pylist([dict.fromkeys(rows.column_names)], schema=rows.schema)
        return self._session.createDataFrame(nothing).where("1 = 0")


@contextmanager
def local_server(folder: Path) -> Iterator[Any]:
    """A session of a Spark Connect server on two cores, which stops with it."""
    from pyspark.sql import SparkSession

    with patch.dict(os.environ, ENVIRONMENT):
        builder = SparkSession.builder.remote("local[2]").config("spark.sql.warehouse.dir", str(folder))
        for name, value in SETTINGS.items():
            builder = builder.config(name, value)
        with catch_warnings():
            simplefilter("ignore")  # the server took its settings at the start and refuses them a second time
            session = builder.getOrCreate()
        try:
            yield session
        finally:
            session.stop()


def _zoned(table: Canonical) -> pyarrow.Table:
    types = [
        pyarrow.timestamp("us", tz="UTC") if pyarrow.types.is_timestamp(field.type) else field.type
        for field in table.rows.schema
    ]
    return table.rows.cast(pyarrow.schema(zip(table.rows.column_names, types, strict=True)))
