// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QPointF>
#include <QString>

#include <vector>

namespace ccad {

/// A length (two points) or an angle (three, the vertex in the middle) on a radiograph, in pixels
/// of the unturned picture; pixel (0, 0) covers 0..1.
struct Measurement
{
    enum class Kind
    {
        Length,
        Angle
    };
    Kind kind = Kind::Length;
    std::vector<QPointF> points;
    bool operator==(const Measurement&) const = default;
};

/// Number of points of a complete measurement.
[[nodiscard]] int pointsOf(Measurement::Kind kind);
[[nodiscard]] bool isWhole(const Measurement& measurement);

/// A reader's additions to one study.
struct StudyNote
{
    QString comment;
    std::vector<Measurement> measurements;

    [[nodiscard]] bool isEmpty() const { return comment.isEmpty() && measurements.empty(); }
    bool operator==(const StudyNote&) const = default;
};

/// Everything in either note, nothing twice.
[[nodiscard]] StudyNote merged(const StudyNote& first, const StudyNote& second);

[[nodiscard]] QJsonArray toJson(const std::vector<Measurement>& measurements);
/// Leaves out incomplete measurements.
[[nodiscard]] std::vector<Measurement> measurementsFrom(const QJsonArray& json);

} // namespace ccad
