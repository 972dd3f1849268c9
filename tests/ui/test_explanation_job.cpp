// SPDX-License-Identifier: GPL-3.0-or-later
// Saliency maps that need gradients come from the weights that the finding came from.
#include "tests/support/hash_weights.h"
#include "tests/support/patience.h"
#include "tests/ui/ui_fixtures.h"
#include "ui/jobs/explanation_job.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

std::shared_ptr<const Classifier> loaded(const QString& folder)
{
    auto classifier = Classifier::load(folder);
    if (!classifier)
        return nullptr;
    return *std::move(classifier);
}

} // namespace

class TestExplanationJob final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;

    [[nodiscard]] QString folder() const { return m_home.filePath(u"model"_s); }

    /// `strength` makes another model of the same name.
    [[nodiscard]] Result<void> writeModel(float strength) const
    {
        ModelPackage package;
        package.manifest = test::threeClasses();
        package.weights = test::hashWeights(package.manifest.network);
        for (float& value : package.weights.tensors.at("classifier.1.weight").values)
            value *= strength;
        package.card = u"# A model\n"_s;
        return saveModelPackage(package, folder(), Existing::Replace);
    }

    static std::optional<PlacedMap> mapOf(const std::shared_ptr<const Classifier>& classifier,
                                          QString& complaint)
    {
        ExplanationJob job(std::make_shared<ComputeLane>(), std::make_shared<KeptExplainer>());
        std::optional<PlacedMap> map;
        connect(&job, &ExplanationJob::ready, &job, [&](const PlacedMap& made) { map = made; });
        connect(&job, &ExplanationJob::failed, &job,
                [&](const Error& error) { complaint = error.message; });
        job.start(
            {classifier, test::ramp(120, 100), 1, SaliencyMethod::HiResCam, SaliencyLayer::Middle});
        const auto ended = [&] { return map || !complaint.isEmpty(); };
        if (!QTest::qWaitFor(ended, test::patienceMs))
            complaint = u"Nothing came."_s;
        return map;
    }

private Q_SLOTS:
    void init()
    {
        const auto written = writeModel(1);
        QVERIFY2(written, written ? "" : qPrintable(written.error().message));
    }

    void theFolderIsNotReadAgain()
    {
        const auto classifier = loaded(folder());
        QVERIFY(classifier);
        QString complaint;
        const auto before = mapOf(classifier, complaint);
        QVERIFY2(before && !before->isEmpty(), qPrintable(complaint));

        QVERIFY(QDir(folder()).removeRecursively());
        const auto after = mapOf(classifier, complaint);
        QVERIFY2(after, qPrintable(complaint));
        QCOMPARE(after->map.values, before->map.values);
    }

    void aModelPutInItsPlaceExplainsNothing()
    {
        const auto classifier = loaded(folder());
        QVERIFY(classifier);
        QString complaint;
        const auto before = mapOf(classifier, complaint);
        QVERIFY2(before, qPrintable(complaint));

        QVERIFY(writeModel(-1));
        const auto after = mapOf(classifier, complaint);
        QVERIFY2(after, qPrintable(complaint));
        QCOMPARE(after->map.values, before->map.values);
        const auto other = mapOf(loaded(folder()), complaint);
        QVERIFY2(other, qPrintable(complaint));
        QVERIFY(other->map.values != before->map.values);
    }

    void oneNetworkIsKeptForOneModel()
    {
        const auto classifier = loaded(folder());
        auto another = loaded(folder());
        QVERIFY(classifier && another);
        KeptExplainer kept;
        const auto first = kept.get(*classifier);
        QVERIFY2(first, first ? "" : qPrintable(first.error().message));
        QCOMPARE(*kept.get(*classifier), *first);
        const auto second = kept.get(*another);
        QVERIFY(second);
        QVERIFY(*second != *first);
    }

    void theKeptNetworkHoldsNoSecondCopyOfThePackage()
    {
        auto classifier = loaded(folder());
        QVERIFY(classifier);
        const std::weak_ptr<const ModelPackage> package = classifier->package();
        QCOMPARE(package.use_count(), 1);
        KeptExplainer kept;
        QVERIFY(kept.get(*classifier));
        QCOMPARE(package.use_count(), 1);
        classifier.reset();
        QVERIFY(package.expired());
    }
};

QTEST_GUILESS_MAIN(TestExplanationJob)
#include "test_explanation_job.moc"
