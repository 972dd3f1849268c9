// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/results/internal/label_corrections.h"

#include "core/dataset/relabels.h"

#include <QFileInfo>
#include <QUndoStack>

#include <utility>

namespace ccad {

LabelCorrections::LabelCorrections(QObject* parent) : QObject(parent), m_stack(new QUndoStack(this))
{
}

void LabelCorrections::setDatasetPath(const QString& datasetPath)
{
    m_datasetPath = datasetPath;
    m_stack->clear();
}

Result<QList<QPair<QString, QString>>> LabelCorrections::known(const QStringList& files) const
{
    QList<QPair<QString, QString>> found;
    if (!isPossible())
        return found;
    const auto relabels = Relabels::load(m_datasetPath);
    if (!relabels)
        return relabels.error();
    if (relabels->count() == 0)
        return found;
    for (const QString& file : files)
        if (const QString name = relabels->labelOf(file); !name.isEmpty())
            found.append({file, name});
    return found;
}

Result<QString> LabelCorrections::write(const QString& file, const QString& className)
{
    auto relabels = Relabels::load(m_datasetPath);
    if (!relabels)
        return relabels.error();
    const QString before = relabels->labelOf(file);
    relabels->set(file, className);
    if (const auto saved = relabels->save(); !saved)
        return saved.error();
    Q_EMIT corrected(file, className);
    return before;
}

Result<void> LabelCorrections::correct(const QString& file, const QString& className)
{
    if (!isPossible())
        return Error{ErrorCode::InvalidArgument,
                     tr("Labels cannot be corrected here, since the folder of the data set is not "
                        "known. Open the data set first."),
                     file};
    const auto before = write(file, className);
    if (!before)
        return before.error();
    m_stack->push(new CorrectionCommand(*this, file, *before, className));
    return {};
}

CorrectionCommand::CorrectionCommand(LabelCorrections& corrections, QString file, QString before,
                                     QString after)
    : QUndoCommand(LabelCorrections::tr("Label of %1").arg(QFileInfo(file).fileName())),
      m_corrections(corrections), m_file(std::move(file)), m_before(std::move(before)),
      m_after(std::move(after))
{
}

void CorrectionCommand::undo()
{
    apply(m_before);
}

void CorrectionCommand::redo()
{
    // It was written before it was pushed.
    if (!std::exchange(m_isDone, false))
        apply(m_after);
}

void CorrectionCommand::apply(const QString& className)
{
    const auto written = m_corrections.write(m_file, className);
    if (written)
        return;
    setObsolete(true); // the stack drops what cannot be done
    Q_EMIT m_corrections.undoFailed(written.error().message);
}

} // namespace ccad
