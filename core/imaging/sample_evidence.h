// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <functional>

namespace ccad::imaging {

// What samples say of themselves, where a header may be wrong: in a picture, neighbours are alike.

/// One sample of each pixel, row after row, behind the declared picture, too.
struct SampleRows
{
    std::function<double(qint64)> at; ///< the sample of pixel i
    qint64 columns = 0; ///< as declared
    qint64 rows = 0;
    qint64 count = 0; ///< of samples that are there; at least columns x rows
};

/// How much samples `lag` apart differ, as a share of how much any two do: near 0 in a picture,
/// near 1 where samples that are no neighbours follow each other. Looks at some ten thousand of
/// the first `count` samples. 1 where all are equal.
[[nodiscard]] double roughness(const std::function<double(qint64)>& at, qint64 count, qint64 lag);

/// What samples behind the last declared row are.
enum class BehindRows
{
    Nothing, ///< none
    OneValue, ///< all the same: padding
    FurtherRows, ///< the rows go on: the picture is higher than declared
    WiderRows, ///< rows are longer than declared: the picture is sheared
    Other
};

struct FoundBehind
{
    BehindRows kind = BehindRows::Nothing;
    qint64 number = 0; ///< FurtherRows: of whole rows; WiderRows: the columns of each row
};

[[nodiscard]] FoundBehind samplesBehind(const SampleRows& rows);

/// True where the samples lie as rows of `other` columns beyond doubt, and not of the declared
/// ones: sides that were exchanged.
[[nodiscard]] bool liesInRowsOf(const SampleRows& rows, qint64 other);

} // namespace ccad::imaging
