// SPDX-License-Identifier: GPL-3.0-or-later
// Seconds and peak memory of indexing a folder tree of pictures of 448 x 448 pixels, cold and from
// the cache, and of the search for duplicates alone. The pictures are made in a temporary folder
// first (on TMPDIR; 1.4 GB for 50,000).
//   bench_dataset --benchmark_filter=50000
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/dataset/dataset_index.h"
#include "core/dataset/internal/similar_pictures.h"
#include "tests/support/varied_chest.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <benchmark/benchmark.h>

#include <fstream>
#include <map>
#include <string>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

void writePictures(const QString& folder, int count)
{
    for (const QString& name : {u"a"_s, u"b"_s})
        QDir(folder).mkpath(name);
    parallelFor(static_cast<std::size_t>(count), [&](std::size_t i) {
        QFile file(u"%1/%2/%3.jpg"_s.arg(folder, i % 2 == 0 ? u"a"_s : u"b"_s).arg(i));
        const QByteArray bytes = test::jpegOf(test::variedChest(448, derivedSeed(5, i)));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
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
        paths[count] = folders[count]->filePath(u"set"_s);
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
    request.cacheFile = request.path + u".cache"_s;
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
