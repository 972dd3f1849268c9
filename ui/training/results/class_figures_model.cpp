// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/results/internal/class_figures_model.h"

#include "ui/plots/figure_text.h"
#include "ui/training/results/internal/image_sets.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace ccad {

double figureOf(const QJsonObject& metrics, const char* key)
{
    return metrics.value(QLatin1String(key)).toDouble(std::numeric_limits<double>::quiet_NaN());
}

void ClassFiguresModel::setFigures(const QJsonObject& metrics, const ModelManifest& manifest,
                                   bool knowsPatients)
{
    beginResetModel();
    m_titles = classTitles(manifest);
    m_classes.clear();
    const QJsonObject perClass = metrics.value(u"per_class"_s).toObject();
    for (const ModelClass& modelClass : manifest.classes)
        m_classes.push_back(perClass.value(modelClass.name).toObject());
    m_knowsPatients = knowsPatients;
    endResetModel();
}

void ClassFiguresModel::clear()
{
    beginResetModel();
    m_titles.clear();
    m_classes.clear();
    endResetModel();
}

int ClassFiguresModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_classes.size());
}

int ClassFiguresModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString ClassFiguresModel::text(int row, int column) const
{
    const QJsonObject& figures = m_classes[size_t(row)];
    const auto range = [&figures](const char* low, const char* high) {
        const QString text = rangeText(figureOf(figures, low), figureOf(figures, high));
        return text.isEmpty() ? u"–"_s : text;
    };
    switch (column) {
    case ClassColumn:
        return m_titles[row];
    case ImagesColumn:
        return QString::number(figures.value(u"n"_s).toInteger());
    case AucColumn:
        return figureText(figureOf(figures, "auc"));
    case DelongColumn:
        return range("auc_low", "auc_high");
    case BootstrapColumn:
        return range("auc_patient_low", "auc_patient_high");
    case SensitivityColumn:
        return figureText(figureOf(figures, "sensitivity"));
    case SpecificityColumn:
        return figureText(figureOf(figures, "specificity"));
    case PrecisionColumn:
        return figureText(figureOf(figures, "precision"));
    case F1Column:
        return figureText(figureOf(figures, "f1"));
    default:
        return {};
    }
}

QVariant ClassFiguresModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return text(index.row(), index.column());
    case Qt::AccessibleTextRole:
        return tr("%1, %2: %3")
            .arg(m_titles[index.row()], heading(index.column()), text(index.row(), index.column()));
    case Qt::TextAlignmentRole:
        return int((index.column() == ClassColumn ? Qt::AlignLeft : Qt::AlignRight)
                   | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        return meaning(index.column());
    default:
        return {};
    }
}

QString ClassFiguresModel::heading(int column) const
{
    switch (column) {
    case ClassColumn:
        return tr("Class");
    case ImagesColumn:
        return tr("Images");
    case AucColumn:
        return tr("AUC");
    case DelongColumn:
        return tr("95 % (DeLong)");
    case BootstrapColumn:
        return m_knowsPatients ? tr("95 % (patients)") : tr("95 % (images)");
    case SensitivityColumn:
        return tr("Sensitivity");
    case SpecificityColumn:
        return tr("Specificity");
    case PrecisionColumn:
        return tr("Precision");
    case F1Column:
        return tr("F1");
    default:
        return {};
    }
}

QString ClassFiguresModel::meaning(int column) const
{
    switch (column) {
    case ClassColumn:
        return tr("Each class against all others. An image counts as the class that the model "
                  "finds most probable.");
    case ImagesColumn:
        return tr("Images whose true label is this class.");
    case AucColumn:
        return tr("Area under the ROC curve: 0.5 is chance, 1 is perfect.");
    case DelongColumn:
        return tr("95 % interval of the AUC by DeLong's method; it counts images as independent.");
    case BootstrapColumn:
        return m_knowsPatients
            ? tr("95 % interval of the AUC by bootstrap over patients, whose images belong "
                 "together.")
            : tr("95 % interval of the AUC by bootstrap over images, since the patients are not "
                 "known.");
    case SensitivityColumn:
        return tr("Share of the images of this class that the model finds.");
    case SpecificityColumn:
        return tr("Share of the other images that the model does not call this class.");
    case PrecisionColumn:
        return tr("Share of the images called this class that are it.");
    case F1Column:
        return tr("Harmonic mean of precision and sensitivity.");
    default:
        return {};
    }
}

QVariant ClassFiguresModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return QAbstractTableModel::headerData(section, orientation, role);
    if (role == Qt::DisplayRole)
        return heading(section);
    if (role == Qt::ToolTipRole)
        return meaning(section);
    if (role == Qt::TextAlignmentRole)
        return int((section == ClassColumn ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    return {};
}

} // namespace ccad
