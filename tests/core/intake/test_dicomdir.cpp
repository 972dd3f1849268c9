// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intake/dicomdir.h"

#include "tests/core/intake/dicomdir_writer.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace ccad;

class TestDicomdir : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_dicomdir;

    QString write(const QString& name) const
    {
        const QString path = m_folder.filePath(name);
        QFile file(path);
        if (!QDir().mkpath(QFileInfo(path).absolutePath()) || !file.open(QIODevice::WriteOnly))
            qFatal("cannot write a file for the test");
        return path;
    }

    void writeDicomdir(const QList<QByteArray>& fileIds) const
    {
        test::writeDicomdir(m_dicomdir, fileIds);
    }

private Q_SLOTS:
    void init() { m_dicomdir = m_folder.filePath(QStringLiteral("any-name")); }

    void listsWhatIsThere()
    {
        const QString first = write(QStringLiteral("IMAGES/A/0001"));
        const QString second = write(QStringLiteral("images2/b0002"));
        writeDicomdir(
            {"IMAGES\\A\\0001", "IMAGES2\\B0002", "IMAGES\\A\\MISSING", "IMAGES\\A\\0001"});
        QVERIFY(isDicomdir(m_dicomdir));
        const auto files = filesOfDicomdir(m_dicomdir);
        QVERIFY2(files.hasValue(), files ? "" : qPrintable(files.error().message));
        QCOMPARE(*files, QStringList({first, second}));
    }

    void neverLeadsOutside()
    {
        QVERIFY(QDir(m_folder.path()).mkpath(QStringLiteral("cd")));
        write(QStringLiteral("OUTSIDE"));
        m_dicomdir = m_folder.filePath(QStringLiteral("cd/DICOMDIR"));
        writeDicomdir({"..\\OUTSIDE", ".", "\\etc\\passwd"});
        const auto files = filesOfDicomdir(m_dicomdir);
        QVERIFY(!files.hasValue());
        QCOMPARE(files.error().code, ErrorCode::FileNotFound);
    }

    void otherFilesAreNone()
    {
        QVERIFY(!isDicomdir(write(QStringLiteral("empty"))));
        QVERIFY(!isDicomdir(m_folder.path()));
        QVERIFY(!isDicomdir(m_folder.filePath(QStringLiteral("none"))));
    }
};

QTEST_GUILESS_MAIN(TestDicomdir)
#include "test_dicomdir.moc"
