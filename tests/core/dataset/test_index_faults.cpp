// SPDX-License-Identifier: GPL-3.0-or-later
// What is kept of a data set, on disks that are full, that fail, and under programs that are
// killed.
#include "core/dataset/internal/index_cache.h"
#include "tests/support/failing_disk.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

constexpr int oldCount = 3;
constexpr int newCount = 40;

IndexCache cacheOf(int files)
{
    IndexCache cache;
    for (int i = 1; i <= files; ++i) {
        FileFacts facts;
        facts.contentHash = std::uint64_t(i);
        cache.put(u"/set/%1.png"_s.arg(i), {}, facts);
    }
    return cache;
}

QString cacheIn(const QString& folder)
{
    return folder + u"/cache/index.bin"_s;
}

} // namespace

class TestIndexFaults final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theIndexIsOldOrNew()
    {
        FaultTrial trial;
        trial.prepare
            = [](const QString& folder) { QVERIFY(cacheOf(oldCount).save(cacheIn(folder))); };
        trial.work = [](const QString& folder, const StepIsSafe& stepIsSafe) {
            auto saved = cacheOf(newCount).save(cacheIn(folder));
            if (saved)
                stepIsSafe();
            return saved;
        };
        trial.stepsIn = [](const QString& folder) -> Result<int> {
            const IndexCache cache = IndexCache::load(cacheIn(folder));
            if (cache.count() == std::size_t(oldCount))
                return 0;
            if (cache.count() == std::size_t(newCount))
                return 1;
            return Error{ErrorCode::Internal, u"%1 files are known"_s.arg(cache.count()), {}};
        };
        trial.goOn = [](const QString& folder) { return cacheOf(newCount).save(cacheIn(folder)); };
        const TrialReport report = tryFaults(trial);
        QCOMPARE(report.complaint, QString());
        QVERIFY(report.keptOld > 0);
        QVERIFY(report.reachedNew > 0);
    }
};

QTEST_GUILESS_MAIN(TestIndexFaults)
#include "test_index_faults.moc"
