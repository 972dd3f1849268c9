// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results/result_picture.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace ccad::results {

/// A PDF of one A4 page: the title, the lines, and the picture below them. Real text in Helvetica,
/// which every reader of PDF has; of its letters those of ASCII. The same arguments give the same
/// bytes.
[[nodiscard]] QByteArray plainPage(const QString& title, const QStringList& lines,
                                   const ColourPicture& picture);

} // namespace ccad::results
