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
# What an attacker of a program that reads foreign files meets; tests/hardening reads it off the programs. The sanitizers
# have checks of their own in the same places.
if(NOT CCAD_SANITIZE)
  target_compile_options(
    ccad_options
    INTERFACE -fstack-protector-strong
              -fstack-clash-protection
              $<$<STREQUAL:${CMAKE_SYSTEM_PROCESSOR},x86_64>:-fcf-protection=full>
              # Where nothing is optimised, the C library warns instead of checking.
              $<$<NOT:$<CONFIG:Debug>>:-U_FORTIFY_SOURCE>
              $<$<NOT:$<CONFIG:Debug>>:-D_FORTIFY_SOURCE=2>)
  target_link_options(ccad_options INTERFACE -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack)
  include(CheckPIESupported)
  check_pie_supported()
endif()

# For modules that read foreign bytes: what should never happen ends the process, in a decoder that its parent outlives,
# instead of going on with a wrong number.
add_library(ccad_traps INTERFACE)
target_compile_definitions(ccad_traps INTERFACE _GLIBCXX_ASSERTIONS)
if(NOT CCAD_SANITIZE)
  target_compile_options(ccad_traps INTERFACE -fsanitize=signed-integer-overflow,bounds -fsanitize-undefined-trap-on-error
                                              -ftrivial-auto-var-init=zero)
endif()

# For sources that sum thousands of values, in builds that optimise less than Release. Not with the sanitizers: g++ 12 fails
# ("internal compiler error") where a unit is optimised more than its precompiled header was.
set(CCAD_OPTIMISE_SUMS "-O3")
if(CCAD_SANITIZE)
  target_compile_options(ccad_options INTERFACE "-fsanitize=${CCAD_SANITIZE}" -fno-omit-frame-pointer)
  target_link_options(ccad_options INTERFACE "-fsanitize=${CCAD_SANITIZE}")
  set(CCAD_OPTIMISE_SUMS "")
endif()
if(CCAD_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "The fuzzer of tests/fuzz is clang's libFuzzer: configure with the preset fuzz.")
  endif()
  target_compile_options(ccad_options INTERFACE -fsanitize=fuzzer-no-link)
  # By which the sources know g++'s sanitizer, as they have to: it takes terabytes of address space.
  target_compile_definitions(ccad_options INTERFACE __SANITIZE_ADDRESS__)
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
  set(launcher "${CMAKE_SOURCE_DIR}/cmake/cached.sh" "${CCACHE_PROGRAM}")
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(ccad_options INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-fpch-preprocess>)
  endif()
endif()
