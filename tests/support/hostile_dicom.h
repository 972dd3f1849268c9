// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <vector>

namespace ccad::test {

/// A DICOM file whose numbers were chosen to break whoever computes with them unchecked.
struct HostileDicom
{
    const char* name = nullptr;
    QByteArray bytes;
    /// True: it can be read all the same; false: it has to be refused.
    bool isReadable = false;
    QString words; ///< words in the notes, or in the refusal
};

/// Palettes of impossible bits, numbers of frames whose products wrap, segments that add nothing,
/// rescale slopes beyond numbers, windows by the thousand.
[[nodiscard]] std::vector<HostileDicom> hostileDicoms();

/// 8 x 8 pixels of a segmented or plain palette of 256 entries up to 65535, whose descriptors say
/// so many bits.
[[nodiscard]] QByteArray paletteOfBits(quint16 red, quint16 green, quint16 blue, bool isSegmented);

} // namespace ccad::test
