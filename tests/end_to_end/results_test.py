"""Results folders: what they hold, when they are replaced, that they are whole or not there at all."""

import os
import pty
import select
import shutil
import signal
import subprocess
import time

import program
from program import BASE, PROGRAM, ROOT, SLOWNESS, TOY, ProgramTest, call, stable, toy, tree

FILES = {"summary.json", "deliveries.csv", "bookings.csv", "monthly.csv", "links.csv", "nodes.csv", "ledger.csv",
         "manifest.json", "report.html"}


class Results(ProgramTest):
    def run_toy(self, out, *more, scenario=BASE):
        done = toy("run", scenario, "--out", out, "--quiet", *more)
        self.assert_code(0, done)
        return stable(out)

    def test_one_two_and_three_threads_write_the_same_bytes(self):
        one = self.run_toy(self.scratch / "one", "--threads", 1, "--replications", 7)
        self.assertGreaterEqual(len(one), 6)
        for threads in (2, 3):
            self.assertEqual(one, self.run_toy(self.scratch / str(threads), "--threads", threads, "--replications", 7))

    def test_another_seed_writes_other_bytes_and_the_same_seed_the_same(self):
        one = self.run_toy(self.scratch / "a", "--seed", 1)
        self.assertEqual(one, self.run_toy(self.scratch / "b", "--seed", 1))
        self.assertNotEqual(one["summary.json"], self.run_toy(self.scratch / "c", "--seed", 2)["summary.json"])

    def test_a_folder_holds_the_files_of_the_contract(self):
        self.run_toy(self.scratch / "out")
        written = set(tree(self.scratch / "out"))
        self.assertLessEqual(FILES, written)
        page = (ROOT / "docs" / "reference" / "files.md").read_text()
        for name in written:
            self.assertIn(f"| [{name}](#", page, "a file that the list does not name")
            self.assertIn(f"\n## {name}\n", page, "a file that the reference does not name")

    def test_csv_files_end_lines_with_lf_and_have_as_many_fields_a_line_as_their_header(self):
        import csv
        import io
        for name, data in self.run_toy(self.scratch / "out").items():
            if not name.endswith(".csv"):
                continue
            self.assertNotIn(b"\r", data, name)
            self.assertTrue(data.endswith(b"\n"), name)
            rows = list(csv.reader(io.StringIO(data.decode("utf-8")), strict=True))
            self.assertGreater(len(rows), 1, f"{name} is empty")
            for row in rows:
                self.assertEqual(len(row), len(rows[0]), name)

    def test_json_on_stdout_is_summary_json(self):
        done = toy("run", BASE, "--out", self.scratch / "out", "--format", "json")
        self.assert_code(0, done)
        self.assertEqual(done.stdout, (self.scratch / "out" / "summary.json").read_bytes())

    def test_without_out_results_go_to_results_and_the_scenario_s_name_in_the_current_folder(self):
        self.assert_code(0, toy("run", BASE, "--quiet", cwd=self.scratch))
        self.assertTrue((self.scratch / "results" / "base" / "summary.json").is_file())
        self.assertEqual([p.name for p in (self.scratch / "results").iterdir()], ["base"])

    def test_a_results_folder_is_replaced_whole(self):
        out = self.scratch / "out"
        first = self.run_toy(out, "--seed", 1)
        (out / "left-over.csv").write_text("old\n")
        second = self.run_toy(out, "--seed", 2)
        self.assertNotEqual(first, second)
        self.assertNotIn("left-over.csv", second)
        self.assertEqual([p.name for p in self.scratch.iterdir()], ["out"])

    def test_a_folder_of_somebody_else_is_refused_and_left_alone(self):
        out = self.scratch / "mine"
        out.mkdir()
        (out / "thesis.txt").write_text("three years of work\n")
        self.assert_code(2, toy("run", BASE, "--out", out, "--quiet"))
        self.assertEqual(tree(out), {"thesis.txt": b"three years of work\n"})
        self.assertEqual([p.name for p in self.scratch.iterdir()], ["mine"])

    def test_a_file_in_the_place_of_the_folder_is_refused_and_left_alone(self):
        out = self.scratch / "file"
        out.write_text("not a folder\n")
        self.assert_code(2, toy("run", BASE, "--out", out, "--quiet"))
        self.assertEqual(out.read_text(), "not a folder\n")

    def test_an_empty_folder_is_used(self):
        (self.scratch / "out").mkdir()
        self.run_toy(self.scratch / "out")
        self.assertTrue((self.scratch / "out" / "summary.json").is_file())

    def test_a_folder_that_cannot_be_made_is_said_before_or_after_the_run_not_silently(self):
        done = toy("run", BASE, "--out", "/proc/no-such-place/out", "--quiet")
        self.assertIn(done.returncode, (2, 3))
        self.assertNotEqual(done.stderr, b"")

    def interrupted(self, number, out):
        running = subprocess.Popen([PROGRAM, "run", str(BASE), "--data", str(TOY), "--out", str(out), "--quiet",
                                    "--replications", "100000", "--threads", "2"], stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=program.environment())
        time.sleep(1.0)
        self.assertIsNone(running.poll(), "the run ended before it could be interrupted")
        running.send_signal(number)
        return running.wait(timeout=15 * SLOWNESS)

    def test_an_interrupted_run_says_so_and_leaves_nothing(self):
        for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            ended = self.interrupted(number, self.scratch / "out")
            self.assertIn(ended, (code, -number))
            self.assertEqual(list(self.scratch.iterdir()), [])

    def test_a_killed_run_leaves_the_old_results_whole(self):
        out = self.scratch / "out"
        self.run_toy(out)
        before = tree(out)
        self.assertEqual(self.interrupted(signal.SIGKILL, out), -signal.SIGKILL)
        self.assertEqual(tree(out), before)
        self.run_toy(out)  # and what the killed run may have left beside it is in nobody's way

    def test_the_shipped_scenario_reads_no_recorded_outcome(self):
        scenario = ROOT / "scenarios" / "ust-luga-ban.yaml"
        copy = self.scratch / "elsewhere" / "network" / "data"
        shutil.copytree(ROOT / "network" / "data", copy)
        self.assertFalse((copy.parent / "recorded").exists())
        outs = []
        for data in (ROOT / "network" / "data", copy):
            out = self.scratch / f"out{len(outs)}"
            self.assert_code(0, call("run", scenario, "--data", data, "--replications", 1, "--quiet", "--out", out))
            outs.append(stable(out))
        self.assertEqual(outs[0], outs[1])


class Streams(ProgramTest):
    def test_a_quiet_run_says_nothing_on_stderr(self):
        done = toy("run", BASE, "--out", self.scratch / "out", "--quiet")
        self.assert_code(0, done)
        self.assertEqual(done.stderr, b"")

    def test_progress_in_a_pipe_is_plain_lines_on_stderr(self):
        done = toy("run", BASE, "--out", self.scratch / "out", "--replications", 5)
        self.assert_code(0, done)
        for byte in (b"\r", b"\x1b"):
            self.assertNotIn(byte, done.stderr)
            self.assertNotIn(byte, done.stdout)
        self.assertNotEqual(done.stdout, b"")

    def test_a_terminal_gets_a_bar_and_still_its_summary(self):
        leader, follower = pty.openpty()
        running = subprocess.Popen([PROGRAM, "run", str(BASE), "--data", str(TOY), "--out", str(self.scratch / "out"),
                                    "--replications", "20"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=follower, env=program.environment(TERM="xterm"))
        os.close(follower)
        shown = b""
        deadline = time.monotonic() + 60 * SLOWNESS
        while time.monotonic() < deadline:
            ready, _, _ = select.select([leader], [], [], 0.2)
            if not ready:
                continue
            try:
                piece = os.read(leader, 4096)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        os.close(leader)
        summary = running.stdout.read()
        running.stdout.close()
        self.assertEqual(running.wait(timeout=60 * SLOWNESS), 0)
        self.assertIn(b"\r", shown)
        self.assertNotEqual(summary, b"")

    def test_a_reader_that_goes_away_is_no_crash(self):
        running = subprocess.Popen([PROGRAM, "list", "places", "--format", "json", "--data", str(TOY)],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   env=program.environment())
        running.stdout.close()
        said = running.stderr.read()
        running.stderr.close()
        self.assertIn(running.wait(timeout=30), (0, 3, 141, -signal.SIGPIPE), said)
        self.assertNotIn(b"terminate called", said)

    def test_a_full_disk_under_stdout_is_a_failure(self):
        with open("/dev/full", "wb") as full:
            done = toy("list", "places", "--format", "json", stdout=full)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertNotEqual(done.stderr, b"")


if __name__ == "__main__":
    program.main()
