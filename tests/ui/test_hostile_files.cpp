// SPDX-License-Identifier: GPL-3.0-or-later
// Files that take their reader with them, opened in Review: the children of the program that stands
// in for ccad-decoder do with a file what its name says.
#include "tests/core/isolation/process_facts.h"
#include "tests/support/patience.h"
#include "tests/ui/review_fixture.h"

using namespace Qt::StringLiterals;

using namespace ccad;

class TestHostileFiles final : public QObject, private test::ReviewFixture
{
    Q_OBJECT

    [[nodiscard]] QString fileNamed(const QString& name) const
    {
        QFile out(file(name));
        if (!out.open(QIODevice::WriteOnly) || out.write("foreign bytes") < 0)
            qFatal("cannot write a file for the test");
        return out.fileName();
    }

    void openGood()
    {
        m_review->open({fileNamed(u"good"_s)});
        waitForGood();
    }

    void waitForGood()
    {
        QTRY_COMPARE(m_review->currentPath(), file(u"good"_s));
        QTRY_VERIFY(m_review->canvas().hasStudy());
        QTRY_COMPARE(m_loader->stage(), StudyLoader::Stage::Idle);
    }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("CCAD_DECODER", CCAD_MISBEHAVING_TEMPLATE);
        m_model = file(u"model"_s);
        writeModel(m_model);
    }

    void init() { startAfresh(); }
    void cleanup() { closeReview(); }

    void aFileThatCrashesItsReaderIsOneSentence_data()
    {
        QTest::addColumn<QString>("words");
        QTest::newRow("crash") << u"crashed the decoder"_s;
        QTest::newRow("forbidden") << u"what no picture needs"_s;
        QTest::newRow("swallow") << u"ran out of the memory"_s;
        QTest::newRow("lie pixel") << u"answer nonsense"_s;
    }

    void aFileThatCrashesItsReaderIsOneSentence()
    {
        QFETCH(QString, words);
        const QString name = QString::fromLatin1(QTest::currentDataTag());
        openGood();
        m_review->open({fileNamed(name)});
        QTRY_VERIFY2(message().contains(words), qPrintable(message()));
        QCOMPARE(m_review->studies().rowCount(), 2);
        // The rest of the session lives.
        m_review->openPrevious();
        waitForGood();
    }

    void leavingAFileThatHangsEndsItsReader()
    {
        openGood();
        m_review->open({fileNamed(u"hang"_s)});
        QTRY_COMPARE(m_loader->stage(), StudyLoader::Stage::Reading);
        QTRY_VERIFY(test::childProcesses().size() >= 2); // the template and the one that hangs
        m_review->openPrevious();
        waitForGood();
        const auto running = [] {
            const auto children = test::childProcesses();
            return std::count_if(children.begin(), children.end(),
                                 [](pid_t pid) { return !test::hasEnded(pid); });
        };
        QTRY_VERIFY(running() <= 1);
    }

    void closingWaitsForNoFileThatHangs()
    {
        m_review->open({fileNamed(u"hang"_s)});
        QTRY_COMPARE(m_loader->stage(), StudyLoader::Stage::Reading);
        QElapsedTimer clock;
        clock.start();
        closeReview();
        QVERIFY(clock.elapsed() < 5000);
    }
};

QTEST_MAIN(TestHostileFiles)
#include "test_hostile_files.moc"
