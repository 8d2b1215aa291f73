"""What must hold between runs of the shipped network when a rule is moved, or says nothing about its cargo."""

import csv
import datetime

import program
from program import ROOT, SLOWNESS, ProgramTest, call, stable

BAN = ROOT / "scenarios" / "ust-luga-ban.yaml"
BAN_DAY, EXEMPTION_DAY = datetime.date(2025, 2, 25), datetime.date(2025, 7, 20)


class ShippedRules(ProgramTest):
    def run_ban(self, name, *settings):
        out = self.scratch / name
        sets = [word for s in settings for word in ("--set", s)]
        done = call("run", BAN, "--replications", 1, "--fixed-figures", "--lots", "--quiet", "--out", out, *sets,
                    timeout=60 * SLOWNESS)
        self.assert_code(0, done)
        return out

    def bound_days_at_ust_luga(self, out):
        """Days on which goods of bound EU buyers left Ust-Luga."""
        with open(out / "lots.csv", newline="") as file:
            return [datetime.date.fromisoformat(lot["handled"][:10]) for lot in csv.DictReader(file)
                    if lot["bound"] == "yes" and lot["via"] == "ust-luga" and lot["handled"]]

    def test_a_ban_moved_by_thirty_days_moves_what_it_stops_by_thirty_days(self):
        month = datetime.timedelta(days=30)
        for name, ban in (("as-it-was", BAN_DAY), ("later", BAN_DAY + month)):
            days = self.bound_days_at_ust_luga(self.run_ban(name, f"rules.EU-0016-PORT-BAN.from={ban}"))
            self.assertEqual([d for d in days if ban <= d < EXEMPTION_DAY], [], name)
            self.assertGreater(len([d for d in days if ban - month <= d < ban]), 0, name)
            self.assertGreater(len([d for d in days if d >= EXEMPTION_DAY]), 0, name)

    def test_a_rule_about_another_cargo_changes_no_byte(self):
        settings = ["measure.to=2025-03-31"]
        with_it = stable(self.run_ban("with", *settings))
        without = stable(self.run_ban("without", *settings, "rules.RU-DRUZHBA-Q-2025.never=true"))
        self.assertEqual(with_it.keys(), without.keys())
        for name, data in with_it.items():
            self.assertEqual(data, without[name], name)


if __name__ == "__main__":
    program.main()
