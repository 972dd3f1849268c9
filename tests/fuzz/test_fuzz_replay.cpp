// SPDX-License-Identifier: GPL-3.0-or-later
// What the fuzzer does for hours, in seconds: every input that it begins with, every input that
// once broke something, and some changes of each, the same each time.
#include "tests/fuzz/harness.h"
#include "tests/fuzz/mutation.h"
#include "tests/fuzz/seeds.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::fuzz;

namespace {

/// What a harness makes of an input; empty when all promises hold.
QByteArray broken(const Harness& harness, const QByteArray& input)
{
    try {
        harness.run(input);
    } catch (const BrokenPromise& promise) {
        return promise.what();
    }
    return {};
}

/// Inputs that once broke a harness, from tests/fuzz/regressions/HARNESS.
std::vector<Seed> regressionsOf(const char* harness)
{
    const QDir folder(QStringLiteral(CCAD_SOURCE_DIR "/tests/fuzz/regressions/")
                      + QString::fromLatin1(harness));
    std::vector<Seed> inputs;
    for (const QString& name : folder.entryList(QDir::Files, QDir::Name)) {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("Cannot read %s", qPrintable(file.fileName()));
        inputs.push_back({name, file.readAll()});
    }
    return inputs;
}

void addHarnesses()
{
    QTest::addColumn<int>("harness");
    int number = 0;
    for (const Harness& harness : harnesses())
        QTest::newRow(harness.name) << number++;
}

const Harness& harnessAt(int number)
{
    return harnesses()[static_cast<std::size_t>(number)];
}

} // namespace

class TestFuzzReplay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void harnessesAreFoundByName();
    void aBrokenPromiseIsSeen();
    void corpusKeepsThePromises_data() { addHarnesses(); }
    void corpusKeepsThePromises();
    void regressionsKeepThePromises_data() { addHarnesses(); }
    void regressionsKeepThePromises();
    void changedInputsKeepThePromises_data() { addHarnesses(); }
    void changedInputsKeepThePromises();
    void theDictionaryIsOne();
};

void TestFuzzReplay::harnessesAreFoundByName()
{
    QCOMPARE(harnesses().size(), std::size_t{11});
    for (const Harness& harness : harnesses())
        QCOMPARE(findHarness(harness.name), &harness);
    QVERIFY(!findHarness("nobody"));
    // A folder of another name would be replayed by nobody.
    for (const QString& name : QDir(QStringLiteral(CCAD_SOURCE_DIR "/tests/fuzz/regressions"))
                                   .entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        QVERIFY2(findHarness(name.toStdString()), qPrintable(name));
}

void TestFuzzReplay::aBrokenPromiseIsSeen()
{
    constexpr Harness lying{
        "lying", [](const QByteArray& input) { expect(input.isEmpty(), "nothing is nothing"); }};
    QCOMPARE(broken(lying, {}), QByteArray());
    QCOMPARE(broken(lying, "something"), QByteArray("nothing is nothing"));
    QVERIFY_EXCEPTION_THROWN(expectSentence({ErrorCode::FileBroken, u"no sentence"_s, {}}),
                             BrokenPromise);
    QVERIFY_EXCEPTION_THROWN(expectSentence({}), BrokenPromise);
}

void TestFuzzReplay::corpusKeepsThePromises()
{
    QFETCH(int, harness);
    const std::vector<Seed> seeds = seedsOf(harnessAt(harness).name);
    QVERIFY(!seeds.empty());
    for (const Seed& seed : seeds) {
        const QByteArray what = broken(harnessAt(harness), seed.bytes);
        QVERIFY2(what.isEmpty(), qPrintable(seed.name + u": "_s + QString::fromUtf8(what)));
    }
}

void TestFuzzReplay::regressionsKeepThePromises()
{
    QFETCH(int, harness);
    for (const Seed& input : regressionsOf(harnessAt(harness).name)) {
        const QByteArray what = broken(harnessAt(harness), input.bytes);
        QVERIFY2(what.isEmpty(), qPrintable(input.name + u": "_s + QString::fromUtf8(what)));
    }
}

void TestFuzzReplay::changedInputsKeepThePromises()
{
    QFETCH(int, harness);
    const bool isSlow = harnessAt(harness).isSlow;
    const qsizetype mostBytes = 32 << 10;
    std::mt19937 random(20260712);
    for (const Seed& seed : seedsOf(harnessAt(harness).name)) {
        if (seed.bytes.size() > mostBytes)
            continue;
        for (int change = isSlow ? 2 : 8; change > 0; --change) {
            const QByteArray input = mutated(seed.bytes, random);
            const QByteArray what = broken(harnessAt(harness), input);
            QVERIFY2(what.isEmpty(),
                     qPrintable(seed.name + u": "_s + QString::fromUtf8(what) + u": "_s
                                + QString::fromLatin1(input.left(4096).toHex())));
        }
    }
}

void TestFuzzReplay::theDictionaryIsOne()
{
    const QList<QByteArray> lines = dictionary().split('\n');
    QVERIFY(lines.size() > 100);
    for (const QByteArray& line : lines)
        QVERIFY2(line.isEmpty()
                     || (line.size() > 2 && line.startsWith('"') && line.endsWith('"')
                         && line.mid(1).chopped(1).indexOf('"') < 0),
                 line.constData());
}

QTEST_GUILESS_MAIN(TestFuzzReplay)
#include "test_fuzz_replay.moc"
