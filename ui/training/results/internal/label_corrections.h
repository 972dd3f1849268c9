// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "ui/jobs/in_order.h"

#include <QHash>
#include <QObject>
#include <QStringList>
#include <QUndoCommand>

#include <functional>

class QUndoStack;

namespace ccad {

class CorrectionCommand;

/// Corrects labels beside a data set, each correction undoable. The file of corrections is read
/// anew before every change, so that nobody else's are lost. It is read and written in the
/// background, in the order of the calls.
class LabelCorrections final : public QObject
{
    Q_OBJECT
public:
    explicit LabelCorrections(QObject* parent = nullptr);

    /// Sets the data set, as readDataset takes it; empty: nothing can be corrected. Forgets what
    /// could be undone.
    void setDatasetPath(const QString& datasetPath);
    [[nodiscard]] bool isPossible() const { return !m_datasetPath.isEmpty(); }
    [[nodiscard]] QUndoStack& undoStack() const { return *m_stack; }

    /// Looks up which of the files have a corrected label; found() tells them.
    void readFor(const QStringList& files);
    /// Writes the correction, which is undoable from corrected() on; an empty class name takes it
    /// back.
    void correct(const QString& file, const QString& className);

Q_SIGNALS:
    void found(const QHash<QString, QString>& classOfFile); ///< files with a correction
    void corrected(const QString& file, const QString& className);
    /// A call, an undo or a redo failed; the file is as it was.
    void failed(const QString& sentence);

private:
    friend class CorrectionCommand;
    void write(const QString& file, const QString& className,
               std::function<void(const Result<QString>& before)> written);
    /// Takes a command that could not be undone or redone from the stack.
    void drop(const CorrectionCommand* command);

    QString m_datasetPath;
    QUndoStack* m_stack;
    InOrder m_disk;
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
    bool m_isDone = true; ///< true before the first redo(), which pushing calls
};

} // namespace ccad
