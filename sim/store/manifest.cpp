// What manifest.json says of how the results came about.

#include <fmt/format.h>

#include <cstdint>
#include <nlohmann/json.hpp>

#include "sim/store/results.hpp"

namespace corridor::store {

std::string fnv1a64(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return fmt::format("{:016x}", hash);
}

std::vector<Manifest::Input> hash_inputs(const std::vector<std::string>& files) {
  std::vector<Manifest::Input> out;
  for (const std::string& file : files) {
    const std::optional<std::string> bytes = bytes_of(file);
    out.push_back({file, bytes ? fnv1a64(*bytes) : std::string{}});
  }
  return out;
}

namespace {
using Json = nlohmann::ordered_json;
}

std::string to_json(const Manifest& m) {
  Json inputs = Json::array();
  for (const Manifest::Input& input : m.inputs) {
    const Json hash = input.fnv1a64.empty() ? Json(nullptr) : Json(input.fnv1a64);
    inputs.push_back({{"file", input.file}, {"fnv1a64", hash}});
  }
  Json cpu_s = Json::object();
  for (const auto& [part, seconds] : m.cpu_s) cpu_s[part] = seconds;
  const Json object{{"schema", kManifestSchema},    {"program", "corridor"}, {"version", m.version},
                    {"compiler", m.compiler},       {"command", m.command},  {"started", m.started},
                    {"wall_time_s", m.wall_time_s}, {"events", m.events},    {"cpu_s", cpu_s},
                    {"threads", m.threads},         {"inputs", inputs},      {"changes", m.changes}};
  return object.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace corridor::store
