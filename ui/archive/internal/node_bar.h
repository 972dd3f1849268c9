// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/archive/internal/node_store.h"
#include "ui/jobs/newest_wins.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;

namespace ccad {

/// Which archive is asked: choosing, adding, editing, deleting and testing nodes.
class NodeBar final : public QWidget
{
    Q_OBJECT
public:
    /// The store must outlive the bar.
    explicit NodeBar(NodeStore& store, QWidget* parent = nullptr);

    /// Calls `use` with the chosen node, its secret asked for before where it needs one. Nothing is
    /// called without a node, or when nobody answers.
    void withNode(const std::function<void(const Node&)>& use);
    [[nodiscard]] bool hasNode() const;
    [[nodiscard]] QString nodeName() const;
    void setLimits(const NetworkLimits& limits) { m_limits = limits; }
    void focusFirst();

Q_SIGNALS:
    void nodeChosen(); ///< another one, or its fields changed, or none is left
    void said(const QString& sentence);
    void complained(const QString& sentence);

private:
    void makeLayout();
    void showNodes(const QString& chosen);
    void showNode();
    void edit(const Node& node);
    void askToDelete();
    void test(const Node& node);

    NodeStore& m_store;
    NetworkLimits m_limits;
    QLabel* m_about;
    QComboBox* m_choice;
    QPushButton* m_test;
    QPushButton* m_add;
    QPushButton* m_edit;
    QPushButton* m_delete;
    NewestWins m_testing;
};

/// As NodeBar::withNode, of any node of the store.
void withSecret(NodeStore& store, const QString& name, QWidget* window,
                const std::function<void(const Node&)>& use);

} // namespace ccad
