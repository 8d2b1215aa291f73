#pragma once
/// @file fwd.hpp  Names of the store, for headers that only pass them on.

namespace corridor::store {

struct Kpi;
struct Manifest;
struct StudyPlan;
struct StudySample;
struct StudyUnit;
class StudyStore;
struct Summary;
struct Table;

}  // namespace corridor::store
