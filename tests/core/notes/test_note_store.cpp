// SPDX-License-Identifier: GPL-3.0-or-later
// Notes survive: the end of the program, other programs, damage of their file.
#include "core/notes/note_store.h"
#include "core/sqlite/sqlite_database.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <cstdio>
#include <thread>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

const QString firstFilm(64, QLatin1Char('a'));
const QString secondFilm(64, QLatin1Char('b'));
const StudyNote someNote{u"two\nlines \"quoted\" ü"_s,
                         {{Measurement::Kind::Length, {{1.5, 2.25}, {100, 0}}},
                          {Measurement::Kind::Angle, {{0, 0}, {10, 0.1}, {5, 5}}}}};

StudyNote words(const QString& comment)
{
    return {comment, {}};
}

const char writerArgument[] = "--write-until-killed";

/// Writes one note after the other and says so after each.
int writeUntilKilled(const QString& path)
{
    const auto store = NoteStore::open(path);
    if (!store)
        return 1;
    for (int i = 1;; ++i) {
        if (!(*store)->write({firstFilm, {}}, words(QString::number(i))))
            return 2;
        std::printf("%d\n", i);
        std::fflush(stdout);
    }
}

} // namespace

class TestNoteStore final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;

    [[nodiscard]] std::unique_ptr<NoteStore> opened() const
    {
        auto store = NoteStore::open(m_path);
        if (!store)
            qFatal("%s", qPrintable(store.error().message));
        return std::move(*store);
    }

    void fill() const { QVERIFY(opened()->write({firstFilm, {}}, someNote)); }

    [[nodiscard]] QByteArray content(const QString& path) const
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    void write(const QByteArray& bytes) const
    {
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }

    [[nodiscard]] QString executed(const char* sql) const
    {
        const auto database = SqliteDatabase::open(m_path, {});
        const auto done = (*database)->runOnce(QString::fromLatin1(sql));
        return done ? QString() : done.error().message;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(u"app/notes.sqlite"_s);
    }

    void comesBackAsItWas()
    {
        QVERIFY(opened()->write({firstFilm, u"1.2.3"_s}, someNote));
        const auto store = opened();
        QCOMPARE(*store->find(firstFilm), someNote);
        QVERIFY(store->find(secondFilm)->isEmpty());
    }

    void oneUidOfTwoFilmsIsNoReasonToShare()
    {
        const auto store = opened();
        const QString uid = u"1.2.3"_s;
        QVERIFY(store->write({firstFilm, uid}, words(u"first"_s)));
        QVERIFY(store->write({secondFilm, uid}, words(u"second"_s)));
        QCOMPARE(store->find(firstFilm)->comment, u"first"_s);
        QCOMPARE(store->find(secondFilm)->comment, u"second"_s);
    }

    void aKnownUidStays()
    {
        const auto store = opened();
        QVERIFY(store->write({firstFilm, u"1.2.3"_s}, someNote));
        QVERIFY(store->write({firstFilm, {}}, words(u"later"_s)));
        const auto database = SqliteDatabase::open(m_path, {});
        QCOMPARE(
            *(*database)->number("SELECT count(*) FROM notes WHERE sop_instance_uid = '1.2.3' AND "
                                 "comment = 'later'"),
            qint64{1});
    }

    void deletedNotesLeaveNoTrace()
    {
        const auto store = opened();
        QVERIFY(store->write({firstFilm, {}}, words(u"consolidation"_s)));
        QVERIFY(content(m_path).contains("consolidation"));
        QVERIFY(store->write({firstFilm, {}}, {}));
        QVERIFY(store->find(firstFilm)->isEmpty());
        QVERIFY(!content(m_path).contains("consolidation"));
    }

    void onlyThisUserMayReadIt()
    {
        const mode_t before = umask(0);
        fill();
        umask(before);
        const QFile::Permissions others
            = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QVERIFY(!(QFile::permissions(m_path) & others));
        // A copy that was put back, say.
        QFile::setPermissions(m_path, QFile::permissions(m_path) | QFile::ReadOther);
        (void)opened();
        QVERIFY(!(QFile::permissions(m_path) & others));
    }

    void ofTwoWindowsTheLastNoteOfEachStudyWins()
    {
        const auto one = opened();
        const auto other = opened();
        QVERIFY(one->write({firstFilm, {}}, words(u"from one"_s)));
        QVERIFY(other->write({secondFilm, {}}, words(u"from the other"_s)));
        QCOMPARE(other->find(firstFilm)->comment, u"from one"_s);
        QCOMPARE(one->find(secondFilm)->comment, u"from the other"_s);
        QVERIFY(other->write({firstFilm, {}}, words(u"later"_s)));
        QCOMPARE(one->find(firstFilm)->comment, u"later"_s);
    }

    void manyWriteAtOnce()
    {
        constexpr int writers = 4;
        constexpr int notes = 15;
        std::atomic<int> failures = 0;
        std::vector<std::thread> threads;
        for (int writer = 0; writer < writers; ++writer)
            threads.emplace_back([&, writer] {
                // All of them may be the one that makes the file.
                for (int i = 0; i < notes; ++i) {
                    const auto store = openNotes(m_path);
                    const QString film = u"%1"_s.arg(writer * notes + i, 64, 10, QLatin1Char('0'));
                    if (!store || !store->notice.isEmpty()
                        || !store->store->write({film, {}}, words(film)))
                        ++failures;
                }
            });
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(failures.load(), 0);
        const auto store = opened();
        for (int i = 0; i < writers * notes; ++i) {
            const QString film = u"%1"_s.arg(i, 64, 10, QLatin1Char('0'));
            QCOMPARE(store->find(film)->comment, film);
        }
    }

    void whatWasSaidToBeSavedSurvivesAKill()
    {
        for (int round = 1; round <= 5; ++round) {
            QProcess writer;
            writer.start(QCoreApplication::applicationFilePath(),
                         {QString::fromLatin1(writerArgument), m_path});
            int said = 0;
            while (said < 3 * round) {
                QVERIFY2(writer.canReadLine() || writer.waitForReadyRead(),
                         "the writer says nothing");
                while (writer.canReadLine())
                    said = writer.readLine().trimmed().toInt();
            }
            writer.kill(); // SIGKILL, most likely in the middle of the next one
            QVERIFY(writer.waitForFinished());
            while (writer.canReadLine())
                said = writer.readLine().trimmed().toInt();
            const auto store = openNotes(m_path);
            QVERIFY(store.hasValue());
            QVERIFY(store->notice.isEmpty());
            const int kept = store->store->find(firstFilm)->comment.toInt();
            QVERIFY2(kept == said || kept == said + 1, qPrintable(QString::number(kept)));
        }
    }

    void notesKnownByPathAreAddedToTheStudy()
    {
        const QString path = u"/films/ü.dcm"_s;
        const auto store = opened();
        QVERIFY(store->write({firstFilm, {}}, words(u"new"_s)));
        QVERIFY(store->keepByPath({{path, someNote}, {u"/other"_s, someNote}}));
        QVERIFY(store->keepByPath({{path, someNote}})); // as after a crash
        QCOMPARE(*store->pathsToPlace(), QStringList({path, u"/other"_s}));
        const auto placed = store->place(path, {firstFilm, {}});
        QVERIFY(placed.hasValue());
        QCOMPARE(placed->comment, u"new\n"_s + someNote.comment);
        QCOMPARE(placed->measurements, someNote.measurements);
        QCOMPARE(*store->find(firstFilm), *placed);
        QCOMPARE(*store->pathsToPlace(), QStringList(u"/other"_s));
        QCOMPARE(*store->place(path, {firstFilm, {}}), *placed);
        QVERIFY(store->place(path, {secondFilm, {}})->isEmpty());
    }

    void damagedFilesAreKeptAside_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        init();
        fill();
        const QByteArray good = content(m_path);
        QVERIFY(good.size() >= 3 * 4096);
        QTest::newRow("text") << QByteArray(5000, 'x');
        QTest::newRow("cut") << good.left(good.size() - 4096);
        QByteArray page = good;
        std::fill(page.begin() + 4096, page.begin() + 2 * 4096, '\xa5');
        QTest::newRow("a page is gone") << page;
        QByteArray schema = good;
        std::fill(schema.begin() + 100, schema.begin() + 4096, '\xa5');
        QTest::newRow("the schema is gone") << schema;
        QCOMPARE(executed("CREATE TRIGGER t AFTER INSERT ON notes BEGIN "
                          "DELETE FROM notes_by_path; END"),
                 QString());
        QTest::newRow("a trigger was added") << content(m_path);
        QVERIFY(QFile::remove(m_path));
        write({});
        QCOMPARE(executed("CREATE TABLE bookmarks (url TEXT)"), QString());
        QTest::newRow("another program's") << content(m_path);
    }

    void damagedFilesAreKeptAside()
    {
        QFETCH(QByteArray, bytes);
        QVERIFY(QDir().mkpath(QFileInfo(m_path).path()));
        write(bytes);
        QFile journal(m_path + u"-journal"_s);
        QVERIFY(journal.open(QIODevice::WriteOnly)); // of the damaged file, hence moved with it
        journal.close();
        const auto refused = NoteStore::open(m_path);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::FileBroken);
        const auto renewed = openNotes(m_path);
        QVERIFY2(renewed.hasValue(), renewed ? "" : qPrintable(renewed.error().message));
        QVERIFY(renewed->store->write({firstFilm, {}}, someNote));
        const QDir folder(QFileInfo(m_path).path());
        const QStringList aside = folder.entryList({u"notes.sqlite.damaged-*"_s}, QDir::Files)
                                      .filter(QRegularExpression(u"\\d$"_s));
        QCOMPARE(aside.size(), 1);
        QCOMPARE(content(folder.filePath(aside.front())), bytes);
        QVERIFY2(renewed->notice.contains(folder.filePath(aside.front())),
                 qPrintable(renewed->notice));
        QVERIFY(openNotes(m_path)->notice.isEmpty());
        QCOMPARE(*opened()->find(firstFilm), someNote);
    }

    void whatIsNoFileIsKeptAsideToo()
    {
        QVERIFY(QDir().mkpath(m_path));
        const auto renewed = openNotes(m_path);
        QVERIFY(renewed.hasValue());
        QVERIFY(!renewed->notice.isEmpty());
        fill();
        QVERIFY(QFile::remove(m_path));
        QVERIFY(mkfifo(QFile::encodeName(m_path).constData(), 0600) == 0);
        QVERIFY(openNotes(m_path).hasValue());
    }

    void aNewerFileIsLeftAlone()
    {
        fill();
        QCOMPARE(executed("PRAGMA user_version = 2"), QString());
        const QByteArray before = content(m_path);
        const auto refused = openNotes(m_path);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Unsupported);
        QVERIFY(refused.error().message.contains(u"newer CCAD"_s));
        QCOMPARE(content(m_path), before);
    }

    void inAFolderThatIsReadOnlyNotesCanBeRead()
    {
        fill();
        const QByteArray folder = QFile::encodeName(QFileInfo(m_path).path());
        const QByteArray file = QFile::encodeName(m_path);
        // The superuser may write everywhere; hence another user.
        const uid_t before = geteuid();
        constexpr uid_t other = 65534;
        QVERIFY(::chmod(QFile::encodeName(m_folder->path()).constData(), 0755) == 0);
        if (before == 0)
            QVERIFY(::chown(file.constData(), other, gid_t(-1)) == 0);
        QVERIFY(::chmod(file.constData(), 0400) == 0 && ::chmod(folder.constData(), 0555) == 0);
        QFile::Permissions permissions;
        Result<StudyNote> found = StudyNote();
        Result<void> written;
        Result<OpenedNotes> fresh = OpenedNotes();
        if (before == 0)
            QVERIFY(seteuid(other) == 0);
        {
            const auto store = NoteStore::open(m_path);
            if (store) {
                found = (*store)->find(firstFilm);
                written = (*store)->write({firstFilm, {}}, words(u"new"_s));
            }
            fresh = openNotes(QFileInfo(m_path).path() + u"/none.sqlite"_s);
        }
        if (before == 0)
            QVERIFY(seteuid(before) == 0);
        QVERIFY(::chmod(folder.constData(), 0700) == 0);
        QVERIFY(found.hasValue());
        QCOMPARE(*found, someNote);
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::WriteFailed);
        QVERIFY2(written.error().message.contains(m_path), qPrintable(written.error().message));
        QVERIFY(!fresh);
        QCOMPARE(fresh.error().code, ErrorCode::WriteFailed);
        QCOMPARE(*opened()->find(firstFilm), someNote);
    }

    void whereThereIsNoFolder()
    {
        QFile file(m_folder->filePath(u"app"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const auto refused = openNotes(m_path);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::WriteFailed);
        QVERIFY(refused.error().message.contains(m_path));
    }

    void whichNotesAreForgotten_data()
    {
        QTest::addColumn<int>("which");
        QTest::addColumn<QStringList>("gone");
        using Which = NotesToForget::Which;
        QTest::newRow("all") << int(Which::All) << QStringList{u"by hash"_s, u"by UID"_s,
                                                               u"by path"_s, u"another"_s};
        QTest::newRow("of some films")
            << int(Which::OfFilms) << QStringList{u"by hash"_s, u"by UID"_s, u"by path"_s};
        QTest::newRow("older than all") << int(Which::Older) << QStringList();
    }
    void whichNotesAreForgotten()
    {
        QFETCH(const int, which);
        QFETCH(const QStringList, gone);
        const auto store = opened();
        const QString third(64, u'c');
        QVERIFY(store->write({firstFilm, {}}, words(u"by hash"_s)));
        QVERIFY(store->write({secondFilm, u"1.2.3"_s}, words(u"by UID"_s)));
        QVERIFY(store->write({third, u"1.2.4"_s}, words(u"another"_s)));
        QVERIFY(store->keepByPath({{u"/day/Doe.dcm"_s, words(u"by path"_s)}}));
        NotesToForget notes;
        notes.which = NotesToForget::Which(which);
        notes.beforeMs = 1000;
        notes.contents = {firstFilm};
        notes.uids = {u"1.2.3"_s, QString()};
        notes.paths = {u"/day/Doe.dcm"_s};
        const auto counted = store->count(notes);
        QVERIFY(counted.hasValue());
        QCOMPARE(*counted, qint64(gone.size()));
        QCOMPARE(store->find(firstFilm)->comment, u"by hash"_s); // counting removes nothing
        const auto forgotten = store->forget(notes);
        QVERIFY2(forgotten.hasValue(), forgotten ? "" : qPrintable(forgotten.error().message));
        QCOMPARE(*forgotten, qint64(gone.size()));
        for (const char* word : {"by hash", "by UID", "by path", "another"})
            QCOMPARE(content(m_path).contains(word), !gone.contains(QLatin1String(word)));
        QCOMPARE(content(m_path).contains("Doe.dcm"), !gone.contains(u"by path"_s));
        QCOMPARE(*store->forget(notes), qint64{0});
    }

    void notesOfAnAgeAreForgotten()
    {
        const auto store = opened();
        QVERIFY(store->write({firstFilm, {}}, words(u"old"_s)));
        NotesToForget notes;
        notes.which = NotesToForget::Which::Older;
        notes.beforeMs = QDateTime::currentMSecsSinceEpoch() + 1000;
        QCOMPARE(*store->forget(notes), qint64{1});
        QVERIFY(store->find(firstFilm)->isEmpty());
    }
};

int main(int argc, char* argv[])
{
    QCoreApplication application(argc, argv);
    if (argc == 3 && !qstrcmp(argv[1], writerArgument))
        return writeUntilKilled(QString::fromLocal8Bit(argv[2]));
    TestNoteStore test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_note_store.moc"
