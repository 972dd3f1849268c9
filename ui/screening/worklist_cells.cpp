// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screening/internal/worklist_cells.h"

#include "ui/widgets/probability_bar.h"

using namespace Qt::StringLiterals;

namespace ccad {

QString columnTitle(WorklistColumn column)
{
    switch (column) {
    case WorklistColumn::Thumbnail:
        return WorklistCells::tr("Picture");
    case WorklistColumn::File:
        return WorklistCells::tr("File");
    case WorklistColumn::Patient:
        return WorklistCells::tr("Patient");
    case WorklistColumn::Finding:
        return WorklistCells::tr("Finding");
    case WorklistColumn::Probability:
        return WorklistCells::tr("Probability");
    case WorklistColumn::Gate:
        return WorklistCells::tr("Gate");
    case WorklistColumn::Urgency:
        return WorklistCells::tr("Urgency");
    case WorklistColumn::Status:
        return WorklistCells::tr("Status");
    case WorklistColumn::Verdict:
        return WorklistCells::tr("Reader");
    case WorklistColumn::Comment:
        return WorklistCells::tr("Comment");
    case WorklistColumn::Time:
        break;
    }
    return WorklistCells::tr("Time");
}

QString columnHelp(WorklistColumn column)
{
    switch (column) {
    case WorklistColumn::Probability:
        return WorklistCells::tr("Calibrated probability of the finding");
    case WorklistColumn::Gate:
        return WorklistCells::tr("May the model judge this picture at all?");
    case WorklistColumn::Urgency:
        return WorklistCells::tr("How soon somebody should look, 0 to 100. Positive findings lie "
                                 "at 50 and above.");
    case WorklistColumn::Verdict:
        return WorklistCells::tr("What the reader says of the model's finding");
    case WorklistColumn::Time:
        return WorklistCells::tr("What decoding, preprocessing and the network took");
    default:
        return columnTitle(column);
    }
}

QString WorklistCells::text(const WorklistRow& row, WorklistColumn column) const
{
    switch (column) {
    case WorklistColumn::Thumbnail:
        return {};
    case WorklistColumn::File:
        return worklistTitle(row, m_hideNames);
    case WorklistColumn::Patient:
        return m_hideNames ? QString() : row.patient;
    case WorklistColumn::Finding:
        return row.label < 0 ? remarkText(row, m_hideNames) : findingText(row, m_job);
    case WorklistColumn::Probability:
        return row.probability < 0 ? QString() : percentText(double(row.probability));
    case WorklistColumn::Gate:
        return gateText(row);
    case WorklistColumn::Urgency:
        return row.urgency < 0 ? QString() : QString::number(row.urgency * 100, 'f', 0);
    case WorklistColumn::Status:
        return statusText(row.status);
    case WorklistColumn::Verdict:
        return keptVerdictText(row);
    case WorklistColumn::Comment:
        return row.comment;
    case WorklistColumn::Time:
        break;
    }
    return row.milliseconds > 0 ? tr("%1 ms").arg(double(row.milliseconds), 0, 'f', 0) : QString();
}

QVariant WorklistCells::fraction(const WorklistRow& row, WorklistColumn column)
{
    const double value = column == WorklistColumn::Urgency ? row.urgency : double(row.probability);
    return value < 0 ? QVariant() : QVariant(value);
}

QString WorklistCells::toolTip(const WorklistRow& row, WorklistColumn column) const
{
    const QString remark = remarkText(row, m_hideNames);
    const QString own = text(row, column);
    if (column == WorklistColumn::Finding || column == WorklistColumn::Gate
        || column == WorklistColumn::Status)
        return remark.isEmpty() ? own : remark;
    const bool isReaders = column == WorklistColumn::Verdict || column == WorklistColumn::Comment;
    if (isReaders && row.keeping == Keeping::Saving)
        return tr("It is being saved.");
    if (isReaders && row.keeping == Keeping::Failed)
        return tr("It could not be saved, and is lost when the window closes. Say it again to try "
                  "again.");
    if (column == WorklistColumn::File && !remark.isEmpty())
        return own + QLatin1Char('\n') + remark;
    return own;
}

QString WorklistCells::spokenText(const WorklistRow& row) const
{
    QStringList words{worklistTitle(row, m_hideNames)};
    if (row.label >= 0)
        words << findingText(row, m_job) << text(row, WorklistColumn::Probability)
              << (row.positive ? tr("positive") : tr("negative"))
              << tr("urgency %1").arg(text(row, WorklistColumn::Urgency)) << gateText(row);
    else
        words << statusText(row.status) << remarkText(row, m_hideNames);
    words << keptVerdictText(row);
    words.removeAll(QString());
    return words.join(u", "_s);
}

} // namespace ccad
