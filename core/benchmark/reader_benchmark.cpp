// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/benchmark/reader_benchmark.h"

#include "core/benchmark/internal/reader_files.h"
#include "core/benchmark/internal/repeated_time.h"
#include "core/imaging/reading/reader.h"

#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

using benchmark::Drawing;
using benchmark::Encoding;

Result<ReaderTime> timeReader(const QString& path, const Preprocessor& preprocess, int repetitions,
                              const CancelToken& cancel)
{
    ReaderTime time;
    Result<void> done;
    time.ms = benchmark::medianMs(repetitions, [&] {
        if (!done)
            return;
        if (const auto radiograph = readRadiograph(path, {}, cancel); !radiograph)
            done = radiograph.error();
    });
    time.networkMs = benchmark::medianMs(repetitions, [&] {
        if (!done)
            return;
        if (const auto reduced = readReduced(path, preprocess.readSize(), {}, cancel); reduced)
            (void)preprocess(*reduced);
        else
            done = reduced.error();
    });
    if (!done)
        return done.error();
    return time;
}

struct Case
{
    Encoding encoding;
    int columns;
    int rows;
};

} // namespace

Result<std::vector<ReaderTime>> timeReaders(const PreprocessSpec& spec, int columns, int rows,
                                            int repetitions, const CancelToken& cancel,
                                            const Progress& progress)
{
    std::vector<Case> cases;
    for (const Encoding encoding :
         {Encoding::Uncompressed, Encoding::Rle, Encoding::JpegLossless, Encoding::JpegLs,
          Encoding::Jpeg2000, Encoding::JpegInDicom, Encoding::Jpeg})
        cases.push_back({encoding, columns, rows});
    for (const Encoding encoding : {Encoding::Png8, Encoding::Jpeg})
        cases.push_back({encoding, spec.inputSize, spec.inputSize});
    const Preprocessor preprocess(spec);
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"picture"_s);
    std::vector<ReaderTime> times;
    for (const Case& each : cases) {
        const QString name = benchmark::nameOf(each.encoding);
        if (progress)
            progress(static_cast<qint64>(times.size()) + 1, static_cast<qint64>(cases.size()),
                     name);
        const Drawing drawing = benchmark::drawRadiograph(each.columns, each.rows);
        if (auto written = benchmark::writeDrawing(drawing, each.encoding, path); !written)
            return written.error();
        auto time = timeReader(path, preprocess, repetitions, cancel);
        if (!time)
            return time.error();
        time->format = name;
        time->width = each.columns;
        time->height = each.rows;
        times.push_back(*std::move(time));
    }
    return times;
}

} // namespace ccad
