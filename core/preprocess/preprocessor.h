// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/imaging/network_greys.h"
#include "core/preprocess/lung_finder.h"
#include "core/preprocess/lung_preparation.h"

#include <QJsonObject>
#include <QString>

#include <cstdint>
#include <memory>
#include <optional>
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
    /// Subtracts the mean grey of the whole input (black beside a letterboxed picture counts) from
    /// each grey 0..1 before the range is applied: low + (grey - mean) * (high - low).
    bool centreSample = false;
    /// The greys that the network and what finds the lungs see of a picture.
    GreyRule greys = GreyRule::Displayed;

    LungPreparation lungs = {};
    /// Checksum, hexadecimal, of the weights of the lung package that the network was trained with;
    /// empty unless needsLungs(). Another package would crop in another way.
    QString lungsSha256 = {};

    [[nodiscard]] bool needsLungs() const { return lungs.needsLungs(); }

    bool operator==(const PreprocessSpec&) const = default;
};

/// The spec without crop, harmonising and blanking. For callers that change pictures before a
/// network sees them; half as large again where a crop will be taken of the picture.
[[nodiscard]] PreprocessSpec wholePicture(const PreprocessSpec& spec);

/// Centring as a package has to store it, since prediction must repeat what training did.
///
/// Sample-wise centring subtracts a different mean from each input: `centreSample`. Feature-wise
/// centring makes the mean input over the training images 0. Its features are pixels of one grey
/// channel that share one mean, hence it subtracts a constant, which is a shift of both ends of the
/// range and needs no field of its own. After sample-wise centring the mean input is rangeLow
/// whatever the images are; without it, meanGrey (0..1, of the training images alone) decides.
[[nodiscard]] PreprocessSpec centred(const PreprocessSpec& spec, bool samples, bool features,
                                     double meanGrey);

/// The keys of centreSample, greys, lungs and lungsSha256 are written only if they are set, so that
/// packages without them stay as they were.
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
    /// The rectangle of the input that the whole radiograph covers, in input pixels; it reaches
    /// beyond the input where a part of the radiograph was cropped. A saliency map over the input
    /// is drawn on the radiograph through it.
    double imageLeft = 0;
    double imageTop = 0;
    double imageWidth = 0;
    double imageHeight = 0;
    /// The lungs were needed but not found, so the input shows the whole picture.
    bool lungsMissing = false;
};

/// The rectangle of the input that the whole radiograph or, after a crop, its box covers.
struct InputPlace
{
    int left = 0; ///< input pixels
    int top = 0;
    int width = 0;
    int height = 0;
    CropBox shown = {}; ///< the part of the radiograph that is there
    bool lungsMissing = false; ///< see NetworkInput
};

/// An input without values, inputSize pixels a side.
[[nodiscard]] NetworkInput emptyInput(int inputSize, const InputPlace& place);

/// A picture cropped, resized and placed as the network's input, harmonised, and blanked outside
/// the lungs, before its greys are mapped to the range.
struct FittedImage
{
    GrayImage16 image; ///< inputSize x inputSize
    InputPlace place;
};

/// The values of an input, from the greys 0..65535 of a fitted image.
[[nodiscard]] std::vector<float> inputValues(const PreprocessSpec& spec,
                                             std::span<const std::uint16_t> greys);
/// Maps greys 0..1 to the range, in place.
void toRange(const PreprocessSpec& spec, std::span<float> greys);

/// The network's input, and a thumbnail of the same picture.
struct InputWithThumbnail
{
    NetworkInput input;
    GrayImage8 thumbnail;
};

/// The only way from a Radiograph to a network's input. Safe to use from several threads at once.
/// preprocessorFor() (core/lungs/preprocessor_for.h) makes it for any spec.
class Preprocessor
{
public:
    /// For a spec that does not need lungs.
    explicit Preprocessor(const PreprocessSpec& spec) : Preprocessor(spec, nullptr) { }
    /// For any spec; one that needs lungs needs a finder (std::invalid_argument without it).
    Preprocessor(const PreprocessSpec& spec, std::shared_ptr<const LungFinder> finder);

    [[nodiscard]] const PreprocessSpec& spec() const { return m_spec; }

    /// The picture in the spec's greys, resized by area averaging.
    [[nodiscard]] NetworkInput operator()(const Radiograph& radiograph) const;
    /// The input from a picture that was read at a reduced size.
    [[nodiscard]] NetworkInput operator()(const ReducedRadiograph& reduced) const;
    /// The input, and a thumbnail of the whole picture as the screen shows it at first, whose
    /// longer side has thumbnailSide pixels.
    [[nodiscard]] InputWithThumbnail prepare(const ReducedRadiograph& reduced,
                                             int thumbnailSide) const;
    /// The size at which a picture that takes long to decode may be read for the network and a
    /// thumbnail: twice the input's, since a decoder's reduction is only close to averaging, and
    /// half as much again for a crop, which takes about two thirds of each side. Whoever shows a
    /// network a file reads it at this size, so that all get the same answer.
    [[nodiscard]] ReadSize readSize() const;
    /// The input from a picture that is grey already; the same to the last bit.
    [[nodiscard]] NetworkInput operator()(const GrayImage16& image) const;

    /// The steps before inputValues(), for callers that keep pictures.
    [[nodiscard]] FittedImage fit(const GrayImage16& image) const;
    /// fit() for inputs of several sizes; the lungs are looked for once.
    [[nodiscard]] std::vector<FittedImage> fitAt(const ReducedRadiograph& reduced,
                                                 std::span<const int> inputSizes) const;

private:
    [[nodiscard]] NetworkInput inputOf(const FittedImage& fitted) const;

    PreprocessSpec m_spec;
    std::shared_ptr<const LungFinder> m_finder; ///< null: none is needed
};

} // namespace ccad
