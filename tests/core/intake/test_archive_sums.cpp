// SPDX-License-Identifier: GPL-3.0-or-later
// Archives and compressed files whose bytes are not what they were when their sums were made.
#include "tests/core/intake/archive_fixture.h"

#include <QRandomGenerator>

#include <archive.h>
#include <archive_entry.h>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

/// The bytes compressed by one of libarchive's filters.
QByteArray packedBy(int filter, const QByteArray& content)
{
    QByteArray packed(2 * content.size() + 4096, '\0');
    std::size_t used = 0;
    archive* a = archive_write_new();
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, "data");
    archive_entry_set_filetype(entry, AE_IFREG);
    const bool isWritten = archive_write_set_format_raw(a) == ARCHIVE_OK
        && archive_write_add_filter(a, filter) == ARCHIVE_OK
        && archive_write_open_memory(a, packed.data(), std::size_t(packed.size()), &used)
            == ARCHIVE_OK
        && archive_write_header(a, entry) == ARCHIVE_OK
        && archive_write_data(a, content.constData(), std::size_t(content.size())) == content.size()
        && archive_write_close(a) == ARCHIVE_OK;
    if (!isWritten)
        qFatal("cannot write a compressed file for the test");
    archive_entry_free(entry);
    archive_write_free(a);
    return packed.left(qsizetype(used));
}

} // namespace

class TestArchiveSums final : public ArchiveFixture
{
    Q_OBJECT

private Q_SLOTS:
    void aCompressedFileWithAWrongSumIsDamaged_data()
    {
        QTest::addColumn<QByteArray>("content");
        const QByteArray packed = gzipOf(QByteArray(3000, 'b') + "the picture");
        const auto changed = [&](qsizetype fromEnd) {
            QByteArray wrong = packed;
            wrong[wrong.size() - fromEnd] = char(wrong[wrong.size() - fromEnd] ^ 1);
            return wrong;
        };
        QTest::newRow("sum") << changed(8);
        QTest::newRow("length") << changed(4);
        QTest::newRow("sum of a second member") << gzipOf("first") + changed(8);
        for (int bytes = 1; bytes <= 8; ++bytes)
            QTest::addRow("cut off by %d", bytes) << packed.chopped(bytes);
    }

    void aCompressedFileWithAWrongSumIsDamaged()
    {
        QFETCH(QByteArray, content);
        m_zip = m_folder.filePath(u"0001.dcm.gz"_s);
        writeBytes(m_zip, content);
        const auto unpacked = unpack();
        const Error error
            = unpacked ? unpacked->files.front().problem.value_or(Error{}) : unpacked.error();
        QVERIFY2(error.message.contains(u"damaged"_s), qPrintable(error.message));
        QVERIFY(leftOver().isEmpty());
    }

    void paddingBehindACompressedFileIsNoDamage()
    {
        m_zip = m_folder.filePath(u"0001.dcm.gz"_s);
        writeBytes(m_zip, gzipOf("the ") + gzipOf("picture") + QByteArray(512, '\0'));
        const auto unpacked = unpack();
        QVERIFY2(unpacked.hasValue(), unpacked ? "" : qPrintable(unpacked.error().message));
        QCOMPARE(contentOf(unpacked->files[0].path), QByteArray("the picture"));
    }

    void anArchiveWithAWrongSumGivesNothing()
    {
        QByteArray packed = gzipOf(tarOf({{"a.dcm", "one"}, {"b.dcm", "two"}}));
        packed[packed.size() - 8] = char(packed[packed.size() - 8] ^ 1);
        m_zip = m_folder.filePath(u"day.tgz"_s);
        writeBytes(m_zip, packed);
        const auto unpacked = unpack();
        QVERIFY(!unpacked);
        QVERIFY2(unpacked.error().message.contains(u"check sum is wrong"_s),
                 qPrintable(unpacked.error().message));
        QVERIFY(leftOver().isEmpty());
    }

    void otherCompressionsWithWrongBytes_data()
    {
        QTest::addColumn<int>("filter");
        QTest::newRow("bzip2") << ARCHIVE_FILTER_BZIP2;
        QTest::newRow("xz") << ARCHIVE_FILTER_XZ;
    }

    void otherCompressionsWithWrongBytes()
    {
        QFETCH(int, filter);
        QByteArray noise(20000, '\0');
        QRandomGenerator random(1);
        for (char& byte : noise)
            byte = char(random.bounded(256));
        const QByteArray packed = packedBy(filter, tarOf({{"a.dcm", "one"}, {"b.dcm", noise}}));
        m_zip = m_folder.filePath(u"day"_s);
        writeBytes(m_zip, packed);
        QVERIFY(unpack());
        for (qsizetype at = packed.size() / 4; at < packed.size() - 40; at += 997) {
            QByteArray damaged = packed;
            damaged[at] = char(damaged[at] ^ 1);
            writeBytes(m_zip, damaged);
            QVERIFY2(!unpack(), qPrintable(QString::number(at)));
        }
    }

    void aMemberOfAZipWithAWrongSumIsDamaged()
    {
        QByteArray noise(5000, '\0');
        QRandomGenerator random(1);
        for (char& byte : noise)
            byte = char(random.bounded(256));
        writeZip(m_zip, {{"a.dcm", noise}, {"b.dcm", "two"}});
        QByteArray damaged = contentOf(m_zip);
        damaged[2000] = char(damaged[2000] ^ 1);
        writeBytes(m_zip, damaged);
        const auto unpacked = unpack();
        QVERIFY2(unpacked.hasValue(), unpacked ? "" : qPrintable(unpacked.error().message));
        QCOMPARE(namesOf(*unpacked), QStringList({u"a.dcm!"_s, u"b.dcm"_s}));
        QVERIFY(unpacked->files[0].problem->message.contains(u"damaged"_s));
    }
};

QTEST_GUILESS_MAIN(TestArchiveSums)

#include "test_archive_sums.moc"
