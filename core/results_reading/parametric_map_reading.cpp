// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/checked_size.h"
#include "core/results_reading/internal/object_readers.h"

#include <algorithm>
#include <bit>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad::results {

namespace {

constexpr quint32 floatPixels = 0x7FE00008;
constexpr quint32 shared = 0x52009229;
constexpr quint32 perFrame = 0x52009230;
constexpr quint32 realWorldMapping = 0x00409096;
constexpr int mostFrames = 64;
constexpr int longestSide = 8192;

/// The first item of a functional group: of the frame, else of all frames.
std::optional<ItemReader> groupOf(const ItemReader& dataset, int frame, quint32 group)
{
    const std::vector<ItemReader> frames = dataset.items(perFrame);
    if (static_cast<std::size_t>(frame) < frames.size())
        if (auto found = frames[static_cast<std::size_t>(frame)].first(group))
            return found;
    const auto all = dataset.first(shared);
    return all ? all->first(group) : std::nullopt;
}

struct Line
{
    double slope = 1;
    double intercept = 0;
};

void describe(MapFrame& frame, Line& line, const ItemReader& dataset, int index)
{
    const auto mapping = groupOf(dataset, index, realWorldMapping);
    if (!mapping)
        return;
    frame.label = mapping->text(0x00409210);
    frame.explanation = mapping->text(0x00283003);
    line.slope = mapping->number(0x00409225).value_or(1);
    line.intercept = mapping->number(0x00409224).value_or(0);
    for (const ItemReader& quantity : mapping->items(0x00409220))
        frame.quantities.push_back(quantity.code(0x0040A168));
}

std::vector<float> valuesOf(const QByteArray& pixels, std::size_t first, std::size_t count,
                            bool bigEndian, const Line& line)
{
    std::vector<float> values;
    values.reserve(count);
    for (std::size_t i = first; i < first + count; ++i) {
        const char* at = pixels.constData() + i * sizeof(float);
        const float stored = std::bit_cast<float>(bigEndian ? qFromBigEndian<quint32>(at)
                                                            : qFromLittleEndian<quint32>(at));
        const double value = stored * line.slope + line.intercept;
        values.push_back(std::isfinite(value) ? static_cast<float>(value) : 0.0F);
    }
    return values;
}

bool isSaliencyFrame(const MapFrame& frame)
{
    const bool isNamed
        = std::any_of(frame.quantities.begin(), frame.quantities.end(), [](const Code& code) {
              return code.value == u"130404" && code.scheme == u"DCM";
          });
    return isNamed
        && std::all_of(frame.map.values.begin(), frame.map.values.end(),
                       [](float value) { return value >= 0 && value <= 1; });
}

} // namespace

Result<ParametricMap> mapIn(const ItemReader& dataset, const imaging::ReadGuard& guard)
{
    ParametricMap map;
    map.label = dataset.text(0x00700080);
    map.rows = dataset.integer(0x00280010);
    map.columns = dataset.integer(0x00280011);
    const int frames = dataset.integer(0x00280008, 1);
    if (!dataset.has(floatPixels))
        return imaging::unsupported(u"it is a parametric map without floating-point pixels, which "
                                    "CCAD does not read"_s);
    if (map.rows <= 0 || map.columns <= 0 || frames <= 0 || map.rows > longestSide
        || map.columns > longestSide)
        return imaging::broken(u"it declares %1 x %2 pixels in %3 frames"_s.arg(map.columns)
                                   .arg(map.rows)
                                   .arg(frames));
    const int kept = std::min(frames, mostFrames);
    const auto size = checkedProduct<qint64>({map.rows, map.columns, kept, sizeof(float)});
    if (auto ok = guard.take(size); !ok)
        return ok.error();
    const QByteArray pixels = dataset.bytes(floatPixels);
    if (*size > pixels.size())
        return imaging::broken(
            u"its pixels end after %1 of %2 bytes"_s.arg(pixels.size()).arg(*size));
    const std::size_t count
        = static_cast<std::size_t>(map.rows) * static_cast<std::size_t>(map.columns);
    for (int index = 0; index < kept; ++index) {
        MapFrame frame;
        Line line;
        describe(frame, line, dataset, index);
        frame.map = {map.columns, map.rows,
                     valuesOf(pixels, static_cast<std::size_t>(index) * count, count,
                              dataset.isBigEndian(), line)};
        map.frames.push_back(std::move(frame));
    }
    if (kept < frames)
        map.notes << u"The map has %1 frames; the first %2 are shown."_s.arg(frames).arg(kept);
    map.isSaliency = std::all_of(map.frames.begin(), map.frames.end(), isSaliencyFrame);
    return map;
}

} // namespace ccad::results
