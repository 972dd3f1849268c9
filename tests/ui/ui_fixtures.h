// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/finding.h"
#include "core/package/model_package.h"
#include "ui/study/study_loader.h"

#include <QPushButton>

#include <functional>
#include <memory>
#include <vector>

namespace ccad::test {

using namespace Qt::StringLiterals;

/// The button of that object name somewhere in the widget.
inline QPushButton& buttonIn(const QWidget& widget, const char* name)
{
    auto* button = widget.findChild<QPushButton*>(QString::fromLatin1(name));
    if (!button)
        qFatal("There is no button %s.", name);
    return *button;
}

/// 16-bit, columns x rows, values rising from left to right.
inline Radiograph ramp(int columns, int rows, int step = 10)
{
    auto pixels = std::make_shared<std::vector<std::uint16_t>>();
    for (int y = 0; y < rows; ++y)
        for (int x = 0; x < columns; ++x)
            pixels->push_back(std::uint16_t(x * step));
    Radiograph radiograph;
    radiograph.columns = columns;
    radiograph.rows = rows;
    radiograph.pixels = pixels;
    radiograph.initialVoi
        = VoiWindow{columns * step / 2.0, double(columns * step), VoiFunction::LinearExact, {}};
    return radiograph;
}

inline OpenedStudy openedRamp(int columns, int rows)
{
    const Radiograph radiograph = ramp(columns, rows);
    return {u"/somewhere/ramp.dcm"_s, radiograph, PicturePyramid(radiograph, radiograph.initialVoi),
            VoiWindow{100, 200, VoiFunction::LinearExact, {}}, 1.0};
}

/// A drawing that a file brings along, as large as its picture.
inline OverlayPlane planeOf(int columns, int rows, const std::function<bool(int, int)>& isSet)
{
    OverlayPlane plane;
    plane.group = 0x6000;
    plane.columns = columns;
    plane.rows = rows;
    std::vector<std::uint8_t> bits(plane.stride() * size_t(rows));
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column)
            if (isSet(column, row))
                bits[plane.stride() * size_t(row) + size_t(column / 8)]
                    |= std::uint8_t(1 << column % 8);
    plane.bits = std::make_shared<const std::vector<std::uint8_t>>(std::move(bits));
    return plane;
}

/// Three classes as in the default model, the first one positive.
inline ModelManifest threeClasses()
{
    ModelManifest manifest;
    manifest.name = u"test-model"_s;
    manifest.version = u"1.2.3"_s;
    manifest.network.widthMultiplier = 0.35;
    manifest.network.inputSize = 96;
    manifest.network.classes = 3;
    manifest.preprocess.inputSize = 96;
    manifest.classes = {{u"covid"_s, u"COVID-19"_s},
                        {u"pneumonia"_s, u"Other pneumonia"_s},
                        {u"normal"_s, u"No finding"_s}};
    manifest.positiveClass = 0;
    manifest.threshold = 0.4;
    manifest.weightsSha256 = QString(64, QLatin1Char('a'));
    return manifest;
}

inline Finding findingOf(std::vector<float> probabilities, int label)
{
    Finding finding;
    finding.probabilities = std::move(probabilities);
    finding.label = label;
    finding.positive = finding.probabilities.front() >= 0.4F;
    finding.map.map = {2, 2, {0.0F, 1.0F, 0.5F, 0.0F}};
    return finding;
}

} // namespace ccad::test
