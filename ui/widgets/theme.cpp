// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/theme.h"

#include "ui/widgets/icon.h"
#include "ui/widgets/internal/style_sheet.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontInfo>
#include <QStyle>
#include <QStyleFactory>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

Theme g_theme = Theme::ReadingRoom;

ThemeColours readingRoom()
{
    ThemeColours c;
    c.window = QColor(0x0f1115);
    c.surface = QColor(0x171a20);
    c.field = QColor(0x1e222a);
    c.hover = QColor(0x272c36);
    c.border = QColor(0x2b303b);
    c.text = QColor(0xe6e9ee);
    c.mutedText = QColor(0xa2abba);
    c.accent = QColor(0x5b9dff);
    c.accentText = QColor(0x0b1220);
    c.positive = QColor(0xff9f45);
    c.other = QColor(0x5b9dff);
    c.track = QColor(0x2b303b);
    c.warning = QColor(0xf2c14e);
    c.error = QColor(0xff8a80);
    c.success = QColor(0x5fd38d);
    return c;
}

ThemeColours daylight()
{
    ThemeColours c;
    c.window = QColor(0xeceef2);
    c.surface = QColor(0xf8f9fb);
    c.field = QColor(0xffffff);
    c.hover = QColor(0xe4e8ee);
    c.border = QColor(0xd3d8e0);
    c.text = QColor(0x1a1d23);
    c.mutedText = QColor(0x505866);
    c.accent = QColor(0x1d5fc4);
    c.accentText = QColor(0xffffff);
    c.positive = QColor(0xb45309);
    c.other = QColor(0x1d5fc4);
    c.track = QColor(0xdde2e9);
    c.warning = QColor(0x8a5a00);
    c.error = QColor(0xb3261e);
    c.success = QColor(0x1a7340);
    return c;
}

double luminance(const QColor& colour)
{
    const auto linear
        = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF())
        + 0.0722 * linear(colour.blueF());
}

} // namespace

QString keyOf(Theme theme)
{
    return theme == Theme::Daylight ? u"daylight"_s : u"reading-room"_s;
}

Theme themeOf(const QString& key)
{
    return key == keyOf(Theme::Daylight) ? Theme::Daylight : Theme::ReadingRoom;
}

const ThemeColours& coloursOf(Theme theme)
{
    static const ThemeColours dark = readingRoom();
    static const ThemeColours light = daylight();
    return theme == Theme::Daylight ? light : dark;
}

QPalette paletteOf(Theme theme)
{
    const ThemeColours& c = coloursOf(theme);
    QPalette palette;
    palette.setColor(QPalette::Window, c.surface);
    palette.setColor(QPalette::WindowText, c.text);
    palette.setColor(QPalette::Base, c.field);
    palette.setColor(QPalette::AlternateBase, c.surface);
    palette.setColor(QPalette::Text, c.text);
    palette.setColor(QPalette::PlaceholderText, c.mutedText);
    palette.setColor(QPalette::Button, c.field);
    palette.setColor(QPalette::ButtonText, c.text);
    palette.setColor(QPalette::BrightText, c.error);
    palette.setColor(QPalette::ToolTipBase, c.field);
    palette.setColor(QPalette::ToolTipText, c.text);
    palette.setColor(QPalette::Highlight, c.accent);
    palette.setColor(QPalette::HighlightedText, c.accentText);
    palette.setColor(QPalette::Link, c.accent);
    palette.setColor(QPalette::LinkVisited, c.accent);
    palette.setColor(QPalette::Light, c.hover);
    palette.setColor(QPalette::Midlight, c.hover);
    palette.setColor(QPalette::Mid, c.border);
    palette.setColor(QPalette::Dark, c.border);
    palette.setColor(QPalette::Shadow, c.window);
    QColor faded = c.mutedText;
    faded.setAlphaF(0.55F);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, faded);
    return palette;
}

Theme currentTheme()
{
    return g_theme;
}

const ThemeColours& currentColours()
{
    return coloursOf(g_theme);
}

void applyTheme(QApplication& application, Theme theme)
{
    g_theme = theme;
    initIcons(); // the style sheet names some
    if (application.style()->name() != QLatin1String("fusion"))
        QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    QApplication::setPalette(paletteOf(theme));
    application.setStyleSheet(styleSheetOf(theme));
}

QFont interfaceFont()
{
    QFont font = QApplication::font();
    const QString resolved = QFontInfo(font).family();
    const bool isFallback = resolved.startsWith(QLatin1String("DejaVu"))
        || resolved.startsWith(QLatin1String("Bitstream"));
    if (isFallback && QFontDatabase::hasFamily(u"Roboto"_s))
        font.setFamily(u"Roboto"_s);
    // A bare X server reports 75 dpi or less, which makes 9 pt unreadably small.
    font.setPointSizeF(std::max(font.pointSizeF(), 10.0));
    return font;
}

double contrastRatio(const QColor& first, const QColor& second)
{
    const double a = luminance(first);
    const double b = luminance(second);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

} // namespace ccad
