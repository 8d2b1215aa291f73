#include "sim/scenario/scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <tuple>
#include <utility>

#include "sim/scenario/checks.hpp"
#include "sim/scenario/fingerprint.hpp"
#include "sim/scenario/names.hpp"
#include "sim/scenario/record_reader.hpp"
#include "sim/scenario/rule_reader.hpp"
#include "sim/scenario/scenario_file.hpp"

namespace corridor::scenario {
namespace {

namespace fs = std::filesystem;

/// Every *.yaml below the folder, in order of name.
std::vector<fs::path> data_files(const fs::path& folder, Diagnostics& faults) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (it->is_regular_file(error) && it->path().extension() == ".yaml") files.push_back(it->path());
  }
  if (error || files.empty()) {
    faults.push_back({Severity::error, folder.string(), 0, 0, "",
                      error ? "the folder of network data cannot be read: " + error.message()
                            : "no *.yaml stands in the folder of network data",
                      "--data FOLDER, or CORRIDOR_DATA"});
  }
  std::ranges::sort(files);
  return files;
}

/// Reads files side by side; result i belongs to file i, whatever the number of threads.
std::vector<std::optional<Result<Document>>> read_all(const std::vector<fs::path>& files) {
  std::vector<std::optional<Result<Document>>> out(files.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < files.size(); i = next++) out[i] = read_document(files[i]);
  };
  const std::size_t most = std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::jthread> helpers;
  for (std::size_t k = 1; k < std::min({most, files.size(), std::size_t{8}}); ++k) helpers.emplace_back(work);
  work();
  helpers.clear();
  return out;
}

/// A table of one record has that record, said or not.
void complete_single_tables(Scenario& s) {
  for (TableData& data : s.tables) {
    if (!data.table->single || !data.records.empty()) continue;
    Record record;
    record.id = data.table->name;
    record.quality = Quality::class_default;
    record.slots.resize(data.table->fields.size());
    data.records.push_back(std::move(record));
  }
}

/// Priors that are ranges are drawn like any other ranged figure, so they stand in the records.
void spell_out_ranged_fallbacks(Scenario& s) {
  for (TableData& data : s.tables) {
    for (std::size_t i = 0; i < data.fallbacks.size(); ++i) {
      if (data.fallbacks[i].empty() || !data.fallbacks[i].front().value.ranged()) continue;
      for (Record& record : data.records) {
        if (record.slots[i].empty()) record.slots[i] = data.fallbacks[i];
      }
    }
  }
}

/// The network with its references resolved, and whether every file could be read: where one could not, what
/// refers to it is not to blame.
struct Network {
  Scenario scenario;
  bool whole = true;
};

Network read_network(const LoadOptions& options, Diagnostics& faults) {
  Network n;
  Scenario& s = n.scenario;
  for (const Table& table : tables()) s.tables.push_back(empty_table(table));
  const std::vector<fs::path> files = data_files(options.data, faults);
  n.whole = faults.empty();
  std::vector<std::optional<Result<Document>>> documents = read_all(files);
  Fingerprint rules_print;
  for (std::size_t i = 0; i < files.size(); ++i) {
    s.files.push_back(files[i].string());
    const Result<Document>& document = *documents[i];
    const auto index = static_cast<std::uint32_t>(i);
    if (!document) {
      faults.insert(faults.end(), document.error().begin(), document.error().end());
      n.whole = false;
      continue;
    }
    read_data_file(*document, index, s, faults);
    if (std::ranges::any_of(document->root.entries, is_rule_key, &Entry::key)) {
      read_rules(*document, index, s.rules, faults);
      for (const Entry& entry : document->root.entries) {
        if (!is_rule_key(entry.key)) continue;
        rules_print.add(entry.key);
        add(rules_print, entry.value);
      }
    }
  }
  s.rules_print = rules_print.hex();
  complete_single_tables(s);
  index_records(s, faults);
  if (n.whole) resolve_records(s, faults);
  if (n.whole) finish_rules(s.tables, s.files, s.rules, faults);
  return n;
}

Result<Scenario> finished(Network&& network, Diagnostics&& faults, const LoadOptions& options) {
  for (const auto& [path, value] : options.set) apply_set(path, value, network.scenario, faults);
  return finish_scenario(std::move(network.scenario), network.whole, std::move(faults));
}

}  // namespace

void sort_faults(Diagnostics& faults, const std::vector<std::string>& files) {
  std::vector<std::tuple<std::ptrdiff_t, int, int, std::size_t>> order;
  order.reserve(faults.size());
  for (std::size_t i = 0; i < faults.size(); ++i) {
    const auto file = std::ranges::find(files, faults[i].file) - files.begin();
    order.emplace_back(file, faults[i].line, faults[i].column, i);
  }
  std::ranges::sort(order);
  Diagnostics sorted;
  for (const auto& [file, line, column, i] : order) {
    if (sorted.empty() || sorted.back() != faults[i]) sorted.push_back(faults[i]);
  }
  faults = std::move(sorted);
}

void check_settings(const Reading& in, const Settings& settings) {
  const Period& m = settings.measure;
  if (m.from == kBeginning || m.to == kForever) {
    in.fault({0, 0}, "measure", "neither this file nor what it extends says the measured window",
             "measure: {from: 2025-01-01, to: 2025-12-31}");
  } else if (m.to < m.from) {
    in.fault({0, 0}, "measure", fmt::format("`to` {} comes before `from` {}", to_iso(m.to), to_iso(m.from)),
             "a last day on or after the first");
  } else if (m.to - m.from > std::chrono::days{50 * 366}) {
    in.fault({0, 0}, "measure", "a window of more than 50 years", "a shorter one");
  }
}

Result<Scenario> finish_scenario(Scenario&& s, bool whole, Diagnostics&& faults) {
  if (whole) check_scenario(s, faults);
  spell_out_ranged_fallbacks(s);
  if (std::ranges::any_of(faults, [](const Diagnostic& d) { return d.severity == Severity::error; })) {
    std::erase_if(faults, [](const Diagnostic& d) { return d.severity == Severity::warning; });
    sort_faults(faults, s.files);
    return tl::unexpected(std::move(faults));
  }
  s.warnings = std::move(faults);
  sort_faults(s.warnings, s.files);
  return std::move(s);
}

const TableData& Scenario::table(std::string_view wanted) const {
  for (const TableData& data : tables) {
    if (data.table->name == wanted) return data;
  }
  throw std::logic_error("there is no table " + std::string(wanted));
}

Result<Scenario> load_network(const LoadOptions& options) {
  Diagnostics faults;
  Network network = read_network(options, faults);
  network.scenario.name = "network";
  return finished(std::move(network), std::move(faults), options);
}

Result<Scenario> load_scenario(const fs::path& file, const LoadOptions& options) {
  Diagnostics faults;
  Network network = read_network(options, faults);
  Scenario& s = network.scenario;
  s.name = file.stem().string();
  const std::size_t before = faults.size();
  const std::vector<Document> chain = read_chain(file, faults);
  const bool chain_whole = faults.size() == before;
  const auto first = static_cast<std::uint32_t>(s.files.size());
  for (const Document& document : chain) s.files.push_back(document.file);
  for (std::size_t i = 0; i < chain.size(); ++i) {
    const Reading in{chain[i].file, first + static_cast<std::uint32_t>(i), faults};
    read_settings(in, chain[i].root, s.settings);
    if (i + 1 == chain.size() && chain[i].root.kind == Node::Kind::mapping &&
        chain[i].root.find("scenario") == nullptr) {
      in.fault({1, 1}, "scenario", "the scenario has no name", "scenario: what it is called");
    }
  }
  if (network.whole) {  // else every id would seem unknown
    for (std::size_t i = 0; i < chain.size(); ++i) {
      const Reading in{chain[i].file, first + static_cast<std::uint32_t>(i), faults};
      if (chain[i].root.kind == Node::Kind::mapping) apply_changes(in, chain[i].root, s);
    }
  }
  if (chain_whole && !chain.empty() && chain.back().root.kind == Node::Kind::mapping)
    check_settings({chain.back().file, 0, faults}, s.settings);
  return finished(std::move(network), std::move(faults), options);
}

}  // namespace corridor::scenario
