// SPDX-License-Identifier: GPL-3.0-or-later
// The contents of the worklist's cells.
#include "ui/screening/internal/worklist_model.h"
#include "ui/screening/internal/worklist_thumbnails.h"
#include "ui/widgets/probability_bar.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace ccad {

QString columnTitle(WorklistColumn column)
{
    switch (column) {
    case WorklistColumn::Thumbnail:
        return WorklistModel::tr("Picture");
    case WorklistColumn::File:
        return WorklistModel::tr("File");
    case WorklistColumn::Patient:
        return WorklistModel::tr("Patient");
    case WorklistColumn::Finding:
        return WorklistModel::tr("Finding");
    case WorklistColumn::Probability:
        return WorklistModel::tr("Probability");
    case WorklistColumn::Gate:
        return WorklistModel::tr("Gate");
    case WorklistColumn::Urgency:
        return WorklistModel::tr("Urgency");
    case WorklistColumn::Status:
        return WorklistModel::tr("Status");
    case WorklistColumn::Verdict:
        return WorklistModel::tr("Reader");
    case WorklistColumn::Comment:
        return WorklistModel::tr("Comment");
    case WorklistColumn::Time:
        break;
    }
    return WorklistModel::tr("Time");
}

namespace {

QString columnHelp(WorklistColumn column)
{
    switch (column) {
    case WorklistColumn::Probability:
        return WorklistModel::tr("Calibrated probability of the finding");
    case WorklistColumn::Gate:
        return WorklistModel::tr("May the model judge this picture at all?");
    case WorklistColumn::Urgency:
        return WorklistModel::tr("How soon somebody should look, 0 to 100. Positive findings lie "
                                 "at 50 and above.");
    case WorklistColumn::Verdict:
        return WorklistModel::tr("What the reader says of the model's finding");
    case WorklistColumn::Time:
        return WorklistModel::tr("What decoding, preprocessing and the network took");
    default:
        return columnTitle(column);
    }
}

bool isNumber(WorklistColumn column)
{
    return column == WorklistColumn::Probability || column == WorklistColumn::Time;
}

} // namespace

QVariant WorklistModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= worklistColumns)
        return {};
    const auto column = WorklistColumn(section);
    if (role == Qt::DisplayRole)
        return columnTitle(column);
    if (role == Qt::ToolTipRole)
        return columnHelp(column);
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (isNumber(column) ? Qt::AlignRight : Qt::AlignLeft));
    return {};
}

QVariant WorklistModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const WorklistRow& row = *at(index.row());
    const auto column = WorklistColumn(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text(row, column);
    case Qt::ToolTipRole:
        return toolTip(row, column);
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (isNumber(column) ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::AccessibleTextRole:
        return column == WorklistColumn::Thumbnail ? spokenText(row) : text(row, column);
    case Qt::AccessibleDescriptionRole:
        return columnTitle(column);
    case NumberRole:
        return row.number;
    case ThumbnailRole:
        return m_thumbnails ? m_thumbnails->get(row.number) : QImage();
    case FractionRole:
        return fraction(row, column);
    case PositiveRole:
        return row.positive;
    case StatusRole:
        return int(row.status);
    case WarningRole:
        return row.hasWarnings;
    default:
        return {};
    }
}

QString WorklistModel::text(const WorklistRow& row, WorklistColumn column) const
{
    switch (column) {
    case WorklistColumn::Thumbnail:
        return {};
    case WorklistColumn::File:
        return worklistTitle(row, m_query.hideNames);
    case WorklistColumn::Patient:
        return m_query.hideNames ? QString() : row.patient;
    case WorklistColumn::Finding:
        return row.label < 0 ? remarkText(row, m_query.hideNames) : findingText(row, m_job);
    case WorklistColumn::Probability:
        return row.probability < 0 ? QString() : percentText(double(row.probability));
    case WorklistColumn::Gate:
        return gateText(row);
    case WorklistColumn::Urgency:
        return row.urgency < 0 ? QString() : QString::number(row.urgency * 100, 'f', 0);
    case WorklistColumn::Status:
        return statusText(row.status);
    case WorklistColumn::Verdict:
        return verdictText(row.verdict);
    case WorklistColumn::Comment:
        return row.comment;
    case WorklistColumn::Time:
        break;
    }
    return row.milliseconds > 0 ? tr("%1 ms").arg(double(row.milliseconds), 0, 'f', 0) : QString();
}

QVariant WorklistModel::fraction(const WorklistRow& row, WorklistColumn column) const
{
    const double value = column == WorklistColumn::Urgency ? row.urgency : double(row.probability);
    return value < 0 ? QVariant() : QVariant(value);
}

QString WorklistModel::toolTip(const WorklistRow& row, WorklistColumn column) const
{
    const QString remark = remarkText(row, m_query.hideNames);
    const QString own = text(row, column);
    if (column == WorklistColumn::Finding || column == WorklistColumn::Gate
        || column == WorklistColumn::Status)
        return remark.isEmpty() ? own : remark;
    if (column == WorklistColumn::File && !remark.isEmpty())
        return own + QLatin1Char('\n') + remark;
    return own;
}

QString WorklistModel::spokenText(const WorklistRow& row) const
{
    QStringList words{worklistTitle(row, m_query.hideNames)};
    if (row.label >= 0)
        words << findingText(row, m_job) << text(row, WorklistColumn::Probability)
              << (row.positive ? tr("positive") : tr("negative"))
              << tr("urgency %1").arg(text(row, WorklistColumn::Urgency)) << gateText(row);
    else
        words << statusText(row.status) << remarkText(row, m_query.hideNames);
    words << verdictText(row.verdict);
    words.removeAll(QString());
    return words.join(u", "_s);
}

} // namespace ccad
