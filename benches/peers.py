"""What users would pick instead, on the same profiles: `python3 benches/peers.py`, after `cargo bench --bench batches`.

Takes the processor time of whole processes on one thread. A part of maturity's work: parsing the profiles in Python. All
of it: the ZEN rules engine with the same rubric set as its decision (`benches/rules-engine`), of which every score and
recommendation is held against maturity's; and DuckDB running the statement of `maturity export`. Packages are installed
into an environment of their own below the target folder, and the engine is built there, which takes minutes; what cannot
be had is left out with a line that says so.
"""

import json
import os
import resource
import subprocess
import sys
import venv

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
RUNS = 5

TASKS = {
    "json": "import json,sys\nfor line in open(sys.argv[1],'rb'): json.loads(line)",
    "orjson": "import orjson,sys\nfor line in open(sys.argv[1],'rb'): orjson.loads(line)",
    "yaml": (
        "import os,sys,yaml\n"
        "for name in sorted(os.listdir(sys.argv[1])):\n"
        "    with open(os.path.join(sys.argv[1],name),'rb') as file: yaml.load(file,yaml.CSafeLoader)"
    ),
    "csv": "import csv,sys\nfor row in csv.DictReader(open(sys.argv[1],encoding='utf-8',newline='')): pass",
    "duckdb": (
        "import duckdb,json,sys\n"
        "table,query=sys.argv[1],open(sys.argv[2],encoding='utf-8').read()\n"
        "base=duckdb.connect(config={'threads':1})\n"
        "source=f\"read_csv('{table}',all_varchar=true)\" if table.endswith('.csv') else sys.argv[3].replace('TABLE',table)\n"
        "base.execute(f'CREATE VIEW profiles AS SELECT * FROM {source}')\n"
        "shown=','.join(f'\"{name}\"' for name in json.loads(sys.argv[4]))\n"
        "base.execute(f\"COPY (SELECT {shown} FROM ({query})) TO '/dev/null' (FORMAT csv)\")"
    ),
}


def seconds(command):
    """The least processor time of some runs: what else runs can only add to it."""
    times = []
    for _ in range(RUNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(times)


def python(target):
    """A Python that has the packages, and which of them it lacks."""
    place = os.path.join(target, "peers")
    if not os.path.exists(place):
        venv.create(place, with_pip=True)
    program = os.path.join(place, "bin", "python")
    lacking = set()
    for module, package in [("orjson", "orjson"), ("yaml", "PyYAML"), ("duckdb", "duckdb")]:
        if subprocess.run([program, "-c", f"import {module}"], stderr=subprocess.DEVNULL).returncode == 0:
            continue
        pip = [program, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", package]
        if subprocess.run(pip).returncode != 0:
            print(f"SKIPPED: {package} cannot be installed")
            lacking.add(module)
    return program, lacking


def rules_engine(target):
    """The program that scores with the rules engine; none where it cannot be fetched."""
    place = os.path.join(target, "rules-engine")
    manifest = os.path.join(ROOT, "benches", "rules-engine", "Cargo.toml")
    if subprocess.run(["cargo", "fetch", "--quiet", "--locked", "--manifest-path", manifest]).returncode != 0:
        print("SKIPPED: the rules engine cannot be fetched")
        return None
    build = ["cargo", "build", "--release", "--quiet", "--locked", "--manifest-path", manifest, "--target-dir", place]
    subprocess.run(build, check=True)
    return os.path.join(place, "release", "rules-engine")


def rows(command):
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return sorted(printed.splitlines())


def main():
    found = subprocess.run(
        ["cargo", "metadata", "--no-deps", "--format-version", "1"], cwd=ROOT, check=True, capture_output=True
    )
    target = json.loads(found.stdout)["target_directory"]
    folders = [name for name in os.listdir(os.path.join(target, "tmp")) if name.startswith("profiles-complete-")]
    if not folders:
        sys.exit("run `cargo bench --bench batches` first: it draws the profiles")
    folder = os.path.join(target, "tmp", max(folders, key=lambda name: int(name.rsplit("-", 1)[1])))
    maturity = os.path.join(target, "release", "maturity")
    program, lacking = python(target)
    files = {form: os.path.join(folder, name) for form, name in
             [("YAML", "yaml"), ("JSON Lines", "profiles.jsonl"), ("CSV", "profiles.csv")]}
    counts = {"YAML": len(os.listdir(files["YAML"]))}
    counts["JSON Lines"] = counts["CSV"] = sum(1 for _ in open(files["JSON Lines"], "rb"))

    with open(files["CSV"], encoding="utf-8") as table:
        columns = [name for name in table.readline().strip().split(",") if name != "profile.id"]
    statement = os.path.join(folder, "score.sql")
    subprocess.run([maturity, "export", "--to", "duckdb", "--key", "profile.id", "--output", statement], check=True)
    nested = ", ".join(f"\"{name.split('.')[0]}\".\"{name.split('.')[1]}\" AS \"{name}\"" for name in ["profile.id", *columns])
    lines = f"(SELECT {nested} FROM read_json('TABLE', format='newline_delimited'))"
    shown = ["profile.id"]
    for rubric in ["key-person", "pitfalls", "readiness"]:
        shown += [rubric, f"{rubric}.low", f"{rubric}.high"]
    shown += ["recommendation", "settled"]

    engine = rules_engine(target)
    if engine:
        columns = "path,key-person,pitfalls,readiness,recommendation"
        one = [maturity, "score", files["YAML"], "--format", "csv", "--fields", columns]
        if rows([engine, files["YAML"]]) != rows(one):
            sys.exit("the rules engine comes to other scores")

    for form, tasks in [
        ("YAML", [("PyYAML, only parsing", "yaml")]),
        ("JSON Lines", [("json, only parsing", "json"), ("orjson, only parsing", "orjson"), ("DuckDB, scoring", "duckdb")]),
        ("CSV", [("csv.DictReader, only reading", "csv"), ("DuckDB, scoring", "duckdb")]),
    ]:
        own = seconds([maturity, "score", files[form], "--format", "csv", "--jobs", "1"])
        print(f"\n{form}, {counts[form]} profiles: maturity {own * 1e6 / counts[form]:.1f} µs a profile")
        if form == "YAML" and engine:
            other = seconds([engine, files[form]])
            print(f"  {other / own:8.2f} ×   ZEN, reading and scoring ({other * 1e6 / counts[form]:.1f} µs)")
        for name, task in tasks:
            if task in lacking:
                continue
            command = [program, "-c", TASKS[task], files[form], statement, lines, json.dumps(shown)]
            other = seconds(command)
            print(f"  {other / own:8.2f} ×   {name} ({other * 1e6 / counts[form]:.1f} µs)")


main()
