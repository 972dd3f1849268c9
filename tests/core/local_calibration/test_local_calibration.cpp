// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/metrics_json.h"
#include "core/local_calibration/local_calibration.h"
#include "tests/core/audit/audit_fixture.h"

#include <QTest>

#include <set>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

/// A narrow network of hashed weights whose answers fit no films at all, calibrated on drawn
/// chests.
class TestLocalCalibration : public QObject, private AuditFixture
{
    Q_OBJECT

    LocalCalibrationRequest m_request;
    QTemporaryDir m_folder;

    /// Brighter pictures for class 1, so that the network's answers differ; two films a patient.
    [[nodiscard]] Dataset films(int count) const
    {
        Dataset set = dataset(u"films%1"_s.arg(count), count, [](GrayImage8& image, int i) {
            if (i % 2 == 1)
                image = brightened(image, 0.5, 60);
        });
        for (DatasetItem& item : set.items)
            item.patient = QString::number(item.patient.toInt() / 4 * 2 + item.label);
        return set;
    }

    [[nodiscard]] Result<LocalCalibration> calibrated() const
    {
        return calibrateOnLocalFilms(classifier(), m_folder.path(), nullptr, m_request);
    }

    static std::set<QString> patientsOf(const std::vector<ScoredItem>& items)
    {
        std::set<QString> patients;
        for (const ScoredItem& scored : items)
            patients.insert(scored.item.patient);
        return patients;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(makeClassifier());
        QFile licence(m_folder.filePath(u"LICENSE.md"_s));
        QVERIFY(licence.open(QIODevice::WriteOnly));
        licence.write("A licence of its own.");
    }

    void tooFewFilmsAreSaidWithTheNumberNeeded()
    {
        m_request.dataset = films(90); // 45 of each
        const auto result = calibrated();
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::DatasetUnusable);
        for (const QString& words : {u"45 of \"class_0\""_s, u"need 50 each"_s, u"0.1 wide"_s})
            QVERIFY2(result.error().message.contains(words), qPrintable(result.error().message));
    }

    void fitsOnHalfOfThePatientsAndReportsOnTheRest()
    {
        m_request.dataset = films(120);
        const auto result = calibrated();
        QVERIFY2(result, result ? "" : qPrintable(result.error().message));
        const auto fitted = patientsOf(result->after.validation.items);
        const auto reported = patientsOf(result->after.test.items);
        QCOMPARE(fitted.size(), std::size_t(30));
        QCOMPARE(reported.size(), std::size_t(30));
        for (const QString& patient : fitted)
            QVERIFY(!reported.contains(patient));
        QCOMPARE(patientsOf(result->before.test.items), reported);

        const auto error = [](const ModelResults& results) {
            return metricsJson(results.test.items, results.manifest)[u"ece"_s].toDouble();
        };
        QVERIFY2(error(result->after) < error(result->before) - 0.05,
                 qPrintable(u"%1 %2"_s.arg(error(result->before)).arg(error(result->after))));
        const auto& sets = result->package.manifest.predictionSets;
        QVERIFY(sets);
        QCOMPARE(sets->patients[0], 15);
    }

    /// A patient with many films must not make one half a different mixture.
    void halvesHaveAsManyFilmsOfEachClass()
    {
        m_request.dataset = films(160);
        for (std::size_t i = 0; i < m_request.dataset.items.size(); ++i)
            if (const int number = static_cast<int>(i) / 2; number < 40) // 5 patients of 8 films
                m_request.dataset.items[i].patient
                    = QString::number(1000 + number / 8 * 2 + static_cast<int>(i) % 2);
        for (const std::uint64_t seed : {1, 2, 3}) {
            m_request.seed = seed;
            const auto result = calibrated();
            QVERIFY2(result, result ? "" : qPrintable(result.error().message));
            std::vector<int> fitted(2);
            for (const ScoredItem& scored : result->after.validation.items)
                ++fitted[static_cast<std::size_t>(scored.item.label)];
            for (const int count : fitted) // five patients of eight films: three and two
                QVERIFY2(std::abs(count - 40) <= 6, qPrintable(QString::number(count)));
        }
        m_request.seed = 1;
    }

    void thePackageIsWholeAndItsNetworkUnchanged()
    {
        m_request.dataset = films(120);
        const auto result = calibrated();
        QVERIFY(result);
        const QString saved = m_folder.filePath(u"saved"_s);
        const auto done = saveModelPackage(result->package, saved);
        QVERIFY2(done, done ? "" : qPrintable(done.error().message));
        const auto loaded = loadModelPackage(saved);
        QVERIFY(loaded);
        for (const auto& [name, tensor] : classifier().package()->weights.tensors)
            QCOMPARE(loaded->weights.tensors.at(name) == tensor, name != "classifier.1.bias");
        QVERIFY(QFile::exists(saved + u"/LICENSE.md"_s));
        QVERIFY(QFile::exists(saved + u"/evaluation/metrics.json"_s));
        QVERIFY(loaded->manifest.version.endsWith(u"+local"_s));
        QVERIFY(loaded->card.contains(u"## Calibration on local films"_s));
        QVERIFY(Classifier::create(*loaded));
    }

    void theSameTwice()
    {
        m_request.dataset = films(120);
        const auto first = calibrated();
        const auto second = calibrated();
        QVERIFY(first && second);
        QCOMPARE(first->package.card, second->package.card);
        QCOMPARE(toJson(first->package.manifest), toJson(second->package.manifest));
    }
};

QTEST_GUILESS_MAIN(TestLocalCalibration)
#include "test_local_calibration.moc"
