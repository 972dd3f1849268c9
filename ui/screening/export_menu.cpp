// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screening/internal/export_menu.h"

#include "ui/widgets/file_dialogs.h"

#include <QAction>
#include <QFileInfo>
#include <QMenu>
#include <QStandardPaths>

#include <utility>

namespace ccad {

ExportMenu::ExportMenu(std::function<Source()> source, QWidget* parent)
    : QObject(parent), m_source(std::move(source)), m_window(parent), m_menu(new QMenu(parent)),
      m_overlaysOfChosen(new QAction(tr("Overlay &PNGs of Chosen Rows…"), this)),
      m_resultsOfChosen(new QAction(tr("&DICOM Results of Chosen Rows…"), this)),
      m_withIdentifiers(new QAction(tr("With Patient &Identifiers"), this)),
      m_folder(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation)),
      m_writing(
          [this](RunState state) {
              m_menu->setEnabled(state == RunState::Idle);
              Q_EMIT stateChanged();
          },
          [this] { Q_EMIT progressed(); })
{
    m_menu->setAccessibleName(tr("Export"));
    m_menu->setToolTipsVisible(true);
    m_menu->addAction(tr("&CSV…"), this, [this] {
        chooseFile(WorklistFormat::Csv, tr("Export the Worklist as CSV"), tr("Tables (*.csv)"));
    });
    m_menu->addAction(tr("&JSON Lines…"), this, [this] {
        chooseFile(WorklistFormat::JsonLines, tr("Export the Worklist as JSON Lines"),
                   tr("JSON lines (*.jsonl)"));
    });
    m_menu->addAction(tr("&Summary as PDF…"), this, [this] {
        chooseFile(WorklistFormat::Pdf, tr("Save a Summary of the Worklist"), tr("PDF (*.pdf)"));
    });
    m_menu->addAction(tr("&Overlay PNGs of Positive Rows…"), this,
                      [this] { chooseOverlays(false); });
    m_menu->addAction(m_overlaysOfChosen);
    auto* resultsOfPositive = m_menu->addAction(tr("DICOM &Results of Positive Rows…"), this,
                                                [this] { chooseResults(false); });
    m_menu->addAction(m_resultsOfChosen);
    for (QAction* action : {resultsOfPositive, m_resultsOfChosen})
        action->setToolTip(tr("The objects name the patients as their films do, for the archive"));
    connect(m_overlaysOfChosen, &QAction::triggered, this, [this] { chooseOverlays(true); });
    connect(m_resultsOfChosen, &QAction::triggered, this, [this] { chooseResults(true); });
    m_menu->addSeparator();
    m_withIdentifiers->setCheckable(true);
    m_withIdentifiers->setToolTip(
        tr("Names, numbers and study dates of patients go into the files, too"));
    m_menu->addAction(m_withIdentifiers);
}

void ExportMenu::chooseFile(WorklistFormat format, const QString& title, const QString& filter)
{
    auto* dialog = openSaveDialog(m_window, title,
                                  m_folder + u'/' + tr("worklist") + suffixOf(format), filter);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, format](const QString& file) { write(format, file); });
}

void ExportMenu::chooseOverlays(bool ofChosen)
{
    chooseFolder(WorklistFormat::Overlays, tr("Choose a Folder for the Overlays"), ofChosen);
}

void ExportMenu::chooseResults(bool ofChosen)
{
    chooseFolder(WorklistFormat::Results, tr("Choose a Folder for the DICOM Results"), ofChosen);
}

void ExportMenu::chooseFolder(WorklistFormat format, const QString& title, bool ofChosen)
{
    const QList<qint64> numbers = ofChosen ? m_source().numbers : QList<qint64>();
    if (ofChosen && numbers.isEmpty())
        return;
    auto* dialog = openFolderDialog(m_window, title, m_folder);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, format, numbers](const QString& folder) { write(format, folder, numbers); });
}

void ExportMenu::write(WorklistFormat format, const QString& target, const QList<qint64>& numbers)
{
    const bool isFolder = format == WorklistFormat::Overlays || format == WorklistFormat::Results;
    m_folder = isFolder ? target : QFileInfo(target).path();
    const Source source = m_source();
    WorklistExportRequest request;
    request.journal = source.journal;
    request.models = source.models;
    request.format = format;
    request.target = target;
    request.withIdentifiers = m_withIdentifiers->isChecked();
    request.numbers = numbers;
    request.time = QDateTime::currentDateTime();
    const RunControl control;
    m_writing.start(
        control,
        [request, control](const auto& reporter) {
            return exportWorklist(request, control.cancelToken(),
                                  [&reporter](qint64 done, qint64 total, const QString& /*file*/) {
                                      reporter.setProgress({done, total});
                                  });
        },
        [this](const Result<QString>& result) {
            if (result)
                Q_EMIT written(*result);
            else
                Q_EMIT failed(result.error());
        });
}

} // namespace ccad
