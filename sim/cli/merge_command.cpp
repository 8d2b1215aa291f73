// corridor merge SHARD...: the files of all shards of a study become one.

#include <fmt/format.h>

#include <memory>

#include "sim/cli/session.hpp"
#include "sim/cli/study_answer.hpp"
#include "sim/store/study_store.hpp"

namespace corridor::cli {
namespace {

struct MergeArguments {
  std::vector<std::string> shards;
  std::string out, folder;
};

ExitCode merge(Session& session, const MergeArguments& o) {
  if (const Result<void> free = o.folder.empty() ? Result<void>{} : store::check_export(o.folder); !free)
    return session.fail(ExitCode::bad_input, free.error());
  const std::vector<std::filesystem::path> files(o.shards.begin(), o.shards.end());
  const Result<store::StudyPlan> plan = store::merge_shards(files, o.out);
  if (!plan) return session.fail(ExitCode::bad_input, plan.error());
  const Result<store::StudyStore> store = store::StudyStore::read(o.out);
  if (!store) return session.fail(ExitCode::failed, store.error());
  const Result<report::RunReport> words = write_study(*store, o.out, o.folder);
  if (!words) return session.fail(ExitCode::failed, words.error());
  const std::int64_t units = plan->all_units();
  if (session.as_json()) {
    session.print_json(
        Json{{"units", units}, {"done", store->done().size()}, {"store", o.out}, {"shards", files.size()}});
    return ExitCode::done;
  }
  session.print(fmt::format("{}\n{} units of {} shards.\n", plan->title, counted(units), files.size()));
  show_study(session, *words, o.out);
  session.print(fmt::format("Results: {}\n", o.out));
  if (!o.folder.empty()) session.print(fmt::format("Exported: {}\n", o.folder));
  return ExitCode::done;
}

}  // namespace

void add_merge(CLI::App& app, Session& session) {
  CLI::App* command = add_command(app, session, "merge", "Join the result files of all shards of a study",
                                  "corridor merge results/NAME-shard-*.sqlite --out results/NAME.sqlite");
  const auto o = std::make_shared<MergeArguments>();
  command->add_option("SHARD", o->shards, "Result files of `corridor sweep --shard`, all of them")
      ->required()
      ->type_name("");
  command->add_option("--out", o->out, "File of the whole; it must not exist")->required()->type_name("FILE");
  command->add_option("--export", o->folder, "Folder for CSV files and a snapshot")->type_name("DIR");
  add_common_options(*command, session, false);
  command->final_callback([&session, o] { session.action = [&session, o] { return merge(session, *o); }; });
}

}  // namespace corridor::cli
