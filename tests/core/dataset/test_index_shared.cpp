// SPDX-License-Identifier: GPL-3.0-or-later
// The index of real radiographs; the time is a benchmark's matter (bench_dataset).
#include "core/dataset/dataset_index.h"
#include "core/dataset/picture_hash.h"
#include "core/imaging/reading/preview.h"
#include "tests/core/dataset/picture_files.h"

#include <QTest>

#include <set>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestIndexShared : public QObject
{
    Q_OBJECT

    QString m_manifest;

private Q_SLOTS:
    void initTestCase()
    {
        m_manifest
            = qEnvironmentVariable("CCAD_SHARED", QStringLiteral(CCAD_SOURCE_DIR "/../shared"))
            + u"/data/cxr/manifest.csv"_s;
        if (!QFileInfo::exists(m_manifest))
            QSKIP("The radiographs of the development data are not here (see CCAD_SHARED).");
    }

    void allAreReadAndFewLookAlike()
    {
        const auto index = indexDataset({m_manifest, {}, {}, {}});
        QVERIFY(index.hasValue());
        QCOMPARE(index->dataset.items.size(), std::size_t{2390});
        QVERIFY(index->unreadable.empty());
        QCOMPARE(index->patients, 1702);
        QCOMPARE(index->unknownPatients, 0);
        QCOMPARE((index->counts.at({"covid", "", "hannover"}).images), 243);
        // Looked at one by one: each of the pairs is one exposure, taken up twice.
        QVERIFY2(index->duplicates.size() <= 12,
                 qPrintable(QString::number(index->duplicates.size())));
        QVERIFY(index->duplicates.size() >= 9);
        // nih is of one origin, hence without a second way into the set.
        for (const NearDuplicate& pair : index->duplicates)
            QVERIFY(index->dataset.items[static_cast<std::size_t>(pair.first)].source != u"nih");
        const QStringList concerns = concernsOf(*index);
        QVERIFY(concerns.filter(u"\"covid\" come from sources"_s).size() == 1);
        QVERIFY(withoutDuplicates(*index).items.size() + index->duplicates.size() <= 2390);
    }

    void copiesOfRadiographsAreFound()
    {
        const auto dataset = readDataset(m_manifest);
        QVERIFY(dataset.hasValue());
        int copies = 0;
        int missed = 0;
        for (std::size_t i = 0; i < dataset->items.size(); i += 40) {
            const auto preview = readPreview(dataset->items[i].file, 200);
            QVERIFY(preview.hasValue());
            const PictureHash original = pictureHash(preview->image);
            for (const GrayImage8& copy :
                 {resized(preview->image, 0.5), brightened(preview->image, 1, 12),
                  brightened(preview->image, 1.15, -10), cropped(preview->image, 0.02),
                  cropped(preview->image, 0.04)}) {
                ++copies;
                missed += distance(original, pictureHash(copy)) > sameDistance ? 1 : 0;
            }
        }
        QVERIFY(copies > 250);
        QVERIFY2(missed <= copies / 100, qPrintable(QString::number(missed)));
    }
};

QTEST_GUILESS_MAIN(TestIndexShared)
#include "test_index_shared.moc"
