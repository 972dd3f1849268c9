// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lung_trainer/lung_training.h"
#include "core/base/files.h"
#include "core/lungs/lungs.h"
#include "tests/support/hash_weights.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

/// Two dark ellipses on a bright picture, each picture a little different.
void drawPicture(const QString& picture, const QString& mask, int number)
{
    cv::Mat image(120, 100 + number, CV_8UC1, cv::Scalar(190));
    cv::Mat lungs(image.size(), CV_8UC1, cv::Scalar(0));
    for (const double x : {0.3, 0.7}) {
        const cv::Point centre(static_cast<int>(x * image.cols), 58 + number % 5);
        cv::ellipse(image, centre, {16, 40}, 0, 0, 360, cv::Scalar(60 + number), cv::FILLED);
        cv::ellipse(lungs, centre, {16, 40}, 0, 0, 360, cv::Scalar(255), cv::FILLED);
    }
    cv::imwrite(picture.toStdString(), image);
    cv::imwrite(mask.toStdString(), lungs);
}

} // namespace

class TestLungTraining : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void learnsAndSaves();
    void neverLearnsFromHeldOutPatients();
    void cancels();
    void refusesBadManifests();

private:
    QTemporaryDir m_dir;
    LungTrainingRequest m_request;
    static constexpr int pictures = 44;
};

void TestLungTraining::initTestCase()
{
    QString manifest = u"file,patient,source,mask,view,redistributable\n"_s;
    for (int i = 0; i < pictures; ++i) {
        const QString name = u"p%1.png"_s.arg(i);
        const QString mask = u"m%1.png"_s.arg(i);
        drawPicture(m_dir.filePath(name), m_dir.filePath(mask), i);
        // The first half may not be given away, and has masks.
        const bool isFree = i >= pictures / 2;
        manifest += u"%1,patient%2,toy,%3,PA,%4\n"_s.arg(name).arg(i / 2).arg(
            isFree ? QString() : mask, isFree ? u"yes"_s : u"no"_s);
    }
    m_request.manifest = m_dir.filePath(u"manifest.csv"_s);
    QVERIFY(writeFileAtomically(m_request.manifest, manifest.toUtf8()));
    m_request.baseWeights = m_dir.filePath(u"base.safetensors"_s);
    QVERIFY(writeFileAtomically(m_request.baseWeights,
                                toSafetensors(test::hashWeights(NetworkSpec{}))));
    m_request.heldOut = 0.2;
    m_request.teacherEpochs = 30;
    m_request.studentEpochs = 2;
    m_request.batch = 6;
}

void TestLungTraining::learnsAndSaves()
{
    QStringList lines;
    const auto outcome
        = trainLungs(m_request, {}, [&](qint64, qint64, const QString& line) { lines += line; });
    QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message));
    QCOMPARE(lines.size(), m_request.teacherEpochs + m_request.studentEpochs);
    const auto loss = [](const QString& line) { return line.section(u' ', -1).toDouble(); };
    QVERIFY2(loss(lines[m_request.teacherEpochs - 1]) < 0.75 * loss(lines.first()),
             qPrintable(lines.join(u'\n')));
    // 11 patients with masks, 2 of them held out, two pictures each.
    QCOMPARE(outcome->trainingMasks, 18);
    QCOMPARE(static_cast<int>(outcome->teacher.images.size()), 4);
    QCOMPARE(outcome->teacher.patients(), 2);
    const LungSourceCount count = outcome->sources.at(u"toy"_s);
    QCOMPARE(count.used + count.implausible, pictures / 2); // none that may not be given away
    const QString folder = m_dir.filePath(u"lungs"_s);
    QVERIFY(saveLungPackage(outcome->package, folder));
    QVERIFY(LungSegmenter::load(folder));
    QVERIFY(outcome->package.card.contains(u"teacher"_s));
}

void TestLungTraining::neverLearnsFromHeldOutPatients()
{
    const auto rows = readLungRows(m_request.manifest);
    QVERIFY(rows);
    QCOMPARE(static_cast<int>(rows->size()), pictures);
    const auto heldOut = heldOutPatients(*rows, 0.5, 7);
    QCOMPARE(heldOut.size(), std::size_t{6}); // half of 11 patients with masks
    QVERIFY(heldOut == heldOutPatients(*rows, 0.5, 7));
    QVERIFY(heldOut != heldOutPatients(*rows, 0.5, 8));
    for (const LungRow& row : *rows)
        if (row.mask.isEmpty())
            QVERIFY(!heldOut.contains(row.patient));
}

void TestLungTraining::cancels()
{
    CancelToken cancel;
    cancel.cancel();
    const auto outcome = trainLungs(m_request, cancel, {});
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, ErrorCode::Cancelled);
}

void TestLungTraining::refusesBadManifests()
{
    LungTrainingRequest request = m_request;
    request.manifest = m_dir.filePath(u"nothing.csv"_s);
    const auto missing = trainLungs(request, {}, {});
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::FileNotFound);
    request.manifest = m_dir.filePath(u"other.csv"_s);
    QVERIFY(writeFileAtomically(request.manifest, "file,patient,source,mask\np0.png,a,toy,\n"));
    const auto maskless = trainLungs(request, {}, {});
    QVERIFY(!maskless);
    QCOMPARE(maskless.error().code, ErrorCode::DatasetUnusable);
    request = m_request;
    request.heldOut = 0;
    const auto untested = trainLungs(request, {}, {});
    QVERIFY(!untested);
    QCOMPARE(untested.error().code, ErrorCode::DatasetUnusable);
    request.manifest = m_dir.filePath(u"other.csv"_s);
    QVERIFY(writeFileAtomically(request.manifest, "file,patient\np0.png,a\n"));
    const auto columns = trainLungs(request, {}, {});
    QVERIFY(!columns);
    QVERIFY(columns.error().message.contains(u"source"_s));
}

QTEST_GUILESS_MAIN(TestLungTraining)
#include "test_lung_training.moc"
