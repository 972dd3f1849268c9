// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/intake/archive_fixture.h"

#include <QDataStream>
#include <QtEndian>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

/// An archive of one stored byte, whose list says that it takes so many.
QByteArray zipOfPackedSize(quint64 packed)
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream.setByteOrder(QDataStream::LittleEndian);
    constexpr quint32 checksum = 0xE8B7BE43; // of "a"
    const auto sizesAndName = [&](quint32 packedBytes, quint16 extraBytes) {
        stream << quint16{0} << quint16{0} << quint16{0} << quint16{0x21} << checksum << packedBytes
               << quint32{1} << quint16{1} << extraBytes;
    };
    stream << quint32{0x04034B50} << quint16{45};
    sizesAndName(1, 0);
    stream.writeRawData("na", 2); // the name and the content
    const auto list = static_cast<quint32>(bytes.size());
    stream << quint32{0x02014B50} << quint16{45} << quint16{45};
    sizesAndName(0xFFFFFFFF, 12); // which stands for the 64 bits below
    stream << quint16{0} << quint16{0} << quint16{0} << quint32{0} << quint32{0};
    stream.writeRawData("n", 1);
    stream << quint16{1} << quint16{8} << packed;
    const auto listBytes = static_cast<quint32>(bytes.size()) - list;
    stream << quint32{0x06054B50} << quint16{0} << quint16{0} << quint16{1} << quint16{1}
           << listBytes << list << quint16{0};
    return bytes;
}

} // namespace

class TestArchive final : public ArchiveFixture
{
    Q_OBJECT

private Q_SLOTS:
    void unpacksInOrder()
    {
        writeZip(m_zip, {{"study/b.dcm", "one"}, {"study/a.dcm", "two"}, {"empty", ""}});
        QVERIFY(isArchive(m_zip));
        const auto files = unpackWhole();
        QVERIFY2(files.hasValue(), files ? "" : qPrintable(files.error().message));
        QCOMPARE(files->size(), 3);
        QCOMPARE(contentOf(files->at(0)), QByteArray("one"));
        QCOMPARE(contentOf(files->at(1)), QByteArray("two"));
        QCOMPARE(QFileInfo(files->at(1)).fileName(), u"00002"_s);
        QCOMPARE(contentOf(files->at(2)), QByteArray());
    }

    void joinedArchivesGiveTheMembersOfEach_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::newRow("two and one") << QByteArray();
        QTest::newRow("behind a program") << QByteArray("MZ, and more PK\x05\x06 of it");
    }

    void joinedArchivesGiveTheMembersOfEach()
    {
        QFETCH(QByteArray, before);
        writeZip(m_zip, {{"a.dcm", "one"}, {"b.dcm", "two"}});
        const QByteArray two = contentOf(m_zip);
        writeZip(m_zip, {{"c.dcm", "three"}});
        const QByteArray one = contentOf(m_zip);
        writeBytes(m_zip, before + two + one);
        const auto unpacked = unpack();
        QVERIFY2(unpacked, unpacked ? "" : qPrintable(unpacked.error().message));
        QCOMPARE(namesOf(*unpacked), QStringList({"c.dcm", "a.dcm", "b.dcm"}));
        QCOMPARE(contentOf(unpacked->files[2].path), QByteArray("two"));
        // Three of them.
        QVERIFY(QDir(m_out).removeRecursively() && QDir().mkpath(m_out));
        writeBytes(m_zip, before + one + two + one);
        const auto three = unpack();
        QVERIFY(three);
        QCOMPARE(namesOf(*three), QStringList({"c.dcm", "a.dcm", "b.dcm", "c.dcm"}));
    }

    void membersInFrontThatNoListNamesAreARow()
    {
        writeZip(m_zip, {{"a.dcm", "one"}, {"b.dcm", "two"}});
        const QByteArray cut = contentOf(m_zip).left(60);
        writeZip(m_zip, {{"c.dcm", "three"}});
        writeBytes(m_zip, cut + contentOf(m_zip));
        const auto unpacked = unpack();
        QVERIFY2(unpacked, unpacked ? "" : qPrintable(unpacked.error().message));
        QCOMPARE(namesOf(*unpacked), QStringList({"c.dcm", "!"}));
        QVERIFY2(unpacked->files[1].problem->message.contains(u"it holds others"_s),
                 qPrintable(unpacked->files[1].problem->message));
    }

    void aJoinedArchiveThatLostItsBeginningIsARow()
    {
        writeZip(m_zip, {{"a.dcm", "one"}, {"b.dcm", "two"}});
        const QByteArray cut = contentOf(m_zip).mid(20);
        writeZip(m_zip, {{"c.dcm", "three"}});
        writeBytes(m_zip, cut + contentOf(m_zip));
        const auto unpacked = unpack();
        QVERIFY2(unpacked, unpacked ? "" : qPrintable(unpacked.error().message));
        QCOMPARE(namesOf(*unpacked), QStringList({"c.dcm", "!"}));
    }

    void aListThatCountsTheBytesInFrontLosesNothingSilently()
    {
        // As "zip -A" leaves joined archives.
        writeZip(m_zip, {{"a.dcm", "one"}, {"b.dcm", "two"}});
        const QByteArray two = contentOf(m_zip);
        writeZip(m_zip, {{"c.dcm", "three"}});
        QByteArray one = contentOf(m_zip);
        const auto before = static_cast<quint32>(two.size());
        const auto add = [&](qsizetype at) {
            qToLittleEndian(qFromLittleEndian<quint32>(one.constData() + at) + before,
                            one.data() + at);
        };
        add(one.indexOf("PK\x01\x02") + 42);
        add(one.indexOf("PK\x05\x06") + 16);
        writeBytes(m_zip, two + one);
        const auto unpacked = unpack();
        QVERIFY2(unpacked, unpacked ? "" : qPrintable(unpacked.error().message));
        const QStringList names = namesOf(*unpacked);
        QVERIFY2((names.contains(u"c.dcm"_s) && names.contains(u"a.dcm"_s))
                     || names.contains(u"!"_s),
                 qPrintable(names.join(u' ')));
        QVERIFY2(names.contains(u"a.dcm"_s) && names.count(u"a.dcm"_s) == 1,
                 qPrintable(names.join(u' ')));
    }

    void unpacksArchivesWithinArchives()
    {
        const QString inner = m_folder.filePath(u"inner"_s);
        writeZip(inner, {{"x", "inside"}});
        writeZip(m_zip, {{"first", "before"}, {"inner.zip", contentOf(inner)}, {"last", "after"}});
        const auto files = unpackWhole();
        QVERIFY(files.hasValue());
        QCOMPARE(files->size(), 3);
        QCOMPARE(contentOf(files->at(1)), QByteArray("inside"));
        QCOMPARE(leftOver().size(), 3);
    }

    void namesCannotLeadOutside()
    {
        writeZip(m_zip,
                 {{"../../outside", "a"}, {"/absolute", "b"}, {"..\\windows", "c"}, {"..", "d"}});
        const auto files = unpackWhole();
        QVERIFY(files.hasValue());
        QCOMPARE(files->size(), 4);
        for (const QString& file : *files)
            QCOMPARE(QFileInfo(file).absolutePath(), QDir(m_out).absolutePath());
        QCOMPARE(leftOver().size(), 4);
    }

    void longNamesAreNoHindrance()
    {
        // 115 letters of three bytes, as hospitals in East Asia have them; a file name has 255.
        const QString name = u"胸"_s.repeated(115);
        writeZip(m_zip, {{name.toUtf8(), "one"}, {"folder/" + name.toUtf8(), "two"}});
        const auto unpacked = unpack();
        QVERIFY2(unpacked.hasValue(), unpacked ? "" : qPrintable(unpacked.error().message));
        QCOMPARE(namesOf(*unpacked), QStringList({name, u"folder/"_s + name}));
        QCOMPARE(leftOver(), QStringList({u"00001"_s, u"00002"_s}));
    }

    void aFolderThatWasPutInPlaceGetsNothing()
    {
        writeZip(m_zip, {{"a", "one"}});
        const QString elsewhere = m_folder.filePath(u"elsewhere"_s);
        QVERIFY(QDir().mkpath(elsewhere));
        const OpenFolder opened = out();
        QVERIFY(QDir().rename(m_out, m_out + u".moved"_s));
        QVERIFY(QFile::link(elsewhere, m_out));
        UnpackUsage usage;
        const auto files = unpackArchive(m_zip, opened, {}, usage);
        QVERIFY(QDir(elsewhere).isEmpty());
        QVERIFY(QFile::exists(m_out + u".moved/00001"_s));
        QVERIFY(QFile::remove(m_out)); // the link
        QVERIFY(QDir(m_out + u".moved"_s).removeRecursively());
        QVERIFY(files.hasValue());
    }

    void refusesBombs_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<int>("copies");
        QTest::addColumn<QString>("words");
        QTest::newRow("ratio") << QByteArray(4 << 20, '\0') << 1 << u"200 times"_s;
        QTest::newRow("total") << QByteArray(150000, 'x') << 9 << u"more room"_s;
        QTest::newRow("entries") << QByteArray("x") << 21 << u"more than 20 files"_s;
    }

    void refusesBombs()
    {
        QFETCH(QByteArray, content);
        QFETCH(int, copies);
        QFETCH(QString, words);
        ZipEntries entries;
        for (int i = 0; i < copies; ++i)
            entries.emplace_back(QByteArray::number(i), content);
        writeZip(m_zip, entries);
        UnpackLimits limits;
        limits.maxEntries = 20;
        limits.maxBytes = 1 << 20;
        if (content.size() > limits.maxBytes)
            limits.maxBytes = qint64{1} << 30;
        const auto files = unpackWhole(limits);
        QVERIFY(!files.hasValue());
        QCOMPARE(files.error().code, ErrorCode::TooLarge);
        QVERIFY2(files.error().message.contains(words), qPrintable(files.error().message));
        QVERIFY(diskUse() <= limits.maxBytes);
    }

    void packedSizesAreNotMultipliedBlindly_data()
    {
        QTest::addColumn<quint64>("packed");
        QTest::newRow("1") << quint64{1};
        QTest::newRow("2^62") << (quint64{1} << 62); // 200 times that wraps to 0
        QTest::newRow("2^63 - 1") << (quint64{1} << 63) - 1;
        QTest::newRow("2^64 - 1") << ~quint64{0};
    }

    void packedSizesAreNotMultipliedBlindly()
    {
        QFETCH(quint64, packed);
        writeBytes(m_zip, zipOfPackedSize(packed));
        const auto files = unpackWhole();
        if (files)
            QCOMPARE(contentOf(files->at(0)), QByteArray("a"));
        else
            QCOMPARE(files.error().code, ErrorCode::FileBroken); // never a bomb, of one byte
        QVERIFY(files.hasValue() || packed > 1);
    }

    void refusesDeepNesting()
    {
        QByteArray content = "core";
        // Deeper than the limit: the innermost archive is left alone, or all of it refused.
        for (int i = 0; i < 6; ++i) {
            const QString layer = m_folder.filePath(u"layer"_s);
            QFile::remove(layer);
            writeZip(layer, {{"next", content}});
            content = contentOf(layer);
        }
        m_zip = m_folder.filePath(u"layer"_s);
        const auto files = unpackWhole();
        QVERIFY(!files.hasValue());
        QCOMPARE(files.error().code, ErrorCode::TooLarge);
        QVERIFY(leftOver().isEmpty());
    }

    void aBrokenArchiveWithinLeavesTheOthers()
    {
        const QString inner = m_folder.filePath(u"inner"_s);
        writeZip(inner, {{"x", "inside"}});
        const QByteArray whole = contentOf(inner);
        writeZip(m_zip,
                 {{"a/first", "before"},
                  {"a/cut.zip", whole.left(whole.size() - 9)},
                  {"good.zip", whole}});
        UnpackUsage usage;
        const auto unpacked = unpackArchive(m_zip, out(), {}, usage);
        QVERIFY2(unpacked.hasValue(), unpacked ? "" : qPrintable(unpacked.error().message));
        QCOMPARE(namesOf(*unpacked),
                 QStringList({u"a/first"_s, u"a/cut.zip/x"_s, u"a/cut.zip!"_s, u"good.zip/x"_s}));
        QCOMPARE(contentOf(unpacked->files[1].path), QByteArray("inside"));
        QCOMPARE(unpacked->files[2].problem->code, ErrorCode::FileBroken);
        QVERIFY(unpacked->files[2].problem->message.contains(u"a/cut.zip"_s));
        QCOMPARE(contentOf(unpacked->files[3].path), QByteArray("inside"));
        QCOMPARE(leftOver().size(), 3);
        QCOMPARE(usage.entries, 5);
    }

    void limitsHoldForAllTogether()
    {
        writeZip(m_zip, {{"a", QByteArray(600, 'a')}, {"b", QByteArray(600, 'b')}});
        UnpackLimits limits;
        limits.maxBytes = 2000;
        UnpackUsage usage;
        QVERIFY(unpackArchive(m_zip, out(), limits, usage).hasValue());
        QCOMPARE(usage.bytes, qint64{1200});
        QDir(m_out).removeRecursively();
        QVERIFY(QDir().mkpath(m_out));
        const auto second = unpackArchive(m_zip, out(), limits, usage);
        QCOMPARE(namesOf(*second), QStringList({u"a"_s, u"b!"_s}));
        QCOMPARE(second->files[1].problem->code, ErrorCode::TooLarge);
        QCOMPARE(leftOver(), QStringList(u"00001"_s));
        // What was given up counts: many such files must not cost more than one.
        QCOMPARE(usage.bytes, qint64{2400});
    }

    void saysWhatIsWrong()
    {
        writeZip(m_zip, {{"a", "secret text"}}, true);
        auto files = unpackWhole();
        QCOMPARE(files.error().code, ErrorCode::Unsupported);
        QVERIFY(files.error().message.contains(u"archive: it is encrypted"_s));

        // Cut off within its first file's name: nothing of it is whole.
        writeZip(m_zip, {{"a name", QByteArray(5000, 'q')}});
        writeBytes(m_zip, contentOf(m_zip).left(33));
        files = unpackWhole();
        QCOMPARE(files.error().code, ErrorCode::FileBroken);
        m_zip = m_out + u"/none"_s;
        QCOMPARE(unpackWhole().error().code, ErrorCode::FileNotFound);
        QVERIFY(leftOver().isEmpty());
    }

    void canBeCancelled()
    {
        writeZip(m_zip, {{"a", "b"}});
        CancelToken cancel;
        cancel.cancel();
        QCOMPARE(unpack({}, cancel).error().code, ErrorCode::Cancelled);
        QVERIFY(leftOver().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestArchive)
#include "test_archive.moc"
