// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/screening/internal/worklist_order.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QTimer>

#include <vector>

namespace ccad {

class WorklistThumbnails;

/// The rows of a journal, sorted, filtered and searched. Rows come in any order and may change; the
/// order on screen follows within a moment. Made for 100,000 rows.
class WorklistModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Role
    {
        NumberRole = Qt::UserRole, ///< qint64, of the journal
        ThumbnailRole, ///< QImage; asking for it starts the reading
        FractionRole, ///< double, 0..1, of probability and urgency; invalid: none
        PositiveRole, ///< bool
        StatusRole, ///< int(StudyStatus)
        WarningRole, ///< bool
        KeepingRole, ///< int(Keeping)
    };

    /// `thumbnails` must outlive the model; nullptr: there are none.
    explicit WorklistModel(WorklistThumbnails* thumbnails, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;
    void sort(int column, Qt::SortOrder order) override;

    /// Begins another journal: all rows go.
    void reset(const ScreeningJob& job);
    /// Takes rows that are new or changed.
    void take(const std::vector<WorklistRow>& rows);
    void setFilter(WorklistFilter filter);
    void setSearch(const QString& text);
    /// Shows numbers instead of names, as patient_text.h says.
    void setTextHidden(bool hidden);
    /// Shows the verdict at once, as one that is being saved; the row stays in sight until filter,
    /// search or order are chosen anew. What the journal says of it comes back with the last
    /// settle().
    void setVerdict(qint64 number, Verdict verdict, const QString& comment);
    /// Tells what became of a call of setVerdict(). A verdict that could not be saved stays on
    /// screen, marked as such.
    void settle(qint64 number, bool isKept);
    /// Rows whose verdict or comment is on its way to the journal.
    [[nodiscard]] bool isSaving() const;
    /// Rows whose verdict or comment could not be saved.
    [[nodiscard]] QList<qint64> unsavedNumbers() const;

    [[nodiscard]] const ScreeningJob& job() const { return m_job; }
    [[nodiscard]] bool isTextHidden() const { return m_query.hideNames; }
    /// True when no row waits for its place.
    [[nodiscard]] bool isSettled() const { return !m_arrangeSoon.isActive(); }
    /// The number of all rows, shown or not.
    [[nodiscard]] int total() const { return int(m_rows.size()); }
    /// The row on screen; nullptr outside the list.
    [[nodiscard]] const WorklistRow* at(int shownRow) const;
    /// The row with the journal's number; nullptr when it is not known.
    [[nodiscard]] const WorklistRow* find(qint64 number) const;
    [[nodiscard]] int shownRowOf(qint64 number) const; ///< or -1
    /// The numbers in the order on screen.
    [[nodiscard]] QList<qint64> shownNumbers() const;

Q_SIGNALS:
    /// Rows came, went or changed their places.
    void arranged();
    /// isSaving() or unsavedNumbers() changed.
    void savingChanged();

private:
    /// What the reader said of a row and the journal does not hold yet.
    struct Said
    {
        Verdict verdict = Verdict::None;
        QString comment;
        int unanswered = 0; ///< calls of setVerdict() without their settle()
    };
    void apply(const Said& said, WorklistRow& row) const;

    void arrange();
    void arrangeAnew();
    void removeRows(const std::vector<int>& order);
    void insertRows(const std::vector<int>& order);
    void moveRows(const std::vector<int>& order);
    void setOrder(std::vector<int> order);
    void changed(int index);

    WorklistThumbnails* m_thumbnails;
    ScreeningJob m_job;
    WorklistQuery m_query;
    std::vector<WorklistRow> m_rows; ///< as they came
    std::vector<bool> m_kept; ///< by index: in sight whatever the filter
    QHash<qint64, int> m_indexes; ///< by number
    QHash<qint64, Said> m_said; ///< by number
    std::vector<int> m_order; ///< row on screen -> index
    std::vector<int> m_places; ///< index -> row on screen, or -1
    QTimer m_arrangeSoon;
};

} // namespace ccad
