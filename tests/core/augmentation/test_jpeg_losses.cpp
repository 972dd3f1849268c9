// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/augmentation/internal/jpeg_losses.h"
#include "core/base/random.h"

#include <QTest>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <cmath>

using namespace ccad;

namespace {

/// Soft shapes with a little grain, as a radiograph has; greys are whole 255ths.
cv::Mat picture(int size)
{
    Random random(3);
    cv::Mat image(size, size, CV_8U);
    for (int y = 0; y < size; ++y)
        for (int x = 0; x < size; ++x)
            image.at<uchar>(y, x) = cv::saturate_cast<uchar>(
                120 + 70 * std::sin(x * 0.11) * std::cos(y * 0.07) + random.uniform(-12, 12));
    return image;
}

std::vector<float> greysOf(const cv::Mat& image)
{
    std::vector<float> greys;
    for (int y = 0; y < image.rows; ++y)
        for (int x = 0; x < image.cols; ++x)
            greys.push_back(image.at<uchar>(y, x) / 255.0F);
    return greys;
}

std::vector<float> throughAFile(const cv::Mat& image, int quality)
{
    std::vector<uchar> bytes;
    cv::imencode(".jpg", image, bytes, {cv::IMWRITE_JPEG_QUALITY, quality});
    return greysOf(cv::imdecode(bytes, cv::IMREAD_GRAYSCALE));
}

double meanDifference(const std::vector<float>& a, const std::vector<float>& b)
{
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += std::abs(a[i] - b[i]);
    return sum / static_cast<double>(a.size());
}

} // namespace

class TestJpegLosses : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theyAreThoseOfAFile_data()
    {
        QTest::addColumn<int>("size");
        QTest::addColumn<int>("quality");
        for (const int size : {64, 70}) // whole blocks, and blocks beyond the edge
            for (const int quality : {20, 49, 50, 80, 95})
                QTest::addRow("%d pixels, quality %d", size, quality) << size << quality;
    }

    void theyAreThoseOfAFile()
    {
        QFETCH(int, size);
        QFETCH(int, quality);
        const cv::Mat image = picture(size);
        const auto before = greysOf(image);
        auto lost = before;
        loseToJpeg(lost, size, quality);
        const auto file = throughAFile(image, quality);
        // A file has whole 255ths, which are a quarter off in the mean, and its transform works on
        // whole numbers, which matters most where the steps are smallest.
        QVERIFY2(meanDifference(lost, file) < 0.6 / 255,
                 qPrintable(QString::number(meanDifference(lost, file) * 255)));
        QVERIFY(meanDifference(before, lost) > 4 * meanDifference(lost, file) || quality > 90);
    }

    void betterQualityLosesLess()
    {
        const cv::Mat image = picture(64);
        const auto before = greysOf(image);
        double last = 1;
        for (const int quality : {1, 20, 50, 80, 100}) {
            auto lost = before;
            loseToJpeg(lost, 64, quality);
            const double now = meanDifference(before, lost);
            QVERIFY(now < last);
            last = now;
        }
        QVERIFY(last < 0.5 / 255);
    }

    void greysStayWithinTheirRange()
    {
        std::vector<float> greys(64 * 64);
        for (std::size_t i = 0; i < greys.size(); ++i)
            greys[i] = (i / 64 + i % 64) % 9 == 0 ? 1.0F : 0.0F;
        loseToJpeg(greys, 64, 20);
        for (const float grey : greys)
            QVERIFY(grey >= 0 && grey <= 1);
    }
};

QTEST_GUILESS_MAIN(TestJpegLosses)
#include "test_jpeg_losses.moc"
