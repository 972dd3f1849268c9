// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/archive/internal/work_strip.h"

#include "ui/widgets/push_button.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QProgressBar>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int textWidth = 320; // so that nothing moves while numbers grow

} // namespace

WorkStrip::WorkStrip(const QString& title, const QString& cancel, const QString& name,
                     QWidget* parent)
    : QWidget(parent), m_text(makeTextLabel({}, "text", this)), m_bar(new QProgressBar(this)),
      m_cancel(makeButton(cancel, "close", this))
{
    setObjectName(name);
    setAccessibleName(title);
    m_text->setWordWrap(false);
    m_text->setMinimumWidth(textWidth);
    m_bar->setAccessibleName(title);
    m_bar->setTextVisible(false);
    m_cancel->setObjectName(u"cancel-"_s + name);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(spacing::large, spacing::small, spacing::large, spacing::small);
    layout->setSpacing(spacing::medium);
    layout->addWidget(m_text);
    layout->addWidget(m_bar, 1);
    layout->addWidget(m_cancel);
    connect(m_cancel, &QPushButton::clicked, this, &WorkStrip::cancelRequested);
    hide();
}

void WorkStrip::showWork(const QString& text, qint64 done, qint64 total, bool canCancel)
{
    setPlainText(m_text, text);
    m_bar->setRange(0, int(total));
    m_bar->setValue(int(done));
    m_cancel->setEnabled(canCancel);
    show();
}

} // namespace ccad
