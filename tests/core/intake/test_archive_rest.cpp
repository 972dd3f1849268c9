// SPDX-License-Identifier: GPL-3.0-or-later
// What of an archive is no whole file: links, devices, and what was cut off.
#include "tests/core/intake/archive_fixture.h"

#include <QRandomGenerator>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

/// Content that no compression makes smaller.
QByteArray noise(int bytes)
{
    QByteArray content(bytes, '\0');
    QRandomGenerator random(1);
    for (char& byte : content)
        byte = char(random.bounded(256));
    return content;
}

} // namespace

class TestArchiveRest final : public ArchiveFixture
{
    Q_OBJECT

    void writeTar(const std::vector<TarEntry>& entries)
    {
        m_zip = m_folder.filePath(u"day.tar"_s);
        writeBytes(m_zip, tarOfEntries(entries));
    }

private Q_SLOTS:
    void whatIsNoFileInATarHasARow()
    {
        writeTar({{"study/", {}, '5'},
                  {"study/a.dcm", "one"},
                  {"study/away.dcm", {}, '2', "/archive/7.dcm"},
                  {"study/later.dcm", {}, '1', "study/z.dcm"},
                  {"study/pipe", {}, '6'},
                  {"study/disk", {}, '4'},
                  {"study/tape", {}, '3'},
                  {"study/z.dcm", "two"}});
        const auto unpacked = unpack();
        QVERIFY(unpacked);
        QCOMPARE(
            namesOf(*unpacked),
            QStringList({u"study/a.dcm"_s, u"study/away.dcm!"_s, u"study/later.dcm!"_s,
                         u"study/pipe!"_s, u"study/disk!"_s, u"study/tape!"_s, u"study/z.dcm"_s}));
        const auto said = [&](std::size_t i) { return unpacked->files[i].problem->message; };
        QVERIFY2(said(1).contains(u"study/away.dcm of day.tar"_s)
                     && said(1).contains(u"a link to archive/7.dcm"_s),
                 qPrintable(said(1)));
        QVERIFY2(said(2).contains(u"another name of study/z.dcm"_s), qPrintable(said(2)));
        QVERIFY(said(3).contains(u"named pipe"_s) && said(4).contains(u"device"_s));
        QCOMPARE(contentOf(unpacked->files[6].path), QByteArray("two"));
    }

    void aLinkToAMemberIsThatFileOnceMore()
    {
        writeTar({{"st/a.dcm", "one"},
                  {"st/same.dcm", {}, '1', "st/a.dcm"},
                  {"other/soft.dcm", {}, '2', "../st/a.dcm"},
                  {"other/out.dcm", {}, '2', "../../../st/a.dcm"}});
        const auto unpacked = unpack();
        QVERIFY(unpacked);
        QCOMPARE(namesOf(*unpacked).mid(0, 3),
                 QStringList({u"st/a.dcm"_s, u"st/same.dcm"_s, u"other/soft.dcm"_s}));
        QCOMPARE(contentOf(unpacked->files[1].path), QByteArray("one"));
        QCOMPARE(contentOf(unpacked->files[2].path), QByteArray("one"));
        QCOMPARE(leftOver(), QStringList(u"00001"_s));
    }

    void companionsThatAreLinksAreCompanions()
    {
        writeTar({{"a.dcm", "one"}, {"._a.dcm", {}, '2', "x"}, {"README", {}, '2', "y"}});
        const auto unpacked = unpack();
        QCOMPARE(namesOf(*unpacked), QStringList(u"a.dcm"_s));
        QCOMPARE(unpacked->companions.total(), qint64{2});
    }

    void aLinkInAZipHasARow()
    {
        writeZip(m_zip, {{"a.dcm", "one"}, {"link.dcm", "/archive/7.dcm"}});
        zip_t* zip = zip_open(QFile::encodeName(m_zip).constData(), 0, nullptr);
        QVERIFY(zip != nullptr);
        const zip_uint32_t mode = S_IFLNK | 0777;
        QVERIFY(zip_file_set_external_attributes(zip, 1, 0, ZIP_OPSYS_UNIX, mode << 16) == 0);
        QVERIFY(zip_close(zip) == 0);
        const auto unpacked = unpack();
        QCOMPARE(namesOf(*unpacked), QStringList({u"a.dcm"_s, u"link.dcm!"_s}));
        QVERIFY(unpacked->files[1].problem->message.contains(u"it is a link"_s));
    }

    void wholeFilesOfAZipThatWasCutOffAreThere_data()
    {
        QTest::addColumn<QString>("where");
        QTest::addColumn<QStringList>("names");
        const QString rest = u"!"_s;
        const QStringList all = {u"a.dcm"_s, u"b.dcm"_s, u"c.dcm"_s, rest};
        QTest::newRow("before the list") << u"list"_s << all;
        QTest::newRow("within the list") << u"in the list"_s << all;
        QTest::newRow("without its end record") << u"end"_s << all;
        QTest::newRow("within a file") << u"file"_s << QStringList({u"a.dcm"_s, u"b.dcm!"_s, rest});
    }

    void wholeFilesOfAZipThatWasCutOffAreThere()
    {
        QFETCH(QString, where);
        const QByteArray film = noise(50000);
        writeZip(m_zip, {{"a.dcm", "one"}, {"b.dcm", film}, {"c.dcm", QByteArray(5000, 'q')}});
        const QByteArray whole = contentOf(m_zip);
        const qsizetype list = whole.indexOf("PK\x01\x02");
        const qsizetype cut = where == u"list" ? list
            : where == u"in the list"          ? list + 60
            : where == u"end"                  ? whole.indexOf("PK\x05\x06")
                                               : 20000;
        writeBytes(m_zip, whole.left(cut));
        QVERIFY(isArchive(m_zip));
        const auto unpacked = unpack();
        QVERIFY2(unpacked, unpacked ? "" : qPrintable(unpacked.error().message));
        QTEST(namesOf(*unpacked), "names");
        QCOMPARE(contentOf(unpacked->files[0].path), QByteArray("one"));
        if (!unpacked->files[1].problem)
            QCOMPARE(contentOf(unpacked->files[1].path), film);
        const QString said = unpacked->files.back().problem->message;
        QVERIFY2(said.contains(u"not a complete ZIP archive"_s) && said.contains(u"rows"_s),
                 qPrintable(said));
    }

    void aFileOfACutZipWithAWrongSumIsNone()
    {
        writeZip(m_zip, {{"a.dcm", "4711 good bytes"}, {"b.dcm", "two"}});
        const QByteArray whole = contentOf(m_zip);
        writeBytes(m_zip,
                   whole.left(whole.indexOf("PK\x01\x02")).replace("good bytes", "gone bytes"));
        const auto unpacked = unpack();
        QVERIFY(unpacked);
        QCOMPARE(namesOf(*unpacked), QStringList({u"a.dcm!"_s, u"b.dcm"_s, u"!"_s}));
        QCOMPARE(leftOver(), QStringList(u"00002"_s));
    }

    void aCutZipIsNoBomb()
    {
        writeZip(m_zip, {{"a.dcm", "one"}, {"b.dcm", QByteArray(40 << 20, '\0')}});
        const QByteArray whole = contentOf(m_zip);
        writeBytes(m_zip, whole.left(whole.indexOf("PK\x01\x02")));
        const auto unpacked = unpack();
        QVERIFY(unpacked);
        QCOMPARE(unpacked->files[1].problem->code, ErrorCode::TooLarge);
        QCOMPARE(leftOver(), QStringList(u"00001"_s));
    }

    void aZipOfNothingWholeIsOneError()
    {
        writeBytes(m_zip, QByteArray("PK\x03\x04") + QByteArray(600, 'x'));
        const auto unpacked = unpack();
        QVERIFY(!unpacked || unpacked->files.back().problem);
    }
};

QTEST_GUILESS_MAIN(TestArchiveRest)
#include "test_archive_rest.moc"
