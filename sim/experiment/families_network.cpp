// Key figures of the network and of money: trains at the joints, wagons, who is paid for what.

#include <algorithm>

#include "sim/experiment/families.hpp"

namespace corridor::experiment {
namespace {

/// Direction of a border's link in which more of our loads go.
std::size_t busier(const model::LinkUse& use) { return use.trains[1] > use.trains[0] ? 1 : 0; }

/// Mean over the days of the measured window of a step function.
double mean_of_days(const model::World& world, const model::Steps<double>& steps) {
  double sum = 0;
  for (Day day = world.measure.from; day <= world.measure.to; day += std::chrono::days{1})
    sum += steps.on(day);
  return sum / window_days(world);
}

Family borders_family() {
  Family f;
  f.cuts = {{Key::border}};
  f.figures.push_back({"trains_per_day", "trains/day",
                       "Loaded trains of ours across the border, the busier way.", true, false,
                       [](const Source& s, Rows rows) {
                         double trains = 0;
                         for (const std::uint32_t r : rows) {
                           const model::LinkUse& use = at(s.ledger.links, s.world.borders[r].link);
                           trains += static_cast<double>(use.trains[busier(use)]);
                         }
                         return trains / window_days(s.world);
                       }});
  f.figures.push_back({"trains_agreed", "trains/day", "Trains agreed between the railways, all traffic.",
                       true, false, [](const Source& s, Rows rows) {
                         double trains = 0;
                         for (const std::uint32_t r : rows)
                           trains += mean_of_days(s.world, s.world.borders[r].nominal_trains);
                         return trains;
                       }});
  f.figures.push_back({"trains_accepted", "trains/day", "Trains that the crossing takes in fact.", true,
                       false, [](const Source& s, Rows rows) {
                         double trains = 0;
                         for (const std::uint32_t r : rows)
                           trains += mean_of_days(s.world, s.world.borders[r].trains);
                         return trains;
                       }});
  f.facts = [](const Source& s) {
    Facts facts;
    for (std::size_t i = 0; i < s.world.borders.size(); ++i) {
      const model::LinkId link = s.world.borders[i].link;
      if (!link.valid() || link.n >= s.ledger.links.size()) continue;
      const model::LinkUse& use = at(s.ledger.links, link);
      if (use.trains[0] + use.trains[1] + use.empties[0] + use.empties[1] == 0) continue;
      Fact fact;
      fact.row = static_cast<std::uint32_t>(i);
      fact[Key::border] = s.label.of(s.world.borders[i].id);
      facts.push_back(fact);
    }
    return facts;
  };
  return f;
}

Family wagons_family() {
  Family f;
  f.cuts = {{Key::fleet}};
  f.figures.push_back({"wagons_needed", "wagons", "Wagons away from a loading place or under one, mean.",
                       true, false, [](const Source& s, Rows rows) {
                         double sum = 0;
                         for (const std::uint32_t r : rows) sum += s.ledger.fleets[r].mean_in_use;
                         return sum;
                       }});
  f.figures.push_back(
      {"wagons_most", "wagons", "The same, at its highest.", true, false, [](const Source& s, Rows rows) {
         double sum = 0;
         for (const std::uint32_t r : rows) sum += static_cast<double>(s.ledger.fleets[r].most_in_use);
         return sum;
       }});
  f.facts = [](const Source& s) {
    Facts facts;
    for (std::size_t i = 0; i < std::min(s.world.wagons.size(), s.ledger.fleets.size()); ++i) {
      Fact fact;
      fact.row = static_cast<std::uint32_t>(i);
      fact[Key::fleet] = s.label.of(s.world.wagons[i].id);
      facts.push_back(fact);
    }
    return facts;
  };
  return f;
}

Family paid_family() {
  Family f;
  f.cuts = {{}, {Key::payee}};
  f.figures.push_back({"paid", "USD", "Money paid in the measured window, by who is paid.", true, false,
                       [](const Source& s, Rows rows) {
                         Money sum;
                         for (const std::uint32_t r : rows) sum += s.ledger.paid[r];
                         return in_usd(sum);
                       }});
  f.facts = [](const Source& s) {
    Facts facts;
    for (std::size_t i = 0; i < model::kPayees; ++i) {
      Fact fact;
      fact.row = static_cast<std::uint32_t>(i);
      fact[Key::payee] = s.label.of(to_word(static_cast<model::Payee>(i)));
      facts.push_back(fact);
    }
    return facts;
  };
  return f;
}

/// Rows are lot x item.
Family spent_family() {
  Family f;
  f.cuts = {{Key::item}, {Key::commodity, Key::item}};
  f.monthly = true;
  f.figures.push_back({"spent", "USD",
                       "Money spent on lots that ended in the measured window, whatever their end.", true,
                       false, [](const Source& s, Rows rows) {
                         Money sum;
                         for (const std::uint32_t r : rows)
                           sum += s.ledger.lots[r / model::kItems].money[r % model::kItems];
                         return in_usd(sum);
                       }});
  f.facts = [](const Source& s) {
    Facts facts;
    std::array<std::uint32_t, model::kItems> items{};
    for (std::size_t i = 0; i < model::kItems; ++i)
      items[i] = s.label.of(to_word(static_cast<model::Item>(i)));
    for (std::size_t i = 0; i < s.ledger.lots.size(); ++i) {
      const model::LotRow& lot = s.ledger.lots[i];
      const bool ended = lot.fate != model::Fate::under_way && lot.fate != model::Fate::in_stock;
      if (!ended || !measured(s.world, lot.ended)) continue;
      Fact fact;
      fact[Key::commodity] = s.label.commodity(lot.flow);
      fact[Key::month] = s.label.month(month_of(lot.ended));
      for (std::size_t item = 0; item < model::kItems; ++item) {
        fact.row = static_cast<std::uint32_t>(i * model::kItems + item);
        fact[Key::item] = items[item];
        facts.push_back(fact);
      }
    }
    return facts;
  };
  return f;
}

}  // namespace

std::vector<Family> network_families() {
  std::vector<Family> out;
  out.push_back(paid_family());
  out.push_back(spent_family());
  out.push_back(borders_family());
  out.push_back(wagons_family());
  return out;
}

std::vector<Cut> Family::all_cuts() const {
  std::vector<Cut> out = cuts;
  if (!monthly) return out;
  for (Cut cut : cuts) {
    cut.push_back(Key::month);
    out.push_back(std::move(cut));
  }
  return out;
}

std::vector<Family> families() {
  std::vector<Family> out = trade_families();
  for (Family& f : network_families()) out.push_back(std::move(f));
  return out;
}

}  // namespace corridor::experiment
