#pragma once
/// @file results_version.hpp  The version of the results that this program makes. Units of a study are kept
/// under it, so that results of an older model are never taken for those of a newer one. It goes up by one
/// with every change of model, engine or key figures that changes any figure; a test notices where it was
/// forgotten (tests/experiment/results_version_test.cpp).

#include <string_view>

namespace corridor::experiment {

inline constexpr std::string_view kResultsVersion = "3";

}  // namespace corridor::experiment
