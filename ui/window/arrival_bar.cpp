// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/internal/arrival_bar.h"

#include "ui/widgets/column.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/push_button.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace ccad {

ArrivalBar::ArrivalBar(const QString& action, const QString& name, QWidget* parent)
    : QWidget(parent), m_message(new MessageBar(this))
{
    setObjectName(name);
    setAccessibleName(tr("Arrived from an archive"));
    makeColumn(this, 0)->addWidget(m_message);
    auto* show = makeButton(action, nullptr, m_message, "showArrival");
    m_message->addButton(show);
    const auto forget = [this] {
        m_sentences.clear();
        hide();
        return std::exchange(m_paths, {});
    };
    connect(m_message, &MessageBar::closed, this, [forget] { (void)forget(); });
    connect(show, &QPushButton::clicked, this, [this, forget] { Q_EMIT showRequested(forget()); });
    hide();
}

void ArrivalBar::add(const QString& sentence, const QStringList& paths)
{
    if (!m_sentences.contains(sentence))
        m_sentences << sentence;
    m_paths << paths;
    m_message->show(MessageBar::Severity::Information, m_sentences.join(u' '));
    QWidget::show();
}

QString ArrivalBar::text() const
{
    return m_message->text();
}

} // namespace ccad
