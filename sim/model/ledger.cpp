#include "sim/model/ledger.hpp"

namespace corridor::model {
namespace {

template <class Word, std::size_t n>
std::string_view word_of(const std::array<std::string_view, n>& words, Word word) {
  return words[static_cast<std::size_t>(word)];
}

}  // namespace

std::string_view to_word(Item item) {
  static constexpr std::array<std::string_view, kItems> words{"rail", "wagons",       "border", "handling",
                                                              "sea",  "certificates", "delay"};
  return word_of(words, item);
}

std::string_view to_word(Stage stage) {
  static constexpr std::array<std::string_view, kStages> words{
      "papers", "wagons", "loading", "slot", "moving", "border", "yard", "ship_wait", "ship", "held"};
  return word_of(words, stage);
}

std::string_view to_word(Payee payee) {
  static constexpr std::array<std::string_view, kPayees> words{
      "home_railway", "foreign_railway", "wagon_owner", "border", "port", "ship_owner", "certifier"};
  return word_of(words, payee);
}

std::string_view to_word(Fate fate) {
  static constexpr std::array<std::string_view, kFates> words{"under_way", "in_stock", "delivered",
                                                              "stranded", "sold_elsewhere"};
  return word_of(words, fate);
}

std::string_view to_word(UnsoldReason reason) {
  static constexpr std::array<std::string_view, 6> words{"below_mine_cost", "no_lawful_route", "no_capacity",
                                                         "by_choice",       "closed",          "tanks_full"};
  return word_of(words, reason);
}

bool Balance::holds() const {
  Mass sum;
  for (const Mass m : by_fate) sum += m;
  return sum == released && posted == on_lots;
}

}  // namespace corridor::model
