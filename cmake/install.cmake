# `cmake --install`: the program, the network data and the scenarios beside it, the rooms as libraries with
# their headers, and the package file that find_package(corridor) reads.
include(CMakePackageConfigHelpers)

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/corridor")
get_property(rooms GLOBAL PROPERTY CORRIDOR_ROOMS)

if(TARGET corridor)
  install(TARGETS corridor RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
endif()
install(TARGETS ${rooms} EXPORT corridor-targets ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}")
install(DIRECTORY network sim DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/corridor"
        FILES_MATCHING PATTERN "*.hpp" PATTERN "data" EXCLUDE PATTERN "recorded" EXCLUDE)
if(IS_DIRECTORY "${PROJECT_SOURCE_DIR}/network/data")
  install(DIRECTORY network/data network/recorded DESTINATION "${CMAKE_INSTALL_DATADIR}/corridor/network")
endif()
install(DIRECTORY scenarios DESTINATION "${CMAKE_INSTALL_DATADIR}/corridor")
# What shells and `man` want to know is said by the program itself.
if(TARGET corridor)
  foreach(word "completion bash|${CMAKE_INSTALL_DATADIR}/bash-completion/completions|corridor"
               "completion zsh|${CMAKE_INSTALL_DATADIR}/zsh/site-functions|_corridor"
               "man|${CMAKE_INSTALL_MANDIR}/man1|corridor.1")
    string(REPLACE "|" ";" word "${word}")
    list(GET word 0 arguments)
    list(GET word 1 folder)
    list(GET word 2 file)
    install(CODE "file(MAKE_DIRECTORY \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${folder}\")
      separate_arguments(arguments UNIX_COMMAND \"${arguments}\")
      execute_process(COMMAND \"$<TARGET_FILE:corridor>\" \${arguments}
        OUTPUT_FILE \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${folder}/${file}\" COMMAND_ERROR_IS_FATAL ANY)")
  endforeach()
endif()
install(FILES LICENSE NOTICE DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/corridor")

install(EXPORT corridor-targets NAMESPACE corridor:: DESTINATION "${package_dir}")
configure_package_config_file(cmake/corridorConfig.cmake.in "${PROJECT_BINARY_DIR}/corridorConfig.cmake"
                              INSTALL_DESTINATION "${package_dir}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/corridorConfigVersion.cmake" COMPATIBILITY SameMajorVersion)
install(FILES "${PROJECT_BINARY_DIR}/corridorConfig.cmake" "${PROJECT_BINARY_DIR}/corridorConfigVersion.cmake"
              cmake/FindRandom123.cmake cmake/FindClp.cmake
        DESTINATION "${package_dir}")
