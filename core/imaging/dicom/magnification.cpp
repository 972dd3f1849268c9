// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/magnification.h"

#include "core/base/plain_number.h"
#include "core/imaging/dicom/internal/numeric_text.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

constexpr double rounding = 1.001;
constexpr double mostMagnification = 3;
/// Distances are typed by hand or measured once.
constexpr double sameFactor = 1.05;

/// A factor of the file; nothing where it says none.
struct Factor
{
    std::optional<double> value;
    QStringList notes;
};

QString numberText(double number)
{
    return plainNumber(number, 4);
}

/// The first number of an attribute, with a note where it is not written as it should be.
std::optional<double> numberOf(DcmDataset& dataset, const DcmTagKey& tag, const QString& name,
                               QStringList& notes)
{
    const NumericText numbers = numericText(text(dataset, tag));
    if (numbers.values.empty())
        return std::nullopt;
    if (!numbers.values.front()) {
        notes << u"The file's %1 was ignored: it is no number."_s.arg(name);
        return std::nullopt;
    }
    if (!numbers.isRegular)
        notes << readingNote(name, numbers);
    return numbers.values.front();
}

Factor estimatedFactor(DcmDataset& dataset)
{
    Factor factor;
    const QString name = u"Estimated Radiographic Magnification Factor"_s;
    const auto said
        = numberOf(dataset, DCM_EstimatedRadiographicMagnificationFactor, name, factor.notes);
    if (said && isMagnification(*said))
        factor.value = said;
    else if (said)
        factor.notes << u"The file's %1 was ignored: no X-ray picture is magnified by %2."_s.arg(
            name, numberText(*said));
    return factor;
}

/// The unit of the distances does not matter, if it is the same one.
Factor factorByDistances(DcmDataset& dataset)
{
    Factor factor;
    const auto detector = numberOf(dataset, DCM_DistanceSourceToDetector,
                                   u"Distance Source to Detector"_s, factor.notes);
    const auto patient = numberOf(dataset, DCM_DistanceSourceToPatient,
                                  u"Distance Source to Patient"_s, factor.notes);
    // Writers that do not know a distance say 0.
    if (!detector || !patient || *detector == 0 || *patient == 0)
        return Factor{};
    if (isMagnification(*detector / *patient) && *detector > 0)
        factor.value = *detector / *patient;
    else
        factor.notes << u"The file's distances from the source, %1 to the detector and %2 to the "
                        "patient, were ignored: they contradict each other."_s.arg(
                            numberText(*detector), numberText(*patient));
    return factor;
}

bool isEnlarging(const Factor& factor)
{
    return factor.value.value_or(1) > rounding;
}

} // namespace

bool isMagnification(double factor)
{
    return factor >= 1 / rounding && factor <= mostMagnification;
}

QStringList applyMagnification(PixelSpacing& spacing, DcmDataset& dataset)
{
    const Factor estimated = estimatedFactor(dataset);
    const Factor measured = factorByDistances(dataset);
    const bool isEstimated = isEnlarging(estimated);
    const Factor& used = isEstimated ? estimated : measured;
    if (spacing.source == SpacingSource::PixelSpacing && isEnlarging(used))
        return {u"The file does not say whether its Pixel Spacing allows for the magnification "
                "by %1; its lengths are as Pixel Spacing has them."_s.arg(numberText(*used.value))};
    if (spacing.source != SpacingSource::ImagerPixelSpacing)
        return {};
    QStringList notes = estimated.notes;
    if (!isEstimated)
        notes << measured.notes;
    if (!isEnlarging(used))
        return notes;
    if (isEstimated && isEnlarging(measured)) {
        const auto [least, most] = std::minmax(*estimated.value, *measured.value);
        if (most > sameFactor * least)
            notes << u"The file contradicts itself: its magnification factor is %1, by its "
                     "distances it is %2. The first is used."_s.arg(numberText(*estimated.value),
                                                                    numberText(*measured.value));
    }
    spacing.magnification = *used.value;
    spacing.rowMm /= spacing.magnification;
    spacing.columnMm /= spacing.magnification;
    spacing.source
        = isEstimated ? SpacingSource::MagnificationFactor : SpacingSource::SourceDistances;
    return notes;
}

} // namespace ccad::imaging
