// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sqlite/sqlite_database.h"
#include "ui/study/session.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QtTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestSession final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    static constexpr char oldSession[] = R"({"format_version": 1, "current": "/b.dcm", "studies": [
        {"path": "/a.dcm", "comment": "follow up", "measurements": []},
        {"path": "/b.dcm", "comment": "", "measurements": [
            {"kind": "length", "points": [[1, 2], [3, 4]]}]},
        {"path": "/plain.dcm", "comment": "", "measurements": []}]})";

    [[nodiscard]] QString file() const { return m_folder.filePath(u"a/s.json"_s); }
    [[nodiscard]] QString notes() const { return m_folder.filePath(u"a/n.sqlite"_s); }

    void write(const QByteArray& content) const
    {
        QDir().mkpath(QFileInfo(file()).path());
        QFile out(file());
        QVERIFY(out.open(QIODevice::WriteOnly));
        QCOMPARE(out.write(content), content.size());
    }

private Q_SLOTS:
    void cleanup() { QDir(QFileInfo(file()).path()).removeRecursively(); }

    void roundTrip()
    {
        Session session;
        session.current = u"/b/ü.dcm"_s;
        session.studies = {u"/a/1.png"_s, u"/b/ü.dcm"_s};
        session.results = {u"/b/ü.sr.dcm"_s};
        session.opening = session.current;
        QVERIFY(writeSession(session, file()));
        const auto read = readSession(file());
        QVERIFY2(read, read ? "" : qPrintable(read.error().message));
        QVERIFY(read->session == session);
        QVERIFY(read->notes.empty());
        QVERIFY(!(QFile::permissions(file()) & (QFile::ReadGroup | QFile::ReadOther)));
    }

    void notesOfAnOlderVersionMove()
    {
        write(oldSession);
        const auto store = NoteStore::open(notes());
        QVERIFY(store.hasValue());
        QVERIFY(moveNotesOutOf(file(), **store));
        const auto left = readSession(file());
        QVERIFY(left.hasValue());
        QCOMPARE(left->version, Session::formatVersion);
        QVERIFY(left->notes.empty());
        const QStringList paths{u"/a.dcm"_s, u"/b.dcm"_s, u"/plain.dcm"_s};
        QCOMPARE(left->session.studies, paths);
        QCOMPARE(left->session.current, u"/b.dcm"_s);
        QCOMPARE(*(*store)->pathsToPlace(), paths.mid(0, 2));
        QCOMPARE((*store)->place(paths[0], {QString(64, QLatin1Char('a')), {}})->comment,
                 u"follow up"_s);
        const std::vector<Measurement> length{{Measurement::Kind::Length, {{1, 2}, {3, 4}}}};
        QCOMPARE((*store)->place(paths[1], {QString(64, QLatin1Char('b')), {}})->measurements,
                 length);
        QVERIFY(moveNotesOutOf(file(), **store)); // nothing is left to be moved
        QVERIFY((*store)->pathsToPlace()->isEmpty());
    }

    void notesThatCannotMoveStay()
    {
        write(oldSession);
        const auto store = NoteStore::open(notes());
        QVERIFY(store.hasValue());
        {
            // Damage that nobody sees before it is written to.
            const auto database = SqliteDatabase::open(notes(), {});
            QVERIFY((*database)->runOnce(u"DROP TABLE notes_by_path"_s));
        }
        QVERIFY(!moveNotesOutOf(file(), **store));
        QCOMPARE(int(readSession(file())->notes.size()), 2);
    }

    void aSessionThatCannotBeReadIsCopied()
    {
        write("{ \"studies\": [ \"follow up");
        const auto store = NoteStore::open(notes());
        QVERIFY(moveNotesOutOf(file(), **store));
        QVERIFY(QFile::exists(file()));
        const QDir folder(QFileInfo(file()).path());
        const QStringList copies = folder.entryList({u"s.json.damaged-*"_s});
        QCOMPARE(copies.size(), 1);
        QFile copy(folder.filePath(copies.front()));
        QVERIFY(copy.open(QIODevice::ReadOnly) && copy.readAll().contains("follow up"));
    }

    void noneIsNotFound() { QCOMPARE(readSession(file()).error().code, ErrorCode::FileNotFound); }

    void brokenFilesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<int>("code");
        QTest::newRow("empty") << QByteArray() << int(ErrorCode::FileBroken);
        QTest::newRow("cut") << QByteArray("{\"format_version\": 1, \"stu")
                             << int(ErrorCode::FileBroken);
        QTest::newRow("something else") << QByteArray("{\"a\": 1}") << int(ErrorCode::FileBroken);
        QTest::newRow("newer") << QByteArray("{\"format_version\": 3, \"studies\": []}")
                               << int(ErrorCode::Unsupported);
    }

    void brokenFilesAreRefused()
    {
        QFETCH(QByteArray, content);
        QFETCH(int, code);
        write(content);
        const auto read = readSession(file());
        QVERIFY(!read);
        QCOMPARE(int(read.error().code), code);
        QVERIFY(read.error().message.contains(file()));
    }

    void whatMakesNoSenseIsLeftOut()
    {
        write(R"({"format_version": 1, "studies": [
            {"path": "", "comment": "nowhere"},
            {"path": "/a.dcm", "measurements": [
                {"kind": "length", "points": [[1, 2]]},
                {"kind": "volume", "points": [[1, 2], [3, 4]]},
                {"kind": "length", "points": [[1, "x"], [3, 4]]},
                {"kind": "length", "points": [[1, 2], [3, 4]]}]}]})");
        const auto read = readSession(file());
        QVERIFY(read);
        QCOMPARE(read->session.studies, QStringList(u"/a.dcm"_s));
        QCOMPARE(read->notes.size(), size_t(1));
        QCOMPARE(read->notes[0].note.measurements.size(), size_t(1));
    }

    void whereNothingCanBeWritten()
    {
        write("a file in place of a folder");
        const auto written = writeSession({}, file() + u"/s.json"_s);
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::WriteFailed);
    }
};

QTEST_GUILESS_MAIN(TestSession)
#include "test_session.moc"
