#include "sim/experiment/unit.hpp"

#include <fmt/format.h>

#include <utility>

#include "sim/experiment/ranges.hpp"
#include "sim/model/run.hpp"

namespace corridor::experiment {

ReadyWorld::ReadyWorld(std::string name, std::unique_ptr<model::World> world, const ReadyWorld* like)
    : name_(std::move(name)),
      world_(std::move(world)),
      groundwork_(std::make_unique<const model::Groundwork>(
          *world_, like != nullptr ? &like->groundwork_->atlas.laws : nullptr)) {}
ReadyWorld::ReadyWorld(ReadyWorld&&) noexcept = default;
ReadyWorld& ReadyWorld::operator=(ReadyWorld&&) noexcept = default;
ReadyWorld::~ReadyWorld() = default;

tl::expected<ReadyWorld, RunFailure> ReadyWorld::make(const scenario::Scenario& scenario,
                                                      const ReadyWorld* like) {
  Stopwatch watch;
  Result<model::World> world = model::build_world(scenario);
  if (!world) return tl::unexpected(RunFailure{RunFailure::Kind::input, std::move(world.error())});
  ReadyWorld ready{scenario.name, std::make_unique<model::World>(std::move(*world)), like};
  ready.seconds_to_make_ = watch.lap();
  return ready;
}

tl::expected<Outcome, RunFailure> ReadyWorld::replicate(const Luck& luck, const std::string& where,
                                                        const LedgerUse& use,
                                                        const FiguresAsked& asked) const {
  Stopwatch watch;
  Outcome outcome;
  model::Ledger ledger = model::simulate(*groundwork_, luck.seed, luck.replication);
  outcome.spent.simulation = watch.lap();
  if (const std::vector<std::string> lacking = differences(ledger.balance); !lacking.empty()) {
    RunFailure broken{RunFailure::Kind::broken, {}};
    for (const std::string& line : lacking)
      broken.diagnostics.push_back({Severity::error, name_, 0, 0, where, line, ""});
    return tl::unexpected(std::move(broken));
  }
  outcome.figures = figures_of(*world_, ledger, asked, groundwork_.get());
  outcome.events = ledger.events;
  if (use) use(*world_, std::move(ledger));
  outcome.spent.figures = watch.lap();
  return outcome;
}

tl::expected<Outcome, RunFailure> replicate_drawn(const scenario::Scenario& scenario, const ReadyWorld& plain,
                                                  const Luck& luck, const Draw& draw,
                                                  const std::string& where) {
  Stopwatch watch;
  const scenario::Scenario drawn = draw_ranges(scenario, draw.seed, draw.number, draw.of);
  const tl::expected<ReadyWorld, RunFailure> ready = ReadyWorld::make(drawn, &plain);
  if (!ready) return tl::unexpected(ready.error());
  const double world_s = watch.lap();
  tl::expected<Outcome, RunFailure> outcome = ready->replicate(luck, where);
  if (outcome) outcome->spent.world = world_s;
  return outcome;
}

std::vector<std::string> differences(const model::Balance& b) {
  std::vector<std::string> out;
  Mass ended;
  std::string parts;
  for (std::size_t i = 0; i < model::kFates; ++i) {
    ended += b.by_fate[i];
    parts +=
        fmt::format("{}{} {}", i == 0 ? "" : " + ", to_word(static_cast<model::Fate>(i)), b.by_fate[i].n);
  }
  if (ended != b.released) {
    out.push_back(fmt::format("the balance of mass is broken by {} kg: released {} kg, but {} = {} kg",
                              (b.released - ended).n, b.released.n, parts, ended.n));
  }
  if (b.posted != b.on_lots) {
    out.push_back(
        fmt::format("the balance of money is broken by {} thousandths of a dollar: posted {}, on lots {}",
                    (b.posted - b.on_lots).n, b.posted.n, b.on_lots.n));
  }
  if (out.empty() && !b.holds()) out.emplace_back("the balance of the run is broken");
  return out;
}

}  // namespace corridor::experiment
