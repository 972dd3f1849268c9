// SPDX-License-Identifier: GPL-3.0-or-later
// Where archives are unpacked, and where they are not.
#include "core/base/scratch_folder.h"
#include "core/intake/intake.h"
#include "tests/core/intake/zip_writer.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

constexpr auto everything = QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot;

} // namespace

class TestUnpackFolder final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void whatBelongsToOthersIsNotUnpackedInto_data()
    {
        QTest::addColumn<QString>("kind");
        for (const char* kind : {"link", "folder", "file", "other token"})
            QTest::newRow(kind) << QString::fromLatin1(kind);
    }

    void whatBelongsToOthersIsNotUnpackedInto()
    {
        QFETCH(QString, kind);
        IntakeRequest asked;
        asked.paths = {m_folder->filePath(u"a"_s)};
        asked.unpackFolder = m_folder->filePath(u"unpacked"_s);
        asked.unpackToken = ScratchFolder::newToken();
        writeZip(asked.paths.first(), {{"x", "1"}});
        const QString thesis = m_folder->filePath(u"documents/thesis.txt"_s);
        QVERIFY(QDir().mkpath(QFileInfo(thesis).path()));
        QFile file(thesis);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("years") == 5);
        file.close();
        if (kind == u"link")
            QVERIFY(QFile::link(QFileInfo(thesis).path(), asked.unpackFolder));
        else if (kind == u"folder")
            asked.unpackFolder = QFileInfo(thesis).path();
        else if (kind == u"file")
            asked.unpackFolder = thesis;
        else
            QVERIFY(takeIn(asked, [](const IntakeEntry&) { return Result<void>(); }));
        const QStringList before = QDir(asked.unpackFolder).entryList(everything);
        const auto permissions = QFile::permissions(QFileInfo(thesis).path());
        asked.unpackToken = ScratchFolder::newToken();
        const auto done = takeIn(asked, [](const IntakeEntry&) { return Result<void>(); });
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::WriteFailed);
        QVERIFY2(done.error().message.contains(u"leaves it alone"_s),
                 qPrintable(done.error().message));
        QCOMPARE(QDir(asked.unpackFolder).entryList(everything), before);
        QCOMPARE(contentOf(thesis), QByteArray("years"));
        QCOMPARE(QFile::permissions(QFileInfo(thesis).path()), permissions);
    }
};

QTEST_GUILESS_MAIN(TestUnpackFolder)
#include "test_unpack_folder.moc"
