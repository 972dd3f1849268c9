// SPDX-License-Identifier: GPL-3.0-or-later
// Each film counts once, however often a data set names it.
#include "core/dataset/copies.h"
#include "tests/core/dataset/picture_files.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestCopies : public QObject
{
    Q_OBJECT

    PictureFiles m_files;

    static QStringList namesOf(const std::vector<DatasetItem>& items)
    {
        QStringList names;
        for (const DatasetItem& item : items)
            names << QFileInfo(item.file).fileName();
        names.sort();
        return names;
    }
    [[nodiscard]] Dataset read(const QByteArray& manifest) const
    {
        auto dataset = readDataset(m_files.write(u"m.csv"_s, manifest));
        if (!dataset)
            qFatal("%s", qPrintable(dataset.error().message));
        return *std::move(dataset);
    }

private Q_SLOTS:
    void aRowThatComesTwiceCountsOnce()
    {
        const Dataset dataset
            = read("file,label\na.png,x\nb.png,y\na.png,x\n./a.png,x\nsub/../b.png,y\n");
        QCOMPARE(namesOf(dataset.items), QStringList({u"a.png"_s, u"b.png"_s}));
        QVERIFY(dataset.leftOut.empty());
        QVERIFY2(dataset.notes.join(u' ').contains(u"3 rows name files that earlier rows name"_s),
                 qPrintable(dataset.notes.join(u' ')));
    }

    void aFileWithTwoLabelsIsNamedAndLeftOut()
    {
        const Dataset dataset = read("file,label\na.png,x\nb.png,y\na.png,y\nc.png,x\na.png,x\n");
        QCOMPARE(namesOf(dataset.items), QStringList({u"b.png"_s, u"c.png"_s}));
        QCOMPARE(dataset.leftOut.size(), std::size_t{1});
        QVERIFY(dataset.leftOut[0].file.endsWith(u"/a.png"_s));
        QVERIFY2(dataset.leftOut[0].reason.contains(u"the label is \"x\" in one and \"y\""_s),
                 qPrintable(dataset.leftOut[0].reason));
        QVERIFY(dataset.notes.isEmpty());
    }

    void aFileOnTwoSidesOrOfTwoPatientsIsLeftOut()
    {
        const Dataset dataset
            = read("file,label,patient,split\na.png,x,1,train\nb.png,y,2,train\na.png,x,1,test\n"
                   "c.png,x,3,test\nd.png,y,4,\nd.png,y,5,\n");
        QCOMPARE(namesOf(dataset.items), QStringList({u"b.png"_s, u"c.png"_s}));
        QCOMPARE(dataset.leftOut.size(), std::size_t{2});
    }

    void theSameFileInTwoClassFoldersIsLeftOut()
    {
        const PictureFiles files;
        files.writeChest(u"x/1.jpg"_s, 1);
        files.writeChest(u"y/again.jpg"_s, 1);
        files.writeChest(u"x/2.jpg"_s, 2);
        files.writeChest(u"x/2 again.jpg"_s, 2);
        files.writeChest(u"y/3.jpg"_s, 3);
        const auto index = indexDataset({.path = files.path()});
        QVERIFY2(index.hasValue(), index ? "" : qPrintable(index.error().message));
        QCOMPARE(index->dataset.items.size(), std::size_t{5});
        const Dataset once = withoutCopies(*index);
        QCOMPARE(once.items.size(), std::size_t{2});
        QCOMPARE(once.leftOut.size(), std::size_t{2});
        QVERIFY2(once.leftOut[0].reason.contains(
                     u"Its label is \"x\", but again.jpg is the same file with the label \"y\""_s),
                 qPrintable(once.leftOut[0].reason));
        const QString said = concernsOf(*index).join(u' ');
        QVERIFY2(said.contains(u"1 file is the same as another with the same label"_s)
                     && said.contains(u"2 files are the same as others with another label"_s),
                 qPrintable(said));
        QVERIFY(!anonymousConcernsOf(*index).join(u' ').contains(u"again"_s));
    }

    void ofCopiesTheTestImageStays()
    {
        std::vector<DatasetItem> items(3);
        for (std::size_t i = 0; i < items.size(); ++i) {
            items[i].file = QString::number(i);
            items[i].label = 0;
        }
        items[1].split = u"test"_s;
        const Copies copies = removeCopies(items, {"same", "same", QByteArray()}, {u"x"_s});
        QCOMPARE(namesOf(items), QStringList({u"1"_s, u"2"_s}));
        QCOMPARE(copies.counted, 1);
        QVERIFY(copies.contradictory.empty());
    }

    void contentsTellFilesApart()
    {
        const PictureFiles files;
        std::vector<DatasetItem> items(5);
        items[0].file = files.write(u"a"_s, "one");
        items[1].file = files.write(u"b"_s, "two");
        items[2].file = files.write(u"c"_s, "one");
        items[3].file = files.write(u"d"_s, "of another size");
        items[4].file = files.path(u"gone"_s);
        const auto contents = contentsOf(items);
        QVERIFY(contents);
        QCOMPARE((*contents)[0], (*contents)[2]);
        QVERIFY((*contents)[0] != (*contents)[1] && !(*contents)[1].isEmpty());
        QVERIFY((*contents)[3].isEmpty() && (*contents)[4].isEmpty());
        CancelToken cancel;
        cancel.cancel();
        QCOMPARE(contentsOf(items, cancel).error().code, ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestCopies)
#include "test_copies.moc"
