// More cases of the kinds that the worked ones show: other goods, owners, ports, dates, modes and parties.

#include "rules_world.hpp"

using namespace corridor;
using namespace corridor::test;
using rules::Act;
using rules::Proof;
using rules::Transport;
using rules::Use;
using rules::Verdict;

namespace {

Ask coal_kz_de(const char* port = "ust-luga") {
  return Ask("coal", "KZ").owner("KZ").buyer("EU").to("DE").via(port);
}

}  // namespace

TEST_CASE("any one person of the Union is enough for the ban on its ports") {
  const Ask free = Ask("coal", "KZ").owner("KZ").to("TR").via("ust-luga");
  CHECK(free.verdict("2025-04-10") == "allowed");
  expect(Ask(free).buyer("TR").ship("MT").insurer("TR").on("2025-04-10"), "forbidden", {"EU-0016-PORT-BAN"});
  expect(Ask(free).buyer("TR").ship("TR").insurer("DE").on("2025-04-10"), "forbidden", {"EU-0016-PORT-BAN"});
  expect(Ask(free).buyer("TR").ship("TR").carrier("LT").on("2025-04-10"), "forbidden", {"EU-0016-PORT-BAN"});
  expect(Ask(free).buyer("TR").seller("NL").on("2025-04-10"), "forbidden", {"EU-0016-PORT-BAN"});
  CHECK(Ask(free).buyer("GB").ship("NO").insurer("CH").verdict("2025-04-10") == "allowed");
}

TEST_CASE("the answer says for which party it was decided") {
  const rules::Answer a =
      Ask("coal", "KZ").owner("KZ").to("TR").via("ust-luga").buyer("TR").ship("MT").on("2025-04-10");
  for (const rules::PartyAnswer& p : a.parties) {
    CAPTURE(p.id);
    CHECK((p.verdict == Verdict::forbidden) == (p.role == rules::Role::ship));
    if (p.role == rules::Role::ship) CHECK(p.deciding == std::vector<std::string>{"EU-0016-PORT-BAN"});
  }
  CHECK(a.parties.size() == 3);
}

TEST_CASE("an act that does not touch the port does not meet the ban on it") {
  CHECK(coal_kz_de().act(Act::purchase).verdict("2025-03-01") == "allowed-if");
  CHECK(coal_kz_de().act(Act::berth_fees).verdict("2025-03-01") == "forbidden");
  expect(Ask("", "").ship("EU").via("ust-luga").act(Act::emergency_call).on("2025-03-01"), "allowed",
         {"EU-0016-EX-SAFETY"});
}

TEST_CASE("every listed port bites from its own day") {
  const std::pair<const char*, const char*> listed[] = {{"ust-luga", "2025-02-25"},
                                                        {"primorsk", "2025-02-25"},
                                                        {"novorossiysk", "2025-02-25"},
                                                        {"astrakhan", "2025-02-25"},
                                                        {"makhachkala", "2025-02-25"},
                                                        {"murmansk", "2026-04-24"},
                                                        {"lavna", "2026-04-24"},
                                                        {"tuapse", "2026-04-24"},
                                                        {"olya", "2026-07-24"},
                                                        {"vysotsk", "2026-07-24"},
                                                        {"karimun-oil-terminal", "2026-04-24"}};
  for (const auto& [port, from] : listed) {
    CAPTURE(port);
    const Ask q = Ask("containers", "KZ").owner("KZ").buyer("EU").to("TR").via(port);
    const Day first = day(from);
    CHECK(q.verdict(to_iso(first - std::chrono::days{1})) == "allowed");
    CHECK(q.verdict(from) == "forbidden");
  }
  CHECK(coal_kz_de("vyborg").verdict("2026-08-01") == "allowed");  // not known to the rules alone
}

TEST_CASE("the coal exemption asks for origin, owner and use at the same time") {
  const std::string on = "2025-08-01";
  CHECK(coal_kz_de().proof(Proof::held).verdict(on) == "allowed");
  CHECK(coal_kz_de().proof(Proof::pending).verdict(on) == "allowed-if");
  CHECK(coal_kz_de().proof(Proof::doubted).verdict(on) == "forbidden");
  for (const char* owner : {"RU", "BY", "russian-trader", "rosneft", "eu-sanctioned-person"}) {
    CAPTURE(owner);
    expect(coal_kz_de().owner(owner).proof(Proof::held).on(on), "forbidden", {"EU-0016-PORT-BAN"});
  }
  for (const char* owner : {"KZ", "CH", "AE", "TR", "united-trading-group"}) {
    CAPTURE(owner);
    CHECK(coal_kz_de().owner(owner).proof(Proof::held).verdict(on) == "allowed");
  }
  for (const Use use : {Use::storage, Use::blending, Use::sale}) {
    expect(coal_kz_de().proof(Proof::held).uses({Use::transit, use}).on(on), "forbidden",
           {"EU-0016-PORT-BAN"});
  }
  CHECK(coal_kz_de().proof(Proof::held).uses({Use::loading, Use::dispatch}).verdict(on) == "allowed");
}

TEST_CASE("coal of another origin gains nothing from the exemption for Kazakh coal") {
  for (const char* origin : {"RU", "UZ", "MN"}) {
    CAPTURE(origin);
    const Ask q = Ask("coal", origin).owner("KZ").buyer("EU").to("DE").via("ust-luga").proof(Proof::held);
    expect(q.on("2025-08-01"), "forbidden", {"EU-0016-PORT-BAN"});
  }
}

TEST_CASE("a mark from a failed test is not healed by later papers") {
  Ask q = coal_kz_de().proof(Proof::held);
  q.s.marked = true;
  expect(q.on("2025-08-01"), "forbidden", {"EU-0005-COAL-BAN", "EU-0016-PORT-BAN"});
}

TEST_CASE("a firm frozen in April 2026 loses its buyers and the exemption") {
  const Ask q = coal_kz_de().owner("united-trading-group").proof(Proof::held);
  CHECK(q.verdict("2026-04-22") == "allowed");
  expect(q.on("2026-04-23"), "forbidden", {"EU-KZ-UTG-FREEZE", "EU-0016-PORT-BAN"});
}

TEST_CASE("Russian coal for the Union is forbidden by every way, for others it is not") {
  for (const char* via : {"taman", "riga", "murmansk"}) {
    expect(Ask("coal", "RU").owner("RU").buyer("EU").to("NL").via(via).on("2023-01-10"), "forbidden",
           {"EU-0005-COAL-BAN"});
  }
  CHECK(Ask("coal", "RU").owner("RU").ship("GR").to("IN").via("taman").verdict("2023-01-10") == "allowed");
  CHECK(Ask("coal", "RU").owner("RU").buyer("GB").to("GB").via("murmansk").verdict("2022-08-10") ==
        "forbidden");
  CHECK(Ask("coal", "RU").owner("RU").buyer("GB").to("GB").via("murmansk").verdict("2022-08-09") ==
        "allowed");
  CHECK(Ask("coal", "RU").owner("RU").buyer("US").to("US").via("murmansk").verdict("2022-03-08") ==
        "forbidden");
}

TEST_CASE("the wind-down for coal ends with its last day and reaches old contracts only") {
  const Ask q = Ask("coal", "RU").owner("RU").buyer("PL").to("PL").via("ust-luga").contract("2022-04-08");
  CHECK(q.verdict("2022-04-08") == "allowed");
  expect(q.on("2022-04-09"), "allowed", {"EU-0005-COAL-WINDDOWN"});
  CHECK(q.verdict("2022-08-11") == "forbidden");
}

TEST_CASE("Kazakh coal by Latvia or Poland needs proof that it is not Russian") {
  for (const char* via : {"riga", "ventspils", "malaszewicze", "brest"}) {
    expect(Ask("coal", "KZ").owner("KZ").buyer("EU").to("PL").via(via).on("2024-05-01"), "allowed-if",
           {"EU-COAL-KZ-TRANSIT-READING"});
  }
  CHECK(Ask("coal", "KZ")
            .owner("KZ")
            .buyer("EU")
            .to("RO")
            .via("aktau-port")
            .via("poti")
            .verdict("2024-05-01") == "allowed");
}

TEST_CASE("food, metals and uranium may use listed ports where the need is shown") {
  const auto by = [](const char* cargo, const char* to) {
    return Ask(cargo, "KZ").owner("KZ").buyer("EU").to(to).via("novorossiysk");
  };
  for (const char* cargo : {"grain", "wheat", "flour", "fertiliser"}) {
    CAPTURE(cargo);
    expect(by(cargo, "EG").on("2025-06-01"), "allowed-if", {"EU-0016-EX-FOOD"});
    CHECK(by(cargo, "EG").verdict("2025-02-24") == "allowed");
  }
  expect(by("metals", "IT").on("2025-06-01"), "allowed-if", {"EU-0016-EX-METALS-GAS"});
  expect(by("ferroalloys", "DE").on("2025-06-01"), "allowed-if", {"EU-0016-EX-METALS-GAS"});
  expect(by("metals", "TR").on("2025-06-01"), "forbidden", {"EU-0016-PORT-BAN"});
  expect(by("uranium", "FR").on("2025-06-01"), "allowed-if", {"EU-0016-EX-NUCLEAR"});
  expect(by("containers", "IT").on("2025-06-01"), "forbidden", {"EU-0016-PORT-BAN"});
  CHECK(by("wheat", "IT").granted("EU-0016-EX-FOOD").verdict("2025-06-01") == "allowed");
}

TEST_CASE("residue of a pipeline keeps its origin, a deliberate blend does not") {
  const Ask q =
      Ask("crude", "KZ").owner("KZ").buyer("EU").to("IT").via("cpc-marine-terminal").proof(Proof::held);
  CHECK(Ask(q).share(0.95, "RU").verdict("2025-03-01") == "allowed");
  CHECK(Ask(q).share(0.80, "RU").verdict("2025-03-01") == "forbidden");
  CHECK(Ask(q).share(0.95, "RU").uses({Use::loading, Use::blending}).verdict("2025-03-01") == "forbidden");
}

TEST_CASE("the cap binds those who serve Russian crude, each step from its day") {
  const auto q = [](double usd, const char* contract) {
    return Ask("crude", "RU")
        .owner("RU")
        .ship("GR")
        .insurer("EU")
        .to("IN")
        .via("taman")
        .price(usd)
        .contract(contract);
  };
  CHECK(q(75, "2022-12-01").verdict("2022-12-04") == "allowed");
  expect(q(75, "2022-12-01").on("2022-12-05"), "forbidden", {"EU-CAP-60"});
  expect(q(60, "2023-05-01").on("2023-05-02"), "allowed-if", {"EU-CAP-60"});
  expect(q(47.6, "2025-09-03").on("2025-09-03"), "allowed-if", {"EU-CAP-476"});
  expect(q(47.61, "2025-09-03").on("2025-09-03"), "forbidden", {"EU-CAP-476"});
  expect(q(44.1, "2026-05-01").on("2026-05-01"), "allowed-if", {"EU-CAP-441"});
  expect(q(47, "2026-02-01").on("2026-02-10"), "forbidden", {"EU-CAP-441"});
  CHECK(q(47, "2026-01-31").verdict("2026-02-10") == "allowed-if");
  CHECK(q(40, "2026-05-01").proof(Proof::held).verdict("2026-05-01") == "allowed");
  const Ask turkish = Ask("crude", "RU").owner("RU").ship("TR").insurer("RU").to("IN").via("taman").price(80);
  CHECK(turkish.verdict("2026-05-01") == "allowed");
}

TEST_CASE("premium and discount products have caps of their own") {
  const auto q = [](const char* cargo, double usd) {
    return Ask(cargo, "RU").owner("RU").ship("EU").to("TR").via("taman").price(usd);
  };
  CHECK(q("diesel", 99).verdict("2023-03-01") == "allowed-if");
  expect(q("diesel", 101).on("2023-03-01"), "forbidden", {"EU-CAP-PRODUCTS"});
  expect(q("fuel-oil", 50).on("2023-03-01"), "forbidden", {"EU-CAP-PRODUCTS"});
  CHECK(q("fuel-oil", 45).verdict("2023-03-01") == "allowed-if");
}

TEST_CASE("Russian crude and products by sea are shut out of the Union from their days") {
  const auto q = [](const char* cargo) {
    return Ask(cargo, "RU").owner("RU").buyer("NL").to("rotterdam").via("taman");
  };
  CHECK(q("crude").verdict("2022-12-04") == "allowed");
  expect(q("crude").on("2022-12-05"), "forbidden", {"EU-0006-CRUDE-BAN"});
  CHECK(q("diesel").verdict("2023-02-04") == "allowed");
  expect(q("diesel").on("2023-02-05"), "forbidden", {"EU-0006-PRODUCT-BAN"});
}

TEST_CASE("the United Kingdom frees third-country oil and its licences free the pipelines") {
  const Ask q = Ask("crude", "KZ").owner("KZ").insurer("GB").to("IT").via("novorossiysk");
  expect(q.on("2024-05-01"), "allowed-if", {"GB-OIL-EX-TRANSIT"});
  expect(Ask(q).owner("RU").on("2024-05-01"), "forbidden", {"GB-OIL-BAN"});
  const Ask cpc =
      Ask("crude", "KZ").owner("KZ").insurer("GB").to("IT").via("cpc-marine-terminal").proof(Proof::held);
  expect(cpc.on("2025-11-01"), "allowed", {"GB-GL-PROJECTS"});
  CHECK(Ask("crude", "KZ").insurer("GB").carrier("transneft").via("druzhba").to("DE").verdict("2026-02-23") ==
        "allowed");
}

TEST_CASE("licences of the United States end as their day begins") {
  const auto deal = [](const char* contract) {
    return Ask("crude", "KZ").seller("lukoil").buyer("US").to("US").via("ceyhan").contract(contract);
  };
  CHECK(deal("2025-09-01").verdict("2025-10-21") == "allowed");
  expect(deal("2025-09-01").on("2025-11-20"), "allowed", {"US-GL126"});
  expect(deal("2025-09-01").on("2025-11-21"), "forbidden", {"US-SDN-ROSNEFT-LUKOIL"});
  expect(deal("2025-11-01").on("2025-11-20"), "forbidden", {"US-SDN-ROSNEFT-LUKOIL"});
  CHECK(deal("2025-11-19").act(Act::wind_down).verdict("2025-11-20") == "allowed");
  const Ask services = Ask("crude", "KZ").carrier("US").via("cpc-pipeline").act(Act::services);
  expect(services.on("2025-03-01"), "allowed", {"US-GL121"});
  expect(services.on("2025-06-28"), "allowed", {"US-GL124"});
  expect(services.on("2025-11-01"), "allowed", {"US-GL124A"});
  CHECK(Ask("crude", "RU").carrier("US").via("primorsk").act(Act::services).verdict("2025-03-01") ==
        "forbidden");
}

TEST_CASE("a threat to those who are not bound is a risk, no verdict") {
  const rules::Answer a =
      Ask("metals", "KZ").owner("KZ").buyer("CN").bank("vtb-bank-kazakhstan").via("dostyk").on("2024-08-01");
  CHECK(a.verdict == Verdict::allowed);
  CHECK(names(a.risks, "US-SECONDARY-BANKS"));
  CHECK(Ask("metals", "KZ").buyer("US").bank("vtb-bank-kazakhstan").verdict("2024-08-01") == "forbidden");
}

TEST_CASE("the quota for coal to Ukraine holds to the last tonne") {
  const auto q = [](double kt) {
    return Ask("coal", "KZ").owner("KZ").to("UA").via("ru-ua-rail-border").used(kt);
  };
  CHECK(q(86.599).verdict("2019-10-15") == "allowed-if");
  expect(q(86.6).on("2019-10-15"), "forbidden", {"RU-UA-QUOTA-86"});
  expect(q(86.6).on("2019-11-01"), "allowed-if", {"RU-UA-FUEL-PERMIT"});
  CHECK(q(139.999).granted("RU-UA-FUEL-PERMIT").verdict("2020-03-10") == "allowed");
  expect(q(140).on("2020-03-10"), "forbidden", {"RU-UA-QUOTA-140"});
  Ask lot = q(136).granted("RU-UA-FUEL-PERMIT");
  lot.s.mass = kilotonnes(4);
  CHECK(lot.verdict("2020-03-10") == "allowed");
  lot.s.mass = kilotonnes(4.001);
  CHECK(lot.verdict("2020-03-10") == "forbidden");
  Ask spent = q(140);
  spent.s.on = day("2020-03-10");
  CHECK(rules::judge_with_change(shipped_rules(), spent.s, spent.mode).changes_on == day("2020-04-01"));
}

TEST_CASE("the yearly quota of Druzhba and its halt") {
  const Ask q = Ask("crude", "KZ").owner("KZ").buyer("DE").to("DE").via("druzhba-north");
  expect(Ask(q).used(1200).on("2024-11-01"), "forbidden", {"RU-DRUZHBA-Q-2024"});
  CHECK(Ask(q).used(1199.9).verdict("2024-11-01") == "allowed-if");
  expect(q.on("2026-04-30"), "allowed-if", {"RU-DRUZHBA-Q-2026"});
  expect(q.on("2026-05-01"), "blocked", {"RU-DRUZHBA-HALT-2026"});
  expect(q.on("2025-08-18"), "blocked", {"RU-DRUZHBA-AUG-2025"});
}

TEST_CASE("wheat and flour draw on export quotas of their own in 2022") {
  const auto q = [](const char* cargo, double kt) { return Ask(cargo, "KZ").owner("KZ").to("UZ").used(kt); };
  CHECK(q("wheat", 999).verdict("2022-05-01") == "allowed");
  expect(q("wheat", 1000).on("2022-05-01"), "forbidden", {"KZ-GRAIN-QUOTA-2022"});
  expect(q("flour", 300).on("2022-05-01"), "forbidden", {"KZ-GRAIN-QUOTA-2022"});
  CHECK(q("flour", 299).verdict("2022-05-01") == "allowed");
  CHECK(q("wheat", 1000).verdict("2022-10-01") == "allowed");
}

TEST_CASE("bans on roads leave the rails open, and lapse between their terms") {
  const auto q = [](const char* cargo, Transport by) { return Ask(cargo, "KZ").owner("KZ").to("KG").by(by); };
  expect(q("coal", Transport::road).on("2023-03-17"), "forbidden", {"KZ-COAL-ROAD-1"});
  CHECK(q("coal", Transport::road).verdict("2023-03-18") == "allowed");
  CHECK(q("coal", Transport::road).verdict("2023-05-25") == "allowed");
  expect(q("coal", Transport::road).on("2023-05-26"), "forbidden", {"KZ-COAL-ROAD-2"});
  expect(q("coal", Transport::road).on("2023-11-26"), "forbidden", {"KZ-COAL-ROAD-3"});
  CHECK(q("coal", Transport::rail).verdict("2023-06-01") == "allowed");
  CHECK(Ask("coal", "KZ").to("KG").verdict("2023-06-01") == "allowed");
  expect(q("diesel", Transport::road).on("2024-03-01"), "forbidden", {"KZ-FUEL-BAN-4"});
  expect(q("lpg", Transport::road).on("2024-11-14"), "forbidden", {"KZ-LPG-BAN-3"});
  CHECK(q("lpg", Transport::pipeline).verdict("2024-11-14") == "allowed");
}

TEST_CASE("a term of a Kazakh ban begins on its day and ends on its day") {
  const Ask q = Ask("lpg", "KZ").to("TJ").by(Transport::rail);
  expect(q.on("2024-05-13"), "forbidden", {"KZ-LPG-BAN-1"});
  expect(q.on("2024-05-14"), "forbidden", {"KZ-LPG-BAN-2"});
  CHECK(q.verdict("2025-05-15") == "allowed");
}

TEST_CASE("stops at the Chinese border depend on goods and wagons") {
  const Ask grain = Ask("grain", "KZ").owner("KZ").to("CN").via("dostyk");
  expect(Ask(grain).by(Transport::covered).on("2025-10-25"), "blocked", {"KTZ-DOSTYK-GRAIN-2025"});
  CHECK(Ask(grain).by(Transport::container).verdict("2025-10-25") == "allowed");
  CHECK(Ask(grain).by(Transport::covered).verdict("2025-10-23") == "allowed");
  CHECK(Ask("metals", "KZ").to("CN").via("dostyk").verdict("2025-10-25") == "allowed");
  expect(Ask("metals", "KZ").to("CN").via("altynkol").on("2024-12-15"), "blocked", {"KTZ-CHINA-DEC-2024"});
  expect(Ask("grain", "KZ").to("CN").via("dostyk").on("2021-06-01"), "allowed-if", {"CN-BULK-GRAIN-2021"});
  expect(Ask("coal", "KZ").to("CN").via("dostyk").by(Transport::road).on("2021-03-15"), "forbidden",
         {"KZ-CN-TRUCKS-2021"});
}

TEST_CASE("closed borders and ports block, and open again") {
  const Ask boxes = Ask("containers", "CN").to("DE").via("malaszewicze");
  CHECK(boxes.verdict("2025-09-11") == "allowed");
  expect(boxes.on("2025-09-12"), "blocked", {"PL-BY-CLOSURE-2025"});
  CHECK(boxes.verdict("2025-09-25") == "allowed");
  expect(Ask("coal", "KZ").to("TR").via("tuapse").on("2025-11-05"), "blocked", {"RZD-TUAPSE-COAL-2025"});
  expect(Ask("metals", "KZ").to("AZ").via("kuryk").on("2025-05-01"), "blocked", {"KTZ-KURYK-2025"});
  expect(Ask("grain", "KZ").to("IR").via("aktau").on("2025-10-09"), "blocked", {"KTZ-AKTAU-GRAIN-2025"});
  expect(Ask("crude", "KZ").to("IT").via("btc").on("2025-08-10"), "blocked", {"AZ-BTC-CHLORIDE-2025"});
  CHECK(Ask("crude", "KZ").to("IT").via("btc").verdict("2025-09-13") == "allowed");
  CHECK(Ask("crude", "AZ").to("IT").via("btc").verdict("2025-08-10") == "allowed");
  expect(Ask("containers", "KZ").via("ust-luga").via("rotterdam").on("2022-03-15"), "blocked",
         {"EU-HUBS-REFUSE-2022"});
  CHECK(Ask("containers", "KZ").via("ust-luga").via("riga").verdict("2022-03-15") == "allowed");
  expect(Ask("metals", "KZ").via("latvian-railways").to("LV").on("2023-07-15"), "blocked",
         {"LV-LDZ-OVERCOMPLIANCE-2023"});
}

TEST_CASE("Kazakh coal to Luzhskaya is stopped 18 days in May and 5 in August 2025") {
  int may = 0, august = 0;
  const Ask q = Ask("coal", "KZ").owner("KZ").buyer("TR").to("TR").via("ust-luga");
  for (Day d = day("2025-05-01"); d <= day("2025-05-31"); d += std::chrono::days{1})
    may += q.verdict(to_iso(d)) == "blocked";
  for (Day d = day("2025-08-01"); d <= day("2025-08-31"); d += std::chrono::days{1})
    august += q.verdict(to_iso(d)) == "blocked";
  CHECK(may == 18);
  CHECK(august == 5);
}

TEST_CASE("a partial closure lowers capacity and gives no verdict") {
  const rules::RuleBook& book = shipped_rules();
  const rules::CapacityRules takers(book);
  CHECK(takers.left("cpc-marine-terminal", "crude", day("2022-04-01")) == doctest::Approx(0.33));
  CHECK(takers.left("cpc-marine-terminal", "crude", day("2022-07-08")) == doctest::Approx(1));
  CHECK(takers.left("aktau-port", "crude", day("2025-01-01")) == doctest::Approx(0.83));
  CHECK(takers.left("aktau-port", "coal", day("2025-01-01")) == doctest::Approx(1));
  CHECK(Ask("crude", "KZ").via("cpc-marine-terminal").to("IT").verdict("2022-04-01") == "allowed");
  CHECK(Ask("crude", "KZ").via("cpc-marine-terminal").to("IT").verdict("2022-07-08") == "allowed");
  CHECK(Ask("crude", "KZ").via("cpc-spm-2").to("IT").verdict("2025-12-01") == "blocked");
}

TEST_CASE("ships and trucks of barred flags stay out of the Union") {
  const Ask ship = Ask("timber", "KZ").ship("RU").to("rotterdam").via("saint-petersburg");
  CHECK(ship.verdict("2022-04-15") == "allowed");
  expect(ship.on("2022-04-16"), "forbidden", {"EU-0005-SHIPS"});
  CHECK(Ask("containers", "KZ").ship("RU").to("TR").via("taman").verdict("2022-05-01") == "allowed");
  const auto truck = [](const char* flag, const char* cargo) {
    return Ask(cargo, "KZ").carrier(flag).by(Transport::road).to("PL");
  };
  expect(truck("BY", "metals").on("2022-05-01"), "forbidden", {"EU-0005-TRUCKS"});
  CHECK(truck("KZ", "metals").verdict("2022-05-01") == "allowed");
  CHECK(truck("BY", "food").verdict("2022-05-01") == "allowed");
  expect(Ask("crude", "KZ").ship("annex-xlii-vessel").insurer("EU").to("IN").via("ceyhan").on("2025-05-21"),
         "forbidden", {"EU-0017-VESSELS"});
}

TEST_CASE("transit to Kaliningrad by road is barred by guidance, by rail it is not") {
  const Ask q = Ask("coal", "RU").owner("RU").via("lithuania-transit").to("kaliningrad");
  CHECK(Ask(q).by(Transport::road).guidance().verdict("2022-08-01") == "forbidden");
  CHECK(Ask(q).by(Transport::rail).guidance().verdict("2022-08-01") == "allowed");
  CHECK(Ask(q).by(Transport::road).verdict("2022-08-01") == "allowed");
}

TEST_CASE("uranium needs transit papers on the middle corridor and none by St Petersburg") {
  expect(Ask("uranium", "KZ").to("CA").via("alat-port").via("poti").on("2023-01-10"), "allowed-if",
         {"AZ-GE-CLASS7-PERMIT"});
  CHECK(Ask("uranium", "KZ").to("CA").via("saint-petersburg").verdict("2023-01-10") == "allowed");
  expect(Ask("uranium", "RU").buyer("US").to("US").via("saint-petersburg").on("2024-08-11"), "forbidden",
         {"US-URANIUM-RU"});
  expect(Ask("uranium", "KZ").buyer("cameco").to("CA").via("saint-petersburg").on("2022-06-01"), "blocked",
         {"CA-CAMECO-HOLD-2022"});
}

TEST_CASE("grain between Russia and Kazakhstan is barred in its terms") {
  const auto in = [](Transport by) { return Ask("wheat", "RU").owner("RU").to("KZ").by(by); };
  expect(in(Transport::road).on("2023-04-10"), "forbidden", {"KZ-WHEAT-IMPORT-1"});
  CHECK(in(Transport::rail).verdict("2023-04-10") == "allowed");
  expect(in(Transport::rail).on("2023-09-26"), "forbidden", {"KZ-WHEAT-IMPORT-2"});
  expect(in(Transport::sea).on("2024-04-12"), "forbidden", {"KZ-WHEAT-IMPORT-3"});
  CHECK(Ask("wheat", "RU").to("UZ").by(Transport::rail).via("ktz-network").verdict("2024-05-01") ==
        "allowed");
  expect(Ask("wheat", "KZ").to("RU").on("2025-05-01"), "forbidden", {"RU-WHEAT-KZ-2025"});
  CHECK(Ask("wheat", "KZ").to("RU").verdict("2025-10-20") == "allowed");
  expect(Ask("wheat", "KZ").to("RU").on("2024-10-01"), "allowed-if", {"RU-PHYTO-2024"});
}

TEST_CASE("a tanker of Kazakh crude waits in the Straits for its letter") {
  const Ask q = Ask("crude", "KZ").to("IT").via("bosphorus");
  CHECK(q.verdict("2022-11-30") == "allowed");
  expect(q.on("2022-12-05"), "blocked", {"TR-STRAITS-QUEUE-2022"});
  expect(q.on("2022-12-14"), "allowed-if", {"TR-PI-LETTER"});
  CHECK(Ask("diesel", "KZ").to("IT").via("bosphorus").verdict("2022-12-05") == "allowed");
}

TEST_CASE("consent to enter is asked of ships that come for cargo only where the act is named") {
  const Ask q = Ask("coal", "KZ").owner("KZ").buyer("TR").to("TR").via("taman");
  CHECK(q.verdict("2025-08-01") == "allowed");
  expect(Ask(q).act(Act::vessel_entry).on("2025-08-01"), "allowed-if", {"RU-FSB-PORTCALL"});
  CHECK(Ask(q).act(Act::vessel_entry).granted("RU-FSB-PORTCALL").verdict("2025-08-01") == "allowed");
}

TEST_CASE("a listed refinery applies from the day it says, not from the day of the act") {
  const Ask q = Ask("diesel", "AZ").buyer("EU").to("TR").via("kulevi-refinery");
  CHECK(q.verdict("2026-08-01") == "allowed");
  CHECK(q.verdict("2027-01-24") == "allowed");
  expect(q.on("2027-01-25"), "forbidden", {"EU-0021-KULEVI-REFINERY"});
}

TEST_CASE("the verdict on Ust-Luga changes on the days of ban and exemption") {
  Ask q = coal_kz_de();
  q.s.on = day("2025-02-01");
  CHECK(rules::judge_with_change(shipped_rules(), q.s, q.mode).changes_on == day("2025-02-25"));
  q.s.on = day("2025-03-01");
  const auto next = rules::judge_with_change(shipped_rules(), q.s, q.mode).changes_on;
  CHECK(next == day("2025-07-20"));
  const auto days = rules::change_days(shipped_rules(), day("2025-02-24"), day("2025-02-25"));
  CHECK(days == std::vector<Day>{day("2025-02-25")});
}

TEST_CASE("no country or place of the shipped rules decides by prose: every rule is known by its fields") {
  CHECK(shipped_rules().rules().size() >= 157);
  for (const rules::Rule& r : shipped_rules().rules()) {
    CAPTURE(r.id);
    CHECK_FALSE(r.title.empty());
    CHECK_FALSE(r.source.title.empty());
    CHECK_FALSE(r.source.quality.empty());
    if (rules::restricts(r.kind) && r.authority != rules::Authority::proposed)
      CHECK((r.everyone || !r.binds.empty()));
    if (r.kind == rules::Kind::exemption) CHECK_FALSE(r.overrides.empty());
  }
}
