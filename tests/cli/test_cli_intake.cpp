// SPDX-License-Identifier: GPL-3.0-or-later
// What predict, screen and evaluate say of folders, archives, names and data sets from the field.
#include "tests/cli/cli_run.h"
#include "tests/core/intake/zip_writer.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <string>

#include <unistd.h>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

/// A film with that UID; `shade` makes another picture.
QByteArray filmOf(const char* uid, quint16 shade = 0)
{
    DicomSpec spec;
    spec.columns = 96;
    spec.rows = 112;
    spec.values = drawChest(spec.columns, spec.rows, 4095);
    spec.values.front() = shade;
    spec.tags = [uid](DcmDataset& dataset) {
        dataset.putAndInsertString(DCM_SOPInstanceUID, uid);
        dataset.putAndInsertString(DCM_PatientID, uid);
    };
    return writeDicom(spec);
}

/// A presentation state for films with those UIDs.
QByteArray stateOf(const QList<const char*>& films)
{
    DcmFileFormat file;
    DcmDataset& dataset = *file.getDataset();
    dataset.putAndInsertString(DCM_SOPClassUID, UID_GrayscaleSoftcopyPresentationStateStorage);
    dataset.putAndInsertString(DCM_SOPInstanceUID, "1.9.9");
    dataset.putAndInsertString(DCM_Modality, "PR");
    DcmItem* series = nullptr;
    dataset.findOrCreateSequenceItem(DCM_ReferencedSeriesSequence, series, 0);
    for (const char* film : films) {
        DcmItem* image = nullptr;
        series->findOrCreateSequenceItem(DCM_ReferencedImageSequence, image, -2);
        image->putAndInsertString(DCM_ReferencedSOPInstanceUID, film);
    }
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"state.dcm"_s);
    if (file.saveFile(path.toLocal8Bit().constData(), EXS_LittleEndianExplicit).bad())
        qFatal("cannot write a presentation state");
    return *readFile(path, 1 << 20);
}

} // namespace

class TestCliIntake final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_model;

    [[nodiscard]] QString at(const QString& name) const { return m_folder.filePath(name); }
    void write(const QString& name, const QByteArray& content) const
    {
        QVERIFY(QDir().mkpath(QFileInfo(at(name)).path()));
        QVERIFY(writeFileAtomically(at(name), content));
    }
    [[nodiscard]] static bool saysOfUid(const QJsonObject& line)
    {
        return QString::fromUtf8(QJsonDocument(line[u"warnings"_s].toArray()).toJson())
            .contains(u"UID used twice"_s);
    }
    [[nodiscard]] CliRun run(const QString& command, const QStringList& paths,
                             const QString& out = u"list.csv"_s) const
    {
        QStringList arguments{command, u"--json"_s, u"--model"_s, m_model};
        if (command == u"screen")
            arguments << u"--out"_s << at(out);
        return runCli(arguments + paths);
    }
    static void commands()
    {
        QTest::addColumn<QString>("command");
        QTest::newRow("predict") << u"predict"_s;
        QTest::newRow("screen") << u"screen"_s;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_model = at(u"model"_s);
        QVERIFY(saveModelPackage(quickPackage(), m_model));
    }
    void cleanup()
    {
        for (const QString& name : QDir(m_folder.path()).entryList(QDir::Files))
            QFile::remove(at(name));
    }

    void aUidUsedTwiceIsSaid_data() { commands(); }
    void aUidUsedTwiceIsSaid()
    {
        QFETCH(QString, command);
        write(u"uids/a.dcm"_s, filmOf("1.2.3"));
        write(u"uids/b.dcm"_s, filmOf("1.2.3", 4000));
        write(u"uids/c.dcm"_s, filmOf("1.2.4"));
        const CliRun said = run(command, {at(u"uids"_s)});
        QCOMPARE(said.status, 0);
        QCOMPARE(said.messages.count(
                     u"UID used twice: 2 films carry one SOP Instance UID and are not the same "
                     "picture of the same patient; each has a row of its own."_s),
                 1);
        // The first of them says it as well as the second.
        for (const QJsonObject& line : said.json()) {
            const bool isAlone = line[u"file"_s].toString().endsWith(u"c.dcm"_s);
            QCOMPARE(saysOfUid(line), !isAlone);
            const bool isA = line[u"file"_s].toString().endsWith(u"a.dcm"_s);
            const QJsonArray notes = line[u"notes"_s].toArray();
            if (isAlone)
                continue;
            // The other film is named.
            QVERIFY(!notes.isEmpty());
            QCOMPARE(notes.last()[u"code"_s].toString(), u"uid-used-twice"_s);
            QVERIFY2(notes.last()[u"text"_s].toString().contains(isA ? u"b.dcm carries"_s
                                                                     : u"a.dcm carries"_s),
                     qPrintable(notes.last()[u"text"_s].toString()));
        }
        if (command == u"predict") {
            const CliRun table = runCli({command, u"--model"_s, m_model, at(u"uids"_s)});
            QCOMPARE(table.output.count(u"UID used twice"_s), 2);
        }
    }

    void aPresentationStateIsNamedOnItsFilms_data() { commands(); }
    void aPresentationStateIsNamedOnItsFilms()
    {
        QFETCH(QString, command);
        write(u"states/a.dcm"_s, stateOf({"1.2.3", "1.2.5"}));
        write(u"states/film.dcm"_s, filmOf("1.2.3"));
        write(u"states/lateral.dcm"_s, filmOf("1.2.5", 100));
        write(u"states/other.dcm"_s, filmOf("1.2.33", 200));
        write(u"states/z.dcm"_s, stateOf({"1.2.3"}));
        const CliRun said = run(command, {at(u"states"_s)}, u"states.csv"_s);
        QHash<QString, int> notes;
        for (const QJsonObject& line : said.json())
            for (const QJsonValue& note : line[u"notes"_s].toArray()) {
                if (note[u"code"_s].toString() != u"overlays")
                    continue;
                const QString text = note[u"text"_s].toString();
                QVERIFY2(text.startsWith(u"A presentation state (PR) belongs to this film: "_s),
                         qPrintable(text));
                QVERIFY(line[u"warnings"_s].toArray().contains(QJsonValue(text)));
                ++notes[QFileInfo(line[u"file"_s].toString()).fileName()];
            }
        QCOMPARE(notes, (QHash<QString, int>{{u"film.dcm"_s, 2}, {u"lateral.dcm"_s, 1}}));
        if (command == u"screen") {
            // Each code once a row.
            const auto table = readFile(at(u"states.csv"_s), 1 << 20);
            QVERIFY(table && table->count("overlays") == 2);
        } else {
            const CliRun table = runCli({command, u"--model"_s, m_model, at(u"states"_s)});
            QCOMPARE(table.output.count(u"belongs to this film: a.dcm"_s), 2);
        }
    }

    void theSameFilmTwiceIsACopyAndNoUidUsedTwice()
    {
        write(u"same/a.dcm"_s, filmOf("1.2.5"));
        write(u"same/b.dcm"_s, filmOf("1.2.5"));
        const CliRun said = run(u"predict"_s, {at(u"same"_s)});
        QVERIFY(!said.messages.contains(u"UID"_s));
        const auto lines = said.json();
        QCOMPARE(lines.size(), std::size_t{2});
        const auto copies = [](const QJsonObject& line) {
            QStringList texts;
            for (const QJsonValue& note : line[u"notes"_s].toArray())
                if (note[u"code"_s].toString() == u"copy")
                    texts << note[u"text"_s].toString();
            return texts;
        };
        QCOMPARE(copies(lines[0]), QStringList());
        QCOMPARE(copies(lines[1]).size(), 1);
        QVERIFY(copies(lines[1]).front().startsWith(u"This is the same study as a.dcm"_s));
    }

    void oneIdOfTwoPatientsIsSaid_data() { commands(); }
    void oneIdOfTwoPatientsIsSaid()
    {
        QFETCH(QString, command);
        for (const char* name : {"Doe^Jane", "Roe^Mary"}) {
            DicomSpec spec;
            spec.columns = 96;
            spec.rows = 112;
            spec.values = drawChest(spec.columns, spec.rows, 4095);
            spec.tags = [name](DcmDataset& dataset) {
                dataset.putAndInsertString(DCM_SOPInstanceUID, *name == 'D' ? "1.2.8" : "1.2.9");
                dataset.putAndInsertString(DCM_PatientID, "4711");
                dataset.putAndInsertString(DCM_PatientName, name);
            };
            write(u"ids/%1.dcm"_s.arg(QLatin1Char(*name)), writeDicom(spec));
        }
        const QString said = run(command, {at(u"ids"_s)}, u"ids.csv"_s).messages;
        QVERIFY2(said.contains(u"One patient ID is in 2 films"_s), qPrintable(said));
        QVERIFY(!said.contains(u"4711"_s) && !said.contains(u"Jane"_s));
    }

    void nothingToScreenIsSaidAndNoSuccess_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QStringList>("files");
        for (const QString& command : {u"predict"_s, u"screen"_s}) {
            QTest::addRow("%s, empty", qPrintable(command)) << command << QStringList();
            QTest::addRow("%s, companions", qPrintable(command))
                << command << QStringList({u".DS_Store"_s, u"Thumbs.db"_s, u".hidden/a"_s});
        }
    }

    void nothingToScreenIsSaidAndNoSuccess()
    {
        QFETCH(QString, command);
        QFETCH(QStringList, files);
        QDir(at(u"void"_s)).removeRecursively();
        QVERIFY(QDir().mkpath(at(u"void"_s)));
        for (const QString& file : files)
            write(u"void/"_s + file, "no study");
        // A second try does not have to ask for --resume.
        for (int i = 0; i < 2; ++i) {
            const CliRun said = run(command, {at(u"void"_s)});
            QCOMPARE(said.status, 1);
            const QString all = said.messages + said.output;
            QVERIFY2(all.contains(u"There are no studies in"_s), qPrintable(all));
            QVERIFY(files.isEmpty() || said.messages.contains(u"1 folder hidden"_s));
        }
    }

    void aCutZipGivesItsWholeFilms_data() { commands(); }
    void aCutZipGivesItsWholeFilms()
    {
        QFETCH(QString, command);
        writeZip(at(u"day.zip"_s),
                 {{"a.dcm", filmOf("1.2.6")}, {"b.dcm", filmOf("1.2.7")}, {"c", "3"}});
        const QByteArray whole = contentOf(at(u"day.zip"_s));
        writeBytes(at(u"day.zip"_s), whole.left(whole.indexOf("PK\x01\x02") - 20));
        const CliRun said = run(command, {at(u"day.zip"_s)});
        QCOMPARE(said.status, 1);
        int good = 0;
        bool isCutSaid = false;
        for (const QJsonObject& line : said.json()) {
            good += line[u"status"_s].toString() == u"ok" ? 1 : 0;
            isCutSaid = isCutSaid
                || line[u"reason"_s].toString().contains(u"not a complete ZIP archive"_s);
        }
        QCOMPARE(good, 2);
        QVERIFY(isCutSaid);
    }

    void aNameThatIsNoUtf8IsSaidInTheSameWords()
    {
        write(u"good.dcm"_s, filmOf("1.2.8"));
        const QByteArray folder = QFile::encodeName(m_folder.path());
        const QByteArray one = folder + "/M\xFCller.dcm";
        const QByteArray two = folder + "/M\xF6ller.dcm";
        for (const QByteArray& bad : {one, two})
            QVERIFY(::link((folder + "/good.dcm").constData(), bad.constData()) == 0);
        // By a shell, as Qt would change the names.
        for (const QString& command : {u"predict"_s, u"screen --out "_s + at(u"names.csv"_s)}) {
            QProcess process;
            const QString words
                = u"exec \"$0\" %1 --json --model \"$1\" \"$2/M$(printf '\\374')ller.dcm\" "
                  "\"$2/M$(printf '\\366')ller.dcm\""_s;
            process.start(
                u"/bin/sh"_s,
                {u"-c"_s, words.arg(command), QStringLiteral(CCAD_CLI), m_model, m_folder.path()});
            QVERIFY(process.waitForFinished(5 * patienceMs));
            QCOMPARE(process.exitCode(), 1);
            CliRun said;
            said.output = QString::fromUtf8(process.readAllStandardOutput());
            const auto lines = said.json();
            QCOMPARE(lines.size(), std::size_t{2});
            QVERIFY(lines[0][u"file"_s] != lines[1][u"file"_s]);
            for (const QJsonObject& line : lines)
                QVERIFY2(line[u"reason"_s].toString().endsWith(
                             u"its name is not valid UTF-8. Rename it and try again."_s),
                         qPrintable(said.output));
        }
        QVERIFY(::unlink(one.constData()) == 0 && ::unlink(two.constData()) == 0);
    }

    void evaluateCountsEachFilmOnce()
    {
        write(u"set/a.dcm"_s, filmOf("1.3.1"));
        const QByteArray b = filmOf("1.3.2", 10);
        const QByteArray c = filmOf("1.3.3", 20);
        write(u"set/b.dcm"_s, b);
        write(u"set/b again.dcm"_s, b);
        write(u"set/c.dcm"_s, c);
        write(u"set/c again.dcm"_s, c);
        write(u"set/d.dcm"_s, filmOf("1.3.4", 30));
        write(u"set/m.csv"_s,
              "file,label\na.dcm,covid\na.dcm,covid\nb.dcm,normal\nb again.dcm,normal\n"
              "c.dcm,covid\nc again.dcm,normal\nd.dcm,covid\nd.dcm,normal\n");
        const CliRun said = runCli({u"evaluate"_s, at(u"set/m.csv"_s), u"--model"_s, m_model,
                                    u"--out"_s, at(u"results"_s), u"--json"_s});
        QCOMPARE(said.status, 1);
        for (const char* words :
             {"1 row names a file that an earlier row names", "d.dcm: Its rows differ",
              "1 file is the same as another with the same label",
              "c.dcm: Its label is \"covid\", but c again.dcm is the same file",
              "c again.dcm: Its label is \"normal\""})
            QVERIFY2(said.messages.contains(QString::fromLatin1(words)), qPrintable(said.messages));
        const auto predictions = readFile(at(u"results/predictions.csv"_s), 1 << 20);
        QVERIFY(predictions);
        QCOMPARE(predictions->count('\n'), 3); // the header, a, and one of b
    }
};

QTEST_GUILESS_MAIN(TestCliIntake)
#include "test_cli_intake.moc"
