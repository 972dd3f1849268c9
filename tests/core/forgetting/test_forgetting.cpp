// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/base/installation_key.h"
#include "core/base/scratch_folder.h"
#include "core/dataset/patient_key.h"
#include "core/forgetting/forget.h"
#include "core/notes/note_store.h"
#include "core/screening/screener.h"
#include "tests/core/worklist/journal_fixture.h"
#include "tests/support/environment.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

const QString quill = u"PAT-4711"_s;

/// All places that CCAD keeps something in, for one test.
class Home
{
public:
    Home()
        : m_data("XDG_DATA_HOME", m_folder.filePath(u"data"_s).toUtf8()),
          m_cache("XDG_CACHE_HOME", m_folder.filePath(u"cache"_s).toUtf8()),
          m_config("XDG_CONFIG_HOME", m_folder.filePath(u"config"_s).toUtf8()),
          m_temp("TMPDIR", m_folder.filePath(u"tmp"_s).toUtf8())
    {
        QDir().mkpath(m_folder.filePath(u"tmp"_s));
        QDir().mkpath(films());
    }

    [[nodiscard]] QString films() const { return m_folder.filePath(u"films"_s); }
    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }

    void write(const QString& path, const QByteArray& content) const
    {
        QDir().mkpath(QFileInfo(path).path());
        if (!writeFileAtomically(path, content))
            qFatal("cannot write a test file");
    }

    /// Files of the stores whose name or bytes hold the word.
    [[nodiscard]] QStringList holding(const QByteArray& word) const
    {
        QStringList found;
        for (const char* store : {"data", "cache", "config", "tmp"}) {
            QDirIterator files(m_folder.filePath(QLatin1String(store)),
                               QDir::Files | QDir::Hidden | QDir::System,
                               QDirIterator::Subdirectories);
            while (files.hasNext()) {
                QFile file(files.next());
                if (!file.open(QIODevice::ReadOnly))
                    qFatal("cannot read a test file");
                if (file.fileName().toUtf8().contains(word) || file.readAll().contains(word))
                    found << file.fileName();
            }
        }
        return found;
    }

private:
    QTemporaryDir m_folder;
    EnvironmentValue m_data;
    EnvironmentValue m_cache;
    EnvironmentValue m_config;
    EnvironmentValue m_temp;
};

ForgetRequest everything()
{
    ForgetRequest request;
    request.kinds = forgettableKinds();
    return request;
}

QString problemsOf(const std::vector<Forgotten>& done)
{
    QStringList problems;
    for (const Forgotten& store : done)
        problems << store.problems;
    return problems.join(u' ');
}

const Forgotten& of(KeptKind kind, const std::vector<Forgotten>& done)
{
    for (const Forgotten& store : done)
        if (store.kind == kind)
            return store;
    qFatal("the store is not in the answer");
}

} // namespace

class TestForgetting final : public QObject
{
    Q_OBJECT

    std::unique_ptr<Home> m_home;
    QString m_journal;

    /// A batch of two patients, one of whose films came out of an archive.
    void screen() const
    {
        ScreeningJob job = toyJob();
        job.sources = {m_home->films()};
        QDir().mkpath(QFileInfo(m_journal).path());
        auto journal = Journal::create(m_journal, job);
        REQUIRE(journal);
        const QString unpacked = unpackFolderOf(m_journal);
        REQUIRE(ScratchFolder::enter(unpacked, *(*journal)->unpackToken()));
        m_home->write(unpacked + u"/1/0001"_s, "film of Quill^Ada");
        const QStringList paths{m_home->films() + u"/Quill_Ada.dcm"_s,
                                m_home->films() + u"/Moth_Ben.dcm"_s, unpacked + u"/1/0001"_s};
        REQUIRE((*journal)->addListing([&](const Journal::AddEntry& add) -> Result<void> {
            for (const QString& path : paths) {
                IntakeEntry found;
                found.file = QFileInfo(path).fileName();
                found.path = path;
                if (auto added = add(found); !added)
                    return added;
            }
            return {};
        }));
        for (qint64 number = 1; number <= 3; ++number) {
            ScreenedStudy study = judgedRow(**journal, number);
            study.patientId = number == 2 ? u"PAT-0815"_s : quill;
            study.patientName = number == 2 ? u"Moth^Ben"_s : u"Quill^Ada"_s;
            study.uid = u"1.2.3.%1"_s.arg(number);
            study.isDicom = true;
            REQUIRE(recordOne(**journal, study));
        }
    }

    void note() const
    {
        const auto store = NoteStore::open(keptPlace(KeptKind::Notes));
        REQUIRE(store);
        REQUIRE((*store)->write({sha256Hex("film of Ada"), {}}, {u"nodule of Quill"_s, {}}));
        REQUIRE((*store)->write({QString(64, u'b'), u"1.2.3.3"_s}, {u"Quill again"_s, {}}));
        REQUIRE((*store)->write({QString(64, u'c'), u"1.2.3.2"_s}, {u"Moth is well"_s, {}}));
    }

    void keepLists() const
    {
        const QByteArray film = (m_home->films() + u"/Quill_Ada.dcm"_s).toUtf8();
        m_home->write(keptPlace(KeptKind::Session),
                      "{\"format_version\":2,\"studies\":[{\"path\":\"" + film + "\"}]}");
        m_home->write(keptPlace(KeptKind::Session) + u".damaged-20260101-000000"_s, film);
        QSettings settings(keptPlace(KeptKind::Recent), QSettings::IniFormat);
        settings.setValue(
            u"files/recent"_s,
            QStringList{QString::fromUtf8(film), m_home->films() + u"/Moth_Ben.dcm"_s});
        settings.setValue(u"screening/last-batch"_s, m_journal);
        settings.setValue(u"window/theme"_s, u"daylight"_s);
        settings.sync();
        const QString model = keptPlace(KeptKind::Models) + u"/ours"_s;
        m_home->write(model + u"/evaluation/predictions.csv"_s,
                      "file,patient\nx.dcm," + pseudonym(quill).toLatin1() + '\n');
        m_home->write(model + u"/evaluation/data_folder.txt"_s, m_home->films().toUtf8());
        m_home->write(model + u"/evaluation/metrics.json"_s, "{}");
        m_home->write(model + u"/weights.safetensors"_s, "weights");
        m_home->write(keptPlace(KeptKind::CaseLists) + u"/theirs/evaluation/predictions.csv"_s,
                      "file,patient\ny.dcm,0123456789abcdef\n");
        m_home->write(keptPlace(KeptKind::Index) + u"/0123.bin"_s, "index");
        m_home->write(keptPlace(KeptKind::Features) + u"/4567.bin"_s, "features");
        m_home->write(keptPlace(KeptKind::Retrieved) + u"/2026-11-30_08-00-00-000/0123.dcm"_s,
                      "a film of Quill");
        m_home->write(keptPlace(KeptKind::Nodes), R"({"format_version": 1, "nodes": []})");
    }

    /// Changed long ago, as far as its file tells.
    void age(const QString& path) const
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.setFileTime(QDateTime::currentDateTime().addDays(-100),
                                 QFileDevice::FileModificationTime));
    }

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<Home>();
        m_journal = keptPlace(KeptKind::Batches) + u"/2026-11-30.journal"_s;
        m_home->write(m_home->films() + u"/Quill_Ada.dcm"_s, "film of Ada");
        m_home->write(m_home->films() + u"/Moth_Ben.dcm"_s, "film of Ben");
        screen();
        note();
        keepLists();
    }
    void cleanup() { m_home.reset(); }

    void whatIsKeptIsCounted()
    {
        const auto kept = keptNow();
        QCOMPARE(problemsOf(kept), QString());
        QCOMPARE(kept.size(), keptStores().size());
        QCOMPARE(of(KeptKind::Batches, kept).items, qint64{1});
        QVERIFY(of(KeptKind::Batches, kept).bytes > 1000);
        QCOMPARE(of(KeptKind::Unpacked, kept).items, qint64{1});
        QCOMPARE(of(KeptKind::Notes, kept).items, qint64{3});
        QCOMPARE(of(KeptKind::Session, kept).items, qint64{2});
        QCOMPARE(of(KeptKind::Recent, kept).items, qint64{3});
        QCOMPARE(of(KeptKind::CaseLists, kept).items, qint64{3});
        QCOMPARE(of(KeptKind::Index, kept).items, qint64{1});
        QCOMPARE(of(KeptKind::Retrieved, kept).items, qint64{1});
        QCOMPARE(of(KeptKind::Nodes, kept).items, qint64{1});
        QCOMPARE(of(KeptKind::Key, kept).items, qint64{1});
        QCOMPARE(of(KeptKind::Models, kept).items, qint64{2});
        QCOMPARE(of(KeptKind::Settings, kept).items, qint64{1});
        QVERIFY(!m_home->holding("Quill").isEmpty()); // counting removes nothing
        QVERIFY(QFileInfo::exists(m_journal));
    }

    void everythingIsForgotten()
    {
        QCOMPARE(problemsOf(forget(everything())), QString());
        for (const QByteArray& word :
             {QByteArray("Quill"), QByteArray("Moth"), quill.toUtf8(), QByteArray("1.2.3."),
              m_home->films().toUtf8(), QByteArray("0123456789abcdef")})
            QCOMPARE(m_home->holding(word), QStringList());
        for (const Forgotten& store : keptNow())
            if (keptStore(store.kind).isForgotten)
                QCOMPARE(store.items, qint64{0});
        // What is the user's, or about nobody, stays.
        QVERIFY(QFileInfo::exists(m_home->films() + u"/Quill_Ada.dcm"_s));
        const QString model = keptPlace(KeptKind::Models) + u"/ours"_s;
        QVERIFY(QFileInfo::exists(model + u"/weights.safetensors"_s));
        QVERIFY(QFileInfo::exists(model + u"/evaluation/metrics.json"_s));
        QVERIFY(QFileInfo::exists(keptPlace(KeptKind::Nodes)));
        QSettings settings(keptPlace(KeptKind::Settings), QSettings::IniFormat);
        QCOMPARE(settings.value(u"window/theme"_s).toString(), u"daylight"_s);
        QCOMPARE(problemsOf(forget(everything())), QString()); // there is nothing left
    }

    void aTrialRemovesNothing()
    {
        ForgetRequest request = everything();
        request.isTrial = true;
        const auto trial = forget(request);
        QCOMPARE(m_home->holding("Quill").isEmpty(), false);
        const auto done = forget(everything());
        for (std::size_t i = 0; i < trial.size(); ++i)
            QCOMPARE(trial[i].items, done[i].items);
    }

    void onePatientIsForgotten_data()
    {
        QTest::addColumn<QString>("wanted");
        QTest::newRow("by ID") << quill;
        QTest::newRow("by name") << u"quill ada"_s;
    }
    void onePatientIsForgotten()
    {
        QFETCH(const QString, wanted);
        ForgetRequest request = everything();
        request.patient = wanted;
        const auto done = forget(request);
        QCOMPARE(problemsOf(done), QString());
        QCOMPARE(of(KeptKind::Batches, done).items, qint64{2});
        QCOMPARE(of(KeptKind::Notes, done).items, qint64{2});
        for (const QByteArray& word : {QByteArray("Quill"), quill.toUtf8(), QByteArray("1.2.3.1"),
                                       QByteArray("1.2.3.3"), pseudonym(quill).toLatin1()})
            QCOMPARE(m_home->holding(word), QStringList());
        // Others are as they were.
        QVERIFY(!m_home->holding("PAT-0815").isEmpty());
        QVERIFY(!m_home->holding("Moth is well").isEmpty());
        QVERIFY(!m_home->holding("Moth_Ben.dcm").isEmpty());
        QVERIFY(!m_home->holding("0123456789abcdef").isEmpty());
        QCOMPARE((*Journal::open(m_journal))->counts()->ok, qint64{1});
        QVERIFY(installationKey().hasValue());
    }

    void whatIsNewStays()
    {
        ForgetRequest request = everything();
        request.before = QDateTime::currentDateTime().addDays(-30);
        QCOMPARE(problemsOf(forget(request)), QString());
        QVERIFY(!m_home->holding("Quill").isEmpty());
        QVERIFY(QFileInfo::exists(m_journal));
        QVERIFY(QFileInfo::exists(keptPlace(KeptKind::Session)));
        age(m_journal);
        age(keptPlace(KeptKind::Session));
        const auto done = forget(request);
        QCOMPARE(problemsOf(done), QString());
        QCOMPARE(of(KeptKind::Batches, done).items, qint64{1});
        QVERIFY(!QFileInfo::exists(m_journal));
        QVERIFY(!QFileInfo::exists(unpackFolderOf(m_journal)));
        QVERIFY(!QFileInfo::exists(keptPlace(KeptKind::Session)));
        QVERIFY(QFileInfo::exists(keptPlace(KeptKind::Key)));
        QVERIFY(!m_home->holding("Moth is well").isEmpty()); // noted a moment ago
    }

    void aBatchThatRunsStays()
    {
        const auto claim = Journal::claim(m_journal);
        REQUIRE(claim);
        const auto done = forget(everything());
        QVERIFY2(problemsOf(done).contains(m_journal), qPrintable(problemsOf(done)));
        QVERIFY(QFileInfo::exists(m_journal));
        QVERIFY(QFileInfo::exists(unpackFolderOf(m_journal) + u"/1/0001"_s));
        QVERIFY(!QFileInfo::exists(keptPlace(KeptKind::Session))); // the rest goes
    }

    void nothingIsRemovedThroughALink()
    {
        // An archive's folder and a model that lead to what is somebody's own.
        const QString thesis = m_home->path(u"thesis"_s);
        m_home->write(thesis + u"/1/0001"_s, "chapter");
        m_home->write(thesis + u"/.ccad-scratch"_s, "x");
        m_home->write(thesis + u"/evaluation/predictions.csv"_s, "mine");
        QVERIFY(QFile::link(thesis, keptPlace(KeptKind::Models) + u"/link"_s));
        QVERIFY(QFile::link(thesis, keptPlace(KeptKind::Batches) + u"/gone.journal.unpacked"_s));
        QCOMPARE(problemsOf(forget(everything())), QString());
        QVERIFY(QFileInfo::exists(thesis + u"/1/0001"_s));
        QVERIFY(QFileInfo::exists(thesis + u"/evaluation/predictions.csv"_s));
    }

    void damagedStoresAreRemovedWhole()
    {
        m_home->write(keptPlace(KeptKind::Notes), QByteArray(9000, 'x') + "Quill");
        m_home->write(m_journal, QByteArray(9000, 'x') + "Quill");
        QCOMPARE(problemsOf(forget(everything())), QString());
        QCOMPARE(m_home->holding("Quill"), QStringList());
    }
};

QTEST_GUILESS_MAIN(TestForgetting)
#include "test_forgetting.moc"
