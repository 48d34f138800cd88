"""What the heavy engines need: a Java for Spark, and a PostgreSQL that `tools/postgres.py` has started."""

import os
import shutil

import pytest


@pytest.fixture(scope="session")
def spark():
    """Spark on two cores of this machine."""
    assert shutil.which("java") or os.environ.get("JAVA_HOME"), "Spark needs a Java 17 or newer: there is none here"
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.driver.memory", "2g")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="session")
def postgres():
    """A connection to the server that the make target has started."""
    import psycopg

    assert "JIXIAO_POSTGRES" in os.environ, "run `make test-postgres`, or python tools/postgres.py pytest ..."
    with psycopg.connect(os.environ["JIXIAO_POSTGRES"], autocommit=True) as connection:
        yield connection
