// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_run.h"
#include "tests/support/patience.h"
#include "tests/support/varied_chest.h"

#include <QDir>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

QString valueIn(const QString& path, const DcmTagKey& tag)
{
    DcmFileFormat file;
    if (file.loadFile(path.toLocal8Bit().constData()).bad())
        return u"(unreadable)"_s;
    OFString text;
    static_cast<void>(file.getDataset()->findAndGetOFString(tag, text));
    return QString::fromUtf8(text.c_str());
}

/// The object of that kind in a line of output; an empty object where there is none.
QJsonObject objectOf(const QJsonObject& line, const char* kind)
{
    for (const QJsonValue& object : line[u"objects"_s].toArray())
        if (object[u"kind"_s].toString() == QLatin1String(kind))
            return object.toObject();
    return {};
}

} // namespace

class TestCliResults : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_dir;

    [[nodiscard]] QString path(const char* name) const
    {
        return m_dir.filePath(QString::fromLatin1(name));
    }
    void write(const char* name, const QByteArray& content)
    {
        QVERIFY(QDir().mkpath(QFileInfo(path(name)).path()));
        QVERIFY(writeFileAtomically(path(name), content));
    }
    [[nodiscard]] CliRun run(const QStringList& arguments, const char* out) const
    {
        return runCli(QStringList{u"results"_s, u"--sr"_s, u"--json"_s, u"--model"_s, path("model"),
                                  u"--out"_s, path(out)}
                      + arguments);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(saveModelPackage(quickPackage(), path("model")));
        write("chest.dcm", chestDicom([](DcmDataset& dataset) {
                  dataset.putAndInsertString(DCM_PatientName, "Doe^Jane");
                  dataset.putAndInsertString(DCM_StudyDate, "20261130");
              }));
        write("other/chest.dcm", chestDicom([](DcmDataset& dataset) {
                  dataset.putAndInsertString(DCM_SOPInstanceUID, "2.25.999");
              }));
        write("hand.dcm", handDicom());
        write("broken.dcm", chestDicom().left(600));
        write("chest.png", pngOf(variedChest(160, 3)));
    }

    void resultsOfOnePictureAreNoOthersWithItsUid()
    {
        const auto film = [](int black) {
            DicomSpec spec;
            spec.columns = 96;
            spec.rows = 112;
            spec.values = drawChest(spec.columns, spec.rows, 4095);
            std::fill(spec.values.begin(), spec.values.begin() + black, quint16{0});
            spec.tags = [](DcmDataset& dataset) {
                dataset.putAndInsertString(DCM_SOPInstanceUID, "2.25.77");
            };
            return writeDicom(spec);
        };
        write("twins/a.dcm", film(0));
        write("twins/b.dcm", film(2000));
        const CliRun made
            = runCli({u"results"_s, path("twins/a.dcm"), u"--gsps"_s, u"--sr"_s, u"--map"_s,
                      u"--json"_s, u"--model"_s, path("model"), u"--out"_s, path("twins")});
        QCOMPARE(made.status, 0);
        for (const char* kind : {"gsps", "sr", "map"}) {
            const QString object = path("twins/a.dcm.%1.dcm").arg(QLatin1String(kind));
            for (const char* name : {"a", "b"}) {
                const CliRun shown = runCli({u"show"_s, object, u"--json"_s, u"--film"_s,
                                             path("twins/%1.dcm").arg(QLatin1String(name))});
                QCOMPARE(shown.status, 0);
                const QJsonObject on = shown.json().front()[u"on_film"_s].toObject();
                QCOMPARE(on[u"drawn"_s].toBool(), *name == 'a');
                if (*name == 'b')
                    QVERIFY2(on[u"reason"_s].toString().contains(u"made for another picture"_s),
                             qPrintable(on[u"reason"_s].toString()));
            }
        }
        // A batch and a list of files say the same of the presentation state.
        for (const QString& command : {u"predict"_s, u"screen"_s}) {
            QStringList arguments{command, path("twins"), u"--json"_s, u"--model"_s, path("model")};
            if (command == u"screen")
                arguments << u"--out"_s << path("twins.csv");
            const CliRun said = runCli(arguments);
            int notes = 0;
            for (const QJsonObject& line : said.json())
                for (const QJsonValue& note : line[u"notes"_s].toArray()) {
                    const QString text = note[u"text"_s].toString();
                    if (!text.contains(u"a.dcm.gsps.dcm"_s))
                        continue;
                    ++notes;
                    const bool isOwn = line[u"file"_s].toString().endsWith(u"a.dcm"_s);
                    QVERIFY2(text.contains(isOwn ? u"belongs to this film"_s
                                                 : u"made for another picture"_s),
                             qPrintable(text));
                }
            QCOMPARE(notes, 2);
            if (command == u"screen")
                QVERIFY2(said.messages.contains(u"a.dcm.gsps.dcm (of a.dcm)"_s)
                             && !said.messages.contains(u"(of b.dcm)"_s),
                         qPrintable(said.messages));
        }
        // Who writes results of both is told of the UID, in the notes, too.
        const CliRun both = run({path("twins/a.dcm"), path("twins/b.dcm")}, "both");
        QCOMPARE(both.json().size(), std::size_t{2});
        for (const QJsonObject& line : both.json()) {
            const bool isA = line[u"file"_s].toString().endsWith(u"a.dcm"_s);
            const QJsonArray notes = line[u"notes"_s].toArray();
            QVERIFY(!notes.isEmpty());
            const QJsonValue last = notes.last();
            QCOMPARE(last[u"code"_s].toString(), u"uid-used-twice"_s);
            QVERIFY2(
                last[u"text"_s].toString().contains(isA ? u"b.dcm carries"_s : u"a.dcm carries"_s),
                qPrintable(last[u"text"_s].toString()));
            QVERIFY(line[u"warnings"_s].toArray().contains(last[u"text"_s]));
        }
        QVERIFY(both.messages.contains(u"UID used twice: 2 films"_s));
    }

    void writesAReportInTheFilmsStudy()
    {
        const CliRun done = run({path("chest.dcm")}, "one");
        QCOMPARE(done.status, 0);
        const QJsonObject line = done.json().front();
        QCOMPARE(line.keys(),
                 (QStringList{u"file"_s, u"left_out"_s, u"milliseconds"_s, u"notes"_s, u"objects"_s,
                              u"reason"_s, u"status"_s, u"warnings"_s}));
        QCOMPARE(line[u"status"_s].toString(), u"ok"_s);
        QVERIFY(line[u"reason"_s].isNull());
        const QJsonObject object = objectOf(line, "sr");
        const QString file = object[u"path"_s].toString();
        QCOMPARE(QFileInfo(file).fileName(), u"chest.dcm.sr.dcm"_s);
        QCOMPARE(valueIn(file, DCM_SOPInstanceUID), object[u"sop_instance_uid"_s].toString());
        QCOMPARE(valueIn(file, DCM_StudyInstanceUID), u"2.25.102"_s);
        QCOMPARE(valueIn(file, DCM_PatientName), u"Doe^Jane"_s);
        QCOMPARE(valueIn(file, DCM_Modality), u"SR"_s);
        QVERIFY(done.messages.contains(u"Research use only"_s));
        QVERIFY(!done.output.contains(u"Doe"_s)); // nobody's name on the terminal
    }

    void whatItWroteIsShownAgain()
    {
        QCOMPARE(run({path("chest.dcm")}, "shown").status, 0);
        const QString report = path("shown/chest.dcm.sr.dcm");
        const CliRun shown = runCli({u"show"_s, report, u"--film"_s, path("chest.dcm")});
        QCOMPARE(shown.status, 0);
        QVERIFY2(shown.output.contains(u"Probability: "_s), qPrintable(shown.output));
        QVERIFY(shown.output.contains(u"It belongs to the film."_s));
        QVERIFY(!shown.output.contains(u"Doe"_s));
        const CliRun json = runCli({u"show"_s, u"--json"_s, report, path("chest.dcm"), u"--film"_s,
                                    path("other/chest.dcm")});
        QCOMPARE(json.status, 1); // a film is no report
        QCOMPARE(json.json().size(), 1U);
        const QJsonObject line = json.json().front();
        QCOMPARE(line[u"kind"_s].toString(), u"structured report"_s);
        QVERIFY(!line[u"on_film"_s][u"drawn"_s].toBool());
        QVERIFY(line[u"on_film"_s][u"reason"_s].toString().contains(u"another film"_s));
        QVERIFY(json.messages.contains(u"no structured report"_s));
    }

    void aDryRunSaysWhatWouldBeWritten()
    {
        const QStringList arguments{u"--dry-run"_s, u"--kos"_s, path("chest.dcm")};
        const CliRun looked = run(arguments, "dry");
        QCOMPARE(looked.status, 0);
        QVERIFY(!QFileInfo::exists(path("dry")));
        QVERIFY(looked.messages.contains(u"Nothing was written"_s));
        QVERIFY(!looked.output.contains(u"Doe"_s));
        const QJsonObject made = looked.json().front()[u"would_write"_s].toArray()[0].toObject();
        QCOMPARE(made[u"file"_s].toString(), u"chest.dcm.sr.dcm"_s);
        QStringList tags;
        for (const QJsonValue& tag : made[u"tags"_s].toArray())
            tags << tag[u"tag"_s].toString() + tag[u"value"_s].toString();
        QVERIFY2(tags.contains(u"(0008,0060)SR"_s), qPrintable(tags.join(u'\n')));
        QVERIFY(tags.contains(u"(0010,0010)(hidden)"_s));
        QVERIFY(tags.contains(u"(0020,000D)(hidden)"_s)); // tells one study from every other
        const QString all = run(arguments + QStringList{u"--with-identifiers"_s}, "dry").output;
        QVERIFY(all.contains(u"Doe^Jane"_s) && all.contains(u"\"2.25.102\""_s));

        // What is written then is what was shown.
        QCOMPARE(run({path("chest.dcm")}, "wet").status, 0);
        QCOMPARE(valueIn(path("wet/chest.dcm.sr.dcm"), DCM_SOPInstanceUID),
                 made[u"sop_instance_uid"_s].toString());
        QCOMPARE(QFileInfo(path("wet/chest.dcm.sr.dcm")).size(), made[u"bytes"_s].toInteger());
    }

    void aDryRunNeedsNoFolder()
    {
        const CliRun looked = runCli({u"results"_s, u"--sc"_s, u"--dry-run"_s, u"--model"_s,
                                      path("model"), path("chest.dcm")});
        QCOMPARE(looked.status, 0);
        QVERIFY2(looked.output.contains(u"chest.dcm.sc.dcm"_s), qPrintable(looked.output));
        QVERIFY(looked.output.contains(u"(0028,0010)"_s));
    }

    void sentTwiceIsOneObject()
    {
        QCOMPARE(run({path("chest.dcm")}, "twice").status, 0);
        const QString file = path("twice/chest.dcm.sr.dcm");
        const auto first = readFile(file, 1 << 24);
        const CliRun again = run({path("chest.dcm")}, "twice");
        QCOMPARE(again.status, 0); // its own file may be written again
        QCOMPARE(*readFile(file, 1 << 24), *first);
    }

    void anotherModelIsAnotherObject()
    {
        ModelPackage retrained = quickPackage();
        retrained.weights.tensors.begin()->second.values[0] += 0.25F;
        QVERIFY(saveModelPackage(retrained, path("retrained")));
        QCOMPARE(run({path("chest.dcm")}, "first").status, 0);
        QCOMPARE(runCli({u"results"_s, u"--sr"_s, u"--model"_s, path("retrained"), u"--out"_s,
                         path("second"), path("chest.dcm")})
                     .status,
                 0);
        const QString first = path("first/chest.dcm.sr.dcm");
        const QString second = path("second/chest.dcm.sr.dcm");
        QVERIFY(valueIn(first, DCM_SOPInstanceUID) != valueIn(second, DCM_SOPInstanceUID));
    }

    void filmsOfOneNameDoNotCollide()
    {
        const CliRun done = run({path("chest.dcm"), path("other/chest.dcm")}, "names");
        QCOMPARE(done.status, 0);
        QCOMPARE(QFileInfo(objectOf(done.json()[1], "sr")[u"path"_s].toString()).fileName(),
                 u"chest.dcm-2.sr.dcm"_s);
    }

    void filesOfOthersAreKept()
    {
        write("kept/chest.dcm.sr.dcm", "somebody's notes");
        const CliRun done = run({path("chest.dcm")}, "kept");
        QCOMPARE(done.status, 1);
        QCOMPARE(done.json().front()[u"status"_s].toString(), u"error"_s);
        QVERIFY(done.json().front()[u"reason"_s].toString().contains(u"another one"_s));
        QCOMPARE(*readFile(path("kept/chest.dcm.sr.dcm"), 100), QByteArray("somebody's notes"));
        QCOMPARE(run({u"--replace"_s, path("chest.dcm")}, "kept").status, 0);
        QCOMPARE(valueIn(path("kept/chest.dcm.sr.dcm"), DCM_Modality), u"SR"_s);
    }

    void aPictureNeedsToKnowWhoseItIs()
    {
        const CliRun done = run({path("chest.png")}, "png");
        QCOMPARE(done.status, 1);
        const QString reason = done.json().front()[u"reason"_s].toString();
        QVERIFY2(reason.contains(u"anonymous"_s), qPrintable(reason));
        QVERIFY(QDir(path("png")).isEmpty());
    }

    void aTypedStudyIsWritten()
    {
        const CliRun done = run({u"--patient-name"_s, u"Grün^Ida"_s, u"--patient-id"_s, u"7"_s,
                                 u"--study-date"_s, u"2026-11-29"_s, path("chest.png")},
                                "typed");
        QCOMPARE(done.status, 0);
        const QJsonObject line = done.json().front();
        const QString film = objectOf(line, "film")[u"path"_s].toString();
        const QString report = objectOf(line, "sr")[u"path"_s].toString();
        QCOMPARE(valueIn(report, DCM_PatientName), u"Grün^Ida"_s);
        QCOMPARE(valueIn(report, DCM_StudyDate), u"20261129"_s);
        QCOMPARE(valueIn(report, DCM_StudyInstanceUID), valueIn(film, DCM_StudyInstanceUID));
        QVERIFY(valueIn(film, DCM_SeriesInstanceUID) != valueIn(report, DCM_SeriesInstanceUID));
        QCOMPARE(valueIn(film, DCM_Rows), u"160"_s);
        QCOMPARE(valueIn(film, DCM_SOPClassUID),
                 QString::fromLatin1(UID_SecondaryCaptureImageStorage));
    }

    void anAnonymousPictureIsWritten()
    {
        const CliRun done = run({u"--anonymous"_s, path("chest.png")}, "anonymous");
        QCOMPARE(done.status, 0);
        const QString report = objectOf(done.json().front(), "sr")[u"path"_s].toString();
        QCOMPARE(valueIn(report, DCM_PatientName), u"Anonymous"_s);
        QVERIFY(valueIn(report, DCM_PatientID).startsWith(u"ANON-"_s));
    }

    void everyFileIsAnswered()
    {
        const QStringList files
            = {path("chest.dcm"), path("hand.dcm"), path("broken.dcm"), path("missing.dcm")};
        const CliRun done = run(files, "every");
        QCOMPARE(done.status, 1);
        const auto lines = done.json();
        QCOMPARE(lines.size(), std::size_t{4});
        const QStringList expected = {u"ok"_s, u"refused"_s, u"error"_s, u"error"_s};
        for (std::size_t i = 0; i < 4; ++i)
            QCOMPARE(lines[i][u"status"_s].toString(), expected[static_cast<qsizetype>(i)]);
        // A refused film has a report, which says so first.
        QVERIFY(!objectOf(lines[1], "sr").isEmpty());
        QVERIFY(objectOf(lines[2], "sr").isEmpty());
    }

    void aReaderSigns()
    {
        const CliRun done
            = run({u"--reader"_s, u"Curie^Marie"_s, u"--reader-time"_s, u"2026-11-30T09:30:00"_s,
                   u"--reader-comment"_s, u"Clear."_s, u"--complete"_s, path("chest.dcm")},
                  "signed");
        QCOMPARE(done.status, 0);
        const QString report = path("signed/chest.dcm.sr.dcm");
        QCOMPARE(valueIn(report, DCM_VerificationFlag), u"VERIFIED"_s);
        QCOMPARE(valueIn(report, DCM_CompletionFlag), u"COMPLETE"_s);
    }

    void allKindsAreWrittenAndTheStudysKeyObjects()
    {
        ModelPackage eager = quickPackage(); // finds everything positive
        eager.manifest.threshold = 1e-6;
        QVERIFY(saveModelPackage(eager, path("eager")));
        const QStringList films{path("chest.dcm"), path("other/chest.dcm")};
        const QStringList common{u"results"_s, u"--json"_s,   u"--no-grade"_s,
                                 u"--model"_s, path("eager"), u"--out"_s};
        const CliRun all = runCli(common + QStringList{path("all")} + films);
        QCOMPARE(all.status, 0);
        const auto lines = all.json();
        QCOMPARE(lines.size(), std::size_t{3}); // two films, and their study
        for (const char* kind : {"sr", "sc", "gsps", "map", "pdf"}) {
            const QString file = objectOf(lines[0], kind)[u"path"_s].toString();
            QVERIFY2(QFileInfo(file).fileName() == u"chest.dcm.%1.dcm"_s.arg(QLatin1String(kind)),
                     kind);
            QCOMPARE(valueIn(file, DCM_StudyInstanceUID), u"2.25.102"_s);
        }
        // Lungs are there or said to be missing.
        QVERIFY(objectOf(lines[0], "seg").isEmpty() != lines[0][u"left_out"_s].toArray().isEmpty());
        const QString selection = objectOf(lines[2], "kos")[u"path"_s].toString();
        QVERIFY2(QFileInfo(selection).fileName().startsWith(u"study-"_s), qPrintable(selection));
        QCOMPARE(valueIn(selection, DCM_Modality), u"KO"_s);

        const CliRun alone = runCli(common + QStringList{path("alone"), u"--kos"_s} + films);
        QCOMPARE(alone.status, 0);
        QCOMPARE(QDir(path("alone")).entryList(QDir::Files),
                 QStringList{QFileInfo(selection).fileName()});
    }

    void aFolderThatCannotBeMadeIsSaid()
    {
        write("file", "no folder");
        const CliRun done = run({path("chest.dcm")}, "file");
        QCOMPARE(done.status, 1);
        QVERIFY(done.messages.contains(u"Cannot create the folder"_s));
    }
};

QTEST_GUILESS_MAIN(TestCliResults)
#include "test_cli_results.moc"
