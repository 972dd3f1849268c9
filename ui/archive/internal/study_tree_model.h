// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nodes/query.h"

#include <QAbstractItemModel>
#include <QStringList>

#include <vector>

namespace ccad {

enum class FoundColumn
{
    Patient, ///< of a series: its number
    Id,
    Date,
    Modality,
    Description,
    Accession,
    Images,
};
constexpr int foundColumns = int(FoundColumn::Images) + 1;

/// What an archive found: studies, and below each its series once they were asked for.
class StudyTreeModel final : public QAbstractItemModel
{
    Q_OBJECT
public:
    static constexpr int sortRole = Qt::UserRole; ///< by which rows are sorted

    using QAbstractItemModel::QAbstractItemModel;

    void setStudies(std::vector<QueryMatch> studies);
    void setSeries(const QString& studyUid, std::vector<QueryMatch> series);
    /// Names, IDs, dates, descriptions and accession numbers are left out.
    void setTextHidden(bool hidden);

    [[nodiscard]] bool isStudy(const QModelIndex& index) const;
    [[nodiscard]] bool hasSeries(const QModelIndex& study) const; ///< they have come
    [[nodiscard]] QString studyUid(const QModelIndex& index) const; ///< of a series' study, too
    [[nodiscard]] QString seriesUid(const QModelIndex& index) const; ///< empty for a study
    /// Patient, day and series' number, whether text is hidden or not: by which files are known.
    [[nodiscard]] QString title(const QModelIndex& index) const;
    [[nodiscard]] QModelIndex studyOf(const QString& studyUid) const;

    [[nodiscard]] QModelIndex index(int row, int column,
                                    const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& index) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    /// A study may have series before they were asked for.
    [[nodiscard]] bool hasChildren(const QModelIndex& parent = {}) const override;
    /// Likewise; a sorting model asks in this way.
    [[nodiscard]] bool canFetchMore(const QModelIndex& parent) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    struct Study
    {
        QueryMatch match;
        std::vector<QueryMatch> series;
        bool isAsked = false;
    };
    [[nodiscard]] const Study* study(const QModelIndex& index) const;
    [[nodiscard]] QString text(const QModelIndex& index) const;
    [[nodiscard]] QVariant sortKey(const QModelIndex& index) const;

    std::vector<Study> m_studies;
    bool m_isHidden = false;
};

} // namespace ccad
