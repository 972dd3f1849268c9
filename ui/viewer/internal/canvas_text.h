// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPointF>
#include <QRectF>
#include <QString>

class QPainter;

namespace ccad {

// Text that stays readable on any radiograph. The canvas is black in both themes, so its texts take
// the colours of the dark one.

/// The room that a tag takes, its upper left corner at (0, 0).
[[nodiscard]] QRectF tagBox(const QPainter& painter, const QString& text);
/// Text on a dark, rounded ground.
void paintTag(QPainter& painter, const QRectF& box, const QString& text, const QColor& colour);

/// Text with a dark outline: at the left end of its base line, or within a box.
void paintOutlinedText(QPainter& painter, QPointF baseLine, const QString& text,
                       const QColor& colour);
void paintOutlinedText(QPainter& painter, const QRectF& box, Qt::Alignment alignment,
                       const QString& text, const QColor& colour);

} // namespace ccad
