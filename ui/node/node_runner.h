// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ai_node/ai_node.h"
#include "ui/jobs/in_order.h"
#include "ui/settings/settings.h"

#include <QJsonObject>
#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace ccad {

/// Runs the node of Setting::NodeConfiguration while Setting::NodeRuns is on, and asks it now and
/// then how it is. Nothing of it happens on the GUI thread. The destructor stops the node and waits
/// for that; what it had at hand stays in its queue.
class NodeRunner final : public QObject
{
    Q_OBJECT
public:
    /// Settings have to outlive it.
    explicit NodeRunner(Settings& settings, QObject* parent = nullptr);
    ~NodeRunner() override;

    [[nodiscard]] bool isRunning() const { return m_isRunning; }
    /// Why it does not run although it should, a sentence; or empty.
    [[nodiscard]] const QString& problem() const { return m_problem; }
    /// What it said last (docs/formats.md, status of a node); empty: nothing yet.
    [[nodiscard]] const QJsonObject& status() const { return m_status; }

Q_SIGNALS:
    void changed();

private:
    struct Running;

    void follow();
    void start(const QString& configuration);
    void stop();
    void look();

    Settings& m_settings;
    std::shared_ptr<Running> m_node; ///< of the worker's thread
    bool m_isRunning = false;
    QString m_wanted; ///< the configuration that runs or is about to; empty: none
    QString m_problem;
    QJsonObject m_status;
    QTimer m_clock;
    InOrder m_work; ///< last: it ends before what it uses
};

} // namespace ccad
