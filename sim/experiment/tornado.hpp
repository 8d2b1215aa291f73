#pragma once
/// @file tornado.hpp  Which guessed figures a difference hangs on. Screened first: each figure's place in its
/// range is set beside the difference over all futures, and those that go together most are kept (Pearson's
/// correlation over a Latin hypercube; with few draws only figures that explain a good part of the spread are
/// sure to be seen, and the answer says how large that part is). Those kept are then moved alone to either
/// end of their range, on both sides, with the luck of the first replications: what they do is seen, not
/// inferred.

#include <tl/expected.hpp>

#include "sim/experiment/trials.hpp"

namespace corridor::experiment {

/// @pre   trials.done() >= 3 and figures were drawn
/// @cost  2 ends x 2 sides x `moved` figures, a world and up to 3 simulations each
tl::expected<store::Tornado, RunFailure> tornado(const Trials& trials, const Side& whatif,
                                                 const NamedFigure& figure, const CompareOptions& options);

}  // namespace corridor::experiment
