// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/deidentification/internal/shown_film.h"
#include "ui/deidentification/internal/text_box.h"

#include <QRectF>
#include <QWidget>

#include <optional>

namespace ccad {

/// A film with the boxes that are to be blanked. A click chooses a box, a drag beside them draws a
/// new one; arrow keys move the chosen one, with Shift they change its size.
class BoxEditor final : public QWidget
{
    Q_OBJECT
public:
    explicit BoxEditor(QWidget* parent = nullptr);

    /// A null image: `words` are shown in its place.
    void setFilm(const ShownFilm& film, const QString& words = {});
    /// `chosen`: -1 for none.
    void setBoxes(const TextBoxes& boxes, int chosen);
    [[nodiscard]] bool hasFilm() const { return !m_film.image.isNull(); }
    [[nodiscard]] QSize filmSize() const { return m_film.size; }
    /// Where pixels of the film lie in the widget.
    [[nodiscard]] QRectF placeOf(const PixelBox& box) const;

Q_SIGNALS:
    void boxChosen(int box);
    void boxDrawn(const ccad::PixelBox& box);
    void boxChanged(int box, const ccad::PixelBox& to);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] QRectF filmPlace() const;
    [[nodiscard]] QPointF onFilm(QPointF position) const;
    [[nodiscard]] int boxAt(QPointF position) const;
    /// The pixels between two points of the widget.
    [[nodiscard]] PixelBox boxBetween(QPointF first, QPointF second) const;
    void paintBox(QPainter& painter, const TextBox& box, bool isChosen) const;

    ShownFilm m_film;
    QString m_words;
    TextBoxes m_boxes;
    int m_chosen = -1;
    std::optional<QPointF> m_from; ///< where the drag of a new box began
    QPointF m_to;
};

} // namespace ccad
