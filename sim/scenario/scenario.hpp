#pragma once
/// @file scenario.hpp  A checked scenario: the shipped network with what the planner changed. Immutable plain
/// data; every value knows its file, line, source and range. Nothing of it is read again during a run.

#include <filesystem>
#include <string>
#include <vector>

#include "network/rules/rule_book.hpp"
#include "network/units/date.hpp"
#include "network/units/diagnostic.hpp"
#include "sim/scenario/record.hpp"

namespace corridor::scenario {

/// What a scenario file says besides changes to tables. The keys are fields too (scenario_fields()).
struct Settings {
  std::string title;     ///< `scenario:`
  std::string question;  ///< what it answers, for people
  Period measure;        ///< the measured window, both days included
  int replications = 1;
  std::uint64_t seed = 1;
  double precision = 0;       ///< share of the mean; 0: as many replications as are said
  std::vector<Said> targets;  ///< what futures are counted by: delivered at least 5 Mt
  std::vector<Said> report;   ///< figures asked for first: delivered to EU
};

struct Source {
  std::string id, title, publisher, url;
};

struct Scenario {
  std::string name;  ///< the file's name without folder and ending
  Settings settings;
  std::vector<TableData> tables;  ///< in the order of scenario::tables()
  rules::RuleBook rules;          ///< with the scenario's changes made
  std::string rules_print;        ///< of what the rules say, for fingerprint()
  std::vector<Source> sources;
  std::vector<std::string> files;     ///< every file read, in order; as shown to people
  std::vector<std::string> resolved;  ///< what the scenario changed, one line each, for the report
  Diagnostics warnings;

  const TableData& table(std::string_view name) const;  ///< pre: the table exists
};

struct LoadOptions {
  std::filesystem::path data;                            ///< folder of network data
  std::vector<std::pair<std::string, std::string>> set;  ///< --set PATH=VALUE, in order
};

/// Reads the data folder (every *.yaml in it, in order of name, format: 1), the scenario file and all that
/// it extends, makes the changes, checks every value and reference. @error every fault found, at once.
Result<Scenario> load_scenario(const std::filesystem::path& file, const LoadOptions& options);
/// The data folder alone, without a scenario: for `explain`, `routes`, `list`, `validate --provenance`.
Result<Scenario> load_network(const LoadOptions& options);

}  // namespace corridor::scenario
