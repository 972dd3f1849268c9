// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of a compressed chest around which something is damaged.
#pragma once

#include "tests/core/imaging/compressed_chest.h"

#include <QTest>

namespace ccad::test {

inline const QByteArray endMarker = QByteArray::fromHex("ffd9");

/// Fails the test unless the file has the same pixels as the undamaged one, and a note with these
/// words.
inline void isReadWith(const QByteArray& damaged, const Radiograph& whole, const QString& words)
{
    const auto r = readBytes(damaged);
    QVERIFY2(r, qPrintable(messageOf(r)));
    QVERIFY(*r->pixels == *whole.pixels);
    QCOMPARE(r->notes.size(), 1);
    QVERIFY2(r->notes.join(u' ').contains(words), qPrintable(r->notes.join(u' ')));
}

inline bool isJpeg(const Compressed& chest)
{
    return chest.stream.startsWith("\xFF\xD8");
}

inline bool isJpeg2000(const Compressed& chest)
{
    return chest.stream.startsWith("\xFF\x4F");
}

inline qsizetype endOf(const QByteArray& stream)
{
    return stream.lastIndexOf(endMarker);
}

/// Rows of a test for FETCH_CHEST(): the chest in each compression.
inline void chestRows()
{
    QTest::addColumn<int>("index");
    const auto chests = compressedChests();
    for (std::size_t i = 0; i < chests.size(); ++i)
        QTest::newRow(chests[i].name) << static_cast<int>(i);
}

} // namespace ccad::test

/// The chest of the row, and as it is read undamaged.
#define FETCH_CHEST()                                                                              \
    QFETCH(int, index);                                                                            \
    const Compressed chest = compressedChests()[static_cast<std::size_t>(index)];                  \
    const Radiograph whole = mustRead(withFragments(chest.file, chest.syntax, {chest.stream}))
