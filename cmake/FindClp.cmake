# COIN-OR Clp (linear programs) and CoinUtils, which it stands on. Debian ships pkg-config files for them, but no
# package file for CMake.
find_path(Clp_INCLUDE_DIR ClpSimplex.hpp PATH_SUFFIXES coin coin-or)
find_path(Clp_CoinUtils_INCLUDE_DIR CoinPackedMatrix.hpp PATH_SUFFIXES coin coin-or)
find_library(Clp_LIBRARY Clp)
find_library(Clp_CoinUtils_LIBRARY CoinUtils)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Clp REQUIRED_VARS Clp_LIBRARY Clp_CoinUtils_LIBRARY Clp_INCLUDE_DIR
                                                    Clp_CoinUtils_INCLUDE_DIR)
if(Clp_FOUND AND NOT TARGET Clp::Clp)
  add_library(Clp::CoinUtils UNKNOWN IMPORTED)
  set_target_properties(Clp::CoinUtils PROPERTIES IMPORTED_LOCATION "${Clp_CoinUtils_LIBRARY}"
                        INTERFACE_INCLUDE_DIRECTORIES "${Clp_CoinUtils_INCLUDE_DIR}")
  add_library(Clp::Clp UNKNOWN IMPORTED)
  set_target_properties(Clp::Clp PROPERTIES IMPORTED_LOCATION "${Clp_LIBRARY}"
                        INTERFACE_INCLUDE_DIRECTORIES "${Clp_INCLUDE_DIR}"
                        INTERFACE_LINK_LIBRARIES Clp::CoinUtils)
endif()
mark_as_advanced(Clp_INCLUDE_DIR Clp_CoinUtils_INCLUDE_DIR Clp_LIBRARY Clp_CoinUtils_LIBRARY)
