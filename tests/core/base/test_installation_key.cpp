// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/base/installation_key.h"
#include "tests/support/environment.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestInstallationKey : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<test::EnvironmentValue> m_variable;

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        m_variable
            = std::make_unique<test::EnvironmentValue>("XDG_DATA_HOME", m_home->path().toUtf8());
    }
    void cleanup()
    {
        m_variable.reset();
        m_home.reset();
    }

    void oneIsMadeAndKeptForItsUserAlone()
    {
        const auto key = installationKey();
        QVERIFY2(key.hasValue(), key ? "" : qPrintable(key.error().message));
        QCOMPARE(key->size(), qsizetype{32});
        QVERIFY(installationKeyFile().startsWith(m_home->path()));
        const auto kept = readFile(installationKeyFile(), 1000);
        QVERIFY(kept.hasValue());
        QCOMPARE(QByteArray::fromHex(kept->trimmed()), *key);
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther;
        QVERIFY(!(QFile::permissions(installationKeyFile()) & others));
        QCOMPARE(*installationKey(), *key);
        // Nothing is left of the making.
        QCOMPARE(QDir(QFileInfo(installationKeyFile()).path()).entryList(QDir::Files).size(), 1);
    }

    void everyHomeHasItsOwn()
    {
        const QByteArray here = *installationKey();
        const QTemporaryDir other;
        const test::EnvironmentValue variable("XDG_DATA_HOME", other.path().toUtf8());
        QVERIFY(*installationKey() != here);
    }

    void aForgottenKeyIsReplaced()
    {
        const QByteArray before = *installationKey();
        QVERIFY(QFile::remove(installationKeyFile()));
        QVERIFY(*installationKey() != before);
    }

    void whatIsNoKeyIsSaidAndStays()
    {
        QVERIFY(QDir().mkpath(QFileInfo(installationKeyFile()).path()));
        QVERIFY(writeFileAtomically(installationKeyFile(), "thesis").hasValue());
        const auto key = installationKey();
        QVERIFY(!key.hasValue());
        QCOMPARE(key.error().code, ErrorCode::FileBroken);
        QCOMPARE(*readFile(installationKeyFile(), 100), QByteArray("thesis"));
        // The run goes on with a key of its own, the same throughout.
        QCOMPARE(keyOfThisRun().size(), qsizetype{32});
        QCOMPARE(keyOfThisRun(), keyOfThisRun());
    }

    void whereNoneCanBeKeptItIsSaid()
    {
        // Below a file no folder can be made, whoever asks.
        const QString blocker = m_home->filePath(u"blocker"_s);
        QVERIFY(writeFileAtomically(blocker, "x").hasValue());
        const test::EnvironmentValue variable("XDG_DATA_HOME", blocker.toUtf8());
        QCOMPARE(installationKey().error().code, ErrorCode::WriteFailed);
        QCOMPARE(keyOfThisRun(), keyOfThisRun());
    }

    void digestsAreHmacs()
    {
        // printf 'use\0text' | openssl dgst -sha256 -hmac key
        const QByteArray digest = keyedDigest("key", "use", "text", 32);
        QCOMPARE(digest.toHex(),
                 QByteArray("9b45b8329dc6ca28efa0bc9a2b77cd39735db8ea73b04a8b95e4e2b49a63b3c6"));
        QCOMPARE(keyedDigest("key", "use", "text", 8), digest.left(8));
        QVERIFY(keyedDigest("other", "use", "text", 32) != digest);
        QVERIFY(keyedDigest("key", "us", "etext", 32) != digest);
        QVERIFY(keyedDigest("key", "use", "texts", 32) != digest);
    }
};

QTEST_GUILESS_MAIN(TestInstallationKey)
#include "test_installation_key.moc"
