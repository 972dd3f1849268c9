// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ai_node/node_config.h"
#include "core/base/files.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

QJsonObject goodConfig()
{
    return {
        {u"format_version"_s, 1},
        {u"data"_s, u"state"_s},
        {u"nodes"_s, u"nodes.json"_s},
        {u"listen"_s, QJsonObject{{u"port"_s, 11112}, {u"aet"_s, u"CCAD"_s}}},
        {u"peers"_s,
         QJsonArray{QJsonObject{{u"name"_s, u"CT-ROUTER"_s}, {u"aet"_s, u"ROUTER"_s}},
                    QJsonObject{{u"name"_s, u"MONITOR"_s},
                                {u"aet"_s, u"MONITOR"_s},
                                {u"may_store"_s, false}}}},
        {u"rules"_s,
         QJsonArray{QJsonObject{{u"from"_s, QJsonArray{u"CT-ROUTER"_s}},
                                {u"body_parts"_s, QJsonArray{u"CHEST"_s, u""_s}},
                                {u"objects"_s, QJsonArray{u"sr"_s, u"sc"_s}},
                                {u"to"_s, u"ORTHANC"_s}}}},
    };
}

using Change = std::function<void(QJsonObject& config)>;

Change setKey(const QString& key, const QJsonValue& value)
{
    return [key, value](QJsonObject& config) { config[key] = value; };
}

Change setInRule(const QString& key, const QJsonValue& value)
{
    return [key, value](QJsonObject& config) {
        QJsonObject rule = config[u"rules"_s].toArray().first().toObject();
        rule[key] = value;
        config[u"rules"_s] = QJsonArray{rule};
    };
}

} // namespace

Q_DECLARE_METATYPE(Change)

class TestNodeConfig : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const QByteArray nodes = R"({"format_version": 1, "nodes": [{"name": "ORTHANC", "protocol":
            "dimse", "host": "127.0.0.1", "port": 4242, "called_aet": "ORTHANC"}, {"name": "WEB", "protocol":
            "dicomweb", "url": "http:\/\/127.0.0.1:8042/dicom-web", "user": "u",
            "asks": "password"}]})";
        QVERIFY(writeFileAtomically(m_folder.filePath(u"nodes.json"_s), nodes).hasValue());
    }

    void readsWhatItSays()
    {
        const auto config = read(goodConfig());
        QVERIFY2(config, qPrintable(config ? QString() : config.error().message));
        QCOMPARE(config->data, m_folder.filePath(u"state"_s));
        QCOMPARE(config->server.port, quint16{11112});
        QCOMPARE(config->server.peers.size(), std::size_t{2});
        QVERIFY(config->server.peers[0].mayStore);
        QVERIFY(!config->server.peers[1].mayStore);
        QCOMPARE(config->peer("MONITOR")->name, u"MONITOR"_s);
        QCOMPARE(config->peer("NOBODY"), nullptr);
        QCOMPARE(config->rules.size(), std::size_t{1});
        QCOMPARE(config->rules[0].modalities, (QStringList{u"CR"_s, u"DX"_s}));
        QCOMPARE(config->rules[0].objects.size(), std::size_t{2});
        QCOMPARE(config->archive(u"ORTHANC"_s)->port, quint16{4242});
        QCOMPARE(config->retention.filmDays, 0.0);
    }

    void listensToThisMachineUntilAPeerIsNamed()
    {
        QJsonObject config = goodConfig();
        config[u"peers"_s] = QJsonArray();
        setInRule(u"from"_s, QJsonArray())(config);
        config[u"listen"_s]
            = QJsonObject{{u"port"_s, 11112}, {u"aet"_s, u"CCAD"_s}, {u"address"_s, u"0.0.0.0"_s}};
        QCOMPARE(read(config)->server.address, u"127.0.0.1"_s);
        config[u"peers"_s] = QJsonArray{QJsonObject{{u"name"_s, u"A"_s}, {u"aet"_s, u"A"_s}}};
        const auto other = read(config);
        QVERIFY2(!other, "other machines need TLS");
        QVERIFY2(other.error().message.contains(u"0.0.0.0"_s), qPrintable(other.error().message));
    }

    void saysWhatIsWrong_data()
    {
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("word");
        QTest::newRow("version") << setKey(u"format_version"_s, 2) << u"format_version"_s;
        QTest::newRow("unknown") << setKey(u"lisen"_s, 1) << u"lisen"_s;
        QTest::newRow("no listener") << setKey(u"listen"_s, QJsonValue()) << u"listen"_s;
        QTest::newRow("port") << setKey(u"listen"_s,
                                        QJsonObject{{u"port"_s, 70000}, {u"aet"_s, u"A"_s}})
                              << u"listen.port"_s;
        QTest::newRow("title") << setKey(u"listen"_s,
                                         QJsonObject{{u"port"_s, 7}, {u"aet"_s, u"A\\B"_s}})
                               << u"listen.aet"_s;
        QTest::newRow("two of a title")
            << setKey(u"peers"_s,
                      QJsonArray{QJsonObject{{u"name"_s, u"CT-ROUTER"_s}, {u"aet"_s, u"A"_s}},
                                 QJsonObject{{u"name"_s, u"B"_s}, {u"aet"_s, u"A"_s}}})
            << u"one peer alone"_s;
        QTest::newRow("no nodes") << setKey(u"nodes"_s, u"none.json"_s) << u"none.json"_s;
        QTest::newRow("no rules") << setKey(u"rules"_s, QJsonArray()) << u"rules"_s;
        QTest::newRow("no peer") << setInRule(u"from"_s, QJsonArray{u"NOBODY"_s}) << u"NOBODY"_s;
        QTest::newRow("no archive") << setInRule(u"to"_s, u"PACS"_s) << u"PACS"_s;
        QTest::newRow("asks") << setInRule(u"to"_s, u"WEB"_s) << u"nobody to ask"_s;
        QTest::newRow("object") << setInRule(u"objects"_s, QJsonArray{u"xx"_s}) << u"xx"_s;
        QTest::newRow("no objects") << setInRule(u"objects"_s, QJsonArray()) << u"objects"_s;
        QTest::newRow("key objects") << setInRule(u"objects"_s, QJsonArray{u"kos"_s}) << u"kos"_s;
        QTest::newRow("part alone") << setInRule(u"part"_s, 1) << u"parts"_s;
        QTest::newRow("no modality") << setInRule(u"modalities"_s, QJsonArray()) << u"modalities"_s;
        QTest::newRow("a host's name")
            << setKey(u"peers"_s,
                      QJsonArray{QJsonObject{{u"name"_s, u"CT-ROUTER"_s},
                                             {u"aet"_s, u"ROUTER"_s},
                                             {u"address"_s, u"router.local"_s}}})
            << u"router.local"_s;
        QTest::newRow("no TLS") << setKey(
            u"listen"_s,
            QJsonObject{{u"port"_s, 7}, {u"aet"_s, u"A"_s}, {u"address"_s, u"0.0.0.0"_s}})
                                << u"TLS"_s;
        QTest::newRow("no certificate")
            << setKey(u"listen"_s,
                      QJsonObject{{u"port"_s, 7},
                                  {u"aet"_s, u"A"_s},
                                  {u"tls"_s,
                                   QJsonObject{{u"certificate"_s, u"none.pem"_s},
                                               {u"key"_s, u"none.key"_s}}}})
            << u"none."_s;
        QTest::newRow("pauses") << setKey(
            u"retry"_s,
            QJsonObject{{u"first_pause_seconds"_s, 10}, {u"longest_pause_seconds"_s, 1}})
                                << u"longest_pause_seconds"_s;
        QTest::newRow("parts") << setInRule(u"parts"_s, 3) << u"part"_s;
        QTest::newRow("days") << setKey(u"retention"_s, QJsonObject{{u"film_days"_s, -1}})
                              << u"film_days"_s;
        QTest::newRow("tries") << setKey(u"retry"_s, QJsonObject{{u"most_tries"_s, 0}})
                               << u"most_tries"_s;
        QTest::newRow("workers") << setKey(u"workers"_s, 0) << u"workers"_s;
    }

    void saysWhatIsWrong()
    {
        QFETCH(Change, change);
        QFETCH(QString, word);
        QJsonObject config = goodConfig();
        change(config);
        const auto result = read(config);
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::FileBroken);
        QVERIFY2(result.error().message.contains(word), qPrintable(result.error().message));
    }

    void saysThatItIsNoJson()
    {
        const QString path = m_folder.filePath(u"text.json"_s);
        QVERIFY(writeFileAtomically(path, "listen = 11112\n").hasValue());
        QCOMPARE(readNodeConfig(path).error().code, ErrorCode::FileBroken);
        QCOMPARE(readNodeConfig(m_folder.filePath(u"absent.json"_s)).error().code,
                 ErrorCode::FileNotFound);
    }

private:
    [[nodiscard]] Result<NodeConfig> read(const QJsonObject& config) const
    {
        const QString path = m_folder.filePath(u"node.json"_s);
        if (auto written = writeFileAtomically(path, QJsonDocument(config).toJson()); !written)
            return written.error();
        return readNodeConfig(path);
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestNodeConfig)
#include "test_node_config.moc"
