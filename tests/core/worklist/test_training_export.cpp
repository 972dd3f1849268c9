// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/dataset/dataset.h"
#include "core/dataset/patient_key.h"
#include "core/imaging/reading/reader.h"
#include "core/preprocess/preprocessor.h"
#include "core/worklist/training_export.h"
#include "tests/core/worklist/journal_fixture.h"
#include "tests/support/dicom_writer.h"
#include "tests/support/phantom.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestTrainingExport final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Journal> m_journal;
    QString m_dataset;

    /// Two studies of one patient, one of another, one without a patient.
    void writeStudies() const
    {
        for (int i = 1; i <= 4; ++i) {
            DicomSpec spec;
            spec.columns = 160;
            spec.rows = 200;
            spec.values = drawChest(spec.columns, spec.rows, 3000 + 100 * i);
            spec.tags = [i](DcmDataset& dataset) {
                const char* ids[] = {"Smith-1", "Smith-1", "Jones-2", ""};
                dataset.putAndInsertString(DCM_PatientID, ids[i - 1]);
                dataset.putAndInsertString(DCM_PatientName, "Smith^Jane");
                dataset.putAndInsertString(DCM_PatientAge, i == 3 ? "093Y" : "045Y");
                dataset.putAndInsertString(DCM_PhotometricInterpretation, "MONOCHROME1");
            };
            QFile file(path(i));
            const QByteArray bytes = writeDicom(spec);
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
        }
    }

    [[nodiscard]] QString path(int i) const { return m_folder->filePath(u"%1.dcm"_s.arg(i)); }

    void fillJournal()
    {
        auto journal = Journal::create(m_folder->filePath(u"journal"_s), toyJob());
        REQUIRE(journal);
        m_journal = *std::move(journal);
        IntakeRequest request;
        for (int i = 1; i <= 4; ++i)
            request.paths << path(i);
        REQUIRE(m_journal->addListing([&](const Journal::AddEntry& add) -> Result<void> {
            const auto taken = takeIn(request, add);
            return taken ? Result<void>() : taken.error();
        }));
        const char* ids[] = {"Smith-1", "Smith-1", "Jones-2", ""};
        std::vector<ScreenedStudy> studies;
        for (int i = 1; i <= 4; ++i) {
            studies.push_back(judged(*m_journal->study(i), u"uid:1.2.%1"_s.arg(i)));
            studies.back().patientId = QString::fromLatin1(ids[i - 1]);
        }
        REQUIRE(m_journal->record(studies, {}));
    }

    Result<TrainingCopies> send(const std::vector<TrainingChoice>& choices) const
    {
        return exportForTraining(*m_journal, choices, m_dataset);
    }

    static TrainingChoice choice(qint64 number, const char* label)
    {
        return {number, QString::fromLatin1(label)};
    }

    [[nodiscard]] QByteArray manifest() const
    {
        QFile file(m_dataset + u"/manifest.csv"_s);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    [[nodiscard]] QStringList pictures(const QString& label) const
    {
        return QDir(m_dataset + u'/' + label).entryList(QDir::Files, QDir::Name);
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_dataset = m_folder->filePath(u"dataset"_s);
        writeStudies();
        fillJournal();
    }

    void blanksTextInThePixels()
    {
        // Six letters H, 7 pixels wide and 11 high, in the upper left corner.
        DicomSpec spec;
        spec.columns = 160;
        spec.rows = 200;
        spec.values = drawChest(spec.columns, spec.rows, 3100);
        spec.tags = [](DcmDataset& dataset) {
            dataset.putAndInsertString(DCM_PatientID, "Smith-1");
            dataset.putAndInsertString(DCM_PatientName, "Smith^Jane");
            dataset.putAndInsertString(DCM_PatientAge, "045Y");
            dataset.putAndInsertString(DCM_PhotometricInterpretation, "MONOCHROME2");
        };
        for (int letter = 0; letter < 6; ++letter)
            for (int row = 0; row < 11; ++row)
                for (int column = 0; column < 7; ++column)
                    if (column < 2 || column > 4 || row == 5)
                        spec.values[static_cast<std::size_t>((6 + row) * 160 + 6 + 10 * letter
                                                             + column)]
                            = 3100;
        QFile file(path(1));
        const QByteArray bytes = writeDicom(spec);
        QCOMPARE(qint64{bytes.size()}, file.size()); // or it would be another study
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
        file.close();
        const auto sent = send({choice(1, "normal"), choice(2, "normal")});
        REQUIRE(sent);
        QCOMPARE(sent->written, 2);
        QCOMPARE(sent->withText, 1);
        int black = 0;
        for (const QString& name : pictures(u"normal"_s)) {
            const auto copy = readRadiograph(m_dataset + u"/normal/"_s + name);
            REQUIRE(copy);
            const auto isBlack = [&](int x, int y) {
                return (*copy->pixels)[static_cast<std::size_t>(y * copy->columns + x)] == 0;
            };
            black += isBlack(7, 8) && isBlack(57, 8) && isBlack(62, 16) ? 1 : 0;
        }
        QCOMPARE(black, 1);
    }

    void theTrainerReadsThem()
    {
        const auto sent = send({choice(1, "normal"), choice(2, "pneumonia"), choice(3, "normal"),
                                choice(4, "pneumonia")});
        REQUIRE(sent);
        QCOMPARE(sent->written, 4);
        QCOMPARE(sent->withoutPatient, 1);
        QCOMPARE(sent->withText, 0);
        QVERIFY(sent->problems.empty());
        const auto dataset = readDataset(m_dataset);
        REQUIRE(dataset);
        QCOMPARE(dataset->classes, (QStringList{u"normal"_s, u"pneumonia"_s}));
        QCOMPARE(dataset->items.size(), std::size_t{4});
        QStringList patients;
        for (const DatasetItem& item : dataset->items) {
            patients << item.patient;
            QVERIFY(QFile::exists(item.file));
            QVERIFY(item.file.contains(item.patient.isEmpty() ? u"unknown"_s : item.patient));
            QCOMPARE(item.view, u"PA"_s);
        }
        // The key that an index of the DICOM files themselves would give.
        QCOMPARE(patients.count(pseudonym(u"Smith-1"_s)), 2);
        QCOMPARE(patients.count(pseudonym(u"Jones-2"_s)), 1);
        QCOMPARE(patients.count(QString()), 1);
    }

    void nothingTellsThePatient()
    {
        REQUIRE(send({choice(1, "normal"), choice(3, "normal")}));
        QByteArray all = manifest();
        QVERIFY(!all.contains("93") || !all.contains(",93\n")); // an age that few reach
        QVERIFY(all.contains(",45\n"));
        for (const QString& name : pictures(u"normal"_s)) {
            QFile file(m_dataset + u"/normal/"_s + name);
            QVERIFY(file.open(QIODevice::ReadOnly));
            all += name.toUtf8() + file.readAll();
        }
        QVERIFY(all.size() > 1000);
        QVERIFY(!all.contains("Smith") && !all.contains("Jones") && !all.contains("1.2.1"));
    }

    void theNetworkSeesTheSame()
    {
        REQUIRE(send({choice(1, "normal")}));
        const auto original = readRadiograph(path(1));
        const auto copy = readRadiograph(m_dataset + u"/normal/"_s + pictures(u"normal"_s).front());
        REQUIRE(original);
        REQUIRE(copy);
        QCOMPARE(copy->columns, original->columns);
        const Preprocessor prepare(PreprocessSpec{});
        const NetworkInput a = prepare(*original);
        const NetworkInput b = prepare(*copy);
        QCOMPARE(b.values.size(), a.values.size());
        float largest = 0;
        for (std::size_t i = 0; i < a.values.size(); ++i)
            largest = std::max(largest, std::abs(a.values[i] - b.values[i]));
        // Half a step of 8 bits, of a range from -1 to 1.
        QVERIFY2(largest <= 1.05F / 255, qPrintable(QString::number(double(largest))));
    }

    void nothingIsOverwrittenOrThereTwice()
    {
        REQUIRE(send({choice(1, "normal")}));
        const QByteArray before = manifest();
        auto again = send({choice(1, "normal")});
        REQUIRE(again);
        QCOMPARE(again->written, 0);
        QCOMPARE(again->alreadyThere, 1);
        again = send({choice(1, "pneumonia")});
        QCOMPARE(again->problems.size(), std::size_t{1});
        QVERIFY(again->problems.front().reason.contains(u"normal"_s));
        QCOMPARE(manifest(), before);
        QVERIFY(pictures(u"pneumonia"_s).isEmpty());
        // A kill between picture and row: the row is made up for, the picture stays.
        const QString picture = m_dataset + u"/normal/"_s + pictures(u"normal"_s).front();
        QFile file(m_dataset + u"/manifest.csv"_s);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("file,label,patient,view,age\n") > 0);
        file.close();
        QFile kept(picture);
        QVERIFY(kept.open(QIODevice::WriteOnly) && kept.write("kept") == 4);
        kept.close();
        QCOMPARE(send({choice(1, "normal")})->written, 1);
        QCOMPARE(manifest(), before);
        QCOMPARE(QFileInfo(picture).size(), qint64{4});
    }

    /// An anonymiser gave all films one UID and one patient ID.
    void filmsOfOneUidAreFilesOfTheirOwn()
    {
        std::vector<ScreenedStudy> studies;
        for (int i = 1; i <= 3; ++i) {
            studies.push_back(filmRow(*m_journal, i, u"1.2"_s, u"p%1"_s.arg(i)));
            studies.back().patientId = u"ANON"_s;
        }
        REQUIRE(m_journal->record(studies, {}));
        const auto sent = send({choice(1, "normal"), choice(2, "normal"), choice(3, "pneumonia")});
        REQUIRE(sent);
        QVERIFY(sent->problems.empty());
        QCOMPARE(sent->written, 3);
        QCOMPARE(pictures(u"normal"_s).size(), qsizetype{2});
        QCOMPARE(pictures(u"pneumonia"_s).size(), qsizetype{1});
        QCOMPARE(send({choice(1, "normal"), choice(3, "pneumonia")})->alreadyThere, 2);
    }

    /// Copies were once named by the UID alone.
    void copiesOfEarlierVersionsAreKnown()
    {
        std::vector<ScreenedStudy> studies;
        for (int i = 1; i <= 2; ++i) {
            studies.push_back(filmRow(*m_journal, i, u"1.2"_s, u"p%1"_s.arg(i)));
            studies.back().patientId = u"ANON"_s;
        }
        REQUIRE(m_journal->record(studies, {}));
        REQUIRE(send({choice(1, "normal")}));
        const QString now = pictures(u"normal"_s).front();
        const QString once
            = pseudonym(u"ANON"_s) + u'-' + sha256Hex("uid:1.2").left(16) + u".png"_s;
        QVERIFY(now != once);
        const QDir folder(m_dataset + u"/normal"_s);
        QVERIFY(QFile::rename(folder.filePath(now), folder.filePath(once)));
        QByteArray content = manifest();
        content.replace(now.toUtf8(), once.toUtf8());
        QVERIFY(writeFileAtomically(m_dataset + u"/manifest.csv"_s, content));
        const auto sent = send({choice(1, "normal"), choice(2, "normal")});
        REQUIRE(sent);
        QCOMPARE(sent->alreadyThere, 1);
        QCOMPARE(sent->written, 1); // the other film with that UID
        QCOMPARE(pictures(u"normal"_s).size(), qsizetype{2});
    }

    void othersManifestsAreAddedTo()
    {
        QVERIFY(QDir().mkpath(m_dataset));
        QFile file(m_dataset + u"/manifest.csv"_s);
        const QByteArray theirs = "label,site,patient,file\nnormal,\"a, b\",p1,x.png\n";
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(theirs) > 0);
        file.close();
        REQUIRE(send({choice(1, "normal")}));
        QVERIFY(manifest().startsWith(theirs));
        const auto table = parseCsv(manifest());
        REQUIRE(table);
        QCOMPARE(table->rows.size(), std::size_t{2});
        QCOMPARE(table->rows[1][1], QString());
        QCOMPARE(table->rows[1][2], pseudonym(u"Smith-1"_s));
    }

    void foldersThatDoNotFitAreRefused()
    {
        QVERIFY(QDir().mkpath(m_dataset + u"/normal"_s));
        const auto sent = send({choice(1, "normal")});
        QVERIFY(!sent);
        QCOMPARE(sent.error().code, ErrorCode::InvalidArgument);
        QFile file(m_dataset + u"/manifest.csv"_s);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("file,label\nx.png,normal\n") > 0);
        file.close();
        QCOMPARE(send({choice(1, "normal")}).error().code, ErrorCode::FileBroken);
        QVERIFY(pictures(u"normal"_s).isEmpty());
    }

    void problemsDoNotStopTheOthers()
    {
        QVERIFY(QFile::remove(path(2)));
        QFile changed(path(3));
        QVERIFY(changed.open(QIODevice::Append) && changed.write("x") == 1);
        changed.close();
        const auto sent = send({choice(1, "../escape"), choice(2, "normal"), choice(3, "normal"),
                                choice(1, ""), choice(4, "normal")});
        REQUIRE(sent);
        QCOMPARE(sent->written, 1);
        QCOMPARE(sent->problems.size(), std::size_t{4});
        QVERIFY(!QFile::exists(m_folder->filePath(u"escape"_s)));
        QVERIFY(!send({choice(99, "normal")}));
    }

    void theLabelIsWhatTheReaderChose()
    {
        ScreenedStudy study;
        study.label = 0;
        const QString other = u"pneumonia"_s;
        QCOMPARE(trainingLabel(study, toyJob(), other), QString());
        study.verdict = Verdict::Unsure;
        QCOMPARE(trainingLabel(study, toyJob(), other), QString());
        study.verdict = Verdict::Agree;
        QCOMPARE(trainingLabel(study, toyJob(), other), u"normal"_s);
        study.verdict = Verdict::Disagree;
        QCOMPARE(trainingLabel(study, toyJob(), other), other);
    }
};

QTEST_GUILESS_MAIN(TestTrainingExport)
#include "test_training_export.moc"
