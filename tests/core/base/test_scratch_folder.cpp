// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/base/scratch_folder.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestScratchFolder : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_path;
    const QByteArray m_token = ScratchFolder::newToken();

    void fill() const
    {
        const auto scratch = ScratchFolder::enter(m_path, m_token);
        QVERIFY2(scratch, scratch ? "" : qPrintable(scratch.error().message));
        QVERIFY(scratch->folder().newFile("content").isOpen());
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_path = m_dir->filePath(u"deep/list.csv.journal.unpacked"_s);
    }

    void isMadeEnteredAgainAndRemoved()
    {
        QCOMPARE(m_token.size(), 32);
        QVERIFY(ScratchFolder::newToken() != m_token);
        fill();
        QCOMPARE(QFile::permissions(m_path)
                     & ~(QFile::ReadUser | QFile::WriteUser | QFile::ExeUser),
                 QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        QVERIFY(ScratchFolder::enter(m_path, m_token));
        QVERIFY(QFile::exists(m_path + u"/content"_s));
        QVERIFY(ScratchFolder::remove(m_path, m_token));
        QVERIFY(!QFileInfo::exists(m_path));
        QVERIFY(ScratchFolder::remove(m_path, m_token)); // nothing there is fine
    }

    void whatOthersHaveIsLeftAlone_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* kind, const char* words) {
            QTest::newRow(kind) << QString::fromLatin1(kind) << QString::fromLatin1(words);
        };
        row("link", "is a link");
        row("dangling link", "is a link");
        row("file", "no folder");
        row("no marker", "no folder that CCAD made");
        row("other token", "no folder that CCAD made");
        row("longer token", "no folder that CCAD made");
        row("marker is a link", "no folder that CCAD made");
        row("marker is a folder", "no folder that CCAD made");
        row("somebody else's", "belongs to somebody else");
    }

    void whatOthersHaveIsLeftAlone()
    {
        QFETCH(QString, kind);
        QFETCH(QString, words);
        if (kind == u"somebody else's" && geteuid() != 0)
            QSKIP("Only the superuser can give a folder away.");
        const QString real = m_dir->filePath(u"documents"_s);
        const QString thesis = real + u"/thesis.txt"_s;
        const QString marker = real + u'/' + QLatin1String(ScratchFolder::marker);
        QVERIFY(QDir().mkpath(real));
        QVERIFY(writeFileAtomically(thesis, "years"));
        QString place = real;
        if (kind == u"link" || kind == u"dangling link") {
            place = m_dir->filePath(u"link"_s);
            QVERIFY(writeFileAtomically(marker, m_token)); // even if it looks like one
            QVERIFY(QFile::link(kind == u"link" ? real : m_dir->filePath(u"gone"_s), place));
        } else if (kind == u"file") {
            place = thesis;
        } else if (kind == u"other token") {
            QVERIFY(writeFileAtomically(marker, ScratchFolder::newToken()));
        } else if (kind == u"longer token") {
            QVERIFY(writeFileAtomically(marker, m_token + "x"));
        } else if (kind == u"marker is a link") {
            const QString other = m_dir->filePath(u"token"_s);
            QVERIFY(writeFileAtomically(other, m_token));
            QVERIFY(QFile::link(other, marker));
        } else if (kind == u"marker is a folder") {
            QVERIFY(QDir().mkpath(marker));
        } else if (kind == u"somebody else's") {
            QVERIFY(writeFileAtomically(marker, m_token));
            QVERIFY(::chown(QFile::encodeName(real).constData(), 65534, 65534) == 0);
        }
        const auto everything
            = QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot;
        const QStringList before = QDir(real).entryList(everything);
        const auto entered = ScratchFolder::enter(place, m_token);
        QVERIFY(!entered);
        QCOMPARE(entered.error().code, ErrorCode::WriteFailed);
        QVERIFY2(entered.error().message.contains(words), qPrintable(entered.error().message));
        const auto removed = ScratchFolder::remove(place, m_token);
        QVERIFY(!removed);
        QCOMPARE(removed.error().message, entered.error().message);
        QCOMPARE(QDir(real).entryList(everything), before);
        QCOMPARE(*readFile(thesis, 100), QByteArray("years"));
        QVERIFY(!QFileInfo::exists(m_dir->filePath(u"gone"_s)));
    }

    void withoutATokenThereIsNone()
    {
        QVERIFY(!ScratchFolder::enter(m_path, {}));
        QVERIFY(!ScratchFolder::enter({}, m_token));
        QVERIFY(!QFileInfo::exists(m_path));
        QVERIFY(QDir().mkpath(m_path));
        QVERIFY(writeFileAtomically(m_path + u"/a"_s, "x"));
        QVERIFY(writeFileAtomically(m_path + u'/' + QLatin1String(ScratchFolder::marker), ""));
        QVERIFY(!ScratchFolder::remove(m_path, {}));
        QVERIFY(QFile::exists(m_path + u"/a"_s));
    }

    void oneThatWasKilledBeforeItSignedIsUsed()
    {
        QVERIFY(QDir().mkpath(m_path));
        fill();
        QVERIFY(ScratchFolder::remove(m_path, m_token));
        QVERIFY(QDir().mkpath(m_path));
        QVERIFY(writeFileAtomically(m_path + u'/' + QLatin1String(ScratchFolder::marker), ""));
        fill();
        QVERIFY(ScratchFolder::remove(m_path, m_token));
        QVERIFY(!QFileInfo::exists(m_path));
    }

    void oneAtATime()
    {
        {
            const auto first = ScratchFolder::enter(m_path, m_token);
            QVERIFY(first);
            const auto second = ScratchFolder::enter(m_path, m_token);
            QVERIFY(!second);
            QVERIFY2(second.error().message.contains(u"in use"_s),
                     qPrintable(second.error().message));
            QVERIFY(!ScratchFolder::remove(m_path, m_token));
        }
        QVERIFY(ScratchFolder::remove(m_path, m_token));
    }

    void anotherInItsPlaceIsNotEmptied()
    {
        auto scratch = ScratchFolder::enter(m_path, m_token);
        QVERIFY(scratch);
        QVERIFY(scratch->folder().newFile("content").isOpen());
        const QString moved = m_path + u".moved"_s;
        QVERIFY(QDir().rename(m_path, moved));
        const QString thesis = m_path + u"/thesis.txt"_s;
        QVERIFY(QDir().mkpath(m_path));
        QVERIFY(writeFileAtomically(thesis, "years"));
        QVERIFY(!std::move(*scratch).remove());
        QVERIFY(QFile::exists(thesis));
    }
};

QTEST_GUILESS_MAIN(TestScratchFolder)
#include "test_scratch_folder.moc"
