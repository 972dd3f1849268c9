// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/internal/stepper.h"

#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QPainter>

namespace ccad {

namespace {

constexpr int discSize = 28;
constexpr int underlineHeight = 2; ///< of the line below the current step

} // namespace

StepButton::StepButton(int number, const QString& title, QWidget* parent)
    : QAbstractButton(parent), m_number(number)
{
    setText(title);
    setCheckable(true);
    setAutoExclusive(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setState({}, false);
}

void StepButton::setState(const QString& line, bool isDone)
{
    m_line = line;
    m_isDone = isDone;
    setAccessibleName(line.isEmpty() ? tr("Step %1: %2").arg(m_number).arg(text())
                                     : tr("Step %1: %2. %3").arg(m_number).arg(text(), line));
    setToolTip(line);
    update();
}

QSize StepButton::sizeHint() const
{
    return {220,
            2 * fontMetrics().height() + spacing::small + 2 * spacing::medium + underlineHeight};
}

QSize StepButton::minimumSizeHint() const
{
    return {120, sizeHint().height()};
}

void StepButton::enterEvent(QEnterEvent*)
{
    update();
}

void StepButton::leaveEvent(QEvent*)
{
    update();
}

void StepButton::paintNumber(QPainter& painter, const QRectF& disc) const
{
    const ThemeColours& c = currentColours();
    const bool strong = isChecked();
    painter.setPen(QPen(isEnabled() ? c.accent : c.border, 1.5));
    painter.setBrush(strong ? QBrush(c.accent) : Qt::NoBrush);
    painter.drawEllipse(disc.adjusted(1, 1, -1, -1));
    painter.setPen(QPen(strong ? c.accentText : isEnabled() ? c.text : c.mutedText, 1.75));
    if (!m_isDone) {
        painter.drawText(disc, Qt::AlignCenter, QString::number(m_number));
        return;
    }
    const QPointF middle = disc.center();
    const QPointF tick[]
        = {middle + QPointF(-5, 0.5), middle + QPointF(-1.5, 4), middle + QPointF(5, -3.5)};
    painter.drawPolyline(tick, 3);
}

void StepButton::paintEvent(QPaintEvent*)
{
    const ThemeColours& c = currentColours();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (isEnabled() && underMouse())
        painter.fillRect(rect(), c.hover);
    if (hasFocus()) {
        painter.setPen(c.accent);
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(2.5, 2.5, -2.5, -4.5), 6, 6);
    }
    const QRectF disc(spacing::large, (height() - underlineHeight - discSize) / 2.0, discSize,
                      discSize);
    paintNumber(painter, disc);

    const int left = int(disc.right()) + 12;
    const int line = fontMetrics().height();
    QRect row(left, spacing::medium, width() - left - spacing::medium, line);
    QFont strong = font();
    strong.setWeight(QFont::DemiBold);
    painter.setFont(strong);
    painter.setPen(isEnabled() ? c.text : c.mutedText);
    painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, text());
    painter.setFont(font());
    painter.setPen(c.mutedText);
    row.translate(0, line + spacing::small);
    painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(m_line, Qt::ElideRight, row.width()));
    if (isChecked())
        painter.fillRect(QRect(0, height() - underlineHeight, width(), underlineHeight), c.accent);
}

Stepper::Stepper(const QStringList& titles, QWidget* parent) : QWidget(parent)
{
    setAccessibleName(tr("Steps"));
    setAutoFillBackground(true);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    for (int step = 0; step < titles.size(); ++step) {
        auto* button = new StepButton(step + 1, titles[step], this);
        layout->addWidget(button, 1);
        m_buttons.push_back(button);
        connect(button, &QAbstractButton::clicked, this, [this, step] { Q_EMIT chosen(step); });
    }
    setCurrent(0);
}

void Stepper::setState(int step, const QString& line, bool isDone)
{
    button(step).setEnabled(true);
    button(step).setState(line, isDone);
}

void Stepper::setDisabled(int step, const QString& reason)
{
    button(step).setEnabled(false);
    button(step).setState(reason, false);
}

void Stepper::setCurrent(int step)
{
    button(step).setChecked(true);
}

int Stepper::current() const
{
    for (int step = 0; step < int(m_buttons.size()); ++step)
        if (button(step).isChecked())
            return step;
    return 0;
}

} // namespace ccad
