#pragma once
/// @file page_shell.hpp  The bundled page with marks where its contents go, in pieces that every compiler
/// takes. Written by the build from sim/report/page/; empty in a program built without npm. Private to the
/// report.

#include <span>
#include <string_view>

namespace corridor::report {

std::span<const std::string_view> page_shell();

}  // namespace corridor::report
