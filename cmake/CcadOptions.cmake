# Flags live in two interface targets: ccad_options (how we compile) and ccad_warnings (what we want to hear).

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

add_library(ccad_options INTERFACE)
# Torch declares a member named slots(); Qt's keyword macros would rewrite it.
target_compile_definitions(ccad_options INTERFACE QT_NO_KEYWORDS QT_NO_CAST_TO_ASCII)
target_include_directories(ccad_options INTERFACE "${CMAKE_SOURCE_DIR}")
if(CCAD_SANITIZE)
  target_compile_options(ccad_options INTERFACE "-fsanitize=${CCAD_SANITIZE}" -fno-omit-frame-pointer)
  target_link_options(ccad_options INTERFACE "-fsanitize=${CCAD_SANITIZE}")
endif()
if(CCAD_COVERAGE)
  # Lightly optimised, so that each line stays a line; atomic, since threads count together.
  target_compile_options(ccad_options INTERFACE --coverage -fprofile-update=atomic -O1)
  target_link_options(ccad_options INTERFACE --coverage)
endif()

add_library(ccad_warnings INTERFACE)
target_compile_options(
  ccad_warnings
  INTERFACE -Wall
            -Wextra
            -Wpedantic
            -Wshadow
            -Wnon-virtual-dtor
            -Woverloaded-virtual
            -Wcast-align
            -Wnull-dereference)
option(CCAD_WERROR "Treat warnings as errors" OFF)
if(CCAD_WERROR)
  target_compile_options(ccad_warnings INTERFACE -Werror)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  # What ccache asks for before it keeps units that use precompiled headers.
  set(launcher "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${CCACHE_PROGRAM}")
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(ccad_options INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-fpch-preprocess>)
  endif()
endif()
