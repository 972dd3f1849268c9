// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sentence_list.h"

#include "ui/widgets/text_label.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ccad {

SentenceList::SentenceList(const QString& name, QWidget* parent)
    : QWidget(parent), m_rows(new QVBoxLayout(this))
{
    setAccessibleName(name);
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(spacing::medium);
}

void SentenceList::clear()
{
    while (QLayoutItem* item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_sentences.clear();
}

void SentenceList::addWarning(const QString& sentence)
{
    add(sentence, u"warning"_s, &ThemeColours::warning, tr("Warning"));
}

void SentenceList::addError(const QString& sentence)
{
    add(sentence, u"error"_s, &ThemeColours::error, tr("Error"));
}

void SentenceList::addInformation(const QString& sentence)
{
    add(sentence, u"info"_s, &ThemeColours::accent, tr("Information"));
}

void SentenceList::add(const QString& sentence, const QString& icon, IconLabel::Colour colour,
                       const QString& meaning)
{
    auto* row = new QWidget(this);
    row->setAccessibleName(sentence);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::medium);
    layout->addWidget(new IconLabel(icon, colour, meaning, row), 0, Qt::AlignTop);
    layout->addWidget(makeTextLabel(sentence, "text", row), 1);
    m_rows->addWidget(row);
    m_sentences << sentence;
}

} // namespace ccad
