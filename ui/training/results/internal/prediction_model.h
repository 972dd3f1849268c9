// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/training/results/internal/image_sets.h"

#include <QAbstractListModel>
#include <QHash>

#include <map>

namespace ccad {

class Thumbnails;

/// The predictions of a set of images, with corrected labels where there are any.
class PredictionModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role
    {
        FileRole = Qt::UserRole,
        TrueRole, ///< title of the true class, or of the corrected one
        TrueIndexRole, ///< int, or -1: a class that the model does not know
        PredictedRole, ///< title
        PredictedIndexRole,
        ProbabilityRole, ///< double, of the predicted class
        RightRole, ///< bool
        CorrectedRole, ///< bool: the label is not the one of the evaluation
        ThumbnailRole, ///< QImage, null until it was read
        UnreadableRole, ///< bool: there will be no thumbnail
    };
    static constexpr int thumbnailSide = 144;

    explicit PredictionModel(QObject* parent = nullptr);

    void setItems(std::vector<ScoredItem> items, const ModelManifest& manifest);
    /// Sets the corrected class name of a file; an empty one takes the correction back.
    void setCorrection(const QString& file, const QString& className);
    [[nodiscard]] int correctedCount() const { return int(m_corrections.size()); }
    [[nodiscard]] int rightCount() const;
    /// Forgets the thumbnails that were asked for and not read yet.
    void dropWaitingThumbnails();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    [[nodiscard]] int trueClass(const ScoredItem& scored) const;
    [[nodiscard]] QString trueTitle(const ScoredItem& scored) const;
    [[nodiscard]] bool isRight(const ScoredItem& scored) const;
    [[nodiscard]] double probability(const ScoredItem& scored) const;
    [[nodiscard]] QString spoken(const ScoredItem& scored) const;

    std::vector<ScoredItem> m_items;
    QStringList m_names;
    QStringList m_titles;
    QHash<QString, int> m_rows; ///< by file
    std::map<QString, QString> m_corrections; ///< file -> class name
    Thumbnails* m_thumbnails;
};

} // namespace ccad
