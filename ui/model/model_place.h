// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/newest_wins.h"
#include "ui/model/package_list_model.h"

#include <QWidget>

class QLabel;
class QListView;
class QPushButton;
class QTextBrowser;

namespace ccad {

class MessageBar;
class ModelLibrary;

/// The place where models are chosen: the packages on this computer, the card of one of them, and
/// how it did on data from outside, or that nobody has tested it.
class ModelPlace final : public QWidget
{
    Q_OBJECT
public:
    /// The library must outlive the place.
    explicit ModelPlace(ModelLibrary& models, QWidget* parent = nullptr);

    [[nodiscard]] const PackageListModel& packages() const { return m_packages; }
    void select(const QString& folder);
    /// Without asking.
    void removeSelected();

    [[nodiscard]] QPushButton& useButton() { return *m_use; }
    [[nodiscard]] QPushButton& rollBackButton() { return *m_rollBack; }
    [[nodiscard]] QPushButton& resultsButton() { return *m_results; }
    [[nodiscard]] QPushButton& removeButton() { return *m_remove; }
    [[nodiscard]] MessageBar& messageBar() { return *m_messages; }
    [[nodiscard]] QString cardText() const;

Q_SIGNALS:
    void resultsRequested(const QString& folder);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeList();
    QWidget* makeDetails();
    void connectButtons();
    void list();
    void showSelected();
    void askToRemove();
    [[nodiscard]] const InstalledModel* selected() const;

    ModelLibrary& m_models;
    PackageListModel m_packages;
    MessageBar* m_messages;
    QListView* m_list;
    QLabel* m_title;
    QLabel* m_test;
    QLabel* m_outside;
    QTextBrowser* m_card;
    QPushButton* m_use;
    QPushButton* m_rollBack;
    QPushButton* m_results;
    QPushButton* m_remove;
    QString m_wanted; ///< folder to be selected when the list is there
    NewestWins m_listing;
};

} // namespace ccad
