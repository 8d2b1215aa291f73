"""Studies: whatever interrupts a sweep, the same command ends with what an uninterrupted run gives."""

import csv
import io
import json
import random
import resource
import signal
import sqlite3
import subprocess
import time

import jsonschema

import program
from program import PROGRAM, ROOT, SLOWNESS, TOY, ProgramTest, call, environment, toy, tree

TINY = "scenario: a month of a country\nmeasure: {from: 2025-03-01, to: 2025-03-31}\nchanges:\n  - {model: , run_in: 0 days}\n"
STUDY = """study: {title}
base: base.yaml
parameters:
  - {{name: room, moves: terminals.wharf-rock.room, from: 10 kt/month, to: 400 kt/month, points: {points}}}
  - {{name: ban, moves: rules.XD-0001-PORT-BAN.never, values: [yes, no]}}
replications: {replications}
report: [delivered, cost per tonne, handled]
"""


class Sweep(ProgramTest):
    def write(self, text, name="study.yaml", base=TINY):
        (self.scratch / "base.yaml").write_text(base)
        file = self.scratch / name
        file.write_text(text)
        return file

    def small(self, points=3, replications=2, title="A small study", **how):
        return self.write(STUDY.format(title=title, points=points, replications=replications), **how)

    def sweep(self, study, out, *more, code=0):
        done = toy("sweep", study, "--out", self.scratch / out, "--quiet", *more, timeout=300 * SLOWNESS)
        self.assert_code(code, done)
        return done

    def exported(self, study, out, *more):
        self.sweep(study, out, "--export", self.scratch / f"{out}-export", *more)
        return tree(self.scratch / f"{out}-export")

    def refused(self, said, study, *more, code=2, out="r.sqlite"):
        """One clear line, and the exit code."""
        done = self.sweep(study, out, *more, code=code)
        lines = done.stderr.decode().strip().splitlines()
        self.assertEqual(len(lines), 1, lines)
        self.assertIn(said, lines[0])

    def test_json_keeps_its_schema_and_counts_units(self):
        study = self.small()
        for command, name in ((("sweep", study, "--out", self.scratch / "r.sqlite", "--dry-run"), "sweep"),
                              (("sweep", study, "--out", self.scratch / "r.sqlite"), "sweep")):
            done = toy(*command, "--format", "json")
            self.assert_code(0, done)
            answer = self.object_of(done)
            jsonschema.Draft202012Validator(json.loads((ROOT / "docs" / "schema" / "sweep.json").read_text())).validate(answer)
            self.assertEqual(answer["units"], 12)
        self.assertEqual(answer["done"], 12)
        self.assertEqual(answer["computed"] + answer["copied"], 12)
        again = self.object_of(toy(*command, "--format", "json"))
        self.assertEqual((again["before"], again["computed"]), (12, 0))

    def test_a_dry_run_says_how_many_and_how_long_and_keeps_nothing(self):
        done = self.sweep(self.small(), "r.sqlite", "--dry-run")
        self.assertIn(b"12 units (6 points x 2 replications), 0 done.", done.stdout)
        self.assertIn(b"left on", done.stdout)
        self.assertFalse((self.scratch / "r.sqlite").exists())

    def test_threads_and_shards_change_no_byte(self):
        study = self.small(points=4, replications=3)
        one = self.exported(study, "one.sqlite", "--threads", 1)
        self.assertLessEqual({"study.sqlite", "points.csv", "units.csv", "results.csv", "responses.csv", "curves.csv"}, set(one))
        self.assertEqual(one, self.exported(study, "three.sqlite", "--threads", 3))
        for shards in (1, 2, 7):
            files = []
            for shard in range(1, shards + 1):
                files.append(self.scratch / f"s{shard}of{shards}.sqlite")
                self.sweep(study, files[-1].name, "--shard", f"{shard}/{shards}")
            done = call("merge", *reversed(files), "--out", self.scratch / f"m{shards}.sqlite", "--export",
                        self.scratch / f"m{shards}", "--format", "json", "--quiet")
            self.assert_code(0, done)
            answer = self.object_of(done)
            jsonschema.Draft202012Validator(json.loads((ROOT / "docs" / "schema" / "merge.json").read_text())).validate(answer)
            self.assertEqual(answer["units"], 24)
            self.assertEqual(one, tree(self.scratch / f"m{shards}"))

    def test_csv_and_views_agree_with_a_notebook(self):
        study = self.small()
        files = self.exported(study, "r.sqlite")
        rows = list(csv.DictReader(io.StringIO(files["responses.csv"].decode())))
        with sqlite3.connect(self.scratch / "r.sqlite") as db:
            seen = db.execute("SELECT point, kpi, \"by\", mean FROM responses ORDER BY kpi, \"by\", point").fetchall()
            plain = db.execute("SELECT avg(value) FROM results WHERE kpi = 'cost_per_tonne' AND \"by\" = '{}' AND point = 2").fetchone()[0]
        self.assertEqual([(int(r["point"]), r["kpi"], r["by"], float(r["mean"])) for r in rows], seen)
        mine = [r for r in rows if r["kpi"] == "cost_per_tonne" and r["by"] == "{}" and r["point"] == "2"]
        if plain is not None:
            self.assertAlmostEqual(float(mine[0]["mean"]), plain, places=9)
        self.assertEqual({r["ban"] for r in rows}, {"yes", "no"})

    def test_a_unit_equals_a_run_with_the_same_change(self):
        study = self.write("study: one\nbase: base.yaml\nparameters: [{name: room, moves: terminals.wharf-rock.room, "
                           "values: [90 kt/month]}]\nreplications: 3\nreport: [delivered, days]\n",
                           base="scenario: spring\nmeasure: {from: 2025-03-01, to: 2025-05-31}\n")
        files = self.exported(study, "r.sqlite")
        run = toy("run", self.scratch / "base.yaml", "--set", "terminals.wharf-rock.room=90 kt/month", "--replications", 3,
                  "--out", self.scratch / "run", "--quiet", "--format", "json", "--fixed-figures")
        self.assert_code(0, run)
        kpis = {(k["name"], json.dumps(k["by"], separators=(",", ":"))): k["mean"] for k in json.loads(run.stdout)["kpis"]}
        compared = 0
        for row in csv.DictReader(io.StringIO(files["responses.csv"].decode())):
            self.assertAlmostEqual(float(row["mean"]), kpis[row["kpi"], row["by"]], delta=1e-9 * abs(float(row["mean"])))
            compared += 1
        self.assertGreater(compared, 5)

    def test_points_that_say_the_same_are_computed_once(self):
        study = self.write("study: twins\nbase: base.yaml\nparameters: [{name: room, moves: terminals.wharf-rock.room, "
                           "values: [90 kt/month]}, {name: nothing, cases: [{case: a, changes: []}, {case: b, changes: []}]}]\n"
                           "replications: 5\nreport: [delivered]\n")
        done = self.object_of(toy("sweep", study, "--out", self.scratch / "r.sqlite", "--format", "json"))
        self.assertEqual((done["units"], done["computed"], done["copied"]), (10, 5, 5))

    def test_ten_thousand_units_killed_ten_times_end_as_if_nothing_had_been(self):
        study = self.small(points=500, replications=10)
        began = time.monotonic()
        whole = self.exported(study, "whole.sqlite")
        took = time.monotonic() - began
        dice = random.Random(4)
        killed = 0
        for _ in range(200):
            if killed == 10:
                break
            running = subprocess.Popen([PROGRAM, "sweep", study, "--out", self.scratch / "killed.sqlite", "--quiet", "--data", TOY],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment())
            time.sleep(dice.uniform(0.02, 0.09) * took)
            killed += running.poll() is None
            running.kill()
            if running.wait() == 0:
                break
        self.assertGreaterEqual(killed, 3, "the sweep ended before it could be killed")
        self.assertEqual(whole, self.exported(study, "killed.sqlite"))
        with sqlite3.connect(self.scratch / "killed.sqlite") as db:
            self.assertEqual(db.execute("SELECT count(*), count(DISTINCT unit) FROM units").fetchone(), (10000, 10000))
            self.assertEqual(db.execute("PRAGMA integrity_check").fetchone(), ("ok",))

    def test_a_disk_that_fills_up_loses_nothing(self):
        study = self.small(points=60, replications=3)
        whole = self.exported(study, "whole.sqlite")
        limit = (self.scratch / "whole.sqlite").stat().st_size // 2
        done = subprocess.run([PROGRAM, "sweep", study, "--out", self.scratch / "full.sqlite", "--quiet", "--data", TOY],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(),
                              preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
        self.assert_code(3, done)
        self.assertEqual(len(done.stderr.decode().strip().splitlines()), 1, done.stderr)
        self.assertIn(b"could not be written", done.stderr)
        again = self.object_of(toy("sweep", study, "--out", self.scratch / "full.sqlite", "--format", "json", "--quiet"))
        self.assertGreater(again["before"], 0)
        self.assertEqual(whole, self.exported(study, "full.sqlite"))

    def test_two_processes_on_one_file_are_one_message_and_nothing_lost(self):
        study = self.small(points=400, replications=3)
        first = subprocess.Popen([PROGRAM, "sweep", study, "--out", self.scratch / "r.sqlite", "--quiet", "--data", TOY],
                                 stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment())
        while not (self.scratch / "r.sqlite.lock").exists() and first.poll() is None:
            time.sleep(0.01)
        time.sleep(0.05)
        self.refused("is at work here", study)
        self.assertIsNone(first.poll(), "the first had ended already")
        self.assertEqual(first.wait(timeout=300 * SLOWNESS), 0)
        self.assertEqual(first.stderr.read(), b"")
        first.stderr.close()
        done = self.object_of(toy("sweep", study, "--out", self.scratch / "r.sqlite", "--format", "json", "--quiet"))
        self.assertEqual((done["done"], done["computed"]), (2400, 0))

    def test_an_interrupt_ends_soon_and_the_rest_follows(self):
        study = self.small(points=400, replications=3)
        running = subprocess.Popen([PROGRAM, "sweep", study, "--out", self.scratch / "r.sqlite", "--quiet", "--data", TOY],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment())
        while not (self.scratch / "r.sqlite").exists() and running.poll() is None:
            time.sleep(0.01)
        time.sleep(0.1)
        running.send_signal(signal.SIGTERM)
        self.assertEqual(running.wait(timeout=20 * SLOWNESS), 143)
        self.assertEqual(self.exported(study, "r.sqlite"), self.exported(study, "whole.sqlite"))

    def test_bad_input_is_one_clear_line(self):
        study = self.small()
        self.sweep(study, "r.sqlite")
        self.refused("the results of another study", self.small(title="Another"))
        self.refused("have changed since", self.small(points=5))
        for shard in ("0/4", "5/4", "1", "a/b", "1/0", "1/2/3"):
            self.refused("is no shard", study, "--shard", shard, out=f"{shard.replace('/', '-')}.sqlite")
        self.refused("the results of shard 1/1, not 1/2", self.small(), "--shard", "1/2")
        (self.scratch / "text.sqlite").write_text("no results\n" * 500)
        self.refused("this is no results file of corridor", self.small(), out="text.sqlite")
        grid = "".join(f"  - {{name: p{i}, moves: terminals.wharf-rock.room, from: 1 kt/month, to: 9 kt/month, points: 10}}\n" for i in range(9))
        self.refused("more than 10000000 units", self.write(f"study: x\nbase: base.yaml\nparameters:\n{grid}"), out="new.sqlite")
        one = "study: x\nbase: base.yaml\nparameters:\n  - {{name: a, moves: {}, {}}}\n"
        self.refused("there is no terminal `wharf-rokc`", self.write(one.format("terminals.wharf-rokc.room", "values: [1 kt/month]")), out="new.sqlite")
        self.refused("an empty range", self.write(one.format("terminals.wharf-rock.room", "from: 9 kt/month, to: 9 kt/month, points: 3")), out="new.sqlite")
        self.refused("is no figure", self.write(one.format("terminals.wharf-rock.room", "values: [1 kt/month]") + "report: [deliverd]\n"), out="new.sqlite")
        self.assertFalse((self.scratch / "new.sqlite").exists())

    def test_a_study_that_grew_keeps_what_is_the_same(self):
        self.sweep(self.small(points=3), "r.sqlite")
        grown = self.small(points=5)  # 10, 107.5, 205, 302.5, 400: three of them were there
        done = self.object_of(toy("sweep", grown, "--out", self.scratch / "r.sqlite", "--update", "--format", "json", "--quiet"))
        self.assertEqual((done["units"], done["copied"], done["computed"]), (20, 12, 8))
        fresh = self.exported(grown, "fresh.sqlite")
        updated = self.exported(grown, "r.sqlite")
        self.assertEqual({k: v for k, v in fresh.items() if k.endswith(".csv")},
                         {k: v for k, v in updated.items() if k.endswith(".csv")})


if __name__ == "__main__":
    program.main()
