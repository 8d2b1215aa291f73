// corridor explain: what the rules say of a shipment, and why.

#include <fmt/format.h>

#include <memory>

#include "network/rules/judge.hpp"
#include "sim/cli/session.hpp"
#include "sim/cli/shipment_options.hpp"
#include "sim/report/explain_report.hpp"

namespace corridor::cli {
namespace {

using rules::Answer;

Json to_json(const Answer& a) {
  Json conditions = Json::array(), parties = Json::array(), quotas = Json::array(), assumed = Json::object();
  for (const rules::ConditionAnswer& c : a.conditions) {
    conditions.push_back(
        {{"id", c.id}, {"text", c.text}, {"state", rules::to_word(c.state)}, {"rule", c.rule}});
  }
  for (const rules::PartyAnswer& p : a.parties) {
    parties.push_back({{"role", rules::to_word(p.role)},
                       {"id", p.id},
                       {"jurisdiction", p.jurisdiction},
                       {"verdict", rules::to_word(p.verdict)},
                       {"deciding", p.deciding}});
  }
  for (const rules::QuotaAnswer& q : a.quotas) {
    quotas.push_back({{"rule", q.rule}, {"amount_t", in_tonnes(q.amount)}, {"per", report::word_of(q.per)}});
  }
  for (const auto& [what, taken] : a.assumed) assumed[what] = taken;
  return {{"verdict", rules::to_word(a.verdict)},
          {"deciding", a.deciding},
          {"conditions", conditions},
          {"parties", parties},
          {"changes_on", a.changes_on ? Json(to_iso(*a.changes_on)) : Json(nullptr)},
          {"quotas", quotas},
          {"risks", a.risks},
          {"assumed", assumed}};
}

ExitCode explain(Session& session, const ShipmentOptions& options, const std::string& scenario_file) {
  const Result<scenario::Scenario> s = session.load(scenario_file);
  if (!s) return session.fail(ExitCode::bad_input, s.error());
  const Result<rules::Shipment> shipment = read_shipment(options, s->rules);
  if (!shipment) return session.fail(ExitCode::bad_input, shipment.error());
  const Answer answer = rules::judge_with_change(s->rules, *shipment, read_mode(options));
  if (session.as_json()) {
    session.print_json(to_json(answer));
  } else {
    session.print(report::to_text(answer, s->rules, session.look()));
  }
  return ExitCode::done;
}

}  // namespace

void add_explain(CLI::App& app, Session& session) {
  CLI::App* command = add_command(
      app, session, "explain", "Say whether a shipment is lawful on a day, and which rules decide it",
      "corridor explain --cargo CARGO --origin COUNTRY --buyer COUNTRY --via PORT --on 2025-03-01");
  const auto o = std::make_shared<ShipmentOptions>();
  const auto file = std::make_shared<std::string>();
  command->add_option("--cargo", o->cargo, "What is carried; a ship in ballast where it is not said")
      ->type_name("CARGO");
  command->add_option("--origin", o->origin, "Country of origin of the goods")->type_name("COUNTRY");
  command->add_option("--from", o->from, "Place where it begins")->type_name("PLACE");
  command->add_option("--via", o->via, "A port, terminal, border or pipeline on the way; may be given often")
      ->allow_extra_args(false)
      ->type_name("PLACE");
  command->add_option("--to", o->to, "Place, country or union where it ends; default: where the buyer is")
      ->type_name("PLACE");
  command->add_option("--on", o->on, "The day")->required()->type_name("DAY");
  command->add_option("--activity", o->activity, "Ask of one act only; default: every act on the way")
      ->type_name("ACT");
  command
      ->add_option("--mode-of-transport", o->transport,
                   "rail, road, sea, pipeline, air, container, covered; default: as the places tell")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("MODE");
  add_party_options(*command, *o);
  command->add_option("--scenario", *file, "Ask under the rules of this scenario")->type_name("FILE");
  add_common_options(*command, session, true);
  command->final_callback(
      [&session, o, file] { session.action = [&session, o, file] { return explain(session, *o, *file); }; });
}

}  // namespace corridor::cli
