// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/isolation/internal/overlay_json.h"

#include "core/base/json_fields.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace ccad::isolation {

namespace {

constexpr qsizetype mostPlanes = 16; ///< groups 6000 to 601E
constexpr int maxSide = 65535;

OverlayPlane planeFrom(JsonFields& fields)
{
    constexpr double least = std::numeric_limits<double>::denorm_min();
    OverlayPlane plane;
    plane.group = fields.integer(u"group"_s, 0x6000, 0x601E);
    plane.columns = fields.integer(u"columns"_s, 1, maxSide);
    plane.rows = fields.integer(u"rows"_s, 1, maxSide);
    plane.left = fields.number(u"left"_s);
    plane.top = fields.number(u"top"_s);
    plane.columnScale = fields.number(u"column_scale"_s, least);
    plane.rowScale = fields.number(u"row_scale"_s, least);
    plane.label = fields.text(u"label"_s);
    plane.description = fields.text(u"description"_s);
    plane.isRim = fields.flag(u"is_rim"_s);
    return plane;
}

} // namespace

QJsonArray overlaysToJson(const std::vector<OverlayPlane>& planes)
{
    QJsonArray array;
    for (const OverlayPlane& plane : planes) {
        // The names count the members: a new one does not compile until it is transferred, too.
        const auto& [group, columns, rows, left, top, columnScale, rowScale, bits, label,
                     description, isRim]
            = plane;
        (void)bits;
        array.append(QJsonObject{{u"group"_s, group},
                                 {u"columns"_s, columns},
                                 {u"rows"_s, rows},
                                 {u"left"_s, left},
                                 {u"top"_s, top},
                                 {u"column_scale"_s, columnScale},
                                 {u"row_scale"_s, rowScale},
                                 {u"label"_s, label},
                                 {u"description"_s, description},
                                 {u"is_rim"_s, isRim}});
    }
    return array;
}

std::optional<std::vector<OverlayPlane>> overlaysFrom(const QJsonArray& json,
                                                      std::span<const char> bits)
{
    if (json.size() > mostPlanes)
        return std::nullopt;
    std::vector<OverlayPlane> planes;
    for (const QJsonValue& value : json) {
        JsonFields fields(value.toObject(), {}, ErrorCode::FileBroken);
        OverlayPlane plane = planeFrom(fields);
        if (fields.error())
            return std::nullopt;
        const std::size_t bytes = plane.stride() * static_cast<std::size_t>(plane.rows);
        if (bytes > bits.size())
            return std::nullopt;
        plane.bits = std::make_shared<const std::vector<std::uint8_t>>(
            bits.begin(), bits.begin() + static_cast<std::ptrdiff_t>(bytes));
        bits = bits.subspan(bytes);
        planes.push_back(std::move(plane));
    }
    return bits.empty() ? std::optional(std::move(planes)) : std::nullopt;
}

} // namespace ccad::isolation
