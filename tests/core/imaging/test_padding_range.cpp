// SPDX-License-Identifier: GPL-3.0-or-later
// Pixel Padding Value and Range Limit that leave nothing of the picture.
#include "core/imaging/reader_notes.h"
#include "tests/core/imaging/small_files.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestPaddingRange : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRangeOfAllValuesIsIgnored();
    void aCollarStaysPadding();

private:
    static DicomSpec chestWith(Uint16 first, Uint16 last)
    {
        DicomSpec spec;
        spec.columns = 128;
        spec.rows = 96;
        spec.bitsAllocated = 16;
        spec.bitsStored = 12;
        spec.highBit = 11;
        spec.values = drawChest(spec.columns, spec.rows, 4000);
        spec.tags = [=](DcmDataset& d) {
            d.putAndInsertUint16(DCM_PixelPaddingValue, first);
            d.putAndInsertUint16(DCM_PixelPaddingRangeLimit, last);
        };
        return spec;
    }
};

void TestPaddingRange::aRangeOfAllValuesIsIgnored()
{
    for (const auto& [first, last] :
         {std::pair(0, 4095), std::pair(4095, 0), std::pair(0, 65535)}) {
        const auto r = readBytes(
            writeDicom(chestWith(static_cast<Uint16>(first), static_cast<Uint16>(last))));
        QVERIFY2(r, qPrintable(messageOf(r)));
        QVERIFY2(!r->paddingFirst, qPrintable(u"%1 to %2"_s.arg(first).arg(last)));
        QCOMPARE(r->notes.size(), 1);
        QVERIFY2(r->notes.front().contains(u"Padding"_s), qPrintable(r->notes.front()));
        QCOMPARE(r->notes.codeOf(r->notes.front()), NoteCode::ValuesCorrected);
    }
}

void TestPaddingRange::aCollarStaysPadding()
{
    const auto r = readBytes(writeDicom(chestWith(0, 10)));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QVERIFY(r->paddingFirst);
    QCOMPARE(int{*r->paddingFirst}, 0);
    QCOMPARE(int{*r->paddingLast}, 10);
    QVERIFY2(r->notes.isEmpty(), qPrintable(r->notes.join(u' ')));
}

QTEST_GUILESS_MAIN(TestPaddingRange)
#include "test_padding_range.moc"
