"""Files that are wrong: each gives clear errors with their place, code 2, quickly, and nothing is written."""

import shutil

import program
from program import BASE, ROOT, SLOWNESS, TOY, ProgramTest, call, toy

BROKEN = ROOT / "tests" / "data" / "broken"

# Texts that no editor would keep, made here. name -> bytes of the scenario file
MADE = {
    "empty.yaml": b"",
    "blank.yaml": b"\n\n   \n",
    "comment.yaml": b"# nothing\n",
    "nul.yaml": b"scenario: a\0b\n",
    "binary.yaml": bytes(range(256)) * 16,
    "utf16.yaml": "scenario: wide\n".encode("utf-16"),
    "latin1.yaml": "scenario: caf\xe9\n".encode("latin-1"),
    "brackets.yaml": b"scenario: " + b"[" * 200_000,
    "braces.yaml": b"{" * 200_000,
    "dashes.yaml": b"- " * 200_000,
    "colons.yaml": b"a: " * 100_000,
    "long-line.yaml": b"scenario: " + b"x" * 1_000_000,
    "many-keys.yaml": b"scenario: a\n" + b"".join(b"k%d: 1\n" % i for i in range(300_000)),
    "huge.yaml": b"scenario: a\n" + b"# filler\n" * (9 * 1024 * 1024 // 9),
    "billion-laughs.yaml": b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nscenario: *c\n",
    "tag.yaml": b"scenario: !!python/object:os.system x\n",
    "second.yaml": b"scenario: a\n---\nscenario: b\n",
    "merge.yaml": b"base: &b {scenario: a}\n<<: *b\n",
    "list.yaml": b"- scenario\n",
    "scalar.yaml": b"scenario\n",
    "tab.yaml": b"scenario: a\n\treplications: 3\n",
    "unclosed.yaml": b"scenario: \"a\nreplications: 3\n",
    "itself.yaml": b"scenario: a\nextends: itself.yaml\n",
    "orphan.yaml": b"scenario: a\nextends: not-there.yaml\n",
    "folder.yaml": b"scenario: a\nextends: .\n",
    "device.yaml": b"scenario: a\nextends: /dev/zero\n",
    "no-base.yaml": b"scenario: a\nmeasure: {from: 2025-12-31, to: 2025-01-01}\n",
}


class BadInput(ProgramTest):
    def refused_quickly(self, name, *arguments):
        """Code 2 without a hang, an error on stderr with file, line and column, no results."""
        out = self.scratch / f"out-{name}"
        done = call("run", *arguments, "--out", out, timeout=120 * SLOWNESS)
        self.assert_code(2, done)
        self.assertFalse(out.exists(), name)
        said = done.stderr.decode("utf-8")  # whatever the file held, what is said is text
        self.assertRegex(said, r"(:\d+:\d+|\.yaml): error: ", name)  # a whole file has no line
        self.assertNotIn("\0", said, name)
        self.assertLess(len(said), 200_000, f"{name}: errors without end")
        return said

    def test_texts_that_are_no_scenario(self):
        folder = self.scratch / "made"
        folder.mkdir()
        for name, text in MADE.items():
            with self.subTest(name):
                (folder / name).write_bytes(text)
                said = self.refused_quickly(name, folder / name, "--data", TOY)
                self.assertIn(name, said)

    def test_broken_scenarios_name_the_place_of_each_fault(self):
        files = sorted(BROKEN.glob("scenario-*.yaml"))
        self.assertGreaterEqual(len(files), 60)
        for file in files:
            with self.subTest(file.name):
                self.refused_quickly(file.name, file, "--data", TOY)

    def test_broken_data_files_are_refused_beside_the_good_ones(self):
        files = sorted(BROKEN.glob("data-*.yaml"))
        self.assertGreaterEqual(len(files), 20)
        for file in files:
            with self.subTest(file.name):
                data = self.scratch / file.stem
                shutil.copytree(TOY, data)
                shutil.copy(file, data)
                said = self.refused_quickly(file.name, BASE, "--data", data)
                self.assertIn(f"{data}/", said)  # the fault may show in the file that comes later

    def test_all_faults_of_a_file_come_back_at_once(self):
        file = self.scratch / "three.yaml"
        file.write_text(f"scenario: three faults\nextends: {BASE}\nreplications: -3\nmeasure: {{from: 2025-01-01, to: 2025-13-01}}\nfavourite: blue\n")
        said = self.refused_quickly(file.name, file, "--data", TOY)
        for line in (3, 4, 5):
            self.assertRegex(said, rf"three\.yaml:{line}:\d+: error")
        done = toy("run", file, "--format", "json", "--out", self.scratch / "out-three.yaml")
        self.assert_code(2, done)
        self.assertEqual(sorted({d["line"] for d in self.assert_error_object(done, 2)}), [3, 4, 5])


if __name__ == "__main__":
    program.main()
