// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/deidentification/internal/box_editor.h"

#include "ui/widgets/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace ccad {

namespace {

constexpr int leastSide = 3; ///< pixels of the film: less is a click, not a box

/// The box within the film.
PixelBox within(const PixelBox& box, QSize film)
{
    const int width = std::clamp(box.width, leastSide, std::max(leastSide, film.width()));
    const int height = std::clamp(box.height, leastSide, std::max(leastSide, film.height()));
    return {std::clamp(box.left, 0, std::max(0, film.width() - width)),
            std::clamp(box.top, 0, std::max(0, film.height() - height)), width, height};
}

} // namespace

BoxEditor::BoxEditor(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(240, 240);
    setAccessibleName(tr("Film with boxes"));
    setAccessibleDescription(
        tr("Arrow keys move the chosen box, with Shift they change its size."));
    setCursor(Qt::CrossCursor);
}

void BoxEditor::setFilm(const ShownFilm& film, const QString& words)
{
    m_film = film;
    m_words = words;
    m_from.reset();
    update();
}

void BoxEditor::setBoxes(const TextBoxes& boxes, int chosen)
{
    m_boxes = boxes;
    m_chosen = chosen;
    update();
}

QRectF BoxEditor::filmPlace() const
{
    if (!hasFilm() || m_film.size.isEmpty())
        return {};
    const QSizeF size = QSizeF(m_film.image.size()).scaled(this->size(), Qt::KeepAspectRatio);
    return {(width() - size.width()) / 2, (height() - size.height()) / 2, size.width(),
            size.height()};
}

QRectF BoxEditor::placeOf(const PixelBox& box) const
{
    const QRectF film = filmPlace();
    const double across = film.width() / std::max(1, m_film.size.width());
    const double down = film.height() / std::max(1, m_film.size.height());
    return {film.left() + box.left * across, film.top() + box.top * down, box.width * across,
            box.height * down};
}

QPointF BoxEditor::onFilm(QPointF position) const
{
    const QRectF film = filmPlace();
    if (film.isEmpty())
        return {};
    return {std::clamp((position.x() - film.left()) / film.width(), 0.0, 1.0) * m_film.size.width(),
            std::clamp((position.y() - film.top()) / film.height(), 0.0, 1.0)
                * m_film.size.height()};
}

PixelBox BoxEditor::boxBetween(QPointF first, QPointF second) const
{
    const QPointF a = onFilm(first);
    const QPointF b = onFilm(second);
    const int left = static_cast<int>(std::floor(std::min(a.x(), b.x())));
    const int top = static_cast<int>(std::floor(std::min(a.y(), b.y())));
    return {left, top, static_cast<int>(std::ceil(std::max(a.x(), b.x()))) - left,
            static_cast<int>(std::ceil(std::max(a.y(), b.y()))) - top};
}

int BoxEditor::boxAt(QPointF position) const
{
    constexpr double reach = 2; // a thin box can be hit, too
    for (int i = static_cast<int>(m_boxes.size()) - 1; i >= 0; --i)
        if (placeOf(m_boxes[static_cast<std::size_t>(i)].box)
                .adjusted(-reach, -reach, reach, reach)
                .contains(position))
            return i;
    return -1;
}

/// On: hatched in a whole line. Off: a dashed line alone. Chosen: a second line around it.
void BoxEditor::paintBox(QPainter& painter, const TextBox& box, bool isChosen) const
{
    const QRectF place = placeOf(box.box);
    const ThemeColours& colours = coloursOf(Theme::ReadingRoom); // films are dark in both themes
    const QColor colour = box.isOn ? colours.positive : colours.other;
    if (box.isOn)
        painter.fillRect(place, QBrush(colour, Qt::BDiagPattern));
    painter.setPen(QPen(colour, 1.5, box.isOn ? Qt::SolidLine : Qt::DashLine));
    painter.drawRect(place);
    if (!isChosen)
        return;
    constexpr double gap = 3;
    painter.setPen(QPen(Qt::white, 1.5));
    painter.drawRect(place.adjusted(-gap, -gap, gap, gap));
}

void BoxEditor::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.fillRect(rect(), Qt::black);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    if (!hasFilm()) {
        painter.setPen(coloursOf(Theme::ReadingRoom).text);
        painter.drawText(
            rect().adjusted(spacing::large, spacing::large, -spacing::large, -spacing::large),
            Qt::AlignCenter | Qt::TextWordWrap, m_words);
        return;
    }
    painter.drawImage(filmPlace(), m_film.image);
    for (std::size_t i = 0; i < m_boxes.size(); ++i)
        paintBox(painter, m_boxes[i], static_cast<int>(i) == m_chosen);
    if (m_from)
        paintBox(painter, {boxBetween(*m_from, m_to)}, false);
    if (hasFocus()) {
        painter.setPen(QPen(currentColours().accent, 2));
        painter.drawRect(rect().adjusted(1, 1, -1, -1));
    }
}

void BoxEditor::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !hasFilm())
        return;
    const int box = boxAt(event->position());
    if (box >= 0) {
        Q_EMIT boxChosen(box);
        return;
    }
    m_from = event->position();
    m_to = event->position();
}

void BoxEditor::mouseMoveEvent(QMouseEvent* event)
{
    if (!m_from)
        return;
    m_to = event->position();
    update();
}

void BoxEditor::mouseReleaseEvent(QMouseEvent* event)
{
    if (!m_from)
        return;
    const PixelBox box = boxBetween(*m_from, event->position());
    m_from.reset();
    update();
    if (box.width >= leastSide && box.height >= leastSide)
        Q_EMIT boxDrawn(within(box, m_film.size));
}

void BoxEditor::keyPressEvent(QKeyEvent* event)
{
    const bool isChosen = m_chosen >= 0 && m_chosen < static_cast<int>(m_boxes.size());
    const QPoint by(int(event->key() == Qt::Key_Right) - int(event->key() == Qt::Key_Left),
                    int(event->key() == Qt::Key_Down) - int(event->key() == Qt::Key_Up));
    if (!isChosen || by.isNull()) {
        QWidget::keyPressEvent(event);
        return;
    }
    const int step = std::max(1, std::max(m_film.size.width(), m_film.size.height()) / 200);
    PixelBox box = m_boxes[static_cast<std::size_t>(m_chosen)].box;
    if (event->modifiers().testFlag(Qt::ShiftModifier)) {
        box.width += by.x() * step;
        box.height += by.y() * step;
    } else {
        box.left += by.x() * step;
        box.top += by.y() * step;
    }
    Q_EMIT boxChanged(m_chosen, within(box, m_film.size));
}

} // namespace ccad
