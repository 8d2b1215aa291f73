#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "network/flow/linear_program.hpp"
#include "network/flow/max_flow.hpp"
#include "tests/network/flow_oracles.hpp"

using namespace corridor::flow;
using corridor::test::FlowArc;
using corridor::test::FlowProblem;
namespace fs = std::filesystem;

namespace {

/// SplitMix64, the same everywhere.
struct Chance {
  std::uint64_t state;
  std::uint64_t next() {
    std::uint64_t z = (state += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  int below(int n) { return static_cast<int>(next() % static_cast<std::uint64_t>(n)); }
};

/// Parallel arcs, zero capacities and ties occur; no loops (DIMACS forbids them).
FlowProblem random_problem(std::uint64_t seed) {
  Chance chance{seed};
  FlowProblem p;
  p.nodes = 4 + chance.below(30);
  p.sink = p.nodes - 1;
  const int arcs = p.nodes * (2 + chance.below(4));
  for (int i = 0; i < arcs; ++i) {
    const int tail = chance.below(p.nodes);
    const int head = (tail + 1 + chance.below(p.nodes - 1)) % p.nodes;
    p.arcs.push_back({tail, head, chance.below(60), chance.below(25)});
  }
  p.supply.assign(static_cast<std::size_t>(p.nodes), 0);
  for (int i = 0; i < 3; ++i) {
    const int amount = chance.below(12);
    p.supply[static_cast<std::size_t>(chance.below(p.nodes))] += amount;
    p.supply[static_cast<std::size_t>(chance.below(p.nodes))] -= amount;
  }
  return p;
}

fs::path write_dimacs(const FlowProblem& p, bool min_cost) {
  const fs::path file = fs::temp_directory_path() /
                        ("corridor-flow-" + std::to_string(getpid()) + (min_cost ? ".min" : ".max"));
  std::ofstream out(file);
  out << "p " << (min_cost ? "min " : "max ") << p.nodes << ' ' << p.arcs.size() << '\n';
  if (min_cost) {
    for (int i = 0; i < p.nodes; ++i) {
      const auto supply = p.supply[static_cast<std::size_t>(i)];
      if (supply != 0) out << "n " << i + 1 << ' ' << supply << '\n';
    }
  } else {
    out << "n " << p.source + 1 << " s\nn " << p.sink + 1 << " t\n";
  }
  for (const FlowArc& a : p.arcs) {
    out << "a " << a.tail + 1 << ' ' << a.head + 1 << ' ';
    if (min_cost) out << "0 ";
    out << a.capacity;
    if (min_cost) out << ' ' << a.cost;
    out << '\n';
  }
  return file;
}

/// Without glpsol this file of tests is skipped, loudly.
void need_glpsol() {
  if (std::system("glpsol --version >/dev/null 2>&1") == 0) return;
  std::puts("SKIPPED: glpsol is not installed");
  std::exit(77);
}

struct Verdict {
  bool feasible = false;
  double objective = 0;
};

/// glpsol's own answer to the file.
Verdict glpsol(const fs::path& file, bool min_cost) {
  const fs::path solution = file.string() + ".sol";
  const std::string command = "glpsol " + std::string(min_cost ? "--mincost " : "--maxflow ") +
                              file.string() + " -o " + solution.string() + " >/dev/null 2>&1";
  REQUIRE(std::system(command.c_str()) == 0);
  std::ifstream in(solution);
  Verdict verdict;
  std::string line;
  while (std::getline(in, line)) {
    if (line.rfind("Status:", 0) == 0) verdict.feasible = line.find("OPTIMAL") != std::string::npos;
    if (line.rfind("Objective:", 0) == 0) {
      verdict.objective = std::stod(line.substr(std::string("Objective:").size()));
    }
  }
  fs::remove(file);
  fs::remove(solution);
  return verdict;
}

std::vector<Arc> arcs_of(const FlowProblem& p) {
  std::vector<Arc> arcs;
  for (const FlowArc& a : p.arcs) {
    arcs.push_back({static_cast<std::uint32_t>(a.tail), static_cast<std::uint32_t>(a.head), a.capacity});
  }
  return arcs;
}

MaxFlow max_flow_of(const FlowProblem& p) {
  const std::vector<Arc> arcs = arcs_of(p);
  const auto nodes = static_cast<std::size_t>(p.nodes);
  const auto source = static_cast<std::uint32_t>(p.source), sink = static_cast<std::uint32_t>(p.sink);
  MaxFlow answer = max_flow(nodes, arcs, source, sink);
  CHECK(check_max_flow(nodes, arcs, source, sink, answer) == "");
  return answer;
}

Program min_cost_program(const FlowProblem& p) {
  Program lp;
  for (const std::int64_t s : p.supply) lp.add_row(static_cast<double>(s), static_cast<double>(s));
  for (const FlowArc& a : p.arcs) {
    const std::uint32_t x = lp.add_column(static_cast<double>(a.cost), 0, static_cast<double>(a.capacity));
    lp.rows[static_cast<std::size_t>(a.tail)].entries.push_back({x, 1.0});
    lp.rows[static_cast<std::size_t>(a.head)].entries.push_back({x, -1.0});
  }
  return lp;
}

constexpr int kFiles = 60;

}  // namespace

TEST_CASE("max flow equals LEMON's preflow and proves itself on random networks") {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    const FlowProblem p = random_problem(seed);
    CHECK(max_flow_of(p).value == corridor::test::lemon_max_flow(p));
  }
}

TEST_CASE("max flow equals glpsol's on DIMACS files") {
  need_glpsol();
  for (std::uint64_t seed = 1; seed <= kFiles; ++seed) {
    CAPTURE(seed);
    const FlowProblem p = random_problem(1000 + seed);
    CHECK(static_cast<double>(max_flow_of(p).value) == glpsol(write_dimacs(p, false), false).objective);
  }
}

TEST_CASE("the cheapest flow equals glpsol's and LEMON's on DIMACS files, infeasible ones included") {
  need_glpsol();
  int feasible = 0;
  for (std::uint64_t seed = 1; seed <= kFiles; ++seed) {
    CAPTURE(seed);
    const FlowProblem p = random_problem(2000 + seed);
    const Program lp = min_cost_program(p);
    const Solution s = solve(lp);
    const std::optional<std::int64_t> lemon = corridor::test::lemon_min_cost(p);
    const Verdict glpk = glpsol(write_dimacs(p, true), true);
    REQUIRE((s.status == Status::optimal) == lemon.has_value());
    REQUIRE(glpk.feasible == lemon.has_value());
    if (!lemon) {
      CHECK(s.status == Status::infeasible);
      continue;
    }
    ++feasible;
    CHECK(s.objective == doctest::Approx(static_cast<double>(*lemon)).epsilon(1e-9));
    CHECK(s.objective == doctest::Approx(glpk.objective).epsilon(1e-9));
    const Certificate c = certify(lp, s);
    CHECK(c.optimal);
    CHECK(c.dual == doctest::Approx(static_cast<double>(*lemon)).epsilon(1e-7));
  }
  CHECK(feasible > kFiles / 4);
  CHECK(feasible < kFiles);
}

TEST_CASE("a max flow by hand: two lines through one gate, and both cuts are named") {
  // 0 -10-> 1 -7-> 2 -7-> 3   and   1 -2-> 3
  const std::vector<Arc> arcs{{0, 1, 10}, {1, 2, 7}, {2, 3, 7}, {1, 3, 2}};
  const MaxFlow f = max_flow(4, arcs, 0, 3);
  CHECK(f.value == 9);
  CHECK(f.cut_at_source == std::vector<std::uint32_t>{1, 3});
  CHECK(f.cut_at_sink == std::vector<std::uint32_t>{2, 3});
}

TEST_CASE("a network without limits says so, and one without a way carries nothing") {
  const std::vector<Arc> open{{0, 1, kNoLimit}, {1, 2, kNoLimit}};
  CHECK_FALSE(max_flow(3, open, 0, 2).limited());
  const std::vector<Arc> shut{{0, 1, kNoLimit}, {2, 1, 5}};
  CHECK(max_flow(3, shut, 0, 2).value == 0);
  CHECK(max_flow(3, {}, 0, 2).value == 0);
}

TEST_CASE("a wrong max flow is found out") {
  const std::vector<Arc> arcs{{0, 1, 4}, {1, 2, 3}};
  MaxFlow f = max_flow(3, arcs, 0, 2);
  REQUIRE(check_max_flow(3, arcs, 0, 2, f) == "");
  MaxFlow lossy = f;
  lossy.on_arc[1] = 2;
  CHECK(check_max_flow(3, arcs, 0, 2, lossy) != "");
  MaxFlow over = f;
  over.on_arc = {4, 4};
  over.value = 4;
  CHECK(check_max_flow(3, arcs, 0, 2, over) != "");
  MaxFlow modest = f;
  modest.on_arc = {2, 2};
  modest.value = 2;
  CHECK(check_max_flow(3, arcs, 0, 2, modest) != "");
}

TEST_CASE("doubling every capacity doubles the max flow, closing an arc never raises it") {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    CAPTURE(seed);
    FlowProblem p = random_problem(3000 + seed);
    const std::int64_t once = max_flow_of(p).value;
    FlowProblem twice = p;
    for (FlowArc& a : twice.arcs) a.capacity *= 2;
    CHECK(max_flow_of(twice).value == 2 * once);
    p.arcs[seed % p.arcs.size()].capacity = 0;
    CHECK(max_flow_of(p).value <= once);
  }
}

TEST_CASE("a program by hand has the optimum, the prices and the certificate that paper gives") {
  // 12 tonnes to sell at 50; ways cost 10 (at most 5), 20 (at most 4), 60.
  Program lp;
  lp.add_column(10 - 50, 0, 5);
  lp.add_column(20 - 50);
  lp.add_column(60 - 50);
  const std::uint32_t mine = lp.add_row(-kInfinite, 12);
  const std::uint32_t port = lp.add_row(-kInfinite, 4);
  for (std::uint32_t x = 0; x < 3; ++x) lp.rows[mine].entries.push_back({x, 1.0});
  lp.rows[port].entries.push_back({1, 1.0});
  const Solution s = solve(lp);
  REQUIRE(s.status == Status::optimal);
  CHECK(s.objective == doctest::Approx(-320));
  CHECK(s.row_price[port] == doctest::Approx(-30));
  CHECK(s.row_price[mine] == doctest::Approx(0));
  const Certificate c = certify(lp, s);
  CHECK(c.optimal);
  CHECK(c.dual == doctest::Approx(-320));
}

TEST_CASE("a solution that is not optimal gets no certificate") {
  Program lp;
  lp.add_column(-1);
  lp.add_row(-kInfinite, 10);
  lp.rows[0].entries.push_back({0, 1.0});
  const Solution good = solve(lp);
  REQUIRE(certify(lp, good).optimal);
  Solution idle = good;
  idle.x[0] = 9;
  CHECK_FALSE(certify(lp, idle).optimal);
  Solution over = good;
  over.x[0] = 11;
  CHECK_FALSE(certify(lp, over).optimal);
  Solution mispriced = good;
  mispriced.row_price[0] = -0.5;
  CHECK_FALSE(certify(lp, mispriced).optimal);
  Solution wrong_way = good;
  wrong_way.row_price[0] = 1;
  CHECK_FALSE(certify(lp, wrong_way).optimal);
}

TEST_CASE("what cannot be is called so") {
  Program lp;
  lp.add_column(-1);
  CHECK(solve(lp).status == Status::unbounded);
  lp.add_row(5, kInfinite);
  lp.rows[0].entries.push_back({0, 1.0});
  lp.upper[0] = 4;
  CHECK(solve(lp).status == Status::infeasible);
}

TEST_CASE("a solver that goes on from where it stands finds what a new one finds") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    Program lp = min_cost_program(random_problem(4000 + seed));
    // Shortfall at a price keeps every variant feasible.
    const std::size_t rows = lp.rows.size();
    for (std::uint32_t r = 0; r < rows; ++r) {
      const std::uint32_t more = lp.add_column(1000), less = lp.add_column(1000);
      lp.rows[r].entries.push_back({more, 1.0});
      lp.rows[r].entries.push_back({less, -1.0});
    }
    Solver solver(lp);
    REQUIRE(solver.solve().status == Status::optimal);
    for (std::uint32_t r = 0; r < rows; ++r) {
      const double was = lp.rows[r].lower;
      solver.set_row(r, was + 1, was + 1);
      Program changed = lp;
      changed.rows[r].lower = changed.rows[r].upper = was + 1;
      CHECK(solver.solve_objective().objective == doctest::Approx(solve(changed).objective));
      solver.set_row(r, was, was);
    }
  }
}
