// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/literal_text.h"

#include <QApplication>
#include <QEvent>
#include <QLabel>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// Sees each widget before it is shown for the first time, and before its size is asked for.
class LiteralText final : public QObject
{
public:
    using QObject::QObject;

    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::Polish)
            if (auto* label = qobject_cast<QLabel*>(watched);
                label && label->textFormat() == Qt::AutoText)
                label->setTextFormat(Qt::PlainText);
        return QObject::eventFilter(watched, event);
    }
};

const QString filterName = u"literalText"_s;

} // namespace

void showTextLiterally(QApplication& application)
{
    if (application.findChild<QObject*>(filterName, Qt::FindDirectChildrenOnly))
        return;
    auto* filter = new LiteralText(&application);
    filter->setObjectName(filterName);
    application.installEventFilter(filter);
}

QString withoutKeys(QString text)
{
    return text.replace(u'&', u"&&"_s);
}

QString literalTitle(const QString& text)
{
    QString title = text;
    for (QChar& c : title)
        if (!c.isPrint())
            c = u' ';
    return title.replace(u"[*]"_s, u"[*][*]"_s);
}

} // namespace ccad
