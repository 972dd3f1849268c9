# ccad_module(<name> SOURCES ... [PUBLIC lib ...] [PRIVATE lib ...] [TORCH])
#   A static library ccad_<name>, known to others as ccad::<name>.
#   TORCH: the module includes Torch; its headers are precompiled once and shared by all such modules.
function(ccad_module name)
  cmake_parse_arguments(arg "TORCH" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(ccad_${name} STATIC ${arg_SOURCES})
  add_library(ccad::${name} ALIAS ccad_${name})
  target_link_libraries(
    ccad_${name}
    PUBLIC ccad_options ${arg_PUBLIC}
    PRIVATE ccad_warnings ${arg_PRIVATE})
  if(arg_TORCH)
    ccad_use_torch(ccad_${name})
  endif()
endfunction()

# Gives a target Torch and the shared precompiled header (20 s a translation unit without it).
function(ccad_use_torch target)
  target_link_libraries(${target} PRIVATE ccad_torch Qt6::Core)
  if(NOT TARGET ccad_torch_pch)
    file(WRITE "${CMAKE_BINARY_DIR}/torch_pch.cpp" "// Holds Torch's precompiled header.\n")
    add_library(ccad_torch_pch OBJECT "${CMAKE_BINARY_DIR}/torch_pch.cpp")
    target_link_libraries(ccad_torch_pch PRIVATE ccad_options ccad_warnings ccad_torch Qt6::Core)
    target_precompile_headers(ccad_torch_pch PRIVATE <torch/torch.h>)
  endif()
  target_precompile_headers(${target} REUSE_FROM ccad_torch_pch)
endfunction()

# ccad_test(<name> SOURCES ... [LIBS lib ...] [LABELS label ...] [TORCH])
#   One Qt Test program, run by CTest on the offscreen platform. OpenMP's threads sleep while they wait: spinning,
#   they would take the cores from tests that run at the same time.
function(ccad_test name)
  cmake_parse_arguments(arg "TORCH" "" "SOURCES;LIBS;LABELS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ON)
  target_link_libraries(${name} PRIVATE ccad_options ccad_warnings Qt6::Test ${arg_LIBS})
  target_compile_definitions(${name} PRIVATE CCAD_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  if(arg_TORCH)
    ccad_use_torch(${name})
  endif()
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES LABELS "${arg_LABELS}" ENVIRONMENT "QT_QPA_PLATFORM=offscreen;OMP_WAIT_POLICY=PASSIVE" TIMEOUT 600)
endfunction()
