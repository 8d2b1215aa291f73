/// @file bottlenecks_flow.cpp  The network as a flow network: every capacity an arc, and the maximum flow.

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <tuple>

#include "network/flow/max_flow.hpp"
#include "sim/experiment/bottlenecks.hpp"
#include "sim/experiment/lawful_arcs.hpp"

namespace corridor::experiment {
namespace {

using model::AcceptanceId;
using model::PlaceId;
using model::WayArc;
using model::WayGraph;
using model::World;

constexpr std::uint32_t kNothing = 0xffffffff;

/// Arcs of the flow network, and what limits each.
class FlowNetwork {
 public:
  FlowNetwork(const model::Groundwork& shared, const BottleneckSet& set, bool market)
      : shared_(shared),
        world_(shared.world),
        set_(set),
        capacities_(shared.world, shared.atlas),
        window_(shared.world.measure),
        nodes_(static_cast<std::uint32_t>(shared.world.places.size() * 2)) {
    source_ = nodes_++;
    sink_ = nodes_++;
    piped_ = std::any_of(set.flows.begin(), set.flows.end(),
                         [&](model::FlowId f) { return at(world_.flows, f).by_pipeline(); });
    LawfulArcs lawful(shared, set);
    for (std::uint32_t a = 0; a < shared.ways.arcs(); ++a) add_way_arc(a, lawful.open_days(a));
    for (const model::FlowId f : set.flows) add_mine(f, market);
    for (const model::PoolId p : set.pools) add_pool(p, market);
  }

  FlowBound solve() const {
    const flow::MaxFlow f = flow::max_flow(nodes_, arcs_, source_, sink_);
    FlowBound bound;
    bound.fault = flow::check_max_flow(nodes_, arcs_, source_, sink_, f);
    if (!f.limited()) return bound;
    bound.max_t = static_cast<double>(f.value) / 1000.0;
    bound.cut = parts(f.cut_at_source, f);
    bound.cut_last = parts(f.cut_at_sink, f);
    const auto same = [](const CutPart& x, const CutPart& y) { return x.capacity == y.capacity; };
    if (std::equal(bound.cut.begin(), bound.cut.end(), bound.cut_last.begin(), bound.cut_last.end(), same)) {
      bound.cut_last.clear();
    }
    return bound;
  }

 private:
  static constexpr Capacity kNoCapacity{CapacityKind::link, kNothing};

  void add(std::uint32_t tail, std::uint32_t head, std::int64_t kg, Capacity what = kNoCapacity) {
    arcs_.push_back({tail, head, kg});
    limits_.push_back(what);
  }
  std::uint32_t new_node() { return nodes_++; }

  /// How much of a train a tonne is, in the heaviest trains of the set's goods that a capacity serves.
  double trains_weight(Capacity c) const {
    double least = std::numeric_limits<double>::infinity();
    for (const model::FlowId f : set_.flows) {
      if (c.kind == CapacityKind::works && works_of(border_of(c), f) != model::TransshipmentId{c.index / 2})
        continue;
      least = std::min(least, capacities_.trains_weight(at(world_.flows, f).cargo));
    }
    return least;
  }
  model::BorderId border_of(Capacity works) const { return world_.transshipments[works.index / 2].border; }
  model::TransshipmentId works_of(model::BorderId border, model::FlowId f) const {
    return world_.transshipment_at(border, at(world_.flows, f).cargo);
  }

  /// Kilograms of the window on the days that are open; kNoLimit where nothing limits it.
  std::int64_t kg_of(Capacity c, const std::vector<bool>& open) const {
    double t = 0;
    for (Month m = month_of(window_.from); m <= month_of(window_.to); m = m + 1) {
      t += capacities_.amount(c, m, window_, [&](Day day) {
        return open.empty() || open[static_cast<std::size_t>((day - window_.from).count())];
      });
    }
    if (is_in_trains(c.kind)) t /= trains_weight(c);
    return t >= 1e11 ? flow::kNoLimit : tonnes(t).n;
  }

  /// What a fleet can carry over one link with all its ships, of the goods of which a ship takes most: never
  /// too little, though the ships may serve other links too.
  std::int64_t kg_by_ships(model::LinkId ferry, const std::vector<bool>& open) const {
    double t = 0;
    for (Month m = month_of(window_.from); m <= month_of(window_.to); m = m + 1) {
      double best = std::numeric_limits<double>::infinity();
      for (const model::FlowId f : set_.flows) {
        const Day day = std::max(first_day(m), window_.from);
        best = std::min(best, world_.ship_days_a_tonne(ferry, at(world_.flows, f).cargo, day));
      }
      t += capacities_.amount({CapacityKind::ships, at(world_.links, ferry).fleet.n}, m, window_,
                              [&](Day day) {
                                return open.empty() ||
                                       open[static_cast<std::size_t>((day - window_.from).count())];
                              }) /
           best;
    }
    return t >= 1e11 ? flow::kNoLimit : tonnes(t).n;
  }

  /// The change of gauge at a border: one arc for each works that the set's goods need, side by side, and one
  /// without a limit where some of them need none. Returns the node behind it.
  std::uint32_t add_works(std::uint32_t tail, model::BorderId border, bool forward,
                          const std::vector<bool>& open) {
    std::set<model::TransshipmentId> needed;
    for (const model::FlowId f : set_.flows) needed.insert(works_of(border, f));
    if (needed.empty() || needed.contains({})) return tail;
    const std::uint32_t behind = new_node();
    for (const model::TransshipmentId works : needed) {
      const Capacity c{CapacityKind::works, works.n * 2 + (forward ? 0 : 1)};
      add(tail, behind, kg_of(c, open), c);
    }
    return behind;
  }

  /// An arc through several capacities in a row.
  void add_chain(std::uint32_t tail, std::uint32_t head, const std::vector<Capacity>& row,
                 const std::vector<bool>& open) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::uint32_t next = i + 1 == row.size() ? head : new_node();
      add(tail, next, kg_of(row[i], open), row[i]);
      tail = next;
    }
    if (row.empty()) add(tail, head, flow::kNoLimit);
  }

  void add_way_arc(std::uint32_t a, const std::vector<bool>& open) {
    if (std::find(open.begin(), open.end(), true) == open.end()) return;
    const WayArc& arc = shared_.ways.arc(a);
    std::uint32_t tail = shared_.ways.graph().tail(a);
    std::uint32_t head = shared_.ways.graph().head(a);
    std::vector<Capacity> row;
    if (arc.kind == WayArc::Kind::travel) {
      const model::Link& link = at(world_.links, arc.link);
      const bool slots =
          link.mode == model::Mode::rail && link.railway.valid() && at(world_.railways, link.railway).slots;
      if (slots) row.push_back({CapacityKind::link, arc.link.n});
      if (link.is_pipeline()) row.push_back({CapacityKind::pipeline, arc.link.n});
      if (link.border.valid() && !piped_) {
        row.push_back({CapacityKind::border, link.border.n * 2 + (arc.forward ? 0 : 1)});
        tail = add_works(tail, link.border, arc.forward, open);
      }
      if (head == WayGraph::on_land(arc.head)) head = gate_of(arc.tail, arc.head);
      if (link.fleet.valid()) {
        const std::uint32_t afloat = new_node();
        add(tail, afloat, kg_by_ships(arc.link, open), {CapacityKind::ships, link.fleet.n});
        tail = afloat;
        for (const model::TerminalId shore : link.terminals) {
          if (shore.valid()) row.push_back({CapacityKind::terminal, shore.n});
        }
      }
    } else if (arc.kind == WayArc::Kind::load) {
      row = {{CapacityKind::terminal, arc.terminal.n}, {CapacityKind::berths, arc.terminal.n}};
      if (!piped_) row.push_back({CapacityKind::unloading, arc.terminal.n});
    }
    add_chain(tail, head, row, open);
  }

  bool concerns(const model::Acceptance& a) const {
    return std::any_of(set_.flows.begin(), set_.flows.end(), [&](model::FlowId f) {
      return world_.is_kind_of(at(world_.flows, f).cargo, a.cargo);
    });
  }

  /// Where a train that enters `to` from `from` arrives: behind the acceptances that count it there. The
  /// places of one acceptance share one gate: what has passed it may go on from any of them, so the bound is
  /// never too low.
  std::uint32_t gate_of(PlaceId from, PlaceId to) {
    std::vector<std::uint32_t> gates;
    const auto holds = [](const model::Acceptance& a, PlaceId p) {
      return std::find(a.to.begin(), a.to.end(), p) != a.to.end();
    };
    for (std::uint32_t i = 0; i < world_.acceptances.size(); ++i) {
      const model::Acceptance& a = world_.acceptances[i];
      if (holds(a, to) && !holds(a, from) && concerns(a)) gates.push_back(i);
    }
    std::uint32_t node = WayGraph::on_land(to);
    for (std::size_t k = gates.size(); k-- > 0;) {
      const auto [gate, is_new] = gates_.try_emplace(gates[k], std::pair{nodes_, nodes_ + 1});
      if (is_new) {
        nodes_ += 2;
        const Capacity c{CapacityKind::acceptance, gates[k]};
        add(gate->second.first, gate->second.second, kg_of(c, {}), c);
      }
      if (joined_.insert({{gate->second.second, node}, true}).second) {
        add(gate->second.second, node, flow::kNoLimit);
      }
      node = gate->second.first;
    }
    return node;
  }

  void add_mine(model::FlowId f, bool market) {
    std::vector<Capacity> row;
    if (!at(world_.flows, f).by_pipeline()) row.push_back({CapacityKind::loading, f.n});
    if (market) row.insert(row.begin(), {CapacityKind::supply, f.n});
    add_chain(source_, WayGraph::on_land(at(world_.flows, f).origin), row, {});
  }

  void add_pool(model::PoolId p, bool market) {
    const std::uint32_t pool = new_node();
    for (const PlaceId place : at(world_.pools, p).delivered_at) {
      add(WayGraph::on_land(place), pool, flow::kNoLimit);
      add(WayGraph::at_sea(place), pool, flow::kNoLimit);
    }
    std::vector<Capacity> row;
    if (market) row.push_back({CapacityKind::pool, p.n});
    add_chain(pool, sink_, row, {});
  }

  std::vector<CutPart> parts(const std::vector<std::uint32_t>& cut, const flow::MaxFlow& f) const {
    std::map<Capacity, double> carried;
    for (const std::uint32_t a : cut) {
      if (limits_[a].index != kNothing) carried[limits_[a]] += static_cast<double>(f.on_arc[a]) / 1000.0;
    }
    std::vector<CutPart> out;
    for (const auto& [c, t] : carried) {
      if (t > 0) {
        out.push_back({c, capacities_.id(c), capacities_.mean(c, window_), t, capacities_.unit(c)});
      }
    }
    std::sort(out.begin(), out.end(), [](const CutPart& x, const CutPart& y) {
      return std::tuple(-x.carried_t, x.capacity) < std::tuple(-y.carried_t, y.capacity);
    });
    return out;
  }

  const model::Groundwork& shared_;
  const World& world_;
  const BottleneckSet& set_;
  Capacities capacities_;
  Period window_;
  bool piped_ = false;  ///< some of the goods leave by pipeline: what counts trains does not hold them
  std::uint32_t nodes_, source_ = 0, sink_ = 0;
  std::vector<flow::Arc> arcs_;
  std::vector<Capacity> limits_;                                            ///< [arc]
  std::map<std::uint32_t, std::pair<std::uint32_t, std::uint32_t>> gates_;  ///< by acceptance: in, out
  std::map<std::pair<std::uint32_t, std::uint32_t>, bool> joined_;
};

}  // namespace

MaxFlowAnswer max_flow_of(const model::Groundwork& shared, const BottleneckSet& set) {
  return {FlowNetwork(shared, set, false).solve(), FlowNetwork(shared, set, true).solve()};
}

}  // namespace corridor::experiment
