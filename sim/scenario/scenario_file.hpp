#pragma once
/// @file scenario_file.hpp  A scenario file and all that it extends, and what such files say besides changes.

#include <filesystem>
#include <string>
#include <vector>

#include "sim/scenario/scenario.hpp"
#include "sim/scenario/tree.hpp"
#include "sim/scenario/value_reader.hpp"

namespace corridor::scenario {

/// Most files in a chain of `extends`, the scenario itself included.
inline constexpr std::size_t kLongestChain = 16;

/// The scenario and what it extends, the farthest base first. @error a file that cannot be read, a cycle, a
/// chain that is too long: each at the `extends` that leads there
std::vector<Document> read_chain(const std::filesystem::path& file, Diagnostics& faults);

/// Settings of one file of the chain over those of its base; unknown keys are refused here. Changes are left
/// to apply_changes.
void read_settings(const Reading& in, const Node& root, Settings& settings);
/// One setting, as --set gives it: `seed`, `replications`, `measure.from`. false where there is no such key
bool set_setting(const Reading& in, std::string_view key, const Node& value, Settings& settings);
/// All entries of `changes:`, in order.
void apply_changes(const Reading& in, const Node& root, Scenario& scenario);
/// --set PATH=VALUE: links.a--b.capacity=20 Mt/year, model.bound_share=0.3, rules.ID.never=true, seed=7.
void apply_set(const std::string& path, const std::string& value, Scenario& scenario, Diagnostics& faults);
/// The same with path and value from a file: what is wrong with the path is told at `at`, what is wrong with
/// the value at its own place.
void set_path(const Reading& in, const std::string& path, Mark at, const Node& value, Scenario& scenario);

/// Faults in the order in which a person reads: by file, then by place; each once.
void sort_faults(Diagnostics& faults, const std::vector<std::string>& files);
/// Whether the measured window is said and can be simulated.
void check_settings(const Reading& in, const Settings& settings);
/// What a load ends with: checks across fields, ranged priors spelled out, warnings kept. `whole`: every
/// file could be read. @error `faults` where one of them is an error
Result<Scenario> finish_scenario(Scenario&& scenario, bool whole, Diagnostics&& faults);

}  // namespace corridor::scenario
