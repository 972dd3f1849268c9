// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/imaging/display_lut.h"
#include "core/imaging/radiograph.h"

#include <QJsonObject>

#include <vector>

namespace ccad {

/// How a radiograph becomes a network's input. Stored in the model package; a network must be fed
/// as it was trained.
struct PreprocessSpec
{
    /// Stretch: both sides to inputSize. Letterbox: the longer side to inputSize, black beside it.
    enum class Fit
    {
        Stretch,
        Letterbox
    };

    int inputSize = 224; ///< pixels, square
    Fit fit = Fit::Stretch;
    float rangeLow = -1; ///< input value of black
    float rangeHigh = 1; ///< input value of white

    bool operator==(const PreprocessSpec&) const = default;
};

[[nodiscard]] QJsonObject toJson(const PreprocessSpec& spec);
/// Error: InvalidArgument naming the key that is missing, unknown or out of range.
[[nodiscard]] Result<PreprocessSpec> preprocessSpecFromJson(const QJsonObject& json);

/// One network input: planar, channels x height x width, values within the spec's range.
struct NetworkInput
{
    int channels = 1; ///< 1: grey, given to all three colour channels of the network; 3: RGB
    int height = 0;
    int width = 0;
    std::vector<float> values;
    /// The rectangle of the input that the whole radiograph covers, in input pixels. A saliency map
    /// over the input is drawn on the radiograph through it.
    double imageLeft = 0;
    double imageTop = 0;
    double imageWidth = 0;
    double imageHeight = 0;
};

/// The only way from a Radiograph to a network's input.
class Preprocessor
{
public:
    explicit Preprocessor(const PreprocessSpec& spec);

    [[nodiscard]] const PreprocessSpec& spec() const { return m_spec; }

    /// The picture as the screen shows it at first (initialVoi), resized by area averaging.
    [[nodiscard]] NetworkInput operator()(const Radiograph& radiograph) const;
    /// The same for a picture that is grey already.
    [[nodiscard]] NetworkInput operator()(const GrayImage16& image) const;

private:
    PreprocessSpec m_spec;
};

} // namespace ccad
