# Most of the time of a unit goes into reading headers of Qt, the standard library and Torch. These are compiled once for all
# targets, so a unit takes about a second instead of five.
#
# ccad_precompile(<target> core|traps|widgets|torch|tests|tests_widgets)
#   core: Qt Core and the standard library; traps: the same with ccad_traps; widgets: these and Qt Widgets; torch: these and
#   Torch's tensors; tests...: as core or widgets, with Qt Test.
# Headers of the project are never among them: touching one would compile everything anew. Nor are Torch's networks and
# optimisers: a header leaves the templates that it uses to be instantiated by each unit that includes it, precompiled or
# not, and theirs take 4 s.
set(ccad_standard_headers
    <algorithm> <array> <atomic> <chrono> <cmath> <cstdint> <cstring> <functional> <limits> <map> <memory> <mutex>
    <numeric> <optional> <set> <span> <string> <utility> <variant> <vector>)
set(ccad_core_headers
    <QByteArray> <QCoreApplication> <QDateTime> <QDir> <QElapsedTimer> <QFile> <QFileInfo> <QHash> <QJsonArray>
    <QJsonDocument> <QJsonObject> <QList> <QMetaType> <QObject> <QRegularExpression> <QSet> <QString> <QStringList>)
set(ccad_widgets_headers
    <QAction> <QApplication> <QCheckBox> <QComboBox> <QDialog> <QFormLayout> <QHBoxLayout> <QHeaderView> <QImage>
    <QKeyEvent> <QLabel> <QLineEdit> <QListView> <QMenu> <QMimeData> <QPainter> <QPainterPath> <QPushButton>
    <QSortFilterProxyModel> <QSpinBox> <QStackedWidget> <QStyledItemDelegate> <QTableView> <QTextBrowser> <QThreadPool>
    <QTimer> <QToolButton> <QUndoStack> <QVBoxLayout> <QWidget>)

set(ccad_torch_headers
    <ATen/Context.h> <ATen/TensorOperators.h> <ATen/core/grad_mode.h> <ATen/ops/empty.h> <ATen/ops/empty_like.h>
    <ATen/ops/tensor.h> <ATen/ops/zeros.h>)
set(ccad_tests_headers <QProcess> <QTemporaryDir> <QTest>)

# One object library a kind holds the precompiled header; the others borrow it.
function(ccad_precompile target kind)
  set(owner ccad_precompiled_${kind})
  if(NOT TARGET ${owner})
    file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/${owner}.cpp" CONTENT "// Holds a precompiled header.\n")
    add_library(${owner} OBJECT "${CMAKE_BINARY_DIR}/${owner}.cpp")
    set(headers ${ccad_standard_headers} ${ccad_core_headers})
    target_link_libraries(${owner} PRIVATE ccad_options ccad_warnings Qt6::Core)
    if(kind STREQUAL "traps")
      target_link_libraries(${owner} PRIVATE ccad_traps)
    elseif(kind STREQUAL "widgets")
      target_link_libraries(${owner} PRIVATE Qt6::Widgets)
      list(APPEND headers ${ccad_widgets_headers})
    endif()
    if(kind STREQUAL "torch")
      target_link_libraries(${owner} PRIVATE ccad_torch)
      list(APPEND headers ${ccad_torch_headers})
    endif()
    if(kind MATCHES "tests")
      target_link_libraries(${owner} PRIVATE ccad_qtest)
      list(APPEND headers ${ccad_tests_headers})
    endif()
    if(kind STREQUAL "tests_widgets")
      list(APPEND headers <QtTest>)
    endif()
    target_precompile_headers(${owner} PRIVATE ${headers})
  endif()
  target_precompile_headers(${target} REUSE_FROM ${owner})
endfunction()
