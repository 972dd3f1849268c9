// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/csv.h"
#include "core/evaluation/metrics_json.h"

#include "tests/core/evaluation/results_fixture.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <QXmlStreamReader>

using namespace ccad;
using namespace ccad::test;

namespace {

const QString folder = QStringLiteral("/data/set");

QByteArray file(const ModelResults& results, const char* name)
{
    return resultFiles(results, folder).at(QString::fromLatin1(name));
}

QJsonObject metrics(const ModelResults& results)
{
    return QJsonDocument::fromJson(file(results, "metrics.json")).object();
}

CsvTable table(const QByteArray& csv)
{
    auto parsed = parseCsv(csv);
    return parsed ? std::move(*parsed) : CsvTable();
}

/// Every key of the object, except those that hold null or a number, holds one of the wanted type.
bool holdsNumberOrNull(const QJsonObject& object, const QStringList& keys)
{
    return std::all_of(keys.begin(), keys.end(), [&](const QString& key) {
        return object.contains(key) && (object[key].isDouble() || object[key].isNull());
    });
}

const QStringList classKeys
    = {QStringLiteral("auc"),         QStringLiteral("auc_low"),     QStringLiteral("auc_high"),
       QStringLiteral("sensitivity"), QStringLiteral("specificity"), QStringLiteral("precision"),
       QStringLiteral("f1"),          QStringLiteral("threshold")};

} // namespace

/// The files of `ccad-cli evaluate`, as the command-line contract describes them.
class TestResultFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesEveryFile()
    {
        QStringList names;
        for (const auto& [name, content] : resultFiles(drawnResults(), folder))
            names.append(name);
        QCOMPARE(names.join(u' '),
                 QStringLiteral("confusion.csv data_folder.txt metrics.json outside.csv "
                                "predictions.csv roc.csv roc.svg validation.csv"));
        QCOMPARE(file(drawnResults(), "data_folder.txt"), QByteArray("/data/set\n"));
        QVERIFY(!resultFiles(drawnResults()).count(QStringLiteral("data_folder.txt")));
    }

    void repeatsItself()
    {
        QCOMPARE(resultFiles(drawnResults(), folder), resultFiles(drawnResults(), folder));
    }

    void predictionsHaveTheColumnsOfTheContract()
    {
        const ModelResults results = drawnResults();
        const CsvTable csv = table(file(results, "predictions.csv"));
        QCOMPARE(
            csv.header.join(u' '),
            QStringLiteral("file patient source label predicted p_covid p_normal p_pneumonia"));
        QCOMPARE(csv.rows.size(), results.test.items.size());
        QCOMPARE(csv.rows[3][0], QStringLiteral("images/chest, \"3\".png"));
        QCOMPARE(csv.rows[3][2], QStringLiteral("south, old"));
        for (std::size_t i = 0; i < csv.rows.size(); ++i) {
            const auto& probabilities = results.test.items[i].probabilities;
            const auto best = std::max_element(probabilities.begin(), probabilities.end());
            QCOMPARE(
                csv.rows[i][4],
                results.manifest.classes[static_cast<std::size_t>(best - probabilities.begin())]
                    .name);
            QCOMPARE(csv.rows[i][7].toFloat(), probabilities[2]); // exactly
        }
        // Of another origin: not below the folder.
        QVERIFY(table(file(results, "outside.csv")).rows[0][0].startsWith(u"/elsewhere/"));
    }

    void predictionsNameTheGroupWhereThereIsOne()
    {
        ModelResults results = drawnResults();
        results.test.items[5].item.group = QStringLiteral("portable");
        const CsvTable csv = table(file(results, "predictions.csv"));
        QCOMPARE(csv.header.last(), QStringLiteral("group"));
        QCOMPARE(csv.rows[5].last(), QStringLiteral("portable"));
    }

    void metricsHaveTheKeysOfTheContract()
    {
        const ModelResults results = drawnResults();
        const QJsonObject json = metrics(results);
        QCOMPARE(json[QStringLiteral("n")].toInt(), 90);
        QCOMPARE(json[QStringLiteral("n_patients")].toInt(), 45);
        QCOMPARE(json[QStringLiteral("patients_known")].toBool(), true);
        QVERIFY(holdsNumberOrNull(json, {QStringLiteral("accuracy"), QStringLiteral("ece")}));
        const QJsonArray classes
            = {QStringLiteral("covid"), QStringLiteral("normal"), QStringLiteral("pneumonia")};
        QCOMPARE(json[QStringLiteral("classes")].toArray(), classes);
        const QJsonObject perClass = json[QStringLiteral("per_class")].toObject();
        QCOMPARE(perClass.size(), 3);
        for (const QJsonValue& one : perClass)
            QVERIFY(holdsNumberOrNull(one.toObject(), classKeys));
        const ConfusionMatrix confusion = evaluate(results.test.items, 3).overall.confusion;
        for (int i = 0; i < 3; ++i)
            for (int k = 0; k < 3; ++k)
                QCOMPARE(json[QStringLiteral("confusion")].toArray()[i].toArray()[k].toInt(),
                         confusion[static_cast<std::size_t>(i)][static_cast<std::size_t>(k)]);
    }

    void calibrationIsMeasuredWithAndWithoutTheTemperature()
    {
        ModelResults results = drawnResults();
        results.manifest.temperature = 2;
        // Probabilities of logits / 2, whose raw ones would be those of the fixture.
        std::vector<ScoredItem> raw = results.test.items;
        for (ScoredItem& scored : results.test.items) {
            double sum = 0;
            for (float& probability : scored.probabilities)
                sum += probability = std::sqrt(probability);
            for (float& probability : scored.probabilities)
                probability = static_cast<float>(probability / sum);
        }
        const QJsonObject json = metrics(results);
        const double before = evaluate(raw, 3).overall.expectedCalibrationError;
        const double after = evaluate(results.test.items, 3).overall.expectedCalibrationError;
        QVERIFY(std::abs(before - after) > 0.01);
        QCOMPARE(json[QStringLiteral("ece")].toDouble(), after);
        QVERIFY(std::abs(json[QStringLiteral("ece_uncalibrated")].toDouble() - before) < 1e-6);
        for (const char* name : {"ece", "ece_uncalibrated"}) {
            const QString key = QLatin1String(name);
            const double low = json[key + QStringLiteral("_patient_low")].toDouble(-1);
            QVERIFY(low >= 0 && low <= json[key].toDouble());
            QVERIFY(json[key + QStringLiteral("_patient_high")].toDouble(-1) > low);
        }
        QCOMPARE(json[QStringLiteral("model")][QStringLiteral("temperature")].toDouble(), 2.0);
    }

    void onlyThePositiveClassHasAThreshold()
    {
        const ModelResults results = drawnResults();
        const QJsonObject perClass = metrics(results)[QStringLiteral("per_class")].toObject();
        const QJsonObject positive = perClass[QStringLiteral("pneumonia")].toObject();
        QCOMPARE(positive[QStringLiteral("threshold")].toDouble(), 0.4);
        QVERIFY(perClass[QStringLiteral("covid")].toObject()[QStringLiteral("threshold")].isNull());
        const ClassScores scores = classScores(results.test.items, 2);
        const OperatingPoint point = operatingPoint(scores.scores, scores.positive, 0.4);
        const QJsonObject at = positive[QStringLiteral("at_threshold")].toObject();
        QCOMPARE(at[QStringLiteral("sensitivity")].toDouble(), point.sensitivity.value);
        QCOMPARE(at[QStringLiteral("specificity_low")].toDouble(), point.specificity.low);
    }

    void intervalsByPatientHoldTheValue()
    {
        for (const QJsonValue& value :
             metrics(drawnResults())[QStringLiteral("per_class")].toObject()) {
            const QJsonObject one = value.toObject();
            const double auc = one[QStringLiteral("auc")].toDouble();
            QVERIFY(one[QStringLiteral("auc_patient_low")].toDouble() < auc);
            QVERIFY(one[QStringLiteral("auc_patient_high")].toDouble() > auc);
            QVERIFY(one[QStringLiteral("auc_low")].toDouble() < auc);
        }
    }

    void breaksDownBySourceOrGroup()
    {
        ModelResults results = drawnResults();
        const QJsonObject bySource = metrics(results)[QStringLiteral("by")].toObject();
        QCOMPARE(bySource.keys().join(u'|'), QStringLiteral("north|south, old"));
        const QJsonObject north = bySource[QStringLiteral("north")].toObject();
        QCOMPARE(north[QStringLiteral("n")].toInt(), 46);
        QVERIFY(north.contains(QStringLiteral("per_class")));
        QVERIFY(!north.contains(QStringLiteral("by")));
        for (ScoredItem& scored : results.test.items)
            if (scored.item.label == 0)
                scored.item.group = QStringLiteral("AP");
        const QJsonObject byGroup = metrics(results)[QStringLiteral("by")].toObject();
        QCOMPARE(byGroup.keys().join(u'|'), QStringLiteral("AP|unknown"));
        // All images of one class: no curve for it, said as null.
        const QJsonObject covid = byGroup[QStringLiteral("AP")]
                                      .toObject()[QStringLiteral("per_class")]
                                      .toObject()[QStringLiteral("covid")]
                                      .toObject();
        QVERIFY(covid[QStringLiteral("auc")].isNull());
        QVERIFY(covid[QStringLiteral("auc_patient_low")].isNull());
        QVERIFY(covid[QStringLiteral("sensitivity")].isDouble());
        for (ScoredItem& scored : results.test.items)
            scored.item.group = scored.item.source = QString();
        QVERIFY(metrics(results)[QStringLiteral("by")].toObject().isEmpty());
    }

    void curvesAreThoseOfTheMetrics()
    {
        const ModelResults results = drawnResults();
        const CsvTable csv = table(file(results, "roc.csv"));
        QCOMPARE(csv.header.join(u' '),
                 QStringLiteral("class threshold false_positive_rate true_positive_rate"));
        const ClassScores scores = classScores(results.test.items, 1);
        const RocCurve curve(scores.scores, scores.positive);
        std::size_t next = 0;
        for (const QStringList& row : csv.rows) {
            if (row[0] != u"normal")
                continue;
            QCOMPARE(row[1].toDouble(), curve.points()[next].threshold);
            QCOMPARE(row[2].toDouble(), curve.points()[next].falsePositiveRate);
            QCOMPARE(row[3].toDouble(), curve.points()[next].truePositiveRate);
            ++next;
        }
        QCOMPARE(next, curve.points().size());
        const CsvTable confusion = table(file(results, "confusion.csv"));
        QCOMPARE(confusion.header.join(u' '), QStringLiteral("label covid normal pneumonia"));
        QCOMPARE(confusion.rows[2][0], QStringLiteral("pneumonia"));
    }

    void pictureIsWellFormedAndNamesEveryClass()
    {
        ModelResults results = drawnResults();
        results.manifest.classes[1].name = QStringLiteral("normal <or> \"healthy\" & fit");
        const QByteArray svg = file(results, "roc.svg");
        QXmlStreamReader xml(svg);
        QStringList texts;
        int lines = 0;
        while (!xml.atEnd()) {
            xml.readNext();
            if (xml.isStartElement() && xml.name() == u"polyline")
                ++lines;
            if (xml.isCharacters() && !xml.isWhitespace())
                texts.append(xml.text().toString());
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QCOMPARE(lines, 3);
        const QString all = texts.join(u'\n');
        const ClassScores scores = classScores(results.test.items, 1);
        const Interval auc = delongInterval(scores.scores, scores.positive);
        QVERIFY2(all.contains(QStringLiteral("normal <or> \"healthy\" & fit: AUC %1 (%2 to %3)")
                                  .arg(auc.value, 0, 'f', 3)
                                  .arg(auc.low, 0, 'f', 3)
                                  .arg(auc.high, 0, 'f', 3)),
                 qPrintable(all));
        QVERIFY(all.contains(QStringLiteral("ring: threshold 0.400")));
        QVERIFY(all.contains(QStringLiteral("1 - specificity")));
        QVERIFY(!svg.contains("href")); // nothing from elsewhere
    }

    void survivesAClassWithoutImages()
    {
        ModelResults results = drawnResults();
        std::erase_if(results.test.items,
                      [](const ScoredItem& scored) { return scored.item.label == 2; });
        const auto files = resultFiles(results, folder);
        QVERIFY(files.at(QStringLiteral("roc.svg")).contains("pneumonia: no curve"));
        const QJsonObject pneumonia = metrics(results)[QStringLiteral("per_class")]
                                          .toObject()[QStringLiteral("pneumonia")]
                                          .toObject();
        QCOMPARE(pneumonia[QStringLiteral("n")].toInt(-1), 0);
        QVERIFY(pneumonia[QStringLiteral("auc")].isNull());
        QVERIFY(pneumonia[QStringLiteral("sensitivity")].isNull());
        QVERIFY(pneumonia[QStringLiteral("average_precision")].isNull());
        results.test.items.clear();
        QVERIFY(metrics(results)[QStringLiteral("accuracy")].isNull());
    }

    void quotesClassNamesWithCommas()
    {
        ModelResults results = drawnResults();
        results.manifest.classes[0].name = QStringLiteral("covid, or \"like\" it");
        const CsvTable csv = table(file(results, "predictions.csv"));
        QCOMPARE(csv.header[5], QStringLiteral("p_covid, or \"like\" it"));
        QCOMPARE(csv.rows[0][3], QStringLiteral("covid, or \"like\" it"));
        QCOMPARE(table(file(results, "confusion.csv")).rows[0][0],
                 QStringLiteral("covid, or \"like\" it"));
    }

    void namesUnreadableFilesWithoutTheirFolder()
    {
        ModelResults results = drawnResults();
        results.test.unreadable = {QStringLiteral("/data/set/a.dcm: /data/set/a.dcm is cut off.")};
        QCOMPARE(file(results, "unreadable.txt"), QByteArray("a.dcm: a.dcm is cut off.\n"));
        QCOMPARE(metrics(results)[QStringLiteral("unreadable")].toInt(), 1);
    }
};

QTEST_GUILESS_MAIN(TestResultFiles)
#include "test_result_files.moc"
