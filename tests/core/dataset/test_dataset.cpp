// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/toy_dataset.h"

#include <QTemporaryDir>
#include <QTest>

#include <tuple>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestDataset : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    QString write(const QString& name, const QByteArray& content)
    {
        const QString path = m_folder.filePath(name);
        QDir().mkpath(QFileInfo(path).path());
        if (!writeFileAtomically(path, content))
            qFatal("cannot write a test file");
        return path;
    }

private Q_SLOTS:
    void readsAManifest()
    {
        const QString path = write(u"a/m.csv"_s,
                                   "file,label,patient,source,split,age\n"
                                   "x.png,normal,1,here,train,40\n"
                                   "y.png,\"covid, severe\",2,there,test,\n");
        const auto dataset = readDataset(path);
        QVERIFY(dataset.hasValue());
        QCOMPARE(dataset->classes, QStringList({"covid, severe", "normal"}));
        QCOMPARE(dataset->items.size(), std::size_t{2});
        QCOMPARE(dataset->items[0].file, m_folder.filePath("a/x.png"));
        QCOMPARE(dataset->items[0].label, 1);
        QCOMPARE(dataset->items[0].split, u"train"_s);
        QCOMPARE(dataset->items[0].ageYears, 40.0);
        QVERIFY(!dataset->items[1].ageYears);
        QVERIFY(dataset->knowsPatients());
        QVERIFY(dataset->knowsSources());
        QCOMPARE(dataset->classCounts(), std::vector<int>({1, 1}));
    }

    void keepsTheRowsAskedFor()
    {
        const QString path = write(u"b/m.csv"_s, "file,label,source\na,x,1\nb,y,2\nc,x,3\nd,y,1\n");
        const auto filter = parseRowFilter(u"source=1,3"_s);
        QVERIFY(filter.hasValue());
        const auto dataset = readDataset(path, {.filters = {*filter}});
        QVERIFY(dataset.hasValue());
        QCOMPARE(dataset->items.size(), std::size_t{3});
        QVERIFY(!parseRowFilter(u"source"_s).hasValue());
        QVERIFY(!readDataset(path, {.filters = {{u"nothing"_s, {}}}}).hasValue());
    }

    void readsAFolderTree()
    {
        for (const char* name : {"t/train/sick/1.png", "t/train/well/2.png", "t/test/sick/3.png",
                                 "t/test/well/deep/4.png", "t/readme.txt"})
            write(QString::fromLatin1(name), "x");
        const auto dataset = readDataset(m_folder.filePath("t"));
        QVERIFY(dataset.hasValue());
        QCOMPARE(dataset->classes, QStringList({"deep", "sick", "well"}));
        QCOMPARE(dataset->items.size(), std::size_t{4});
        int tests = 0;
        for (const DatasetItem& item : dataset->items)
            tests += item.split == u"test" ? 1 : 0;
        QCOMPARE(tests, 2);
        QVERIFY(!dataset->knowsPatients());
    }

    void groupsByAnyColumn()
    {
        const QString path
            = write(u"g/m.csv"_s, "file,label,scanner,split\na,x,old,test\nb,y,new,val\n");
        for (const auto& [column, first, second] :
             {std::tuple("scanner", "old", "new"), std::tuple("label", "x", "y"),
              std::tuple("split", "test", "val")}) {
            const auto dataset = readDataset(path, {.groupBy = QString::fromLatin1(column)});
            QVERIFY(dataset.hasValue());
            QCOMPARE(dataset->items[0].group, QString::fromLatin1(first));
            QCOMPARE(dataset->items[1].group, QString::fromLatin1(second));
        }
        const auto none = readDataset(path, {.groupBy = u"colour"_s});
        QVERIFY(!none.hasValue());
        QVERIFY(none.error().message.contains(u"no column \"colour\""));
        QVERIFY(none.error().message.contains(u"file, label, scanner, split"));
    }

    void aTreeHasFewColumns()
    {
        for (const char* name : {"c/train/sick/1.png", "c/test/well/2.png"})
            write(QString::fromLatin1(name), "x");
        const auto dataset = readDataset(m_folder.filePath("c"), {.groupBy = u"split"_s});
        QVERIFY(dataset.hasValue());
        QCOMPARE(dataset->items[0].group, u"test"_s);
        QVERIFY(!readDataset(m_folder.filePath("c"), {.groupBy = u"view"_s}));
    }

    void emptyClassFoldersAreNamedUnlessTheClassHasImages()
    {
        for (const char* name : {"e/train/sick/1.png", "e/train/well/2.png", "e/test/well/3.png"})
            write(QString::fromLatin1(name), "x");
        QDir(m_folder.path()).mkpath("e/test/sick"); // the class has images elsewhere
        QVERIFY(readDataset(m_folder.filePath("e")).hasValue());
        QDir(m_folder.path()).mkpath("e/train/unsure");
        const auto dataset = readDataset(m_folder.filePath("e"));
        QVERIFY(!dataset.hasValue());
        QCOMPARE(dataset.error().code, ErrorCode::DatasetUnusable);
        QVERIFY(dataset.error().message.contains(u"\"unsure\""));
    }

    void oneClassIsEnoughToTryAModel()
    {
        const QString path = write(u"o/m.csv"_s, "file,label\na,x\nb,x\n");
        QVERIFY(!readDataset(path).hasValue());
        QVERIFY(readDataset(path, {.oneClassIsEnough = true}).hasValue());
    }

    void saysWhatIsWrong_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("words");
        QTest::newRow("one class") << QByteArray("file,label\na,x\nb,x\n") << "only the class";
        QTest::newRow("no rows") << QByteArray("file,label\n") << "no labelled images";
        QTest::newRow("no label column") << QByteArray("file,class\na,x\n") << "\"label\"";
        QTest::newRow("empty label") << QByteArray("file,label\na,x\nb,\n") << "no label for b";
        QTest::newRow("ragged row") << QByteArray("file,label\na,x,y\n") << "Line 2";
        QTest::newRow("open quote") << QByteArray("file,label\na,\"x\n") << "quoted";
    }

    void saysWhatIsWrong()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, words);
        const auto dataset = readDataset(write(u"bad.csv"_s, content));
        QVERIFY(!dataset.hasValue());
        QVERIFY2(dataset.error().message.contains(words), qPrintable(dataset.error().message));
    }

    void missingFolderIsNamed()
    {
        const auto dataset = readDataset(m_folder.filePath("nowhere"));
        QVERIFY(!dataset.hasValue());
        QCOMPARE(dataset.error().code, ErrorCode::FileNotFound);
    }

    void fingerprintFollowsLabels()
    {
        const QString path = write(u"f.csv"_s, "file,label\na,x\nb,y\n");
        auto dataset = readDataset(path);
        QVERIFY(dataset.hasValue());
        const QString before = datasetFingerprint(*dataset);
        QCOMPARE(datasetFingerprint(*dataset), before);
        std::swap(dataset->items[0].label, dataset->items[1].label);
        QVERIFY(datasetFingerprint(*dataset) != before);
    }
};

QTEST_GUILESS_MAIN(TestDataset)
#include "test_dataset.moc"
