// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_run.h"
#include "tests/core/deidentification/film_with_text.h"

#include <QDirIterator>
#include <QJsonArray>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestCliDeidentify : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void writesAFolder();
    void tellsOfTextAndBlanksIt();
    void printsJson();
    void keepsPatientsTogetherByAKey();
    void replacesNoFilmOfTheSameRun();
    void forgetsItsKey();
    void sealsTheMapping();
    void leavesTheMappingPlain();
    void goesOnAfterABrokenFile();
    void stopsAtWrongUsage_data();
    void stopsAtWrongUsage();
    void validatorFindsNothingNew_data();
    void validatorFindsNothingNew();

private:
    [[nodiscard]] QString path(const QString& name) const { return m_folder->filePath(name); }
    void put(const QString& name, const QByteArray& content) const
    {
        QVERIFY(QDir().mkpath(QFileInfo(path(name)).path()));
        QVERIFY(writeFileAtomically(path(name), content).hasValue());
    }
    /// The files below the folder that was written, sorted.
    [[nodiscard]] QStringList written(const QString& out = u"out"_s) const
    {
        QStringList files;
        QDirIterator it(path(out), QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext())
            files << it.next();
        files.sort();
        return files;
    }
    [[nodiscard]] CliRun run(const QStringList& more = {}) const
    {
        return runCli(QStringList{u"deidentify"_s, path(u"in"_s), u"--out"_s, path(u"out"_s)}
                      + more);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

QByteArray filmOf(const char* name, const char* id, const char* uid)
{
    return chestDicom([=](DcmDataset& dataset) {
        dataset.putAndInsertString(DCM_PatientName, name);
        dataset.putAndInsertString(DCM_PatientID, id);
        dataset.putAndInsertString(DCM_SOPInstanceUID, uid);
    });
}

QByteArray contentOf(const QString& path)
{
    return readFile(path, 1 << 24).value();
}

} // namespace

void TestCliDeidentify::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestCliDeidentify::writesAFolder()
{
    put(u"in/Alice MRN4711.dcm"_s, filmOf("WONDERLAND^ALICE", "MRN4711", "1.2.1"));
    put(u"in/Bob.dcm"_s, filmOf("CARPENTER^BOB", "4712", "1.2.2"));
    const CliRun done = run();
    QCOMPARE(done.status, 0);
    QCOMPARE(done.lines().size(), 2);
    const QStringList files = written();
    QCOMPARE(files.size(), 2);
    for (const QString& file : files) {
        QVERIFY2(!file.contains(u"Alice") && !file.contains(u"MRN4711"), qPrintable(file));
        const QByteArray content = contentOf(file);
        for (const char* word : {"WONDERLAND", "CARPENTER", "MRN4711"})
            QVERIFY2(!content.contains(word), word);
    }
    // A second run under another key adds files; nothing is replaced.
    QCOMPARE(run().status, 0);
    QCOMPARE(written().size(), 4);
}

void TestCliDeidentify::tellsOfTextAndBlanksIt()
{
    put(u"in/film.dcm"_s, filmWithText());
    const CliRun asked = run({u"--boxes"_s, path(u"boxes.csv"_s)});
    QCOMPARE(asked.status, 1);
    QVERIFY2(asked.output.contains(u"text seems to be in its pixels"_s), qPrintable(asked.output));
    QVERIFY(written().isEmpty());
    QVERIFY(contentOf(path(u"boxes.csv"_s)).contains("film.dcm"));

    const CliRun listed = run({u"--blank"_s, path(u"boxes.csv"_s)});
    QCOMPARE(listed.status, 0);
    QVERIFY2(listed.output.contains(u"blanked"_s), qPrintable(listed.output));
    QCOMPARE(written().size(), 1);
    // What was written holds no text any more.
    const CliRun again = runCli({u"deidentify"_s, written().first(), u"--out"_s, path(u"again"_s)});
    QCOMPARE(again.status, 0);
    QCOMPARE(written(u"again"_s).size(), 1);

    QCOMPARE(run({u"--blank"_s, u"found"_s}).status, 0);
    QCOMPARE(run({u"--blank"_s, u"none"_s}).status, 0);
    QCOMPARE(written().size(), 3);
}

void TestCliDeidentify::printsJson()
{
    put(u"in/film.dcm"_s, filmWithText());
    put(u"in/note.dcm"_s, "no film");
    const CliRun done = run({u"--json"_s});
    QCOMPARE(done.status, 1);
    const auto objects = done.json();
    QCOMPARE(objects.size(), std::size_t{2});
    QVERIFY(objects[0][u"written"_s].isNull());
    QVERIFY(objects[0][u"error"_s].isNull());
    const QJsonArray boxes = objects[0][u"boxes"_s].toArray();
    QVERIFY(!boxes.isEmpty());
    QCOMPARE(boxes.first().toArray().size(), 4);
    QVERIFY(objects[1][u"error"_s].toString().contains(u"note.dcm"_s));
    QVERIFY(objects[1][u"written"_s].isNull());
}

void TestCliDeidentify::keepsPatientsTogetherByAKey()
{
    put(u"in/first.dcm"_s, filmOf("WONDERLAND^ALICE", "MRN4711", "1.2.1"));
    put(u"in/second.dcm"_s, filmOf("WONDERLAND^ALICE", "MRN4711", "1.2.2"));
    const QStringList key{u"--key"_s, path(u"key"_s)};
    QCOMPARE(run(key).status, 0);
    const QStringList files = written();
    QCOMPARE(files.size(), 2);
    QCOMPARE(QFileInfo(files[0]).path(), QFileInfo(files[1]).path());
    const QByteArray before = contentOf(files[0]);
    // The same key gives the same files.
    const CliRun kept = run(key);
    QCOMPARE(kept.status, 1);
    QVERIFY2(kept.messages.contains(u"is there already"_s), qPrintable(kept.messages));
    QCOMPARE(run(key + QStringList{u"--replace"_s}).status, 0);
    QCOMPARE(written(), files);
    QCOMPARE(contentOf(files[0]), before);
}

void TestCliDeidentify::replacesNoFilmOfTheSameRun()
{
    put(u"in/first.dcm"_s, filmOf("WONDERLAND^ALICE", "MRN4711", "1.2.1"));
    const QStringList key{u"--key"_s, path(u"key"_s)};
    QCOMPARE(run(key).status, 0);
    const QStringList files = written();
    QCOMPARE(files.size(), 1);
    const QByteArray first = contentOf(files[0]);
    // Another film with that UID: neither of them is lost in silence.
    put(u"in/second.dcm"_s, filmOf("WONDERLAND^ALICIA", "MRN4711", "1.2.1"));
    const CliRun both = run(key + QStringList{u"--replace"_s});
    QCOMPARE(both.status, 1);
    QVERIFY2(both.messages.contains(u"for another file of the same UID"_s),
             qPrintable(both.messages));
    QCOMPARE(written(), files);
    QCOMPARE(contentOf(files[0]), first);
}

void TestCliDeidentify::forgetsItsKey()
{
    put(u"in/first.dcm"_s, filmOf("WONDERLAND^ALICE", "MRN4711", "1.2.1"));
    QCOMPARE(run().status, 0);
    const QStringList first = written();
    QCOMPARE(run().status, 0);
    QCOMPARE(written().size(), 2);
    QVERIFY(QFileInfo(written()[0]).path() != QFileInfo(written()[1]).path());
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList());
    QCOMPARE(first.size(), 1);
}

void TestCliDeidentify::sealsTheMapping()
{
    put(u"in/first.dcm"_s, filmOf("WONDERLAND^ALICE", "MRN4711", "1.2.1"));
    const QString mapping = path(u"mapping"_s);
    const std::vector<std::pair<QString, QString>> secret{{u"CCAD_PASSPHRASE"_s, u"rabbit hole"_s}};
    const QStringList arguments{u"deidentify"_s, path(u"in"_s),  u"--out"_s,
                                path(u"out"_s),  u"--mapping"_s, mapping};
    const CliRun tooShort = runCli(arguments, {{u"CCAD_PASSPHRASE"_s, u"x"_s}});
    QCOMPARE(tooShort.status, 2);
    QVERIFY(written().isEmpty());
    QCOMPARE(runCli(arguments, secret).status, 0);
    QVERIFY(!contentOf(mapping).contains("MRN4711"));
    const QStringList reading{u"deidentify"_s, u"--open-mapping"_s, mapping};
    const CliRun opened = runCli(reading, secret);
    QCOMPARE(opened.status, 0);
    QVERIFY2(opened.output.contains(u"patient,MRN4711,CCAD-"_s), qPrintable(opened.output));
    QVERIFY(opened.output.contains(u"uid,1.2.1,2.25."_s));
    const CliRun wrong = runCli(reading, {{u"CCAD_PASSPHRASE"_s, u"another one"_s}});
    QCOMPARE(wrong.status, 1);
    QVERIFY(wrong.output.isEmpty());
}

void TestCliDeidentify::leavesTheMappingPlain()
{
    put(u"in/first.dcm"_s, filmOf("WONDERLAND^ALICE", "MRN4711", "1.2.1"));
    QCOMPARE(run({u"--mapping"_s, path(u"mapping.csv"_s), u"--plain-mapping"_s}).status, 0);
    QVERIFY(contentOf(path(u"mapping.csv"_s)).contains("patient,MRN4711,CCAD-"));
}

void TestCliDeidentify::goesOnAfterABrokenFile()
{
    const QByteArray film = filmOf("WONDERLAND^ALICE", "MRN4711", "1.2.1");
    put(u"in/a.dcm"_s, film.left(film.size() / 2));
    put(u"in/b.dcm"_s, film);
    const CliRun done = run();
    QCOMPARE(done.status, 1);
    QCOMPARE(written().size(), 1);
    QVERIFY2(done.messages.contains(u"a.dcm"_s), qPrintable(done.messages));
    QVERIFY(!done.messages.contains(u"WONDERLAND"_s));
}

void TestCliDeidentify::stopsAtWrongUsage_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* arguments, const char* expected) {
        QTest::newRow(arguments) << QString::fromLatin1(arguments) << QString::fromLatin1(expected);
    };
    row("", "No file is given");
    row("a.dcm", "--out");
    row("a.dcm --out out --retain names", "does not know \"names\"");
    row("a.dcm --out out --clean uids", "does not know \"uids\"");
    row("a.dcm --out out --retain full-dates,modified-dates", "not both");
    row("a.dcm --out out --plain-mapping", "--mapping");
    row("a.dcm --out out --mapping out/mapping", "given away");
    row("a.dcm --out out --key ./out/deep/key", "given away");
    row("a.dcm --out out --boxes out/boxes.csv", "given away");
    row("out --out ./out", "folder for the new files");
    row("a.dcm out/b.dcm --out out", "folder for the new files");
}

void TestCliDeidentify::stopsAtWrongUsage()
{
    QFETCH(QString, arguments);
    QFETCH(QString, expected);
    const CliRun done
        = runCli(QStringList{u"deidentify"_s} + arguments.split(u' ', Qt::SkipEmptyParts));
    QCOMPARE(done.status, 2);
    QVERIFY2(done.messages.contains(expected), qPrintable(done.messages));
    QVERIFY(!QDir(u"out"_s).exists());
}

namespace {

/// What dciodvfy complains of in a file, without the values that it quotes.
QStringList complaints(const QString& path)
{
    QProcess validator;
    validator.start(u"dciodvfy"_s, {u"-new"_s, path});
    if (!validator.waitForFinished(patienceMs))
        return {u"dciodvfy did not end"_s};
    QStringList found;
    const QString all
        = QString::fromLatin1(validator.readAllStandardError() + validator.readAllStandardOutput());
    for (const QString& line : all.split(u'\n'))
        if (line.startsWith(u"Error"))
            found << line.section(u" = <"_s, 0, 0);
    found.removeDuplicates();
    return found;
}

void fillFilm(DcmDataset& dataset)
{
    dataset.putAndInsertString(DCM_PatientName, "WONDERLAND^ALICE");
    dataset.putAndInsertString(DCM_PatientBirthDate, "19570312");
    dataset.putAndInsertString(DCM_PatientSex, "F");
    dataset.putAndInsertString(DCM_StudyDate, "20240301");
    dataset.putAndInsertString(DCM_StudyTime, "101500");
    dataset.putAndInsertString(DCM_ContentDate, "20240301");
    dataset.putAndInsertString(DCM_ContentTime, "101501");
    dataset.putAndInsertString(DCM_AccessionNumber, "A1");
    dataset.putAndInsertString(DCM_ReferringPhysicianName, "RABBIT^WHITE");
    dataset.putAndInsertString(DCM_StudyID, "1");
    dataset.putAndInsertString(DCM_SeriesNumber, "1");
    dataset.putAndInsertString(DCM_InstanceNumber, "1");
    dataset.putAndInsertString(DCM_Manufacturer, "ACME");
    dataset.putAndInsertString(DCM_InstitutionName, "Looking Glass Hospital");
    dataset.putAndInsertString(DCM_OperatorsName, "HATTER^MAD");
    dataset.putAndInsertString(DCM_DeviceSerialNumber, "SMRN4711");
    dataset.putAndInsertString(DCM_ImageType, "ORIGINAL\\PRIMARY");
    dataset.putAndInsertString(DCM_BurnedInAnnotation, "NO");
    dataset.putAndInsertString(DCM_PatientOrientation, "L\\F");
}

} // namespace

void TestCliDeidentify::validatorFindsNothingNew_data()
{
    QTest::addColumn<QByteArray>("sopClass");
    QTest::addColumn<QByteArray>("modality");
    QTest::addColumn<QStringList>("options");
    const QStringList much{u"--retain"_s,
                           u"uids,device,institution,patient,modified-dates,safe-private"_s,
                           u"--clean"_s, u"descriptors,structured,graphics"_s};
    for (const auto& [sopClass, modality] :
         {std::pair{UID_DigitalXRayImageStorageForPresentation, "DX"},
          std::pair{UID_ComputedRadiographyImageStorage, "CR"},
          std::pair{UID_SecondaryCaptureImageStorage, "OT"}}) {
        QTest::addRow("%s, basic profile", modality)
            << QByteArray(sopClass) << QByteArray(modality) << QStringList();
        QTest::addRow("%s, all options", modality)
            << QByteArray(sopClass) << QByteArray(modality) << much;
    }
}

void TestCliDeidentify::validatorFindsNothingNew()
{
    QFETCH(QByteArray, sopClass);
    QFETCH(QByteArray, modality);
    QFETCH(QStringList, options);
    if (QStandardPaths::findExecutable(u"dciodvfy"_s).isEmpty())
        QSKIP("dciodvfy is not installed (dicom3tools)");
    put(u"in/film.dcm"_s, chestDicom([&](DcmDataset& dataset) {
            fillFilm(dataset);
            dataset.putAndInsertString(DCM_SOPClassUID, sopClass.constData());
            dataset.putAndInsertString(DCM_Modality, modality.constData());
            dataset.putAndInsertString(DCM_ConversionType, "WSD");
        }));
    QCOMPARE(run(options).status, 0);
    const QStringList before = complaints(path(u"in/film.dcm"_s));
    QStringList added = complaints(written().first());
    added.removeIf([&](const QString& line) { return before.contains(line); });
    QVERIFY2(added.isEmpty(), qPrintable(added.join(u'\n')));
}

QTEST_GUILESS_MAIN(TestCliDeidentify)
#include "test_cli_deidentify.moc"
