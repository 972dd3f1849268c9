// SPDX-License-Identifier: GPL-3.0-or-later
// Which folders of a tree are classes, and what their names may hold.
#include "core/dataset/dataset_index.h"
#include "tests/core/dataset/picture_files.h"

#include <QTest>

#include <set>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestClassFolders : public QObject
{
    Q_OBJECT

    /// Files without a picture's content, which reading a data set does not ask for.
    static void fill(const PictureFiles& files, const QStringList& paths)
    {
        for (const QString& path : paths)
            files.write(path, "x");
    }

    static QStringList numbered(const QString& folder, int count)
    {
        QStringList paths;
        for (int i = 0; i < count; ++i)
            paths << u"%1/%2.png"_s.arg(folder, QString::number(i));
        return paths;
    }

    static std::set<QString> patientsOf(const Dataset& dataset)
    {
        std::set<QString> patients;
        for (const DatasetItem& item : dataset.items)
            if (!item.patient.isEmpty())
                patients.insert(item.patient);
        return patients;
    }

private Q_SLOTS:
    void classesByEvidence_data()
    {
        QTest::addColumn<QStringList>("folders");
        QTest::addColumn<QStringList>("classes");
        QTest::addColumn<int>("patients");
        QTest::addColumn<bool>("isSaid");
        const QStringList two = {u"covid"_s, u"normal"_s};
        const auto row = [](const char* name, const QStringList& folders,
                            const QStringList& classes, int patients, bool isSaid) {
            QTest::newRow(name) << folders << classes << patients << isSaid;
        };
        row("plain", {u"covid"_s, u"normal"_s}, two, 0, false);
        row("a folder around all", {u"set/covid"_s, u"set/normal"_s}, two, 0, false);
        row("splits above", {u"train/covid"_s, u"test/covid"_s, u"train/normal"_s}, two, 0, false);
        row("splits below", {u"covid/train"_s, u"covid/test"_s, u"normal/train"_s}, two, 0, false);
        row("years", {u"2020/covid"_s, u"2021/normal"_s, u"covid/2022"_s}, two, 0, false);
        row("patients", {u"covid/pat01"_s, u"covid/pat02"_s, u"normal/pat03"_s, u"normal/pat04"_s},
            two, 4, true);
        row("patients below splits",
            {u"train/covid/pat01"_s, u"train/normal/pat03"_s, u"test/covid/pat02"_s}, two, 3, true);
        row("patients by number", {u"covid/0017"_s, u"covid/0018"_s, u"normal/0023"_s}, two, 3,
            true);
        row("patients by UID", {u"covid/1.2.840.113.1"_s, u"normal/1.2.840.113.2"_s}, two, 2, true);
        row("patients by name", {u"covid/DOE^JANE"_s, u"normal/ROE^RICHARD"_s}, two, 2, true);
        row("patients by name alone",
            {u"covid/Meier"_s, u"covid/Huber"_s, u"normal/Schmidt"_s, u"normal/Bauer"_s}, two, 4,
            true);
        row("patients numbered in each class",
            {u"covid/1"_s, u"covid/2"_s, u"covid/3"_s, u"covid/4"_s, u"covid/5"_s, u"normal/1"_s,
             u"normal/2"_s, u"normal/3"_s, u"normal/4"_s, u"normal/5"_s},
            two, 5, true);
        row("patients, studies and series",
            {u"covid/pat01/study1/series1"_s, u"covid/pat02/study1/series1"_s,
             u"normal/pat03/study1/series1"_s, u"normal/pat03/study2/series1"_s},
            two, 3, true);
        row("some images lie in no patient's folder",
            {u"covid"_s, u"covid/pat01"_s, u"normal"_s, u"normal/pat02"_s}, two, 2, true);
        row("sources around classes",
            {u"north/covid"_s, u"north/normal"_s, u"south/covid"_s, u"south/normal"_s}, two, 0,
            true);
        row("sources, classes and patients",
            {u"north/covid/pat01"_s, u"north/normal/pat02"_s, u"south/covid/pat03"_s,
             u"south/normal/pat04"_s},
            two, 4, true);
        row("numbered classes of sources",
            {u"north/grade1"_s, u"north/grade2"_s, u"south/grade1"_s, u"south/grade2"_s},
            {u"grade1"_s, u"grade2"_s}, 0, true);
        row("classes 0 and 1", {u"north/0"_s, u"north/1"_s, u"south/0"_s, u"south/1"_s},
            {u"0"_s, u"1"_s}, 0, true);
        row("each source has one class", {u"north/covid"_s, u"south/normal"_s}, two, 0, true);
        row("kinds of one class", {u"normal"_s, u"pneumonia/viral"_s, u"pneumonia/bacterial"_s},
            {u"bacterial"_s, u"normal"_s, u"viral"_s}, 0, true);
    }

    void classesByEvidence()
    {
        QFETCH(QStringList, folders);
        const PictureFiles files;
        for (const QString& folder : folders)
            fill(files, numbered(folder, 3));
        const auto dataset = readDataset(files.path());
        QVERIFY2(dataset, dataset ? "" : qPrintable(dataset.error().message));
        QTEST(dataset->classes, "classes");
        QTEST(int(patientsOf(*dataset).size()), "patients");
        QCOMPARE(int(dataset->items.size()), 3 * int(folders.size()));
        QTEST(!dataset->notes.isEmpty(), "isSaid");
        // Whether "1" of one class is "1" of another, nobody but the user knows.
        const bool areShared
            = qstrcmp(QTest::currentDataTag(), "patients numbered in each class") == 0;
        QCOMPARE(dataset->notes.join(u' ').contains(
                     u"5 folders of patients lie in several classes (such as \"1\")"_s),
                 areShared);
        QCOMPARE(dataset->notes.join(u' ').contains(u"in several classes"_s), areShared);
    }

    void aChoiceGoesBeforeEvidence()
    {
        const PictureFiles files;
        for (const char* folder : {"covid/pat01", "covid/pat02", "normal/pat03"})
            fill(files, numbered(QString::fromLatin1(folder), 2));
        const auto last = readDataset(files.path(), {.classFolder = ClassFolder::Last});
        QVERIFY(last);
        QCOMPARE(last->classes, QStringList({"pat01", "pat02", "pat03"}));
        QVERIFY(patientsOf(*last).empty());
        const PictureFiles kinds;
        for (const char* folder : {"normal", "pneumonia/viral", "pneumonia/bacterial"})
            fill(kinds, numbered(QString::fromLatin1(folder), 2));
        const auto first = readDataset(kinds.path(), {.classFolder = ClassFolder::First});
        QVERIFY(first);
        QCOMPARE(first->classes, QStringList({"normal", "pneumonia"}));
        QCOMPARE(patientsOf(*first).size(), std::size_t{2});
    }

    void aPatientsFolderMayBeEmpty()
    {
        const PictureFiles files;
        fill(files, {u"covid/pat01/a.png"_s, u"covid/pat02/a.png"_s, u"normal/pat03/a.png"_s});
        QDir(files.path()).mkpath(u"normal/pat04"_s);
        QVERIFY(readDataset(files.path()));
        QDir(files.path()).mkpath(u"unclear"_s);
        const auto dataset = readDataset(files.path());
        QVERIFY(!dataset);
        QVERIFY(dataset.error().message.contains(u"the class folder \"unclear\""_s));
        // A model can be tried without it.
        const auto tried = readDataset(files.path(), {.oneClassIsEnough = true});
        QVERIFY2(tried, tried ? "" : qPrintable(tried.error().message));
        QVERIFY2(tried->notes.contains(u"The class folder \"unclear\" has no image in it."_s),
                 qPrintable(tried->notes.join(u' ')));
    }

    void aSplitAloneIsNoClass()
    {
        const PictureFiles files;
        fill(files, {u"train/a.png"_s, u"test/b.png"_s});
        const auto dataset = readDataset(files.path());
        QVERIFY(!dataset);
        QVERIFY(dataset.error().message.contains(u"no labelled images"_s));
        fill(files, {u"train/covid/c.png"_s, u"train/normal/d.png"_s});
        const auto some = readDataset(files.path());
        QVERIFY(some);
        QCOMPARE(some->items.size(), std::size_t{2});
        QVERIFY2(some->notes.join(u' ').contains(u"2 files lie in no class folder"_s),
                 qPrintable(some->notes.join(u' ')));
    }

    void companionsAreNoClasses()
    {
        const PictureFiles files;
        fill(files,
             {u"covid/0.png"_s, u"normal/1.png"_s, u"covid/@eaDir/0.png/SYNOPHOTO_THUMB_M.jpg"_s,
              u"__MACOSX/covid/0.png"_s, u"__MACOSX/covid/._0.png"_s, u"covid/Thumbs.db"_s,
              u"normal/.DS_Store"_s, u"#recycle/old/2.png"_s, u"$RECYCLE.BIN/x/3.png"_s,
              u"normal/1.png.part"_s});
        const auto dataset = readDataset(files.path());
        QVERIFY2(dataset, dataset ? "" : qPrintable(dataset.error().message));
        QCOMPARE(dataset->classes, QStringList({"covid", "normal"}));
        QCOMPARE(dataset->items.size(), std::size_t{2});
        QVERIFY2(dataset->notes.join(u' ').contains(u"7 files and folders are no studies"_s),
                 qPrintable(dataset->notes.join(u' ')));
    }

    void masksBesideImagesAreNoClasses_data()
    {
        QTest::addColumn<QStringList>("folders");
        QTest::addColumn<QStringList>("classes");
        QTest::addColumn<int>("masks"); // folders of them
        const QStringList two = {u"COVID"_s, u"Normal"_s};
        QTest::newRow("a pair in each class") << QStringList{u"COVID/images"_s, u"COVID/masks"_s,
                                                             u"Normal/images"_s, u"Normal/masks"_s}
                                              << two << 2;
        QTest::newRow("by splits, two kinds of masks")
            << QStringList{u"Train/COVID/images"_s,         u"Train/COVID/lung masks"_s,
                           u"Test/COVID/infection masks"_s, u"Test/COVID/images"_s,
                           u"Train/Normal/images"_s,        u"Train/Normal/lung masks"_s}
            << two << 3;
        QTest::newRow("a pair around the classes")
            << QStringList{u"images/COVID"_s, u"images/Normal"_s, u"masks/COVID"_s} << two << 1;
        QTest::newRow("images alone")
            << QStringList{u"COVID/images"_s, u"Normal/images"_s} << two << 0;
        QTest::newRow("in some classes alone")
            << QStringList{u"COVID/images"_s, u"COVID/masks"_s, u"Normal"_s} << two << 1;
        QTest::newRow("a mask may be a class")
            << QStringList{u"mask"_s, u"no mask"_s} << QStringList{u"mask"_s, u"no mask"_s} << 0;
        QTest::newRow("and so may images")
            << QStringList{u"images"_s, u"other"_s} << QStringList{u"images"_s, u"other"_s} << 0;
    }

    void masksBesideImagesAreNoClasses()
    {
        QFETCH(QStringList, folders);
        QFETCH(int, masks);
        const PictureFiles files;
        for (const QString& folder : folders)
            fill(files, numbered(folder, 3));
        const auto dataset = readDataset(files.path());
        QVERIFY2(dataset, dataset ? "" : qPrintable(dataset.error().message));
        QTEST(dataset->classes, "classes");
        QCOMPARE(int(dataset->items.size()), 3 * (int(folders.size()) - masks));
        QCOMPARE(dataset->notes.join(u' ').contains(
                     u"%1 files lie in folders of masks"_s.arg(3 * masks)),
                 masks > 0);
    }

    void aliasesOfOneNameAreAskedAbout_data()
    {
        QTest::addColumn<QStringList>("alike");
        QTest::addColumn<QString>("joined");
        QTest::newRow("capitals") << QStringList{u"COVID"_s, u"Covid"_s, u"covid"_s} << u"covid"_s;
        QTest::newRow("Unicode forms")
            << QStringList{u"Pneumonie\u0301"_s, u"Pneumoni\u00E9"_s} << u"Pneumoni\u00E9"_s;
        QTest::newRow("both") << QStringList{u"PNEUMONIE\u0301"_s, u"pneumoni\u00E9"_s}
                              << u"pneumoni\u00E9"_s;
        QTest::newRow("sharp s") << QStringList{u"GROSS"_s, u"gro\u00DF"_s} << u"gro\u00DF"_s;
        QTest::newRow("space at the end") << QStringList{u"covid "_s, u"covid"_s} << u"covid"_s;
        QTest::newRow("two spaces") << QStringList{u"not  well"_s, u"not well"_s} << u"not well"_s;
        QTest::newRow("line end") << QStringList{u"covid\n"_s, u"covid"_s} << u"covid"_s;
        QTest::newRow("line end within")
            << QStringList{u"not\nwell"_s, u"not well"_s} << u"not well"_s;
        QTest::newRow("no width") << QStringList{u"co\u200Bvid"_s, u"covid"_s} << u"covid"_s;
        QTest::newRow("soft hyphen") << QStringList{u"co\u00ADvid"_s, u"covid"_s} << u"covid"_s;
        QTest::newRow("mark of byte order")
            << QStringList{u"\uFEFFcovid"_s, u"covid"_s} << u"covid"_s;
        QTest::newRow("turned order") << QStringList{u"covid\u202E"_s, u"covid"_s} << u"covid"_s;
        QTest::newRow("Cyrillic letters")
            << QStringList{u"\u0441\u043Evid"_s, u"covid"_s} << u"covid"_s;
        QTest::newRow("Greek capitals")
            << QStringList{u"\u039Dormal A"_s, u"Normal A"_s} << u"Normal A"_s;
        QTest::newRow("three of a kind")
            << QStringList{u"covid "_s, u"COVID"_s, u"covid"_s} << u"covid"_s;
        QTest::newRow("wide letters") << QStringList{u"\uFF23ovid"_s, u"covid"_s} << u"covid"_s;
    }

    void aliasesOfOneNameAreAskedAbout()
    {
        QFETCH(QStringList, alike);
        QFETCH(QString, joined);
        const PictureFiles files;
        for (const QString& name : alike)
            fill(files, numbered(name, 3));
        fill(files, numbered(u"normal"_s, 3));
        const auto refused = readDataset(files.path());
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::DatasetUnusable);
        QVERIFY2(refused.error().message.contains(u"--alike-classes join"_s),
                 qPrintable(refused.error().message));
        const auto one = readDataset(files.path(), {.alike = AlikeClasses::Join});
        QVERIFY(one);
        QCOMPARE(one->classes.size(), 2);
        QVERIFY2(one->classes.contains(joined), qPrintable(one->classes.join(u' ')));
        QCOMPARE(one->classCounts()[size_t(one->classes.indexOf(joined))], 3 * int(alike.size()));
        QVERIFY(one->notes.join(u' ').contains(u"are one class"_s));
        const auto apart = readDataset(files.path(), {.alike = AlikeClasses::KeepApart});
        QVERIFY(apart);
        QCOMPARE(apart->classes.size(), alike.size() + 1);
        QCOMPARE(apart->alikeClasses.size(), std::size_t{1});
        QCOMPARE(apart->alikeClasses[0].size(), alike.size());
    }

    void theCommonestNameStandsForAll()
    {
        const PictureFiles files;
        fill(files, numbered(u"COVID"_s, 4) + numbered(u"covid"_s, 3) + numbered(u"well"_s, 1));
        const auto dataset = readDataset(files.path(), {.alike = AlikeClasses::Join});
        QVERIFY(dataset);
        QCOMPARE(dataset->classes, QStringList({"COVID", "well"}));
    }

    void modelsKnowTheirClassesByOtherNames()
    {
        Dataset dataset;
        dataset.classes = {u"Covid"_s, u"Pneumonie\u0301"_s, u"other"_s};
        const QStringList known = {u"covid"_s, u"pneumoni\u00E9"_s, u"normal"_s};
        Dataset apart = dataset;
        QVERIFY(adoptNames(apart, known, AlikeClasses::KeepApart));
        QCOMPARE(apart.classes, dataset.classes);
        Dataset refused = dataset;
        const auto asked = adoptNames(refused, known, AlikeClasses::Refuse);
        QVERIFY(!asked);
        QVERIFY(asked.error().message.contains(u"\"Covid\", where \"covid\" is known"_s));
        QVERIFY(adoptNames(dataset, known, AlikeClasses::Join));
        QCOMPARE(dataset.classes, QStringList({u"covid"_s, u"pneumoni\u00E9"_s, u"other"_s}));
        QCOMPARE(dataset.notes.size(), 2);
        Dataset same;
        same.classes = known;
        QVERIFY(adoptNames(same, known, AlikeClasses::Refuse));
    }

    void namesStayOnOneLine_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QString>("name");
        QTest::newRow("line end") << u"co\nvid"_s << u"co vid"_s;
        QTest::newRow("carriage return") << u"co\rvid"_s << u"co vid"_s;
        QTest::newRow("escape") << u"co\x1B[2Jvid"_s << u"co [2Jvid"_s;
        QTest::newRow("line separator") << u"co\u2028vid"_s << u"co vid"_s;
        QTest::newRow("turned order") << u"co\u202Evid"_s << u"co vid"_s;
        QTest::newRow("spaces") << u" covid\t"_s << u"covid"_s;
        QTest::newRow("markup") << u"<b>covid<b>"_s << u"<b>covid<b>"_s;
        QTest::newRow("entity") << u"covid &amp; more"_s << u"covid &amp; more"_s;
    }

    void namesStayOnOneLine()
    {
        QFETCH(QString, folder);
        QFETCH(QString, name);
        const PictureFiles files;
        fill(files, numbered(folder, 2) + numbered(u"zzz"_s, 2));
        const auto dataset = readDataset(files.path());
        QVERIFY2(dataset, dataset ? "" : qPrintable(dataset.error().message));
        QCOMPARE(dataset->classes, QStringList({name, u"zzz"_s}));
    }

    void aDicomFileKnowsItsPatientBetter()
    {
        const PictureFiles files;
        for (int i = 0; i < 4; ++i)
            files.writeDicomOf(u"covid/study%1/a.dcm"_s.arg(i), i < 2 ? "PAT-1" : "PAT-2", i + 1);
        files.writeChest(u"normal/study8/a.jpg"_s, 8);
        files.writeChest(u"normal/study9/a.jpg"_s, 9);
        const auto index = indexDataset({files.path(), {}, {}, {}});
        QVERIFY(index);
        QCOMPARE(index->patients, 4); // two of the tags, two of the folders
        QCOMPARE(index->unknownPatients, 0);
    }

    void anAnonymisersPatientTellsLessThanTheFolder()
    {
        const PictureFiles files;
        for (int i = 0; i < 12; ++i)
            files.writeDicomOf(
                u"%1/pat%2/a.dcm"_s.arg(i % 2 ? u"covid"_s : u"normal"_s, QString::number(i)),
                "ANONYMOUS", i + 1);
        const auto index = indexDataset({files.path(), {}, {}, {}});
        QVERIFY(index);
        QCOMPARE(index->patients, 12);
    }
};

QTEST_GUILESS_MAIN(TestClassFolders)
#include "test_class_folders.moc"
