// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/viewer/measurement.h"

#include <QObject>
#include <QPointer>
#include <QSizeF>

#include <optional>
#include <vector>

namespace ccad {

/// The use of the left mouse button.
enum class Tool
{
    Navigate,
    Length,
    Angle
};

/// Sets, selects, moves and deletes measurements, independent of any widget: all points are points
/// of the picture and stay within it. `reach` is the distance, in picture pixels, at which a press
/// still hits.
///
/// A length is press, drag and release, or two clicks; an angle is three clicks, its vertex in the
/// middle, or a drag and a click. Whatever the tool, a press on a handle of a measurement drags
/// that handle, and without a tool a press on its line moves it as a whole.
class MeasureTool final : public QObject
{
    Q_OBJECT
public:
    explicit MeasureTool(QObject* parent = nullptr);

    void setList(MeasurementList* list); ///< not owned; nullptr: nothing can be measured
    void setPictureSize(QSizeF size); ///< also drops an unfinished measurement
    void setTool(Tool tool);
    [[nodiscard]] Tool tool() const { return m_tool; }
    [[nodiscard]] int selected() const { return m_selected; } ///< index in the list, or -1

    /// True when the press is for the measurements; the following moves and the release are, too.
    bool press(QPointF point, double reach);
    void move(QPointF point);
    void release(QPointF point, double reach);
    /// Sets a point of a new measurement: a click, or Enter. False without a tool or a list.
    bool setPoint(QPointF point);
    /// True when a press there would take hold of a measurement.
    [[nodiscard]] bool isOnMeasurement(QPointF point, double reach) const;

    /// Drops an unfinished measurement, else the tool, else the selection. False when there was
    /// nothing to drop.
    bool cancel();
    void selectNext();
    bool removeSelected();

    /// The list, with a dragged measurement where it is now.
    [[nodiscard]] std::vector<Measurement> shown() const;
    /// The unfinished measurement, whose last point follows the pointer.
    [[nodiscard]] std::optional<Measurement> unfinished() const;

Q_SIGNALS:
    void changed(); ///< something visible has changed
    void toolChanged(ccad::Tool tool);
    void selectionChanged(int index);

private:
    /// A handle of a measurement, or (-1) the whole of it.
    struct Hold
    {
        int index = -1;
        int handle = -1;
    };

    [[nodiscard]] const std::vector<Measurement>& all() const;
    [[nodiscard]] std::optional<Hold> holdAt(QPointF point, double reach) const;
    [[nodiscard]] QPointF within(QPointF point) const;
    [[nodiscard]] Measurement dragged() const;
    void select(int index);
    void onListChanged();

    QPointer<MeasurementList> m_list;
    QSizeF m_size;
    Tool m_tool = Tool::Navigate;
    int m_selected = -1;
    std::vector<QPointF> m_points; ///< points set so far of a new measurement
    std::optional<Hold> m_hold;
    QPointF m_pressed;
    QPointF m_pointer;
};

} // namespace ccad
