// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/square_pixels.h"

#include "core/base/plain_number.h"

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

using Pixels = std::vector<std::uint16_t>;

constexpr double tolerance = 1.01;
constexpr double mostUnequal = 10;

constexpr int taps = 6;
constexpr int wholeWeight = 1 << 14;

/// The pixels of a line that a new pixel is mixed of, from left to right, and their weights, whose
/// sum is wholeWeight. The new pixel lies between the third and the fourth.
struct Place
{
    std::array<std::size_t, taps> pixels{};
    std::array<int, taps> weights{};
    std::size_t nearest = 0;
};

/// The six-point kernel of Keys 1981 (Cubic Convolution Interpolation for Digital Image
/// Processing): a linear mix would blur the picture to the half of its sharpness, and a network
/// sees that.
double kernel(double distance)
{
    const double s = std::abs(distance);
    if (s < 1)
        return (4 * s * s * s - 7 * s * s + 3) / 3;
    if (s < 2)
        return (-7 * s * s * s + 36 * s * s - 59 * s + 30) / 12;
    if (s < 3)
        return (s * s * s - 8 * s * s + 21 * s - 18) / 12;
    return 0;
}

/// For a new pixel that lies `share` of the way from pixel `first` to the next one of `count`.
Place placeBetween(qint64 first, double share, qint64 count)
{
    Place place;
    int sum = 0;
    for (int i = 0; i < taps; ++i) {
        const qint64 pixel = first + i - 2;
        place.pixels[static_cast<std::size_t>(i)]
            = static_cast<std::size_t>(std::clamp<qint64>(pixel, 0, count - 1));
        const auto weight = static_cast<int>(std::lround(kernel(share - (i - 2)) * wholeWeight));
        place.weights[static_cast<std::size_t>(i)] = weight;
        sum += weight;
    }
    const std::size_t nearer = share < 0.5 ? 2 : 3;
    place.weights[nearer] += wholeWeight - sum;
    place.nearest = place.pixels[nearer];
    return place;
}

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

/// Where the new pixels lie, by whole numbers, so that every machine makes the same picture: its
/// hash is its identity.
std::vector<Place> placesOf(const Side& side)
{
    const qint64 twiceOffset = side.firstSited ? 1 : side.reduction;
    const qint64 unit = 2 * side.reduction * side.wholeAfter;
    std::vector<Place> places;
    places.reserve(static_cast<std::size_t>(side.after));
    for (qint64 i = 0; i < side.after; ++i) {
        const qint64 centre = (2 * side.reduction * i + twiceOffset) * side.wholeBefore
            - twiceOffset * side.wholeAfter;
        const qint64 at = std::clamp<qint64>(centre, 0, (side.before - 1) * unit);
        const double share = static_cast<double>(at % unit) / static_cast<double>(unit);
        places.push_back(placeBetween(at / unit, share, side.before));
    }
    return places;
}

/// Mixes pixels; where one of them is padding, takes the nearest.
class Mixer
{
public:
    explicit Mixer(const Radiograph& radiograph)
        : m_most(static_cast<int>(radiograph.bits.values()) - 1),
          m_hasPadding(radiograph.paddingFirst && radiograph.paddingLast),
          m_paddingFirst(radiograph.paddingFirst.value_or(0)),
          m_paddingLast(radiograph.paddingLast.value_or(0))
    {
    }

    /// `pixelAt` gives one pixel of the line.
    template <typename PixelAt>
    [[nodiscard]] std::uint16_t operator()(const Place& place, const PixelAt& pixelAt) const
    {
        std::int64_t sum = wholeWeight / 2;
        for (std::size_t i = 0; i < taps; ++i) {
            const std::uint16_t pixel = pixelAt(place.pixels[i]);
            if (m_hasPadding && pixel >= m_paddingFirst && pixel <= m_paddingLast)
                return pixelAt(place.nearest);
            sum += std::int64_t{place.weights[i]} * pixel;
        }
        return static_cast<std::uint16_t>(std::clamp<std::int64_t>(sum / wholeWeight, 0, m_most));
    }

private:
    int m_most;
    bool m_hasPadding;
    std::uint16_t m_paddingFirst;
    std::uint16_t m_paddingLast;
};

Pixels widened(const Radiograph& radiograph, const std::vector<Place>& places)
{
    const Mixer mix(radiograph);
    const auto columns = static_cast<std::size_t>(radiograph.columns);
    Pixels pixels;
    pixels.reserve(places.size() * static_cast<std::size_t>(radiograph.rows));
    for (std::size_t row = 0; row < static_cast<std::size_t>(radiograph.rows); ++row) {
        const std::uint16_t* line = radiograph.pixels->data() + row * columns;
        for (const Place& place : places)
            pixels.push_back(mix(place, [line](std::size_t pixel) { return line[pixel]; }));
    }
    return pixels;
}

Pixels heightened(const Radiograph& radiograph, const std::vector<Place>& places)
{
    const Mixer mix(radiograph);
    const auto columns = static_cast<std::size_t>(radiograph.columns);
    Pixels pixels;
    pixels.reserve(places.size() * columns);
    for (const Place& place : places)
        for (std::size_t column = 0; column < columns; ++column) {
            const std::uint16_t* top = radiograph.pixels->data() + column;
            pixels.push_back(
                mix(place, [top, columns](std::size_t pixel) { return top[pixel * columns]; }));
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
    return heightToWidth < 1 ? u"%1 times as wide as high"_s.arg(plainNumber(1 / heightToWidth, 3))
                             : u"%1 times as high as wide"_s.arg(plainNumber(heightToWidth, 3));
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

    const std::vector<Place> places = placesOf(side);
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
