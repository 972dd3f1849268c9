// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results/coded_concept.h"
#include "core/results_reading/object_facts.h"

#include <QPointF>
#include <QString>

#include <optional>
#include <vector>

namespace ccad::results {

/// A place in a film (SCOORD, PS3.3 C.18.6), in pixels of the film's file: pixel (0, 0) covers
/// 0..1.
struct ReportedRegion
{
    enum class Shape
    {
        Points, ///< one or several
        Line, ///< closed where the last point is the first
        Circle, ///< centre, and a point on it
        Ellipse ///< the ends of the longer axis, then of the shorter one
    };
    Shape shape = Shape::Points;
    std::vector<QPointF> points;
    /// What the region is selected from; empty where the report does not say.
    std::vector<ObjectReference> images;
};

/// An item of a report's content tree (PS3.3 C.17.3).
struct ContentItem
{
    QString relation; ///< to the item above, in words: "has observation context"
    QString valueType; ///< as DICOM has it: "NUM"
    Code name; ///< may be empty
    QString value; ///< in words, with its unit; of a container nothing
    Code code; ///< of a CODE; of a NUM its unit
    std::optional<double> number; ///< of a NUM
    std::optional<ReportedRegion> region; ///< of a SCOORD
    std::vector<ObjectReference> references; ///< of an IMAGE and the like
    std::vector<ContentItem> children;

    /// The first child of that name: "122157", "DCM".
    [[nodiscard]] const ContentItem* child(QStringView codeValue, QStringView scheme) const;
    [[nodiscard]] bool isNamed(QStringView codeValue, QStringView scheme) const
    {
        return name.value == codeValue && name.scheme == scheme;
    }
};

/// A structured report of whatever template, as a tree of words.
struct StructuredReport
{
    ContentItem root;
    QString completion; ///< "complete", "partial", or empty
    QString verification; ///< "verified by Family Given", "unverified", or empty
    /// The rest was left out: there are limits on the number of items and on their text.
    bool isTruncated = false;
};

} // namespace ccad::results
