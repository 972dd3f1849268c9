// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/archive/internal/node_dialog.h"

#include "ui/widgets/file_dialogs.h"
#include "ui/widgets/push_button.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSpinBox>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int fieldWidth = 360;

/// Fingerprints as openssl prints them, or bare, in any list.
QStringList pinsIn(const QString& text)
{
    static const QRegularExpression between(u"[\\s,;]+"_s);
    QStringList pins;
    for (const QString& pin : text.split(between, Qt::SkipEmptyParts))
        pins << QString(pin).remove(u':').toLower();
    return pins;
}

} // namespace

NodeDialog::NodeDialog(const Node& node, const QStringList& others, QWidget* parent)
    : QDialog(parent), m_others(others), m_form(new QFormLayout(this))
{
    setObjectName(u"nodeDialog"_s);
    setWindowTitle(node.name.isEmpty() ? tr("Add a Node") : tr("Edit a Node"));
    setAccessibleName(windowTitle());
    m_form->setContentsMargins(spacing::large, spacing::large, spacing::large, spacing::large);
    m_form->setHorizontalSpacing(spacing::medium);
    m_form->setVerticalSpacing(spacing::medium);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    makeGeneral(*m_form);
    makeDimse(*m_form);
    makeWeb(*m_form);
    makeTls(*m_form);
    makeFoot();
    show(node);
    showRows();
    check();
    m_name->setFocus();
}

QLineEdit* NodeDialog::addLine(QFormLayout& form, const QString& title, const char* name)
{
    auto* field = new QLineEdit(this);
    field->setObjectName(QString::fromLatin1(name));
    field->setAccessibleName(title);
    field->setMinimumWidth(fieldWidth);
    connect(field, &QLineEdit::textChanged, this, &NodeDialog::check);
    form.addRow(title, field);
    return field;
}

QLineEdit* NodeDialog::addFile(QFormLayout& form, const QString& title, const char* name)
{
    auto* row = new QWidget(this);
    row->setAccessibleName(title);
    auto* field = new QLineEdit(row);
    field->setObjectName(QString::fromLatin1(name));
    field->setAccessibleName(title);
    connect(field, &QLineEdit::textChanged, this, &NodeDialog::check);
    auto* browse = makeButton(tr("Browse…"), nullptr, row);
    browse->setAccessibleName(tr("Browse: %1").arg(title));
    connect(browse, &QPushButton::clicked, this, [this, field, title] {
        auto* dialog = openFileDialog(this, title, field->text());
        connect(dialog, &QFileDialog::fileSelected, field, &QLineEdit::setText);
    });
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::medium);
    layout->addWidget(field, 1);
    layout->addWidget(browse);
    form.addRow(title, row);
    return field;
}

void NodeDialog::makeGeneral(QFormLayout& form)
{
    m_name = addLine(form, tr("Name"), "nodeName");
    m_name->setPlaceholderText(tr("As it is called here and on the command line"));
    m_protocol = new QComboBox(this);
    m_protocol->setObjectName(u"nodeProtocol"_s);
    m_protocol->addItems({tr("DICOM (DIMSE)"), tr("DICOMweb")});
    m_protocol->setAccessibleName(tr("Protocol"));
    form.addRow(tr("Protocol"), m_protocol);
    connect(m_protocol, &QComboBox::currentIndexChanged, this, [this] {
        showRows();
        check();
    });
}

void NodeDialog::makeDimse(QFormLayout& form)
{
    m_host = addLine(form, tr("Host"), "nodeHost");
    m_port = new QSpinBox(this);
    m_port->setObjectName(u"nodePort"_s);
    m_port->setRange(1, 65535);
    m_port->setAccessibleName(tr("Port"));
    connect(m_port, &QSpinBox::valueChanged, this, &NodeDialog::check);
    form.addRow(tr("Port"), m_port);
    m_called = addLine(form, tr("AE title of the archive"), "nodeCalled");
    m_calling = addLine(form, tr("AE title of CCAD"), "nodeCalling");
}

void NodeDialog::makeWeb(QFormLayout& form)
{
    m_url = addLine(form, tr("URL"), "nodeUrl");
    m_url->setPlaceholderText(u"https://host/dicom-web"_s);
    m_authentication = new QComboBox(this);
    m_authentication->setObjectName(u"nodeAuthentication"_s);
    m_authentication->setAccessibleName(tr("Authentication"));
    m_authentication->addItems({tr("None"), tr("User and password, asked for"),
                                tr("Token, asked for"), tr("User, password in a file"),
                                tr("Token in a file")});
    form.addRow(tr("Authentication"), m_authentication);
    connect(m_authentication, &QComboBox::currentIndexChanged, this, [this] {
        showRows();
        check();
    });
    m_user = addLine(form, tr("User"), "nodeUser");
    m_secretFile = addFile(form, tr("File with the secret"), "nodeSecretFile");
}

void NodeDialog::makeTls(QFormLayout& form)
{
    m_tls = new QCheckBox(tr("Encrypt with &TLS"), this);
    m_tls->setObjectName(u"nodeTls"_s);
    m_tls->setAccessibleName(tr("Encrypt with TLS"));
    m_tls->setToolTip(tr("Other machines are talked to with TLS alone"));
    connect(m_tls, &QCheckBox::toggled, this, [this] {
        showRows();
        check();
    });
    form.addRow(QString(), m_tls);
    m_authorities = addFile(form, tr("Trusted authorities (PEM)"), "nodeAuthorities");
    m_authorities->setPlaceholderText(tr("Those of the system"));
    m_pins = addLine(form, tr("Pinned certificates (SHA-256)"), "nodePins");
    m_pins->setPlaceholderText(tr("None: whoever the authorities signed for"));
    m_certificate = addFile(form, tr("Own certificate (PEM)"), "nodeCertificate");
    m_key = addFile(form, tr("Its key (PEM)"), "nodeKey");
}

void NodeDialog::makeFoot()
{
    m_missing = makeTextLabel({}, "muted", this);
    m_missing->setObjectName(u"nodeMissing"_s);
    m_form->addRow(m_missing);
    auto* foot = new QWidget(this);
    foot->setAccessibleName(tr("Buttons"));
    auto* cancel = makeButton(tr("Cancel"), nullptr, foot);
    m_keep = makeButton(tr("&Keep"), "check", foot, "keepNode");
    m_keep->setDefault(true);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_keep, &QPushButton::clicked, this, [this] {
        Q_EMIT nodeGiven(node());
        accept();
    });
    auto* layout = new QHBoxLayout(foot);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::medium);
    layout->addStretch(1);
    layout->addWidget(cancel);
    layout->addWidget(m_keep);
    m_form->addRow(foot);
}

bool NodeDialog::isWeb() const
{
    return m_protocol->currentIndex() == 1;
}

void NodeDialog::show(const Node& node)
{
    m_name->setText(node.name);
    m_protocol->setCurrentIndex(node.protocol == NodeProtocol::DicomWeb ? 1 : 0);
    m_host->setText(node.host);
    m_port->setValue(node.port);
    m_called->setText(QString::fromUtf8(node.calledAet));
    m_calling->setText(QString::fromUtf8(node.callingAet));
    m_url->setText(node.url);
    m_user->setText(node.user);
    m_secretFile->setText(node.tokenFile.isEmpty() ? node.passwordFile : node.tokenFile);
    m_authentication->setCurrentIndex(node.asks == AskedSecret::Password    ? PasswordAsked
                                          : node.asks == AskedSecret::Token ? TokenAsked
                                          : !node.passwordFile.isEmpty()    ? PasswordFile
                                          : !node.tokenFile.isEmpty()       ? TokenFile
                                                                            : Nobody);
    m_tls->setChecked(node.tls.isUsed);
    m_certificate->setText(node.tls.certificate);
    m_key->setText(node.tls.key);
    m_authorities->setText(node.tls.authorities);
    m_pins->setText(node.tls.pins.join(u' '));
}

void NodeDialog::showRows()
{
    const int who = m_authentication->currentIndex();
    const bool isUser = who == PasswordAsked || who == PasswordFile;
    const bool isFile = who == PasswordFile || who == TokenFile;
    const bool isTls = isWeb() || m_tls->isChecked();
    const std::pair<QWidget*, bool> rows[] = {
        {m_host, !isWeb()},
        {m_port, !isWeb()},
        {m_called, !isWeb()},
        {m_calling, !isWeb()},
        {m_url, isWeb()},
        {m_authentication, isWeb()},
        {m_user, isWeb() && isUser},
        {m_secretFile->parentWidget(), isWeb() && isFile},
        {m_tls, !isWeb()}, // by the URL
        {m_authorities->parentWidget(), isTls},
        {m_pins, isTls},
        {m_certificate->parentWidget(), isTls},
        {m_key->parentWidget(), isTls},
    };
    for (const auto& [field, isShown] : rows)
        m_form->setRowVisible(field, isShown);
    adjustSize();
}

Node NodeDialog::node() const
{
    Node node;
    node.name = m_name->text().simplified();
    node.protocol = isWeb() ? NodeProtocol::DicomWeb : NodeProtocol::Dimse;
    if (isWeb()) {
        const int who = m_authentication->currentIndex();
        node.url = m_url->text().trimmed();
        while (node.url.endsWith(u'/'))
            node.url.chop(1);
        if (who == PasswordAsked || who == PasswordFile)
            node.user = m_user->text().trimmed();
        (who == TokenFile ? node.tokenFile : node.passwordFile)
            = who == TokenFile || who == PasswordFile ? m_secretFile->text() : QString();
        node.asks = who == PasswordAsked ? AskedSecret::Password
            : who == TokenAsked          ? AskedSecret::Token
                                         : AskedSecret::None;
        node.tls.isUsed = node.url.startsWith(u"https:"_s);
    } else {
        node.host = m_host->text().trimmed();
        node.port = quint16(m_port->value());
        node.calledAet = m_called->text().trimmed().toUtf8();
        node.callingAet = m_calling->text().trimmed().toUtf8();
        node.tls.isUsed = m_tls->isChecked();
    }
    if (node.tls.isUsed) {
        node.tls.certificate = m_certificate->text();
        node.tls.key = m_key->text();
        node.tls.authorities = m_authorities->text();
        node.tls.pins = pinsIn(m_pins->text());
    }
    return node;
}

void NodeDialog::check()
{
    if (!m_keep)
        return; // the fields are being made
    const Node now = node();
    const auto ok = checkNode(now);
    QString missing = ok ? QString() : ok.error().message;
    if (ok && m_others.contains(now.name))
        missing = tr("There is a node \"%1\" already.").arg(now.name);
    setPlainText(m_missing, missing);
    m_keep->setEnabled(missing.isEmpty());
}

} // namespace ccad
