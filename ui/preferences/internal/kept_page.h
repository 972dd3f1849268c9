// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forgetting/forget.h"
#include "ui/jobs/in_order.h"
#include "ui/jobs/newest_wins.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QTableView;

namespace ccad {

class KeptTable;
class Settings;

/// What CCAD keeps by itself, store by store, and how to empty it: one store or all of them, whole,
/// by age or of one patient.
class KeptPage final : public QWidget
{
    Q_OBJECT
public:
    explicit KeptPage(Settings& settings, QWidget* parent = nullptr);
    ~KeptPage() override;

    /// What the fields and the chosen row ask for.
    [[nodiscard]] ForgetRequest request(bool allStores) const;
    /// Forgets without asking.
    void forgetNow(const ForgetRequest& request);

Q_SIGNALS:
    void forgotten(); ///< and the table shows what is left

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeChoices();
    void look();
    void showChosen();
    void ask(bool allStores);
    void takeOffScreen(const ForgetRequest& request);
    void tell(const std::vector<Forgotten>& done);

    Settings& m_settings;
    KeptTable* m_table;
    QTableView* m_view;
    QLabel* m_about;
    QLabel* m_result;
    QSpinBox* m_days;
    QLineEdit* m_patient;
    QPushButton* m_forget;
    QPushButton* m_forgetAll;
    NewestWins m_looking;
    InOrder m_forgetting;
};

} // namespace ccad
