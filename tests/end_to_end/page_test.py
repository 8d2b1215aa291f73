"""The page of a run: its data are those of the other files, it asks for nothing, it holds what it was given as text."""

import csv
import json
import re
import shutil
import xml.etree.ElementTree

import program
from program import BASE, ROOT, TOY, ProgramTest, call, environment, toy

HOSTILE = ("<script>alert(1)</script>", "\"quotes\" and 'quotes'", "Қазақстан көмірі, угольный экспорт", "שלום \u202eعالم",
           "\U0001f682\u200d\U0001f4a5", "x" * 10_000)


def embedded(html):
    """The data of a page, and the page without them."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.S)
    return (json.loads(found.group(1)), html.replace(found.group(0), "")) if found else (None, html)


class Page(ProgramTest):
    def run_into(self, out, *more, scenario=BASE):
        self.assert_code(0, toy("run", scenario, "--out", out, "--quiet", *more))
        return (out / "report.html").read_text(encoding="utf-8")

    def data(self, html):
        data, _ = embedded(html)
        if data is None:
            self.assertIn("built without npm", html)
            self.skipTest("this program was built without npm: its page holds tables only")
        return data["runs"][0]["page"]

    def table(self, out, name):
        with open(out / f"{name}.csv", encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def test_the_page_holds_page_json_and_the_manifest(self):
        out = self.scratch / "out"
        page = self.data(self.run_into(out))
        self.assertEqual(page, json.loads((out / "page.json").read_text()))
        data, _ = embedded((out / "report.html").read_text())
        self.assertEqual(data["runs"][0]["manifest"], json.loads((out / "manifest.json").read_text()))

    def test_every_figure_of_the_page_is_that_of_the_summary(self):
        out = self.scratch / "out"
        self.run_into(out)
        page = json.loads((out / "page.json").read_text())
        kpis = {(k["name"], json.dumps(k["by"], sort_keys=True)): k for k in json.loads((out / "summary.json").read_text())["kpis"]}
        self.assertGreater(len(page["figures"]), 50)
        self.assertEqual({"p10", "p25", "p50", "p75", "p90"}, {f[0][5:] for f in page["figures"] if re.match(r"days_p\d", f[0]) and "route" in f[2]})
        self.assertFalse([f for f in page["figures"] if "month" in f[2]], "months swell the page, and no chart reads them here")
        for name, unit, by, mean, *ends in page["figures"]:
            k = kpis[name, json.dumps(by, sort_keys=True)]
            self.assertEqual((unit, mean), (k["unit"], k["mean"]), name)
            self.assertEqual(ends, [k[e] for e in ("low", "high", "low_all", "high_all")][:len(ends)], name)

    def test_what_moves_on_the_map_is_what_was_delivered(self):
        out = self.scratch / "out"
        self.run_into(out)
        page = json.loads((out / "page.json").read_text())
        delivered = sum(float(r["mass_t"]) for r in self.table(out, "deliveries"))
        self.assertAlmostEqual(sum(r[-1] for r in page["moved"]), delivered, delta=0.01)
        self.assertAlmostEqual(sum(float(r["mass_t"]) for r in self.table(out, "flows")), delivered, delta=1e-6)
        for way in page["ways"]:
            at = way["origin"]
            for link in way["links"]:
                _, a, b, *_ = page["links"][abs(link) - 1]
                if link < 0:
                    a, b = b, a
                self.assertEqual(at, a, f"the way {way} is broken")
                at = b
            self.assertEqual(at, way["to"])

    def test_the_distance_files_hold_the_steps_of_the_page(self):
        out = self.scratch / "out"
        self.run_into(out)
        page = json.loads((out / "page.json").read_text())
        rows = [(page["flows"][w["flow"]]["id"], w["route"], *r) for w in page["steps"] for r in w["rows"]]
        written = self.table(out, "distance")
        self.assertEqual(len(written), len(rows))
        for row, (flow, route, km, _, what, usd, days, *_) in zip(written, rows):
            self.assertEqual((row["flow"], row["route"], float(row["distance_km"]), row["what"]), (flow, route, km, what))
            self.assertEqual([float(row[f"{q}_usd_t"]) for q in ("p10", "p50", "p90")], usd)
            self.assertEqual([float(row[f"{q}_days"]) for q in ("p10", "p50", "p90")], days)
        drawing = xml.etree.ElementTree.parse(out / "distance.svg").getroot()
        ns = "{http://www.w3.org/2000/svg}"
        routes = {w["route"] for w in page["steps"]}
        self.assertGreaterEqual(len([t for t in drawing.iter(f"{ns}text") if t.text in routes]), 2)

    def test_records_stand_beside_the_run_that_read_their_network_and_no_other(self):
        out, data = self.scratch / "out", self.scratch / "network" / "data"
        shutil.copytree(TOY, data)
        (data.parent / "recorded").mkdir()
        self.assert_code(0, call("run", BASE, "--data", data, "--out", out, "--quiet"))
        self.data((out / "report.html").read_text(encoding="utf-8"))
        kpis = json.loads((out / "summary.json").read_text())["kpis"]
        months = {k["by"]["month"]: k["mean"] for k in kpis if k["name"] == "delivered" and set(k["by"]) == {"commodity", "month"}}
        month, mean = next(iter(months.items()))
        commodity = next(k["by"]["commodity"] for k in kpis if k["name"] == "delivered" and k["by"].get("month") == month and len(k["by"]) == 2)
        (data.parent / "recorded" / "all.yaml").write_text(f"""format: 1
sources: {{a: {{title: "A", publisher: "A", url: ""}}}}
recorded:
  - id: all-of-it
    name: All of it
    measured_at: mines
    unit: kt
    kpi: {{name: delivered, by: {{commodity: {commodity}}}}}
    records:
      - {{period: "{month}", recorded: 12, low: 11, high: 13, source: a, quality: press}}
      - {{period: "1999", recorded: 12, low: 11, high: 13, source: a, quality: press}}
""")
        page = self.scratch / "page.html"
        again = lambda where: call("report", out, "--out", page, "--quiet", env=environment(CORRIDOR_DATA=str(where)))
        self.assert_code(0, again(data))
        (series,) = embedded(page.read_text(encoding="utf-8"))[0]["runs"][0]["recorded"]
        self.assertEqual(series["simulated_t"][0], mean)
        self.assertEqual([(r["period"], r["recorded_t"], r["low_t"], r["high_t"]) for r in series["records"]], [(month, 12000, 11000, 13000)])
        self.assert_code(0, again(ROOT / "network" / "data"))
        self.assertNotIn("recorded", embedded(page.read_text(encoding="utf-8"))[0]["runs"][0])

    def test_steps_rise_and_end_at_the_days_of_the_lots(self):
        out = self.scratch / "out"
        self.run_into(out, "--lots")
        page = json.loads((out / "page.json").read_text())
        lots = self.table(out, "lots")
        self.assertGreater(len(page["steps"]), 0)
        for way in page["steps"]:
            for which in (3, 4):
                for q in range(3):
                    values = [row[which][q] for row in way["rows"]]
                    self.assertEqual(values, sorted(values))
                for row in way["rows"]:
                    self.assertEqual(row[which], sorted(row[which]))
            flow, pool = page["flows"][way["flow"]]["id"], page["pools"][way["pool"]]["id"]
            usd = sorted(sum(float(r[k]) for k in r if k.endswith("_usd")) / float(r["mass_t"]) for r in lots
                         if (r["flow"], r["pool"], r["route"], r["fate"]) == (flow, pool, way["route"], "delivered"))
            self.assertLessEqual(usd[0] - 0.01, way["rows"][-1][3][0])
            self.assertGreaterEqual(usd[-1] + 0.01, way["rows"][-1][3][2])

    def test_the_page_fetches_nothing_and_is_small(self):
        html = self.run_into(self.scratch / "out")
        data, rest = embedded(html)
        if data is None:
            self.skipTest("this program was built without npm: its page holds tables only")
        self.assertLess(len(html.encode()), 3_000_000)
        self.assertNotRegex(rest, r'<(?:link|img|iframe|object|embed|base)\b')
        self.assertNotRegex(rest, r'<script[^>]+\bsrc\b')
        self.assertIn("default-src 'none'", rest)

    def test_hostile_names_stay_text(self):
        scenario = self.scratch / "hostile.yaml"
        title, question = " ".join(HOSTILE), HOSTILE[0] + HOSTILE[2]
        scenario.write_text("scenario: " + json.dumps(title, ensure_ascii=False) + "\nquestion: " +
                            json.dumps(question, ensure_ascii=False) + f"\nextends: {BASE}\n", encoding="utf-8")
        html = self.run_into(self.scratch / "out", scenario=scenario)
        page = json.loads((self.scratch / "out" / "page.json").read_text(encoding="utf-8"))
        self.assertEqual((page["title"], page["question"]), (title, question))
        self.assertNotIn("<script>alert", html)
        data, _ = embedded(html)
        if data is not None:
            self.assertEqual(data["runs"][0]["page"]["title"], title)


if __name__ == "__main__":
    program.main()
