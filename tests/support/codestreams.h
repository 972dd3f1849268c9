// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <cstdint>
#include <vector>

namespace ccad::test {

/// A picture to be compressed without loss, colour-by-pixel.
struct StreamPicture
{
    int columns = 0;
    int rows = 0;
    int samples = 1;
    int bits = 8;
    std::vector<std::int32_t> values;
};

/// A bare HTJ2K codestream by OpenJPH. With a `tileSide` above 0, in tiles of that size.
[[nodiscard]] QByteArray htj2kStream(const StreamPicture& picture, int tileSide = 0);

/// A bare JPEG XL codestream of that many pictures, an animation if there are several.
[[nodiscard]] QByteArray jpegXlStream(const StreamPicture& picture, int pictures = 1);

/// A JPEG-LS stream by CharLS, of grey samples. With `linesBetweenMarkers` above 0, there is a
/// restart marker after so many lines.
[[nodiscard]] QByteArray jpegLsStream(const StreamPicture& picture, int linesBetweenMarkers = 0);

/// A frame of RLE, in runs and lists as they come.
[[nodiscard]] QByteArray rleFrame(const StreamPicture& picture);

/// How pixel data is written around its fragments.
struct Encapsulation
{
    QByteArray offsetTable;
    bool hasEvenLengths = true; ///< fragments of odd lengths are padded, and the padding is counted
    bool hasPadding = true; ///< of odd lengths that do not count it
    bool hasDelimiter = true;
    bool hasLength = false; ///< pixel data has a length, as if it were not compressed
};

/// The explicit little endian file with another transfer syntax and with these fragments in place
/// of its pixels, and nothing behind them.
[[nodiscard]] QByteArray withFragments(const QByteArray& file, const QByteArray& syntax,
                                       const QList<QByteArray>& fragments,
                                       const Encapsulation& form = {});

/// The first fragment of a file's compressed pixels.
[[nodiscard]] QByteArray firstFragment(const QByteArray& file);

} // namespace ccad::test
