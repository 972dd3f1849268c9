// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/archive/internal/node_bar.h"

#include "core/archives/archive_client.h"
#include "ui/archive/internal/archive_words.h"
#include "ui/archive/internal/node_dialog.h"
#include "ui/archive/internal/secret_question.h"
#include "ui/widgets/push_button.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalBlocker>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int choiceWidth = 200;

Node newNode()
{
    Node node;
    node.port = 104;
    return node;
}

} // namespace

NodeBar::NodeBar(NodeStore& store, QWidget* parent)
    : QWidget(parent), m_store(store), m_about(makeTextLabel({}, "muted", this)),
      m_choice(new QComboBox(this)), m_test(makeButton(tr("Test"), nullptr, this, "testNode")),
      m_add(makeButton(tr("Add…"), nullptr, this, "addNode")),
      m_edit(makeButton(tr("Edit…"), nullptr, this, "editNode")),
      m_delete(makeButton(tr("Delete…"), nullptr, this, "deleteNode"))
{
    setAccessibleName(tr("Archive that is asked"));
    makeLayout();
    connect(m_choice, &QComboBox::currentIndexChanged, this, [this] {
        showNode();
        Q_EMIT nodeChosen();
    });
    connect(m_test, &QPushButton::clicked, this,
            [this] { withNode([this](const Node& node) { test(node); }); });
    connect(m_add, &QPushButton::clicked, this, [this] { edit(newNode()); });
    connect(m_edit, &QPushButton::clicked, this, [this] {
        if (const auto node = m_store.node(m_choice->currentText()))
            edit(*node);
    });
    connect(m_delete, &QPushButton::clicked, this, &NodeBar::askToDelete);
    connect(&m_store, &NodeStore::changed, this, [this] { showNodes(m_choice->currentText()); });
    connect(&m_store, &NodeStore::saved, this, &NodeBar::showNodes);
    connect(&m_store, &NodeStore::failed, this, &NodeBar::complained);
    showNodes({});
}

void NodeBar::makeLayout()
{
    auto* title = makeTextLabel(tr("Archive"), "title", this);
    title->setWordWrap(false);
    m_about->setObjectName(u"nodeAbout"_s);
    m_choice->setObjectName(u"nodes"_s);
    m_choice->setAccessibleName(tr("Node"));
    m_choice->setMinimumWidth(choiceWidth);
    m_test->setToolTip(tr("Asks the archive whether it knows CCAD (echo)"));
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(title);
    words->addWidget(m_about);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(spacing::large, spacing::medium, spacing::large, spacing::medium);
    layout->setSpacing(spacing::medium);
    layout->addLayout(words, 1);
    layout->addWidget(m_choice);
    for (QPushButton* button : {m_test, m_add, m_edit, m_delete})
        layout->addWidget(button);
}

bool NodeBar::hasNode() const
{
    return m_choice->count() > 0;
}

QString NodeBar::nodeName() const
{
    return m_choice->currentText();
}

void NodeBar::focusFirst()
{
    (hasNode() ? static_cast<QWidget*>(m_choice) : m_add)->setFocus(Qt::OtherFocusReason);
}

void NodeBar::showNodes(const QString& chosen)
{
    {
        const QSignalBlocker silent(m_choice);
        m_choice->clear();
        for (const Node& node : m_store.nodes())
            m_choice->addItem(node.name);
        m_choice->setCurrentIndex(std::max(0, m_choice->findText(chosen)));
    }
    showNode();
    Q_EMIT nodeChosen();
}

void NodeBar::showNode()
{
    const auto node = m_store.node(m_choice->currentText());
    setPlainText(m_about, node ? nodeText(*node) : tr("No archive is known yet."));
    m_choice->setVisible(hasNode());
    for (QPushButton* button : {m_test, m_edit, m_delete})
        button->setVisible(hasNode());
}

void NodeBar::withNode(const std::function<void(const Node&)>& use)
{
    withSecret(m_store, m_choice->currentText(), window(), use);
}

void NodeBar::edit(const Node& node)
{
    QStringList others;
    for (const Node& other : m_store.nodes())
        if (other.name != node.name)
            others << other.name;
    auto* dialog = new NodeDialog(node, others, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &NodeDialog::nodeGiven, this,
            [this, former = node.name](const Node& given) { m_store.put(given, former); });
    dialog->open();
}

void NodeBar::askToDelete()
{
    const QString name = m_choice->currentText();
    auto* box = new QMessageBox(QMessageBox::Question, tr("Delete a Node"),
                                tr("Delete the node %1?").arg(name), QMessageBox::Cancel, window());
    box->setObjectName(u"deleteNodeQuestion"_s);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(
        tr("CCAD and its command line forget how to reach it. The archive keeps all that it has."));
    auto* remove = box->addButton(tr("&Delete"), QMessageBox::DestructiveRole);
    box->setDefaultButton(QMessageBox::Cancel);
    connect(remove, &QAbstractButton::clicked, &m_store, [this, name] { m_store.remove(name); });
    box->open();
}

void NodeBar::test(const Node& node)
{
    Q_EMIT said(tr("Asking %1 whether it answers…").arg(node.name));
    m_testing.start([node, limits = m_limits](
                        const CancelToken& cancel) { return archives::echo(node, limits, cancel); },
                    [this, node](const Result<void>& answer) {
                        if (!answer && answer.error().code == ErrorCode::Refused)
                            m_store.setSecret(node.name, {}); // it is asked for again
                        if (answer)
                            Q_EMIT said(echoText(node, answer));
                        else
                            Q_EMIT complained(echoText(node, answer));
                    });
}

void withSecret(NodeStore& store, const QString& name, QWidget* window,
                const std::function<void(const Node&)>& use)
{
    const auto node = store.node(name);
    if (!node)
        return;
    if (node->asks == AskedSecret::None || !node->secret.isEmpty())
        return use(*node);
    askForSecret(*node, window, [&store, name, use](const QByteArray& secret) {
        store.setSecret(name, secret);
        if (const auto ready = store.node(name))
            use(*ready);
    });
}

} // namespace ccad
