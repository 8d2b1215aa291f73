// The keys of study files, one line a field, as tables.cpp has those of data files: parser, schema, "did you
// mean" and docs/reference/fields.md are made from them.

#include "sim/scenario/study.hpp"

namespace corridor::scenario {
namespace {

using enum FieldKind;
constexpr double kInf = std::numeric_limits<double>::infinity();

// clang-format off
constexpr Field file_fields[] = {
    {"study", text, "", "", true, false, "", -kInf, kInf,
     "What the study is called, in a few words."},
    {"question", text, "", "", false, false, "", -kInf, kInf,
     "What it answers, for people."},
    {"base", text, "", "", true, false, "", -kInf, kInf,
     "The scenario that every point starts from; relative to this file."},
    {"parameters", text, "", "", false, false, "", -kInf, kInf,
     "A list of what is moved."},
    {"design", text, "", "", false, false, "grid", -kInf, kInf,
     "Which points are tried: a word, or a map of the keys below."},
    {"points", text, "", "", false, false, "", -kInf, kInf,
     "Of the design `list`: a list of maps {parameter: value}; a parameter that a point leaves out stays as the base has it."},
    {"replications", quantity, "", "", false, false, "", 1, 100000,
     "How many runs at each point, alike but for their random numbers; absent: as the base says."},
    {"seed", quantity, "", "", false, false, "", 0, kInf,
     "Seed of the runs; all points share their luck. Absent: as the base says."},
    {"report", words, "", "", false, false, "", -kInf, kInf,
     "Key figures that are kept; absent: as the base says."},
    {"notes", text, "", "", false, false, "", -kInf, kInf,
     "Anything for the reader."},
};
constexpr Field one_parameter_fields[] = {
    {"name", text, "", "", true, false, "", -kInf, kInf,
     "What it is called in results: lower-case words joined by `-`."},
    {"moves", text, "", "", false, false, "", -kInf, kInf,
     "A path as --set takes it (links.a--b.capacity), a change in which the word `value` stands for the value, or a list of these that move together."},
    {"values", text, "", "", false, false, "", -kInf, kInf,
     "A list of values, in one unit."},
    {"from", text, "", "", false, false, "", -kInf, kInf,
     "Least value of a range, a number with its unit or a date."},
    {"to", text, "", "", false, false, "", -kInf, kInf,
     "Most; the same unit."},
    {"points", quantity, "", "", false, false, "", 2, kMostLevels,
     "A grid of so many values over the range, both ends included."},
    {"step", text, "", "", false, false, "", -kInf, kInf,
     "Or a grid by this step; of dates: 30 days, 6 months, 1 year."},
    {"cases", text, "", "", false, false, "", -kInf, kInf,
     "Instead of moves and values: a list of {case: name, changes: [...]}, changes as a scenario says them."},
    {"note", text, "", "", false, false, "", -kInf, kInf,
     "Anything for the reader."},
};
constexpr Field one_design_fields[] = {
    {"kind", choice, "", "grid|one-at-a-time|list|latin-hypercube|sobol", true, false, "", -kInf, kInf,
     "grid: every value with every other; one-at-a-time: the first value of each parameter, and each other value with the first of the others; list: the points listed; latin-hypercube, sobol: points spread over the ranges."},
    {"points", quantity, "", "", false, false, "", 1, 1000000,
     "How many points, of latin-hypercube and sobol."},
    {"seed", quantity, "", "", false, false, "1", 0, kInf,
     "Seed of the points."},
    {"indices", flag, "", "", false, false, "no", -kInf, kInf,
     "Of sobol: try what first-order and total indices need, points x (parameters + 2) points in all."},
};
constexpr Field fit_fields[] = {
    {"least_error", quantity, "", "", false, false, "0.05", 0.001, 1,
     "Error that no record is taken to be better than, as a share of it; wider where its range is."},
    {"difference", quantity, "", "", false, false, "0.05", 0.05, 0.5,
     "Half-width of the differences that derivatives are taken by, as a share of a parameter's range."},
    {"steps", quantity, "", "", false, false, "12", 1, 1000,
     "Most steps of the search."},
};
constexpr Field outcomes_fields[] = {
    {"series", text, "", "", true, false, "", -kInf, kInf,
     "The recorded series that is fitted to; its role in that period must not be `predicted`."},
    {"period", text, "", "", true, false, "", -kInf, kInf,
     "The period of the record: 2022, 2022-H1, 2022-07."},
};
constexpr Field appraisal_fields[] = {
    {"standing", text, "", "", true, false, "", -kInf, kInf,
     "Country whose gains and losses count: the code of its places."},
    {"discount_rate", quantity, "%", "", false, false, "5 %", 0, 50,
     "Social discount rate a year, in constant prices."},
    {"base_year", quantity, "", "", true, false, "", 1900, 2200,
     "Year to which all values are discounted, and in whose prices capex and maintenance are given."},
    {"horizon", quantity, "years", "", false, false, "30 years", 1, 100,
     "Years that are appraised, the base year first."},
    {"years", text, "", "", true, false, "", -kInf, kInf,
     "Calendar years that are run, ascending, with commas between; years between them are interpolated, those after the last grow from it."},
    {"growth", quantity, "%", "", false, false, "0 %", -20, 20,
     "Growth of benefits a year after the last year that is run."},
    {"home_rail_cost", quantity, "money/t-km", "", false, false, "0 USD/t-km", 0, 1000,
     "What a tonne-kilometre costs the railways of that country in resources, whatever their tariff."},
    {"co2_price", quantity, "money/t", "", false, false, "0 USD/t", 0, 10000,
     "Shadow price of a tonne of CO2; 0 leaves emissions out of the sum."},
    {"budget", quantity, "money", "", false, false, "", 0, kInf,
     "Most capex that the projects of a plan may cost together; absent: no limit."},
    {"notes", text, "", "", false, false, "", -kInf, kInf,
     "Anything for the reader."},
};
constexpr Field project_fields[] = {
    {"name", text, "", "", false, false, "", -kInf, kInf,
     "What it is called for people."},
    {"capex", quantity, "money", "", true, false, "", 0, kInf,
     "Cost of building it, spread evenly over the years of building."},
    {"opening", day, "", "", true, false, "", -kInf, kInf,
     "Day on which it opens; building ends in that year."},
    {"build", quantity, "years", "", false, false, "3 years", 1, 30,
     "Years of building."},
    {"life", quantity, "years", "", false, false, "30 years", 1, 200,
     "Years from opening until it is worn out; what is left at the horizon is its residual value."},
    {"maintenance", quantity, "money/year", "", false, false, "0 USD/year", 0, kInf,
     "What keeping it costs a year, from its opening on."},
    {"source", text, "", "", false, false, "", -kInf, kInf,
     "Where capex and maintenance come from."},
    {"note", text, "", "", false, false, "", -kInf, kInf,
     "Anything for the reader."},
};
constexpr Field future_fields[] = {
    {"name", text, "", "", false, false, "", -kInf, kInf,
     "What it is called for people."},
    {"weight", quantity, "", "", false, false, "1", 0, 1e6,
     "How likely it is beside the others; weights are scaled to sum to one."},
    {"note", text, "", "", false, false, "", -kInf, kInf,
     "Anything for the reader."},
};
constexpr Table section_tables[] = {
    {"fit", "fit", fit_fields, true, false, "How corridor calibrate searches.", false},
    {"outcomes", "outcome", outcomes_fields, false, false, "What corridor calibrate fits to.", false},
    {"appraisal", "appraisal", appraisal_fields, true, false,
     "Of `corridor invest`: for whom, over which years and at which rate projects are appraised."},
    {"projects", "project", project_fields, false, false,
     "Of `corridor invest`: what could be built, and its `changes:` to the base."},
    {"futures", "future", future_fields, false, false,
     "Of `corridor invest`: how the world could turn out, as `changes:` to the base."},
};
// clang-format on

}  // namespace

std::span<const Field> study_fields() { return file_fields; }
std::span<const Field> parameter_fields() { return one_parameter_fields; }
std::span<const Field> design_fields() { return one_design_fields; }
std::span<const Table> study_tables() { return section_tables; }

}  // namespace corridor::scenario
