// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/dicom_spacing.h"

#include "core/base/plain_number.h"
#include "core/imaging/dicom/internal/magnification.h"
#include "core/imaging/dicom/internal/numeric_text.h"
#include "core/imaging/square_pixels.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

/// Detectors have 0.05 to 0.2 mm; pictures made smaller, a few.
constexpr double smallestPixelMm = 0.01;
constexpr double largestPixelMm = 10;
constexpr double largestPictureMm = 2500; ///< the whole body has 2000
constexpr double smallestChestMm = 50; ///< of a premature newborn
constexpr int fewestPixelsOfFilm = 512;
/// Values as equal as their writers' rounding leaves them.
constexpr double rounding = 1.001;

/// One of the attributes that tell the size of a pixel.
struct Candidate
{
    QString name;
    std::optional<PixelSpacing> spacing; ///< none: absent or unusable
    QStringList notes;
};

struct Unit
{
    double mm = 1;
    QString name;
};

/// In the order in which they are tried on numbers without a unit.
const std::array<Unit, 3>& likelyUnits()
{
    static const std::array<Unit, 3> units{
        {{1, u"millimetres"_s}, {0.001, u"micrometres"_s}, {1000, u"metres"_s}}};
    return units;
}

std::optional<Unit> writtenUnit(const QString& unit)
{
    if (unit == u"mm")
        return Unit{1, u"millimetres"_s};
    if (unit == u"cm")
        return Unit{10, u"centimetres"_s};
    if (unit == u"m")
        return Unit{1000, u"metres"_s};
    if (unit == u"um")
        return Unit{0.001, u"micrometres"_s};
    return std::nullopt;
}

QString numberText(double number)
{
    return plainNumber(number);
}

QString bothText(double row, double column)
{
    return row == column ? numberText(row)
                         : u"%1 and %2"_s.arg(numberText(row), numberText(column));
}

/// Reads the attributes for a picture of a certain size.
class SpacingReader
{
public:
    SpacingReader(int columns, int rows) : m_columns(columns), m_rows(rows) { }

    [[nodiscard]] Candidate read(DcmItem& item, const DcmTagKey& tag, SpacingSource source,
                                 const QString& name) const;

private:
    [[nodiscard]] bool isPlausible(double rowMm, double columnMm) const
    {
        const auto [least, most] = std::minmax(rowMm, columnMm);
        return least >= smallestPixelMm && most <= largestPixelMm
            && largestSide(rowMm, columnMm) <= largestPictureMm;
    }
    [[nodiscard]] double largestSide(double rowMm, double columnMm) const
    {
        return std::max(rowMm * m_rows, columnMm * m_columns);
    }
    [[nodiscard]] std::optional<Unit> unitOf(const NumericText& numbers, double row,
                                             double column) const;

    int m_columns;
    int m_rows;
};

std::optional<Unit> SpacingReader::unitOf(const NumericText& numbers, double row,
                                          double column) const
{
    if (!numbers.unit.isEmpty()) {
        const auto unit = writtenUnit(numbers.unit);
        return unit && isPlausible(row * unit->mm, column * unit->mm) ? unit : std::nullopt;
    }
    for (const Unit& unit : likelyUnits())
        if (isPlausible(row * unit.mm, column * unit.mm))
            return unit;
    return std::nullopt;
}

Candidate SpacingReader::read(DcmItem& item, const DcmTagKey& tag, SpacingSource source,
                              const QString& name) const
{
    Candidate candidate;
    candidate.name = name;
    NumericText numbers = numericText(text(item, tag));
    if (numbers.values.empty())
        return candidate;
    const auto ignored = [&](const QString& why) {
        candidate.notes = {u"The file's %1 was ignored: %2."_s.arg(name, why)};
        return candidate;
    };
    // One value is that of both sides; a third is a distance of slices.
    numbers.isRegular = numbers.isRegular && numbers.values.size() == 2;
    numbers.values.resize(2, numbers.values.front());
    if (!numbers.values[0] || !numbers.values[1])
        return ignored(u"it is no pair of numbers"_s);
    const double row = *numbers.values[0];
    const double column = *numbers.values[1];
    if (row <= 0 || column <= 0)
        return ignored(u"no pixel has a size of %1"_s.arg(bothText(row, column)));
    if (shapeOf(row / column) == PixelShape::Absurd)
        return ignored(
            u"by its %1 pixels would be %2"_s.arg(bothText(row, column), shapeWords(row / column)));
    const auto unit = unitOf(numbers, row, column);
    if (!unit)
        return ignored(
            u"by its %1 the picture would have an impossible size"_s.arg(bothText(row, column)));
    candidate.spacing = PixelSpacing{row * unit->mm, column * unit->mm, source};
    if (!numbers.isRegular)
        candidate.notes << readingNote(name, numbers);
    if (unit->mm != 1)
        candidate.notes
            << u"The file's %1 of %2 is in %3, not in millimetres; it is read as %4 mm."_s.arg(
                   name, bothText(row, column), unit->name,
                   bothText(row * unit->mm, column * unit->mm));
    const double side = largestSide(row * unit->mm, column * unit->mm);
    if (side < smallestChestMm && std::max(m_rows, m_columns) >= fewestPixelsOfFilm)
        candidate.notes << u"By the file's %1 the whole picture is only %2 mm large, too small for "
                           "a chest; do not trust its lengths."_s.arg(name, numberText(side));
    return candidate;
}

bool areEqual(double one, double other)
{
    return std::max(one, other) <= rounding * std::min(one, other);
}

bool areEqual(const PixelSpacing& one, const PixelSpacing& other)
{
    return areEqual(one.rowMm, other.rowMm) && areEqual(one.columnMm, other.columnMm);
}

double heightToWidth(const PixelSpacing& spacing)
{
    return spacing.rowMm / spacing.columnMm;
}

/// What the values of Pixel Spacing mean, beside those of the detector or the film.
SpacingSource meaningOf(const PixelSpacing& pixel, const Candidate& device, DcmDataset& dataset,
                        QStringList& notes)
{
    // PS3.3 10.7.1.1: equal values were never corrected for magnification, whatever the type says.
    if (device.spacing && areEqual(pixel, *device.spacing))
        return device.spacing->source;
    const double factor = device.spacing ? device.spacing->rowMm / pixel.rowMm : 1;
    if (device.spacing && !isMagnification(factor)) {
        notes << u"The file contradicts itself: by its %1 and its Pixel Spacing the picture is %2 "
                 "times as large as the patient. Lengths follow Pixel Spacing."_s.arg(
                     device.name, numberText(factor));
        return SpacingSource::PixelSpacing;
    }
    const QString type = text(dataset, DCM_PixelSpacingCalibrationType).toUpper();
    if (type == u"FIDUCIAL")
        return SpacingSource::CalibratedByObject;
    if (type == u"GEOMETRY")
        return SpacingSource::CalibratedByGeometry;
    const bool saysMore
        = !type.isEmpty() || !text(dataset, DCM_PixelSpacingCalibrationDescription).isEmpty();
    return saysMore || device.spacing ? SpacingSource::Calibrated : SpacingSource::PixelSpacing;
}

void chooseSpacing(PixelMeasure& measure, DcmDataset& dataset, const SpacingReader& reader)
{
    DcmItem* group = functionalGroup(dataset, DCM_PixelMeasuresSequence);
    const Candidate pixel = reader.read(group ? *group : dataset, DCM_PixelSpacing,
                                        SpacingSource::PixelSpacing, u"Pixel Spacing"_s);
    const Candidate imager
        = reader.read(dataset, DCM_ImagerPixelSpacing, SpacingSource::ImagerPixelSpacing,
                      u"Imager Pixel Spacing"_s);
    const Candidate scanned = reader.read(dataset, DCM_NominalScannedPixelSpacing,
                                          SpacingSource::NominalScannedPixelSpacing,
                                          u"Nominal Scanned Pixel Spacing"_s);
    const Candidate& device = imager.spacing ? imager : scanned;
    measure.notes << pixel.notes;
    if (pixel.spacing) {
        measure.spacing = pixel.spacing;
        measure.spacing->source = meaningOf(*pixel.spacing, device, dataset, measure.notes);
        if (device.spacing
            && !isSameShape(heightToWidth(*device.spacing), heightToWidth(*pixel.spacing)))
            measure.notes << u"The file contradicts itself: by its Pixel Spacing pixels are %1, by "
                             "its %2 %3. The first is used. Check that the chest is not "
                             "squeezed."_s.arg(shapeWords(heightToWidth(*pixel.spacing)),
                                               device.name,
                                               shapeWords(heightToWidth(*device.spacing)));
        return;
    }
    measure.notes << imager.notes;
    if (!imager.spacing)
        measure.notes << scanned.notes;
    measure.spacing = device.spacing;
}

/// Pixel Aspect Ratio, height to width; nothing where it is absent or unusable.
std::optional<double> readAspectRatio(DcmDataset& dataset, QStringList& notes)
{
    // "4,3" is two numbers; where something else stands between the two, commas are decimal.
    static const QRegularExpression between(u"[\\\\/:;xX\\s]"_s);
    const QString written = text(dataset, DCM_PixelAspectRatio).trimmed();
    const NumericText numbers
        = written.contains(between) ? numericText(written) : wholeNumbersText(written);
    if (numbers.values.empty())
        return std::nullopt;
    const bool isPair = numbers.values.size() == 2 && numbers.values[0] && numbers.values[1]
        && *numbers.values[0] > 0 && *numbers.values[1] > 0;
    const double ratio = isPair ? *numbers.values[0] / *numbers.values[1] : 0;
    if (shapeOf(ratio) == PixelShape::Absurd) {
        notes << u"The file's Pixel Aspect Ratio was ignored: %1."_s.arg(
            isPair ? u"by it pixels would be "_s + shapeWords(ratio)
                   : u"it is no pair of numbers above zero"_s);
        return std::nullopt;
    }
    if (!numbers.isRegular)
        notes << readingNote(u"Pixel Aspect Ratio"_s, numbers);
    return ratio;
}

void chooseShape(PixelMeasure& measure, DcmDataset& dataset)
{
    const auto ratio = readAspectRatio(dataset, measure.notes);
    if (!measure.spacing) {
        measure.heightToWidth = ratio.value_or(1);
        return;
    }
    measure.heightToWidth = heightToWidth(*measure.spacing);
    if (ratio && !isSameShape(*ratio, measure.heightToWidth))
        measure.notes << u"The file contradicts itself: by its spacing pixels are %1, by its Pixel "
                         "Aspect Ratio %2. The spacing is used. Check that the chest is not "
                         "squeezed."_s.arg(shapeWords(measure.heightToWidth), shapeWords(*ratio));
}

} // namespace

PixelMeasure readPixelMeasure(DcmDataset& dataset, int columns, int rows)
{
    PixelMeasure measure;
    chooseSpacing(measure, dataset, SpacingReader(columns, rows));
    if (measure.spacing)
        measure.notes << applyMagnification(*measure.spacing, dataset);
    chooseShape(measure, dataset);
    return measure;
}

} // namespace ccad::imaging
