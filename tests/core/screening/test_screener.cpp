// SPDX-License-Identifier: GPL-3.0-or-later
// A batch from listing to worklist, through real decoder processes and a real network.
#include "core/base/files.h"
#include "core/package/model_package.h"
#include "core/screening/overlay_export.h"
#include "core/screening/screener.h"
#include "core/worklist/worklist_export.h"
#include "tests/core/intake/tar_writer.h"
#include "tests/support/broken_files.h"
#include "tests/support/dicom_writer.h"
#include "tests/support/hash_weights.h"
#include "tests/support/patience.h"
#include "tests/support/phantom.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>

#include <QDir>
#include <QFile>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cstdio>
#include <thread>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

constexpr int files = 60;

ModelPackage package()
{
    ModelPackage package;
    ModelManifest& manifest = package.manifest;
    manifest.name = u"hashed"_s;
    manifest.version = u"1.0.0"_s;
    manifest.network.classes = 3;
    manifest.network.inputSize = 128; // quicker than 224
    manifest.preprocess.inputSize = 128;
    manifest.classes = {
        {u"covid"_s, u"COVID-19"_s}, {u"normal"_s, u"Normal"_s}, {u"pneumonia"_s, u"Pneumonia"_s}};
    manifest.weightsSha256 = u"0123"_s;
    package.weights = test::hashWeights(manifest.network);
    return package;
}

/// A film of its own UID; all have the same size.
QByteArray filmOf(int number)
{
    test::DicomSpec spec;
    spec.columns = 160;
    spec.rows = 200;
    spec.values = test::drawChest(spec.columns, spec.rows, 4000 - 50 * number);
    const QByteArray uid = "1.2.840.1." + QByteArray::number(1000 + number);
    spec.tags = [uid](DcmDataset& dataset) {
        dataset.putAndInsertString(DCM_SOPInstanceUID, uid.constData());
        dataset.putAndInsertString(DCM_BodyPartExamined, "CHEST");
    };
    return test::writeDicom(spec);
}

} // namespace

class TestScreener final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<Classifier> m_classifier;
    QString m_studies;
    QString m_goodFile;
    QByteArray m_undisturbed; ///< the CSV of all studies in one go

    [[nodiscard]] QString at(const QString& name) const { return m_folder.filePath(name); }

    [[nodiscard]] static QByteArray csvOf(const Journal& journal, const QString& path)
    {
        if (!writeWorklistCsv(journal, path))
            return "not written";
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("not readable");
    }

    [[nodiscard]] static ScreeningOptions options()
    {
        ScreeningOptions options;
        options.decoder = QStringLiteral(CCAD_DECODER_PROGRAM);
        return options;
    }

    [[nodiscard]] std::unique_ptr<Journal> begin(const QString& name, const QStringList& sources,
                                                 int shard = 1, int shards = 1) const
    {
        ScreeningJob job = screeningJob(sources, m_classifier->manifest(), {});
        job.shard = shard;
        job.shards = shards;
        auto journal = Journal::create(at(name), job);
        if (!journal)
            qFatal("%s", qPrintable(journal.error().message));
        return *std::move(journal);
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto classifier = Classifier::create(package());
        QVERIFY(classifier);
        m_classifier = *std::move(classifier);
        m_studies = at(u"studies"_s);
        QVERIFY(QDir().mkpath(m_studies));
        const auto written = test::writeBrokenFiles(m_studies, files);
        QCOMPARE(int(written.size()), files);
        const auto good = std::find_if(written.begin(), written.end(), [](const auto& file) {
            return file.expected == test::Expected::Good;
        });
        QVERIFY(good != written.end());
        m_goodFile = QDir(m_studies).filePath(good->name);

        const auto journal = begin(u"whole"_s, {m_studies});
        const auto counts = screen(*journal, *m_classifier, options());
        QVERIFY2(counts, qPrintable(counts ? QString() : counts.error().message));
        QCOMPARE(counts->queued, 0);
        QVERIFY(counts->ok >= files * 8 / 10);
        m_undisturbed = csvOf(*journal, at(u"whole.csv"_s));
        QVERIFY(m_undisturbed.count('\n') > files);
    }

    void cancelledBatchesGoOn()
    {
        const auto journal = begin(u"stopped"_s, {m_studies});
        for (int stops = 1;; ++stops) {
            QVERIFY(stops < 100);
            RunControl control;
            const auto done = screen(*journal, *m_classifier, options(), control,
                                     [&](const ScreeningProgress& progress) {
                                         if (progress.counts.done() > 10 * stops)
                                             control.cancel();
                                     });
            if (done)
                break;
            QCOMPARE(done.error().code, ErrorCode::Cancelled);
        }
        QCOMPARE(csvOf(*journal, at(u"stopped.csv"_s)), m_undisturbed);
    }

    void oneWorkerFindsTheSame()
    {
        const auto journal = begin(u"alone"_s, {m_studies});
        ScreeningOptions alone = options();
        alone.workers = 1;
        QVERIFY(screen(*journal, *m_classifier, alone));
        QCOMPARE(csvOf(*journal, at(u"alone.csv"_s)), m_undisturbed);
    }

    void shardsJoinedAreTheWhole()
    {
        constexpr int shards = 3;
        QStringList parts;
        for (int shard = 1; shard <= shards; ++shard) {
            const auto journal = begin(u"shard%1"_s.arg(shard), {m_studies}, shard, shards);
            QVERIFY(screen(*journal, *m_classifier, options()));
            parts << journal->path();
        }
        const auto merged = Journal::merge(parts, at(u"joined"_s));
        QVERIFY2(merged, qPrintable(merged ? QString() : merged.error().message));
        const auto journal = Journal::open(at(u"joined"_s));
        QVERIFY(journal);
        QCOMPARE(csvOf(**journal, at(u"joined.csv"_s)), m_undisturbed);
    }

    /// Four films that an anonymiser gave one UID, a copy of the second, and before all of them
    /// the picture of the first that is refused, since its tags call it a hand; behind them the
    /// second's picture under another patient's name.
    void oneUidInFourFilmsHidesNone()
    {
        const QString folder = at(u"anonymised"_s);
        QVERIFY(QDir().mkpath(folder));
        const auto write = [&](const char* name, int white, const char* bodyPart,
                               const char* patient = "ANON^1") {
            test::DicomSpec spec;
            spec.columns = 160;
            spec.rows = 200;
            spec.values = test::drawChest(spec.columns, spec.rows, white);
            spec.tags = [bodyPart, patient](DcmDataset& dataset) {
                dataset.putAndInsertString(DCM_SOPInstanceUID, "1.2.3.4");
                dataset.putAndInsertString(DCM_PatientName, patient);
                dataset.putAndInsertString(DCM_BodyPartExamined, bodyPart);
            };
            QVERIFY(writeFileAtomically(QDir(folder).filePath(QString::fromLatin1(name)),
                                        test::writeDicom(spec)));
        };
        write("0-hand", 4000, "HAND");
        for (int i = 0; i < 4; ++i)
            write(qPrintable(u"%1-film"_s.arg(i + 1)), 4000 - 300 * i, "CHEST");
        write("5-copy", 3700, "CHEST");
        write("6-patient", 3700, "CHEST", "ANON^2");

        const auto journal = begin(u"one uid"_s, {folder});
        const auto counts = screen(*journal, *m_classifier, options());
        QVERIFY2(counts, qPrintable(counts ? QString() : counts.error().message));
        QCOMPARE(counts->ok, 5);
        QCOMPARE(counts->refused, 1);
        QCOMPARE(counts->duplicate, 1);
        for (const qint64 number : {1, 2, 3, 4, 5, 7})
            QVERIFY2(!journal->study(number)->warnings.filter(u"UID used twice"_s).isEmpty(),
                     qPrintable(QString::number(number)));
        QCOMPARE(journal->study(6)->status, StudyStatus::Duplicate);
        QVERIFY(journal->study(6)->reason.contains(u"2-film"_s));

        const QByteArray csv = csvOf(*journal, at(u"one uid.csv"_s));
        QCOMPARE(csv.count("UID used twice"), qsizetype{6});
        ScreeningOptions alone = options();
        alone.workers = 1;
        const auto again = begin(u"one uid again"_s, {folder});
        QVERIFY(screen(*again, *m_classifier, alone));
        QCOMPARE(csvOf(*again, at(u"again.csv"_s)), csv);
        // Stopped after each file and taken up again.
        const auto stopped = begin(u"one uid stopped"_s, {folder});
        for (int stops = 1; stops < 20; ++stops) {
            RunControl control;
            const auto done = screen(*stopped, *m_classifier, alone, control,
                                     [&](const ScreeningProgress& progress) {
                                         if (progress.counts.done() >= stops)
                                             control.cancel();
                                     });
            if (done)
                break;
        }
        QCOMPARE(stopped->counts()->queued, qint64{0});
        QCOMPARE(csvOf(*stopped, at(u"stopped uid.csv"_s)), csv);
    }

    void pausesBetweenFiles()
    {
        const auto journal = begin(u"paused"_s, {m_studies});
        const auto another = begin(u"meanwhile"_s, {m_studies});
        RunControl control;
        control.pause();
        // In the time in which a whole batch is screened.
        std::jthread goesOn([&] {
            const auto whole = screen(*another, *m_classifier, options());
            QVERIFY(whole && whole->queued == 0);
            control.resume();
        });
        qint64 doneWhilePaused = 0;
        const auto counts = screen(
            *journal, *m_classifier, options(), control, [&](const ScreeningProgress& progress) {
                const qint64 judged = progress.counts.ok + progress.counts.duplicate;
                if (control.isPaused())
                    doneWhilePaused = std::max(doneWhilePaused, judged);
            });
        QVERIFY(counts);
        QCOMPARE(doneWhilePaused, 0);
        QCOMPARE(counts->queued, 0);
    }

    void anotherModelIsRefused()
    {
        ScreeningJob job = screeningJob({m_studies}, m_classifier->manifest(), {});
        job.modelSha256 = u"4567"_s;
        const auto journal = Journal::create(at(u"other"_s), job);
        QVERIFY(journal);
        const auto done = screen(**journal, *m_classifier, options());
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::InvalidArgument);
    }

    void aSecondRunIsRefused()
    {
        const auto journal = begin(u"twice"_s, {m_studies});
        const auto claim = Journal::claim(journal->path());
        QVERIFY(claim);
        const auto done = screen(*journal, *m_classifier, options());
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::InvalidArgument);
    }

    void withoutADecoderNothingIsCalledBroken()
    {
        const auto journal = begin(u"none"_s, {m_studies});
        ScreeningOptions without = options();
        without.decoder = at(u"no-such-program"_s);
        const auto done = screen(*journal, *m_classifier, without);
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Internal);
        const auto counts = journal->counts();
        QVERIFY(counts);
        QVERIFY(counts->queued > 0);
    }

    void aWatchedFolderIsFollowed()
    {
        const QString folder = at(u"watched"_s);
        QVERIFY(QDir().mkpath(folder));
        const auto journal = begin(u"watching"_s, {folder});
        ScreeningOptions watching = options();
        watching.watch = true;
        RunControl control;
        QElapsedTimer clock;
        clock.start();
        bool isTaken = false;
        const auto done = screen(
            *journal, *m_classifier, watching, control, [&](const ScreeningProgress& progress) {
                if (!isTaken && progress.doing.contains(u"Watching"_s))
                    isTaken = QFile::copy(m_goodFile, folder + u"/new"_s);
                if (progress.counts.done() > 0 || clock.elapsed() > test::patienceMs)
                    control.cancel();
            });
        QVERIFY(isTaken);
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Cancelled);
        const auto counts = journal->counts();
        QVERIFY(counts);
        QCOMPARE(counts->total, 1);
        QCOMPARE(counts->queued, 0);
    }

    /// An archive of one name, one size and one time, with other pictures under the same names;
    /// then one that was simply written anew.
    void membersOfAChangedArchiveAreJudgedAnew()
    {
        const QString folder = at(u"archives"_s);
        QVERIFY(QDir().mkpath(folder));
        const QString path = folder + u"/day.tar"_s;
        const QDateTime time = QDateTime::currentDateTime().addSecs(-3600);
        const auto put = [&](int first, int members, const QDateTime& modified) {
            std::vector<std::pair<QByteArray, QByteArray>> films;
            for (int i = 0; i < members; ++i)
                films.emplace_back("film" + QByteArray::number(i), filmOf(first + i));
            const QString part = at(u"day.part"_s);
            QVERIFY(writeFileAtomically(part, test::tarOf(films)));
            QFile file(part);
            QVERIFY(file.open(QIODevice::ReadWrite));
            QVERIFY(file.setFileTime(modified, QFileDevice::FileModificationTime));
            file.close();
            QCOMPARE(
                ::rename(QFile::encodeName(part).constData(), QFile::encodeName(path).constData()),
                0);
        };
        put(0, 2, time);
        const auto journal = begin(u"archives.ccad"_s, {folder});
        ScreeningOptions watching = options();
        watching.watch = true;
        RunControl control;
        QElapsedTimer clock;
        clock.start();
        int state = 0;
        const auto done = screen(
            *journal, *m_classifier, watching, control, [&](const ScreeningProgress& progress) {
                if (progress.doing.contains(u"Watching"_s)) {
                    // A replacement is seen where a look before it saw the file.
                    if (progress.counts.done() == 2 && state < 3 && ++state == 3)
                        put(10, 2, time);
                    else if (progress.counts.done() == 4 && state == 3 && ++state == 4)
                        put(20, 3, time.addSecs(60));
                }
                if (progress.counts.done() == 7 || clock.elapsed() > 2 * test::patienceMs)
                    control.cancel();
            });
        QVERIFY(!done);
        const auto counts = journal->counts();
        QVERIFY(counts);
        QCOMPARE(counts->total, 7);
        QCOMPARE(counts->queued, 0);
        QCOMPARE(counts->failed, 0);
        QCOMPARE(counts->duplicate, 0);
        QSet<QString> identities;
        for (qint64 number = 1; number <= 7; ++number)
            identities.insert(journal->study(number)->identity);
        QCOMPARE(identities.size(), qsizetype{7});
    }

    void overlaysAreDrawnOfFindings()
    {
        const auto journal = Journal::open(at(u"whole"_s));
        QVERIFY(journal);
        std::vector<ScreenedStudy> studies;
        QVERIFY((*journal)->forEachByUrgency([&](const ScreenedStudy& study) -> Result<void> {
            if (studies.size() < 3 || study.status == StudyStatus::Failed)
                studies.push_back(study);
            return {};
        }));
        OverlayExport drawing;
        drawing.folder = at(u"overlays"_s);
        const auto written = writeOverlays(studies, drawing);
        QVERIFY(written);
        QCOMPARE(written->count, 3);
        QVERIFY(written->problems.isEmpty());
        QVERIFY(QFile::exists(QDir(drawing.folder).filePath(overlayFileName(studies.front()))));
    }
};

QTEST_GUILESS_MAIN(TestScreener)
#include "test_screener.moc"
