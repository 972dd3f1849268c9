// SPDX-License-Identifier: GPL-3.0-or-later
// The session on disks that are full, that fail, and under programs that are killed.
#include "core/base/files.h"
#include "tests/support/failing_disk.h"
#include "ui/study/session.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

constexpr char olderVersion[]
    = "{\"format_version\": 1, \"current\": \"/a.dcm\", \"studies\": [{\"path\": \"/a.dcm\", "
      "\"comment\": \"follow up\", \"measurements\": [{\"kind\": \"length\", "
      "\"points\": [[1, 2], [3, 4]]}]}]}";

QString sessionIn(const QString& folder)
{
    return folder + u"/session.json"_s;
}

QString notesIn(const QString& folder)
{
    return folder + u"/notes.sqlite"_s;
}

Session sessionOf(int studies)
{
    Session session;
    for (int i = 1; i <= studies; ++i)
        session.studies << u"/films/%1.dcm"_s.arg(i);
    session.current = session.studies.last();
    return session;
}

Result<void> move(const QString& folder)
{
    const auto store = NoteStore::open(notesIn(folder));
    return store ? moveNotesOutOf(sessionIn(folder), **store) : store.error();
}

Error neither(const QString& what)
{
    return {ErrorCode::Internal, what, {}};
}

/// 0: the notes are in the session, 1: they are in the store alone; whole and once in either.
Result<int> whereTheNotesAre(const QString& folder)
{
    const auto session = readSession(sessionIn(folder));
    if (!session)
        return session.error();
    if (session->notes.size() == 1)
        return 0;
    const auto store = NoteStore::open(notesIn(folder));
    if (!store)
        return store.error();
    const auto note = (*store)->place(u"/a.dcm"_s, {QString(64, u'a'), {}});
    if (!note)
        return note.error();
    const bool isWhole = note->comment == u"follow up"_s && note->measurements.size() == 1;
    return isWhole ? Result<int>(1) : neither(u"the note is lost or doubled"_s);
}

} // namespace

class TestSessionFaults final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSessionIsOldOrNew()
    {
        FaultTrial trial;
        trial.prepare
            = [](const QString& folder) { QVERIFY(writeSession(sessionOf(2), sessionIn(folder))); };
        trial.work = [](const QString& folder, const StepIsSafe& stepIsSafe) {
            auto written = writeSession(sessionOf(500), sessionIn(folder));
            if (written)
                stepIsSafe();
            return written;
        };
        trial.stepsIn = [](const QString& folder) -> Result<int> {
            const auto read = readSession(sessionIn(folder));
            if (!read)
                return read.error();
            if (read->session == sessionOf(2))
                return 0;
            return read->session == sessionOf(500) ? Result<int>(1) : neither(u"another one"_s);
        };
        trial.goOn
            = [](const QString& folder) { return writeSession(sessionOf(500), sessionIn(folder)); };
        const TrialReport report = tryFaults(trial);
        QCOMPARE(report.complaint, QString());
        QVERIFY(report.keptOld > 0);
        QVERIFY(report.reachedNew > 0);
    }

    void notesOfAnOlderVersionMoveWhole()
    {
        FaultTrial trial;
        trial.prepare = [](const QString& folder) {
            QVERIFY(writeFileAtomically(sessionIn(folder), olderVersion));
            QVERIFY(NoteStore::open(notesIn(folder)).hasValue());
        };
        trial.work = [](const QString& folder, const StepIsSafe& stepIsSafe) {
            auto moved = move(folder);
            if (moved)
                stepIsSafe();
            return moved;
        };
        trial.stepsIn = whereTheNotesAre;
        // The next start moves them, and not twice.
        trial.goOn = [](const QString& folder) -> Result<void> {
            if (auto moved = move(folder); !moved)
                return moved;
            const auto where = whereTheNotesAre(folder);
            if (!where)
                return where.error();
            return *where == 1 ? Result<void>() : neither(u"they did not move"_s);
        };
        const TrialReport report = tryFaults(trial);
        QCOMPARE(report.complaint, QString());
        QVERIFY(report.keptOld > 0);
        QVERIFY(report.reachedNew > 0);
    }
};

QTEST_GUILESS_MAIN(TestSessionFaults)
#include "test_session_faults.moc"
