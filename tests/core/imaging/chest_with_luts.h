// SPDX-License-Identifier: GPL-3.0-or-later
// A chest with windows and LUTs, right and wrong ones, and what is seen of it.
#pragma once

#include "core/imaging/display_lut.h"
#include "tests/core/imaging/small_files.h"

#include <dcmtk/dcmdata/dcdatset.h>

#include <algorithm>
#include <cmath>

namespace ccad::test {

using Entries = std::vector<std::uint16_t>;

inline constexpr int chestSide = 64;

/// A chest of 12 bits that lies `offset` above 0.
inline DicomSpec chest(const Tags& tags, int offset = 0)
{
    DicomSpec spec;
    spec.columns = chestSide;
    spec.rows = chestSide;
    spec.values = drawChest(chestSide, chestSide, 4095);
    for (std::int32_t& value : spec.values)
        value += offset;
    if (offset > 0) {
        spec.bitsStored = 16;
        spec.highBit = 15;
    }
    spec.tags = tags;
    return spec;
}

inline Radiograph read(const DicomSpec& spec)
{
    auto radiograph = readBytes(writeDicom(spec));
    if (!radiograph)
        qFatal("%s", qPrintable(radiograph.error().message));
    return *std::move(radiograph);
}

inline Tags window(const char* center, const char* width, const char* function = "LINEAR")
{
    return [=](DcmDataset& d) {
        d.putAndInsertString(DCM_WindowCenter, center);
        d.putAndInsertString(DCM_WindowWidth, width);
        d.putAndInsertString(DCM_VOILUTFunction, function);
    };
}

inline Tags both(const Tags& first, const Tags& second)
{
    return [=](DcmDataset& d) {
        first(d);
        second(d);
    };
}

/// From 0 to `top`, or the other way round.
inline Entries line(std::size_t count, int top, bool falls = false)
{
    Entries entries;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t step = falls ? count - 1 - i : i;
        entries.push_back(
            static_cast<std::uint16_t>(step * static_cast<std::size_t>(top) / (count - 1)));
    }
    return entries;
}

inline Tags voiLut(int first, int bits, const Entries& entries, const char* name = "NORMAL")
{
    return [=](DcmDataset& d) { addLut(d, true, first, bits, entries, name); };
}

inline Tags modalityLut(int first, int bits, const Entries& entries)
{
    return [=](DcmDataset& d) { addLut(d, false, first, bits, entries, "curve"); };
}

inline Tags rescale(const char* slope, const char* intercept)
{
    return [=](DcmDataset& d) {
        d.putAndInsertString(DCM_RescaleSlope, slope);
        d.putAndInsertString(DCM_RescaleIntercept, intercept);
    };
}

/// Another descriptor than that of the data.
inline Tags described(const Tags& lut, int count, int first, int bits)
{
    return both(lut, [=](DcmDataset& d) {
        for (const DcmTagKey& key : {DCM_VOILUTSequence, DCM_ModalityLUTSequence}) {
            DcmItem* item = nullptr;
            const Uint16 descriptor[] = {static_cast<Uint16>(count), static_cast<Uint16>(first),
                                         static_cast<Uint16>(bits)};
            if (d.findAndGetSequenceItem(key, item).good() && item)
                item->putAndInsertUint16Array(DcmTag(DCM_LUTDescriptor, EVR_US), descriptor, 3);
        }
    });
}

inline std::vector<std::uint8_t> greys(const Radiograph& radiograph)
{
    return DisplayLut(radiograph, radiograph.initialVoi).apply8(radiograph).pixels;
}

/// The largest difference in grey from the chest as a file without faults shows it.
inline int fromReference(const Radiograph& radiograph)
{
    const std::vector<std::uint8_t> expected = greys(read(chest(window("2048", "4096"))));
    const std::vector<std::uint8_t> got = greys(radiograph);
    int largest = 0;
    for (std::size_t i = 0; i < expected.size(); ++i)
        largest = std::max(largest, std::abs(expected[i] - got[i]));
    return largest;
}

inline int spreadOf(const Radiograph& radiograph)
{
    const std::vector<std::uint8_t> pixels = greys(radiograph);
    const auto [low, high] = std::minmax_element(pixels.begin(), pixels.end());
    return *high - *low;
}

inline QStringList notesWith(const Radiograph& radiograph, const QString& words)
{
    return radiograph.notes.filter(words);
}

inline QString notesOf(const Radiograph& radiograph)
{
    return radiograph.notes.join(u'\n');
}

} // namespace ccad::test
