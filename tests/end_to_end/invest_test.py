"""`corridor invest`: every plan in every future, each number traceable to its runs."""

import json

import jsonschema

import program
from program import ROOT, TOY_SCENARIOS, ProgramTest, toy

STUDY = TOY_SCENARIOS / "works.yaml"


class Invest(ProgramTest):
    def answer(self, *arguments):
        done = toy("invest", STUDY, *arguments, "--format", "json", "--quiet", cwd=self.scratch)
        self.assert_code(0, done)
        value = self.object_of(done)
        self.assertEqual(value["schema"], "corridor/invest/1")
        schema = json.loads((ROOT / "docs" / "schema" / "invest.json").read_text())
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.Draft202012Validator(schema).validate(value)
        return value

    def test_every_row_is_traced_to_its_runs_and_regret_is_beside_the_best(self):
        value = self.answer()
        runs = {run["id"]: run for run in value["runs"]}
        self.assertEqual(len(runs), 3 * 2 * 2 * 2 * 2)  # as written and drawn
        for row in value["rows"]:
            self.assertEqual(len(row["runs"]), 2 * 2 * 2)
            self.assertLessEqual(row["low_all"], row["low"])
            self.assertGreaterEqual(row["high_all"], row["high"])
            for run in row["runs"]:
                self.assertEqual((runs[run]["plan"], runs[run]["future"]), (row["plan"], row["future"]))
            best = max(r["npv_usd"] for r in value["rows"] if r["future"] == row["future"])
            self.assertAlmostEqual(row["regret_usd"], best - row["npv_usd"], places=3)
        for run in value["runs"]:
            parts = sum(run[k] for k in ("shippers_usd", "new_traffic_usd", "railways_usd", "emissions_usd"))
            self.assertAlmostEqual(run["benefit_usd"], parts, places=3)

    def test_fixed_figures_are_run_once(self):
        value = self.answer("--fixed-figures")
        self.assertEqual(len(value["runs"]), 3 * 2 * 2 * 2)
        self.assertFalse(any(run["drawn"] for run in value["runs"]))
        self.assertTrue(all(row["low_all"] is None for row in value["rows"]))

    def test_the_folder_holds_the_answer_and_its_page(self):
        value = self.answer("--out", self.scratch / "out")
        self.assertEqual(value, json.loads((self.scratch / "out" / "invest.json").read_text()))
        page = (self.scratch / "out" / "report.html").read_text()
        for words in (value["title"], value["best_on_average"]):
            self.assertIn(words, page)

    def test_the_same_bytes_on_any_number_of_threads(self):
        self.assertEqual(self.answer("--threads", "1"), self.answer("--threads", "3"))

    def test_text_names_the_choice(self):
        done = toy("invest", STUDY, "--quiet", "--replications", "1", cwd=self.scratch)
        self.assert_code(0, done)
        for word in (b"best on average", b"least worst regret", b"palm-quay", b"wharf-shut"):
            self.assertIn(word, done.stdout)

    def test_faults_are_told_at_their_places(self):
        text = STUDY.read_text().replace("base: base.yaml", f"base: {TOY_SCENARIOS / 'base.yaml'}")
        for old, new, told in (("standing: XA", "standing: XQ", "no railway of a country"),
                               ("years: 2025, 2027", "years: 2027, 2025", "ascending"),
                               ("opening: 2026-01-01", "opening: 2026-13-01", "works.yaml"),
                               ("{terminal: palm-rock,", "{terminal: palm-rok,", "palm-rock"),
                               ("capex: 20000000 USD", "capx: 20000000 USD", "capex")):
            file = self.scratch / "works.yaml"
            self.assertIn(old, text)
            file.write_text(text.replace(old, new, 1))
            done = toy("invest", file, "--format", "json", cwd=self.scratch)
            self.assert_code(2, done)
            self.assertIn(told, json.dumps(self.assert_error_object(done, 2)))
        done = toy("invest", TOY_SCENARIOS / "base.yaml", cwd=self.scratch)
        self.assert_code(2, done)


if __name__ == "__main__":
    program.main()
