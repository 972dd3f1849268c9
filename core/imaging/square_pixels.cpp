// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/square_pixels.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

using Pixels = std::vector<std::uint16_t>;

constexpr double tolerance = 1.01;
constexpr double mostUnequal = 10;

/// Between which two pixels of a line a new pixel lies, and how close to the second, in 65536ths.
struct Between
{
    std::size_t first = 0;
    std::size_t second = 0;
    std::uint32_t weight = 0;
};

constexpr std::uint32_t wholeWeight = 65536;

/// One side of a picture, before and after. Its sizes count pixels of the whole picture, of which
/// each decoded pixel stands for `reduction`.
struct Side
{
    qint64 wholeBefore = 0;
    qint64 wholeAfter = 0;
    qint64 reduction = 1;
    bool firstSited = false;
    qint64 before = 0; ///< decoded pixels
    qint64 after = 0;
};

/// Whole numbers throughout, so that every machine makes the same picture: its hash is its
/// identity.
std::vector<Between> placesOf(const Side& side)
{
    const qint64 twiceOffset = side.firstSited ? 1 : side.reduction;
    const qint64 unit = 2 * side.reduction * side.wholeAfter;
    std::vector<Between> places;
    places.reserve(static_cast<std::size_t>(side.after));
    for (qint64 i = 0; i < side.after; ++i) {
        const qint64 centre = (2 * side.reduction * i + twiceOffset) * side.wholeBefore
            - twiceOffset * side.wholeAfter;
        const qint64 at = std::clamp<qint64>(centre, 0, (side.before - 1) * unit);
        const qint64 first = at / unit;
        places.push_back({static_cast<std::size_t>(first),
                          static_cast<std::size_t>(std::min(first + 1, side.before - 1)),
                          static_cast<std::uint32_t>((at % unit * wholeWeight + unit / 2) / unit)});
    }
    return places;
}

/// Mixes two pixels; where one of them is padding, takes the nearer one.
class Mixer
{
public:
    explicit Mixer(const Radiograph& radiograph)
        : m_hasPadding(radiograph.paddingFirst && radiograph.paddingLast),
          m_paddingFirst(radiograph.paddingFirst.value_or(0)),
          m_paddingLast(radiograph.paddingLast.value_or(0))
    {
    }

    [[nodiscard]] std::uint16_t operator()(std::uint16_t first, std::uint16_t second,
                                           std::uint32_t weight) const
    {
        if (m_hasPadding && (isPadding(first) || isPadding(second)))
            return 2 * weight < wholeWeight ? first : second;
        return static_cast<std::uint16_t>(
            (first * (wholeWeight - weight) + second * weight + wholeWeight / 2) / wholeWeight);
    }

private:
    [[nodiscard]] bool isPadding(std::uint16_t pixel) const
    {
        return pixel >= m_paddingFirst && pixel <= m_paddingLast;
    }

    bool m_hasPadding;
    std::uint16_t m_paddingFirst;
    std::uint16_t m_paddingLast;
};

Pixels widened(const Radiograph& radiograph, const std::vector<Between>& places)
{
    const Mixer mix(radiograph);
    const auto columns = static_cast<std::size_t>(radiograph.columns);
    Pixels pixels;
    pixels.reserve(places.size() * static_cast<std::size_t>(radiograph.rows));
    for (std::size_t row = 0; row < static_cast<std::size_t>(radiograph.rows); ++row) {
        const std::uint16_t* line = radiograph.pixels->data() + row * columns;
        for (const Between& place : places)
            pixels.push_back(mix(line[place.first], line[place.second], place.weight));
    }
    return pixels;
}

Pixels heightened(const Radiograph& radiograph, const std::vector<Between>& places)
{
    const Mixer mix(radiograph);
    const auto columns = static_cast<std::size_t>(radiograph.columns);
    Pixels pixels;
    pixels.reserve(places.size() * columns);
    for (const Between& place : places) {
        const std::uint16_t* first = radiograph.pixels->data() + place.first * columns;
        const std::uint16_t* second = radiograph.pixels->data() + place.second * columns;
        for (std::size_t column = 0; column < columns; ++column)
            pixels.push_back(mix(first[column], second[column], place.weight));
    }
    return pixels;
}

Error tooLarge(qint64 columns, qint64 rows, const ReadGuard& guard)
{
    return {ErrorCode::TooLarge,
            u"its pixels are not square, and with square ones it has %1 x %2 of them, more than "
            "the limit of %3"_s.arg(columns)
                .arg(rows)
                .arg(guard.limits().maxPixels),
            {}};
}

} // namespace

PixelShape shapeOf(double heightToWidth)
{
    if (!(heightToWidth >= 1 / mostUnequal && heightToWidth <= mostUnequal))
        return PixelShape::Absurd;
    return isSameShape(heightToWidth, 1) ? PixelShape::Square : PixelShape::NotSquare;
}

bool isSameShape(double one, double other)
{
    return std::max(one, other) <= tolerance * std::min(one, other);
}

QString shapeWords(double heightToWidth)
{
    if (isSameShape(heightToWidth, 1))
        return u"as wide as high"_s;
    return heightToWidth < 1
        ? u"%1 times as wide as high"_s.arg(QString::number(1 / heightToWidth, 'g', 3))
        : u"%1 times as high as wide"_s.arg(QString::number(heightToWidth, 'g', 3));
}

Result<void> makePixelsSquare(ReducedRadiograph& reduced, double heightToWidth,
                              const ReadGuard& guard)
{
    if (shapeOf(heightToWidth) != PixelShape::NotSquare)
        return {};
    const bool widens = heightToWidth < 1;
    const double factor = widens ? 1 / heightToWidth : heightToWidth;
    Radiograph& radiograph = reduced.radiograph;
    const StoredSize stored{reduced.columns, reduced.rows};
    int& whole = widens ? reduced.columns : reduced.rows;
    int& decoded = widens ? radiograph.columns : radiograph.rows;
    Side side;
    side.wholeBefore = whole;
    side.wholeAfter = std::llround(whole * factor);
    side.reduction = reduced.reduction;
    side.firstSited = reduced.firstSited;
    side.before = decoded;
    side.after = (side.wholeAfter + side.reduction - 1) / side.reduction;
    const qint64 columns = widens ? side.wholeAfter : stored.columns;
    const qint64 rows = widens ? stored.rows : side.wholeAfter;
    if (!guard.checkSize(columns, rows))
        return tooLarge(columns, rows, guard);
    if (auto ok = guard.check(u"making its pixels square"_s); !ok)
        return ok;

    const std::vector<Between> places = placesOf(side);
    radiograph.pixels = std::make_shared<const Pixels>(widens ? widened(radiograph, places)
                                                              : heightened(radiograph, places));
    whole = static_cast<int>(side.wholeAfter);
    decoded = static_cast<int>(side.after);
    radiograph.stored = stored;
    for (OverlayPlane& plane : radiograph.planes) {
        (widens ? plane.left : plane.top)
            *= static_cast<double>(side.wholeAfter) / static_cast<double>(side.wholeBefore);
        (widens ? plane.columnScale : plane.rowScale)
            *= static_cast<double>(side.wholeAfter) / static_cast<double>(side.wholeBefore);
    }
    if (radiograph.spacing) {
        // By the sizes, which are rounded: the picture stays as large as it was.
        double& mm = widens ? radiograph.spacing->columnMm : radiograph.spacing->rowMm;
        mm *= static_cast<double>(side.wholeBefore) / static_cast<double>(side.wholeAfter);
    }
    radiograph.notes.add(
        NoteCode::ShapeResampled,
        u"Its pixels are not square, they are %1; the picture is stretched from %2 x %3 to "
        "%4 x %5 pixels, its natural shape."_s.arg(shapeWords(heightToWidth))
            .arg(stored.columns)
            .arg(stored.rows)
            .arg(columns)
            .arg(rows));
    return {};
}

} // namespace ccad::imaging
