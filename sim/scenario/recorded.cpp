#include "sim/scenario/recorded.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <system_error>

#include "sim/scenario/names.hpp"
#include "sim/scenario/quantity_text.hpp"
#include "sim/scenario/record_reader.hpp"
#include "sim/scenario/tree.hpp"
#include "sim/scenario/units.hpp"
#include "sim/scenario/value_reader.hpp"

namespace corridor::scenario {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 4> role_words{"calibrated", "predicted", "given", "no-record"};
constexpr std::string_view file_keys[] = {"format", "licence", "sources", "note", "recorded"};
constexpr std::string_view series_keys[] = {"id",  "name",  "measured_at", "unit",
                                            "kpi", "given", "remark",      "records"};
constexpr std::string_view kpi_keys[] = {"name", "by", "tonnes_each"};
constexpr std::string_view given_keys[] = {"what", "ceiling", "filled_by"};
constexpr std::string_view figure_keys[] = {"period", "recorded", "low",     "high",
                                            "role",   "source",   "quality", "note"};

bool is_map(const Reading& in, const Node& node, const std::string& path, std::string_view expected) {
  if (node.kind == Node::Kind::mapping) return true;
  in.fault(node.mark, path, "no map", std::string(expected));
  return false;
}
bool is_list(const Reading& in, const Node& node, const std::string& path, std::string_view expected) {
  if (node.kind == Node::Kind::sequence) return true;
  in.fault(node.mark, path, "no list", std::string(expected));
  return false;
}

std::string text_at(const Reading& in, const Node& map, std::string_view key, const std::string& path,
                    bool required) {
  const Node* node = map.find(key);
  if (node == nullptr) {
    if (required) in.fault(map.mark, path, fmt::format("`{}` is missing", key), fmt::format("{}: ...", key));
    return {};
  }
  return read_text(in, *node, fmt::format("{}.{}", path, key)).value_or("");
}

std::optional<double> number_at(const Reading& in, const Node& map, std::string_view key,
                                const std::string& path) {
  const Node* node = map.find(key);
  if (node == nullptr) return std::nullopt;
  const std::string here = fmt::format("{}.{}", path, key);
  const auto text = read_text(in, *node, here);
  if (!text) return std::nullopt;
  const Parsed<double> number = read_number(*text);
  if (number) return *number;
  in.fault(node->mark, here, number.error().found, number.error().expected);
  return std::nullopt;
}

std::vector<std::string> texts_of(const Reading& in, const Node& node, const std::string& path) {
  std::vector<std::string> out;
  if (node.kind == Node::Kind::sequence) {
    for (const Node& item : node.items) {
      if (auto text = read_text(in, item, path)) out.push_back(std::move(*text));
    }
  } else if (auto text = read_text(in, node, path)) {
    out.push_back(std::move(*text));
  }
  return out;
}

RecordedKpi read_kpi(const Reading& in, const Node& node, const std::string& path) {
  RecordedKpi kpi;
  kpi.mark = node.mark;
  if (!is_map(in, node, path, "kpi: {name: delivered, by: {commodity: coal}}")) return kpi;
  refuse_unknown_keys(in, node, path, kpi_keys);
  kpi.name = text_at(in, node, "name", path, true);
  kpi.tonnes_each = number_at(in, node, "tonnes_each", path);
  if (kpi.tonnes_each && *kpi.tonnes_each <= 0)
    in.fault(node.find("tonnes_each")->mark, path + ".tonnes_each", "no tonnes", "a number above 0");
  const Node* by = node.find("by");
  if (by == nullptr || !is_map(in, *by, path + ".by", "by: {commodity: coal}")) return kpi;
  for (const Entry& entry : by->entries) {
    kpi.by.emplace_back(entry.key, texts_of(in, entry.value, fmt::format("{}.by.{}", path, entry.key)));
  }
  return kpi;
}

Given read_given(const Reading& in, const Node& node, const std::string& path) {
  Given given;
  given.mark = node.mark;
  if (node.kind == Node::Kind::scalar) {
    given.what = node.text;
    return given;
  }
  if (!is_map(in, node, path, "{what: the driver, ceiling: [[table.id.field]]}")) return given;
  refuse_unknown_keys(in, node, path, given_keys);
  given.what = text_at(in, node, "what", path, true);
  if (const Node* by = node.find("filled_by")) given.filled_by = read_kpi(in, *by, path + ".filled_by");
  const Node* ceiling = node.find("ceiling");
  if (ceiling == nullptr || !is_list(in, *ceiling, path + ".ceiling", "[[table.id.field]]")) return given;
  for (const Node& term : ceiling->items) given.ceiling.push_back(texts_of(in, term, path + ".ceiling"));
  return given;
}

std::optional<Role> read_role(const Reading& in, const Node& map, const std::string& path) {
  const Node* node = map.find("role");
  if (node == nullptr) return Role::predicted;
  const auto word = read_text(in, *node, path + ".role");
  const auto* found = word ? std::ranges::find(role_words, *word) : role_words.end();
  if (found != role_words.end()) return static_cast<Role>(found - role_words.begin());
  if (word)
    in.fault(node->mark, path + ".role", fmt::format("`{}` is no role", *word),
             fmt::format("one of {}", fmt::join(role_words, ", ")));
  return std::nullopt;
}

RecordedFigure read_figure(const Reading& in, const Node& node, const std::string& path,
                           const std::vector<Source>& sources) {
  RecordedFigure f;
  if (!is_map(in, node, path, "{period: 2024, recorded: 12, low: 11, high: 13, source: id}")) return f;
  refuse_unknown_keys(in, node, path, figure_keys);
  f.period = text_at(in, node, "period", path, true);
  if (const auto days = parse_period(f.period)) {
    f.days = *days;
  } else if (!f.period.empty()) {
    in.fault(node.find("period")->mark, path + ".period", fmt::format("`{}` is no period", f.period),
             "2022, 2022-H1, 2022-Q3, 2022-07, 2022-01..08 or 2022-01-01..2022-12-02");
  }
  f.recorded = number_at(in, node, "recorded", path);
  f.low = number_at(in, node, "low", path).value_or(f.recorded.value_or(0));
  f.high = number_at(in, node, "high", path).value_or(f.recorded.value_or(0));
  f.role = read_role(in, node, path).value_or(Role::predicted);
  if (f.recorded.has_value() == (f.role == Role::no_record)) {
    in.fault(node.mark, path, f.recorded ? "a figure, but its role is no-record" : "no figure is recorded",
             "recorded: with a figure, or role: no-record without");
  }
  if (f.recorded && (f.low > *f.recorded || f.high < *f.recorded))
    in.fault(node.mark, path, "the record does not lie in its range", "low <= recorded <= high");
  const Origin origin = read_origin(in, node, {"", "", Quality::press}, path);
  f.source = origin.source;
  f.note = origin.note;
  f.quality = origin.quality;
  if (f.recorded && std::ranges::find(sources, f.source, &Source::id) == sources.end())
    in.fault(node.mark, path + ".source", fmt::format("`{}` is no source of this folder", f.source),
             "the id of one of `sources`");
  return f;
}

RecordedSeries read_series(const Reading& in, const Node& node, std::size_t position,
                           const std::vector<Source>& sources) {
  RecordedSeries s;
  s.file = in.file;
  s.mark = node.mark;
  std::string path = fmt::format("recorded[{}]", position);
  if (!is_map(in, node, path, "{id: ..., name: ..., unit: kt, records: [...]}")) return s;
  s.id = text_at(in, node, "id", path, true);
  if (is_id(s.id)) {
    path = "recorded." + s.id;
  } else {
    in.fault(node.mark, path, fmt::format("`{}` is no id", s.id), "lower-case ASCII words joined by `-`");
  }
  refuse_unknown_keys(in, node, path, series_keys);
  s.name = text_at(in, node, "name", path, true);
  s.measured_at = text_at(in, node, "measured_at", path, true);
  s.unit = text_at(in, node, "unit", path, true);
  s.remark = text_at(in, node, "remark", path, false);
  if (const Node* kpi = node.find("kpi")) s.kpi = read_kpi(in, *kpi, path + ".kpi");
  if (const Node* given = node.find("given"); given && is_list(in, *given, path + ".given", "a list")) {
    for (const Node& item : given->items) s.given.push_back(read_given(in, item, path + ".given"));
  }
  const Node* records = node.find("records");
  if (records == nullptr) {
    in.fault(node.mark, path, "`records` is missing", "records: [{period: ..., recorded: ...}]");
  } else if (is_list(in, *records, path + ".records", "a list of {period: ..., recorded: ...}")) {
    for (std::size_t i = 0; i < records->items.size(); ++i) {
      s.records.push_back(
          read_figure(in, records->items[i], fmt::format("{}.records[{}]", path, i), sources));
    }
  }
  return s;
}

void read_file(const Document& document, Recorded& into, Diagnostics& faults) {
  const Reading in{document.file, 0, faults};
  const Node& root = document.root;
  if (root.kind != Node::Kind::mapping)
    return in.fault(root.mark, "", "the file is no map", "format: 1, then recorded: a list of series");
  check_format(in, root, true);
  refuse_unknown_keys(in, root, "", file_keys);
  if (const Node* sources = root.find("sources")) read_sources(in, *sources, into.sources);
  const Node* list = root.find("recorded");
  if (list == nullptr) return in.fault(root.mark, "", "`recorded` is missing", "recorded: a list of series");
  if (!is_list(in, *list, "recorded", "a list of series")) return;
  for (std::size_t i = 0; i < list->items.size(); ++i) {
    RecordedSeries series = read_series(in, list->items[i], i, into.sources);
    if (into.find(series.id) != nullptr)
      in.fault(series.mark, "recorded." + series.id, "this id stands twice", "each series once");
    into.series.push_back(std::move(series));
  }
}

/// Two digits at a place of the text, in [least, most].
std::optional<int> two_digits(std::string_view text, std::size_t at, int least, int most) {
  if (text.size() < at + 2 || std::isdigit(static_cast<unsigned char>(text[at])) == 0 ||
      std::isdigit(static_cast<unsigned char>(text[at + 1])) == 0)
    return std::nullopt;
  const int n = (text[at] - '0') * 10 + (text[at + 1] - '0');
  return n < least || n > most ? std::nullopt : std::optional(n);
}

Period months_of(Month january, int first, int last) {
  return {first_day(january + (first - 1)), first_day(january + last) - std::chrono::days{1}};
}

}  // namespace

std::string_view to_word(Role role) { return role_words[static_cast<std::size_t>(role)]; }

const RecordedSeries* Recorded::find(std::string_view id) const {
  const auto found = std::ranges::find(series, id, &RecordedSeries::id);
  return found == series.end() ? nullptr : &*found;
}

std::optional<Period> parse_period(std::string_view text) {
  if (const auto dots = text.find(".."); dots == 10) {
    const auto from = parse_day(text.substr(0, dots)), to = parse_day(text.substr(dots + 2));
    if (!from || !to || *to < *from) return std::nullopt;
    return Period{*from, *to};
  }
  const auto century = two_digits(text, 0, 19, 21);
  if (!century || !two_digits(text, 2, 0, 99)) return std::nullopt;
  const auto new_year = parse_day(fmt::format("{}-01-01", text.substr(0, 4)));
  if (!new_year) return std::nullopt;
  const Month january = month_of(*new_year);
  const std::string_view rest = text.substr(4);
  if (rest.empty()) return months_of(january, 1, 12);
  if (rest.size() == 3 && rest[1] == 'H' && (rest[2] == '1' || rest[2] == '2'))
    return months_of(january, rest[2] == '1' ? 1 : 7, rest[2] == '1' ? 6 : 12);
  if (rest.size() == 3 && rest[1] == 'Q' && rest[2] >= '1' && rest[2] <= '4')
    return months_of(january, 3 * (rest[2] - '1') + 1, 3 * (rest[2] - '1') + 3);
  const auto first = rest[0] == '-' ? two_digits(rest, 1, 1, 12) : std::nullopt;
  if (!first) return std::nullopt;
  if (rest.size() == 3) return months_of(january, *first, *first);
  const auto last = rest.size() == 7 && rest.substr(3, 2) == ".." ? two_digits(rest, 5, 1, 12) : std::nullopt;
  if (!last || *last < *first) return std::nullopt;
  return months_of(january, *first, *last);
}

std::string period_text(const Period& days) {
  const Month first = month_of(days.from), last = month_of(days.to);
  const bool whole = days.from == first_day(first) && days.to == first_day(last + 1) - std::chrono::days{1};
  const std::string from = to_iso(first);
  if (!whole || from.substr(0, 4) != to_iso(last).substr(0, 4))
    return to_iso(days.from) + ".." + to_iso(days.to);
  if (first == last) return from;
  if (month_of_year(first) == 1 && month_of_year(last) == 12) return from.substr(0, 4);
  return fmt::format("{}..{:02}", from, month_of_year(last));
}

Result<Recorded> load_recorded(const fs::path& folder) {
  Diagnostics faults;
  Recorded out;
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (it->is_regular_file(error) && it->path().extension() == ".yaml") files.push_back(it->path());
  }
  std::ranges::sort(files);
  if (error || files.empty()) {
    faults.push_back({Severity::error, folder.string(), 0, 0, "",
                      error ? "the folder of recorded outcomes cannot be read: " + error.message()
                            : "no *.yaml stands in the folder of recorded outcomes",
                      "--recorded FOLDER"});
  }
  for (const fs::path& file : files) {
    const Result<Document> document = read_document(file);
    if (document) {
      read_file(*document, out, faults);
    } else {
      faults.insert(faults.end(), document.error().begin(), document.error().end());
    }
  }
  if (!faults.empty()) return tl::unexpected(std::move(faults));
  return out;
}

}  // namespace corridor::scenario
