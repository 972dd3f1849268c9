// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/evaluation/internal/predictions_csv.h"
#include "core/evaluation/known_cases.h"
#include "core/evaluation/metrics_json.h"
#include "core/statistics/roc.h"
#include "tests/core/evaluation/results_fixture.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

const QString folder = u"/data/set"_s;

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

const QStringList classKeys = {u"auc"_s,         u"auc_low"_s,   u"auc_high"_s, u"sensitivity"_s,
                               u"specificity"_s, u"precision"_s, u"f1"_s,       u"threshold"_s};

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
                 u"confusion.csv data_folder.txt metrics.json outside.csv "
                 "predictions.csv roc.csv roc.svg validation.csv"_s);
        QCOMPARE(file(drawnResults(), "data_folder.txt"), QByteArray("/data/set\n"));
        QVERIFY(!resultFiles(drawnResults()).count(u"data_folder.txt"_s));
    }

    void repeatsItself()
    {
        QCOMPARE(resultFiles(drawnResults(), folder), resultFiles(drawnResults(), folder));
    }

    void noCellIsAFormula()
    {
        ModelResults results = drawnResults();
        DatasetItem& item = results.test.items.front().item;
        item.file = folder + u"/=HYPERLINK(\"x\").png"_s;
        item.patient = u"+491234"_s;
        item.source = u"@clinic"_s;
        const QByteArray csv = file(results, "predictions.csv");
        const QStringList row = table(csv).rows.front();
        QCOMPARE(row[0], u"'=HYPERLINK(\"x\").png"_s);
        QCOMPARE(row[1], u"'+491234"_s);
        QCOMPARE(row[2], u"'@clinic"_s);
        // CCAD itself reads back what was meant, and all other cells are as they were.
        const QTemporaryDir written;
        const QString path = written.filePath(u"predictions.csv"_s);
        QVERIFY(writeFileAtomically(path, csv).hasValue());
        const auto read = readPredictions(path, results.manifest.classes, folder);
        QVERIFY2(read.hasValue(), read ? "" : qPrintable(read.error().message));
        QCOMPARE(read->front().item.file, item.file);
        QCOMPARE(read->front().item.patient, item.patient);
        QCOMPARE(read->front().item.source, item.source);
        const CsvTable cells = table(csv);
        for (std::size_t i = 1; i < cells.rows.size(); ++i)
            for (const QString& cell : cells.rows[i])
                QVERIFY2(!cell.startsWith(u'\''), qPrintable(cell));
    }

    void predictionsHaveTheColumnsOfTheContract()
    {
        const ModelResults results = drawnResults();
        const CsvTable csv = table(file(results, "predictions.csv"));
        QCOMPARE(csv.header.join(u' '),
                 u"file patient source label predicted p_covid p_normal p_pneumonia"_s);
        QCOMPARE(csv.rows.size(), results.test.items.size());
        QCOMPARE(csv.rows[3][0], u"images/chest, \"3\".png"_s);
        QCOMPARE(csv.rows[3][2], u"south, old"_s);
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

    void saysWhatPredictionSetsDo()
    {
        ModelResults results = drawnResults();
        QVERIFY(!metrics(results).contains(u"prediction_sets"_s));
        results.manifest.temperature = 1.5;
        results.manifest.predictionSets
            = predictionSetsFor(results.validation, 3, 0.8, results.manifest.temperature);
        const QJsonObject sets = metrics(results)[u"prediction_sets"_s].toObject();
        const PredictionSetFigures expected
            = figuresOf(*results.manifest.predictionSets, knownCases(results.test.items));
        QCOMPARE(sets[u"promised_coverage"_s].toDouble(), 0.8);
        const QJsonObject coverage = sets[u"coverage"_s].toObject();
        QCOMPARE(coverage[u"n"_s].toInt(), 90);
        QCOMPARE(coverage[u"share"_s].toDouble(), expected.covered / 90.0);
        QVERIFY(coverage[u"share_low"_s].toDouble() < expected.covered / 90.0);
        QCOMPARE(sets[u"single_wrong"_s].toObject()[u"n"_s].toInt(), expected.single);
        QCOMPARE(sets[u"coverage_per_class"_s].toObject().keys().join(u' '),
                 u"covid normal pneumonia"_s);
    }

    void predictionsNameTheGroupWhereThereIsOne()
    {
        ModelResults results = drawnResults();
        results.test.items[5].item.group = u"portable"_s;
        const CsvTable csv = table(file(results, "predictions.csv"));
        QCOMPARE(csv.header.last(), u"group"_s);
        QCOMPARE(csv.rows[5].last(), u"portable"_s);
    }

    void metricsHaveTheKeysOfTheContract()
    {
        const ModelResults results = drawnResults();
        const QJsonObject json = metrics(results);
        QCOMPARE(json[u"n"_s].toInt(), 90);
        QCOMPARE(json[u"n_patients"_s].toInt(), 45);
        QCOMPARE(json[u"patients_known"_s].toBool(), true);
        QVERIFY(holdsNumberOrNull(json, {u"accuracy"_s, u"ece"_s}));
        const QJsonArray classes = {u"covid"_s, u"normal"_s, u"pneumonia"_s};
        QCOMPARE(json[u"classes"_s].toArray(), classes);
        const QJsonObject perClass = json[u"per_class"_s].toObject();
        QCOMPARE(perClass.size(), 3);
        for (const QJsonValue& one : perClass)
            QVERIFY(holdsNumberOrNull(one.toObject(), classKeys));
        const ConfusionMatrix confusion = evaluate(results.test.items, 3).overall.confusion;
        for (int i = 0; i < 3; ++i)
            for (int k = 0; k < 3; ++k)
                QCOMPARE(json[u"confusion"_s].toArray()[i].toArray()[k].toInt(),
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
        QCOMPARE(json[u"ece"_s].toDouble(), after);
        QVERIFY(std::abs(json[u"ece_uncalibrated"_s].toDouble() - before) < 1e-6);
        for (const char* name : {"ece", "ece_uncalibrated"}) {
            const QString key = QLatin1String(name);
            const double low = json[key + u"_patient_low"_s].toDouble(-1);
            QVERIFY(low >= 0 && low <= json[key].toDouble());
            QVERIFY(json[key + u"_patient_high"_s].toDouble(-1) > low);
        }
        QCOMPARE(json[u"model"_s][u"temperature"_s].toDouble(), 2.0);
    }

    void onlyThePositiveClassHasAThreshold()
    {
        const ModelResults results = drawnResults();
        const QJsonObject perClass = metrics(results)[u"per_class"_s].toObject();
        const QJsonObject positive = perClass[u"pneumonia"_s].toObject();
        QCOMPARE(positive[u"threshold"_s].toDouble(), 0.4);
        QVERIFY(perClass[u"covid"_s].toObject()[u"threshold"_s].isNull());
        const ClassScores scores = classScores(results.test.items, 2);
        const OperatingPoint point = operatingPoint(scores.scores, scores.positive, 0.4);
        const QJsonObject at = positive[u"at_threshold"_s].toObject();
        QCOMPARE(at[u"sensitivity"_s].toDouble(), point.sensitivity.value);
        QCOMPARE(at[u"specificity_low"_s].toDouble(), point.specificity.low);
    }

    void intervalsByPatientHoldTheValue()
    {
        for (const QJsonValue& value : metrics(drawnResults())[u"per_class"_s].toObject()) {
            const QJsonObject one = value.toObject();
            const double auc = one[u"auc"_s].toDouble();
            QVERIFY(one[u"auc_patient_low"_s].toDouble() < auc);
            QVERIFY(one[u"auc_patient_high"_s].toDouble() > auc);
            QVERIFY(one[u"auc_low"_s].toDouble() < auc);
        }
    }

    void breaksDownBySourceOrGroup()
    {
        ModelResults results = drawnResults();
        const QJsonObject bySource = metrics(results)[u"by"_s].toObject();
        QCOMPARE(bySource.keys().join(u'|'), u"north|south, old"_s);
        const QJsonObject north = bySource[u"north"_s].toObject();
        QCOMPARE(north[u"n"_s].toInt(), 46);
        QVERIFY(north.contains(u"per_class"_s));
        QVERIFY(!north.contains(u"by"_s));
        for (ScoredItem& scored : results.test.items)
            if (scored.item.label == 0)
                scored.item.group = u"AP"_s;
        const QJsonObject byGroup = metrics(results)[u"by"_s].toObject();
        QCOMPARE(byGroup.keys().join(u'|'), u"AP|unknown"_s);
        // All images of one class: no curve for it, said as null.
        const QJsonObject covid
            = byGroup[u"AP"_s].toObject()[u"per_class"_s].toObject()[u"covid"_s].toObject();
        QVERIFY(covid[u"auc"_s].isNull());
        QVERIFY(covid[u"auc_patient_low"_s].isNull());
        QVERIFY(covid[u"sensitivity"_s].isDouble());
        for (ScoredItem& scored : results.test.items)
            scored.item.group = scored.item.source = QString();
        QVERIFY(metrics(results)[u"by"_s].toObject().isEmpty());
    }

    void curvesAreThoseOfTheMetrics()
    {
        const ModelResults results = drawnResults();
        const CsvTable csv = table(file(results, "roc.csv"));
        QCOMPARE(csv.header.join(u' '),
                 u"class threshold false_positive_rate true_positive_rate"_s);
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
        QCOMPARE(confusion.header.join(u' '), u"label covid normal pneumonia"_s);
        QCOMPARE(confusion.rows[2][0], u"pneumonia"_s);
    }

    void pictureIsWellFormedAndNamesEveryClass()
    {
        ModelResults results = drawnResults();
        results.manifest.classes[1].name = u"normal <or> \"healthy\" & fit"_s;
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
        QVERIFY2(all.contains(
                     u"normal <or> \"healthy\" & fit: AUC %1 (%2 to %3)"_s.arg(auc.value, 0, 'f', 3)
                         .arg(auc.low, 0, 'f', 3)
                         .arg(auc.high, 0, 'f', 3)),
                 qPrintable(all));
        QVERIFY(all.contains(u"ring: threshold 0.400"_s));
        QVERIFY(all.contains(u"1 - specificity"_s));
        QVERIFY(!svg.contains("href")); // nothing from elsewhere
    }

    void survivesAClassWithoutImages()
    {
        ModelResults results = drawnResults();
        std::erase_if(results.test.items,
                      [](const ScoredItem& scored) { return scored.item.label == 2; });
        const auto files = resultFiles(results, folder);
        QVERIFY(files.at(u"roc.svg"_s).contains("pneumonia: no curve"));
        const QJsonObject pneumonia
            = metrics(results)[u"per_class"_s].toObject()[u"pneumonia"_s].toObject();
        QCOMPARE(pneumonia[u"n"_s].toInt(-1), 0);
        QVERIFY(pneumonia[u"auc"_s].isNull());
        QVERIFY(pneumonia[u"sensitivity"_s].isNull());
        QVERIFY(pneumonia[u"average_precision"_s].isNull());
        results.test.items.clear();
        QVERIFY(metrics(results)[u"accuracy"_s].isNull());
    }

    void quotesClassNamesWithCommas()
    {
        ModelResults results = drawnResults();
        results.manifest.classes[0].name = u"covid, or \"like\" it"_s;
        const CsvTable csv = table(file(results, "predictions.csv"));
        QCOMPARE(csv.header[5], u"p_covid, or \"like\" it"_s);
        QCOMPARE(csv.rows[0][3], u"covid, or \"like\" it"_s);
        QCOMPARE(table(file(results, "confusion.csv")).rows[0][0], u"covid, or \"like\" it"_s);
    }

    void namesUnreadableFilesWithoutTheirFolder()
    {
        ModelResults results = drawnResults();
        results.test.unreadable = {u"/data/set/a.dcm: /data/set/a.dcm is cut off."_s};
        QCOMPARE(file(results, "unreadable.txt"), QByteArray("a.dcm: a.dcm is cut off.\n"));
        QCOMPARE(metrics(results)[u"unreadable"_s].toInt(), 1);
    }
};

QTEST_GUILESS_MAIN(TestResultFiles)
#include "test_result_files.moc"
