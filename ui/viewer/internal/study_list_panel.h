// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QComboBox;
class QLineEdit;
class QListView;

namespace ccad {

class Settings;
class StudyListModel;
class StudyListOrder;

/// The studies on the left: a filter, an order, and the list. Says which study is to be opened.
class StudyListPanel final : public QWidget
{
    Q_OBJECT
public:
    /// Settings and studies must outlive the panel.
    StudyListPanel(StudyListModel& studies, Settings& settings, QWidget* parent = nullptr);

    /// Shows the study as the current one, without a signal. One that the filter hides comes into
    /// sight: the filter goes.
    void select(const QString& path);
    /// Moves to the study that many rows below in the order shown; above when negative.
    void step(int rows);
    [[nodiscard]] bool canStep(int rows) const;
    void focusFilter();

Q_SIGNALS:
    /// The study was chosen by hand, or is next to one that was taken off the list.
    void chosen(const QString& path);
    /// Rows came, went or moved.
    void orderChanged();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void makeLayout();
    void applyFilter();
    void applyOrder();
    void setCurrent(int shownRow);
    [[nodiscard]] int shownRowOf(const QString& path) const; ///< -1: hidden
    [[nodiscard]] int targetOf(int rows) const; ///< -1: none
    bool leaveFilter(int key);

    StudyListModel& m_studies;
    Settings& m_settings;
    StudyListOrder* m_shown;
    QLineEdit* m_filter;
    QComboBox* m_order;
    QListView* m_list;
    QString m_current;
    bool m_isQuiet = false; ///< the present change was not made by hand
};

} // namespace ccad
