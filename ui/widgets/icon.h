// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QSize>
#include <QString>

namespace ccad {

/// Makes the files under :/icons available; the functions below call it themselves.
void initIcons();

/// An icon of resources/icons, drawn in the text colour of the current palette (so that it follows
/// a change of theme) and sharp at any scale. Name without ".svg".
[[nodiscard]] QIcon themedIcon(const QString& name);

/// The icon as a picture in one colour.
[[nodiscard]] QPixmap iconPixmap(const QString& name, QSize size, const QColor& colour,
                                 qreal devicePixelRatio);

} // namespace ccad
