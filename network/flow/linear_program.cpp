#include "network/flow/linear_program.hpp"

#include <ClpSimplex.hpp>
#include <CoinPackedMatrix.hpp>
#include <algorithm>
#include <cmath>

namespace corridor::flow {
namespace {

double clp(double bound) {
  return bound == kInfinite ? COIN_DBL_MAX : bound == -kInfinite ? -COIN_DBL_MAX : bound;
}

Status status_of(const ClpSimplex& model) {
  switch (model.status()) {
    case 0:
      return Status::optimal;
    case 1:
      return Status::infeasible;
    case 2:
      return Status::unbounded;
    default:
      return Status::unsolved;
  }
}

}  // namespace

std::string_view to_word(Status status) {
  switch (status) {
    case Status::optimal:
      return "optimal";
    case Status::infeasible:
      return "infeasible";
    case Status::unbounded:
      return "unbounded";
    case Status::unsolved:
      break;
  }
  return "unsolved";
}

struct Solver::Model {
  ClpSimplex simplex;
};

Solver::Solver(const Program& program) : model_(std::make_unique<Model>()) {
  ClpSimplex& m = model_->simplex;
  m.setLogLevel(0);
  const int columns = static_cast<int>(program.cost.size()), rows = static_cast<int>(program.rows.size());
  std::vector<int> row_of, column_of;
  std::vector<double> value, column_lower, column_upper, row_lower, row_upper;
  for (int i = 0; i < columns; ++i) {
    column_lower.push_back(clp(program.lower[static_cast<std::size_t>(i)]));
    column_upper.push_back(clp(program.upper[static_cast<std::size_t>(i)]));
  }
  for (int r = 0; r < rows; ++r) {
    const Row& row = program.rows[static_cast<std::size_t>(r)];
    row_lower.push_back(clp(row.lower));
    row_upper.push_back(clp(row.upper));
    for (const Entry& e : row.entries) {
      row_of.push_back(r);
      column_of.push_back(static_cast<int>(e.column));
      value.push_back(e.value);
    }
  }
  CoinPackedMatrix matrix(true, row_of.data(), column_of.data(), value.data(),
                          static_cast<CoinBigIndex>(value.size()));
  matrix.setDimensions(rows, columns);
  m.loadProblem(matrix, column_lower.data(), column_upper.data(), program.cost.data(), row_lower.data(),
                row_upper.data());
  m.setPrimalTolerance(1e-9);
  m.setDualTolerance(1e-9);
}

Solver::Solver(Solver&&) noexcept = default;
Solver& Solver::operator=(Solver&&) noexcept = default;
Solver::~Solver() = default;

Solution Solver::solve_objective() {
  ClpSimplex& m = model_->simplex;
  m.dual();
  if (m.status() != 0) m.primal();  // a second opinion, from where the first one ended
  return {status_of(m), m.objectiveValue(), {}, {}};
}

Solution Solver::solve() {
  Solution s = solve_objective();
  const ClpSimplex& m = model_->simplex;
  s.x.assign(m.primalColumnSolution(), m.primalColumnSolution() + m.numberColumns());
  s.row_price.assign(m.dualRowSolution(), m.dualRowSolution() + m.numberRows());
  return s;
}

void Solver::set_row(std::uint32_t row, double lower, double upper) {
  model_->simplex.setRowBounds(static_cast<int>(row), clp(lower), clp(upper));
}

Solution solve(const Program& program) { return Solver(program).solve(); }

namespace {

/// What one variable (a column, or a row's sum) with bounds and a price adds to the certificate.
void weigh(double value, double lower, double upper, double price, double scale, Certificate& c) {
  const auto miss = [](double by, double bound) { return std::max(0.0, by) / (1.0 + std::abs(bound)); };
  if (lower > -kInfinite) c.primal_violation = std::max(c.primal_violation, miss(lower - value, lower));
  if (upper < kInfinite) c.primal_violation = std::max(c.primal_violation, miss(value - upper, upper));
  // A price above 0 holds the value down at its lower bound, one below 0 up at its upper bound.
  const double bound = price > 0 ? lower : upper;
  if (price == 0) return;
  if (std::abs(bound) == kInfinite) {
    c.dual_violation = std::max(c.dual_violation, std::abs(price) / (1.0 + scale));
    return;
  }
  c.dual += price * bound;
  c.slackness = std::max(c.slackness, std::abs(price * (value - bound)));
}

}  // namespace

Certificate certify(const Program& program, const Solution& solution) {
  Certificate c;
  if (solution.status != Status::optimal) return c;
  std::vector<double> reduced = program.cost;
  std::vector<double> largest(program.cost.size());
  for (std::size_t r = 0; r < program.rows.size(); ++r) {
    const Row& row = program.rows[r];
    double sum = 0;
    for (const Entry& e : row.entries) {
      sum += e.value * solution.x[e.column];
      reduced[e.column] -= e.value * solution.row_price[r];
      largest[e.column] = std::max(largest[e.column], std::abs(e.value * solution.row_price[r]));
    }
    weigh(sum, row.lower, row.upper, solution.row_price[r], std::abs(solution.row_price[r]), c);
  }
  for (std::size_t i = 0; i < program.cost.size(); ++i) {
    c.primal += program.cost[i] * solution.x[i];
    const double scale = std::max(std::abs(program.cost[i]), largest[i]);
    // What is left of a cost by rounding is no price.
    const double price = std::abs(reduced[i]) <= 1e-12 * (1.0 + scale) ? 0.0 : reduced[i];
    weigh(solution.x[i], program.lower[i], program.upper[i], price, scale, c);
  }
  c.gap = std::abs(c.primal - c.dual) / (1.0 + std::abs(c.primal));
  c.slackness /= 1.0 + std::abs(c.primal);
  c.optimal = c.gap <= kTolerance && c.primal_violation <= kTolerance && c.dual_violation <= kTolerance &&
              c.slackness <= kTolerance;
  return c;
}

}  // namespace corridor::flow
