// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/dataset_index.h"

#include <QAbstractListModel>
#include <QImage>

#include <memory>

namespace ccad {

class Thumbnails;

/// Pairs of pictures that look the same; pairs across labels or sides come first.
class DuplicatesModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role
    {
        FirstFileRole = Qt::UserRole, ///< absolute path
        SecondFileRole,
        FirstCaptionRole, ///< file name, class and side
        SecondCaptionRole,
        FirstImageRole, ///< QImage, null until it was read
        SecondImageRole,
        RelationRole, ///< in words: the same file, across labels, across sides
        IsGraveRole, ///< bool: across labels or sides
    };

    /// The thumbnails must outlive the model.
    explicit DuplicatesModel(Thumbnails& thumbnails, QObject* parent = nullptr);

    void setIndex(std::shared_ptr<const DatasetIndex> index);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    [[nodiscard]] QString caption(const DatasetItem& item) const;
    [[nodiscard]] QString relation(const NearDuplicate& pair) const;
    void updateImage(const QString& file);

    Thumbnails& m_thumbnails;
    std::shared_ptr<const DatasetIndex> m_index; ///< may be null
    std::vector<NearDuplicate> m_pairs;
};

} // namespace ccad
