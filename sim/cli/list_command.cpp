// corridor list KIND: the ids that scenarios, options and rules use.

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "sim/cli/listing.hpp"
#include "sim/cli/session.hpp"

namespace corridor::cli {
namespace {

ExitCode list(Session& session, const std::string& kind) {
  Listing listing;
  if (kind == kKpis) {
    listing = list_kpis();
  } else {
    const Result<scenario::Scenario> network = session.load();
    if (!network) return session.fail(ExitCode::bad_input, network.error());
    listing = list_of(kind, *network);
  }
  if (session.as_json()) {
    Json items = Json::array();
    for (const Json& item : listing.items) items.push_back(item);
    session.print_json(Json{{"kind", kind}, {"items", items}});
  } else {
    report::Look look = session.look();
    look.width = 10000;  // ids are to be copied: nothing is cut
    session.print(report::to_text(listing.table, look));
  }
  return ExitCode::done;
}

}  // namespace

void add_list(CLI::App& app, Session& session) {
  CLI::App* command =
      add_command(app, session, "list", "Print the ids of places, links, cargo, rules, buyers, ...",
                  "corridor list terminals");
  const auto kind = std::make_shared<std::string>();
  command->add_option("KIND", *kind, "What to list: " + fmt::format("{}", fmt::join(list_kinds(), ", ")))
      ->required()
      ->check(CLI::IsMember(list_kinds()).description(""))
      ->type_name("");
  add_common_options(*command, session, true);
  command->final_callback(
      [&session, kind] { session.action = [&session, kind] { return list(session, *kind); }; });
}

}  // namespace corridor::cli
