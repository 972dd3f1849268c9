// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QStringList>

namespace ccad::cli {

/// The content of metrics.json in lines for people.
[[nodiscard]] QStringList evaluationText(const QJsonObject& metrics);

/// "0.912 (0.880 to 0.943)" of name, name_low and name_high, or "0.912" where these are not known.
[[nodiscard]] QString figureWithInterval(const QJsonObject& figures, const QString& name);

} // namespace ccad::cli
