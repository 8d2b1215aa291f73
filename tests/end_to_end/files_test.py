"""What planners' own tools make of a results folder: GDAL of the GeoJSON, Python's csv of the tables, shells of the
completion, man of the manual page."""

import csv
import json
import shutil
import subprocess

import program
from program import BASE, PROGRAM, ROOT, ProgramTest, call, environment, toy


def columns_of(name):
    """The columns that docs/reference/files.md lists for a file."""
    page = (ROOT / "docs" / "reference" / "files.md").read_text()
    section = page.split(f"\n## {name}\n", 1)[1].split("\n## ", 1)[0]
    return [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")]


class Files(ProgramTest):
    @classmethod
    def setUpClass(cls):
        import pathlib
        import tempfile
        cls.folder = tempfile.TemporaryDirectory(prefix="corridor-files-")
        cls.out = pathlib.Path(cls.folder.name) / "out"
        done = toy("run", BASE, "--out", cls.out, "--quiet", "--lots")
        assert done.returncode == 0, done.stderr
        cls.kpis = json.loads((cls.out / "summary.json").read_text())["kpis"]

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def figure(self, name, **by):
        return next(k["mean"] for k in self.kpis if k["name"] == name and k["by"] == by)

    def rows(self, name):
        with open(self.out / name, encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def features(self, name):
        value = json.loads((self.out / name).read_text())
        self.assertEqual(value["type"], "FeatureCollection")
        return value["features"]

    def test_csv_gives_the_totals_of_the_summary(self):
        total = lambda name, column, **where: sum(float(r[column]) for r in self.rows(name) if all(r[k] == v for k, v in where.items()))
        delivered = self.figure("delivered")
        self.assertGreater(delivered, 0)
        for name in ("deliveries.csv", "flows.csv"):
            self.assertAlmostEqual(total(name, "mass_t"), delivered, delta=1e-6 * delivered, msg=name)
        self.assertAlmostEqual(total("monthly.csv", "delivered_t"), delivered, delta=1e-6 * delivered)
        self.assertAlmostEqual(total("deliveries.csv", "total_usd") / delivered, self.figure("cost_per_tonne"), delta=0.01)
        self.assertAlmostEqual(total("refusals.csv", "mass_t"), self.figure("refused"), delta=0.001)
        self.assertAlmostEqual(total("unsold.csv", "mass_t"), self.figure("unsold"), delta=0.001)
        self.assertAlmostEqual(total("bookings.csv", "mass_t"), self.figure("booked"), delta=0.001)
        self.assertAlmostEqual(total("ledger.csv", "money_usd", kind="payee"), self.figure("paid"), delta=0.01)

    def test_every_csv_and_geojson_has_the_columns_of_the_reference_in_their_order(self):
        for file in sorted(self.out.iterdir()):
            if file.suffix == ".csv":
                with open(file, encoding="utf-8", newline="") as text:
                    self.assertEqual(next(csv.reader(text)), columns_of(file.name), file.name)
            elif file.suffix == ".geojson":
                for feature in self.features(file.name):
                    self.assertEqual(list(feature["properties"]), columns_of(file.name), file.name)

    def test_geojson_sums_to_what_was_delivered(self):
        links = self.features("links.geojson")
        carried = {r["link"]: 0.0 for r in self.rows("links.csv")}
        for r in self.rows("links.csv"):
            carried[r["link"]] += float(r["mass_t"])
        for f in links:
            p = f["properties"]
            self.assertAlmostEqual(p["mass_forward_t"] + p["mass_backward_t"], carried.get(p["link"], 0.0), delta=0.01)
        # What reaches a place less what leaves it, over all places that only take, is what was delivered off the mines.
        balance = {}
        for f in self.features("flows.geojson"):
            p = f["properties"]
            balance[p["from"]] = balance.get(p["from"], 0) - p["mass_t"]
            balance[p["to"]] = balance.get(p["to"], 0) + p["mass_t"]
        taken = sum(v for v in balance.values() if v > 0)
        self.assertAlmostEqual(taken, self.figure("delivered"), delta=1e-3 * self.figure("delivered"))

    def test_ogrinfo_reads_every_layer_with_its_types_and_wgs_84(self):
        if shutil.which("ogrinfo") is None:
            self.skipTest("ogrinfo (gdal-bin) is not installed")
        shapes = {"links": "Line String", "places": "Point", "flows": "Line String"}
        for name, shape in shapes.items():
            done = subprocess.run(["ogrinfo", "-ro", "-so", "-al", self.out / f"{name}.geojson"], capture_output=True, text=True, timeout=60)
            self.assertEqual((done.returncode, done.stderr), (0, ""), name)
            self.assertIn(f"Layer name: {name}\n", done.stdout)
            self.assertIn(f"Geometry: {shape}\n", done.stdout)
            self.assertIn(f"Feature Count: {len(self.features(name + '.geojson'))}\n", done.stdout)
            self.assertIn("WGS 84", done.stdout)
            for column in columns_of(f"{name}.geojson"):
                kind = "Real" if column.endswith(("_t", "_km", "_hours", "share")) or column.startswith(("trains", "empties")) else "Date" if column == "month_start" else "Integer(Boolean)" if column == "open" else "String"
                self.assertIn(f"\n{column}: {kind}", done.stdout, name)

    def test_a_page_is_made_again_from_the_folder_alone_and_from_several(self):
        first = (self.out / "report.html").read_text()
        if 'id="data"' not in first:
            self.skipTest("this program was built without npm: its page holds tables only")
        again = self.scratch / "again.html"
        self.assert_code(0, call("report", self.out, "--out", again))
        data = lambda text: text.split('id="data">', 1)[1].split("</script>", 1)[0]
        self.assertEqual(data(again.read_text()), data(first))
        both = self.scratch / "both.html"
        self.assert_code(0, call("report", self.out, self.out, "--out", both))
        self.assertEqual(len(json.loads(data(both.read_text()))["runs"]), 2)

    def test_report_tells_all_that_is_wrong_with_its_folders(self):
        broken = self.scratch / "broken"
        shutil.copytree(self.out, broken)
        (broken / "page.json").write_text("{")
        done = call("report", broken, self.scratch / "none", "--format", "json", "--out", self.scratch / "x.html")
        self.assert_code(2, done)
        faults = self.assert_error_object(done, 2)
        self.assertEqual(len(faults), 2)
        self.assertFalse((self.scratch / "x.html").exists())

    def test_routes_writes_a_map_that_names_the_ways(self):
        page = self.scratch / "ways.html"
        done = toy("routes", "--from", "blackpit", "--to", "faraway-mills", "--cargo", "blackrock", "--on", "2025-01-15", "--map", page, "--format", "json")
        if done.returncode == 3:
            self.skipTest("this program was built without npm: it has no map")
        self.assert_code(0, done)
        shown = json.loads(page.read_text().split('id="data">', 1)[1].split("</script>", 1)[0])["routes"]
        answer = json.loads(done.stdout)
        self.assertEqual([r["cost_usd_t"] for r in shown["routes"]], [r["cost_usd_t"] for r in answer["routes"]])
        for way in (*shown["routes"], *shown["closed"]):
            for leg in way["legs"]:
                self.assertIn(leg["from"], shown["places"])
                self.assertIn(leg["to"], shown["places"])

    def test_bash_takes_the_completion_and_completes_commands_options_and_words(self):
        script = self.scratch / "corridor.bash"
        script.write_bytes(call("completion", "bash").stdout)
        def complete(*words):
            asked = " ".join(f"'{w}'" for w in ("corridor", *words))
            code = f"source {script}; COMP_WORDS=({asked}); COMP_CWORD={len(words)}; _corridor; printf '%s\\n' \"${{COMPREPLY[@]}}\""
            done = subprocess.run(["bash", "-uec", code], capture_output=True, text=True, timeout=30)
            self.assertEqual(done.stderr, "")
            return done.stdout.split()
        self.assertEqual(complete("ru"), ["run"])
        self.assertLessEqual({"run", "routes", "report", "--version"}, set(complete("")))
        self.assertEqual(complete("run", "--repl"), ["--replications"])
        self.assertEqual(set(complete("run", "--format", "")), {"text", "json"})

    def test_zsh_and_man_take_what_they_are_given_where_they_are_installed(self):
        zsh = call("completion", "zsh").stdout.decode()
        self.assertTrue(zsh.startswith("#compdef corridor\n"))
        page = call("man").stdout.decode()
        for name in ("run", "routes", "explain", "report"):
            self.assertIn(f"\n    {name})\n", zsh)
            self.assertIn(f".SS corridor {name}\n", page)
        if shutil.which("zsh"):
            (self.scratch / "_corridor").write_text(zsh)
            done = subprocess.run(["zsh", "-n", self.scratch / "_corridor"], capture_output=True, text=True, timeout=30)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
        if shutil.which("groff"):
            done = subprocess.run(["groff", "-man", "-ww", "-Tutf8", "-z"], input=page, capture_output=True, text=True, timeout=30)
            self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_a_terminal_page_fits_80_columns_and_has_no_colour_where_it_is_not_wanted(self):
        done = toy("run", BASE, "--out", self.scratch / "wide", "--quiet", cwd=self.scratch)
        self.assert_code(0, done)
        for line in done.stdout.decode().splitlines():
            self.assertLessEqual(len(line), 80, line)
        self.assertNotIn(b"\x1b", done.stdout)


if __name__ == "__main__":
    program.main()
