// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/known_faults.h"

#include "tests/core/intake/tar_writer.h"
#include "tests/core/intake/zip_writer.h"
#include "tests/support/bombs.h"
#include "tests/support/torch_writer.h"

#include <QTemporaryDir>
#include <QtEndian>

using namespace Qt::StringLiterals;

namespace ccad::test {

namespace {

QByteArray zipOf(const ZipEntries& entries)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"archive"_s);
    writeZip(path, entries);
    return contentOf(path);
}

/// A ZIP archive whose list says that its file is far longer than its data are.
QByteArray lyingZip()
{
    QByteArray zip = zipOf({{"picture.dcm", QByteArray(100, 'x')}});
    const qsizetype entry = zip.indexOf("PK\x01\x02");
    qToLittleEndian<quint32>(0xFFFFFFFE, zip.data() + entry + 24);
    return zip;
}

} // namespace

std::vector<KnownFault> knownArchiveFaults()
{
    // Not of zeros, which are a tar archive without members and are not read further.
    const QByteArray film(16 << 20, 'x');
    return {
        {"zip-that-lies-about-a-size", "Orthanc CVE-2026-5439", lyingZip(), Expected::Bad,
         u"not as long as the archive says"_s},
        {"zip-that-grows", "Orthanc CVE-2026-5439", inflatingZip(16), Expected::Bad},
        {"gzip-that-grows", "Orthanc CVE-2026-5438", gzipOf(gzipOf(film)), Expected::Bad,
         u"times its packed size"_s},
        {"members-that-lead-outside", "DCMTK CVE-2026-50003, CVE-2026-52868",
         zipOf({{"../../outside.dcm", "1"}, {"/etc/outside.dcm", "2"}, {"C:\\outside.dcm", "3"}}),
         Expected::Good},
        {"tar-members-that-lead-outside", "DCMTK CVE-2026-50003, CVE-2026-52868",
         tarOf({{"../../outside.dcm", "1"}, {"/etc/outside.dcm", "2"}}), Expected::Good},
    };
}

std::vector<KnownFault> knownWeightFaults()
{
    return {
        {"pickle-that-runs-a-command", "PyTorch CVE-2025-32434",
         torchZip("cposix\nsystem\n(S'touch ccad-was-here'\ntR.", {}), Expected::Bad,
         u"posix.system"_s},
        {"pickle-that-stretches-a-tensor", "PyTorch CVE-2026-24747",
         torchZip(tensorPickle(1 << 28), QByteArray(4, '\0')), Expected::Bad, u"is too large"_s},
    };
}

} // namespace ccad::test
