/// @file plan_room.cpp  What can be booked in a month: pools, terminals, acceptances, sections, borders and
/// quotas, and what of it a booking takes.

#include <algorithm>

#include "sim/model/plan.hpp"

namespace corridor::model {

Planner::Room Planner::room_for(const MonthAtlas& month, const StandingTrains& standing) const {
  const Day day = first_day(month.month);
  Room room;
  for (const Pool& pool : world_.pools) {
    const double cap = pool_cap_kg(pool, day);
    const double bound = pool.at_loading_port ? world_.terms.bound_share : 0.0;
    room.pool_bound.push_back(cap * bound);
    room.pool_free.push_back(cap * (1.0 - bound));
  }
  room.capacity.assign(layout_.end, kUnbounded);
  for (std::size_t i = 0; i < world_.terminals.size(); ++i) {
    const Terminal& t = world_.terminals[i];
    double& kg = room.capacity[layout_.terminal + i];
    if (t.room_kt_month.said(day)) {
      kg = t.room_kt_month.on(day) * 1e6;
    } else if (t.capacity_mt_year.said(day)) {
      kg = t.capacity_mt_year.on(day) * 1e9 / 12.0;
    }
  }
  for (std::size_t i = 0; i < world_.acceptances.size(); ++i) {
    const Steps<double>& kt_month = world_.acceptances[i].kt_month;
    if (kt_month.said(day)) room.capacity[layout_.acceptance + i] = kt_month.on(day) * 1e6;
  }
  for (const QuotaUse& use : quota_use_) room.quota.push_back(use.month_kg);
  // Every train goes home empty over the same section, so each takes a path either way.
  for (const LinkId link : sections_) {
    const World::Paths there = world_.paths_on(link, true, day), back = world_.paths_on(link, false, day);
    double trains_a_day = std::min(there.per_day, back.per_day);
    if (there.shared_per_day > 0) trains_a_day = std::min(trains_a_day, there.shared_per_day / 2.0);
    room.capacity[layout_.section + link.n] =
        trains_a_day * days_in(month.month) * world_.terms.bookable_share;
  }
  add_oil_room(room, month);
  add_gate_room(room, month, standing);
  return room;
}

/// What two railways agreed to hand over, and what works can change over, is booked in full, for it is a
/// promise; but trains that stand there already take their part of it first.
void Planner::add_gate_room(Room& room, const MonthAtlas& month, const StandingTrains& standing) const {
  const Day day = first_day(month.month);
  const double days = days_in(month.month);
  std::size_t gate = 0;
  const auto add = [&](double trains_a_day) {
    const double trains = std::min(kUnbounded, trains_a_day * days);
    room.capacity[layout_.gate + gate] = std::max(0.0, trains - standing[gate]);
    ++gate;
  };
  for (const Border& b : world_.borders) {
    for (const bool forward : {true, false}) add(b.accepts(forward, day, kUnbounded));
  }
  for (const Transshipment& t : world_.transshipments) {
    for (const Steps<double>* trains : {&t.outward, &t.inward}) add(trains->on(day, kUnbounded));
  }
}

/// Quotas run by the month, the calendar year or once; a tonne counts in the month for which it is booked,
/// which is that of its loading. What the month before ended up with is debited, then this month's is opened.
void Planner::settle_quotas(Month month) {
  const std::vector<QuotaTerm>& terms = atlas_.laws.quotas();
  quota_use_.resize(terms.size());
  for (std::size_t q = 0; q < terms.size(); ++q) {
    QuotaUse& use = quota_use_[q];
    if (!first_month_) use.before_kg += use.month_kg - left_.quota[q];
    const bool new_period =
        terms[q].per == rules::Per::month || (terms[q].per == rules::Per::year && month_of_year(month) == 1);
    if (new_period) use.before_kg = 0;
    use.month_kg = std::max(0.0, static_cast<double>(terms[q].amount.n) - use.before_kg);
  }
}

double Planner::quota_left(const Room& room, const Alternative& a) const {
  double left = kUnbounded;
  for (const std::uint16_t q : atlas_.laws.quotas_of(a.quotas)) left = std::min(left, room.quota[q]);
  return left;
}

double Planner::gate_left(const Room& room, const Alternative& a) const {
  double left = kUnbounded;
  for (const Draw& draw : draws_[a.way]) {
    if (draw.capacity >= layout_.gate) left = std::min(left, room.capacity[draw.capacity] * draw.kg);
  }
  return left;
}

double Planner::room_left(const Room& room, const Alternative& a, double least) const {
  double left = std::min(quota_left(room, a), a.bound ? room.pool_bound[a.pool.n] : room.pool_free[a.pool.n]);
  if (left <= least) return left;
  for (const Draw& draw : draws_[a.way]) {
    left = std::min(left, room.capacity[draw.capacity] * draw.kg);
    if (left <= least) return left;
  }
  for (const LinkId link : ferries_[a.way]) {
    left = std::min(
        left, room.fleet[at(world_.links, link).fleet.n] / ship_days_a_kg(link, atlas_.ways[a.way].cargo));
  }
  return left;
}

void Planner::take(Room& room, const Alternative& a, double kg) const {
  (a.bound ? room.pool_bound : room.pool_free)[a.pool.n] -= kg;
  for (const Draw& draw : draws_[a.way]) room.capacity[draw.capacity] -= kg / draw.kg;
  for (const LinkId link : ferries_[a.way]) {
    room.fleet[at(world_.links, link).fleet.n] -= kg * ship_days_a_kg(link, atlas_.ways[a.way].cargo);
  }
  for (const std::uint16_t q : atlas_.laws.quotas_of(a.quotas)) room.quota[q] -= kg;
}

}  // namespace corridor::model
