#include "network/flow/max_flow.hpp"

#include <fmt/format.h>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/push_relabel_max_flow.hpp>
#include <cstdlib>

namespace corridor::flow {
namespace {

using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
struct EdgeParts {
  std::int64_t capacity = 0, residual = 0;
  Traits::edge_descriptor reverse;
};
/// Push-relabel wants each edge paired with one the other way, which ArcGraph's graph has not: this is built
/// for the purpose.
using Paired =
    boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property, EdgeParts>;

void require(bool holds) {
  if (!holds) std::abort();  // a promise of the header is broken
}

/// Nodes that `from` reaches over arcs with room left: forward where flow can be added, backward where it can
/// be taken off. With `turned`, nodes that reach `from`.
std::vector<bool> reached(std::size_t nodes, std::span<const Arc> arcs,
                          const std::vector<std::int64_t>& on_arc, std::uint32_t from, bool turned) {
  std::vector<std::vector<std::uint32_t>> next(nodes);
  for (std::size_t a = 0; a < arcs.size(); ++a) {
    std::uint32_t tail = arcs[a].tail, head = arcs[a].head;
    if (turned) std::swap(tail, head);
    if (on_arc[a] < arcs[a].capacity) next[tail].push_back(head);
    if (on_arc[a] > 0) next[head].push_back(tail);
  }
  std::vector<bool> seen(nodes);
  std::vector<std::uint32_t> stack{from};
  seen[from] = true;
  while (!stack.empty()) {
    const std::uint32_t v = stack.back();
    stack.pop_back();
    for (const std::uint32_t w : next[v]) {
      if (seen[w]) continue;
      seen[w] = true;
      stack.push_back(w);
    }
  }
  return seen;
}

std::int64_t capacity_of(std::span<const Arc> arcs, const std::vector<std::uint32_t>& cut) {
  std::int64_t sum = 0;
  for (const std::uint32_t a : cut) sum += arcs[a].capacity;
  return sum;
}

}  // namespace

MaxFlow max_flow(std::size_t nodes, std::span<const Arc> arcs, std::uint32_t source, std::uint32_t sink) {
  require(source != sink && source < nodes && sink < nodes);
  Paired graph(nodes);
  std::vector<Traits::edge_descriptor> edges;
  for (const Arc& arc : arcs) {
    require(arc.tail < nodes && arc.head < nodes && arc.capacity >= 0);
    const Traits::edge_descriptor there = add_edge(arc.tail, arc.head, graph).first;
    const Traits::edge_descriptor back = add_edge(arc.head, arc.tail, graph).first;
    graph[there].capacity = arc.tail == arc.head ? 0 : arc.capacity;
    graph[there].reverse = back;
    graph[back].reverse = there;
    edges.push_back(there);
  }
  MaxFlow answer;
  answer.value = push_relabel_max_flow(graph, source, sink, get(&EdgeParts::capacity, graph),
                                       get(&EdgeParts::residual, graph), get(&EdgeParts::reverse, graph),
                                       get(boost::vertex_index, graph));
  for (const Traits::edge_descriptor& e : edges) {
    answer.on_arc.push_back(graph[e].capacity - graph[e].residual);
  }
  const std::vector<bool> near = reached(nodes, arcs, answer.on_arc, source, false);
  const std::vector<bool> far = reached(nodes, arcs, answer.on_arc, sink, true);
  for (std::uint32_t a = 0; a < arcs.size(); ++a) {
    if (near[arcs[a].tail] && !near[arcs[a].head]) answer.cut_at_source.push_back(a);
    if (!far[arcs[a].tail] && far[arcs[a].head]) answer.cut_at_sink.push_back(a);
  }
  return answer;
}

std::string check_max_flow(std::size_t nodes, std::span<const Arc> arcs, std::uint32_t source,
                           std::uint32_t sink, const MaxFlow& answer) {
  std::vector<std::int64_t> balance(nodes);
  for (std::size_t a = 0; a < arcs.size(); ++a) {
    const std::int64_t f = answer.on_arc[a];
    if (f < 0 || f > arcs[a].capacity) {
      return fmt::format("arc {} carries {} of at most {}", a, f, arcs[a].capacity);
    }
    balance[arcs[a].tail] -= f;
    balance[arcs[a].head] += f;
  }
  for (std::size_t v = 0; v < nodes; ++v) {
    const std::int64_t due = v == source ? -answer.value : v == sink ? answer.value : 0;
    if (balance[v] != due) return fmt::format("node {} keeps {} instead of {}", v, balance[v], due);
  }
  for (const auto* cut : {&answer.cut_at_source, &answer.cut_at_sink}) {
    const std::int64_t capacity = capacity_of(arcs, *cut);
    if (capacity != answer.value) return fmt::format("a cut of {} for a flow of {}", capacity, answer.value);
    std::vector<Arc> without(arcs.begin(), arcs.end());
    for (const std::uint32_t a : *cut) without[a].capacity = 0;
    const std::vector<std::int64_t> nothing(arcs.size());
    if (reached(nodes, without, nothing, source, false)[sink]) return "the cut does not part the ends";
  }
  return "";
}

}  // namespace corridor::flow
