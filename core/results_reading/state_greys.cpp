// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results_reading/internal/object_readers.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad::results {

namespace {

std::optional<Voi> windowIn(const ItemReader& item)
{
    const auto center = item.number(0x00281050);
    const auto width = item.number(0x00281051);
    constexpr double largest = 1e12;
    if (!center || !width || std::abs(*center) > largest || *width > largest)
        return std::nullopt;
    VoiWindow window{*center, *width, VoiFunction::Linear, item.text(0x00281055)};
    const QString function = item.word(0x00281056);
    if (function == u"LINEAR_EXACT")
        window.function = VoiFunction::LinearExact;
    else if (function == u"SIGMOID")
        window.function = VoiFunction::Sigmoid;
    const bool isWide = window.function == VoiFunction::Linear ? *width >= 1 : *width > 0;
    return isWide ? std::optional<Voi>(window) : std::nullopt;
}

/// Entries of 8 bits stand in bytes, or one in each word; both are written.
std::vector<std::uint16_t> entriesIn(const ItemReader& lut, std::size_t count, int bits)
{
    constexpr quint32 data = 0x00283006;
    std::vector<std::uint16_t> entries;
    const QByteArray bytes = lut.bytes(data);
    const bool isPacked = bits <= 8 && static_cast<std::size_t>(bytes.size()) < 2 * count;
    if (isPacked) {
        for (const char byte : bytes)
            entries.push_back(static_cast<std::uint8_t>(byte));
    } else {
        for (qsizetype at = 0; at + 1 < bytes.size(); at += 2)
            entries.push_back(lut.isBigEndian()
                                  ? qFromBigEndian<quint16>(bytes.constData() + at)
                                  : qFromLittleEndian<quint16>(bytes.constData() + at));
    }
    if (entries.size() < count)
        return {};
    entries.resize(count);
    const auto highest = BitDepth::of(bits).value_or(BitDepth()).highest();
    for (std::uint16_t& entry : entries)
        entry = std::min(entry, highest);
    return entries;
}

std::optional<Voi> tableIn(const ItemReader& item)
{
    const auto lut = item.first(0x00283010);
    if (!lut)
        return std::nullopt;
    const std::vector<int> descriptor = lut->integers(0x00283002, 3);
    if (descriptor.size() < 3)
        return std::nullopt;
    constexpr int all = 65536;
    const int count = descriptor[0] == 0 ? all : descriptor[0];
    const auto bits = BitDepth::of(descriptor[2]);
    if (count < 0 || count > all || !bits)
        return std::nullopt;
    VoiTable table{descriptor[1], *bits,
                   entriesIn(*lut, static_cast<std::size_t>(count), bits->bits()),
                   lut->text(0x00283003)};
    return table.entries.empty() ? std::nullopt : std::optional<Voi>(std::move(table));
}

} // namespace

void readGreys(PresentationState& state, const ItemReader& dataset)
{
    state.slope = dataset.number(0x00281053);
    state.intercept = dataset.number(0x00281052).value_or(0);
    state.hasModalityTable = dataset.first(0x00283000).has_value();
    for (const ItemReader& item : dataset.items(0x00283110)) {
        auto voi = tableIn(item);
        if (!voi)
            voi = windowIn(item);
        if (voi)
            state.vois.push_back({referencesIn(item, 0x00081140), *std::move(voi)});
    }
    const QString shape = dataset.word(0x20500020);
    if (shape == u"INVERSE" || shape == u"IDENTITY")
        state.isInverse = shape == u"INVERSE";
    else if (dataset.first(0x20500010))
        state.notes << u"The greys are changed by a table there, which CCAD does not show."_s;
}

} // namespace ccad::results
