// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screening/internal/worklist_panel.h"

#include "ui/jobs/shown_path.h"
#include "ui/screening/internal/reader_bar.h"
#include "ui/screening/internal/screening_words.h"
#include "ui/screening/internal/worklist_filter_bar.h"
#include "ui/screening/internal/worklist_model.h"
#include "ui/screening/internal/worklist_thumbnails.h"
#include "ui/screening/internal/worklist_view.h"
#include "ui/settings/settings.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"
#include "ui/words/patient_text.h"

#include <QAction>
#include <QFileInfo>
#include <QFrame>
#include <QMenu>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ccad {

WorklistPanel::WorklistPanel(Settings& settings, QWidget* parent)
    : QWidget(parent), m_settings(settings), m_follower(new JournalFollower(this)),
      m_thumbnails(new WorklistThumbnails(*m_follower, this)),
      m_model(new WorklistModel(m_thumbnails, this)),
      m_view(new WorklistView(*m_model, settings, this)),
      m_filter(new WorklistFilterBar(m_view->columnMenu(), this)), m_reader(new ReaderBar(this)),
      m_counts(makeTextLabel({}, "muted", this)), m_concerns(makeTextLabel({}, "text", this)),
      m_rowMenu(new QMenu(this))
{
    setAccessibleName(tr("Worklist"));
    makeLayout();
    connectJournal();
    connectWidgets();
    applySettings();
    showCount();
}

WorklistPanel::~WorklistPanel() = default;

void WorklistPanel::makeLayout()
{
    m_counts->setObjectName(u"worklistCounts"_s);
    m_concerns->setObjectName(u"worklistConcerns"_s);
    auto* line = new QFrame(this);
    line->setObjectName(u"line"_s);
    line->setAccessibleName(tr("Line"));
    line->setFixedHeight(1);
    auto* counts = new QVBoxLayout;
    counts->setContentsMargins(spacing::large, spacing::small, spacing::large, spacing::small);
    counts->setSpacing(spacing::small);
    counts->addWidget(m_counts);
    counts->addWidget(m_concerns);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(counts);
    layout->addWidget(m_filter);
    layout->addWidget(m_view, 1);
    layout->addWidget(line);
    layout->addWidget(m_reader);

    m_rowMenu->setAccessibleName(tr("Chosen rows"));
    m_rowMenu->addAction(tr("&Open in the Viewer"), this,
                         [this] { openRow(m_view->currentNumber()); });
    m_rowMenu->addSeparator();
    for (QAction* action : m_reader->verdictActions()) {
        m_view->addAction(action);
        m_rowMenu->addAction(action);
    }
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
}

void WorklistPanel::connectJournal()
{
    connect(m_follower, &JournalFollower::opened, this, [this](const ScreeningJob& job) {
        m_model->reset(job);
        m_state = {};
        m_isFresh = true;
        showState();
        Q_EMIT opened();
    });
    connect(m_follower, &JournalFollower::openFailed, this, &WorklistPanel::openFailed);
    connect(m_follower, &JournalFollower::rowsRead, m_model, &WorklistModel::take);
    connect(m_follower, &JournalFollower::caughtUp, this, [this](const WorklistState& state) {
        m_state = state;
        showState();
        chooseFirst();
        Q_EMIT stateChanged();
    });
    connect(m_follower, &JournalFollower::failed, this,
            [this](const Error& error) { Q_EMIT problem(error.message); });
    connect(m_follower, &JournalFollower::verdictKept, this,
            [this](qint64 number) { m_model->settle(number, true); });
    connect(
        m_follower, &JournalFollower::verdictFailed, this,
        [this](qint64 number, const Error& error) {
            m_model->settle(number, false);
            Q_EMIT problem(
                tr("What was said of row %1 could not be kept. %2").arg(number).arg(error.message));
        });
}

void WorklistPanel::connectWidgets()
{
    connect(m_model, &WorklistModel::arranged, this, [this] {
        showCount();
        chooseFirst();
    });
    connect(m_model, &WorklistModel::savingChanged, this, &WorklistPanel::savingChanged);
    connect(m_filter, &WorklistFilterBar::searchChanged, m_model, &WorklistModel::setSearch);
    connect(m_filter, &WorklistFilterBar::filterChanged, m_model, &WorklistModel::setFilter);
    connect(m_filter, &WorklistFilterBar::left, this, &WorklistPanel::focusRows);
    connect(m_view, &WorklistView::currentNumberChanged, this, &WorklistPanel::showRow);
    connect(m_view, &WorklistView::openRequested, this, &WorklistPanel::openRow);
    connect(m_view, &QWidget::customContextMenuRequested, this, [this](const QPoint& position) {
        if (m_view->currentNumber() > 0)
            m_rowMenu->popup(m_view->viewport()->mapToGlobal(position));
    });
    connect(m_reader, &ReaderBar::verdictGiven, this, &WorklistPanel::giveVerdict);
    connect(m_reader, &ReaderBar::commentLeft, this, &WorklistPanel::focusRows);
    connect(m_reader, &ReaderBar::commentGiven, this,
            [this](qint64 number, const QString& comment) {
                const WorklistRow* row = m_model->find(number);
                if (!row)
                    return;
                keep(number, row->verdict, comment);
            });
    connect(&m_settings, &Settings::changed, this, [this](Setting setting) {
        if (setting == Setting::HidePatientText)
            applySettings();
    });
}

void WorklistPanel::follow(const QString& journal)
{
    m_filter->clear();
    m_model->reset({});
    m_state = {};
    m_follower->follow(journal);
}

const ScreeningJob& WorklistPanel::job() const
{
    return m_model->job();
}

void WorklistPanel::focusRows()
{
    m_view->setFocus(Qt::OtherFocusReason);
    if (!m_view->currentIndex().isValid())
        m_view->step(0);
}

void WorklistPanel::focusSearch()
{
    m_filter->focusSearch();
}

void WorklistPanel::applySettings()
{
    m_model->setTextHidden(isPatientTextHidden(m_settings));
    showRow();
}

void WorklistPanel::showRow()
{
    m_reader->show(m_model->at(m_view->currentIndex().row()), m_model->job(),
                   m_model->isTextHidden());
}

void WorklistPanel::showCount()
{
    m_filter->setCount(m_model->rowCount(), m_model->total());
}

void WorklistPanel::showState()
{
    const QString agreement = agreementText(m_state.agreement);
    const QString counts = countsText(m_state.counts);
    setPlainText(m_counts, agreement.isEmpty() ? counts : counts + u"  "_s + agreement);
    setPlainText(m_concerns, m_state.concerns);
}

/// Chooses a row once, and not while rows pour in: the first one would soon be any row, and keep
/// its place on screen.
void WorklistPanel::chooseFirst()
{
    if (!m_isFresh || m_state.counts.total == 0 || m_state.counts.queued > 0
        || !m_model->isSettled() || m_model->rowCount() == 0)
        return;
    m_isFresh = false;
    if (!m_view->selectionModel()->hasSelection())
        m_view->setCurrentIndex(m_model->index(0, int(WorklistColumn::File)));
}

void WorklistPanel::openRow(qint64 number)
{
    if (number <= 0)
        return;
    m_follower->requestStudies({number}, [this](const Result<std::vector<ScreenedStudy>>& studies) {
        if (!studies || studies->empty())
            return;
        const ScreenedStudy& study = studies->front();
        m_opening.start([path = study.path](const CancelToken&) { return QFileInfo::exists(path); },
                        [this, study](bool isThere) { openStudy(study, isThere); });
    });
}

void WorklistPanel::openStudy(const ScreenedStudy& study, bool isThere)
{
    if (isThere) {
        if (QFileInfo(study.file).fileName() != QFileInfo(study.path).fileName())
            rememberShownPath(study.path, study.file); // it came out of an archive
        Q_EMIT openRequested(study.path);
        return;
    }
    const WorklistRow* row = m_model->find(study.number);
    Q_EMIT problem(
        tr("%1 is no longer where it was when it was screened. A study from an archive goes when "
           "the batch was run by the command line.")
            .arg(row ? worklistTitle(*row, m_model->isTextHidden()) : QString()));
}

void WorklistPanel::gatherChosen()
{
    const QList<qint64> numbers = m_view->chosenNumbers();
    if (numbers.isEmpty()) {
        Q_EMIT problem(tr("Choose rows of the worklist first."));
        return;
    }
    m_follower->requestStudies(numbers, [this](const Result<std::vector<ScreenedStudy>>& studies) {
        if (!studies) {
            Q_EMIT problem(studies.error().message);
            return;
        }
        QStringList films;
        for (const ScreenedStudy& study : *studies)
            films << study.path;
        Q_EMIT chosenGathered(films);
    });
}

/// The order of the two does not matter: the answer comes by the event loop.
void WorklistPanel::keep(qint64 number, Verdict verdict, const QString& comment)
{
    m_model->setVerdict(number, verdict, comment);
    m_follower->setVerdict(number, verdict, comment);
}

bool WorklistPanel::isSaving() const
{
    return m_model->isSaving();
}

int WorklistPanel::unsaved() const
{
    return int(m_model->unsavedNumbers().size());
}

void WorklistPanel::saveAgain()
{
    for (const qint64 number : m_model->unsavedNumbers())
        if (const WorklistRow* row = m_model->find(number))
            keep(number, row->verdict, QString(row->comment));
}

void WorklistPanel::giveVerdict(Verdict verdict)
{
    int passedOver = 0;
    for (const qint64 number : m_view->chosenNumbers()) {
        const WorklistRow* row = m_model->find(number);
        if (!row || row->status != StudyStatus::Ok) {
            ++passedOver;
            continue;
        }
        keep(number, verdict, QString(row->comment));
    }
    if (passedOver > 0)
        Q_EMIT problem(tr("%n row(s) without a finding: there is nothing to agree with. A comment "
                          "can be written all the same.",
                          nullptr, passedOver));
    showRow();
}

} // namespace ccad
