// SPDX-License-Identifier: GPL-3.0-or-later
// compare_reduced MODEL FACTOR COUNT FILE... : how much probabilities change when pictures are
// decoded at a reduced size. Each of COUNT pictures, spread over the files, is enlarged by FACTOR
// with grain and written anew as JPEG 2000 (lossless and 10:1, with and without a window) and JPEG,
// in DICOM and bare; then read whole and reduced. Prints for each kind the largest and the mean
// difference of probabilities, labels and findings that changed, and the times.
#include "core/base/random.h"
#include "core/imaging/reading/reader.h"
#include "core/inference/classifier.h"
#include "tests/support/dicom_writer.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <dcmtk/dcmdata/dctk.h>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

struct Kind
{
    const char* name;
    const char* syntax; ///< null: a bare JPEG
    double rate;
    bool window;
};
constexpr Kind kinds[] = {{"J2K lossless 12 bit, window", "1.2.840.10008.1.2.4.90", 0, true},
                          {"J2K lossless 12 bit, no window", "1.2.840.10008.1.2.4.90", 0, false},
                          {"J2K 10:1 12 bit, window", "1.2.840.10008.1.2.4.91", 10, true},
                          {"J2K 10:1 12 bit, no window", "1.2.840.10008.1.2.4.91", 10, false},
                          {"JPEG 8 bit in DICOM", "1.2.840.10008.1.2.4.50", 0, true},
                          {"JPEG 8 bit", nullptr, 0, false}};

/// Of 12 bits.
std::vector<std::int32_t> enlarged(const Radiograph& radiograph, int factor, cv::Size& size)
{
    cv::Mat small(radiograph.rows, radiograph.columns, CV_16UC1,
                  const_cast<std::uint16_t*>(radiograph.pixels->data()));
    cv::Mat large;
    small.convertTo(large, CV_32F, 4095.0 / radiograph.bits.highest());
    if (factor > 1)
        cv::resize(large, large, {}, factor, factor, cv::INTER_CUBIC);
    size = large.size();
    Random random(static_cast<std::uint64_t>(radiograph.columns));
    std::vector<std::int32_t> values;
    for (auto pixel = large.begin<float>(); pixel != large.end<float>(); ++pixel) {
        const int grain = factor > 1 ? static_cast<int>(random.below(41)) - 20 : 0;
        values.push_back(std::clamp(static_cast<int>(std::lround(*pixel)) + grain, 0, 4095));
    }
    return values;
}

QByteArray dicom(const Kind& kind, std::vector<std::int32_t> values, cv::Size size)
{
    test::DicomSpec spec;
    spec.columns = size.width;
    spec.rows = size.height;
    spec.transferSyntax = kind.syntax;
    spec.jpeg2000Rate = kind.rate;
    const bool isJpeg = std::string(kind.syntax).ends_with(".50");
    if (isJpeg) {
        spec.bitsAllocated = spec.bitsStored = 8;
        spec.highBit = 7;
        for (std::int32_t& value : values)
            value >>= 4;
    }
    spec.values = std::move(values);
    const bool window = kind.window;
    spec.tags = [window, isJpeg](DcmDataset& dataset) {
        if (!window)
            return;
        dataset.putAndInsertString(DCM_WindowCenter, isJpeg ? "128" : "2048");
        dataset.putAndInsertString(DCM_WindowWidth, isJpeg ? "256" : "4096");
    };
    return test::writeDicom(spec);
}

QByteArray jpeg(const std::vector<std::int32_t>& values, cv::Size size)
{
    cv::Mat image(size, CV_8UC1);
    std::transform(values.begin(), values.end(), image.begin<std::uint8_t>(),
                   [](std::int32_t value) { return static_cast<std::uint8_t>(value >> 4); });
    std::vector<uchar> bytes;
    cv::imencode(".jpg", image, bytes, {cv::IMWRITE_JPEG_QUALITY, 90});
    return {reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size())};
}

struct Tally
{
    int count = 0;
    int reduced = 0;
    int labels = 0;
    int findings = 0;
    double largest = 0;
    double sum = 0;
    double wholeMs = 0;
    double reducedMs = 0;

    void add(const Prediction& a, const Prediction& b, const ModelManifest& manifest)
    {
        const auto best = [](const Prediction& p) {
            return std::max_element(p.probabilities.begin(), p.probabilities.end())
                - p.probabilities.begin();
        };
        const auto positive = static_cast<std::size_t>(manifest.positiveClass);
        double differs = 0;
        for (std::size_t i = 0; i < a.probabilities.size(); ++i)
            differs = std::max(differs, std::abs(double{a.probabilities[i]} - b.probabilities[i]));
        ++count;
        labels += best(a) != best(b) ? 1 : 0;
        findings += (a.probabilities[positive] >= manifest.threshold)
                != (b.probabilities[positive] >= manifest.threshold)
            ? 1
            : 0;
        largest = std::max(largest, differs);
        sum += differs;
    }
};

double timed(double& total, const std::function<void()>& work)
{
    QElapsedTimer clock;
    clock.start();
    work();
    return total += static_cast<double>(clock.nsecsElapsed()) / 1e6;
}

void compare(const QString& path, const Classifier& classifier, const ReadSize& size, Tally& tally)
{
    const Preprocessor preprocess(classifier.manifest().preprocess);
    std::optional<Radiograph> whole;
    std::optional<ReducedRadiograph> reduced;
    timed(tally.wholeMs, [&] { whole = *readRadiograph(path); });
    timed(tally.reducedMs, [&] { reduced = *readReduced(path, size); });
    tally.reduced += reduced->isWhole() ? 0 : 1;
    tally.add(*classifier.predict(preprocess(*whole)), *classifier.predict(preprocess(*reduced)),
              classifier.manifest());
}

} // namespace

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    if (argc < 5) {
        std::fprintf(stderr, "Usage: compare_reduced MODEL FACTOR COUNT FILE...\n");
        return 2;
    }
    const auto classifier = Classifier::load(QString::fromLocal8Bit(argv[1]));
    const int factor = std::stoi(argv[2]);
    const int count = std::stoi(argv[3]);
    const int files = argc - 4;
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"picture"_s);
    ReadSize size = Preprocessor(classifier.value()->manifest().preprocess).readSize();
    if (const char* side = std::getenv("SIDE"))
        size.shorterSide = std::stoi(side);
    std::vector<Tally> tallies(std::size(kinds));
    for (int i = 0; i < count; ++i) {
        const auto radiograph = readRadiograph(
            QString::fromLocal8Bit(argv[4 + static_cast<std::ptrdiff_t>(i) * files / count]));
        cv::Size picture;
        const auto values = enlarged(*radiograph, factor, picture);
        for (std::size_t k = 0; k < std::size(kinds); ++k) {
            QFile file(path);
            if (!file.open(QIODevice::WriteOnly))
                return 1;
            file.write(kinds[k].syntax ? dicom(kinds[k], values, picture) : jpeg(values, picture));
            file.close();
            compare(path, **classifier, size, tallies[k]);
        }
    }
    for (std::size_t k = 0; k < std::size(kinds); ++k) {
        const Tally& t = tallies[k];
        std::printf("%-32s %d, %d reduced: largest %.5f, mean %.6f, labels %d, findings %d; read "
                    "%.1f ms whole, %.1f ms reduced\n",
                    kinds[k].name, t.count, t.reduced, t.largest, t.sum / t.count, t.labels,
                    t.findings, t.wholeMs / t.count, t.reducedMs / t.count);
    }
    return 0;
}
