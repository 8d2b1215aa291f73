/// @file plan_join.cpp  Bookings too small for a ship or a train join larger ones.

#include <algorithm>
#include <tuple>

#include "sim/model/plan.hpp"

namespace corridor::model {

/// Moves up to `kg` from one alternative to another, as far as that has room. @return what was moved
double Planner::move(const Alternative& from, const Alternative& to, double kg, Room& room) const {
  take(room, from, -kg);
  const double fits = std::min(kg, std::max(0.0, room_left(room, to)));
  take(room, to, fits);
  take(room, from, kg - fits);
  return fits;
}

/// Moves a booking into others of the flow, in their order, as far as they have room.
void Planner::join(const FlowChoices& choices, std::size_t part, const std::vector<std::size_t>& wholes,
                   std::vector<double>& kg, Room& room) const {
  for (const std::size_t whole : wholes) {
    const double moved = move(choices.alternatives[part], choices.alternatives[whole], kg[part], room);
    kg[whole] += moved;
    kg[part] -= moved;
  }
}

/// A shipper opens no pile at a quay that his month's bookings would fill so slowly that a ship came only
/// every few months: such bookings go to the same buyers by his other quays, the busiest first, as far as
/// they have room.
void Planner::join_part_cargoes(const MonthAtlas& month, const FlowChoices& choices, std::vector<double>& kg,
                                Room& room) const {
  const auto quay_of = [&](std::size_t i) { return atlas_.ways[choices.alternatives[i].way].terminal; };
  std::vector<double> at_quay(world_.terminals.size());
  for (std::size_t i = 0; i < kg.size(); ++i) {
    if (quay_of(i).valid()) at_quay[quay_of(i).n] += kg[i];
  }
  std::vector<std::size_t> quays;  // the busiest first
  for (std::size_t t = 0; t < at_quay.size(); ++t) {
    if (at_quay[t] > 0) quays.push_back(t);
  }
  std::sort(quays.begin(), quays.end(), [&](std::size_t x, std::size_t y) {
    return std::tuple(-at_quay[x], x) < std::tuple(-at_quay[y], y);
  });
  const auto opens = [&](std::size_t t) {
    const double cargo_t = world_.terminals[t].lot_t.on(first_day(month.month), 0);
    return at_quay[t] >= world_.terms.least_cargo_share * cargo_t * 1000.0;
  };
  std::size_t opened = 1;  // the busiest gathers where none fills its ships
  while (opened < quays.size() && opens(quays[opened])) ++opened;
  std::vector<std::size_t> at_opened;  // bookings, by quay
  for (std::size_t o = 0; o < opened; ++o) {
    for (std::size_t j = 0; j < kg.size(); ++j) {
      if (kg[j] > 0 && quay_of(j).valid() && quay_of(j).n == quays[o]) at_opened.push_back(j);
    }
  }
  std::vector<std::size_t> wholes;
  for (std::size_t q = quays.size(); q-- > opened;) {
    for (std::size_t i = 0; i < kg.size(); ++i) {
      if (kg[i] <= 0 || !quay_of(i).valid() || quay_of(i).n != quays[q]) continue;
      const Alternative& part = choices.alternatives[i];
      wholes.clear();
      for (const bool bound : {part.bound, !part.bound}) {
        for (const std::size_t j : at_opened) {
          const Alternative& whole = choices.alternatives[j];
          if (whole.pool == part.pool && whole.bound == bound) wholes.push_back(j);
        }
      }
      join(choices, i, wholes, kg, room);
    }
  }
}

/// Less than a train a month joins the flow's larger bookings to the same buyers as far as they have room,
/// those by the same quay first; what is then still too little of a train for a shipper to send joins his
/// whole trains to others. What none can take stays where it was booked, as a part train.
void Planner::join_part_trains(const FlowChoices& choices, std::vector<double>& kg, Room& room) const {
  std::vector<std::size_t> booked;
  for (std::size_t i = 0; i < kg.size(); ++i) {
    if (kg[i] > 0) booked.push_back(i);
  }
  std::sort(booked.begin(), booked.end(),
            [&](std::size_t x, std::size_t y) { return std::tuple(-kg[x], x) < std::tuple(-kg[y], y); });
  const auto choice = [&](std::size_t t) -> const Alternative& { return choices.alternatives[booked[t]]; };
  std::size_t trains = 1;  // the largest gathers where none fills a train
  while (trains < booked.size() && kg[booked[trains]] >= train_kg_[choice(trains).way]) ++trains;
  for (std::size_t p = booked.size(); p-- > trains;) {
    const Alternative& part = choice(p);
    std::vector<std::size_t> same_buyers, others;
    for (const bool other_quay : {false, true}) {
      for (const bool bound : {part.bound, !part.bound}) {
        for (std::size_t t = 0; t < trains; ++t) {
          const Alternative& whole = choice(t);
          const bool elsewhere = atlas_.ways[whole.way].terminal != atlas_.ways[part.way].terminal;
          if (whole.pool == part.pool && elsewhere == other_quay && whole.bound == bound)
            same_buyers.push_back(booked[t]);
        }
      }
    }
    for (std::size_t t = trains; t < p; ++t) {  // larger parts
      if (choice(t).pool == part.pool) same_buyers.push_back(booked[t]);
    }
    join(choices, booked[p], same_buyers, kg, room);
    if (kg[booked[p]] >= world_.terms.least_train_share * train_kg_[part.way]) continue;
    for (std::size_t t = 0; t < trains; ++t) {
      if (choice(t).pool != part.pool && kg[booked[t]] >= train_kg_[choice(t).way])
        others.push_back(booked[t]);
    }
    join(choices, booked[p], others, kg, room);
  }
}

}  // namespace corridor::model
