"""`corridor bottlenecks`: the cut is named, the answer keeps its schema, wrong sets are refused."""

import json

import jsonschema

import program
from program import BASE, ROOT, ProgramTest, toy


class Bottlenecks(ProgramTest):
    def answer(self, *arguments):
        done = toy("bottlenecks", BASE, *arguments, "--format", "json", "--quiet", cwd=self.scratch)
        self.assert_code(0, done)
        value = self.object_of(done)
        self.assertEqual(value["schema"], "corridor/bottlenecks/1")
        schema = json.loads((ROOT / "docs" / "schema" / "bottlenecks.json").read_text())
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.Draft202012Validator(schema).validate(value)
        return value

    def test_the_cut_is_named_with_kind_capacity_and_unit(self):
        value = self.answer()
        self.assertEqual([(p["id"], p["kind"], p["capacity"], p["unit"]) for p in value["cut"]],
                         [("blackpit--midway", "link", 12.0, "trains/day")])
        self.assertAlmostEqual(value["max_flow_t"], 12 * 4200 * 365)
        self.assertLessEqual(value["with_market"]["max_flow_t"], value["max_flow_t"])

    def test_sets_narrow_the_question(self):
        whole, part = self.answer(), self.answer("--to", "kiln-works", "--from", "blackpit-prime")
        self.assertLess(part["with_market"]["max_flow_t"], whole["with_market"]["max_flow_t"])
        self.assertEqual(self.answer("--from", "XA", "--to", "overseas", "--cargo", "minerals"),
                         self.answer("--to", "faraway-mills"))

    def test_text_says_what_and_how_much(self):
        done = toy("bottlenecks", BASE, "--quiet", cwd=self.scratch)
        self.assert_code(0, done)
        for word in (b"blackpit--midway", b"train paths", b"12.0 trains/day"):
            self.assertIn(word, done.stdout)

    def test_names_that_nothing_has_are_refused_with_what_is_meant(self):
        for option, name, meant in (("--to", "kiln-worcs", "kiln-works"), ("--from", "blackpit-prim", "blackpit-prime"),
                                    ("--cargo", "blackrok", "blackrock")):
            done = toy("bottlenecks", BASE, option, name, "--format", "json", cwd=self.scratch)
            self.assert_code(2, done)
            fault = self.assert_error_object(done, 2)[0]
            self.assertIn(meant, fault["expected"])
        done = toy("bottlenecks", BASE, "--from", "stove", cwd=self.scratch)
        self.assert_code(2, done)
        self.assertIn(b"no flow begins at", done.stderr)


if __name__ == "__main__":
    program.main()
