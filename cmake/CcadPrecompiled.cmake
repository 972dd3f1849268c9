# Most of the time of a unit goes into reading headers of Qt, the standard library and Torch. These are compiled once for all
# targets, so a unit takes about a second instead of five.
#
# ccad_precompile(<target> core|traps|widgets|torch)
#   core: Qt Core and the standard library; traps: the same with ccad_traps; widgets: core and Qt Widgets; torch: Torch (20 s a
#   unit without it).
# Headers of the project are never among them: touching one would compile everything anew.
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

# One object library a kind holds the precompiled header; the others borrow it.
function(ccad_precompile target kind)
  set(owner ccad_precompiled_${kind})
  if(NOT TARGET ${owner})
    file(WRITE "${CMAKE_BINARY_DIR}/${owner}.cpp" "// Holds a precompiled header.\n")
    add_library(${owner} OBJECT "${CMAKE_BINARY_DIR}/${owner}.cpp")
    target_link_libraries(${owner} PRIVATE ccad_options ccad_warnings Qt6::Core)
    if(kind STREQUAL "traps")
      target_link_libraries(${owner} PRIVATE ccad_traps)
    endif()
    if(kind STREQUAL "core" OR kind STREQUAL "traps")
      target_precompile_headers(${owner} PRIVATE ${ccad_standard_headers} ${ccad_core_headers})
    elseif(kind STREQUAL "widgets")
      target_link_libraries(${owner} PRIVATE Qt6::Widgets)
      target_precompile_headers(${owner} PRIVATE ${ccad_standard_headers} ${ccad_core_headers} ${ccad_widgets_headers})
    else()
      target_link_libraries(${owner} PRIVATE ccad_torch)
      target_precompile_headers(${owner} PRIVATE <torch/torch.h>)
    endif()
  endif()
  target_precompile_headers(${target} REUSE_FROM ${owner})
endfunction()
