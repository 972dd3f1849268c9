// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/internal/bulk_values.h"

#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcvrobow.h>
#include <dcmtk/dcmdata/dcvrsl.h>

#include <algorithm>
#include <memory>
#include <vector>

namespace ccad::results {
namespace {

/// Pixel Data has a class of its own, without which DCMTK does not write it.
std::unique_ptr<DcmOtherByteOtherWord> bytesElement(const DcmTagKey& tag)
{
    if (tag == DCM_PixelData)
        return std::make_unique<DcmPixelData>(DcmTag(tag, EVR_OB));
    return std::make_unique<DcmOtherByteOtherWord>(DcmTag(tag, EVR_OB));
}

} // namespace

void addBytes(ValueWriter& dataset, const DcmTagKey& tag, std::span<const std::uint8_t> bytes)
{
    auto element = bytesElement(tag);
    Uint8* target = nullptr;
    const std::size_t even = bytes.size() + bytes.size() % 2;
    OFCondition state = element->createUint8Array(static_cast<Uint32>(even), target);
    if (state.good() && target != nullptr) {
        std::copy(bytes.begin(), bytes.end(), target);
        std::fill(target + bytes.size(), target + even, Uint8{0});
        state = dataset.item().insert(element.get(), OFTrue);
        if (state.good())
            (void)element.release(); // the item owns it now
    }
    dataset.note(state);
}

void addFloats(ValueWriter& dataset, const DcmTagKey& tag, std::span<const float> values)
{
    dataset.note(
        dataset.item().putAndInsertFloat32Array(DcmTag(tag, EVR_OF), values.data(), values.size()));
}

void addSigned(ValueWriter& dataset, const DcmTagKey& tag, std::span<const int> values)
{
    const std::vector<Sint32> longs(values.begin(), values.end());
    auto element = std::make_unique<DcmSignedLong>(DcmTag(tag));
    OFCondition state = element->putSint32Array(longs.data(), longs.size());
    if (state.good())
        state = dataset.item().insert(element.get(), OFTrue);
    if (state.good())
        (void)element.release(); // the item owns it now
    dataset.note(state);
}

void addPointer(ValueWriter& dataset, const DcmTagKey& tag, const DcmTagKey& target)
{
    dataset.note(dataset.item().putAndInsertTagKey(DcmTag(tag, EVR_AT), target));
}

void addLut(ValueWriter& item, int firstValue, const QString& explanation,
            std::span<const std::uint16_t> entries)
{
    // 2^16 entries do not fit into the word; they are written as 0.
    const auto count = static_cast<Uint16>(entries.size() == 65536 ? 0 : entries.size());
    const std::vector<Uint16> descriptor{count, static_cast<Uint16>(firstValue), 16};
    if (firstValue < 0) {
        const std::vector<Sint16> words(descriptor.begin(), descriptor.end());
        item.note(item.item().putAndInsertSint16Array(DcmTag(DCM_LUTDescriptor, EVR_SS),
                                                      words.data(), words.size()));
    } else {
        item.note(item.item().putAndInsertUint16Array(DcmTag(DCM_LUTDescriptor, EVR_US),
                                                      descriptor.data(), descriptor.size()));
    }
    if (!explanation.isEmpty())
        item.text(DCM_LUTExplanation, explanation);
    item.note(item.item().putAndInsertUint16Array(DcmTag(DCM_LUTData, EVR_OW), entries.data(),
                                                  entries.size()));
}

} // namespace ccad::results
