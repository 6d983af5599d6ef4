"""Airflow is told where to live before any test imports it."""

import os
import tempfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]

os.environ.update(
    AIRFLOW_HOME=tempfile.mkdtemp(prefix="falaj-airflow-"),
    AIRFLOW__CORE__LOAD_EXAMPLES="False",
    AIRFLOW__CORE__DAGS_FOLDER=str(CHECKOUT / "airflow-dags"),
    AIRFLOW__LOGGING__LOGGING_LEVEL="WARNING",
    AIRFLOW_CONN_SPARK_DEFAULT='{"conn_type": "spark", "host": "local[2]"}',
)


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The folder that holds the project."""
    return CHECKOUT
