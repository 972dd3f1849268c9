// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/results/internal/prediction_model.h"

#include "ui/jobs/thumbnails.h"
#include "ui/widgets/probability_bar.h"

#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int keptThumbnails = 400;

} // namespace

PredictionModel::PredictionModel(QObject* parent)
    : QAbstractListModel(parent), m_thumbnails(new Thumbnails(thumbnailSide, keptThumbnails, this))
{
    connect(m_thumbnails, &Thumbnails::ready, this, [this](const QString& file) {
        if (const int row = m_rows.value(file, -1); row >= 0)
            Q_EMIT dataChanged(index(row), index(row), {ThumbnailRole, UnreadableRole});
    });
}

void PredictionModel::setItems(std::vector<ScoredItem> items, const ModelManifest& manifest)
{
    beginResetModel();
    m_thumbnails->cancel();
    m_items = std::move(items);
    m_titles = classTitles(manifest);
    m_names.clear();
    for (const ModelClass& modelClass : manifest.classes)
        m_names << modelClass.name;
    m_corrections.clear();
    m_rows.clear();
    for (size_t row = 0; row < m_items.size(); ++row)
        m_rows.insert(m_items[row].item.file, int(row));
    endResetModel();
}

void PredictionModel::setCorrection(const QString& file, const QString& className)
{
    const int row = m_rows.value(file, -1);
    if (row < 0)
        return;
    // A label set back to the one that the evaluation used is no correction.
    const bool isOld = m_names.value(m_items[size_t(row)].item.label) == className;
    if (className.isEmpty() || isOld)
        m_corrections.erase(file);
    else
        m_corrections[file] = className;
    Q_EMIT dataChanged(index(row), index(row));
}

void PredictionModel::dropWaitingThumbnails()
{
    m_thumbnails->cancel();
}

int PredictionModel::rightCount() const
{
    return int(std::count_if(m_items.begin(), m_items.end(),
                             [this](const ScoredItem& scored) { return isRight(scored); }));
}

int PredictionModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_items.size());
}

int PredictionModel::trueClass(const ScoredItem& scored) const
{
    const auto found = m_corrections.find(scored.item.file);
    return found == m_corrections.end() ? scored.item.label : int(m_names.indexOf(found->second));
}

QString PredictionModel::trueTitle(const ScoredItem& scored) const
{
    const auto found = m_corrections.find(scored.item.file);
    const int index = trueClass(scored);
    if (index < 0 && found != m_corrections.end())
        return found->second;
    return m_titles.value(index);
}

bool PredictionModel::isRight(const ScoredItem& scored) const
{
    return predictedClass(scored) == trueClass(scored);
}

double PredictionModel::probability(const ScoredItem& scored) const
{
    const int predicted = predictedClass(scored);
    return predicted < 0 ? 0 : double(scored.probabilities[size_t(predicted)]);
}

QString PredictionModel::spoken(const ScoredItem& scored) const
{
    const QString words = (isRight(scored) ? tr("Right: %1 predicted with %2, and it is %3")
                                           : tr("Wrong: %1 predicted with %2, but it is %3"))
                              .arg(m_titles.value(predictedClass(scored)),
                                   percentText(probability(scored)), trueTitle(scored));
    const QString corrected = m_corrections.count(scored.item.file) > 0
        ? tr(" (label corrected, it was %1)").arg(m_titles.value(scored.item.label))
        : QString();
    return words + corrected;
}

QVariant PredictionModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ScoredItem& scored = m_items[size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return QFileInfo(scored.item.file).fileName();
    case Qt::AccessibleTextRole:
        return spoken(scored);
    case Qt::ToolTipRole:
        return u"%1\n%2"_s.arg(scored.item.file, spoken(scored));
    case FileRole:
        return scored.item.file;
    case TrueRole:
        return trueTitle(scored);
    case TrueIndexRole:
        return trueClass(scored);
    case PredictedRole:
        return m_titles.value(predictedClass(scored));
    case PredictedIndexRole:
        return predictedClass(scored);
    case ProbabilityRole:
        return probability(scored);
    case RightRole:
        return isRight(scored);
    case CorrectedRole:
        return m_corrections.count(scored.item.file) > 0;
    case ThumbnailRole:
        return m_thumbnails->get(scored.item.file);
    case UnreadableRole:
        return m_thumbnails->failed(scored.item.file);
    default:
        return {};
    }
}

QHash<int, QByteArray> PredictionModel::roleNames() const
{
    return {{FileRole, "file"},
            {TrueRole, "trueClass"},
            {TrueIndexRole, "trueIndex"},
            {PredictedRole, "predictedClass"},
            {PredictedIndexRole, "predictedIndex"},
            {ProbabilityRole, "probability"},
            {RightRole, "isRight"},
            {CorrectedRole, "isCorrected"},
            {ThumbnailRole, "thumbnail"},
            {UnreadableRole, "isUnreadable"}};
}

} // namespace ccad
