// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/nodes/dicom_names.h"
#include "core/nodes/node.h"
#include "core/nodes/query.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestNodes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsUidsFromPaths()
    {
        QVERIFY(isUid("1.2.840.10008.1.1"));
        QVERIFY(isUid(QByteArray(64, '1')));
        for (const char* text : {"", "..", ".", "1..2", ".1", "1.", "1/2", "1.2a", "1 2", "../1"})
            QVERIFY2(!isUid(text), text);
        QVERIFY(!isUid(QByteArray(65, '1')));
        QVERIFY(!isUid(QByteArray("1.2\0", 4)));
    }

    void tellsTitles()
    {
        QVERIFY(isAeTitle("CT ROUTER_1"));
        for (const char* text :
             {"", "    ", "A\\B", "A\nB", "\x7f", "\xC3\xA4", "SEVENTEEN LETTERS"})
            QVERIFY2(!isAeTitle(text), text);
    }

    void readsAddresses()
    {
        const auto plain = nodeOfAddress(u"a"_s, u"dicom://10.0.0.1:11112/ORTHANC?calling=ME"_s);
        QVERIFY(plain.hasValue());
        QCOMPARE(plain->host, u"10.0.0.1"_s);
        QCOMPARE(plain->port, quint16{11112});
        QCOMPARE(plain->calledAet, QByteArray("ORTHANC"));
        QCOMPARE(plain->callingAet, QByteArray("ME"));
        QVERIFY(!plain->tls.isUsed);
        const auto safe = nodeOfAddress(
            u"b"_s, u"dicoms://pacs/A?pin=%1&authorities=ca.pem"_s.arg(QString(64, u'A')));
        QVERIFY(safe.hasValue());
        QCOMPARE(safe->port, quint16{2762});
        QVERIFY(safe->tls.isUsed);
        QCOMPARE(safe->tls.pins, QStringList{QString(64, u'a')});
        const auto web = nodeOfAddress(u"c"_s, u"https://pacs:8043/dicom-web/"_s);
        QVERIFY(web.hasValue());
        QCOMPARE(web->url, u"https://pacs:8043/dicom-web"_s);
    }

    void refusesAddresses()
    {
        for (const char* text :
             {"", "pacs", "ftp://pacs/", "dicom://:104/A", "dicom://pacs/", "dicom://pacs/A\\B",
              "dicom://pacs/SEVENTEEN_LETTERS", "dicom://pacs/A?pin=12", "dicom://pacs/A?what=1",
              "https://me:word@pacs/", "https://pacs/?user=me", "dicoms://pacs/A?key=k.pem"}) {
            const auto node = nodeOfAddress(u"x"_s, QString::fromLatin1(text));
            QVERIFY2(!node, text);
            QCOMPARE(node.error().code, ErrorCode::InvalidArgument);
        }
    }

    void readsAFileOfNodes()
    {
        const QTemporaryDir folder;
        const auto read = [&](const QByteArray& content) {
            QFile file(folder.filePath(u"nodes.json"_s));
            if (file.open(QIODevice::WriteOnly))
                file.write(QByteArray(content).replace('\'', '"'));
            file.close();
            return readNodes(file.fileName());
        };
        const auto nodes = read(
            "{'format_version': 1, 'nodes': [ "
            "{'name': 'pacs', 'protocol': 'dimse', 'host': 'pacs', 'port': 104, 'called_aet': 'A', "
            "'tls': {'authorities': 'ca.pem'}}, "
            "{'name': 'web', 'protocol': 'dicomweb', 'url': 'https://pacs/dicom-web', "
            "'token_file': 'token'}]}");
        QVERIFY2(nodes.hasValue(), qPrintable(nodes ? QString() : nodes.error().message));
        QCOMPARE(nodes->size(), std::size_t{2});
        QVERIFY(nodes->at(0).tls.isUsed);
        QCOMPARE(nodes->at(0).callingAet, QByteArray("CCAD"));
        QVERIFY(nodes->at(1).tls.isUsed);
        for (const char* broken :
             {"", "[]", "{'nodes': []}", "{'format_version': 2, 'nodes': []}",
              "{'format_version': 1, 'nodes': [{'name': 'a'}]}",
              "{'format_version': 1, 'nodes': [{'name': 'a', 'protocol': 'dimse', 'host': 'h', "
              "'port': 104, 'called_aet': 'A', 'password': 'x'}]}",
              "{'format_version': 1, 'nodes': [ "
              "{'name': 'a', 'protocol': 'dicomweb', 'url': 'https://h'}, "
              "{'name': 'a', 'protocol': 'dicomweb', 'url': 'https://h'}]}"}) {
            const auto none = read(broken);
            QVERIFY2(!none, broken);
            QCOMPARE(none.error().code, ErrorCode::FileBroken);
        }
    }

    void whatIsWrittenIsReadAgain()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"config/nodes.json"_s);
        std::vector<Node> nodes;
        for (const char* address :
             {"dicom://127.0.0.1:4242/PACS?calling=ME",
              "dicoms://pacs/B?certificate=c.pem&key=k.pem&authorities=ca.pem",
              "https://pacs/dicom-web?token-file=/token",
              "https://pacs/dicom-web?user=me&password-file=/word"})
            nodes.push_back(
                *nodeOfAddress(QString::number(nodes.size()), QString::fromLatin1(address)));
        nodes.at(1).tls.pins = {QString(64, u'a')};
        nodes.at(2).tokenFile.clear();
        nodes.at(2).asks = AskedSecret::Token;
        nodes.at(3).passwordFile.clear();
        nodes.at(3).asks = AskedSecret::Password;
        nodes.at(3).secret = "never written";
        QVERIFY(writeNodes(path, nodes).hasValue());
        QVERIFY(!readFile(path, 10000)->contains("never written"));
        const auto back = readNodes(path);
        QVERIFY2(back.hasValue(), qPrintable(back ? QString() : back.error().message));
        QCOMPARE(back->size(), nodes.size());
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            QCOMPARE(back->at(i).name, nodes[i].name);
            QCOMPARE(back->at(i).host, nodes[i].host);
            QCOMPARE(back->at(i).port, nodes[i].port);
            QCOMPARE(back->at(i).callingAet, nodes[i].callingAet);
            QCOMPARE(back->at(i).url, nodes[i].url);
            QCOMPARE(back->at(i).user, nodes[i].user);
            QVERIFY(back->at(i).asks == nodes[i].asks);
            QCOMPARE(back->at(i).tls.isUsed, nodes[i].tls.isUsed);
            QCOMPARE(back->at(i).tls.key, nodes[i].tls.key);
            QCOMPARE(back->at(i).tls.pins, nodes[i].tls.pins);
        }
        // The old file stays where the new one would make no sense.
        nodes.push_back(nodes.front());
        QCOMPARE(writeNodes(path, nodes).error().code, ErrorCode::InvalidArgument);
        nodes.back().name.clear();
        QVERIFY(!writeNodes(path, nodes));
        QCOMPARE(readNodes(path)->size(), back->size());
    }

    void aSecretIsInAFileOrAskedFor()
    {
        Node node = *nodeOfAddress(u"x"_s, u"https://pacs/?token-file=/token"_s);
        node.asks = AskedSecret::Token;
        QVERIFY(!checkNode(node));
        node.tokenFile.clear();
        QVERIFY(checkNode(node).hasValue());
        node.asks = AskedSecret::Password;
        QVERIFY(!checkNode(node)); // of nobody
        node.user = u"me"_s;
        QVERIFY(checkNode(node).hasValue());
    }

    void secretsAreForTheirOwnerAlone()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"secret"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("the word\nmore");
        file.close();
        file.setPermissions(QFile::ReadOwner | QFile::ReadOther);
        QVERIFY(!secretOfFile(file.fileName()));
        file.setPermissions(QFile::ReadOwner);
        const auto secret = secretOfFile(file.fileName());
        QVERIFY(secret.hasValue());
        QCOMPARE(*secret, QByteArray("the word"));
    }

    void keysAreHeldToTheirForm()
    {
        Query query;
        QVERIFY(addKey(query, u"patient-name"_s, u"M*"_s).hasValue());
        QVERIFY(addKey(query, u"study"_s, u"1.2\\1.3"_s).hasValue());
        QVERIFY(!addKey(query, u"study"_s, u"../x"_s));
        QVERIFY(!addKey(query, u"patient-id"_s, QString(65, u'1')));
        QVERIFY(!addKey(query, u"patient-id"_s, u"a\nb"_s));
        QVERIFY(!addKey(query, u"colour"_s, u"red"_s));
        // A modality of studies is one of all their series'.
        QVERIFY(addKey(query, u"modality"_s, u"DX"_s).hasValue());
        QCOMPARE(query.keys[attribute::modalitiesInStudy], u"DX"_s);
    }
};

QTEST_GUILESS_MAIN(TestNodes)
#include "test_nodes.moc"
