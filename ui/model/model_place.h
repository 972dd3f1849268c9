// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/files.h"
#include "ui/jobs/in_order.h"
#include "ui/jobs/newest_wins.h"
#include "ui/model/package_list_model.h"
#include "ui/widgets/place.h"

#include <QTimer>

class QLabel;
class QListView;
class QPushButton;

namespace ccad {

class AuditWindow;
class CalibrationWindow;
class MarkdownView;
class MessageBar;
class ModelLibrary;
class SentenceList;
class Settings;

/// The place where models are chosen. It lists the packages on this computer and shows one of them:
/// its card, how it did on data from outside (or that nobody has tested it there), and what an
/// audit for shortcuts said.
class ModelPlace final : public Place
{
    Q_OBJECT
public:
    /// Library and settings must outlive the place.
    ModelPlace(ModelLibrary& models, Settings& settings, QWidget* parent = nullptr);

    [[nodiscard]] QString key() const override { return QStringLiteral("model"); }
    [[nodiscard]] QString title() const override { return tr("Model"); }

    [[nodiscard]] const PackageListModel& packages() const { return m_packages; }
    void select(const QString& folder);
    /// Removes the package without asking.
    void removeSelected();
    /// Opens a window for the selected model; null unless a usable one is selected.
    AuditWindow* auditSelected();
    CalibrationWindow* calibrateSelected();
    /// calibrateSelected() now, or as soon as the list is there.
    void calibrateWhenListed();
    /// Copies the selected package there in the background; asks first where a package would be
    /// replaced. `acknowledgement` as for exportModelPackage.
    void exportSelected(const QString& target, const QString& acknowledgement);

    [[nodiscard]] const SentenceList& auditColour() const { return *m_auditColour; }
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
    void showCard(const QString& folder);
    void askToRemove();
    void askToExport();
    void exportTo(const QString& folder, const QString& target, const QString& acknowledgement,
                  Existing existing);
    [[nodiscard]] const InstalledModel* selected() const;

    ModelLibrary& m_models;
    Settings& m_settings;
    PackageListModel m_packages;
    MessageBar* m_messages;
    QListView* m_list;
    QLabel* m_title;
    QLabel* m_test;
    QLabel* m_outside;
    SentenceList* m_auditColour;
    MarkdownView* m_card;
    QPushButton* m_use;
    QPushButton* m_rollBack;
    QPushButton* m_results;
    QPushButton* m_audit;
    QPushButton* m_calibrate;
    QPushButton* m_export;
    QPushButton* m_remove;
    QString m_wanted; ///< folder to select once the list is there
    bool m_isListed = false;
    bool m_wantsCalibration = false; ///< once the list is there
    QString m_active; ///< the active model's folder without links, as of the last listing
    QString m_cardFolder; ///< package whose card is shown; empty: none
    QTimer m_cardIsLate; ///< delays the word that a card is being read; a quick disk needs none
    NewestWins m_listing;
    NewestWins m_reading; ///< reads the card
    InOrder m_exporting;
};

} // namespace ccad
