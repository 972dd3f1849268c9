// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QObject>
#include <QUndoCommand>

class QUndoStack;

namespace ccad {

/// Corrects labels beside a data set, each correction undoable. The file is read anew before every
/// change, so that nobody else's corrections are lost.
class LabelCorrections final : public QObject
{
    Q_OBJECT
public:
    explicit LabelCorrections(QObject* parent = nullptr);

    /// As readDataset takes it; empty: nothing can be corrected. Forgets what could be undone.
    void setDatasetPath(const QString& datasetPath);
    [[nodiscard]] bool isPossible() const { return !m_datasetPath.isEmpty(); }
    [[nodiscard]] QUndoStack& undoStack() const { return *m_stack; }

    /// The corrected class name of each of the files that has one.
    [[nodiscard]] Result<QList<QPair<QString, QString>>> known(const QStringList& files) const;
    /// Writes the correction and makes it undoable; an empty class name takes it back. Errors:
    /// those of Relabels.
    [[nodiscard]] Result<void> correct(const QString& file, const QString& className);

Q_SIGNALS:
    void corrected(const QString& file, const QString& className);
    void undoFailed(const QString& message);

private:
    friend class CorrectionCommand;
    [[nodiscard]] Result<QString> write(const QString& file, const QString& className);

    QString m_datasetPath;
    QUndoStack* m_stack;
};

/// One correction that has been written.
class CorrectionCommand final : public QUndoCommand
{
public:
    CorrectionCommand(LabelCorrections& corrections, QString file, QString before, QString after);

    void undo() override;
    void redo() override;

private:
    void apply(const QString& className);

    LabelCorrections& m_corrections;
    QString m_file;
    QString m_before;
    QString m_after;
    bool m_isDone = true; ///< before the first redo(), which pushing calls
};

} // namespace ccad
