#include "sim/report/table.hpp"

#include <doctest/doctest.h>

#include <sstream>

#include "sim/report/numbers.hpp"
#include "sim/report/progress.hpp"

namespace corridor::report {
namespace {

Table ports() {
  return {"Ports",
          {{"port"}, {"cost, USD/t", true}, {"kt", true}},
          {{"wharf", "9.50", "1 200.0"}, {"palm harbour", "12.00", "3.5"}},
          "Means of the year.",
          ""};
}

TEST_CASE("a table is aligned under its heads, units on the lower line") {
  CHECK(to_text(ports(), {}) ==
        "Ports\n"
        "               cost\n"
        "port          USD/t       kt\n"
        "wharf          9.50  1 200.0\n"
        "palm harbour  12.00      3.5\n"
        "Means of the year.\n");
}

TEST_CASE("a table too wide cuts its widest words and never a figure") {
  CHECK(to_text(ports(), {24, false}) ==
        "Ports\n"
        "           cost\n"
        "port      USD/t       kt\n"
        "wharf      9.50  1 200.0\n"
        "palm ha\u2026  12.00      3.5\n"
        "Means of the year.\n");
}

TEST_CASE("an empty table says so in its own words") {
  Table t = ports();
  t.rows.clear();
  t.empty = "No port was used.";
  CHECK(to_text(t, {}) == "Ports\nNo port was used.\n");
}

TEST_CASE("colour appears only where it is asked for") {
  CHECK(to_text(ports(), {80, false}).find('\x1b') == std::string::npos);
  CHECK(to_text(ports(), {80, true}).find("\x1b[1mPorts\x1b[0m\n") == 0);
}

TEST_CASE("text in HTML cannot become markup") {
  Table t{"<b>", {{"a & b"}}, {{"\"x\" <script>"}}, "", ""};
  const std::string html = to_html(t);
  CHECK(html.find("<b>") == std::string::npos);
  CHECK(html.find("<script>") == std::string::npos);
  CHECK(html.find("&quot;x&quot; &lt;script&gt;") != std::string::npos);
  CHECK(html.find("a &amp; b") != std::string::npos);
}

TEST_CASE("thousands are grouped by spaces and halves round away from zero") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1000) == "1 000");
  CHECK(grouped(1234567.89, 1) == "1 234 567.9");
  CHECK(grouped(-1234.5) == "-1 235");
  CHECK(grouped(0.5) == "1");
  CHECK(grouped(-0.04, 1) == "0.0");
}

TEST_CASE("numbers that lie near each other are as fine as tells them apart") {
  CHECK(as_fine_as(45213480, 45201200) == "45 213 000");
  CHECK(as_fine_as(45201200, 45213480) == "45 201 000");
  CHECK(as_fine_as(1.23456, 1.23416) == "1.23456");
  CHECK(as_fine_as(1234, 1.5) == "1 230");
  CHECK(as_fine_as(0, 120) == "0");
  CHECK(as_fine_as(102370674459.637756, 102370674459.637741) == "102 000 000 000");
  CHECK(as_fine_as(4853210, 4853210) == "4 850 000");
}

TEST_CASE("prose keeps three significant figures and picks the unit") {
  CHECK(significant(4853210) == "4 850 000");
  CHECK(significant(99.96) == "100");
  CHECK(significant(0.012345) == "0.0123");
  CHECK(mass(4853210) == "4.85 Mt");
  CHECK(mass(500000) == "0.500 Mt");
  CHECK(mass(499000) == "499 kt");
  CHECK(mass(12.34) == "12.3 t");
  CHECK(money(1.234e9) == "USD 1.23 bn");
  CHECK(money(7.5) == "USD 7.50");
  CHECK(percent(0.123) == "12 %");
  CHECK(percent(0.001) == "<1 %");
  CHECK(range(1.7, 2.1) == "1.7\u20132.1");
  CHECK(range({}, 2.1) == "-");
}

TEST_CASE("a bar fills with its share, in eighths") {
  CHECK(bar(0, 8) == "");
  CHECK(bar(0.5, 8) == "\u2588\u2588\u2588\u2588");
  CHECK(bar(1, 2) == "\u2588\u2588");
  CHECK(bar(2, 2) == "\u2588\u2588");
  CHECK(width_of(bar(0.0001, 8)) == 1);
}

struct Ticking {
  ProgressLine::Clock::time_point now{};
  auto clock() {
    return [this] { return now; };
  }
};

TEST_CASE("progress in a pipe is plain lines, at most one a second, with the time left") {
  Ticking time;
  std::ostringstream out;
  ProgressLine line(out, false, 80, "replications", time.clock());
  for (int done = 1; done <= 10; ++done) {
    time.now += std::chrono::milliseconds(500);
    line.show(done, 10);
  }
  line.finish();
  CHECK(out.str() ==
        "replications: 1 of 10, about 5 s left\n"
        "replications: 3 of 10, about 4 s left\n"
        "replications: 5 of 10, about 3 s left\n"
        "replications: 7 of 10, about 2 s left\n"
        "replications: 9 of 10, about 1 s left\n"
        "replications: 10 of 10\n");
}

TEST_CASE("progress on a terminal is a bar in place that is cleared at the end") {
  Ticking time;
  std::ostringstream out;
  ProgressLine line(out, true, 80, "replications", time.clock());
  time.now += std::chrono::seconds(10);
  line.show(5, 10);
  line.finish();
  const std::string bar12 = bar(0.5, 24) + std::string(12, ' ');
  CHECK(out.str() == "\r" + bar12 + " replications: 5 of 10, about 10 s left\x1b[K\r\x1b[K");
  CHECK(out.str().find('\n') == std::string::npos);
}

TEST_CASE("rough durations read like people say them") {
  using Seconds = std::chrono::duration<double>;
  CHECK(rough_duration(Seconds(0.2)) == "1 s");
  CHECK(rough_duration(Seconds(75)) == "75 s");
  CHECK(rough_duration(Seconds(150)) == "3 min");
  CHECK(rough_duration(Seconds(4800)) == "1 h 20 min");
}

}  // namespace
}  // namespace corridor::report
