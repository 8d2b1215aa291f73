#pragma once
/// @file linear_program.hpp  Linear programs in plain data: minimise cost * x with lower <= x <= upper and
/// rows lower <= a * x <= upper. Solved by COIN-OR Clp, which stays in the .cpp; certified by our own code,
/// which trusts nothing but x and the row prices (certify()).
///
/// Scale: keep figures near 1 (thousand tonnes, thousand dollars); tolerances are absolute on such figures
/// and relative above.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string_view>
#include <vector>

namespace corridor::flow {

inline constexpr double kInfinite = std::numeric_limits<double>::infinity();

struct Entry {
  std::uint32_t column = 0;
  double value = 0;
};
struct Row {
  double lower = -kInfinite, upper = kInfinite;
  std::vector<Entry> entries;  ///< each column at most once
};

struct Program {
  std::vector<double> cost, lower, upper;  ///< [column]
  std::vector<Row> rows;
  std::uint32_t add_column(double c, double lo = 0, double up = kInfinite) {
    cost.push_back(c);
    lower.push_back(lo);
    upper.push_back(up);
    return static_cast<std::uint32_t>(cost.size() - 1);
  }
  std::uint32_t add_row(double lo, double up) {
    rows.push_back({lo, up, {}});
    return static_cast<std::uint32_t>(rows.size() - 1);
  }
};

enum class Status : std::uint8_t { optimal, infeasible, unbounded, unsolved };
std::string_view to_word(Status status);

struct Solution {
  Status status = Status::unsolved;
  double objective = 0;           ///< as the solver says; certify() computes it anew
  std::vector<double> x;          ///< [column]
  std::vector<double> row_price;  ///< [row], change of the least cost for one more of the row's bound
};

/// Solves a program and, from where it stands, programs that differ in bounds: a few pivots each.
class Solver {
 public:
  explicit Solver(const Program& program);
  Solver(Solver&&) noexcept;
  Solver& operator=(Solver&&) noexcept;
  ~Solver();
  Solution solve();
  /// As solve(), but only status and objective.
  Solution solve_objective();
  void set_row(std::uint32_t row, double lower, double upper);

 private:
  struct Model;
  std::unique_ptr<Model> model_;
};
Solution solve(const Program& program);

/// What makes a solution optimal, computed from the program, x and the row prices alone. By weak duality no
/// solution costs less than the dual objective, whatever solver found the prices.
struct Certificate {
  double primal = 0, dual = 0;  ///< objectives
  double gap = 0;               ///< |primal - dual| / (1 + |primal|)
  double primal_violation = 0;  ///< worst of all bounds of columns and rows, relative to 1 + |bound|
  double dual_violation = 0;    ///< worst reduced cost or price of the wrong sign, relative to 1 + |cost|
  double slackness = 0;         ///< worst |price * distance from its bound|, relative to 1 + |primal|
  bool optimal = false;         ///< all within kTolerance
};
inline constexpr double kTolerance = 1e-6;
Certificate certify(const Program& program, const Solution& solution);

}  // namespace corridor::flow
