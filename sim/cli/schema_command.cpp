// corridor schema: the JSON Schema of scenario, data and study files, for editors.

#include <memory>

#include "sim/cli/session.hpp"
#include "sim/scenario/schema.hpp"

namespace corridor::cli {

void add_schema(CLI::App& app, Session& session) {
  CLI::App* command = add_command(
      app, session, "schema",
      "Print the JSON Schema with which editors check and complete scenario, data and study files",
      "corridor schema > scenario.schema.json");
  const auto what = std::make_shared<std::string>("scenario");
  command->add_option("WHAT", *what, "scenario, data or study; default scenario")
      ->check(CLI::IsMember({"scenario", "data", "study"}).description(""))
      ->type_name("");
  add_common_options(*command, session, false);
  command->final_callback([&session, what] {
    session.action = [&session, what] {
      const std::string schema = *what == "data"    ? scenario::data_schema()
                                 : *what == "study" ? scenario::study_schema()
                                                    : scenario::scenario_schema();
      if (session.as_json()) {
        session.print_json(Json{{"of", *what}, {"json_schema", Json::parse(schema)}});
      } else {
        session.print(schema);
      }
      return ExitCode::done;
    };
  });
}

}  // namespace corridor::cli
