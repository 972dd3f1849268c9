// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intake/archive.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <zip.h>

#include <utility>
#include <vector>

using namespace ccad;

namespace {

using Entries = std::vector<std::pair<QByteArray, QByteArray>>;

void writeZip(const QString& path, const Entries& entries, bool encrypted = false)
{
    zip_t* zip = zip_open(QFile::encodeName(path).constData(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
    if (!zip)
        qFatal("cannot write an archive for the test");
    for (const auto& [name, content] : entries) {
        zip_source_t* source
            = zip_source_buffer(zip, content.constData(), zip_uint64_t(content.size()), 0);
        const zip_int64_t index = zip_file_add(zip, name.constData(), source, ZIP_FL_OVERWRITE);
        if (index < 0)
            qFatal("cannot fill an archive for the test");
        if (encrypted)
            zip_file_set_encryption(zip, zip_uint64_t(index), ZIP_EM_AES_256, "secret");
    }
    if (zip_close(zip) != 0)
        qFatal("cannot close an archive for the test");
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

} // namespace

class TestArchive : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_zip;
    QString m_out;

    QStringList leftOver() const { return QDir(m_out).entryList(QDir::Files); }

private Q_SLOTS:
    void init()
    {
        m_zip = m_folder.filePath(QStringLiteral("archive"));
        m_out = m_folder.filePath(QStringLiteral("out"));
        QDir(m_out).removeRecursively();
        QVERIFY(QDir().mkpath(m_out));
    }

    void unpacksInOrder()
    {
        writeZip(m_zip, {{"study/b.dcm", "one"}, {"study/a.dcm", "two"}, {"empty", ""}});
        QVERIFY(isZip(m_zip));
        const auto files = unpackZip(m_zip, m_out);
        QVERIFY2(files.hasValue(), files ? "" : qPrintable(files.error().message));
        QCOMPARE(files->size(), 3);
        QCOMPARE(contentOf(files->at(0)), QByteArray("one"));
        QCOMPARE(contentOf(files->at(1)), QByteArray("two"));
        QVERIFY(files->at(1).endsWith(QStringLiteral("a.dcm")));
        QCOMPARE(contentOf(files->at(2)), QByteArray());
    }

    void unpacksArchivesWithinArchives()
    {
        const QString inner = m_folder.filePath(QStringLiteral("inner"));
        writeZip(inner, {{"x", "inside"}});
        writeZip(m_zip, {{"first", "before"}, {"inner.zip", contentOf(inner)}, {"last", "after"}});
        const auto files = unpackZip(m_zip, m_out);
        QVERIFY(files.hasValue());
        QCOMPARE(files->size(), 3);
        QCOMPARE(contentOf(files->at(1)), QByteArray("inside"));
        QCOMPARE(leftOver().size(), 3);
    }

    void namesCannotLeadOutside()
    {
        writeZip(m_zip,
                 {{"../../outside", "a"}, {"/absolute", "b"}, {"..\\windows", "c"}, {"..", "d"}});
        const auto files = unpackZip(m_zip, m_out);
        QVERIFY(files.hasValue());
        QCOMPARE(files->size(), 4);
        for (const QString& file : *files)
            QCOMPARE(QFileInfo(file).absolutePath(), QDir(m_out).absolutePath());
        QCOMPARE(leftOver().size(), 4);
    }

    void refusesBombs_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<int>("copies");
        QTest::addColumn<QString>("words");
        QTest::newRow("ratio") << QByteArray(4 << 20, '\0') << 1 << QStringLiteral("200 times");
        QTest::newRow("total") << QByteArray(150000, 'x') << 9 << QStringLiteral("more room");
        QTest::newRow("entries") << QByteArray("x") << 21 << QStringLiteral("more than 20 files");
    }

    void refusesBombs()
    {
        QFETCH(QByteArray, content);
        QFETCH(int, copies);
        QFETCH(QString, words);
        Entries entries;
        for (int i = 0; i < copies; ++i)
            entries.emplace_back(QByteArray::number(i), content);
        writeZip(m_zip, entries);
        UnpackLimits limits;
        limits.maxEntries = 20;
        limits.maxBytes = 1 << 20;
        if (content.size() > limits.maxBytes)
            limits.maxBytes = qint64{1} << 30;
        const auto files = unpackZip(m_zip, m_out, limits);
        QVERIFY(!files.hasValue());
        QCOMPARE(files.error().code, ErrorCode::TooLarge);
        QVERIFY2(files.error().message.contains(words), qPrintable(files.error().message));
        QVERIFY(leftOver().isEmpty());
    }

    void refusesDeepNesting()
    {
        QByteArray content = "core";
        for (int i = 0; i < 6; ++i) {
            const QString layer = m_folder.filePath(QStringLiteral("layer"));
            QFile::remove(layer);
            writeZip(layer, {{"next", content}});
            content = contentOf(layer);
        }
        const auto files = unpackZip(m_folder.filePath(QStringLiteral("layer")), m_out);
        QVERIFY(!files.hasValue());
        QCOMPARE(files.error().code, ErrorCode::TooLarge);
        QVERIFY(leftOver().isEmpty());
    }

    void saysWhatIsWrong()
    {
        writeZip(m_zip, {{"a", "secret text"}}, true);
        auto files = unpackZip(m_zip, m_out);
        QCOMPARE(files.error().code, ErrorCode::Unsupported);
        QVERIFY(files.error().message.contains(QStringLiteral("encrypted")));

        writeZip(m_zip, {{"a", QByteArray(5000, 'q')}});
        QByteArray cut = contentOf(m_zip);
        cut.chop(30);
        QFile file(m_zip);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(cut) == cut.size());
        file.close();
        files = unpackZip(m_zip, m_out);
        QCOMPARE(files.error().code, ErrorCode::FileBroken);
        QCOMPARE(unpackZip(m_out + QStringLiteral("/none"), m_out).error().code,
                 ErrorCode::FileNotFound);
        QVERIFY(leftOver().isEmpty());
    }

    void canBeCancelled()
    {
        writeZip(m_zip, {{"a", "b"}});
        CancelToken cancel;
        cancel.cancel();
        QCOMPARE(unpackZip(m_zip, m_out, {}, cancel).error().code, ErrorCode::Cancelled);
        QVERIFY(leftOver().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestArchive)
#include "test_archive.moc"
