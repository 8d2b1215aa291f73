#include "sim/scenario/fingerprint.hpp"

#include <doctest/doctest.h>

#include <set>

#include "tests/scenario/files.hpp"

using namespace corridor;
using namespace corridor::scenario;
using namespace corridor::scenario::test;

namespace {

std::string print_of(std::string_view changes, std::vector<std::pair<std::string, std::string>> set = {}) {
  const auto s = load_changes(changes, std::move(set));
  REQUIRE_MESSAGE(s, told(s));
  return fingerprint(*s);
}

std::string change(const std::string& one) { return print_of("changes:\n  - " + one + "\n"); }

}  // namespace

TEST_CASE("the hash is FNV-1a of 128 bits") {
  // Computed by hand in Python: h = 0x6c62272e07bb014262b821756295c58d; for each byte: h ^= byte,
  // h *= 0x1000000000000000000013b, modulo 2^128; over the eight bytes 1 0 0 0 0 0 0 0.
  CHECK(Fingerprint{}.hex() == "6c62272e07bb014262b821756295c58d");
  CHECK(Fingerprint{}.add(std::uint64_t{1}).hex() == "59b7938aec659956a33c86dd8aca840c");
  CHECK(Fingerprint{}.add("ab").add("c").hex() != Fingerprint{}.add("a").add("bc").hex());
  CHECK(Fingerprint{}.add(0.0).hex() == Fingerprint{}.add(-0.0).hex());
}

TEST_CASE("what a run depends on changes the fingerprint, each in its own way") {
  const std::set<std::string> all{
      print_of(""),
      change("{terminal: wharf-rock, room: 90 kt/month}"),
      change("{terminal: wharf-rock, room: 90 kt/month, from: 2025-03-01}"),
      change("{terminal: wharf-rock, room: 80..90..100 kt/month}"),
      change("{terminal: palm-rock, room: 90 kt/month}"),
      change("{series: home-rock-price, value: 3000 BDL/t}"),
      change("{border: west-crossing, formalities: uniform 3..9 hours}"),
      change("{link: stove--southgate, open: 2025-01-01}"),
      change("{flow: blackpit-brown, when_caught: strand}"),
      change("{rule: XD-0001-PORT-BAN, never: yes}"),
      change("{rule: XD-0001-PORT-BAN, from: 2025-06-01}"),
      print_of("", {{"measure.to", "2025-12-30"}}),
  };
  CHECK(all.size() == 12);
}

TEST_CASE("units, notes, names, seeds and the way in which a thing is said do not change it") {
  const std::string one = change("{terminal: wharf-rock, room: 90 kt/month}");
  CHECK(change("{terminal: wharf-rock, room: 90000 t/month}") == one);
  CHECK(change("{terminal: wharf-rock, room: 90 kt/month, note: as it was heard, quality: estimate}") == one);
  CHECK(print_of("seed: 5\nreplications: 9\nchanges:\n  - {terminal: wharf-rock, room: 1 kt/month}\n"
                 "  - {terminal: wharf-rock, room: 90 kt/month}\n") == one);
}
