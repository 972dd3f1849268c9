// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <optional>

namespace ccad {

/// The value of a DA or DT, each of its values moved by that many days; times of day and zones
/// stay. A year or a month alone becomes the year or month that its middle moves to. A TM stays as
/// it is. Nothing where a value is no date.
[[nodiscard]] std::optional<QByteArray> movedDates(const QByteArray& value, const QByteArray& vr,
                                                   int days);

} // namespace ccad
