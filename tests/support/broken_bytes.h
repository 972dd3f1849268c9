// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace ccad::test {

/// The file with the length of that explicit little endian element replaced; the tag must occur,
/// and have a VR with a length of two bytes (or four, for OB, OW, SQ and UN).
[[nodiscard]] QByteArray withLength(const QByteArray& file, quint16 group, quint16 element,
                                    quint32 length);

/// The file with the value of that element replaced by one word.
[[nodiscard]] QByteArray withWord(const QByteArray& file, quint16 group, quint16 element,
                                  quint16 value);

/// A data set without meta header: sequences within sequences, `depth` of them, each of undefined
/// length, or each of the length of its content. Implicit or explicit little endian.
[[nodiscard]] QByteArray nestedSequences(int depth, bool definedLength, bool explicitVr);

/// A chunk of a PNG file, with its length and its checksum.
[[nodiscard]] QByteArray pngChunk(const QByteArray& kind, const QByteArray& data);

/// A PNG header that declares a picture of that size, with no pixels behind it but a few bytes.
[[nodiscard]] QByteArray pngBomb(quint32 width, quint32 height);

} // namespace ccad::test
