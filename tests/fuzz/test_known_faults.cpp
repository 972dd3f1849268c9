// SPDX-License-Identifier: GPL-3.0-or-later
// Of each kind of fault that was found in other readers of such files in 2025 and 2026, one file:
// what CCAD makes of it, and that it takes neither long nor much memory.
#include "core/base/files.h"
#include "core/imaging/reading/reader.h"
#include "core/intake/archive.h"
#include "core/weights/weight_file.h"
#include "tests/support/known_faults.h"

#include <QDir>
#include <QFile>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

void addRows(const std::vector<KnownFault>& faults)
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<Expected>("expected");
    QTest::addColumn<QString>("words");
    for (const KnownFault& fault : faults)
        QTest::newRow(fault.name) << fault.bytes << fault.expected << fault.words;
}

/// Highest so far, in bytes.
qint64 memoryPeak()
{
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray& line : status.readAll().split('\n'))
        if (line.startsWith("VmHWM:"))
            return line.simplified().split(' ').value(1).toLongLong() * 1024;
    return 0;
}

} // namespace

class TestKnownFaults : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString write(const QByteArray& bytes) const
    {
        const QString path = m_folder.filePath(u"input"_s);
        if (const auto done = writeFileAtomically(path, bytes); !done)
            qFatal("%s", qPrintable(done.error().message));
        return path;
    }
    /// Checks what came out: nothing, or an error; `said` are the words of either.
    static void check(const std::optional<Error>& error, const QString& said)
    {
        QFETCH(Expected, expected);
        QFETCH(QString, words);
        if (expected == Expected::Good)
            QVERIFY2(!error, error ? qPrintable(error->message) : "");
        if (expected == Expected::Bad)
            QVERIFY2(error, "nobody noticed the fault");
        const QString all = error ? error->message : said;
        QVERIFY2(words.isEmpty() || all.contains(words), qPrintable(all));
        QVERIFY2(!error || error->message.endsWith(u'.'), qPrintable(all));
    }

private Q_SLOTS:
    void pictures_data()
    {
        std::vector<KnownFault> faults = knownDicomFaults();
        const std::vector<KnownFault> others = knownPictureFaults();
        faults.insert(faults.end(), others.begin(), others.end());
        addRows(faults);
    }
    void pictures()
    {
        QFETCH(QByteArray, bytes);
        const auto read = readRadiograph(write(bytes));
        check(read ? std::nullopt : std::optional(read.error()),
              read ? read->notes.join(u' ') : QString());
    }

    void archives_data() { addRows(knownArchiveFaults()); }
    void archives()
    {
        QFETCH(QByteArray, bytes);
        const QString out = m_folder.filePath(u"out"_s);
        QDir(out).removeRecursively();
        QVERIFY(QDir().mkpath(out));
        const auto folder = OpenFolder::open(out);
        QVERIFY(folder);
        UnpackUsage usage;
        const auto unpacked = unpackArchive(write(bytes), *folder, {}, usage);
        std::optional<Error> error;
        if (!unpacked)
            error = unpacked.error();
        else
            for (const UnpackedFile& file : unpacked->files) {
                if (file.problem)
                    error = file.problem;
                else
                    QCOMPARE(QFileInfo(file.path).absolutePath(), out);
            }
        check(error, {});
        QVERIFY(!QFile::exists(m_folder.filePath(u"outside.dcm"_s)));
    }

    void weights_data() { addRows(knownWeightFaults()); }
    void weights()
    {
        QFETCH(QByteArray, bytes);
        const auto read = readWeights(write(bytes));
        check(read ? std::nullopt : std::optional(read.error()), {});
        QVERIFY(!QFile::exists(u"ccad-was-here"_s));
    }

    void kindsHaveNamesAndRecords()
    {
        QSet<QByteArray> names;
        for (const auto& faults :
             {knownDicomFaults(), knownPictureFaults(), knownArchiveFaults(), knownWeightFaults()})
            for (const KnownFault& fault : faults) {
                QVERIFY2(!names.contains(fault.name), fault.name);
                names << fault.name;
                const QString records = QString::fromLatin1(fault.records);
                QVERIFY2(records.contains(u"CVE-202"_s) || records.contains(u"OSV-202"_s),
                         fault.name);
            }
        for (const char* library :
             {"DCMTK", "Orthanc", "GDCM", "OpenJPEG", "libpng", "libtiff", "PyTorch"}) {
            qsizetype found = 0;
            for (const auto& faults : {knownDicomFaults(), knownPictureFaults(),
                                       knownArchiveFaults(), knownWeightFaults()})
                found += std::count_if(faults.begin(), faults.end(), [&](const KnownFault& fault) {
                    return QByteArray(fault.records).contains(library);
                });
            QVERIFY2(found > 0, library);
        }
    }

    void memoryStaysWithinBounds()
    {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        QSKIP("a sanitizer takes memory of its own");
#endif
        // The last one to run: what all the others took together.
        QVERIFY2(memoryPeak() < qint64{512} << 20, qPrintable(QString::number(memoryPeak())));
    }
};

QTEST_GUILESS_MAIN(TestKnownFaults)
#include "test_known_faults.moc"
