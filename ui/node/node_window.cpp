// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/node/node_window.h"

#include "ui/node/node_runner.h"
#include "ui/settings/settings.h"
#include "ui/widgets/file_dialogs.h"
#include "ui/widgets/push_button.h"
#include "ui/widgets/sentence_list.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QCheckBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QLineEdit>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

/// "12 received, 3 judged, ..." in whole words.
QString countsOf(const QJsonObject& status)
{
    const QJsonObject films = status[u"films"_s].toObject();
    const auto count = [&](const QString& state) { return films[state].toInteger(); };
    QString text = NodeWindow::tr("Waiting to be judged: %1. Judged and waiting to be sent: %2.\n"
                                  "Delivered: %3. Passed over: %4.")
                       .arg(count(u"received"_s))
                       .arg(count(u"judged"_s))
                       .arg(count(u"delivered"_s))
                       .arg(count(u"passed_over"_s));
    const QJsonObject times = status[u"seconds_to_delivery"_s].toObject();
    if (times[u"films"_s].toInt() > 0)
        text += u'\n'
            + NodeWindow::tr("From receipt to delivery: %1 s for half of them, %2 s for 95 of 100.")
                  .arg(times[u"median"_s].toDouble(), 0, 'f', 1)
                  .arg(times[u"p95"_s].toDouble(), 0, 'f', 1);
    return text;
}

} // namespace

NodeWindow::NodeWindow(Settings& settings, NodeRunner& runner, QWidget* parent)
    : QDialog(parent), m_settings(settings), m_configuration(new QLineEdit(this)),
      m_runs(new QCheckBox(tr("&Run the node while CCAD is open"), this)),
      m_state(makeTextLabel({}, "text", this)), m_counts(makeTextLabel({}, "text", this)),
      m_complaints(new SentenceList(tr("What to look after"), this))
{
    setWindowTitle(tr("Node of the Network"));
    setAccessibleName(windowTitle());
    auto* words = makeTextLabel(
        tr("Archives and routers that the configuration names send chest films to a node; it "
           "judges "
           "them and sends results to an archive, each in the study of its film. The manual says "
           "how to write a configuration."),
        "muted", this);
    m_configuration->setText(settings.value(Setting::NodeConfiguration).toString());
    m_configuration->setPlaceholderText(tr("node.json"));
    m_configuration->setMinimumWidth(360);
    auto* browse = makeButton(tr("&Browse…"), "open", this);
    browse->setAutoDefault(false);
    connect(browse, &QPushButton::clicked, this, &NodeWindow::browse);
    connect(m_configuration, &QLineEdit::editingFinished, this, [this] {
        m_settings.setValue(Setting::NodeConfiguration, m_configuration->text().trimmed());
    });
    m_runs->setChecked(settings.value(Setting::NodeRuns).toBool());
    connect(m_runs, &QCheckBox::toggled, this, [this](bool isOn) {
        m_settings.setValue(Setting::NodeConfiguration, m_configuration->text().trimmed());
        m_settings.setValue(Setting::NodeRuns, isOn);
    });

    auto* file = new QHBoxLayout;
    file->addWidget(m_configuration, 1);
    file->addWidget(browse);
    auto* close = makeButton(tr("&Close"), nullptr, this);
    close->setAutoDefault(false);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(close);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(spacing::huge, spacing::huge, spacing::huge, spacing::large);
    layout->setSpacing(spacing::medium);
    layout->addWidget(words);
    layout->addSpacing(spacing::medium);
    layout->addWidget(makeCaption(tr("Con&figuration"), m_configuration, this));
    layout->addLayout(file);
    layout->addWidget(m_runs);
    layout->addSpacing(spacing::medium);
    layout->addWidget(m_state);
    layout->addWidget(m_counts);
    layout->addWidget(m_complaints);
    layout->addStretch(1);
    layout->addLayout(buttons);
    connect(&runner, &NodeRunner::changed, this, [this, &runner] { show(runner); });
    show(runner);
    resize(560, 420);
}

void NodeWindow::browse()
{
    auto* dialog = openFileDialog(this, tr("Configuration of the Node"),
                                  QFileInfo(m_configuration->text()).absolutePath(),
                                  tr("Configurations (*.json)"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        m_configuration->setText(path);
        m_settings.setValue(Setting::NodeConfiguration, path);
    });
}

void NodeWindow::show(const NodeRunner& runner)
{
    const QJsonObject& status = runner.status();
    m_complaints->clear();
    const bool isAsked = m_settings.value(Setting::NodeRuns).toBool();
    if (runner.isRunning())
        setPlainText(
            m_state,
            tr("The node runs at port %1, with the model %2 %3.")
                .arg(status[u"port"_s].toInt())
                .arg(status[u"model"_s].toString(), status[u"model_version"_s].toString()));
    else if (!runner.problem().isEmpty())
        setPlainText(m_state, tr("The node does not run."));
    else if (isAsked && m_settings.value(Setting::NodeConfiguration).toString().isEmpty())
        setPlainText(m_state, tr("The node does not run: choose a configuration."));
    else
        setPlainText(m_state, isAsked ? tr("The node is being started…") : tr("The node is off."));
    m_counts->setVisible(runner.isRunning() && !status.isEmpty());
    if (m_counts->isVisibleTo(this))
        setPlainText(m_counts, countsOf(status));
    if (!runner.problem().isEmpty())
        m_complaints->addError(runner.problem());
    for (const QJsonValue& complaint : status[u"complaints"_s].toArray())
        m_complaints->addWarning(complaint.toString());
}

} // namespace ccad
