// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/archive/archive_place.h"

#include "core/base/kept_data.h"
#include "ui/archive/internal/archive_queries.h"
#include "ui/archive/internal/archive_words.h"
#include "ui/archive/internal/exchange_runs.h"
#include "ui/archive/internal/node_bar.h"
#include "ui/archive/internal/node_store.h"
#include "ui/archive/internal/query_form.h"
#include "ui/archive/internal/send_window.h"
#include "ui/archive/internal/study_tree_model.h"
#include "ui/archive/internal/study_tree_view.h"
#include "ui/archive/internal/work_strip.h"
#include "ui/settings/settings.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/push_button.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"
#include "ui/words/patient_text.h"

#include <QHBoxLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int mostStudies = 1000; // more than anybody reads; the query is to be narrowed

} // namespace

ArchivePlace::ArchivePlace(Settings& settings, QWidget* parent)
    : Place(parent), m_settings(settings), m_store(new NodeStore(keptPlace(KeptKind::Nodes), this)),
      m_bar(new NodeBar(*m_store, this)), m_form(new QueryForm(this)),
      m_model(new StudyTreeModel(this)), m_view(new StudyTreeView(*m_model, this)),
      m_queries(new ArchiveQueries(this)), m_retrieval(new RetrievalRun(this)),
      m_sending(new SendingRun(this)), m_messages(new MessageBar(this)),
      m_queryStrip(
          new WorkStrip(tr("Progress of the query"), tr("Cancel Query"), u"query"_s, this)),
      m_retrievalStrip(new WorkStrip(tr("Progress of the retrieval"), tr("Cancel Retrieval"),
                                     u"retrieval"_s, this)),
      m_pages(new QStackedWidget(this))
{
    setAccessibleName(tr("Archive"));
    setFocusPolicy(Qt::NoFocus);
    m_limits.mostMatches = mostStudies;
    makeLayout();
    connectQueries();
    connectAnswers();
    connectRuns();
    connect(&m_settings, &Settings::changed, this, [this](Setting setting) {
        if (setting == Setting::HidePatientText)
            applySettings();
    });
    applySettings();
    showNode();
    showChosen();
    m_store->load();
}

ArchivePlace::~ArchivePlace() = default;

void ArchivePlace::makeLayout()
{
    m_pages->setAccessibleName(tr("Studies"));
    m_pages->addWidget(makeEmptyPage());
    m_pages->addWidget(m_view);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    const auto addLine = [this, layout] {
        auto* line = new QFrame(this);
        line->setObjectName(u"line"_s);
        line->setAccessibleName(tr("Line"));
        line->setFixedHeight(1);
        layout->addWidget(line);
    };
    layout->addWidget(m_bar);
    addLine();
    layout->addWidget(m_messages);
    layout->addWidget(m_form);
    addLine();
    layout->addWidget(m_queryStrip);
    layout->addWidget(m_retrievalStrip);
    layout->addWidget(m_pages, 1);
    addLine();
    layout->addWidget(makeFoot());
}

QWidget* ArchivePlace::makeEmptyPage()
{
    auto* page = new QWidget(this);
    page->setAccessibleName(tr("Nothing was asked yet"));
    m_hint = makeTextLabel({}, "muted", page);
    m_hint->setAlignment(Qt::AlignCenter);
    auto* layout = new QVBoxLayout(page);
    layout->addWidget(m_hint);
    return page;
}

QWidget* ArchivePlace::makeFoot()
{
    auto* foot = new QWidget(this);
    foot->setAccessibleName(tr("Retrieval"));
    m_count = makeTextLabel({}, "text", foot);
    m_count->setObjectName(u"foundCount"_s);
    m_count->setWordWrap(false);
    m_intoReview = makeButton(tr("Retrieve into Review"), "review", foot, "intoReview");
    m_intoScreening = makeButton(tr("Retrieve into Screening"), "screening", foot, "intoScreening");
    m_intoReview->setToolTip(tr("The chosen studies and series (Enter, or a double click)"));
    m_intoScreening->setToolTip(tr("The chosen studies and series, as a batch"));
    connect(m_intoReview, &QPushButton::clicked, this, [this] { retrieve(ArrivalTarget::Review); });
    connect(m_intoScreening, &QPushButton::clicked, this,
            [this] { retrieve(ArrivalTarget::Screening); });
    auto* layout = new QHBoxLayout(foot);
    layout->setContentsMargins(spacing::large, spacing::medium, spacing::large, spacing::medium);
    layout->setSpacing(spacing::medium);
    layout->addWidget(m_count);
    layout->addStretch(1); // an empty label takes no room
    layout->addWidget(m_intoReview);
    layout->addWidget(m_intoScreening);
    return foot;
}

void ArchivePlace::connectQueries()
{
    connect(m_bar, &NodeBar::nodeChosen, this, &ArchivePlace::showNode);
    connect(m_bar, &NodeBar::said, this, &ArchivePlace::say);
    connect(m_bar, &NodeBar::complained, this, &ArchivePlace::complain);
    connect(m_store, &NodeStore::savingChanged, this, &ArchivePlace::busyChanged);
    connect(m_store, &NodeStore::saved, this, [this] {
        m_queries->clear(); // it may lead elsewhere by now
        showNode();
    });
    connect(m_form, &QueryForm::searchRequested, this, &ArchivePlace::search);
    connect(m_view, &StudyTreeView::seriesWanted, m_queries, &ArchiveQueries::findSeries);
    connect(m_view, &StudyTreeView::chosenChanged, this, &ArchivePlace::showChosen);
    connect(m_view, &StudyTreeView::retrieveRequested, this,
            [this] { retrieve(ArrivalTarget::Review); });
    connect(m_queryStrip, &WorkStrip::cancelRequested, this, [this] {
        m_queries->cancel();
        say(tr("The query was cancelled."));
    });
    connect(m_queries, &ArchiveQueries::stateChanged, this, [this] {
        if (m_queries->isBusy())
            m_queryStrip->showWork(tr("Asking %1…").arg(m_queries->node().name), 0, 0, true);
        else
            m_queryStrip->hide();
    });
    connect(m_queries, &ArchiveQueries::progressed, this, [this](qint64 found) {
        m_queryStrip->showWork(
            tr("Asking %1. Studies so far: %2").arg(m_queries->node().name).arg(found), 0, 0, true);
    });
}

void ArchivePlace::connectAnswers()
{
    connect(m_queries, &ArchiveQueries::studiesFound, this, [this](const QueryAnswer& answer) {
        m_model->setStudies(answer.matches);
        m_pages->setCurrentIndex(answer.matches.empty() ? 0 : 1);
        setPlainText(m_hint, tr("No study matches the query."));
        setPlainText(m_count, foundText(answer));
    });
    connect(m_queries, &ArchiveQueries::studiesFailed, this, [this](const Error& error) {
        if (error.code == ErrorCode::Refused)
            m_store->setSecret(m_queries->node().name, {}); // it is asked for again
        complain(failureText(error, m_queries->node()));
    });
    connect(m_queries, &ArchiveQueries::seriesFound, m_model, &StudyTreeModel::setSeries);
    connect(m_queries, &ArchiveQueries::seriesFailed, this,
            [this](const QString& studyUid, const Error& error) {
                m_view->closeStudy(studyUid); // opened again, it asks again
                complain(failureText(error, m_queries->node()));
            });
}

void ArchivePlace::connectRuns()
{
    connect(m_retrieval, &RetrievalRun::stateChanged, this, &ArchivePlace::showRetrieval);
    connect(m_retrieval, &RetrievalRun::stateChanged, this, &ArchivePlace::busyChanged);
    connect(m_retrieval, &RetrievalRun::progressed, this, &ArchivePlace::showRetrieval);
    connect(m_retrieval, &RetrievalRun::finished, this, &ArchivePlace::onRetrieved);
    connect(m_retrieval, &RetrievalRun::failed, this,
            [this](const Error& error) { complain(error.message); });
    connect(m_retrievalStrip, &WorkStrip::cancelRequested, m_retrieval, &RetrievalRun::cancel);
    connect(m_sending, &SendingRun::stateChanged, this, &ArchivePlace::showJob);
    connect(m_sending, &SendingRun::stateChanged, this, &ArchivePlace::busyChanged);
    connect(m_sending, &SendingRun::progressed, this, &ArchivePlace::showJob);
    // Its window may be closed by then.
    connect(m_sending, &SendingRun::finished, this,
            [this](const std::vector<SentFile>& sent) { say(sentText(sent)); });
    connect(m_sending, &SendingRun::failed, this,
            [this](const Error& error) { say(sendingFailedText(error)); });
}

void ArchivePlace::applySettings()
{
    const bool hidden = isPatientTextHidden(m_settings);
    m_form->setTextHidden(hidden);
    m_model->setTextHidden(hidden);
}

void ArchivePlace::setLimits(const NetworkLimits& limits)
{
    m_limits = limits;
    m_bar->setLimits(limits);
}

void ArchivePlace::focus()
{
    if (m_bar->hasNode())
        m_form->focusFirst();
    else
        m_bar->focusFirst();
}

void ArchivePlace::focusSearch()
{
    m_form->focusFirst();
}

bool ArchivePlace::isBusy() const
{
    return m_retrieval->isActive() || m_sending->isActive() || m_store->isSaving();
}

void ArchivePlace::halt()
{
    m_queries->clear();
    m_retrieval->cancel();
    m_sending->cancel();
}

void ArchivePlace::showNode()
{
    m_form->setCanSearch(m_bar->hasNode());
    // What another archive has cannot be retrieved from this one.
    if (m_queries->node().name != m_bar->nodeName() || m_queries->node().name.isEmpty()) {
        m_queries->clear();
        m_model->setStudies({});
        m_pages->setCurrentIndex(0);
        setPlainText(m_count, {});
        setPlainText(m_hint,
                     m_bar->hasNode()
                         ? tr("Fill in what you know of the patient or the study, and press Enter.")
                         : tr("Press Add above and say where your archive is."));
    }
}

void ArchivePlace::showChosen()
{
    const bool can = m_view->hasChosen() && !m_retrieval->isActive();
    m_intoReview->setEnabled(can);
    m_intoScreening->setEnabled(can);
}

void ArchivePlace::search()
{
    const auto queries = queriesOf(m_form->asked(), QDate::currentDate());
    if (!queries)
        return complain(queries.error().message);
    m_bar->withNode([this, queries = *queries](const Node& node) {
        m_messages->hide();
        m_queries->findStudies(node, queries, m_limits);
    });
}

void ArchivePlace::retrieve(ArrivalTarget target)
{
    if (m_retrieval->isActive())
        return say(tr("A retrieval is running. Cancel it first, or wait until it is done."));
    const std::vector<WantedObjects> chosen = m_view->chosen();
    if (chosen.empty())
        return;
    withSecret(*m_store, m_queries->node().name, window(), [=, this](const Node& node) {
        if (m_retrieval->isActive())
            return;
        m_messages->hide();
        m_view->setFocus(Qt::OtherFocusReason); // the buttons are off while it runs
        m_target = target;
        m_from = node.name;
        m_retrieval->start({node, chosen, keptPlace(KeptKind::Retrieved), m_limits});
    });
}

void ArchivePlace::onRetrieved(const Retrieved& retrieved)
{
    const QString sentence = retrievedText(retrieved, m_from);
    if (!retrieved.files.isEmpty())
        Q_EMIT arrived({m_target, retrieved.folder, retrieved.files, sentence});
    if (!retrieved.stop && retrieved.failed == 0 && !retrieved.files.isEmpty())
        return;
    if (retrieved.stop && retrieved.stop->code == ErrorCode::Cancelled)
        return say(sentence);
    const auto node = m_store->node(m_from);
    complain(retrieved.stop && node ? sentence + u' ' + failureText(*retrieved.stop, *node)
                                    : sentence);
}

void ArchivePlace::showRetrieval()
{
    const ArchiveStep step = m_retrieval->progress();
    const bool isCancelling = m_retrieval->state() == RunState::Cancelling;
    if (m_retrieval->isActive())
        m_retrievalStrip->showWork(isCancelling ? tr("Cancelling the retrieval…")
                                                : retrievingText(step, m_from),
                                   step.done, step.total, !isCancelling);
    else
        m_retrievalStrip->hide();
    showChosen();
    showJob();
}

void ArchivePlace::showJob()
{
    QStringList jobs;
    if (m_retrieval->isActive())
        jobs << retrievingText(m_retrieval->progress(), m_from);
    if (m_sending->isActive())
        jobs << sendingText(m_sending->progress());
    Q_EMIT jobChanged(jobs.join(u"; "_s));
}

void ArchivePlace::offerToSend(const SendOffer& offer)
{
    auto* sending = new SendWindow(offer, *m_store, *m_sending, m_settings, window());
    sending->setAttribute(Qt::WA_DeleteOnClose);
    sending->setLimits(m_limits);
    sending->show();
}

void ArchivePlace::say(const QString& sentence)
{
    m_messages->show(MessageBar::Severity::Information, sentence);
}

void ArchivePlace::complain(const QString& sentence)
{
    m_messages->show(MessageBar::Severity::Error, sentence);
}

} // namespace ccad
