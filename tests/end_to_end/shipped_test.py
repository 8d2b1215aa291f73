"""The scenarios that corridor ships load, and the main job runs on the real network."""

import json

import program
from program import ROOT, SLOWNESS, ProgramTest, call

SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))


class Shipped(ProgramTest):
    def test_every_shipped_scenario_is_valid(self):
        self.assertGreaterEqual(len(SCENARIOS), 10)
        done = call("validate", *SCENARIOS)
        self.assert_code(0, done)

    def test_the_data_is_found_from_anywhere_without_being_named(self):
        done = call("list", "places", "--format", "json", cwd="/")
        self.assert_code(0, done)

    def test_the_main_job_ends_with_a_summary_for_people(self):
        done = call("run", ROOT / "scenarios" / "ust-luga-ban.yaml", "--replications", 2, "--out", self.scratch / "out",
                    timeout=60 * SLOWNESS)
        self.assert_code(0, done)
        self.assertGreater(len(done.stdout.splitlines()), 20)
        summary = json.loads((self.scratch / "out" / "summary.json").read_text())
        delivered = [k for k in summary["kpis"] if k["name"] == "delivered" and k["by"] == {}]
        self.assertEqual(len(delivered), 1)
        self.assertGreater(delivered[0]["mean"], 1_000_000)

    def test_ways_are_told_for_a_flow_of_every_kind_of_goods(self):
        flows = json.loads(call("list", "flows", "--format", "json").stdout)["items"]
        first = {flow["cargo"]: flow["id"] for flow in reversed(flows)}
        self.assertGreater(len(first), 6)
        for cargo, flow in first.items():
            with self.subTest(flow=flow):
                done = call("routes", "--from", flow, "--to", "rotterdam", "--cargo", cargo, "--on", "2024-06-01", "--format", "json")
                self.assertIn(done.returncode, (0, 4), done.stderr)
                self.assertIn("routes", json.loads(done.stdout))

    def test_scenarios_are_explained_in_their_readme(self):
        readme = (ROOT / "scenarios" / "README.md").read_text()
        for scenario in SCENARIOS:
            self.assertIn(scenario.stem, readme)


if __name__ == "__main__":
    program.main()
