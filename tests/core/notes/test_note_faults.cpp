// SPDX-License-Identifier: GPL-3.0-or-later
// Notes on disks that are full, that fail, on a network, and under programs that are killed.
#include "core/notes/note_store.h"
#include "tests/support/failing_disk.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

const QString firstFilm(64, QLatin1Char('a'));
const QString secondFilm(64, QLatin1Char('b'));
const QString path = u"/film.dcm"_s;

QString notesIn(const QString& folder)
{
    return folder + u"/notes.sqlite"_s;
}

StudyNote words(const QString& comment)
{
    return {comment, {{Measurement::Kind::Length, {{1.5, 2.25}, {100, 0}}}}};
}

Error neither(const QString& what)
{
    return {ErrorCode::Internal, what, {}};
}

/// "nothing", "old" or "new"; an error for half a note.
Result<QString> commentOf(NoteStore& store, const QString& film)
{
    const auto note = store.find(film);
    if (!note)
        return note.error();
    if (note->isEmpty())
        return u"nothing"_s;
    return note->measurements.size() == 1 ? Result<QString>(note->comment)
                                          : neither(u"a comment without its measurement"_s);
}

Result<int> stepsOf(NoteStore& store)
{
    const auto first = commentOf(store, firstFilm);
    const auto second = commentOf(store, secondFilm);
    const auto waiting = store.pathsToPlace();
    if (!first || !second || !waiting)
        return neither(u"it cannot be read"_s);
    const QStringList all{*first, *second, waiting->join(u' ')};
    const QList<QStringList> states{
        {u"old"_s, u"nothing"_s, QString()},
        {u"new"_s, u"nothing"_s, QString()},
        {u"new"_s, u"second"_s, QString()},
        {u"new"_s, u"second"_s, path},
    };
    const qsizetype state = states.indexOf(all);
    if (state < 0)
        return neither(all.join(u", "_s));
    return int(state);
}

Result<int> stepsIn(const QString& folder)
{
    const auto store = NoteStore::open(notesIn(folder));
    return store ? stepsOf(**store) : store.error();
}

FaultTrial notesTrial()
{
    FaultTrial trial;
    trial.prepare = [](const QString& folder) {
        const auto store = NoteStore::open(notesIn(folder));
        QVERIFY(store.hasValue());
        QVERIFY((*store)->write({firstFilm, {}}, words(u"old"_s)));
    };
    trial.work = [](const QString& folder, const StepIsSafe& stepIsSafe) -> Result<void> {
        const auto store = NoteStore::open(notesIn(folder));
        if (!store)
            return store.error();
        const std::vector<std::function<Result<void>()>> steps = {
            [&] {
                return (*store)->write({firstFilm, {}}, words(u"new"_s));
            },
            [&] {
                return (*store)->write({secondFilm, {}}, words(u"second"_s));
            },
            [&] {
                return (*store)->keepByPath({{path, words(u"by path"_s)}});
            },
        };
        for (const auto& step : steps) {
            if (auto done = step(); !done)
                return done;
            stepIsSafe();
        }
        return {};
    };
    trial.stepsIn = stepsIn;
    trial.goOn = [](const QString& folder) -> Result<void> {
        const auto store = NoteStore::open(notesIn(folder));
        if (!store)
            return store.error();
        return (*store)->write({secondFilm, {}}, words(u"later"_s));
    };
    return trial;
}

} // namespace

class TestNoteFaults final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void notesAreOldOrNew_data()
    {
        QTest::addColumn<bool>("isOnNetwork");
        QTest::newRow("disk of this machine") << false;
        QTest::newRow("network disk") << true;
    }

    void notesAreOldOrNew()
    {
        QFETCH(const bool, isOnNetwork);
        FaultTrial trial = notesTrial();
        trial.disk.isOnNetwork = isOnNetwork;
        const TrialReport report = tryFaults(trial);
        QCOMPARE(report.complaint, QString());
        QVERIFY(report.keptOld > 0);
        QVERIFY(report.reachedNew > 0);
    }

    void aStoreThatIsBegunIsThereOrNot()
    {
        FaultTrial trial = notesTrial();
        trial.prepare = [](const QString&) {};
        trial.stepsIn = [](const QString& folder) -> Result<int> {
            const auto store = NoteStore::open(notesIn(folder));
            if (!store)
                return store.error();
            const auto first = commentOf(**store, firstFilm);
            return first && *first == u"nothing"_s ? Result<int>(0) : stepsOf(**store);
        };
        const TrialReport report = tryFaults(trial);
        QCOMPARE(report.complaint, QString());
        QVERIFY(report.keptOld > 0);
        QVERIFY(report.reachedNew > 0);
    }

    void placingANoteMovesItOnce()
    {
        FaultTrial trial;
        trial.prepare = [](const QString& folder) {
            const auto store = NoteStore::open(notesIn(folder));
            QVERIFY(store.hasValue());
            QVERIFY((*store)->keepByPath({{path, words(u"by path"_s)}}));
        };
        trial.work = [](const QString& folder, const StepIsSafe& stepIsSafe) -> Result<void> {
            const auto store = NoteStore::open(notesIn(folder));
            if (!store)
                return store.error();
            const auto placed = (*store)->place(path, {firstFilm, {}});
            if (!placed)
                return placed.error();
            stepIsSafe();
            return {};
        };
        trial.stepsIn = [](const QString& folder) -> Result<int> {
            const auto store = NoteStore::open(notesIn(folder));
            if (!store)
                return store.error();
            const auto first = commentOf(**store, firstFilm);
            const auto waiting = (*store)->pathsToPlace();
            if (!first || !waiting)
                return neither(u"it cannot be read"_s);
            if (*first == u"nothing"_s && waiting->size() == 1)
                return 0;
            return *first == u"by path"_s && waiting->isEmpty() ? Result<int>(1)
                                                                : neither(u"twice or never"_s);
        };
        const TrialReport report = tryFaults(trial);
        QCOMPARE(report.complaint, QString());
        QVERIFY(report.keptOld > 0);
        QVERIFY(report.reachedNew > 0);
    }

    void aDiskThatCannotBeReadIsNoDamage()
    {
        FaultTrial trial = notesTrial();
        trial.work = [](const QString& folder, const StepIsSafe&) -> Result<void> {
            const auto opened = openNotes(notesIn(folder));
            if (!opened)
                return opened.error();
            return opened->notice.isEmpty() ? Result<void>() : neither(opened->notice);
        };
        // The old note is where it was, and nothing was set aside or begun anew.
        trial.stepsIn = [](const QString& folder) -> Result<int> {
            const QStringList damaged
                = QDir(folder).entryList({u"*damaged*"_s}, QDir::Files | QDir::Hidden);
            if (!damaged.isEmpty())
                return neither(damaged.join(u' '));
            return stepsIn(folder);
        };
        trial.goOn = {};
        trial.disk.countsReads = true;
        trial.faults = {DiskFault::ErrsOnce, DiskFault::Broken};
        const TrialReport report = tryFaults(trial);
        QCOMPARE(report.complaint, QString());
        QVERIFY(report.struck > 4);
        QCOMPARE(report.keptOld, report.struck);
    }
};

QTEST_GUILESS_MAIN(TestNoteFaults)
#include "test_note_faults.moc"
