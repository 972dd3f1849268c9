// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/node/node_runner.h"

#include "core/base/data_dirs.h"
#include "core/base/parallel.h"
#include "core/inference/classifier.h"
#include "core/lungs/lungs.h"

#include <QDateTime>

#include <chrono>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

constexpr std::chrono::milliseconds lookAgain{1000};

} // namespace

/// The node and what has to outlive it. Touched by the worker alone.
struct NodeRunner::Running
{
    std::unique_ptr<Classifier> classifier;
    std::unique_ptr<LungSegmenter> lungs;
    NodeLog log = [](const LogEvent&) {}; ///< the window shows the status instead
    std::unique_ptr<AiNode> node; ///< last: it ends first

    [[nodiscard]] Result<void> start(const QString& configuration)
    {
        giveWay(); // somebody works in the window
        const auto config = readNodeConfig(configuration);
        if (!config)
            return config.error();
        auto loaded = Classifier::load(config->model.isEmpty() ? defaultModelDir() : config->model);
        if (!loaded)
            return loaded.error();
        classifier = *std::move(loaded);
        // A rule that needs lungs says so when there are none.
        if (auto found = LungSegmenter::load(dataDir() + u"/models/ccad-lungs"_s))
            lungs = *std::move(found);
        auto started = AiNode::start(*config, *classifier, lungs.get(), log);
        if (!started)
            return started.error();
        node = *std::move(started);
        return {};
    }

    void stop()
    {
        node.reset();
        lungs.reset();
        classifier.reset();
    }
};

NodeRunner::NodeRunner(Settings& settings, QObject* parent)
    : QObject(parent), m_settings(settings), m_node(std::make_shared<Running>())
{
    m_clock.setInterval(lookAgain);
    connect(&m_clock, &QTimer::timeout, this, &NodeRunner::look);
    connect(&settings, &Settings::changed, this, [this](Setting setting) {
        if (setting == Setting::NodeRuns || setting == Setting::NodeConfiguration)
            follow();
    });
    follow();
}

NodeRunner::~NodeRunner()
{
    if (!m_wanted.isEmpty())
        stop();
}

void NodeRunner::follow()
{
    const bool isOn = m_settings.value(Setting::NodeRuns).toBool();
    const QString file = m_settings.value(Setting::NodeConfiguration).toString();
    const QString wanted = isOn ? file : QString();
    if (wanted == m_wanted) {
        Q_EMIT changed(); // the switch is on and there is no file, or the other way round
        return;
    }
    if (!m_wanted.isEmpty())
        stop();
    m_wanted = wanted;
    m_problem.clear();
    m_status = {};
    if (!wanted.isEmpty())
        start(wanted);
    Q_EMIT changed();
}

void NodeRunner::start(const QString& configuration)
{
    m_work.start(
        [node = m_node, configuration] {
            auto started = node->start(configuration);
            if (!started)
                node->stop();
            return started;
        },
        [this, configuration](const Result<void>& started) {
            if (configuration != m_wanted)
                return;
            m_isRunning = started.hasValue();
            m_problem = started ? QString() : started.error().message;
            if (m_isRunning) {
                m_clock.start();
                look();
            }
            Q_EMIT changed();
        });
}

void NodeRunner::stop()
{
    m_clock.stop();
    m_isRunning = false;
    m_work.start(
        [node = m_node] {
            node->stop();
            return true;
        },
        [](bool) {});
}

void NodeRunner::look()
{
    m_work.start(
        [node = m_node]() -> QJsonObject {
            if (!node->node)
                return {};
            return jsonOf(node->node->status(), QDateTime::currentMSecsSinceEpoch());
        },
        [this](const QJsonObject& status) {
            if (!m_isRunning || status == m_status)
                return;
            m_status = status;
            Q_EMIT changed();
        });
}

} // namespace ccad
