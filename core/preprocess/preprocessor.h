// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/imaging/display_lut.h"
#include "core/imaging/reader.h"

#include <QJsonObject>

#include <cstdint>
#include <span>
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
    /// The mean grey of the whole input (black beside a letterboxed picture counts) is taken from
    /// each grey 0..1 before the range is applied: low + (grey - mean) * (high - low).
    bool centreSample = false;

    bool operator==(const PreprocessSpec&) const = default;
};

/// Centring as a package has to store it, since prediction must repeat what training did.
///
/// Sample-wise centring subtracts a different mean from each input: `centreSample`. Feature-wise
/// centring makes the mean input over the training images 0. Its features are pixels of one grey
/// channel that share one mean, hence it subtracts a constant, which is a shift of both ends of the
/// range and needs no field of its own. After sample-wise centring the mean input is rangeLow
/// whatever the images are; without it, meanGrey (0..1, of the training images alone) decides.
[[nodiscard]] PreprocessSpec centred(const PreprocessSpec& spec, bool samples, bool features,
                                     double meanGrey);

/// The key of centreSample is written only when it is true: packages without it stay as they were.
[[nodiscard]] QJsonObject toJson(const PreprocessSpec& spec);
/// Error: InvalidArgument naming the key that is missing, unknown or out of range.
[[nodiscard]] Result<PreprocessSpec> preprocessSpecFromJson(const QJsonObject& json);

/// One network input: planar, channels x height x width, values within the range of a spec that
/// does not centre.
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

/// A picture resized and placed as the network's input, before its greys are mapped to the range.
struct FittedImage
{
    GrayImage16 image; ///< inputSize x inputSize
    int left = 0; ///< the part that the whole radiograph covers, in input pixels
    int top = 0;
    int width = 0;
    int height = 0;
};

/// What the network gets, and a thumbnail of the same picture.
struct InputWithThumbnail
{
    NetworkInput input;
    GrayImage8 thumbnail;
};

/// The only way from a Radiograph to a network's input.
class Preprocessor
{
public:
    explicit Preprocessor(const PreprocessSpec& spec);

    [[nodiscard]] const PreprocessSpec& spec() const { return m_spec; }

    /// The picture as the screen shows it at first (initialVoi), resized by area averaging.
    [[nodiscard]] NetworkInput operator()(const Radiograph& radiograph) const;
    /// The same of a picture that was read at a reduced size.
    [[nodiscard]] NetworkInput operator()(const ReducedRadiograph& reduced) const;
    /// The same with a thumbnail, whose longer side has thumbnailSide pixels.
    [[nodiscard]] InputWithThumbnail prepare(const ReducedRadiograph& reduced,
                                             int thumbnailSide) const;
    /// The size at which a picture may be read for the network and a thumbnail: twice the input's,
    /// since a decoder's reduction is only close to averaging.
    [[nodiscard]] ReadSize readSize() const { return {2 * m_spec.inputSize}; }
    /// The input for a picture that is grey already; the same to the last bit.
    [[nodiscard]] NetworkInput operator()(const GrayImage16& image) const;

    // The two halves of it, for those that keep pictures between them.
    [[nodiscard]] FittedImage fit(const GrayImage16& image) const;
    /// Of the greys of a whole input, 0..65535.
    [[nodiscard]] std::vector<float> values(std::span<const std::uint16_t> greys) const;
    /// The same in place for greys 0..1.
    void toRange(std::span<float> greys) const;

private:
    [[nodiscard]] NetworkInput inputOf(const FittedImage& fitted) const;

    PreprocessSpec m_spec;
};

} // namespace ccad
