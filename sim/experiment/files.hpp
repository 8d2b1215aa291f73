#pragma once
/// @file files.hpp  The CSV files of a run: sums of each replication's ledger, averaged over the replications
/// that differ in luck alone. lots.csv is the first replication, lot by lot.

#include <map>
#include <string>
#include <vector>

#include "sim/model/ledger.hpp"
#include "sim/store/csv.hpp"

namespace corridor::experiment {

/// Rows of one file: text columns as the key, then sums.
using FileRows = std::map<std::vector<std::string>, std::vector<double>>;
using FileSums = std::map<std::string, FileRows>;  ///< by name without .csv

FileSums file_sums(const model::World& world, const model::Ledger& ledger);
/// Adds `more` to `sums`. Call in order of replication.
void add(FileSums& sums, const FileSums& more);

/// All files but lots.csv, in order of name, with their headers even where they have no row.
std::vector<store::Table> make_tables(const FileSums& sums, int replications);
store::Table lots_table(const model::World& world, const model::Ledger& ledger);

}  // namespace corridor::experiment
