// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/isolation/decoding_service.h"
#include "core/nodes/node.h"
#include "tests/cli/cli_run.h"
#include "tests/support/archive_process.h"
#include "tests/support/sent_films.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestCliArchive : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_archive = std::make_unique<Dcmqrscp>();
        CCAD_NEED_PEER(*m_archive);
        m_films = writeFilms(m_folder.path(), 3);
        const CliRun run = runCli(QStringList{u"archive"_s, u"send"_s, address()} + m_films);
        QVERIFY2(run.status == 0, qPrintable(run.messages));
        QCOMPARE(run.lines().size(), 3);
    }

    void cleanupTestCase() { m_archive.reset(); }

    void echoesANodeOfAFile()
    {
        const QByteArray nodes = R"({"format_version": 1, "nodes": [{"name": "pacs", "protocol":
            "dimse", "host": "127.0.0.1", "called_aet": "QRSCP", "port": )"
            + QByteArray::number(m_archive->port()) + "}]}";
        const QString path = m_folder.filePath(u"nodes.json"_s);
        QVERIFY(writeFileAtomically(path, nodes).hasValue());
        const CliRun run = runCli({u"archive"_s, u"echo"_s, u"pacs"_s, u"--nodes"_s, path});
        QVERIFY2(run.status == 0, qPrintable(run.messages));
        QCOMPARE(run.output.trimmed(), u"pacs answers."_s);
    }

    /// What was added in the window is known here.
    void echoesANodeOfTheWindow()
    {
        Node node = *nodeOfAddress(u"ward"_s, address());
        const QTemporaryDir config;
        QVERIFY(writeNodes(config.filePath(u"ccad/nodes.json"_s), {node}).hasValue());
        const CliRun run
            = runCli({u"archive"_s, u"echo"_s, u"ward"_s}, {{u"XDG_CONFIG_HOME"_s, config.path()}});
        QVERIFY2(run.status == 0, qPrintable(run.messages));
        QCOMPARE(run.output.trimmed(), u"ward answers."_s);
    }

    void tellsOfANodeThatDoesNotAnswer()
    {
        const CliRun run
            = runCli({u"archive"_s, u"echo"_s, u"dicom://127.0.0.1:1/NOBODY"_s, u"--json"_s});
        QCOMPARE(run.status, 1);
        QCOMPARE(run.json().front()[u"answers"].toBool(true), false);
        QVERIFY(!run.messages.isEmpty());
    }

    void findsAsJson()
    {
        const CliRun run
            = runCli({u"archive"_s, u"find"_s, u"a"_s, u"--node"_s, u"a="_s + address(), u"--key"_s,
                      u"patient-id=P-*"_s, u"--json"_s});
        QVERIFY2(run.status == 0, qPrintable(run.messages));
        QCOMPARE(run.json().size(), std::size_t{1});
        QCOMPARE(run.json().front()[u"study_uid"].toString(), u"2.25.1000"_s);
        QCOMPARE(run.json().front()[u"patient_name"].toString(), u"Müller^Jörg"_s);
    }

    void retrieves()
    {
        const CliRun run
            = runCli({u"archive"_s, u"retrieve"_s, address(), u"--out"_s,
                      m_folder.filePath(u"out"_s), u"--key"_s, u"study=2.25.1000"_s, u"--json"_s});
        QVERIFY2(run.status == 0, qPrintable(run.messages));
        QCOMPARE(run.json().size(), std::size_t{3});
        for (const QJsonObject& object : run.json())
            QVERIFY(QFile::exists(object[u"path"].toString()));
    }

    void retrievesByMove()
    {
        const CliRun run
            = runCli({u"archive"_s, u"retrieve"_s, address(), u"--out"_s,
                      m_folder.filePath(u"moved"_s), u"--key"_s, u"study=2.25.1000"_s, u"--by"_s,
                      u"move"_s, u"--listen"_s, u"127.0.0.1:%1"_s.arg(m_archive->movePort())});
        QVERIFY2(run.status == 0, qPrintable(run.messages));
        QCOMPARE(run.lines().size(), 3);
    }

    void talksByDicomWeb()
    {
        const Orthanc orthanc;
        CCAD_NEED_PEER(orthanc);
        const QString node
            = orthanc.webUrl() + u"?user=ccad&password-file="_s + orthanc.passwordFile();
        const CliRun echo = runCli({u"archive"_s, u"echo"_s, node});
        QVERIFY2(echo.status == 0, qPrintable(echo.messages));
        const CliRun send = runCli(QStringList{u"archive"_s, u"send"_s, node} + m_films);
        QVERIFY2(send.status == 0, qPrintable(send.messages));
        const CliRun find
            = runCli({u"archive"_s, u"find"_s, node, u"--key"_s, u"patient-id=P-*"_s, u"--json"_s});
        QVERIFY2(find.status == 0, qPrintable(find.messages));
        QCOMPARE(find.json().size(), std::size_t{1});
        QCOMPARE(find.json().front()[u"study_uid"].toString(), u"2.25.1000"_s);
        const CliRun got = runCli({u"archive"_s, u"retrieve"_s, node, u"--out"_s,
                                   m_folder.filePath(u"web"_s), u"--key"_s, u"study=2.25.1000"_s});
        QVERIFY2(got.status == 0, qPrintable(got.messages));
        QCOMPARE(got.lines().size(), 3);
    }

    /// What came is judged like any other film.
    void whatCameCanBeRead()
    {
        const CliRun got
            = runCli({u"archive"_s, u"retrieve"_s, address(), u"--out"_s,
                      m_folder.filePath(u"again"_s), u"--key"_s, u"study=2.25.1000"_s});
        QVERIFY2(got.status == 0, qPrintable(got.messages));
        for (const QString& path : got.lines()) {
            const auto film = decoding().radiograph(path);
            QVERIFY2(film.hasValue(), qPrintable(film ? QString() : film.error().message));
        }
    }

    void sendsNothingInTheClearToAnotherMachine()
    {
        // An address for documents (RFC 5737): nobody has it.
        for (const QString& node : {u"http://192.0.2.1/dicom-web"_s, u"dicom://192.0.2.1/A"_s}) {
            const CliRun run = runCli({u"archive"_s, u"echo"_s, node});
            QCOMPARE(run.status, 1);
            QVERIFY2(run.messages.contains(u"TLS"_s), qPrintable(run.messages));
        }
    }

    void stopsAtWrongUsage_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::newRow("nothing") << QStringList{};
        QTest::newRow("no node") << QStringList{u"echo"_s};
        QTest::newRow("unknown action") << QStringList{u"take"_s, u"dicom://a/B"_s};
        QTest::newRow("unknown node") << QStringList{u"echo"_s, u"pacs"_s};
        QTest::newRow("no file") << QStringList{u"send"_s, u"dicom://a/B"_s};
        QTest::newRow("no study") << QStringList{u"retrieve"_s, u"dicom://a/B"_s, u"--out"_s,
                                                 u"x"_s};
        QTest::newRow("a path as UID") << QStringList{
            u"retrieve"_s, u"dicom://a/B"_s, u"--out"_s, u"x"_s, u"--key"_s, u"study=../.."_s};
        QTest::newRow("unknown key")
            << QStringList{u"find"_s, u"dicom://a/B"_s, u"--key"_s, u"colour=red"_s};
        QTest::newRow("unknown level")
            << QStringList{u"find"_s, u"dicom://a/B"_s, u"--level"_s, u"ward"_s};
        QTest::newRow("move by DICOMweb")
            << QStringList{u"retrieve"_s, u"https://a/b"_s, u"--out"_s, u"x"_s,
                           u"--key"_s,    u"study=1.2"_s,   u"--by"_s,  u"move"_s};
    }

    void stopsAtWrongUsage()
    {
        QFETCH(QStringList, words);
        const CliRun run = runCli(QStringList{u"archive"_s} + words);
        QCOMPARE(run.status, 2);
        QVERIFY(run.messages.contains(u"Usage:"_s));
    }

private:
    [[nodiscard]] QString address() const
    {
        return u"dicom://127.0.0.1:%1/QRSCP"_s.arg(m_archive->port());
    }

    QTemporaryDir m_folder;
    QStringList m_films;
    std::unique_ptr<Dcmqrscp> m_archive;
};

QTEST_GUILESS_MAIN(TestCliArchive)
#include "test_cli_archive.moc"
