// The network of page.json and what moved on it.

#include <algorithm>
#include <charconv>
#include <map>

#include "sim/report/page_parts.hpp"

namespace corridor::report {
namespace {

using model::World;
using store::Table;

/// Positions by id.
template <class Records>
std::map<std::string, int> positions(const Records& records) {
  std::map<std::string, int> out;
  for (std::size_t i = 0; i < records.size(); ++i) out.emplace(records[i].id, static_cast<int>(i));
  return out;
}
int position(const std::map<std::string, int>& in, const std::string& id) {
  const auto found = in.find(id);
  return found == in.end() ? -1 : found->second;
}
template <class IdType>
int index_of(IdType id) {
  return id.valid() ? static_cast<int>(id.n) : -1;
}

/// The ways that something of the page takes, numbered anew in order of first use.
class UsedWays {
 public:
  explicit UsedWays(const PageSource& source) : source_(source) {}

  int number(std::uint32_t way) {
    const auto [at, fresh] = numbers_.emplace(way, static_cast<int>(numbers_.size()));
    if (fresh) rows_.push_back(row(source_.atlas().ways[way]));
    return at->second;
  }
  /// Some way of that name out of that place; -1 where there is none.
  int find(model::PlaceId origin, const std::string& name) {
    for (std::size_t i = 0; i < source_.atlas().ways.size(); ++i) {
      const model::Route& way = source_.atlas().ways[i];
      if (way.origin == origin && way.name.id == name) return number(static_cast<std::uint32_t>(i));
    }
    return -1;
  }
  PageJson rows() { return std::move(rows_); }

 private:
  /// Links as position + 1, negative against their direction; a sea passage from the port that loads.
  PageJson row(const model::Route& way) const {
    PageJson links = PageJson::array();
    for (const std::uint32_t a : way.arcs) {
      const model::WayArc& arc = source_.ways().arc(a);
      if (arc.kind != model::WayArc::Kind::travel) continue;
      const int number_of = static_cast<int>(arc.link.n) + 1;
      links.push_back(arc.forward ? number_of : -number_of);
    }
    return {{"route", way.name.id},
            {"origin", index_of(way.origin)},
            {"to", index_of(way.delivered)},
            {"terminal", index_of(way.terminal)},
            {"km", rounded(way.rail_km + way.sea_km, 0)},
            {"links", std::move(links)}};
  }
  const PageSource& source_;
  std::map<std::uint32_t, int> numbers_;
  PageJson rows_ = PageJson::array();
};

PageJson links_of(const PageSource& source) {
  const World& world = source.world();
  struct Use {
    std::array<double, 2> trains{}, empties{}, mass{}, wait{};
    double used = 0;
  };
  std::vector<Use> uses(world.links.size());
  const std::map<std::string, int> known = positions(world.links);
  if (const Table* t = table_of(source.result, "links")) {
    const auto column = [&](std::string_view name) { return store::column(*t, name); };
    const std::size_t id = column("link"), direction = column("direction");
    for (const auto& row : t->rows) {
      const int at = position(known, store::to_text(row[id]));
      if (at < 0) continue;
      Use& use = uses[static_cast<std::size_t>(at)];
      const std::size_t d = store::to_text(row[direction]) == "forward" ? 0 : 1;
      use.trains[d] = store::number(row[column("trains")]);
      use.empties[d] = store::number(row[column("empties")]);
      use.mass[d] = store::number(row[column("mass_t")]);
      use.wait[d] = store::number(row[column("mean_wait_hours")]);
      use.used = std::max(use.used, store::number(row[column("used_share")]));
    }
  }
  PageJson out = PageJson::array();
  for (std::size_t i = 0; i < world.links.size(); ++i) {
    const model::Link& link = world.links[i];
    const Use& use = uses[i];
    const bool open = link.open_on(world.measure.from) || link.open_on(world.measure.to);
    PageJson row{link.id,
                 index_of(link.from),
                 index_of(link.to),
                 to_word(link.mode),
                 rounded(link.km, 1),
                 open ? 1 : 0,
                 link.railway.valid() ? at(world.railways, link.railway).id : ""};
    if (use.mass[0] + use.mass[1] + use.trains[0] + use.trains[1] + use.empties[0] + use.empties[1] > 0) {
      for (const auto& pair : {use.mass, use.trains, use.empties, use.wait}) {
        row.push_back(rounded(pair[0], 2));
        row.push_back(rounded(pair[1], 2));
      }
      row.push_back(rounded(use.used, 5));
    }
    out.push_back(std::move(row));
  }
  return out;
}

PageJson terminals_of(const PageSource& source) {
  const World& world = source.world();
  PageJson out = PageJson::array();
  for (const model::Terminal& t : world.terminals) {
    out.push_back({{"id", t.id},
                   {"name", t.name},
                   {"place", index_of(t.port)},
                   {"storage_t", rounded(t.storage_kt.on(world.measure.to) * 1e3, 0)},
                   {"import", t.import_side}});
  }
  if (const Table* t = table_of(source.result, "nodes")) {
    const std::map<std::string, int> known = positions(world.terminals);
    for (const auto& row : t->rows) {
      const int at = position(known, store::to_text(row[store::column(*t, "node")]));
      if (at < 0) continue;
      PageJson& terminal = out[static_cast<std::size_t>(at)];
      for (const std::string name : {"in_t", "out_t", "trains", "ships", "stock_peak_t", "mean_stock_t",
                                     "mean_dwell_days", "ship_wait_hours", "ban_days"}) {
        terminal[name] = rounded(store::number(row[store::column(*t, name)]), 3);
      }
    }
  }
  return out;
}

/// Rows of a table as numbers: labels become positions in the lists of the page.
class Rows {
 public:
  Rows(const PageSource& source, PageJson& page, UsedWays& ways)
      : source_(source),
        ways_(ways),
        months_(list(page["months"])),
        groups_(list(page["groups"])),
        flows_(positions(source.world().flows)),
        pools_(positions(source.world().pools)) {}

  PageJson moved() {
    const Table* t = table_of(source_.result, "flows");
    PageJson out = PageJson::array();
    if (t == nullptr) return out;
    for (const auto& row : t->rows) {
      std::uint32_t way = 0;
      const std::string text = cell(*t, row, "way");
      std::from_chars(text.data(), text.data() + text.size(), way);
      out.push_back({month(*t, row), flow(*t, row), pool(*t, row),
                     position(groups_, cell(*t, row, "market_group")), ways_.number(way), tonnes(*t, row)});
    }
    return out;
  }
  PageJson refused() {
    const Table* t = table_of(source_.result, "refusals");
    PageJson out = PageJson::array();
    if (t == nullptr) return out;
    for (const auto& row : t->rows) {
      const int from = flow(*t, row);
      const int way = from < 0 ? -1
                               : ways_.find(source_.world().flows[static_cast<std::size_t>(from)].origin,
                                            cell(*t, row, "route"));
      out.push_back({month(*t, row), from, pool(*t, row), position(groups_, cell(*t, row, "market_group")),
                     way, cell(*t, row, "route"), cell(*t, row, "rule"), tonnes(*t, row)});
    }
    return out;
  }
  PageJson unsold() {
    const Table* t = table_of(source_.result, "unsold");
    PageJson out = PageJson::array();
    if (t == nullptr) return out;
    for (const auto& row : t->rows) {
      out.push_back({month(*t, row), flow(*t, row), cell(*t, row, "reason"), tonnes(*t, row)});
    }
    return out;
  }

 private:
  using Row = std::vector<store::Cell>;
  static std::map<std::string, int> list(const PageJson& names) {
    std::map<std::string, int> out;
    for (const PageJson& name : names) out.emplace(name.get<std::string>(), static_cast<int>(out.size()));
    return out;
  }
  static std::string cell(const Table& t, const Row& row, std::string_view name) {
    return store::to_text(row[store::column(t, name)]);
  }
  int month(const Table& t, const Row& row) const { return position(months_, cell(t, row, "month")); }
  int flow(const Table& t, const Row& row) const { return position(flows_, cell(t, row, "flow")); }
  int pool(const Table& t, const Row& row) const { return position(pools_, cell(t, row, "pool")); }
  static double tonnes(const Table& t, const Row& row) {
    return rounded(store::number(row[store::column(t, "mass_t")]), 3);
  }

  const PageSource& source_;
  UsedWays& ways_;
  std::map<std::string, int> months_, groups_, flows_, pools_;
};

/// Texts of a column, each once, in order.
void collect(const experiment::RunResult& result, std::string_view file, std::string_view name,
             std::map<std::string, int>& into) {
  const Table* t = table_of(result, file);
  if (t == nullptr) return;
  for (const auto& row : t->rows) into.emplace(store::to_text(row[store::column(*t, name)]), 0);
}

PageJson keys_of(const std::map<std::string, int>& names) {
  PageJson out = PageJson::array();
  for (const auto& [name, unused] : names) out.push_back(name);
  return out;
}

}  // namespace

void add_network(PageJson& page, const PageSource& source) {
  const World& world = source.world();
  PageJson months = PageJson::array();
  for (Month m = month_of(world.measure.from); m <= month_of(world.measure.to); m = m + 1) {
    months.push_back(to_iso(m));
  }
  page["months"] = std::move(months);
  std::map<std::string, int> groups;
  for (const char* file : {"flows", "refusals"}) collect(source.result, file, "market_group", groups);
  page["groups"] = keys_of(groups);

  PageJson commodities = PageJson::array(), places = PageJson::array(), borders = PageJson::array(),
           flows = PageJson::array(), pools = PageJson::array();
  for (const model::Commodity& c : world.commodities) {
    commodities.push_back({{"id", c.id}, {"name", c.name}});
  }
  for (const model::Place& p : world.places) {
    places.push_back({p.id, p.name, p.country, p.kind, rounded(p.lat, 4), rounded(p.lon, 4)});
  }
  for (const model::Border& b : world.borders) {
    borders.push_back({{"id", b.id}, {"name", b.name}, {"link", index_of(b.link)}});
  }
  for (const model::Flow& f : world.flows) {
    flows.push_back({{"id", f.id},
                     {"name", f.name},
                     {"owner", f.owner},
                     {"commodity", index_of(f.cargo)},
                     {"place", index_of(f.origin)}});
  }
  for (const model::Pool& p : world.pools) {
    PageJson to = PageJson::array();
    for (const model::PlaceId place : p.delivered_at) to.push_back(index_of(place));
    pools.push_back({{"id", p.id},
                     {"name", p.name},
                     {"market", p.market},
                     {"country", p.country},
                     {"commodity", index_of(p.cargo)},
                     {"places", std::move(to)}});
  }
  page["commodities"] = std::move(commodities);
  page["places"] = std::move(places);
  page["links"] = links_of(source);
  page["terminals"] = terminals_of(source);
  page["borders"] = std::move(borders);
  page["flows"] = std::move(flows);
  page["pools"] = std::move(pools);
  UsedWays ways(source);
  Rows rows(source, page, ways);
  page["moved"] = rows.moved();
  page["refused"] = rows.refused();
  page["unsold"] = rows.unsold();
  page["ways"] = ways.rows();
}

}  // namespace corridor::report
