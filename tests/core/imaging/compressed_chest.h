// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/imaging/read_bytes.h"
#include "tests/support/codestreams.h"
#include "tests/support/dicom_writer.h"
#include "tests/support/phantom.h"

namespace ccad::test {

/// One picture in one compression, and what a file around it needs.
struct Compressed
{
    const char* name = nullptr;
    QByteArray syntax;
    QByteArray file; ///< explicit little endian, with other pixels, for withFragments
    QByteArray stream;
};

/// A small chest of so many bits, uncompressed.
[[nodiscard]] inline DicomSpec plainChest(int bits)
{
    DicomSpec spec;
    spec.columns = 72;
    spec.rows = 56;
    spec.bitsAllocated = bits > 8 ? 16 : 8;
    spec.bitsStored = bits;
    spec.highBit = bits - 1;
    spec.values = drawChest(spec.columns, spec.rows, (1 << bits) - 1);
    return spec;
}

[[nodiscard]] inline StreamPicture pictureOf(const DicomSpec& spec)
{
    return {spec.columns, spec.rows, spec.samplesPerPixel, spec.bitsStored, spec.values};
}

/// The chest in each compression that CCAD reads.
[[nodiscard]] inline std::vector<Compressed> compressedChests()
{
    const auto file = [](int bits) { return writeDicom(plainChest(bits)); };
    const auto byDcmtk = [](const QByteArray& syntax, int bits) {
        DicomSpec spec = plainChest(bits);
        spec.transferSyntax = syntax;
        return firstFragment(writeDicom(spec));
    };
    const StreamPicture picture = pictureOf(plainChest(12));
    return {
        {"JPEG", "1.2.840.10008.1.2.4.50", file(8), byDcmtk("1.2.840.10008.1.2.4.50", 8)},
        {"JPEG 12", "1.2.840.10008.1.2.4.51", file(12), byDcmtk("1.2.840.10008.1.2.4.51", 12)},
        {"lossless JPEG", "1.2.840.10008.1.2.4.70", file(12),
         byDcmtk("1.2.840.10008.1.2.4.70", 12)},
        {"JPEG-LS", "1.2.840.10008.1.2.4.80", file(12), jpegLsStream(picture)},
        {"JPEG-LS with markers", "1.2.840.10008.1.2.4.80", file(12), jpegLsStream(picture, 5)},
        {"JPEG 2000", "1.2.840.10008.1.2.4.90", file(12), byDcmtk("1.2.840.10008.1.2.4.90", 12)},
        {"HTJ2K", "1.2.840.10008.1.2.4.201", file(12), htj2kStream(picture)},
        {"HTJ2K in tiles", "1.2.840.10008.1.2.4.201", file(12), htj2kStream(picture, 32)},
        {"JPEG XL", "1.2.840.10008.1.2.4.110", file(12), jpegXlStream(picture)},
        {"RLE", "1.2.840.10008.1.2.5", file(12), rleFrame(picture)},
    };
}

[[nodiscard]] inline Radiograph mustRead(const QByteArray& file)
{
    auto radiograph = readBytes(file);
    if (!radiograph)
        qFatal("%s", qPrintable(radiograph.error().message));
    return *std::move(radiograph);
}

} // namespace ccad::test
