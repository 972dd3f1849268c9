// SPDX-License-Identifier: GPL-3.0-or-later
// write_screening_files FOLDER COUNT dicom|jpeg|png : radiographs for bench_screening.sh, each with
// grain of its own. DICOM: 2048 x 2500 pixels, 12 bits in 16, uncompressed; JPEG: 448 x 448; PNG:
// 224 x 224.
#include "core/base/random.h"
#include "tests/support/dicom_writer.h"
#include "tests/support/phantom.h"

#include <QDir>
#include <QFile>

#include <opencv2/imgcodecs.hpp>

#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>
#include <cstdio>
#include <string>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

struct Kind
{
    const char* name;
    const char* suffix;
    int columns;
    int rows;
    int highest;
};
constexpr Kind kinds[] = {{"dicom", ".dcm", 2048, 2500, 4095},
                          {"jpeg", ".jpg", 448, 448, 255},
                          {"png", ".png", 224, 224, 255}};

std::vector<std::int32_t> grained(std::vector<std::int32_t> values, int highest, int seed)
{
    auto state = std::uint32_t(seed) * 2654435761U + 1;
    const int grain = std::max(2, highest / 128);
    for (std::int32_t& value : values) {
        state = state * 1664525U + 1013904223U;
        value = std::clamp(value + int(state >> 20) % grain - grain / 2, 0, highest);
    }
    return values;
}

QByteArray dicomBytes(const Kind& kind, std::vector<std::int32_t> values, int number)
{
    test::DicomSpec spec;
    spec.columns = kind.columns;
    spec.rows = kind.rows;
    spec.values = std::move(values);
    spec.tags = [number](DcmDataset& dataset) {
        const std::string uid = "1.2.826.0.1.3680043.10.1.9." + std::to_string(number + 1);
        dataset.putAndInsertString(DCM_SOPInstanceUID, uid.c_str());
    };
    return test::writeDicom(spec);
}

QByteArray pictureBytes(const Kind& kind, const std::vector<std::int32_t>& values)
{
    cv::Mat image(kind.rows, kind.columns, CV_8UC1);
    std::copy(values.begin(), values.end(), image.begin<std::uint8_t>());
    std::vector<uchar> bytes;
    cv::imencode(kind.suffix, image, bytes);
    return {reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size())};
}

} // namespace

int main(int argc, char* argv[])
{
    const auto* kind = std::find_if(std::begin(kinds), std::end(kinds), [&](const Kind& known) {
        return argc == 4 && std::string(argv[3]) == known.name;
    });
    if (kind == std::end(kinds)) {
        std::fprintf(stderr, "Usage: write_screening_files FOLDER COUNT dicom|jpeg|png\n");
        return 2;
    }
    const QDir folder(QString::fromLocal8Bit(argv[1]));
    const int count = std::stoi(argv[2]);
    const auto chest = test::drawChest(kind->columns, kind->rows, kind->highest);
    for (int i = 0; i < count; ++i) {
        const auto values = grained(chest, kind->highest, i);
        const QByteArray bytes
            = kind->highest > 255 ? dicomBytes(*kind, values, i) : pictureBytes(*kind, values);
        QFile file(folder.filePath(
            u"%1%2"_s.arg(i, 6, 10, QLatin1Char('0')).arg(QLatin1String(kind->suffix))));
        if (!folder.mkpath(u"."_s) || !file.open(QIODevice::WriteOnly)
            || file.write(bytes) != bytes.size()) {
            std::fprintf(stderr, "Cannot write %s.\n", qPrintable(file.fileName()));
            return 1;
        }
    }
    return 0;
}
