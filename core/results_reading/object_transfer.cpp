// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results_reading/internal/object_transfer.h"

#include <QDataStream>
#include <QIODevice>

#include <algorithm>
#include <cmath>
#include <concepts>

namespace ccad::results {

namespace {

constexpr int largest = 1000000000; ///< ItemReader gives no larger whole number
constexpr int maxSide = 65535;
constexpr int deepest = 128; ///< sequences are nested 64 deep at most

template <typename T, typename Known>
concept Is = std::same_as<std::remove_const_t<T>, Known>;

/// Writes what it is given.
class Writing
{
public:
    explicit Writing(QByteArray& bytes) : m_stream(&bytes, QIODevice::WriteOnly)
    {
        m_stream.setVersion(QDataStream::Qt_6_0);
    }

    template <typename... Values> void operator()(const Values&... values) { (one(values), ...); }
    void within(int value, int /*low*/, int /*high*/) { m_stream << value; }
    template <typename Enum> void choice(Enum value, Enum /*last*/)
    {
        m_stream << static_cast<qint32>(value);
    }
    template <typename Value> void raw(const std::vector<Value>& values, std::size_t /*count*/)
    {
        const std::size_t bytes = values.size() * sizeof(Value);
        m_stream.writeRawData(reinterpret_cast<const char*>(values.data()), int(bytes));
    }
    void require(bool /*holds*/) { }
    [[nodiscard]] static bool goDeeper() { return true; }
    void goBack() { }

private:
    template <typename Value> void one(const Value& value)
    {
        if constexpr (requires { m_stream << value; })
            m_stream << value;
        else
            pass(*this, value);
    }
    template <typename Value> void one(const std::optional<Value>& value)
    {
        one(value.has_value());
        if (value)
            one(*value);
    }
    template <typename Value> void one(const std::vector<Value>& values)
    {
        one(static_cast<qint32>(values.size()));
        for (const Value& value : values)
            one(value);
    }
    template <typename... Values> void one(const std::variant<Values...>& value)
    {
        one(static_cast<qint32>(value.index()));
        std::visit([this](const auto& held) { one(held); }, value);
    }

    QDataStream m_stream;
};

/// Reads the same, and fails for good at the first thing that cannot be.
class Reading
{
public:
    explicit Reading(const QByteArray& bytes) : m_stream(bytes)
    {
        m_stream.setVersion(QDataStream::Qt_6_0);
    }

    template <typename... Values> void operator()(Values&... values) { (one(values), ...); }
    void within(int& value, int low, int high)
    {
        m_stream >> value;
        require(value >= low && value <= high);
    }
    template <typename Enum> void choice(Enum& value, Enum last)
    {
        int number = 0;
        within(number, 0, static_cast<int>(last));
        value = isGood() ? static_cast<Enum>(number) : Enum{};
    }
    template <typename Value> void raw(std::vector<Value>& values, std::size_t count)
    {
        const qint64 bytes = static_cast<qint64>(count * sizeof(Value));
        require(bytes <= m_stream.device()->bytesAvailable());
        if (!isGood())
            return;
        values.resize(count);
        require(m_stream.readRawData(reinterpret_cast<char*>(values.data()), int(bytes)) == bytes);
    }
    void require(bool holds)
    {
        m_isGood = m_isGood && holds && m_stream.status() == QDataStream::Ok;
    }
    [[nodiscard]] bool goDeeper()
    {
        require(++m_depth <= deepest);
        return isGood();
    }
    void goBack() { --m_depth; }
    [[nodiscard]] bool isGood() const { return m_isGood; }
    [[nodiscard]] bool isWhole() const { return isGood() && m_stream.atEnd(); }

private:
    template <typename Value> void one(Value& value)
    {
        if constexpr (requires { m_stream >> value; }) {
            m_stream >> value;
            require(isPossible(value));
        } else {
            pass(*this, value);
        }
    }
    template <typename Value> void one(std::optional<Value>& value)
    {
        bool isThere = false;
        one(isThere);
        if (isThere && isGood())
            one(value.emplace());
    }
    /// Grows as far as there are bytes, whatever the count says.
    template <typename Value> void one(std::vector<Value>& values)
    {
        int count = 0;
        within(count, 0, largest);
        for (int i = 0; i < count && isGood(); ++i)
            one(values.emplace_back());
    }
    template <typename... Values> void one(std::variant<Values...>& value)
    {
        int index = 0;
        within(index, 0, static_cast<int>(sizeof...(Values)) - 1);
        int at = 0;
        ((isGood() && index == at++ ? one(value.template emplace<Values>()) : void()), ...);
    }

    static bool isPossible(int value) { return value >= -largest && value <= largest; }
    static bool isPossible(double value) { return std::isfinite(value); }
    static bool isPossible(const QPointF& point)
    {
        return std::isfinite(point.x()) && std::isfinite(point.y());
    }
    template <typename Value> static bool isPossible(const Value& /*any*/) { return true; }

    QDataStream m_stream;
    int m_depth = 0;
    bool m_isGood = true;
};

// One order of members for both ways. The names count the members: a new one does not compile until
// it is transferred, too.

template <typename Way, Is<ObjectReference> T> void pass(Way& way, T& reference)
{
    auto& [sopClass, instance, frames, checksum] = reference;
    way(sopClass, instance, frames, checksum);
}

template <typename Way, Is<ObjectEquipment> T> void pass(Way& way, T& equipment)
{
    auto& [manufacturer, model, versions] = equipment;
    way(manufacturer, model, versions);
}

template <typename Way, Is<ObjectFacts> T> void pass(Way& way, T& facts)
{
    auto& [sopClass, instance, study, id, name, birthDate, made, description, equipment,
           contributors, references]
        = facts;
    way(sopClass, instance, study, id, name, birthDate, made, description, equipment, contributors,
        references);
}

template <typename Way, Is<Code> T> void pass(Way& way, T& code)
{
    auto& [value, scheme, meaning, version] = code;
    way(value, scheme, meaning, version);
}

template <typename Way, Is<ReportedRegion> T> void pass(Way& way, T& region)
{
    auto& [shape, points, images] = region;
    way.choice(shape, ReportedRegion::Shape::Ellipse);
    way(points, images);
}

template <typename Way, Is<ContentItem> T> void pass(Way& way, T& item)
{
    auto& [relation, type, name, value, code, number, region, references, children] = item;
    way(relation, type, name, value, code, number, region, references);
    if (way.goDeeper())
        way(children);
    way.goBack();
}

template <typename Way, Is<StructuredReport> T> void pass(Way& way, T& report)
{
    auto& [root, completion, verification, isTruncated] = report;
    way(root, completion, verification, isTruncated);
}

template <typename Way, Is<GraphicObject> T> void pass(Way& way, T& graphic)
{
    auto& [shape, units, points, isFilled] = graphic;
    way.choice(shape, GraphicObject::Shape::Ellipse);
    way.choice(units, GraphicUnits::Display);
    way(points, isFilled);
}

template <typename Way, Is<TextObject::Box> T> void pass(Way& way, T& box)
{
    auto& [units, topLeft, bottomRight] = box;
    way.choice(units, GraphicUnits::Display);
    way(topLeft, bottomRight);
}

template <typename Way, Is<TextObject::Anchor> T> void pass(Way& way, T& anchor)
{
    auto& [units, point, isVisible] = anchor;
    way.choice(units, GraphicUnits::Display);
    way(point, isVisible);
}

template <typename Way, Is<TextObject> T> void pass(Way& way, T& object)
{
    auto& [text, box, anchor] = object;
    way(text, box, anchor);
    way.require(box || anchor);
}

template <typename Way, Is<GraphicAnnotation> T> void pass(Way& way, T& annotation)
{
    auto& [layer, films, graphics, texts] = annotation;
    way(layer, films, graphics, texts);
}

template <typename Way, Is<GraphicLayer> T> void pass(Way& way, T& layer)
{
    auto& [name, order, description] = layer;
    way(name, order, description);
}

template <typename Way, Is<DisplayedArea> T> void pass(Way& way, T& area)
{
    auto& [films, topLeft, bottomRight] = area;
    way(films, topLeft[0], topLeft[1], bottomRight[0], bottomRight[1]);
}

template <typename Way, Is<OverlayPlane> T> void pass(Way& way, T& plane)
{
    auto& [group, columns, rows, left, top, columnScale, rowScale, bits, label, description, isRim]
        = plane;
    way.within(group, 0x6000, 0x601E);
    way.within(columns, 1, maxSide);
    way.within(rows, 1, maxSide);
    way(left, top, columnScale, rowScale, label, description, isRim);
    way.require(columnScale > 0 && rowScale > 0);
    std::vector<std::uint8_t> bytes = bits ? *bits : std::vector<std::uint8_t>();
    way.raw(bytes, plane.stride() * static_cast<std::size_t>(plane.rows));
    if constexpr (!std::is_const_v<T>)
        bits = std::make_shared<const std::vector<std::uint8_t>>(std::move(bytes));
}

template <typename Way, Is<VoiWindow> T> void pass(Way& way, T& window)
{
    auto& [centre, width, function, name] = window;
    way(centre, width, name);
    way.choice(function, VoiFunction::Sigmoid);
    way.require(width > 0 && (width >= 1 || function != VoiFunction::Linear));
}

template <typename Way, Is<VoiTable> T> void pass(Way& way, T& table)
{
    auto& [firstValue, bits, entries, name] = table;
    int depth = bits.bits();
    auto count = static_cast<qint32>(entries.size());
    way(firstValue, name);
    way.within(depth, 1, BitDepth::most);
    way.within(count, 1, maxSide + 1);
    way.raw(entries, static_cast<std::size_t>(std::max(count, 0)));
    const std::uint16_t highest = BitDepth::of(depth).value_or(BitDepth()).highest();
    way.require(std::all_of(entries.begin(), entries.end(),
                            [highest](std::uint16_t entry) { return entry <= highest; }));
    if constexpr (!std::is_const_v<T>)
        bits = BitDepth::of(depth).value_or(BitDepth());
}

template <typename Way, Is<StateVoi> T> void pass(Way& way, T& state)
{
    auto& [films, voi] = state;
    way(films, voi);
}

template <typename Way, Is<Shutter::Rectangle> T> void pass(Way& way, T& rectangle)
{
    auto& [left, top, right, bottom] = rectangle;
    way(left, top, right, bottom);
}

template <typename Way, Is<Shutter::Circle> T> void pass(Way& way, T& circle)
{
    auto& [centre, radius] = circle;
    way(centre, radius);
}

template <typename Way, Is<Shutter> T> void pass(Way& way, T& shutter)
{
    auto& [rectangle, circle, polygon] = shutter;
    way(rectangle, circle, polygon);
}

template <typename Way, Is<PresentationState> T> void pass(Way& way, T& state)
{
    auto& [label, creator, films, layers, annotations, planes, areas, quarterTurns, isFlipped,
           slope, intercept, hasModalityTable, vois, isInverse, shutter, notes]
        = state;
    way(label, creator, films, layers, annotations, planes, areas);
    way.within(quarterTurns, 0, 3);
    way(isFlipped, slope, intercept, hasModalityTable, vois, isInverse, shutter, notes);
}

template <typename Way, Is<SaliencyMap> T> void pass(Way& way, T& map)
{
    auto& [width, height, values] = map;
    way.within(width, 1, maxSide);
    way.within(height, 1, maxSide);
    way.raw(values,
            static_cast<std::size_t>(std::max(width, 0))
                * static_cast<std::size_t>(std::max(height, 0)));
    way.require(std::all_of(values.begin(), values.end(),
                            [](float value) { return std::isfinite(value); }));
}

template <typename Way, Is<MapFrame> T> void pass(Way& way, T& frame)
{
    auto& [label, explanation, quantities, map] = frame;
    way(label, explanation, quantities, map);
}

template <typename Way, Is<ParametricMap> T> void pass(Way& way, T& map)
{
    auto& [label, columns, rows, frames, isSaliency, notes] = map;
    way(label, columns, rows, frames, isSaliency, notes);
    for (const MapFrame& frame : frames) {
        const std::vector<float>& values = frame.map.values;
        way.require(frame.map.width == columns && frame.map.height == rows);
        way.require(!isSaliency || std::all_of(values.begin(), values.end(), [](float value) {
            return value >= 0 && value <= 1;
        }));
    }
}

} // namespace

QByteArray objectToBytes(const ReadObject& object)
{
    QByteArray bytes;
    Writing way(bytes);
    way(object.facts, object.content);
    return bytes;
}

std::optional<ReadObject> objectFromBytes(const QByteArray& bytes)
{
    ReadObject object;
    Reading way(bytes);
    way(object.facts, object.content);
    return way.isWhole() ? std::optional(std::move(object)) : std::nullopt;
}

} // namespace ccad::results
