// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <functional>
#include <vector>

class DcmDataset;

namespace ccad::test {

using namespace Qt::StringLiterals;

/// The contents of a test file. The defaults make a chest radiograph as a scanner would send it.
struct DicomSpec
{
    int columns = 0;
    int rows = 0;
    int samplesPerPixel = 1;
    int frames = 1;
    int bitsAllocated = 16;
    int bitsStored = 12;
    int highBit = 11;
    bool isSigned = false;
    bool colorByPlane = false;
    QString photometric = u"MONOCHROME2"_s;
    /// Stored values in file order; each is masked to bitsStored and shifted below highBit.
    std::vector<std::int32_t> values;
    /// Set in the bits beside the stored ones, as overlays of old files are.
    std::uint32_t foreignBits = 0;

    QByteArray transferSyntax = "1.2.840.10008.1.2.1";
    int jpegQuality = 90; ///< of the lossy JPEG syntaxes
    double jpeg2000Rate = 0; ///< compression ratio; 0 is lossless
    int nearLossless = 2; ///< largest deviation of near-lossless JPEG-LS
    int fragments = 1; ///< of one JPEG 2000 frame
    QByteArray stream; ///< of the compressed frame, in place of `values`

    bool withPreamble = true;
    bool withMeta = true;
    std::function<void(DcmDataset&)> tags; ///< further tags, or other values
};

/// The bytes of a file by the spec; the same for the same spec. Fails the program on an impossible
/// spec.
[[nodiscard]] QByteArray writeDicom(const DicomSpec& spec);

/// Adds a LUT item to a sequence, as Modality and VOI LUT Sequences hold them.
void addLut(DcmDataset& dataset, bool voi, int first, int bits,
            const std::vector<std::uint16_t>& entries, const char* words);

} // namespace ccad::test
