// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/results/internal/key_figure.h"

#include "ui/widgets/text_label.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ccad {

KeyFigure::KeyFigure(const QString& caption, QWidget* parent)
    : QWidget(parent), m_caption(makeTextLabel(caption, "muted", this)),
      m_figure(makeTextLabel(u"–"_s, "figure", this)), m_detail(makeTextLabel({}, "muted", this))
{
    m_figure->setWordWrap(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addStretch(1); // above, so that the figures of a row stand in line
    layout->addWidget(m_caption);
    layout->addWidget(m_figure);
    layout->addWidget(m_detail);
    speak();
}

void KeyFigure::setCaption(const QString& caption)
{
    setPlainText(m_caption, caption);
    speak();
}

void KeyFigure::setFigure(const QString& figure, const QString& detail)
{
    setPlainText(m_figure, figure);
    setPlainText(m_detail, detail);
    speak();
}

QString KeyFigure::figure() const
{
    return m_figure->text();
}

QString KeyFigure::detail() const
{
    return m_detail->text();
}

void KeyFigure::speak()
{
    setAccessibleName(tr("%1: %2 %3").arg(m_caption->text(), figure(), detail()).trimmed());
}

} // namespace ccad
