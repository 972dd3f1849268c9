// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/severity_fitting/severity_fit.h"

#include <QFile>
#include <QJsonDocument>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

const QString package = QStringLiteral(CCAD_SOURCE_DIR "/models/ccad-covid-cxr");

QJsonObject part(const QJsonObject& json, const char* first, const char* second)
{
    return json[QString::fromLatin1(first)].toObject()[QString::fromLatin1(second)].toObject();
}

} // namespace

/// The figures that the default model's card gives, measured again on the images that they are of.
class TestSeverityData : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theCardsFiguresAreTrue();
};

void TestSeverityData::theCardsFiguresAreTrue()
{
    const QString shared
        = qEnvironmentVariable("CCAD_SHARED", QStringLiteral(CCAD_SOURCE_DIR "/../shared"));
    const QString manifest = shared + u"/data/cxr/manifest.csv"_s;
    if (!QFile::exists(manifest))
        QSKIP("The scored radiographs of the development data are not here (see CCAD_SHARED).");
    const auto content = readFile(package + u"/severity.json"_s, 1 << 20);
    if (!content)
        QSKIP("Severity has not been tried with the default model (ccad-cli severity fit).");
    const QJsonObject recorded = QJsonDocument::fromJson(*content).object();
    const auto classifier = Classifier::load(package);
    QVERIFY2(classifier, classifier ? "" : qPrintable(classifier.error().message));
    // Else the figures are those of an earlier model.
    QCOMPARE(recorded[u"model_sha256"_s].toString(), (*classifier)->manifest().weightsSha256);
    const auto fitted = fitSeverity(**classifier, {manifest});
    QVERIFY2(fitted, fitted ? "" : qPrintable(fitted.error().message));
    const QJsonObject measured = severityJson(fitted->report);
    // Kernels of other processors change the last digits of the features.
    constexpr double margin = 0.02;
    const auto verifyNear = [&](const QJsonObject& now, const QJsonObject& then, const char* key) {
        const double difference = now[QString::fromLatin1(key)].toDouble(NAN)
            - then[QString::fromLatin1(key)].toDouble(NAN);
        QVERIFY2(std::abs(difference) <= margin,
                 qPrintable(u"%1: %2"_s.arg(QString::fromLatin1(key)).arg(difference)));
    };
    for (const char* score : {"extent", "opacity"}) {
        QCOMPARE(part(measured, "scores", score)[u"n"_s].toInt(), 92);
        QCOMPARE(part(measured, "scores", score)[u"patients"_s].toInt(), 64);
        for (const char* key : {"pearson", "pearson_low", "pearson_high", "spearman"})
            verifyNear(part(measured, "scores", score), part(recorded, "scores", score), key);
    }
    for (const char* key : {"spearman", "auc_below_94"})
        verifyNear(part(measured, "spo2", "as_written"), part(recorded, "spo2", "as_written"), key);
}

QTEST_GUILESS_MAIN(TestSeverityData)
#include "test_severity_data.moc"
