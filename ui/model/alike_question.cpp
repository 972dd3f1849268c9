// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/alike_question.h"

#include <QCoreApplication>
#include <QMessageBox>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("AlikeQuestion", text);
}

} // namespace

QString alikeText(const std::vector<QStringList>& groups)
{
    QStringList lines;
    for (const QStringList& group : groups)
        lines << u"“%1”"_s.arg(group.join(u"”, “"_s));
    return lines.join(u'\n');
}

void askAboutAlikeClasses(QWidget& parent, const QString& names,
                          const std::function<void(AlikeClasses)>& answered,
                          const std::function<void()>& cancelled)
{
    auto* box = new QMessageBox(
        QMessageBox::Question, tr("Classes With the Same Name"),
        tr("The names of these classes differ by capitals, spaces, invisible characters or the "
           "form of their characters alone. Is it one class?"),
        QMessageBox::Cancel, &parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(names);
    const auto* join = box->addButton(tr("&One Class"), QMessageBox::AcceptRole);
    const auto* apart = box->addButton(tr("&Keep Apart"), QMessageBox::ActionRole);
    QObject::connect(box, &QMessageBox::finished, &parent, [=] {
        if (box->clickedButton() == join)
            answered(AlikeClasses::Join);
        else if (box->clickedButton() == apart)
            answered(AlikeClasses::KeepApart);
        else
            cancelled();
    });
    box->open();
}

} // namespace ccad
