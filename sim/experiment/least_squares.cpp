#include "sim/experiment/least_squares.hpp"

#include <fmt/format.h>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <map>

#include "sim/engine/assert.hpp"

namespace corridor::experiment {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double kLeastDifference = 0.05;
constexpr double kChi2 = 3.841458820694124;  // 95 % of chi-square with one degree of freedom

double clipped(double u) { return std::clamp(u, 0.0, 1.0); }
VectorXd clipped(const VectorXd& u) { return u.cwiseMax(0.0).cwiseMin(1.0); }

/// The function over the unit box; remembers what it was asked.
class Box {
 public:
  Box(const std::vector<Unknown>& unknowns, const ResidualFunction& f) : unknowns_(unknowns), f_(f) {}

  std::vector<double> point(const VectorXd& u) const {
    std::vector<double> x;
    for (std::size_t i = 0; i < unknowns_.size(); ++i) {
      const Unknown& k = unknowns_[i];
      x.push_back(k.low + u[static_cast<Eigen::Index>(i)] * (k.high - k.low));
    }
    return x;
  }
  VectorXd start() const {
    VectorXd u(static_cast<Eigen::Index>(unknowns_.size()));
    for (std::size_t i = 0; i < unknowns_.size(); ++i) {
      const Unknown& k = unknowns_[i];
      u[static_cast<Eigen::Index>(i)] = (k.start - k.low) / (k.high - k.low);
    }
    return u;
  }
  std::optional<VectorXd> operator()(const VectorXd& u) {
    const std::vector<double> key(u.begin(), u.end());
    if (const auto known = seen_.find(key); known != seen_.end()) return known->second;
    const auto r = f_(point(u));
    if (!r) return std::nullopt;
    ++evaluations;
    VectorXd v(static_cast<Eigen::Index>(r->size()));
    std::ranges::copy(*r, v.begin());
    seen_.emplace(key, v);
    return v;
  }
  int evaluations = 0;

 private:
  const std::vector<Unknown>& unknowns_;
  const ResidualFunction& f_;
  std::map<std::vector<double>, VectorXd> seen_;
};

/// Differences across `h` to each side, one-sided where a bound is near.
std::optional<MatrixXd> jacobian(Box& f, const VectorXd& u, Eigen::Index rows, double h) {
  MatrixXd j(rows, u.size());
  for (Eigen::Index k = 0; k < u.size(); ++k) {
    VectorXd below = u, above = u;
    below[k] = clipped(u[k] - h);
    above[k] = clipped(u[k] + h);
    const auto r0 = f(below), r1 = f(above);
    if (!r0 || !r1) return std::nullopt;
    j.col(k) = (*r1 - *r0) / (above[k] - below[k]);
  }
  return j;
}

/// One damped step over the coordinates that are free to move: those at a bound that the gradient pushes
/// outward stay there. `held` are not moved at all.
VectorXd damped_step(const MatrixXd& j, const VectorXd& r, const VectorXd& u, double damping,
                     const std::vector<bool>& held) {
  const VectorXd gradient = j.transpose() * r;
  std::vector<Eigen::Index> free;
  for (Eigen::Index k = 0; k < u.size(); ++k) {
    const bool stuck = (u[k] <= 0 && gradient[k] > 0) || (u[k] >= 1 && gradient[k] < 0);
    if (!stuck && !held[static_cast<std::size_t>(k)]) free.push_back(k);
  }
  VectorXd step = VectorXd::Zero(u.size());
  if (free.empty()) return step;
  const auto n = static_cast<Eigen::Index>(free.size());
  MatrixXd normal(n, n);
  VectorXd right(n);
  for (Eigen::Index a = 0; a < n; ++a) {
    const VectorXd& column = j.col(free[static_cast<std::size_t>(a)]);
    right[a] = -column.dot(r);
    for (Eigen::Index b = 0; b < n; ++b) normal(a, b) = column.dot(j.col(free[static_cast<std::size_t>(b)]));
  }
  const double floor = 1e-9 * std::max(1e-12, normal.diagonal().maxCoeff());
  for (Eigen::Index a = 0; a < n; ++a) normal(a, a) += damping * std::max(normal(a, a), floor) + floor;
  const VectorXd solved = normal.ldlt().solve(right);
  for (Eigen::Index a = 0; a < n; ++a) step[free[static_cast<std::size_t>(a)]] = solved[a];
  return step;
}

FitFailure no_value(const std::vector<FitStep>& trace) {
  return {FitFailure::Kind::no_value, "the function has no value at a point of the search", {}, trace};
}

class Search {
 public:
  Search(const std::vector<Unknown>& unknowns, const ResidualFunction& f, const FitOptions& options)
      : unknowns_(unknowns),
        options_(options),
        f_(unknowns, f),
        h_(std::max(kLeastDifference, options.difference)) {}

  tl::expected<Fit, FitFailure> run() {
    u_ = f_.start();
    auto r = f_(u_);
    if (!r) return tl::unexpected(no_value(trace_));
    r_ = *r;
    note(u_, r_, 0, true);
    if (r_.size() < u_.size())
      return tl::unexpected(
          unidentified({}, fmt::format("{} outcomes cannot tell {} parameters", r_.size(), u_.size())));
    if (auto found = descend(); !found) return tl::unexpected(std::move(found.error()));
    const auto j = jacobian(f_, u_, r_.size(), h_);
    if (!j) return tl::unexpected(no_value(trace_));
    if (auto told = identified(*j); !told) return tl::unexpected(std::move(told.error()));
    return finish(*j);
  }

 private:
  void note(const VectorXd& u, const VectorXd& r, double damping, bool taken) {
    trace_.push_back({f_.point(u), r.squaredNorm(), damping, taken});
  }

  tl::expected<void, FitFailure> descend() {
    double damping = 1e-2;
    const std::vector<bool> held(unknowns_.size(), false);
    for (int step = 0; step < options_.most_steps; ++step) {
      const auto j = jacobian(f_, u_, r_.size(), h_);
      if (!j) return tl::unexpected(no_value(trace_));
      if (step == 0) {
        if (auto told = identified(*j); !told) return told;
      }
      const double before = r_.squaredNorm();
      bool taken = false;
      double moved = 0;
      for (int attempt = 0; attempt < 6 && !taken; ++attempt) {
        const VectorXd next = clipped(VectorXd(u_ + damped_step(*j, r_, u_, damping, held)));
        moved = (next - u_).cwiseAbs().maxCoeff();
        if (moved < options_.least_move) return {};
        const auto r = f_(next);
        if (!r) return tl::unexpected(no_value(trace_));
        taken = r->squaredNorm() < before;
        note(next, *r, damping, taken);
        damping = taken ? damping / 5 : damping * 5;
        if (taken) {
          u_ = next;
          r_ = *r;
        }
      }
      if (!taken || before - r_.squaredNorm() < options_.least_gain * before) return {};
    }
    return {};
  }

  FitFailure unidentified(std::vector<double> singular, std::string what) const {
    return {FitFailure::Kind::unidentified, std::move(what), std::move(singular), trace_};
  }

  std::string weakest_text(const VectorXd& direction) const {
    std::string out;
    for (Eigen::Index k = 0; k < direction.size(); ++k) {
      if (std::abs(direction[k]) < 0.1) continue;
      out += fmt::format("{}{:+.2f} {}", out.empty() ? "" : " ", direction[k],
                         unknowns_[static_cast<std::size_t>(k)].name);
    }
    return out;
  }

  tl::expected<void, FitFailure> identified(const MatrixXd& j) {
    const Eigen::JacobiSVD<MatrixXd> svd(j, Eigen::ComputeThinU | Eigen::ComputeThinV);
    singular_.assign(svd.singularValues().begin(), svd.singularValues().end());
    const VectorXd direction = svd.matrixV().col(svd.matrixV().cols() - 1);
    weakest_.assign(direction.begin(), direction.end());
    const double least = singular_.back();
    if (least >= options_.least_response && singular_.front() <= options_.worst_condition * least) return {};
    return tl::unexpected(unidentified(
        singular_,
        fmt::format("not identified: along {} the whole range moves all outcomes together by {:.2g} of their "
                    "errors (at least {:.2g} is asked for)",
                    weakest_text(direction), least,
                    std::max(options_.least_response, singular_.front() / options_.worst_condition))));
  }

  tl::expected<Fit, FitFailure> finish(const MatrixXd& j) {
    Fit fit;
    fit.sum_of_squares = r_.squaredNorm();
    const Eigen::Index spare = r_.size() - u_.size();
    fit.scale = spare > 0 ? std::max(1.0, fit.sum_of_squares / static_cast<double>(spare)) : 1.0;
    for (Eigen::Index k = 0; k < u_.size(); ++k) {
      fit.at_low.push_back(u_[k] < 0.01);
      fit.at_high.push_back(u_[k] > 0.99);
      auto profile = profile_of(j, k, fit.sum_of_squares + kChi2 * fit.scale);
      if (!profile) return tl::unexpected(no_value(trace_));
      fit.profile.push_back(*profile);
    }
    fit.best = f_.point(u_);
    fit.residuals.assign(r_.begin(), r_.end());
    fit.trace = trace_;
    for (Eigen::Index i = 0; i < j.rows(); ++i) {
      const VectorXd row = j.row(i);
      fit.jacobian.emplace_back(row.begin(), row.end());
    }
    fit.singular_values = singular_;
    fit.weakest = weakest_;
    fit.evaluations = f_.evaluations;
    return fit;
  }

  /// The least sum of squares with unknown k held at `value`: two chord steps of the others with the Jacobian
  /// of the best point, from where that Jacobian sends them.
  std::optional<double> held_at(const MatrixXd& j, Eigen::Index k, double value) {
    std::vector<bool> held(unknowns_.size(), false);
    held[static_cast<std::size_t>(k)] = true;
    VectorXd u = u_;
    u[k] = value;
    VectorXd predicted = r_ + j.col(k) * (value - u_[k]);
    double least = -1;
    for (int step = 0; step < (u.size() > 1 ? 2 : 1); ++step) {
      if (u.size() > 1) u = clipped(VectorXd(u + damped_step(j, predicted, u, 0, held)));
      const auto r = f_(u);
      if (!r) return std::nullopt;
      const double squares = r->squaredNorm();
      if (least >= 0 && squares > least) break;
      least = squares;
      predicted = *r;
    }
    return least;
  }

  /// Where the profile first passes `threshold` on one side, between the points tried; the bound where it
  /// does not.
  std::optional<std::pair<double, bool>> crossing(const MatrixXd& j, Eigen::Index k, double end,
                                                  double threshold) {
    double last_at = u_[k], last = r_.squaredNorm();
    if (std::abs(end - last_at) < 1e-12) return std::pair{end, true};
    for (int i = 1; i <= options_.profile_points; ++i) {
      const double at = u_[k] + (end - u_[k]) * i / options_.profile_points;
      const auto squares = held_at(j, k, at);
      if (!squares) return std::nullopt;
      if (*squares >= threshold)
        return std::pair{last_at + (at - last_at) * (threshold - last) / (*squares - last), false};
      last_at = at;
      last = *squares;
    }
    return std::pair{end, true};
  }

  std::optional<ProfileInterval> profile_of(const MatrixXd& j, Eigen::Index k, double threshold) {
    const auto below = crossing(j, k, 0, threshold), above = crossing(j, k, 1, threshold);
    if (!below || !above) return std::nullopt;
    const Unknown& unknown = unknowns_[static_cast<std::size_t>(k)];
    const double width = unknown.high - unknown.low;
    return ProfileInterval{unknown.low + below->first * width, unknown.low + above->first * width,
                           below->second, above->second};
  }

  const std::vector<Unknown>& unknowns_;
  const FitOptions& options_;
  Box f_;
  const double h_;
  VectorXd u_, r_;
  std::vector<FitStep> trace_;
  std::vector<double> singular_, weakest_;
};

}  // namespace

tl::expected<Fit, FitFailure> fit_least_squares(const std::vector<Unknown>& unknowns,
                                                const ResidualFunction& residuals,
                                                const FitOptions& options) {
  CORRIDOR_PRE(!unknowns.empty());
  for (const Unknown& u : unknowns) CORRIDOR_PRE(u.low < u.high && u.low <= u.start && u.start <= u.high);
  return Search{unknowns, residuals, options}.run();
}

}  // namespace corridor::experiment
