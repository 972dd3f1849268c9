// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/replace_question.h"

#include "core/base/folder_kind.h"

#include <QCoreApplication>
#include <QMessageBox>
#include <QPushButton>

namespace ccad {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ReplaceQuestion", text);
}

} // namespace

void askToReplace(QWidget& parent, const QString& folder, const std::function<void()>& replace)
{
    auto* box = new QMessageBox(QMessageBox::Question, tr("Replace a Model"),
                                tr("There is a model in %1 already. Replace it?").arg(folder),
                                QMessageBox::Cancel, &parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(
        tr("The one that is there now stays as %1, until the next one is replaced.")
            .arg(replacedFolderOf(folder)));
    const auto* yes = box->addButton(tr("&Replace"), QMessageBox::DestructiveRole);
    QObject::connect(yes, &QAbstractButton::clicked, &parent, replace);
    box->open();
}

} // namespace ccad
