// SPDX-License-Identifier: GPL-3.0-or-later
// Members of archives one by one: bad ones, their names, companions, and archives other than ZIP.
#include "tests/core/intake/archive_fixture.h"

#include <QRandomGenerator>
#include <QtEndian>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestArchiveMembers final : public ArchiveFixture
{
    Q_OBJECT

private Q_SLOTS:
    void oneBadMemberLeavesTheOthers_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<QString>("words");
        QTest::newRow("encrypted") << u"encrypted"_s << ErrorCode::Unsupported << u"encrypted"_s;
        QTest::newRow("damaged") << u"damaged"_s << ErrorCode::FileBroken << u"damaged"_s;
        QTest::newRow("oversized") << u"oversized"_s << ErrorCode::TooLarge << u"200 times"_s;
    }

    void oneBadMemberLeavesTheOthers()
    {
        QFETCH(QString, kind);
        QFETCH(QString, words);
        const QByteArray bad
            = kind == u"oversized" ? QByteArray(4 << 20, '\0') : QByteArray("4711 bad bytes 0815");
        writeZipEncrypting(
            m_zip, {{"a.dcm", "one"}, {"b.dcm", bad}, {"c.dcm", "three"}},
            [&](const QByteArray& name) { return kind == u"encrypted" && name == "b.dcm"; });
        if (kind == u"damaged")
            writeBytes(m_zip, contentOf(m_zip).replace("bad bytes", "bad Bytes"));
        const auto unpacked = unpack();
        QVERIFY(unpacked);
        QCOMPARE(namesOf(*unpacked), QStringList({u"a.dcm"_s, u"b.dcm!"_s, u"c.dcm"_s}));
        const Error problem = *unpacked->files[1].problem;
        QTEST(problem.code, "code");
        QVERIFY2(problem.message.contains(words) && problem.message.contains(u"b.dcm of archive"_s),
                 qPrintable(problem.message));
        QCOMPARE(contentOf(unpacked->files[2].path), QByteArray("three"));
        // Numbers stay those of the archive's files.
        QCOMPARE(leftOver(), QStringList({u"00001"_s, u"00003"_s}));
    }

    void membersAreAsLongAsTheArchiveSays_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<quint32>("stated");
        QTest::addColumn<bool>("isGood");
        const QByteArray packed(5000, 'q');
        const QByteArray plain = "4711 plain bytes 0815";
        QTest::newRow("packed, as said") << packed << quint32{5000} << true;
        QTest::newRow("packed, one less") << packed << quint32{4999} << false;
        QTest::newRow("packed, one more") << packed << quint32{5001} << false;
        QTest::newRow("packed, none") << packed << quint32{0} << false;
        QTest::newRow("packed, 4 GiB") << packed << quint32{0xFFFFFFFE} << false;
        QTest::newRow("plain, one more") << plain << quint32{22} << false;
        QTest::newRow("empty, some") << QByteArray() << quint32{3} << false;
    }

    void membersAreAsLongAsTheArchiveSays()
    {
        QFETCH(QByteArray, content);
        QFETCH(quint32, stated);
        QFETCH(bool, isGood);
        writeZip(m_zip, {{"a.dcm", content}, {"b.dcm", "two"}});
        QByteArray bytes = contentOf(m_zip);
        constexpr qsizetype sizeInTheList = 24;
        qToLittleEndian(stated, bytes.data() + bytes.indexOf("PK\x01\x02") + sizeInTheList);
        writeBytes(m_zip, bytes);
        const auto unpacked = unpack();
        QVERIFY(unpacked);
        QCOMPARE(namesOf(*unpacked), QStringList({isGood ? u"a.dcm"_s : u"a.dcm!"_s, u"b.dcm"_s}));
        if (isGood)
            return;
        const Error problem = *unpacked->files[0].problem;
        QCOMPARE(problem.code, ErrorCode::FileBroken);
        QCOMPARE(leftOver(), QStringList(u"00002"_s));
    }

    void zerosAreAnArchiveWithoutMembers()
    {
        // More than 200 times as many as there are packed bytes: they are not even read.
        writeBytes(m_zip, gzipOf(QByteArray(16 << 20, '\0')));
        const auto unpacked = unpack();
        QVERIFY2(unpacked, unpacked ? "" : qPrintable(unpacked.error().message));
        QCOMPARE(namesOf(*unpacked), QStringList());
        QVERIFY(leftOver().isEmpty());
        writeBytes(m_zip, gzipOf(QByteArray(16 << 20, 'x')));
        const auto grown = unpackWhole();
        QVERIFY(!grown);
        QCOMPARE(grown.error().code, ErrorCode::TooLarge);
    }

    void backslashesPartFolders()
    {
        writeZip(m_zip, {{"STUDY\\", ""}, {"STUDY\\SER\\", ""}, {"STUDY\\SER\\IM1.dcm", "one"}});
        const auto unpacked = unpack();
        QCOMPARE(namesOf(*unpacked), QStringList(u"STUDY/SER/IM1.dcm"_s));
        QCOMPARE(contentOf(unpacked->files[0].path), QByteArray("one"));
    }

    void namesAreShownWithoutWaysOut()
    {
        writeZip(m_zip,
                 {{"/etc/a", "1"},
                  {"../../b", "2"},
                  {"C:\\c", "3"},
                  {"..", "4"},
                  {"x/\n/d", "5"},
                  {".", "6"}});
        QCOMPARE(namesOf(*unpack()),
                 QStringList({u"etc/a"_s, u"b"_s, u"c"_s, u"unnamed (points: 2)"_s, u"x/_/d"_s,
                              u"unnamed (points: 1)"_s}));
    }

    void bytesBeforeTheArchive_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::newRow("none") << QByteArray();
        QTest::newRow("script") << QByteArray("#!/bin/sh\n");
        QTest::newRow("program") << QByteArray("MZ") + QByteArray(300000, 'x');
        QTest::newRow("nothing known") << QByteArray("?");
    }

    void bytesBeforeTheArchive()
    {
        QFETCH(QByteArray, before);
        writeZip(m_zip, {{"a", "one"}, {"b", "two"}});
        writeBytes(m_zip, before + contentOf(m_zip));
        QVERIFY(isArchive(m_zip));
        const auto files = unpackWhole();
        QVERIFY2(files.hasValue(), files ? "" : qPrintable(files.error().message));
        QCOMPARE(contentOf(files->value(1)), QByteArray("two"));
    }

    void aPictureWithAnArchiveBehindItIsAPicture()
    {
        writeZip(m_zip, {{"a", "one"}});
        writeBytes(m_zip, QByteArray(128, '\0') + "DICM" + contentOf(m_zip));
        QVERIFY(!isArchive(m_zip));
    }

    void namesInTheCodePagesOfTheirArchivers_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("name");
        const auto row = [](const char* what, const char* hex, const char* name) {
            QTest::newRow(what) << QByteArray::fromHex(hex) << QString::fromUtf8(name);
        };
        row("UTF-8", "4dc3bc6c6c6572", "Müller");
        row("UTF-8 Japanese", "e883b8e983a8", "胸部");
        row("cp437", "4d816c6c6572", "Müller");
        row("cp437 French", "5468828a7365", "Théèse");
        row("cp437 two in a row", "47729ae1", "GrÜß");
        row("Windows", "4dfc6c6c6572", "Müller");
        row("Shift-JIS kanji", "8bb995942f8ab38ed2", "胸部/患者");
        row("Shift-JIS katakana", "836583588367", "テスト");
        row("Shift-JIS with a backslash byte", "955c8ea6", "表示");
        row("Shift-JIS that could be Russian", "89e6919c", "画像");
        row("GBK", "d0d8b2bf2fbbbcd5df", "胸部/患者");
        row("GBK name", "d5c5c8fd", "张三");
        row("Russian", "91ada8acaeaa", "Снимок");
    }

    void namesInTheCodePagesOfTheirArchivers()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, name);
        writeZip(m_zip, {{bytes + ".dcm", "one"}});
        QCOMPARE(namesOf(*unpack()), QStringList(name + u".dcm"_s));
    }

    void companionsAreCountedAndNotUnpacked()
    {
        writeZip(m_zip,
                 {{"st/IM1.dcm", "one"},
                  {"__MACOSX/st/._IM1.dcm", "fork"},
                  {"st/.DS_Store", "finder"},
                  {"README.TXT", "read me"},
                  {"doc/letter.docx", QByteArray("PK\x03\x04", 4)},
                  {"VERSION", QByteArray(128, '\0') + "DICM"},
                  {"DICOMDIR", "none really"}});
        const auto unpacked = unpack();
        // What is a picture by its content is one, whatever its name.
        QCOMPARE(namesOf(*unpacked), QStringList({u"st/IM1.dcm"_s, u"VERSION"_s, u"DICOMDIR"_s}));
        QCOMPARE(unpacked->companions.of(Companion::System), qint64{2});
        QCOMPARE(unpacked->companions.of(Companion::Document), qint64{2});
        QCOMPARE(leftOver(), QStringList({u"00001"_s, u"00006"_s, u"00007"_s}));
    }

    void tarArchives_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("ending");
        const QByteArray tar = tarOf({{"study/", ""},
                                      {"study/a.dcm", "one"},
                                      {"study/._a.dcm", "fork"},
                                      {"../b.dcm", QByteArray(3000, 'b')}});
        QTest::newRow("tar") << tar << u"tar"_s;
        QTest::newRow("tgz") << gzipOf(tar) << u"tgz"_s;
        QTest::newRow("no ending") << gzipOf(tar) << u"bin"_s;
    }

    void tarArchives()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, ending);
        m_zip = m_folder.filePath(u"archive."_s + ending);
        writeBytes(m_zip, content);
        QVERIFY(isArchive(m_zip));
        const auto unpacked = unpack();
        QVERIFY2(unpacked.hasValue(), unpacked ? "" : qPrintable(unpacked.error().message));
        QCOMPARE(namesOf(*unpacked), QStringList({u"study/a.dcm"_s, u"b.dcm"_s}));
        QCOMPARE(contentOf(unpacked->files[1].path), QByteArray(3000, 'b'));
        QCOMPARE(unpacked->companions.total(), qint64{1});
    }

    void joinedTarsGiveTheMembersOfEach_data()
    {
        QTest::addColumn<QByteArray>("content");
        const QByteArray one = tarOf({{"a.dcm", "one"}, {"b.dcm", "two"}});
        const QByteArray other = tarOf({{"c.dcm", "three"}});
        QTest::newRow("tar") << one + other;
        QTest::newRow("packed together") << gzipOf(one + other);
        QTest::newRow("packed each") << gzipOf(one) + gzipOf(other);
    }

    void joinedTarsGiveTheMembersOfEach()
    {
        QFETCH(QByteArray, content);
        m_zip = m_folder.filePath(u"joined.tar"_s);
        writeBytes(m_zip, content);
        const auto unpacked = unpack();
        QVERIFY2(unpacked.hasValue(), unpacked ? "" : qPrintable(unpacked.error().message));
        QCOMPARE(namesOf(*unpacked), QStringList({u"a.dcm"_s, u"b.dcm"_s, u"c.dcm"_s}));
    }

    void aCompressedFileIsWhatIsInIt()
    {
        m_zip = m_folder.filePath(u"0001.dcm.gz"_s);
        writeBytes(m_zip, gzipOf("the picture"));
        const auto unpacked = unpack();
        QVERIFY2(unpacked.hasValue(), unpacked ? "" : qPrintable(unpacked.error().message));
        QCOMPARE(namesOf(*unpacked), QStringList(u"0001.dcm"_s));
        QCOMPARE(contentOf(unpacked->files[0].path), QByteArray("the picture"));
    }

    void aTarThatBreaksOffKeepsWhatCameBefore()
    {
        // As large as a radiograph: libarchive gives a compressed stream in blocks of 64 KiB, and
        // nothing of the one in which it breaks off.
        QByteArray noise(400000, '\0');
        QRandomGenerator random(1);
        for (char& byte : noise)
            byte = char(random.bounded(256));
        const QByteArray packed
            = gzipOf(tarOf({{"a.dcm", "one"}, {"b.dcm", noise}, {"c.dcm", "3"}}));
        m_zip = m_folder.filePath(u"day.tgz"_s);
        writeBytes(m_zip, packed.left(packed.size() / 2));
        const auto unpacked = unpack();
        QVERIFY2(unpacked.hasValue(), unpacked ? "" : qPrintable(unpacked.error().message));
        QVERIFY(unpacked->files.size() >= 2);
        QCOMPARE(unpacked->files[0].name, u"a.dcm"_s);
        QCOMPARE(contentOf(unpacked->files[0].path), QByteArray("one"));
        QVERIFY(unpacked->files.back().problem);
        QCOMPARE(leftOver(), QStringList(u"00001"_s));
    }

    void aGreedyTarIsStopped()
    {
        m_zip = m_folder.filePath(u"bomb.tgz"_s);
        writeBytes(m_zip,
                   gzipOf(tarOf({{"a", "one"}, {"._b", QByteArray(40 << 20, '\0')}, {"c", "3"}})));
        const auto unpacked = unpack();
        QVERIFY(unpacked);
        QCOMPARE(unpacked->files[0].name, u"a"_s);
        QVERIFY(unpacked->files.back().problem);
        QCOMPARE(unpacked->files.back().problem->code, ErrorCode::TooLarge);
        QCOMPARE(leftOver(), QStringList(u"00001"_s));
    }

    void otherArchivesAreNamed_data()
    {
        QTest::addColumn<QByteArray>("begin");
        QTest::addColumn<QString>("name");
        QTest::newRow("7z") << QByteArray("7z\xBC\xAF\x27\x1C\0\4", 8) << u"7-Zip"_s;
        QTest::newRow("rar") << QByteArray("Rar!\x1A\x07\1\0", 8) << u"RAR"_s;
    }

    void otherArchivesAreNamed()
    {
        QFETCH(QByteArray, begin);
        QFETCH(QString, name);
        writeBytes(m_zip, begin + QByteArray(600, 'x'));
        const auto unpacked = unpack();
        QVERIFY(!unpacked);
        QCOMPARE(unpacked.error().code, ErrorCode::Unsupported);
        QVERIFY2(unpacked.error().message.contains(name)
                     && unpacked.error().message.contains(u"by hand"_s),
                 qPrintable(unpacked.error().message));
    }
};

QTEST_GUILESS_MAIN(TestArchiveMembers)
#include "test_archive_members.moc"
