// SPDX-License-Identifier: GPL-3.0-or-later
// A patient is taken out of a journal, to the last byte.
#include "tests/core/worklist/journal_fixture.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestJournalForget final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
    std::unique_ptr<Journal> m_journal;

    /// Everything that lies in the folder.
    QByteArray bytes() const
    {
        QByteArray all;
        const QDir folder(m_folder->path());
        for (const QString& name : folder.entryList(QDir::Files | QDir::Hidden)) {
            QFile file(folder.filePath(name));
            if (!file.open(QIODevice::ReadOnly))
                qFatal("cannot read a file of the test");
            all += file.readAll();
        }
        return all;
    }

    void record(qint64 number, const char* id, const char* name) const
    {
        ScreenedStudy study = judgedRow(*m_journal, number);
        study.patientId = QString::fromUtf8(id);
        study.patientName = QString::fromUtf8(name);
        study.uid = u"1.2.3.%1"_s.arg(number);
        study.isDicom = true;
        study.identity = u"uid:%1 x"_s.arg(study.uid);
        const QByteArray thumbnail = "thumbnail of " + QByteArray(name);
        REQUIRE(m_journal->record(std::span(&study, 1), std::span(&thumbnail, 1)));
        REQUIRE(m_journal->setVerdict(number, Verdict::Agree,
                                      u"seen by Dr. Who, %1"_s.arg(study.patientName)));
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(u"batch.journal"_s);
        ScreeningJob job = toyJob();
        job.sources = {u"/day"_s, u"/day/Quill_Ada.dcm"_s};
        m_journal = *Journal::create(m_path, job);
        const auto fill = [](const Journal::AddEntry& add) -> Result<void> {
            for (const char* name : {"Quill_Ada.dcm", "other.dcm", "second-of-Quill.dcm"})
                if (auto added = add(entry(QString::fromLatin1(name))); !added)
                    return added;
            return {};
        };
        REQUIRE(m_journal->addListing(fill));
        record(1, "PAT-4711", "Quill^Ada");
        record(2, "PAT-0815", "Moth^Ben");
        record(3, "PAT-4711", "Quill^Ada");
    }
    void cleanup() { m_journal.reset(); }

    void rowsAreFoundByIdOrName_data()
    {
        QTest::addColumn<QString>("wanted");
        QTest::addColumn<int>("count");
        QTest::newRow("ID") << u"PAT-4711"_s << 2;
        QTest::newRow("capitals") << u"pat-4711"_s << 2;
        QTest::newRow("name") << u"Quill^Ada"_s << 2;
        QTest::newRow("name as people write it") << u" quill  ada"_s << 2;
        QTest::newRow("a part is nobody") << u"PAT"_s << 0;
        QTest::newRow("another") << u"PAT-0815"_s << 1;
        QTest::newRow("nobody") << u""_s << 0;
    }
    void rowsAreFoundByIdOrName()
    {
        QFETCH(QString, wanted);
        QFETCH(int, count);
        const auto rows = m_journal->rowsOfPatient(wanted);
        REQUIRE(rows);
        QCOMPARE(int(rows->numbers.size()), count);
        QCOMPARE(rows->paths.size(), qsizetype{count});
    }

    void nothingStaysInTheFile()
    {
        const QByteArray before = bytes();
        for (const char* word : {"PAT-4711", "Quill", "1.2.3.1", "1.2.3.3"})
            QVERIFY2(before.contains(word), word);
        const auto rows = m_journal->rowsOfPatient(u"PAT-4711"_s);
        REQUIRE(rows);
        REQUIRE(m_journal->emptyRows(*rows));
        const QByteArray after = bytes();
        for (const char* word : {"PAT-4711", "Quill", "1.2.3.1", "1.2.3.3", "second-of"})
            QVERIFY2(!after.contains(word), word);
        for (const char* word : {"PAT-0815", "Moth^Ben", "1.2.3.2", "thumbnail of Moth"})
            QVERIFY2(after.contains(word), word);
    }

    void theBatchGoesOn()
    {
        const auto last = m_journal->changesAfter(0, 100);
        REQUIRE(last);
        const auto rows = m_journal->rowsOfPatient(u"PAT-4711"_s);
        REQUIRE(rows);
        REQUIRE(m_journal->emptyRows(*rows));
        // A window that follows it sees the change.
        const auto changes = m_journal->changesAfter(last->back().revision, 100);
        REQUIRE(changes);
        QCOMPARE(changes->size(), std::size_t{2});
        m_journal.reset();
        m_journal = *Journal::open(m_path);
        const auto counts = m_journal->counts();
        REQUIRE(counts);
        QCOMPARE(counts->total, qint64{3});
        QCOMPARE(counts->queued, qint64{0});
        QCOMPARE(counts->refused, qint64{2});
        QCOMPARE(m_journal->job().sources, QStringList{u"/day"_s});
        QCOMPARE(*m_journal->requeueFailed(), qint64{0});
        const auto study = m_journal->study(1);
        REQUIRE(study);
        QVERIFY(study->reason.contains(u"forgotten"_s));
        QVERIFY(study->comment.isEmpty() && study->view.isEmpty() && study->path.isEmpty());
        QVERIFY(m_journal->thumbnail(1)->isEmpty());
    }

    void aReaderOfTheLogIsNamed()
    {
        const auto rows = m_journal->rowsOfPatient(u"PAT-4711"_s);
        REQUIRE(rows);
        const auto reader = Journal::open(m_path);
        REQUIRE(reader);
        // While it walks, it keeps the log as it was when it began.
        const auto walked
            = (*reader)->forEachByUrgency([&](const ScreenedStudy& study) -> Result<void> {
                  if (study.number != 2)
                      return {};
                  const auto emptied = m_journal->emptyRows(*rows);
                  if (emptied || !emptied.error().message.contains(u"once more"_s))
                      return Error{ErrorCode::Internal, u"nobody was named"_s, {}};
                  return Error{ErrorCode::Cancelled, {}, {}};
              });
        QCOMPARE(walked.error().code, ErrorCode::Cancelled);
        QVERIFY(m_journal->rowsOfPatient(u"PAT-4711"_s)->numbers.empty());
    }
};

QTEST_GUILESS_MAIN(TestJournalForget)
#include "test_journal_forget.moc"
