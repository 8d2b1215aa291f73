"""The back-test on the made-up country and on the shipped records; the evidence page is as the program makes it."""

import json
import re

import jsonschema

import program
from program import BASE, ROOT, SLOWNESS, TOY, ProgramTest, call, toy

RECORDED = ROOT / "tests" / "data" / "toy-recorded"
PAGE = ROOT / "docs" / "evidence.md"
CONTRACT = {"series", "period", "role", "recorded", "recorded_low", "recorded_high", "simulated", "low", "high",
            "unit", "error_pct", "persistence_pct", "given"}


def schema():
    return json.loads((ROOT / "docs" / "schema" / "backtest.json").read_text())


class Backtest(ProgramTest):
    def answer(self, *arguments):
        done = toy("backtest", BASE, "--recorded", RECORDED, "--format", "json", *arguments, cwd=self.scratch)
        self.assert_code(0, done)
        value = self.object_of(done)
        jsonschema.Draft202012Validator(schema()).validate(value)
        return value

    def test_rows_keep_the_contract(self):
        for row in self.answer()["rows"]:
            self.assertLessEqual(CONTRACT, set(row))

    def test_threads_change_no_byte(self):
        def out(threads):
            return toy("backtest", BASE, "--recorded", RECORDED, "--format", "json", "--threads", threads).stdout
        self.assertEqual(out(1), out(3))

    def test_the_table_says_no_record_where_there_is_none(self):
        done = toy("backtest", BASE, "--recorded", RECORDED)
        self.assert_code(0, done)
        self.assertIn(b"no record", done.stdout)
        self.assertIn(b"timber", done.stdout)

    def test_the_page_is_the_same_each_time(self):
        for name in ("a.md", "b.md"):
            self.assert_code(0, toy("backtest", BASE, "--recorded", RECORDED, "--page", name, cwd=self.scratch))
        first, second = ((self.scratch / name).read_text() for name in ("a.md", "b.md"))
        self.assertEqual(first, second.replace("b.md", "a.md"))

    def test_faults_are_told_and_nothing_is_written(self):
        folder = self.scratch / "records"
        folder.mkdir()
        (folder / "a.yaml").write_text((RECORDED / "toy.yaml").read_text().replace("{name: delivered,", "{name: delifered,"))
        done = call("backtest", BASE, "--data", TOY, "--recorded", folder, "--page", "page.md", "--format", "json",
                    cwd=self.scratch)
        self.assert_code(2, done)
        self.assert_error_object(done, 2)
        self.assertFalse((self.scratch / "page.md").exists())
        self.assert_code(2, toy("backtest", BASE, "--recorded", self.scratch / "nowhere"))
        self.assert_code(2, toy("backtest", "nowhere.yaml", "--recorded", RECORDED))
        self.assert_code(3, toy("backtest", BASE, "--recorded", RECORDED, "--page", "no/such/folder/page.md", cwd=self.scratch))


STUDY = """study: How high the mills' ceiling stood
base: {base}
replications: 1
parameters:
  - {{name: ceiling, moves: {moves}, from: {low}, to: {high}, points: 2}}
outcomes:
  - {{id: first-half, series: rock-over-both-quays, period: 2025-01..06}}
  - {{id: second-half, series: rock-over-both-quays, period: 2025-07..12}}
  - {{id: first-quarter, series: rock-overseas, period: 2025-Q1}}
"""


class Calibrate(ProgramTest):
    def study(self, moves="pools.faraway-mills.ceiling_share", low="times 0.3", high="times 1.5"):
        file = self.scratch / "study.yaml"
        file.write_text(STUDY.format(base=BASE, moves=moves, low=low, high=high))
        return file

    def test_the_answer_keeps_its_schema_and_the_frozen_file_is_a_scenario(self):
        done = toy("calibrate", self.study(), "--recorded", RECORDED, "--format", "json", "--out", "frozen.yaml",
                   cwd=self.scratch, timeout=120 * SLOWNESS)
        self.assert_code(0, done)
        value = self.object_of(done)
        jsonschema.Draft202012Validator(json.loads((ROOT / "docs" / "schema" / "calibrate.json").read_text())).validate(value)
        text = (self.scratch / "frozen.yaml").read_text()
        for said in ("# Fitted by: corridor calibrate", "seed 7", "rock-overseas 2025-Q1", "Singular values"):
            self.assertIn(said, text)
        self.assert_code(0, toy("validate", "frozen.yaml", cwd=self.scratch))

    def test_the_text_has_trace_singular_values_bounds_and_intervals(self):
        done = toy("calibrate", self.study(), "--recorded", RECORDED, "--quiet", timeout=120 * SLOWNESS)
        self.assert_code(0, done)
        for said in (b"Trace", b"Singular values", b"profile interval", b"bounds", b"Outcomes fitted to"):
            self.assertIn(said, done.stdout)

    def test_what_is_not_identified_is_refused_and_nothing_is_frozen(self):
        done = toy("calibrate", self.study("model.certificate_cost", "0.1 USD/t", "0.2 USD/t"), "--recorded", RECORDED,
                   "--format", "json", "--out", "frozen.yaml", cwd=self.scratch, timeout=120 * SLOWNESS)
        self.assert_code(2, done)
        self.assertIn("not identified", self.assert_error_object(done, 2)[0]["found"])
        self.assertFalse((self.scratch / "frozen.yaml").exists())


class Evidence(ProgramTest):
    def test_the_page_has_the_series_and_periods_of_the_program(self):
        done = call("backtest", "--replications", 1, "--format", "json", timeout=120 * SLOWNESS)
        self.assert_code(0, done)
        page = PAGE.read_text()
        value = self.object_of(done)
        for row in value["rows"]:
            if row["simulated_series"]:
                self.assertIn(f"({row['series']}, counted by", page)
            else:
                self.assertIn(f"| {row['series']} | {row['period']} |", page)
        titled = set(re.findall(r"^### .*\((\S+), counted by", page, re.MULTILINE))
        self.assertEqual(titled, {row["series"] for row in value["rows"] if row["simulated_series"]},
                         "docs/evidence.md is old: its first lines name the command that makes it")


if __name__ == "__main__":
    program.main()
