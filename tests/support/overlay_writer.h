// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

class DcmDataset;

namespace ccad::test {

/// One of the overlays of a file, as groups 60xx have it.
struct OverlaySpec
{
    int group = 0x6000;
    int columns = 0;
    int rows = 0;
    int left = 1; ///< of its origin, counted from 1
    int top = 1;
    const char* type = "G";
    QString label;
    QString description;
    std::function<bool(int column, int row)> isSet; ///< empty: without data
    int bitsAllocated = 1; ///< more with data: so many for each pixel
    int bitPosition = 0;
    std::optional<int> firstFrame;
    qsizetype bytes = -1; ///< what is left of its data; -1: all
    bool asBytes = false; ///< OB instead of OW
};

void addOverlay(DcmDataset& dataset, const OverlaySpec& spec);

/// A square frame, `width` thick, that begins at (left, top).
[[nodiscard]] std::function<bool(int, int)> squareFrame(int left, int top, int side, int width);

} // namespace ccad::test
