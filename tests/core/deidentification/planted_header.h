// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>

#include <random>

namespace ccad::test {

/// The table as a plain list, read by other code than the program's.
struct PlainTable
{
    struct Row
    {
        QByteArray tag;
        QByteArray keyword;
        QList<QByteArray> codes; ///< the Basic Profile's, then the ten options'
    };
    QList<Row> rows; ///< of public attributes outside groups 0000, 0002 and 0004, without patterns
    QHash<QByteArray, QHash<QByteArray, QByteArray>> types; ///< by SOP class and tag: "1C"

    [[nodiscard]] static PlainTable read(const QByteArray& actions, const QByteArray& types);
};

/// An attribute that was put into a header, and what the table says of it.
struct Planted
{
    PlainTable::Row row;
    QByteArray vr;
    QByteArray value; ///< of text and UIDs; of a sequence, the text in its item; empty for numbers
    bool isNested = false; ///< within the item of Referenced Series Sequence
};

struct PlantedHeader
{
    QByteArray content;
    QByteArray sopClass;
    unsigned options = 0; ///< of DeidOption
    QList<Planted> attributes;
    QList<QByteArray> secrets; ///< strings of which none may be left
};

/// A header with about a hundred attributes of the table, a private block, free text and nested
/// items, with strings that tell who it is about in values of every VR. The same for the same
/// number.
[[nodiscard]] PlantedHeader plantedHeader(const PlainTable& table, unsigned number);

/// What the table asks for, of "X", "Z", "D", "U", "K", "C".
[[nodiscard]] QByteArray askedFor(const PlainTable& table, const PlantedHeader& header,
                                  const Planted& attribute);

} // namespace ccad::test
