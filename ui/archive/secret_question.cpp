// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/archive/internal/secret_question.h"

#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("SecretQuestion", text);
}

} // namespace

void askForSecret(const Node& node, QWidget* parent,
                  const std::function<void(const QByteArray& secret)>& answered)
{
    auto* dialog = new QDialog(parent);
    dialog->setObjectName(u"secretQuestion"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(node.asks == AskedSecret::Token ? tr("Token") : tr("Password"));
    dialog->setAccessibleName(dialog->windowTitle());
    auto* secret = new QLineEdit(dialog);
    secret->setObjectName(u"secret"_s);
    secret->setEchoMode(QLineEdit::Password);
    secret->setAccessibleName(dialog->windowTitle());
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, dialog);
    buttons->setAccessibleName(tr("Buttons"));
    QPushButton* ok = buttons->button(QDialogButtonBox::Ok);
    ok->setEnabled(false);
    for (QAbstractButton* button : buttons->buttons())
        button->setAccessibleName(button->text().remove(u'&'));
    auto* layout = new QVBoxLayout(dialog);
    layout->setSpacing(spacing::medium);
    layout->addWidget(makeTextLabel(node.asks == AskedSecret::Token
                                        ? tr("The token for %1").arg(node.name)
                                        : tr("The password of %1 for %2").arg(node.user, node.name),
                                    "text", dialog));
    layout->addWidget(secret);
    layout->addWidget(
        makeTextLabel(tr("It is kept until CCAD ends, and in no file."), "muted", dialog));
    layout->addWidget(buttons);
    QObject::connect(secret, &QLineEdit::textChanged, ok,
                     [ok](const QString& text) { ok->setEnabled(!text.trimmed().isEmpty()); });
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    QObject::connect(buttons, &QDialogButtonBox::accepted, dialog, &QDialog::accept);
    QObject::connect(dialog, &QDialog::accepted, parent,
                     [secret, answered] { answered(secret->text().trimmed().toUtf8()); });
    dialog->open();
    secret->setFocus();
}

} // namespace ccad
