# The page of the report: TypeScript and its libraries from npm, bundled by esbuild into one C++ file. The
# libraries are those of package-lock.json, to the byte; same sources, same bundle. Without node and npm, or
# where npm cannot get the libraries, the program is built without the page, and says so.
option(CORRIDOR_PAGE "Bundle the page of the report (needs node and npm)" ON)
find_program(CORRIDOR_NODE node)
find_program(CORRIDOR_NPM npm)
mark_as_advanced(CORRIDOR_NODE CORRIDOR_NPM)

set(page_source "${CMAKE_CURRENT_LIST_DIR}")
set(page_build "${CMAKE_CURRENT_BINARY_DIR}/page")
set(page_shell "${page_build}/page_shell.cpp")
set(page_packages "production")
if(CORRIDOR_TESTS)
  set(page_packages "all")  # types, the browser's driver and axe too
endif()
file(MAKE_DIRECTORY "${page_build}")

if(NOT CORRIDOR_PAGE OR NOT CORRIDOR_NODE OR NOT CORRIDOR_NPM)
  message(WARNING "no page in this build: node or npm is missing. Everything else is built; report.html will hold tables only")
  file(CONFIGURE OUTPUT "${page_shell}" CONTENT
    "#include \"sim/report/page_shell.hpp\"\nstd::span<const std::string_view> corridor::report::page_shell() { return {}; }\n" @ONLY)
else()
  file(GLOB_RECURSE page_files CONFIGURE_DEPENDS "${page_source}/src/*" "${page_source}/*.mjs" "${page_source}/*.json")
  add_custom_command(
    OUTPUT "${page_shell}"
    COMMAND "${CMAKE_COMMAND}" -D "SOURCE=${page_source}" -D "BUILD=${page_build}" -D "PACKAGES=${page_packages}"
            -D "NODE=${CORRIDOR_NODE}" -D "NPM=${CORRIDOR_NPM}" -P "${page_source}/bundle.cmake"
    DEPENDS ${page_files} "${page_source}/bundle.cmake"
    COMMENT "Bundling the page of the report" VERBATIM)
endif()
target_sources(corridor_report PRIVATE "${page_shell}")
