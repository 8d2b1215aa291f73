#include "network/rules/vocabulary.hpp"

#include <string>

#include "network/units/diagnostic.hpp"

namespace corridor::rules {
namespace {

constexpr std::string_view verdict_words[] = {"allowed", "allowed-if", "blocked", "forbidden"};
constexpr std::string_view mode_words[] = {"strict", "guidance"};
constexpr std::string_view authority_words[] = {"text",    "licence",  "guidance",
                                                "private", "practice", "proposed"};
constexpr std::string_view kind_words[] = {"ban",      "exemption", "requirement", "permit",
                                           "quota",    "price-cap", "disruption",  "convention-ban",
                                           "capacity", "tariff",    "notice"};
constexpr std::string_view role_words[] = {"seller",  "buyer",   "owner", "ship",
                                           "carrier", "insurer", "bank",  "anyone"};
constexpr std::string_view act_words[] = {"purchase",
                                          "sale",
                                          "import",
                                          "export",
                                          "export-by-road",
                                          "export-by-rail",
                                          "transfer",
                                          "transport",
                                          "transit",
                                          "loading",
                                          "handling",
                                          "dispatch",
                                          "transshipment",
                                          "acceptance",
                                          "border-crossing",
                                          "rail-transport",
                                          "rail-transit",
                                          "road-transport",
                                          "port-transaction",
                                          "berth-fees",
                                          "supply",
                                          "services",
                                          "insurance",
                                          "financing",
                                          "payment",
                                          "brokering",
                                          "technical-assistance",
                                          "bunkering",
                                          "ship-to-ship",
                                          "vessel-entry",
                                          "emergency-call",
                                          "airport-transaction",
                                          "transaction",
                                          "pumping",
                                          "production",
                                          "metering",
                                          "wind-down"};
constexpr std::string_view use_words[] = {"transit", "loading", "dispatch", "storage", "blending", "sale"};
constexpr std::string_view transport_words[] = {"rail", "road",      "sea",    "pipeline",
                                                "air",  "container", "covered"};
constexpr std::string_view proof_words[] = {"none", "pending", "held", "doubted"};
constexpr std::string_view test_words[] = {"proof",         "attested",        "batch-accounted",
                                           "owner-not",     "origin-not",      "destination-not",
                                           "use-within",    "contract-before", "contract-from",
                                           "price-at-most", "mode-in",         "act-in",
                                           "permit",        "nominated",       "need-shown",
                                           "not-rebutted",  "authorised",      "end-user-certificate",
                                           "reported",      "insurer-letter",  "packing",
                                           "certificate",   "origin-share",    "quota"};
constexpr std::string_view state_words[] = {"open", "held", "failed"};

Transport wider(Transport t) {
  return t == Transport::container || t == Transport::covered ? Transport::rail : t;
}

}  // namespace

// clang-format off
template <> std::span<const std::string_view> words<Verdict>() { return verdict_words; }
template <> std::span<const std::string_view> words<Mode>() { return mode_words; }
template <> std::span<const std::string_view> words<Authority>() { return authority_words; }
template <> std::span<const std::string_view> words<Kind>() { return kind_words; }
template <> std::span<const std::string_view> words<Role>() { return role_words; }
template <> std::span<const std::string_view> words<Act>() { return act_words; }
template <> std::span<const std::string_view> words<Use>() { return use_words; }
template <> std::span<const std::string_view> words<Transport>() { return transport_words; }
template <> std::span<const std::string_view> words<Proof>() { return proof_words; }
template <> std::span<const std::string_view> words<Test>() { return test_words; }
template <> std::span<const std::string_view> words<State>() { return state_words; }
// clang-format on

template <class E>
std::optional<E> from_word(std::string_view word) {
  const std::string wanted = folded(word);
  const auto all = words<E>();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i] == wanted) return static_cast<E>(i);
  }
  return std::nullopt;
}

template std::optional<Verdict> from_word<Verdict>(std::string_view);
template std::optional<Mode> from_word<Mode>(std::string_view);
template std::optional<Authority> from_word<Authority>(std::string_view);
template std::optional<Kind> from_word<Kind>(std::string_view);
template std::optional<Role> from_word<Role>(std::string_view);
template std::optional<Act> from_word<Act>(std::string_view);
template std::optional<Use> from_word<Use>(std::string_view);
template std::optional<Transport> from_word<Transport>(std::string_view);
template std::optional<Proof> from_word<Proof>(std::string_view);
template std::optional<Test> from_word<Test>(std::string_view);
template std::optional<State> from_word<State>(std::string_view);

bool concerns(Transport rule, Transport goods) {
  return rule == goods || wider(rule) == goods || rule == wider(goods);
}

Bits<Act> acts_of(Role role, bool ballast) {
  using enum Act;
  // Whoever deals in the goods at a port deals with the port, directly or through others.
  constexpr Bits<Act> common{port_transaction, airport_transaction, transaction, payment};
  Bits<Act> own;
  switch (role) {
    case Role::buyer:
      own = {purchase, import, transfer, transit, loading, handling, berth_fees, dispatch};
      break;
    case Role::seller:
      own = {sale, export_, transfer, transit, loading, handling, berth_fees, dispatch, supply};
      break;
    case Role::owner:
      own = {sale, export_, transfer, transit, loading, handling, dispatch};
      break;
    case Role::ship:
      if (ballast) return {vessel_entry};
      own = {transport, transfer, transit, loading, handling, berth_fees};
      break;
    case Role::carrier:
      own = {transport, transfer,       transit,      loading,        handling,       berth_fees,
             services,  rail_transport, rail_transit, road_transport, border_crossing};
      break;
    case Role::insurer:
      own = {insurance, services, brokering};
      break;
    case Role::bank:
      own = {financing, services};
      break;
    case Role::anyone:
      own = {purchase,      sale,       import,          export_,        export_by_road, export_by_rail,
             transfer,      transport,  transit,         loading,        handling,       dispatch,
             transshipment, acceptance, border_crossing, rail_transport, rail_transit,   road_transport,
             berth_fees,    supply,     services,        insurance,      financing,      pumping,
             production,    metering};
      if (ballast) own.add(vessel_entry);
      break;
  }
  own.n |= common.n;
  return own;
}

bool may_do(Role role, Act act) {
  switch (act) {
    case Act::purchase:
    case Act::import:
      return role == Role::buyer || role == Role::owner || role == Role::anyone;
    case Act::sale:
    case Act::export_:
      return role == Role::seller || role == Role::owner || role == Role::anyone;
    case Act::insurance:
      return role == Role::insurer || role == Role::anyone;
    case Act::financing:
      return role == Role::bank || role == Role::buyer || role == Role::anyone;
    case Act::vessel_entry:
      return role == Role::ship || role == Role::carrier || role == Role::anyone;
    default:
      return true;
  }
}

bool counts(Authority authority, Mode mode) {
  if (authority == Authority::proposed) return false;
  return authority != Authority::guidance || mode == Mode::guidance;
}

bool restricts(Kind kind) {
  return kind != Kind::exemption && kind != Kind::capacity && kind != Kind::tariff && kind != Kind::notice;
}

}  // namespace corridor::rules
