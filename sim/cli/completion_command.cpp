// corridor completion SHELL, corridor man: what shells and `man` want, made from the table of options.

#include <memory>

#include "sim/cli/options.hpp"
#include "sim/cli/session.hpp"
#include "sim/cli/shell_words.hpp"

namespace corridor::cli {
namespace {

void add_format(CLI::App& command, Session& session) {
  command.add_option("--format", session.common.format, "text for people, json for programs")
      ->check(CLI::IsMember({"text", "json"}).description(""))
      ->type_name("text|json");
}

/// Prints a text made from the whole table of commands.
template <class Make>
ExitCode show(Session& session, const std::string& field, Make make) {
  Session table(session.around);
  CLI::App app;
  build_app(app, table);
  const std::string text = make(app);
  if (session.as_json()) {
    session.print_json(Json{{field, text}});
  } else {
    session.print(text);
  }
  return ExitCode::done;
}

}  // namespace

void add_completion(CLI::App& app, Session& session) {
  CLI::App* command = add_command(app, session, "completion", "Print a completion script for a shell",
                                  "source <(corridor completion bash)");
  const auto shell = std::make_shared<std::string>();
  command->add_option("SHELL", *shell, "Which shell")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh"}).description(""))
      ->type_name("bash|zsh");
  add_format(*command, session);
  command->final_callback([&session, shell] {
    session.action = [&session, shell] {
      return show(session, "script", *shell == "zsh" ? zsh_completion : bash_completion);
    };
  });
}

void add_man(CLI::App& app, Session& session) {
  CLI::App* command = add_command(app, session, "man", "Print the manual page",
                                  "corridor man > ~/.local/share/man/man1/corridor.1");
  add_format(*command, session);
  command->final_callback(
      [&session] { session.action = [&session] { return show(session, "page", manual_page); }; });
}

}  // namespace corridor::cli
