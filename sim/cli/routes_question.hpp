#pragma once
/// @file routes_question.hpp  The options of `routes` turned into a question to the model: ids looked up, the
/// grade and the owner found at the mine, the pool's places and buyers.

#include <optional>
#include <string>
#include <vector>

#include "network/units/diagnostic.hpp"
#include "sim/model/routes.hpp"

namespace corridor::cli {

struct RoutesOptions {
  std::string from, to, cargo, on, grade, scenario;
  std::vector<std::string> must_pass, avoid;
  int k = 5;
  bool distance_table = false;
};

struct RoutesAsked {
  model::RouteQuestion question;
  model::PoolId pool;  ///< none: to a place
  model::FlowId flow;  ///< whose goods they are; none: nobody's that the data know
  model::GradeId grade;
  std::string not_saleable;  ///< why the pool does not take the goods; empty: it does
};

/// @error ids that do not exist (with what was meant), a day that is none, too many places to pass
Result<RoutesAsked> read_question(const RoutesOptions& options, const scenario::Scenario& scenario,
                                  const model::World& world);

}  // namespace corridor::cli
