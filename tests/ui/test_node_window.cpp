// SPDX-License-Identifier: GPL-3.0-or-later
// The switch of the node in the window: a film that is sent meanwhile is judged, and the window
// says how the node is.
#include "core/base/files.h"
#include "core/dimse/dimse_client.h"
#include "core/dimse/storage_server.h"
#include "tests/support/patience.h"
#include "tests/support/raw_peer.h"
#include "tests/support/sent_films.h"
#include "tests/ui/training_fixtures.h"
#include "ui/node/node_runner.h"
#include "ui/node/node_window.h"
#include "ui/settings/settings.h"
#include "ui/widgets/sentence_list.h"

#include <QCheckBox>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QtTest>

#include <atomic>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestNodeWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_port = freePort();
        auto staging = StagingFolder::open(m_folder->filePath(u"archive"_s));
        QVERIFY(staging.hasValue());
        dimse::StorageServerSettings settings;
        settings.aet = "PACS";
        settings.peers = {{"CCAD", {}}};
        m_stored = 0;
        auto archive
            = dimse::StorageServer::start(settings, *staging, [this](const auto&, const auto&) {
                  ++m_stored;
                  return Result<void>();
              });
        QVERIFY(archive.hasValue());
        m_archive = *std::move(archive);
        m_settings = std::make_unique<Settings>(m_folder->filePath(u"ccad.ini"_s));
        m_configuration = m_folder->filePath(u"node.json"_s);
        write(u"nodes.json"_s,
              {{u"format_version"_s, 1},
               {u"nodes"_s,
                QJsonArray{QJsonObject{{u"name"_s, u"PACS"_s},
                                       {u"protocol"_s, u"dimse"_s},
                                       {u"host"_s, u"127.0.0.1"_s},
                                       {u"port"_s, m_archive->port()},
                                       {u"called_aet"_s, u"PACS"_s}}}}});
        write(u"node.json"_s,
              {{u"format_version"_s, 1},
               {u"data"_s, u"data"_s},
               {u"nodes"_s, u"nodes.json"_s},
               {u"least_free_megabytes"_s, 0},
               {u"listen"_s, QJsonObject{{u"port"_s, m_port}, {u"aet"_s, u"CCAD"_s}}},
               {u"peers"_s,
                QJsonArray{QJsonObject{{u"name"_s, u"ROUTER"_s}, {u"aet"_s, u"ROUTER"_s}}}},
               {u"rules"_s, QJsonArray{QJsonObject{{u"to"_s, u"PACS"_s}}}}});
    }

    void cleanup()
    {
        m_archive.reset();
        m_settings.reset();
    }

    void nothingRunsUnlessAsked()
    {
        NodeRunner runner(*m_settings);
        const NodeWindow window(*m_settings, runner);
        QVERIFY(!window.runs().isChecked());
        QCOMPARE(window.state().text(), u"The node is off."_s);
        QVERIFY(!answers());
    }

    void theSwitchRunsAndStopsIt()
    {
        NodeRunner runner(*m_settings);
        const NodeWindow window(*m_settings, runner);
        window.configuration().setText(m_configuration);
        window.runs().setChecked(true);
        QTRY_VERIFY(runner.isRunning());
        QTRY_VERIFY2(window.state().text().contains(QString::number(m_port)),
                     qPrintable(window.state().text()));
        const QString film = m_folder->filePath(u"film.dcm"_s);
        QVERIFY(writeFileAtomically(film, filmToSend(1)).hasValue());
        const auto sent = dimse::send(node(), {film}, {}, {}, {});
        QVERIFY(sent && !sent->front().problem);
        QTRY_COMPARE(m_stored.load(), 2);
        QTRY_VERIFY2(window.counts().text().contains(u"Delivered: 1."_s),
                     qPrintable(window.counts().text()));
        QVERIFY(window.complaints().sentences().isEmpty());
        window.runs().setChecked(false);
        QCOMPARE(window.state().text(), u"The node is off."_s);
        QTRY_VERIFY(!answers());
    }

    void itGoesOnWithTheWindowOfTheNextDay()
    {
        m_settings->setValue(Setting::NodeConfiguration, m_configuration);
        m_settings->setValue(Setting::NodeRuns, true);
        {
            NodeRunner runner(*m_settings);
            QTRY_VERIFY(runner.isRunning());
        }
        QVERIFY(!answers());
        NodeRunner runner(*m_settings);
        QTRY_VERIFY(answers());
    }

    void saysWhyItDoesNotRun()
    {
        NodeRunner runner(*m_settings);
        const NodeWindow window(*m_settings, runner);
        window.runs().setChecked(true);
        QVERIFY2(window.state().text().contains(u"choose a configuration"_s),
                 qPrintable(window.state().text()));
        window.runs().setChecked(false);
        window.configuration().setText(m_folder->filePath(u"absent.json"_s));
        window.runs().setChecked(true);
        QTRY_COMPARE(window.complaints().sentences().size(), 1);
        QVERIFY(window.complaints().sentences().first().contains(u"absent.json"_s));
        QCOMPARE(window.state().text(), u"The node does not run."_s);
    }

private:
    void write(const QString& name, const QJsonObject& json) const
    {
        QVERIFY(writeFileAtomically(m_folder->filePath(name), QJsonDocument(json).toJson()));
    }

    [[nodiscard]] Node node() const
    {
        Node node;
        node.name = u"node"_s;
        node.host = u"127.0.0.1"_s;
        node.port = m_port;
        node.calledAet = "CCAD";
        node.callingAet = "ROUTER";
        return node;
    }
    [[nodiscard]] bool answers() const { return dimse::echo(node(), {}, {}).hasValue(); }

    TrainingHome m_home;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    QString m_configuration;
    quint16 m_port = 0;
    std::atomic_int m_stored = 0;
    std::unique_ptr<dimse::StorageServer> m_archive;
};

QTEST_MAIN(TestNodeWindow)
#include "test_node_window.moc"
