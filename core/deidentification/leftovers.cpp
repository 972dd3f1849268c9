// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deidentification/internal/leftovers.h"

#include <algorithm>

namespace ccad {

namespace {

std::optional<quint32> search(const DataItem& item,
                              const std::vector<IdentityWords::Needle>& needles)
{
    constexpr quint32 pixelGroup = 0x7FE0;
    for (const DataElement& element : item.elements) {
        for (const DataItem& held : element.items)
            if (const auto tag = search(held, needles))
                return tag;
        // Of a moment the table has disposed; one that was moved may happen to be a birth date.
        const bool isMoment = element.vr == "DA" || element.vr == "DT" || element.vr == "TM";
        if (element.tag >> 16 == pixelGroup || isMoment)
            continue;
        const QByteArray lowered = element.value.toLower();
        const auto isHeld = [&](const auto& needle) { return placeOf(needle, lowered) >= 0; };
        if (std::any_of(needles.begin(), needles.end(), isHeld))
            return element.tag;
    }
    return std::nullopt;
}

} // namespace

std::optional<quint32> leftoverIn(const DataItem& dataset, const IdentityWords& words,
                                  const std::vector<QByteArray>& kept)
{
    std::vector<IdentityWords::Needle> needles = words.needles();
    std::erase_if(needles, [&](const IdentityWords::Needle& needle) {
        return std::any_of(kept.begin(), kept.end(),
                           [&](const QByteArray& value) { return placeOf(needle, value) >= 0; });
    });
    return search(dataset, needles);
}

} // namespace ccad
