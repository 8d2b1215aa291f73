#pragma once
/// @file vocabulary.hpp  The closed vocabulary of rules: every word that a rule or a question may use.
/// Each word is written as in data files and on the command line (lower case, `-` between words). Nothing
/// here names a place, a country, a commodity or a rule; docs/rules.md explains each word.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace corridor::rules {

/// What may be done, mildest first: a greater value is the worse verdict.
enum class Verdict : std::uint8_t { allowed, allowed_if, blocked, forbidden };

/// strict: binding texts, licences and what is done in fact; guidance: what an authority merely says counts
/// too.
enum class Mode : std::uint8_t { strict, guidance };

/// What stands behind a rule. `guidance` counts in guidance mode only; `proposed` never makes a verdict.
enum class Authority : std::uint8_t { text, licence, guidance, private_policy, practice, proposed };

/// What a rule does where it applies.
enum class Kind : std::uint8_t {
  ban,             ///< forbidden (with conditions: forbidden unless they hold)
  exemption,       ///< lifts the rules that it names, under its conditions
  requirement,     ///< allowed if its conditions hold: papers, packing, letters
  permit,          ///< allowed if a permit is granted
  quota,           ///< allowed up to an amount a period
  price_cap,       ///< allowed at or below a price
  disruption,      ///< blocked: strike, storm, attack, closure
  convention_ban,  ///< blocked: a railway or port takes no such cargo for some days
  capacity,        ///< less passes; no verdict
  tariff,          ///< money only; no verdict
  notice,          ///< kept for the record; no verdict
};

/// In which part somebody takes part in a shipment. `anyone` stands for whoever acts at the place.
enum class Role : std::uint8_t { seller, buyer, owner, ship, carrier, insurer, bank, anyone };
inline constexpr std::size_t kRoles = 8;

/// What is done. At most 64 acts, kept as bits.
enum class Act : std::uint8_t {
  purchase,
  sale,
  import,
  export_,
  export_by_road,
  export_by_rail,
  transfer,
  transport,
  transit,
  loading,
  handling,
  dispatch,
  transshipment,
  acceptance,
  border_crossing,
  rail_transport,
  rail_transit,
  road_transport,
  port_transaction,
  berth_fees,
  supply,
  services,
  insurance,
  financing,
  payment,
  brokering,
  technical_assistance,
  bunkering,
  ship_to_ship,
  vessel_entry,
  emergency_call,
  airport_transaction,
  transaction,
  pumping,
  production,
  metering,
  wind_down,
};

/// What is done to a lot inside a port.
enum class Use : std::uint8_t { transit, loading, dispatch, storage, blending, sale };

/// How goods move. `container` and `covered` (wagons) are ways of `rail`.
enum class Transport : std::uint8_t { rail, road, sea, pipeline, air, container, covered };

/// State of the papers that show origin, ownership and price.
enum class Proof : std::uint8_t { none, pending, held, doubted };

/// Tests that a rule may ask for.
enum class Test : std::uint8_t {
  // answered by Shipment::proof
  proof,
  attested,
  batch_accounted,
  // answered by facts of the shipment
  owner_not,
  origin_not,
  destination_not,
  use_within,
  contract_before,
  contract_from,
  price_at_most,
  mode_in,
  act_in,
  // granted or refused by somebody; open until Shipment::granted or Shipment::refused names the rule
  permit,
  nominated,
  need_shown,
  not_rebutted,
  authorised,
  end_user_certificate,
  reported,
  insurer_letter,
  packing,
  certificate,
  // implied by other fields of a rule
  origin_share,
  quota,
};

enum class State : std::uint8_t { open, held, failed };

/// Each enumeration as words, in order of its values.
template <class E>
std::span<const std::string_view> words();
// clang-format off
template <> std::span<const std::string_view> words<Verdict>();
template <> std::span<const std::string_view> words<Mode>();
template <> std::span<const std::string_view> words<Authority>();
template <> std::span<const std::string_view> words<Kind>();
template <> std::span<const std::string_view> words<Role>();
template <> std::span<const std::string_view> words<Act>();
template <> std::span<const std::string_view> words<Use>();
template <> std::span<const std::string_view> words<Transport>();
template <> std::span<const std::string_view> words<Proof>();
template <> std::span<const std::string_view> words<Test>();
template <> std::span<const std::string_view> words<State>();
// clang-format on
/// The word of a value.
template <class E>
std::string_view to_word(E value) {
  return words<E>()[static_cast<std::size_t>(value)];
}
/// The value of a word; case and `_` for `-` do not matter. nullopt where there is none.
template <class E>
std::optional<E> from_word(std::string_view word);

/// A set of values of one enumeration, as bits.
template <class E>
struct Bits {
  std::uint64_t n = 0;
  constexpr Bits() = default;
  constexpr Bits(std::initializer_list<E> values) {
    for (const E e : values) add(e);
  }
  constexpr void add(E e) { n |= std::uint64_t{1} << static_cast<unsigned>(e); }
  constexpr bool has(E e) const { return (n >> static_cast<unsigned>(e) & 1) != 0; }
  constexpr bool empty() const { return n == 0; }
  constexpr bool meets(Bits other) const { return (n & other.n) != 0; }
  constexpr bool within(Bits other) const { return (n & ~other.n) == 0; }
  constexpr bool operator==(const Bits&) const = default;
};

/// Whether a rule for one way of moving goods concerns goods that move the other way: equal, or one is a way
/// of the other.
bool concerns(Transport rule, Transport goods);
/// The acts of a role in an ordinary shipment of goods. A ship in ballast only enters the port.
Bits<Act> acts_of(Role role, bool ballast);
/// Whether somebody in that role may be the one who does `act` when a question names it.
bool may_do(Role role, Act act);
/// Whether rules of that authority make verdicts in that mode.
bool counts(Authority authority, Mode mode);
/// Whether a rule of that kind stands in the way by itself (bans, requirements, blocks).
bool restricts(Kind kind);

}  // namespace corridor::rules
