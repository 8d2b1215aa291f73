// Runs a fuzz target over files: the main of compilers without libFuzzer. Each file is also cut short at a
// few places and has a byte changed at a few, so that the corpus says more than itself.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);

namespace {

void run(const std::string& text) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

void run_with_neighbours(const std::string& text) {
  constexpr std::size_t places = 40;
  run(text);
  for (std::size_t k = 1; k < places; ++k) {
    const std::size_t at = text.size() * k / places;
    run(text.substr(0, at));
    if (at >= text.size()) continue;
    for (const char c : {'[', '{', '"', ':', '.', '-', '\n', '\0', '\xC3', '9'}) {
      std::string changed = text;
      changed[at] = c;
      run(changed);
    }
  }
}

}  // namespace

int main(int count, char** arguments) {
  std::size_t files = 0;
  for (int i = 1; i < count; ++i) {
    std::vector<std::filesystem::path> all;
    for (const auto& entry : std::filesystem::directory_iterator(arguments[i])) all.push_back(entry.path());
    std::sort(all.begin(), all.end());
    for (const auto& file : all) {
      std::ifstream in(file, std::ios::binary);
      run_with_neighbours({std::istreambuf_iterator<char>(in), {}});
      ++files;
    }
  }
  std::printf("%zu files and their neighbours\n", files);
  return files == 0 ? 1 : 0;
}
