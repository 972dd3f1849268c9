// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace ccad::imaging {

/// What was met while the blocks of a JPEG 2000 stream were decoded. OpenJPEG makes some picture
/// out of any bytes; but its arithmetic decoder hardly ever ends where a block's data end if these
/// are not what was encoded.
struct Jpeg2000Damage
{
    int blocks = 0; ///< that end elsewhere than their data
    int farthest = 0; ///< bytes between the two ends, of the worst block
    bool isCertain = false; ///< OpenJPEG met something that no encoder writes

    /// Encoders end a block up to three bytes away from where OpenJPEG expects it, old ones five.
    [[nodiscard]] bool isLikely() const { return farthest > 5; }
    [[nodiscard]] bool losesPixels() const { return isCertain || farthest > 12; }

    /// Takes one message of OpenJPEG's.
    void hear(const char* message);
};

/// The bare codestream, marked so that OpenJPEG tells where blocks do not end with their data; the
/// pixels are the same. Blocks of high throughput have another decoder, which cannot tell.
[[nodiscard]] QByteArray tellingBlockEnds(const QByteArray& codestream);

/// True when bytes stand in the bare codestream that data of blocks hardly ever have: codes of
/// markers, or a byte many times in a row, as in a part that was overwritten. Blocks have to be
/// decoded, all of them, to tell more: empty packets are zeros, too.
[[nodiscard]] bool hasSuspiciousBytes(const QByteArray& codestream);

/// True when bytes stand in the bare codestream that no encoder writes there: codes of markers, or
/// more zeros in a row than the data of a block have. Asked of streams whose blocks' ends tell
/// little: those of high throughput, and with blocks in pieces. OpenJPEG ends the program on codes
/// of markers in blocks of high throughput; these streams may not even mark their packets.
[[nodiscard]] bool hasImpossibleBytes(const QByteArray& codestream);

} // namespace ccad::imaging
