"""A study as a Slurm job array, by the script that the docs give, on a real controller and node of this machine: a task
that the scheduler requeues and one whose program is killed lose nothing and double nothing."""

import os
import pathlib
import signal
import sqlite3
import sys
import time

import cluster
import program
from program import PROGRAM, ROOT, SLOWNESS, TOY, ProgramTest, call, toy, tree
from sweep_test import STUDY, TINY

SCRIPT = ROOT / "docs" / "examples" / "sweep.sbatch"
SHARDS = 4


def programs_of(shard):
    """Process ids of the corridor that runs a shard of ours."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        try:
            words = (entry / "cmdline").read_bytes().decode(errors="replace").split("\0") if entry.name.isdigit() else []
        except OSError:
            continue
        if words and words[0] == PROGRAM and f"{shard}/{SHARDS}" in words:
            found.append(int(entry.name))
    return found


class Slurm(ProgramTest):
    def setUp(self):
        super().setUp()
        (self.scratch / "slurm").mkdir()
        self.cluster = cluster.Cluster(self.scratch / "slurm")
        self.addCleanup(self.cluster.stop)
        self.cluster.start()

    def wait(self, what, ready, seconds=120):
        end = time.monotonic() + seconds * SLOWNESS
        while not (answer := ready()):
            if time.monotonic() > end:
                self.fail(f"{what}: not in time\n{self.cluster.ask('squeue', '-a')}\n{self.output()}\n{self.cluster.logs()}")
            time.sleep(0.1)
        return answer

    def output(self):
        return "\n".join(p.read_text(errors="replace") for p in sorted(self.scratch.glob("task-*.out")))

    def done_units(self, shard):
        file = self.scratch / "results" / f"study-shard-{shard}-of-{SHARDS}.sqlite"
        if not file.exists():
            return 0
        try:
            with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as db:
                return db.execute("SELECT count(*) FROM units").fetchone()[0]
        except sqlite3.OperationalError:
            return 0

    def under_way(self, shard):
        return self.wait(f"shard {shard} under way", lambda: self.done_units(shard) > 3 and programs_of(shard))

    def test_a_requeued_task_and_a_killed_one_lose_and_double_nothing(self):
        (self.scratch / "base.yaml").write_text(TINY)
        study = self.scratch / "study.yaml"
        study.write_text(STUDY.format(title="On a cluster", points=300, replications=5))
        env = {**self.cluster.env, "STUDY": str(study), "CORRIDOR": PROGRAM, "CORRIDOR_DATA": str(TOY)}
        self.cluster.env = env
        said = self.cluster.ask("sbatch", "--parsable", f"--array=1-{SHARDS}", f"--chdir={self.scratch}", "--export=ALL",
                                f"--output={self.scratch}/task-%a.out", str(SCRIPT))
        job = said.strip()
        self.assertTrue(job.isdigit(), said)

        killed = self.under_way(1)
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        self.under_way(2)
        self.assertEqual(self.cluster.ask("scontrol", "requeue", f"{job}_2"), "")
        self.wait("the end of all tasks", lambda: self.cluster.ask("squeue", "-h", "-j", job).strip() == "", 240)

        self.assertIn("is queued again", (self.scratch / "task-1.out").read_text())
        restarts = self.cluster.ask("scontrol", "-o", "show", "job", job)
        for shard in (1, 2):
            line = next(l for l in restarts.splitlines() if f"ArrayTaskId={shard} " in l)
            self.assertIn("Restarts=1", line)
        self.assertEqual(restarts.count("JobState=COMPLETED"), SHARDS, restarts)

        files = [self.scratch / "results" / f"study-shard-{k}-of-{SHARDS}.sqlite" for k in range(1, SHARDS + 1)]
        self.assert_code(0, call("merge", *files, "--out", self.scratch / "merged.sqlite", "--export", self.scratch / "merged"))
        self.assert_code(0, toy("sweep", study, "--out", self.scratch / "one.sqlite", "--export", self.scratch / "one", "--quiet",
                                timeout=300 * SLOWNESS))
        self.assertEqual(tree(self.scratch / "one"), tree(self.scratch / "merged"))


if __name__ == "__main__":
    lacking = cluster.missing()
    if lacking:
        print(f"SKIPPED: a study on Slurm ({', '.join(lacking)} not installed: apt-get install slurmctld slurmd slurm-client munge)")
        sys.exit(77)
    if os.getuid() != 0:
        print("SKIPPED: a study on Slurm (slurmd starts tasks as root alone)")
        sys.exit(77)
    program.main()
