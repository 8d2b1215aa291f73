#pragma once
/// @file trade_program.hpp  The trade of a world as a linear program by month: so many thousand tonnes of
/// each flow by each lawful way to each pool, within all capacities. A tonne counts against the capacities of
/// the month for which it is booked, as the railways' monthly plans have it. Formulation:
/// docs/bottlenecks.md.

#include <map>
#include <tuple>
#include <vector>

#include "network/flow/linear_program.hpp"
#include "sim/experiment/capacities.hpp"
#include "sim/model/run.hpp"

namespace corridor::experiment {

/// A capacity in one month (of a yearly quota: the first month of its year; of one for good: month 0). What
/// pools take is parted between buyers whom the market's rules bind at the port and others.
struct RowKey {
  Capacity capacity;
  Month month{};
  bool bound = false;
  auto operator<=>(const RowKey&) const = default;
};

/// What a tonne by a way uses: coefficient of each row.
using Uses = std::vector<std::pair<RowKey, double>>;

/// What one tonne of a flow uses of every capacity on an alternative in a month.
class UseTable {
 public:
  explicit UseTable(const model::Groundwork& shared)
      : shared_(shared), capacities_(shared.world, shared.atlas) {}
  Uses of(model::FlowId flow, model::PoolId pool, bool bound, std::uint32_t way, std::uint16_t quotas,
          Month month) const;
  /// Amount of a row in thousands; infinity where nothing limits it.
  double amount(const RowKey& key) const { return amount(key, shared_.world.measure); }
  double amount(const RowKey& key, Period window) const;  ///< of the days in another window
  /// The month that stands for the period of a quota in which a month lies.
  Month quota_period(Capacity quota, Month month) const;
  const Capacities& capacities() const { return capacities_; }

 private:
  const model::Groundwork& shared_;
  Capacities capacities_;
};

/// A program under construction: rows are made when first used, those without a limit never.
class TradeProgram {
 public:
  explicit TradeProgram(const UseTable& table) : table_(&table) {}

  flow::Program lp;
  std::map<RowKey, std::uint32_t> rows;

  /// Books a column on rows; `amount` of the row is looked up, and may be raised or lowered before.
  void book(std::uint32_t column, const Uses& uses);
  /// Sets what a row has instead of what the table says. @pre it has not been booked on
  void set_amount(const RowKey& key, double kt) { amounts_[key] = kt; }
  double amount(const RowKey& key) const;

 private:
  const UseTable* table_;
  std::map<RowKey, double> amounts_;
};

/// One program a month, or one for all where an amount is shared by months (a quota by the year).
class MonthlyPrograms {
 public:
  MonthlyPrograms(const model::Groundwork& shared, const UseTable& table);
  std::vector<Month> months() const;  ///< of the measured window
  TradeProgram& of(Month month) { return programs[block_of(month)]; }
  std::size_t block_of(Month month) const;
  bool linked() const { return linked_; }
  std::vector<TradeProgram> programs;

 private:
  Month first_, last_;
  bool linked_;
};

/// The sum of the certificates of independent programs.
flow::Certificate sum_of(const std::vector<flow::Certificate>& parts);

/// Days of the month and the measured window on which an alternative is lawful, as a share.
double lawful_share(const model::Groundwork& shared, const model::Alternative& a, Month month);

}  // namespace corridor::experiment
