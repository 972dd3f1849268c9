// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/deidentification/deid_window.h"

#include "ui/deidentification/internal/deid_choices.h"
#include "ui/deidentification/internal/deid_text_page.h"
#include "ui/deidentification/internal/deid_words.h"
#include "ui/widgets/dropped_files.h"
#include "ui/widgets/push_button.h"
#include "ui/widgets/sentence_list.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"
#include "ui/words/patient_text.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QProgressBar>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

Result<CompanionCounts> searchInto(const DeidRun& run,
                                   const std::shared_ptr<const TemporaryFolder>& unpacked,
                                   const std::function<void(const SearchedFilm&)>& sink,
                                   const CancelToken& cancel, const Progress& progress)
{
    // Without a folder, the first archive says why it cannot be unpacked.
    const QString folder = unpacked ? unpacked->path() + u"/archives"_s : QString();
    return searchAll(run, folder, sink, cancel, progress);
}

std::shared_ptr<const TemporaryFolder> folderForArchives()
{
    auto made = TemporaryFolder::make();
    return made ? std::make_shared<const TemporaryFolder>(*std::move(made)) : nullptr;
}

} // namespace

DeidWindow::DeidWindow(Settings& settings, QWidget* parent)
    : QDialog(parent), m_settings(settings), m_pages(new QStackedWidget(this)),
      m_choices(new DeidChoices(settings, this)), m_text(new DeidTextPage(settings, this)),
      m_search([this](RunState) { updateControls(); }, [this] { showProgress(); }),
      m_run([this](RunState) { updateControls(); }, [this] { showProgress(); })
{
    setWindowTitle(tr("De-identify"));
    setAccessibleName(windowTitle());
    resize(940, 680);
    m_pages->setAccessibleName(tr("Steps"));
    m_pages->addWidget(m_choices);
    m_pages->addWidget(m_text);
    m_pages->addWidget(makePlan());
    m_pages->addWidget(makeDone());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(spacing::large, spacing::large, spacing::large, spacing::large);
    layout->setSpacing(spacing::medium);
    layout->addWidget(m_pages, 1);
    layout->addWidget(makeFoot());
    connect(m_choices, &DeidChoices::changed, this, &DeidWindow::updateControls);
    connect(new DroppedFiles(this), &DroppedFiles::dropped, this, &DeidWindow::addPaths);
    updateControls();
}

DeidWindow::~DeidWindow()
{
    forgetUnpacked();
}

QWidget* DeidWindow::makePlan()
{
    auto* plan = new QWidget(this);
    plan->setAccessibleName(tr("What will happen"));
    auto* layout = new QVBoxLayout(plan);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::medium);
    m_plan = new SentenceList(tr("What will happen"), plan);
    layout->addWidget(makeTextLabel(tr("What will happen"), "heading", plan));
    layout->addWidget(m_plan);
    layout->addStretch(1);
    return plan;
}

QWidget* DeidWindow::makeDone()
{
    m_results = new QListWidget(this);
    m_results->setObjectName(u"deid-results"_s);
    m_results->setAccessibleName(tr("What became of each file"));
    m_results->setWordWrap(true);
    return m_results;
}

QWidget* DeidWindow::makeFoot()
{
    auto* foot = new QWidget(this);
    foot->setAccessibleName(tr("Progress and buttons"));
    m_words = makeTextLabel({}, "muted", foot);
    m_words->setObjectName(u"deid-words"_s);
    m_progress = new QProgressBar(foot);
    m_progress->setAccessibleName(tr("Progress"));
    m_back = makeButton(tr("&Back"), nullptr, foot);
    m_next = makeButton(tr("&Next"), nullptr, foot);
    m_next->setDefault(true);
    m_close = makeButton(tr("&Close"), nullptr, foot);
    connect(m_back, &QPushButton::clicked, this, &DeidWindow::goBack);
    connect(m_next, &QPushButton::clicked, this, &DeidWindow::goOn);
    connect(m_close, &QPushButton::clicked, this, &DeidWindow::reject);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(spacing::medium);
    buttons->addWidget(m_back);
    buttons->addStretch(1);
    buttons->addWidget(m_close);
    buttons->addWidget(m_next);
    auto* layout = new QVBoxLayout(foot);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::medium);
    layout->addWidget(m_words);
    layout->addWidget(m_progress);
    layout->addLayout(buttons);
    return foot;
}

void DeidWindow::addPaths(const QStringList& paths)
{
    if (page() == Choices)
        m_choices->addPaths(paths);
}

DeidWindow::Page DeidWindow::page() const
{
    return static_cast<Page>(m_pages->currentIndex());
}

QString DeidWindow::sentence() const
{
    return m_words->text();
}

DeidRun DeidWindow::order() const
{
    DeidRun run = m_choices->run();
    if (m_choices->looksForText())
        run.listed = m_text->listed();
    return run;
}

void DeidWindow::goOn()
{
    switch (page()) {
    case Choices:
        return m_choices->looksForText() ? search() : showPlan();
    case Text:
        return showPlan();
    case Plan:
        return deidentify();
    case Done:
        break;
    }
}

void DeidWindow::goBack()
{
    m_search.cancel();
    const bool overText = page() == Plan && m_choices->looksForText();
    showPage(overText ? Text : Choices);
}

void DeidWindow::showPage(Page page)
{
    m_pages->setCurrentIndex(page);
    updateControls();
}

void DeidWindow::search()
{
    m_text->clear();
    m_outcome.clear();
    const RunControl control;
    m_search.start(
        control,
        [this, run = m_choices->run(), control](const auto& reporter) {
            const auto unpacked = folderForArchives();
            reporter.say([this, unpacked] {
                forgetUnpacked();
                m_unpacked = unpacked;
            });
            return searchInto(
                run, unpacked,
                [this, &reporter](const SearchedFilm& film) {
                    reporter.say([this, film] { m_text->add(film); });
                },
                control.cancelToken(),
                [&reporter](qint64 done, qint64 total, const QString& /*file*/) {
                    reporter.setProgress({done, total});
                });
        },
        [this](const Result<CompanionCounts>& found) {
            m_outcome = found ? companionText(*found) : found.error().message;
            updateControls();
        });
    showPage(Text);
}

void DeidWindow::showPlan()
{
    m_plan->clear();
    m_outcome.clear();
    const auto looked = m_choices->looksForText() ? std::optional(m_text->looked()) : std::nullopt;
    for (const PlanSentence& sentence : planOf(order(), looked))
        sentence.isWarning ? m_plan->addWarning(sentence.text)
                           : m_plan->addInformation(sentence.text);
    showPage(Plan);
}

void DeidWindow::addResult(const NamedFile& file, const Result<DeidFile>& done)
{
    const bool hidden = isPatientTextHidden(m_settings);
    const QString title = studyTitle(file.file, m_results->count() + 1, hidden);
    m_results->addItem(withoutPath(fileWords(title, done), file.file, title, hidden));
}

void DeidWindow::deidentify()
{
    m_results->clear();
    m_outcome.clear();
    const RunControl control;
    m_run.start(
        control,
        [this, run = order(), control](const auto& reporter) {
            return deidentifyAll(
                run,
                [this, &reporter](const NamedFile& file, const Result<DeidFile>& done) {
                    reporter.say([this, file, done] { addResult(file, done); });
                },
                control.cancelToken(),
                [&reporter](qint64 done, qint64 total, const QString& /*file*/) {
                    reporter.setProgress({done, total});
                });
        },
        [this, run = order()](const Result<DeidRunReport>& report) {
            m_outcome = report ? reportWords(*report, run) : report.error().message;
            updateControls();
        });
    showPage(Done);
}

void DeidWindow::showProgress()
{
    const Step step = m_run.isActive() ? m_run.progress() : m_search.progress();
    m_progress->setRange(0, static_cast<int>(step.total));
    m_progress->setValue(static_cast<int>(step.done));
}

void DeidWindow::updateControls()
{
    if (m_close == nullptr)
        return; // while the parts are being made
    const bool busy = isBusy();
    const QString missing = page() == Choices ? m_choices->complaint() : QString();
    QString words = missing.isEmpty() ? m_outcome : missing;
    if (m_run.isActive())
        words = tr("The films are being de-identified…");
    else if (busy)
        words = page() == Text ? tr("Text is being looked for in the pixels…")
                               : tr("The search comes to an end…");
    setPlainText(m_words, words);
    m_progress->setVisible(busy);
    if (busy)
        showProgress();
    m_back->setVisible(page() != Choices);
    m_back->setEnabled(!m_run.isActive());
    m_next->setVisible(page() != Done);
    m_next->setEnabled(!busy && missing.isEmpty());
    m_next->setText(page() == Plan ? tr("&De-identify") : tr("&Next"));
    m_next->setAccessibleName(QString(m_next->text()).remove(u'&'));
    m_close->setText(busy ? tr("&Cancel") : tr("&Close"));
    m_close->setAccessibleName(QString(m_close->text()).remove(u'&'));
}

void DeidWindow::reject()
{
    if (!isBusy())
        return QDialog::reject();
    m_search.cancel();
    m_run.cancel();
}

/// On a worker: a folder of files is removed from the disk.
void DeidWindow::forgetUnpacked()
{
    if (!m_unpacked)
        return;
    m_forgetting.start(
        [unpacked = std::exchange(m_unpacked, nullptr)]() mutable {
            unpacked.reset();
            return true;
        },
        [](bool) {});
}

} // namespace ccad
