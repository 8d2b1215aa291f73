"""Every command on the made-up country: exit codes, words for people, JSON that keeps its schema."""

import json

import jsonschema

import program
from program import BASE, ROOT, TOY_SCENARIOS, ProgramTest, call, toy

ROUTE = ("--from", "blackpit", "--to", "faraway-mills", "--cargo", "blackrock", "--on", "2025-01-15")
EXPLAIN = ("--cargo", "blackrock", "--origin", "XA", "--buyer", "XD", "--via", "wharf", "--on", "2025-03-15")
LISTS = ("places", "links", "cargo", "rules", "parties", "pools", "kpis")
COMMANDS = ("run", "compare", "bottlenecks", "invest", "routes", "explain", "validate", "sweep", "merge", "backtest",
            "calibrate", "schema", "list")


def schema_of(name):
    return json.loads((ROOT / "docs" / "schema" / f"{name}.json").read_text())


class Commands(ProgramTest):
    def answer(self, name, *arguments, code=0):
        """Runs a command with --format json; its answer keeps docs/schema/<name>.json."""
        done = toy(*arguments, "--format", "json", cwd=self.scratch)
        self.assert_code(code, done)
        value = self.object_of(done)
        self.assertEqual(value["schema"], f"corridor/{name}/1")
        schema = schema_of(name)
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.Draft202012Validator(schema).validate(value)
        return value

    def test_run(self):
        value = self.answer("run", "run", BASE)
        names = {kpi["name"] for kpi in value["kpis"]}
        self.assertLessEqual({"delivered", "cost_per_tonne", "days_p50", "refused", "stranded", "unsold", "handled"}, names)

    def test_no_slice_of_the_summary_repeats_a_name_with_the_same_by(self):
        seen = set()
        for kpi in self.answer("run", "run", BASE)["kpis"]:
            key = (kpi["name"], json.dumps(kpi["by"], sort_keys=True))
            self.assertNotIn(key, seen)
            seen.add(key)

    def test_routes(self):
        value = self.answer("routes", "routes", *ROUTE)
        self.assertGreater(len(value["routes"]), 0)
        for route in value["routes"]:
            self.assertEqual(route["places"][0], "blackpit")
            self.assertEqual(len(route["links"]), len(route["places"]) - 1)
            self.assertLessEqual(route["days"]["p10"], route["days"]["p50"])
            self.assertLessEqual(route["days"]["p50"], route["days"]["p90"])

    def test_a_place_to_avoid_is_on_no_route_and_one_to_pass_is_on_all(self):
        for route in self.answer("routes", "routes", *ROUTE, "--avoid", "wharf")["routes"]:
            self.assertNotIn("wharf", route["places"])
        for route in self.answer("routes", "routes", *ROUTE, "--must-pass", "wharf")["routes"]:
            self.assertIn("wharf", route["places"])

    def test_where_no_lawful_route_is_left_the_code_is_4(self):
        value = self.answer("routes", "routes", *ROUTE, "--avoid", "XB", "--avoid", "XC", code=4)
        self.assertEqual(value["routes"], [])

    def test_routes_for_people_names_the_places(self):
        done = toy("routes", *ROUTE)
        self.assert_code(0, done)
        self.assertIn(b"faraway", done.stdout.lower())
        self.assert_code(0, toy("routes", *ROUTE, "--distance-table"))

    def test_explain(self):
        value = self.answer("explain", "explain", *EXPLAIN)
        self.assertIn(value["verdict"], ("allowed", "allowed-if", "blocked", "forbidden"))
        self.assertIn("assumed", value)
        self.assert_code(0, toy("explain", *EXPLAIN))

    def test_validate(self):
        self.answer("validate", "validate", BASE)
        self.assert_code(0, toy("validate", BASE, *sorted(TOY_SCENARIOS.glob("*.yaml"))))
        self.assert_code(0, toy("validate", "--provenance"))

    def test_schema_is_a_json_schema_that_takes_the_shipped_scenarios_keys(self):
        done = toy("schema")
        self.assert_code(0, done)
        jsonschema.Draft202012Validator.check_schema(json.loads(done.stdout))

    def test_list(self):
        for kind in LISTS:
            value = self.answer("list", "list", kind)
            self.assertGreater(len(json.dumps(value)), 40, kind)
            self.assert_code(0, toy("list", kind))

    def test_help_of_every_command_names_its_common_options(self):
        done = call("--help")
        self.assert_code(0, done)
        for command in COMMANDS:
            self.assertIn(command.encode(), done.stdout)
            self.assert_code(0, call(command, "--help"))

    def test_the_version_is_printed(self):
        done = call("--version")
        self.assert_code(0, done)
        self.assertRegex(done.stdout, rb"\d+\.\d+\.\d+")

    def test_a_set_changes_what_it_names(self):
        plain = self.answer("run", "run", BASE)
        dearer = self.answer("run", "run", BASE, "--set", "flows.blackpit-prime.mine_cost=100000 CRN/t")
        unsold = [next(k["mean"] for k in value["kpis"] if k["name"] == "unsold" and k["by"] == {}) for value in (plain, dearer)]
        self.assertGreater(unsold[1], unsold[0])


class Usage(ProgramTest):
    def refused(self, *arguments, data=True):
        done = (toy if data else call)(*arguments, cwd=self.scratch)
        self.assert_code(2, done)
        self.assertNotEqual(done.stderr, b"")
        self.assertEqual(list(self.scratch.iterdir()), [])
        return done.stderr.decode()

    def test_usage_that_is_wrong_has_code_2(self):
        self.refused(data=False)
        self.refused("fly", data=False)
        self.refused("run")
        self.refused("run", BASE, "--no-such-option")
        self.refused("run", BASE, "--replications", "0")
        self.refused("run", BASE, "--replications", "many")
        self.refused("run", BASE, "--threads", "-1")
        self.refused("run", BASE, "--format", "xml")
        self.refused("list", "dragons")
        self.refused("routes", "--from", "blackpit")

    def test_a_scenario_that_is_not_there_or_no_file_has_code_2(self):
        self.assertIn("nowhere.yaml", self.refused("run", "nowhere.yaml"))
        self.refused("run", "/")
        self.refused("run", "/dev/zero")

    def test_data_that_is_not_there_has_code_2(self):
        self.refused("run", BASE, "--data", "no-such-folder", data=False)

    def test_an_id_that_does_not_exist_gets_a_suggestion(self):
        said = self.refused("routes", "--from", "blackpitt", "--to", "faraway-mills", "--cargo", "blackrock", "--on", "2025-01-15")
        self.assertIn("blackpit", said.replace("blackpitt", ""))
        self.refused("routes", "--from", "blackpit", "--to", "faraway-mills", "--cargo", "blackrock", "--on", "2025-02-30")
        self.refused("explain", "--cargo", "blackrok", "--origin", "XA", "--on", "2025-01-15")

    def test_a_set_that_names_nothing_or_the_wrong_unit_has_code_2(self):
        self.refused("run", BASE, "--set", "flows.no-such-flow.mine_cost=1 USD/t")
        self.refused("run", BASE, "--set", "flows.blackpit-prime.no_such_key=1")
        self.refused("run", BASE, "--set", "flows.blackpit-prime.mine_cost=3 km")
        self.refused("run", BASE, "--set", "flows")

    def test_errors_as_json_are_one_object(self):
        done = toy("run", "nowhere.yaml", "--format", "json", cwd=self.scratch)
        self.assert_code(2, done)
        self.assert_error_object(done, 2)


if __name__ == "__main__":
    program.main()
