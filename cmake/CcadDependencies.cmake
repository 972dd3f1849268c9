# Every third-party library, each wrapped so that a module links the few parts it needs.

set(CMAKE_THREAD_PREFER_PTHREAD ON)
find_package(Threads REQUIRED)
find_package(Qt6 6.4 REQUIRED COMPONENTS Core Network Sql)
if(CCAD_BUILD_UI)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Gui Widgets PrintSupport Svg Charts)
endif()
if(CCAD_BUILD_TESTS)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Test)
  # Qt6::Test tells each test its folders, by which no two could share a precompiled header; none of ours asks for them.
  add_library(ccad_qtest INTERFACE)
  target_compile_definitions(ccad_qtest INTERFACE QT_TESTLIB_LIB)
  target_include_directories(ccad_qtest SYSTEM INTERFACE ${Qt6Test_INCLUDE_DIRS})
  target_link_libraries(ccad_qtest INTERFACE $<TARGET_FILE:Qt6::Test> Qt6::Core)
endif()
find_package(OpenSSL 3.0 REQUIRED COMPONENTS Crypto SSL)
find_package(ZLIB REQUIRED)
find_package(JPEG REQUIRED)
find_package(PNG REQUIRED)
find_package(TIFF REQUIRED)
find_package(PkgConfig REQUIRED)

# DCMTK's own CMake package names absolute build paths on Debian; its pkg-config file does not know the codecs.
find_path(DCMTK_INCLUDE_DIR dcmtk/dcmdata/dctk.h REQUIRED)
add_library(ccad_dcmtk INTERFACE)
target_include_directories(ccad_dcmtk SYSTEM INTERFACE "${DCMTK_INCLUDE_DIR}")
foreach(part dcmjpls dcmjpeg dcmimgle dcmdata oflog ofstd)
  find_library(DCMTK_${part}_LIBRARY ${part} REQUIRED)
  target_link_libraries(ccad_dcmtk INTERFACE "${DCMTK_${part}_LIBRARY}")
endforeach()

# Of DCMTK's network the profile of its TLS alone (decision 0053).
add_library(ccad_dcmtk_net INTERFACE)
foreach(part dcmtls dcmnet)
  find_library(DCMTK_${part}_LIBRARY ${part} REQUIRED)
  target_link_libraries(ccad_dcmtk_net INTERFACE "${DCMTK_${part}_LIBRARY}")
endforeach()
target_link_libraries(ccad_dcmtk_net INTERFACE ccad_dcmtk)

# Arithmetic on pictures alone: opencv_imgcodecs would load GDAL and a hundred libraries behind it with each program.
find_path(OPENCV_INCLUDE_DIR opencv2/core.hpp PATH_SUFFIXES opencv4 REQUIRED)
add_library(ccad_opencv INTERFACE)
target_include_directories(ccad_opencv SYSTEM INTERFACE "${OPENCV_INCLUDE_DIR}")
foreach(part opencv_imgproc opencv_core)
  find_library(${part}_LIBRARY ${part} REQUIRED)
  target_link_libraries(ccad_opencv INTERFACE "${${part}_LIBRARY}")
endforeach()
# Tests write and read picture files by other code than the program's.
if(CCAD_BUILD_TESTS OR CCAD_BUILD_BENCH)
  find_library(opencv_imgcodecs_LIBRARY opencv_imgcodecs REQUIRED)
  add_library(ccad_opencv_files INTERFACE)
  target_link_libraries(ccad_opencv_files INTERFACE "${opencv_imgcodecs_LIBRARY}" ccad_opencv)
endif()

pkg_check_modules(CHARLS REQUIRED IMPORTED_TARGET charls>=2.4)
# DCMTK brings an older CharLS of its own (libdcmtkcharls) that exports some of the same names with other arguments: it has to
# come first, or DCMTK's encoder would call functions of the newer one. The newer one's own interface has other names.
find_library(DCMTK_CHARLS_LIBRARY dcmtkcharls REQUIRED)
add_library(ccad_charls INTERFACE)
target_link_libraries(ccad_charls INTERFACE "-Wl,--push-state,--no-as-needed,${DCMTK_CHARLS_LIBRARY},--pop-state" PkgConfig::CHARLS)
pkg_check_modules(JXL REQUIRED IMPORTED_TARGET libjxl>=0.7)
pkg_check_modules(OPENJPEG REQUIRED IMPORTED_TARGET libopenjp2>=2.5) # the first that decodes HTJ2K
pkg_check_modules(LIBZIP REQUIRED IMPORTED_TARGET libzip)
pkg_check_modules(LIBARCHIVE REQUIRED IMPORTED_TARGET libarchive)
# The library behind Qt's driver: its own settings close what a file from elsewhere could open.
pkg_check_modules(SYSTEMD REQUIRED IMPORTED_TARGET libsystemd) # the log of a node, and when it is ready
pkg_check_modules(SQLITE3 REQUIRED IMPORTED_TARGET sqlite3>=3.37)

# Torch's own CMake package drags in Caffe2's; three libraries are all that is needed.
find_path(TORCH_INCLUDE_DIR torch/csrc/api/include/torch/torch.h REQUIRED)
add_library(ccad_torch INTERFACE)
target_include_directories(ccad_torch SYSTEM INTERFACE "${TORCH_INCLUDE_DIR}"
                                                       "${TORCH_INCLUDE_DIR}/torch/csrc/api/include")
# Headers of one operator include those that they need instead of all.
target_compile_definitions(ccad_torch INTERFACE AT_PER_OPERATOR_HEADERS)
foreach(part torch torch_cpu c10)
  find_library(${part}_LIBRARY ${part} REQUIRED)
  target_link_libraries(ccad_torch INTERFACE "${${part}_LIBRARY}")
endforeach()
