// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intake/internal/dicomdir.h"
#include "tests/core/intake/dicomdir_writer.h"
#include "tests/support/hostile_headers.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

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
    void init() { m_dicomdir = m_folder.filePath(u"any-name"_s); }

    void listsWhatIsThere()
    {
        const QString first = write(u"IMAGES/A/0001"_s);
        const QString second = write(u"images2/b0002"_s);
        writeDicomdir(
            {"IMAGES\\A\\0001", "IMAGES2\\B0002", "IMAGES\\A\\MISSING", "IMAGES\\A\\0001"});
        QVERIFY(isDicomdir(m_dicomdir));
        const auto index = readDicomdir(m_dicomdir);
        QVERIFY2(index.hasValue(), index ? "" : qPrintable(index.error().message));
        QCOMPARE(index->fileIds,
                 QStringList({u"IMAGES/A/0001"_s, u"IMAGES2/B0002"_s, u"IMAGES/A/MISSING"_s}));
        QCOMPARE(fileOfDicomdir(m_folder.path(), index->fileIds[0]), first);
        QCOMPARE(fileOfDicomdir(m_folder.path(), index->fileIds[1]), second);
        QCOMPARE(fileOfDicomdir(m_folder.path(), index->fileIds[2]), QString());
    }

    void neverLeadsOutside()
    {
        QVERIFY(QDir(m_folder.path()).mkpath(u"cd"_s));
        write(u"OUTSIDE"_s);
        m_dicomdir = m_folder.filePath(u"cd/DICOMDIR"_s);
        writeDicomdir({"..\\OUTSIDE", ".", "\\etc\\passwd"});
        const auto index = readDicomdir(m_dicomdir);
        QVERIFY(index.hasValue());
        QVERIFY(index->fileIds.contains(u"../OUTSIDE"_s));
        for (const QString& id : index->fileIds)
            QCOMPARE(fileOfDicomdir(m_folder.filePath(u"cd"_s), id), QString());
    }

    void aPictureThatNamesOneIsNone()
    {
        // What the bytes hold somewhere does not matter, only what the meta header's element says.
        const auto element = [](quint16 number, const QByteArray& uid) {
            return test::rawElement(quint32{0x0002} << 16 | number, "UI", uid);
        };
        const QByteArray index("1.2.840.10008.1.3.10");
        const QByteArray begin = QByteArray(128, '\0') + "DICM";
        QVERIFY(beginsAsDicomdir(begin + element(0x0002, index)));
        QVERIFY(beginsAsDicomdir(begin + element(0x0002, index) + element(0x0003, "1.2")
                                 + QByteArray("\x02\0\x10\0UI", 6)));
        QVERIFY(!beginsAsDicomdir(begin + element(0x0002, "1.2.840.10008.5.1.4.1.1.1.1")
                                  + element(0x0003, index)));
        QVERIFY(!beginsAsDicomdir(begin + element(0x0002, index + "1")));
        QVERIFY(!beginsAsDicomdir(begin + element(0x0002, "1.2.840.10008.5.1.4.1.1.1.1")
                                  + element(0x0002, index)));
    }

    void otherFilesAreNone()
    {
        QVERIFY(!isDicomdir(write(u"empty"_s)));
        QVERIFY(!isDicomdir(m_folder.path()));
        QVERIFY(!isDicomdir(m_folder.filePath(u"none"_s)));
    }
};

QTEST_GUILESS_MAIN(TestDicomdir)
#include "test_dicomdir.moc"
