// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/intended_use.h"

#include "ui/widgets/theme.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>

using namespace Qt::StringLiterals;

namespace ccad {

QString intendedUse()
{
    return QCoreApplication::translate("IntendedUse", "Research use only. Not for diagnosis.");
}

QFrame* makeIntendedUseFooter(int margin, QWidget* parent)
{
    auto* footer = new QFrame(parent);
    footer->setObjectName(u"footer"_s);
    footer->setAccessibleName(QCoreApplication::translate("IntendedUse", "Intended use"));
    auto* text = new QLabel(intendedUse(), footer);
    text->setObjectName(u"intendedUse"_s);
    text->setAccessibleName(text->text());
    text->setWordWrap(true);
    QFont strong = parent->font();
    strong.setWeight(QFont::DemiBold);
    text->setFont(strong);
    auto* layout = new QHBoxLayout(footer);
    layout->setContentsMargins(spacing::large, margin, spacing::large, margin);
    layout->addWidget(text);
    return footer;
}

} // namespace ccad
