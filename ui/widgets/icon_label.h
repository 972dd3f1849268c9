// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"

#include <QString>
#include <QWidget>

namespace ccad {

/// A small icon in one of the theme's colours; follows a change of theme.
class IconLabel final : public QWidget
{
    Q_OBJECT
public:
    using Colour = QColor ThemeColours::*;

    explicit IconLabel(QWidget* parent = nullptr);
    IconLabel(const QString& icon, Colour colour, const QString& meaning,
              QWidget* parent = nullptr);

    /// `meaning` is what the icon says, in words.
    void setIcon(const QString& icon, Colour colour, const QString& meaning);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_icon;
    Colour m_colour = &ThemeColours::text;
};

} // namespace ccad
