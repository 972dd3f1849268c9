// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

class QLabel;
class QMenu;
class QToolButton;

namespace ccad {

class Settings;

/// The head of the place of screening: the name of the batch, its model, and the buttons that start
/// a batch, open an older one and export it. Asks for files and folders in dialogs.
class BatchHeader final : public QWidget
{
    Q_OBJECT
public:
    /// The settings must outlive the header; the menu is shown by the export button.
    BatchHeader(Settings& settings, QMenu& exportMenu, QWidget* parent = nullptr);

    void setBatch(const QString& title, const QString& toolTip, const QString& model);
    void setCanStart(bool canStart);
    void setCanExport(bool canExport);
    [[nodiscard]] QWidget& startButton() { return *m_start; }

Q_SIGNALS:
    void screenRequested(const QStringList& paths);
    void watchRequested(const QString& folder);
    void openRequested(const QString& journal);

private:
    QMenu* makeStartMenu();
    void chooseFiles();
    void chooseFolder(bool toWatch);
    void chooseBatch();

    Settings& m_settings;
    QLabel* m_title;
    QLabel* m_model;
    QToolButton* m_start;
    QToolButton* m_export = nullptr;
};

} // namespace ccad
