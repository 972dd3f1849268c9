// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QCheckBox;
class QLabel;
class QLineEdit;

namespace ccad {

class NodeRunner;
class SentenceList;
class Settings;

/// The switch of the node and how it is. The node runs on when the window is closed.
class NodeWindow final : public QDialog
{
    Q_OBJECT
public:
    /// Both have to outlive it.
    NodeWindow(Settings& settings, NodeRunner& runner, QWidget* parent = nullptr);

    [[nodiscard]] QLineEdit& configuration() const { return *m_configuration; }
    [[nodiscard]] QCheckBox& runs() const { return *m_runs; }
    [[nodiscard]] QLabel& state() const { return *m_state; }
    [[nodiscard]] QLabel& counts() const { return *m_counts; }
    [[nodiscard]] SentenceList& complaints() const { return *m_complaints; }

private:
    void browse();
    void show(const NodeRunner& runner);

    Settings& m_settings;
    QLineEdit* m_configuration;
    QCheckBox* m_runs;
    QLabel* m_state;
    QLabel* m_counts;
    SentenceList* m_complaints;
};

} // namespace ccad
