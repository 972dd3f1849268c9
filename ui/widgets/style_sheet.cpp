// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/internal/style_sheet.h"

#include "ui/widgets/theme.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

// @name stands for a colour of the theme.
constexpr auto sheet = R"(
QMainWindow, QMainWindow::separator { background: @window; }
QMenuBar { background: @surface; color: @text; padding: 2px 4px; }
QMenuBar::item { padding: 4px 8px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: @hover; }
QMenu { background: @field; color: @text; border: 1px solid @border; padding: 4px; }
QMenu::item { padding: 4px 24px 4px 8px; border-radius: 4px; }
QMenu::item:selected { background: @accent; color: @accentText; }
QMenu::item:disabled { color: @faded; background: transparent; }
QMenu::separator { height: 1px; background: @border; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }

QToolBar { background: @surface; border: none; border-bottom: 1px solid @border; padding: 4px 8px; spacing: 4px; }
QToolBar::separator { width: 1px; background: @border; margin: 4px 4px; }
QToolButton { background: transparent; color: @text; border: 1px solid transparent; border-radius: 6px; padding: 4px; }
QToolButton:hover { background: @hover; }
QToolButton:pressed { background: @border; }
QToolButton:checked { background: @hover; border-color: @border; }
QToolButton:focus { border-color: @accent; }

QPushButton { background: @field; color: @text; border: 1px solid @border; border-radius: 6px; padding: 4px 12px; }
QPushButton:hover { background: @hover; }
QPushButton:focus { border-color: @accent; }
QPushButton:disabled, QToolButton:disabled { color: @faded; }
QToolButton#exportPlot { border-color: @border; padding: 2px 20px 2px 8px; }
QToolButton#exportPlot:hover { background: @hover; }
QToolButton#exportPlot:focus { border-color: @accent; }
QToolButton#exportPlot::menu-indicator { image: url(:/icons/arrow-@theme.svg); width: 12px; height: 12px; subcontrol-position: right center; right: 4px; }
QToolButton[role="bordered"] { border-color: @border; padding: 4px 8px; }
QToolButton[role="bordered"]:checked { background: @border; border-color: @mutedText; }
QToolButton[role="bordered"]:focus { border-color: @accent; }

QStatusBar { background: @surface; color: @mutedText; border-top: 1px solid @border; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: @mutedText; padding: 0 8px; }

QSplitter::handle { background: @border; }
QSplitter::handle:hover { background: @accent; }

QToolTip { background: @field; color: @text; border: 1px solid @border; padding: 4px; }

QListView { background: @surface; border: none; outline: none; }
QListWidget::item { padding: 8px; border-radius: 6px; color: @text; }
QListWidget::item:hover, QListWidget::item:selected { background: @hover; color: @text; }
QListWidget::item:selected { border-left: 3px solid @accent; }
QListView#predictions { background: @window; }
QListWidget#deid-paths, QListWidget#deid-results { border: 1px solid @border; border-radius: 6px; }

QTableView { background: @surface; color: @text; border: none; outline: none; selection-background-color: @hover; selection-color: @text; }
QTableView::item { padding: 4px 8px; border-bottom: 1px solid @border; }
QTableView::item:focus { border: 1px solid @accent; }
QTreeView { background: @surface; color: @text; border: none; outline: none; selection-background-color: @hover; selection-color: @text; show-decoration-selected: 1; }
QTreeView::item { padding: 4px 0; }
QTreeView:focus { border: 1px solid @accent; }
QHeaderView { background: @surface; border: none; }
QHeaderView::section { background: @surface; color: @mutedText; border: none; border-bottom: 1px solid @border; padding: 4px 8px; font-weight: 600; }

QTabWidget::pane { border: none; border-top: 1px solid @border; }
QTabBar { background: @surface; }
QTabBar::tab { background: transparent; color: @mutedText; padding: 8px 16px; border: none; border-bottom: 2px solid transparent; }
QTabBar::tab:hover { background: @hover; color: @text; }
QTabBar::tab:selected { color: @text; border-bottom: 2px solid @accent; }
QTabBar::tab:focus { color: @accent; }

QTextBrowser { background: @field; border: none; padding: 16px; }

QComboBox { background: @field; color: @text; border: 1px solid @border; border-radius: 6px; padding: 4px 8px; }
QComboBox:hover { background: @hover; }
QComboBox:focus { border-color: @accent; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url(:/icons/arrow-@theme.svg); width: 16px; height: 16px; }
QComboBox QAbstractItemView { background: @field; color: @text; border: 1px solid @border; selection-background-color: @accent; selection-color: @accentText; outline: none; }

QCheckBox { spacing: 8px; padding: 2px; border: 1px solid transparent; border-radius: 4px; }
QCheckBox:focus { border-color: @accent; }
QCheckBox::indicator { width: 16px; height: 16px; border: 1px solid @mutedText; border-radius: 4px; background: @field; }
QCheckBox::indicator:checked { border-color: @accent; background: @accent; image: url(:/icons/check-@theme.svg); }

QSlider { min-height: 20px; border: 1px solid transparent; border-radius: 4px; }
QSlider:focus { border-color: @accent; }
QSlider::groove:horizontal { height: 4px; background: @track; border-radius: 2px; margin: 0 4px; }
QSlider::sub-page:horizontal { background: @accent; border-radius: 2px; margin: 0 4px; }
QSlider::handle:horizontal { width: 14px; height: 14px; margin: -5px -4px; border-radius: 7px; background: @text; }
QSlider::sub-page:horizontal:disabled, QSlider::handle:horizontal:disabled { background: @faded; }

QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar::handle:vertical { background: @border; border-radius: 4px; min-height: 24px; margin: 1px; }
QScrollBar::handle:vertical:hover { background: @mutedText; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle:horizontal { background: @border; border-radius: 4px; min-width: 24px; margin: 1px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QProgressBar { background: transparent; border: none; max-height: 2px; min-height: 2px; }
QProgressBar::chunk { background: @accent; }

QLineEdit, QSpinBox, QDoubleSpinBox { background: @field; color: @text; border: 1px solid @border; border-radius: 6px; padding: 4px 8px; selection-background-color: @accent; selection-color: @accentText; }
QLineEdit:hover, QSpinBox:hover, QDoubleSpinBox:hover { background: @hover; }
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus { border-color: @accent; }
QLineEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled { color: @faded; }
QSpinBox::up-button, QDoubleSpinBox::up-button { subcontrol-origin: border; subcontrol-position: top right; width: 24px; border: none; }
QSpinBox::down-button, QDoubleSpinBox::down-button { subcontrol-origin: border; subcontrol-position: bottom right; width: 24px; border: none; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { image: url(:/icons/arrow-up-@theme.svg); width: 12px; height: 12px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow { image: url(:/icons/arrow-@theme.svg); width: 12px; height: 12px; }
QSpinBox::up-button, QDoubleSpinBox::up-button { subcontrol-origin: border; subcontrol-position: top right; border: none; width: 24px; }
QSpinBox::down-button, QDoubleSpinBox::down-button { subcontrol-origin: border; subcontrol-position: bottom right; border: none; width: 24px; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { image: url(:/icons/arrow-up-@theme.svg); width: 12px; height: 12px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow { image: url(:/icons/arrow-@theme.svg); width: 12px; height: 12px; }
QPlainTextEdit { background: @field; color: @text; border: 1px solid @border; border-radius: 6px; padding: 4px; }
QPlainTextEdit:focus { border-color: @accent; }

QFrame#rail { background: @surface; border: none; border-right: 1px solid @border; }
QFrame#rail QToolButton { padding: 8px 4px; border: 1px solid transparent; color: @mutedText; }
QFrame#rail QToolButton:checked { background: @hover; color: @text; border-color: @border; }
QFrame#rail QToolButton:focus { border-color: @accent; }
QFrame#line { background: @border; border: none; }
QLabel[role="title"] { font-size: 15pt; font-weight: 600; }
QLabel[role="muted"] { color: @mutedText; }
QLabel[role="figure"] { font-size: 17pt; font-weight: 600; }
QLabel[role="heading"] { color: @mutedText; font-weight: 600; }
QFrame#messageBar { background: @field; border: none; border-bottom: 1px solid @border; }
QFrame#messageBar[severity="error"] { border-left: 3px solid @error; }
QFrame#messageBar[severity="information"] { border-left: 3px solid @accent; }
QFrame#banner { background: @field; border: 1px solid @warning; border-radius: 6px; }
QFrame#footer { background: @field; border: none; border-top: 1px solid @border; }
)";

} // namespace

QString styleSheetOf(Theme theme)
{
    const ThemeColours& c = coloursOf(theme);
    QColor faded = c.mutedText;
    faded.setAlphaF(0.55F);
    // Longer names first: @accent is the beginning of @accentText.
    const std::pair<const char*, QColor> names[] = {{"@accentText", c.accentText},
                                                    {"@mutedText", c.mutedText},
                                                    {"@accent", c.accent},
                                                    {"@window", c.window},
                                                    {"@surface", c.surface},
                                                    {"@field", c.field},
                                                    {"@hover", c.hover},
                                                    {"@border", c.border},
                                                    {"@text", c.text},
                                                    {"@track", c.track},
                                                    {"@warning", c.warning},
                                                    {"@error", c.error},
                                                    {"@faded", faded}};
    QString result = QString::fromLatin1(sheet);
    result.replace(QLatin1String("@theme"), keyOf(theme));
    for (const auto& [name, colour] : names)
        result.replace(QLatin1String(name),
                       u"rgba(%1,%2,%3,%4)"_s.arg(colour.red())
                           .arg(colour.green())
                           .arg(colour.blue())
                           .arg(colour.alpha()));
    return result;
}

} // namespace ccad
