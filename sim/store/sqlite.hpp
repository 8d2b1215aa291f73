#pragma once
/// @file sqlite.hpp  SQLite with owners: a connection and a prepared statement. What SQLite refuses is thrown
/// as SqlError and caught where a whole step of work ends (study_store.cpp). Private to the store.

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace corridor::store {

class SqlError : public std::runtime_error {
 public:
  SqlError(int code, const std::string& what) : std::runtime_error(what), code_(code) {}
  int code() const { return code_; }
  bool disk_is_full() const;  ///< no room, or a limit on the size of files
  bool is_busy() const;       ///< another process holds it
  bool is_no_database() const;

 private:
  int code_;
};

class Connection {
 public:
  enum class Mode { read, write, create };  ///< create: write, made where it is not there
  Connection(const std::filesystem::path& file, Mode mode);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  void run(const std::string& sql);             ///< one or more statements without values or rows
  std::int64_t number(const std::string& sql);  ///< the first column of the first row; 0 where there is none
  sqlite3* handle() const { return handle_; }

 private:
  sqlite3* handle_ = nullptr;
};

/// A statement that is bound, stepped and bound again. Columns and values count from 0.
class Statement {
 public:
  Statement(const Connection& connection, std::string_view sql);
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement();

  Statement& bind(int place, std::int64_t value);
  Statement& bind(int place, double value);
  Statement& bind(int place, std::string_view value);
  Statement& bind_null(int place);
  bool next();  ///< true: there is a row
  void run();   ///< steps to the end and makes ready for new values

  std::int64_t whole(int column) const;
  double real(int column) const;
  std::string text(int column) const;
  bool is_null(int column) const;
  bool is_real(int column) const;
  bool is_whole(int column) const;
  int columns() const;
  std::string column_name(int column) const;

 private:
  sqlite3* owner_ = nullptr;
  sqlite3_stmt* handle_ = nullptr;
};

/// begin ... commit; rolled back where its scope is left before.
class Transaction {
 public:
  explicit Transaction(Connection& connection) : connection_(connection) {
    connection_.run("BEGIN IMMEDIATE");
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();
  void commit();

 private:
  Connection& connection_;
  bool open_ = true;
};

}  // namespace corridor::store
