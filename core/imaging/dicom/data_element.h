// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <vector>

namespace ccad {

struct DataItem;

/// An element of a data set: with its value to be read, or to be written again.
struct DataElement
{
    quint32 tag = 0;
    QByteArray vr; ///< what it is, as written or by the dictionary; "SQ" for every sequence
    QByteArray writtenVr; ///< what the file is to say; of no matter in implicit encoding
    /// Bytes as the file has them, for a sequence none. A view into the file's bytes until it is
    /// replaced.
    QByteArray value;
    std::vector<DataItem> items; ///< of a sequence
    /// The value is fragments with their delimiter, and its length undefined.
    bool isEncapsulated = false;
};

struct DataItem
{
    std::vector<DataElement> elements; ///< in ascending order, each tag once

    [[nodiscard]] const DataElement* find(quint32 tag) const;
    [[nodiscard]] DataElement* find(quint32 tag);
    /// Puts an element in its place; one with that tag is replaced.
    void put(DataElement element);
};

/// The value without the padding behind it.
[[nodiscard]] QByteArray trimmedValue(const QByteArray& value);

/// The trimmed value of an element, or nothing.
[[nodiscard]] QByteArray valueOf(const DataItem& item, quint32 tag);

} // namespace ccad
