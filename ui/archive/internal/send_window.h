// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nodes/exchange.h"
#include "core/nodes/node.h"
#include "ui/archive/archive_place.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QLabel;
class QListWidget;
class QPushButton;

namespace ccad {

class NodeStore;
class SendingRun;
class Settings;
class WorkStrip;

/// Asks to which archive films go, and whether the results that were saved of them go, too; then
/// shows how far it is and what was refused. Closing it does not end the sending.
class SendWindow final : public QDialog
{
    Q_OBJECT
public:
    /// All three must outlive the window.
    SendWindow(const SendOffer& offer, NodeStore& store, SendingRun& run, const Settings& settings,
               QWidget* parent = nullptr);

    void setLimits(const NetworkLimits& limits) { m_limits = limits; }

private:
    void makeLayout();
    QWidget* makeFoot();
    void connectRun();
    void check();
    void send();
    void showRun();
    void showSent(const std::vector<SentFile>& sent);
    [[nodiscard]] QStringList files() const;

    SendOffer m_offer;
    NodeStore& m_store;
    SendingRun& m_run;
    const Settings& m_settings;
    NetworkLimits m_limits;
    QComboBox* m_node;
    QCheckBox* m_films;
    QCheckBox* m_results;
    WorkStrip* m_strip;
    QLabel* m_outcome;
    QListWidget* m_refused;
    QPushButton* m_send = nullptr;
};

} // namespace ccad
