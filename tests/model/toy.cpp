#include "toy.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace corridor::model::toy {

Ran run(const Sets& sets, const std::string& file, std::uint64_t seed, int replication) {
  const std::filesystem::path data = std::filesystem::path{CORRIDOR_SOURCE_DIR} / "tests/data";
  auto scenario = scenario::load_scenario(data / "toy-scenarios" / file, {data / "toy", sets});
  if (!scenario) {
    for (const Diagnostic& d : scenario.error()) MESSAGE(to_line(d));
    FAIL("the scenario does not load");
  }
  Ran ran;
  ran.scenario = std::make_unique<scenario::Scenario>(std::move(*scenario));
  auto world = build_world(*ran.scenario);
  if (!world) {
    for (const Diagnostic& d : world.error()) MESSAGE(to_line(d));
    FAIL("the world cannot be built");
  }
  ran.world = std::make_unique<World>(std::move(*world));
  ran.shared = std::make_unique<Groundwork>(*ran.world);
  ran.ledger = simulate(*ran.shared, seed, replication);
  return ran;
}

std::string text(const Ledger& ledger) {
  std::string out;
  for (const LotRow& l : ledger.lots) {
    out += fmt::format("lot {} {} {} {} {} {} {} {} {} {}", l.flow.n, l.pool.n, l.route.n,
                       static_cast<int>(l.fate), l.bound, l.mass.n, l.released.time_since_epoch().count(),
                       l.ended.time_since_epoch().count(), l.handled.time_since_epoch().count(), l.co2_kg);
    for (const auto s : l.seconds) out += fmt::format(" {}", s);
    for (const Money m : l.money) out += fmt::format(" {}", m.n);
    out += '\n';
  }
  for (const Refusal& r : ledger.refusals)
    out += fmt::format("refused {} {} {} {} {} {}\n", r.flow.n, r.pool.n, r.route.n, r.rule, r.month.number,
                       r.mass.n);
  for (const Unsold& u : ledger.unsold)
    out += fmt::format("unsold {} {} {} {}\n", u.flow.n, to_word(u.reason), u.month.number, u.mass.n);
  for (const Booking& b : ledger.bookings)
    out += fmt::format("booked {} {} {} {} {} {} {} {}\n", b.flow.n, b.pool.n, b.route.n, b.month.number,
                       b.bound, b.mass.n, b.netback_usd_t, b.days);
  for (const LinkUse& u : ledger.links)
    out += fmt::format("link {} {} {} {} {} {} {}\n", u.trains[0], u.trains[1], u.empties[0], u.empties[1],
                       u.mass[0].n, u.mass[1].n, u.used_share);
  for (const TerminalUse& u : ledger.terminals)
    out += fmt::format("terminal {} {} {} {} {}\n", u.in.n, u.out.n, u.stock_end.n, u.ships, u.mean_stock_t);
  return out + fmt::format("released {} posted {}\n", ledger.balance.released.n, ledger.balance.posted.n);
}

PoolId pool(const World& world, const std::string& id) {
  for (std::size_t i = 0; i < world.pools.size(); ++i)
    if (world.pools[i].id == id) return PoolId{i};
  FAIL("no pool " << id);
  return {};
}

TerminalId terminal(const World& world, const std::string& id) {
  for (std::size_t i = 0; i < world.terminals.size(); ++i)
    if (world.terminals[i].id == id) return TerminalId{i};
  FAIL("no terminal " << id);
  return {};
}

double delivered_t(const Ran& ran, PoolId pool, Day from, Day to) {
  double sum = 0;
  for (const LotRow& l : ran.ledger.lots) {
    const Day day = std::chrono::floor<std::chrono::days>(l.ended);
    if (l.fate == Fate::delivered && (!pool.valid() || l.pool == pool) && from <= day && day <= to)
      sum += in_tonnes(l.mass);
  }
  return sum;
}

}  // namespace corridor::model::toy
