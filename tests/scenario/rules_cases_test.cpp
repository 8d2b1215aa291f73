// The worked cases against the shipped rules, each with its verdict and the rule that decides it. A pair of
// dates is the day before and the day of effect.

#include "rules_world.hpp"

using namespace corridor;
using namespace corridor::test;
using rules::Act;
using rules::Proof;
using rules::Use;

namespace {

Ask coal_kz() { return Ask("coal", "KZ").owner("KZ"); }
Ask coal_kz_de() { return coal_kz().buyer("EU").to("DE").via("ust-luga"); }
Ask coal_ru_nl() { return Ask("coal", "RU").owner("RU").buyer("EU").to("NL").via("ust-luga"); }
Ask crude_kz_it() { return Ask("crude", "KZ").owner("KZ").buyer("EU").to("IT").via("cpc-marine-terminal"); }
Ask crude_ru_in() { return Ask("crude", "RU").owner("RU").ship("EU").to("IN").via("primorsk"); }

}  // namespace

TEST_CASE("case 1: coal of an old contract is lawful the day before the wind-down ends") {
  expect(coal_ru_nl().contract("2022-03-01").on("2022-08-09"), "allowed", {"EU-0005-COAL-WINDDOWN"});
}
TEST_CASE("case 2: the same coal is forbidden once the wind-down is over") {
  expect(coal_ru_nl().contract("2022-03-01").on("2022-08-11"), "forbidden", {"EU-0005-COAL-BAN"});
}
TEST_CASE("case 3: a contract of 9 April 2022 is not before 9 April") {
  expect(coal_ru_nl().contract("2022-04-09").on("2022-05-01"), "forbidden", {"EU-0005-COAL-BAN"});
  expect(coal_ru_nl().contract("2022-04-08").on("2022-05-01"), "allowed", {"EU-0005-COAL-WINDDOWN"});
}
TEST_CASE("case 4: Kazakh coal to Poland by Ust-Luga needs proof before the port is listed") {
  expect(coal_kz().buyer("EU").to("PL").via("ust-luga").on("2023-05-10"), "allowed-if",
         {"EU-COAL-KZ-TRANSIT-READING"});
}
TEST_CASE("case 5: guidance of August 2022 forbids an EU ship to carry Russian coal to India") {
  const Ask q = Ask("coal", "RU").owner("RU").ship("EU").to("IN").via("taman");
  expect(Ask(q).guidance().on("2022-09-18"), "forbidden", {"EU-FAQ-2022-08-10"});
  expect(Ask(q).guidance().on("2022-09-19"), "allowed", {"EU-FAQ-2022-09-19"});
  CHECK(q.verdict("2022-09-18") == "allowed");
}
TEST_CASE("cases 7 to 11: Kazakh coal for Germany by Ust-Luga through ban and exemption") {
  const Ask q = coal_kz_de();
  expect(q.on("2025-02-24"), "allowed-if", {"EU-COAL-KZ-TRANSIT-READING"});
  expect(q.on("2025-02-25"), "forbidden", {"EU-0016-PORT-BAN"});
  expect(q.on("2025-03-20"), "forbidden", {"EU-0016-PORT-BAN"});
  expect(Ask(q).guidance().on("2025-03-20"), "allowed-if", {"EU-FAQ-2025-03-20"});
  CHECK(Ask(q).guidance().verdict("2025-03-19") == "forbidden");
  expect(q.on("2025-07-19"), "forbidden", {"EU-0016-PORT-BAN"});
  const rules::Answer a = q.on("2025-07-20");
  expect(a, "allowed-if", {"EU-0018-COAL-EX"});
  CHECK(a.deciding.front() == "EU-0018-COAL-EX");
  CHECK(state_of(a, "proof") == rules::State::open);
  CHECK(state_of(a, "owner-not") == rules::State::open);
  CHECK(state_of(a, "use-within") == rules::State::held);
  CHECK(q.on("2025-03-01").deciding == std::vector<std::string>{"EU-0016-PORT-BAN"});
}
TEST_CASE("case 12: a Russian owner loses the exemption") {
  const rules::Answer a = coal_kz_de().owner("RU").on("2025-07-20");
  CHECK(a.deciding == std::vector<std::string>{"EU-0016-PORT-BAN"});
  CHECK(a.verdict == rules::Verdict::forbidden);
  CHECK(state_of(a, "owner-not") == rules::State::failed);
}
TEST_CASE("case 13: a blend with Russian coal falls under both bans") {
  const Ask q = coal_kz_de().uses({Use::transit, Use::loading, Use::blending});
  expect(Ask(q).share(0.9, "RU").on("2025-09-01"), "forbidden", {"EU-0005-COAL-BAN", "EU-0016-PORT-BAN"});
  expect(Ask(q).share(0.9).on("2025-09-01"), "forbidden", {"EU-0005-COAL-BAN", "EU-0016-PORT-BAN"});
  expect(q.on("2025-09-01"), "forbidden", {"EU-0016-PORT-BAN"});
}
TEST_CASE("case 14: a Turkish buyer with a Turkish ship and insurer is outside the law of the Union") {
  const rules::Answer a =
      coal_kz().buyer("TR").ship("TR").insurer("TR").to("TR").via("ust-luga").on("2025-04-10");
  CHECK(a.verdict == rules::Verdict::allowed);
  CHECK(a.deciding.empty());
}
TEST_CASE("case 16: an unlisted Russian port stays open with proof") {
  expect(coal_kz().buyer("EU").to("DE").via("taman").on("2025-04-10"), "allowed-if",
         {"EU-COAL-KZ-TRANSIT-READING"});
}
TEST_CASE("case 18: the exemption follows the list to Murmansk") {
  const Ask q = coal_kz().buyer("EU").to("DE").via("murmansk");
  expect(q.on("2026-04-23"), "allowed-if", {"EU-COAL-KZ-TRANSIT-READING"});
  CHECK_FALSE(names(q.on("2026-04-23").deciding, "EU-0018-COAL-EX"));
  const rules::Answer a = q.on("2026-04-24");
  expect(a, "allowed-if", {"EU-0018-COAL-EX", "EU-0020-PORT-ADD"});
  CHECK(a.needs(rules::Test::owner_not));
}
TEST_CASE("case 19: guidance lets an EU ship carry Russian coal to Turkey until its port is listed") {
  const Ask q = Ask("coal", "RU").owner("RU").ship("EU").to("TR").via("vysotsk").guidance();
  expect(q.on("2026-07-23"), "allowed", {"EU-FAQ-2022-09-19"});
  expect(q.on("2026-07-24"), "forbidden", {"EU-0021-PORT-ADD"});
}
TEST_CASE("case 21: wheat may use a listed port if the need is shown") {
  expect(Ask("wheat", "KZ").owner("KZ").buyer("EU").to("IT").via("novorossiysk").on("2025-03-01"),
         "allowed-if", {"EU-0016-EX-FOOD"});
}
TEST_CASE("case 22: crude of the Caspian pipeline needs its certificate") {
  expect(crude_kz_it().on("2025-03-01"), "allowed-if", {"EU-0016-EX-CPC", "EU-0006-EX-TRANSIT"});
  expect(crude_kz_it().proof(Proof::held).on("2025-03-01"), "allowed",
         {"EU-0016-EX-CPC", "EU-0006-EX-TRANSIT"});
}
TEST_CASE("cases 23 and 24: crude by Ust-Luga hangs on origin and owner") {
  const Ask q = Ask("crude", "KZ").buyer("EU").to("DE").via("ust-luga");
  const rules::Answer a = Ask(q).owner("KZ").on("2025-03-01");
  expect(a, "allowed-if", {"EU-0016-EX-OIL", "EU-0006-EX-TRANSIT"});
  CHECK(a.needs(rules::Test::proof));
  CHECK(a.needs(rules::Test::owner_not));
  expect(Ask(q).owner("RU").on("2025-03-01"), "forbidden", {"EU-0016-PORT-BAN"});
  expect(Ask(q).owner("KZ").seller("russian-trader").on("2025-03-01"), "forbidden", {"EU-0016-PORT-BAN"});
}
TEST_CASE("cases 25 to 29: the price cap by day and by contract") {
  expect(crude_ru_in().price(55).contract("2025-08-01").on("2025-09-02"), "allowed-if",
         {"EU-CAP-60", "EU-0016-EX-OIL"});
  expect(crude_ru_in().price(55).contract("2025-08-01").on("2025-09-03"), "forbidden", {"EU-CAP-476"});
  expect(crude_ru_in().price(55).contract("2025-07-01").on("2025-10-18"), "allowed-if", {"EU-CAP-476"});
  expect(crude_ru_in().price(55).contract("2025-07-01").on("2025-10-19"), "forbidden", {"EU-CAP-476"});
  expect(crude_ru_in().price(55).contract("2025-07-20").on("2025-10-18"), "forbidden", {"EU-CAP-476"});
  expect(crude_ru_in().price(60.01).contract("2025-07-01").on("2025-10-18"), "forbidden", {"EU-CAP-476"});
  expect(crude_ru_in().price(46).contract("2026-01-20").on("2026-04-16"), "allowed-if", {"EU-CAP-441"});
  expect(crude_ru_in().price(46).contract("2026-01-20").on("2026-04-17"), "forbidden", {"EU-CAP-441"});
}
TEST_CASE("case 30: the cap does not reach Kazakh crude with a certificate") {
  expect(Ask("crude", "KZ")
             .owner("KZ")
             .price(75)
             .insurer("EU")
             .to("IN")
             .via("cpc-marine-terminal")
             .on("2026-02-01"),
         "allowed-if", {"EU-CAP-EX-KZ"});
}
TEST_CASE("case 31: a certificate opens the United States to crude of the Caspian pipeline") {
  const Ask q = Ask("crude", "KZ").owner("KZ").buyer("US").to("US").via("cpc-marine-terminal");
  expect(q.on("2022-03-09"), "allowed-if", {"US-FAQ1020-CPC"});
  expect(Ask(q).proof(Proof::held).on("2022-03-09"), "allowed", {"US-FAQ1020-CPC"});
  expect(Ask(q).proof(Proof::doubted).on("2022-03-09"), "forbidden", {"US-EO14066"});
}
TEST_CASE("case 32: a US payer may pay the pipeline in which Lukoil holds a minority share") {
  const Ask q = Ask("crude", "KZ").owner("KZ").buyer("US").via("cpc-pipeline").act(Act::payment);
  expect(q.on("2025-10-23"), "allowed", {"US-GL124A"});
  expect(Ask(q).carrier("lukoil").on("2025-10-23"), "allowed", {"US-GL124A"});
  expect(Ask("crude", "KZ").seller("lukoil").buyer("US").via("ceyhan").on("2025-10-23"), "forbidden",
         {"US-SDN-ROSNEFT-LUKOIL"});
}
TEST_CASE("cases 34 and 35: northern Druzhba is shut to Russian crude and open to nominated Kazakh crude") {
  const Ask ru = Ask("crude", "RU").owner("RU").buyer("EU").to("DE").via("druzhba-north");
  expect(ru.on("2023-06-24"), "forbidden", {"EU-0011-DRUZHBA"});
  CHECK(ru.verdict("2023-06-23") == "allowed");
  const rules::Answer a =
      Ask("crude", "KZ").owner("KZ").buyer("EU").to("DE").via("druzhba-north").on("2023-06-24");
  expect(a, "allowed-if", {"EU-0011-DRUZHBA-KZ", "RU-DRUZHBA-Q-2023"});
  CHECK(a.needs(rules::Test::nominated));
}
TEST_CASE("case 37: the licence for Druzhba stands over the freeze of Transneft") {
  const Ask q = Ask("crude", "KZ").insurer("GB").carrier("transneft").to("DE");
  expect(Ask(q).via("druzhba").on("2026-02-24"), "allowed", {"GB-GL-DRUZHBA", "GB-TRANSNEFT"});
  expect(Ask(q).via("ust-luga").on("2026-02-24"), "forbidden", {"GB-TRANSNEFT"});
}
TEST_CASE("case 38: coal to Ukraine needs a permit from June 2019") {
  const Ask q = Ask("coal", "KZ").to("UA").via("ru-ua-rail-border");
  CHECK(q.verdict("2019-05-31") == "allowed");
  expect(q.on("2019-06-01"), "allowed-if", {"RU-UA-FUEL-PERMIT"});
  expect(Ask(q).granted("RU-UA-FUEL-PERMIT").on("2019-06-01"), "allowed", {"RU-UA-FUEL-PERMIT"});
  expect(Ask(q).refused("RU-UA-FUEL-PERMIT").on("2019-06-01"), "forbidden", {"RU-UA-FUEL-PERMIT"});
}
TEST_CASE("case 40: thermal coal is blocked while coking coal passes with a permit") {
  const auto q = [](const char* cargo) {
    return Ask(cargo, "KZ").owner("KZ").to("UA").via("ru-ua-rail-border");
  };
  expect(q("coal").on("2021-11-10"), "blocked", {"RU-UA-BLOCK-2021"});
  expect(q("coking-coal").on("2021-11-10"), "allowed-if", {"RU-UA-FUEL-PERMIT"});
  CHECK(q("coal").on("2021-10-31").verdict == rules::Verdict::allowed_if);
}
TEST_CASE("case 42: a listed bank cannot settle with buyers of the Union") {
  for (const char* cargo : {"metals", "grain", "coal", "crude"}) {
    CAPTURE(cargo);
    const Ask q = Ask(cargo, "KZ").owner("KZ").buyer("EU").bank("vtb-bank-kazakhstan").via("aktau-port");
    CHECK(q.verdict("2025-12-01") == "allowed");
    expect(q.on("2025-12-02"), "forbidden", {"EU-0019-VTB-KZ"});
  }
}
TEST_CASE("case 43: a tanker in ballast needs consent to enter a Russian port") {
  for (const char* flag : {"GR", "LR", "TR", "MT"}) {
    CAPTURE(flag);
    const Ask said = Ask("", "").ship(flag).via("novorossiysk").act(Act::vessel_entry);
    CHECK(said.verdict("2025-07-20") == "allowed");
    expect(said.on("2025-07-21"), "allowed-if", {"RU-FSB-PORTCALL"});
    const Ask unsaid = Ask("", "").ship(flag).via("novorossiysk");
    CHECK(unsaid.verdict("2025-07-20") == "allowed");
    expect(unsaid.on("2025-07-21"), "allowed-if", {"RU-FSB-PORTCALL"});
  }
}
TEST_CASE("case 45: products of a Kazakh refinery are presumed Kazakh") {
  for (const char* cargo : {"oil-products", "diesel"}) {
    const Ask q = Ask(cargo, "KZ").owner("KZ").buyer("EU").to("RO").via("batumi");
    CHECK(q.verdict("2026-01-20") == "allowed");
    expect(q.on("2026-01-21"), "allowed-if", {"EU-3MA-NET-EXPORTER"});
    expect(Ask(q).proof(Proof::doubted).on("2026-01-21"), "forbidden", {"EU-3MA-REFINED"});
  }
}
TEST_CASE("case 46: natural uranium by St Petersburg is outside every ban") {
  const rules::Answer a = Ask("uranium", "KZ").buyer("US").to("US").via("saint-petersburg").on("2024-09-01");
  CHECK(a.verdict == rules::Verdict::allowed);
  CHECK(a.deciding.empty());
}
TEST_CASE("case 47: a proposal is named and forbids nothing") {
  const rules::Answer a = Ask("crude", "AZ").buyer("EU").via("kulevi").on("2026-02-15");
  expect(a, "allowed", {"EU-0020-KULEVI-DROPPED"});
  CHECK(names(a.risks, "EU-0020-KULEVI-DROPPED"));
}
TEST_CASE("case 49: the LPG ban spares the feed of Karachaganak") {
  const Ask q = Ask("lpg", "KZ").owner("KZ").to("TJ").via("kz-borders").by(rules::Transport::rail);
  CHECK(Ask(q).from("karachaganak").verdict("2024-06-01") == "allowed");
  expect(q.on("2024-06-01"), "forbidden", {"KZ-LPG-BAN-2"});
}
TEST_CASE("case 51: wheat reaches Armenia across Azerbaijan from 21 October 2025") {
  const Ask q = Ask("wheat", "KZ").owner("KZ").to("AM").via("azerbaijan-railways");
  expect(q.on("2025-10-20"), "forbidden", {"AZ-ARMENIA-BAN"});
  expect(q.on("2025-10-21"), "allowed", {"AZ-ARMENIA-TRANSIT"});
}
