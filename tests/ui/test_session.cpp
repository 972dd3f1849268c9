// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/session.h"

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

    [[nodiscard]] QString file() const { return m_folder.filePath(u"a/s.json"_s); }

    void write(const QByteArray& content) const
    {
        QDir().mkpath(QFileInfo(file()).path());
        QFile out(file());
        QVERIFY(out.open(QIODevice::WriteOnly));
        QCOMPARE(out.write(content), content.size());
    }

private Q_SLOTS:
    void cleanup() { QFile::remove(file()); }

    void roundTrip()
    {
        Session session;
        session.current = u"/b/ü.dcm"_s;
        session.studies = {{u"/a/1.png"_s, {}, {}},
                           {u"/b/ü.dcm"_s,
                            {{Measurement::Kind::Length, {{1.5, 2.25}, {100, 0}}},
                             {Measurement::Kind::Angle, {{0, 0}, {10, 0.1}, {5, 5}}}},
                            u"two\nlines \"quoted\""_s}};
        QVERIFY(writeSession(session, file()));
        const auto read = readSession(file());
        QVERIFY2(read, read ? "" : qPrintable(read.error().message));
        QVERIFY(*read == session);
        QVERIFY(!(QFile::permissions(file()) & (QFile::ReadGroup | QFile::ReadOther)));
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
        QTest::newRow("newer") << QByteArray("{\"format_version\": 2, \"studies\": []}")
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
        QCOMPARE(read->studies.size(), size_t(1));
        QCOMPARE(read->studies[0].measurements.size(), size_t(1));
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
