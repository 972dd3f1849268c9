// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/data_dirs.h"
#include "core/base/files.h"
#include "core/imaging/reading/reader.h"
#include "core/isolation/decoder.h"
#include "core/lungs/preprocessor_for.h"
#include "tests/support/dicom_writer.h"
#include "tests/support/environment.h"
#include "tests/support/phantom.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <thread>

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

QString sample()
{
    return samplesDir() + u"/average-covid.dcm"_s;
}

PreprocessSpec lungSpec()
{
    PreprocessSpec spec;
    spec.lungs.crop = LungPreparation::Crop::Lungs;
    const auto installed = withInstalledLungs(spec);
    return installed ? *installed : spec;
}

/// This thread, and what it starts, lives on a kernel without that call.
void takeAway(long call)
{
    std::array program{
        sock_filter BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(call), 0, 1),
        sock_filter BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
        sock_filter BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
        || syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter) != 0)
        qFatal("this test needs seccomp");
}

} // namespace

/// The real program reads all that it should while it can open nothing.
class TestDecoderConfined : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void allCharacterSets_data();
    void allCharacterSets();
    void whatIsNoFileIsSaid();
    void isLockedDown();
    void environmentsThatAskForMore_data();
    void environmentsThatAskForMore();
    void withoutSeccompNothingIsDecodedUnlessTold();
    void withoutLandlockFilesAreDecoded();
    void withoutNamespacesFilesAreDecoded();

private:
    QTemporaryDir m_folder;
};

void TestDecoderConfined::initTestCase()
{
    QVERIFY2(!decoderProgram().isEmpty(), "ccad-decoder is not built");
    if (!isConfinable)
        QSKIP("Nothing confines a program with a sanitizer.");
}

void TestDecoderConfined::allCharacterSets_data()
{
    QTest::addColumn<QByteArray>("charset");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QString>("expected"); // a part of the name
    struct Set
    {
        const char* number; ///< of the ISO registration
        const char* escape; ///< PS3.3 C.12.1.1.2, without the escape character
        const char* letter;
        char16_t expected;
    };
    for (const Set& set : {Set{"13", ")I", "\xD1", 0xFF91}, Set{"100", "-A", "\xD1", 0xD1},
                           Set{"101", "-B", "\xD1", 0x143}, Set{"109", "-C", "\xD1", 0xD1},
                           Set{"110", "-D", "\xD1", 0x145}, Set{"126", "-F", "\xD1", 0x3A1},
                           Set{"127", "-G", "\xD1", 0x631}, Set{"138", "-H", "\xE1", 0x5D1},
                           Set{"144", "-L", "\xD1", 0x431}, Set{"148", "-M", "\xD1", 0xD1},
                           Set{"166", "-T", "\xD1", 0xE31}}) {
        const QByteArray alone = QByteArray("ISO_IR ") + set.number;
        QTest::newRow(alone) << alone << QByteArray("A^B") + set.letter
                             << u'B' + QString(QChar(set.expected));
        const QByteArray extended = QByteArray("\\ISO 2022 IR ") + set.number;
        QTest::newRow(extended) << extended << QByteArray("A^B\x1B") + set.escape + set.letter
                                << u'B' + QString(QChar(set.expected));
    }
    QTest::newRow("UTF-8") << QByteArray("ISO_IR 192") << QByteArray("A^B\xD0\x98") << u"BИ"_s;
    // The examples of PS3.5, annexes H to K, in short.
    QTest::newRow("Japanese") << QByteArray("\\ISO 2022 IR 87")
                              << QByteArray("Yamada^Tarou=\x1B$B;3ED\x1B(B^\x1B$BB@O:\x1B(B")
                              << u"Yamada^Tarou=山田^太郎"_s;
    QTest::newRow("more Japanese")
        << QByteArray("\\ISO 2022 IR 87\\ISO 2022 IR 159")
        << QByteArray("A=\x1B$B;3ED\x1B(B^\x1B$(D0!\x1B(B") << u"A=山田^丂"_s;
    QTest::newRow("Korean") << QByteArray("\\ISO 2022 IR 149")
                            << QByteArray("Hong=\x1B$)C\xFB\xF3^\x1B$)C\xD1\xCE\xD4\xD7")
                            << u"洪^吉洞"_s;
    QTest::newRow("Chinese") << QByteArray("\\ISO 2022 IR 58")
                             << QByteArray("Zhang=\x1B$)A\xD5\xC5^\x1B$)A\xD0\xA1\xB6\xAB")
                             << u"张^小东"_s;
    for (const char* set : {"GB18030", "GBK"})
        QTest::newRow(set) << QByteArray(set) << QByteArray("Wang=\xCD\xF5^\xD0\xA1\xB6\xAB")
                           << u"王^小东"_s;
}

/// The child cannot load a converter any more when it meets the file.
void TestDecoderConfined::allCharacterSets()
{
    QFETCH(QByteArray, charset);
    QFETCH(QByteArray, name);
    QFETCH(QString, expected);
    DicomSpec dicom;
    dicom.columns = 32;
    dicom.rows = 32;
    dicom.values.assign(32 * 32, 100);
    dicom.values[7] = 900;
    dicom.tags = [&](DcmDataset& dataset) {
        dataset.putAndInsertString(DCM_SpecificCharacterSet, charset.constData());
        dataset.putAndInsertString(DCM_PatientName, name.constData());
        dataset.putAndInsertString(DCM_PatientBirthDate, "19500317");
        dataset.putAndInsertString(DCM_StudyDate, "20200401");
    };
    const QString path = m_folder.filePath(u"name"_s);
    QVERIFY(writeFileAtomically(path, writeDicom(dicom)));
    const auto here = readRadiograph(path);
    QVERIFY2(here, here ? "" : qPrintable(here.error().message));
    QVERIFY2(here->patientName.contains(expected), qPrintable(here->patientName));
    // A child of its own each time: a converter that is open already would be no question.
    Decoder decoder(decoderProgram(), PreprocessSpec{});
    const auto study = decoder.decode(path);
    QVERIFY2(study, study ? "" : qPrintable(study.error().message));
    QCOMPARE(study->facts.patientName, here->patientName);
    QCOMPARE(study->facts.patientAgeYears, here->patientAgeYears);
}

void TestDecoderConfined::whatIsNoFileIsSaid()
{
    const QTemporaryDir folder;
    QVERIFY(mkfifo(QFile::encodeName(folder.filePath(u"pipe"_s)).constData(), 0600) == 0);
    QVERIFY(QFile::link(u"nowhere"_s, folder.filePath(u"dangling"_s)));
    Decoder decoder(decoderProgram(), PreprocessSpec{});
    for (const QString& path : {folder.filePath(u"missing"_s), folder.filePath(u"pipe"_s),
                                folder.filePath(u"dangling"_s), folder.path(), u"/dev/null"_s}) {
        const auto study = decoder.decode(path);
        const auto here = readRadiograph(path);
        QVERIFY2(!study && !here, qPrintable(path));
        QCOMPARE(study.error().code, here.error().code);
        QCOMPARE(study.error().message, here.error().message);
    }
    QCOMPARE(decoder.childPid(), 0); // nobody was needed
    QVERIFY(decoder.decode(sample()));
}

void TestDecoderConfined::isLockedDown()
{
    Decoder decoder(decoderProgram(), lungSpec());
    const auto layers = decoder.layers();
    QVERIFY2(layers, layers ? "" : qPrintable(layers.error().message));
    QVERIFY(layers->areEnough());
    QVERIFY(decoder.decode(sample()));
    // What the kernel says of it.
    QFile status(u"/proc/%1/status"_s.arg(decoder.childPid()));
    QVERIFY(status.open(QIODevice::ReadOnly));
    const QByteArray facts = status.readAll();
    for (const char* line : {"\nNoNewPrivs:\t1\n", "\nSeccomp:\t2\n", "\nThreads:\t1\n",
                             "\nCapEff:\t0000000000000000\n"})
        QVERIFY2(facts.contains(line), facts.constData());
    QFile maps(u"/proc/%1/maps"_s.arg(decoder.childPid()));
    if (!maps.open(QIODevice::ReadOnly))
        return; // only root sees the memory of a locked process
    const QByteArray memory = maps.readAll();
    QVERIFY(memory.contains(" r-xp "));
    QVERIFY2(!memory.contains(" rwx"), memory.constData());
}

void TestDecoderConfined::environmentsThatAskForMore_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("OPJ_NUM_THREADS") << QByteArray("4");
    QTest::newRow("OMP_NUM_THREADS") << QByteArray("4");
    QTest::newRow("OPENBLAS_NUM_THREADS") << QByteArray("4");
    QTest::newRow("GLIBC_TUNABLES") << QByteArray("glibc.malloc.hugetlb=2");
    QTest::newRow("QT_ENABLE_REGEXP_JIT") << QByteArray("1");
    QTest::newRow("TZ") << QByteArray("Asia/Tokyo");
}

/// What a user sets for other programs must not end in a call that ends the child.
void TestDecoderConfined::environmentsThatAskForMore()
{
    QFETCH(QByteArray, value);
    DicomSpec dicom;
    dicom.transferSyntax = "1.2.840.10008.1.2.4.90"; // JPEG 2000, which has threads
    dicom.columns = 1200;
    dicom.rows = 1200;
    dicom.values = drawChest(1200, 1200, 4095);
    dicom.tags = [](DcmDataset& dataset) {
        dataset.putAndInsertString(DCM_PatientBirthDate, "19500317");
        dataset.putAndInsertString(DCM_StudyDate, "20200401");
    };
    const QString path = m_folder.filePath(u"large"_s);
    QVERIFY(writeFileAtomically(path, writeDicom(dicom)));
    const EnvironmentValue set(QTest::currentDataTag(), value);
    Decoder decoder(decoderProgram(), PreprocessSpec{});
    for (int again = 0; again < 3; ++again) { // expressions are compiled when they are used again
        const auto study = decoder.decode(path);
        QVERIFY2(study, study ? "" : qPrintable(study.error().message));
    }
}

void TestDecoderConfined::withoutSeccompNothingIsDecodedUnlessTold()
{
    Result<DecodedStudy> study = Error{};
    Result<DecodedStudy> told = Error{};
    Result<SandboxLayers> layers = Error{};
    std::thread([&] {
        takeAway(SYS_seccomp);
        Decoder decoder(decoderProgram(), PreprocessSpec{});
        study = decoder.decode(sample());
        layers = decoder.layers();
        const EnvironmentValue anyway(allowUnconfined, "1");
        told = decoder.decode(sample());
    }).join();
    QVERIFY(!study);
    QCOMPARE(study.error().code, ErrorCode::Internal);
    QVERIFY2(study.error().message.contains(u"no seccomp"_s)
                 && study.error().message.contains(QString::fromLatin1(allowUnconfined)),
             qPrintable(study.error().message));
    QVERIFY(layers && !layers->seccomp && layers->noNewPrivileges && layers->limits);
    QVERIFY2(told, told ? "" : qPrintable(told.error().message));
}

void TestDecoderConfined::withoutLandlockFilesAreDecoded()
{
    Result<DecodedStudy> study = Error{};
    Result<SandboxLayers> layers = Error{};
    std::thread([&] {
        takeAway(SYS_landlock_create_ruleset);
        Decoder decoder(decoderProgram(), PreprocessSpec{});
        study = decoder.decode(sample());
        layers = decoder.layers();
    }).join();
    QVERIFY2(study, study ? "" : qPrintable(study.error().message));
    QVERIFY(layers && layers->landlock == 0 && layers->areEnough());
}

void TestDecoderConfined::withoutNamespacesFilesAreDecoded()
{
    Result<DecodedStudy> study = Error{};
    Result<SandboxLayers> layers = Error{};
    std::thread([&] {
        takeAway(SYS_unshare);
        Decoder decoder(decoderProgram(), PreprocessSpec{});
        study = decoder.decode(sample());
        layers = decoder.layers();
    }).join();
    QVERIFY2(study, study ? "" : qPrintable(study.error().message));
    QVERIFY(layers && !layers->namespaces && layers->areEnough());
}

QTEST_GUILESS_MAIN(TestDecoderConfined)
#include "test_decoder_confined.moc"
