// SPDX-License-Identifier: GPL-3.0-or-later
// Seconds and peak memory of indexing a folder tree of pictures of 448 x 448 pixels, cold and from
// the cache, and of the search for duplicates alone. The pictures are made in a temporary folder
// first (on TMPDIR; 1.4 GB for 50,000).
//   bench_dataset --benchmark_filter=50000
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/dataset/dataset_index.h"
#include "core/dataset/similar_pictures.h"
#include "tests/support/phantom.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <benchmark/benchmark.h>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <fstream>
#include <map>
#include <string>

using namespace ccad;

namespace {

constexpr int side = 448;

/// A smooth field of random values.
cv::Mat field(Random& random, int knots, double reach)
{
    cv::Mat coarse(knots, knots, CV_32F);
    for (float& value : cv::Mat_<float>(coarse))
        value = static_cast<float>(random.uniform(-reach, reach));
    cv::Mat fine;
    cv::resize(coarse, fine, {side, side}, 0, 0, cv::INTER_CUBIC);
    return fine;
}

/// A drawn chest of a build and under a light of its own, with grain.
cv::Mat picture(const cv::Mat& chest, std::uint64_t seed)
{
    Random random(seed);
    cv::Mat x = field(random, 6, 60);
    cv::Mat y = field(random, 6, 60);
    for (int row = 0; row < side; ++row)
        for (int column = 0; column < side; ++column) {
            x.at<float>(row, column) += static_cast<float>(column);
            y.at<float>(row, column) += static_cast<float>(row);
        }
    cv::Mat warped;
    cv::remap(chest, warped, x, y, cv::INTER_LINEAR, cv::BORDER_REFLECT);
    cv::Mat result;
    cv::add(warped, field(random, 12, 60), result, cv::noArray(), CV_32F);
    for (float& value : cv::Mat_<float>(result))
        value += static_cast<float>(random.next() % 13) - 6;
    result.convertTo(result, CV_8U);
    return result;
}

void writePictures(const QString& folder, int count)
{
    const std::vector<std::int32_t> drawn = test::drawChest(side, side, 255);
    cv::Mat chest;
    cv::Mat(side, side, CV_32S, const_cast<std::int32_t*>(drawn.data())).convertTo(chest, CV_32F);
    for (const QString& name : {QStringLiteral("a"), QStringLiteral("b")})
        QDir(folder).mkpath(name);
    parallelFor(static_cast<std::size_t>(count), [&](std::size_t i) {
        std::vector<std::uint8_t> bytes;
        cv::imencode(".jpg", picture(chest, derivedSeed(5, i)), bytes,
                     {cv::IMWRITE_JPEG_QUALITY, 88});
        QFile file(QStringLiteral("%1/%2/%3.jpg")
                       .arg(folder, i % 2 == 0 ? QStringLiteral("a") : QStringLiteral("b"))
                       .arg(i));
        if (!file.open(QIODevice::WriteOnly)
            || file.write(reinterpret_cast<const char*>(bytes.data()),
                          static_cast<qint64>(bytes.size()))
                != static_cast<qint64>(bytes.size()))
            qFatal("cannot write %s", qPrintable(file.fileName()));
    });
}

/// The folder with that many pictures, made at the first call.
const QString& folderOf(int count)
{
    static std::map<int, std::unique_ptr<QTemporaryDir>> folders;
    static std::map<int, QString> paths;
    if (!folders.contains(count)) {
        folders[count] = std::make_unique<QTemporaryDir>();
        paths[count] = folders[count]->filePath(QStringLiteral("set"));
        writePictures(paths[count], count);
    }
    return paths[count];
}

void resetPeakMemory()
{
    std::ofstream("/proc/self/clear_refs") << 5;
}

double peakMegabytes()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:"))
            return std::stod(line.substr(6)) / 1024;
    return 0;
}

void indexing(benchmark::State& state, bool cached)
{
    const auto count = static_cast<int>(state.range(0));
    IndexRequest request;
    request.path = folderOf(count);
    request.cacheFile = request.path + QStringLiteral(".cache");
    QFile::remove(request.cacheFile);
    if (cached && !indexDataset(request))
        qFatal("the set cannot be indexed");
    resetPeakMemory();
    int read = 0;
    for (auto _ : state) {
        if (!cached)
            QFile::remove(request.cacheFile);
        const auto index = indexDataset(request);
        read = index->read;
        if (static_cast<int>(index->dataset.items.size()) != count)
            qFatal("files are missing from the index");
    }
    state.counters["files_read"] = read;
    state.counters["peak_MB"] = peakMegabytes();
    state.counters["ms_per_file"]
        = benchmark::Counter(static_cast<double>(state.iterations() * count) / 1000,
                             benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

/// Of signs that are as alike as those of chest radiographs: each bit differs from a common
/// pattern in three of ten pictures.
void duplicateSearch(benchmark::State& state)
{
    Random random(9);
    std::vector<PictureHash> hashes(static_cast<std::size_t>(state.range(0)));
    for (PictureHash& hash : hashes)
        for (FrequencySigns& signs : hash.signs)
            for (std::uint64_t& word : signs)
                for (int bit = 0; bit < 64; ++bit)
                    word |= std::uint64_t{random.chance(0.3)} << bit;
    for (auto _ : state)
        benchmark::DoNotOptimize(similarPairs(hashes));
}

} // namespace

BENCHMARK_CAPTURE(indexing, cold, false)
    ->Arg(2000)
    ->Arg(50000)
    ->Iterations(1)
    ->UseRealTime()
    ->Unit(benchmark::kSecond);
BENCHMARK_CAPTURE(indexing, cached, true)
    ->Arg(2000)
    ->Arg(50000)
    ->Iterations(1)
    ->UseRealTime()
    ->Unit(benchmark::kSecond);
BENCHMARK(duplicateSearch)->Arg(50000)->UseRealTime()->Unit(benchmark::kSecond);
BENCHMARK_MAIN();
