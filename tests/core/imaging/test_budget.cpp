// SPDX-License-Identifier: GPL-3.0-or-later
// One budget of memory and one deadline for a reading, in which all libraries share.
#include "core/base/machine_memory.h"
#include "core/imaging/pictures/internal/png_codec.h"
#include "core/imaging/pictures/internal/tiff_decoder.h"
#include "core/imaging/pictures/jpeg_codec.h"
#include "tests/core/imaging/read_bytes.h"
#include "tests/support/dicom_writer.h"
#include "tests/support/phantom.h"

#include <opencv2/imgcodecs.hpp>

#include <QTest>

#include <limits>

#include <sys/resource.h>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;
using imaging::ReadGuard;

namespace {

constexpr qint64 mebibyte = 1 << 20;
constexpr int side = 1024; // a million pixels

QByteArray encoded(const char* suffix, int type, const std::vector<int>& options = {})
{
    cv::Mat picture(side, side, type, cv::Scalar::all(90));
    picture(cv::Rect(100, 100, 300, 300)) = cv::Scalar::all(170);
    std::vector<unsigned char> bytes;
    if (!cv::imencode(suffix, picture, bytes, options))
        qFatal("cannot encode %s", suffix);
    return {reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size())};
}

QByteArray progressive()
{
    return encoded(".jpg", CV_8UC1, {cv::IMWRITE_JPEG_PROGRESSIVE, 1});
}

QByteArray film()
{
    DicomSpec spec;
    spec.columns = side;
    spec.rows = side;
    spec.values = drawChest(side, side, 3000);
    return writeDicom(spec);
}

ReadLimits limitsOf(qint64 bytes)
{
    ReadLimits limits;
    limits.memoryBytes = bytes;
    return limits;
}

/// A guard whose time is up.
ReadLimits noTime()
{
    ReadLimits limits;
    limits.timeoutMs = -1;
    return limits;
}

} // namespace

class TestImagingBudget final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aBudgetIsTakenFromUntilItIsEmpty()
    {
        const ReadGuard guard(limitsOf(100), {});
        QVERIFY(guard.take(60));
        QCOMPARE(guard.left(), qint64{40});
        QVERIFY(guard.take(40));
        const auto more = guard.take(1);
        QVERIFY(!more);
        QCOMPARE(more.error().code, ErrorCode::TooLarge);
        QVERIFY(!guard.take(1)); // it does not come back
        for (const std::optional<qint64> absurd :
             {std::optional<qint64>(), std::optional<qint64>(-1),
              std::optional<qint64>(std::numeric_limits<qint64>::max())})
            QVERIFY(!ReadGuard(limitsOf(100), {}).take(absurd));
    }

    void theBudgetIsAPartOfTheMachine()
    {
        const qint64 all = machineMemory();
        QVERIFY(all >= 64 * mebibyte);
        QVERIFY(memoryOfOneReading() <= all / 4);
        QVERIFY(memoryOfOneReading() <= qint64{4} << 30);
        QCOMPARE(ReadLimits().memoryBytes, memoryOfOneReading());
        rlimit before{};
        QCOMPARE(getrlimit(RLIMIT_AS, &before), 0);
        rlimit little = before;
        little.rlim_cur = rlim_t(48 * mebibyte);
        // Nothing that may need memory stands between the two.
        const int isSet = setrlimit(RLIMIT_AS, &little);
        const qint64 limited = machineMemory();
        const int isReset = setrlimit(RLIMIT_AS, &before);
        QCOMPARE(isSet, 0);
        QCOMPARE(isReset, 0);
        QCOMPARE(limited, 48 * mebibyte);
    }

    void everyFormatKeepsToTheBudget_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<qint64>("tooLittle");
        QTest::newRow("PNG") << encoded(".png", CV_8UC1) << 2 * mebibyte;
        QTest::newRow("PNG of 16 bits in colour") << encoded(".png", CV_16UC3) << 7 * mebibyte;
        QTest::newRow("JPEG") << encoded(".jpg", CV_8UC1) << 2 * mebibyte;
        QTest::newRow("JPEG in colour") << encoded(".jpg", CV_8UC3) << 4 * mebibyte;
        QTest::newRow("progressive JPEG") << progressive() << 2 * mebibyte;
        QTest::newRow("BMP") << encoded(".bmp", CV_8UC1) << 2 * mebibyte;
        QTest::newRow("TIFF") << encoded(".tiff", CV_8UC1) << 2 * mebibyte;
        QTest::newRow("TIFF of 16 bits") << encoded(".tiff", CV_16UC1) << 3 * mebibyte;
        QTest::newRow("DICOM") << film() << 3 * mebibyte;
    }

    void everyFormatKeepsToTheBudget()
    {
        QFETCH(const QByteArray, content);
        QFETCH(const qint64, tooLittle);
        QVERIFY(content.size() < tooLittle); // it is not the file that is too large
        const auto whole = readBytes(content);
        QVERIFY2(whole, qPrintable(messageOf(whole)));
        const auto refused = readBytes(content, limitsOf(tooLittle));
        QVERIFY(!refused);
        QVERIFY2(refused.error().message.contains(
                     u"more than the %1 MiB of memory"_s.arg(tooLittle / mebibyte)),
                 qPrintable(refused.error().message));
        QCOMPARE(refused.error().code, ErrorCode::TooLarge);
    }

    void aFileLargerThanTheBudgetIsNotRead()
    {
        const auto refused = readBytes(QByteArray(3 * mebibyte, 'x'), limitsOf(2 * mebibyte));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::TooLarge);
    }

    void libjpegKeepsToTheBudgetByItself()
    {
        // Reduced, the picture takes next to nothing, but all coefficients of its scans are kept.
        const ReadGuard little(limitsOf(mebibyte), {});
        const auto baseline = imaging::decodeJpeg(encoded(".jpg", CV_8UC1), 8, little);
        QVERIFY(baseline && !baseline->empty());
        const ReadGuard again(limitsOf(mebibyte), {});
        const auto refused = imaging::decodeJpeg(progressive(), 8, again);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::TooLarge);
        const ReadGuard enough({}, {});
        const auto read = imaging::decodeJpeg(progressive(), 8, enough);
        QVERIFY(read && !read->empty());
    }

    void everyDecoderStopsWhenTheTimeIsUp()
    {
        const ReadGuard over(noTime(), {});
        QVERIFY(over.isOver());
        ReaderNotes notes;
        QCOMPARE(imaging::decodePng(encoded(".png", CV_8UC1), over).error().code,
                 ErrorCode::TimedOut);
        QCOMPARE(imaging::decodeJpeg(progressive(), 1, over).error().code, ErrorCode::TimedOut);
        QCOMPARE(imaging::decodeTiff(encoded(".tiff", CV_8UC1), {}, notes, over).error().code,
                 ErrorCode::TimedOut);
        QCOMPARE(imaging::decodeTiff(encoded(".tiff", CV_16UC1), {}, notes, over).error().code,
                 ErrorCode::TimedOut);
    }

    void everyDecoderStopsWhenItIsCancelled()
    {
        CancelToken token;
        const ReadGuard guard({}, token);
        QVERIFY(!guard.isOver());
        token.cancel();
        QVERIFY(guard.isOver());
        QCOMPARE(imaging::decodePng(encoded(".png", CV_8UC1), guard).error().code,
                 ErrorCode::Cancelled);
        QCOMPARE(imaging::decodeJpeg(encoded(".jpg", CV_8UC1), 1, guard).error().code,
                 ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestImagingBudget)
#include "test_budget.moc"
