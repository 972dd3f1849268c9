// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/data_dirs.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestDataDirs : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { qunsetenv("CCAD_DATA_DIR"); }
    void findsTheSourceTree();
    void prefersTheEnvironment();
    void passesOverAFolderWithoutData();
};

void TestDataDirs::findsTheSourceTree()
{
    qunsetenv("CCAD_DATA_DIR");
    QCOMPARE(dataDir(), QDir::cleanPath(QStringLiteral(CCAD_SOURCE_DIR)));
    QCOMPARE(defaultModelDir(), dataDir() + u"/models/ccad-covid-cxr"_s);
}

void TestDataDirs::prefersTheEnvironment()
{
    QTemporaryDir dir;
    QVERIFY(QDir(dir.path()).mkdir(u"models"_s));
    qputenv("CCAD_DATA_DIR", dir.path().toUtf8());
    QCOMPARE(dataDir(), QDir::cleanPath(dir.path()));
    QVERIFY(samplesDir().startsWith(dir.path()));
    QVERIFY(manualFile().startsWith(dir.path()));
}

void TestDataDirs::passesOverAFolderWithoutData()
{
    QTemporaryDir dir;
    qputenv("CCAD_DATA_DIR", dir.path().toUtf8());
    QCOMPARE(dataDir(), QDir::cleanPath(QStringLiteral(CCAD_SOURCE_DIR)));
}

QTEST_GUILESS_MAIN(TestDataDirs)
#include "test_data_dirs.moc"
