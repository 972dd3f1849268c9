// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/dataset_index.h"
#include "core/dataset/patient_split.h"
#include "tests/core/dataset/picture_files.h"

#include <QTest>

#include <thread>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

DatasetIndex indexOf(const QString& path, const PatientKeyRule& rule = {})
{
    auto index = indexDataset({path, {}, rule, {}});
    if (!index)
        qFatal("%s", qPrintable(index.error().message));
    return *std::move(index);
}

QString messageOf(const QString& path)
{
    const auto index = indexDataset({path, {}, {}, {}});
    return index ? QString() : index.error().message;
}

bool hasConcern(const DatasetIndex& index, const QString& words)
{
    const QStringList concerns = concernsOf(index);
    return std::any_of(concerns.begin(), concerns.end(),
                       [&](const QString& concern) { return concern.contains(words); });
}

QStringList namesOf(const Dataset& dataset)
{
    QStringList names;
    for (const DatasetItem& item : dataset.items)
        names << QFileInfo(item.file).fileName();
    return names;
}

} // namespace

class TestDatasetIndex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsClassesAndSplits()
    {
        const PictureFiles files;
        for (int i = 0; i < 6; ++i)
            files.writeChest(
                u"%1/%2/%3.jpg"_s.arg(i < 4 ? "train" : "test", i % 2 == 0 ? "sick" : "well")
                    .arg(i),
                static_cast<std::uint64_t>(i));
        const DatasetIndex index = indexOf(files.path());
        QCOMPARE(index.dataset.items.size(), std::size_t{6});
        QCOMPARE((index.counts.at({"sick", "train", ""}).images), 2);
        QCOMPARE((index.counts.at({"well", "test", ""}).images), 1);
        QCOMPARE((index.counts.at({"well", "test", ""}).patients), 1);
        QCOMPARE(index.unknownPatients, 6);
        QCOMPARE(index.patients, 0);
        QCOMPARE(index.read, 6);
        QCOMPARE(index.cached, 0);
        QVERIFY(index.duplicates.empty());
        QVERIFY(hasConcern(index, "patients are unknown"));
        QCOMPARE(concernsOf(index).size(), 1);
    }

    void unreadableFilesAreNamedWithReasons()
    {
        const PictureFiles files;
        files.writeChest("a/1.jpg", 1);
        files.writeChest("b/2.jpg", 2);
        const QByteArray whole = jpegOf(variedChest(128, 3));
        files.write("a/cut.jpg", whole.left(whole.size() / 2));
        files.write("a/empty.png", "");
        files.write("b/notes.txt", "no picture");
        files.write("b/list.csv", "file,label\n");
        const DatasetIndex index = indexOf(files.path());
        QCOMPARE(namesOf(index.dataset), QStringList({"1.jpg", "2.jpg"}));
        QCOMPARE(index.unreadable.size(), std::size_t{4});
        QCOMPARE(index.unreadable[0].file, files.path("a/cut.jpg"));
        QVERIFY(index.unreadable[0].reason.contains(u"cut.jpg"));
        QVERIFY(index.unreadable[0].reason.contains(u"end-of-image"));
        QVERIFY(index.unreadable[1].reason.contains(u"it is empty"));
        QVERIFY(index.unreadable[3].reason.contains(u"neither DICOM nor"));
        QVERIFY(hasConcern(index, "4 files are left out"));
    }

    void aManifestMayNameWhatIsNotThere()
    {
        const PictureFiles files;
        files.writeChest("1.jpg", 1);
        files.writeChest("2.jpg", 2);
        const DatasetIndex index
            = indexOf(files.write("manifest.csv", "file,label\n1.jpg,a\n2.jpg,b\ngone.jpg,b\n"));
        QCOMPARE(index.unreadable.size(), std::size_t{1});
        QVERIFY(index.unreadable[0].reason.contains(u"There is no file"));
    }

    void dicomGivesPatientsAndViews()
    {
        const PictureFiles files;
        files.writeDicomOf("a/1.dcm", "ID-1", 1);
        files.writeDicomOf("a/2.dcm", "ID-1", 2);
        files.writeDicomOf("b/3.dcm", "ID-2", 3);
        files.writeDicomOf("b/4.dcm", "", 4);
        const DatasetIndex index = indexOf(files.path());
        QCOMPARE(index.dataset.items.size(), std::size_t{4});
        QCOMPARE(index.dataset.items[0].patient, pseudonym(u"ID-1"_s));
        QCOMPARE(index.dataset.items[0].view, u"PA"_s);
        QCOMPARE(index.patients, 2);
        QCOMPARE(index.unknownPatients, 1);
        QCOMPARE((index.counts.at({"a", "", ""}).patients), 1);
        QVERIFY(hasConcern(index, "Of 1 of 4 images the patient is unknown"));
        const DatasetIndex none = indexOf(files.path(), {PatientKeyRule::Source::None, {}});
        QCOMPARE(none.unknownPatients, 4);
        const DatasetIndex named
            = indexOf(files.path(), {PatientKeyRule::Source::FileName, "/([0-9])"});
        QCOMPARE(named.dataset.items[0].patient, u"1"_s);
    }

    void anErasedPatientIsNoPatient()
    {
        const PictureFiles files;
        for (int i = 0; i < 12; ++i)
            files.writeDicomOf(u"%1/%2.dcm"_s.arg(i % 2).arg(i), "ANONYMOUS",
                               static_cast<std::uint64_t>(i));
        QVERIFY(hasConcern(indexOf(files.path()), "12 of 12 images have the same patient key"));
    }

    void aManifestsPatientGoesFirst()
    {
        const PictureFiles files;
        files.writeDicomOf("1.dcm", "ID-1", 1);
        files.writeDicomOf("2.dcm", "ID-2", 2);
        const DatasetIndex index
            = indexOf(files.write("m.csv", "file,label,patient\n1.dcm,a,p1\n2.dcm,b,\n"));
        QCOMPARE(index.dataset.items[0].patient, u"p1"_s);
        QCOMPARE(index.dataset.items[1].patient, pseudonym(u"ID-2"_s));
    }

    void whatIsNoRadiographIsLeftOut()
    {
        const PictureFiles files;
        files.writeChest("a/1.jpg", 1);
        files.writeChest("b/2.jpg", 2);
        DicomSpec spec;
        spec.columns = 64;
        spec.rows = 64;
        spec.values = drawChest(64, 64, 4095);
        spec.tags = [](DcmDataset& dataset) {
            dataset.putAndInsertString(DCM_Modality, "MR");
            dataset.putAndInsertString(DCM_BodyPartExamined, "KNEE");
        };
        files.write("b/knee.dcm", writeDicom(spec));
        const DatasetIndex index = indexOf(files.path());
        QCOMPARE(index.dataset.items.size(), std::size_t{2});
        QCOMPARE(index.unreadable.size(), std::size_t{1});
        QVERIFY(!index.unreadable[0].reason.isEmpty());
    }

    void duplicatesAreFoundAcrossLabelsAndSplits()
    {
        const PictureFiles files;
        const GrayImage8 first = variedChest(128, 1);
        const GrayImage8 second = variedChest(128, 2);
        files.write("train/a/1.jpg", jpegOf(first));
        files.write("train/a/1-same-bytes.jpg", jpegOf(first));
        files.write("test/a/1-smaller.png", pngOf(resized(first, 0.75)));
        files.write("train/a/2.jpg", jpegOf(second));
        files.write("train/b/2-brighter.jpg", jpegOf(brightened(second, 1, 10), 60));
        files.writeChest("train/b/3.jpg", 3);
        files.writeChest("test/b/4.jpg", 4);
        const DatasetIndex index = indexOf(files.path());
        QCOMPARE(index.duplicates.size(), std::size_t{3});
        int identical = 0;
        int labels = 0;
        int splits = 0;
        for (const NearDuplicate& pair : index.duplicates) {
            QVERIFY(pair.first < pair.second);
            identical += pair.identical ? 1 : 0;
            labels += pair.acrossLabels ? 1 : 0;
            splits += pair.acrossSplits ? 1 : 0;
        }
        QCOMPARE(identical, 1);
        QCOMPARE(labels, 1);
        QCOMPARE(splits, 1);
        QVERIFY(hasConcern(index, "different sides"));
        QVERIFY(hasConcern(index, "different labels"));
        QVERIFY(hasConcern(index, "such as 1"));
        // The test image stays, and neither of those that contradict each other.
        QCOMPARE(namesOf(withoutDuplicates(index)),
                 QStringList({"1-smaller.png", "4.jpg", "3.jpg"}));
    }

    void whatIsKeptOfConcernsNamesNoFile()
    {
        const PictureFiles files;
        const QByteArray first = jpegOf(variedChest(128, 1));
        files.write("train/a/Quillfeather_1.jpg", first);
        files.write("test/a/Quillfeather_2.jpg", first);
        files.write("train/b/Quillfeather_3.jpg", first);
        files.writeChest("train/b/Quillfeather_4.jpg", 4);
        files.write("train/b/Quillfeather_5.jpg", "no picture");
        const DatasetIndex index = indexOf(files.path());
        const QStringList named = concernsOf(index);
        const QStringList kept = anonymousConcernsOf(index);
        QCOMPARE(named.filter(u"Quillfeather"_s).size(), 3); // splits, labels, unreadable
        QVERIFY2(kept.filter(u"Quillfeather"_s).isEmpty(), qPrintable(kept.join(u'\n')));
        QCOMPARE(kept.size(), named.size());
        for (qsizetype i = 0; i < kept.size(); ++i)
            QVERIFY2(named[i].startsWith(kept[i].chopped(1)) && kept[i].endsWith(u'.'),
                     qPrintable(kept[i]));
    }

    void patientsOnTwoSidesAreSaid()
    {
        const PictureFiles files;
        for (int i = 1; i <= 4; ++i)
            files.writeChest(u"%1.jpg"_s.arg(i), static_cast<std::uint64_t>(i));
        const DatasetIndex index = indexOf(files.write("manifest.csv",
                                                       "file,label,patient,split\n"
                                                       "1.jpg,a,p1,train\n2.jpg,a,p1,test\n"
                                                       "3.jpg,b,p2,train\n4.jpg,b,p3,test\n"));
        QCOMPARE(index.patientsOnTwoSides, 1);
        QVERIFY(hasConcern(index, "1 patient is on two sides"));
        const auto split = splitByPatient(index.dataset, {}, 1);
        QVERIFY(!split.hasValue());
        QVERIFY(split.error().message.contains(u"two sides"));
    }

    void aClassWithASourceOfItsOwnIsSaid()
    {
        const PictureFiles files;
        QByteArray manifest = "file,label,patient,source\n";
        for (int i = 0; i < 8; ++i) {
            const QString name = u"%1.jpg"_s.arg(i);
            files.writeChest(name, static_cast<std::uint64_t>(i));
            // Normal from the north alone; sick from the south, and one from the north.
            const bool sick = i % 2 == 0;
            manifest += name.toUtf8() + (sick ? ",sick," : ",normal,") + name.toUtf8()
                + (sick && i > 0 ? ",south\n" : ",north\n");
        }
        const DatasetIndex index = indexOf(files.write("manifest.csv", manifest));
        QVERIFY(hasConcern(index, "75 % of the images of \"sick\""));
        QVERIFY(!hasConcern(index, "\"normal\""));
    }

    void labelsMayHoldCommas()
    {
        const PictureFiles files;
        files.writeChest("tree/covid, severe/1.jpg", 1);
        files.writeChest("tree/normal/2.jpg", 2);
        const QStringList classes = {u"covid, severe"_s, u"normal"_s};
        QCOMPARE(indexOf(files.path("tree")).dataset.classes, classes);
        const DatasetIndex index
            = indexOf(files.write("m.csv",
                                  "file,label\n\"tree/covid, severe/1.jpg\",\"covid, severe\"\n"
                                  "tree/normal/2.jpg,normal\n"));
        QCOMPARE(index.dataset.classes, classes);
        QCOMPARE((index.counts.at({"covid, severe", "", ""}).images), 1);
    }

    void whatCannotWorkGetsASentence()
    {
        const PictureFiles files;
        files.writeChest("one/sick/1.jpg", 1);
        QVERIFY(messageOf(files.path("one")).contains(u"has only the class \"sick\""));

        files.writeChest("empty/sick/1.jpg", 1);
        files.writeChest("empty/well/2.jpg", 2);
        QDir(files.path()).mkpath("empty/unclear");
        QVERIFY(messageOf(files.path("empty")).contains(u"the class folder \"unclear\""));

        files.writeChest("broken/sick/1.jpg", 1);
        files.write("broken/well/2.jpg", "nothing");
        files.write("broken/well/3.jpg", "nothing");
        const QString message = messageOf(files.path("broken"));
        QVERIFY2(message.contains(u"no readable image of the class \"well\""), qPrintable(message));
        QVERIFY2(message.contains(u"2 files"), qPrintable(message));
        QVERIFY2(message.contains(u"2.jpg"), qPrintable(message));

        QDir(files.path()).mkpath("nothing");
        QVERIFY(messageOf(files.path("nothing")).contains(u"holds no labelled images"));
        QVERIFY(messageOf(files.path("nowhere")).contains(u"There is no data set"));
    }

    void twoImagesAreTooFewToSplit()
    {
        const PictureFiles files;
        files.writeChest("sick/1.jpg", 1);
        files.writeChest("well/2.jpg", 2);
        const DatasetIndex index = indexOf(files.path());
        const auto split = splitByPatient(index.dataset, {}, 1);
        QVERIFY(!split.hasValue());
        QCOMPARE(split.error().code, ErrorCode::DatasetUnusable);
        QVERIFY(split.error().message.contains(u"more patients of it are needed"));
    }

    void linksInCirclesEnd()
    {
        const PictureFiles files;
        files.writeChest("set/a/1.jpg", 1);
        files.writeChest("set/b/2.jpg", 2);
        files.writeChest("elsewhere/3.jpg", 3);
        QVERIFY(QFile::link(files.path("set"), files.path("set/a/circle")));
        QVERIFY(QFile::link(files.path("set/b"), files.path("set/again")));
        QVERIFY(QFile::link(files.path("elsewhere"), files.path("set/c")));
        QVERIFY(QFile::link(files.path("gone"), files.path("set/b/dangling.jpg")));
        const DatasetIndex index = indexOf(files.path("set"));
        QCOMPARE(namesOf(index.dataset), QStringList({"1.jpg", "2.jpg", "3.jpg"}));
        QCOMPARE(index.dataset.classes, QStringList({"a", "b", "c"}));
        QCOMPARE(index.unreadable.size(), std::size_t{1});
    }

    void lockedFoldersAreNamed()
    {
        const PictureFiles files;
        files.writeChest("a/1.jpg", 1);
        files.writeChest("b/2.jpg", 2);
        files.writeChest("b/locked/3.jpg", 3);
        QFile::setPermissions(files.path("b/locked"), {});
        const bool isLocked = !QDir(files.path("b/locked")).isReadable();
        if (isLocked) {
            const DatasetIndex index = indexOf(files.path());
            QCOMPARE(index.unreadable.size(), std::size_t{1});
            QCOMPARE(index.unreadable[0].file, files.path("b/locked"));
            QVERIFY(index.unreadable[0].reason.contains(u"cannot be opened"));
        }
        QFile::setPermissions(files.path("b/locked"),
                              QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        if (!isLocked)
            QSKIP("This user may enter folders that nobody may enter.");
    }

    void cancelledAtOnce()
    {
        const PictureFiles files;
        files.writeChest("a/1.jpg", 1);
        files.writeChest("b/2.jpg", 2);
        const CancelToken cancel;
        cancel.cancel();
        const auto index = indexDataset({files.path(), {}, {}, {}}, cancel);
        QVERIFY(!index.hasValue());
        QCOMPARE(index.error().code, ErrorCode::Cancelled);
    }

    void progressComesFromTheCallingThread()
    {
        const PictureFiles files;
        for (int i = 0; i < 12; ++i)
            files.writeChest(u"%1/%2.jpg"_s.arg(i % 2).arg(i), static_cast<std::uint64_t>(i));
        const auto caller = std::this_thread::get_id();
        qint64 last = 0;
        const auto index
            = indexDataset({files.path(), {}, {}, {}}, {}, [&](qint64 done, qint64 total, auto&) {
                  QCOMPARE(std::this_thread::get_id() == caller, true);
                  QCOMPARE(total, 12);
                  QVERIFY(done >= last && done <= total);
                  last = done;
              });
        QVERIFY(index.hasValue());
        QCOMPARE(last, 12);
    }
};

QTEST_GUILESS_MAIN(TestDatasetIndex)
#include "test_dataset_index.moc"
