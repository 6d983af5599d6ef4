"""The CPU time of thirty checks by Great Expectations on a table of Parquet files, as JSON."""

import contextlib
import json
import os
import statistics
import sys
import tempfile

os.environ["GX_ANALYTICS_ENABLED"] = "False"

import great_expectations as gx  # noqa: E402
import great_expectations.expectations as gxe  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402


def cpu_seconds():
    """Of this process and all below it: the JVM is one of them."""
    parents, ticks = {}, {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError), open(f"/proc/{pid}/stat") as stat:
            fields = stat.read().rpartition(")")[2].split()
            parents[int(pid)] = int(fields[1])
            ticks[int(pid)] = int(fields[11]) + int(fields[12])
    total = 0
    for pid in ticks:
        at = pid
        while at not in (0, os.getpid()):
            at = parents.get(at, 0)
        total += ticks[pid] if at else 0
    return total / os.sysconf("SC_CLK_TCK")


def between(column, low=None, high=None, **more):
    return gxe.ExpectColumnValuesToBeBetween(column=column, min_value=low, max_value=high, **more)


def one_of(column, values):
    return gxe.ExpectColumnValuesToBeInSet(column=column, value_set=values)


def matches(column, pattern):
    return gxe.ExpectColumnValuesToMatchRegex(column=column, regex=f"^(?:{pattern})$")


def length(column, low=None, high=None):
    return gxe.ExpectColumnValueLengthsToBeBetween(column=column, min_value=low, max_value=high)


def sql(predicate):
    return gxe.UnexpectedRowsExpectation(
        unexpected_rows_query=f"SELECT * FROM {{batch}} WHERE NOT ({predicate})"
    )


EXPECTATIONS = [
    between("pieces", 1, 100),
    between("rating", 1, 5),
    between("width", 0, 1000),
    between("height", 0, 1000),
    between("stock", 0),
    between("price", 0, 10000),
    between("discount", 0, 1),
    between("weight", 0, 500),
    between("tax", 0, 5000),
    one_of("shop", [f"s{i}" for i in range(20)]),
    one_of("country", ["AE", "BH", "KW", "OM", "QA", "SA", "EG"]),
    one_of("channel", ["web", "app", "shop"]),
    one_of("rating", [1, 2, 3, 4, 5]),
    matches("order_id", "O-[0-9]{10}"),
    matches("product", "P[0-9]{1,6}"),
    matches("coupon", "[A-Z]{4}[0-9]{2}"),
    length("customer", 2, 12),
    length("country", 2, 2),
    length("note", None, 80),
    sql("tax <= price"),
    sql("width + height < 1900 or weight > 0.5"),
    sql("shipped_on >= to_date(ordered_at)"),
    sql("channel <> 'app' or customer <> ''"),
    between("weight", None, 400, row_condition="express = true", condition_parser="spark"),
    gxe.ExpectTableRowCountToBeBetween(min_value=1),
    gxe.ExpectColumnValuesToNotBeNull(column="rating", mostly=0.5),
    gxe.ExpectColumnValuesToNotBeNull(column="coupon", mostly=0.05),
    gxe.ExpectColumnMeanToBeBetween(column="price", min_value=1, max_value=9000),
    gxe.ExpectColumnMeanToBeBetween(column="pieces", min_value=1, max_value=90),
    gxe.ExpectColumnQuantileValuesToBeBetween(
        column="weight",
        # Exact, as it is by itself: of an error it makes a text, and Spark's engine then refuses that.
        quantile_ranges={"quantiles": [0.99], "value_ranges": [[0, 400]]},
    ),
]


def main(table, rounds):
    spark = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "3g")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    asset = context.data_sources.add_spark("spark").add_dataframe_asset("orders")
    whole = asset.add_batch_definition_whole_dataframe("all")
    suite = context.suites.add(gx.ExpectationSuite(name="orders", expectations=EXPECTATIONS))
    took = []
    for _ in range(rounds + 1):
        began = cpu_seconds()
        batch = whole.get_batch({"dataframe": spark.read.parquet(table)})
        result = batch.validate(suite)
        took.append(cpu_seconds() - began)
        failed = [(r.expectation_config.type, r.result, r.exception_info) for r in result.results if not r.success]
        if failed or len(result.results) != len(EXPECTATIONS):
            sys.exit(f"{len(result.results)} checks ran, and of these failed: {failed}")
    print(json.dumps({"version": gx.__version__, "cpu_seconds": statistics.median(took[1:])}))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        os.chdir(scratch)
        main(sys.argv[1], int(sys.argv[2]))
