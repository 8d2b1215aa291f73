# How every room is built: one static library each, strict warnings that are not exported, the same
# floating-point rules everywhere (results must not depend on the compiler), and no path of the
# builder's machine in the binary.

add_library(corridor_options INTERFACE)
target_compile_features(corridor_options INTERFACE cxx_std_20)
target_compile_options(corridor_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wnon-virtual-dtor
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>  # g++ 12 sees overlaps in std::string that cannot be (GCC bug 105651)
  # Where several sources are compiled as one (CMAKE_UNITY_BUILD; see CMakePresets.json), a name may hide a
  # neighbour's, and a lambda look like a header's; the debug preset looks at each source by itself.
  "$<IF:$<AND:$<CXX_COMPILER_ID:GNU>,$<BOOL:${CMAKE_UNITY_BUILD}>>,-Wshadow=local;-Wno-subobject-linkage,-Wshadow>"
  -ffp-contract=off
  "-ffile-prefix-map=${PROJECT_SOURCE_DIR}=." "-ffile-prefix-map=${PROJECT_BINARY_DIR}=build"
  $<$<BOOL:${CORRIDOR_WERROR}>:-Werror>)
if(CORRIDOR_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()
if(CORRIDOR_THREAD_SANITIZE)
  add_compile_options(-fsanitize=thread)
  add_link_options(-fsanitize=thread)
endif()

# corridor_room(NAME PUBLIC neighbours... PRIVATE libraries...)
# A room is every .cpp below its folder; its headers are included by their path from the top.
# The arrows between rooms are these neighbour lists; tests/architecture checks them against #include.
function(corridor_room name)
  cmake_parse_arguments(ROOM "" "" "PUBLIC;PRIVATE" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "*.cpp")
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS "*.hpp")
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  if(NOT sources)  # a room that holds nothing yet
    file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/empty.cpp" "")
    set(sources "${CMAKE_CURRENT_BINARY_DIR}/empty.cpp")
  endif()
  add_library(corridor_${name} STATIC ${sources} ${headers})
  add_library(corridor::${name} ALIAS corridor_${name})
  set_target_properties(corridor_${name} PROPERTIES LINKER_LANGUAGE CXX EXPORT_NAME ${name})
  target_compile_features(corridor_${name} PUBLIC cxx_std_20)
  target_include_directories(corridor_${name} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/corridor>)
  target_link_libraries(corridor_${name} PUBLIC ${ROOM_PUBLIC} PRIVATE ${ROOM_PRIVATE}
                        $<BUILD_INTERFACE:corridor_options>)
  set_property(GLOBAL APPEND PROPERTY CORRIDOR_ROOMS corridor_${name})
  set_property(GLOBAL APPEND PROPERTY CORRIDOR_HEADERS ${headers})
endfunction()

# corridor_test(ROOM libraries...): every *_test.cpp in the current folder, one program; one ctest entry a file.
# A file whose name ends in _slow_test.cpp is labelled slow: sanitizers that cost much time leave it out.
function(corridor_test room)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "*_test.cpp")
  if(NOT sources)
    return()
  endif()
  file(GLOB helpers CONFIGURE_DEPENDS "*.cpp")  # what the tests of a room share
  list(REMOVE_ITEM helpers ${sources})
  add_executable(test_${room} ${sources} ${helpers})
  target_include_directories(test_${room} PRIVATE "${PROJECT_SOURCE_DIR}")
  target_link_libraries(test_${room} PRIVATE corridor_test_main ${ARGN} doctest::doctest corridor_options)
  target_compile_definitions(test_${room} PRIVATE CORRIDOR_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  foreach(source IN LISTS sources)
    file(RELATIVE_PATH file "${CMAKE_CURRENT_SOURCE_DIR}" "${source}")
    string(REGEX REPLACE "_test\\.cpp$" "" name "${file}")
    add_test(NAME ${room}/${name} COMMAND test_${room} "--source-file=*tests/${room}/${file}")
    # A filter that matches nothing must not pass.
    set_tests_properties(${room}/${name} PROPERTIES TIMEOUT 600 SKIP_RETURN_CODE 77
                         FAIL_REGULAR_EXPRESSION "test cases: +0 ")
    if(CORRIDOR_THREAD_SANITIZE)
      set_tests_properties(${room}/${name} PROPERTIES ENVIRONMENT CORRIDOR_SLOWED=1)
    endif()
    if(name MATCHES "_slow$")
      set_tests_properties(${room}/${name} PROPERTIES LABELS slow)
    endif()
  endforeach()
endfunction()
