// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/archive/internal/archive_runs.h"

#include <QTreeView>

#include <vector>

class QSortFilterProxyModel;

namespace ccad {

class StudyTreeModel;

/// Studies as a table that opens to their series. Enter and a double click retrieve.
class StudyTreeView final : public QTreeView
{
    Q_OBJECT
public:
    explicit StudyTreeView(StudyTreeModel& model, QWidget* parent = nullptr);

    /// What is chosen, each once; a series of a chosen study goes with it. A UID that is none is
    /// left out.
    [[nodiscard]] std::vector<WantedObjects> chosen() const;
    [[nodiscard]] bool hasChosen() const;
    void closeStudy(const QString& studyUid);

Q_SIGNALS:
    void seriesWanted(const QString& studyUid);
    void retrieveRequested();
    void chosenChanged();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void selectionChanged(const QItemSelection& selected,
                          const QItemSelection& deselected) override;

private:
    void setLook();

    StudyTreeModel& m_model;
    QSortFilterProxyModel* m_sorted;
};

} // namespace ccad
