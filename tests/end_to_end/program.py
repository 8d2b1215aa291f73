"""How the tests of the built program call it. CMake passes its path in CORRIDOR."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("CORRIDOR", str(ROOT / "build" / "release" / "corridor"))
SLOWNESS = float(os.environ.get("CORRIDOR_SLOWNESS", "1"))  # sanitizers take their time
TOY = ROOT / "tests" / "data" / "toy"
TOY_SCENARIOS = ROOT / "tests" / "data" / "toy-scenarios"
BASE = TOY_SCENARIOS / "base.yaml"
UNSTABLE = {"manifest.json", "report.html"}  # may hold clock time, paths, thread count


def environment(**extra):
    kept = {k: v for k, v in os.environ.items() if not k.startswith("CORRIDOR")}
    return {**kept, **extra}


def call(*arguments, cwd=None, env=None, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=None):
    """Runs the program as it is; bytes in, bytes out."""
    return subprocess.run([PROGRAM, *map(str, arguments)], cwd=cwd, env=env or environment(), stdout=stdout,
                          stderr=stderr, stdin=subprocess.DEVNULL, timeout=timeout or 60 * SLOWNESS)


def toy(*arguments, **how):
    """Runs a command on the made-up country."""
    return call(*arguments, "--data", TOY, **how)


def tree(folder):
    """Relative path -> bytes of every file below a folder."""
    folder = pathlib.Path(folder)
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def stable(folder):
    """What must be the same bytes wherever the run was made."""
    return {name: data for name, data in tree(folder).items() if name not in UNSTABLE}


class ProgramTest(unittest.TestCase):
    longMessage = True
    maxDiff = 4000

    def setUp(self):
        self._scratch = tempfile.TemporaryDirectory(prefix="corridor-test-")
        self.scratch = pathlib.Path(self._scratch.name)
        self.addCleanup(self._scratch.cleanup)

    def assert_code(self, expected, done):
        self.assertEqual(done.returncode, expected,
                         f"\narguments: {done.args}\nstdout: {(done.stdout or b'')[:2000]!r}\nstderr: {(done.stderr or b'')[:2000]!r}")

    def object_of(self, done):
        """The one JSON object on stdout; its first field must name its schema."""
        value = json.loads(done.stdout.decode("utf-8"))
        self.assertIsInstance(value, dict)
        self.assertEqual(next(iter(value)), "schema")
        return value

    def assert_error_object(self, done, code):
        """What stdout holds with --format json when a command fails."""
        value = self.object_of(done)
        self.assertEqual(set(value), {"schema", "error"})
        self.assertEqual(value["error"]["code"], code)
        diagnostics = value["error"]["diagnostics"]
        self.assertGreater(len(diagnostics), 0)
        for diagnostic in diagnostics:
            self.assertEqual(set(diagnostic), {"severity", "file", "line", "column", "path", "found", "expected"})
        return diagnostics


def main():
    if not pathlib.Path(PROGRAM).exists():
        sys.exit(f"there is no program at {PROGRAM}")
    unittest.main(verbosity=1)
