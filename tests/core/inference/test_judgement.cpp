// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/judgement.h"
#include "tests/support/golden_network.h"

#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

std::unique_ptr<Classifier> smallClassifier()
{
    NetworkSpec spec;
    spec.widthMultiplier = 0.1;
    spec.inputSize = 64;
    auto classifier = Classifier::create(hashPackage(spec));
    return classifier ? std::move(*classifier) : nullptr;
}

/// A grey ramp, read whole.
ReducedRadiograph ramp()
{
    Radiograph radiograph;
    radiograph.columns = 120;
    radiograph.rows = 80;
    auto pixels = std::make_shared<std::vector<std::uint16_t>>();
    for (int i = 0; i < 120 * 80; ++i)
        pixels->push_back(static_cast<std::uint16_t>(i % 120 * 30));
    radiograph.pixels = pixels;
    radiograph.initialVoi = VoiWindow{1800, 3600, VoiFunction::Linear, {}};
    radiograph.vois = {radiograph.initialVoi};
    return {radiograph, radiograph.columns, radiograph.rows};
}

} // namespace

class TestJudgement : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aPictureGetsItsFinding()
    {
        const auto classifier = smallClassifier();
        QVERIFY(classifier);
        const Judgement judgement = judge(ramp(), 1000, *classifier);
        QCOMPARE(judgement.status, Judgement::Status::Ok);
        QVERIFY(judgement.reason.isEmpty());
        QVERIFY(judgement.finding && !judgement.interrupted);
        const auto finding = analyse(ramp(), *classifier);
        QVERIFY(finding);
        QCOMPARE(judgement.finding->probabilities, finding->probabilities);
        QCOMPARE(judgement.finding->timings.decodeMs, 1000.0);
        const Timings& timings = judgement.finding->timings;
        const double parts
            = timings.decodeMs + timings.preprocessMs + timings.inferMs + timings.explainMs;
        QVERIFY(std::abs(timings.totalMs - parts) < 1e-6);
    }

    void aRefusedPictureKeepsItsFinding()
    {
        const auto classifier = smallClassifier();
        ReducedRadiograph picture = ramp();
        picture.radiograph.refusal = u"This is a hand."_s;
        picture.radiograph.notes.add(NoteCode::Frames, u"A note of the reader."_s);
        const Judgement judgement = judge(picture, 0, *classifier);
        QCOMPARE(judgement.status, Judgement::Status::Refused);
        QCOMPARE(judgement.reason, u"This is a hand."_s);
        QVERIFY(judgement.finding);
        QVERIFY(judgement.warnings().contains(u"A note of the reader."_s));
        QCOMPARE(judgement.notes().coded(),
                 (std::vector<ReaderNote>{{NoteCode::Frames, u"A note of the reader."_s}}));
    }

    void whatCouldNotBeReadSaysWhy_data()
    {
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<Judgement::Status>("status");
        QTest::addColumn<bool>("interrupted");
        QTest::newRow("broken") << ErrorCode::FileBroken << Judgement::Status::Failed << false;
        QTest::newRow("no picture") << ErrorCode::Refused << Judgement::Status::Refused << false;
        QTest::newRow("Ctrl+C") << ErrorCode::Cancelled << Judgement::Status::Failed << true;
    }

    void whatCouldNotBeReadSaysWhy()
    {
        QFETCH(const ErrorCode, code);
        const Judgement judgement
            = judge(Error{code, u"Why it is so."_s, u"a.dcm"_s}, 3, *smallClassifier());
        QTEST(judgement.status, "status");
        QTEST(judgement.interrupted, "interrupted");
        QCOMPARE(judgement.reason, u"Why it is so."_s);
        QVERIFY(!judgement.finding);
        QVERIFY(judgement.warnings().isEmpty() && judgement.notes().isEmpty());
    }

    void aBatchAndASingleFileSayTheSame()
    {
        const auto classifier = smallClassifier();
        const ReducedRadiograph picture = ramp();
        const NetworkInput input = classifier->preprocessor()(picture);
        Radiograph facts = picture.radiograph;
        facts.pixels = nullptr; // as a decoder process tells them
        auto finding = analyseOnThisThread(facts, input, *classifier);
        QVERIFY2(finding, finding ? "" : qPrintable(finding.error().message));
        const Judgement ofBatch = judgementOf(*std::move(finding));
        const Judgement single = judge(picture, 0, *classifier);
        QCOMPARE(ofBatch.status, single.status);
        QCOMPARE(ofBatch.finding->probabilities, single.finding->probabilities);
        QCOMPARE(ofBatch.finding->map.map.values, single.finding->map.map.values);
        QCOMPARE(ofBatch.warnings(), single.warnings());
    }

    void wordsAreThoseOfTheFormats()
    {
        QCOMPARE(wordFor(Judgement::Status::Ok), u"ok"_s);
        QCOMPARE(wordFor(Judgement::Status::Refused), u"refused"_s);
        QCOMPARE(wordFor(Judgement::Status::Failed), u"error"_s);
    }
};

QTEST_GUILESS_MAIN(TestJudgement)
#include "test_judgement.moc"
