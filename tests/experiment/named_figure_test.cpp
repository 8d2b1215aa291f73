#include "sim/experiment/named_figure.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/experiment/small_world.hpp"

using namespace corridor;
using namespace corridor::experiment;

namespace {

Figures small_figures() { return figures_of(test::small_world(), test::small_ledger()); }

double value(const char* text) {
  const auto figure = NamedFigure::read(text);
  CAPTURE(text);
  REQUIRE_MESSAGE(figure, (figure ? "" : figure.error().found + "; " + figure.error().expected));
  return figure->in(small_figures());
}
std::string fault(const char* text) {
  const auto target = Target::read(text);
  CAPTURE(text);
  REQUIRE_FALSE(target);
  return target.error().found + "; " + target.error().expected;
}
bool missed(const char* text) {
  const auto target = Target::read(text);
  CAPTURE(text);
  REQUIRE_MESSAGE(target, (target ? "" : target.error().found + "; " + target.error().expected));
  return target->missed(small_figures());
}

}  // namespace

TEST_CASE("a figure is named as people say it, with spaces or as the catalogue has it") {
  CHECK(value("delivered") == 5000);
  CHECK(value("cost per tonne") == doctest::Approx(26.8));
  CHECK(value("cost_per_tonne") == doctest::Approx(26.8));
  CHECK(value("days p10") == 10);
}

TEST_CASE("a part is named by a group, a market, a route, a rule, a month, in any order and any case") {
  CHECK(value("delivered to far") == 4000);
  CHECK(value("delivered to FAR") == 4000);
  CHECK(value("delivered to MM") == 4000);
  CHECK(value("delivered to kk of Rock") == 1000);
  CHECK(value("delivered by quay") == 4000);
  CHECK(value("delivered to MM in 2025-06") == 3000);
  CHECK(value("delivered in 2025-05 to MM") == 1000);
  CHECK(value("cost per tonne of rock to KK") == 8);
  CHECK(value("refused under BAN-1") == 450);
  CHECK(value("handled via port") == 4700);
  CHECK(value("trains per day at gate") == doctest::Approx(184.0 / 92));
}

TEST_CASE("tonnes are summed over commodities where none is said, and nothing delivered is 0") {
  Figures figures = small_figures();
  const auto figure = NamedFigure::read("delivered to MM");
  const PartKey rock{0, 3, {"rock", "MM"}};
  REQUIRE(figures.contains(rock));
  const std::vector<double> values(figures.find(rock)->begin(), figures.find(rock)->end());
  figures.add(0, 3, joined_labels(std::vector<std::string>{"slate", "MM"}), values);
  figures.sort();
  CHECK(figure->in(figures) == 8000);
  CHECK(figure->in(Figures{}) == 0);
  CHECK_FALSE(figure->has_part(Figures{}));
  CHECK(std::isnan(NamedFigure::read("days")->in(Figures{})));
}

TEST_CASE(
    "a figure that is none is refused with the nearest, a part by which it is not cut with those it has") {
  CHECK(fault("delivred at least 5 t") == "`delivred` is no figure; did you mean `delivered`?");
  CHECK(fault("days to MM at most 5 days")
            .find("`days to MM` is not taken of such a part; by: the whole; "
                  "commodity; commodity and market_group") == 0);
  CHECK(fault("paid by quay at most 5 USD").find("is not taken of such a part; by: the whole; payee") !=
        std::string::npos);
  CHECK(fault("delivered to at least 5 t").find("nothing follows `to`") == 0);
  CHECK(fault("delivered to MM soon at least 5 t").find("`soon` is not understood") == 0);
}

TEST_CASE("a target reads as a sentence or as an inequality") {
  CHECK_FALSE(missed("delivered at least 5 kt"));
  CHECK(missed("delivered at least 5001 t"));
  CHECK_FALSE(missed("delivered>=0.005 Mt"));
  CHECK(missed("delivered to KK >= 2 kt"));
  CHECK(missed("cost per tonne at most 26.7 USD/t"));
  CHECK_FALSE(missed("cost per tonne at most 26.9 USD/t"));
  CHECK_FALSE(missed("days<=32 days"));
  CHECK(missed("days below 4 weeks"));
  CHECK_FALSE(missed("plan fulfilment in 2025-05 at least 80 %"));
}

TEST_CASE("a mean of nothing misses whatever is asked of it") {
  const auto target = Target::read("days at most 100 days");
  REQUIRE(target);
  CHECK(target->missed(Figures{}));
  CHECK(Target::read("delivered at least 1 t")->missed(Figures{}));
  CHECK_FALSE(Target::read("delivered at most 1 t")->missed(Figures{}));
}

TEST_CASE("a bound that is missing, of another dimension or a range is refused") {
  CHECK(fault("delivered").find("`delivered` says no bound") == 0);
  CHECK(fault("delivered at least 5 USD/t").find("t, kt or Mt") != std::string::npos);
  CHECK(fault("delivered at least 4..5 Mt").find("a target with a range") == 0);
  CHECK_FALSE(Target::read("delivered at least"));
  CHECK_FALSE(Target::read(""));
}

TEST_CASE("more is better of what is delivered, less of what it costs, takes and loses") {
  for (const char* more : {"delivered", "netback_usd_t", "plan fulfilment", "handled"})
    CHECK(NamedFigure::read(more)->more_is_better());
  for (const char* less : {"cost per tonne", "days p90", "lateness", "co2", "refused", "stranded", "unsold"})
    CHECK_FALSE(NamedFigure::read(less)->more_is_better());
}
