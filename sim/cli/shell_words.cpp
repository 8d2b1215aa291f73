#include "sim/cli/shell_words.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "sim/cli/session.hpp"

namespace corridor::cli {
namespace {

using Words = std::vector<std::string>;

/// What the value of an option is: a folder, a file, one of some words, or anything.
struct Value {
  enum class Kind { none, folder, file, words, any } kind = Kind::none;
  Words words;
};

Value value_of(const CLI::Option& option) {
  if (option.get_items_expected_max() == 0) return {};
  const std::string type = option.get_type_name();
  if (type == "DIR") return {Value::Kind::folder, {}};
  if (type == "FILE") return {Value::Kind::file, {}};
  const bool is_choice = type.find('|') != std::string::npos &&
                         std::none_of(type.begin(), type.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!is_choice) return {Value::Kind::any, {}};
  Value value{Value::Kind::words, {}};
  for (std::size_t from = 0; from <= type.size();) {
    const std::size_t bar = std::min(type.find('|', from), type.size());
    value.words.push_back(type.substr(from, bar - from));
    from = bar + 1;
  }
  return value;
}

Words names_of(const CLI::Option& option) {
  Words names;
  for (const std::string& s : option.get_snames()) names.push_back("-" + s);
  for (const std::string& l : option.get_lnames()) names.push_back("--" + l);
  return names;
}
std::vector<const CLI::Option*> options_of(const CLI::App& app) {
  std::vector<const CLI::Option*> out;
  for (const CLI::Option* o : app.get_options()) {
    if (!names_of(*o).empty()) out.push_back(o);
  }
  return out;
}
std::vector<const CLI::App*> commands_of(const CLI::App& app) { return app.get_subcommands(nullptr); }

Words all_names(const CLI::App& app) {
  Words names;
  for (const CLI::Option* o : options_of(app)) {
    for (std::string& name : names_of(*o)) names.push_back(std::move(name));
  }
  return names;
}

/// A text between single quotes of a shell.
std::string shell_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

/// For _arguments of zsh: brackets and colons end a description.
std::string zsh_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}
std::string zsh_action(const Value& value, const std::string& type) {
  switch (value.kind) {
    case Value::Kind::none:
      return "";
    case Value::Kind::folder:
      return ":" + zsh_escaped(type) + ":_files -/";
    case Value::Kind::file:
      return ":" + zsh_escaped(type) + ":_files";
    case Value::Kind::words:
      return fmt::format(":{}:({})", zsh_escaped(type), fmt::join(value.words, " "));
    case Value::Kind::any:
      return ":" + zsh_escaped(type.empty() ? "value" : type) + ": ";
  }
  return "";
}

/// For troff: no control line by accident, backslashes and hyphens as themselves.
std::string troff(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else if (c == '\n')
      out += "\n";
    else if ((c == '.' || c == '\'') && (out.empty() || out.back() == '\n'))
      out += std::string("\\&") + c;
    else
      out += c;
  }
  return out;
}

std::string man_option(const CLI::Option& option) {
  std::string head;
  for (const std::string& name : names_of(option)) {
    head += (head.empty() ? "" : ", ") + ("\\fB" + troff(name) + "\\fR");
  }
  if (head.empty()) head = "\\fI" + troff(option.get_name()) + "\\fR";
  const bool takes = option.get_items_expected_max() > 0 && !option.get_type_name().empty();
  if (takes) head += " \\fI" + troff(option.get_type_name()) + "\\fR";
  return ".TP\n" + head + "\n" + troff(option.get_description()) + "\n";
}

}  // namespace

Words command_names(const CLI::App& app) {
  Words names;
  for (const CLI::App* c : commands_of(app)) names.push_back(c->get_name());
  return names;
}

std::string bash_completion(const CLI::App& app) {
  const Words commands = command_names(app);
  std::string cases, folders, choices;
  std::vector<std::string> seen;
  const auto note_values = [&](const CLI::App& a) {
    for (const CLI::Option* o : options_of(a)) {
      const Value value = value_of(*o);
      for (const std::string& name : names_of(*o)) {
        const std::string key = name + fmt::format("{}", fmt::join(value.words, " "));
        if (std::find(seen.begin(), seen.end(), key) != seen.end()) continue;
        seen.push_back(key);
        if (value.kind == Value::Kind::folder) folders += (folders.empty() ? "" : "|") + name;
        if (value.kind == Value::Kind::words) {
          choices +=
              fmt::format("    {}) mapfile -t COMPREPLY < <(compgen -W '{}' -- \"$current\"); return ;;\n",
                          name, fmt::join(value.words, " "));
        }
      }
    }
  };
  note_values(app);
  for (const CLI::App* c : commands_of(app)) {
    note_values(*c);
    cases += fmt::format("    {}) options='{}' ;;\n", c->get_name(), fmt::join(all_names(*c), " "));
  }
  if (folders.empty()) folders = "--";
  return fmt::format(R"(# bash completion of corridor; made by `corridor completion bash`.
# In ~/.bashrc: source <(corridor completion bash)
_corridor() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} command= word options
  for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    case $word in {}) command=$word; break ;; esac
  done
  case $before in
    {}) mapfile -t COMPREPLY < <(compgen -d -- "$current"); return ;;
{}  esac
  case $command in
    '') options='{} {}' ;;
{}  esac
  if [[ -z $command || $current == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current")
  else
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
  fi
}}
complete -o filenames -F _corridor corridor
)",
                     fmt::join(commands, "|"), folders, choices, fmt::join(commands, " "),
                     fmt::join(all_names(app), " "), cases);
}

std::string zsh_completion(const CLI::App& app) {
  std::string commands, cases;
  for (const CLI::App* c : commands_of(app)) {
    std::string about = c->get_description();
    commands += "    " + shell_quoted(c->get_name() + ":" + zsh_escaped(about)) + "\n";
    cases += fmt::format("    {})\n      _arguments \\\n", c->get_name());
    for (const CLI::Option* o : options_of(*c)) {
      for (const std::string& name : names_of(*o)) {
        cases += "        " +
                 shell_quoted(name + "[" + zsh_escaped(o->get_description()) + "]" +
                              zsh_action(value_of(*o), o->get_type_name())) +
                 " \\\n";
      }
    }
    cases += "        '*:file:_files' ;;\n";
  }
  return fmt::format(R"(#compdef corridor
# zsh completion of corridor; made by `corridor completion zsh`. Save it as _corridor in a folder of $fpath.
_corridor() {{
  local -a commands
  commands=(
{}  )
  if (( CURRENT == 2 )); then
    _describe -t commands 'command' commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
{}  esac
}}
_corridor "$@"
)",
                     commands, cases);
}

std::string manual_page(const CLI::App& app) {
  std::string out = fmt::format(".TH CORRIDOR 1 \"\" \"corridor {}\" \"User commands\"\n", version());
  out += ".SH NAME\ncorridor \\- simulate the exports of a country without a sea\n";
  out += ".SH SYNOPSIS\n.B corridor\n.I COMMAND\n.RI [ OPTION ]...\n";
  out += ".SH DESCRIPTION\n" + troff(app.get_description()) + "\n";
  out += ".SH COMMANDS\n";
  for (const CLI::App* c : commands_of(app)) {
    out += ".SS corridor " + troff(c->get_name()) + "\n" + troff(c->get_description()) + ".\n";
    for (const CLI::Option* o : c->get_options()) out += man_option(*o);
    std::string example = c->get_footer();
    if (const std::size_t at = example.find("  "); at != std::string::npos) {
      out += ".PP\nExample:\n.PP\n.nf\n.RS\n" + troff(example.substr(at + 2)) + "\n.RE\n.fi\n";
    }
  }
  out += R"(.SH EXIT STATUS
.TP
.B 0
done; any verdict of \fBexplain\fR is an answer
.TP
.B 2
wrong input or usage; every fault is told with its file, line and column
.TP
.B 3
the run failed, or a balance is broken
.TP
.B 4
\fBroutes\fR found no lawful route
.TP
.BR 130 ", " 143
interrupted
.SH ENVIRONMENT
.TP
.B CORRIDOR_DATA
folder of network data, where \fB\-\-data\fR is not given
.TP
.B NO_COLOR
set to anything: no colour on the terminal
)";
  return out;
}

}  // namespace corridor::cli
