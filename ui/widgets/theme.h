// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>
#include <QString>

class QApplication;

namespace ccad {

/// ReadingRoom: dark, for a dim room; the default. Daylight: light.
enum class Theme
{
    ReadingRoom,
    Daylight
};

/// The colours of one theme, with a role in QPalette or without.
struct ThemeColours
{
    QColor window; ///< behind everything
    QColor surface; ///< panels, bars and menus
    QColor field; ///< lists and inputs
    QColor hover;
    QColor border;
    QColor text;
    QColor mutedText; ///< secondary text, still at least 4.5:1 on each of the backgrounds
    QColor accent; ///< focus, selection, links
    QColor accentText; ///< text on accent
    QColor positive; ///< the class that the threshold is about; orange
    QColor other; ///< every other class; blue
    QColor track; ///< the empty part of a bar
    QColor warning;
    QColor error;
    QColor success; ///< a right prediction; never without the word
};

/// The key of a theme in the settings, and back; an unknown key gives ReadingRoom.
[[nodiscard]] QString keyOf(Theme theme);
[[nodiscard]] Theme themeOf(const QString& key);

[[nodiscard]] const ThemeColours& coloursOf(Theme theme);
[[nodiscard]] QPalette paletteOf(Theme theme);

/// The theme that applyTheme chose last.
[[nodiscard]] Theme currentTheme();
[[nodiscard]] const ThemeColours& currentColours();

/// Gives the application style, palette and style sheet of a theme.
void applyTheme(QApplication& application, Theme theme);

/// The platform's font, or Roboto in place of the bare fallback of a system without a font setting.
[[nodiscard]] QFont interfaceFont();

/// WCAG 2.1 contrast ratio, 1..21.
[[nodiscard]] double contrastRatio(const QColor& first, const QColor& second);

/// Distances, in device-independent pixels, all on a grid of 4.
namespace spacing {
inline constexpr int small = 4;
inline constexpr int medium = 8;
inline constexpr int large = 16;
inline constexpr int huge = 24;
} // namespace spacing

} // namespace ccad
