// SPDX-License-Identifier: GPL-3.0-or-later
// After a working day of made-up patients: where they lie, and that they can be forgotten.
#include "core/base/scratch_folder.h"
#include "core/notes/note_store.h"
#include "core/worklist/journal.h"
#include "tests/cli/cli_run.h"
#include "tests/core/intake/zip_writer.h"

#include <QDir>
#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <string>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

struct Patient
{
    const char* id;
    const char* name;
    const char* surname; ///< in the name of his file, too
    const char* uid;
};

constexpr Patient quill{"PAT-4711", "Quillfeather^Ada", "Quillfeather", "1.2.826.0.1.99.1"};
constexpr Patient moth{"PAT-0815", "Mothballs^Ben", "Mothballs", "1.2.826.0.1.99.2"};
constexpr Patient fern{"PAT-1234", "Fernsby^Cleo", "Fernsby", "1.2.826.0.1.99.3"};

QByteArray filmOf(const Patient& patient)
{
    return chestDicom([patient](DcmDataset& dataset) {
        dataset.putAndInsertString(DCM_SOPInstanceUID, patient.uid);
        dataset.putAndInsertString(DCM_PatientID, patient.id);
        dataset.putAndInsertString(DCM_PatientName, patient.name);
    });
}

} // namespace

class TestCliForget final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_day; ///< films and data set, and the stores as they are in the evening
    std::unique_ptr<QTemporaryDir> m_copy; ///< of the stores, for one test
    QString m_root; ///< below which the stores lie now
    QString m_logs; ///< standard errors of the day's runs

    [[nodiscard]] QString day(const QString& name) const { return m_day.filePath(name); }
    [[nodiscard]] QString at(const QString& name) const { return m_root + u'/' + name; }
    [[nodiscard]] QString data(const QString& name) const { return at(u"data/ccad/"_s + name); }

    CliRun run(const QStringList& arguments)
    {
        CliRun run = runCli(arguments,
                            {{u"XDG_DATA_HOME"_s, at(u"data"_s)},
                             {u"XDG_CACHE_HOME"_s, at(u"cache"_s)},
                             {u"XDG_CONFIG_HOME"_s, at(u"config"_s)},
                             {u"TMPDIR"_s, at(u"tmp"_s)},
                             {u"OMP_NUM_THREADS"_s, u"1"_s}});
        m_logs += run.messages;
        return run;
    }

    void write(const QString& path, const QByteArray& content) const
    {
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QVERIFY(writeFileAtomically(path, content));
    }

    /// Files in the stores that hold the word in their name or their bytes.
    [[nodiscard]] QStringList holding(const QByteArray& word) const
    {
        QStringList found;
        for (const char* store : {"data", "cache", "config", "tmp"}) {
            QDirIterator files(at(QLatin1String(store)), QDir::Files | QDir::Hidden | QDir::System,
                               QDirIterator::Subdirectories);
            while (files.hasNext()) {
                QFile file(files.next());
                if (!file.open(QIODevice::ReadOnly))
                    qFatal("cannot read %s", qPrintable(file.fileName()));
                if (file.fileName().toUtf8().contains(word) || file.readAll().contains(word))
                    found << file.fileName();
            }
        }
        return found;
    }

    /// Looks at a film and an archive, screens a folder, trains on it, and exports the model. What
    /// the window does beside that is done as it does it: its journal, notes, lists.
    void workForADay()
    {
        for (const Patient& patient : {quill, moth})
            write(at(u"films/%1.dcm"_s.arg(QLatin1String(patient.surname))), filmOf(patient));
        writeZip(at(u"films/stick.zip"_s), {{"Fernsby.dcm", filmOf(fern)}});
        QVERIFY(saveModelPackage(quickPackage(), at(u"base"_s)));
        const QString model = at(u"base"_s);
        QCOMPARE(run({u"predict"_s, at(u"films/stick.zip"_s), u"--model"_s, model, u"--json"_s})
                     .status,
                 0);
        const CliRun screened = run({u"screen"_s, at(u"films"_s), u"--out"_s, at(u"list.csv"_s),
                                     u"--model"_s, model, u"--saliency"_s, at(u"maps"_s)});
        QVERIFY2(screened.status == 0, qPrintable(screened.messages));
        QVERIFY(QDir().mkpath(data(u"screening"_s)));
        QVERIFY(QFile::rename(at(u"list.csv.journal"_s), data(u"screening/day.journal"_s)));
        if (QFileInfo::exists(at(u"list.csv.journal.unpacked"_s)))
            QVERIFY(QDir().rename(at(u"list.csv.journal.unpacked"_s),
                                  data(u"screening/day.journal.unpacked"_s)));
        note();
        keepLists();
        train();
    }

    void note() const
    {
        const auto store = NoteStore::open(data(u"notes.sqlite"_s));
        QVERIFY(store.hasValue());
        for (const Patient& patient : {quill, moth})
            QVERIFY((*store)->write({sha256Hex(filmOf(patient)), QLatin1String(patient.uid)},
                                    {u"nodule of %1"_s.arg(QLatin1String(patient.surname)), {}}));
    }

    void keepLists() const
    {
        QJsonArray studies;
        QStringList recent;
        for (const Patient& patient : {quill, moth}) {
            recent << at(u"films/%1.dcm"_s.arg(QLatin1String(patient.surname)));
            studies.append(QJsonObject{{u"path"_s, recent.last()}});
        }
        write(data(u"session.json"_s),
              QJsonDocument(QJsonObject{{u"format_version"_s, 2}, {u"studies"_s, studies}})
                  .toJson());
        QVERIFY(QDir().mkpath(at(u"config/ccad"_s)));
        QSettings settings(at(u"config/ccad/ccad.ini"_s), QSettings::IniFormat);
        settings.setValue(u"files/recent"_s, recent);
        settings.setValue(u"screening/last-batch"_s, data(u"screening/day.journal"_s));
        settings.setValue(u"window/theme"_s, u"daylight"_s);
    }

    void train()
    {
        for (int i = 0; i < 24; ++i) {
            const std::string id = "PAT-77" + std::to_string(i);
            const QByteArray film = chestDicom([&id, i](DcmDataset& dataset) {
                const std::string uid = "1.2.826.0.1.98." + std::to_string(i);
                dataset.putAndInsertString(DCM_SOPInstanceUID, uid.c_str());
                dataset.putAndInsertString(DCM_PatientID, id.c_str());
            });
            write(at(u"set/%1/Quillfeather_%2.dcm"_s.arg(i % 2 ? u"sick"_s : u"well"_s).arg(i)),
                  film);
        }
        const CliRun trained
            = run({u"train"_s, at(u"set"_s), u"--out"_s, data(u"models/ours"_s), u"--base"_s,
                   at(u"base"_s), u"--recipe"_s, u"paper"_s, u"--batch"_s, u"4"_s, u"--epochs"_s,
                   u"1"_s, u"--fine-tune-epochs"_s, u"1"_s, u"--no-gate"_s});
        QVERIFY2(trained.status == 0, qPrintable(trained.messages));
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_root = m_day.path();
        QVERIFY(QDir().mkpath(at(u"tmp"_s)));
        workForADay();
    }

    void init()
    {
        m_copy = std::make_unique<QTemporaryDir>();
        m_root = m_copy->path();
        for (const QString& store : {u"data"_s, u"cache"_s, u"config"_s, u"tmp"_s})
            QCOMPARE(QProcess::execute(u"cp"_s, {u"-a"_s, day(store), m_root}), 0);
    }

    void aDayIsForgotten()
    {
        // First, that the test would see them.
        for (const Patient& patient : {quill, moth}) {
            QVERIFY(!holding(patient.id).isEmpty());
            QVERIFY(!holding(patient.surname).isEmpty());
        }
        QVERIFY(!holding("Fernsby").isEmpty());
        const CliRun trial = run({u"forget"_s, u"--all"_s, u"--dry-run"_s, u"--json"_s});
        QCOMPARE(trial.status, 0);
        QVERIFY(!holding(quill.id).isEmpty());
        const CliRun done = run({u"forget"_s, u"--all"_s, u"--json"_s});
        QVERIFY2(done.status == 0, qPrintable(done.messages));
        const auto promised = trial.json();
        const auto removed = done.json();
        QCOMPARE(promised.size(), removed.size());
        for (std::size_t i = 0; i < removed.size(); ++i) {
            QCOMPARE(removed[i][u"kind"_s], promised[i][u"kind"_s]);
            QCOMPARE(removed[i][u"items"_s], promised[i][u"items"_s]);
            QVERIFY(removed[i][u"removed"_s].toBool() && !promised[i][u"removed"_s].toBool());
        }
        for (const Patient& patient : {quill, moth, fern})
            for (const char* word : {patient.id, patient.name, patient.surname, patient.uid})
                QCOMPARE(holding(word), QStringList());
        for (const QByteArray& word :
             {QByteArray("PAT-77"), QByteArray("1.2.826.0.1.98."), QByteArray("nodule"),
              day(u"films"_s).toUtf8(), day(u"set"_s).toUtf8()})
            QCOMPARE(holding(word), QStringList());
        // What was trained still judges, and says how well.
        QCOMPARE(run({u"model"_s, u"verify"_s, data(u"models/ours"_s)}).status, 0);
        QVERIFY(QFileInfo::exists(data(u"models/ours/evaluation/metrics.json"_s)));
        QSettings settings(at(u"config/ccad/ccad.ini"_s), QSettings::IniFormat);
        QCOMPARE(settings.value(u"window/theme"_s).toString(), u"daylight"_s);
        for (const QJsonObject& store : run({u"forget"_s, u"--json"_s}).json())
            if (store[u"about_patients"_s].toBool())
                QVERIFY2(store[u"items"_s].toInt() == 0,
                         qPrintable(store[u"kind"_s].toString()));
    }

    void noMessageTellsAPatient()
    {
        QVERIFY(!m_logs.isEmpty());
        for (const Patient& patient : {quill, moth, fern})
            for (const char* word : {patient.id, patient.name, patient.uid})
                QVERIFY2(!m_logs.contains(QLatin1String(word)), word);
        QVERIFY(!m_logs.contains(u"PAT-77"_s));
    }

    void onePatientIsForgotten()
    {
        const CliRun done = run({u"forget"_s, u"--patient"_s, u"PAT-4711"_s});
        QVERIFY2(done.status == 0, qPrintable(done.messages));
        for (const char* word : {quill.id, quill.name, quill.uid, "Quillfeather.dcm"})
            QCOMPARE(holding(word), QStringList());
        QVERIFY(!holding(moth.id).isEmpty());
        QVERIFY(!holding("nodule of Mothballs").isEmpty());
        QVERIFY(holding("nodule of Quillfeather").isEmpty());
        QVERIFY(QFileInfo::exists(day(u"films/Quillfeather.dcm"_s))); // the film is the user's
    }

    void anExportedModelNamesNobody()
    {
        const CliRun exported
            = run({u"model"_s, u"export"_s, data(u"models/ours"_s), u"--out"_s, at(u"gift"_s)});
        QVERIFY2(exported.status == 0, qPrintable(exported.messages));
        QStringList names;
        QDirIterator set(day(u"set"_s), QDir::Files, QDirIterator::Subdirectories);
        while (set.hasNext()) {
            set.next();
            names << set.fileName();
        }
        QCOMPARE(names.size(), 24);
        QDirIterator files(at(u"gift"_s), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        int seen = 0;
        while (files.hasNext()) {
            const auto content = readFile(files.next(), 100'000'000);
            QVERIFY(content);
            for (const QString& name : names)
                QVERIFY2(!content->contains(name.toUtf8()), qPrintable(files.filePath()));
            QVERIFY2(!content->contains("PAT-77"), qPrintable(files.filePath()));
            QVERIFY2(!content->contains(day(u"set"_s).toUtf8()), qPrintable(files.filePath()));
            ++seen;
        }
        QVERIFY(seen >= 5);
        const CliRun full = run({u"model"_s, u"export"_s, data(u"models/ours"_s), u"--out"_s,
                                 at(u"full gift"_s), u"--with-cases"_s});
        QCOMPARE(full.status, 0);
        QVERIFY(QFileInfo::exists(at(u"full gift/evaluation/predictions.csv"_s)));
    }

    void whatIsWrittenIsForItsUserAlone()
    {
        for (const char* store : {"data/ccad", "cache/ccad", "list.csv", "maps"}) {
            struct stat info = {};
            QVERIFY(::stat(QFile::encodeName(day(QLatin1String(store))).constData(), &info) == 0);
            QVERIFY2((info.st_mode & (S_IRWXG | S_IRWXO)) == 0, store);
        }
    }

    void usageIsChecked_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("no such store") << QStringList{u"thesis"_s};
        QTest::newRow("a store that stays") << QStringList{u"models"_s};
        QTest::newRow("all and one") << QStringList{u"--all"_s, u"notes"_s};
        QTest::newRow("all of a patient") << QStringList{u"--all"_s, u"--patient"_s, u"x"_s};
        QTest::newRow("by age and patient")
            << QStringList{u"--older-than"_s, u"3"_s, u"--patient"_s, u"x"_s};
        QTest::newRow("no days") << QStringList{u"--older-than"_s, u"soon"_s};
        QTest::newRow("days to come") << QStringList{u"--older-than"_s, u"-1"_s};
        QTest::newRow("nobody") << QStringList{u"--patient"_s, u" "_s};
        QTest::newRow("a trial of nothing") << QStringList{u"--dry-run"_s};
    }
    void usageIsChecked()
    {
        QFETCH(QStringList, arguments);
        const CliRun wrong = run(QStringList{u"forget"_s} + arguments);
        QCOMPARE(wrong.status, 2);
        QVERIFY(wrong.messages.contains(u"Usage: "_s));
        QVERIFY(!holding(quill.id).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestCliForget)
#include "test_cli_forget.moc"
