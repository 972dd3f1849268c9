// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/csv.h"
#include "core/base/random.h"
#include "tests/cli/screen_run.h"
#include "tests/support/broken_files.h"
#include "tests/support/patience.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <map>

#include <signal.h>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

/// A thousand files, every tenth broken in its own way, and a batch that is killed again and again.
class TestCliScreenKill : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyFileHasOneRow();
    void twoRunsOnOneJournalAreRefused();
    void killedDecodersChangeNothing();
    void killedProgramsChangeNothing();

private:
    [[nodiscard]] QString path(const QString& name) const { return m_dir.filePath(name); }
    [[nodiscard]] QStringList arguments(const QString& files, const QString& out) const
    {
        return {path(files), u"--out"_s, path(out), u"--model"_s, path(u"model"_s)};
    }
    [[nodiscard]] QByteArray content(const QString& name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    /// Kills a batch and takes it up again until it is done; counts the kills.
    void killUntilDone(const QString& out, Random& random, int longestMs, int& kills) const;

    QTemporaryDir m_dir;
    std::vector<GeneratedFile> m_files;
};

void TestCliScreenKill::initTestCase()
{
    QVERIFY(saveModelPackage(quickPackage(), path(u"model"_s)));
    m_files = writeBrokenFiles(path(u"files"_s), 1000);
    QCOMPARE(m_files.size(), std::size_t{1000});
}

void TestCliScreenKill::everyFileHasOneRow()
{
    const QString out = u"all.csv"_s;
    ScreenRun run(arguments(u"files"_s, out));
    QVERIFY(run.endsWithin(240000));
    QVERIFY2(run.status() == 1, qPrintable(run.messages())); // some failed
    const auto table = parseCsv(content(out));
    QVERIFY2(table.hasValue(), "no CSV");
    std::map<QString, QString> statusOf;
    const int file = table->column(u"file"_s);
    const int status = table->column(u"status"_s);
    const int reason = table->column(u"reason"_s);
    QVERIFY(file >= 0 && status >= 0 && reason >= 0);
    for (const QStringList& row : table->rows) {
        QVERIFY2(!statusOf.contains(row[file]), qPrintable(row[file]));
        statusOf[row[file]] = row[status];
        QVERIFY2(row[status] == u"ok" || row[reason].size() > 10, qPrintable(row.join(u' ')));
    }
    QCOMPARE(statusOf.size(), m_files.size());
    for (const GeneratedFile& generated : m_files) {
        const QString name = path(u"files/"_s + generated.name);
        const QByteArray words = (generated.kind + u' ' + name).toUtf8();
        if (!statusOf.contains(name)) {
            // An archive has no row, but its members have.
            const auto member = statusOf.lower_bound(name + u'/');
            QVERIFY2(member != statusOf.end() && member->first.startsWith(name + u'/'), words);
            QVERIFY2(member->second != u"ok", words);
            continue;
        }
        const bool good = statusOf[name] == u"ok";
        if (generated.expected != Expected::Either)
            QVERIFY2(good == (generated.expected == Expected::Good),
                     words + statusOf[name].toUtf8());
    }
}

void TestCliScreenKill::twoRunsOnOneJournalAreRefused()
{
    const QString out = u"both.csv"_s;
    const QStringList list = arguments(u"files"_s, out) + QStringList{u"--resume"_s};
    ScreenRun first(list + QStringList{u"--jobs"_s, u"1"_s});
    QTRY_VERIFY(!first.decoders().empty()); // it is at work
    ScreenRun second(list);
    QVERIFY(second.endsWithin(60000));
    const QString words = second.messages();
    QVERIFY2(second.status() > 1, qPrintable(words));
    QVERIFY2(words.contains(u"Another screening"_s), qPrintable(words));
    QVERIFY2(!first.endsWithin(0), "the first run was too quick for this test");
    // Let go by a kill, the journal is free at once.
    first.killAll();
    ScreenRun third(list);
    QVERIFY(third.endsWithin(240000));
    QVERIFY2(third.status() == 1, qPrintable(third.messages()));
    QCOMPARE(content(out), content(u"all.csv"_s));
}

void TestCliScreenKill::killedDecodersChangeNothing()
{
    // A file whose decoder dies three times counts as the culprit, and a slow one might be hit as
    // often: so each run loses two.
    constexpr int mostOfARun = 2;
    const QString undisturbed = u"undisturbed.csv"_s;
    ScreenRun first(arguments(u"files"_s, undisturbed));
    QVERIFY(first.endsWithin(240000));
    const QByteArray expected = content(undisturbed);
    QVERIFY(!expected.isEmpty());

    Random random(3);
    int kills = 0;
    // A run may take less than a second.
    for (int round = 1; round <= 20 && kills < 6; ++round) {
        const QString out = u"decoders%1.csv"_s.arg(round);
        ScreenRun run(arguments(u"files"_s, out));
        int ofThisRun = 0;
        while (!run.endsWithin(30 + static_cast<int>(random.below(60)))) {
            const std::vector<pid_t> decoders = run.decoders();
            if (!decoders.empty() && ofThisRun < mostOfARun)
                ofThisRun += kill(decoders[random.below(decoders.size())], SIGKILL) == 0 ? 1 : 0;
        }
        kills += ofThisRun;
        QVERIFY2(run.status() == 1, qPrintable(run.messages()));
        QCOMPARE(content(out), expected);
    }
    QVERIFY2(kills >= 6, qPrintable(QString::number(kills)));
}

void TestCliScreenKill::killUntilDone(const QString& out, Random& random, int longestMs,
                                      int& kills) const
{
    const QStringList list = arguments(u"some"_s, out) + QStringList{u"--resume"_s};
    while (true) {
        ScreenRun run(list);
        if (run.endsWithin(static_cast<int>(random.below(static_cast<std::size_t>(longestMs))))) {
            const QString words = run.messages();
            QVERIFY2(run.status() == 1 && QFile::exists(path(out)), qPrintable(words));
            return;
        }
        const std::vector<pid_t> decoders = run.decoders();
        run.killAll();
        ++kills;
        for (const pid_t decoder : decoders)
            QTRY_VERIFY(hasEnded(decoder)); // none goes on alone
    }
}

void TestCliScreenKill::killedProgramsChangeNothing()
{
    // Fewer files than a thousand: it is started more than fifty times.
    (void)writeBrokenFiles(path(u"some"_s), 110);
    const QString undisturbed = u"some.csv"_s;
    QElapsedTimer clock;
    clock.start();
    ScreenRun run(arguments(u"some"_s, undisturbed));
    QVERIFY(run.endsWithin(120000));
    const int wholeMs = static_cast<int>(clock.elapsed());
    const QByteArray expected = content(undisturbed);
    QVERIFY(expected.count("\r\n") == 111);

    Random random(50);
    int kills = 0;
    for (int batch = 0; kills < 50; ++batch) {
        const QString out = u"killed%1.csv"_s.arg(batch);
        killUntilDone(out, random, wholeMs, kills);
        QVERIFY(!QTest::currentTestFailed());
        QCOMPARE(content(out), expected);
        QVERIFY(!QFile::exists(path(out + u".journal.unpacked"_s)));
    }
}

QTEST_GUILESS_MAIN(TestCliScreenKill)
#include "test_cli_screen_kill.moc"
