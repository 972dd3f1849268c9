// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screening/internal/training_sender.h"

#include "ui/widgets/file_dialogs.h"
#include "ui/widgets/literal_text.h"

#include "core/worklist/study_possible.h"
#include "core/worklist/training_export.h"

#include <QCoreApplication>
#include <QMenu>

#include <utility>
#include <vector>

namespace ccad {

namespace {

QString tr(const char* text, qint64 count = -1)
{
    return QCoreApplication::translate("TrainingSender", text, nullptr, int(count));
}

QString sentenceOf(const TrainingCopies& copies, int leftOut, const QString& dataset)
{
    QStringList sentences{tr("%n study(s) copied to %1.", copies.written).arg(dataset)};
    if (copies.alreadyThere > 0)
        sentences << tr("%n were there already.", copies.alreadyThere);
    if (leftOut > 0)
        sentences << tr("%n chosen row(s) left out, since the reader did not say so.", leftOut);
    if (copies.withoutPatient > 0)
        sentences << tr("Of %n the patient is not known; each counts as one of its own.",
                        copies.withoutPatient);
    if (copies.withText > 0)
        sentences << tr("What seemed to be text was blanked in %n of them.", copies.withText);
    if (!copies.problems.empty())
        sentences << tr("%n could not be copied. %1", qint64(copies.problems.size()))
                         .arg(copies.problems.front().reason);
    if (copies.written > 0)
        sentences << whatTrainingCopiesHold();
    return sentences.join(QLatin1Char(' '));
}

} // namespace

Result<QString> sendToTraining(const TrainingSend& send, const CancelToken& cancel)
{
    const auto journal = Journal::open(send.journal);
    if (!journal)
        return journal.error();
    std::vector<TrainingChoice> choices;
    for (const qint64 number : send.numbers) {
        const auto study = (*journal)->study(number);
        if (!study)
            return study.error();
        const Verdict wanted = send.corrected.isEmpty() ? Verdict::Agree : Verdict::Disagree;
        const QString label = trainingLabel(*study, (*journal)->job(), send.corrected);
        if (study->verdict == wanted && !label.isEmpty())
            choices.push_back({number, label});
    }
    const int leftOut = int(send.numbers.size()) - int(choices.size());
    if (choices.empty())
        return Error{ErrorCode::InvalidArgument,
                     send.corrected.isEmpty()
                         ? tr("The reader agreed with none of the chosen rows. Press 1 on a row to "
                              "agree with its finding.")
                         : tr("The reader disagreed with none of the chosen rows. Press 2 on a row "
                              "to disagree with its finding."),
                     send.dataset};
    const auto copies = exportForTraining(**journal, choices, send.dataset, cancel);
    if (!copies)
        return copies.error();
    return sentenceOf(*copies, leftOut, send.dataset);
}

TrainingSender::TrainingSender(std::function<Source()> source, QWidget* parent)
    : QObject(parent), m_source(std::move(source)), m_window(parent), m_menu(new QMenu(parent))
{
    m_menu->setTitle(tr("Send to &Training Folder"));
    m_menu->setAccessibleName(tr("Send to Training Folder"));
}

void TrainingSender::setJob(const ScreeningJob& job)
{
    m_menu->clear();
    m_menu->addAction(tr("Chosen Rows That Were &Agreed With…"), this,
                      [this] { chooseFolder({}); });
    m_menu->addSeparator();
    for (qsizetype i = 0; i < job.classes.size(); ++i) {
        m_menu->addAction(tr("Chosen Rows That Were Disagreed With, as “%1”…")
                              .arg(withoutKeys(classWordsOf(job, i))),
                          this, [this, name = job.classes[i]] { chooseFolder(name); });
    }
}

void TrainingSender::chooseFolder(const QString& corrected)
{
    auto* dialog = openFolderDialog(m_window, tr("Choose a Folder of Training Images"));
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, corrected](const QString& folder) { send(corrected, folder); });
}

void TrainingSender::send(const QString& corrected, const QString& dataset)
{
    const Source source = m_source();
    const TrainingSend request{source.journal, source.numbers, corrected, dataset};
    m_menu->setEnabled(false); // one after the other
    m_sending.start(
        [request](const CancelToken& cancel) { return sendToTraining(request, cancel); },
        [this](const Result<QString>& result) {
            m_menu->setEnabled(true);
            if (result)
                Q_EMIT sent(*result);
            else
                Q_EMIT failed(result.error());
        });
}

} // namespace ccad
