// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "ui/jobs/long_run.h"
#include "ui/screening/internal/worklist_files.h"

#include <QObject>

#include <functional>

class QAction;
class QMenu;
class QWidget;

namespace ccad {

/// The menu of a worklist's exports: asks where to, and writes on a worker, one after the other.
class ExportMenu final : public QObject
{
    Q_OBJECT
public:
    /// The source of the export; `numbers` are the chosen rows, `models` the folders of models that
    /// the user knows.
    struct Source
    {
        QString journal;
        QList<qint64> numbers;
        QStringList models;
    };

    /// How far an export is; total is 0 where nobody can tell.
    struct Step
    {
        qint64 done = 0;
        qint64 total = 0;
    };

    explicit ExportMenu(std::function<Source()> source, QWidget* parent);

    [[nodiscard]] QMenu& menu() { return *m_menu; }
    [[nodiscard]] QAction& overlaysOfChosen() { return *m_overlaysOfChosen; }
    [[nodiscard]] QAction& resultsOfChosen() { return *m_resultsOfChosen; }
    /// The choice to write identifiers, too; off at first and again for every other journal.
    [[nodiscard]] QAction& withIdentifiers() { return *m_withIdentifiers; }
    /// Writes to that file or folder at once; overlays and results of the rows with these
    /// numbers, or of the positive ones. Only when nothing is being written.
    void write(WorklistFormat format, const QString& target, const QList<qint64>& numbers = {});
    /// Ends the export that runs; what it has written so far stays.
    void cancel() { m_writing.cancel(); }
    [[nodiscard]] RunState state() const { return m_writing.state(); }
    [[nodiscard]] Step progress() const { return m_writing.progress(); }

Q_SIGNALS:
    void stateChanged();
    void progressed();
    void written(const QString& sentence);
    void failed(const ccad::Error& error);

private:
    void chooseFile(WorklistFormat format, const QString& title, const QString& filter);
    void chooseFolder(WorklistFormat format, const QString& title, bool ofChosen);
    void chooseOverlays(bool ofChosen);
    void chooseResults(bool ofChosen);

    std::function<Source()> m_source;
    QWidget* m_window;
    QMenu* m_menu;
    QAction* m_overlaysOfChosen;
    QAction* m_resultsOfChosen;
    QAction* m_withIdentifiers;
    QString m_folder; ///< where the next export is offered to go: where the last one went
    LongRun<Step, QString> m_writing;
};

} // namespace ccad
