// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/results/internal/label_corrections.h"

#include "core/dataset/relabels.h"

#include <QFileInfo>
#include <QUndoStack>

#include <utility>

namespace ccad {

namespace {

using ClassOfFile = QHash<QString, QString>;

Result<ClassOfFile> correctionsOf(const QString& datasetPath, const QStringList& files)
{
    const auto relabels = Relabels::load(datasetPath);
    if (!relabels)
        return relabels.error();
    ClassOfFile found;
    if (relabels->count() == 0)
        return found;
    for (const QString& file : files)
        if (const QString name = relabels->labelOf(file); !name.isEmpty())
            found.insert(file, name);
    return found;
}

/// Returns the class name that the file had before; empty: the data set's own.
Result<QString> writeCorrection(const QString& datasetPath, const QString& file,
                                const QString& className)
{
    auto relabels = Relabels::load(datasetPath);
    if (!relabels)
        return relabels.error();
    const QString before = relabels->labelOf(file);
    relabels->set(file, className);
    if (const auto saved = relabels->save(); !saved)
        return saved.error();
    return before;
}

} // namespace

LabelCorrections::LabelCorrections(QObject* parent) : QObject(parent), m_stack(new QUndoStack(this))
{
}

void LabelCorrections::setDatasetPath(const QString& datasetPath)
{
    m_datasetPath = datasetPath;
    m_stack->clear();
}

void LabelCorrections::readFor(const QStringList& files)
{
    if (!isPossible())
        return;
    m_disk.start([path = m_datasetPath, files] { return correctionsOf(path, files); },
                 [this](const Result<ClassOfFile>& corrections) {
                     if (corrections)
                         Q_EMIT found(*corrections);
                     else
                         Q_EMIT failed(corrections.error().message);
                 });
}

void LabelCorrections::write(const QString& file, const QString& className,
                             std::function<void(const Result<QString>& before)> written)
{
    m_disk.start(
        [path = m_datasetPath, file, className] { return writeCorrection(path, file, className); },
        [this, path = m_datasetPath, file, className,
         written = std::move(written)](const Result<QString>& before) {
            if (!before)
                Q_EMIT failed(before.error().message);
            if (path != m_datasetPath)
                return; // another data set is shown by now
            if (before)
                Q_EMIT corrected(file, className);
            written(before);
        });
}

void LabelCorrections::correct(const QString& file, const QString& className)
{
    if (!isPossible()) {
        Q_EMIT failed(
            tr("Labels cannot be corrected here, since the folder of the data set is not known. "
               "Open the data set first."));
        return;
    }
    write(file, className, [this, file, className](const Result<QString>& before) {
        if (before)
            m_stack->push(new CorrectionCommand(*this, file, *before, className));
    });
}

void LabelCorrections::drop(const CorrectionCommand* command)
{
    int at = 0;
    while (at < m_stack->count() && m_stack->command(at) != command)
        ++at;
    if (at == m_stack->count())
        return; // it went while the disk was asked
    if (m_stack->index() != at && m_stack->index() != at + 1)
        return m_stack->clear(); // the order of others depends on it
    const bool wasUndone = m_stack->index() == at;
    const_cast<QUndoCommand*>(m_stack->command(at))->setObsolete(true);
    // The stack calls no obsolete command, but deletes it.
    if (wasUndone)
        m_stack->redo();
    else
        m_stack->undo();
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
    m_corrections.write(m_file, className,
                        [this, &corrections = m_corrections](const Result<QString>& before) {
                            if (!before)
                                corrections.drop(this);
                        });
}

} // namespace ccad
