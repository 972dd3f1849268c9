// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/archive/internal/send_window.h"

#include "ui/archive/internal/archive_words.h"
#include "ui/archive/internal/exchange_runs.h"
#include "ui/archive/internal/node_bar.h"
#include "ui/archive/internal/node_store.h"
#include "ui/archive/internal/work_strip.h"
#include "ui/settings/settings.h"
#include "ui/widgets/push_button.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"
#include "ui/words/patient_text.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QListWidget>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int windowWidth = 640;

QCheckBox* makeBox(const QString& text, const char* name, bool checked, QWidget* parent)
{
    auto* box = new QCheckBox(text, parent);
    box->setObjectName(QString::fromLatin1(name));
    box->setAccessibleName(QString(text).remove(u'&'));
    box->setChecked(checked);
    return box;
}

} // namespace

SendWindow::SendWindow(const SendOffer& offer, NodeStore& store, SendingRun& run,
                       const Settings& settings, QWidget* parent)
    : QDialog(parent), m_offer(offer), m_store(store), m_run(run), m_settings(settings),
      m_node(new QComboBox(this)),
      m_films(makeBox(tr("&Films: %1").arg(offer.films.size()), "sendFilms", true, this)),
      m_results(makeBox(tr("&Results that were saved of them: %1").arg(offer.results.size()),
                        "sendResults", !offer.results.isEmpty(), this)),
      m_strip(new WorkStrip(tr("Progress of sending"), tr("Cancel Sending"), u"sending"_s, this)),
      m_outcome(makeTextLabel({}, "text", this)), m_refused(new QListWidget(this))
{
    setObjectName(u"sendWindow"_s);
    setWindowTitle(tr("Send to Archive"));
    setAccessibleName(windowTitle());
    for (const Node& node : m_store.nodes())
        m_node->addItem(node.name);
    makeLayout();
    connectRun();
    check();
    showRun();
}

void SendWindow::makeLayout()
{
    resize(windowWidth, sizeHint().height());
    m_node->setObjectName(u"sendNode"_s);
    m_node->setAccessibleName(tr("Archive"));
    m_outcome->setObjectName(u"sendOutcome"_s);
    m_refused->setObjectName(u"sendRefused"_s);
    m_refused->setAccessibleName(tr("Files that were refused, and why"));
    m_refused->setWordWrap(true);
    m_refused->hide();
    m_results->setEnabled(!m_offer.results.isEmpty());
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(spacing::medium);
    form->setVerticalSpacing(spacing::small);
    form->addRow(tr("To"), m_node);
    form->addRow(tr("What"), m_films);
    form->addRow(QString(), m_results);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(spacing::large, spacing::large, spacing::large, spacing::large);
    layout->setSpacing(spacing::medium);
    layout->addLayout(form);
    layout->addWidget(makeTextLabel(tr("Files go as they are, with all that they say of the "
                                       "patient. Results go once Save Results has written them."),
                                    "muted", this));
    layout->addWidget(m_strip);
    layout->addWidget(m_outcome);
    layout->addWidget(m_refused, 1);
    layout->addWidget(makeFoot());
}

QWidget* SendWindow::makeFoot()
{
    auto* foot = new QWidget(this);
    foot->setAccessibleName(tr("Buttons"));
    auto* close = makeButton(tr("&Close"), nullptr, foot);
    m_send = makeButton(tr("&Send"), nullptr, foot, "send");
    m_send->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    connect(m_send, &QPushButton::clicked, this, &SendWindow::send);
    auto* layout = new QHBoxLayout(foot);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::medium);
    layout->addStretch(1);
    layout->addWidget(close);
    layout->addWidget(m_send);
    return foot;
}

void SendWindow::connectRun()
{
    for (QCheckBox* box : {m_films, m_results})
        connect(box, &QCheckBox::toggled, this, &SendWindow::check);
    connect(m_strip, &WorkStrip::cancelRequested, &m_run, &SendingRun::cancel);
    connect(&m_run, &SendingRun::stateChanged, this, &SendWindow::showRun);
    connect(&m_run, &SendingRun::progressed, this, &SendWindow::showRun);
    connect(&m_run, &SendingRun::finished, this, &SendWindow::showSent);
    connect(&m_run, &SendingRun::failed, this,
            [this](const Error& error) { setPlainText(m_outcome, sendingFailedText(error)); });
}

QStringList SendWindow::files() const
{
    QStringList files;
    if (m_films->isChecked())
        files << m_offer.films;
    if (m_results->isChecked())
        files << m_offer.results;
    return files;
}

void SendWindow::check()
{
    m_send->setEnabled(!m_run.isActive() && m_node->count() > 0 && !files().isEmpty());
    if (m_node->count() == 0)
        setPlainText(m_outcome, tr("No archive is known yet. Add a node in Archive first."));
}

void SendWindow::send()
{
    withSecret(m_store, m_node->currentText(), this, [this](const Node& node) {
        setPlainText(m_outcome, {});
        m_refused->clear();
        m_refused->hide();
        if (!m_run.isActive())
            m_run.start(node, files(), m_limits);
    });
}

void SendWindow::showRun()
{
    const bool isCancelling = m_run.state() == RunState::Cancelling;
    const ArchiveStep step = m_run.progress();
    if (m_run.isActive())
        m_strip->showWork(isCancelling ? tr("Cancelling…") : sendingText(step), step.done,
                          step.total, !isCancelling);
    else
        m_strip->hide();
    check();
}

void SendWindow::showSent(const std::vector<SentFile>& sent)
{
    setPlainText(m_outcome, sentText(sent));
    m_refused->clear();
    m_refused->addItems(refusedLines(sent, isPatientTextHidden(m_settings)));
    m_refused->setVisible(m_refused->count() > 0);
}

} // namespace ccad
