include(CcadPrecompiled)

# ccad_module(<name> SOURCES ... [PUBLIC lib ...] [PRIVATE lib ...] [HOSTED lib ...] [TORCH | WIDGETS | TRAPS])
#   A static library ccad_<name> of the sources of its folder, known to others as ccad::<name>.
#   TORCH: the module includes Torch. WIDGETS: it is part of the window. TRAPS: it reads foreign bytes (ccad_traps).
#   HOSTED: modules that it uses but does not link, since libccad_torch takes them from the program that opens it.
#   A folder may include what its module names here, and nothing else: tests/walls reads build/arrows.txt.
function(ccad_module name)
  cmake_parse_arguments(arg "TORCH;WIDGETS;TRAPS" "" "SOURCES;PUBLIC;PRIVATE;HOSTED" ${ARGN})
  file(RELATIVE_PATH folder "${CMAKE_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}")
  string(REPLACE ";" " " links "${arg_PUBLIC};${arg_PRIVATE};${arg_HOSTED}")
  set_property(GLOBAL APPEND PROPERTY CCAD_ARROWS "ccad::${name} ${folder} ${links}")
  add_library(ccad_${name} STATIC ${arg_SOURCES})
  add_library(ccad::${name} ALIAS ccad_${name})
  target_link_libraries(
    ccad_${name}
    PUBLIC ccad_options ${arg_PUBLIC}
    PRIVATE ccad_warnings ${arg_PRIVATE})
  if(arg_TORCH)
    target_link_libraries(ccad_${name} PRIVATE ccad_torch Qt6::Core)
    ccad_precompile(ccad_${name} torch)
  elseif(arg_WIDGETS)
    # moc finds a header by itself only where it lies beside a source of its name.
    file(GLOB headers CONFIGURE_DEPENDS *.h internal/*.h)
    target_sources(ccad_${name} PRIVATE ${headers})
    set_target_properties(ccad_${name} PROPERTIES AUTOMOC ON)
    ccad_precompile(ccad_${name} widgets)
  elseif(arg_TRAPS)
    target_link_libraries(ccad_${name} PRIVATE ccad_traps)
    ccad_precompile(ccad_${name} traps)
  else()
    ccad_precompile(ccad_${name} core)
  endif()
endfunction()

# Tests keep nothing in the home of whoever runs them. The names of folders of a user are those of the XDG specification.
set(CCAD_TEST_ENVIRONMENT
    "QT_QPA_PLATFORM=offscreen"
    "OMP_WAIT_POLICY=PASSIVE"
    "XDG_DATA_HOME=${CMAKE_BINARY_DIR}/test-home/data"
    "XDG_CACHE_HOME=${CMAKE_BINARY_DIR}/test-home/cache"
    "XDG_CONFIG_HOME=${CMAKE_BINARY_DIR}/test-home/config")

# Programs of tests are many, and what users get is linked by GNU ld: docs/decisions/0052. The sanitizers stay with GNU ld, too.
find_program(CCAD_TEST_LINKER ld.lld DOC "Links the programs of tests; without it GNU ld does")
set(ccad_test_link_options)
if(CCAD_TEST_LINKER AND NOT CCAD_SANITIZE)
  set(ccad_test_link_options -fuse-ld=lld)
endif()

# ccad_test(<name> SOURCES ... [LIBS lib ...] [LABELS label ...] [TORCH | WIDGETS])
#   One Qt Test program, run by CTest on the offscreen platform. OpenMP's threads sleep while they wait: spinning,
#   they would take the cores from tests that run at the same time. WIDGETS: as in ccad_module.
#   Lightly optimised, since what takes its time is in the modules; sums are the same with any level of optimisation.
#   At that level g++ 12 takes Qt's hashes for null.
function(ccad_test name)
  cmake_parse_arguments(arg "TORCH;WIDGETS" "" "SOURCES;LIBS;LABELS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  ccad_moc_tests(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ccad_options ccad_warnings ccad_qtest ${arg_LIBS})
  target_link_options(${name} PRIVATE ${ccad_test_link_options})
  target_compile_definitions(${name} PRIVATE CCAD_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  target_compile_options(${name} PRIVATE "$<$<CONFIG:Release>:-O1;-Wno-null-dereference>")
  if(arg_TORCH)
    target_link_libraries(${name} PRIVATE ccad_torch)
  endif()
  if(arg_WIDGETS)
    ccad_precompile(${name} tests_widgets)
  else()
    ccad_precompile(${name} tests)
  endif()
  # Whatever reads a file starts it.
  if(NOT name MATCHES "^test_(base|statistics|imaging)")
    add_dependencies(${name} ccad-decoder)
  endif()
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES LABELS "${arg_LABELS}" ENVIRONMENT "${CCAD_TEST_ENVIRONMENT}" TIMEOUT 600)
endfunction()

# What moc makes of each test_*.cpp, which includes it, and of each header among the sources. CMake's AUTOMOC would start a
# program of its own for each test and have an empty source compiled.
function(ccad_moc_tests name)
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/${name}_moc")
  foreach(source ${ARGN})
    get_filename_component(file "${source}" NAME)
    if(file MATCHES "^test_.*[.]cpp$")
      string(REGEX REPLACE "[.]cpp$" ".moc" output "${file}")
    elseif(file MATCHES "[.]h$")
      string(REGEX REPLACE "^(.*)[.]h$" "moc_\\1.cpp" output "${file}")
    else()
      continue()
    endif()
    add_custom_command(
      OUTPUT "${folder}/${output}"
      COMMAND Qt6::moc -o "${folder}/${output}" "${CMAKE_CURRENT_SOURCE_DIR}/${source}"
      DEPENDS "${source}"
      VERBATIM)
    target_sources(${name} PRIVATE "${folder}/${output}")
  endforeach()
  file(MAKE_DIRECTORY "${folder}")
  target_include_directories(${name} PRIVATE "${folder}")
endfunction()
