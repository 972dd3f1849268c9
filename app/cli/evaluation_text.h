// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QStringList>

namespace ccad::cli {

/// Lines for people of what metrics.json says.
[[nodiscard]] QStringList evaluationText(const QJsonObject& metrics);

/// "0.912", or "-" for null.
[[nodiscard]] QString figure(const QJsonValue& value);
/// "0.912 (0.880 to 0.943)" of key, key_low and key_high.
[[nodiscard]] QString figureWithInterval(const QJsonObject& figures, const QString& key);

} // namespace ccad::cli
