// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/internal/audit_window.h"

#include "core/base/data_dirs.h"
#include "core/dataset/copies.h"
#include "core/dataset/dataset_index.h"
#include "ui/model/alike_question.h"
#include "ui/model/dataset_source_bar.h"
#include "ui/model/internal/audit_colour.h"
#include "ui/widgets/literal_text.h"
#include "ui/widgets/markdown.h"
#include "ui/widgets/push_button.h"
#include "ui/widgets/sentence_list.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// The context of the error that only names classes that are alike.
const QString alikeContext = u"alike classes"_s;

Result<AuditReport> auditOf(const QString& modelFolder, const QString& dataset, AlikeClasses alike,
                            const Progress& progress, const CancelToken& cancel)
{
    IndexRequest wanted{dataset, {}, {}, defaultIndexCache(dataset)};
    wanted.oneClassIsEnough = true; // some tests are possible all the same
    wanted.alike = alike == AlikeClasses::Join ? alike : AlikeClasses::KeepApart;
    auto index = indexDataset(wanted, cancel, progress);
    if (!index)
        return index.error();
    const std::vector<QStringList>& groups = index->dataset.alikeClasses;
    if (alike == AlikeClasses::Refuse && !groups.empty())
        return Error{ErrorCode::DatasetUnusable, alikeText(groups), alikeContext};
    const auto classifier = Classifier::load(modelFolder);
    if (!classifier)
        return classifier.error();
    // Without the lung network, the tests with blanked lungs are named as not done.
    const auto lungs = LungSegmenter::load(dataDir() + u"/models/ccad-lungs"_s);
    AuditRequest request;
    request.dataset = withoutCopies(*index);
    request.unreadable
        = static_cast<int>(index->unreadable.size() + request.dataset.leftOut.size());
    return runAudit(**classifier, lungs ? lungs->get() : nullptr, request, cancel, progress);
}

} // namespace

AuditWindow::AuditWindow(Settings& settings, const InstalledModel& model, QWidget* parent)
    : QDialog(parent), m_model(model), m_source(new DatasetSourceBar(settings, this)),
      m_auditColour(new SentenceList(tr("Verdict"), this)), m_text(new MarkdownView(this)),
      m_record(makeButton(tr("&Write into Card"), "check", this, "recordAudit")),
      m_run([](RunState) {}, [this] { showProgress(); })
{
    const QString name
        = tr("Shortcut Audit of %1 %2").arg(model.manifest->name, model.manifest->version);
    setWindowTitle(literalTitle(name));
    setAccessibleName(name);
    resize(860, 680);
    m_text->setAccessibleName(tr("Report of the audit"));
    m_text->showMarkdown(tr("An audit asks whether the classes of a data set can be told apart "
                            "without the disease: from the border of the pictures, with the lungs "
                            "blanked, from a thumbnail, from brightness and sharpness alone, or "
                            "because each class has its own source.\n\n**The rule**\n\n- %1")
                             .arg(auditRule().join(u"\n- "_s)));
    m_record->setEnabled(false);
    m_record->setToolTip(model.shipped ? tr("The card of a model that came with CCAD is fixed.")
                                       : tr("Shown beside each prediction from then on, if red"));
    auto* close = makeButton(tr("&Close"), "close", this);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    connect(m_record, &QPushButton::clicked, this, &AuditWindow::record);
    connect(m_source, &DatasetSourceBar::chosen, this, &AuditWindow::audit);
    connect(m_source, &DatasetSourceBar::rereadRequested, this, &AuditWindow::auditAgain);
    connect(m_source, &DatasetSourceBar::cancelled, this, &AuditWindow::cancel);

    auto* foot = new QHBoxLayout;
    foot->addStretch(1);
    foot->addWidget(m_record);
    foot->addWidget(close);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(spacing::large, spacing::large, spacing::large, spacing::large);
    layout->setSpacing(spacing::medium);
    layout->addWidget(makeTextLabel(tr("On which data set?"), "heading", this));
    layout->addWidget(m_source);
    layout->addWidget(m_auditColour);
    layout->addWidget(m_text, 1);
    layout->addLayout(foot);
    showAuditColour(*m_auditColour, model.manifest->audit);
}

AuditWindow::~AuditWindow() = default;

void AuditWindow::audit(const QString& dataset)
{
    if (dataset != m_dataset)
        m_alike = AlikeClasses::Refuse;
    m_dataset = dataset;
    m_source->setPath(dataset);
    m_report.reset();
    m_record->setEnabled(false);
    m_isWanted = true;
    m_isOvertaken = m_run.isActive();
    if (m_isOvertaken)
        m_run.cancel(); // this one begins when that has ended
    else
        begin();
    m_source->setBusy(true);
}

void AuditWindow::begin()
{
    const RunControl control;
    m_run.start(
        control,
        [folder = m_model.folder, dataset = m_dataset, alike = m_alike,
         control](const Run::Reporter& reporter) {
            const Progress progress = [&reporter](qint64 done, qint64 total, const QString& what) {
                reporter.setProgress({done, total, what});
            };
            return auditOf(folder, dataset, alike, progress, control.cancelToken());
        },
        [this](const Result<AuditReport>& report) { ended(report); });
}

void AuditWindow::ended(const Result<AuditReport>& report)
{
    if (!std::exchange(m_isOvertaken, false))
        done(report);
    else if (m_isWanted)
        begin();
}

void AuditWindow::showProgress()
{
    const Step step = m_run.progress();
    if (m_isWanted && !m_isOvertaken && step.total > 0)
        m_source->setProgress(step.done, step.total, step.what);
}

void AuditWindow::auditAgain()
{
    audit(QString(m_dataset)); // which replaces it
}

void AuditWindow::cancel()
{
    m_isWanted = false;
    m_isOvertaken = m_run.isActive();
    m_run.cancel();
    m_source->setBusy(false);
}

void AuditWindow::done(const Result<AuditReport>& report)
{
    m_isWanted = false;
    m_source->setBusy(false);
    if (report) {
        m_report = *report;
        showAuditColour(*m_auditColour, report->summary);
        m_text->showMarkdown(auditText(*report));
        m_record->setEnabled(!m_model.shipped);
    } else if (report.error().context == alikeContext) {
        askAboutClasses(report.error().message);
        return;
    } else {
        complain(report.error().message);
    }
    Q_EMIT finished();
}

void AuditWindow::askAboutClasses(const QString& names)
{
    askAboutAlikeClasses(
        *this, names,
        [this, dataset = m_dataset](AlikeClasses alike) {
            if (dataset != m_dataset || m_isWanted)
                return; // another one was chosen meanwhile
            m_alike = alike;
            auditAgain();
        },
        [this] {
            complain(tr("Nobody said whether some classes are one."));
            Q_EMIT finished();
        });
}

void AuditWindow::record()
{
    if (!m_report || m_recording.isBusy())
        return;
    m_record->setEnabled(false);
    m_recording.start([folder = m_model.folder, summary = m_report->summary,
                       text = auditText(*m_report)] { return saveAudit(folder, summary, text); },
                      [this](const Result<void>& saved) {
                          if (saved)
                              return Q_EMIT recorded();
                          m_record->setEnabled(m_report.has_value());
                          complain(saved.error().message);
                      });
}

void AuditWindow::complain(const QString& sentence)
{
    m_auditColour->clear();
    m_auditColour->addError(sentence);
}

QString AuditWindow::text() const
{
    return m_text->toPlainText();
}

} // namespace ccad
