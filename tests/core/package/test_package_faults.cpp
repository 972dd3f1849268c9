// SPDX-License-Identifier: GPL-3.0-or-later
// Model packages on disks that are full, that fail, and under programs that are killed.
#include "core/package/internal/package_parts.h"
#include "core/package/package_export.h"
#include "tests/support/failing_disk.h"
#include "tests/support/golden_network.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

constexpr char oldGate[] = "the old gate";
constexpr char newGate[] = "the new gate, which is longer";

ModelPackage package(const QString& version)
{
    static const ModelPackage made = [] {
        NetworkSpec spec;
        spec.widthMultiplier = 0.1;
        spec.inputSize = 64;
        return hashPackage(spec);
    }();
    ModelPackage copy = made;
    copy.manifest.version = version;
    copy.card = u"# Card\n\nVersion %1\n"_s.arg(version);
    return copy;
}

ModelPackage withGate(const QString& version, const QByteArray& gate)
{
    ModelPackage made = package(version);
    made.gate = gate;
    return made;
}

Error neither(const QString& what)
{
    return {ErrorCode::Internal, what, {}};
}

/// 0: version 1 or, where there was none, nothing; 1: version 2, whole.
Result<int> versionOf(const QString& folder, bool mayBeMissing)
{
    const auto loaded = loadModelPackage(folder);
    if (!loaded && mayBeMissing && !QFileInfo::exists(folder))
        return 0;
    if (!loaded)
        return loaded.error();
    if (!loaded->card.contains(loaded->manifest.version))
        return neither(u"the card is of another version"_s);
    return loaded->manifest.version == u"2.0.0"_s ? 1 : 0;
}

FaultTrial saving(bool replaces)
{
    const auto save = [](const QString& folder) {
        return saveModelPackage(package(u"2.0.0"_s), folder + u"/model"_s, Existing::Replace);
    };
    FaultTrial trial;
    trial.prepare = [replaces](const QString& folder) {
        if (replaces)
            QVERIFY(saveModelPackage(package(u"1.0.0"_s), folder + u"/model"_s));
    };
    trial.work = [save](const QString& folder, const StepIsSafe& stepIsSafe) {
        auto saved = save(folder);
        if (saved)
            stepIsSafe();
        return saved;
    };
    trial.stepsIn
        = [replaces](const QString& folder) { return versionOf(folder + u"/model"_s, !replaces); };
    trial.goOn = save;
    return trial;
}

/// 0: the gate before, 1: the new one.
Result<int> gateOf(const QString& folder, const QByteArray& before)
{
    const auto loaded = loadModelPackage(folder);
    if (!loaded)
        return loaded.error();
    if (loaded->gate == newGate)
        return 1;
    return loaded->gate == before ? Result<int>(0) : neither(u"another gate"_s);
}

void check(const FaultTrial& trial)
{
    const TrialReport report = tryFaults(trial);
    QCOMPARE(report.complaint, QString());
    QVERIFY(report.keptOld > 0);
    QVERIFY(report.reachedNew > 0);
}

} // namespace

class TestPackageFaults final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aNewPackageIsWholeOrNotThere()
    {
        FaultTrial trial = saving(false);
        trial.faults = {DiskFault::Kill, DiskFault::Full};
        check(trial);
    }

    void aReplacedPackageIsOldOrNew_data()
    {
        QTest::addColumn<bool>("lacksExchange");
        QTest::newRow("exchanged") << false;
        QTest::newRow("where names cannot be exchanged") << true;
    }

    void aReplacedPackageIsOldOrNew()
    {
        QFETCH(const bool, lacksExchange);
        FaultTrial trial = saving(true);
        trial.disk.lacksExchange = lacksExchange;
        trial.faults = {DiskFault::Kill, DiskFault::Broken};
        check(trial);
    }

    void aGateIsOldOrNew_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::newRow("replaced") << QByteArray(oldGate);
        QTest::newRow("added") << QByteArray();
    }

    void aGateIsOldOrNew()
    {
        QFETCH(const QByteArray, before);
        const auto save = [](const QString& folder) {
            return saveGate(folder + u"/model"_s, newGate, u"New figures."_s);
        };
        FaultTrial trial;
        trial.prepare = [before](const QString& folder) {
            QVERIFY(saveModelPackage(withGate(u"1.0.0"_s, before), folder + u"/model"_s));
        };
        trial.work = [save](const QString& folder, const StepIsSafe& stepIsSafe) {
            auto saved = save(folder);
            if (saved)
                stepIsSafe();
            return saved;
        };
        trial.stepsIn
            = [before](const QString& folder) { return gateOf(folder + u"/model"_s, before); };
        trial.goOn = [save](const QString& folder) -> Result<void> {
            if (auto saved = save(folder); !saved)
                return saved;
            const auto loaded = loadModelPackage(folder + u"/model"_s);
            if (!loaded)
                return loaded.error();
            const bool isWhole = loaded->gate == newGate && loaded->card.contains(u"New figures."_s)
                && !QFile::exists(waitingPartOf(folder + u"/model/gate.safetensors"_s));
            return isWhole ? Result<void>() : neither(u"the gate is not settled"_s);
        };
        check(trial);
    }

    void aWaitingGateIsNotLostToTheNext()
    {
        const QTemporaryDir home;
        const QString folder = home.filePath(u"model"_s);
        const QString gate = folder + u"/gate.safetensors"_s;
        QVERIFY(saveModelPackage(withGate(u"1.0.0"_s, newGate), folder));
        // As a kill between the manifest and the name leaves it.
        QVERIFY(QFile::rename(gate, waitingPartOf(gate)));
        QVERIFY(writeFileAtomically(gate, oldGate));
        QVERIFY(writePart(gate, sha256Hex(newGate), "another gate"));
        QCOMPARE(*gateOf(folder, {}), 1);
        QCOMPARE(*readFile(gate, 100), QByteArray(newGate));
        // A waiting file that the manifest does not know is no gate.
        QCOMPARE(*readFile(waitingPartOf(gate), 100), QByteArray("another gate"));
        QVERIFY(writeFileAtomically(gate, oldGate));
        QCOMPARE(loadModelPackage(folder).error().code, ErrorCode::ModelBroken);
        // And it keeps nobody from replacing the package.
        QVERIFY(writeFileAtomically(gate, newGate));
        QVERIFY(saveModelPackage(package(u"2.0.0"_s), folder, Existing::Replace));
    }

    void anExportIsWholeOrNotThere()
    {
        const auto copy = [](const QString& folder) {
            return exportModelPackage(folder + u"/model"_s, folder + u"/out/copy"_s, {},
                                      Existing::Replace);
        };
        FaultTrial trial;
        trial.prepare = [](const QString& folder) {
            QVERIFY(QDir(folder).mkdir(u"out"_s));
            QVERIFY(saveModelPackage(withGate(u"2.0.0"_s, oldGate), folder + u"/model"_s));
        };
        trial.failingPart = u"out"_s;
        trial.work = [copy](const QString& folder, const StepIsSafe& stepIsSafe) {
            auto copied = copy(folder);
            if (copied)
                stepIsSafe();
            return copied;
        };
        trial.stepsIn
            = [](const QString& folder) { return versionOf(folder + u"/out/copy"_s, true); };
        trial.goOn = copy;
        check(trial);
    }
};

QTEST_GUILESS_MAIN(TestPackageFaults)
#include "test_package_faults.moc"
