"""corridor compare on the made-up country: what is printed, what is written, what is refused."""

import csv
import json
import re
import signal
import subprocess
import time

import jsonschema

import program
from program import BASE, PROGRAM, ROOT, SLOWNESS, TOY, TOY_SCENARIOS, ProgramTest, stable, toy, tree

CLOSED = TOY_SCENARIOS / "closed.yaml"
EXEMPT = TOY_SCENARIOS / "exempt.yaml"
SCHEMA = json.loads((ROOT / "docs" / "schema" / "compare.json").read_text())


class Compare(ProgramTest):
    def compare(self, *arguments, out="out", code=0):
        done = toy("compare", *arguments, "--out", self.scratch / out, "--quiet", "--format", "json")
        self.assert_code(code, done)
        value = self.object_of(done)
        self.assertEqual(value["schema"], "corridor/compare/1")
        jsonschema.Draft202012Validator.check_schema(SCHEMA)
        jsonschema.Draft202012Validator(SCHEMA).validate(value)
        return value

    def test_the_answer_keeps_its_schema_and_is_the_file(self):
        value = self.compare(BASE, CLOSED, "--replications", 3, "--target", "delivered at least 1 Mt", "--independent")
        self.assertEqual(value["base"], "base")
        self.assertEqual([s["name"] for s in value["scenarios"]], ["base", "closed"])
        self.assertEqual(value, json.loads((self.scratch / "out" / "compare.json").read_text()))
        self.assertEqual(set(tree(self.scratch / "out")),
                         {"compare.json", "differences.csv", "report.html", "manifest.json", "page-base.json", "page-closed.json"})
        whole = {row["kpi"]: row for row in value["rows"] if row["by"] == {}}
        self.assertLessEqual({"delivered", "cost_per_tonne", "days", "lateness", "refused", "stranded", "co2",
                              "paths_used", "room_used", "netback_usd_t"}, set(whole))
        for row in value["rows"]:
            if row["low_all"] is not None:
                self.assertLessEqual(row["low_all"], row["low"])
                self.assertGreaterEqual(row["high_all"], row["high"])
                verdict = "more" if row["low_all"] > 0 else "less" if row["high_all"] < 0 else "no-difference"
                self.assertEqual(row["verdict"], verdict)

    def test_the_csv_has_the_same_rows(self):
        value = self.compare(BASE, CLOSED, EXEMPT, "--replications", 2, "--swings", "none")
        with open(self.scratch / "out" / "differences.csv", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(len(rows), len(value["rows"]))
        for line, row in zip(rows, value["rows"]):
            self.assertEqual((line["scenario"], line["kpi"], line["verdict"]),
                             (row["scenario"], row["kpi"], row["verdict"]))
            if row["diff"] is not None:
                self.assertEqual(float(line["diff"]), row["diff"])

    def test_threads_change_no_byte(self):
        for threads in (1, 2, 3):
            self.compare(BASE, CLOSED, "--replications", 3, "--threads", threads, out=str(threads))
        self.assertEqual(stable(self.scratch / "1"), stable(self.scratch / "2"))
        self.assertEqual(stable(self.scratch / "1"), stable(self.scratch / "3"))

    def test_for_people_the_verdict_comes_in_words_and_no_line_is_longer_than_80(self):
        done = toy("compare", BASE, CLOSED, EXEMPT, "--replications", 4, "--target", "delivered at least 1 Mt",
                   "--independent", cwd=self.scratch)
        self.assert_code(0, done)
        text = done.stdout.decode("utf-8")
        self.assertIn("closed against base:", text)
        self.assertRegex(re.sub(r"\s+", " ", text), r"95 % interval \S+ to \S+ .*: real|o difference that 4 replications can see")
        self.assertIn("independent luck", text)
        self.assertIn("Targets missed", text)
        for line in text.splitlines():
            if not line.startswith("Results:"):
                self.assertLessEqual(len(line), 80, line)
        self.assertTrue((self.scratch / "results" / "compare-base-closed-exempt" / "compare.json").is_file())

    def test_a_precision_and_targets_may_stand_in_the_scenario(self):
        (self.scratch / "wanted.yaml").write_text(
            f"scenario: What we want\nextends: {BASE}\nprecision: 5 %\ntargets: [delivered at least 1 t, days at most 1 day]\n")
        value = self.compare(self.scratch / "wanted.yaml", CLOSED, "--swings", "none", "--fixed-figures")
        self.assertTrue(value["precision"]["met"])
        self.assertLessEqual(value["precision"]["reached"], 0.05)
        self.assertEqual([(r["target"], r["scenario"]) for r in value["risks"]],
                         [(t, s) for t in ("delivered at least 1 t", "days at most 1 day") for s in ("wanted", "closed")])
        self.assertEqual([r["missed"] for r in value["risks"]][:2], [0, 0])

    def test_faults_of_input_have_code_2_and_say_where(self):
        for arguments, words in (
            ((BASE,), "At least 2 required"),
            ((BASE, BASE), "two scenarios are called `base`"),
            ((BASE, "nowhere.yaml"), "nowhere.yaml"),
            ((BASE, CLOSED, "--target", "delivred at least 1 t"), "did you mean `delivered`?"),
            ((BASE, CLOSED, "--target", "delivered at least 5 USD"), "t, kt or Mt"),
            ((BASE, CLOSED, "--target", "delivered to nowhere at least 5 t"), "no scenario knows `nowhere`"),
            ((BASE, CLOSED, "--precision", "200 %"), "--precision"),
            ((BASE, CLOSED, "--precision", "tight"), "--precision"),
            ((BASE, CLOSED, "--precision", "2%", "--replications", 1), "2 or more"),
            ((BASE, CLOSED, "--figure", "speed"), "--figure"),
            ((BASE, CLOSED, "--at-most", 1), "--at-most"),
        ):
            done = toy("compare", *arguments, "--out", self.scratch / "out")
            self.assert_code(2, done)
            self.assertEqual(done.stdout, b"")
            self.assertIn(words, done.stderr.decode("utf-8"), arguments)
            self.assertFalse((self.scratch / "out").exists())

    def test_a_fault_of_a_target_in_a_scenario_names_its_line(self):
        (self.scratch / "wanted.yaml").write_text(
            f"scenario: What we want\nextends: {BASE}\ntargets:\n  - delivered at least 1 t\n  - days at most 5 tonnes\n")
        done = toy("compare", self.scratch / "wanted.yaml", CLOSED)
        self.assert_code(2, done)
        self.assertIn("wanted.yaml:5:5", done.stderr.decode("utf-8"))

    def test_a_folder_of_somebody_else_is_refused_and_left_alone(self):
        out = self.scratch / "out"
        out.mkdir()
        (out / "thesis.txt").write_text("three years of work\n")
        self.assert_code(2, toy("compare", BASE, CLOSED, "--out", out, "--quiet"))
        self.assertEqual(tree(out), {"thesis.txt": b"three years of work\n"})

    def test_an_interrupted_comparison_says_so_and_leaves_nothing(self):
        running = subprocess.Popen([PROGRAM, "compare", str(BASE), str(CLOSED), "--data", str(TOY), "--out",
                                    str(self.scratch / "out"), "--quiet", "--replications", "100000"],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   env=program.environment())
        time.sleep(1.0)
        self.assertIsNone(running.poll(), "it ended before it could be interrupted")
        running.send_signal(signal.SIGINT)
        self.assertEqual(running.wait(timeout=15 * SLOWNESS), 130)
        self.assertEqual(list(self.scratch.iterdir()), [])


if __name__ == "__main__":
    program.main()
