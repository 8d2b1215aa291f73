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
  install(DIRECTORY network/data DESTINATION "${CMAKE_INSTALL_DATADIR}/corridor/network")
endif()
install(DIRECTORY scenarios DESTINATION "${CMAKE_INSTALL_DATADIR}/corridor")
install(FILES LICENSE NOTICE DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/corridor")

install(EXPORT corridor-targets NAMESPACE corridor:: DESTINATION "${package_dir}")
configure_package_config_file(cmake/corridorConfig.cmake.in "${PROJECT_BINARY_DIR}/corridorConfig.cmake"
                              INSTALL_DESTINATION "${package_dir}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/corridorConfigVersion.cmake" COMPATIBILITY SameMajorVersion)
install(FILES "${PROJECT_BINARY_DIR}/corridorConfig.cmake" "${PROJECT_BINARY_DIR}/corridorConfigVersion.cmake"
              cmake/FindRandom123.cmake
        DESTINATION "${package_dir}")
