// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/message_bar.h"

#include "ui/widgets/icon.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/theme.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace ccad {

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent),
      m_icon(new IconLabel(u"info"_s, &ThemeColours::accent, tr("Information"), this)),
      m_text(new QLabel(this)), m_close(new QToolButton(this))
{
    setObjectName(u"messageBar"_s);
    setAccessibleName(tr("Message"));
    m_text->setAccessibleName(tr("Text of the message"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_close->setIcon(themedIcon(u"close"_s));
    m_close->setToolTip(tr("Close this message"));
    m_close->setAccessibleName(tr("Close this message"));
    connect(m_close, &QToolButton::clicked, this, [this] {
        hide();
        Q_EMIT closed();
    });

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(spacing::large, spacing::medium, spacing::medium, spacing::medium);
    layout->setSpacing(spacing::medium);
    layout->addWidget(m_icon, 0, Qt::AlignVCenter);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_close, 0, Qt::AlignVCenter);
    hide();
}

void MessageBar::show(Severity severity, const QString& text)
{
    const bool isError = severity == Severity::Error;
    setProperty("severity", isError ? u"error"_s : u"information"_s);
    style()->unpolish(this);
    style()->polish(this);
    m_text->setText(text);
    m_text->setAccessibleName(text);
    setAccessibleName(isError ? tr("Error: %1").arg(text) : text);
    m_icon->setIcon(isError ? u"error"_s : u"info"_s,
                    isError ? &ThemeColours::error : &ThemeColours::accent,
                    isError ? tr("Error") : tr("Information"));
    setVisible(true);
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void MessageBar::setClosable(bool closable)
{
    m_close->setVisible(closable);
}

void MessageBar::addButton(QPushButton* button)
{
    auto* row = static_cast<QHBoxLayout*>(layout());
    row->insertWidget(row->indexOf(m_close), button, 0, Qt::AlignVCenter);
}

QString MessageBar::text() const
{
    return m_text->text();
}

} // namespace ccad
