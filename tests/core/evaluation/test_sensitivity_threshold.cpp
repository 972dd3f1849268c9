// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/evaluation/metrics_json.h"
#include "core/evaluation/sensitivity_threshold.h"
#include "tests/core/evaluation/results_fixture.h"
#include "tests/support/hash_weights.h"

#include <QDir>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

/// `count` positives at 1/count, 2/count .. 1, and as many negatives just below each.
ValidationScores ladder(int count)
{
    ValidationScores scores;
    for (int i = 1; i <= count; ++i) {
        const float at = static_cast<float>(i) / static_cast<float>(count);
        for (const int label : {0, 1}) {
            ScoredItem scored;
            scored.item.label = label;
            scored.item.file = u"%1-%2"_s.arg(label).arg(i);
            const float probability = label == 0 ? at : at - 0.001F;
            scored.probabilities = {probability, 1 - probability};
            scores.items.push_back(scored);
        }
    }
    return scores;
}

} // namespace

class TestSensitivityThreshold : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    /// A package that keeps those validation scores, with or without thresholds in its manifest.
    [[nodiscard]] QString package(const QString& name, const ValidationScores& validation,
                                  bool withThresholds) const
    {
        ModelResults results = drawnResults();
        results.validation = validation;
        for (ScoredItem& scored : results.validation.items)
            scored.probabilities.push_back(0);
        results.manifest.positiveClass = 0;
        results.manifest.network.widthMultiplier = 0.1;
        results.manifest.network.inputSize = 64;
        results.manifest.preprocess.inputSize = 64;
        if (withThresholds)
            results.manifest.operatingPoints = sensitivityThresholds(results.validation, 0);
        ModelPackage saved;
        saved.manifest = results.manifest;
        saved.weights = hashWeights(results.manifest.network);
        for (const auto& [file, content] : resultFiles(results))
            saved.attachments[u"evaluation/"_s + file] = content;
        const QString folder = m_folder.filePath(name);
        return saveModelPackage(saved, folder) ? folder : QString();
    }

private Q_SLOTS:
    void theHighestThresholdThatReachesTheSensitivity()
    {
        const auto choice = thresholdForSensitivity(ladder(20), 0, 0.90);
        QVERIFY(choice.threshold.has_value());
        QCOMPARE(*choice.threshold, static_cast<double>(3.0F / 20)); // 18 of 20 lie at it or above
        QCOMPARE(choice.sensitivity.value, 0.90);
        QVERIFY(choice.sensitivity.low < 0.90 && choice.sensitivity.high > 0.90);
        QCOMPARE(choice.specificity.value, 3.0 / 20);
        QCOMPARE(choice.positives, 20);
        QCOMPARE(choice.negatives, 20);
    }

    void tooFewImagesSayNothing()
    {
        const ValidationScores scores = ladder(20);
        QVERIFY(thresholdForSensitivity(scores, 0, 0.95).threshold.has_value()); // 19 of 20
        QCOMPARE(positivesNeeded(0.98), 50);
        QVERIFY(!thresholdForSensitivity(scores, 0, 0.98).threshold.has_value());
        QCOMPARE(positivesNeeded(0.5), 10);
        QVERIFY(!thresholdForSensitivity(ladder(9), 0, 0.5).threshold.has_value());
        QVERIFY(!thresholdForSensitivity({}, 0, 0.8).threshold.has_value());
        const auto offered = sensitivityThresholds(scores, 0);
        QCOMPARE(offered.size(), std::size_t{4});
        QVERIFY(*offered[0].threshold > *offered[2].threshold);
        QVERIFY(!offered[3].threshold.has_value());
    }

    void theyAreStoredWithThePackage()
    {
        const QString folder = package("with", ladder(20), true);
        QVERIFY(!folder.isEmpty());
        const auto manifest = loadModelManifest(folder);
        QVERIFY2(manifest.hasValue(), manifest ? "" : qPrintable(manifest.error().message));
        QCOMPARE(manifest->operatingPoints, sensitivityThresholds(ladder(20), 0));
        const auto choice = thresholdOfPackage(folder, 0.9);
        QVERIFY(choice.hasValue());
        QCOMPARE(*choice->threshold, static_cast<double>(3.0F / 20));
        const auto none = thresholdOfPackage(folder, 0.98);
        QVERIFY(!none.hasValue());
        QCOMPARE(none.error().code, ErrorCode::InvalidArgument);
        QVERIFY(none.error().message.contains("50 positive"));
        QCOMPARE(thresholdOfPackage(folder, 1).error().code, ErrorCode::InvalidArgument);
    }

    void anOlderPackageAnswersFromItsScores()
    {
        const QString folder = package("without", ladder(20), false);
        QVERIFY(loadModelManifest(folder)->operatingPoints.empty());
        const auto choice = thresholdOfPackage(folder, 0.85);
        QVERIFY2(choice.hasValue(), choice ? "" : qPrintable(choice.error().message));
        QCOMPARE(choice->sensitivity.value, 0.85);
    }

    void brokenOnesAreNamed()
    {
        const QString folder = package("broken", ladder(20), true);
        const QString path = QDir(folder).filePath("manifest.json");
        const auto content = readFile(path, 1 << 20);
        QVERIFY(content.hasValue());
        QByteArray changed = *content;
        changed.replace("\"target_sensitivity\": 0.95", "\"target_sensitivity\": 9.5");
        QVERIFY(changed != *content);
        QVERIFY(writeFileAtomically(path, changed).hasValue());
        const auto manifest = loadModelManifest(folder);
        QVERIFY(!manifest.hasValue());
        QCOMPARE(manifest.error().code, ErrorCode::ModelBroken);
        QVERIFY(manifest.error().message.contains("operating_points[2].target_sensitivity"));
    }

    void testImagesAreMeasuredAtThem()
    {
        ModelResults results = drawnResults();
        results.manifest.operatingPoints = sensitivityThresholds(results.validation, 2);
        const QJsonObject one = metricsJson(results.test.items, results.manifest)["per_class"]
                                    .toObject()["pneumonia"]
                                    .toObject();
        const QJsonArray choices = one["at_sensitivity"].toArray();
        QVERIFY(!choices.isEmpty());
        const double threshold = *results.manifest.operatingPoints.front().threshold;
        const ClassScores scores = classScores(results.test.items, 2);
        const OperatingPoint point = operatingPoint(scores.scores, scores.positive, threshold);
        QCOMPARE(choices[0]["target_sensitivity"].toDouble(), 0.8);
        QCOMPARE(choices[0]["threshold"].toDouble(), threshold);
        QCOMPARE(choices[0]["sensitivity"].toDouble(), point.sensitivity.value);
        QCOMPARE(choices[0]["specificity_high"].toDouble(), point.specificity.high);
    }
};

QTEST_GUILESS_MAIN(TestSensitivityThreshold)
#include "test_sensitivity_threshold.moc"
