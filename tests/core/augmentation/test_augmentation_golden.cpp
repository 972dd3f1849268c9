// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/augmentation/image_change.h"
#include "core/preprocess/preprocessor.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace ccad;

namespace {

constexpr double tolerance = 2e-5; // of grey 0..1; single precision leaves about 4e-6

std::vector<std::uint8_t> bytes(const QJsonValue& list)
{
    std::vector<std::uint8_t> result;
    for (const QJsonValue& value : list.toArray())
        result.push_back(static_cast<std::uint8_t>(value.toInt()));
    return result;
}

double largestDifference(const std::vector<float>& values, const QJsonValue& expected)
{
    const QJsonArray list = expected.toArray();
    if (values.size() != static_cast<std::size_t>(list.size()))
        return std::numeric_limits<double>::infinity();
    double largest = 0;
    for (qsizetype i = 0; i < list.size(); ++i)
        largest
            = std::max(largest, std::abs(values[static_cast<std::size_t>(i)] - list[i].toDouble()));
    return largest;
}

ImageChange changeOf(const QJsonObject& golden)
{
    ImageChange change;
    change.rotationDegrees = golden[u"rotation"].toDouble();
    change.zoomX = golden[u"zoom_column"].toDouble(1);
    change.zoomY = golden[u"zoom_row"].toDouble(1);
    change.shiftX = golden[u"shift_column"].toDouble();
    change.shiftY = golden[u"shift_row"].toDouble();
    change.flipHorizontally = golden[u"flips"].toString().contains(u'h');
    change.flipVertically = golden[u"flips"].toString().contains(u'v');
    change.fill = golden[u"fill"].toString() == u"black" ? Augmentation::Fill::Black
                                                         : Augmentation::Fill::Nearest;
    change.brightness = golden[u"brightness"].toDouble(1);
    return change;
}

} // namespace

/// Expected numbers: tests/golden/augmentation/make_augmentation_goldens.py.
class TestAugmentationGolden : public QObject
{
    Q_OBJECT

private:
    QJsonObject m_golden;

private Q_SLOTS:
    void initTestCase()
    {
        QFile file(QStringLiteral(CCAD_SOURCE_DIR "/tests/golden/augmentation/augmentation.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        m_golden = QJsonDocument::fromJson(file.readAll()).object();
    }

    void agreesWithScipy_data()
    {
        QTest::addColumn<QJsonObject>("golden");
        const QJsonArray cases = m_golden[u"cases"].toArray();
        QCOMPARE(cases.size(), 13);
        for (const QJsonValue& golden : cases)
            QTest::newRow(qPrintable(golden[u"name"].toString())) << golden.toObject();
    }

    void agreesWithScipy()
    {
        QFETCH(QJsonObject, golden);
        const auto source = bytes(golden[u"source"]);
        const int size = golden[u"size"].toInt();
        std::vector<float> grey = changed({size, source}, changeOf(golden), size);
        const double difference = largestDifference(grey, golden[u"grey"]);
        QVERIFY2(difference < tolerance, qPrintable(QString::number(difference)));

        // Keras's rescale and sample-wise centre are the range 0..1 of a centring spec.
        PreprocessSpec spec;
        spec.inputSize = size;
        spec.rangeLow = 0;
        spec.centreSample = true;
        toRange(spec, grey);
        QVERIFY(largestDifference(grey, golden[u"centred"]) < tolerance);
    }

    void agreesWithScipyWhileResizing()
    {
        const QJsonObject golden = m_golden[u"resized"].toObject();
        const auto source = bytes(golden[u"source"]);
        const auto grey = changed({20, source}, changeOf(golden), golden[u"size"].toInt());
        QVERIFY(largestDifference(grey, golden[u"grey"]) < tolerance);
    }
};

QTEST_GUILESS_MAIN(TestAugmentationGolden)
#include "test_augmentation_golden.moc"
