// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <vector>

namespace ccad::test {

/// How elements are written, whatever the standard says of their VR.
struct ElementForm
{
    bool explicitVr = true;
    bool bigEndian = false;
    int lengthBytes = 2; ///< 2, or 4 behind two reserved bytes; implicit VR has 4
};

/// One element as it lies in a file. `length` may lie; -1: the length of the value.
[[nodiscard]] QByteArray rawElement(quint32 tag, const QByteArray& vr, const QByteArray& value,
                                    const ElementForm& form = {}, qint64 length = -1);

/// An item, or a delimiter (with nothing in it), of that tag.
[[nodiscard]] QByteArray rawItem(quint32 tag, const QByteArray& content, qint64 length = -1,
                                 bool bigEndian = false);

/// A sequence of undefined length with one item of undefined length.
[[nodiscard]] QByteArray rawSequence(quint32 tag, const QByteArray& vr, const QByteArray& content,
                                     const ElementForm& form = {true, false, 4});

/// A data set without meta header in which an element has these two bytes for its VR, two of zeros,
/// and a length of four bytes. A parser that takes the zeros for a length finds a Columns
/// (0028,0011) of 77 behind them, since the length itself is a tag then.
[[nodiscard]] QByteArray withForeignVr(const QByteArray& vr);

/// A picture of 16 x 16 pixels in which the VR 01 01 hides 6,500 nested sequences in that way.
[[nodiscard]] QByteArray hiddenNesting();

/// Data sets without meta header, each of which two parsers could read in two ways: odd lengths,
/// UN that holds sequences, sequences called something else and the other way round, elements
/// twice, character sets within items, all in the three encodings where they differ.
[[nodiscard]] std::vector<QByteArray> ambiguousDatasets();

/// The JPEG picture with so many scans added.
[[nodiscard]] QByteArray withMoreScans(const QByteArray& jpeg, int scans);

/// The file of compressed pixels with so many empty fragments before its own.
[[nodiscard]] QByteArray withEmptyFragments(const QByteArray& file, int fragments);

} // namespace ccad::test
