#include "sim/model/routes.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "sim/model/routes_search.hpp"

namespace corridor::model {
namespace {

using routes::PortClass;
using routes::Unfolding;
using Arcs = std::vector<std::uint32_t>;
using Rules = std::vector<std::string>;

/// Most paths looked at in one class of ports before the answer is called incomplete.
constexpr std::size_t kMostPaths = 512;
/// Most rules lifted together.
constexpr std::size_t kMostLifted = 3;

struct LawfulWay {
  Arcs arcs;
  WayRuling law;
  WayCost cost;
  double generalized = 0;
  bool pareto = false;
};

/// Whether the way comes to some point of the graph twice.
bool repeats(const WayGraph& ways, const Arcs& arcs) {
  std::set<std::uint32_t> seen;
  for (const std::uint32_t a : arcs) {
    if (!seen.insert(ways.graph().tail(a)).second) return true;
  }
  return !arcs.empty() && seen.contains(ways.graph().head(arcs.back()));
}

bool dominates(const LawfulWay& a, const LawfulWay& b) {
  constexpr double kSame = 1e-6;  // a millionth of a dollar, day or kilogram is no advantage
  const double money = b.cost.total_usd_t() - a.cost.total_usd_t(),
               days = (b.cost.hours - a.cost.hours) / 24.0, co2 = b.cost.co2_kg_t - a.cost.co2_kg_t;
  return money >= -kSame && days >= -kSame && co2 >= -kSame && (money > kSame || days > kSame || co2 > kSame);
}

class Finder {
 public:
  Finder(const World& world, const WayGraph& ways, const RouteQuestion& question, const AskRules& ask)
      : world_(world), ways_(ways), question_(question), ask_(ask), closed_(ways.arcs()) {
    for (const PortClass& ports : routes::port_classes(world)) {
      Unfolding u(world, ways, question, ports);
      if (!graph::k_shortest_paths(u.graph(), costs(u, closed_), u.source(), u.sink(), 1).empty()) {
        unfoldings_.push_back(std::move(u));
      }
    }
  }

  RoutesAnswer answer() {
    RoutesAnswer out;
    out.connected = !unfoldings_.empty();
    if (!out.connected) return out;
    if (barred_for_good({}, {})) {
      std::fill(closed_.begin(), closed_.end(), true);
      close_whole(out);
    } else {
      close_terminals(out);
      for (const Unfolding& u : unfoldings_) best_ways(u, out);
      keep_k_best();
      add_pareto_set(out);
    }
    for (LawfulWay& way : lawful_) out.routes.push_back(offer(std::move(way)));
    tidy(out.closed);
    if (out.routes.empty()) out.unlock = unlock();
    return out;
  }

 private:
  /// Whether no way with these arcs can be lawful.
  bool barred_for_good(const Arcs& part, const Rules& lifted) const {
    const WayRuling ruling = ask_(part, lifted);
    return ruling.barred() && ruling.for_good;
  }

  std::vector<double> costs(const Unfolding& u, const std::vector<bool>& closed) const {
    return u.generalized(closed, world_.value_of_time(question_.cargo));
  }

  /// The way with its law, and its cost with the papers that the law asks for.
  LawfulWay priced(Arcs arcs, WayRuling law) const {
    LawfulWay way{std::move(arcs), std::move(law), {}, 0, false};
    way.cost = way_cost(world_, ways_, way.arcs, question_.cargo, question_.on);
    if (way.law.papers) {
      way.cost.usd_t[static_cast<std::size_t>(Item::certificates)] +=
          world_.usd_on(world_.terms.certificate_per_t, question_.on);
      way.cost.hours += world_.terms.certificate_lead_days * 24.0;
    }
    way.generalized = way.cost.total_usd_t() + way.cost.risk_usd_t +
                      world_.value_of_time(question_.cargo) * way.cost.hours / 24.0;
    return way;
  }

  void record_closed(RoutesAnswer& out, const Arcs& arcs, const WayRuling& law) const {
    ClosedRoute closed{{question_.from}, {}, law, priced(arcs, law).generalized};
    for (const std::uint32_t a : arcs) {
      const WayArc& arc = ways_.arc(a);
      if (arc.kind == WayArc::Kind::travel) closed.places.push_back(arc.head);
      if (arc.terminal.valid()) closed.terminals.push_back(arc.terminal);
    }
    out.closed.push_back(std::move(closed));
  }

  /// The shipment is barred whatever its way: the best way that it would have.
  void close_whole(RoutesAnswer& out) const {
    const std::vector<bool> none(ways_.arcs());
    Arcs best;
    double least = 0;
    for (const Unfolding& u : unfoldings_) {
      const auto paths = graph::k_shortest_paths(u.graph(), costs(u, none), u.source(), u.sink(), 1);
      if (!paths.empty() && (best.empty() || paths[0].cost < least)) {
        best = u.way_of(paths[0].arcs);
        least = paths[0].cost;
      }
    }
    record_closed(out, best, ask_(best, {}));
  }

  /// Closes the terminals that rules close, and records the best way through each of them.
  void close_terminals(RoutesAnswer& out) {
    Arcs barred;
    for (std::uint32_t a = 0; a < ways_.arcs(); ++a) {
      if (ways_.arc(a).kind == WayArc::Kind::load && barred_for_good({a}, {})) barred.push_back(a);
    }
    for (const std::uint32_t a : barred) {
      std::vector<bool> only(ways_.arcs());
      for (std::uint32_t other = 0; other < ways_.arcs(); ++other) {
        only[other] = ways_.arc(other).kind == WayArc::Kind::load && other != a;
      }
      for (const Unfolding& u : unfoldings_) {
        const auto paths = graph::k_shortest_paths(u.graph(), costs(u, only), u.source(), u.sink(), 1);
        if (paths.empty()) continue;
        const Arcs way = u.way_of(paths[0].arcs);
        if (std::find(way.begin(), way.end(), a) != way.end()) record_closed(out, way, ask_(way, {}));
      }
    }
    for (const std::uint32_t a : barred) closed_[a] = true;
  }

  /// Closes every arc of a barred way that is barred by itself. False: none is.
  bool close_arcs_of(const Arcs& way, const Rules& lifted, std::vector<bool>& closed) const {
    bool any = false;
    for (const std::uint32_t a : way) {
      if (!closed[a] && barred_for_good({a}, lifted)) closed[a] = any = true;
    }
    return any;
  }

  /// Generalized cost of the k-th best lawful way found so far; infinite where there are fewer.
  double bar_to_beat() const {
    std::vector<double> costs_found;
    for (const LawfulWay& way : lawful_) costs_found.push_back(way.generalized);
    if (costs_found.size() < question_.k) return std::numeric_limits<double>::infinity();
    const auto kth = costs_found.begin() + static_cast<std::ptrdiff_t>(question_.k) - 1;
    std::nth_element(costs_found.begin(), kth, costs_found.end());
    return *kth;
  }

  /// Adds all lawful ways of one class of ports that may be among the k best.
  void best_ways(const Unfolding& u, RoutesAnswer& out) {
    std::size_t wanted = 1;
    while (true) {
      const auto paths = graph::k_shortest_paths(u.graph(), costs(u, closed_), u.source(), u.sink(), wanted);
      bool restart = false, beaten = false;
      for (const graph::Path& path : paths) {
        if (path.cost > bar_to_beat()) {
          beaten = true;
          break;
        }
        if (judge(u.way_of(path.arcs), out)) {
          restart = true;
          break;
        }
      }
      if (restart) continue;
      if (beaten || paths.size() < wanted) return;
      if (wanted >= kMostPaths) {
        out.complete = false;
        return;
      }
      wanted = std::max(wanted * 2, question_.k);
    }
  }

  /// Takes a way up among the lawful or the closed. True: arcs were closed, so paths must be found anew.
  bool judge(Arcs way, RoutesAnswer& out) {
    if (repeats(ways_, way) || !seen_.insert(way).second) return false;
    WayRuling law = ask_(way, {});
    if (law.barred()) {
      record_closed(out, way, law);
      return close_arcs_of(way, {}, closed_);
    }
    lawful_.push_back(priced(std::move(way), std::move(law)));
    return false;
  }

  static bool better(const LawfulWay& a, const LawfulWay& b) {
    return std::tie(a.generalized, a.arcs) < std::tie(b.generalized, b.arcs);
  }

  void keep_k_best() {
    std::sort(lawful_.begin(), lawful_.end(), better);
    if (lawful_.size() > question_.k) lawful_.resize(question_.k);
  }

  void add_pareto_set(RoutesAnswer& out) {
    std::vector<LawfulWay> all = std::move(lawful_);
    const std::size_t best = all.size();
    seen_.clear();
    for (const LawfulWay& way : all) seen_.insert(way.arcs);
    lawful_.clear();
    for (const Unfolding& u : unfoldings_) {
      for (bool again = true; again;) {
        again = false;
        for (const graph::ParetoPath& path : graph::pareto_paths(
                 u.graph(), u.three_costs(closed_), u.source(), u.sink(), question_.pareto_at_most)) {
          if (judge(u.way_of(path.arcs), out)) again = true;
        }
      }
    }
    std::move(lawful_.begin(), lawful_.end(), std::back_inserter(all));
    for (LawfulWay& way : all) {
      way.pareto =
          std::none_of(all.begin(), all.end(), [&](const LawfulWay& o) { return dominates(o, way); });
    }
    lawful_.clear();
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (i < best || all[i].pareto) lawful_.push_back(std::move(all[i]));
    }
    std::sort(lawful_.begin(), lawful_.end(), better);
  }

  RouteOffer offer(LawfulWay&& way) const {
    RouteOffer out;
    out.places.push_back(question_.from);
    for (const std::uint32_t a : way.arcs) {
      const WayArc& arc = ways_.arc(a);
      if (arc.kind == WayArc::Kind::travel) {
        out.places.push_back(arc.head);
        out.links.push_back(arc.link);
      }
      if (arc.terminal.valid()) out.terminals.push_back(arc.terminal);
    }
    DaysSpread spread = days_spread(world_, ways_, way.arcs, question_.cargo, question_.on);
    if (way.law.papers) spread.mean += world_.terms.certificate_lead_days;
    out.days_mean = spread.mean;
    out.days_p10 = lognormal_quantile(spread, 0.1);
    out.days_p50 = lognormal_quantile(spread, 0.5);
    out.days_p90 = lognormal_quantile(spread, 0.9);
    out.steps =
        steps_along(world_, ways_, way.arcs, question_.from, question_.cargo, question_.on, way.law.papers);
    out.cost = way.cost;
    out.generalized_usd_t = way.generalized;
    out.pareto = way.pareto;
    out.law = std::move(way.law);
    out.arcs = std::move(way.arcs);
    return out;
  }

  /// By cost; of ways that the same rules close along the same places the best.
  static void tidy(std::vector<ClosedRoute>& closed) {
    std::sort(closed.begin(), closed.end(), [](const ClosedRoute& a, const ClosedRoute& b) {
      return std::tie(a.generalized_usd_t, a.places, a.law.deciding) <
             std::tie(b.generalized_usd_t, b.places, b.law.deciding);
    });
    std::set<std::pair<std::vector<PlaceId>, Rules>> seen;
    std::erase_if(closed,
                  [&](const ClosedRoute& c) { return !seen.insert({c.places, c.law.deciding}).second; });
  }

  /// Under lifted rules: is there a lawful way, and if not which rules stand in the way of those there are.
  struct Attempt {
    bool opens = false;
    std::set<std::string> deciding;
  };
  Attempt attempt(const Rules& lifted) const {
    Attempt out;
    if (const WayRuling whole = ask_({}, lifted); whole.barred() && whole.for_good) {
      out.deciding.insert(whole.deciding.begin(), whole.deciding.end());
      return out;
    }
    std::vector<bool> closed(ways_.arcs());
    for (const Unfolding& u : unfoldings_) {
      std::size_t wanted = 1;
      while (true) {
        const auto paths = graph::k_shortest_paths(u.graph(), costs(u, closed), u.source(), u.sink(), wanted);
        bool restart = false;
        for (const graph::Path& path : paths) {
          const Arcs way = u.way_of(path.arcs);
          if (repeats(ways_, way)) continue;
          const WayRuling law = ask_(way, lifted);
          if (!law.barred()) {
            out.opens = true;
            return out;
          }
          out.deciding.insert(law.deciding.begin(), law.deciding.end());
          restart = close_arcs_of(way, lifted, closed);
          if (restart) break;
        }
        if (restart) continue;
        if (paths.size() < wanted || wanted >= 16) break;
        wanted *= 2;
      }
    }
    return out;
  }

  /// All minimal sets of up to three rules whose lifting opens a way. A set that opens a way must hold one of
  /// the rules that decide against the ways left under any smaller part of it, so only those are tried.
  std::vector<Rules> unlock() const {
    std::vector<Rules> opening;
    std::set<std::set<std::string>> level{{}};
    for (std::size_t size = 0; size <= kMostLifted && !level.empty(); ++size) {
      std::set<std::set<std::string>> next;
      for (const std::set<std::string>& lifted : level) {
        const bool has_opening = std::any_of(opening.begin(), opening.end(), [&](const Rules& o) {
          return std::includes(lifted.begin(), lifted.end(), o.begin(), o.end());
        });
        if (has_opening) continue;
        const Attempt tried = attempt({lifted.begin(), lifted.end()});
        if (tried.opens) {
          opening.emplace_back(lifted.begin(), lifted.end());
          continue;
        }
        for (const std::string& rule : tried.deciding) {
          std::set<std::string> more = lifted;
          if (more.insert(rule).second) next.insert(std::move(more));
        }
      }
      level = std::move(next);
    }
    return opening;
  }

  const World& world_;
  const WayGraph& ways_;
  const RouteQuestion& question_;
  const AskRules& ask_;
  std::vector<bool> closed_;  ///< [way arc] barred by rules
  std::vector<Unfolding> unfoldings_;
  std::vector<LawfulWay> lawful_;
  std::set<Arcs> seen_;
};

}  // namespace

RoutesAnswer find_routes(const World& world, const WayGraph& ways, const RouteQuestion& question,
                         const AskRules& ask) {
  return Finder(world, ways, question, ask).answer();
}

}  // namespace corridor::model
