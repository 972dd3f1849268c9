// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/base/kept_data.h"
#include "core/base/user_folders.h"
#include "tests/support/environment.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestKeptData : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyStoreIsDescribed()
    {
        QSet<QString> words;
        int kinds = 0;
        for (const KeptStore& store : keptStores()) {
            QVERIFY(qstrlen(store.title) > 0 && qstrlen(store.holds) > 0);
            QVERIFY(!keptPlace(store.kind).isEmpty());
            QCOMPARE(&keptStore(store.kind), &store);
            QCOMPARE(keptKindOf(QString::fromLatin1(store.word)), std::optional(store.kind));
            words.insert(QString::fromLatin1(store.word));
            // What is about patients can be forgotten.
            QVERIFY(!store.isAboutPatients || store.isForgotten);
            ++kinds;
        }
        QCOMPARE(words.size(), qsizetype{kinds});
        QCOMPARE(kinds, int(KeptKind::Settings) + 1);
        QVERIFY(!keptKindOf(u"thesis"_s));
    }

    void programsOfCcadShareTheFoldersOfTheWindow()
    {
        const QTemporaryDir home;
        const test::EnvironmentValue variable("XDG_DATA_HOME", home.path().toUtf8());
        const QString test = QCoreApplication::applicationName();
        QCOMPARE(userDataFolder(), home.filePath(test)); // a test touches nobody's data
        for (const QString& program : {u"ccad"_s, u"ccad-cli"_s}) {
            QCoreApplication::setApplicationName(program);
            QCOMPARE(userDataFolder(), home.filePath(u"ccad"_s));
        }
        QCoreApplication::setApplicationName(test);
    }

    void whatIsWrittenIsForItsUser()
    {
        const QTemporaryDir folder;
        const mode_t before = ::umask(022);
        keepFilesPrivate();
        QFile file(folder.filePath(u"report.pdf"_s));
        const bool isOpen = file.open(QIODevice::WriteOnly);
        const bool isMade = QDir().mkpath(folder.filePath(u"overlays"_s));
        const bool isWritten
            = writeFileAtomically(folder.filePath(u"list.csv"_s), "x").hasValue();
        ::umask(before);
        QVERIFY(isOpen && isMade && isWritten);
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup
            | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
        for (const char* name : {"report.pdf", "overlays", "list.csv"})
            QVERIFY2(!(QFile::permissions(folder.filePath(QLatin1String(name))) & others), name);
    }

    void whatEarlierVersionsLeftOpenIsClosed()
    {
        const QTemporaryDir home;
        const test::EnvironmentValue data("XDG_DATA_HOME", home.path().toUtf8());
        const test::EnvironmentValue config("XDG_CONFIG_HOME", home.filePath(u"c"_s).toUtf8());
        const test::EnvironmentValue cache("XDG_CACHE_HOME", home.filePath(u"d"_s).toUtf8());
        QVERIFY(QDir().mkpath(userDataFolder()));
        QVERIFY(QDir().mkpath(QFileInfo(userSettingsFile()).path()));
        QVERIFY(writeFileAtomically(userSettingsFile(), "[files]\n").hasValue());
        const auto open = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther;
        QVERIFY(QFile::setPermissions(userSettingsFile(), open));
        QVERIFY(QFile::setPermissions(userDataFolder(), open | QFile::ExeOwner | QFile::ExeOther));
        // A link leads to what may be meant for others.
        const QString shared = home.filePath(u"shared"_s);
        QVERIFY(QDir().mkpath(shared));
        QVERIFY(QFile::setPermissions(shared, open | QFile::ExeOwner | QFile::ExeOther));
        QVERIFY(QDir().mkpath(home.filePath(u"d"_s)));
        QVERIFY(QFile::link(shared, userCacheFolder()));
        closeUserFolders();
        const auto others = QFile::ReadGroup | QFile::ReadOther | QFile::ExeOther;
        QVERIFY(!(QFile::permissions(userSettingsFile()) & others));
        QVERIFY(!(QFile::permissions(userDataFolder()) & others));
        QVERIFY(QFile::permissions(userDataFolder()) & QFile::ExeOwner);
        QVERIFY(QFile::permissions(shared) & QFile::ReadOther);
    }
};

QTEST_GUILESS_MAIN(TestKeptData)
#include "test_kept_data.moc"
