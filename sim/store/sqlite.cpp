#include "sim/store/sqlite.hpp"

#include <sqlite3.h>

namespace corridor::store {
namespace {

[[noreturn]] void refuse(sqlite3* handle, int code) {
  throw SqlError(code, handle != nullptr ? sqlite3_errmsg(handle) : sqlite3_errstr(code));
}

}  // namespace

bool SqlError::disk_is_full() const {
  const int kind = code_ & 0xff;
  return kind == SQLITE_FULL || kind == SQLITE_IOERR;
}
bool SqlError::is_busy() const { return (code_ & 0xff) == SQLITE_BUSY || (code_ & 0xff) == SQLITE_LOCKED; }
bool SqlError::is_no_database() const {
  return (code_ & 0xff) == SQLITE_NOTADB || (code_ & 0xff) == SQLITE_CORRUPT;
}

Connection::Connection(const std::filesystem::path& file, Mode mode) {
  const int flags = mode == Mode::read    ? SQLITE_OPEN_READONLY
                    : mode == Mode::write ? SQLITE_OPEN_READWRITE
                                          : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  const int code = sqlite3_open_v2(file.c_str(), &handle_, flags, nullptr);
  if (code != SQLITE_OK) {
    const std::string what = handle_ != nullptr ? sqlite3_errmsg(handle_) : sqlite3_errstr(code);
    sqlite3_close(handle_);
    throw SqlError(code, what);
  }
  sqlite3_extended_result_codes(handle_, 1);
}

Connection::~Connection() { sqlite3_close_v2(handle_); }

void Connection::run(const std::string& sql) {
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) refuse(handle_, code);
}

std::int64_t Connection::number(const std::string& sql) {
  Statement s(*this, sql);
  return s.next() ? s.whole(0) : 0;
}

Statement::Statement(const Connection& connection, std::string_view sql) : owner_(connection.handle()) {
  const int code = sqlite3_prepare_v2(owner_, sql.data(), static_cast<int>(sql.size()), &handle_, nullptr);
  if (code != SQLITE_OK) refuse(owner_, code);
}

Statement::~Statement() { sqlite3_finalize(handle_); }

Statement& Statement::bind(int place, std::int64_t value) {
  sqlite3_bind_int64(handle_, place + 1, value);
  return *this;
}
Statement& Statement::bind(int place, double value) {
  sqlite3_bind_double(handle_, place + 1, value);
  return *this;
}
Statement& Statement::bind(int place, std::string_view value) {
  const char* text = value.empty() ? "" : value.data();
  // SQLITE_TRANSIENT is a cast of -1 that clang calls old-fashioned; the text is copied all the same.
  sqlite3_bind_text64(handle_, place + 1, text, value.size(), reinterpret_cast<sqlite3_destructor_type>(-1),
                      SQLITE_UTF8);
  return *this;
}
Statement& Statement::bind_null(int place) {
  sqlite3_bind_null(handle_, place + 1);
  return *this;
}

bool Statement::next() {
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  const std::string what = sqlite3_errmsg(owner_);
  sqlite3_reset(handle_);
  throw SqlError(code, what);
}

void Statement::run() {
  while (next()) {
  }
  sqlite3_reset(handle_);
}

std::int64_t Statement::whole(int column) const { return sqlite3_column_int64(handle_, column); }
double Statement::real(int column) const { return sqlite3_column_double(handle_, column); }
std::string Statement::text(int column) const {
  const auto* bytes = sqlite3_column_blob(handle_, column);
  const int size = sqlite3_column_bytes(handle_, column);
  return bytes == nullptr ? std::string{}
                          : std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
}
bool Statement::is_null(int column) const { return sqlite3_column_type(handle_, column) == SQLITE_NULL; }
bool Statement::is_real(int column) const { return sqlite3_column_type(handle_, column) == SQLITE_FLOAT; }
bool Statement::is_whole(int column) const { return sqlite3_column_type(handle_, column) == SQLITE_INTEGER; }
int Statement::columns() const { return sqlite3_column_count(handle_); }
std::string Statement::column_name(int column) const { return sqlite3_column_name(handle_, column); }

Transaction::~Transaction() {
  if (!open_ || sqlite3_get_autocommit(connection_.handle()) != 0) return;
  sqlite3_exec(connection_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
  connection_.run("COMMIT");
  open_ = false;
}

}  // namespace corridor::store
