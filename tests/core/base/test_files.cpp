// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestFiles : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void readsWhatItWrote();
    void namesWhatCannotBeRead_data();
    void namesWhatCannotBeRead();
    void limitsSize();
    void reportsAFailedWrite();
    void fitsNamesToFileSystems();
    void membersOfArchivesAreCalledAsPeopleDo();
    void knowsSha256();

private:
    [[nodiscard]] QString path(const char* name) const
    {
        return m_dir->filePath(QString::fromLatin1(name));
    }
    [[nodiscard]] QStringList entries() const
    {
        return QDir(m_dir->path())
            .entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden);
    }
    std::unique_ptr<QTemporaryDir> m_dir;
};

void TestFiles::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(m_dir->isValid());
}

void TestFiles::readsWhatItWrote()
{
    QVERIFY(writeFileAtomically(path("a"), "first"));
    QVERIFY(writeFileAtomically(path("a"), "second"));
    QCOMPARE(*readFile(path("a"), 6), QByteArray("second"));
    QCOMPARE(entries(), QStringList{u"a"_s});
}

void TestFiles::namesWhatCannotBeRead_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("missing") << u"missing"_s << ErrorCode::FileNotFound;
    QTest::newRow("folder") << u"folder"_s << ErrorCode::FileUnreadable;
    QTest::newRow("FIFO") << u"fifo"_s << ErrorCode::FileUnreadable; // opening it would block
}

void TestFiles::namesWhatCannotBeRead()
{
    QFETCH(QString, kind);
    QFETCH(ErrorCode, code);
    const QString file = path("odd");
    if (kind == u"folder"_s)
        QVERIFY(QDir().mkdir(file));
    if (kind == u"fifo"_s)
        QCOMPARE(::mkfifo(QFile::encodeName(file).constData(), 0600), 0);
    const auto content = readFile(file, 100);
    QVERIFY(!content);
    QCOMPARE(content.error().code, code);
    QVERIFY(content.error().message.contains(file));
}

void TestFiles::limitsSize()
{
    QVERIFY(writeFileAtomically(path("a"), "12345"));
    QVERIFY(readFile(path("a"), 5));
    QCOMPARE(readFile(path("a"), 4).error().code, ErrorCode::TooLarge);
}

void TestFiles::reportsAFailedWrite()
{
    const auto written = writeFileAtomically(path("none/a"), "x");
    QVERIFY(!written);
    QCOMPARE(written.error().code, ErrorCode::WriteFailed);
    QVERIFY(written.error().message.contains(path("none/a")));
}

void TestFiles::fitsNamesToFileSystems()
{
    const QString suffix = u".saliency.png"_s;
    QCOMPARE(fittingFileName(u"a.dcm"_s, suffix), u"a.dcm.saliency.png"_s);
    // Letters of one, three and four bytes; an end stays that can be read.
    for (const QString& letter : {u"x"_s, u"胸"_s, QString::fromUcs4(U"\U0001FAC1", 1)}) {
        const QString name = letter.repeated(300) + u" 7.dcm"_s;
        const QString fitting = fittingFileName(name, suffix);
        QVERIFY2(fitting.endsWith(letter + u" 7.dcm"_s + suffix), qPrintable(fitting));
        QVERIFY(QFile::encodeName(fitting).size() > 250);
        QVERIFY2(writeFileAtomically(m_dir->filePath(fitting), "x"), qPrintable(fitting));
    }
}

void TestFiles::membersOfArchivesAreCalledAsPeopleDo()
{
    QVERIFY(writeFileAtomically(path("shapes.pth"), "PK"));
    const QString number = u"/tmp/unpacked/00002"_s;
    const auto named = [&](const QString& clause, const QString& file) {
        return namedAsPeopleDo({ErrorCode::FileBroken, clause, {}}, number, file).message;
    };
    QCOMPARE(named(u"Cannot read 00002: it declares 100002 bytes."_s,
                   path("shapes.pth") + u"/archive/data/0"_s),
             u"Cannot read archive/data/0 of shapes.pth: it declares 100002 bytes."_s);
    QCOMPARE(named(u"Cannot open /tmp/unpacked/00002."_s, u"gone.zip/a.dcm"_s),
             u"Cannot open a.dcm."_s);
    const Error same{ErrorCode::FileBroken, u"Cannot read a.dcm: it is empty."_s, {}};
    QCOMPARE(namedAsPeopleDo(same, u"/data/a.dcm"_s, u"a.dcm"_s).message, same.message);
}

void TestFiles::knowsSha256()
{
    // FIPS 180-2, appendix B.1.
    QCOMPARE(sha256Hex("abc"),
             u"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"_s);
}

QTEST_GUILESS_MAIN(TestFiles)
#include "test_files.moc"
