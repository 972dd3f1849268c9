// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/radiograph_promises.h"

#include "core/imaging/modality_values.h"
#include "core/imaging/picture_identity.h"
#include "core/preprocess/preprocessor.h"
#include "tests/fuzz/harness.h"

#include <QDate>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad::fuzz {

namespace {

void expectSpacing(const PixelSpacing& spacing)
{
    for (const double mm : {spacing.rowMm, spacing.columnMm})
        expect(std::isfinite(mm) && mm > 0, "a spacing is a length");
    expect(std::isfinite(spacing.magnification) && spacing.magnification >= 1,
           "nothing is smaller at the detector");
}

void expectPlane(const OverlayPlane& plane, const Radiograph& radiograph)
{
    expect(plane.group >= 0x6000 && plane.group <= 0x601E && plane.group % 2 == 0,
           "an overlay has a group of its own");
    expect(plane.columns > 0 && plane.rows > 0, "an overlay has pixels");
    expect(plane.bits != nullptr
               && plane.bits->size() == plane.stride() * static_cast<std::size_t>(plane.rows),
           "an overlay has as many bits as it says");
    for (const double number : {plane.left, plane.top, plane.columnScale, plane.rowScale})
        expect(std::isfinite(number), "an overlay has a place");
    expect(plane.columnScale > 0 && plane.rowScale > 0, "an overlay has a size");
    // A hair's breadth beyond the edge is rounding.
    constexpr double hair = 1e-6;
    expect(plane.left >= -hair && plane.top >= -hair
               && plane.left + plane.columns * plane.columnScale <= radiograph.columns + hair
               && plane.top + plane.rows * plane.rowScale <= radiograph.rows + hair,
           "an overlay is cut off where the picture ends");
}

void expectDate(const QString& date)
{
    expect(date.isEmpty() || QDate::fromString(date, Qt::ISODate).isValid(), "a date is a day");
}

void expectInput(const NetworkInput& input, int side)
{
    expect(input.values.size()
               == static_cast<std::size_t>(input.channels) * static_cast<std::size_t>(side)
                   * static_cast<std::size_t>(side),
           "an input has the network's size");
    expect(std::all_of(input.values.begin(), input.values.end(),
                       [](float value) { return value >= -1 && value <= 1; }),
           "an input lies within its range");
}

/// What screen, thumbnail, network and worklist make of it.
void expectUses(const ReducedRadiograph& reduced)
{
    const Radiograph& radiograph = reduced.radiograph;
    const std::size_t pixels = radiograph.pixels->size();
    for (const Voi& voi : radiograph.vois)
        expect(DisplayLut(radiograph, voi).apply8(radiograph).pixels.size() == pixels,
               "a curve shows every pixel");
    expect(DisplayLut(radiograph, radiograph.initialVoi).apply16(radiograph).pixels.size()
               == pixels,
           "the initial curve shows every pixel");
    for (const GreyRule rule : {GreyRule::Displayed, GreyRule::Stored1}) {
        constexpr int side = 32;
        constexpr int thumbnail = 24;
        PreprocessSpec spec;
        spec.inputSize = side;
        spec.greys = rule;
        const InputWithThumbnail made = Preprocessor(spec).prepare(reduced, thumbnail);
        expectInput(made.input, side);
        expect(std::max(made.thumbnail.width, made.thumbnail.height) == thumbnail,
               "a thumbnail has its size");
    }
    expect(imaging::pictureSha256(reduced).size() == 64, "a picture has a hash");
}

} // namespace

void expectVoi(const Voi& voi)
{
    if (const auto* window = std::get_if<VoiWindow>(&voi)) {
        expect(std::isfinite(window->center) && std::isfinite(window->width),
               "a window has numbers");
        expect(window->function == VoiFunction::Linear ? window->width >= 1 : window->width > 0,
               "a window is open");
        return;
    }
    const auto& table = std::get<VoiTable>(voi);
    expect(!table.entries.empty() && table.entries.size() <= 65536, "a curve has entries");
    expect(*std::max_element(table.entries.begin(), table.entries.end()) <= table.bits.highest(),
           "no entry is beyond the bits of its curve");
}

void expectFacts(const Radiograph& radiograph)
{
    expect(radiograph.columns > 0 && radiograph.rows > 0, "a picture has a size");
    expect(givesValues(radiograph.bits, radiograph.valueScale, radiograph.valueOffset),
           "every pixel has a value of its own");
    for (const Voi& voi : radiograph.vois)
        expectVoi(voi);
    expectVoi(radiograph.initialVoi);
    if (radiograph.spacing)
        expectSpacing(*radiograph.spacing);
    if (radiograph.patientAgeYears)
        expect(std::isfinite(*radiograph.patientAgeYears) && *radiograph.patientAgeYears >= 0,
               "an age is no less than none");
    expect(!radiograph.refusal || !radiograph.refusal->isEmpty(), "a refusal has a reason");
}

void expectPicture(const ReducedRadiograph& reduced)
{
    const Radiograph& radiograph = reduced.radiograph;
    expectFacts(radiograph);
    expect(radiograph.pixels != nullptr
               && radiograph.pixels->size()
                   == static_cast<std::size_t>(radiograph.columns)
                       * static_cast<std::size_t>(radiograph.rows),
           "a picture has as many pixels as it says");
    expect(*std::max_element(radiograph.pixels->begin(), radiograph.pixels->end())
               <= radiograph.bits.highest(),
           "no pixel is beyond the bits of its picture");
    expect(reduced.reduction >= 1 && reduced.columns >= radiograph.columns
               && reduced.rows >= radiograph.rows,
           "a reduced picture is no larger than the whole");
    for (const OverlayPlane& plane : radiograph.planes)
        expectPlane(plane, radiograph);
    expect(QStringList({u""_s, u"M"_s, u"F"_s, u"O"_s}).contains(radiograph.patientSex),
           "a sex is one of three");
    expectDate(radiograph.studyDate);
    expectDate(radiograph.patientBirthDate);
    expectUses(reduced);
}

} // namespace ccad::fuzz
