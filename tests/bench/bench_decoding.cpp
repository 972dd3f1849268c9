// SPDX-License-Identifier: GPL-3.0-or-later
// What a process for each file costs (decision 0049): files read by the service and by the readers
// in this program, in alternation; medians, in ms. Files in the disk cache. Figures, never pass or
// fail.
//   bench_decoding [ROUNDS]
#include "core/base/data_dirs.h"
#include "core/imaging/reading/preview.h"
#include "core/imaging/reading/reader.h"
#include "core/isolation/decoder.h"
#include "core/isolation/decoding_service.h"
#include "tests/support/dicom_writer.h"
#include "tests/support/phantom.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <functional>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

double medianOf(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values.at(values.size() / 2);
}

double timeOf(const std::function<bool()>& work)
{
    QElapsedTimer clock;
    clock.start();
    if (!work())
        qFatal("a file could not be read");
    return double(clock.nsecsElapsed()) / 1e6;
}

QString writeChest(const QTemporaryDir& folder, int side)
{
    test::DicomSpec spec;
    spec.columns = spec.rows = side;
    spec.bitsStored = 16;
    spec.highBit = 15;
    spec.transferSyntax = "1.2.840.10008.1.2.1";
    spec.values = test::drawChest(side, side, 60000);
    const QString path = folder.filePath(u"%1.dcm"_s.arg(side));
    QFile file(path);
    const QByteArray bytes = test::writeDicom(spec);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(path));
    return path;
}

void compare(DecodingService& service, const char* what, const QString& path, int rounds)
{
    std::vector<double> here;
    std::vector<double> there;
    for (int i = 0; i <= rounds; ++i) {
        const double inside = timeOf([&] { return readRadiograph(path).hasValue(); });
        const double outside = timeOf([&] { return service.radiograph(path).hasValue(); });
        if (i == 0)
            continue; // warms up
        here.push_back(inside);
        there.push_back(outside);
    }
    std::printf("%-28s in the program %7.2f, by the service %7.2f, difference %6.2f\n", what,
                medianOf(here), medianOf(there), medianOf(there) - medianOf(here));
}

} // namespace

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 30;
    const QTemporaryDir folder;
    DecodingService service(decoderProgram());
    std::printf("start of the template        %7.2f\n",
                timeOf([&] { return service.layers().hasValue(); }));
    std::vector<double> forks;
    for (int i = 0; i < rounds; ++i)
        forks.push_back(timeOf([&] { return service.layers().hasValue(); }));
    std::printf("a fork that reads nothing    %7.2f\n", medianOf(forks));
    compare(service, "DICOM of 64 x 64", writeChest(folder, 64), rounds);
    compare(service, "sample of 1024 x 1024", samplesDir() + u"/average-covid.dcm"_s, rounds);
    compare(service, "DICOM of 3000 x 3000, 16 bits", writeChest(folder, 3000), rounds);
    return 0;
}
