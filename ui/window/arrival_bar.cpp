// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/internal/arrival_bar.h"

#include "ui/widgets/message_bar.h"
#include "ui/widgets/push_button.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;

namespace ccad {

ArrivalBar::ArrivalBar(const QString& action, const QString& name, QWidget* parent)
    : QWidget(parent), m_message(new MessageBar(this)),
      m_show(makeButton(action, nullptr, this, "showArrival"))
{
    setObjectName(name);
    setAccessibleName(tr("Arrived from an archive"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, spacing::medium, 0);
    layout->setSpacing(spacing::medium);
    layout->addWidget(m_message, 1);
    layout->addWidget(m_show);
    const auto forget = [this] {
        m_sentences.clear();
        hide();
        return std::exchange(m_paths, {});
    };
    connect(m_message, &MessageBar::closed, this, [forget] { (void)forget(); });
    connect(m_show, &QPushButton::clicked, this,
            [this, forget] { Q_EMIT showRequested(forget()); });
    hide();
}

void ArrivalBar::add(const QString& sentence, const QStringList& paths)
{
    if (!m_sentences.contains(sentence))
        m_sentences << sentence;
    m_paths << paths;
    m_message->show(MessageBar::Severity::Information, m_sentences.join(u' '));
    show();
}

QString ArrivalBar::text() const
{
    return m_message->text();
}

} // namespace ccad
